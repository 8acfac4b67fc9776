import type { Comparison } from '../syntax.ts'
import {
  aligned,
  compared,
  digitsOf,
  type Exact,
  flipped,
  NOTHING,
  power,
  sqlOf,
  times,
  tooMany,
  ZERO,
} from './exact.ts'
import type { Rounding } from './forms.ts'
import type { Maker } from './maker.ts'
import { all, type Branch, choice, FALSE, NULL, type Sql, TRUE } from './text.ts'
import { roundInWholes } from './wholes.ts'

/**
 * A number as one of several quotients: the first whose `when` is true, none if none is.
 *
 * A quotient is never computed: databases round it in their own ways. It is carried as two exact
 * numbers until it is compared, by multiplication, or rounded to a fixed place, in whole numbers.
 */
export type Num = readonly Piece[]

export interface Piece extends Quotient {
  readonly when: Sql
  /** The constants that `n` is one of, each with its test: comparisons with them are decided. */
  readonly of?: readonly Piece[]
}

/** `n / d`; `n` itself without `d`. A constant `d` is above zero; any other may be anything. */
export interface Quotient {
  readonly n: Exact
  readonly d: Exact | null
}

/** No number in any row. */
export const NONE: Num = []

/** An exact number as one that is no quotient. */
export function exactly(e: Exact): Num {
  return e === NOTHING ? NONE : [{ when: TRUE, n: e, d: null }]
}

/** The number, when it is no quotient. */
export function exactOf(num: Num): Exact | null {
  const [piece, ...others] = num
  if (piece === undefined) return NOTHING
  return others.length === 0 && piece.when === TRUE && piece.d === null ? piece.n : null
}

/** The first of these numbers whose test is true. Pieces without a quotient become one. */
export function chosen(m: Maker, cases: readonly (readonly [when: Sql, num: Num])[]): Num {
  const pieces: Piece[] = []
  for (const [when, num] of cases) {
    if (when === FALSE) continue
    // Within a case, what is no number must not fall through to the next case.
    for (const piece of num) pieces.push({ ...piece, when: all([when, piece.when]) })
    if (!covers(num) && when !== TRUE) pieces.push({ when, n: NOTHING, d: null })
    if (when === TRUE) break
  }
  while (pieces.length > 0 && pieces.at(-1)?.n === NOTHING) pieces.pop()
  return merged(m, pieces)
}

function covers(num: Num): boolean {
  return num.at(-1)?.when === TRUE
}

function merged(m: Maker, pieces: readonly Piece[]): Num {
  if (pieces.some((piece) => piece.d !== null)) return pieces
  const numbers = pieces.map((piece) => piece.n)
  const [first] = numbers
  if (first === undefined) return NONE
  if (pieces.length === 1 && pieces[0]?.when === TRUE) return pieces
  const same = aligned(m, numbers)
  const width = Math.max(...same.map((e) => e.width))
  const bound = same.reduce((most, e) => (e.bound > most ? e.bound : most), 0n)
  const branches = pieces.map((piece, i): Branch => [piece.when, sqlOf(m, same[i] ?? first, width)])
  const sql = choice(branches)
  if (sql === NULL) return NONE
  const scale = Math.max(...same.map((n) => n.scale))
  const e: Exact = { sql, scale, bound, width }
  const fixed = numbers.every((n) => n.value !== undefined || n === NOTHING)
  return [fixed ? { when: TRUE, n: e, d: null, of: pieces } : { when: TRUE, n: e, d: null }]
}

/** Every piece changed in the same way. */
export function mapped(m: Maker, num: Num, change: (q: Quotient) => Quotient): Num {
  return merged(
    m,
    num.flatMap(opened).map((piece) => ({ when: piece.when, ...change(piece) })),
  )
}

/** A number made of each piece of another one. */
export function spread(m: Maker, num: Num, make: (n: Exact) => Num): Num {
  return chosen(
    m,
    num.flatMap(opened).map((piece) => [piece.when, make(piece.n)]),
  )
}

/** `a op b` in SQL; NULL where one of them is no number. */
export function compareNums(m: Maker, op: Comparison, a: Num, b: Num): Sql {
  const branches: Branch[] = []
  for (const x of a.flatMap(opened)) {
    for (const y of b.flatMap(opened))
      branches.push([all([x.when, y.when]), compareQuotients(m, op, x, y)])
  }
  return choice(branches)
}

/** A piece as the constants that it is one of, where it is. */
function opened(piece: Piece): readonly Piece[] {
  return piece.of?.map((inner) => ({ ...inner, when: all([piece.when, inner.when]) })) ?? [piece]
}

/**
 * Two quotients compared by multiplication. FEEL compares what is left of them after rounding to
 * 34 digits. Rounding keeps order, so it can only make equal what isn't. Whole numbers A and B
 * with fewer than 34 digits that differ do so by more than 1 in 10^33 of either, and rounding
 * moves a quotient by at most 5 in 10^34: enough room when one side is rounded. When both
 * are, one digit less leaves it.
 */
function compareQuotients(m: Maker, op: Comparison, x: Quotient, y: Quotient): Sql {
  if (x.d === null && y.d === null) return compared(m, op, x.n, y.n)
  const [left, right] = [across(m, x.n, y.d), across(m, y.n, x.d)]
  const [a = left, b = right] = aligned(m, [left, right])
  const limit = x.d && y.d ? 32 : 33
  tooMany(m, Math.min(digitsOf(a.bound), digitsOf(b.bound)), limit)
  const [upright, turned] = [compared(m, op, left, right), compared(m, flipped(op), left, right)]
  const divisors = [x.d, y.d].filter((d) => d !== null && d.value === undefined)
  const [first, second] = divisors
  if (!first) return upright
  const signs = (d: Exact, sign: '>' | '<') => compared(m, sign, d, ZERO)
  if (!second) {
    return choice([
      [signs(first, '>'), upright],
      [signs(first, '<'), turned],
    ])
  }
  const above = (d: Exact) => compared(m, '!=', d, ZERO)
  const agree = `(${signs(first, '>')} = ${signs(second, '>')})`
  return choice([
    [all([above(first), above(second), agree]), upright],
    [all([above(first), above(second)]), turned],
  ])
}

/** A numerator times the other divisor, which is not zero where the product is looked at. */
function across(m: Maker, n: Exact, d: Exact | null): Exact {
  if (d === null || n.value?.isZero()) return n
  return times(m, n, d)
}

/** A number rounded to `places` after the point. */
export function rounded(m: Maker, num: Num, places: number, how: Rounding): Num {
  return mapped(m, num, (q) => ({ n: roundQuotient(m, q, places, how), d: null }))
}

function roundQuotient(m: Maker, q: Quotient, places: number, how: Rounding): Exact {
  const { n, d } = q
  if (n === NOTHING || (d === null && n.scale <= places)) return n
  if (d === null && (places === 0 || (how === 'round half up' && places > 0))) {
    const native = roundNatively(m, n, places, how)
    if (native !== null) return native
  }
  return roundInWholes(m, q, places, how)
}

/** What both databases do exactly and in the same way. */
function roundNatively(m: Maker, n: Exact, places: number, how: Rounding): Exact | null {
  const names: Partial<Record<Rounding, string>> = {
    floor: 'floor',
    ceiling: 'ceil',
    'round down': 'trunc',
  }
  const name = names[how]
  const sql =
    how === 'round half up' ? `round(${sqlOf(m, n)}, ${places})` : name && `${name}(${sqlOf(m, n)})`
  if (sql === undefined) return null
  const bound = n.bound / power(n.scale - places) + 1n
  return { sql, scale: places, bound, width: n.width }
}
