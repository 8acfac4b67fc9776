import { Decimal, decimal } from '@huoshui/values'
import { equal } from '../compare.ts'
import { formatValue } from '../format.ts'
import { shortNot } from '../js/short.ts'
import { not3, single } from '../operators.ts'
import type { Report } from '../report.ts'
import { nullable, T } from '../types.ts'
import { isUnknown, typeOfValue, type Value } from '../value.ts'
import { type Builtin, optional, param } from './define.ts'

/** Functions that turn one kind of value into another, and the two of logic (table 71). */

const from = param('from', T.any)

function numberOf(
  [text, group, point]: [string, Value | undefined, Value | undefined],
  report: Report,
) {
  const grouping = group ?? ''
  const decimalPoint = point ?? '.'
  const plain =
    [' ', ',', '.', ''].includes(grouping as string) &&
    ['.', ','].includes(decimalPoint as string) &&
    grouping !== decimalPoint
  if (plain) {
    const joined = grouping === '' ? text : text.replaceAll(grouping as string, '')
    const normal = decimalPoint === '.' ? joined : joined.replace(',', '.')
    if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(normal)) return decimal(normal)
  }
  report({ zh: `“${text}”不是数。`, en: `“${text}” is not a number.` })
  return null
}

const number: Builtin = {
  name: 'number',
  meaning: { zh: '文本所写的数', en: 'the number written in a text' },
  signatures: [
    { parameters: [param('from', T.number)], apply: ([value]) => value },
    {
      parameters: [
        param('from', T.string),
        optional('grouping separator', nullable(T.string)),
        optional('decimal separator', nullable(T.string)),
      ],
      apply: numberOf,
    },
  ],
  result: T.number,
}

const string: Builtin = {
  name: 'string',
  meaning: { zh: '写成文本', en: 'written as text' },
  signatures: [
    { parameters: [from], apply: ([value], report) => formatValue(value, report.budget) },
  ],
  result: T.string,
}

function booleanOf(value: Value): Value {
  if (typeof value === 'boolean') return value
  if (value === 'true') return true
  if (value === 'false') return false
  if (value instanceof Decimal) return value.eq(1) ? true : value.isZero() ? false : null
  return null
}

const boolean: Builtin = {
  name: 'boolean',
  meaning: { zh: '文本所写的是非', en: 'the truth value written in a text' },
  signatures: [{ parameters: [from], apply: ([value]) => booleanOf(value) }],
  result: nullable(T.boolean),
}

const not: Builtin = {
  name: 'not',
  meaning: { zh: '不成立', en: 'whether it is false' },
  signatures: [{ parameters: [param('negand', T.any)], apply: ([value]) => not3(single(value)) }],
  result: T.boolean,
  takesUnknown: true,
  js: shortNot,
  sql: 'not',
}

function sameValue([a, b]: [Value?, Value?], { budget }: Report): Value {
  if (a === undefined || b === undefined) return false
  if (isUnknown(a) || isUnknown(b) || typeOfValue(a) !== typeOfValue(b)) return false
  return equal(a, b, budget) === true && formatValue(a, budget) === formatValue(b, budget)
}

const is: Builtin = {
  name: 'is',
  meaning: { zh: '是否同一类型的同一个值', en: 'whether both are the same value of one type' },
  signatures: [
    { parameters: [optional('value1', T.any), optional('value2', T.any)], apply: sameValue },
  ],
  result: T.boolean,
}

export const CONVERSIONS: readonly Builtin[] = [not, number, string, boolean, is]
