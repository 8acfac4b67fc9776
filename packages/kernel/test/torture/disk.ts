/**
 * A power cut, simulated: what a folder would hold if all that was not synced could have vanished.
 *
 * `watchDisk` stands between a process and its file system: every change below a folder is noted,
 * and when the chosen operation comes, the notes are written out and the process is no more.
 * `afterPowerCut` makes a folder from a copy of the beginning and the notes: what was synced is
 * there; of what was not, a seeded choice is. Entries of folders keep their order, as file systems
 * with a journal do; contents don't.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { dirname, join, relative } from 'node:path'

export type DiskOp =
  | { readonly form: 'write'; readonly node: number; readonly at: number; readonly bytes: string }
  | { readonly form: 'truncate'; readonly node: number; readonly size: number }
  | { readonly form: 'create'; readonly node: number; readonly path: string }
  | { readonly form: 'rename'; readonly from: string; readonly to: string }
  | { readonly form: 'remove'; readonly path: string }
  | { readonly form: 'mkdir'; readonly path: string }
  | { readonly form: 'sync'; readonly node: number }
  | { readonly form: 'sync-folder'; readonly path: string }

/** What was noted, and the nodes that stood below the folder at the beginning. */
export interface DiskNotes {
  readonly ops: readonly DiskOp[]
  readonly known: readonly { readonly node: number; readonly path: string }[]
}

type Patched = { [name: string]: unknown }

/**
 * Notes every change below `folder`, from now on.
 *
 * @returns what arms the cut: after that many further operations `cut` is called, before the next
 */
export function watchDisk(
  folder: string,
  cut: (notes: DiskNotes) => void,
): (operations: number) => void {
  const watch = new DiskWatch(folder, cut)
  watch.patchFiles()
  watch.patchContents()
  watch.patchNames()
  // Those who imported the functions by name see the patched ones from here on.
  syncBuiltinESMExports()
  return (operations) => watch.arm(operations)
}

/** What is open and what was noted; it lives until the power is cut. */
class DiskWatch {
  readonly #real = { ...fs }
  readonly #ops: DiskOp[] = []
  readonly #known: { node: number; path: string }[] = []
  readonly #nodes = new Map<string, number>()
  readonly #open = new Map<number, { node: number; path: string; folder: boolean; at: number }>()
  readonly #patched = fs as unknown as Patched
  #made = 0
  #stopAt = Number.POSITIVE_INFINITY

  constructor(
    readonly folder: string,
    readonly cut: (notes: DiskNotes) => void,
  ) {}

  arm(operations: number): void {
    this.#stopAt = this.#ops.length + operations
  }

  #inside(path: unknown): string | null {
    const below = relative(this.folder, String(path))
    return below.startsWith('..') ? null : below
  }

  #nodeOf(path: string): number {
    const found = this.#nodes.get(path)
    if (found !== undefined) return found
    const node = this.#made++
    this.#nodes.set(path, node)
    this.#known.push({ node, path })
    return node
  }

  #note(op: DiskOp): void {
    if (this.#ops.length >= this.#stopAt) this.cut({ ops: this.#ops, known: this.#known })
    this.#ops.push(op)
  }

  patchFiles(): void {
    const real = this.#real
    this.#patched.openSync = (path: string, flags: number | string, mode?: number) => {
      const below = this.#inside(path)
      const existed = below === null || real.existsSync(path)
      const fd = real.openSync(path, flags, mode)
      if (below === null) return fd
      const isFolder = real.fstatSync(fd).isDirectory()
      if (!existed) {
        const node = this.#made++
        this.#nodes.set(below, node)
        this.#note({ form: 'create', node, path: below })
      }
      const truncates = typeof flags === 'number' && (flags & fs.constants.O_TRUNC) !== 0
      const node = isFolder ? -1 : this.#nodeOf(below)
      if (existed && truncates && !isFolder) this.#note({ form: 'truncate', node, size: 0 })
      this.#open.set(fd, { node, path: below, folder: isFolder, at: 0 })
      return fd
    }
    this.#patched.closeSync = (fd: number) => {
      this.#open.delete(fd)
      return real.closeSync(fd)
    }
    const sync = (fd: number) => {
      real.fsyncSync(fd)
      const file = this.#open.get(fd)
      if (!file) return
      const { folder, path, node } = file
      this.#note(folder ? { form: 'sync-folder', path } : { form: 'sync', node })
    }
    this.#patched.fsyncSync = sync
    this.#patched.fdatasyncSync = sync
  }

  patchContents(): void {
    const real = this.#real
    this.#patched.writeSync = (
      fd: number,
      buffer: Uint8Array,
      from = 0,
      length = buffer.byteLength - from,
      at: number | null = null,
    ) => {
      const written = real.writeSync(fd, buffer, from, length, at)
      const file = this.#open.get(fd)
      if (!file) return written
      const place = at ?? file.at
      if (at === null) file.at += written
      const bytes = Buffer.from(buffer.buffer, buffer.byteOffset + from, written)
      this.#note({ form: 'write', node: file.node, at: place, bytes: bytes.toString('base64') })
      return written
    }
    this.#patched.ftruncateSync = (fd: number, size = 0) => {
      real.ftruncateSync(fd, size)
      const file = this.#open.get(fd)
      if (file) this.#note({ form: 'truncate', node: file.node, size })
    }
    this.#patched.truncateSync = (path: string, size = 0) => {
      real.truncateSync(path, size)
      const below = this.#inside(path)
      if (below !== null) this.#note({ form: 'truncate', node: this.#nodeOf(below), size })
    }
  }

  patchNames(): void {
    const real = this.#real
    this.#patched.renameSync = (from: string, to: string) => {
      real.renameSync(from, to)
      const [a, b] = [this.#inside(from), this.#inside(to)]
      if (a === null || b === null) return
      this.#note({ form: 'rename', from: a, to: b })
      renameWithin(this.#nodes, a, b)
    }
    const remove = (path: string, really: (path: string) => void) => {
      const below = this.#inside(path)
      really(path)
      if (below === null) return
      this.#note({ form: 'remove', path: below })
      this.#nodes.delete(below)
    }
    this.#patched.unlinkSync = (path: string) => remove(path, real.unlinkSync)
    this.#patched.rmdirSync = (path: string) => remove(path, real.rmdirSync)
    this.#patched.mkdirSync = (path: string, options?: fs.MakeDirectoryOptions) => {
      const result = real.mkdirSync(path, options)
      const below = this.#inside(path)
      if (below) this.#note({ form: 'mkdir', path: below })
      return result
    }
  }
}

/** A path, or all below it, under its new name. */
function renameWithin(names: Map<string, number>, from: string, to: string): void {
  for (const [path, node] of [...names]) {
    if (path !== from && !path.startsWith(`${from}/`)) continue
    names.delete(path)
    names.set(to + path.slice(from.length), node)
  }
}

/** Puts the folder `target`, a copy of the beginning, into a state that a power cut could leave. */
export function afterPowerCut(target: string, notes: DiskNotes, random: () => number): void {
  const { ops, known } = notes
  const paths = new Map(known.map(({ node, path }) => [node, path]))
  const contents = new Map<number, Buffer>()
  const contentOf = (node: number): Buffer => {
    const found = contents.get(node)
    if (found) return found
    const path = paths.get(node)
    const file = path === undefined ? null : join(target, path)
    const bytes = file !== null && fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0)
    contents.set(node, bytes)
    return bytes
  }
  for (const { node } of known) contentOf(node)
  const lastSync = new Map<number, number>()
  let lastFolderSync = -1
  ops.forEach((op, i) => {
    if (op.form === 'sync') lastSync.set(op.node, i)
    // A file system with a journal writes its entries in order: a synced folder brings all before.
    if (op.form === 'sync-folder') lastFolderSync = i
  })
  const entries = ops.flatMap((op, i) =>
    op.form === 'create' || op.form === 'rename' || op.form === 'remove' || op.form === 'mkdir'
      ? [i]
      : [],
  )
  const open = entries.filter((i) => i > lastFolderSync)
  const kept = open.slice(0, Math.floor(random() * (open.length + 1)))
  const lastEntry = kept.at(-1) ?? lastFolderSync
  ops.forEach((op, i) => {
    if (op.form !== 'write' && op.form !== 'truncate') return
    const synced = i <= (lastSync.get(op.node) ?? -1)
    if (!synced && random() < 0.5) return
    contents.set(op.node, changed(contentOf(op.node), op))
  })
  const names = new Map(known.map(({ node, path }) => [path, node]))
  ops.forEach((op, i) => {
    if (i > lastEntry) return
    applyEntry(target, names, op)
  })
  for (const [path, node] of names) {
    const file = join(target, path)
    fs.mkdirSync(dirname(file), { recursive: true })
    fs.writeFileSync(file, contentOf(node))
  }
}

function changed(bytes: Buffer, op: Extract<DiskOp, { form: 'write' | 'truncate' }>): Buffer {
  if (op.form === 'truncate') {
    const next = Buffer.alloc(op.size)
    bytes.copy(next, 0, 0, Math.min(bytes.length, op.size))
    return next
  }
  const data = Buffer.from(op.bytes, 'base64')
  const next = bytes.length >= op.at + data.length ? bytes : Buffer.alloc(op.at + data.length)
  if (next !== bytes) bytes.copy(next)
  data.copy(next, op.at)
  return next
}

function applyEntry(target: string, names: Map<string, number>, op: DiskOp): void {
  switch (op.form) {
    case 'create':
      names.set(op.path, op.node)
      return
    case 'mkdir':
      fs.mkdirSync(join(target, op.path), { recursive: true })
      return
    case 'remove':
      names.delete(op.path)
      fs.rmSync(join(target, op.path), { recursive: true, force: true })
      return
    case 'rename':
      if (fs.existsSync(join(target, op.from))) {
        fs.mkdirSync(dirname(join(target, op.to)), { recursive: true })
        fs.renameSync(join(target, op.from), join(target, op.to))
      }
      renameWithin(names, op.from, op.to)
      return
    case 'write':
    case 'truncate':
    case 'sync':
    case 'sync-folder':
      return
  }
}
