/** Values and names in words, Chinese and English. The one place that spells a value for people. */
import {
  DaysTime,
  dayOf,
  isUnknown,
  type Type,
  type Value,
  Workdays,
  YearsMonths,
} from '@huoshui/feel'
import {
  Decimal,
  formatDay,
  formatDecimal,
  type Lang,
  moneyFromDecimal,
  shortMoney,
} from '@huoshui/values'
import type { Policy } from './policy.ts'

/** A policy's name in a language: the English word when there is one, else the Chinese. */
export function word(policy: Policy, name: string, lang: Lang): string {
  if (lang === 'zh') return name
  const direct = policy.english?.words[name]
  if (direct) return direct
  const dot = name.indexOf('.')
  if (dot < 0) return name
  return `${word(policy, name.slice(0, dot), lang)} · ${word(policy, name.slice(dot + 1), lang)}`
}

const yesNo = { zh: ['是', '否'], en: ['yes', 'no'] } as const

/** A number for people: `12.5`, or a percentage when it is one. */
function spellNumber(value: Decimal): string {
  return formatDecimal(value)
}

function spellMonths(months: number, lang: Lang): string {
  if (months % 12 === 0 && months !== 0) {
    const years = months / 12
    return lang === 'zh' ? `${years}年` : `${years} ${years === 1 ? 'year' : 'years'}`
  }
  return lang === 'zh' ? `${months}个月` : `${months} ${months === 1 ? 'month' : 'months'}`
}

/** Spells a value as people read it; `type` tells 金额 from 数. An unknown is “未知”. */
export function spell(policy: Policy, value: Value, type: Type, lang: Lang): string {
  if (isUnknown(value)) return spellRange(policy, value, type, lang)
  if (value === null) return lang === 'zh' ? '无' : 'none'
  if (typeof value === 'boolean') return yesNo[lang][value ? 0 : 1]
  if (typeof value === 'string')
    return lang === 'zh' ? `“${value}”` : `“${word(policy, value, lang)}”`
  if (value instanceof Decimal) {
    return type.kind === 'money' ? shortMoney(moneyFromDecimal(value), lang) : spellNumber(value)
  }
  if (value instanceof YearsMonths) return spellMonths(value.months, lang)
  if (value instanceof DaysTime) {
    const days = value.seconds.div(86400)
    return lang === 'zh' ? `${formatDecimal(days)}日` : `${formatDecimal(days)} days`
  }
  if (value instanceof Workdays) {
    return lang === 'zh' ? `${value.count}个工作日` : `${value.count} workdays`
  }
  const day = dayOf(value)
  if (day) return formatDay(day, lang)
  if (Array.isArray(value)) {
    const of: Type = type.kind === 'list' ? type.of : { kind: 'any' }
    const items = value.map((item) => spell(policy, item, of, lang))
    return items.join(lang === 'zh' ? '、' : ', ')
  }
  return lang === 'zh' ? '（一组内容）' : '(a record)'
}

function spellRange(policy: Policy, value: Value, type: Type, lang: Lang): string {
  if (!isUnknown(value)) return ''
  const end = (bound: Decimal) => spell(policy, bound, type, lang)
  const { low, high } = value
  if (low && high)
    return lang === 'zh' ? `${end(low)}至${end(high)}` : `${end(low)} to ${end(high)}`
  if (high) return lang === 'zh' ? `不超过${end(high)}` : `at most ${end(high)}`
  if (low) return lang === 'zh' ? `不少于${end(low)}` : `at least ${end(low)}`
  return lang === 'zh' ? '未知' : 'not known'
}

/** A value as JSON: decimals as text, days as ISO text, an unknown with what is missing. */
export function valueToJson(value: Value, type: Type): unknown {
  if (isUnknown(value)) {
    const end = (bound: Decimal | null) => bound && (valueToJson(bound, type) as string)
    return { 未知: [...value.missing], 不低于: end(value.low), 不高于: end(value.high) }
  }
  if (value instanceof Decimal) {
    return type.kind === 'money' ? value.toFixed(2) : formatDecimal(value)
  }
  if (value === null || typeof value !== 'object') return value
  const day = dayOf(value)
  if (day) return day
  if (value instanceof YearsMonths) return spellMonths(value.months, 'zh')
  if (value instanceof DaysTime) return `${formatDecimal(value.seconds.div(86400))}日`
  if (value instanceof Workdays) return `${value.count}个工作日`
  if (Array.isArray(value)) {
    return value.map((item) => valueToJson(item, type.kind === 'list' ? type.of : { kind: 'any' }))
  }
  if (value instanceof Map) {
    return Object.fromEntries(
      [...value].map(([key, item]) => [key, valueToJson(item, { kind: 'any' })]),
    )
  }
  return String(value)
}
