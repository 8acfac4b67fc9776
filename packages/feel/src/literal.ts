import { Decimal } from '@huoshui/values'
import type { Node, Unit } from './syntax.ts'
import { parseAt } from './temporal.ts'
import { DaysTime, type Value, Workdays, YearsMonths } from './value.ts'

type Literal = Extract<Node, { kind: 'number' | 'quantity' | 'at-literal' }>

// Trees are evaluated far more often than they are read.
const known = new WeakMap<Literal, Value>()

/** What a literal stands for; null for a number too large or text that is no date or duration. */
export function literalValue(node: Literal): Value {
  let value = known.get(node)
  if (value === undefined) {
    value = compute(node)
    known.set(node, value)
  }
  return value
}

function compute(node: Literal): Value {
  if (node.kind === 'at-literal') return parseAt(node.text)
  const number = new Decimal(node.text)
  if (!number.isFinite()) return null
  return node.kind === 'number' ? number : withUnit(number, node.unit)
}

/** A number with its unit. Money is in 元; a span must be whole months, days or workdays. */
function withUnit(number: Decimal, unit: Unit): Value {
  switch (unit) {
    case '元':
    case '次':
      return number
    case '万元':
      return number.times(10_000)
    case '亿元':
      return number.times(100_000_000)
    case '%':
      return number.div(100)
    case '年':
      return whole(number.times(12), (months) => new YearsMonths(months))
    case '个月':
      return whole(number, (months) => new YearsMonths(months))
    case '日':
      return new DaysTime(number.times(86_400))
    case '个工作日':
      return whole(number, (count) => new Workdays(count))
  }
}

function whole(number: Decimal, make: (count: number) => Value): Value {
  return number.isInteger() && number.abs().lte(1e9) ? make(number.toNumber()) : null
}
