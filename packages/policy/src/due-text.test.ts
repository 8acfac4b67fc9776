import { dateValue } from '@huoshui/feel'
import { day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { firm, office, Running, yuan } from '../test/matter.ts'
import { compileMini, mini, planted } from '../test/mini.ts'
import { availableActs } from './available.ts'
import type { Due } from './due.ts'
import { dueEntriesOf } from './due-entries.ts'
import { dueText } from './due-text.ts'
import type { ActRow, Policy, Procedure } from './policy.ts'

const procedureOf = (policy: Policy) =>
  policy.procedures.find((one) => one.name === '设备补助') as Procedure

function told(run: Running, act: string, given?: Due, lang: 'zh' | 'en' = 'zh'): string {
  const procedure = procedureOf(run.policy)
  const { state } = run.matter
  const row = procedure.acts.find(
    (one) =>
      one.name === act && (state === null ? one.from.length === 0 : one.from.includes(state)),
  ) as ActRow
  const rows = availableActs({ ...run.at('2024-03-12'), actor: 'anyone' })
  const due = given ?? rows.find((one) => one.act === act)?.due?.due ?? { form: 'none' }
  return dueText(run.policy, procedure, row, due, state)?.[lang] ?? 'null'
}

/** A matter at 补正中 since 2024-09-26, before the holidays of October. */
function supplementing(): Running {
  const run = new Running()
  run.act('申请', '2024-09-24', firm, { 申请金额: yuan(1), 材料齐备: false })
  run.act('要求补正', '2024-09-26', office)
  return run
}

describe('a day in words', () => {
  it('在…前: until when, and that it never rolls', () => {
    const run = new Running()
    expect(told(run, '申请')).toBe(
      '到2024年11月30日24:00为止；过了这一天不能再办“申请”，遇休息日不顺延',
    )
    expect(told(run, '申请', undefined, 'en')).toMatch(
      /^until 24:00 on 30 November 2024; after that/,
    )
  })

  it('…内: from which act, how it was counted and rolled, and what is barred then', () => {
    const run = supplementing()
    expect(told(run, '补正')).toBe(
      '2024年9月26日“要求补正”起算，次日为第1日，15日，至2024年10月11日24:00；' +
        '过了这一天不能再办“补正”',
    )
  })

  it('应…内: a duty costs the applicant nothing; days that did not count are named', () => {
    const run = supplementing()
    run.act('补正', '2024-10-09', firm, { 材料齐备: true })
    const text = told(run, '受理')
    expect(text).toContain('2024年9月24日“申请”起算')
    expect(text).toContain('9月27日至10月9日不计')
    expect(text).toContain('；晚于这一天办“受理”的，记为超期，不影响申请人')
  })

  it('满: from when it opens', () => {
    const run = new Running().upTo('公示')
    expect(told(run, '确认')).toBe(
      '2024年3月11日“公示”起算，次日为第1日，5个工作日，至2024年3月18日24:00；' +
        '期满后，自2024年3月19日起可以办“确认”',
    )
    expect(told(run, '提出异议')).toContain('；过了这一天不能再办“提出异议”')
    expect(told(run, '确认', undefined, 'en')).toMatch(
      /^counted from “.+” on 11 March 2024, .*; once it has elapsed, from 19 March 2024, “.+” opens$/,
    )
  })

  it('…逾期: the sentence of the act that lapses, and what follows', () => {
    const text = told(supplementing(), '作废')
    expect(text).toContain('“要求补正”起算')
    expect(text).toContain('；到时还没有办“补正”的，自2024年10月12日起办“作废”')
  })

  it('暂定: nothing is late, and nothing opens, until the calendar is out', () => {
    const run = new Running().upTo('公示')
    const late = run.matter.performed.map((one) => ({ ...one, day: day('2025-12-30') }))
    run.matter = { ...run.matter, performed: late }
    expect(told(run, '确认')).toMatch(/暂定：2026年的放假安排尚未公布.*；定下来以前不能办“确认”$/)
    expect(told(run, '提出异议')).toMatch(/；定下来以前不算逾期$/)
    expect(told(run, '确认', undefined, 'en')).toMatch(
      /; until that is settled “.+” can't be done$/,
    )
  })

  it('that has not begun, or depends on what is not known', () => {
    const run = new Running().upTo('公示')
    expect(told(run, '确认', { form: 'none' })).toBe('还没有办“公示”，期间还没有开始')
    expect(told(run, '确认', { form: 'missing', names: new Set(['公示期']) })).toBe(
      '还不知道公示期，算不出是哪一天',
    )
    expect(told(new Running(), '申请', { form: 'none' })).toBe('没有申请截止日，不设期限')
  })

  it('that counts from a date names the date', () => {
    const { policy } = compileMini(planted('自要求补正起15日内', '自`成立日期`起15日内'))
    const run = new Running(policy)
    run.act('申请', '2024-03-01', firm, { 申请金额: yuan(1), 材料齐备: false })
    run.facts = new Map([...run.facts, ['成立日期', dateValue(day('2024-03-01'))]])
    run.act('要求补正', '2024-03-04', office)
    expect(told(run, '补正')).toMatch(/^2024年3月1日（成立日期）起算，次日为第1日/)
    expect(told(run, '补正', { form: 'none' })).toBe('没有成立日期，期间没有开始')
  })

  it('is none for a row without a 期限', () => {
    expect(told(new Running().upTo('确认'), '拨付', { form: 'none' })).toBe('null')
  })
})

describe('the deadlines of a matter as it stands', () => {
  it('are those that its last act told of', () => {
    const run = new Running().upTo('公示')
    expect(dueEntriesOf(run.at('2024-03-15'))).toEqual(run.done.at(-1)?.deadlines)
    expect(dueEntriesOf(new Running().at('2024-03-15'))).toEqual([])
  })

  it('are worked out anew under another calendar', () => {
    const run = new Running().upTo('公示')
    const late = run.matter.performed.map((one) => ({ ...one, day: day('2025-12-30') }))
    const matter = { ...run.matter, performed: late }
    const [first] = dueEntriesOf({ ...run.at('2026-01-05'), matter })
    expect(first?.due).toMatchObject({ provisional: true })
    const years = [...mini.calendar.years, { year: 2026, rest: [], worked: [], notice: '示例' }]
    const calendar = { ...mini.calendar, years, last: day('2026-12-31') }
    const [again] = dueEntriesOf({ ...run.at('2026-01-05'), matter, calendar })
    expect(again?.due).toMatchObject({ provisional: false })
  })
})
