import { formatDecimal } from '@huoshui/values'
import { quote } from './strings.ts'
import { formatDate, formatDateTime, formatDays, formatMonths, formatTime } from './temporal.ts'
import {
  DaysTime,
  FeelDateTime,
  FeelTime,
  isContext,
  isDate,
  isDecimal,
  isList,
  Range,
  type Value,
  Workdays,
  YearsMonths,
} from './value.ts'

/** A value as text, as the builtin `string` gives it; null for functions and for null itself. */
export function formatValue(value: Value): string | null {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (isDecimal(value)) return formatDecimal(value)
  if (isDate(value)) return formatDate(value)
  if (value instanceof FeelTime) return formatTime(value)
  if (value instanceof FeelDateTime) return formatDateTime(value)
  if (value instanceof YearsMonths) return formatMonths(value)
  if (value instanceof DaysTime) return formatDays(value)
  if (value instanceof Workdays) return `${value.count}个工作日`
  if (isList(value)) return `[${value.map(inside).join(', ')}]`
  if (isContext(value)) {
    return `{${[...value].map(([key, item]) => `${formatKey(key)}: ${inside(item)}`).join(', ')}}`
  }
  if (value instanceof Range) {
    const [open, close] = [value.lowIncluded ? '[' : '(', value.highIncluded ? ']' : ')']
    return `${open}${inside(value.low)}..${inside(value.high)}${close}`
  }
  return null
}

function formatKey(key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : quote(key)
}

function inside(value: Value): string {
  if (typeof value === 'string') return quote(value)
  return formatValue(value) ?? 'null'
}
