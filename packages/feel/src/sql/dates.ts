import { Decimal } from '@huoshui/values'
import { negateNum } from './bounds.ts'
import { type Cell, cell, strictly } from './cell.ts'
import { broken } from './compare.ts'
import { cast, constant, type Exact, NOTHING, sqlOf, times } from './exact.ts'
import type { Maker } from './maker.ts'
import { exactly, exactOf, mapped, NONE, type Num, rounded } from './num.ts'
import { any, choice, type Sql } from './text.ts'

/** Dates in SQL. Columns hold days of the years 1 to 9999, which is what a legal day can be. */

const DAY_SECONDS = constant(new Decimal(86_400))
/** Days from the first to the last day there can be, with what they may be moved by. */
const DAYS_BOUND = 6_600_000n
/** How far dates may be moved: both databases and FEEL hold what is reached. */
const DRIFT_MAX = 48_000

/** `date op span`, where a span is a number of months or of seconds. */
export function addToDate(m: Maker, date: Cell, span: Cell, op: '+' | '-'): Cell {
  const months = span.kind === 'months'
  // To go back is to add the opposite: what is less than a day is then dropped the other way.
  const moved = op === '-' ? negateNum(m, span.num) : span.num
  const count = months ? exactOf(moved) : wholeDays(m, moved)
  if (count === null) {
    m.report('F304')
    return broken('date')
  }
  const drift = Math.ceil(date.drift + Number(count.bound) / (months ? 1 : 28))
  if (drift > DRIFT_MAX) {
    m.report('F302', { what: { zh: '移动几千年的日期', en: 'A date moved by thousands of years' } })
  }
  const state = strictly([date, span])
  if (count === NOTHING || date.absent === 'TRUE') return cell('date', { ...state, absent: 'TRUE' })
  return cell('date', { ...state, sql: shifted(m, date.sql, count, months), drift })
}

/** The whole days of a duration; what is less than a day is dropped towards the past. */
function wholeDays(m: Maker, span: Num): Exact | null {
  const seconds = exactOf(span)
  if (seconds === null || seconds === NOTHING) return seconds
  if (seconds.value) return constant(seconds.value.div(86_400).floor())
  const days = mapped(m, span, ({ n }) => ({ n, d: DAY_SECONDS }))
  return exactOf(rounded(m, days, 0, 'floor'))
}

function shifted(m: Maker, date: Sql, count: Exact, months: boolean): Sql {
  const whole = `CAST(${sqlOf(m, count)} AS INTEGER)`
  if (!months) return `(${date} + ${whole})`
  const span =
    m.dialect === 'postgres' ? `make_interval(months => ${whole})` : `to_months(${whole})`
  return `CAST((${date} + ${span}) AS DATE)`
}

/** The days between two dates, in seconds. */
export function dateDifference(m: Maker, a: Cell, b: Cell): Cell {
  const days = cast(m, `(${a.sql} - ${b.sql})`, 7, 0)
  const count: Exact = { sql: days, scale: 0, bound: DAYS_BOUND, width: 7 }
  const absent = a.absent === 'TRUE' || b.absent === 'TRUE'
  return cell('days', {
    ...strictly([a, b]),
    num: absent ? NONE : exactly(times(m, count, DAY_SECONDS)),
  })
}

/** A number that a date function gives, as an exact number of so many digits. */
function part(m: Maker, sql: Sql, width: number): Exact {
  return { sql: cast(m, sql, width, 0), scale: 0, bound: 10n ** BigInt(width) - 1n, width }
}

const FIELDS = { year: 'year', month: 'month', day: 'day', weekday: 'isodow' } as const

function field(m: Maker, date: Cell, name: keyof typeof FIELDS): Exact {
  const of = FIELDS[name]
  if (m.dialect === 'duckdb') return part(m, `${of}(${date.sql})`, name === 'year' ? 5 : 2)
  const plain = part(m, `EXTRACT(${of} FROM ${date.sql})`, name === 'year' ? 5 : 2)
  if (name !== 'year' || date.drift === 0) return plain
  // PostgreSQL has no year 0: before it, its years are one less than those of FEEL.
  const sql = `(${plain.sql} + ${choice([[`(${plain.sql} < 0)`, '1']], '0')})`
  return { ...plain, sql }
}

/** A property of a date or duration; null when there is none of that name in SQL. */
export function property(m: Maker, base: Cell, name: string): Cell | null {
  const state = strictly([base])
  const made = (e: Exact) => cell('number', { ...state, num: exactly(e) })
  if (base.kind === 'date') {
    if (!(name in FIELDS)) return null
    if (base.absent === 'TRUE') return made(NOTHING)
    return made(field(m, base, name as keyof typeof FIELDS))
  }
  const total = exactOf(base.num)
  // Parts of a second are left to the interpreter.
  if (total === null || total.scale > 0 || total.bound > 10n ** 15n) return null
  if (total === NOTHING) return made(NOTHING)
  if (base.kind === 'months') {
    const years = inUnits(m, total, 12)
    if (name === 'years') return made(years)
    return name === 'months' ? made(rest(m, total, 12, 1)) : null
  }
  if (base.kind !== 'days') return null
  switch (name) {
    case 'days':
      return made(inUnits(m, total, 86_400))
    case 'hours':
      return made(rest(m, total, 86_400, 3600))
    case 'minutes':
      return made(rest(m, total, 3600, 60))
    case 'seconds':
      return made(rest(m, total, 60, 1))
    default:
      return null
  }
}

/** How often a unit is held, towards zero. */
function inUnits(m: Maker, total: Exact, unit: number): Exact {
  const d = constant(new Decimal(unit))
  return exactOf(rounded(m, [{ when: 'TRUE', n: total, d }], 0, 'round down')) ?? NOTHING
}

/** What is left beyond whole units of `outer`, in units of `inner`; signed as the total is. */
function rest(m: Maker, total: Exact, outer: number, inner: number): Exact {
  const text = m.parameter(String(outer))
  const whole = (sql: Sql) => (m.dialect === 'postgres' ? sql : `CAST(${sql} AS BIGINT)`)
  const divisor = whole(cast(m, text, 6, 0))
  const left = cast(m, `(${whole(sqlOf(m, total))} % ${divisor})`, 6, 0)
  const e: Exact = { sql: left, scale: 0, bound: BigInt(outer), width: 6 }
  return inner === 1 ? e : inUnits(m, e, inner)
}

/** `years and months duration(from, to)`: whole months, the last one dropped while not full. */
export function monthsBetween(m: Maker, from: Cell, to: Cell): Cell {
  const state = strictly([from, to])
  if (any([from.absent, to.absent]) === 'TRUE') return cell('months', state)
  const get = (date: Cell, name: 'year' | 'month' | 'day') => sqlOf(m, field(m, date, name))
  const years = `(${get(to, 'year')} - ${get(from, 'year')})`
  const apart = `(${years} * 12 + ${get(to, 'month')} - ${get(from, 'month')})`
  const [early, late] = [
    `(${get(to, 'day')} < ${get(from, 'day')})`,
    `(${get(to, 'day')} > ${get(from, 'day')})`,
  ]
  const short = choice(
    [
      [`(${apart} > 0 AND ${early})`, '1'],
      [`(${apart} < 0 AND ${late})`, '-1'],
    ],
    '0',
  )
  const sql = cast(m, `(${apart} - ${short})`, 7, 0)
  return cell('months', { ...state, num: exactly({ sql, scale: 0, bound: 999_999n, width: 7 }) })
}
