import type { Text } from '@huoshui/values'
import { Decimal } from '@huoshui/values'
import { abs } from './absolute.ts'
import { mean, modulo, sumAll } from './aggregate.ts'
import { type Cell, cell, type Kind, nowhere, strictly } from './cell.ts'
import { broken, equal } from './compare.ts'
import { monthsBetween } from './dates.ts'
import { cast } from './exact.ts'
import { extreme, type Sign } from './extreme.ts'
import type { Rounding, SqlForm } from './forms.ts'
import { constantCell } from './leaf.ts'
import { count, listContains } from './lists.ts'
import { and3, not3, or3 } from './logic.ts'
import type { Maker } from './maker.ts'
import { exactly, NONE } from './num.ts'
import { roundedTo } from './rounding.ts'
import { any, FALSE, NULL, type Sql, TRUE } from './text.ts'

/** Calls of builtin functions in SQL. */

/** An argument: a cell, or the items of a list that is written out. */
export type Argument = Cell | readonly Cell[]

function isItems(argument: Argument | undefined): argument is readonly Cell[] {
  return Array.isArray(argument)
}

/** `name(args)`; `what` names the call where it can't be written. */
export function call(m: Maker, form: SqlForm, args: readonly Argument[], what: Text): Cell {
  switch (form) {
    case 'min':
    case 'max':
      return extremeCall(m, args, form === 'min' ? -1 : 1, what)
    case 'sum':
    case 'mean': {
      const items = itemsOf(m, args, what)
      if (items === null) return broken('number')
      const made = form === 'sum' ? sumAll(m, items) : mean(m, items)
      return alone(args) ? unbounded(made) : made
    }
    case 'all':
    case 'any': {
      const items = itemsOf(m, args, what)
      if (!items?.every((c) => isKind(c, 'boolean'))) return refused(m, what, 'boolean')
      return form === 'all' ? and3(items) : or3(items)
    }
    case 'count':
    case 'list contains':
      return listCall(m, form, args, what)
    case 'not':
    case 'abs':
    case 'string length':
    case 'contains':
    case 'starts with':
    case 'ends with':
    case 'months between':
    case 'modulo':
      return plainCall(m, form, args, what)
    case 'decimal':
    case 'floor':
    case 'ceiling':
    case 'round up':
    case 'round down':
    case 'round half up':
    case 'round half down':
      return roundingCall(m, form, args, what)
  }
}

function refused(m: Maker, what: Text, kind: Kind): Cell {
  m.report('F302', { what })
  return broken(kind)
}

function isKind(c: Cell, kind: Kind): boolean {
  return c.kind === kind || c.kind === 'null'
}

/** The values that are put together: the items of one list, or the arguments themselves. */
function itemsOf(m: Maker, args: readonly Argument[], what: Text): readonly Cell[] | null {
  const [first] = args
  if (args.length === 1 && isItems(first)) return first
  const cells = args.filter((arg) => !isItems(arg)) as Cell[]
  if (cells.length === args.length && cells.every((c) => c.kind !== 'list')) return cells
  m.report('F302', { what })
  return null
}

/** Whether a single value stands where a list is expected. */
function alone(args: readonly Argument[]): boolean {
  return args.length === 1 && !isItems(args[0])
}

/** What might still turn out to be a list has no bounds. */
function unbounded(c: Cell): Cell {
  const none = () => null
  return { ...c, origin: nowhere, low: none, high: none, sure: FALSE, pointed: false }
}

function extremeCall(m: Maker, args: readonly Argument[], sign: Sign, what: Text): Cell {
  const items = itemsOf(m, args, what)
  const [only, ...others] = items ?? []
  if (only === undefined) return broken('number')
  if (others.length > 0) return extreme(m, [only, ...others], sign)
  if (only.kind === 'boolean') return refused(m, what, 'boolean')
  return alone(args) ? unbounded(only) : { ...only, origin: nowhere }
}

function listCall(
  m: Maker,
  form: 'count' | 'list contains',
  args: readonly Argument[],
  what: Text,
): Cell {
  const [list, element] = args
  if (list === undefined || isItems(element)) return refused(m, what, 'number')
  if (form === 'count') {
    if (isItems(list)) return constantCell(m, new Decimal(list.length))
    return isKind(list, 'list') ? count(m, list) : refused(m, what, 'number')
  }
  if (element === undefined) return refused(m, what, 'boolean')
  if (!isItems(list)) {
    return isKind(list, 'list') ? listContains(m, list, element) : refused(m, what, 'boolean')
  }
  return or3(list.map((item) => equal(m, element, item)))
}

type Plain = Extract<
  SqlForm,
  | 'not'
  | 'abs'
  | 'string length'
  | 'contains'
  | 'starts with'
  | 'ends with'
  | 'months between'
  | 'modulo'
>

function plainCall(m: Maker, form: Plain, args: readonly Argument[], what: Text): Cell {
  const cells = args.filter((arg) => !isItems(arg)) as Cell[]
  const [a, b] = cells
  if (a === undefined || cells.length < args.length) return refused(m, what, 'boolean')
  switch (form) {
    case 'not':
      return isKind(a, 'boolean') ? not3(a) : refused(m, what, 'boolean')
    case 'abs':
      return abs(m, a, what)
    case 'string length':
      return isKind(a, 'text') ? lengthOf(m, a) : refused(m, what, 'number')
    case 'contains':
    case 'starts with':
    case 'ends with':
      if (!b || !isKind(a, 'text') || !isKind(b, 'text')) return refused(m, what, 'boolean')
      return textTest(m, form, a, b)
    case 'months between':
      if (!b || !isKind(a, 'date') || !isKind(b, 'date')) return refused(m, what, 'months')
      return monthsBetween(m, a, b)
    case 'modulo':
      if (!b || !isKind(a, 'number') || !isKind(b, 'number')) return refused(m, what, 'number')
      return modulo(m, a, b)
  }
}

function lengthOf(m: Maker, a: Cell): Cell {
  const state = strictly([a])
  if (a.absent === TRUE) return cell('number', { ...state, num: NONE })
  // Both count code points.
  const sql = cast(m, `${m.dialect === 'postgres' ? 'char_length' : 'length'}(${a.sql})`, 10, 0)
  return cell('number', {
    ...state,
    num: exactly({ sql, scale: 0, bound: 9_999_999_999n, width: 10 }),
  })
}

type TextTest = 'contains' | 'starts with' | 'ends with'

function textTest(m: Maker, form: TextTest, a: Cell, b: Cell): Cell {
  const state = strictly([a, b])
  const gone = any([a.absent, b.absent]) === TRUE
  return cell('boolean', { ...state, sql: gone ? NULL : textTestSql(m, form, a.sql, b.sql) })
}

function textTestSql(m: Maker, form: TextTest, text: Sql, part: Sql): Sql {
  if (m.dialect === 'duckdb') return `${form.replace(' ', '_')}(${text}, ${part})`
  switch (form) {
    case 'contains':
      return `(strpos(${text}, ${part}) > 0)`
    case 'starts with':
      return `starts_with(${text}, ${part})`
    case 'ends with':
      return `(right(${text}, char_length(${part})) = ${part})`
  }
}

/** The places after the point that a rounding is brought to: a constant, and not too far off. */
const PLACES_MAX = 30

function roundingCall(m: Maker, how: Rounding, args: readonly Argument[], what: Text): Cell {
  const [value, places = constantCell(m, new Decimal(0))] = args
  if (value === undefined || isItems(value) || isItems(places) || !isKind(value, 'number')) {
    return refused(m, what, 'number')
  }
  const scale = places.constant
  if (!(scale instanceof Decimal) || scale.abs().gt(PLACES_MAX)) return refused(m, what, 'number')
  return roundedTo(m, value, scale.trunc().toNumber(), how)
}
