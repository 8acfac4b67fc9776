/** What tables come to: conditions, decision tables, scores, also while facts are missing. */
import { compileFormula, isUnknown, unknown, type Value } from '@huoshui/feel'
import { Decimal } from '@huoshui/values'
import type { Runner } from './formulas.ts'
import type { Condition, DecisionRow, Score } from './policy.ts'
import type { Planned, RulePlan, ScoreRowPlan } from './rule-plan.ts'
import type { FormulaRun, RuleRun } from './runs.ts'

/** The evaluation that a table is part of. */
export interface Evaluating {
  /** The run of a formula whose plan is at hand. */
  planned(planned: Planned): FormulaRun
  /** The value that code gives, where nobody asks for reasons. */
  value(runner: Runner, input?: Value): Value
}

/** Bounds as `unknown` takes them. */
export function bounds(
  low: Decimal | null,
  high: Decimal | null,
): { low?: Decimal; high?: Decimal } {
  return { ...(low ? { low } : {}), ...(high ? { high } : {}) }
}

/** Everything missing in any of these values. */
export function missingIn(values: Iterable<Value>): Set<string> {
  const all = new Set<string>()
  for (const value of values) if (isUnknown(value)) for (const name of value.missing) all.add(name)
  return all
}

const sameValue = (a: Value, b: Value): boolean =>
  a instanceof Decimal && b instanceof Decimal ? a.equals(b) : a === b

/** One of these values, it is not known which: the value itself if all agree, else their range. */
function oneOf(values: readonly Value[], missing: Iterable<string>): Value {
  const [first, ...rest] = values
  if (first === undefined) return null
  if (!isUnknown(first) && rest.every((value) => sameValue(first, value))) return first
  const all = new Set([...missing, ...missingIn(values)])
  let low: Decimal | null | undefined
  let high: Decimal | null | undefined
  for (const value of values) {
    if (isUnknown(value) && !value.number) return unknown(all)
    const [l, h] = isUnknown(value) ? [value.low, value.high] : [value, value]
    if (l !== null && !(l instanceof Decimal)) return unknown(all)
    if (h !== null && !(h instanceof Decimal)) return unknown(all)
    low = low === undefined ? l : low === null || l === null ? null : Decimal.min(low, l)
    high = high === undefined ? h : high === null || h === null ? null : Decimal.max(high, h)
  }
  return unknown(all, bounds(low ?? null, high ?? null))
}

export const zero = new Decimal(0)
const one = new Decimal(1)
const nowhere = { from: 0, to: 0 }

const sumOf = compileFormula({
  kind: 'arithmetic',
  op: '+',
  left: { kind: 'name', name: 'a', at: nowhere },
  right: { kind: 'name', name: 'b', at: nowhere },
  at: nowhere,
})

/** a + b with unknowns and bounds, by FEEL's own addition. */
function plus(a: Value, b: Value): Value {
  if (a instanceof Decimal && b instanceof Decimal) return a.plus(b)
  return sumOf({ lookup: (name) => (name === 'a' ? a : b) }).value
}

/** 同时满足: no row may fail; 满足其一: one row must hold. A null row does not hold. */
export function foldRows(mode: Condition['mode'], rows: readonly FormulaRun[]): Value {
  const values = rows.map((row) => (row.value === null ? false : row.value))
  const decided = mode === 'any'
  if (values.includes(decided)) return decided
  const open = values.filter(isUnknown)
  return open.length > 0 ? unknown(missingIn(open)) : !decided
}

function pickHit(
  hits: readonly { value: Value; sure: boolean }[],
  missing: ReadonlySet<string>,
): Value {
  if (hits.length === 0) return null
  if (hits.length === 1 && hits[0]?.sure) return hits[0].value
  return oneOf(
    hits.map((hit) => hit.value),
    missing,
  )
}

function sumHits(
  hits: readonly { value: Value; sure: boolean }[],
  missing: ReadonlySet<string>,
): Value {
  return hits.reduce<Value>(
    (sum, hit) => plus(sum, hit.sure ? hit.value : oneOf([hit.value, zero], missing)),
    zero,
  )
}

export function runDecision(plan: RulePlan & { form: 'decision' }, open: Evaluating): RuleRun {
  const { rule } = plan
  const inputs = plan.inputs.map((input) => open.planned(input))
  const hits: { row: DecisionRow; value: Value; sure: boolean }[] = []
  const doubts: Value[] = []
  for (const { row, tests, result } of plan.rows) {
    let fits = true
    let sure = true
    for (let i = 0; fits && i < tests.length; i++) {
      const met = open.value(tests[i] as Runner, inputs[i]?.value ?? null)
      if (met === false || met === null) fits = false
      else if (isUnknown(met)) {
        sure = false
        doubts.push(met)
      }
    }
    if (!fits) continue
    hits.push({ row, value: open.value(result), sure })
    // Later rows can't be reached once a row before them is sure, nor overlap it (唯一).
    if (sure && rule.hit !== 'sum') break
  }
  const missing = missingIn(doubts)
  const value = rule.hit === 'sum' ? sumHits(hits, missing) : pickHit(hits, missing)
  return { form: 'decision', rule, inputs, hits, value, drawn: {} }
}

type ScorePlan = RulePlan & { readonly form: 'score' }

export function runScore(plan: ScorePlan, open: Evaluating): RuleRun {
  const { rule } = plan
  if (!plan.stage) return scoreWith(plan, 0, open)
  const stage = open.planned(plan.stage).value
  const known = rule.stages.indexOf(String(stage))
  if (known >= 0) return scoreWith(plan, known, open)
  if (!isUnknown(stage)) return noScore(rule, null)
  const all = rule.stages.map((_, i) => scoreWith(plan, i, open).value)
  return noScore(rule, oneOf(all, stage.missing))
}

/** A score whose column is not known, or that has none. */
function noScore(rule: Score, value: Value): RuleRun {
  return { form: 'score', rule, value, column: null, rows: [], drawn: {} }
}

function scoreWith(plan: ScorePlan, column: number, open: Evaluating): RuleRun {
  const { rule } = plan
  let total: Value = zero
  const rows = plan.rows.map((row) => {
    const value = open.value(row.indicator)
    const points = pointsOf(row, column, value, open)
    total = plus(total, points)
    return { name: row.name, value, points }
  })
  return { form: 'score', rule, value: total, column: rule.stages[column] ?? null, rows, drawn: {} }
}

/** What an indicator gives in a column: by the formula itself where anything in it is not plain. */
function pointsOf(row: ScoreRowPlan, column: number, value: Value, open: Evaluating): Value {
  const cell = row.columns[column]
  if (cell === undefined) return zero
  const { fullMark } = row
  const { weight } = cell
  const plain = value instanceof Decimal && weight instanceof Decimal
  if (!plain || !(fullMark instanceof Decimal) || fullMark.isZero()) return open.value(cell.points)
  const reached = (value.isNegative() ? zero : value).div(fullMark)
  return weight.times(reached.gt(1) ? one : reached)
}
