import { Decimal, type Text } from '@huoshui/values'
import type { Arithmetic } from '../syntax.ts'
import {
  addEnds,
  divideEnds,
  multiplyEnds,
  negateEnds,
  negateNum,
  over,
  scaleEnds,
  sides,
  sumOf,
} from './bounds.ts'
import {
  asKind,
  byCase,
  type Cell,
  cell,
  type Ends,
  endsTogether,
  filled,
  firmly,
  type Kind,
  nowhere,
  numberOf,
  once,
  strictly,
} from './cell.ts'
import { broken } from './compare.ts'
import { addToDate, dateDifference } from './dates.ts'
import {
  compared,
  constant,
  digitsOf,
  type Exact,
  FEEL_DIGITS,
  NOTHING,
  times,
  tooMany,
  ZERO,
} from './exact.ts'
import type { Maker } from './maker.ts'
import { chosen, exactly, exactOf, mapped, NONE, type Num, rounded } from './num.ts'
import { settle, settleZero } from './settle.ts'
import { all, any, certain, choice, FALSE, NULL, no, type Sql, TRUE } from './text.ts'

/** Arithmetic in SQL: `operators.ts` of the interpreter says what it means. */

/** The greatest number of months that FEEL counts. */
const MONTHS_MAX = BigInt(Number.MAX_SAFE_INTEGER)

/** `a op b`. */
export function arithmetic(m: Maker, op: Arithmetic, left: Cell, right: Cell): Cell {
  const number = left.kind === 'number' || right.kind === 'number'
  const [a, b] = number ? [asKind(left, 'number'), asKind(right, 'number')] : [left, right]
  if (a.kind === 'null' || b.kind === 'null') return withNull(op, a, b)
  switch (op) {
    case '+':
      return add(m, a, b)
    case '-':
      return subtract(m, a, b)
    case '*':
      return multiply(m, a, b)
    case '/':
      return divide(m, a, b)
    case '**':
      return clash(m, op)
  }
}

/** What is computed with null is null, or unknown while the other side is. */
function withNull(op: Arithmetic, a: Cell, b: Cell): Cell {
  const kind = a.kind === 'null' ? b.kind : a.kind
  const days = op === '-' && kind === 'date' ? 'days' : kind
  return cell(days, { ...strictly([a, b]), absent: TRUE })
}

function clash(m: Maker, op: Arithmetic): Cell {
  const what: Text = { zh: `这些值之间的“${op}”`, en: `“${op}” between such values` }
  m.report('F302', { what })
  return broken('number')
}

function add(m: Maker, a: Cell, b: Cell): Cell {
  if (a.kind === b.kind) {
    if (a.kind === 'text') {
      return cell('text', { ...strictly([a, b]), sql: `(${a.sql} || ${b.sql})` })
    }
    if (isSummable(a.kind)) return sum(m, [a, b], sumOf(m, a.num, b.num, '+'), addEnds)
  }
  if (a.kind === 'date' && isSpan(b.kind)) return addToDate(m, a, b, '+')
  if (b.kind === 'date' && isSpan(a.kind)) return addToDate(m, b, a, '+')
  return clash(m, '+')
}

function subtract(m: Maker, a: Cell, b: Cell): Cell {
  if (a.kind === b.kind) {
    if (a.kind === 'date') return dateDifference(m, a, b)
    if (isSummable(a.kind)) {
      const ends = (n: Maker, x: Ends, y: Ends) => addEnds(n, x, negateEnds(n, y))
      return sum(m, [a, b], sumOf(m, a.num, b.num, '-'), ends)
    }
  }
  return a.kind === 'date' && isSpan(b.kind) ? addToDate(m, a, b, '-') : clash(m, '-')
}

function isSummable(kind: Kind): boolean {
  return kind === 'number' || kind === 'months' || kind === 'days'
}

function isSpan(kind: Kind): boolean {
  return kind === 'months' || kind === 'days'
}

type Combine = (m: Maker, a: Ends, b: Ends) => Ends

/** A number made of two, whose bounds come from theirs. */
function combined(
  m: Maker,
  kind: Kind,
  operands: readonly [Cell, Cell],
  num: Num,
  combine: Combine,
  cases = false,
): Cell {
  const [a, b] = operands
  const ends = once((): Ends => {
    if (kind !== 'number') return { low: null, high: null }
    if (cases) return byCase(m, a, b, (x, y) => combine(m, x, y))
    const [x, y] = endsTogether(m, operands)
    return x && y ? combine(m, x, y) : { low: null, high: null }
  })
  return cell(kind, {
    ...strictly(operands),
    num: checked(m, kind, num),
    low: () => ends().low,
    high: () => ends().high,
    sure: kind === 'number' ? all([numberOf(a), numberOf(b)]) : FALSE,
    firm: firmly(operands),
    pointed: a.pointed || b.pointed,
  })
}

function sum(m: Maker, operands: readonly [Cell, Cell], num: Num, combine: Combine): Cell {
  const made = combined(m, operands[0].kind, operands, num, combine)
  return made.pointed ? settle(m, made) : made
}

/** A number that FEEL can hold without rounding; one that may be longer is reported. */
export function checked(m: Maker, kind: Kind, num: Num): Num {
  for (const piece of num) {
    if (piece.d !== null) continue
    tooMany(m, digitsOf(piece.n.bound), FEEL_DIGITS)
    if (kind === 'months' && piece.n.bound > MONTHS_MAX) {
      tooMany(m, digitsOf(piece.n.bound), digitsOf(MONTHS_MAX) - 1)
    }
  }
  return num
}

function multiply(m: Maker, left: Cell, right: Cell): Cell {
  const [a, b] = right.kind === 'number' ? [left, right] : [right, left]
  if (b.kind !== 'number' || !isSummable(a.kind)) return clash(m, '*')
  const product = productOf(m, a.num, b.num)
  // FEEL drops what is less than a month.
  const num = a.kind === 'months' ? rounded(m, product, 0, 'round down') : product
  const [x, y] = [exactOf(a.num), exactOf(b.num)]
  const fixed = [x, y].find((e) => e?.value)
  const combine: Combine = (n, p, q) => {
    if (fixed) return scaleEnds(n, fixed === y ? p : q, fixed)
    return multiplyEnds(n, p, q)
  }
  const made = combined(m, a.kind, [a, b], num, combine, true)
  if (made.pointed) return settle(m, made)
  const zero = (e: Exact | null, other: Cell) =>
    e && other.mayUnknown ? compared(m, '=', e, ZERO) : FALSE
  return settleZero(m, made, any([zero(x, b), zero(y, a)]))
}

/** A product. A quotient may only be multiplied by a power of ten, which moves its point. */
function productOf(m: Maker, a: Num, b: Num): Num {
  const [x, y] = [exactOf(a), exactOf(b)]
  if (x && y) return exactly(times(m, x, y))
  const factor = x ?? y
  const quotient = x ? b : a
  if (factor && isPowerOfTen(factor)) {
    return mapped(m, quotient, ({ n, d }) => ({ n: times(m, n, factor), d }))
  }
  m.report('F304')
  return NONE
}

function isPowerOfTen(e: Exact): boolean {
  return e.value?.abs().precision() === 1 && /^10*$|^0\.0*1$/.test(e.value.abs().toFixed())
}

function divide(m: Maker, a: Cell, b: Cell): Cell {
  const kind = quotientKind(a.kind, b.kind)
  if (kind === null) return clash(m, '/')
  const far = any(Object.values(sides(m, { low: b.low(), high: b.high() })))
  const both = kind === 'number' ? all([numberOf(a), numberOf(b)]) : FALSE
  const sureFar = b.mayUnknown ? all([both, certain(far)]) : FALSE
  const naught = naughtOver(m, a, b, sureFar)
  const divisor = exactOf(naught === FALSE ? b.num : divisorOrOne(m, b, naught))
  const plain = divisor ? quotientOf(m, a.num, divisor) : null
  const own = exactOf(b.num)
  if (plain === null || !divisor || !own) {
    m.report('F304')
    return broken(kind)
  }
  const num = kind === 'months' ? rounded(m, plain, 0, 'round down') : plain
  const zero = compared(m, '=', own, ZERO)
  const made = combined(m, kind, [a, b], num, (n, p, q) => dividedEnds(n, a, b, p, q), true)
  const settled = all([b.unknown, certain(naught)])
  const absent = any([made.absent, zero === NULL ? FALSE : zero])
  const sureNear = all([both, certain(compared(m, '!=', own, ZERO))])
  const whole = {
    ...made,
    sure: sureFar === FALSE ? sureNear : choice([[b.unknown, sureFar]], sureNear),
    absent: all([absent, no(settled)]),
    unknown: all([made.unknown, no(settled)]),
    mayNull: made.mayNull || zero !== FALSE,
    firm: both === TRUE,
  }
  return whole.pointed ? settle(m, whole) : whole
}

/** Where zero is divided by what is not known but sure not to be zero, which is zero already. */
function naughtOver(m: Maker, a: Cell, b: Cell, sure: Sql): Sql {
  const numerator = exactOf(a.num)
  if (sure === FALSE || !numerator || a.pointed || b.pointed) return FALSE
  return all([b.mayNull ? b.unknown : TRUE, sure, compared(m, '=', numerator, ZERO)])
}

/** The divisor, one where zero may be divided by anything. */
function divisorOrOne(m: Maker, b: Cell, naught: Sql): Num {
  return filled(m, b.num, b.absent, chosen(m, [[naught, exactly(ONE)]]))
}

const ONE = constant(new Decimal(1))

function quotientKind(a: Kind, b: Kind): Kind | null {
  if (!isSummable(a)) return null
  if (b === 'number') return a
  return a === b ? 'number' : null
}

/** `a / d`; null when it would be the quotient of a quotient. */
function quotientOf(m: Maker, a: Num, d: Exact): Num | null {
  if (d === NOTHING) return NONE
  if (d.value && isPowerOfTen(d)) {
    const factor = constant(new Decimal(1).div(d.value))
    return mapped(m, a, (q) => ({ n: times(m, q.n, factor), d: q.d }))
  }
  const n = exactOf(a)
  if (n) return over(m, n, d)
  if (a.some((piece) => piece.d !== null)) return null
  return a.flatMap((piece) =>
    over(m, piece.n, d).map((q) => ({ ...q, when: all([piece.when, q.when]) })),
  )
}

/** The bounds of a quotient. Without a sure number on either side there are none. */
function dividedEnds(m: Maker, a: Cell, b: Cell, x: Ends, y: Ends): Ends {
  const either = any([numberOf(a), numberOf(b)])
  const ends = divideEnds(m, x, y)
  if (either === TRUE) return ends
  const under = (end: Num | null): Num | null =>
    end?.map((piece) => ({ ...piece, when: all([either, piece.when]) })) ?? null
  return { low: under(ends.low), high: under(ends.high) }
}

/** `-a`. */
export function negate(m: Maker, a: Cell): Cell {
  if (a.kind === 'null') return a
  if (!isSummable(a.kind)) return clash(m, '-')
  const ends = once(() => negateEnds(m, { low: a.low(), high: a.high() }))
  const { constant: _, ...rest } = a
  return {
    ...rest,
    origin: nowhere,
    num: negateNum(m, a.num),
    low: () => ends().low,
    high: () => ends().high,
  }
}
