/** Findings as sentences: the value, the threshold, the distance, and what would change it. */
import { isUnknown } from '@huoshui/feel'
import { Decimal, type Lang, parseMoney, shortMoney } from '@huoshui/values'
import { indexOf } from './lookup.ts'
import type { Policy } from './policy.ts'
import type { Finding, Reason, Side } from './reason.ts'
import { spell, word } from './words.ts'

const asks = {
  zh: {
    '<=': '须不超过',
    '<': '须少于',
    '>=': '须不少于',
    '>': '须多于',
    '=': '须为',
    '!=': '须不是',
  },
  en: {
    '<=': 'must not exceed',
    '<': 'must be less than',
    '>=': 'must be at least',
    '>': 'must be more than',
    '=': 'must be',
    '!=': 'must not be',
  },
} as const

const asksDay = {
  zh: {
    '<=': '须不晚于',
    '<': '须早于',
    '>=': '须不早于',
    '>': '须晚于',
    '=': '须为',
    '!=': '须不是',
  },
  en: {
    '<=': 'must not be later than',
    '<': 'must be before',
    '>=': 'must not be earlier than',
    '>': 'must be after',
    '=': 'must be',
    '!=': 'must not be',
  },
} as const

/** The expression of a side in words: names replaced by their words, the rest as written. */
function sideText(policy: Policy, side: Side, lang: Lang): string {
  if (lang === 'zh') return side.text
  const { facts, rules, accounts } = indexOf(policy)
  const names = [...facts.keys(), ...rules.keys(), ...accounts.keys(), '今日']
    .filter((name) => side.text.includes(name))
    .sort((a, b) => b.length - a.length)
  const english = (name: string) => (name === '今日' ? 'today' : word(policy, name, lang))
  // Longest names first, in one pass, so that a word put in is never taken for a name.
  const pattern = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  const text = pattern === '' ? side.text : side.text.replace(new RegExp(pattern, 'g'), english)
  return text.replace(/(\d+(?:\.\d+)?)(个工作日|个月|万元|亿元|年|日|元|次)/g, unitText)
}

const unitWords: Readonly<Record<string, string>> = {
  年: 'year',
  个月: 'month',
  日: 'day',
  个工作日: 'workday',
  次: 'time',
}

/** A number with a unit in English: `5 years`, `CNY 500,000`. */
function unitText(_: string, count: string, unit: string): string {
  const name = unitWords[unit]
  if (name) return `${count} ${name}${count === '1' ? '' : 's'}`
  const amount = parseMoney(`${count}${unit}`)
  return amount === null ? `${count}${unit}` : shortMoney(amount, 'en')
}

const spellSide = (policy: Policy, side: Side, lang: Lang) =>
  spell(policy, side.value, side.type, lang)

const quote = (text: string) => `“${text}”`

/** A threshold: its value, or what it is called while that is not known. */
function limitText(policy: Policy, side: Side, lang: Lang): string {
  if (!isUnknown(side.value)) return spellSide(policy, side, lang)
  return `${quote(sideText(policy, side, lang))}${lang === 'zh' ? '（还不知道）' : ' (not known)'}`
}

/** What a finding says: `职工总数 620，须不超过 500，超出 120`. */
export function findingText(policy: Policy, finding: Finding, lang: Lang): string {
  const name = sideText(policy, finding.given, lang)
  const comma = lang === 'zh' ? '，' : ', '
  const value = isUnknown(finding.given.value)
    ? lang === 'zh'
      ? `${name}还不知道`
      : `${name} is not known`
    : `${name} ${lang === 'zh' ? '' : 'is '}${spellSide(policy, finding.given, lang)}`
  switch (finding.form) {
    case 'compare': {
      const dated = finding.threshold.type.kind === 'date' || finding.given.type.kind === 'date'
      const ask = (dated ? asksDay : asks)[lang][finding.op]
      const limit = limitText(policy, finding.threshold, lang)
      return [value, `${ask} ${limit}`, distanceText(policy, finding, lang)]
        .filter(Boolean)
        .join(comma)
    }
    case 'is': {
      const wanted = spell(policy, finding.wanted, { kind: 'boolean' }, lang)
      return `${value}${comma}${lang === 'zh' ? `须为${wanted}` : `must be ${wanted}`}`
    }
    case 'among': {
      const all = limitText(policy, finding.values, lang)
      const ask = finding.wanted
        ? { zh: `须是其中之一：${all}`, en: `must be one of: ${all}` }
        : { zh: `不得是：${all}`, en: `must not be any of: ${all}` }
      return `${value}${comma}${ask[lang]}`
    }
    case 'holds': {
      const wanted = finding.wanted
        ? { zh: `须满足${quote(name)}`, en: `${quote(name)} must hold` }
        : { zh: `须不满足${quote(name)}`, en: `${quote(name)} must not hold` }
      return wanted[lang]
    }
  }
}

function distanceText(
  policy: Policy,
  finding: Extract<Finding, { form: 'compare' }>,
  lang: Lang,
): string {
  const { distance, state, op } = finding
  if (state !== 'unmet' || !(distance instanceof Decimal) || op === '=' || op === '!=') return ''
  const dated = finding.given.type.kind === 'date'
  const over = op === '<=' || op === '<'
  if (distance.isZero()) return lang === 'zh' ? '正好卡在线上' : 'exactly on the line'
  const size = dated
    ? lang === 'zh'
      ? `${distance.toString()}日`
      : `${distance.toString()} days`
    : spell(policy, distance, finding.given.type, lang)
  if (lang === 'zh')
    return dated ? `${over ? '晚了' : '早了'}${size}` : `${over ? '超出' : '还差'} ${size}`
  if (dated) return `${size} too ${over ? 'late' : 'early'}`
  return over ? `over by ${size}` : `short by ${size}`
}

/** Sentences of a reason and of what it rests on, deepest first where they decide. */
export function reasonLines(policy: Policy, reason: Reason, lang: Lang): string[] {
  const own = reason.findings
    .filter((finding) => finding.state === reason.state || finding.state !== 'met')
    .map((finding) => findingText(policy, finding, lang))
  const joined =
    reason.any && own.length > 1 ? [own.join(lang === 'zh' ? '；或者：' : '; or: ')] : own
  const below = reason.because
    .filter((inner) => inner.state === reason.state)
    .flatMap((inner) => {
      const lines = reasonLines(policy, inner, lang)
      const name = word(policy, inner.name, lang)
      return lines.length > 0
        ? lines.map((line) => `${name}${lang === 'zh' ? '：' : ': '}${line}`)
        : [name]
    })
  return [...joined, ...below]
}

/** The nearest change that would meet an unmet reason; empty when nothing is known to. */
export function remedyText(policy: Policy, reason: Reason, lang: Lang): string {
  const changes = reason.findings
    .filter((finding) => finding.state === 'unmet')
    .map((finding) => changeText(policy, finding, lang))
  const inner = reason.because.filter((one) => one.state === 'unmet')
  if (inner.length === 0) return joined(changes, reason.any ? choices : all, lang)
  // The rows of one rule belong together: all of them are needed, or any, as the rule says.
  const rules = [...new Set(inner.map((one) => one.rule))].map((name) => {
    const rule = indexOf(policy).rules.get(name)
    const rows = inner.filter((one) => one.rule === name)
    const texts = rows.map((one) => remedyText(policy, one, lang))
    return joined(texts, rule?.form === 'condition' && rule.mode === 'any' ? ways : all, lang)
  })
  return joined([...changes, ...rules], reason.any ? ways : all, lang)
}

const all = { zh: '；', en: '; ' }
const choices = { zh: '，或者', en: ', or ' }
const ways = { zh: '；或者：', en: '; or: ' }

const joined = (texts: readonly string[], by: typeof all, lang: Lang): string =>
  texts.filter(Boolean).join(by[lang])

const evidenceAdvice = {
  登记: { zh: '与登记不符的，先更正登记', en: 'if the register is wrong, have it corrected first' },
  填报: { zh: '填错的，改正填报', en: 'if it was filled in wrongly, correct it' },
  承诺: { zh: '情况属实后再作承诺', en: 'declare it once it is true' },
  认定: { zh: '不服认定的，可以提出异议', en: 'a finding can be contested' },
  通知: { zh: '由通知设定，等下一期通知', en: 'it is set by notice: wait for the next one' },
  办理: { zh: '由办理的动作改变', en: 'it changes by an act of the procedure' },
} as const

function changeText(policy: Policy, finding: Finding, lang: Lang): string {
  const name = sideText(policy, finding.given, lang)
  const source = finding.given.facts[0]
  const fact = source ? indexOf(policy).facts.get(source) : undefined
  const advice = fact ? evidenceAdvice[fact.evidence][lang] : ''
  const tail = advice ? (lang === 'zh' ? `（${advice}）` : ` (${advice})`) : ''
  switch (finding.form) {
    case 'compare': {
      const limit = limitText(policy, finding.threshold, lang)
      const dated = finding.given.type.kind === 'date'
      const ask = (dated ? asksDay : asks)[lang][finding.op]
      return `${name} ${ask} ${limit}${tail}`
    }
    case 'is': {
      const wanted = spell(policy, finding.wanted, { kind: 'boolean' }, lang)
      return lang === 'zh' ? `${name}变为“${wanted}”${tail}` : `${name} becomes “${wanted}”${tail}`
    }
    case 'among': {
      const all = spell(policy, finding.values.value, finding.values.type, lang)
      const zh = finding.wanted ? `${name}属于${all}之一` : `${name}不属于${all}`
      const en = finding.wanted ? `${name} becomes one of ${all}` : `${name} is none of ${all}`
      return `${lang === 'zh' ? zh : en}${tail}`
    }
    case 'holds':
      return findingText(policy, finding, lang)
  }
}
