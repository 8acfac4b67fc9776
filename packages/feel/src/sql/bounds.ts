import type { Ends } from './cell.ts'
import {
  compared,
  type Exact,
  NOTHING,
  negated,
  plus,
  reciprocal,
  sqlOf,
  times,
  ZERO,
} from './exact.ts'
import { least } from './extreme.ts'
import type { Maker } from './maker.ts'
import { chosen, exactly, exactOf, mapped, NONE, type Num, spread } from './num.ts'
import { all, any, choice, coalesce, FALSE, isNull, NULL, type Sql, TRUE } from './text.ts'

/**
 * Intervals in SQL: what `unknown.ts` computes for the interpreter. An end that is null is
 * infinite in every row, one that is NULL in a row is infinite there.
 */

const INFINITE: Ends = { low: null, high: null }

/** The sum of two intervals. */
export function addEnds(m: Maker, a: Ends, b: Ends): Ends {
  const sum = (x: Num | null, y: Num | null) => x && y && sumOf(m, x, y, '+')
  return { low: sum(a.low, b.low), high: sum(a.high, b.high) }
}

/** The sum of two numbers that are no quotients; a quotient is reported. */
export function sumOf(m: Maker, a: Num, b: Num, sign: '+' | '-'): Num {
  const [x, y] = [exactOf(a), exactOf(b)]
  if (x && y) return exactly(plus(m, x, y, sign))
  m.report('F304')
  return NONE
}

/** A number with its sign turned. */
export function negateNum(m: Maker, num: Num): Num {
  return mapped(m, num, ({ n, d }) => ({ n: negated(n), d }))
}

/** An interval with its signs turned, so that its ends change places. */
export function negateEnds(m: Maker, a: Ends): Ends {
  return { low: a.high && negateNum(m, a.high), high: a.low && negateNum(m, a.low) }
}

/** An interval multiplied by a constant. */
export function scaleEnds(m: Maker, a: Ends, factor: Exact): Ends {
  if (factor.value?.isZero()) return { low: exactly(ZERO), high: exactly(ZERO) }
  const by = (end: Num | null) =>
    end && mapped(m, end, ({ n, d }) => ({ n: times(m, n, factor), d }))
  const turned = factor.value?.isNegative()
  return turned ? { low: by(a.high), high: by(a.low) } : { low: by(a.low), high: by(a.high) }
}

type End = Exact | null

/** The ends as exact numbers. With a quotient, which is reported, nothing can be computed. */
function exactEnds(m: Maker, ends: Ends): { low: End; high: End } {
  return { low: ends.low && exactEnd(m, ends.low), high: ends.high && exactEnd(m, ends.high) }
}

function exactEnd(m: Maker, end: Num): Exact {
  const exact = exactOf(end)
  if (exact === null) m.report('F304')
  return exact ?? NOTHING
}

/** An end that is no quotient; one that is has been reported. */
function plainEnd(m: Maker, end: Num): Num {
  return exactEnd(m, end) === NOTHING ? NONE : end
}

function isInfinite(end: End): Sql {
  if (end === null) return TRUE
  return end.value ? FALSE : isNull(end.sql)
}

/** Whether an end is on one side of zero, where an infinite one is. */
function reaches(m: Maker, end: End, side: '<' | '>'): Sql {
  if (end === null) return TRUE
  const test = compared(m, side, end, ZERO)
  return test === TRUE || test === FALSE ? test : coalesce(test, TRUE)
}

/** The one value of an interval that has but one; null for others. */
function pointOf(ends: Ends): Exact | null {
  return ends.low !== null && ends.low === ends.high ? exactOf(ends.low) : null
}

/** The product of two intervals, in which zero wins over infinity. */
export function multiplyEnds(m: Maker, a: Ends, b: Ends): Ends {
  const [first, second] = [pointOf(a), pointOf(b)]
  if (second) return multiplyByPoint(m, a, second)
  return first ? multiplyByPoint(m, b, first) : multiplyWide(m, a, b)
}

function multiplyByPoint(m: Maker, a: Ends, factor: Exact): Ends {
  // The factor isn't absent where its sign is asked for, so that nothing times it is nothing.
  const by = (end: Num | null) =>
    end &&
    spread(m, plainEnd(m, end), (n) => exactly(n.value?.isZero() ? ZERO : times(m, n, factor)))
  const sides = (low: Num | null, high: Num | null): Num | null =>
    chosenOrNone(m, [
      [compared(m, '>', factor, ZERO), by(low)],
      [compared(m, '<', factor, ZERO), by(high)],
      [compared(m, '=', factor, ZERO), exactly(ZERO)],
    ])
  return { low: sides(a.low, a.high), high: sides(a.high, a.low) }
}

function multiplyWide(m: Maker, a: Ends, b: Ends): Ends {
  const [x, y] = [exactEnds(m, a), exactEnds(m, b)]
  const corners = [
    corner(m, x.low, y.low),
    corner(m, x.low, y.high),
    corner(m, x.high, y.low),
    corner(m, x.high, y.high),
  ].filter((e) => e !== null)
  if (corners.length === 0) return INFINITE
  const sinks = any([
    all([isInfinite(x.low), reaches(m, y.high, '>')]),
    all([isInfinite(y.low), reaches(m, x.high, '>')]),
    all([isInfinite(x.high), reaches(m, y.low, '<')]),
    all([isInfinite(y.high), reaches(m, x.low, '<')]),
  ])
  const soars = any([
    all([isInfinite(x.low), reaches(m, y.low, '<')]),
    all([isInfinite(y.low), reaches(m, x.low, '<')]),
    all([isInfinite(x.high), reaches(m, y.high, '>')]),
    all([isInfinite(y.high), reaches(m, x.high, '>')]),
  ])
  return {
    low: unless(m, sinks, least(m, corners, -1)),
    high: unless(m, soars, least(m, corners, 1)),
  }
}

/** The product of two ends; none when it is infinite, zero when either is zero. */
function corner(m: Maker, a: End, b: End): Exact | null {
  if (a === null && b === null) return null
  const zero = any([a, b].flatMap((e) => (e ? [compared(m, '=', e, ZERO)] : [])))
  if (zero === TRUE) return ZERO
  const product = a && b ? times(m, a, b) : NOTHING
  if (zero === FALSE) return product === NOTHING ? null : product
  if (product.value) return product
  const none = product === NOTHING
  const { scale, bound, width } = none ? ZERO : product
  const sql = choice([[zero, sqlOf(m, ZERO, width)]], none ? NULL : product.sql)
  return { sql, scale, bound, width }
}

function unless(m: Maker, test: Sql, end: Exact): Num | null {
  if (test === TRUE) return null
  return chosen(m, [
    [test, NONE],
    [TRUE, exactly(end)],
  ])
}

/** Whether an interval holds no zero: above it, below it. NULL counts as no. */
export function sides(m: Maker, ends: Ends): { above: Sql; below: Sql } {
  const { low, high } = exactEnds(m, ends)
  return {
    above: low ? compared(m, '>', low, ZERO) : FALSE,
    below: high ? compared(m, '<', high, ZERO) : FALSE,
  }
}

/** The quotient of two intervals; infinite where the second holds zero. */
export function divideEnds(m: Maker, a: Ends, b: Ends): Ends {
  const [x, y] = [exactEnds(m, a), exactEnds(m, b)]
  const { above, below } = sides(m, b)
  if (above === FALSE && below === FALSE) return INFINITE
  const point = pointOf(b)
  if (point) {
    const by = (end: Num | null) =>
      end && spread(m, plainEnd(m, end), (n) => quotientEnd(m, n, point))
    return {
      low: chosenOrNone(m, [
        [above, by(a.low)],
        [below, by(a.high)],
      ]),
      high: chosenOrNone(m, [
        [above, by(a.high)],
        [below, by(a.low)],
      ]),
    }
  }
  const up = { far: y.high, near: y.low }
  const down = { far: y.low, near: y.high }
  return {
    low: chosenOrNone(m, [
      [above, part(m, x.low, '>=', up)],
      [below, part(m, x.high, '<', down)],
    ]),
    high: chosenOrNone(m, [
      [above, part(m, x.high, '<', up)],
      [below, part(m, x.low, '>=', down)],
    ]),
  }
}

function chosenOrNone(m: Maker, cases: readonly (readonly [Sql, Num | null])[]): Num | null {
  const left = cases.filter(([when, num]) => when !== FALSE && num !== null)
  if (left.length === 0) return null
  return chosen(
    m,
    cases.map(([when, num]) => [when, num ?? NONE]),
  )
}

/** One end over the far end of the divisor where it is on the side `op` of zero, else the near. */
function part(m: Maker, end: End, op: '>=' | '<', by: { far: End; near: End }): Num | null {
  if (end === null) return null
  const far = compared(m, op, end, ZERO)
  const cases: (readonly [Sql, Num])[] = [
    [all([far, isInfinite(by.far)]), exactly(ZERO)],
    [far, by.far ? quotientEnd(m, end, by.far) : NONE],
    [
      compared(m, op === '<' ? '>=' : '<', end, ZERO),
      by.near ? quotientEnd(m, end, by.near) : NONE,
    ],
  ]
  return chosen(m, cases)
}

/** An end over an end that is not zero. */
function quotientEnd(m: Maker, n: Exact, d: Exact): Num {
  return n.value?.isZero() ? exactly(ZERO) : over(m, n, d)
}

/** A quotient of two exact numbers; NULL where the divisor is zero. */
export function over(m: Maker, n: Exact, d: Exact): Num {
  if (n === NOTHING || d === NOTHING) return NONE
  if (!d.value) return [{ when: TRUE, n, d }]
  if (d.value.isZero()) return NONE
  const turned = d.value.isNegative()
  const [top, bottom] = turned ? [negated(n), negated(d)] : [n, d]
  const quick = reciprocal(m, top, bottom)
  return quick ? exactly(quick) : [{ when: TRUE, n: top, d: bottom }]
}
