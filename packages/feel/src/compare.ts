import { Temporal } from 'temporal-polyfill'
import { instant, isLocal, wallNanos } from './temporal.ts'
import { intervalOf, waiting } from './unknown.ts'
import {
  DaysTime,
  FeelDateTime,
  FeelTime,
  isContext,
  isDate,
  isDecimal,
  isList,
  isUnknown,
  Range,
  type Value,
  Workdays,
  YearsMonths,
} from './value.ts'

/**
 * Equality (DMN 1.5 table 54): true or false, null when the two are of different kinds, unknown
 * when facts are missing that could decide it. Null equals null alone and is no reason for null.
 */
export function equal(a: Value, b: Value): Value {
  if (isUnknown(a) || isUnknown(b)) return equalUnknown(a, b)
  if (a === null || b === null) return a === b
  if (typeof a !== 'object' || typeof b !== 'object') {
    return typeof a === typeof b ? a === b : differentKinds(a, b)
  }
  if (isList(a) && isList(b)) return a.length === b.length && equalAll(a, b)
  if (isContext(a) && isContext(b)) return equalContexts(a, b)
  if (a instanceof Range && b instanceof Range) {
    if (a.lowIncluded !== b.lowIncluded || a.highIncluded !== b.highIncluded) return false
    return equalAll([a.low, a.high], [b.low, b.high])
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

function equalAll(a: readonly Value[], b: readonly Value[]): Value {
  let undecided: Value[] = []
  let result: Value = true
  for (const [i, item] of a.entries()) {
    const same = equal(item, b[i] ?? null)
    if (same === false) return false
    if (isUnknown(same)) undecided = [...undecided, same]
    else if (same === null) result = null
  }
  return undecided.length > 0 ? waiting(undecided) : result
}

function equalContexts(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): Value {
  if (a.size !== b.size) return false
  for (const key of a.keys()) if (!b.has(key)) return false
  const keys = [...a.keys()]
  return equalAll(
    keys.map((key) => a.get(key) ?? null),
    keys.map((key) => b.get(key) ?? null),
  )
}

/**
 * The order of two values: negative, zero or positive; null when they have none. Moments that
 * say where on earth they are compare by instant, local ones by what the clock shows.
 */
export function order(a: Value, b: Value): number | null {
  if (isDecimal(a) && isDecimal(b)) return a.comparedTo(b)
  if (typeof a === 'string' && typeof b === 'string') return orderText(a, b)
  if (isDate(a)) {
    if (isDate(b)) return Temporal.PlainDate.compare(a, b)
    return b instanceof FeelDateTime && isLocal(b) ? sign(wallNanos(a) - wallNanos(b)) : null
  }
  if (a instanceof FeelDateTime && isDate(b)) {
    return isLocal(a) ? sign(wallNanos(a) - wallNanos(b)) : null
  }
  if (a instanceof FeelTime && b instanceof FeelTime) return orderMoments(a, b)
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) return orderMoments(a, b)
  if (a instanceof YearsMonths && b instanceof YearsMonths) return a.months - b.months
  if (a instanceof DaysTime && b instanceof DaysTime) return a.seconds.comparedTo(b.seconds)
  return null
}

function orderMoments<T extends FeelTime | FeelDateTime>(a: T, b: T): number | null {
  return isLocal(a) === isLocal(b) ? sign(second(a) - second(b)) : null
}

/** The standard tells moments apart by whole seconds. */
function second(value: FeelTime | FeelDateTime): bigint {
  const nanos = instant(value)
  const rest = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return nanos - rest
}

/** By code points, which UTF-16 units don't always give. */
function orderText(a: string, b: string): number {
  const [x, y] = [[...a], [...b]]
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return x.length - y.length
}

function sign(n: bigint): number {
  return n < 0n ? -1 : n > 0n ? 1 : 0
}
