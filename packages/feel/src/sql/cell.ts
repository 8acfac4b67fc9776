import type { Value } from '../value.ts'
import { aligned, NOTHING, sqlOf } from './exact.ts'
import type { Maker } from './maker.ts'
import { chosen, exactly, exactOf, NONE, type Num } from './num.ts'
import { all, any, coalesce, FALSE, NULL, no, type Sql, TRUE } from './text.ts'

/** What kind of value a node comes to. Money is a number; a closed list is text. */
export type Kind =
  | 'boolean'
  | 'number'
  | 'text'
  | 'date'
  /** Whole months. */
  | 'months'
  /** Days and time, in seconds. */
  | 'days'
  /** A list of texts. */
  | 'list'
  /** Nothing but null. */
  | 'null'

/** The names that keep a value from being known, each with when it does. */
export type Missing = ReadonlyMap<string, Sql>

/**
 * One node of a tree as SQL over one row.
 *
 * SQL's NULL stands for two things that FEEL keeps apart: null, and what is not known. `absent`,
 * `unknown` and `sure` are true or false in every row, never NULL. `missing`, `low`, `high` and
 * `sure` mean something only where the value is unknown, and are made when they are asked for.
 */
export interface Cell {
  readonly kind: Kind
  /** The value, NULL where there is none; not used for numbers and durations. */
  readonly sql: Sql
  /** The value of a number or duration. */
  readonly num: Num
  readonly mayNull: boolean
  readonly mayUnknown: boolean
  /** Whether there is no value: it is null or unknown. */
  readonly absent: Sql
  readonly unknown: Sql
  /** Whether it is FEEL's null, where that can be said in fewer words. */
  readonly nil?: Sql
  readonly missing: () => Missing
  /** The bounds of a number; null: none. NULL in a row: none in that row. */
  readonly low: () => Num | null
  readonly high: () => Num | null
  /** Whether the value is sure to be a number once it is known. */
  readonly sure: Sql
  /** Whether no bound is a quotient in rows where the value is not sure to be a number. */
  readonly firm: boolean
  /** Whether bounds may meet without making the value known. */
  readonly pointed: boolean
  /**
   * Whose unknown this is, where it is one and has come here unchanged: by name, with the rows in
   * which that is so. Two branches with one origin have one value, whatever that will be.
   */
  readonly origin: () => Missing
  /** The value itself, when it is the same in every row. */
  readonly constant?: Value
  /** How many months a date may lie outside the years that columns hold. */
  readonly drift: number
}

export const NO_NAMES: Missing = new Map()
const nothing = () => null
/** The origin of what is made of something else. */
export const nowhere = () => NO_NAMES

/** A cell; what is left out is that of a known value. */
export function cell(kind: Kind, parts: Partial<Cell>): Cell {
  return {
    kind,
    sql: NULL,
    num: NONE,
    mayNull: false,
    mayUnknown: false,
    absent: FALSE,
    unknown: FALSE,
    missing: () => NO_NAMES,
    low: nothing,
    high: nothing,
    sure: FALSE,
    firm: false,
    pointed: false,
    origin: nowhere,
    drift: 0,
    ...parts,
  }
}

export const NULL_CELL: Cell = cell('null', { mayNull: true, absent: TRUE, constant: null })

/** What is null or unknown in every row, as a value of the kind that is wanted. */
export function asKind(c: Cell, kind: Kind): Cell {
  return c.kind === 'null' ? { ...c, kind } : c
}

/** Whether a value of this kind is kept as a number: numbers and durations. */
export function isNumeric(kind: Kind): boolean {
  return kind === 'number' || kind === 'months' || kind === 'days'
}

/** Whether it is FEEL's null. */
export function nullOf(c: Cell): Sql {
  if (!c.mayNull) return FALSE
  if (c.nil !== undefined) return c.nil
  return c.mayUnknown ? all([c.absent, no(c.unknown)]) : c.absent
}

/** Whether it is a number, or sure to become one. */
export function numberOf(c: Cell): Sql {
  if (c.kind !== 'number') return FALSE
  if (!c.mayUnknown) return no(c.absent)
  if (!c.mayNull && c.sure === TRUE) return TRUE
  return any([no(c.absent), all([c.unknown, c.sure])])
}

/** What any of these wait for, each as far as it is unknown. */
export function union(cells: readonly Cell[]): Missing {
  const found = new Map<string, Sql>()
  for (const c of cells) {
    if (!c.mayUnknown) continue
    for (const [name, when] of c.missing()) {
      found.set(name, any([found.get(name) ?? FALSE, all([c.unknown, when])]))
    }
  }
  return found
}

/** Names with a further condition. */
export function only(when: Sql, names: Missing): Missing {
  return new Map([...names].map(([name, test]) => [name, all([when, test])]))
}

/** The names of all these sets; one that is in several counts where any says so. */
export function either(...sets: readonly Missing[]): Missing {
  const found = new Map<string, Sql>()
  for (const set of sets) {
    for (const [name, when] of set) found.set(name, any([found.get(name) ?? FALSE, when]))
  }
  return found
}

/** The state of what needs all of its operands: unknown if one is, else null if one is. */
export function strictly(operands: readonly Cell[]) {
  return {
    mayNull: operands.some((c) => c.mayNull),
    mayUnknown: operands.some((c) => c.mayUnknown),
    absent: any(operands.map((c) => c.absent)),
    unknown: any(operands.map((c) => c.unknown)),
    missing: once(() => union(operands)),
  }
}

/** Computes once, and only if asked. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The ends of the interval a cell lies in: itself where it is known. */
export interface Ends {
  readonly low: Num | null
  readonly high: Num | null
}

/** The interval of a cell; NULL in rows where it is null. */
export function endsOf(m: Maker, c: Cell): Ends {
  if (!c.mayUnknown) return { low: c.num, high: c.num }
  return { low: known(m, c, c.low()), high: known(m, c, c.high()) }
}

function known(m: Maker, c: Cell, bound: Num | null): Num | null {
  if (bound === null) return c.absent === TRUE ? null : c.num
  if (c.absent === TRUE && !c.mayNull) return bound
  return c.mayNull
    ? chosen(m, [
        [no(c.absent), c.num],
        [c.unknown, bound],
      ])
    : filled(m, c.num, c.absent, bound)
}

/** A number, and another in the rows where it is absent. */
export function filled(m: Maker, num: Num, absent: Sql, other: Num): Num {
  const [own, instead] = [exactOf(num), exactOf(other)]
  if (!own || !instead || own === NOTHING || own.value) {
    return chosen(m, [
      [no(absent), num],
      [TRUE, other],
    ])
  }
  const [x = own, y = instead] = aligned(m, [own, instead])
  const width = Math.max(x.width, y.width)
  const sql = coalesce(sqlOf(m, x, width), sqlOf(m, y, width))
  return exactly({ sql, scale: x.scale, bound: x.bound > y.bound ? x.bound : y.bound, width })
}

/** What two cells come to where at least one of them is unknown: one of three cases. */
export function byCase(m: Maker, a: Cell, b: Cell, combine: (a: Ends, b: Ends) => Ends): Ends {
  const [unknownA, unknownB] = [a, b].map((c): Ends => ({ low: c.low(), high: c.high() }))
  const [knownA, knownB] = [a, b].map((c): Ends => ({ low: c.num, high: c.num }))
  if (!unknownA || !unknownB || !knownA || !knownB) return { low: null, high: null }
  if (!a.mayUnknown) return combine(knownA, unknownB)
  if (!b.mayUnknown) return combine(unknownA, knownB)
  const cases: readonly (readonly [Sql, Ends])[] = [
    [all([a.unknown, b.unknown]), combine(unknownA, unknownB)],
    [a.unknown, combine(unknownA, knownB)],
    [b.unknown, combine(knownA, unknownB)],
  ]
  const merge = (pick: (ends: Ends) => Num | null): Num | null => {
    const left = cases.filter(([, ends]) => pick(ends) !== null)
    const [only] = left
    // Where the other side is not known either, what comes of it is NULL.
    if (left.length < 2) return only ? pick(only[1]) : null
    return chosen(
      m,
      left.map(([when, ends]) => [when, pick(ends) ?? NONE]),
    )
  }
  return { low: merge((ends) => ends.low), high: merge((ends) => ends.high) }
}

/**
 * The ends of several cells where at least one of them is unknown: the bounds themselves for the
 * only one that can be.
 */
export function endsTogether(m: Maker, cells: readonly Cell[]): Ends[] {
  const unsure = cells.filter((c) => c.mayUnknown)
  return cells.map((c) =>
    unsure.length === 1 && c.mayUnknown ? { low: c.low(), high: c.high() } : endsOf(m, c),
  )
}

/** The text of a value; NULL for a quotient, which has none of its own. */
export function textOf(m: Maker, c: Cell): Sql {
  if (!isNumeric(c.kind)) return c.sql
  const exact = exactOf(c.num)
  return exact ? sqlOf(m, exact) : NULL
}

/**
 * Whether what is made of these is firm: at most one of them is a quotient, which is firm, and
 * nothing else can keep the result from being a number.
 */
export function firmly(cells: readonly Cell[]): boolean {
  const quotients = cells.filter((c) => exactOf(c.num) === null)
  const others = cells.filter((c) => exactOf(c.num) !== null)
  if (quotients.length === 0) return true
  return quotients.length === 1 && quotients[0]?.firm === true && others.every(isSure)
}

function isSure(c: Cell): boolean {
  return numberOf(c) === TRUE
}
