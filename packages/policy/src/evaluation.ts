/**
 * Evaluating a policy's rules over facts on a day, keeping what was really evaluated.
 *
 * Reasons are built from these runs and from nothing else, so an explanation can't mention a branch
 * that was not taken.
 */
import {
  dateValue,
  isUnknown,
  noTrace,
  type ReferenceScope,
  roundMoney,
  type Unknown,
  unknown,
  type Value,
} from '@huoshui/feel'
import { type Day, Decimal } from '@huoshui/values'
import { planOf, type RuleTarget } from './fixed.ts'
import type { Runner } from './formulas.ts'
import { type AccountPart, type Index, indexOf, type Target } from './lookup.ts'
import type { Given } from './memory.ts'
import type { Account, Fact, Formula, Policy, Rule } from './policy.ts'
import { type Planned, planRule, type RowPlan, type RulePlan, rulePlansOf } from './rule-plan.ts'
import type { Evaluation, FormulaRun, RowRun, RuleRun, World } from './runs.ts'
import { bounds, type Evaluating, foldRows, runDecision, runScore, zero } from './tables.ts'

const nowhere = { from: 0, to: 0 }

/** Opens an evaluation. Rules are evaluated when asked for, each at most once. */
export function evaluation(world: World): Evaluation {
  return new OpenEvaluation(world)
}

/** What has not been asked for yet; undefined says that nothing is given. */
const NOT_ASKED = Symbol('not asked')

const TRACED = { traced: true }
const UNTRACED = { traced: false }

/** An evaluation under way: what has been evaluated so far, and the rules being evaluated. */
class OpenEvaluation implements Evaluation, Evaluating, ReferenceScope<Target>, Given {
  readonly #index: Index
  readonly #plans: (RulePlan | undefined)[]
  readonly #runs: (RuleRun | undefined)[] = []
  readonly #values: (Value | undefined)[]
  readonly #given: (Value | undefined | typeof NOT_ASKED)[]
  readonly #open = new Set<RulePlan>()
  readonly #traced: boolean
  /** Whether runs are kept for later evaluations: not where balances may have a part in them. */
  readonly #remembers: boolean

  constructor(readonly world: World) {
    this.#index = indexOf(world.policy)
    this.#plans = rulePlansOf(world.policy)
    const count = this.#index.targets.length
    this.#values = new Array(count).fill(undefined)
    this.#given = new Array(count).fill(NOT_ASKED)
    this.#traced = world.traced ?? true
    this.#remembers = this.#traced && world.balance === undefined
  }

  valueOf(name: string): Value {
    return this.lookup(this.#index.targetOf(name)) ?? null
  }

  runOf(name: string): RuleRun | undefined {
    const target = this.#index.targetOf(name)
    return target.kind === 'rule' ? this.runAt(target) : undefined
  }

  runAt({ place, rule }: RuleTarget): RuleRun {
    const done = this.#runs[place]
    if (done) return done
    let plan = this.#plans[place]
    if (plan === undefined) {
      plan = planRule(this.world.policy, rule)
      this.#plans[place] = plan
    }
    const run = this.#runRule(plan)
    if (!this.#open.has(plan)) this.#runs[place] = run
    return run
  }

  run(formula: Formula, input?: Value): FormulaRun {
    return this.planned({ formula, plan: planOf(this.world.policy, formula.tree) }, input)
  }

  /** The run of a formula whose plan is at hand. */
  planned({ formula, plan }: Planned, input?: Value): FormulaRun {
    const traced = this.#traced
    const options = input === undefined ? (traced ? TRACED : UNTRACED) : { traced, input }
    const { value, trace } = plan.run(this, options)
    return { formula, plan, value, trace: trace ?? noTrace }
  }

  /** The value that code gives, where nobody asks for reasons. */
  value(runner: Runner, input?: Value): Value {
    return runner(this, input === undefined ? UNTRACED : { input }).value
  }

  lookup(target: Target): Value | undefined {
    const known = this.#values[target.slot]
    if (known !== undefined) return known
    const value = this.#find(target)
    if (value !== undefined) this.#values[target.slot] = value
    return value
  }

  get day(): Day {
    return this.world.day
  }

  givenAt(slot: number): Value | undefined {
    return this.#giving(this.#index.targets[slot] as Target)
  }

  /** What is given for a name; the facts are asked once. */
  #giving(target: Target): Value | undefined {
    const { slot, key } = target
    const known = this.#given[slot]
    if (known !== NOT_ASKED && slot < this.#given.length) return known
    // Names may have been found since this evaluation was opened.
    while (this.#given.length <= slot) this.#given.push(NOT_ASKED)
    const value = this.world.facts.get(key, target)
    this.#given[slot] = value
    return value
  }

  #find(target: Target): Value | undefined {
    if (target.kind === 'today') return dateValue(this.world.day)
    const given = this.#giving(target)
    if (given !== undefined) return given
    switch (target.kind) {
      case 'rule':
        return this.runAt(target).value
      case 'fact':
        return target.unknown ?? this.#missingFact(target.fact, target.key)
      case 'account':
        return this.#account(target.account, target.part)
      case 'records':
        return target.unknown
      case 'other':
        return imported(this.world, target.key)
    }
  }

  /** The default of a missing fact, or an unknown with what bounds are declared for it. */
  #missingFact(fact: Fact, key: string): Value {
    if (fact.fallback) return this.run(fact.fallback).value
    const low = fact.floor ? this.run(fact.floor).value : null
    return unknown([key], low instanceof Decimal ? { low } : {})
  }

  #account(account: Account, part: AccountPart): Value {
    if (this.world.balance) return this.world.balance(account, part)
    if (part === '已用' || part === '预留') return zero
    return account.fund ? this.run(account.fund).value : zero
  }

  #runRule(plan: RulePlan): RuleRun {
    const { rule, memo } = plan
    // The checker refuses cycles (P017); a policy run in spite of that answers null.
    if (this.#open.has(plan)) {
      return { ...this.run(brokenFormula(rule)), form: 'formula', rule, drawn: {} }
    }
    const known = this.#remembers ? memo.recall(this) : undefined
    if (known) return known
    this.#open.add(plan)
    const made = this.#make(plan)
    this.#open.delete(plan)
    const value = rule.type.kind === 'money' ? roundMoney(made.value) : made.value
    const run = value === made.value ? made : { ...made, value }
    if (this.#remembers) memo.keep(this, run)
    return run
  }

  /** A row's run: the last one again if nothing that it reads has changed since. */
  #row(plan: RowPlan): RowRun {
    const known = this.#remembers ? plan.memo.recall(this) : undefined
    if (known) return known
    const { value, trace } = plan.plan.run(this, this.#traced ? TRACED : UNTRACED)
    const { formula, row } = plan
    const run = { formula, plan: plan.plan, value, trace: trace ?? noTrace, row, drawn: {} }
    if (this.#remembers) plan.memo.keep(this, run)
    return run
  }

  #make(plan: RulePlan): RuleRun {
    switch (plan.form) {
      case 'condition': {
        const { rule } = plan
        const rows = plan.rows.map((row) => this.#row(row))
        return { form: 'condition', rule, rows, value: foldRows(rule.mode, rows), drawn: {} }
      }
      case 'decision':
        return runDecision(plan, this)
      case 'score':
        return runScore(plan, this)
      case 'formula': {
        const { formula, plan: own, value, trace } = this.planned(plan.planned)
        return { form: 'formula', rule: plan.rule, formula, plan: own, value, trace, drawn: {} }
      }
    }
  }
}

/** What an imported rule waits for, under names that mean the same here: its own facts by slug. */
function renamed(value: Unknown, other: Policy): Value {
  const { facts } = indexOf(other)
  const { slug } = other.meta
  const names = [...value.missing].map((key) => {
    const fact = facts.get(key)
    return fact?.owner === slug ? `${slug}#${fact.name}` : key
  })
  return value.number ? unknown(names, bounds(value.low, value.high)) : unknown(names)
}

/** The value of a rule of another policy, over the same subject's facts. */
function imported(world: World, name: string): Value | undefined {
  const { policy, facts, day } = world
  const entry = policy.meta.imports.find((one) => one.rule === name)
  const other = entry && world.policyOf?.(entry.slug, day)
  if (!entry || !other) return undefined
  // A policy's own facts are its own: only its shared facts go by their plain names.
  const own = new Map<string, Value>()
  for (const fact of other.facts) {
    const shared = fact.owner !== entry.slug
    const value = facts.get(shared ? fact.name : `${entry.slug}#${fact.name}`)
    if (value !== undefined) own.set(indexOf(other).keyOf(fact.name), value)
  }
  // Its accounts are not this matter's: there they stand for what would be put into them.
  const { balance: _, ...rest } = world
  const value = evaluation({ ...rest, policy: other, facts: own }).valueOf(name)
  return isUnknown(value) ? renamed(value, other) : value
}

function brokenFormula(rule: Rule): Formula {
  return { source: '', base: 0, tree: { kind: 'null', at: nowhere }, place: rule.place }
}

/** The bounds of a value: itself, or what is known of it while facts are missing. */
export function boundsOf(value: Value): { low: Decimal | null; high: Decimal | null } {
  if (value instanceof Decimal) return { low: value, high: value }
  return isUnknown(value)
    ? { low: (value as Unknown).low, high: (value as Unknown).high }
    : { low: null, high: null }
}
