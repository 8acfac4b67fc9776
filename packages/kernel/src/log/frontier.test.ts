import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { append, appendEntries, emptyFrontier, openFrontier, rootOf } from './frontier.ts'
import { leafHash } from './hash.ts'
import { merkleRoot } from './merkle.ts'
import { toHex } from './outcome.ts'
import { type Tile, type TileSource, tileWidth } from './tiles.ts'

const entry = (i: number): Uint8Array => Buffer.from(`条目 ${i}`)
const leaves = Array.from({ length: 66_000 }, (_, i) => leafHash('sha256', entry(i)))

/** A store as a database would be: one row a tile, overwritten as it grows. */
function newStore() {
  const rows = new Map<string, Uint8Array>()
  const source: TileSource = {
    tile: (level, index) => {
      const bytes = rows.get(`${level}/${index}`)
      if (bytes === undefined) throw new Error(`no tile ${level}/${index}`)
      return bytes
    },
  }
  const put = (tiles: readonly Tile[]) => {
    for (const { level, index, bytes } of tiles) rows.set(`${level}/${index}`, bytes)
  }
  return { rows, source, put }
}

test('batches of any size come to the same tree, which can be reopened anywhere', async () => {
  const batches = fc.array(fc.oneof(fc.nat(3), fc.nat(300), fc.nat(900)), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(batches, async (sizes) => {
      const { source, put } = newStore()
      let frontier = emptyFrontier('sha256')
      for (const count of sizes) {
        const appended = append(frontier, leaves.slice(frontier.size, frontier.size + count))
        put([...appended.full, ...appended.partial])
        frontier = appended.frontier
        const expected = merkleRoot('sha256', leaves.slice(0, frontier.size))
        expect(toHex(appended.root)).toBe(toHex(expected))
        expect(toHex(rootOf(frontier))).toBe(toHex(expected))
      }
      const reopened = await openFrontier('sha256', frontier.size, source)
      expect(toHex(rootOf(reopened))).toBe(toHex(rootOf(frontier)))
      const more = leaves.slice(frontier.size, frontier.size + 700)
      expect(toHex(append(reopened, more).root)).toBe(toHex(append(frontier, more).root))
    }),
    { numRuns: 40 },
  )
})

test('tiles hold what the specification says, up to the third level', () => {
  const { rows, put } = newStore()
  let frontier = emptyFrontier('sha256')
  for (const count of [1, 254, 1, 1, 65_000, 279, 464]) {
    const appended = append(frontier, leaves.slice(frontier.size, frontier.size + count))
    put([...appended.full, ...appended.partial])
    frontier = appended.frontier
  }
  expect(frontier.size).toBe(66_000)
  const widths = [...rows.values()].map((bytes) => bytes.length / 32)
  expect(widths.reduce((a, b) => a + b)).toBe(66_000 + 257 + 1)
  for (const [key, bytes] of rows) {
    const [level, index] = key.split('/').map(Number) as [number, number]
    const span = tileWidth ** level
    for (let at = 0; at < bytes.length; at += 32 * 51) {
      const start = (index * tileWidth + at / 32) * span
      const expected = merkleRoot('sha256', leaves.slice(start, start + span))
      expect(toHex(bytes.subarray(at, at + 32)), key).toBe(toHex(expected))
    }
  }
})

test('only tiles that changed are given, full ones in the order they filled', () => {
  const name = ({ level, index, width }: Tile) => `${level}/${index}:${width}`
  const first = append(emptyFrontier('sha256'), leaves.slice(0, 255))
  expect([first.full.map(name), first.partial.map(name)]).toEqual([[], ['0/0:255']])
  const second = append(first.frontier, leaves.slice(255, 256))
  expect([second.full.map(name), second.partial.map(name)]).toEqual([['0/0:256'], ['1/0:1']])
  const third = append(second.frontier, leaves.slice(256, 257))
  expect([third.full.map(name), third.partial.map(name)]).toEqual([[], ['0/1:1']])
  const fourth = append(third.frontier, leaves.slice(257, 800))
  expect(fourth.full.map(name)).toEqual(['0/1:256', '0/2:256'])
  expect(fourth.partial.map(name)).toEqual(['0/3:32', '1/0:3'])
  const none = append(fourth.frontier, [])
  expect([none.full, none.partial, none.frontier.size]).toEqual([[], [], 800])
})

test('the tree below 65,536 leaves ends a tile of two levels at once', () => {
  const before = append(emptyFrontier('sm3'), leaves.slice(0, 65_535)).frontier
  const { full, partial, frontier } = append(before, leaves.slice(65_535, 65_536))
  expect(full.map(({ level, index }) => [level, index])).toEqual([
    [0, 255],
    [1, 0],
  ])
  expect(partial.map(({ level, width }) => [level, width])).toEqual([[2, 1]])
  expect(toHex(rootOf(frontier))).toBe(toHex(merkleRoot('sm3', leaves.slice(0, 65_536))))
})

test('an old frontier stays as it was, so that a failed transaction costs nothing', () => {
  const old = append(emptyFrontier('sha256'), leaves.slice(0, 300)).frontier
  const tiles = old.tiles.map(toHex)
  const once = append(old, leaves.slice(300, 600))
  const other = append(old, leaves.slice(400, 1000))
  expect(old.tiles.map(toHex)).toEqual(tiles)
  expect(toHex(once.root)).not.toBe(toHex(other.root))
  expect(toHex(append(old, leaves.slice(300, 600)).root)).toBe(toHex(once.root))
})

test('entries are hashed in order; one that is too long stops them all', () => {
  const empty = emptyFrontier('sha256')
  const entries = [entry(0), entry(1), entry(2)]
  expect(toHex(appendEntries(empty, entries).root)).toBe(
    toHex(merkleRoot('sha256', leaves.slice(0, 3))),
  )
  expect(() => appendEntries(empty, [entry(0), new Uint8Array(65_536)])).toThrow(/65536 bytes/)
  expect(() => append(empty, [new Uint8Array(20)])).toThrow(/32 bytes/)
})
