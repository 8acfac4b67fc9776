import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addYears,
  compareDays,
  type Day,
  day,
  dayInBeijing,
  dayOfMonth,
  daysBetween,
  formatDay,
  formatMonthDay,
  isLeapYear,
  monthOf,
  parseDay,
  parseDayLoose,
  weekday,
  yearOf,
} from './index.ts'

/**
 * The calendar told another way: one day after the other from the first, as a child would, by
 * the lengths of the months. It knows nothing of ordinals.
 */
function* everyDay(fromYear: number, toYear: number): Generator<string> {
  for (let year = fromYear; year <= toYear; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      const leap = year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0)
      const thirty = [4, 6, 9, 11].includes(month)
      const length = month === 2 ? (leap ? 29 : 28) : thirty ? 30 : 31
      for (let date = 1; date <= length; date += 1) {
        const [y, m, d] = [String(year), String(month), String(date)]
        yield `${y.padStart(4, '0')}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
      }
    }
  }
}

const ORACLE = [...everyDay(1, 9999)] as Day[]
const anyIndex = fc.nat({ max: ORACLE.length - 1 })

describe('reading', () => {
  test.each([
    '2023-02-30',
    '2023-02-29',
    '1900-02-29',
    '2023-13-01',
    '2023-00-10',
    '2023-04-31',
    '2023-01-00',
    '0000-01-01',
    '2023-9-6',
    '23-09-06',
    '2023-09-06 ',
    '2023-09-06T00:00',
    '10000-01-01',
    '２０２３-09-06',
    '',
  ])('%j is no day', (text) => {
    expect(parseDay(text)).toBeNull()
    expect(() => day(text)).toThrow('not a day')
  })

  test.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '2023-09-30'])(
    '%s is a day',
    (text) => {
      expect(parseDay(text)).toBe(text)
    },
  )

  test.each([
    '2023-9-6',
    '2023-09-06',
    '2023/9/6',
    '2023/09/06',
    '2023年9月6日',
    '2023 年 9 月 6 日',
    '２０２３年９月６日',
    '20230906',
    ' 2023-9-6　',
  ])('loosely, %j is 2023-09-06', (text) => {
    expect(parseDayLoose(text)).toBe('2023-09-06')
  })

  test.each(['2023-9/6', '2023-2-30', '20230230', '9/6/2023', '2023年9月', '202396', '45175', ''])(
    'even loosely, %j is no day',
    (text) => {
      expect(parseDayLoose(text)).toBeNull()
    },
  )
})

describe('arithmetic', () => {
  test('every day of 9,999 years follows the one before, and the week goes round', () => {
    let wrong = 0
    for (let i = 1; i < ORACLE.length; i += 1) {
      const [before, after] = [ORACLE[i - 1], ORACLE[i]]
      if (before === undefined || after === undefined) throw new Error('unreachable')
      if (addDays(before, 1) !== after || weekday(after) !== (weekday(before) % 7) + 1) wrong += 1
    }
    expect(wrong).toBe(0)
    expect(ORACLE.length).toBe(3_652_059)
  }, 60_000)

  test('addDays and daysBetween agree with counting', () => {
    fc.assert(
      fc.property(anyIndex, anyIndex, (i, j) => {
        const [a, b] = [day(ORACLE[i] ?? ''), day(ORACLE[j] ?? '')]
        expect(daysBetween(a, b)).toBe(j - i)
        expect(addDays(a, j - i)).toBe(b)
        expect(compareDays(a, b)).toBe(Math.sign(i - j))
        expect(a < b).toBe(i < j)
      }),
    )
  })

  test.each([
    ['1949-10-01', 6],
    ['2000-01-01', 6],
    ['2023-09-29', 5],
    ['2024-02-29', 4],
    ['2024-09-29', 7],
    ['2026-10-10', 6],
  ])('%s is weekday %i', (text, expected) => {
    expect(weekday(day(text))).toBe(expected)
  })

  test.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2023-10-31', 6, '2024-04-30'],
    ['2023-11-30', 3, '2024-02-29'],
    ['2024-02-29', 1, '2024-03-29'],
    ['2023-12-15', 1, '2024-01-15'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-01-15', -1, '2023-12-15'],
    ['2024-01-15', -13, '2022-12-15'],
    ['2024-05-05', 0, '2024-05-05'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to)
  })

  test.each([
    ['2024-02-29', 1, '2025-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2023-03-01', -1, '2022-03-01'],
  ])('%s and %i years is %s', (from, years, to) => {
    expect(addYears(day(from), years)).toBe(to)
  })

  test('outside years 0001 to 9999 there is no day', () => {
    const [first, last] = [day('0001-01-01'), day('9999-12-31')]
    expect(() => addDays(last, 1)).toThrow(RangeError)
    expect(() => addDays(first, -1)).toThrow(RangeError)
    expect(() => addMonths(last, 1)).toThrow(RangeError)
    expect(() => addMonths(first, -1)).toThrow(RangeError)
    expect(() => addYears(last, 1)).toThrow(RangeError)
    expect(addDays(first, 3_652_058)).toBe(last)
  })

  test('only whole numbers are added', () => {
    for (const add of [addDays, addMonths, addYears]) {
      expect(() => add(day('2024-01-01'), 0.5)).toThrow('whole number')
      expect(() => add(day('2024-01-01'), Number.NaN)).toThrow('whole number')
    }
  })

  test('leap years', () => {
    expect([1900, 2000, 2023, 2024, 2100, 2400].filter(isLeapYear)).toEqual([2000, 2024, 2400])
  })
})

test('parts and writing', () => {
  const d = day('2024-03-01')
  expect([yearOf(d), monthOf(d), dayOfMonth(d)]).toEqual([2024, 3, 1])
  expect(formatDay(d)).toBe('2024年3月1日')
  expect(formatDay(d, 'en')).toBe('1 March 2024')
  expect(formatMonthDay(d, 'zh')).toBe('3月1日')
  expect(formatMonthDay(day('2024-12-31'), 'en')).toBe('31 December')
  expect(parseDayLoose(formatDay(d))).toBe(d)
})

describe('dayInBeijing', () => {
  test.each([
    [0, '1970-01-01'],
    // 16:00 UTC is midnight in Beijing.
    [57_600_000 - 1, '1970-01-01'],
    [57_600_000, '1970-01-02'],
    [-28_800_001, '1969-12-31'],
    [1_709_222_400_000, '2024-03-01'],
    [1_709_222_399_999, '2024-02-29'],
  ])('%d is %s', (instant, expected) => {
    expect(dayInBeijing(instant)).toBe(expected)
  })
})
