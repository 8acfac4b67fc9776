/** Formulas, time limits and acts in English, put together from words and compiled sentences. */
import { formatDay, formatSpan, type Lang, parseDay, parseMoney, shortMoney } from '@huoshui/values'
import { indexOf } from './lookup.ts'
import type { Deadline, Doing, Policy, Since, SpanRef } from './policy.ts'
import { word } from './words.ts'

const units: Readonly<Record<string, string>> = {
  年: 'year',
  个月: 'month',
  日: 'day',
  个工作日: 'workday',
  次: 'time',
}

/** A piece of a formula: a name of the policy, or anything else as it is to be shown. */
export type FormulaPart =
  | { readonly kind: 'name'; readonly name: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }

const patterns = new WeakMap<Policy, RegExp>()

function patternOf(policy: Policy): RegExp {
  const made = patterns.get(policy)
  if (made) return made
  const { facts, rules, accounts } = indexOf(policy)
  const kinds = [...policy.kinds, ...policy.procedures].map((one) => one.name)
  const names = [...facts.keys(), ...rules.keys(), ...accounts.keys(), ...kinds]
    .concat(
      policy.meta.imports.map((entry) => entry.rule),
      ['今日', '享受记录', '名次', '参评数'],
    )
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const parts = [
    /date\("([0-9-]+)"\)/.source,
    /"([^"]*)"/.source,
    /([0-9][0-9.,]*)\s*(万元|亿元|元|年|个月|日|个工作日|次)/.source,
    `(${names.join('|')})`,
  ]
  const pattern = new RegExp(parts.join('|'), 'g')
  patterns.set(policy, pattern)
  return pattern
}

const kernelWords: Readonly<Record<string, string>> = {
  今日: 'today',
  享受记录: 'record of support received',
  名次: 'rank',
  参评数: 'number ranked',
  外部: 'outside',
  已用: 'used',
  年度: 'year',
  起: 'start',
  全部预留: 'all that is reserved',
}

/** A word of the policy or of the kernel in a language; the Chinese when there is no other. */
export function wordOf(policy: Policy, name: string, lang: Lang): string {
  if (lang === 'zh') return name
  const own = word(policy, name, lang)
  return own === name ? (kernelWords[name] ?? name) : own
}

function quantityText(number: string, unit: string): string {
  const money = unit.endsWith('元') ? parseMoney(`${number}${unit}`) : null
  if (money !== null) return shortMoney(money, 'en')
  const name = units[unit] ?? unit
  return `${number} ${name}${number === '1' ? '' : 's'}`
}

/** Splits a formula into names and the rest; in English names, texts, amounts and days in words. */
export function formulaParts(policy: Policy, source: string, lang: Lang): FormulaPart[] {
  const parts: FormulaPart[] = []
  const say = (text: string) => {
    if (text !== '') parts.push({ kind: 'text', text })
  }
  let from = 0
  for (const match of source.matchAll(patternOf(policy))) {
    say(source.slice(from, match.index))
    from = match.index + match[0].length
    const [whole, date, string, number, unit, name] = match
    if (name !== undefined) parts.push({ kind: 'name', name, text: wordOf(policy, name, lang) })
    else if (lang === 'zh') say(whole)
    else if (date !== undefined) {
      const day = parseDay(date)
      say(day ? formatDay(day, 'en') : whole)
    } else if (string !== undefined) say(`“${wordOf(policy, string, lang)}”`)
    else if (number !== undefined && unit !== undefined) say(quantityText(number, unit))
  }
  say(source.slice(from))
  return parts
}

/** A formula as text in a language. */
export function formulaText(policy: Policy, source: string, lang: Lang): string {
  return formulaParts(policy, source, lang)
    .map((part) => part.text)
    .join('')
}

const list = (policy: Policy, names: readonly string[]): string =>
  names.map((name) => wordOf(policy, name, 'en')).join(', ')

function spanText(policy: Policy, span: SpanRef): string {
  return 'span' in span ? formatSpan(span.span, 'en') : formulaText(policy, span.fact.source, 'en')
}

function sinceText(policy: Policy, since: Since): string {
  return 'act' in since
    ? `“${wordOf(policy, since.act, 'en')}”`
    : formulaText(policy, since.date.source, 'en')
}

/** A time limit as an English sentence. */
export function deadlineText(policy: Policy, deadline: Deadline): string {
  switch (deadline.form) {
    case 'by':
      return `by ${formulaText(policy, deadline.date.source, 'en')}`
    case 'within': {
      const { since, span, duty, paused } = deadline
      const head = `${duty ? 'duty: ' : ''}within ${spanText(policy, span)} of`
      const tail = paused.length > 0 ? ` (not counting “${list(policy, paused)}”)` : ''
      return `${head} ${sinceText(policy, since)}${tail}`
    }
    case 'after': {
      const { since, span } = deadline
      return `once ${spanText(policy, span)} have fully passed since ${sinceText(policy, since)}`
    }
    case 'lapse':
      return `when the time limit of “${wordOf(policy, deadline.act, 'en')}” has lapsed`
  }
}

/** What an act does, as an English phrase. */
export function doingText(policy: Policy, doing: Doing): string {
  const formula = (source: string) => formulaText(policy, source, 'en')
  switch (doing.verb) {
    case '填':
      return `fill in ${list(policy, doing.names)}`
    case '置':
      return `set ${wordOf(policy, doing.fact, 'en')} to ${formula(doing.value.source)}`
    case '公示':
      return `publish ${list(policy, doing.names)}`
    case '择优': {
      const ties = doing.ties.map((tie) =>
        tie === '先申请' ? 'first to apply' : formula(tie.source),
      )
      const then = ties.length > 0 ? `, ties by ${ties.join(', then ')}` : ''
      return `select in the order of ${formula(doing.order.source)}${then}`
    }
    case '抽取': {
      const pool = doing.pool ? ` of ${wordOf(policy, doing.pool, 'en')}` : ''
      const avoid = doing.avoiding ? `, avoiding ${formula(doing.avoiding.source)}` : ''
      return `draw ${formula(doing.count.source)}${pool}${avoid}`
    }
    case '派':
      return `open “${wordOf(policy, doing.procedure, 'en')}”`
  }
}
