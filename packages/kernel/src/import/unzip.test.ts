import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fileOf, rawWorkbook, textRow } from '../../test/register.ts'
import { defaultLimits } from './limits.ts'
import { readFactsFile } from './read-facts.ts'
import { FileTrouble } from './sheet.ts'
import { unpack, zipParts } from './unzip.ts'
import { zipFile } from './zip-write.ts'

const limits = defaultLimits
const mark = Buffer.from([0x50, 0x4b, 1, 2])

async function textOf(bytes: Uint8Array, name: string): Promise<string> {
  const part = zipParts(bytes, limits).get(name)
  if (!part) throw new Error(`no ${name}`)
  const pieces: Uint8Array[] = []
  for await (const piece of unpack(bytes, part)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

describe('parts of a zip', () => {
  test('come back as they were written, and the same bytes every time', async () => {
    const long = '活水'.repeat(100_000)
    const parts = [['a/甲.xml', [long.slice(0, 7), long.slice(7)]] as const, ['b', ['']] as const]
    const bytes = await zipFile(parts)
    expect(await textOf(bytes, 'a/甲.xml')).toBe(long)
    expect(await textOf(bytes, 'b')).toBe('')
    expect(Buffer.compare(bytes, await zipFile(parts))).toBe(0)
  })

  test('changed bytes are noticed', async () => {
    const bytes = Buffer.from(await zipFile([['a', ['x'.repeat(1000)]]]))
    bytes.writeUInt32LE(7, bytes.indexOf(mark) + 16)
    await expect(textOf(bytes, 'a')).rejects.toThrow(FileTrouble)
  })

  test('cut bytes and noise throw nothing but FileTrouble', async () => {
    const bytes = await zipFile([['a', ['示例'.repeat(500)]]])
    for (let end = 0; end < bytes.length; end++) {
      await expect(textOf(bytes.subarray(0, end), 'a')).rejects.toThrow(FileTrouble)
    }
    for (let at = 0; at < bytes.length; at++) {
      const spoilt = Buffer.from(bytes)
      spoilt[at] = (spoilt[at] ?? 0) ^ 0xff
      try {
        await textOf(spoilt, 'a')
      } catch (error) {
        if (!(error instanceof FileTrouble)) expect((error as Error).message).toBe('no a')
      }
    }
  })
})

describe('zip bombs', () => {
  const rows = textRow(1, ['名称', '职工总数'])
  const refused = async (bytes: Uint8Array, limits = {}) => {
    const result = await readFactsFile(fileOf(bytes, { limits }))
    expect(result.problems.length === 0).toBe(result.rows.length > 0)
    return result.problems[0]?.message.zh
  }

  test('sizes are added up before anything is unpacked', async () => {
    const bytes = await rawWorkbook({ rows: rows + textRow(2, ['甲', '1']) })
    const sizes = [...zipParts(bytes, limits).values()].map((part) => part.size)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    expect(await refused(bytes, { unpackedBytes: total - 1 })).toContain('没有解开')
    expect(await refused(bytes, { unpackedBytes: total })).toBeUndefined()
  })

  test('what packs too well is not unpacked', async () => {
    const bytes = await rawWorkbook({ rows: rows + '<row><c/></row>'.repeat(720_000) })
    expect(bytes.length).toBeLessThan(100_000)
    expect(await refused(bytes)).toContain('没有解开')
    expect(zipParts(bytes, { ...limits, ratio: 2000 }).size).toBeGreaterThan(0)
  })

  test('a part that says it is small is read no further than it says', async () => {
    const bytes = Buffer.from(await zipFile([['a', ['x'.repeat(100_000)]]]))
    bytes.writeUInt32LE(10, bytes.indexOf(mark) + 24)
    await expect(textOf(bytes, 'a')).rejects.toThrow(FileTrouble)
    expect(deflateRawSync('x'.repeat(100_000)).length).toBeLessThan(200)
  })
})
