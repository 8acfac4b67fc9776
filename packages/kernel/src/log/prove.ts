/** Proofs from stored tiles. Each reads a few tiles, all of them at once, and no entries. */
import { emptyRoot, type HashName, nodeHash } from './hash.ts'
import { consistencyRanges, inclusionRanges, type LeafRange, merkleRoot } from './merkle.ts'
import { hashesOf, readTile, type TileSource, tileHeight, tileWidth } from './tiles.ts'

/** A stored tree: where its tiles are, and how many leaves it has. */
export interface StoredTree {
  readonly hash: HashName
  readonly source: TileSource
  readonly size: number
}

/** The proof that leaf `index` is in the tree. */
export function proveInclusion(tree: StoredTree, index: number): Promise<Uint8Array[]> {
  return rootsOf(tree, inclusionRanges(index, tree.size))
}

/** The proof that the tree continues its own first `from` leaves. */
export function proveConsistency(tree: StoredTree, from: number): Promise<Uint8Array[]> {
  return rootsOf(tree, consistencyRanges(from, tree.size))
}

/** The root of the tree, from its tiles. */
export async function storedRoot(tree: StoredTree): Promise<Uint8Array> {
  if (tree.size === 0) return emptyRoot(tree.hash)
  const [root] = await rootsOf(tree, [[0, tree.size]])
  return root as Uint8Array
}

/** A perfect subtree, as the part of one tile that it stands on. */
interface Part {
  readonly level: number
  readonly index: number
  /** The first hash in the tile, and how many. */
  readonly from: number
  readonly count: number
}

/** The roots of subtrees that begin where the tree splits, as those of proofs do. */
async function rootsOf(tree: StoredTree, ranges: readonly LeafRange[]): Promise<Uint8Array[]> {
  const parts = ranges.map(partsOf)
  const tiles = await readTiles(tree, parts.flat())
  return parts.map((perfect) => {
    const roots = perfect.map((part) => {
      const hashes = tiles.get(tileKey(part)) as Uint8Array[]
      return merkleRoot(tree.hash, hashes.slice(part.from, part.from + part.count))
    })
    return roots.reduceRight((right, left) => nodeHash(tree.hash, left, right))
  })
}

/** The perfect subtrees a range consists of, the largest first. */
function partsOf([start, end]: LeafRange): Part[] {
  const parts: Part[] = []
  for (let at = start; at < end; ) {
    let height = 0
    while (2 ** (height + 1) <= end - at) height++
    const level = Math.floor(height / tileHeight)
    // Where the subtree begins, counted in hashes of its level.
    const first = at / tileWidth ** level
    const index = Math.floor(first / tileWidth)
    parts.push({ level, index, from: first % tileWidth, count: 2 ** (height % tileHeight) })
    at += 2 ** height
  }
  return parts
}

const tileKey = ({ level, index }: Part): string => `${level}/${index}`

async function readTiles(
  { source, size }: StoredTree,
  parts: readonly Part[],
): Promise<Map<string, Uint8Array[]>> {
  const wanted = new Map(parts.map((part) => [tileKey(part), part]))
  const read = async ([key, { level, index }]: [string, Part]) => {
    return [key, hashesOf(await readTile(source, size, level, index))] as const
  }
  return new Map(await Promise.all([...wanted].map(read)))
}
