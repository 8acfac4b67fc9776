/**
 * Parts of a packed workbook. Sizes are checked in the directory before anything is unpacked, and
 * again while it is: a part that turns out larger than its directory says is not read on.
 */
import { crc32, createInflateRaw } from 'node:zlib'
import type { ImportLimits } from './limits.ts'
import { FileTrouble } from './sheet.ts'
import { say } from './words.ts'

export interface ZipPart {
  readonly name: string
  readonly stored: boolean
  readonly packed: number
  readonly size: number
  readonly crc: number
  /** Where the part's own header begins. */
  readonly at: number
}

const endMark = 0x06054b50
const directoryMark = 0x02014b50
const partMark = 0x04034b50
const endLength = 22
const commentMax = 0xffff
/** A part this small can't do harm, however well it packs. */
const harmless = 10 * 1024 * 1024
const partsMax = 10_000

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const damaged = () => new FileTrouble(say.damaged())

/** The parts of a workbook by name. Throws `FileTrouble` where they must not be unpacked. */
export function zipParts(bytes: Uint8Array, limits: ImportLimits): ReadonlyMap<string, ZipPart> {
  const view = viewOf(bytes)
  const end = endOf(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  // Directories of more than 4 GB or 65,535 parts say so with these; no workbook has them.
  if (count === 0xffff || at === 0xffffffff || count > partsMax) throw damaged()
  const parts = new Map<string, ZipPart>()
  let total = 0
  for (let i = 0; i < count; i++) {
    const { part, next } = partAt(bytes, view, at)
    total += part.size
    if (total > limits.unpackedBytes) throw new FileTrouble(say.unpacked(limits.unpackedBytes))
    if (part.size > harmless && part.size > part.packed * limits.ratio) {
      throw new FileTrouble(say.unpacked(limits.unpackedBytes))
    }
    if (parts.has(part.name)) throw damaged()
    parts.set(part.name, part)
    at = next
  }
  return parts
}

function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - endLength - commentMax)
  for (let at = view.byteLength - endLength; at >= first; at--) {
    if (view.getUint32(at, true) === endMark) return at
  }
  throw damaged()
}

function partAt(bytes: Uint8Array, view: DataView, at: number) {
  const headLength = 46
  if (at + headLength > bytes.length || view.getUint32(at, true) !== directoryMark) throw damaged()
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  if ((flags & 1) !== 0) throw new FileTrouble(say.locked())
  if (method !== 0 && method !== 8) throw damaged()
  const nameEnd = at + headLength + view.getUint16(at + 28, true)
  const part: ZipPart = {
    name: new TextDecoder().decode(bytes.subarray(at + headLength, nameEnd)).replaceAll('\\', '/'),
    stored: method === 0,
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    at: view.getUint32(at + 42, true),
  }
  const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  return { part, next }
}

function packedBytes(bytes: Uint8Array, part: ZipPart): Uint8Array {
  const view = viewOf(bytes)
  const headLength = 30
  if (part.at + headLength > bytes.length || view.getUint32(part.at, true) !== partMark) {
    throw damaged()
  }
  const names = view.getUint16(part.at + 26, true) + view.getUint16(part.at + 28, true)
  const from = part.at + headLength + names
  if (from + part.packed > bytes.length) throw damaged()
  return bytes.subarray(from, from + part.packed)
}

/** The bytes of a part, piece by piece. Throws `FileTrouble` where they are not as declared. */
export async function* unpack(bytes: Uint8Array, part: ZipPart): AsyncGenerator<Uint8Array> {
  let size = 0
  let crc = 0
  for await (const piece of piecesOf(packedBytes(bytes, part), part.stored)) {
    size += piece.length
    if (size > part.size) throw damaged()
    crc = crc32(piece, crc)
    yield piece
  }
  if (size !== part.size || crc !== part.crc) throw damaged()
}

async function* piecesOf(packed: Uint8Array, stored: boolean): AsyncGenerator<Uint8Array> {
  if (stored) {
    const step = 64 * 1024
    for (let at = 0; at < packed.length; at += step) yield packed.subarray(at, at + step)
    return
  }
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 })
  inflate.end(packed)
  try {
    for await (const piece of inflate) yield piece as Uint8Array
  } catch (error) {
    // Only zlib throws here, and its codes all begin so.
    const { code } = error as NodeJS.ErrnoException
    if (code?.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') throw damaged()
    throw error
  } finally {
    inflate.destroy()
  }
}
