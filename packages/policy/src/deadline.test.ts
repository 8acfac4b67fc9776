import { nameSet } from '@huoshui/feel'
import type { Diagnostic } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { readDeadline } from './deadline.ts'
import type { Deadline } from './policy.ts'
import { readDocument } from './read.ts'

const names = nameSet(['截止日', '到期日', '公示期'])

function read(cell: string): { deadline: Deadline | null; diagnostics: Diagnostic[] } {
  const doc = readDocument({ path: 'x.md', text: cell })
  const diagnostics: Diagnostic[] = []
  const report = (one: Diagnostic) => void diagnostics.push(one)
  const piece = { raw: cell, text: cell.replaceAll('`', ''), from: 0, to: cell.length }
  const reading = { doc, names, sources: [], report }
  return { deadline: readDeadline(reading, { citation: {}, heading: [] }, piece), diagnostics }
}

/** The deadline in one line, formulas by their source. */
function say(deadline: Deadline | null): string {
  if (!deadline) return 'none'
  if (deadline.form === 'by') return `by ${deadline.date.source}`
  if (deadline.form === 'lapse') return `lapse ${deadline.act}`
  const since = 'act' in deadline.since ? deadline.since.act : `fact ${deadline.since.date.source}`
  const span =
    'span' in deadline.span
      ? `${deadline.span.span.count} ${deadline.span.span.unit}`
      : `fact ${deadline.span.fact.source}`
  if (deadline.form === 'after') return `after ${since} + ${span}`
  const paused = deadline.paused.length > 0 ? ` without ${deadline.paused.join(',')}` : ''
  return `${deadline.duty ? 'duty' : 'within'} ${since} + ${span}${paused}`
}

describe('the six sentences of 期限', () => {
  it.each([
    ['在`截止日`前', 'by 截止日'],
    ['在 `截止日` 以前', 'by 截止日'],
    ['自领取起15日内', 'within 领取 + 15 day'],
    ['自领取起１５日内', 'within 领取 + 15 day'],
    ['自 领取 起 3个月 内', 'within 领取 + 3 month'],
    ['自`到期日`起1个月内', 'within fact 到期日 + 1 month'],
    ['自公示起`公示期`内', 'within 公示 + fact 公示期'],
    ['自`到期日`起`公示期`内', 'within fact 到期日 + fact 公示期'],
    ['自公示起满5个工作日', 'after 公示 + 5 workday'],
    ['自公示起满`公示期`', 'after 公示 + fact 公示期'],
    ['应自申报起10个工作日内', 'duty 申报 + 10 workday'],
    ['应自受理起20个工作日内（补正中不计）', 'duty 受理 + 20 workday without 补正中'],
    ['应自受理起20个工作日内(补正中、听证中不计)', 'duty 受理 + 20 workday without 补正中,听证中'],
    ['登记逾期', 'lapse 登记'],
    ['', 'none'],
  ])('“%s”', (cell, said) => {
    const { deadline, diagnostics } = read(cell)
    expect(diagnostics).toEqual([])
    expect(say(deadline)).toBe(said)
  })

  it.each([
    '领取后15日',
    '自领取起15日',
    '自领取起满15日内',
    '应自领取起满15日',
    '自领取起若干日内',
    '十五日内',
    '在截止日前',
    '自领取起15内',
  ])('“%s” is none of them and says so with the forms', (cell) => {
    const { deadline, diagnostics } = read(cell)
    expect(deadline).toBeNull()
    expect(diagnostics.map((one) => one.code)).toEqual(['P004'])
    expect(diagnostics[0]?.message.zh).toContain(cell)
    expect(diagnostics[0]?.remedy.zh).toContain('逾期')
    expect(diagnostics[0]?.remedy.en).toContain('elapsed')
  })

  it('places the formula where it stands', () => {
    const { deadline } = read('自`到期日`起1个月内')
    if (deadline?.form !== 'within' || !('date' in deadline.since)) throw new Error('no date')
    expect(deadline.since.date.place).toMatchObject({ line: 1, column: 3, endColumn: 6 })
  })

  it('reports an unknown name in the formula and keeps the sentence', () => {
    const { deadline, diagnostics } = read('在`截至日`前')
    expect(deadline?.form).toBe('by')
    expect(diagnostics.map((one) => one.code)).toEqual(['F101'])
    expect(diagnostics[0]?.fix).toBe('截止日')
  })
})
