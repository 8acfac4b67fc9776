import { type Cell, cell, either, nullOf, numberOf, only, strictly, union } from './cell.ts'
import { broken, compare, equal } from './compare.ts'
import { contains } from './lists.ts'
import { and3, or3 } from './logic.ts'
import type { Maker } from './maker.ts'
import { all, any, choice, coalesce, FALSE, isNull, NULL, no, type Sql, TRUE } from './text.ts'

/** `in` and `between` in SQL: `isIn` and `inRange` of the interpreter say what they mean. */

/** What a value is tested against. */
export type Test =
  /** A test that decides by itself: a comparison, or anything that mentions `?`. */
  | { readonly kind: 'own'; readonly met: Cell }
  | { readonly kind: 'value'; readonly value: Cell }
  | { readonly kind: 'list'; readonly items: readonly Test[] }
  | {
      readonly kind: 'range'
      readonly low: Cell | null
      readonly high: Cell | null
      readonly lowIncluded: boolean
      readonly highIncluded: boolean
    }

/** `value between low and high`. */
export function between(m: Maker, value: Cell, low: Cell, high: Cell): Cell {
  return and3([compare(m, '>=', value, low), compare(m, '<=', value, high)])
}

/** `value in (tests)`: met when any is. */
export function inTests(m: Maker, value: Cell, tests: readonly Test[]): Cell {
  const listed = oneOfTexts(value, tests)
  return listed ?? or3(tests.map((test) => met(m, value, test)))
}

function met(m: Maker, value: Cell, test: Test): Cell {
  switch (test.kind) {
    case 'own':
      return test.met
    case 'range':
      return inRange(m, value, test)
    case 'list':
      return inList(m, value, test.items)
    case 'value':
      return test.value.kind === 'list'
        ? contains(m, value, test.value)
        : isOne(m, value, test.value)
  }
}

/** Texts and dates that are all constants become one IN. */
function oneOfTexts(value: Cell, tests: readonly Test[]): Cell | null {
  const constants = tests.flatMap((test) => (test.kind === 'value' ? [test.value] : []))
  const plain = (c: Cell) => c.kind === value.kind && c.constant !== undefined
  if (value.kind !== 'text' && value.kind !== 'date') return null
  if (constants.length !== tests.length || constants.length < 2) return null
  if (!constants.every(plain) || value.absent === TRUE || value.constant !== undefined) return null
  const sql = `(${value.sql} IN (${constants.map((c) => c.sql).join(', ')}))`
  const state = strictly([value])
  if (!value.mayNull) return cell('boolean', { ...state, sql })
  // What is null is none of them.
  const full = coalesce(sql, choice([[nullOf(value), FALSE]]))
  return cell('boolean', { ...state, sql: full, mayNull: false, absent: value.unknown })
}

/** In a list written out. A comparison that comes to null counts as not met there. */
function inList(m: Maker, value: Cell, items: readonly Test[]): Cell {
  if (items.length === 0) {
    const state = strictly([value])
    const sql = choice([[value.unknown, NULL]], FALSE)
    const absent = value.unknown
    return cell('boolean', { ...state, mayNull: false, sql: absent === TRUE ? NULL : sql, absent })
  }
  const listed = oneOfTexts(value, items)
  if (listed) return listed
  return or3(items.map((item) => itemMet(m, value, item)))
}

function itemMet(m: Maker, value: Cell, item: Test): Cell {
  switch (item.kind) {
    case 'own':
      return item.met
    case 'value':
      return equal(m, value, item.value)
    case 'range':
      return falseForNull(inRange(m, value, item))
    case 'list':
      m.report('F302', { what: { zh: '列表里的列表', en: 'A list within a list' } })
      return broken('boolean')
  }
}

function falseForNull(c: Cell): Cell {
  const gone = nullOf(c)
  if (gone === FALSE) return c
  const sql = coalesce(c.sql, choice([[gone, FALSE]]))
  return { ...c, sql, mayNull: false, absent: c.unknown }
}

/** A test that is one value: equality, except where that value is null or unknown. */
function isOne(m: Maker, value: Cell, test: Cell): Cell {
  const same = equal(m, value, test)
  if (!test.mayNull && !test.mayUnknown) return same
  const sql = choice(
    [
      [test.unknown, NULL],
      [nullOf(test), choice([[nullOf(value), TRUE]])],
    ],
    same.sql,
  )
  return undecided(sql, [value, test], test.mayNull)
}

/** A truth value that is unknown where it is NULL and something is not known. */
function undecided(sql: Sql, operands: readonly Cell[], mayNull: boolean): Cell {
  const state = strictly(operands)
  const absent = isNull(sql)
  const unknown = all([absent, state.unknown])
  return cell('boolean', { ...state, sql, mayNull, absent, unknown })
}

type Span = Extract<Test, { kind: 'range' }>

function inRange(m: Maker, value: Cell, test: Span): Cell {
  const { low, high } = test
  const above = low ? [compare(m, test.lowIncluded ? '>=' : '>', value, low)] : []
  const below = high ? [compare(m, test.highIncluded ? '<=' : '<', value, high)] : []
  const within = and3([...above, ...below])
  const given = [low, high].filter((end) => end !== null)
  // An end that is null makes the range null; one that may turn out so decides nothing yet.
  const gone = any(given.map(nullOf))
  const unsure = any(given.map((end) => all([end.unknown, no(numberOf(end))])))
  if (gone === FALSE && unsure === FALSE) return within
  const operands = [value, ...given]
  const sql = choice(
    [
      [gone, choice([[nullOf(value), TRUE]])],
      [unsure, NULL],
    ],
    within.sql,
  )
  const unknown = choice(
    [
      [gone, value.unknown],
      [unsure, TRUE],
    ],
    within.unknown,
  )
  const names = () =>
    either(
      only(gone, union([value])),
      only(all([no(gone), unsure]), union(operands)),
      only(all([no(gone), no(unsure)]), within.missing()),
    )
  const mayUnknown = operands.some((c) => c.mayUnknown)
  return cell('boolean', {
    sql,
    mayNull: true,
    mayUnknown,
    absent: isNull(sql),
    unknown,
    missing: names,
  })
}
