import { emptyRoot, type HashName, hashSize, nodeHash, sameBytes } from './hash.ts'

/** Leaves `start` up to, not including, `end`. */
export type LeafRange = readonly [start: number, end: number]

/** The root of a Merkle tree over leaf hashes (RFC 9162 §2.1.1). */
export function merkleRoot(hash: HashName, leaves: readonly Uint8Array[]): Uint8Array {
  // Pairing from the left and carrying an odd one up gives the same tree as the RFC's recursion,
  // which splits at the largest power of two.
  let row = leaves
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i < row.length; i += 2) {
      const left = row[i] as Uint8Array
      const right = row[i + 1]
      above.push(right === undefined ? left : nodeHash(hash, left, right))
    }
    row = above
  }
  return row[0] ?? emptyRoot(hash)
}

/** The largest power of two below `n`, which is at least 2. */
function splitOf(n: number): number {
  let half = 1
  while (half * 2 < n) half *= 2
  return half
}

/**
 * The subtrees whose roots prove that leaf `index` is in a tree of `size` leaves, from the leaf
 * up (RFC 9162 §2.1.3.1).
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new Error(`leaf ${index} is not in a tree of ${size} leaves`)
  }
  const ranges: LeafRange[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      ranges.push([middle, end])
      end = middle
    } else {
      ranges.push([start, middle])
      start = middle
    }
  }
  return ranges.reverse()
}

/**
 * The subtrees whose roots prove that a tree of `to` leaves continues one of `from` leaves
 * (RFC 9162 §2.1.4.1).
 */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  if (!isCount(from) || !isCount(to) || from > to) {
    throw new Error(`a tree of ${to} leaves does not continue one of ${from}`)
  }
  // Anything continues the empty tree.
  if (from === 0) return []
  const ranges: LeafRange[] = []
  let start = 0
  let end = to
  while (from !== end) {
    const middle = start + splitOf(end - start)
    if (from <= middle) {
      ranges.push([middle, end])
      end = middle
    } else {
      ranges.push([start, middle])
      start = middle
    }
  }
  // A subtree that begins at leaf 0 is the old tree itself, whose root the verifier has.
  if (start > 0) ranges.push([start, end])
  return ranges.reverse()
}

/** The proof that leaf `index` is among `leaves`. */
export function inclusionProof(
  hash: HashName,
  leaves: readonly Uint8Array[],
  index: number,
): Uint8Array[] {
  const ranges = inclusionRanges(index, leaves.length)
  return ranges.map(([start, end]) => merkleRoot(hash, leaves.slice(start, end)))
}

/** The proof that the tree over `leaves` continues the tree over the first `from` of them. */
export function consistencyProof(
  hash: HashName,
  leaves: readonly Uint8Array[],
  from: number,
): Uint8Array[] {
  const ranges = consistencyRanges(from, leaves.length)
  return ranges.map(([start, end]) => merkleRoot(hash, leaves.slice(start, end)))
}

/** What an inclusion proof claims: `leaf` is leaf number `index` under `root`. */
export interface InclusionClaim {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly root: Uint8Array
}

/** Whether a proof bears out the claim (RFC 9162 §2.1.3.2). Any input is safe. */
export function verifyInclusion(
  hash: HashName,
  { index, size, leaf, root }: InclusionClaim,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (![leaf, ...proof].every(isHash)) return false
  let node = index
  let last = size - 1
  let computed = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      computed = nodeHash(hash, sibling, computed)
      // On the ragged right edge, levels without a sibling have no element in the proof.
      while (node % 2 === 0 && node !== 0) {
        node = half(node)
        last = half(last)
      }
    } else {
      computed = nodeHash(hash, computed, sibling)
    }
    node = half(node)
    last = half(last)
  }
  return last === 0 && sameBytes(computed, root)
}

/** What a consistency proof claims: the tree `to` continues the tree `from`. */
export interface ConsistencyClaim {
  readonly from: { readonly size: number; readonly root: Uint8Array }
  readonly to: { readonly size: number; readonly root: Uint8Array }
}

/** Whether a proof bears out the claim (RFC 9162 §2.1.4.2). Any input is safe. */
export function verifyConsistency(
  hash: HashName,
  { from, to }: ConsistencyClaim,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(from.size) || !isCount(to.size) || from.size > to.size) return false
  if (![from.root, to.root, ...proof].every(isHash)) return false
  if (from.size === to.size) return proof.length === 0 && sameBytes(from.root, to.root)
  if (from.size === 0) return proof.length === 0 && sameBytes(from.root, emptyRoot(hash))
  // An old tree that is a perfect subtree of the new one is not repeated in the proof.
  const [first, ...rest] = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof
  if (first === undefined) return false
  let node = from.size - 1
  let last = to.size - 1
  while (node % 2 === 1) {
    node = half(node)
    last = half(last)
  }
  let old = first
  let young = first
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      old = nodeHash(hash, sibling, old)
      young = nodeHash(hash, sibling, young)
      while (node % 2 === 0 && node !== 0) {
        node = half(node)
        last = half(last)
      }
    } else {
      young = nodeHash(hash, young, sibling)
    }
    node = half(node)
    last = half(last)
  }
  return last === 0 && sameBytes(old, from.root) && sameBytes(young, to.root)
}

// Sizes may pass 2^32, where the operators on bits stop; halves of safe integers are exact.
const half = (n: number): number => Math.floor(n / 2)

function isPowerOfTwo(n: number): boolean {
  let power = 1
  while (power < n) power *= 2
  return power === n
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0

const isHash = (bytes: Uint8Array): boolean => bytes.length === hashSize
