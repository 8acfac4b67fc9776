import { type Cell, cell, nullOf, strictly } from './cell.ts'
import { broken } from './compare.ts'
import { cast, type Exact } from './exact.ts'
import type { Maker } from './maker.ts'
import { exactly } from './num.ts'
import { all, choice, coalesce, FALSE, isNull, no, type Sql, TRUE } from './text.ts'

/** Lists of texts, which are lists in DuckDB and arrays in PostgreSQL. */

/** A list of these texts. */
export function listOf(m: Maker, texts: readonly Sql[]): Sql {
  return m.dialect === 'postgres'
    ? `CAST(ARRAY[${texts.join(', ')}] AS text[])`
    : `CAST([${texts.join(', ')}] AS VARCHAR[])`
}

/** A list of those that aren't NULL. */
export function listOfSome(m: Maker, texts: readonly Sql[]): Sql {
  if (m.dialect === 'postgres') return `array_remove(${listOf(m, texts)}, NULL)`
  return `list_filter(${listOf(m, texts)}, lambda name: name IS NOT NULL)`
}

function holds(m: Maker, list: Cell, element: Cell): Sql {
  if (list.absent === TRUE || element.absent === TRUE) return 'CAST(NULL AS BOOLEAN)'
  if (m.dialect === 'duckdb') return `list_contains(${list.sql}, ${element.sql})`
  return choice([[no(isNull(element.sql)), `(${list.sql} @> ARRAY[${element.sql}])`]])
}

function fits(m: Maker, element: Cell): boolean {
  if (element.kind === 'text' || element.kind === 'null') return true
  m.report('F302', {
    what: { zh: '在文本列表里找别的值', en: 'A list of texts asked for other values' },
  })
  return false
}

/** `value in list`. */
export function contains(m: Maker, value: Cell, list: Cell): Cell {
  if (!fits(m, value)) return broken('boolean')
  const plain = holds(m, list, value)
  const sql = coalesce(
    plain,
    choice([
      [all([nullOf(value), nullOf(list)]), TRUE],
      [all([nullOf(value), no(list.absent)]), FALSE],
    ]),
  )
  return listed(sql, value, list)
}

/** `list contains(list, element)`: null for a list that is null, whatever the element is. */
export function listContains(m: Maker, list: Cell, element: Cell): Cell {
  if (!fits(m, element)) return broken('boolean')
  const empty = element.mayUnknown ? all([element.unknown, isEmpty(m, list)]) : FALSE
  const sql = coalesce(
    holds(m, list, element),
    choice([
      [all([nullOf(element), no(list.absent)]), FALSE],
      // Nothing is in a list that is empty.
      [empty, FALSE],
    ]),
  )
  const made = listed(sql, element, list)
  return { ...made, unknown: all([made.unknown, no(nullOf(list))]) }
}

function isEmpty(m: Maker, list: Cell): Sql {
  if (list.absent === TRUE) return FALSE
  return `(${m.dialect === 'postgres' ? 'cardinality' : 'len'}(${list.sql}) = 0)`
}

function listed(sql: Sql, value: Cell, list: Cell): Cell {
  const state = strictly([value, list])
  const absent = isNull(sql)
  return cell('boolean', {
    ...state,
    sql,
    mayNull: list.mayNull,
    absent,
    unknown: state.mayUnknown ? all([absent, state.unknown]) : FALSE,
  })
}

/** `count(list)`. */
export function count(m: Maker, list: Cell): Cell {
  const name = m.dialect === 'postgres' ? 'cardinality' : 'len'
  const sql = cast(m, `${name}(${list.sql})`, 10, 0)
  const e: Exact = { sql, scale: 0, bound: 10n ** 10n - 1n, width: 10 }
  return cell('number', { ...strictly([list]), num: list.absent === TRUE ? [] : exactly(e) })
}
