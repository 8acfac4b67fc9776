/** Parts of a workbook packed into one file. The same parts give the same bytes. */
import { crc32, createDeflateRaw } from 'node:zlib'

interface Packed {
  readonly name: Uint8Array
  readonly crc: number
  readonly size: number
  readonly pieces: readonly Uint8Array[]
  readonly length: number
}

/** 1 January 1980, the first day of zip files: when a file was made is not part of it. */
const dosDay = 0x21
/** Names are UTF-8. */
const flags = 0x0800

/** Packs parts in the order given. Texts are written as UTF-8 while they come. */
export async function zipFile(
  parts: Iterable<readonly [name: string, texts: AsyncIterable<string> | Iterable<string>]>,
): Promise<Uint8Array> {
  const packed: Packed[] = []
  for (const [name, texts] of parts) packed.push(await pack(name, texts))
  const pieces: Uint8Array[] = []
  const heads: Uint8Array[] = []
  let at = 0
  for (const part of packed) {
    const head = partHead(part)
    heads.push(directoryHead(part, at), part.name)
    pieces.push(head, part.name, ...part.pieces)
    at += head.length + part.name.length + part.length
  }
  const directory = heads.reduce((sum, one) => sum + one.length, 0)
  return Buffer.concat([...pieces, ...heads, endRecord(packed.length, directory, at)])
}

async function pack(
  name: string,
  texts: AsyncIterable<string> | Iterable<string>,
): Promise<Packed> {
  const deflate = createDeflateRaw({ level: 6 })
  const pieces: Uint8Array[] = []
  let length = 0
  deflate.on('data', (piece: Uint8Array) => {
    pieces.push(piece)
    length += piece.length
  })
  const ended = new Promise<void>((resolve, reject) => {
    deflate.once('end', resolve).once('error', reject)
  })
  let crc = 0
  let size = 0
  for await (const text of texts) {
    const bytes = Buffer.from(text)
    crc = crc32(bytes, crc)
    size += bytes.length
    if (!deflate.write(bytes)) {
      await new Promise<void>((resolve) => void deflate.once('drain', resolve))
    }
  }
  deflate.end()
  await ended
  return { name: Buffer.from(name), crc, size, pieces, length }
}

/** What is said of a part both before it and in the directory. */
function writeCommon(view: DataView, at: number, part: Packed): void {
  view.setUint16(at, 20, true)
  view.setUint16(at + 2, flags, true)
  view.setUint16(at + 4, 8, true)
  view.setUint16(at + 8, dosDay, true)
  view.setUint32(at + 10, part.crc, true)
  view.setUint32(at + 14, part.length, true)
  view.setUint32(at + 18, part.size, true)
  view.setUint16(at + 22, part.name.length, true)
}

function partHead(part: Packed): Uint8Array {
  const head = new Uint8Array(30)
  const view = new DataView(head.buffer)
  view.setUint32(0, 0x04034b50, true)
  writeCommon(view, 4, part)
  return head
}

function directoryHead(part: Packed, at: number): Uint8Array {
  const head = new Uint8Array(46)
  const view = new DataView(head.buffer)
  view.setUint32(0, 0x02014b50, true)
  view.setUint16(4, 20, true)
  writeCommon(view, 6, part)
  view.setUint32(42, at, true)
  return head
}

function endRecord(count: number, length: number, at: number): Uint8Array {
  const end = new Uint8Array(22)
  const view = new DataView(end.buffer)
  view.setUint32(0, 0x06054b50, true)
  view.setUint16(8, count, true)
  view.setUint16(10, count, true)
  view.setUint32(12, length, true)
  view.setUint32(16, at, true)
  return end
}
