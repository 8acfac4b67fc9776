import { type Day, Decimal, parseDay } from '@huoshui/values'
import { Temporal } from 'temporal-polyfill'
import type { Report } from './report.ts'

/**
 * What an expression can come to (DMN 1.5 §10.3.2.2), plus two kinds of our own: a number of
 * workdays, and a value that is not known yet. Money is a `Decimal` in 元 here; only `infer`
 * keeps it apart from plain numbers.
 */
export type Value =
  | null
  | boolean
  | string
  | Decimal
  | Temporal.PlainDate
  | FarDate
  | FeelTime
  | FeelDateTime
  | FarDateTime
  | YearsMonths
  | DaysTime
  | Workdays
  | readonly Value[]
  | ReadonlyMap<string, Value>
  | Range
  | FunctionValue
  | Unknown

/** A time of day. At most one of `offset` (seconds east of UTC) and `zone` is set. */
export class FeelTime {
  constructor(
    readonly wall: Temporal.PlainTime,
    readonly offset: number | null = null,
    readonly zone: string | null = null,
  ) {}
}

/** A day and a time. At most one of `offset` (seconds east of UTC) and `zone` is set. */
export class FeelDateTime {
  constructor(
    readonly wall: Temporal.PlainDateTime,
    readonly offset: number | null = null,
    readonly zone: string | null = null,
  ) {}
}

/**
 * A day too far away for Temporal: `cycles` times 400 years after `near`, whose year is one of
 * 2000 to 2399. Days that Temporal has are never written so; `days.ts` sees to that.
 */
export class FarDate {
  constructor(
    readonly near: Temporal.PlainDate,
    readonly cycles: number,
  ) {}
}

/** A moment on such a day. */
export class FarDateTime {
  constructor(
    readonly near: FeelDateTime,
    readonly cycles: number,
  ) {}
}

/** Every date that FEEL has, and every date and time. */
export type FeelDate = Temporal.PlainDate | FarDate
export type Moment = FeelDateTime | FarDateTime

/** A years and months duration, in whole months. */
export class YearsMonths {
  constructor(readonly months: number) {}
}

/** A days and time duration, in seconds. */
export class DaysTime {
  constructor(readonly seconds: Decimal) {}
}

/** A number of workdays. Nothing can be computed with it: only a calendar can place it. */
export class Workdays {
  constructor(readonly count: number) {}
}

/**
 * A range of values. An end that is null is open to infinity. `op` is set for `(= v)` and for
 * `(!= v)`, everything but `v`; both ends are then `v`.
 */
export class Range {
  constructor(
    readonly low: Value,
    readonly high: Value,
    readonly lowIncluded: boolean,
    readonly highIncluded: boolean,
    readonly op: '=' | '!=' | null = null,
  ) {}
}

/** One way to call a function: its parameter names, of which the first `required` must be given. */
export interface Form {
  readonly names: readonly string[]
  readonly required: number
}

/** A function as a value: a builtin, one written in FEEL, or one of the host's. */
export class FunctionValue {
  constructor(
    readonly name: string | null,
    readonly forms: readonly Form[],
    /** True when the only form takes any number of arguments, such as `min(1, 2, 3)`. */
    readonly variadic: boolean,
    /**
     * Arguments stand in the order of a form; an optional one left out is undefined. `form` says
     * which form, when they were given by name.
     */
    readonly apply: (args: readonly (Value | undefined)[], report: Report, form?: Form) => Value,
  ) {}
}

/**
 * A value that is not known yet, because of the facts named in `missing`. It is not null.
 *
 * Whenever the value turns out to be a number, it lies within `low` and `high` (null: no
 * bound). `number` is the further promise that it will be a number; only then can the bounds
 * decide a comparison.
 */
export class Unknown {
  constructor(
    readonly missing: ReadonlySet<string>,
    readonly low: Decimal | null,
    readonly high: Decimal | null,
    readonly number: boolean,
  ) {}

  /** Another value that waits for the same facts, and of which nothing else is known. */
  open(): Unknown {
    return new Unknown(this.missing, null, null, false)
  }
}

/** Whether the value itself is not known. A list that holds an unknown is a known list. */
export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown
}

/**
 * An unknown that waits for `names`. To pass `bounds`, even empty ones, is to promise that the
 * value will be a number that is not null.
 */
export function unknown(
  names: Iterable<string>,
  bounds?: { readonly low?: Decimal; readonly high?: Decimal },
): Unknown {
  const number = bounds !== undefined
  return new Unknown(new Set(names), bounds?.low ?? null, bounds?.high ?? null, number)
}

export function isDecimal(value: unknown): value is Decimal {
  return value instanceof Decimal
}

export function isDate(value: unknown): value is Temporal.PlainDate {
  return value instanceof Temporal.PlainDate
}

export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value)
}

export function isContext(value: unknown): value is ReadonlyMap<string, Value> {
  return value instanceof Map
}

/** Whether the value is a date, however far away. */
export function isFeelDate(value: unknown): value is FeelDate {
  return isDate(value) || value instanceof FarDate
}

/** Whether the value is a date and time, however far away. */
export function isMoment(value: unknown): value is Moment {
  return value instanceof FeelDateTime || value instanceof FarDateTime
}

const dates = new Map<Day, Temporal.PlainDate>()

/** How many days are remembered as dates; beyond that all are forgotten. */
const DATES_MAX = 10_000

/** A legal day as a FEEL date. The same day is the same object: making one takes a microsecond. */
export function dateValue(day: Day): Value {
  let date = dates.get(day)
  if (date === undefined) {
    date = Temporal.PlainDate.from(day)
    if (dates.size >= DATES_MAX) dates.clear()
    dates.set(day, date)
  }
  return date
}

/** A FEEL date as a legal day; null for everything else and for years outside 0001 to 9999. */
export function dayOf(value: Value): Day | null {
  return isDate(value) ? parseDay(value.toString()) : null
}

/** The name of a value's type as the standard writes it; `unknown` for a value not known. */
export function typeOfValue(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'string'
  if (isDecimal(value)) return 'number'
  if (isFeelDate(value)) return 'date'
  if (value instanceof FeelTime) return 'time'
  if (isMoment(value)) return 'date and time'
  if (value instanceof YearsMonths) return 'years and months duration'
  if (value instanceof DaysTime) return 'days and time duration'
  if (value instanceof Workdays) return 'workdays'
  if (isList(value)) return 'list'
  if (isContext(value)) return 'context'
  if (value instanceof Range) return 'range'
  if (value instanceof FunctionValue) return 'function'
  return 'unknown'
}
