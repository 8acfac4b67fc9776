import type { Lang } from './diagnostic.ts'
import { foldWidth } from './fold.ts'

declare const brand: unique symbol

/**
 * A legal day, `YYYY-MM-DD` in the Gregorian calendar, years 0001 to 9999.
 *
 * It has no clock and no time zone. Text order is day order, so `a < b` compares days.
 */
export type Day = string & { readonly [brand]: 'day' }

const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const LAST_ORDINAL = ordinal(9999, 12, 31)

/** The day of a strict ISO text (`2023-09-06`), or null: `2023-02-30` is no day. */
export function parseDay(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return match === null ? null : fromParts(match)
}

const LOOSE = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
]

/**
 * The day as people write it: `2023-9-6`, `2023/9/6`, `2023年9月6日`, `20230906`; else null.
 *
 * For import and forms. Policies and the log hold strict days only.
 */
export function parseDayLoose(text: string): Day | null {
  const folded = foldWidth(text).trim()
  for (const pattern of LOOSE) {
    const match = pattern.exec(folded)
    if (match !== null) return fromParts(match)
  }
  return null
}

/** The day of a strict ISO text. Throws `Error` when it is not one. */
export function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === null) throw new Error(`not a day: ${JSON.stringify(text)}`)
  return parsed
}

/** The day `n` days later, or earlier. Throws `RangeError` outside years 0001 to 9999. */
export function addDays(d: Day, n: number): Day {
  assertWhole(n)
  return fromOrdinal(ordinalOf(d) + n)
}

/**
 * The corresponding day `n` months later or earlier; where the month has none, its last day
 * (民法典第二百零二条). Throws `RangeError` outside years 0001 to 9999.
 */
export function addMonths(d: Day, n: number): Day {
  assertWhole(n)
  const months = yearOf(d) * 12 + (monthOf(d) - 1) + n
  const year = Math.floor(months / 12)
  const month = (months % 12) + 1
  if (year < 1 || year > 9999) throw new RangeError(`year ${year} is outside 0001 to 9999`)
  return toDay(year, month, Math.min(dayOfMonth(d), monthLength(year, month)))
}

/** The corresponding day `n` years later or earlier; 29 February becomes the 28th if need be. */
export function addYears(d: Day, n: number): Day {
  assertWhole(n)
  return addMonths(d, n * 12)
}

/** Days from `a` to `b`: positive when `b` is later. */
export function daysBetween(a: Day, b: Day): number {
  return ordinalOf(b) - ordinalOf(a)
}

/** Order of two days, for `sort`. */
export function compareDays(a: Day, b: Day): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

/** 1 to 9999. */
export function yearOf(d: Day): number {
  return Number(d.slice(0, 4))
}

/** 1 to 12. */
export function monthOf(d: Day): number {
  return Number(d.slice(5, 7))
}

/** 1 to 31. */
export function dayOfMonth(d: Day): number {
  return Number(d.slice(8, 10))
}

/** 1 (Monday) to 7 (Sunday). */
export function weekday(d: Day): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  // 0001-01-01, ordinal 1, is a Monday.
  return (((ordinalOf(d) - 1) % 7) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7
}

const dayMilliseconds = 86_400_000
/** Beijing keeps UTC+8 all year. */
const beijingOffsetMilliseconds = 8 * 3_600_000

/**
 * The legal day in Beijing at an instant, given in milliseconds since 1970-01-01T00:00Z.
 *
 * The one bridge from a clock to law, so that no caller depends on its own time zone.
 */
export function dayInBeijing(instant: number): Day {
  const days = Math.floor((instant + beijingOffsetMilliseconds) / dayMilliseconds)
  return addDays('1970-01-01' as Day, days)
}

/** Whether the Gregorian year has a 29 February. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** `2024年3月1日` or `1 March 2024`. */
export function formatDay(d: Day, lang: Lang = 'zh'): string {
  return lang === 'zh'
    ? `${yearOf(d)}年${formatMonthDay(d, lang)}`
    : `${formatMonthDay(d, lang)} ${yearOf(d)}`
}

/** `3月1日` or `1 March`: where the year is already said. */
export function formatMonthDay(d: Day, lang: Lang = 'zh'): string {
  return lang === 'zh'
    ? `${monthOf(d)}月${dayOfMonth(d)}日`
    : `${dayOfMonth(d)} ${MONTHS[monthOf(d) - 1]}`
}

function fromParts(match: RegExpExecArray): Day | null {
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const real =
    year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= monthLength(year, month)
  return real ? toDay(year, month, date) : null
}

function toDay(year: number, month: number, date: number): Day {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}` as Day
}

function monthLength(year: number, month: number): number {
  if (month === 12) return 31
  return daysBefore(year, month + 1) - daysBefore(year, month)
}

/** Days of the year before its month begins. */
function daysBefore(year: number, month: number): number {
  return (DAYS_BEFORE[month - 1] ?? 0) + (month > 2 && isLeapYear(year) ? 1 : 0)
}

/** Days before the year begins, counted from 0001-01-01. */
function daysBeforeYear(year: number): number {
  const past = year - 1
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)
}

/** 0001-01-01 is 1. */
function ordinal(year: number, month: number, date: number): number {
  return daysBeforeYear(year) + daysBefore(year, month) + date
}

function ordinalOf(d: Day): number {
  return ordinal(yearOf(d), monthOf(d), dayOfMonth(d))
}

function fromOrdinal(n: number): Day {
  if (n < 1 || n > LAST_ORDINAL) throw new RangeError('a day outside years 0001 to 9999')
  // 400 years are 146,097 days. The quotient can be one year off either way near New Year.
  let year = Math.floor(((n - 1) * 400) / 146_097) + 1
  while (daysBeforeYear(year) >= n) year -= 1
  while (daysBeforeYear(year + 1) < n) year += 1
  const rest = n - daysBeforeYear(year)
  let month = 12
  while (daysBefore(year, month) >= rest) month -= 1
  return toDay(year, month, rest - daysBefore(year, month))
}

function assertWhole(n: number): void {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number: ${n}`)
}
