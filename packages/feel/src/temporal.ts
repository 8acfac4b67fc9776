import { Decimal } from '@huoshui/values'
import { Temporal } from 'temporal-polyfill'
import { DaysTime, FeelDateTime, FeelTime, YearsMonths } from './value.ts'

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

/** The result of `make`, or null when Temporal finds a part out of range. */
export function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

export function makeDate(year: number, month: number, day: number): Temporal.PlainDate | null {
  return attempt(() => Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }))
}

export function parseDate(text: string): Temporal.PlainDate | null {
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
export function parseDateTime(text: string): FeelDateTime | null {
  const split = text.indexOf('T', 1)
  const date = parseDate(split < 0 ? text : text.slice(0, split))
  const midnight = MIDNIGHT.exec(text)
  if (date && midnight) {
    // 24:00 is the midnight that ends the day.
    const next = attempt(() => date.add({ days: 1 }))
    const start = parseTime(`00:00:00${midnight[1] ?? ''}`)
    return next && start ? join(next, start) : null
  }
  const time = split < 0 ? new FeelTime(new Temporal.PlainTime()) : parseTime(text.slice(split + 1))
  return date && time ? join(date, time) : null
}

export function join(date: Temporal.PlainDate, time: FeelTime): FeelDateTime | null {
  return attempt(() => new FeelDateTime(date.toPlainDateTime(time.wall), time.offset, time.zone))
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
): Temporal.PlainDate | FeelTime | FeelDateTime | YearsMonths | DaysTime | null {
  if (text.includes('T') && /^-?\d/.test(text)) return parseDateTime(text)
  return parseDate(text) ?? parseTime(text) ?? parseDuration(text)
}

/** Seconds east of UTC; null for a local time. A zone's offset is that of the moment. */
export function offsetOf(value: FeelTime | FeelDateTime): number | null {
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
export function wallNanos(value: FeelDateTime | Temporal.PlainDate): bigint {
  const wall = value instanceof FeelDateTime ? value.wall : value.toPlainDateTime()
  const days = BigInt(wall.toPlainDate().since('1970-01-01', { largestUnit: 'day' }).days)
  return days * BigInt(DAY_SECONDS) * NANO + timeNanos(wall.toPlainTime())
}

export function timeNanos(t: Temporal.PlainTime): bigint {
  const seconds = BigInt(t.hour * 3600 + t.minute * 60 + t.second)
  return seconds * NANO + BigInt(t.millisecond * 1_000_000 + t.microsecond * 1_000 + t.nanosecond)
}

/** A moment in nanoseconds since 1970, UTC when the value says where it is, else by its wall. */
export function instant(value: FeelDateTime | FeelTime): bigint {
  const wall = value instanceof FeelDateTime ? wallNanos(value) : timeNanos(value.wall)
  return wall - BigInt(offsetOf(value) ?? 0) * NANO
}

export function isLocal(value: FeelDateTime | FeelTime): boolean {
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

export function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: 'day' }).days
}

export function addMonths(date: Temporal.PlainDate, months: number): Temporal.PlainDate | null {
  return attempt(() => date.add({ months }))
}

/** The day reached from a day's midnight; what is less than a day is dropped. */
export function addSeconds(date: Temporal.PlainDate, span: Decimal): Temporal.PlainDate | null {
  const days = span.div(DAY_SECONDS).floor()
  if (days.abs().gt(1e9)) return null
  return attempt(() => date.add({ days: days.toNumber() }))
}

export function shiftDateTime(
  value: FeelDateTime,
  span: YearsMonths | DaysTime,
): FeelDateTime | null {
  return attempt(() => {
    if (span instanceof YearsMonths) {
      return new FeelDateTime(value.wall.add({ months: span.months }), value.offset, value.zone)
    }
    if (span.seconds.abs().gt(1e14)) return null
    const nanos = nanosOf(span)
    const whole = { seconds: Number(nanos / NANO), nanoseconds: Number(nanos % NANO) }
    return new FeelDateTime(value.wall.add(whole), value.offset, value.zone)
  })
}

export function shiftTime(value: FeelTime, span: DaysTime): FeelTime {
  const day = BigInt(DAY_SECONDS) * NANO
  const nanos = (((timeNanos(value.wall) + nanosOf(span)) % day) + day) % day
  const wall = new Temporal.PlainTime().add({
    seconds: Number(nanos / NANO),
    nanoseconds: Number(nanos % NANO),
  })
  return new FeelTime(wall, value.offset, value.zone)
}

export function formatDate(date: Temporal.PlainDate): string {
  const sign = date.year < 0 ? '-' : ''
  const year = String(Math.abs(date.year)).padStart(4, '0')
  return `${sign}${year}-${two(date.month)}-${two(date.day)}`
}

export function formatTime(value: FeelTime | FeelDateTime): string {
  const { wall, zone } = value
  const fraction = (timeNanos(clock(value)) % NANO).toString().padStart(9, '0').replace(/0+$/, '')
  const head = `${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`
  const tail = zone !== null ? `@${zone}` : formatOffset(value.offset)
  return `${head}${fraction ? `.${fraction}` : ''}${tail}`
}

function clock(value: FeelTime | FeelDateTime): Temporal.PlainTime {
  return value instanceof FeelDateTime ? value.wall.toPlainTime() : value.wall
}

function formatOffset(offset: number | null): string {
  if (offset === null) return ''
  if (offset === 0) return 'Z'
  const size = Math.abs(offset)
  const rest = size % 60 === 0 ? '' : `:${two(size % 60)}`
  const sign = offset < 0 ? '-' : '+'
  return `${sign}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${rest}`
}

export function formatDateTime(value: FeelDateTime): string {
  return `${formatDate(value.wall.toPlainDate())}T${formatTime(value)}`
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
