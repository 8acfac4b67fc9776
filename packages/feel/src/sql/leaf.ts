import { Decimal } from '@huoshui/values'
import { type Type, typeText } from '../types.ts'
import {
  DaysTime,
  isDate,
  isDecimal,
  isList,
  isUnknown,
  type Unknown,
  type Value,
  YearsMonths,
} from '../value.ts'
import { type Cell, cell, type Kind, NULL_CELL } from './cell.ts'
import { broken } from './compare.ts'
import { constant, type Exact, power } from './exact.ts'
import { listOf } from './lists.ts'
import type { Maker } from './maker.ts'
import { exactly } from './num.ts'
import { all, FALSE, identifier, isNull, no, type Sql, TRUE } from './text.ts'

/** Where the value of a fact stands: one column of a relation with a row for each subject. */
export interface SqlColumn {
  readonly type: Type
  readonly column: string
  /**
   * All digits of a number, as in DECIMAL(digits, scale), which the column must be. Needed for
   * numbers, for durations in months, and for those in days, whose columns hold whole seconds.
   */
  readonly digits?: number
  /** Digits after the point; 0 when left out. */
  readonly scale?: number
  /** What the number can't be below, as declared; without meaning when it may be null. */
  readonly low?: Decimal
  /** A boolean column: the fact is known to be null. A fact that is NULL otherwise is missing. */
  readonly nullColumn?: string
}

/** The kind of cell that a type has; null when SQL has none. */
export function kindOf(type: Type): Kind | null {
  switch (type.kind) {
    case 'boolean':
    case 'number':
    case 'date':
    case 'months':
    case 'days':
      return type.kind
    case 'money':
      return 'number'
    case 'string':
    case 'enum':
      return 'text'
    case 'list':
      return type.of.kind === 'string' || type.of.kind === 'enum' ? 'list' : null
    case 'any':
    case 'null':
    case 'time':
    case 'date-time':
    case 'workdays':
    case 'span':
    case 'range':
    case 'context':
    case 'function':
      return null
  }
}

/** What a column's name is qualified with, and whether the column is known to hold a value. */
export interface ColumnSource {
  readonly relation?: string | undefined
  readonly present?: true | undefined
}

/** A fact that stands in a column. */
export function columnCell(m: Maker, name: string, of: SqlColumn, from: ColumnSource = {}): Cell {
  const { relation, present = false } = from
  const kind = kindOf(of.type)
  if (kind === null) {
    const type = typeText(of.type)
    m.report('F302', {
      what: { zh: `类型为${type.zh}的“${name}”`, en: `“${name}”, which is ${type.en},` },
    })
    return broken('null')
  }
  const quoted = (column: string) =>
    relation === undefined ? identifier(column) : `${identifier(relation)}.${identifier(column)}`
  const sql = quoted(of.column)
  const absent = present ? FALSE : isNull(sql)
  const nulls =
    present || of.nullColumn === undefined ? FALSE : `COALESCE(${quoted(of.nullColumn)}, FALSE)`
  const sure = kind === 'number' && of.nullColumn === undefined && !of.type.nullable
  const low = sure && of.low ? exactly(constant(of.low)) : null
  const missing: ReadonlyMap<string, Sql> = present ? new Map() : new Map([[name, TRUE]])
  const state = {
    mayNull: nulls !== FALSE,
    mayUnknown: !present,
    absent,
    unknown: all([absent, no(nulls)]),
    nil: all([absent, nulls]),
    missing: () => missing,
    origin: () => missing,
    low: () => low,
    sure: sure ? TRUE : FALSE,
  }
  if (kind !== 'number' && kind !== 'months' && kind !== 'days')
    return cell(kind, { ...state, sql })
  if (of.digits === undefined) {
    m.report('F305', { name })
    return broken(kind)
  }
  const scale = of.scale ?? 0
  const narrow = present ? narrowed(m, of) : null
  const number = narrow
    ? columnNumber(`CAST(${sql} AS DECIMAL(${NARROW},${scale}))`, NARROW, scale)
    : columnNumber(sql, of.digits, scale)
  return cell(kind, { ...state, num: exactly(number) })
}

/**
 * As many digits as leave room for a product in 64 bits. DuckDB computes with wider decimals in
 * 128, at a fraction of the speed, and hardly any amount needs them.
 */
const NARROW = 12

/** The size below which a column's number has few digits; null where that would gain nothing. */
function narrowed(m: Maker, { digits = 0, scale = 0 }: SqlColumn): bigint | null {
  const wide = m.dialect === 'duckdb' && digits > NARROW && scale < NARROW
  return wide ? power(NARROW - scale) : null
}

/** Whether a column holds a value, and one of few digits: what `present` takes for granted. */
export function isPresent(m: Maker, of: SqlColumn, relation?: string): Sql {
  const name = identifier(of.column)
  const sql = relation === undefined ? name : `${identifier(relation)}.${name}`
  const limit = narrowed(m, of)
  if (limit === null) return no(isNull(sql))
  // What is NULL is not below anything, so this says that there is a value, too.
  const size = `CAST(${limit} AS DECIMAL(${of.digits},${of.scale ?? 0}))`
  return `COALESCE((abs(${sql}) < ${size}), FALSE)`
}

function columnNumber(sql: Sql, digits: number, scale: number): Exact {
  return { sql, scale, bound: power(digits) - 1n, width: digits }
}

/** A value that is the same in every row. */
export function constantCell(m: Maker, value: Value): Cell {
  if (value === null) return NULL_CELL
  if (isUnknown(value)) return unknownCell(m, value)
  if (typeof value === 'boolean') {
    return cell('boolean', { sql: value ? TRUE : FALSE, constant: value })
  }
  if (isDecimal(value)) return number('number', value, value)
  if (value instanceof YearsMonths) {
    return number('months', new Decimal(value.months), value)
  }
  if (value instanceof DaysTime) return number('days', value.seconds, value)
  if (typeof value === 'string') {
    return cell('text', { sql: text(m, value), constant: value })
  }
  // What a year outside these is called differs between databases.
  if (isDate(value) && value.year >= 1 && value.year <= 9999) {
    const sql = `CAST(${m.parameter(value.toString())} AS DATE)`
    return cell('date', { sql, constant: value })
  }
  const texts = isList(value) ? value.filter((item) => typeof item === 'string') : []
  if (isList(value) && texts.length === value.length) {
    return cell('list', {
      sql: listOf(
        m,
        texts.map((item) => text(m, item)),
      ),
      constant: value,
    })
  }
  m.report('F302', { what: { zh: '这种类型的值', en: 'A value of this type' } })
  return broken('null')
}

function number(kind: Kind, value: Decimal, constantValue: Value): Cell {
  return cell(kind, { num: exactly(constant(value)), constant: constantValue })
}

/** A text as a parameter. A database holds neither the character 0 nor half of a pair. */
export function text(m: Maker, value: string): Sql {
  if (/\0|\p{Surrogate}/u.test(value)) {
    m.report('F302', { what: { zh: '数据库存不下的字符', en: 'A character no database holds' } })
    return `''`
  }
  return `CAST(${m.parameter(value)} AS ${m.dialect === 'postgres' ? 'text' : 'VARCHAR'})`
}

/** A value that is known in no row. Of what kind it will be is known for numbers alone. */
function unknownCell(m: Maker, value: Unknown): Cell {
  const missing = new Map([...value.missing].map((name) => [name, TRUE]))
  const bound = (end: Decimal | null) => end && exactly(constant(end))
  const [low, high] = [bound(value.low), bound(value.high)]
  const numeric = value.number || low !== null || high !== null
  return cell(numeric ? 'number' : 'null', {
    mayUnknown: true,
    absent: TRUE,
    unknown: TRUE,
    missing: () => missing,
    origin: () => new Map([[m.nameOf(value), TRUE]]),
    low: () => low,
    high: () => high,
    sure: value.number ? TRUE : FALSE,
    pointed: value.low !== null && value.high !== null && value.low.eq(value.high),
  })
}
