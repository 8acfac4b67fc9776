import {
  asKind,
  type Cell,
  cell,
  type Ends,
  endsTogether,
  firmly,
  isNumeric,
  numberOf,
  once,
  strictly,
} from './cell.ts'
import { broken, sameKind } from './compare.ts'
import { aligned, constant, type Exact, NOTHING, sqlOf } from './exact.ts'
import type { Maker } from './maker.ts'
import { chosen, compareNums, exactly, exactOf, NONE, type Num } from './num.ts'
import { settle, settledTo } from './settle.ts'
import { all, any, choice, FALSE, isNull, NULL, no, type Sql, TRUE } from './text.ts'

/** `least` and `greatest` of SQL skip NULL, which is right for infinite ends and nothing else. */

/** -1 for the least, 1 for the greatest. */
export type Sign = -1 | 1

const NAMES = { '-1': 'least', '1': 'greatest' } as const

/** The least or greatest of what there is. */
export function least(m: Maker, numbers: readonly Exact[], sign: Sign): Exact {
  const parts = folded(numbers, sign)
  const [first, ...others] = aligned(m, parts)
  if (first === undefined) return NOTHING
  if (others.length === 0) return first
  const same = [first, ...others]
  const width = Math.max(...same.map((e) => e.width))
  const sql = `${NAMES[sign]}(${same.map((e) => sqlOf(m, e, width)).join(', ')})`
  return { sql, scale: first.scale, bound: largest(same), width }
}

function largest(numbers: readonly Exact[]): bigint {
  return numbers.reduce((most, e) => (e.bound > most ? e.bound : most), 0n)
}

/** The numbers with all constants made one. */
function folded(numbers: readonly Exact[], sign: Sign): Exact[] {
  const rest = numbers.filter((e) => e !== NOTHING && !e.value)
  const values = numbers.flatMap((e) => (e.value ? [e.value] : []))
  const best = values.reduce<Exact['value']>(
    (a, b) => (a === undefined || b.comparedTo(a) * sign > 0 ? b : a),
    undefined,
  )
  return best === undefined ? rest : [...rest, constant(best)]
}

/** `min(…)` and `max(…)` of two or more values. */
export function extreme(m: Maker, cells: readonly Cell[], sign: Sign): Cell {
  const kind = cells.find((c) => c.kind !== 'null')?.kind
  const model = cell(kind ?? 'null', {})
  if (kind === undefined) return { ...model, ...strictly(cells), absent: TRUE }
  const same = cells.map((c) => asKind(c, kind))
  if (same.some((c) => !sameKind(m, model, c))) return broken(kind)
  if (kind !== 'number') return plainExtreme(m, same, sign)
  const ends = once(() => extremeEnds(m, endsTogether(m, same), sign))
  const made = cell('number', {
    ...strictly(same),
    num: strictExtreme(m, same, sign),
    low: () => ends().low,
    high: () => ends().high,
    sure: all(same.map(numberOf)),
    firm: firmly(same),
    pointed: same.some((c) => c.pointed),
  })
  return made.pointed ? settle(m, made) : settleExtreme(m, made, same, sign)
}

/**
 * The best of those that are known, where none of the others can be better any more. That is what
 * `settle` finds: the bounds of the result meet in a known value or not at all.
 */
function settleExtreme(m: Maker, made: Cell, cells: readonly Cell[], sign: Sign): Cell {
  const unsure = cells.filter((c) => c.mayUnknown)
  const limits = unsure.map((c) => (sign < 0 ? c.low() : c.high()))
  if (made.sure === FALSE || limits.every((limit) => limit === null)) return made
  const values = (some: readonly Cell[]) => best(m, some.map((c) => c.num).filter(isSome), sign)
  const beaten = unsure.map((c, i) => {
    const limit = limits[i]
    const others = limit && values(cells.filter((other) => other !== c))
    return others ? compareNums(m, sign < 0 ? '>=' : '<=', limit, others) : FALSE
  })
  if (beaten.every((test) => test === FALSE || test === NULL)) return made
  const tests = unsure.map((c, i) => any([no(c.absent), beaten[i] ?? FALSE]))
  return settledTo(m, made, all(tests), values(cells) ?? NONE)
}

function isSome(num: Num): boolean {
  return num.length > 0
}

/** Of dates and texts, which have no bounds. */
function plainExtreme(m: Maker, cells: readonly Cell[], sign: Sign): Cell {
  const [first] = cells
  const state = strictly(cells)
  if (!first || isNumeric(first.kind) || first.kind === 'boolean' || first.kind === 'list') {
    m.report('F302', { what: { zh: '这种值的 min 或 max', en: 'min or max of such values' } })
    return cell('null', {})
  }
  const collate = first.kind === 'text' && m.dialect === 'postgres' ? ' COLLATE "C"' : ''
  const parts = cells.map((c) => `${c.sql}${collate}`)
  if (state.absent === TRUE) return cell(first.kind, state)
  const sql = choice([[no(state.absent), `${NAMES[sign]}(${parts.join(', ')})`]])
  const drift = Math.max(...cells.map((c) => c.drift))
  return cell(first.kind, { ...state, sql, drift })
}

/** NULL as soon as one is absent. Quotients are compared with the best of the others. */
function strictExtreme(m: Maker, cells: readonly Cell[], sign: Sign): Num {
  const quotients = cells.filter((c) => exactOf(c.num) === null)
  const others = cells.filter((c) => exactOf(c.num) !== null)
  const best = others.length > 0 ? [exactExtreme(m, others, sign)] : []
  return [...best, ...quotients.map((c) => c.num)].reduce((a, b) => pick(m, a, b, sign))
}

function exactExtreme(m: Maker, cells: readonly Cell[], sign: Sign): Num {
  const parts = folded(
    cells.map((c) => exactOf(c.num) ?? NOTHING),
    sign,
  )
  const absent = any(cells.map((c) => c.absent))
  if (absent === TRUE) return NONE
  const [only, other] = parts
  if (parts.length === 2 && only && other?.value) {
    // A NULL fails the test and is then the result itself.
    const [x = only, y = other] = aligned(m, parts)
    const width = Math.max(x.width, y.width)
    const test = compareNums(m, sign < 0 ? '>' : '<', exactly(only), exactly(other))
    const sql = choice([[test, sqlOf(m, y, width)]], x.sql)
    return exactly({ sql, scale: x.scale, bound: largest([x, y]), width })
  }
  const found = least(m, parts, sign)
  if (absent === FALSE || found.value || parts.length === 1) return exactly(found)
  return exactly({ ...found, sql: choice([[no(absent), found.sql]]) })
}

/** The better of two; NULL where one is. */
function pick(m: Maker, a: Num, b: Num, sign: Sign): Num {
  return chosen(m, [
    [compareNums(m, sign < 0 ? '<=' : '>=', a, b), a],
    [compareNums(m, sign < 0 ? '>' : '<', a, b), b],
  ])
}

/** The less or the greater bound of two, where one that is infinite loses. */
function skipping(m: Maker, a: Num, b: Num, sign: Sign): Num {
  return chosen(m, [
    [any([compareNums(m, sign < 0 ? '<=' : '>=', a, b), numIsNull(m, b)]), a],
    [TRUE, b],
  ])
}

/** Whether a number is NULL in a row. */
function numIsNull(m: Maker, num: Num): Sql {
  return choice(
    num.map(({ when, n, d }) => [when, any([n, d].map((e) => (e ? isAbsent(m, e) : FALSE)))]),
    TRUE,
  )
}

function isAbsent(m: Maker, e: Exact): Sql {
  return e.value ? FALSE : e === NOTHING ? TRUE : isNull(sqlOf(m, e))
}

/** If the result is a number, all were: it lies between the best of both ends. */
function extremeEnds(m: Maker, all: readonly Ends[], sign: Sign): Ends {
  const [lows, highs] = [all.map((e) => e.low), all.map((e) => e.high)]
  return sign < 0
    ? { low: worst(m, lows, sign), high: best(m, highs, sign) }
    : { low: best(m, lows, sign), high: worst(m, highs, sign) }
}

/** Infinite ends are passed over. */
function best(m: Maker, ends: readonly (Num | null)[], sign: Sign): Num | null {
  const there = ends.filter((end) => end !== null)
  if (there.length === 0) return null
  const { exact, quotients } = parted(there)
  const whole = exact.length > 0 ? [exactly(least(m, exact, sign))] : []
  return [...whole, ...quotients].reduce((a, b) => skipping(m, a, b, sign))
}

/** One infinite end makes the result infinite. */
function worst(m: Maker, ends: readonly (Num | null)[], sign: Sign): Num | null {
  const there = ends.filter((end) => end !== null)
  if (there.length < ends.length) return null
  const { exact, quotients } = parted(there)
  const found = least(m, exact, sign)
  const gone = any(exact.map((e) => isAbsent(m, e)))
  if (gone === TRUE) return null
  const sql = choice([[no(gone), found.sql]])
  const fixed = gone === FALSE || found.value || exact.length === 1
  const whole = exact.length === 0 ? [] : [exactly(fixed ? found : { ...found, sql })]
  return [...whole, ...quotients].reduce((a, b) => pick(m, a, b, sign))
}

function parted(ends: readonly Num[]): { exact: Exact[]; quotients: Num[] } {
  const exact = ends.map(exactOf).filter((e) => e !== null)
  return { exact, quotients: ends.filter((end) => exactOf(end) === null) }
}
