/** A rule, facts and a day: the conclusion, its reasons, and what is missing. */
import { isUnknown, type Type, type Value } from '@huoshui/feel'
import { compareDays, type Day, type Decimal } from '@huoshui/values'
import { boundsOf, evaluation } from './evaluation.ts'
import { factsBelow, formulasOf } from './fixed.ts'
import { indexOf, interpretationsOf } from './lookup.ts'
import type { Citation, Fact, Interpretation, Policy } from './policy.ts'
import { type Reason, reasonsOf } from './reason.ts'
import type { Evaluation, FormulaRun, RuleRun, World } from './runs.ts'

/** 符合, 不符合, 待补 (a fact is missing), 待认定 (only an official's finding settles it). */
export type Conclusion = 'met' | 'unmet' | 'unknown' | 'finding'

export interface MissingFact {
  /** The key to fill it under. */
  readonly key: string
  /** Absent for records (a list of loans, patents …) and derived lists. */
  readonly fact: Fact | null
}

/** How an amount came about. */
export interface Calculation {
  readonly rule: string
  readonly citation: Citation
  readonly text: string
  readonly value: Value
  readonly type: Type
  /** The clause that capped it: it would have been more but for this. */
  readonly cap: Cap | null
  /** Rows of a decision table that gave it. */
  readonly rows: readonly string[]
  /** The rules it was computed from. */
  readonly from: readonly Calculation[]
}

export interface Cap {
  readonly text: string
  readonly value: Value
  readonly citation: Citation
}

export interface Decision {
  readonly policy: string
  readonly version: string
  readonly rule: string
  readonly day: Day
  readonly conclusion: Conclusion
  readonly value: Value
  readonly type: Type
  readonly reasons: readonly Reason[]
  readonly missing: readonly MissingFact[]
  readonly interpretations: readonly Interpretation[]
}

export interface Amount {
  readonly value: Value
  readonly low: Decimal | null
  readonly high: Decimal | null
  readonly calculation: Calculation | null
  readonly missing: readonly MissingFact[]
}

/** The missing facts behind names, in the order of the policy's fact tables. */
export function missingFacts(policy: Policy, names: Iterable<string>): MissingFact[] {
  const { facts, keyOf, order } = indexOf(policy)
  if (Array.isArray(names) && names.length === 0) return []
  const keys = [...new Set([...names].map(keyOf))]
  const place = (key: string) => order.get(key) ?? policy.facts.length
  return keys
    .sort((a, b) => place(a) - place(b))
    .map((key) => ({ key, fact: facts.get(key) ?? null }))
}

/** 待认定 iff every missing fact is one that an official finds; else 待补. */
export function conclusionOf(value: Value, missing: readonly MissingFact[]): Conclusion {
  if (value === true) return 'met'
  if (!isUnknown(value)) return typeof value === 'boolean' || value === null ? 'unmet' : 'met'
  const found = missing.length > 0 && missing.every((one) => one.fact?.evidence === '认定')
  return found ? 'finding' : 'unknown'
}

/** Every name that a 解释 may concern and whose value had a part in these reasons. */
export function namesTouched(evaluation: Evaluation, rule: string): Set<string> {
  const names = new Set<string>()
  touch(evaluation, rule, names)
  return names
}

function touch(evaluation: Evaluation, name: string, names: Set<string>): void {
  if (names.has(name)) return
  names.add(name)
  const run = evaluation.runOf(name)
  if (run) touchRun(evaluation, run, names)
}

function touchRun(evaluation: Evaluation, run: RuleRun, names: Set<string>): void {
  const { policy } = evaluation.world
  switch (run.form) {
    case 'condition':
      for (const row of run.rows) touchFormula(evaluation, row, names)
      for (const { row } of run.rows) names.add(row.name)
      return
    case 'formula':
      touchFormula(evaluation, run, names)
      return
    case 'decision':
      for (const input of run.inputs) touchFormula(evaluation, input, names)
      return
    case 'score':
      for (const formula of formulasOf(run.rule)) {
        for (const fact of factsBelow(policy, formula.tree)) names.add(fact)
      }
  }
}

function touchFormula(evaluation: Evaluation, run: FormulaRun, names: Set<string>): void {
  for (const { slot, name, rule } of run.plan.names) {
    if (run.trace.at(slot) === undefined || names.has(name)) continue
    names.add(name)
    if (rule) touchRun(evaluation, evaluation.runAt(rule), names)
  }
}

/** What an evaluated rule says beside its value. */
export interface Findings {
  readonly missing: readonly MissingFact[]
  readonly interpretations: readonly Interpretation[]
}

function findingsOf(open: Evaluation, rule: string, value: Value): Findings {
  const run = open.runOf(rule)
  const known = run?.value === value ? run.drawn.findings : undefined
  if (known) return known
  const { policy } = open.world
  const found = {
    missing: missingFacts(policy, isUnknown(value) ? value.missing : []),
    interpretations: interpretationsOf(policy, namesTouched(open, rule)),
  }
  if (run?.value === value) run.drawn.findings = found
  return found
}

/** Decides a rule over an open evaluation. */
export function decideIn(open: Evaluation, rule: string): Decision {
  const { policy, day } = open.world
  const value = open.valueOf(rule)
  const { missing, interpretations } = findingsOf(open, rule, value)
  return {
    policy: policy.meta.slug,
    version: policy.meta.version,
    rule,
    day,
    conclusion: conclusionOf(value, missing),
    value,
    type: indexOf(policy).rules.get(rule)?.type ?? { kind: 'any' },
    reasons: reasonsOf(open, rule),
    missing,
    interpretations,
  }
}

/** Decides a rule of a policy over facts on a day. */
export function decide(world: World, rule: string): Decision {
  return decideIn(evaluation(world), rule)
}

/** The value of a money rule with the clause that capped it; a range while facts are missing. */
export function amountIn(open: Evaluation, rule: string): Amount {
  const { policy } = open.world
  const value = open.valueOf(rule)
  const run = open.runOf(rule)
  const known = run?.value === value ? run.drawn.amount : undefined
  if (known) return known
  const amount: Amount = {
    value,
    ...boundsOf(value),
    calculation: calculate(open, rule, new Set()),
    missing: missingFacts(policy, isUnknown(value) ? value.missing : []),
  }
  if (run?.value === value) run.drawn.amount = amount
  return amount
}

function calculate(open: Evaluation, name: string, seen: Set<string>): Calculation | null {
  const run = open.runOf(name)
  return run ? calculateRun(open, run, seen) : null
}

function calculateRun(open: Evaluation, run: RuleRun, seen: Set<string>): Calculation | null {
  const { rule, value } = run
  const { name, type, citation } = rule
  if (run.form === 'condition' || seen.has(name)) return null
  seen.add(name)
  if (run.form === 'decision') {
    const rows = run.hits.map((hit) => hit.row.name)
    const cited = run.hits[0]?.row.citation ?? citation
    return { rule: name, citation: cited, value, type, text: name, cap: null, rows, from: none }
  }
  if (run.form === 'score') {
    return { rule: name, citation, value, type, text: name, cap: null, rows: none, from: none }
  }
  const from: Calculation[] = []
  for (const inner of run.plan.names) {
    if (!inner.rule || run.trace.at(inner.slot) === undefined) continue
    const calculation = calculateRun(open, open.runAt(inner.rule), seen)
    if (calculation) from.push(calculation)
  }
  const { text } = run.plan.known
  return { rule: name, citation, value, type, text, cap: capOf(open, run), rows: none, from }
}

const none: readonly never[] = []

/** The argument of `min` that was taken although the first, what was asked for, is more. */
function capOf(open: Evaluation, run: Extract<RuleRun, { form: 'formula' }>): Cap | null {
  const { rules, accounts } = indexOf(open.world.policy)
  let least: { limit: Decimal; cap: Cap } | null = null
  for (const { slot, args } of run.plan.minima) {
    const [first, ...rest] = args
    if (!first || run.trace.at(slot) === undefined) continue
    const asked = boundsOf(run.trace.at(first.slot) ?? null).high
    for (const { node, slot: place, text } of rest) {
      const value = run.trace.at(place) ?? null
      const limit = boundsOf(value).high
      // With the first argument unknown the limit is the most that can come of it.
      if (limit === null || (asked !== null && !limit.lessThan(asked))) continue
      if (least && !limit.lessThan(least.limit)) continue
      const named = node.kind === 'name' ? (rules.get(node.name) ?? accounts.get(node.name)) : null
      least = { limit, cap: { text, value, citation: named?.citation ?? run.rule.citation } }
    }
  }
  return least?.cap ?? null
}

/** Whether a version is in force on a day. */
export function inForce(policy: Policy, day: Day): boolean {
  const { effectiveFrom, effectiveTo, status } = policy.meta
  if (status !== '施行' || effectiveFrom === null) return false
  if (compareDays(day, effectiveFrom) < 0) return false
  return effectiveTo === null || compareDays(day, effectiveTo) < 0
}

/** The version of a policy in force on a day: of several, the one that came into force last. */
export function versionOn(policies: readonly Policy[], slug: string, day: Day): Policy | null {
  const open = policies.filter((policy) => policy.meta.slug === slug && inForce(policy, day))
  return open.reduce<Policy | null>((best, policy) => {
    const from = policy.meta.effectiveFrom as Day
    return best && compareDays(best.meta.effectiveFrom as Day, from) >= 0 ? best : policy
  }, null)
}
