/** What long work over files is given: where to write, where to read, who watches. */
import { setImmediate } from 'node:timers/promises'
import { type TileSource, tilePath, widthIn } from './tiles.ts'

/** Where an export is written. Paths use `/` and stay below the folder. */
export interface FileSink {
  write(path: string, bytes: Uint8Array): Promise<void> | void
}

/** Where an export is read. A file that isn't there is null. */
export interface FileSource {
  read(path: string): Promise<Uint8Array | null> | Uint8Array | null
}

/** How someone follows long work, and stops it. */
export interface Watch {
  /** Told now and then how many entries are done, and once at the end. */
  readonly progress?: (done: number, total: number) => void
  /** Entries between two reports; 10,000 if not given. */
  readonly every?: number
  /** When it aborts, the work throws its reason at the next bundle. */
  readonly signal?: AbortSignal
}

/** Reports after `done` entries where a report is due, and lets other work have a turn. */
export async function pace(
  watch: Watch,
  before: number,
  done: number,
  total: number,
): Promise<void> {
  const every = watch.every ?? 10_000
  if (Math.floor(before / every) !== Math.floor(done / every) || done === total) {
    watch.progress?.(done, total)
    // Hashing never waits, so without this an abort would not be heard.
    await setImmediate()
  }
  watch.signal?.throwIfAborted()
}

/** The tiles of a log that was exported at `size` entries, to make proofs from. */
export function tilesIn(files: FileSource, size: number): TileSource {
  return {
    async tile(level, index) {
      // A smaller tree is in the same tiles, of which an export has the widest only.
      const path = tilePath({ level, index, width: widthIn(size, level, index) })
      const bytes = await files.read(path)
      if (bytes === null) throw new Error(`${path} is missing`)
      return bytes
    },
  }
}
