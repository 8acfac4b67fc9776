/**
 * FEEL values as JSON and back, without the type at hand and without loss.
 *
 * Texts, yes/no and 无 are themselves; what JSON has no form for says what it is:
 * `{"n":"12.5"}` a number or an amount in 元, `{"d":"2024-03-01"}` a day, `{"m":36}` months,
 * `{"s":"86400"}` seconds, `{"w":5}` workdays, `{"r":[["名",…],…]}` a record.
 */
import {
  DaysTime,
  dateValue,
  dayOf,
  isUnknown,
  type Value,
  Workdays,
  YearsMonths,
} from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** Writes a known value. An unknown or a function can't be stored: that is a defect. */
export function toJson(value: Value): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Decimal) return { n: value.toFixed() }
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof YearsMonths) return { m: value.months }
  if (value instanceof Workdays) return { w: value.count }
  if (value instanceof DaysTime) return { s: value.seconds.toFixed() }
  if (value instanceof Map) return { r: [...value].map(([key, one]) => [key, toJson(one)]) }
  const date = isUnknown(value) ? null : dayOf(value)
  if (date) return { d: date }
  throw new Error(`a ${value?.constructor?.name ?? typeof value} can't be stored as a fact`)
}

/** Reads what `toJson` wrote; throws on anything else. */
export function fromJson(json: Json): Value {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json
  if (Array.isArray(json)) return json.map(fromJson)
  if (typeof json === 'object') {
    const one = json as { readonly [key: string]: Json }
    if (typeof one.n === 'string') return new Decimal(one.n)
    if (typeof one.d === 'string') return dateValue(day(one.d))
    if (typeof one.m === 'number') return new YearsMonths(one.m)
    if (typeof one.w === 'number') return new Workdays(one.w)
    if (typeof one.s === 'string') return new DaysTime(new Decimal(one.s))
    if (Array.isArray(one.r)) {
      const entries = one.r as readonly [string, Json][]
      return new Map(entries.map(([key, value]) => [key, fromJson(value)]))
    }
  }
  throw new Error(`not a stored value: ${JSON.stringify(json)}`)
}

/** `fromJson`, but for what came from outside: undefined when it isn't a value. */
export function readJson(json: unknown): Value | undefined {
  try {
    return fromJson(json as Json)
  } catch {
    return undefined
  }
}
