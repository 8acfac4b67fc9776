import { expect, test } from 'vitest'
import { fileOf, workbook } from '../../test/register.ts'
import type { ImportLimits } from './limits.ts'
import type { Progress } from './pace.ts'
import { readFactsFile } from './read-facts.ts'

const text = '名称,职工总数\n甲,1\n乙,2\n'
const read = (limits: Partial<ImportLimits>, from: string = text) =>
  readFactsFile(fileOf(from, { limits }))

const saidOf = async (limits: Partial<ImportLimits>, from?: string) => {
  const result = await read(limits, from)
  expect(result.rows).toEqual([])
  expect(result.rejected).toEqual([])
  return result.problems[0]?.message.zh
}

test('bytes', async () => {
  const bytes = Buffer.byteLength(text)
  expect((await read({ bytes })).rows).toHaveLength(2)
  expect(await saidOf({ bytes: bytes - 1 })).toContain('最多 1 MB')
})

test('rows, of all sheets together', async () => {
  expect((await read({ rows: 2 })).rows).toHaveLength(2)
  expect(await saidOf({ rows: 1 })).toBe('超过 1 行。')
  const head = ['名称', '职工总数']
  const bytes = await workbook({ 一: [head, ['甲', 1]], 二: [head, ['乙', 2]] })
  expect((await readFactsFile(fileOf(bytes, { limits: { rows: 2 } }))).rows).toHaveLength(2)
  const over = await readFactsFile(fileOf(bytes, { limits: { rows: 1 } }))
  expect(over.problems[0]).toMatchObject({ sheet: '二' })
})

test('columns, in the header and below it', async () => {
  expect((await read({ columns: 2 })).rows).toHaveLength(2)
  expect(await saidOf({ columns: 1 })).toBe('这里有 2 列，最多 1 列。')
  const result = await read({ columns: 3 }, '名称,职工总数\n甲,1,2,3\n')
  expect(result.problems[0]).toMatchObject({ row: 2 })
})

test('a cell that is too long rejects its row only', async () => {
  const result = await read({ cellLength: 4 }, '名称,资质\n示例企业,甲\n示例企业甲,乙\n')
  expect(result.rows).toHaveLength(1)
  expect(result.rejected[0]?.problems[0]).toMatchObject({ row: 3, column: 'A' })
  expect(result.rejected[0]?.problems[0]?.message.zh).toBe('这一格有 5 个字，最多 4 个。')
})

test('warnings are counted when there are too many', async () => {
  const rows = Array.from({ length: 8 }, (_, i) => `企业${i},3亿元`)
  const result = await read({ warnings: 5 }, `名称,年销售收入（万元）\n${rows.join('\n')}\n`)
  expect(result.rows).toHaveLength(8)
  expect(result.warnings).toHaveLength(6)
  expect(result.warnings[5]?.message.zh).toBe('还有 3 处提醒没有列出。')
})

const long = `名称,职工总数\n${Array.from({ length: 20_000 }, (_, i) => `示例${i},${i}`).join('\n')}`

test('a long file gives others their turn, and says how far it is', async () => {
  let turns = 0
  let reading = true
  const others = () => {
    turns++
    if (reading) setImmediate(others)
  }
  setImmediate(others)
  const told: Progress[] = []
  const onProgress = (progress: Progress) => void told.push(progress)
  const result = await readFactsFile(fileOf(long), { onProgress })
  reading = false
  expect(result.counts.rows).toBe(20_000)
  expect(turns).toBeGreaterThan(1)
  expect(told.length).toBeGreaterThan(1)
  expect(told.map((one) => one.rows)).toEqual(told.map((one) => one.rows).sort((x, y) => x - y))
})

test('work can be called off, before and during', async () => {
  await expect(readFactsFile(fileOf(text), { signal: AbortSignal.abort() })).rejects.toThrow(
    'abort',
  )
  const stop = new AbortController()
  const onProgress = ({ rows }: Progress) => {
    if (rows > 0) stop.abort(new Error('enough'))
  }
  await expect(readFactsFile(fileOf(long), { signal: stop.signal, onProgress })).rejects.toThrow(
    'enough',
  )
})
