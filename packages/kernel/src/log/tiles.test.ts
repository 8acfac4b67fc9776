import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bundlePath,
  entryProblem,
  packBundle,
  parseTilePath,
  readTile,
  tilePath,
  unpackBundle,
  widthIn,
} from './tiles.ts'

describe('paths', () => {
  test.each([
    [0, 0, 256, 'tile/0/000'],
    [0, 999, 256, 'tile/0/999'],
    [0, 1000, 256, 'tile/0/x001/000'],
    [1, 1234067, 256, 'tile/1/x001/x234/067'],
    [2, 0, 1, 'tile/2/000.p/1'],
    [0, 1234067, 112, 'tile/0/x001/x234/067.p/112'],
  ])('level %i, tile %i, %i hashes: %s', (level, index, width, path) => {
    expect(tilePath({ level, index, width })).toBe(path)
    expect(parseTilePath(path)).toEqual({ level, index, width })
    expect(bundlePath(index, width)).toBe(path.replace(`tile/${level}/`, 'tile/entries/'))
  })

  test('a path is read in one spelling only', () => {
    expect(parseTilePath('tile/entries/x001/000.p/9')).toEqual({
      level: 'entries',
      index: 1000,
      width: 9,
    })
    for (const path of [
      'tile/0/00',
      'tile/00/000',
      'tile/64/000',
      'tile/0/x000/001',
      'tile/0/001/000',
      'tile/0/x001',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/0/000/',
      'tile/0/../000',
      '/tile/0/000',
      'tile/0/000\n',
      'tile/data/000',
      `tile/0/${'x999/'.repeat(6)}999`,
    ]) {
      expect(parseTilePath(path), path).toBeNull()
    }
  })
})

test('widths of 70,000 leaves are those of the specification’s example', () => {
  const size = 70_000
  expect([272, 273, 274].map((index) => widthIn(size, 0, index))).toEqual([256, 112, 0])
  expect([0, 1, 2].map((index) => widthIn(size, 1, index))).toEqual([256, 17, 0])
  expect([0, 1].map((index) => widthIn(size, 2, index))).toEqual([1, 0])
  expect([widthIn(256, 0, 0), widthIn(256, 1, 0), widthIn(255, 1, 0)]).toEqual([256, 1, 0])
})

describe('bundles', () => {
  test('an entry stands after its length, the higher byte first', () => {
    const bytes = packBundle([Buffer.from('a'), new Uint8Array(0), new Uint8Array(258)])
    expect(Buffer.from(bytes.subarray(0, 7)).toString('hex')).toBe('00016100000102')
    expect(bytes.length).toBe(3 + 2 + 260)
  })

  test('entries come back as they were', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 })
    fc.assert(
      fc.property(entries, (list) => {
        const back = unpackBundle(packBundle(list))
        expect(back?.map((one) => [...one])).toEqual(list.map((one) => [...one]))
      }),
    )
  })

  test('a bundle that was cut is not read', () => {
    const bytes = packBundle([Buffer.from('first'), Buffer.from('second')])
    for (let length = 1; length < bytes.length; length++) {
      const whole = length === 7
      expect(unpackBundle(bytes.subarray(0, length)) !== null, `${length}`).toBe(whole)
    }
  })

  test('65,535 bytes fit, one more does not, and says what to do', () => {
    const longest = new Uint8Array(65_535)
    expect(entryProblem(longest)).toBeNull()
    expect(unpackBundle(packBundle([longest]))?.[0]?.length).toBe(65_535)
    const problem = entryProblem(new Uint8Array(65_536))
    expect(problem?.zh).toContain('65536 字节，上限是 65535 字节')
    expect(problem?.en).toContain('keep only its digest')
    expect(() => packBundle([new Uint8Array(65_536)])).toThrow(/65536 bytes/)
  })
})

test('a source may give more of a tile than asked, not less', async () => {
  const source = { tile: () => new Uint8Array(5 * 32) }
  expect((await readTile(source, 3, 0, 0)).length).toBe(3 * 32)
  await expect(readTile(source, 6, 0, 0)).rejects.toThrow(/shorter than 6 hashes/)
})
