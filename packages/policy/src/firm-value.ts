/** A cell of a firm file to the value of a fact, or what is wrong with it. */
import { DaysTime, dateValue, evaluate, type Value, Workdays, YearsMonths } from '@huoshui/feel'
import {
  checkCreditCode,
  Decimal,
  decimal,
  formatDecimal,
  isLeapYear,
  moneyToDecimal,
  nearest,
  parseDayLoose,
  parseMoney,
  parseSpan,
  type Text,
} from '@huoshui/values'
import type { Column, MoneyUnit, Readable } from './firm-columns.ts'
import type { Raw } from './firm-json.ts'
import { type Saying, say } from './firm-words.ts'
import { writeAs } from './fits.ts'
import { fold } from './read.ts'

/** A value read, a blank (not known), or what is wrong. A value may come with a warning. */
export type Reading =
  | { readonly value: Value; readonly warning?: Saying }
  | { readonly blank: true }
  | { readonly trouble: Saying }

const blanks = new Set(['', '?', '未知', '不详'])
const nulls = new Set(['无', 'null'])
const yes = new Set(['是', 'true', 'yes', 'y'])
const no = new Set(['否', 'false', 'no', 'n'])

/** A cell without what Excel puts around text: `="9111…"` and a leading apostrophe. */
function bare(text: string): string {
  const wrapped = /^="(.*)"$/s.exec(text.trim())
  return (wrapped ? (wrapped[1] as string) : text.trim().replace(/^'(?=\S)/, '')).trim()
}

/** A raw value as it was written, for showing again. */
export function rawText(raw: Raw): string {
  switch (raw.form) {
    case 'text':
      return bare(raw.text)
    case 'number':
      return raw.text
    case 'boolean':
      return String(raw.value)
    case 'null':
      return 'null'
    case 'list':
      return raw.items.map(rawText).join('、')
    case 'object':
      return `{${raw.entries.map(([key, value]) => `${key}: ${rawText(value)}`).join('; ')}}`
  }
}

const excelErrors: ReadonlySet<string> = new Set(
  (
    '#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! ' +
    '#SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #GETTING_DATA'
  ).split(' '),
)

/** Marks that Excel leaves where a value was; null for anything else. */
function damage(text: string): Saying | null {
  if (/^[+-]?\d(?:\.\d+)?E[+-]?\d+$/i.test(text)) return say.exponent(text)
  if (excelErrors.has(text) || /^#+$/.test(text)) return say.excelError(text)
  return null
}

/** Reads one value for a fact. `unit` is what the column's header says. */
export function readFactValue(raw: Raw, fact: Readable, unit: Column['unit']): Reading {
  const { type } = fact
  if (raw.form === 'object') return { trouble: say.wrong(rawText(raw), writeAs(type)) }
  if (raw.form === 'boolean') {
    if (type.kind === 'boolean' || type.kind === 'any') return { value: raw.value }
    return { trouble: say.wrong(String(raw.value), writeAs(type)) }
  }
  if (raw.form === 'list' && type.kind !== 'list') {
    return { trouble: say.wrong(rawText(raw), writeAs(type)) }
  }
  const text = rawText(raw)
  if (raw.form !== 'list') {
    if (raw.form !== 'null' && blanks.has(fold(text))) return { blank: true }
    const hurt = damage(fold(text))
    if (hurt) return { trouble: hurt }
    const option = type.kind === 'enum' && type.values.includes(text)
    if (!option && nulls.has(text)) {
      return fact.nullable ? { value: null } : { trouble: say.noNull(text, writeAs(type)) }
    }
  }
  const reading = readTyped(text, raw, fact, unit)
  return 'value' in reading ? aboveFloor(reading, text, fact) : reading
}

function readTyped(text: string, raw: Raw, fact: Readable, unit: Column['unit']): Reading {
  const { type } = fact
  switch (type.kind) {
    case 'boolean':
      return readBoolean(text, raw)
    case 'number':
      return readNumber(text, unit)
    case 'money':
      return readMoney(text, fact.name, unit === '%' ? null : unit)
    case 'date':
      return readDay(text)
    case 'enum':
      return readOption(text, type.values)
    case 'span':
    case 'months':
    case 'days':
    case 'workdays':
      return readSpan(text)
    case 'list':
      return readList(text, raw)
    default:
      return readText(text, fact.name)
  }
}

function wrong(text: string, type: Readable['type'], near: string | null = null): Reading {
  const what = writeAs(type)
  return { trouble: near ? say.near(text, near, what) : say.wrong(text, what) }
}

function readBoolean(text: string, raw: Raw): Reading {
  const word = fold(text).toLowerCase()
  if (raw.form === 'text' && yes.has(word)) return { value: true }
  if (raw.form === 'text' && no.has(word)) return { value: false }
  return wrong(text, { kind: 'boolean' })
}

/** Digits with an optional point, thousands parted by commas or not at all. */
const figure = /^[-−]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/

function readNumber(text: string, unit: Column['unit']): Reading {
  const folded = fold(text)
  const percent = folded.endsWith('%')
  const digits = percent ? folded.slice(0, -1).trim() : folded
  if (!figure.test(digits)) {
    const split = /^([-−]?\d[\d,]*(?:\.\d+)?)\s*([^\d,.].*)$/.exec(folded)
    if (!split) return wrong(text, { kind: 'number' })
    return { trouble: say.unitOnNumber(text, split[1] as string) }
  }
  if (digits.replace(/\D/g, '').length > 15) return { trouble: say.tooLong(text) }
  const value = decimal(digits.replaceAll(',', '').replace('−', '-'))
  return { value: percent || unit === '%' ? value.div(100) : value }
}

function readMoney(text: string, name: string, unit: MoneyUnit | null): Reading {
  const match = /^(CNY|[¥￥])?\s*([-−]?\d[\d,]*(?:\.\d+)?)\s*(.*)$/is.exec(fold(text))
  if (!match) return wrong(text, { kind: 'money' })
  const [, sign, digits = '', tail = ''] = match
  if (!figure.test(digits)) return wrong(text, { kind: 'money' })
  if (tail === '' && sign === undefined && unit === null) return { trouble: say.noUnit(text, name) }
  if (tail === '万' || tail === '亿') return wrong(text, { kind: 'money' }, `${digits}${tail}元`)
  if (!['', '元', '万元', '亿元'].includes(tail)) return { trouble: say.wrongUnit(text, tail) }
  const stated = tail !== '' ? tail : sign !== undefined ? '元' : (unit as string)
  const amount = parseMoney(`${digits.replaceAll(',', '')}${stated}`)
  if (amount === null) return { trouble: say.fen(text) }
  const value = moneyToDecimal(amount)
  return unit !== null && unit !== stated
    ? { value, warning: say.otherUnit(text, unit) }
    : { value }
}

function readDay(text: string): Reading {
  const folded = fold(text).replace(/[ T]0{1,2}:00(?::00(?:\.0+)?)?$/, '')
  const day = parseDayLoose(folded)
  if (day) return { value: dateValue(day) }
  const match =
    /^(\d{4})(?:[-/.年]\s*)(\d{1,2})(?:[-/.月]\s*)(\d{1,2})日?$/.exec(folded) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(folded)
  if (match) {
    const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])]
    const reason = whyNoDay(year, month, date)
    if (reason) return { trouble: say.noSuchDay(text, reason) }
    const two = (n: number) => String(n).padStart(2, '0')
    return wrong(text, { kind: 'date' }, `${match[1]}-${two(month)}-${two(date)}`)
  }
  // Days of this century, counted from 1900.
  if (/^[34]\d{4}$/.test(folded)) return { trouble: say.serial(folded) }
  return wrong(text, { kind: 'date' })
}

/** Why there is no such day; null when there is. */
function whyNoDay(year: number, month: number, date: number): Text | null {
  if (month < 1 || month > 12) return { zh: `没有${month}月`, en: `there is no month ${month}` }
  const long = month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  if (date >= 1 && date <= long) return null
  return {
    zh: `${year}年${month}月没有${date}日，只有${long}天`,
    en: `month ${month} of ${year} has ${long} days`,
  }
}

function readOption(text: string, values: readonly string[]): Reading {
  const folded = fold(text)
  const found = values.find((value) => fold(value) === folded)
  if (found !== undefined) return { value: found }
  return wrong(text, { kind: 'enum', values }, nearest(folded, values))
}

function readSpan(text: string): Reading {
  const span = parseSpan(text)
  if (!span) return wrong(text, { kind: 'span' })
  const { count, unit } = span
  if (unit === 'workday') return { value: new Workdays(count) }
  if (unit === 'day') return { value: new DaysTime(new Decimal(count).times(86400)) }
  return { value: new YearsMonths(unit === 'year' ? count * 12 : count) }
}

function readList(text: string, raw: Raw): Reading {
  if (raw.form !== 'list') {
    const items = text.split(/[、;；]/).map((item) => item.trim())
    return { value: items.filter((item) => item !== '') }
  }
  const plain = raw.items.every((item) => item.form === 'text' || item.form === 'number')
  if (!plain) return wrong(text, { kind: 'list', of: { kind: 'string' } })
  return { value: raw.items.map(rawText).filter((item) => item !== '') }
}

function readText(text: string, name: string): Reading {
  if (!name.endsWith('统一社会信用代码')) return { value: text }
  const check = checkCreditCode(text)
  if (check.ok) return { value: check.code }
  return { trouble: say.creditCode(text, check.message, /^\d{15}0{3}$/.test(text)) }
}

function aboveFloor(reading: Reading, text: string, fact: Readable): Reading {
  if (!('value' in reading) || !(reading.value instanceof Decimal) || !fact.floor) return reading
  const floor = evaluate(fact.floor.tree, { lookup: () => undefined })
  if (!(floor instanceof Decimal) || !reading.value.lessThan(floor)) return reading
  return { trouble: say.below(text, formatDecimal(floor)) }
}
