import { Decimal } from '@huoshui/values'
import { isContext, isDecimal, isList, isUnknown, Range, Unknown, type Value } from './value.ts'

/**
 * Arithmetic with what is not known yet. Sound, not tight: whatever the missing facts turn out
 * to be, a value decided here is the value, and bounds given here hold.
 *
 * Bounds are intervals whose ends may be infinite. Decimal rounding keeps the order of numbers,
 * so rounded ends still bound rounded results.
 */

export interface Interval {
  readonly low: Decimal
  readonly high: Decimal
  /** Whether the value is sure to be a number; otherwise the interval holds if it is one. */
  readonly number: boolean
}

const MINUS_INFINITY = new Decimal(-Infinity)
const INFINITY = new Decimal(Infinity)
const ZERO = new Decimal(0)

export const ANYTHING: Interval = { low: MINUS_INFINITY, high: INFINITY, number: false }

export function intervalOf(value: Value): Interval {
  if (isDecimal(value)) return { low: value, high: value, number: true }
  if (!isUnknown(value)) return ANYTHING
  return {
    low: value.low ?? MINUS_INFINITY,
    high: value.high ?? INFINITY,
    number: value.number,
  }
}

/** The names that keep these values from being known, also inside lists; empty when none does. */
export function missingIn(values: readonly (Value | undefined)[]): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new Set<object>()
  for (const value of values) {
    visit(value, seen, (unknown) => {
      for (const name of unknown.missing) found.add(name)
      return false
    })
  }
  return found
}

/** Whether a value or anything inside it is not known. */
export function holdsUnknown(value: Value | undefined): boolean {
  if (value === null || typeof value !== 'object') return false
  return visit(value, new Set(), () => true)
}

/**
 * Shows the unknowns inside a value to `stop` until it answers true. A list that is held many
 * times over is looked at once, however many values it comes to.
 */
function visit(
  value: Value | undefined,
  seen: Set<object>,
  stop: (unknown: Unknown) => boolean,
): boolean {
  if (value === null || typeof value !== 'object') return false
  if (isUnknown(value)) return stop(value)
  if (value instanceof Range) return visit(value.low, seen, stop) || visit(value.high, seen, stop)
  const holds = isList(value) ? value : isContext(value) ? value.values() : null
  if (holds === null || seen.has(value)) return false
  seen.add(value)
  for (const item of holds) if (visit(item, seen, stop)) return true
  return false
}

/** An unknown that waits for whatever these values wait for. */
export function waiting(values: readonly (Value | undefined)[], interval = ANYTHING): Value {
  const [only] = values
  if (values.length === 1 && only instanceof Unknown && interval === ANYTHING) return only.open()
  return settle(missingIn(values), interval)
}

/** An unknown, or the number itself when the interval leaves only one. */
export function settle(missing: ReadonlySet<string>, interval: Interval): Value {
  const { low, high, number } = interval
  if (number && low.isFinite() && low.eq(high)) return low
  return new Unknown(missing, low.isFinite() ? low : null, high.isFinite() ? high : null, number)
}

export function addIntervals(a: Interval, b: Interval): Interval {
  return { low: a.low.plus(b.low), high: a.high.plus(b.high), number: a.number && b.number }
}

export function negateInterval(a: Interval): Interval {
  return { low: a.high.negated(), high: a.low.negated(), number: a.number }
}

export function multiplyIntervals(a: Interval, b: Interval): Interval {
  const corners = [
    times(a.low, b.low),
    times(a.low, b.high),
    times(a.high, b.low),
    times(a.high, b.high),
  ]
  return { ...around(corners), number: a.number && b.number }
}

/** A product in which zero wins over infinity: the end of an interval is never reached. */
function times(a: Decimal, b: Decimal): Decimal {
  return a.isZero() || b.isZero() ? ZERO : a.times(b)
}

export function divideIntervals(a: Interval, b: Interval): Interval {
  // A quotient of two durations is a number too; its bounds aren't those of numbers.
  if (!a.number && !b.number) return ANYTHING
  if (b.low.lte(0) && b.high.gte(0)) return ANYTHING
  const corners = [
    over(a.low, b.low),
    over(a.low, b.high),
    over(a.high, b.low),
    over(a.high, b.high),
  ]
  return { ...around(corners), number: a.number && b.number }
}

function over(a: Decimal, b: Decimal): Decimal {
  return b.isFinite() ? a.div(b) : ZERO
}

function around(corners: readonly Decimal[]): { low: Decimal; high: Decimal } {
  return { low: Decimal.min(...corners), high: Decimal.max(...corners) }
}

/** The interval that holds both: of a value that is one of two. */
export function hull(a: Interval, b: Interval): Interval {
  return {
    low: Decimal.min(a.low, b.low),
    high: Decimal.max(a.high, b.high),
    number: a.number && b.number,
  }
}

/** One value that is either of two, for reasons in `missing`. */
export function either(missing: ReadonlySet<string>, a: Value, b: Value): Value {
  const names = new Set([...missing, ...missingIn([a, b])])
  // A side that is known and no number says nothing about the numbers there may be.
  const [x, y] = [a, b].map((side) =>
    isUnknown(side) || isDecimal(side) ? intervalOf(side) : null,
  )
  if (x && y) return settle(names, hull(x, y))
  const only = x ?? y
  return settle(names, only ? { ...only, number: false } : ANYTHING)
}
