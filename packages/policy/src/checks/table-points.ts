/** Points that tell the rows of a decision table apart: every constant, and what lies between. */
import {
  dateValue,
  dayOf,
  evaluate,
  isUnknown,
  type Node,
  type Type,
  type Value,
  walk,
} from '@huoshui/feel'
import { addDays, type Day, Decimal } from '@huoshui/values'
import type { DecisionTable } from '../policy.ts'

const nowhere = { lookup: () => undefined }

/** A limit on the points tried for one table; larger tables are left to their examples. */
const pointsMax = 20_000

/** The constants among the tests of one column; null when a test is not made of constants. */
function constantsOf(tests: readonly Node[]): Value[] | null {
  const constants: Value[] = []
  let plain = true
  for (const test of tests) {
    walk(test, (node) => {
      if (node.kind === 'name' || node.kind === 'path') plain = false
      const leaf = ['number', 'quantity', 'string', 'boolean', 'at-literal'].includes(node.kind)
      const dated = node.kind === 'call'
      if (leaf || dated) {
        const value = evaluate(node, nowhere)
        if (!isUnknown(value) && value !== null) constants.push(value)
      }
      if (node.kind === 'negate') constants.push(evaluate(node, nowhere))
    })
    // `date("…")` is a call of a builtin, whose name is no fact.
    if (!plain) plain = [...namesOutsideCalls(test)].length === 0
  }
  return plain ? constants : null
}

function namesOutsideCalls(node: Node): Set<string> {
  const names = new Set<string>()
  const callees = new Set<Node>()
  walk(node, (part) => {
    if (part.kind === 'call') callees.add(part.callee)
    if (part.kind === 'name' && !callees.has(part)) names.add(part.name)
    if (part.kind === 'path') names.add(part.name)
  })
  return names
}

function numbersBetween(constants: readonly Decimal[]): Decimal[] {
  const sorted = [...constants].sort((a, b) => a.comparedTo(b))
  const first = sorted[0]
  const last = sorted.at(-1)
  if (!first || !last) return [new Decimal(0)]
  const points = [first.minus(1)]
  sorted.forEach((value, i) => {
    points.push(value)
    const next = sorted[i + 1]
    if (next && !next.equals(value)) points.push(value.plus(next).div(2))
  })
  points.push(last.plus(1))
  return points
}

function daysBetween(days: readonly Day[]): Day[] {
  return [...new Set(days.flatMap((day) => [addDays(day, -1), day, addDays(day, 1)]))].sort()
}

/** Representative values of one input. */
function pointsFor(type: Type, tests: readonly Node[]): Value[] | null {
  const constants = constantsOf(tests)
  if (constants === null) return null
  const none: Value[] = type.nullable ? [null] : []
  if (type.kind === 'boolean') return [true, false, ...none]
  if (type.kind === 'enum') return [...type.values, ...none]
  if (type.kind === 'string') {
    const texts = constants.filter((value): value is string => typeof value === 'string')
    return [...new Set(texts), '\u0000', ...none]
  }
  if (type.kind === 'number' || type.kind === 'money') {
    const numbers = constants.filter((value): value is Decimal => value instanceof Decimal)
    return [...numbersBetween(numbers), ...none]
  }
  if (type.kind === 'date') {
    const days = constants.map((value) => dayOf(value)).filter((day): day is Day => day !== null)
    return [...daysBetween(days).map(dateValue), ...none]
  }
  return null
}

export interface TablePoint {
  readonly values: readonly Value[]
  /** Indexes of the rows met there. */
  readonly rows: readonly number[]
}

/** Every combination of points with the rows it meets; null when the table can't be decided so. */
export function tablePoints(table: DecisionTable, types: readonly Type[]): TablePoint[] | null {
  const columns = types.map((type, i) =>
    pointsFor(
      type,
      table.rows.map((row) => row.tests[i]?.tree as Node),
    ),
  )
  if (columns.some((column) => column === null)) return null
  const size = columns.reduce((product, column) => product * (column?.length ?? 0), 1)
  if (size > pointsMax) return null
  // A test reads only its own column, so each is decided once a value and not once a combination.
  let points: TablePoint[] = [{ values: [], rows: table.rows.map((_, r) => r) }]
  columns.forEach((column, i) => {
    const met = (column ?? []).map((value) => rowsMet(table, i, value))
    points = points.flatMap((point) =>
      (column ?? []).map((value, v) => ({
        values: [...point.values, value],
        rows: point.rows.filter((r) => met[v]?.has(r)),
      })),
    )
  })
  return points
}

/** The rows whose test of one column, if they have one, is met by a value. */
function rowsMet(table: DecisionTable, column: number, value: Value): Set<number> {
  const met = new Set<number>()
  table.rows.forEach((row, r) => {
    const test = row.tests[column]
    if (!test || evaluate(test.tree, nowhere, { input: value }) === true) met.add(r)
  })
  return met
}
