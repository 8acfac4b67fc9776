import { compare as constantCompare } from '../operators.ts'
import type { Comparison } from '../syntax.ts'
import {
  type Cell,
  cell,
  endsTogether,
  isNumeric,
  type Kind,
  nullOf,
  numberOf,
  strictly,
} from './cell.ts'
import { spelled } from './exact.ts'
import { not3 } from './logic.ts'
import type { Maker } from './maker.ts'
import { compareNums, type Num } from './num.ts'
import {
  all,
  any,
  certain,
  choice,
  coalesce,
  FALSE,
  isNull,
  NULL,
  no,
  type Sql,
  TRUE,
} from './text.ts'

/** Comparisons in SQL: `operators.ts` and `compare.ts` of the interpreter say what they mean. */

/** `a op b`. */
export function compare(m: Maker, op: Comparison, a: Cell, b: Cell): Cell {
  if (op === '=') return equal(m, a, b)
  if (op === '!=') return not3(equal(m, a, b))
  const state = strictly([a, b])
  if (a.kind === 'null' || b.kind === 'null') {
    return cell('boolean', { ...state, absent: TRUE, mayNull: true })
  }
  if (!sameKind(m, a, b) || !ordered(m, a.kind)) return broken('boolean')
  const plain = plainCompare(m, op, a, b)
  const decided = orderByBounds(m, op, a, b)
  return settled(plain, decided, [a, b], true)
}

/** A cell of this kind in place of one that can't be written, which has been reported. */
export function broken(kind: Kind): Cell {
  return cell(kind, { sql: NULL })
}

/** Reports values of two kinds, between which FEEL knows no relation. */
export function sameKind(m: Maker, a: Cell, b: Cell): boolean {
  if (a.kind === b.kind) return true
  m.report('F302', { what: { zh: '不同类型的值之间的比较', en: 'A comparison of two types' } })
  return false
}

function ordered(m: Maker, kind: Kind): boolean {
  if (kind !== 'boolean' && kind !== 'list') return true
  m.report('F302', { what: { zh: '是非或列表的大小', en: 'An order of truth values or lists' } })
  return false
}

/** The comparison of two values, NULL where one is absent. */
export function plainCompare(m: Maker, op: Comparison, a: Cell, b: Cell): Sql {
  if (isNumeric(a.kind)) return compareNums(m, op, a.num, b.num)
  if (a.absent === TRUE || b.absent === TRUE) return NULL
  if (a.constant !== undefined && b.constant !== undefined) {
    const known = constantCompare(op, a.constant, b.constant)
    return known === true ? TRUE : known === false ? FALSE : NULL
  }
  const collated = a.kind === 'text' && op !== '=' && m.dialect === 'postgres'
  const right = collated ? `${b.sql} COLLATE "C"` : b.sql
  return `(${a.sql} ${spelled(op)} ${right})`
}

/**
 * The result of a comparison that bounds may decide where the plain one is NULL. With `plain`
 * nulls make null; otherwise the result is never null.
 */
function settled(plain: Sql, decided: Sql, operands: readonly Cell[], nulls: boolean): Cell {
  const state = strictly(operands)
  if (decided === NULL) return cell('boolean', { ...state, sql: plain })
  const sql = coalesce(plain, decided)
  const mayNull = nulls && state.mayNull
  const absent = isNull(sql)
  const unknown = mayNull ? all([absent, state.unknown]) : state.mayUnknown ? absent : FALSE
  return cell('boolean', { ...state, sql, mayNull, absent, unknown })
}

/** What the bounds say of an order, where one side at least is absent; NULL: nothing. */
function orderByBounds(m: Maker, op: '<' | '<=' | '>' | '>=', a: Cell, b: Cell): Sql {
  const sure = bothNumbers(a, b)
  if (sure === FALSE || !(a.mayUnknown || b.mayUnknown)) return NULL
  const [x, y] = endsTogether(m, [a, b])
  if (!x || !y) return NULL
  const rising = op === '<' || op === '<='
  const [small, large] = rising ? [x, y] : [y, x]
  const strict = op === '<' || op === '>'
  const yes = ends(m, strict ? '<' : '<=', small.high, large.low)
  const never = ends(m, strict ? '>=' : '>', small.low, large.high)
  return guarded(sure, [yes, never])
}

function ends(m: Maker, op: Comparison, a: Num | null, b: Num | null): Sql {
  return a && b ? compareNums(m, op, a, b) : NULL
}

function guarded(sure: Sql, [yes, never]: readonly [Sql, Sql]): Sql {
  const decided = choice([
    [yes, TRUE],
    [never, FALSE],
  ])
  return decided === NULL ? NULL : choice([[sure, decided]])
}

/** Whether both are sure to be numbers, one of them being absent. */
function bothNumbers(a: Cell, b: Cell): Sql {
  const never = (c: Cell) => !c.mayNull && !c.mayUnknown
  const waiting = (c: Cell) => (c.kind === 'number' ? all([c.unknown, c.sure]) : FALSE)
  if (never(b) && a.mayNull) return all([waiting(a), numberOf(b)])
  if (never(a) && b.mayNull) return all([numberOf(a), waiting(b)])
  return all([numberOf(a), numberOf(b)])
}

/** Equality: null equals null and nothing else. Never null for values of one kind. */
export function equal(m: Maker, a: Cell, b: Cell): Cell {
  if (a.kind !== 'null' && b.kind !== 'null' && !sameKind(m, a, b)) return broken('boolean')
  const plain = a.kind === 'null' || b.kind === 'null' ? NULL : plainCompare(m, '=', a, b)
  const decided = equalWhereAbsent(m, a, b)
  return settled(plain, decided, [a, b], false)
}

function equalWhereAbsent(m: Maker, a: Cell, b: Cell): Sql {
  const apart = disjoint(m, a, b)
  const [nullA, nullB] = [nullOf(a), nullOf(b)]
  // What is null differs from all that is known, and from what is sure to be a number.
  const other = (c: Cell): Sql => any([no(c.unknown), numberOf(c)])
  return choice([
    [all([nullA, nullB]), TRUE],
    [all([nullA, other(b)]), FALSE],
    [all([nullB, other(a)]), FALSE],
    [apart, FALSE],
  ])
}

/** Whether the bounds of two numbers do not meet. */
function disjoint(m: Maker, a: Cell, b: Cell): Sql {
  const sure = bothNumbers(a, b)
  if (sure === FALSE || !(a.mayUnknown || b.mayUnknown)) return FALSE
  const [x, y] = endsTogether(m, [a, b])
  if (!x || !y) return FALSE
  const apart = any([ends(m, '<', x.high, y.low), ends(m, '<', y.high, x.low)].map(falseIfNull))
  return all([sure, apart])
}

function falseIfNull(sql: Sql): Sql {
  return sql === NULL ? FALSE : sql
}

/** Whether two cells hold one and the same known value, true or false in every row. */
export function identical(m: Maker, a: Cell, b: Cell): Sql {
  const bothNull = all([nullOf(a), nullOf(b)])
  if (a.kind === 'null' || b.kind === 'null') return bothNull
  const same = plainCompare(m, '=', a, b)
  return any([certain(same), bothNull])
}
