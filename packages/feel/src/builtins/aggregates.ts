import { Decimal } from '@huoshui/values'
import { order } from '../compare.ts'
import { shortExtreme, shortSum } from '../js/short.ts'
import { and3, finite, or3 } from '../operators.ts'
import { listOf, T, type Type } from '../types.ts'
import {
  addIntervals,
  intervalOf,
  missingIn,
  multiplyIntervals,
  settle,
  waiting,
} from '../unknown.ts'
import { isDecimal, isUnknown, type Value } from '../value.ts'
import { type Builtin, param, rest, type Signature } from './define.ts'

type List = readonly Value[]

/** The type of the items of the first argument, or of all arguments when they are the items. */
const itemType = (args: readonly Type[]): Type => {
  const first = args[0] ?? T.any
  return first.kind === 'list' ? first.of : first
}
const sameList = (args: readonly Type[]): Type =>
  args[0]?.kind === 'list' ? args[0] : args[0] ? listOf(args[0]) : T.list

/** A function of one list, whose items may also be given one by one. */
function ofItems(of: Type, apply: (items: List) => Value): Signature[] {
  const known: Signature['apply'] = ([items]) =>
    isUnknown(items) ? waiting([items]) : apply(items)
  return [
    { parameters: [param('list', listOf(of))], apply: known },
    { parameters: [rest('list', of)], apply: known },
  ]
}

function summary(
  name: string,
  zh: string,
  en: string,
  apply: (items: Decimal[]) => Value,
  result: Builtin['result'] = itemType,
): Builtin {
  const signatures = ofItems(T.number, (items) => apply(items as Decimal[]))
  return { name, meaning: { zh, en }, signatures, result }
}

function extreme(items: List, sign: 1 | -1): Value {
  if (items.some(isUnknown)) return unknownExtreme(items, sign)
  let best = items[0] ?? null
  for (const item of items.slice(1)) {
    const difference = order(item, best)
    if (difference === null) return null
    if (difference * sign > 0) best = item
  }
  return items.length === 1 && order(best, best) === null ? null : best
}

/** If the result is a number, all items were: then it lies between the best of both ends. */
function unknownExtreme(items: List, sign: 1 | -1): Value {
  const all = items.map(intervalOf)
  const pick = (...ends: Decimal[]) => (sign > 0 ? Decimal.max(...ends) : Decimal.min(...ends))
  return settle(missingIn(items), {
    low: pick(...all.map((i) => i.low)),
    high: pick(...all.map((i) => i.high)),
    number: all.every((i) => i.number),
  })
}

function extremeOf(name: string, zh: string, en: string, sign: 1 | -1): Builtin {
  const signatures = ofItems(T.any, (items) => extreme(items, sign))
  const js = shortExtreme(sign > 0 ? 'max' : 'min')
  return {
    name,
    meaning: { zh, en },
    signatures,
    result: itemType,
    takesUnknown: true,
    js,
    sql: sign > 0 ? 'max' : 'min',
  }
}

function sum(items: List): Value {
  if (items.length === 0) return null
  if (items.some(isUnknown)) {
    return settle(missingIn(items), items.map(intervalOf).reduce(addIntervals))
  }
  return finite((items as Decimal[]).reduce((a, b) => a.plus(b)))
}

function mean(items: List): Value {
  const total = sum(items)
  if (isDecimal(total)) return finite(total.div(items.length))
  if (!isUnknown(total)) return total
  const { low, high, number } = intervalOf(total)
  return settle(total.missing, {
    low: low.div(items.length),
    high: high.div(items.length),
    number,
  })
}

function median(items: List): Value {
  if (!items.some(isUnknown)) return middle(items as Decimal[])
  // The middle one never falls when a number grows: it lies between those of all ends.
  const all = items.map(intervalOf)
  const [low, high] = [middle(all.map((i) => i.low)), middle(all.map((i) => i.high))]
  if (low === null || high === null) return waiting(items)
  return settle(missingIn(items), { low, high, number: all.every((i) => i.number) })
}

function middle(items: Decimal[]): Decimal | null {
  if (items.length === 0) return null
  const sorted = items.toSorted((a, b) => a.comparedTo(b))
  const upper = sorted[Math.floor(sorted.length / 2)] ?? null
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? null
  if (!upper || !lower) return null
  return upper.eq(lower) ? upper : lower.plus(upper).div(2)
}

function product(items: List): Value {
  if (items.length === 0) return null
  if (!items.some(isUnknown)) return finite((items as Decimal[]).reduce((a, b) => a.times(b)))
  return settle(missingIn(items), items.map(intervalOf).reduce(multiplyIntervals))
}

/** The sample standard deviation; a single number has none. */
function deviation(items: Decimal[]): Value {
  const average = mean(items)
  if (items.length < 2 || !isDecimal(average)) return null
  const squares = items.map((item) => item.minus(average).pow(2))
  return finite(
    squares
      .reduce((a, b) => a.plus(b))
      .div(items.length - 1)
      .sqrt(),
  )
}

/** The numbers that occur most often, in ascending order. */
function modes(items: Decimal[]): Value {
  const counts = new Map<string, { value: Decimal; times: number }>()
  for (const value of items) {
    const entry = counts.get(value.toFixed()) ?? { value, times: 0 }
    entry.times++
    counts.set(value.toFixed(), entry)
  }
  const most = Math.max(...[...counts.values()].map((entry) => entry.times))
  const found = [...counts.values()].filter((entry) => entry.times === most)
  return found.map((entry) => entry.value).toSorted((a, b) => a.comparedTo(b))
}

function truths(
  name: string,
  zh: string,
  en: string,
  combine: typeof and3,
  none: boolean,
): Builtin {
  const apply = (items: List) => items.reduce((a: Value, b) => combine(a, b), none)
  const signatures = ofItems(T.any, apply)
  const row = { name, meaning: { zh, en }, signatures, result: T.boolean }
  return { ...row, takesUnknown: true, sql: none ? 'all' : 'any' }
}

const count: Builtin = {
  name: 'count',
  meaning: { zh: '项数', en: 'how many items there are' },
  signatures: [
    {
      parameters: [param('list', T.list)],
      apply: ([items]) => (isUnknown(items) ? waiting([items]) : new Decimal(items.length)),
    },
  ],
  result: T.number,
  takesUnknown: true,
  sql: 'count',
}

const totals: readonly Builtin[] = [
  { ...summary('sum', '合计', 'the total', sum), takesUnknown: true, js: shortSum, sql: 'sum' },
  { ...summary('mean', '平均数', 'the average', mean), takesUnknown: true, sql: 'mean' },
  { ...summary('median', '中位数', 'the middle one', median), takesUnknown: true },
  summary('stddev', '样本标准差', 'the sample standard deviation', deviation),
  summary('mode', '众数', 'the most frequent ones', modes, sameList),
  {
    ...summary('product', '连乘积', 'all multiplied', product, T.number),
    takesUnknown: true,
  },
]

export const AGGREGATES: readonly Builtin[] = [
  count,
  extremeOf('min', '最小的', 'the least', -1),
  extremeOf('max', '最大的', 'the greatest', 1),
  ...totals,
  truths('all', '是否全部成立', 'whether all are true', and3, true),
  truths('any', '是否至少一项成立', 'whether any is true', or3, false),
]
