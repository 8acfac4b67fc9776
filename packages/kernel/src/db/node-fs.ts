import { fsyncSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** The parts of Emscripten that are mended; PGlite's types leave them out. */
interface Emscripten {
  readonly NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => void } }
  readonly FS: { ErrnoError: new (errno: number) => Error }
}

/** EIO, as Emscripten numbers it. */
const inputOutputError = 29

/**
 * PGlite's files in a folder, and really on the disk.
 *
 * PGlite's own has no `fsync`: a commit is then in the memory of the operating system, and a power
 * cut takes it, or the whole database. PostgreSQL calls fsync on folders too, after renaming.
 */
export class DurableNodeFS extends NodeFS {
  /** How often a file or folder was brought to the disk: a sign that mending took hold. */
  syncs = 0

  /** Tests make the disk fail here. */
  sync: (descriptor: number) => void = fsyncSync

  override async init(
    pg: PGlite,
    options: Parameters<NodeFS['init']>[1],
  ): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options)
    const mend = (mod: unknown) => this.#mend(mod as Emscripten)
    const preRun = [emscriptenOpts.preRun ?? []].flat()
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [mend, ...preRun] } }
  }

  #mend({ NODEFS, FS }: Emscripten): void {
    NODEFS.stream_ops.fsync = ({ nfd }) => {
      if (nfd === undefined) throw new FS.ErrnoError(inputOutputError)
      try {
        this.sync(nfd)
      } catch {
        // PostgreSQL then stops rather than promise what it can't keep.
        throw new FS.ErrnoError(inputOutputError)
      }
      this.syncs++
    }
  }
}
