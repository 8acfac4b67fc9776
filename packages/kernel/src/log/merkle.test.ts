import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyRoot, type HashName, leafHash, nodeHash } from './hash.ts'
import {
  consistencyProof,
  inclusionProof,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'
import { toHex } from './outcome.ts'

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex')

const leavesOf = (hash: HashName, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafHash(hash, Buffer.from(`条目 ${i}`)))

const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1))
const known = new Map<string, Uint8Array>()

/** RFC 9162 §2.1.1, word for word. Roots already computed are kept: trees here share leaves. */
function naiveRoot(hash: HashName, leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot(hash)
  if (leaves.length === 1) return leaves[0] as Uint8Array
  const key = `${hash} ${leaves.length} ${toHex(leaves[0] as Uint8Array)}`
  const kept = known.get(key)
  if (kept !== undefined) return kept
  const k = split(leaves.length)
  const root = nodeHash(hash, naiveRoot(hash, leaves.slice(0, k)), naiveRoot(hash, leaves.slice(k)))
  known.set(key, root)
  return root
}

/** RFC 9162 §2.1.3.1. */
function naivePath(hash: HashName, m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return []
  const k = split(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return m < k
    ? [...naivePath(hash, m, left), naiveRoot(hash, right)]
    : [...naivePath(hash, m - k, right), naiveRoot(hash, left)]
}

/** RFC 9162 §2.1.4.1. */
function naiveSubproof(
  hash: HashName,
  m: number,
  leaves: readonly Uint8Array[],
  whole: boolean,
): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(hash, leaves)]
  const k = split(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return m <= k
    ? [...naiveSubproof(hash, m, left, whole), naiveRoot(hash, right)]
    : [...naiveSubproof(hash, m - k, right, false), naiveRoot(hash, left)]
}

describe('known answers of Certificate Transparency', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const leaves = inputs.map((input) => leafHash('sha256', hex(input)))
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]

  test.each(roots.map((root, size) => [size, root] as const))('root of %i', (size, root) => {
    expect(toHex(merkleRoot('sha256', leaves.slice(0, size)))).toBe(root)
  })

  test('inclusion of the first of eight', () => {
    expect(inclusionProof('sha256', leaves, 0).map(toHex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
  })

  test('consistency of six and eight', () => {
    expect(consistencyProof('sha256', leaves, 6).map(toHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })
})

const sizeMax = 70
const hash = 'sha256'
const all = leavesOf(hash, sizeMax)
const rootAt = Array.from({ length: sizeMax + 1 }, (_, n) => naiveRoot(hash, all.slice(0, n)))

test('every root and every inclusion proof up to 70 leaves is the recursion’s, and verifies', () => {
  for (let size = 0; size <= sizeMax; size++) {
    const leaves = all.slice(0, size)
    const root = rootAt[size] as Uint8Array
    expect(toHex(merkleRoot(hash, leaves))).toBe(toHex(root))
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(hash, leaves, index)
      expect(proof.map(toHex)).toEqual(naivePath(hash, index, leaves).map(toHex))
      const leaf = all[index] as Uint8Array
      expect(verifyInclusion(hash, { index, size, leaf, root }, proof)).toBe(true)
      expect(verifyInclusion(hash, { index: index + 1, size, leaf, root }, proof)).toBe(false)
    }
  }
})

test('every consistency proof up to 70 leaves is the recursion’s, and verifies', () => {
  for (let size = 0; size <= sizeMax; size++) {
    const leaves = all.slice(0, size)
    const to = { size, root: rootAt[size] as Uint8Array }
    for (let older = 0; older <= size; older++) {
      const from = { size: older, root: rootAt[older] as Uint8Array }
      const proof = consistencyProof(hash, leaves, older)
      const naive = older === 0 ? [] : naiveSubproof(hash, older, leaves, true)
      expect(proof.map(toHex)).toEqual(naive.map(toHex))
      expect(verifyConsistency(hash, { from, to }, proof)).toBe(true)
    }
  }
})

test('SM3 trees verify, and not as SHA-256 ones', () => {
  const leaves = leavesOf('sm3', 21)
  const root = merkleRoot('sm3', leaves)
  expect(toHex(root)).toBe(toHex(naiveRoot('sm3', leaves)))
  const claim = { index: 17, size: 21, leaf: leaves[17] as Uint8Array, root }
  const proof = inclusionProof('sm3', leaves, 17)
  expect(verifyInclusion('sm3', claim, proof)).toBe(true)
  expect(verifyInclusion('sha256', claim, proof)).toBe(false)
})

/** A proof that was changed in one place. */
function tampered(proof: readonly Uint8Array[], at: number, how: number): Uint8Array[] {
  const copy = proof.map((one) => new Uint8Array(one))
  const place = proof.length === 0 ? 0 : at % proof.length
  const one = copy[place]
  if (how === 0 || one === undefined) copy.splice(place, 0, new Uint8Array(32))
  else if (how === 1) copy.splice(place, 1)
  else if (how === 2) one[at % 32] = (one[at % 32] as number) ^ 1
  else copy[place] = one.subarray(0, 31)
  return copy
}

const change = { at: fc.nat(1000), how: fc.nat(3) }

test('a changed inclusion proof never verifies', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.record(change), (size, n, how) => {
      const leaves = all.slice(0, size)
      const index = n % size
      const claim = {
        index,
        size,
        leaf: all[index] as Uint8Array,
        root: rootAt[size] as Uint8Array,
      }
      const proof = tampered(inclusionProof(hash, leaves, index), how.at, how.how)
      expect(verifyInclusion(hash, claim, proof)).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('a changed consistency proof never verifies, nor does one for other sizes or roots', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), fc.record(change), (size, n, how) => {
      const older = 1 + (n % (size - 1))
      const from = { size: older, root: rootAt[older] as Uint8Array }
      const to = { size, root: rootAt[size] as Uint8Array }
      const proof = consistencyProof(hash, all.slice(0, size), older)
      const changed = tampered(proof, how.at, how.how)
      expect(verifyConsistency(hash, { from, to }, changed)).toBe(false)
      const other = { size: older, root: rootAt[older - 1] as Uint8Array }
      expect(verifyConsistency(hash, { from: other, to }, proof)).toBe(false)
      expect(verifyConsistency(hash, { from: to, to: from }, proof)).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('a proof has exactly the length of its sizes, even when its hashes come to the root', () => {
  const [leaf, x, y] = all as [Uint8Array, Uint8Array, Uint8Array]
  const two = nodeHash(hash, leaf, x)
  // Too short: what is under this root is a tree of two, said to be one of four.
  expect(verifyInclusion(hash, { index: 0, size: 4, leaf, root: two }, [x])).toBe(false)
  expect(verifyInclusion(hash, { index: 0, size: 2, leaf, root: two }, [x])).toBe(true)
  // Too long: a root made to fit a proof that goes on above the tree.
  expect(
    verifyInclusion(hash, { index: 0, size: 1, leaf, root: nodeHash(hash, x, leaf) }, [x]),
  ).toBe(false)
  const from = { size: 1, root: leaf }
  expect(verifyConsistency(hash, { from, to: { size: 4, root: two } }, [x])).toBe(false)
  expect(verifyConsistency(hash, { from, to: { size: 2, root: two } }, [x])).toBe(true)
  const above = { size: 2, root: nodeHash(hash, y, two) }
  expect(verifyConsistency(hash, { from, to: above }, [x, y])).toBe(false)
  const raised = (size: number) => ({ size, root: nodeHash(hash, y, rootAt[size] as Uint8Array) })
  const longer = [...consistencyProof(hash, all.slice(0, 4), 3), y]
  expect(verifyConsistency(hash, { from: raised(3), to: raised(4) }, longer)).toBe(false)
})

test('a tree continues itself and the empty tree, by no proof at all', () => {
  const same = { size: 3, root: rootAt[3] as Uint8Array }
  const empty = { size: 0, root: emptyRoot(hash) }
  const x = all[0] as Uint8Array
  expect(verifyConsistency(hash, { from: same, to: same }, [])).toBe(true)
  expect(verifyConsistency(hash, { from: same, to: same }, [x])).toBe(false)
  expect(verifyConsistency(hash, { from: { size: 3, root: x }, to: same }, [])).toBe(false)
  expect(verifyConsistency(hash, { from: empty, to: same }, [])).toBe(true)
  expect(verifyConsistency(hash, { from: empty, to: same }, [x])).toBe(false)
  expect(verifyConsistency(hash, { from: { size: 0, root: x }, to: same }, [])).toBe(false)
})

test('numbers that are no counts prove nothing', () => {
  const [leaf, root] = [all[0], rootAt[1]] as [Uint8Array, Uint8Array]
  for (const [index, size] of [
    [0, 0],
    [1, 1],
    [-1, 1],
    [0.5, 1],
    [Number.NaN, 1],
    [0, 2 ** 60],
  ] as const) {
    expect(verifyInclusion(hash, { index, size, leaf, root }, [])).toBe(false)
  }
  expect(verifyInclusion(hash, { index: 0, size: 1, leaf, root }, [])).toBe(true)
  expect(() => inclusionProof(hash, all, 70)).toThrow(/not in a tree of 70/)
  expect(() => consistencyProof(hash, all, 71)).toThrow(/does not continue/)
})
