/** A rule, facts and a day: the conclusion, its reasons, and what is missing. */
import { isUnknown, type Node, print, type Type, type Value, walk } from '@huoshui/feel'
import { compareDays, type Day, type Decimal } from '@huoshui/values'
import { boundsOf, type Evaluation, evaluation, type RuleRun, type World } from './evaluation.ts'
import { factKey, indexOf, interpretationsOf } from './lookup.ts'
import type { Citation, Fact, Interpretation, Policy } from './policy.ts'
import { factsBelow, formulasOf, type Reason, reasonsOf } from './reason.ts'

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
  const { facts, keyOf } = indexOf(policy)
  const order = new Map(policy.facts.map((fact, i) => [factKey(policy, fact), i]))
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

/** Every name whose value had a part in these reasons. */
export function namesTouched(evaluation: Evaluation, rule: string): Set<string> {
  const { policy } = evaluation.world
  const { rules } = indexOf(policy)
  const names = new Set<string>()
  const visit = (name: string) => {
    if (names.has(name)) return
    names.add(name)
    const run = evaluation.runOf(name)
    if (!run) return
    const traces =
      run.form === 'condition'
        ? run.rows.map((row) => row.trace)
        : run.form === 'formula'
          ? [run.trace]
          : run.form === 'decision'
            ? run.inputs.map((input) => input.trace)
            : []
    for (const trace of traces) {
      for (const node of trace.keys()) if (node.kind === 'name') visit(node.name)
    }
    if (run.form === 'condition') for (const row of run.rows) names.add(row.row.name)
    if (run.form === 'score') {
      for (const formula of formulasOf(rules.get(name) as never)) {
        for (const fact of factsBelow(policy, formula.tree)) names.add(fact)
      }
    }
  }
  visit(rule)
  return names
}

/** Decides a rule over an open evaluation. */
export function decideIn(open: Evaluation, rule: string): Decision {
  const { policy, day } = open.world
  const value = open.valueOf(rule)
  const missing = missingFacts(policy, isUnknown(value) ? value.missing : [])
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
    interpretations: interpretationsOf(policy, namesTouched(open, rule)),
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
  const { low, high } = boundsOf(value)
  return {
    value,
    low,
    high,
    calculation: calculate(open, rule, new Set()),
    missing: missingFacts(policy, isUnknown(value) ? value.missing : []),
  }
}

function calculate(open: Evaluation, name: string, seen: Set<string>): Calculation | null {
  const run = open.runOf(name)
  if (!run || seen.has(name) || run.form === 'condition') return null
  seen.add(name)
  const base = { rule: name, citation: run.rule.citation, value: run.value, type: run.rule.type }
  if (run.form === 'decision') {
    const rows = run.hits.map((hit) => hit.row.name)
    const citation = run.hits[0]?.row.citation ?? run.rule.citation
    return { ...base, citation, text: name, cap: null, rows, from: [] }
  }
  if (run.form === 'score') return { ...base, text: name, cap: null, rows: [], from: [] }
  const from: Calculation[] = []
  for (const node of run.trace.keys()) {
    if (node.kind !== 'name') continue
    const inner = calculate(open, node.name, seen)
    if (inner) from.push(inner)
  }
  const text = print(run.formula.tree)
  return { ...base, text, cap: capOf(open, run), rows: [], from }
}

/** The arguments of a call of `min`, whether written as a list or one by one; null for others. */
function minArguments(node: Node): readonly Node[] | null {
  if (node.kind !== 'call' || node.callee.kind !== 'name' || node.callee.name !== 'min') return null
  const args = node.args.map((arg) => arg.value)
  const [only] = args
  return args.length === 1 && only?.kind === 'list' ? only.items : args
}

/** The argument of `min` that was taken although the first, what was asked for, is more. */
function capOf(open: Evaluation, run: Extract<RuleRun, { form: 'formula' }>): Cap | null {
  const { rules, accounts } = indexOf(open.world.policy)
  const caps: { limit: Decimal; cap: Cap }[] = []
  walk(run.formula.tree, (node) => {
    const [first, ...rest] = minArguments(node) ?? []
    if (!first || !run.trace.has(node)) return
    const asked = boundsOf(run.trace.get(first) ?? null).high
    for (const arg of rest) {
      const value = run.trace.get(arg) ?? null
      const limit = boundsOf(value).high
      // With the first argument unknown the limit is the most that can come of it.
      if (limit === null || (asked !== null && !limit.lessThan(asked))) continue
      const named = arg.kind === 'name' ? (rules.get(arg.name) ?? accounts.get(arg.name)) : null
      const citation = named?.citation ?? run.rule.citation
      caps.push({ limit, cap: { text: print(arg), value, citation } })
    }
  })
  caps.sort((a, b) => a.limit.comparedTo(b.limit))
  return caps[0]?.cap ?? null
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
