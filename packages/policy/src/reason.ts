/**
 * Reasons: which rows decided, by what value against what threshold, and how far off.
 *
 * They are read off the runs of an evaluation. A row that failed names its value, the threshold,
 * the distance and the nearest change; a row that is open names the facts it waits for.
 */
import { daysApart, isUnknown, type Trace, type Type, type Value } from '@huoshui/feel'
import { Decimal } from '@huoshui/values'
import { type Account, factsBelow, type Known, notesOf } from './fixed.ts'
import { interpretationsOf } from './lookup.ts'
import type { Citation, Policy } from './policy.ts'
import type { Evaluation, FormulaRun, RuleRun } from './runs.ts'

export type State = 'met' | 'unmet' | 'unknown'

/** One side of a comparison, with its value and whether it comes from the subject's own facts. */
export interface Side {
  readonly text: string
  readonly value: Value
  readonly type: Type
  /** The facts it reads; empty for a constant of the law. */
  readonly facts: readonly string[]
}

/** An atom that accounts for a row's state. */
export type Finding =
  | {
      readonly form: 'compare'
      readonly op: '=' | '!=' | '<' | '<=' | '>' | '>='
      /** What the subject has. */
      readonly given: Side
      /** What the text asks. */
      readonly threshold: Side
      /** How far it is off: a number, an amount, or days. null when that has no meaning. */
      readonly distance: Value
      readonly state: State
    }
  | { readonly form: 'is'; readonly given: Side; readonly wanted: boolean; readonly state: State }
  | {
      readonly form: 'among'
      readonly given: Side
      readonly values: Side
      readonly wanted: boolean
      readonly state: State
    }
  | {
      readonly form: 'holds'
      readonly given: Side
      readonly wanted: boolean
      readonly state: State
    }

export interface Reason {
  readonly rule: string
  /** The row, or the rule itself where it has no rows. */
  readonly name: string
  readonly citation: Citation
  readonly state: State
  /** Any one of these is enough when `any`; else each counts. */
  readonly findings: readonly Finding[]
  readonly any: boolean
  /** Names of the facts that are missing. */
  readonly missing: readonly string[]
  /** Reasons of the rules it rests on. */
  readonly because: readonly Reason[]
  readonly interpretations: readonly number[]
}

export const stateOf = (value: Value): State =>
  value === true ? 'met' : isUnknown(value) ? 'unknown' : 'unmet'

/** A rule that isn't yes or no is neither met nor refused: it is known, or it is not. */
function ruleState(rule: Policy['rules'][number], value: Value): State {
  if (rule.type.kind === 'boolean' || isUnknown(value)) return stateOf(value)
  return 'met'
}

const flipped = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
const negated = { '=': '!=', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const

interface Accounting {
  readonly findings: Finding[]
  readonly because: Reason[]
  any: boolean
}

/** Reasons of a rule, one for each row (or one for a rule without rows). */
export function reasonsOf(evaluation: Evaluation, name: string): Reason[] {
  const run = evaluation.runOf(name)
  return run ? reasonsOfRun(evaluation, run) : []
}

function reasonsOfRun(evaluation: Evaluation, run: RuleRun): Reason[] {
  run.drawn.reasons ??= makeReasons(evaluation, run.rule.name, run)
  return run.drawn.reasons
}

function makeReasons(evaluation: Evaluation, name: string, run: RuleRun): Reason[] {
  const { policy } = evaluation.world
  switch (run.form) {
    case 'condition':
      return run.rows.map((row) => {
        const { name: own, citation } = row.row
        row.drawn.reason ??= reasonFor(evaluation, name, own, citation, row, stateOf(row.value))
        return row.drawn.reason
      })
    case 'formula':
      return [
        reasonFor(evaluation, name, name, run.rule.citation, run, ruleState(run.rule, run.value)),
      ]
    case 'decision': {
      const rows = run.hits.map((hit) => hit.row.name).join('、')
      const citation = run.hits[0]?.row.citation ?? run.rule.citation
      const missing = isUnknown(run.value) ? [...run.value.missing] : []
      const state = missing.length > 0 ? 'unknown' : 'met'
      const touched = new Set([name])
      for (const input of run.rule.inputs) {
        for (const fact of factsBelow(policy, input.tree)) touched.add(fact)
      }
      const notes = interpretationsOf(policy, touched).map((one) => one.number)
      const plain = { findings: [], any: false, because: [], missing, interpretations: notes }
      return [{ rule: name, name: rows || name, citation, state, ...plain }]
    }
    case 'score': {
      const missing = isUnknown(run.value) ? [...run.value.missing] : []
      const state = missing.length > 0 ? 'unknown' : 'met'
      const plain = { findings: [], any: false, because: [], missing, interpretations: [] }
      return [{ rule: name, name, citation: run.rule.citation, state, ...plain }]
    }
  }
}

/** The reason that a formula's run gives for its state. */
export function reasonFor(
  evaluation: Evaluation,
  rule: string,
  name: string,
  citation: Citation,
  run: FormulaRun,
  state: State,
): Reason {
  const { plan, trace } = run
  const made: Accounting = { findings: [], because: [], any: false }
  // Only a yes or no is accounted for; an amount is explained by its calculation.
  const { kind } = plan.known.type
  if (kind === 'boolean' || kind === 'any') account(evaluation, plan.account, trace, true, made)
  return {
    rule,
    name,
    citation,
    state,
    findings: made.findings,
    any: made.any,
    missing: isUnknown(run.value) ? [...run.value.missing] : [],
    because: made.because,
    interpretations: notesOf(evaluation.world.policy, plan, [rule, name], trace),
  }
}

/** Collects what accounts for a boolean node being what it was, given that `wanted` was asked. */
function account(
  evaluation: Evaluation,
  part: Account,
  trace: Trace,
  wanted: boolean,
  into: Accounting,
): void {
  const value = trace.at(part.known.slot)
  if (value === undefined) return
  switch (part.form) {
    case 'logic':
      accountLogic(evaluation, part, value, trace, wanted, into)
      return
    case 'if':
      // While the test is open both branches were evaluated, and either may come to count.
      if (wasReached(part.yes, trace) && wasReached(part.no, trace)) into.any = true
      account(evaluation, part.yes, trace, wanted, into)
      account(evaluation, part.no, trace, wanted, into)
      return
    case 'not':
      account(evaluation, part.inner, trace, !wanted, into)
      return
    case 'compare':
      into.findings.push(compareFinding(part, value, trace, wanted))
      return
    case 'among':
      into.findings.push(amongFinding(part, value, trace, wanted))
      return
    case 'name':
      // Where a rule must not hold there is no row of it that failed: that it holds is the reason.
      if (part.rule && (wanted || typeof value !== 'boolean')) {
        into.because.push(...reasonsOfRun(evaluation, evaluation.runAt(part.rule)))
      } else if (isUnknown(value) || typeof value === 'boolean') {
        const given = sideOf(part.known, trace)
        into.findings.push({ form: 'is', given, wanted, state: turned(value, wanted) })
      } else into.findings.push(holdsFinding(part, trace, wanted))
      return
    case 'other':
      into.findings.push(holdsFinding(part, trace, wanted))
  }
}

function wasReached(part: Account, trace: Trace): boolean {
  return trace.at(part.known.slot) !== undefined
}

function accountLogic(
  evaluation: Evaluation,
  { op, sides: all }: Account & { form: 'logic' },
  value: Value,
  trace: Trace,
  wanted: boolean,
  into: Accounting,
): void {
  const sides = all.filter((side) => wasReached(side, trace))
  const state = stateOf(value)
  const same = sides.filter((side) => stateOf(trace.at(side.known.slot) as Value) === state)
  // An `or` that failed would have been met by any of its sides, and so on by duality.
  const choice = (op === 'or') === wanted && turned(value, wanted) !== 'met'
  const taken = same.length > 0 ? same : sides
  // Where nothing is offered as a choice, everything counts: no need to keep the sides apart.
  if (!choice) {
    into.any = false
    for (const side of taken) account(evaluation, side, trace, wanted, into)
    if (taken.length > 1) into.any = false
    return
  }
  const parts = taken.map((side): Accounting => {
    const part: Accounting = { findings: [], because: [], any: false }
    // An alternative that was given up half-way is offered whole or not at all.
    const cut = side.form === 'logic' && side.sides.some((one) => !wasReached(one, trace))
    if (cut) part.findings.push(holdsFinding(side, trace, wanted))
    else account(evaluation, side, trace, wanted, part)
    return part
  })
  gather(into, parts)
}

/** A condition told as it is written, where nothing finer can be said of it. */
function holdsFinding(part: Account, trace: Trace, wanted: boolean): Finding {
  const given = sideOf(part.known, trace)
  return { form: 'holds', given, wanted, state: turned(given.value, wanted) }
}

/**
 * Joins the alternatives that the sides of an `and` or `or` gave.
 *
 * `any` promises that each entry alone would do, so a side that needs several things at once is
 * left out of a choice when another side needs only one.
 */
function gather(into: Accounting, parts: readonly Accounting[]): void {
  const given = parts.filter((part) => sizeOf(part) > 0)
  const short = given.filter((part) => part.any || sizeOf(part) === 1)
  const taken = short.length > 0 ? short : given.slice(0, 1)
  for (const part of taken) {
    into.findings.push(...part.findings)
    into.because.push(...part.because)
  }
  into.any = taken.length > 1 || (taken[0]?.any ?? false)
}

function sizeOf(part: Accounting): number {
  return part.findings.length + new Set(part.because.map((one) => one.rule)).size
}

const turned = (value: Value, wanted: boolean): State =>
  isUnknown(value) ? 'unknown' : (value === true) === wanted ? 'met' : 'unmet'

function sideOf({ slot, text, type, facts }: Known, trace: Trace): Side {
  return { text, value: trace.at(slot) ?? null, type, facts }
}

function distanceOf(a: Value, b: Value): Value {
  if (a instanceof Decimal && b instanceof Decimal) return a.minus(b).abs()
  const days = daysApart(a, b)
  return days === null ? null : new Decimal(Math.abs(days))
}

function compareFinding(
  part: Account & { form: 'compare' },
  value: Value,
  trace: Trace,
  wanted: boolean,
): Finding {
  const left = sideOf(part.left, trace)
  const right = sideOf(part.right, trace)
  const swap = left.facts.length === 0 && right.facts.length > 0
  const op = swap ? flipped[part.op] : part.op
  const [given, threshold] = swap ? [right, left] : [left, right]
  return {
    form: 'compare',
    op: wanted ? op : negated[op],
    given,
    threshold,
    distance: distanceOf(given.value, threshold.value),
    state: turned(value, wanted),
  }
}

function amongFinding(
  part: Account & { form: 'among' },
  value: Value,
  trace: Trace,
  wanted: boolean,
): Finding {
  const given = sideOf(part.value, trace)
  const tests = part.tests.map((test) => sideOf(test, trace))
  const only = tests[0]
  const values: Side =
    tests.length === 1 && only
      ? only
      : {
          text: tests.map((test) => test.text).join(', '),
          value: tests.map((test) => test.value),
          type: { kind: 'list', of: given.type },
          facts: tests.flatMap((test) => [...test.facts]),
        }
  return { form: 'among', given, values, wanted, state: turned(value, wanted) }
}
