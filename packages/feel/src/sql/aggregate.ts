import { Decimal } from '@huoshui/values'
import { checked } from './arithmetic.ts'
import { addEnds, over, sumOf } from './bounds.ts'
import {
  asKind,
  type Cell,
  cell,
  type Ends,
  endsTogether,
  nullOf,
  numberOf,
  once,
  strictly,
} from './cell.ts'
import { broken, sameKind } from './compare.ts'
import {
  aligned,
  cast,
  compared,
  constant,
  digitsOf,
  type Exact,
  power,
  sqlOf,
  times,
  tooMany,
  ZERO,
} from './exact.ts'
import type { Maker } from './maker.ts'
import { exactly, exactOf, NONE, type Num } from './num.ts'
import { settle } from './settle.ts'
import { all, any, choice, FALSE, no, TRUE } from './text.ts'

/** `sum` of these. It takes no null: with one among them it is null, whatever isn't known. */
export function sumAll(m: Maker, items: readonly Cell[]): Cell {
  const numbers = items.map((c) => asKind(c, 'number'))
  const [first, ...others] = numbers
  if (first === undefined) return broken('number')
  const model = cell('number', {})
  if (numbers.some((c) => !sameKind(m, model, c))) return broken('number')
  const ends = once(() => endsTogether(m, numbers).reduce((a, b) => addEnds(m, a, b)))
  const state = strictly(numbers)
  const num = others.reduce((total, c) => sumOf(m, total, c.num, '+'), first.num)
  const made = cell('number', {
    ...state,
    unknown: all([state.unknown, no(any(numbers.map(nullOf)))]),
    num: state.absent === TRUE ? NONE : checked(m, 'number', num),
    low: () => ends().low,
    high: () => ends().high,
    sure: all(numbers.map(numberOf)),
    pointed: numbers.some((c) => c.pointed),
  })
  return made.pointed ? settle(m, made) : made
}

/** `mean` of these. */
export function mean(m: Maker, items: readonly Cell[]): Cell {
  const total = sumAll(m, items)
  const count = constant(new Decimal(items.length))
  const divided = (num: Num): Num => {
    const n = exactOf(num)
    if (n) return over(m, n, count)
    m.report('F304')
    return NONE
  }
  const end = (num: Num | null) => num && divided(num)
  const ends = once((): Ends => ({ low: end(total.low()), high: end(total.high()) }))
  return { ...total, num: divided(total.num), low: () => ends().low, high: () => ends().high }
}

/** `modulo(a, b)`: the remainder, with the sign of the divisor; null when that is zero. */
export function modulo(m: Maker, a: Cell, b: Cell): Cell {
  const state = strictly([a, b])
  const [x, y] = [exactOf(a.num), exactOf(b.num)]
  if (!x || !y) {
    m.report('F304')
    return broken('number')
  }
  if (state.absent === TRUE) return cell('number', state)
  const [dividend = x, divisor = y] = aligned(m, [x, y])
  // FEEL takes the whole part of a quotient rounded to 34 digits; see `wholes.ts`.
  tooMany(m, digitsOf(2n * dividend.bound), 33)
  tooMany(m, digitsOf(2n * divisor.bound), 33)
  const zero = compared(m, '=', y, ZERO)
  const num = remainder(m, dividend, divisor)
  return cell('number', {
    ...state,
    num: exactly(num),
    mayNull: state.mayNull || zero !== FALSE,
    absent: any([state.absent, zero]),
  })
}

function remainder(m: Maker, a: Exact, b: Exact): Exact {
  const scale = a.scale
  const unit = constant(new Decimal(power(scale).toString()))
  const whole = (e: Exact) =>
    m.dialect === 'postgres'
      ? sqlOf(m, e)
      : `CAST(${sqlOf(m, times(m, e, unit))} AS ${fits(a, b) ? 'BIGINT' : 'HUGEINT'})`
  const [x, y] = [whole(a), whole(b)]
  const left = `(${x} % ${m.dialect === 'postgres' ? `NULLIF(${y}, 0)` : y})`
  const turned = all([`(${left} <> 0)`, `((${left} < 0) <> (${y} < 0))`])
  const sql = choice([[turned, `(${left} + ${y})`]], left)
  const width = Math.max(digitsOf(b.bound), 1)
  if (m.dialect === 'postgres') return { sql, scale, bound: b.bound, width }
  const units = { sql: cast(m, sql, width, 0), scale: 0, bound: b.bound, width }
  return times(m, units, constant(new Decimal(`1e${-scale}`)))
}

function fits(a: Exact, b: Exact): boolean {
  return a.bound + b.bound < 2n ** 63n
}
