import { readCheckpoint } from './checkpoint.ts'
import { type FileSink, pace, type Watch } from './files.ts'
import { appendEntries, emptyFrontier, type Frontier, rootOf } from './frontier.ts'
import { hashSize, sameBytes } from './hash.ts'
import { fail, type Outcome, ok } from './outcome.ts'
import { bundlePath, packBundle, type Tile, tilePath, tileWidth } from './tiles.ts'

/** What is exported, and where to. */
export interface ExportInput {
  /** The signed note of the checkpoint at which the log is exported. */
  readonly checkpoint: string
  /** The entries in order, from the first. Those after the checkpoint are left alone. */
  readonly entries: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  readonly files: FileSink
  readonly watch?: Watch
}

/**
 * Writes a log in the layout of C2SP tlog-tiles: `tile/entries/…`, `tile/<level>/…`, and last
 * `checkpoint`, so that a folder without one is an export that did not end. Tiles are computed
 * from the entries, and the checkpoint is written only if they come to its root. Gives the number
 * of entries. Memory holds one bundle, however long the log.
 */
export async function exportLog({
  checkpoint: note,
  entries,
  files,
  watch = {},
}: ExportInput): Promise<Outcome<number>> {
  const read = readCheckpoint(note)
  if (!read.ok) return read
  const { size, root, hash } = read.value
  let frontier = emptyFrontier(hash)
  for await (const bundle of bundlesOf(entries, size)) {
    frontier = await writeBundle(files, frontier, bundle)
    await pace(watch, frontier.size - bundle.length, frontier.size, size)
  }
  if (frontier.size < size) {
    return fail(
      `检查点有 ${size} 条，只读到 ${frontier.size} 条。没有写出检查点文件；先核验日志的存储。`,
      `The checkpoint has ${size} entries, only ${frontier.size} could be read. The file “checkpoint” was not written; verify the store of the log first.`,
    )
  }
  if (!sameBytes(rootOf(frontier), root)) {
    return fail(
      '条目算出的根与检查点不同。没有写出检查点文件；先核验日志的存储。',
      'The entries do not come to the root of the checkpoint. The file “checkpoint” was not written; verify the store of the log first.',
    )
  }
  for (const tile of partialTiles(frontier)) await files.write(tilePath(tile), tile.bytes)
  await files.write('checkpoint', Buffer.from(note))
  return ok(size)
}

/** Groups the first `size` entries by bundle; the last may be smaller. */
async function* bundlesOf(
  entries: ExportInput['entries'],
  size: number,
): AsyncGenerator<Uint8Array[]> {
  let bundle: Uint8Array[] = []
  let taken = 0
  if (size === 0) return
  for await (const entry of entries) {
    bundle.push(entry)
    taken++
    if (bundle.length === tileWidth || taken === size) {
      yield bundle
      bundle = []
    }
    if (taken === size) return
  }
  if (bundle.length > 0) yield bundle
}

async function writeBundle(
  files: FileSink,
  frontier: Frontier,
  entries: readonly Uint8Array[],
): Promise<Frontier> {
  const path = bundlePath(frontier.size / tileWidth, entries.length)
  const appended = appendEntries(frontier, entries)
  await files.write(path, packBundle(entries))
  for (const tile of appended.full) await files.write(tilePath(tile), tile.bytes)
  return appended.frontier
}

/** The partial tiles at the right edge of a tree. */
export function partialTiles({ size, tiles }: Frontier): Tile[] {
  return tiles.flatMap((bytes, level) => {
    const width = bytes.length / hashSize
    if (width === 0) return []
    return [{ level, index: Math.floor(size / tileWidth ** (level + 1)), width, bytes }]
  })
}
