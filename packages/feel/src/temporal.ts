import { Decimal } from '@huoshui/values'
import { Temporal } from 'temporal-polyfill'
import { addDays, addMonths, attempt, dayNumber, makeDate, nearOf, yearOf } from './days.ts'
import {
  DaysTime,
  FarDate,
  FarDateTime,
  type FeelDate,
  FeelDateTime,
  FeelTime,
  isMoment,
  type Moment,
  YearsMonths,
} from './value.ts'

/** Reading, writing and measuring dates, times and durations (DMN 1.5 §10.3.2.3.4 to 8). */

const DATE = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)$/
const TIME = new RegExp(
  '^(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?' +
    '(?:(Z)|([+-])(\\d\\d):(\\d\\d)(?::(\\d\\d))?|@([A-Za-z][\\w+-]*(?:\\/[\\w+-]+)*))?$',
)
const MONTHS = /^(-)?P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?$/
const DAYS = /^(-)?P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?$/

const DAY_SECONDS = 86_400
const MIDNIGHT = /T24:00:00(?:\.0+)?([Z@+-].*)?$/
const NANO = 1_000_000_000n
const DAY_NANOS = BigInt(DAY_SECONDS) * NANO

export function parseDate(text: string): FeelDate | null {
  const m = DATE.exec(text)
  return m ? makeDate(Number(m[1]), Number(m[2]), Number(m[3])) : null
}

/** The time of day in the text, null when it is not one. */
export function parseTime(text: string): FeelTime | null {
  const m = TIME.exec(text)
  if (!m) return null
  const nanos = (m[4] ?? '').padEnd(9, '0').slice(0, 9)
  const wall = attempt(() =>
    Temporal.PlainTime.from(`${m[1]}:${m[2]}:${m[3]}.${nanos}`, { overflow: 'reject' }),
  )
  if (!wall || m[3] === '60') return null
  if (m[5]) return new FeelTime(wall, 0)
  if (m[10] !== undefined) return isZone(m[10]) ? new FeelTime(wall, null, m[10]) : null
  if (m[6] === undefined) return new FeelTime(wall)
  const [hours, minutes, seconds] = [Number(m[7]), Number(m[8]), Number(m[9] ?? 0)]
  if (hours > 18 || minutes > 59 || seconds > 59) return null
  const offset = (hours * 3600 + minutes * 60 + seconds) * (m[6] === '-' ? -1 : 1)
  return new FeelTime(wall, offset)
}

export function isZone(name: string): boolean {
  const day = Temporal.PlainDate.from('2000-01-01')
  return /^[A-Za-z]/.test(name) && attempt(() => day.toZonedDateTime(name)) !== null
}

/** A day and a time; a day alone is its midnight. */
export function parseDateTime(text: string): Moment | null {
  const midnight = MIDNIGHT.exec(text)
  if (midnight) {
    const day = parseDate(text.slice(0, midnight.index))
    const next = day && addDays(day, 1)
    const time = parseTime(`00:00:00${midnight[1] ?? ''}`)
    return next && time && join(next, time)
  }
  const at = text.indexOf('T')
  const date = parseDate(at < 0 ? text : text.slice(0, at))
  const time = at < 0 ? new FeelTime(new Temporal.PlainTime()) : parseTime(text.slice(at + 1))
  return date && time && join(date, time)
}

/** A day and a time of day as one moment. */
export function join(date: FeelDate, time: FeelTime): Moment {
  const wall = nearOf(date).toPlainDateTime(time.wall)
  const near = new FeelDateTime(wall, time.offset, time.zone)
  return date instanceof FarDate ? new FarDateTime(near, date.cycles) : near
}

/** The day of a moment, where the moment is. */
export function dateOf(value: Moment): FeelDate {
  if (value instanceof FeelDateTime) return value.wall.toPlainDate()
  return new FarDate(value.near.wall.toPlainDate(), value.cycles)
}

/** The time of day of a moment. */
export function timeOf(value: Moment): FeelTime {
  const { wall, offset, zone } = nearMoment(value)
  return new FeelTime(wall.toPlainTime(), offset, zone)
}

function nearMoment(value: Moment): FeelDateTime {
  return value instanceof FarDateTime ? value.near : value
}

export function parseDuration(text: string): YearsMonths | DaysTime | null {
  const months = MONTHS.exec(text)
  if (months) {
    const count = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0)
    return Number.isSafeInteger(count) ? new YearsMonths(months[1] ? -count : count) : null
  }
  const m = DAYS.exec(text)
  if (!m) return null
  const seconds = new Decimal(m[2] ?? 0)
    .times(DAY_SECONDS)
    .plus(new Decimal(m[3] ?? 0).times(3600))
    .plus(new Decimal(m[4] ?? 0).times(60))
    .plus(m[5] ?? 0)
  return new DaysTime(m[1] ? seconds.negated() : seconds)
}

/** What an at-literal stands for; null when it is none of the five kinds. */
export function parseAt(
  text: string,
): FeelDate | FeelTime | Moment | YearsMonths | DaysTime | null {
  if (text.includes('T') && /^-?\d/.test(text)) return parseDateTime(text)
  return parseDate(text) ?? parseTime(text) ?? parseDuration(text)
}

/** Seconds east of UTC; null for a local time. A zone's offset is that of the moment. */
export function offsetOf(value: FeelTime | Moment): number | null {
  if (value instanceof FarDateTime) return offsetOf(value.near)
  if (value.offset !== null || value.zone === null) return value.offset
  const { zone } = value
  const wall =
    value instanceof FeelDateTime
      ? value.wall
      : Temporal.PlainDate.from('1970-01-01').toPlainDateTime(value.wall)
  const zoned = attempt(() => wall.toZonedDateTime(zone))
  return zoned === null ? null : zoned.offsetNanoseconds / 1e9
}

/** Nanoseconds of the wall clock since 1970, as if it stood in UTC. */
export function wallNanos(value: Moment | FeelDate): bigint {
  const [date, nanos] = isMoment(value)
    ? [dateOf(value), timeNanos(timeOf(value).wall)]
    : [value, 0n]
  return BigInt(dayNumber(date)) * DAY_NANOS + nanos
}

export function timeNanos(t: Temporal.PlainTime): bigint {
  const seconds = BigInt(t.hour * 3600 + t.minute * 60 + t.second)
  return seconds * NANO + BigInt(t.millisecond * 1_000_000 + t.microsecond * 1_000 + t.nanosecond)
}

/** A moment in nanoseconds since 1970, UTC when the value says where it is, else by its wall. */
export function instant(value: Moment | FeelTime): bigint {
  const wall = isMoment(value) ? wallNanos(value) : timeNanos(value.wall)
  return wall - BigInt(offsetOf(value) ?? 0) * NANO
}

export function isLocal(value: Moment | FeelTime): boolean {
  if (value instanceof FarDateTime) return isLocal(value.near)
  return value.offset === null && value.zone === null
}

/** A whole number of nanoseconds as seconds. */
export function seconds(nanos: bigint): Decimal {
  return new Decimal(nanos.toString()).div(1e9)
}

/** The seconds of a duration as whole nanoseconds. */
export function nanosOf(d: DaysTime): bigint {
  return BigInt(d.seconds.times(1e9).trunc().toFixed())
}

/** The day reached from a day's midnight; what is less than a day is dropped. */
export function addSeconds(date: FeelDate, span: Decimal): FeelDate | null {
  const days = span.div(DAY_SECONDS).floor()
  return days.abs().gt(1e15) ? null : addDays(date, days.toNumber())
}

/** A moment moved by a duration, by the wall clock; null beyond the calendar. */
export function shiftDateTime(value: Moment, span: YearsMonths | DaysTime): Moment | null {
  if (span instanceof YearsMonths) {
    const date = addMonths(dateOf(value), span.months)
    return date && join(date, timeOf(value))
  }
  if (span.seconds.abs().gt(1e20)) return null
  const time = timeOf(value)
  const nanos = timeNanos(time.wall) + nanosOf(span)
  const date = addDays(dateOf(value), Number((nanos - modulo(nanos, DAY_NANOS)) / DAY_NANOS))
  return date && join(date, shiftTime(time, span))
}

export function shiftTime(value: FeelTime, span: DaysTime): FeelTime {
  const nanos = modulo(timeNanos(value.wall) + nanosOf(span), DAY_NANOS)
  const wall = new Temporal.PlainTime().add({
    seconds: Number(nanos / NANO),
    nanoseconds: Number(nanos % NANO),
  })
  return new FeelTime(wall, value.offset, value.zone)
}

/** The remainder that is never negative. */
function modulo(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b
}

export function formatDate(date: FeelDate): string {
  const [number, { month, day }] = [yearOf(date), nearOf(date)]
  const year = String(Math.abs(number)).padStart(4, '0')
  return `${number < 0 ? '-' : ''}${year}-${two(month)}-${two(day)}`
}

export function formatTime(value: FeelTime): string {
  const { wall, zone } = value
  const fraction = (timeNanos(wall) % NANO).toString().padStart(9, '0').replace(/0+$/, '')
  const head = `${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`
  const tail = zone !== null ? `@${zone}` : formatOffset(value.offset)
  return `${head}${fraction ? `.${fraction}` : ''}${tail}`
}

function formatOffset(offset: number | null): string {
  if (offset === null) return ''
  if (offset === 0) return 'Z'
  const size = Math.abs(offset)
  const rest = size % 60 === 0 ? '' : `:${two(size % 60)}`
  const sign = offset < 0 ? '-' : '+'
  return `${sign}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${rest}`
}

export function formatDateTime(value: Moment): string {
  return `${formatDate(dateOf(value))}T${formatTime(timeOf(value))}`
}

export function formatMonths(value: YearsMonths): string {
  const size = Math.abs(value.months)
  const [years, months] = [Math.floor(size / 12), size % 12]
  const body = `${years ? `${years}Y` : ''}${months ? `${months}M` : ''}`
  return `${value.months < 0 ? '-' : ''}P${body || '0M'}`
}

export function formatDays(value: DaysTime): string {
  const { days, hours, minutes, seconds } = daysTimeParts(value)
  const sign = value.seconds.lt(0) ? '-' : ''
  const date = days.isZero() ? '' : `${days.abs().toFixed()}D`
  const time = [hours, minutes, seconds]
    .map((part, i) => (part.isZero() ? '' : `${part.abs().toFixed()}${'HMS'[i]}`))
    .join('')
  if (!date && !time) return 'PT0S'
  return `${sign}P${date}${time ? `T${time}` : ''}`
}

/** Days, hours, minutes and seconds of a duration, all with its sign. */
export function daysTimeParts(
  value: DaysTime,
): Record<'days' | 'hours' | 'minutes' | 'seconds', Decimal> {
  const total = value.seconds
  return {
    days: total.div(DAY_SECONDS).trunc(),
    hours: total.mod(DAY_SECONDS).div(3600).trunc(),
    minutes: total.mod(3600).div(60).trunc(),
    seconds: total.mod(60),
  }
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
