import type { Diagnostic } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { miniShared, textAt } from '../../test/mini.ts'
import { readCalendar } from '../calendar-file.ts'

const [first, second] = miniShared.filter((one) => one.path.startsWith('calendar/'))
const year = { path: first?.path ?? '', text: first?.text ?? '' }
const next = { path: second?.path ?? '', text: second?.text ?? '' }

function read(...files: { path: string; text: string }[]) {
  const diagnostics: Diagnostic[] = []
  const calendar = readCalendar(files, (one) => void diagnostics.push(one))
  return { calendar, diagnostics }
}

describe('P060', () => {
  it('is silent on years that adjoin, whatever their order', () => {
    for (const files of [[year], [year, next], [next, year]]) {
      const { calendar, diagnostics } = read(...files)
      expect(diagnostics).toEqual([])
      expect(calendar).not.toBeNull()
    }
  })

  it.each([
    '2024-10-01 到 2024-10-07',
    '2024-10-32',
    '十月一日',
    '2024-10-07 至 2024-10-01',
    '2024-10-01 至 2024-10-03 至 2024-10-07',
  ])('points at days that can not be read: %s', (days) => {
    const text = year.text.replace('2024-10-01 至 2024-10-07', days)
    const { calendar, diagnostics } = read({ path: year.path, text })
    expect(diagnostics.map((one) => one.code)).toEqual(['P060'])
    const [found] = diagnostics as [Diagnostic]
    expect(textAt(text, found.place)).toBe(days)
    expect(found.heading).toEqual(['2024年示例放假'])
    expect(found.message.zh).toContain(days)
    expect(found.message.en).toContain(days)
    expect(found.remedy.zh).toContain('至')
    expect(found.remedy.en).not.toBe('')
    expect(calendar).not.toBeNull()
  })

  it('names the year before which one is missing, and makes no calendar', () => {
    const later = { path: 'calendar/2026.md', text: next.text.replaceAll('2025', '2026') }
    const { calendar, diagnostics } = read(year, later)
    expect(calendar).toBeNull()
    expect(diagnostics.map((one) => one.code)).toEqual(['P060'])
    expect(diagnostics[0]?.message.zh).toContain('2026')
    expect(diagnostics[0]?.message.en).toContain('2026')
  })

  it('takes a file whose table stands under no title for no year, and not for one of no holidays', () => {
    const text = year.text.replace(/^# .*$/m, '')
    const { calendar, diagnostics } = read({ path: year.path, text })
    expect(calendar).toBeNull()
    expect(diagnostics.map((one) => one.code)).toEqual(['P060', 'P060'])
    expect(diagnostics[0]?.message.zh).toContain('2024 年的日历里一天放假也没有')
    expect(diagnostics[0]?.remedy.zh).toContain('标题')
    expect(diagnostics[0]?.remedy.en).not.toBe('')
  })

  it('reports a year without its notice as P001', () => {
    const text = year.text.replace('通知: 示例放假通知\n', '')
    const { diagnostics } = read({ path: year.path, text })
    expect(diagnostics.map((one) => one.code)).toEqual(['P001', 'P060'])
    expect(diagnostics[1]?.message.zh).toContain('一份日历也没有')
  })
})
