import { Decimal } from '@huoshui/values'
import { Temporal } from 'temporal-polyfill'
import { attempt, makeDate, nearOf, yearOf } from '../days.ts'
import type { Report } from '../report.ts'
import {
  dateOf as dayPart,
  isZone,
  join,
  parseDate,
  parseDateTime,
  parseDuration,
  parseTime,
  timeOf as timePart,
} from '../temporal.ts'
import { nullable, T } from '../types.ts'
import {
  type DaysTime,
  type FeelDate,
  FeelTime,
  isFeelDate,
  isMoment,
  type Value,
  YearsMonths,
} from '../value.ts'
import { type Builtin, optional, param, type Signature } from './define.ts'

/** Functions that make dates, times and durations, and those of the calendar (tables 71, 79). */

type Apply = Signature['apply']

const from = (type: Parameters<typeof param>[1]) => param('from', type)
const number = (name: string) => param(name, T.number)

function unreadable(text: string, report: Report): null {
  report({ zh: `“${text}”不是日期或时间。`, en: `“${text}” is no date or time.` })
  return null
}

/** Reads text with `parse`, telling when that fails. */
function reading(parse: (text: string) => Value): Apply {
  return ([text], report) => parse(text) ?? unreadable(text, report)
}

function dateOf([y, m, d]: [Decimal, Decimal, Decimal], report: Report): Value {
  const whole = [y, m, d].every((part) => part.isInteger() && part.abs().lt(1e9))
  const date = whole ? makeDate(y.toNumber(), m.toNumber(), d.toNumber()) : null
  return date ?? unreadable(`${y.toFixed()}-${m.toFixed()}-${d.toFixed()}`, report)
}

const date: Builtin = {
  name: 'date',
  meaning: { zh: '日期', en: 'a date' },
  signatures: [
    { parameters: [from(T.string)], apply: reading(parseDate) },
    { parameters: [from(T.date)], apply: ([value]) => value },
    { parameters: [from(T.dateTime)], apply: ([value]) => dayPart(value) },
    { parameters: [number('year'), number('month'), number('day')], apply: dateOf },
  ],
  result: T.date,
}

function timeOf(
  [h, m, s, offset]: [Decimal, Decimal, Decimal, DaysTime | null | undefined],
  report: Report,
): Value {
  const wall = wallTime(h, m, s)
  const east = offset ? offset.seconds : null
  if (wall === null || (east?.abs().gt(18 * 3600) ?? false)) {
    return unreadable(`${h.toFixed()}:${m.toFixed()}:${s.toFixed()}`, report)
  }
  return new FeelTime(wall, east === null ? null : east.trunc().toNumber())
}

function wallTime(h: Decimal, m: Decimal, s: Decimal): Temporal.PlainTime | null {
  if (!h.isInteger() || !m.isInteger() || s.lt(0)) return null
  const nanos = s.minus(s.trunc()).times(1e9).trunc().toNumber()
  const parts = {
    hour: h.toNumber(),
    minute: m.toNumber(),
    second: s.trunc().toNumber(),
    millisecond: Math.floor(nanos / 1e6),
    microsecond: Math.floor(nanos / 1e3) % 1e3,
    nanosecond: nanos % 1e3,
  }
  return attempt(() => Temporal.PlainTime.from(parts, { overflow: 'reject' }))
}

const time: Builtin = {
  name: 'time',
  meaning: { zh: '时刻', en: 'a time of day' },
  signatures: [
    { parameters: [from(T.string)], apply: reading(parseTime) },
    { parameters: [from(T.time)], apply: ([value]) => value },
    {
      parameters: [from(T.dateTime)],
      apply: ([value]) => timePart(value),
    },
    {
      parameters: [from(T.date)],
      apply: () => new FeelTime(new Temporal.PlainTime(), 0),
    },
    {
      parameters: [
        number('hour'),
        number('minute'),
        number('second'),
        optional('offset', nullable(T.days)),
      ],
      apply: timeOf,
    },
  ],
  result: T.time,
}

function joined([day, clock]: [Value, FeelTime]): Value {
  const date = dayOf(day)
  return date && join(date, clock)
}

/** Year to second as numbers, then where on earth: an offset or the name of a zone. */
function composed(
  [y, mo, d, h, mi, s, place]: [
    Decimal,
    Decimal,
    Decimal,
    Decimal,
    Decimal,
    Decimal,
    (DaysTime | string | null)?,
  ],
  report: Report,
): Value {
  const day = dateOf([y, mo, d], report)
  if (typeof place === 'string') {
    const wall = wallTime(h, mi, s)
    if (!isFeelDate(day) || wall === null || !isZone(place)) return null
    return join(day, new FeelTime(wall, null, place))
  }
  const clock = timeOf([h, mi, s, place], report)
  return isFeelDate(day) && clock instanceof FeelTime ? join(day, clock) : null
}

const parts = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(number)

const dateAndTime: Builtin = {
  name: 'date and time',
  meaning: { zh: '日期和时刻', en: 'a date and time' },
  signatures: [
    { parameters: [from(T.string)], apply: reading(parseDateTime) },
    { parameters: [from(T.dateTime)], apply: ([value]) => value },
    {
      parameters: [from(T.date)],
      apply: ([value]) => join(value, new FeelTime(new Temporal.PlainTime())),
    },
    { parameters: [param('date', T.date), param('time', T.time)], apply: joined },
    { parameters: [param('date', T.dateTime), param('time', T.time)], apply: joined },
    { parameters: [...parts, optional('offset', nullable(T.days))], apply: composed },
    { parameters: [...parts, param('timezone', T.string)], apply: composed },
  ],
  result: T.dateTime,
}

/** Whole months from one day to another, the last one dropped while it isn't full. */
function monthsBetween([a, b]: [Value, Value]): Value {
  const [start, end] = [dayOf(a), dayOf(b)]
  if (start === null || end === null) return null
  const [first, last] = [nearOf(start), nearOf(end)]
  const months = (yearOf(end) - yearOf(start)) * 12 + last.month - first.month
  const short = months > 0 && last.day < first.day ? 1 : months < 0 && last.day > first.day ? -1 : 0
  return new YearsMonths(months - short)
}

function dayOf(value: Value): FeelDate | null {
  if (isFeelDate(value)) return value
  return isMoment(value) ? dayPart(value) : null
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
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

function ofDay(
  name: string,
  zh: string,
  en: string,
  compute: (day: Temporal.PlainDate) => Value,
): Builtin {
  const apply: Apply = ([value]) => {
    const day = dayOf(value)
    return day === null ? null : compute(nearOf(day))
  }
  const signatures = [T.date, T.dateTime].map((type) => ({
    parameters: [param('date', type)],
    apply,
  }))
  const result = name.includes(' of year') && name !== 'month of year' ? T.number : T.string
  return { name, meaning: { zh, en }, signatures, result }
}

function between(kinds: readonly (typeof T.date | typeof T.dateTime)[]): readonly Signature[] {
  return kinds.flatMap((a) =>
    kinds.map((b) => ({ parameters: [param('from', a), param('to', b)], apply: monthsBetween })),
  )
}

export const DATES: readonly Builtin[] = [
  date,
  time,
  dateAndTime,
  {
    name: 'duration',
    meaning: { zh: '时长', en: 'a duration' },
    signatures: [
      { parameters: [from(T.string)], apply: reading(parseDuration) },
      { parameters: [from(T.months)], apply: ([value]) => value },
      { parameters: [from(T.days)], apply: ([value]) => value },
    ],
    result: T.any,
  },
  {
    name: 'years and months duration',
    meaning: { zh: '两个日期相差的整月数', en: 'the whole months between two dates' },
    signatures: between([T.date, T.dateTime]),
    result: T.months,
    sql: 'months between',
  },
  ofDay('day of week', '星期几', 'the day of the week', (d) => DAYS[d.dayOfWeek - 1] ?? null),
  ofDay('month of year', '几月', 'the month', (d) => MONTHS[d.month - 1] ?? null),
  ofDay('day of year', '一年中的第几天', 'the day of the year', (d) => new Decimal(d.dayOfYear)),
  ofDay('week of year', '一年中的第几周', 'the ISO week', (d) => new Decimal(d.weekOfYear ?? 0)),
  clockFunction('now', '此刻', 'this moment', T.dateTime),
  clockFunction('today', '今天', 'today', T.date),
]

/** This package has no clock; whoever evaluates gives these two their value, or they are null. */
function clockFunction(
  name: string,
  zh: string,
  en: string,
  result: typeof T.date | typeof T.dateTime,
): Builtin {
  const apply: Apply = (_, report) => {
    report({ zh: '没有给出今天是哪一天。', en: 'What day it is has not been given.' })
    return null
  }
  return { name, meaning: { zh, en }, signatures: [{ parameters: [], apply }], result }
}
