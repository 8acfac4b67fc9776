import { Temporal } from 'temporal-polyfill'
import { FarDate, type FeelDate } from './value.ts'

/**
 * Days of the calendar, from the year -999,999,999 to 999,999,999 (DMN 1.5 §10.3.2.3.5).
 *
 * Temporal reaches some 270,000 years. Beyond, a day is one of the years 2000 to 2399 and a
 * number of cycles of 400 years: after each of them the calendar repeats, weekdays included.
 */

const YEAR_MAX = 999_999_999
/** The years that Temporal has whole. */
const NEAR_MIN = -271_820
const NEAR_MAX = 275_759
const CYCLE_YEARS = 400
const CYCLE_MONTHS = CYCLE_YEARS * 12
const CYCLE_DAYS = 146_097
const EPOCH = Temporal.PlainDate.from('1970-01-01')

/** The result of `make`, or null when Temporal finds a part out of range. */
export function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** A day; null when the calendar has none. */
export function makeDate(year: number, month: number, day: number): FeelDate | null {
  const [near, cycles] = isNear(year) ? [year, 0] : inCycle(year)
  const date = attempt(() =>
    Temporal.PlainDate.from({ year: near, month, day }, { overflow: 'reject' }),
  )
  return date && settle(date, cycles)
}

function isNear(year: number): boolean {
  return year >= NEAR_MIN && year <= NEAR_MAX
}

/** A year as one of 2000 to 2399 and cycles. */
function inCycle(year: number): [near: number, cycles: number] {
  const cycles = Math.floor((year - 2000) / CYCLE_YEARS)
  return [year - cycles * CYCLE_YEARS, cycles]
}

/** The day that lies `cycles` after another, written in the one way there is for it. */
function settle(date: Temporal.PlainDate, cycles: number): FeelDate | null {
  const year = date.year + cycles * CYCLE_YEARS
  if (Math.abs(year) > YEAR_MAX) return null
  if (isNear(year)) return cycles === 0 ? date : date.with({ year })
  const [near, all] = inCycle(year)
  return new FarDate(date.with({ year: near }), all)
}

function apart(date: FeelDate): FarDate {
  if (date instanceof FarDate) return date
  const [near, cycles] = inCycle(date.year)
  return new FarDate(date.with({ year: near }), cycles)
}

export function yearOf(date: FeelDate): number {
  return date instanceof FarDate ? date.near.year + date.cycles * CYCLE_YEARS : date.year
}

/** A day that agrees with `date` in everything but its year, and may lie in a leap year with it. */
export function nearOf(date: FeelDate): Temporal.PlainDate {
  return date instanceof FarDate ? date.near : date
}

/** Days since 1970-01-01. */
export function dayNumber(date: FeelDate): number {
  const near = nearOf(date).since(EPOCH, { largestUnit: 'day' }).days
  return date instanceof FarDate ? near + date.cycles * CYCLE_DAYS : near
}

export function sameDate(a: FeelDate, b: FeelDate): boolean {
  return orderDates(a, b) === 0
}

/** Negative, zero or positive as `a` lies before, on or after `b`. */
export function orderDates(a: FeelDate, b: FeelDate): number {
  if (!(a instanceof FarDate) && !(b instanceof FarDate)) return Temporal.PlainDate.compare(a, b)
  return dayNumber(a) - dayNumber(b)
}

/** The last day that each date was moved to: one date is asked for again by many formulas. */
const movedDays = new WeakMap<Temporal.PlainDate, { months: number; moved: FeelDate }>()

/** `months` later, on the last day of the month when it is shorter; null beyond the calendar. */
export function addMonths(date: FeelDate, months: number): FeelDate | null {
  if (date instanceof Temporal.PlainDate) {
    const last = movedDays.get(date)
    if (last?.months === months) return last.moved
    const moved = attempt(() => date.add({ months }))
    if (moved && isNear(moved.year)) {
      movedDays.set(date, { months, moved })
      return moved
    }
  }
  if (Math.abs(months) > YEAR_MAX * 24) return null
  const { near, cycles } = apart(date)
  const rest = months % CYCLE_MONTHS
  return settle(near.add({ months: rest }), cycles + (months - rest) / CYCLE_MONTHS)
}

/** `days` later; null beyond the calendar. */
export function addDays(date: FeelDate, days: number): FeelDate | null {
  if (date instanceof Temporal.PlainDate) {
    const moved = attempt(() => date.add({ days }))
    if (moved && isNear(moved.year)) return moved
  }
  if (Math.abs(days) > YEAR_MAX * 732) return null
  const { near, cycles } = apart(date)
  const rest = days % CYCLE_DAYS
  return settle(near.add({ days: rest }), cycles + (days - rest) / CYCLE_DAYS)
}
