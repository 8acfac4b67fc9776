import type { Lang } from './diagnostic.ts'
import { foldWidth } from './fold.ts'

/** A legal period: whole years, months, calendar days, or workdays (工作日). */
export interface Span {
  readonly count: number
  readonly unit: 'year' | 'month' | 'day' | 'workday'
}

const UNITS: Record<string, Span['unit']> = {
  年: 'year',
  个月: 'month',
  日: 'day',
  天: 'day',
  个工作日: 'workday',
  工作日: 'workday',
}
const WORDS: Record<Span['unit'], Record<Lang, string>> = {
  year: { zh: '年', en: 'year' },
  month: { zh: '个月', en: 'month' },
  day: { zh: '日', en: 'day' },
  workday: { zh: '个工作日', en: 'workday' },
}
const NUMERALS = '一二三四五六七八九'

// Five digits of days are 273 years: more is a slip of the pen, not a period of law.
const SPAN = /^(?:(\d{1,5})|([一二三四五六七八九十两]{1,3}))\s*(年|个月|日|天|个工作日|工作日)$/

/**
 * The period written as `3个月`, `15日`, `15天`, `5个工作日`, `1年` or `一个月`; else null.
 *
 * Numerals may be Arabic, full-width, or Chinese up to 九十九 (两 counts as 2).
 */
export function parseSpan(text: string): Span | null {
  const match = SPAN.exec(foldWidth(text).trim())
  if (match === null) return null
  const [, arabic, chinese = '', word = ''] = match
  const count = arabic === undefined ? parseNumeral(chinese) : Number(arabic)
  const unit = UNITS[word]
  return count === null || unit === undefined ? null : { count, unit }
}

/** `5个工作日`, `15日`, or `5 workdays`, `1 month`. */
export function formatSpan(s: Span, lang: Lang = 'zh'): string {
  const word = WORDS[s.unit][lang]
  return lang === 'zh' ? `${s.count}${word}` : `${s.count} ${word}${s.count === 1 ? '' : 's'}`
}

/** 一 to 九十九. */
function parseNumeral(text: string): number | null {
  if (text === '两') return 2
  const match = /^(?:([二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(text)
  if (match === null || text === '') return null
  const [, tens, ten, ones] = match
  const figure = (char: string | undefined) => (char === undefined ? 0 : NUMERALS.indexOf(char) + 1)
  return (ten === undefined ? 0 : (figure(tens) || 1) * 10) + figure(ones)
}
