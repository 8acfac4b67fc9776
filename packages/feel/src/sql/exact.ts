import { Decimal } from '@huoshui/values'
import type { Comparison } from '../syntax.ts'
import type { Maker } from './maker.ts'
import { NULL, type Sql } from './text.ts'

/**
 * A number in SQL that is exact: so many digits after the point and never more than so large.
 *
 * FEEL has 34 digits and DuckDB 38; what is bounded by fewer is computed without rounding by
 * both, and by PostgreSQL, whose numbers have no limit. What can't be bounded is a problem.
 */
export interface Exact {
  readonly sql: Sql
  /** Digits after the point. */
  readonly scale: number
  /** The value in units of its last digit is never larger than this, whatever its sign. */
  readonly bound: bigint
  /** All digits of DuckDB's own type of `sql`. */
  readonly width: number
  /** The value, when it is the same in every row; `sql` is then not used. */
  readonly value?: Decimal
}

/** What FEEL computes with, and what a DECIMAL of DuckDB can hold. */
export const FEEL_DIGITS = 34
const DUCKDB_DIGITS = 38
/** DuckDB keeps decimals up to this width in 64 bits, which is several times faster. */
export const FAST_DIGITS = 18

/** Constants are put together without rounding; whether FEEL would round is asked elsewhere. */
const Wide = Decimal.clone({ precision: 1000, maxE: 1_000_000, minE: -1_000_000 })

/** How many digits a bound has. */
export function digitsOf(bound: bigint): number {
  return bound.toString().length
}

/** Ten to the `exponent`, which is not below zero. */
export function power(exponent: number): bigint {
  return 10n ** BigInt(exponent)
}

/** A number that is NULL in every row. */
export const NOTHING: Exact = { sql: NULL, scale: 0, bound: 0n, width: 1 }

/** A constant, with as many digits after the point as it needs. */
export function constant(value: Decimal, scale = value.decimalPlaces()): Exact {
  const coefficient = BigInt(value.abs().toFixed(scale).replace('.', ''))
  const width = Math.max(digitsOf(coefficient), scale)
  return { sql: NULL, scale, bound: coefficient, width, value }
}

export const ZERO = constant(new Decimal(0))

/** The text of a number; a constant as a parameter, of `width` digits at least. */
export function sqlOf(m: Maker, e: Exact, width = 0): Sql {
  if (e.value === undefined) return e.sql
  const mark = m.parameter(e.value.toFixed())
  return cast(m, mark, Math.max(e.width, width), e.scale)
}

/** A text as a number of this type. */
export function cast(m: Maker, sql: Sql, width: number, scale: number): Sql {
  if (m.dialect === 'postgres') return `CAST(${sql} AS numeric)`
  const digits = Math.max(width, scale, 1)
  tooMany(m, digits, DUCKDB_DIGITS)
  return `CAST(${sql} AS DECIMAL(${digits},${scale}))`
}

/** Whether a number may have more digits than can be computed exactly, which is reported. */
export function tooMany(m: Maker, digits: number, limit: number): boolean {
  if (digits <= limit) return false
  m.report('F303', { digits: String(digits), limit: String(limit) })
  return true
}

/** The same number with at least this many digits after the point. */
export function rescale(m: Maker, e: Exact, scale: number): Exact {
  if (e.scale >= scale || e === NOTHING) return e
  if (e.value !== undefined) return constant(e.value, scale)
  const bound = e.bound * power(scale - e.scale)
  if (m.dialect === 'postgres') return { ...e, scale, bound }
  const width = Math.max(digitsOf(bound), scale)
  return { sql: cast(m, e.sql, width, scale), scale, bound, width }
}

/** Numbers with one and the same scale. */
export function aligned(m: Maker, numbers: readonly Exact[]): Exact[] {
  const scale = Math.max(...numbers.map((e) => e.scale))
  return numbers.map((e) => rescale(m, e, scale))
}

/** The sum or, with `-`, the difference of two numbers; NULL where one is. */
export function plus(m: Maker, a: Exact, b: Exact, sign: '+' | '-' = '+'): Exact {
  if (a === NOTHING || b === NOTHING) return NOTHING
  if (a.value && b.value) {
    const left = new Wide(a.value)
    return constant(sign === '+' ? left.plus(b.value) : left.minus(b.value))
  }
  if (b.value?.isZero()) return a
  if (a.value?.isZero() && sign === '+') return b
  const [x = a, y = b] = aligned(m, [a, b])
  const bound = x.bound + y.bound
  const need = digitsOf(bound)
  const left = widened(m, x, need, Math.max(x.width, y.width) + 1, y.width)
  const width = naturalWidth(Math.max(left.width, y.width) + 1, [left.width, y.width], 0)
  const sql = `(${sqlOf(m, left)} ${sign} ${sqlOf(m, y)})`
  return { sql, scale: x.scale, bound, width }
}

/** The product of two numbers, with the digits after the point of both. */
export function times(m: Maker, a: Exact, b: Exact): Exact {
  if (a === NOTHING || b === NOTHING) return NOTHING
  if (a.value && b.value) return constant(new Wide(a.value).times(b.value))
  if (a.value?.eq(1)) return b
  if (b.value?.eq(1)) return a
  const scale = a.scale + b.scale
  const bound = a.bound * b.bound
  const need = Math.max(digitsOf(bound), scale)
  const left = widened(m, a, need, a.width + b.width, b.width)
  const width = naturalWidth(left.width + b.width, [left.width, b.width], scale)
  return { sql: `(${sqlOf(m, left)} * ${sqlOf(m, b)})`, scale, bound, width }
}

/**
 * DuckDB's width of a result. It does not leave 64 bits by itself, but fails where a value needs
 * more, so that one side has to be widened beforehand.
 */
function naturalWidth(width: number, sides: readonly number[], scale: number): number {
  const fast = sides.every((side) => side <= FAST_DIGITS) && scale < FAST_DIGITS
  if (fast && width > FAST_DIGITS) return FAST_DIGITS
  return Math.min(width, DUCKDB_DIGITS)
}

function widened(m: Maker, e: Exact, need: number, width: number, other: number): Exact {
  if (m.dialect === 'postgres') return e
  if (tooMany(m, need, DUCKDB_DIGITS)) return e
  const slow = e.width > FAST_DIGITS || other > FAST_DIGITS
  if (need <= FAST_DIGITS || (slow && need <= Math.min(width, DUCKDB_DIGITS))) return e
  const wide = Math.max(FAST_DIGITS + 1, need, e.width)
  if (e.value !== undefined) return { ...e, width: wide }
  return { ...e, sql: cast(m, e.sql, wide, e.scale), width: wide }
}

/** A number with its sign turned. */
export function negated(e: Exact): Exact {
  if (e === NOTHING) return e
  return e.value ? constant(e.value.negated(), e.scale) : { ...e, sql: `(-${e.sql})` }
}

/** A number without its sign. */
export function absolute(e: Exact): Exact {
  if (e === NOTHING) return e
  return e.value ? constant(e.value.abs(), e.scale) : { ...e, sql: `abs(${e.sql})` }
}

const FLIPPED: Record<Comparison, Comparison> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** The comparison that says the same with its sides exchanged. */
export function flipped(op: Comparison): Comparison {
  return FLIPPED[op]
}

/** Whether `sign`, that of a difference, is what a comparison asks for. */
export function signMeets(op: Comparison, sign: number): boolean {
  switch (op) {
    case '=':
      return sign === 0
    case '!=':
      return sign !== 0
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

/** `a op b` in SQL, NULL where one of them is. */
export function compared(m: Maker, op: Comparison, a: Exact, b: Exact): Sql {
  if (a === NOTHING || b === NOTHING) return NULL
  if (a.value && b.value) return signMeets(op, a.value.comparedTo(b.value)) ? 'TRUE' : 'FALSE'
  if (b.value) return againstConstant(m, op, a, b.value)
  if (a.value) return againstConstant(m, flipped(op), b, a.value)
  const [x = a, y = b] = aligned(m, [a, b])
  return `(${x.sql} ${spelled(op)} ${y.sql})`
}

/** A comparison as SQL spells it. */
export function spelled(op: Comparison): string {
  return op === '!=' ? '<>' : op
}

/**
 * A number of so many digits after the point compared with any constant. The constant is moved
 * to the nearest number of that kind, so that no row is converted for the comparison.
 */
function againstConstant(m: Maker, op: Comparison, e: Exact, value: Decimal): Sql {
  const low = value.toDecimalPlaces(e.scale, Decimal.ROUND_FLOOR)
  if (low.eq(value)) return onGrid(m, op, e, value)
  const high = value.toDecimalPlaces(e.scale, Decimal.ROUND_CEIL)
  switch (op) {
    case '=':
      return `(${e.sql} <> ${e.sql})`
    case '!=':
      return `(${e.sql} = ${e.sql})`
    case '<':
    case '<=':
      return onGrid(m, '<=', e, low)
    case '>':
    case '>=':
      return onGrid(m, '>=', e, high)
  }
}

function onGrid(m: Maker, op: Comparison, e: Exact, value: Decimal): Sql {
  // Larger than any value there can be is as good as just larger.
  const beyond = new Decimal(`1e${digitsOf(e.bound) - e.scale}`)
  const near = value.gt(beyond) ? beyond : value.lt(beyond.negated()) ? beyond.negated() : value
  return `(${e.sql} ${spelled(op)} ${sqlOf(m, constant(near, e.scale), e.width)})`
}

/** A number divided by a constant whose inverse has few digits, as a product; null for others. */
export function reciprocal(m: Maker, n: Exact, d: Exact): Exact | null {
  if (!d.value) return null
  const inverse = new Wide(1).div(d.value).toSignificantDigits(20)
  if (!inverse.times(d.value).eq(1)) return null
  const factor = constant(inverse)
  if (n.scale + factor.scale > FEEL_DIGITS) return null
  if (digitsOf(n.bound * factor.bound) > FEEL_DIGITS) return null
  return times(m, n, factor)
}
