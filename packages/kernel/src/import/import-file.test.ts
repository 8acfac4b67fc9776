import { dateValue } from '@huoshui/feel'
import { day, decimal } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { codeOf, fileOf } from '../../test/register.ts'
import { fromJson } from '../codec.ts'
import type { Recorded } from '../known.ts'
import { canonicalJson } from '../log/index.ts'
import { importConflicts } from './conflicts.ts'
import { toImportFile } from './import-file.ts'
import { readFactsFile } from './read-facts.ts'
import { importedFact } from './vocabulary.ts'

const [a, b] = [codeOf(1), codeOf(2)]

describe('the file of an import', () => {
  const text = `统一社会信用代码,名称,职工总数,评价入库年度,资质,成立日期,demo/one#研发人员,生效日,截止日
${a},甲,12,无,高新、专精特新,2020-03-01,3,2026-01-01,2026-12-31\n${b},乙,x,,,,,,\n`

  test('is canonical, complete and always the same', async () => {
    const read = await readFactsFile(fileOf(text))
    const bytes = await toImportFile(read)
    const json = JSON.parse(Buffer.from(bytes).toString())
    expect(Buffer.from(bytes).toString()).toBe(canonicalJson(json))
    expect(Buffer.compare(bytes, await toImportFile(await readFactsFile(fileOf(text))))).toBe(0)
    expect(json).toMatchObject({
      version: 1,
      kind: 'terms#企业',
      source: '示例名录',
      evidence: '登记',
    })
    expect(json.rows).toEqual([
      {
        at: { row: 2 },
        subject: { kind: 'terms#企业', code: a, name: '甲' },
        facts: {
          统一社会信用代码: a,
          职工总数: { n: '12' },
          评价入库年度: null,
          资质: ['高新', '专精特新'],
          成立日期: { d: '2020-03-01' },
          'demo/one#研发人员': { n: '3' },
        },
        from: '2026-01-01',
        to: '2026-12-31',
        evidence: '登记',
        source: '示例名录',
      },
    ])
    expect(json.rejected).toEqual([
      {
        at: { row: 3 },
        text: `${b}\t乙\tx`,
        reason: {
          zh: '第3行C列“职工总数”：“x”不对。写一个数，如 80。',
          en: 'row 3, column C, 职工总数: “x” does not fit. Write a number such as 80.',
        },
      },
    ])
    expect(fromJson(json.rows[0].facts.成立日期)).toEqual(dateValue(day('2020-03-01')))
  })

  test('of nothing', async () => {
    const bytes = await toImportFile(await readFactsFile(fileOf('')))
    expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ rows: [], rejected: [] })
  })

  test('names tell whose facts they are', () => {
    expect(importedFact('职工总数')).toEqual({ owner: 'terms', name: '职工总数' })
    expect(importedFact('demo/one#研发人员')).toEqual({ owner: 'demo/one', name: '研发人员' })
  })
})

describe('conflicts', () => {
  const record = (value: number, source: string, from: string, more: Partial<Recorded> = {}) => ({
    ...{ event: 1n, place: 0, from: day(from), to: null, value: decimal(value) },
    ...{ evidence: '登记', source, ...more },
  })
  const found = async (records: readonly Recorded[], days = ',') => {
    const text = `统一社会信用代码,职工总数,生效日,截止日\n${a},12,${days}\n`
    const read = await readFactsFile(fileOf(text))
    const facts = new Map([['terms#职工总数', records]])
    return importConflicts(read, ({ code }) => (code === a ? { facts } : undefined))
  }

  test('another source that says otherwise is shown beside it', async () => {
    const conflicts = await found([record(15, '社保', '2026-01-01')])
    expect(conflicts).toHaveLength(1)
    expect(conflicts[0]).toMatchObject({
      subject: { code: a },
      at: { sheet: null, row: 2 },
      fact: '职工总数',
      day: '2026-11-25',
      values: [
        { value: decimal(12), source: '示例名录', since: '2026-11-25', incoming: true },
        { value: decimal(15), source: '社保', since: '2026-01-01', incoming: false },
      ],
    })
  })

  test('agreement, correction of itself, and other days are none', async () => {
    expect(await found([record(12, '社保', '2026-01-01')])).toEqual([])
    expect(await found([record(15, '示例名录', '2026-01-01')])).toEqual([])
    expect(await found([record(15, '社保', '2026-01-01', { to: day('2026-11-24') })])).toEqual([])
    expect(await found([record(15, '社保', '2026-12-01')], '2026-01-01,2026-11-30')).toEqual([])
    expect(await found([])).toEqual([])
  })

  test('the first day on which they differ, the last day included', async () => {
    const later = await found([record(15, '社保', '2026-11-30')], '2026-01-01,2026-11-30')
    expect(later[0]?.day).toBe('2026-11-30')
    const same = [record(12, '社保', '2026-01-01'), record(9, '税务', '2026-01-01')]
    expect((await found(same))[0]?.values).toHaveLength(3)
  })
})
