import { Decimal } from '@huoshui/values'
import { parseDate } from '../temporal.ts'
import type { Type } from '../types.ts'
import { unknown, type Value } from '../value.ts'
import { daysFromCivil, type LaneValue, lower } from './lane.ts'

/** How the property of one field is read. */
export type FieldReader =
  | {
      readonly kind: 'whole'
      readonly read: ReturnType<typeof wholeReader>
      readonly missing: Value
    }
  | { readonly kind: 'day'; readonly days: DayReader }
  | { readonly kind: 'value'; readonly missing: Value }

/** How a field is read, by its type; one reader serves all definitions of a program. */
export function readerOf({ name, type, missing: given }: FieldOf): FieldReader {
  const numeric = type.kind === 'number' || type.kind === 'money'
  // A number that can't be null is promised to be one, so that bounds may decide.
  const missing = given ?? (numeric && !type.nullable ? unknown([name], {}) : unknown([name]))
  if (numeric) {
    const read = wholeReader(name, missing, type.kind === 'money' ? 2 : 0)
    return { kind: 'whole', read, missing }
  }
  if (type.kind === 'date') return { kind: 'day', days: new DayReader(name, missing) }
  return { kind: 'value', missing }
}

interface FieldOf {
  readonly name: string
  readonly type: Type
  readonly missing?: Value
}

/**
 * Reads a number of a record that is no safe integer: one that is missing, null, or exact in
 * another way. What is held as a `Decimal` goes into the lane if it fits.
 *
 * Throws `TypeError` for any other JavaScript number: a fraction that has been a float has already
 * lost what was written.
 */
function wholeReader(name: string, missing: Value, scale: number) {
  return (held: LaneValue | undefined): LaneValue => {
    if (held === undefined) return missing
    if (typeof held === 'number') {
      throw new TypeError(`${name}: ${held} is not a safe integer; pass a Decimal`)
    }
    return held instanceof Decimal ? (lower(held, scale) ?? held) : held
  }
}

/** Reads a day of a record, and remembers the last: a record is often asked several times. */
export class DayReader {
  text: LaneValue | undefined = 'none'
  day: LaneValue = null

  constructor(
    readonly name: string,
    readonly missing: Value,
  ) {}

  /** Days since 1970 for `YYYY-MM-DD`. Throws `TypeError` when the text is no day. */
  read(held: LaneValue | undefined): LaneValue {
    if (typeof held !== 'string') return held === undefined ? this.missing : held
    const day = dayNumberOf(held) ?? parseDate(held)
    if (day === null) throw new TypeError(`${this.name}: ${held} is not a day`)
    this.text = held
    this.day = day
    return day
  }
}

const ZERO = 48
const MONTH_DAYS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970 of a day written `YYYY-MM-DD`; null for what may still be another day. */
function dayNumberOf(text: string): number | null {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return null
  const year = pair(text, 0) * 100 + pair(text, 2)
  const month = pair(text, 5)
  const day = pair(text, 8)
  // NaN for what is no digit fails every comparison.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return null
  if (day > (MONTH_DAYS[month] as number)) return null
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && day === 29 && !leap ? null : daysFromCivil(year, month, day)
}

/** The number that two digits write; NaN when either is none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones
}
