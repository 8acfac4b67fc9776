import { Decimal } from '@huoshui/values'
import type { Decimal as Base } from 'decimal.js'
import type { LaneRounding } from '../js/runtime.ts'
import { shortAbs, shortRound } from '../js/short.ts'
import { finite } from '../operators.ts'
import type { Rounding as SqlRounding } from '../sql/forms.ts'
import { listOf, T, type Type } from '../types.ts'
import { type Interval, intervalOf, missingIn, settle, waiting } from '../unknown.ts'
import { DaysTime, isUnknown, type Value, YearsMonths } from '../value.ts'
import { type Builtin, optional, param, type Signature } from './define.ts'

const n = param('n', T.number)

/** The type of the first argument, for functions that keep money as money. */
const first = (args: readonly Type[]): Type => args[0] ?? T.number

/** The scales that the standard allows (DMN 1.5 table 76). */
const SCALE_MIN = -6111
const SCALE_MAX = 6176

type Rounding = Base.Rounding

/** A result of a function that never turns the order of numbers around. */
function monotone(value: Value, round: (d: Decimal) => Decimal): Value {
  if (!isUnknown(value)) return finite(round(value as Decimal))
  const { low, high, number } = intervalOf(value)
  const ends: Interval = { low: rounded(low, round), high: rounded(high, round), number }
  return settle(missingIn([value]), ends)
}

function rounded(end: Decimal, round: (d: Decimal) => Decimal): Decimal {
  return end.isFinite() ? round(end) : end
}

function scaled(rounding: Rounding): Signature['apply'] {
  return ([value, scale = new Decimal(0)]: [Value, Value | undefined], report) => {
    if (isUnknown(scale)) return waiting([value, scale])
    const places = (scale as Decimal).trunc().toNumber()
    if (places < SCALE_MIN || places > SCALE_MAX) {
      report({ zh: '小数位数太大。', en: 'The scale is too large.' })
      return null
    }
    return monotone(value, (d) => toPlaces(d, places, rounding))
  }
}

/** To `places` after the point; before it when negative. */
export function toPlaces(d: Decimal, places: number, rounding: Rounding): Decimal {
  if (places >= 0) return d.toDecimalPlaces(places, rounding)
  const unit = new Decimal(10).pow(-places)
  return d.div(unit).toDecimalPlaces(0, rounding).times(unit)
}

/** The roundings as generated code names them. */
const LANE_ROUNDINGS = new Map<Rounding, LaneRounding>([
  [Decimal.ROUND_HALF_EVEN, 'half-even'],
  [Decimal.ROUND_FLOOR, 'floor'],
  [Decimal.ROUND_CEIL, 'ceiling'],
  [Decimal.ROUND_UP, 'up'],
  [Decimal.ROUND_DOWN, 'down'],
  [Decimal.ROUND_HALF_UP, 'half-up'],
  [Decimal.ROUND_HALF_DOWN, 'half-down'],
])

function rounding(
  name: SqlRounding,
  zh: string,
  en: string,
  mode: Rounding,
  scale = true,
): Builtin {
  const place = scale ? param('scale', T.number) : optional('scale', T.number)
  const how = LANE_ROUNDINGS.get(mode)
  return {
    ...(how ? { js: shortRound(name, how) } : {}),
    name,
    meaning: { zh, en },
    signatures: [{ parameters: [n, place], apply: scaled(mode) }],
    result: first,
    takesUnknown: true,
    sql: name,
  }
}

/** There is none of a negative number; of what may be negative it is not sure to be one. */
function root(d: Value): Value {
  if (!isUnknown(d)) return (d as Decimal).lt(0) ? null : (d as Decimal).sqrt()
  const { low, high, number } = intervalOf(d)
  if (high.lt(0)) return waiting([d])
  const least = Decimal.max(low, 0).sqrt()
  return settle(d.missing, { low: least, high: high.sqrt(), number: number && low.gte(0) })
}

function plain(name: string, zh: string, en: string, compute: (d: Decimal) => Value): Builtin {
  return {
    name,
    meaning: { zh, en },
    signatures: [{ parameters: [param('number', T.number)], apply: ([d]) => compute(d) }],
    result: name === 'odd' || name === 'even' ? T.boolean : T.number,
  }
}

function absolute(value: Value): Value {
  if (value instanceof YearsMonths) return new YearsMonths(Math.abs(value.months))
  if (value instanceof DaysTime) return new DaysTime(value.seconds.abs())
  if (!isUnknown(value)) return (value as Decimal).abs()
  const { low, high, number } = intervalOf(value)
  if (low.gte(0)) return settle(value.missing, { low, high, number })
  if (high.lte(0)) {
    return settle(value.missing, { low: high.negated(), high: low.negated(), number })
  }
  const top = Decimal.max(low.negated(), high)
  return settle(value.missing, { low: new Decimal(0), high: top, number })
}

const abs: Builtin = {
  name: 'abs',
  meaning: { zh: '绝对值', en: 'the size without its sign' },
  signatures: [T.number, T.months, T.days].map((type) => ({
    parameters: [param('n', type)],
    apply: ([value]) => absolute(value),
  })),
  result: first,
  takesUnknown: true,
  js: shortAbs,
  sql: 'abs',
}

const modulo: Builtin = {
  name: 'modulo',
  meaning: { zh: '除法的余数，正负随除数', en: 'the remainder, with the sign of the divisor' },
  signatures: [
    {
      parameters: [param('dividend', T.number), param('divisor', T.number)],
      apply: ([a, b]: [Decimal, Decimal]) =>
        b.isZero() ? null : finite(a.minus(b.times(a.div(b).floor()))),
    },
  ],
  result: first,
  sql: 'modulo',
}

export const NUMBERS: readonly Builtin[] = [
  rounding('decimal', '按四舍六入五成双保留小数', 'rounded half to even', Decimal.ROUND_HALF_EVEN),
  rounding('floor', '不大于它的最大的数', 'rounded down', Decimal.ROUND_FLOOR, false),
  rounding('ceiling', '不小于它的最小的数', 'rounded up', Decimal.ROUND_CEIL, false),
  rounding('round up', '远离零取整', 'rounded away from zero', Decimal.ROUND_UP),
  rounding('round down', '向零取整', 'rounded towards zero', Decimal.ROUND_DOWN),
  rounding('round half up', '四舍五入', 'rounded, halves away from zero', Decimal.ROUND_HALF_UP),
  rounding('round half down', '五舍六入', 'rounded, halves towards zero', Decimal.ROUND_HALF_DOWN),
  abs,
  modulo,
  { ...plain('sqrt', '平方根', 'the square root', root), takesUnknown: true },
  plain('log', '自然对数', 'the natural logarithm', (d) => (d.gt(0) ? d.ln() : null)),
  plain('exp', 'e 的若干次方', 'e to the power', (d) => finite(d.exp())),
  plain('odd', '是不是奇数', 'whether it is odd', (d) => parity(d, 1)),
  plain('even', '是不是偶数', 'whether it is even', (d) => parity(d, 0)),
]

function parity(d: Decimal, rest: number): Value {
  return d.isInteger() ? d.mod(2).abs().eq(rest) : false
}

/** A list of numbers, for the functions that sum up. */
export const numberList = listOf(T.number)
