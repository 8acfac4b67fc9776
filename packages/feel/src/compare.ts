import type { Budget } from './budget.ts'
import { orderDates } from './days.ts'
import { instant, isLocal, wallNanos } from './temporal.ts'
import { intervalOf, waiting } from './unknown.ts'
import {
  DaysTime,
  FeelTime,
  isContext,
  isDecimal,
  isFeelDate,
  isList,
  isMoment,
  isUnknown,
  type Moment,
  Range,
  type Value,
  Workdays,
  YearsMonths,
} from './value.ts'

/**
 * Equality (DMN 1.5 table 54): true or false, null when the two are of different kinds, unknown
 * when facts are missing that could decide it. Null equals null alone and is no reason for null.
 * Lists may hold the same list many times over, so each item compared is counted in `budget`.
 */
export function equal(a: Value, b: Value, budget?: Budget): Value {
  if (isUnknown(a) || isUnknown(b)) return equalUnknown(a, b)
  if (a === null || b === null) return a === b
  if (typeof a !== 'object' || typeof b !== 'object') {
    return typeof a === typeof b ? a === b : differentKinds(a, b)
  }
  if (isList(a) && isList(b)) return a.length === b.length && equalAll(a, b, budget)
  if (isContext(a) && isContext(b)) return equalContexts(a, b, budget)
  if (a instanceof Range && b instanceof Range) {
    if (a.lowIncluded !== b.lowIncluded || a.highIncluded !== b.highIncluded) return false
    if (a.op !== b.op) return false
    return equalAll([a.low, a.high], [b.low, b.high], budget)
  }
  if (a instanceof Workdays && b instanceof Workdays) return a.count === b.count
  const sign = order(a, b)
  return sign === null ? differentKinds(a, b) : sign === 0
}

/** A list of one item is compared as that item with what is no list. */
function differentKinds(a: Value, b: Value): Value {
  if (isList(a) && a.length === 1 && !isList(b)) return equal(a[0] ?? null, b)
  if (isList(b) && b.length === 1 && !isList(a)) return equal(a, b[0] ?? null)
  return null
}

function equalUnknown(a: Value, b: Value): Value {
  const [x, y] = [intervalOf(a), intervalOf(b)]
  // A value that is promised to be a number is not null.
  if ((a === null && y.number) || (b === null && x.number)) return false
  if (x.number && y.number && (x.high.lt(y.low) || y.high.lt(x.low))) return false
  return waiting([a, b])
}

function equalAll(a: readonly Value[], b: readonly Value[], budget?: Budget): Value {
  budget?.spend(a.length + 1)
  let undecided: Value[] = []
  let result: Value = true
  for (const [i, item] of a.entries()) {
    const same = equal(item, b[i] ?? null, budget)
    if (same === false) return false
    if (isUnknown(same)) undecided = [...undecided, same]
    else if (same === null) result = null
  }
  return undecided.length > 0 ? waiting(undecided) : result
}

function equalContexts(
  a: ReadonlyMap<string, Value>,
  b: ReadonlyMap<string, Value>,
  budget?: Budget,
): Value {
  if (a.size !== b.size) return false
  for (const key of a.keys()) if (!b.has(key)) return false
  const keys = [...a.keys()]
  return equalAll(
    keys.map((key) => a.get(key) ?? null),
    keys.map((key) => b.get(key) ?? null),
    budget,
  )
}

/**
 * The order of two values: negative, zero or positive; null when they have none. Moments that
 * say where on earth they are compare by instant, local ones by what the clock shows.
 */
export function order(a: Value, b: Value): number | null {
  if (isDecimal(a) && isDecimal(b)) return a.comparedTo(b)
  if (typeof a === 'string' && typeof b === 'string') return orderText(a, b)
  if (isFeelDate(a)) {
    if (isFeelDate(b)) return orderDates(a, b)
    return isMoment(b) && isLocal(b) ? sign(wallNanos(a) - wallNanos(b)) : null
  }
  if (isMoment(a) && isFeelDate(b)) {
    return isLocal(a) ? sign(wallNanos(a) - wallNanos(b)) : null
  }
  if (a instanceof FeelTime && b instanceof FeelTime) return orderMoments(a, b)
  if (isMoment(a) && isMoment(b)) return orderMoments(a, b)
  if (a instanceof YearsMonths && b instanceof YearsMonths) return a.months - b.months
  if (a instanceof DaysTime && b instanceof DaysTime) return a.seconds.comparedTo(b.seconds)
  return null
}

function orderMoments<T extends FeelTime | Moment>(a: T, b: T): number | null {
  return isLocal(a) === isLocal(b) ? sign(second(a) - second(b)) : null
}

/** The standard tells moments apart by whole seconds. */
function second(value: FeelTime | Moment): bigint {
  const nanos = instant(value)
  const rest = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return nanos - rest
}

/** By code points: units of pairs, which stand for higher ones, come after all others. */
function orderText(a: string, b: string): number {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  let at = 0
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === shorter) return a.length - b.length
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at))
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}

function sign(n: bigint): number {
  return n < 0n ? -1 : n > 0n ? 1 : 0
}
