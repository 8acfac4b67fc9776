import { Temporal } from 'temporal-polyfill'
import type { TypeNode } from './syntax.ts'
import { join } from './temporal.ts'
import {
  FeelTime,
  FunctionValue,
  isContext,
  isFeelDate,
  isList,
  isUnknown,
  Range,
  typeOfValue,
  type Value,
} from './value.ts'

/** Finds what a type name of the host's stands for; undefined when it has no such type. */
export type FindType = (name: string) => TypeNode | undefined

const CHINESE = new Map([
  ['是非', 'boolean'],
  ['数', 'number'],
  ['金额', 'number'],
  ['文本', 'string'],
  ['日期', 'date'],
])

const NAMED: ReadonlySet<string> = new Set([
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
  'list',
  'context',
  'range',
  'function',
])

/**
 * Whether a value is of a type (DMN 1.5 §10.3.2.9.1): null when there is no such type. Null is
 * of type `Null` and of no other; every other value is of type `Any`.
 */
export function conforms(value: Value, type: TypeNode, find: FindType): boolean | null {
  switch (type.kind) {
    case 'named-type':
      return conformsToName(value, type.name, find)
    case 'list-type':
      return isList(value) && every(value, (item) => orNull(item, type.of, find))
    case 'range-type':
      return (
        value instanceof Range &&
        every([value.low, value.high], (end) => end === null || conforms(end, type.of, find))
      )
    case 'context-type':
      return (
        isContext(value) &&
        every(type.entries, ([key, entry]) => {
          const found = value.get(key)
          return found !== undefined && orNull(found, entry, find)
        })
      )
    case 'function-type':
      return value instanceof FunctionValue && takes(value, type.parameters.length)
  }
}

function takes(value: FunctionValue, count: number): boolean {
  return value.variadic || value.forms.some((f) => f.required <= count && count <= f.names.length)
}

function orNull(value: Value, type: TypeNode, find: FindType): boolean | null {
  return value === null || conforms(value, type, find)
}

function every<T>(items: readonly T[], test: (item: T) => boolean | null): boolean | null {
  for (const item of items) {
    const found = test(item)
    if (found !== true) return found
  }
  return true
}

function conformsToName(value: Value, name: string, find: FindType): boolean | null {
  const known = CHINESE.get(name) ?? name
  if (known === 'Any') return value !== null
  if (known === 'Null') return value === null
  if (NAMED.has(known)) return typeOfValue(value) === known
  const meant = find(name)
  return meant === undefined ? null : conforms(value, meant, find)
}

const MIDNIGHT = new FeelTime(new Temporal.PlainTime(), 0)
const MOMENT = join(new Temporal.PlainDate(2000, 1, 1), MIDNIGHT)

/**
 * A value where a type is required: itself, the only item of a list, or a list of it
 * (DMN 1.5 §10.3.2.9.4); null when it does not fit. What is not known yet is let through.
 */
export function coerce(value: Value, type: TypeNode, find: FindType): Value {
  if (value === null || isUnknown(value)) return value
  if (type.kind === 'named-type' && type.name === 'Any') return value
  if (conforms(value, type, find) === true) return value
  // A date stands for its midnight in UTC where a date and time is wanted.
  if (isFeelDate(value) && conforms(MOMENT, type, find) === true) return join(value, MIDNIGHT)
  if (isList(value) && value.length === 1) {
    const only = value[0] ?? null
    if (conforms(only, type, find) === true) return only
  }
  return conforms([value], type, find) === true ? [value] : null
}
