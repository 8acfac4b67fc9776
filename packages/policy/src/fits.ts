/** Whether a value is of a type, and what to write when it is not. */
import {
  DaysTime,
  dayOf,
  isUnknown,
  type Type,
  type Value,
  Workdays,
  YearsMonths,
} from '@huoshui/feel'
import { Decimal, type Text } from '@huoshui/values'

/** Whether a (known) value is of a type. `null` fits only a nullable type. */
export function fits(value: Value, type: Type): boolean {
  if (isUnknown(value)) return false
  if (value === null) return type.nullable === true || type.kind === 'any' || type.kind === 'null'
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
      return value instanceof Decimal
    case 'money':
      return value instanceof Decimal && value.times(100).isInteger()
    case 'string':
      return typeof value === 'string'
    case 'enum':
      return typeof value === 'string' && type.values.includes(value)
    case 'date':
      return dayOf(value) !== null
    case 'months':
      return value instanceof YearsMonths
    case 'days':
      return value instanceof DaysTime
    case 'workdays':
      return value instanceof Workdays
    case 'span':
      return value instanceof YearsMonths || value instanceof DaysTime || value instanceof Workdays
    case 'list':
      return Array.isArray(value) && value.every((item) => fits(item, type.of))
    case 'context':
      return value instanceof Map
    case 'any':
      return true
    case 'null':
    case 'time':
    case 'date-time':
    case 'range':
    case 'function':
      return false
  }
}

/** What a fact of this type looks like, for a remedy. */
export function writeAs(type: Type): Text {
  switch (type.kind) {
    case 'boolean':
      return { zh: '是 或 否', en: 'true or false' }
    case 'number':
      return { zh: '一个数，如 80', en: 'a number such as 80' }
    case 'money':
      return { zh: '金额，精确到分，如 3000万元', en: 'an amount to the fen, such as 3000万元' }
    case 'enum':
      return {
        zh: `其中之一：${type.values.join('、')}`,
        en: `one of: ${type.values.join(', ')}`,
      }
    case 'date':
      return { zh: '日期，如 2024-03-01', en: 'a date such as 2024-03-01' }
    case 'span':
    case 'months':
    case 'days':
    case 'workdays':
      return { zh: '期间，如 5个工作日', en: 'a span such as 5个工作日' }
    case 'list': {
      const of = writeAs(type.of)
      return { zh: `一组，用“、”隔开：${of.zh}`, en: `a list joined by 、: ${of.en}` }
    }
    case 'string':
    case 'any':
    case 'null':
    case 'time':
    case 'date-time':
    case 'range':
    case 'context':
    case 'function':
      return { zh: '文字', en: 'text' }
  }
}
