import {
  type Cell,
  cell,
  type Ends,
  either,
  endsOf,
  firmly,
  isNumeric,
  type Missing,
  nullOf,
  numberOf,
  once,
  only,
  union,
} from './cell.ts'
import { broken, identical, sameKind } from './compare.ts'
import type { Maker } from './maker.ts'
import { chosen, compareNums, exactOf, type Num } from './num.ts'
import { settle } from './settle.ts'
import { all, any, certain, choice, FALSE, isNull, NULL, no, type Sql, TRUE } from './text.ts'

/** One of two cells, as a test says; both at once where the test is unknown. */
interface Fork {
  readonly test: Cell
  readonly yes: Cell
  readonly no: Cell
  /** Whether both sides hold the same value or null, so that the test doesn't matter. */
  readonly same: Sql
  /** Whether both sides are one and the same unknown. */
  readonly shared: Sql
}

/** `if test then yes else no`. */
export function branch(m: Maker, test: Cell, yes: Cell, otherwise: Cell): Cell {
  if (test.constant !== undefined) return test.constant === true ? yes : otherwise
  if (yes.kind !== 'null' && otherwise.kind !== 'null' && !sameKind(m, yes, otherwise)) {
    return broken(yes.kind)
  }
  const kind = yes.kind === 'null' ? otherwise.kind : yes.kind
  const same = test.mayUnknown ? identical(m, yes, otherwise) : FALSE
  const shared = test.mayUnknown ? sharedUnknown(yes, otherwise) : FALSE
  const fork: Fork = { test, yes, no: otherwise, same, shared }
  const ends = once(() => forkEnds(m, fork))
  const made = cell(kind, {
    ...forkValue(m, fork, kind),
    ...forkState(fork),
    missing: once(() => forkMissing(fork)),
    origin: once(() => forkOrigin(fork)),
    low: () => ends().low,
    high: () => ends().high,
    sure: kind === 'number' ? forkSure(fork) : FALSE,
    firm: firmly([yes, otherwise]),
    pointed: yes.pointed || otherwise.pointed,
    drift: Math.max(yes.drift, otherwise.drift),
  })
  return made.pointed ? settle(m, made) : tidied(made)
}

/** A choice by the test: what holds where it is true, where it is unknown, and elsewhere. */
function choose({ test }: Fork, yes: Sql, unsure: Sql, otherwise: Sql): Sql {
  if (!test.mayUnknown) return choice([[test.sql, yes]], otherwise)
  if (test.mayNull) {
    return choice(
      [
        [test.sql, yes],
        [test.unknown, unsure],
      ],
      otherwise,
    )
  }
  const sides: [Sql, Sql][] =
    test.sql === NULL
      ? []
      : [
          [test.sql, yes],
          [no(test.sql), otherwise],
        ]
  return choice(sides, unsure)
}

function forkValue(m: Maker, fork: Fork, kind: Cell['kind']): Partial<Cell> {
  const { test, yes, no: other, same } = fork
  if (isNumeric(kind)) {
    const taken: [Sql, Num] = [test.sql === NULL ? FALSE : test.sql, yes.num]
    const shared: [Sql, Num] = [all([test.unknown, same]), yes.num]
    if (!test.mayUnknown) return { num: chosen(m, [taken, [TRUE, other.num]]) }
    if (test.mayNull || test.sql === NULL) {
      return { num: chosen(m, [taken, shared, [test.unknown, []], [TRUE, other.num]]) }
    }
    return { num: chosen(m, [taken, [no(test.sql), other.num], [same, yes.num]]) }
  }
  const joint = choice([[same, yes.sql]])
  return { sql: choose(fork, yes.sql, joint, other.sql) }
}

function forkState(fork: Fork): Partial<Cell> {
  const { test, yes, no: other, same } = fork
  const bothNull = test.mayUnknown ? all([nullOf(yes), nullOf(other)]) : FALSE
  // What is the same on both sides is known, be it a value or null.
  const sharedValue = all([same, no(yes.absent)])
  const absent = choose(fork, yes.absent, no(sharedValue), other.absent)
  const unknown = choose(fork, yes.unknown, no(same), other.unknown)
  return {
    mayNull: yes.mayNull || other.mayNull || bothNull !== FALSE,
    mayUnknown: test.mayUnknown || yes.mayUnknown || other.mayUnknown,
    absent,
    unknown,
  }
}

/** Where nothing can be null, what is absent is unknown. */
function tidied(c: Cell): Cell {
  const one = isNumeric(c.kind) ? exactOf(c.num) : null
  const sql = one ? one.sql : c.sql
  if (c.mayNull || sql === NULL || one?.value) return c
  if (isNumeric(c.kind) && !one) return c
  const absent = c.mayUnknown ? isNull(sql) : FALSE
  return { ...c, absent, unknown: absent }
}

/** Whether two cells are unknown and of one origin. */
function sharedUnknown(a: Cell, b: Cell): Sql {
  const [x, y] = [a.origin(), b.origin()]
  const both = [...x].map(([name, when]) => all([when, y.get(name) ?? FALSE]))
  return all([a.unknown, b.unknown, certain(any(both))])
}

/** The rows in which the test is true, and those in which it is false or null. */
function sidesOf({ test }: Fork): { taken: Sql; untaken: Sql } {
  const taken = test.sql === NULL ? FALSE : test.sql
  const untaken = test.mayNull && taken !== FALSE ? no(certain(taken)) : no(taken)
  return { taken, untaken: all([untaken, no(test.unknown)]) }
}

function forkMissing(fork: Fork): Missing {
  const { test, yes, no: other, shared } = fork
  const { taken, untaken } = sidesOf(fork)
  const apart = shared === FALSE ? test.unknown : all([test.unknown, no(shared)])
  return either(
    only(taken, yes.missing()),
    only(untaken, other.missing()),
    only(all([test.unknown, shared]), yes.missing()),
    only(apart, either(test.missing(), union([yes, other]))),
  )
}

function forkOrigin(fork: Fork): Missing {
  const { test, yes, no: other, shared } = fork
  const { taken, untaken } = sidesOf(fork)
  const joint = only(all([test.unknown, shared]), yes.origin())
  return either(only(taken, yes.origin()), only(untaken, other.origin()), joint)
}

function forkSure(fork: Fork): Sql {
  const { yes, no: other } = fork
  return choose(fork, yes.sure, all([numberOf(yes), numberOf(other)]), other.sure)
}

function forkEnds(m: Maker, fork: Fork): Ends {
  const { test, yes, no: other } = fork
  const [x, y] = [endsOf(m, yes), endsOf(m, other)]
  const joint = test.mayUnknown ? hull(m, fork, x, y) : { low: null, high: null }
  const pick = (a: Num | null, b: Num | null, unsure: Num | null): Num | null => {
    if (!a && !b && !unsure) return null
    const cases: [Sql, Num][] = [[test.sql === NULL ? FALSE : test.sql, a ?? []]]
    if (test.mayUnknown) cases.push([test.unknown, unsure ?? []])
    return chosen(m, [...cases, [TRUE, b ?? []]])
  }
  return { low: pick(x.low, y.low, joint.low), high: pick(x.high, y.high, joint.high) }
}

/** The interval that holds both sides. A side that is null says nothing. */
function hull(m: Maker, { yes, no: other }: Fork, x: Ends, y: Ends): Ends {
  const [gone, lost] = [nullOf(yes), nullOf(other)]
  const join = (a: Num | null, b: Num | null, less: '<' | '>'): Num | null => {
    const cases: [Sql, Num][] = [
      [gone, b ?? []],
      [lost, a ?? []],
    ]
    if (a && b) {
      cases.push(
        [compareNums(m, less, a, b), a],
        [compareNums(m, less === '<' ? '<=' : '>=', b, a), b],
      )
    }
    const left = cases.filter(([when, num]) => when !== FALSE && when !== NULL && num.length > 0)
    return left.length === 0
      ? null
      : chosen(
          m,
          cases.filter(([when]) => when !== NULL),
        )
  }
  return { low: join(x.low, y.low, '<'), high: join(x.high, y.high, '>') }
}
