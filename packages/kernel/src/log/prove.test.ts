import { beforeAll, describe, expect, test } from 'vitest'
import { append, emptyFrontier } from './frontier.ts'
import { leafHash } from './hash.ts'
import {
  consistencyProof,
  inclusionProof,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'
import { toHex } from './outcome.ts'
import { proveConsistency, proveInclusion, storedRoot } from './prove.ts'
import type { TileSource } from './tiles.ts'

const hash = 'sha256'
const leaves = Array.from({ length: 66_000 }, (_, i) => leafHash(hash, Buffer.from(`条目 ${i}`)))
const rows = new Map<string, Uint8Array>()
let reads = 0
const source: TileSource = {
  tile: async (level, index) => {
    reads++
    return rows.get(`${level}/${index}`) ?? new Uint8Array(0)
  },
}

beforeAll(() => {
  const { full, partial } = append(emptyFrontier(hash), leaves)
  for (const { level, index, bytes } of [...full, ...partial]) rows.set(`${level}/${index}`, bytes)
})

const sizes = [1, 2, 3, 70, 255, 256, 257, 511, 512, 513, 4095, 65_535, 65_536, 65_537, 66_000]
const rootAt = (size: number) => storedRoot({ hash, source, size })

test('the root of any earlier size can be had from the tiles of today', async () => {
  for (const size of [0, ...sizes]) {
    expect(toHex(await rootAt(size))).toBe(toHex(merkleRoot(hash, leaves.slice(0, size))))
  }
})

describe.each(sizes)('in a tree of %i leaves', (size) => {
  const tree = { hash, source, size } as const
  const borders = [0, 1, 2, 127, 128, 255, 256, 257, 65_279, 65_280, 65_535, 65_536, size - 1]
  const indexes = [...new Set(borders)].filter((index) => index < size)

  test('inclusion proofs verify', async () => {
    const root = await rootAt(size)
    for (const index of indexes) {
      const proof = await proveInclusion(tree, index)
      const leaf = leaves[index] as Uint8Array
      expect(verifyInclusion(hash, { index, size, leaf, root }, proof)).toBe(true)
    }
  })

  test('consistency proofs verify', async () => {
    const to = { size, root: await rootAt(size) }
    for (const older of [0, ...indexes, size]) {
      const from = { size: older, root: await rootAt(older) }
      const proof = await proveConsistency(tree, older)
      expect(verifyConsistency(hash, { from, to }, proof)).toBe(true)
    }
  })
})

test('proofs from tiles are those from the leaves', async () => {
  for (const [index, size] of [
    [0, 1],
    [299, 300],
    [100, 513],
    [511, 513],
    [256, 4000],
  ] as const) {
    const [tree, known] = [{ hash, source, size } as const, leaves.slice(0, size)]
    const [inclusion, consistency] = [
      await proveInclusion(tree, index),
      await proveConsistency(tree, index),
    ]
    expect(inclusion.map(toHex)).toEqual(inclusionProof(hash, known, index).map(toHex))
    expect(consistency.map(toHex)).toEqual(consistencyProof(hash, known, index).map(toHex))
  }
})

test('a proof reads each tile it needs once: at most two a level', async () => {
  for (const index of [0, 33_333, 65_999]) {
    reads = 0
    await proveInclusion({ hash, source, size: 66_000 }, index)
    expect(reads).toBeLessThanOrEqual(5)
    expect(reads).toBeGreaterThan(1)
  }
})

test('what is not in the tree is not proved; a store that lost a tile says so', async () => {
  const tree = { hash, source, size: 500 } as const
  expect(() => proveInclusion(tree, 500)).toThrow(/not in a tree of 500/)
  expect(() => proveConsistency(tree, 501)).toThrow(/does not continue/)
  const empty: TileSource = { tile: () => new Uint8Array(0) }
  await expect(proveInclusion({ ...tree, source: empty }, 3)).rejects.toThrow(/shorter than/)
})
