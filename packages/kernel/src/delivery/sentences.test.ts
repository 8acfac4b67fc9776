import { day, makeCalendar } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { workdaysAfter } from './sentences.ts'

const calendar = makeCalendar([
  {
    year: 2024,
    rest: ['2024-05-01', '2024-05-02', '2024-05-03', '2024-05-04', '2024-05-05'].map(day),
    worked: ['2024-04-28', '2024-05-11'].map(day),
    notice: '示例通知',
  },
])

describe('workdays to a day', () => {
  it.each([
    ['2024-04-26', '2024-04-26', 0],
    ['2024-04-26', '2024-04-27', 0],
    // A Sunday that is worked, then Monday and Tuesday, then five days off.
    ['2024-04-26', '2024-04-28', 1],
    ['2024-04-26', '2024-05-05', 3],
    ['2024-04-26', '2024-05-06', 4],
    ['2024-05-10', '2024-05-11', 1],
  ])('after %s up to and with %s are %i', (from, to, count) => {
    expect(workdaysAfter(calendar, day(from), day(to))).toBe(count)
  })

  it('are not guessed where no calendar reaches', () => {
    expect(workdaysAfter(calendar, day('2024-12-30'), day('2025-01-02'))).toBe(null)
    expect(workdaysAfter(calendar, day('2023-12-29'), day('2024-01-02'))).toBe(null)
    expect(workdaysAfter(null, day('2024-04-26'), day('2024-04-28'))).toBe(null)
  })
})
