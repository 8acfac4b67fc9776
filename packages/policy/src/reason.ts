/**
 * Reasons: which rows decided, by what value against what threshold, and how far off.
 *
 * They are read off the runs of an evaluation. A row that failed names its value, the threshold,
 * the distance and the nearest change; a row that is open names the facts it waits for.
 */
import {
  dayOf,
  infer,
  isUnknown,
  type Node,
  print,
  type Type,
  type Value,
  walk,
} from '@huoshui/feel'
import { Decimal, daysBetween } from '@huoshui/values'
import type { Evaluation, FormulaRun, Trace } from './evaluation.ts'
import { indexOf, interpretationsOf } from './lookup.ts'
import type { Citation, Formula, Policy } from './policy.ts'
import { typingOf } from './typing.ts'

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

const typings = new WeakMap<Policy, (name: string) => Type | undefined>()

/** The types of a policy's names, kept with it. */
export function typesOf(policy: Policy): (name: string) => Type | undefined {
  const found = typings.get(policy)
  if (found) return found
  const imported = new Map<string, Type>(
    policy.meta.imports.map((entry) => [entry.rule, { kind: 'any' }]),
  )
  const { typeOf } = typingOf({ ...policy, imported })
  typings.set(policy, typeOf)
  return typeOf
}

/** Facts (by key) that a node reads, through the rules it names. */
export function factsBelow(policy: Policy, node: Node, seen = new Set<string>()): Set<string> {
  const index = indexOf(policy)
  const found = new Set<string>()
  walk(node, (part) => {
    if (part.kind !== 'name') return
    if (index.facts.has(part.name)) found.add(index.keyOf(part.name))
    const rule = index.rules.get(part.name)
    if (!rule || seen.has(part.name)) return
    seen.add(part.name)
    for (const formula of formulasOf(rule)) {
      for (const name of factsBelow(policy, formula.tree, seen)) found.add(name)
    }
  })
  return found
}

/** The formulas of a rule, in the order they are written. */
export function formulasOf(rule: Policy['rules'][number]): Formula[] {
  switch (rule.form) {
    case 'condition':
      return rule.rows.map((row) => row.test)
    case 'decision':
      return [...rule.inputs, ...rule.rows.flatMap((row) => [...row.tests, row.result])]
    case 'score':
      return [
        ...(rule.stage ? [rule.stage] : []),
        ...rule.rows.flatMap((row) => [row.indicator, row.fullMark, ...row.weights]),
      ]
    case 'formula':
      return [rule.formula]
  }
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
  const { policy } = evaluation.world
  const run = evaluation.runOf(name)
  if (!run) return []
  switch (run.form) {
    case 'condition':
      return run.rows.map((row) =>
        reasonFor(evaluation, name, row.row.name, row.row.citation, row, stateOf(row.value)),
      )
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
  const { policy } = evaluation.world
  const made: Accounting = { findings: [], because: [], any: false }
  // Only a yes or no is accounted for; an amount is explained by its calculation.
  const { kind } = infer(run.formula.tree, { typeOf: typesOf(policy) }).type
  if (kind === 'boolean' || kind === 'any')
    account(evaluation, run.formula.tree, run.trace, true, made)
  const touched = new Set<string>([rule, name])
  for (const node of run.trace.keys()) if (node.kind === 'name') touched.add(node.name)
  return {
    rule,
    name,
    citation,
    state,
    findings: made.findings,
    any: made.any,
    missing: isUnknown(run.value) ? [...run.value.missing] : [],
    because: made.because,
    interpretations: interpretationsOf(policy, touched).map((one) => one.number),
  }
}

/** Collects what accounts for a boolean node being what it was, given that `wanted` was asked. */
function account(
  evaluation: Evaluation,
  node: Node,
  trace: Trace,
  wanted: boolean,
  into: Accounting,
): void {
  if (!trace.has(node)) return
  const value = trace.get(node) as Value
  switch (node.kind) {
    case 'and':
    case 'or': {
      const sides = spine(node).filter((side) => trace.has(side))
      const same = sides.filter((side) => stateOf(trace.get(side) as Value) === stateOf(value))
      // An `or` that failed would have been met by any of its sides, and so on by duality.
      const choice = (node.kind === 'or') === wanted && turned(value, wanted) !== 'met'
      const parts = (same.length > 0 ? same : sides).map((side): Accounting => {
        const part: Accounting = { findings: [], because: [], any: false }
        // An alternative that was given up half-way is offered whole or not at all.
        const cut = choice && spine(side).some((one) => !trace.has(one))
        if (cut) part.findings.push(holdsFinding(evaluation, side, trace, wanted))
        else account(evaluation, side, trace, wanted, part)
        return part
      })
      gather(into, parts, choice)
      return
    }
    case 'if':
      // While the test is open both branches were evaluated, and either may come to count.
      if (trace.has(node.then) && trace.has(node.else)) into.any = true
      account(evaluation, node.then, trace, wanted, into)
      account(evaluation, node.else, trace, wanted, into)
      return
    case 'call': {
      const inner = node.args[0]?.value
      if (node.callee.kind === 'name' && node.callee.name === 'not' && inner) {
        account(evaluation, inner, trace, !wanted, into)
        return
      }
      break
    }
    case 'compare':
      into.findings.push(compareFinding(evaluation, node, trace, wanted))
      return
    case 'in':
      into.findings.push(amongFinding(evaluation, node, trace, wanted))
      return
    case 'name': {
      const index = indexOf(evaluation.world.policy)
      // Where a rule must not hold there is no row of it that failed: that it holds is the reason.
      if (index.rules.has(node.name) && (wanted || typeof value !== 'boolean')) {
        into.because.push(...reasonsOf(evaluation, node.name))
        return
      }
      if (isUnknown(value) || typeof value === 'boolean') {
        const given = sideOf(evaluation, node, trace)
        into.findings.push({ form: 'is', given, wanted, state: turned(value, wanted) })
        return
      }
      break
    }
    default:
      break
  }
  into.findings.push(holdsFinding(evaluation, node, trace, wanted))
}

/** A condition told as it is written, where nothing finer can be said of it. */
function holdsFinding(evaluation: Evaluation, node: Node, trace: Trace, wanted: boolean): Finding {
  const given = sideOf(evaluation, node, trace)
  return { form: 'holds', given, wanted, state: turned(trace.get(node) ?? null, wanted) }
}

/**
 * Joins what the sides of an `and` or `or` gave.
 *
 * `any` promises that each entry alone would do, so a side that needs several things at once is
 * left out of a choice when another side needs only one.
 */
function gather(into: Accounting, parts: readonly Accounting[], choice: boolean): void {
  const size = (part: Accounting) =>
    part.findings.length + new Set(part.because.map((one) => one.rule)).size
  const given = parts.filter((part) => size(part) > 0)
  const short = given.filter((part) => part.any || size(part) === 1)
  const taken = choice && short.length > 0 ? short : choice ? given.slice(0, 1) : given
  for (const part of taken) {
    into.findings.push(...part.findings)
    into.because.push(...part.because)
  }
  into.any = taken.length > 1 ? choice : (taken[0]?.any ?? false)
}

/** The operands of a chain of the same operator, in order. */
function spine(node: Node): Node[] {
  const kind = node.kind
  const sides: Node[] = []
  let here: Node = node
  while ((here.kind === 'and' || here.kind === 'or') && here.kind === kind) {
    sides.unshift(here.right)
    here = here.left
  }
  sides.unshift(here)
  return sides
}

const turned = (value: Value, wanted: boolean): State =>
  isUnknown(value) ? 'unknown' : (value === true) === wanted ? 'met' : 'unmet'

function sideOf(evaluation: Evaluation, node: Node, trace: Trace): Side {
  const { policy } = evaluation.world
  const facts = [...factsBelow(policy, node)]
  return {
    text: print(node),
    value: trace.get(node) ?? null,
    type: infer(node, { typeOf: typesOf(policy) }).type,
    facts,
  }
}

function distanceOf(a: Value, b: Value): Value {
  if (a instanceof Decimal && b instanceof Decimal) return a.minus(b).abs()
  const [x, y] = [a === null ? null : dayOf(a), b === null ? null : dayOf(b)]
  return x && y ? new Decimal(Math.abs(daysBetween(x, y))) : null
}

function compareFinding(
  evaluation: Evaluation,
  node: Extract<Node, { kind: 'compare' }>,
  trace: Trace,
  wanted: boolean,
): Finding {
  const left = sideOf(evaluation, node.left, trace)
  const right = sideOf(evaluation, node.right, trace)
  const swap = left.facts.length === 0 && right.facts.length > 0
  const op = swap ? flipped[node.op] : node.op
  const [given, threshold] = swap ? [right, left] : [left, right]
  return {
    form: 'compare',
    op: wanted ? op : negated[op],
    given,
    threshold,
    distance: distanceOf(given.value, threshold.value),
    state: turned(trace.get(node) ?? null, wanted),
  }
}

function amongFinding(
  evaluation: Evaluation,
  node: Extract<Node, { kind: 'in' }>,
  trace: Trace,
  wanted: boolean,
): Finding {
  const given = sideOf(evaluation, node.value, trace)
  const tests = node.tests.map((test) => sideOf(evaluation, test, trace))
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
  return { form: 'among', given, values, wanted, state: turned(trace.get(node) ?? null, wanted) }
}
