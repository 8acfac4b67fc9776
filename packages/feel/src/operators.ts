import { Decimal } from '@huoshui/values'
import { Temporal } from 'temporal-polyfill'
import type { Budget } from './budget.ts'
import { equal, order } from './compare.ts'
import { addMonths, dayNumber } from './days.ts'
import { type Report, silent } from './report.ts'
import type { Arithmetic, Comparison } from './syntax.ts'
import {
  addSeconds,
  instant,
  isLocal,
  join,
  seconds,
  shiftDateTime,
  shiftTime,
} from './temporal.ts'
import {
  addIntervals,
  divideIntervals,
  type Interval,
  intervalOf,
  missingIn,
  multiplyIntervals,
  negateInterval,
  settle,
  waiting,
} from './unknown.ts'
import {
  DaysTime,
  FeelTime,
  isDecimal,
  isFeelDate,
  isList,
  isMoment,
  isUnknown,
  type Moment,
  Range,
  typeOfValue,
  type Value,
  YearsMonths,
} from './value.ts'

/**
 * What the operators of FEEL mean, one small function each (DMN 1.5 §10.3.2.13 to 15).
 *
 * They never throw: what has no meaning is null, and `report` is told why. What is not known
 * makes the result unknown unless the rest decides it.
 */

/** The number, or null when it is not one that FEEL has. */
export function finite(d: Decimal): Decimal | null {
  return d.isFinite() ? d : null
}

/** A list of one item stands for the item where a single value is wanted (§10.3.2.9.4). */
export function single(value: Value): Value {
  return isList(value) && value.length === 1 ? (value[0] ?? null) : value
}

function nothing(op: string, a: Value, b: Value, report: Report): null {
  report({
    zh: `“${op}”不能用在 ${typeOfValue(a)} 和 ${typeOfValue(b)} 之间。`,
    en: `“${op}” does not work on ${typeOfValue(a)} and ${typeOfValue(b)}.`,
  })
  return null
}

/** Conjunction of three truth values; what is unknown matters only while the other allows it. */
export function and3(a: Value, b: Value): Value {
  if (a === false || b === false) return false
  if (isUnknown(a)) return isUnknown(b) ? waiting([a, b]) : a.open()
  if (isUnknown(b)) return b.open()
  return a === true && b === true ? true : null
}

/** Disjunction of three truth values. */
export function or3(a: Value, b: Value): Value {
  if (a === true || b === true) return true
  if (isUnknown(a)) return isUnknown(b) ? waiting([a, b]) : a.open()
  if (isUnknown(b)) return b.open()
  return a === false && b === false ? false : null
}

export function not3(a: Value): Value {
  if (isUnknown(a)) return waiting([a])
  return typeof a === 'boolean' ? !a : null
}

export function arithmetic(op: Arithmetic, a: Value, b: Value, report: Report = silent): Value {
  switch (op) {
    case '+':
      return add(a, b, report)
    case '-':
      return subtract(a, b, report)
    case '*':
      return multiply(a, b, report)
    case '/':
      return divide(a, b, report)
    case '**':
      return power(a, b, report)
  }
}

function bounded(a: Value, b: Value, combine: (a: Interval, b: Interval) => Interval): Value {
  return settle(missingIn([a, b]), combine(intervalOf(a), intervalOf(b)))
}

export function add(a: Value, b: Value, report: Report = silent): Value {
  if (isDecimal(a) && isDecimal(b)) return finite(a.plus(b))
  if (isUnknown(a) || isUnknown(b)) return bounded(a, b, addIntervals)
  if (typeof a === 'string' && typeof b === 'string') {
    report.budget?.made(a.length + b.length)
    return a + b
  }
  if (a instanceof YearsMonths && b instanceof YearsMonths) return months(a.months + b.months)
  if (a instanceof DaysTime && b instanceof DaysTime) {
    return new DaysTime(a.seconds.plus(b.seconds))
  }
  const shifted = shift(a, b) ?? shift(b, a)
  return shifted ?? nothing('+', a, b, report)
}

export function subtract(a: Value, b: Value, report: Report = silent): Value {
  if (isDecimal(a) && isDecimal(b)) return finite(a.minus(b))
  if (isUnknown(a) || isUnknown(b)) {
    return bounded(a, b, (x, y) => addIntervals(x, negateInterval(y)))
  }
  if (a instanceof YearsMonths && b instanceof YearsMonths) return months(a.months - b.months)
  if (a instanceof DaysTime && b instanceof DaysTime) {
    return new DaysTime(a.seconds.minus(b.seconds))
  }
  const between = difference(a, b)
  if (between !== null) return between
  const back =
    b instanceof YearsMonths
      ? new YearsMonths(-b.months)
      : b instanceof DaysTime
        ? new DaysTime(b.seconds.negated())
        : null
  return (back && shift(a, back)) ?? nothing('-', a, b, report)
}

/** A date or time moved by a span; null when the values are something else. */
function shift(value: Value, span: Value): Value {
  if (!(span instanceof YearsMonths || span instanceof DaysTime)) return null
  if (isFeelDate(value)) {
    return span instanceof YearsMonths
      ? addMonths(value, span.months)
      : addSeconds(value, span.seconds)
  }
  if (isMoment(value)) return shiftDateTime(value, span)
  if (value instanceof FeelTime && span instanceof DaysTime) return shiftTime(value, span)
  return null
}

function difference(a: Value, b: Value): Value {
  if (isFeelDate(a) && isFeelDate(b)) {
    return new DaysTime(new Decimal(dayNumber(a) - dayNumber(b)).times(86_400))
  }
  if (a instanceof FeelTime && b instanceof FeelTime) {
    return isLocal(a) === isLocal(b) ? new DaysTime(seconds(instant(a) - instant(b))) : null
  }
  const [x, y] = [moment(a), moment(b)]
  if (x === null || y === null || isLocal(x) !== isLocal(y)) return null
  return new DaysTime(seconds(instant(x) - instant(y)))
}

/** A date and time; a date stands for its midnight in UTC. */
function moment(value: Value): Moment | null {
  if (isMoment(value)) return value
  return isFeelDate(value) ? join(value, MIDNIGHT) : null
}

const MIDNIGHT = new FeelTime(new Temporal.PlainTime(), 0)

function months(count: number): Value {
  return Number.isSafeInteger(count) ? new YearsMonths(count) : null
}

/** A duration of as many months as `count`, what is less than a month dropped. */
function wholeMonths(count: Decimal): Value {
  return count.abs().lt(Number.MAX_SAFE_INTEGER) ? months(count.trunc().toNumber()) : null
}

export function multiply(a: Value, b: Value, report: Report = silent): Value {
  if (isDecimal(a) && isDecimal(b)) return finite(a.times(b))
  if (isUnknown(a) || isUnknown(b)) return bounded(a, b, multiplyIntervals)
  const [span, factor] = isDecimal(a) ? [b, a] : [a, b]
  if (isDecimal(factor)) {
    if (span instanceof YearsMonths) return wholeMonths(factor.times(span.months))
    if (span instanceof DaysTime) return new DaysTime(span.seconds.times(factor))
  }
  return nothing('*', a, b, report)
}

export function divide(a: Value, b: Value, report: Report = silent): Value {
  if (isUnknown(a) || isUnknown(b)) return bounded(a, b, divideIntervals)
  const divisor = isDecimal(b) ? b : b instanceof DaysTime ? b.seconds : null
  if (divisor?.isZero() || (b instanceof YearsMonths && b.months === 0)) {
    report({ zh: '不能除以零。', en: 'Division by zero.' })
    return null
  }
  if (isDecimal(a) && isDecimal(b)) return finite(a.div(b))
  if (a instanceof YearsMonths) {
    if (isDecimal(b)) return wholeMonths(new Decimal(a.months).div(b))
    if (b instanceof YearsMonths) return new Decimal(a.months).div(b.months)
  }
  if (a instanceof DaysTime) {
    if (isDecimal(b)) return new DaysTime(a.seconds.div(b))
    if (b instanceof DaysTime) return finite(a.seconds.div(b.seconds))
  }
  return nothing('/', a, b, report)
}

export function power(a: Value, b: Value, report: Report = silent): Value {
  if (isUnknown(a) || isUnknown(b)) return waiting([a, b])
  if (isDecimal(a) && isDecimal(b)) return finite(a.pow(b))
  return nothing('**', a, b, report)
}

export function negate(a: Value, report: Report = silent): Value {
  if (isDecimal(a)) return a.negated()
  if (isUnknown(a)) return settle(a.missing, negateInterval(intervalOf(a)))
  if (a instanceof YearsMonths) return months(-a.months)
  if (a instanceof DaysTime) return new DaysTime(a.seconds.negated())
  if (a !== null) {
    report({ zh: `${typeOfValue(a)} 没有负数。`, en: `No negative of ${typeOfValue(a)}.` })
  }
  return null
}

/** Comparison; a truth value, null when the two can't be compared, or unknown. */
export function compare(op: Comparison, a: Value, b: Value, report: Report = silent): Value {
  if (op === '=' || op === '!=') {
    const same = equal(a, b, report.budget)
    return op === '=' ? same : not3(same)
  }
  if (isUnknown(a) || isUnknown(b)) return compareIntervals(op, a, b)
  const sign = order(a, b)
  if (sign === null) return nothing(op, a, b, report)
  return holds(op, sign)
}

function holds(op: '<' | '<=' | '>' | '>=', sign: number): boolean {
  switch (op) {
    case '<':
      return sign < 0
    case '<=':
      return sign <= 0
    case '>':
      return sign > 0
    case '>=':
      return sign >= 0
  }
}

function compareIntervals(op: '<' | '<=' | '>' | '>=', a: Value, b: Value): Value {
  if (op === '>') return compareIntervals('<', b, a)
  if (op === '>=') return compareIntervals('<=', b, a)
  const [x, y] = [intervalOf(a), intervalOf(b)]
  if (x.number && y.number) {
    if (x.high.lt(y.low) || (op === '<=' && x.high.eq(y.low)))
      return x.high.isFinite() ? true : waiting([a, b])
    if (x.low.gt(y.high) || (op === '<' && x.low.eq(y.high)))
      return x.low.isFinite() ? false : waiting([a, b])
  }
  return waiting([a, b])
}

/** Whether a value lies in a range: true, false, null when it can't be compared, or unknown. */
export function inRange(value: Value, range: Range): Value {
  const { low, high, lowIncluded, highIncluded, op } = range
  if (op !== null) return compare(op, value, low)
  // An end that turns out to be null makes the whole range null, so that nothing is decided yet.
  if ([low, high].some((end) => isUnknown(end) && !end.number)) return waiting([value, low, high])
  const above = low === null ? true : compare(lowIncluded ? '>=' : '>', value, low)
  const below = high === null ? true : compare(highIncluded ? '<=' : '<', value, high)
  return and3(above, below)
}

/** `value in test` for a test that is a value: one of a list, within a range, or equal. */
export function isIn(value: Value, test: Value, budget?: Budget): Value {
  if (isUnknown(test)) return waiting([value, test])
  if (test instanceof Range) return inRange(value, test)
  // Nothing can be said of a test that failed to be a list or a range.
  if (test === null && isUnknown(value)) return waiting([value])
  if (test === null && value !== null) return null
  if (!isList(test)) return equal(value, test, budget) ?? false
  // Nothing is in an empty list except, by the standard, an empty list.
  if (test.length === 0 && isUnknown(value)) return waiting([value])
  if (isList(value) && equal(value, test, budget) === true) return true
  budget?.spend(test.length)
  let result: Value = false
  for (const item of test) {
    const found = item instanceof Range ? inRange(value, item) : equal(value, item, budget)
    result = or3(result, found ?? false)
    if (result === true) return true
  }
  return result
}
