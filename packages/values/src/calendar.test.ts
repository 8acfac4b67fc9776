import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CALENDAR, YEARS } from '../test/calendars.ts'
import {
  addDays,
  CalendarError,
  type CalendarYear,
  type Day,
  day,
  dayKind,
  daysBetween,
  isWorkday,
  makeCalendar,
  parseSpan,
  type Span,
  spanElapsedOn,
  spanEnd,
} from './index.ts'

function span(text: string): Span {
  const parsed = parseSpan(text)
  if (parsed === null) throw new Error(`no span: ${text}`)
  return parsed
}

function ends(start: string, text: string, options?: Parameters<typeof spanEnd>[3]): string {
  return spanEnd(CALENDAR, day(start), span(text), options).day
}

const plainYear = (year: number): CalendarYear => ({ year, rest: [], worked: [], notice: '' })

describe('makeCalendar', () => {
  test('covers its years from the first day to the last', () => {
    expect([CALENDAR.first, CALENDAR.last]).toEqual(['2023-01-01', '2026-12-31'])
    const shuffled = makeCalendar([...YEARS].reverse())
    expect(shuffled.years.map(({ year }) => year)).toEqual([2023, 2024, 2025, 2026])
  })

  test('refuses gaps, repeats and nothing at all', () => {
    expect(() => makeCalendar([plainYear(2023), plainYear(2025)])).toThrow('for the year 2024')
    expect(() => makeCalendar([plainYear(2023), plainYear(2023)])).toThrow('2023 is there twice')
    expect(() => makeCalendar([])).toThrow(RangeError)
  })

  test('refuses days that cannot be as listed, naming the year', () => {
    const year = (rest: string[], worked: string[]) => () =>
      makeCalendar([{ ...plainYear(2024), rest: rest.map(day), worked: worked.map(day) }])
    expect(year(['2025-01-01'], [])).toThrow('does not belong to the notice for 2024')
    expect(year(['2023-11-30'], [])).toThrow('does not belong to the notice for 2024')
    expect(year([], ['2024-09-30'])).toThrow('no weekend')
    expect(year([], ['2024-09-27'])).toThrow('no weekend') // a Friday
    expect(year(['2024-09-29'], ['2024-09-29'])).toThrow('both a holiday and worked in lieu')
    expect(year(['2023-12-31'], ['2024-02-04'])).not.toThrow()
    const error = caught(year(['2025-01-01'], []))
    expect(error).toBeInstanceOf(CalendarError)
    expect((error as CalendarError).year).toBe(2024)
  })

  test('the notice for a year can reach into the December before', () => {
    const cal = makeCalendar([
      plainYear(2022),
      { ...plainYear(2023), rest: [day('2022-12-30')], worked: [day('2022-12-24')] },
    ])
    expect(dayKind(cal, day('2022-12-30'))).toBe('holiday')
    expect(dayKind(cal, day('2022-12-24'))).toBe('worked-in-lieu')
  })
})

describe('the four years', () => {
  // Days off and weekend days worked that each notice lists.
  test.each([
    [2023, 2 + 7 + 1 + 5 + 3 + 8, 7],
    [2024, 1 + 8 + 3 + 5 + 1 + 3 + 7, 8],
    [2025, 1 + 8 + 3 + 5 + 3 + 8, 5],
    [2026, 3 + 9 + 3 + 5 + 3 + 3 + 7, 6],
  ])('%i', (year, rest, worked) => {
    const kinds = [...CALENDAR.listed].filter(([d]) => d.startsWith(`${year}-`))
    expect(kinds.filter(([, kind]) => kind === 'holiday').length).toBe(rest)
    expect(kinds.filter(([, kind]) => kind === 'worked-in-lieu').length).toBe(worked)
  })

  // Holidays fixed by law: 11 days until 2024, 13 from 2025 (全国年节及纪念日放假办法). A notice
  // only moves weekends about, so in any year workdays = weekdays - those statutory days off.
  test.each([
    [2023, 249],
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i workdays', (year, workdays) => {
    let count = 0
    for (let d = day(`${year}-01-01`); d.startsWith(`${year}-`); d = addDays(d, 1)) {
      if (isWorkday(CALENDAR, d)) count += 1
    }
    expect(count).toBe(workdays)
  })
})

describe('dayKind', () => {
  test.each([
    ['2024-09-27', 'workday', true],
    ['2024-09-28', 'weekend', false],
    ['2024-09-29', 'worked-in-lieu', true],
    ['2024-10-01', 'holiday', false],
    ['2024-10-05', 'holiday', false],
    ['2023-01-01', 'holiday', false],
    ['2026-12-31', 'workday', true],
  ])('%s is %s', (text, kind, works) => {
    expect(dayKind(CALENDAR, day(text))).toBe(kind)
    expect(isWorkday(CALENDAR, day(text))).toBe(works)
  })

  test('beyond the calendar it is an error naming the year, never a guess', () => {
    for (const [text, year] of [
      ['2027-01-01', 2027],
      ['2022-12-31', 2022],
    ] as const) {
      const error = caught(() => isWorkday(CALENDAR, day(text)))
      expect(error).toBeInstanceOf(CalendarError)
      expect((error as CalendarError).year).toBe(year)
      expect(() => dayKind(CALENDAR, day(text))).toThrow(String(year))
    }
  })
})

describe('workdays', () => {
  // Left: the day of publishing does not count, as the Civil Code has it. Right: the same five
  // days where a text counts that day, which is counting from the day before.
  test.each([
    ['2023-09-26', '2023-10-09', '2023-10-08'],
    ['2023-09-28', '2023-10-11', '2023-10-10'],
    ['2024-02-07', '2024-02-20', '2024-02-19'],
    ['2024-09-12', '2024-09-20', '2024-09-19'],
    ['2025-01-23', '2025-02-06', '2025-02-05'],
    ['2025-09-26', '2025-10-10', '2025-10-09'],
    ['2026-02-12', '2026-02-26', '2026-02-25'],
    ['2026-04-29', '2026-05-09', '2026-05-08'],
    ['2026-09-29', '2026-10-12', '2026-10-10'],
  ])('5 from %s: %s, or %s counting that day', (start, excluded, included) => {
    const five = span('5个工作日')
    const end = spanEnd(CALENDAR, day(start), five)
    expect(end.day).toBe(excluded)
    expect(end.provisional).toBe(false)
    expect(spanEnd(CALENDAR, addDays(day(start), -1), five).day).toBe(included)
  })

  test('2026-12-25 needs the calendar of 2027: provisional, and what it waits for is named', () => {
    const end = spanEnd(CALENDAR, day('2026-12-25'), span('5个工作日'))
    // 28, 29, 30, 31, then Friday 2027-01-01, which no one has yet said is a holiday.
    expect(end).toMatchObject({ day: '2027-01-01', provisional: true })
    expect(end.derivation.unknownFrom).toBe('2027-01-01')
    const extended = makeCalendar([
      ...YEARS,
      { ...plainYear(2027), rest: [day('2027-01-01'), day('2027-01-02'), day('2027-01-03')] },
    ])
    const known = spanEnd(extended, day('2026-12-25'), span('5个工作日'))
    expect(known).toMatchObject({ day: '2027-01-04', provisional: false })
  })

  test('one day fewer stays within the calendar', () => {
    const end = spanEnd(CALENDAR, day('2026-12-25'), span('4个工作日'))
    expect(end).toMatchObject({ day: '2026-12-31', provisional: false })
  })

  test('a start on a day off begins with the next workday', () => {
    expect(ends('2024-10-03', '1个工作日')).toBe('2024-10-08')
  })

  test('the derivation lists what counted and what was skipped', () => {
    expect(spanEnd(CALENDAR, day('2023-09-26'), span('5个工作日')).derivation).toEqual({
      start: '2023-09-26',
      span: { count: 5, unit: 'workday' },
      counted: 'workdays',
      holidays: [{ from: '2023-09-29', to: '2023-10-06' }],
      workedInLieu: ['2023-10-07', '2023-10-08'],
      paused: [],
      provisional: false,
    })
  })

  test('two holidays within one span are two ranges', () => {
    const { derivation } = spanEnd(CALENDAR, day('2024-09-12'), span('15个工作日'))
    expect(derivation.holidays).toEqual([
      { from: '2024-09-15', to: '2024-09-17' },
      { from: '2024-10-01', to: '2024-10-07' },
    ])
  })
})

describe('days, months and years (民法典第二百零一条至第二百零三条)', () => {
  test.each([
    // Article 201: the day of the start does not count.
    ['2024-03-01', '15日', '2024-03-18'], // the 16th is a Saturday
    ['2024-03-04', '1日', '2024-03-05'],
    ['2024-03-04', '10日', '2024-03-14'],
    // Article 202: the corresponding day, or the last of a month without one.
    ['2024-01-31', '1个月', '2024-02-29'],
    ['2023-01-31', '1个月', '2023-02-28'],
    ['2024-03-15', '3个月', '2024-06-17'], // the 15th is a Saturday
    ['2023-11-30', '3个月', '2024-02-29'],
    ['2024-02-29', '1年', '2025-02-28'],
    ['2023-03-13', '1年', '2024-03-13'],
    // Article 203: an end on a day off moves to the day after the holiday.
    ['2024-09-16', '15日', '2024-10-08'], // 10-01
    ['2024-09-20', '15日', '2024-10-08'], // 10-05, a Saturday of the holiday
    ['2023-09-22', '7日', '2023-10-07'], // 09-29; the Saturday after is worked in lieu
    ['2026-09-17', '3日', '2026-09-20'], // a Sunday worked in lieu does bear an end
    ['2024-09-14', '15日', '2024-09-29'], // likewise
    ['2024-09-13', '15日', '2024-09-29'], // and an end on the Saturday before moves to it
  ])('%s and %s end on %s', (start, text, end) => {
    expect(ends(start, text)).toBe(end)
  })

  test('without rolling, the end stays where it falls', () => {
    expect(ends('2024-09-16', '15日', { roll: false })).toBe('2024-10-01')
    expect(ends('2024-01-31', '1个月', { roll: false })).toBe('2024-02-29')
  })

  test('the derivation tells what the end moved over', () => {
    expect(spanEnd(CALENDAR, day('2023-09-22'), span('7日')).derivation).toEqual({
      start: '2023-09-22',
      span: { count: 7, unit: 'day' },
      counted: 'calendar-days',
      rolledFrom: '2023-09-29',
      holidays: [{ from: '2023-09-29', to: '2023-10-06' }],
      workedInLieu: ['2023-10-07'],
      paused: [],
      provisional: false,
    })
  })

  test('holidays in the middle are not passed over, so they are not told', () => {
    const { derivation } = spanEnd(CALENDAR, day('2024-09-25'), span('15日'))
    expect(derivation.holidays).toEqual([])
    expect(derivation.rolledFrom).toBeUndefined()
  })

  test('an end beyond the calendar is provisional only if its kind matters', () => {
    const start = day('2026-12-30')
    const rolled = spanEnd(CALENDAR, start, span('3日'))
    expect(rolled).toMatchObject({ day: '2027-01-04', provisional: true })
    expect(rolled.derivation).toMatchObject({ rolledFrom: '2027-01-02', unknownFrom: '2027-01-02' })
    const fixed = spanEnd(CALENDAR, start, span('3日'), { roll: false })
    expect(fixed).toMatchObject({ day: '2027-01-02', provisional: false })
    expect(spanEnd(CALENDAR, day('2030-05-06'), span('1年'))).toMatchObject({
      day: '2031-05-06',
      provisional: true,
    })
  })

  test('a day before the calendar that has to be known is an error naming the year', () => {
    for (const text of ['5日', '5个工作日']) {
      const error = caught(() => spanEnd(CALENDAR, day('2022-12-01'), span(text)))
      expect((error as CalendarError).year).toBe(2022)
    }
  })

  test('a long span may begin before the calendar: only its end is asked', () => {
    // 2023-12-31 is a Sunday and New Year's Day follows.
    expect(spanEnd(CALENDAR, day('2021-12-31'), span('2年')).day).toBe('2024-01-02')
  })

  test('a span counts nothing negative and no parts', () => {
    for (const count of [-1, 0.5, Number.NaN]) {
      expect(() => spanEnd(CALENDAR, day('2024-01-02'), { count, unit: 'day' })).toThrow(RangeError)
    }
    expect(ends('2024-01-02', '0个工作日')).toBe('2024-01-02')
    expect(ends('2024-01-06', '0日')).toBe('2024-01-08')
  })
})

describe('spanElapsedOn', () => {
  test.each([
    ['2023-09-26', '5个工作日', '2023-10-10', false],
    ['2024-09-16', '15日', '2024-10-09', false],
    ['2024-03-01', '5个工作日', '2024-03-09', false], // a Saturday: the span is over all the same
    ['2026-12-25', '5个工作日', '2027-01-02', true],
  ])('%s 满%s from %s', (start, text, expected, provisional) => {
    expect(spanElapsedOn(CALENDAR, day(start), span(text))).toEqual({ day: expected, provisional })
  })
})

describe('always', () => {
  const START = day('2023-01-01')
  const starts = fc.nat({ max: daysBetween(START, CALENDAR.last) }).map((n) => addDays(START, n))
  const units = fc.constantFrom<Span['unit']>('year', 'month', 'day', 'workday')
  const spans = fc.record({ count: fc.nat({ max: 40 }), unit: units })

  test('a longer span, a later start or a pause never ends earlier', () => {
    fc.assert(
      fc.property(starts, spans, fc.nat({ max: 20 }), fc.nat({ max: 20 }), (start, s, a, b) => {
        const end = spanEnd(CALENDAR, start, s).day
        expect(spanEnd(CALENDAR, start, { ...s, count: s.count + 1 }).day >= end).toBe(true)
        expect(spanEnd(CALENDAR, addDays(start, 1), s).day >= end).toBe(true)
        const paused = [{ from: addDays(start, a), to: addDays(start, a + b) }]
        expect(spanEnd(CALENDAR, start, s, { paused }).day >= end).toBe(true)
      }),
    )
  })

  test('a known end is a workday, and n workdays are n workdays', () => {
    fc.assert(
      fc.property(starts, spans, (start, s) => {
        const { day: end, provisional } = spanEnd(CALENDAR, start, s)
        expect(provisional).toBe(
          s.unit === 'workday' && s.count === 0 ? false : end > CALENDAR.last,
        )
        if (provisional || (s.unit === 'workday' && s.count === 0)) return
        expect(isWorkday(CALENDAR, end)).toBe(true)
        if (s.unit !== 'workday') return
        let worked = 0
        for (let d: Day = start; d < end; ) {
          d = addDays(d, 1)
          if (isWorkday(CALENDAR, d)) worked += 1
        }
        expect(worked).toBe(s.count)
      }),
    )
  })

  test('a provisional end tells why', () => {
    fc.assert(
      fc.property(starts, spans, (start, s) => {
        const { provisional, derivation } = spanEnd(CALENDAR, start, s)
        expect(derivation.provisional).toBe(provisional)
        expect(derivation.unknownFrom !== undefined).toBe(provisional)
      }),
    )
  })
})

function caught(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
