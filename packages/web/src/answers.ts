/** Answers as they are kept: texts by question, in the address and this browser, nowhere else. */
import {
  DaysTime,
  dayOf,
  isUnknown,
  type Type,
  type Value,
  Workdays,
  YearsMonths,
} from '@huoshui/feel'
import { type Day, Decimal, formatDecimal, parseDay } from '@huoshui/values'
import { storageKey } from './remembered.ts'

/** “I don't know” is an answer: it is not asked again, and the conclusion stays open. */
export const dontKnow = '?'

export interface Answers {
  /** null is today. */
  readonly day: Day | null
  /** Texts by question key, in the order they were answered. */
  readonly given: ReadonlyMap<string, string>
  /** Kinds of subject (`slug#对象`) that this is not about. */
  readonly aside: ReadonlySet<string>
}

export const noAnswers: Answers = { day: null, given: new Map(), aside: new Set() }

const dayKey = '@day'
const asideKey = '@aside'

/** Answers as the fragment of an address, without `#`. */
export function toFragment(answers: Answers): string {
  const params = new URLSearchParams()
  if (answers.day) params.append(dayKey, answers.day)
  for (const [key, text] of answers.given) params.append(key, text)
  for (const kind of answers.aside) params.append(asideKey, kind)
  return params.toString()
}

/** Reads a fragment; whatever is not an answer is left out. */
export function fromFragment(fragment: string): Answers {
  const params = new URLSearchParams(fragment.replace(/^#/, ''))
  const given = new Map<string, string>()
  for (const [key, text] of params) {
    if (!key.startsWith('@') && key !== '' && text !== '') given.set(key, text)
  }
  const day = parseDay(params.get(dayKey) ?? '')
  return { day, given, aside: new Set(params.getAll(asideKey)) }
}

export const isEmpty = (answers: Answers): boolean =>
  answers.given.size === 0 && answers.aside.size === 0 && answers.day === null

/** What this browser remembers; nothing when storage is refused. */
export function remembered(): Answers {
  try {
    return fromFragment(localStorage.getItem(storageKey) ?? '')
  } catch {
    return noAnswers
  }
}

/** Remembers answers in this browser. */
export function remember(answers: Answers): void {
  try {
    if (isEmpty(answers)) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, toFragment(answers))
  } catch {
    // Storage may be refused; the address still holds the answers.
  }
}

function spanText(value: Value): string | null {
  if (value instanceof YearsMonths) return `${value.months}个月`
  if (value instanceof DaysTime) return `${formatDecimal(value.seconds.div(86_400))}日`
  if (value instanceof Workdays) return `${value.count}个工作日`
  return null
}

/**
 * A value as an answer's text, which reads back as the same value; null for records.
 *
 * @param type tells 金额, which is written with its unit, from 数
 */
export function textOfValue(value: Value, type: Type): string | null {
  if (isUnknown(value)) return dontKnow
  if (value === null) return '无'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string') return value
  if (value instanceof Decimal) return `${formatDecimal(value)}${type.kind === 'money' ? '元' : ''}`
  const day = dayOf(value)
  if (day) return day
  if (Array.isArray(value)) {
    const of: Type = type.kind === 'list' ? type.of : { kind: 'any' }
    const items = value.map((item) => textOfValue(item, of))
    return items.includes(null) ? null : items.join('、')
  }
  return spanText(value)
}
