import { type Cell, filled } from './cell.ts'
import { ZERO } from './exact.ts'
import type { Maker } from './maker.ts'
import { chosen, compareNums, exactly, exactOf, type Num } from './num.ts'
import { all, certain, FALSE, isNull, NULL, no, type Sql, TRUE } from './text.ts'

/** The number itself where its bounds leave only one, as the interpreter's `settle` does. */
export function settle(m: Maker, c: Cell): Cell {
  if (!c.mayUnknown || c.sure === FALSE) return c
  const low = c.low()
  const high = low && c.high()
  if (low === null || high === null) return c
  const same = compareNums(m, '=', low, high)
  return settledTo(m, c, same, low)
}

/**
 * Zero where `test` is true, a known factor being zero: the only way a product or a quotient can
 * be known before all its parts.
 */
export function settleZero(m: Maker, c: Cell, test: Sql): Cell {
  return c.mayUnknown && c.sure !== FALSE ? settledTo(m, c, test, exactly(ZERO)) : c
}

/** The value `value` where `test` is true and nothing else is known. */
export function settledTo(m: Maker, c: Cell, test: Sql, value: Num): Cell {
  if (test === FALSE || test === NULL) return c
  const point = all([c.mayNull ? c.unknown : TRUE, c.sure, test])
  const own = exactOf(c.num)
  const num = own?.sql
    ? filled(m, c.num, c.absent, chosen(m, [[point, value]]))
    : chosen(m, [
        [no(c.absent), c.num],
        [point, value],
      ])
  const settledNow = all([c.unknown, c.sure, certain(test)])
  const exact = exactOf(num)
  const absent = exact && !exact.value ? isNull(exact.sql) : all([c.absent, no(settledNow)])
  return {
    ...c,
    num,
    absent,
    unknown: c.mayNull ? all([c.unknown, no(settledNow)]) : absent,
    mayUnknown: absent !== FALSE || c.mayNull,
  }
}
