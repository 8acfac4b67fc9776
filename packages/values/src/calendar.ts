import { addDays, addMonths, addYears, type Day, daysBetween, weekday, yearOf } from './day.ts'
import type { Span } from './span.ts'

/** One year's arrangement of holidays, as a State Council notice (放假安排的通知) gives it. */
export interface CalendarYear {
  readonly year: number
  /** Every day off the notice lists, weekends within a holiday included. */
  readonly rest: readonly Day[]
  /** Weekend days worked in lieu (调休上班). */
  readonly worked: readonly Day[]
  /** The notice, as it is cited. */
  readonly notice: string
}

/** Contiguous years, ascending. Days outside `first` to `last` are not known. */
export interface Calendar {
  readonly years: readonly CalendarYear[]
  readonly first: Day
  readonly last: Day
  /** Days that a notice sets apart from the plain week. */
  readonly listed: ReadonlyMap<Day, 'holiday' | 'worked-in-lieu'>
}

export type DayKind = 'workday' | 'worked-in-lieu' | 'weekend' | 'holiday'

/** Days from `from` to `to`, both included. */
export interface DayRange {
  readonly from: Day
  readonly to: Day
}

/** How the end of a span was found: what `explainSpan` tells and nothing else. */
export interface Derivation {
  readonly start: Day
  readonly span: Span
  readonly counted: 'calendar-days' | 'workdays'
  /** The day the span would have ended on, had it been a workday (民法典第二百零三条). */
  readonly rolledFrom?: Day
  /** Holidays passed over: in counting workdays, or in rolling to the next one. */
  readonly holidays: readonly DayRange[]
  /** Weekend days that counted, or bore the end, because they are worked in lieu. */
  readonly workedInLieu: readonly Day[]
  /** Days within the span that did not count because it was paused. */
  readonly paused: readonly DayRange[]
  readonly provisional: boolean
  /** When provisional: the first day that had to be a day off or not, and is not known. */
  readonly unknownFrom?: Day
}

export interface SpanEnd {
  /** The last day of the span; it ends at 24:00. */
  readonly day: Day
  /** 暂定: a day beyond the calendar was needed, and Monday to Friday were taken as workdays. */
  readonly provisional: boolean
  readonly derivation: Derivation
}

export interface SpanOptions {
  /** Whether an end on a day off moves to the next workday; true if left out. */
  readonly roll?: boolean
  /** Days that do not count, such as those spent waiting for the applicant (补正中不计). */
  readonly paused?: readonly DayRange[]
}

/** A day or a year that the calendar cannot answer for. `year` is the one to supply or mend. */
export class CalendarError extends Error {
  readonly year: number
  constructor(year: number, message = `no calendar for the year ${year}`) {
    super(message)
    this.name = 'CalendarError'
    this.year = year
  }
}

/**
 * The calendar of `years`, given in any order.
 *
 * A notice may reach back into the December before its year (New Year 2023 began on
 * 2022-12-31), never further. Throws `CalendarError` when years repeat or leave a gap, when a
 * day belongs to another year, is listed twice with different kinds, or is worked in lieu
 * without being a weekend.
 */
export function makeCalendar(years: readonly CalendarYear[]): Calendar {
  const sorted = [...years].sort((a, b) => a.year - b.year)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('a calendar has a year')
  for (const [index, { year }] of sorted.entries()) {
    const due = first.year + index
    if (year < due) throw new CalendarError(year, `the year ${year} is there twice`)
    if (year > due) throw new CalendarError(due)
  }
  const listed = new Map<Day, 'holiday' | 'worked-in-lieu'>()
  for (const each of sorted) {
    for (const d of each.rest) list(listed, each.year, d, 'holiday')
    for (const d of each.worked) list(listed, each.year, d, 'worked-in-lieu')
  }
  const [from, to] = [edge(first.year, '01-01'), edge(last.year, '12-31')]
  return { years: sorted, first: from, last: to, listed }
}

/** What `d` is. Throws `CalendarError` naming the year when the calendar does not cover it. */
export function dayKind(cal: Calendar, d: Day): DayKind {
  if (d < cal.first || d > cal.last) throw new CalendarError(yearOf(d))
  return kindOf(cal, d)
}

/** Whether `d` is worked, in lieu or not. Throws `CalendarError` as `dayKind` does. */
export function isWorkday(cal: Calendar, d: Day): boolean {
  return works(dayKind(cal, d))
}

/**
 * The last day of `span` counted from `start` (民法典第二百零一条至第二百零三条).
 *
 * The day of `start` does not count. Years and months end on the corresponding day, or on the
 * last of a month that has none; workdays end on the n-th workday. An end by days, months or
 * years that is no workday moves to the next one, unless `roll` is false.
 *
 * Beyond the last calendar the end is provisional, never an error. Throws `CalendarError` when a
 * day before the first calendar has to be known, `RangeError` on a negative count or a pause that
 * ends before it begins.
 */
export function spanEnd(cal: Calendar, start: Day, span: Span, options: SpanOptions = {}): SpanEnd {
  const { roll = true, paused = [] } = options
  if (!Number.isSafeInteger(span.count) || span.count < 0) {
    throw new RangeError(`a span counts 0 or more: ${span.count}`)
  }
  for (const { from, to } of paused) {
    if (to < from) throw new RangeError(`a pause ends before it begins: ${from} to ${to}`)
  }
  if (span.unit === 'workday') {
    if (start < cal.first) throw new CalendarError(yearOf(start))
    const end = advance(start, span.count, (d) => works(kindOf(cal, d)) && !within(paused, d))
    return derive(cal, start, span, { base: end, end, paused, consults: true })
  }
  const base = calendarEnd(start, span, paused)
  // A long span may begin before the first calendar: only its end is asked what day it is.
  if (roll && base < cal.first) throw new CalendarError(yearOf(base))
  let end = base
  while (roll && (!works(kindOf(cal, end)) || (end > base && within(paused, end)))) {
    end = addDays(end, 1)
  }
  return derive(cal, start, span, { base, end, paused, consults: roll })
}

/**
 * The first day on which `span` has fully elapsed (满): the day after it ends.
 *
 * Published on 2023-09-26, 满5个工作日: the span ends with 2023-10-09, so the act may be done
 * from 2023-10-10. Rolls and is provisional as `spanEnd`.
 */
export function spanElapsedOn(
  cal: Calendar,
  start: Day,
  span: Span,
  options: SpanOptions = {},
): { day: Day; provisional: boolean } {
  const end = spanEnd(cal, start, span, options)
  return { day: addDays(end.day, 1), provisional: end.provisional }
}

function list(
  listed: Map<Day, 'holiday' | 'worked-in-lieu'>,
  year: number,
  d: Day,
  kind: 'holiday' | 'worked-in-lieu',
): void {
  if (yearOf(d) !== year && d.slice(0, 7) !== edge(year - 1, '12-31').slice(0, 7)) {
    throw new CalendarError(year, `${d} does not belong to the notice for ${year}`)
  }
  if (kind === 'worked-in-lieu' && weekday(d) < 6) {
    throw new CalendarError(year, `${d} is no weekend, so it is not worked in lieu`)
  }
  if ((listed.get(d) ?? kind) !== kind) {
    throw new CalendarError(year, `${d} is both a holiday and worked in lieu`)
  }
  listed.set(d, kind)
}

function edge(year: number, monthDay: '01-01' | '12-31'): Day {
  return `${String(year).padStart(4, '0')}-${monthDay}` as Day
}

/** Beyond the calendar this is the plain week; callers say so by `provisional`. */
function kindOf(cal: Calendar, d: Day): DayKind {
  return cal.listed.get(d) ?? (weekday(d) < 6 ? 'workday' : 'weekend')
}

function works(kind: DayKind): boolean {
  return kind === 'workday' || kind === 'worked-in-lieu'
}

function within(ranges: readonly DayRange[], d: Day): boolean {
  return ranges.some(({ from, to }) => from <= d && d <= to)
}

/** The `count`-th later day that counts; `start` itself when there is nothing to count. */
function advance(start: Day, count: number, counts: (d: Day) => boolean): Day {
  let d = start
  for (let left = count; left > 0; ) {
    d = addDays(d, 1)
    if (counts(d)) left -= 1
  }
  return d
}

/** The end by days, months or years, before any rolling. */
function calendarEnd(start: Day, span: Span, paused: readonly DayRange[]): Day {
  const base =
    span.unit === 'year'
      ? addYears(start, span.count)
      : span.unit === 'month'
        ? addMonths(start, span.count)
        : addDays(start, span.count)
  if (paused.length === 0) return base
  // Every paused day that the span ran through is given back after it.
  const lost = daysOf(addDays(start, 1), base).filter((d) => within(paused, d)).length
  return advance(base, lost, (d) => !within(paused, d))
}

function derive(
  cal: Calendar,
  start: Day,
  span: Span,
  found: { base: Day; end: Day; paused: readonly DayRange[]; consults: boolean },
): SpanEnd {
  const { base, end, paused, consults } = found
  const workdays = span.unit === 'workday'
  const passed = paused.length > 0 || workdays ? daysOf(addDays(start, 1), end) : []
  // Counting calendar days, only the end, and what it moved over, were asked what they are.
  const asked = !consults ? [] : workdays ? passed : daysOf(base, end)
  const told = asked.filter((d) => !workdays || !within(paused, d))
  const unknownFrom = told.find((d) => d > cal.last)
  const provisional = unknownFrom !== undefined
  const derivation: Derivation = {
    start,
    span,
    counted: workdays ? 'workdays' : 'calendar-days',
    ...(end === base ? {} : { rolledFrom: base }),
    holidays: ranges(told.filter((d) => kindOf(cal, d) === 'holiday')),
    workedInLieu: told.filter((d) => kindOf(cal, d) === 'worked-in-lieu'),
    paused: ranges(passed.filter((d) => within(paused, d))),
    provisional,
    ...(provisional ? { unknownFrom } : {}),
  }
  return { day: end, provisional, derivation }
}

function daysOf(from: Day, to: Day): Day[] {
  const days: Day[] = []
  const length = daysBetween(from, to)
  for (let n = 0; n <= length; n += 1) days.push(addDays(from, n))
  return days
}

/** Ascending days as runs without a break. */
function ranges(days: readonly Day[]): DayRange[] {
  const runs: DayRange[] = []
  for (const d of days) {
    const run = runs.at(-1)
    if (run !== undefined && addDays(run.to, 1) === d)
      runs[runs.length - 1] = { from: run.from, to: d }
    else runs.push({ from: d, to: d })
  }
  return runs
}
