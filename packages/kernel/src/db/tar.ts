/** Reads the archives that PGlite makes of a data folder: plain files and folders, short names. */

export interface TarEntry {
  /** Relative, with `/` between folders. */
  readonly path: string
  readonly kind: 'file' | 'folder'
  readonly bytes: Uint8Array
}

const block = 512

/** The entries of an uncompressed archive, in order. Throws where it is cut off or damaged. */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let at = 0
  while (at + block <= archive.length) {
    const head = archive.subarray(at, at + block)
    if (head.every((byte) => byte === 0)) return
    checkSum(head)
    const size = octal(head, 124, 12)
    const path = pathOf(head)
    at += block
    if (at + size > archive.length) throw new Error(`the archive ends within ${path}`)
    const kind = head[156] === 0x35 ? 'folder' : 'file'
    yield { path, kind, bytes: archive.subarray(at, at + size) }
    at += Math.ceil(size / block) * block
  }
  throw new Error('the archive has no end')
}

/** No entry may leave the folder that an archive is unpacked into. */
function pathOf(head: Uint8Array): string {
  const prefix = text(head, 345, 155)
  const path = `${prefix ? `${prefix}/` : ''}${text(head, 0, 100)}`.replace(/^\/+|\/+$/g, '')
  if (path.split('/').includes('..')) throw new Error(`the archive names ${path}`)
  return path
}

function checkSum(head: Uint8Array): void {
  let sum = 0
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : (head[i] as number)
  if (sum !== octal(head, 148, 8)) throw new Error('the archive is damaged')
}

function text(head: Uint8Array, from: number, length: number): string {
  const bytes = Buffer.from(head.subarray(from, from + length))
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? length : end)
}

function octal(head: Uint8Array, from: number, length: number): number {
  return Number.parseInt(text(head, from, length).trim() || '0', 8)
}
