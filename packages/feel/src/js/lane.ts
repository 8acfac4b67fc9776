/**
 * Lanes: how generated JavaScript holds a value while it computes.
 *
 * Most numbers of the law are whole once their point is moved: 500 people, 12,345.67 元. A lane
 * holds such a value as a JavaScript number, which is exact below 2^53, with the scale known when
 * the code is made. Whatever does not fit (a long fraction, null, an unknown) stands in the same
 * variable as an ordinary `Value`; since no `Value` is a JavaScript number, `typeof` tells the two
 * apart and an operator falls back to the very function that the interpreter uses.
 */
import { Decimal } from '@huoshui/values'
import { Temporal } from 'temporal-polyfill'
import { DaysTime, isDate, isDecimal, type Value, YearsMonths } from '../value.ts'

export type Lane =
  /** Always an ordinary value. */
  | { readonly kind: 'value' }
  /** A number n that stands for n / 10^scale. */
  | { readonly kind: 'number'; readonly scale: number }
  /**
   * A quotient of two numbers that has not been divided: n / (d · 10^scale), where d is positive
   * and stands in a variable of its own. Only inside one formula.
   */
  | { readonly kind: 'ratio'; readonly scale: number }
  /** Days since 1970-01-01. */
  | { readonly kind: 'date' }
  /** A duration in whole seconds. */
  | { readonly kind: 'days' }
  /** A duration in whole months. */
  | { readonly kind: 'months' }

export const VALUE: Lane = { kind: 'value' }
export const DATE: Lane = { kind: 'date' }
export const DAYS: Lane = { kind: 'days' }
export const MONTHS: Lane = { kind: 'months' }

export function numberLane(scale: number): Lane {
  return { kind: 'number', scale }
}

/** Beyond this, neighbouring whole numbers are no longer told apart; itself not included. */
export const SAFE = 9_007_199_254_740_992

/** Scales beyond this are left to exact decimals: 10^scale must itself be a safe number. */
export const SCALE_MAX = 15

/** What a lane can hold: a JavaScript number, or any value. */
export type LaneValue = Value | number

const tens = Array.from({ length: SCALE_MAX + 1 }, (_, i) => 10 ** i)

/** 10 to a power from 0 to 15. */
export function ten(power: number): number {
  return tens[power] as number
}

const fractions = tens.map((n) => new Decimal(1).div(n))

/** The exact decimal n / 10^scale. */
export function decimalOf(n: number, scale: number): Decimal {
  // Most amounts are whole 元: dividing first spares the decimal multiplication.
  for (let left = scale; left > 0; left--) {
    if (n % 10 !== 0) return new Decimal(n).times(fractions[left] as Decimal)
    n /= 10
  }
  return new Decimal(n)
}

/** The value that a lane's variable stands for. */
export function liftFrom(lane: Lane, held: LaneValue): Value {
  if (typeof held !== 'number') return held
  switch (lane.kind) {
    case 'number':
      return decimalOf(held, lane.scale)
    case 'date':
      return dateOf(held)
    case 'days':
      return new DaysTime(new Decimal(held))
    case 'months':
      return new YearsMonths(held)
    case 'ratio':
    case 'value':
      throw new Error(`a number in a lane of kind ${lane.kind}`)
  }
}

/** The lane that holds a constant as a JavaScript number, with that number; null when none does. */
export function laneOf(value: Value): { readonly lane: Lane; readonly n: number } | null {
  if (isDecimal(value)) {
    const scale = Math.max(0, value.decimalPlaces())
    const n = lower(value, scale)
    return scale > SCALE_MAX || n === null ? null : { lane: numberLane(scale), n }
  }
  if (isDate(value)) {
    const n = dayNumber(value)
    return isDayNumber(n) ? { lane: DATE, n } : null
  }
  if (value instanceof YearsMonths) return { lane: MONTHS, n: value.months }
  if (value instanceof DaysTime) {
    const n = lower(value.seconds, 0)
    return n === null ? null : { lane: DAYS, n }
  }
  return null
}

/** A decimal as a whole number of 10^-scale; null when it isn't one below 2^53. */
export function lower(value: Decimal, scale: number): number | null {
  const n = value.times(tens[Math.min(scale, SCALE_MAX)] as number).toNumber()
  return Number.isSafeInteger(n) && decimalOf(n, scale).eq(value) ? n : null
}

const EPOCH = Temporal.PlainDate.from('1970-01-01')

/** Days since 1970-01-01. */
export function dayNumber(date: Temporal.PlainDate): number {
  return daysFromCivil(date.year, date.month, date.day)
}

/** The days from one date to another; null when either is no date. */
export function daysApart(from: Value, to: Value): number | null {
  return isDate(from) && isDate(to) ? dayNumber(to) - dayNumber(from) : null
}

export function dateOf(days: number): Value {
  return EPOCH.add({ days })
}

/** Days since 1970-01-01 of a day of the proleptic Gregorian calendar, by eras of 400 years. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Year, month and day of a number of days since 1970-01-01. */
export function civil(days: number): readonly [year: number, month: number, day: number] {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day]
}

/** The years that a day in a lane may have: those that are written with four digits. */
const FIRST = daysFromCivil(1, 1, 1)
const LAST = daysFromCivil(9999, 12, 31)

/** Whether a number of days is one that lanes count with; beyond, Temporal does. */
export function isDayNumber(days: number): boolean {
  return days >= FIRST && days <= LAST
}

/** A day moved by whole months, the last day of the month where the day is too late for it. */
export function addMonthsTo(days: number, months: number): number {
  const [year, month, day] = civil(days)
  const count = year * 12 + month - 1 + months
  const y = Math.floor(count / 12)
  const m = count - y * 12 + 1
  const next = m === 12 ? daysFromCivil(y + 1, 1, 1) : daysFromCivil(y, m + 1, 1)
  const first = daysFromCivil(y, m, 1)
  return first + Math.min(day, next - first) - 1
}
