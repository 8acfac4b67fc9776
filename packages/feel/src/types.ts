import type { Lang, Text } from '@huoshui/values'

/**
 * The types of policies and of FEEL. Money is kept apart from plain numbers, and a closed list
 * from text. Any type may be nullable: then null is one of its values.
 */
export type Type = { readonly nullable?: true } & (
  | { readonly kind: 'any' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number' }
  | { readonly kind: 'money' }
  | { readonly kind: 'string' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  | { readonly kind: 'date-time' }
  | { readonly kind: 'months' }
  | { readonly kind: 'days' }
  | { readonly kind: 'workdays' }
  /** A 期间 fact: months, days or workdays. */
  | { readonly kind: 'span' }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'range'; readonly of: Type }
  | { readonly kind: 'context'; readonly entries: ReadonlyMap<string, Type> }
  | { readonly kind: 'function'; readonly parameters: readonly Type[]; readonly result: Type }
)

export type TypeKind = Type['kind']

const simple = <K extends TypeKind>(kind: K) => ({ kind })

/** The types that have no parts. */
export const T = {
  any: simple('any'),
  null: simple('null'),
  boolean: simple('boolean'),
  number: simple('number'),
  money: simple('money'),
  string: simple('string'),
  date: simple('date'),
  time: simple('time'),
  dateTime: simple('date-time'),
  months: simple('months'),
  days: simple('days'),
  workdays: simple('workdays'),
  span: simple('span'),
  context: { kind: 'context', entries: new Map() },
  list: { kind: 'list', of: { kind: 'any' } },
  range: { kind: 'range', of: { kind: 'any' } },
  function: { kind: 'function', parameters: [], result: { kind: 'any' } },
} satisfies Record<string, Type>

export function listOf(of: Type): Type {
  return { kind: 'list', of }
}

export function rangeOf(of: Type): Type {
  return { kind: 'range', of }
}

/** The same type without null. */
export function notNull(type: Type): Type {
  if (!type.nullable) return type
  const { nullable: _, ...rest } = type
  return rest
}

export function nullable(type: Type): Type {
  return type.kind === 'any' || type.kind === 'null' ? type : { ...type, nullable: true }
}

/** Whether every value of `from` may stand where `to` is wanted. `any` fits on both sides. */
export function assignable(from: Type, to: Type): boolean {
  if (from.kind === 'any' || to.kind === 'any') return true
  if (from.kind === 'null') return to.kind === 'null' || to.nullable === true
  if (from.nullable && !to.nullable) return false
  return fits(from, to)
}

function fits(from: Type, to: Type): boolean {
  switch (to.kind) {
    case 'string':
      return from.kind === 'string' || from.kind === 'enum'
    case 'enum':
      return from.kind === 'enum' && from.values.every((value) => to.values.includes(value))
    case 'span':
      return ['span', 'months', 'days', 'workdays'].includes(from.kind)
    case 'list':
      return from.kind === 'list' && assignable(from.of, to.of)
    case 'range':
      return from.kind === 'range' && assignable(from.of, to.of)
    case 'context':
      return from.kind === 'context' && contextFits(from.entries, to.entries)
    case 'function':
      return from.kind === 'function' && assignable(from.result, to.result)
    case 'any':
    case 'null':
    case 'boolean':
    case 'number':
    case 'money':
    case 'date':
    case 'time':
    case 'date-time':
    case 'months':
    case 'days':
    case 'workdays':
      return from.kind === to.kind
  }
}

function contextFits(from: ReadonlyMap<string, Type>, to: ReadonlyMap<string, Type>): boolean {
  return [...to].every(([key, type]) => {
    const found = from.get(key)
    return found !== undefined && assignable(found, type)
  })
}

/** The narrowest type that has the values of both; `any` when they have nothing in common. */
export function join(a: Type, b: Type): Type {
  if (a.kind === 'null') return nullable(b)
  if (b.kind === 'null') return nullable(a)
  const both = joinKnown(notNull(a), notNull(b))
  return a.nullable || b.nullable ? nullable(both) : both
}

function joinKnown(a: Type, b: Type): Type {
  if (a.kind === 'enum' && b.kind === 'enum') {
    return { kind: 'enum', values: [...new Set([...a.values, ...b.values])] }
  }
  if (a.kind === 'list' && b.kind === 'list') return listOf(join(a.of, b.of))
  if (a.kind === 'range' && b.kind === 'range') return rangeOf(join(a.of, b.of))
  if (a.kind === 'any' || b.kind === 'any') return T.any
  if (assignable(a, b)) return b
  if (assignable(b, a)) return a
  if (assignable(a, T.span) && assignable(b, T.span)) return T.span
  return T.any
}

const NAMES: Record<TypeKind, Text> = {
  any: { zh: '任何值', en: 'any value' },
  null: { zh: '无', en: 'null' },
  boolean: { zh: '是非', en: 'yes or no' },
  number: { zh: '数', en: 'a number' },
  money: { zh: '金额', en: 'money' },
  string: { zh: '文本', en: 'text' },
  enum: { zh: '选项', en: 'one of a list' },
  date: { zh: '日期', en: 'a date' },
  time: { zh: '时刻', en: 'a time' },
  'date-time': { zh: '日期时刻', en: 'a date and time' },
  months: { zh: '年月数', en: 'years and months' },
  days: { zh: '天数', en: 'days' },
  workdays: { zh: '工作日数', en: 'workdays' },
  span: { zh: '期间', en: 'a span' },
  list: { zh: '列表', en: 'a list' },
  range: { zh: '范围', en: 'a range' },
  context: { zh: '记录', en: 'a record' },
  function: { zh: '函数', en: 'a function' },
}

/** A type in words, in both languages. */
export function typeText(type: Type): Text {
  return { zh: typeName(type, 'zh'), en: typeName(type, 'en') }
}

/** A type in words: 是非, 金额, 文本列表, `甲 / 乙`, 日期，可无. */
export function typeName(type: Type, lang: Lang): string {
  const tail = type.nullable ? (lang === 'zh' ? '，可无' : ' or null') : ''
  return `${plainName(type, lang)}${tail}`
}

function plainName(type: Type, lang: Lang): string {
  if (type.kind === 'enum') return type.values.join(' / ')
  if (type.kind === 'list' && type.of.kind !== 'any') {
    const of = typeName(type.of, lang)
    return lang === 'zh' ? `${of}列表` : `a list of ${of}`
  }
  if (type.kind === 'range' && type.of.kind !== 'any') {
    const of = typeName(type.of, lang)
    return lang === 'zh' ? `${of}范围` : `a range of ${of}`
  }
  return NAMES[type.kind][lang]
}
