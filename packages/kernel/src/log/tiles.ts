/**
 * The layout of C2SP tlog-tiles: the tree is kept as tiles of up to 256 hashes, the entries as
 * bundles of up to 256 entries. A tile of level 0 holds leaf hashes; one of level L + 1 holds the
 * roots of full tiles of level L. A tile that is not full is partial, and only the right edge of
 * the tree has any.
 */
import type { Text } from '@huoshui/values'
import { hashSize } from './hash.ts'

/** Hashes in a full tile, entries in a full bundle: subtrees of height 8. */
export const tileWidth = 256

/** Levels of tiles within a subtree's height. */
export const tileHeight = 8

/** The longest entry, in bytes: its length is written before it in two bytes. */
export const entryLengthMax = 0xffff

/** Consecutive hashes of one level, one after the other in `bytes`, `width` of them. */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly width: number
  readonly bytes: Uint8Array
}

/** Where tiles are kept. */
export interface TileSource {
  /**
   * The first `width` hashes of a tile, 32 bytes each. It may give more, so that a store can
   * overwrite a partial tile as it grows. It throws when the tile is not there.
   */
  tile(level: number, index: number, width: number): Promise<Uint8Array> | Uint8Array
}

/** How many hashes tile `index` of `level` has in a tree of `size` leaves, 0 to 256. */
export function widthIn(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / tileWidth ** level)
  return Math.min(tileWidth, Math.max(0, hashes - index * tileWidth))
}

/**
 * Tile `index` of `level` as it is in a tree of `size` leaves, exactly its hashes. Throws when the
 * source has fewer.
 */
export async function readTile(
  source: TileSource,
  size: number,
  level: number,
  index: number,
): Promise<Uint8Array> {
  const width = widthIn(size, level, index)
  if (width === 0) return new Uint8Array(0)
  const bytes = await source.tile(level, index, width)
  if (bytes.length < width * hashSize) {
    throw new Error(`tile ${index} of level ${level} is shorter than ${width} hashes`)
  }
  return new Uint8Array(bytes.subarray(0, width * hashSize))
}

/** `tile/0/x001/x234/067`, with `.p/112` behind it for a partial tile of 112 hashes. */
export function tilePath({ level, index, width }: Omit<Tile, 'bytes'>): string {
  return `tile/${level}/${indexPath(index, width)}`
}

/** `tile/entries/…`: where the bundle of entries stands beside tile `index` of level 0. */
export function bundlePath(index: number, width: number): string {
  return `tile/entries/${indexPath(index, width)}`
}

function indexPath(index: number, width: number): string {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  // The x keeps a folder and a file from having the same name.
  const groups = padded.replace(/\d{3}(?=\d)/g, 'x$&/')
  return width === tileWidth ? groups : `${groups}.p/${width}`
}

/** What a path names: a tile of a level, or a bundle of entries. */
export interface TilePath {
  readonly level: number | 'entries'
  readonly index: number
  readonly width: number
}

/** Reads a path of the layout; null when it is not exactly how the layout writes it. */
export function parseTilePath(path: string): TilePath | null {
  const parts = /^tile\/(\d{1,2}|entries)\/([\dx/]{3,32}?)(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (parts === null) return null
  const level = parts[1] === 'entries' ? 'entries' : Number(parts[1])
  const index = Number((parts[2] as string).replace(/[x/]/g, ''))
  const width = parts[3] === undefined ? tileWidth : Number(parts[3])
  if (!Number.isSafeInteger(index) || width < 1 || width > tileWidth) return null
  if (level !== 'entries' && level > 63) return null
  // One tile has one name: spelling it again must give the same path.
  const again = level === 'entries' ? bundlePath(index, width) : tilePath({ level, index, width })
  return again === path ? { level, index, width } : null
}

/** The hashes of a tile, as views of its bytes. */
export function hashesOf(bytes: Uint8Array): Uint8Array[] {
  const hashes: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += hashSize) {
    hashes.push(bytes.subarray(at, at + hashSize))
  }
  return hashes
}

/** Why an entry can't stand in the log, or null if it can. */
export function entryProblem(entry: Uint8Array): Text | null {
  if (entry.length <= entryLengthMax) return null
  return {
    zh: `日志条目有 ${entry.length} 字节，上限是 ${entryLengthMax} 字节。把大的内容放进附文，条目里只留它的摘要。`,
    en: `The log entry has ${entry.length} bytes; at most ${entryLengthMax} fit. Put what is large into the payload and keep only its digest in the entry.`,
  }
}

/** Entries as one bundle: each after its length in two bytes, the higher first. */
export function packBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    const problem = entryProblem(entry)
    if (problem !== null) throw new RangeError(problem.en)
    bytes[at] = entry.length >> 8
    bytes[at + 1] = entry.length & 0xff
    bytes.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bytes
}

/** The entries of a bundle, as views of its bytes; null when its lengths don't add up. */
export function unpackBundle(bytes: Uint8Array): Uint8Array[] | null {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return null
    const end = at + 2 + (bytes[at] as number) * 256 + (bytes[at + 1] as number)
    if (end > bytes.length) return null
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}
