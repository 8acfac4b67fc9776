import { formatDecimal } from '@huoshui/values'
import type { Budget } from './budget.ts'
import { quote } from './strings.ts'
import { formatDate, formatDateTime, formatDays, formatMonths, formatTime } from './temporal.ts'
import {
  DaysTime,
  FeelTime,
  isContext,
  isDecimal,
  isFeelDate,
  isList,
  isMoment,
  Range,
  type Value,
  Workdays,
  YearsMonths,
} from './value.ts'

/**
 * A value as text, as the builtin `string` gives it; null for functions and for null itself.
 * Lists may hold the same list many times over, so each text made is counted in `budget`.
 */
export function formatValue(value: Value, budget?: Budget): string | null {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (isDecimal(value)) return formatDecimal(value)
  if (isFeelDate(value)) return formatDate(value)
  if (value instanceof FeelTime) return formatTime(value)
  if (isMoment(value)) return formatDateTime(value)
  if (value instanceof YearsMonths) return formatMonths(value)
  if (value instanceof DaysTime) return formatDays(value)
  if (value instanceof Workdays) return `${value.count}个工作日`
  if (isList(value))
    return joined(
      '[',
      value.map((item) => inside(item, budget)),
      ']',
      budget,
    )
  if (isContext(value)) {
    const entries = [...value].map(([key, item]) => `${formatKey(key)}: ${inside(item, budget)}`)
    return joined('{', entries, '}', budget)
  }
  if (value instanceof Range) {
    if (value.op !== null) return `(${value.op} ${inside(value.low, budget)})`
    const [open, close] = [value.lowIncluded ? '[' : '(', value.highIncluded ? ']' : ')']
    return `${open}${inside(value.low, budget)}..${inside(value.high, budget)}${close}`
  }
  return null
}

function formatKey(key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : quote(key)
}

function joined(open: string, parts: readonly string[], close: string, budget?: Budget): string {
  budget?.made(parts.reduce((sum, part) => sum + part.length + 2, 0))
  return `${open}${parts.join(', ')}${close}`
}

function inside(value: Value, budget?: Budget): string {
  if (typeof value === 'string') return quote(value)
  return formatValue(value, budget) ?? 'null'
}
