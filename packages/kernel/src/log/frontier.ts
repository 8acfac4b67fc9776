import { emptyRoot, type HashName, hashSize, leafHash, nodeHash } from './hash.ts'
import { merkleRoot } from './merkle.ts'
import {
  entryProblem,
  hashesOf,
  readTile,
  type Tile,
  type TileSource,
  tileHeight,
  tileWidth,
} from './tiles.ts'

/**
 * The right edge of a tree: all that is needed to append to it and to know its root. It is a
 * value: appending gives a new one and leaves the old as it was.
 */
export interface Frontier {
  readonly hash: HashName
  /** Leaves in the tree. */
  readonly size: number
  /** For each level the hashes of its partial tile, one after the other; empty when it has none. */
  readonly tiles: readonly Uint8Array[]
  /**
   * The roots of the perfect subtrees the tree consists of. The one of 2^h leaves stands at h,
   * and is there when bit h of the size is set.
   */
  readonly peaks: readonly (Uint8Array | null)[]
}

/** What appending gives: the new edge, its root, and the tiles to store. */
export interface Appended {
  readonly frontier: Frontier
  readonly root: Uint8Array
  /** Tiles that became full, in the order in which they did. They never change again. */
  readonly full: readonly Tile[]
  /** Partial tiles that grew or began. */
  readonly partial: readonly Tile[]
}

/** The right edge of a tree without leaves. */
export function emptyFrontier(hash: HashName): Frontier {
  return { hash, size: 0, tiles: [], peaks: [] }
}

/** The right edge of a stored tree, from its partial tiles. */
export async function openFrontier(
  hash: HashName,
  size: number,
  source: TileSource,
): Promise<Frontier> {
  const tiles: Uint8Array[] = []
  const peaks: (Uint8Array | null)[] = []
  for (let level = 0; tileWidth ** level <= size; level++) {
    const bytes = await readTile(source, size, level, Math.floor(size / tileWidth ** (level + 1)))
    tiles.push(bytes)
    peaks.push(...peaksOf(hash, hashesOf(bytes)))
  }
  return { hash, size, tiles, peaks }
}

/** The roots of the perfect subtrees within a partial tile, the smallest first. */
function peaksOf(hash: HashName, hashes: readonly Uint8Array[]): (Uint8Array | null)[] {
  const peaks: (Uint8Array | null)[] = []
  let end = hashes.length
  for (let height = 0; height < tileHeight; height++) {
    const count = 2 ** height
    if ((hashes.length & count) === 0) {
      peaks.push(null)
      continue
    }
    peaks.push(merkleRoot(hash, hashes.slice(end - count, end)))
    end -= count
  }
  return peaks
}

/** The root of the tree. */
export function rootOf({ hash, peaks }: Frontier): Uint8Array {
  let root: Uint8Array | null = null
  for (const peak of peaks) {
    if (peak !== null) root = root === null ? peak : nodeHash(hash, peak, root)
  }
  return root ?? emptyRoot(hash)
}

/** A tile being filled. */
interface OpenTile {
  index: number
  width: number
  bytes: Uint8Array
  /** Whether `bytes` is our own copy; until then it belongs to the old frontier. */
  ours: boolean
}

/**
 * Appends leaf hashes in order. Costs about one hash a leaf and a few for the root, however
 * large the tree, and copies the partial tile of each level it touches.
 */
export function append(frontier: Frontier, leaves: readonly Uint8Array[]): Appended {
  const { hash } = frontier
  const peaks = [...frontier.peaks]
  const full: Tile[] = []
  const open = frontier.tiles.map((bytes, level) => ({
    index: Math.floor(frontier.size / tileWidth ** (level + 1)),
    width: bytes.length / hashSize,
    bytes,
    ours: false,
  }))

  let size = frontier.size
  for (const leaf of leaves) {
    put(open, full, 0, leaf, leaves.length)
    // Adding one to the size carries over its set bits; each carry joins two equal subtrees.
    let joined = leaf
    let height = 0
    for (let bits = size; bits % 2 === 1; bits = (bits - 1) / 2) {
      joined = nodeHash(hash, peaks[height] as Uint8Array, joined)
      peaks[height] = null
      height++
      if (height % tileHeight === 0) put(open, full, height / tileHeight, joined, leaves.length)
    }
    peaks[height] = joined
    size++
  }

  const partial: Tile[] = []
  const tiles = open.map(({ index, width, bytes, ours }, level) => {
    const kept = bytes.subarray(0, width * hashSize)
    if (ours && width > 0) partial.push({ level, index, width, bytes: kept })
    return kept
  })
  const next: Frontier = { hash, size, tiles, peaks }
  return { frontier: next, root: rootOf(next), full, partial }
}

/**
 * Puts a hash at the end of a level; a tile that is full goes to `full`. At most `coming` hashes
 * come to a level in all, so a batch of one does not copy a tile's whole width.
 */
function put(
  open: OpenTile[],
  full: Tile[],
  level: number,
  hash: Uint8Array,
  coming: number,
): void {
  if (hash.length !== hashSize) throw new Error(`a leaf is a hash of ${hashSize} bytes`)
  open[level] ??= { index: 0, width: 0, bytes: new Uint8Array(0), ours: false }
  const tile = open[level]
  if (!tile.ours) {
    const copy = new Uint8Array(Math.min(tileWidth, tile.width + coming) * hashSize)
    copy.set(tile.bytes)
    tile.bytes = copy
    tile.ours = true
  }
  tile.bytes.set(hash, tile.width * hashSize)
  tile.width++
  if (tile.width < tileWidth) return
  full.push({ level, index: tile.index, width: tileWidth, bytes: tile.bytes })
  open[level] = { index: tile.index + 1, width: 0, bytes: new Uint8Array(0), ours: false }
}

/**
 * Appends entries in order. Throws, before anything is computed, when one is longer than a bundle
 * can hold; `entryProblem` asks beforehand.
 */
export function appendEntries(frontier: Frontier, entries: readonly Uint8Array[]): Appended {
  for (const entry of entries) {
    const problem = entryProblem(entry)
    if (problem !== null) throw new RangeError(problem.en)
  }
  return append(
    frontier,
    entries.map((entry) => leafHash(frontier.hash, entry)),
  )
}
