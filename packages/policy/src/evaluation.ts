/**
 * Evaluating a policy's rules over facts on a day, keeping what was really evaluated.
 *
 * Reasons are built from these runs and from nothing else, so an explanation can't mention a branch
 * that was not taken.
 */
import {
  dateValue,
  evaluate,
  isUnknown,
  type Node,
  type Scope,
  type Unknown,
  unknown,
  type Value,
} from '@huoshui/feel'
import { type Day, Decimal, moneyFromDecimal, moneyToDecimal } from '@huoshui/values'
import { indexOf } from './lookup.ts'
import type {
  Account,
  Condition,
  ConditionRow,
  DecisionRow,
  DecisionTable,
  Fact,
  Formula,
  Policy,
  Rule,
  Score,
} from './policy.ts'

/** What an evaluation sees. */
export interface World {
  readonly policy: Policy
  readonly day: Day
  /** Values by fact key (or record kind, or account name to override); absent means missing. */
  readonly facts: ReadonlyMap<string, Value>
  /** An account's balance; without it an account's name stands for what would be put into it. */
  readonly balance?: (account: Account, part: AccountPart) => Value
  /** The policy of a slug, for imported rules. */
  readonly policyOf?: PolicyOf
  /** Keep traces for explanations; on unless said otherwise. */
  readonly traced?: boolean
}

/** Finds a policy by its slug: the version in force on the day, when one is given. */
export type PolicyOf = (slug: string, day?: Day) => Policy | undefined

export type AccountPart = 'free' | '注入' | '已用' | '预留'

/** The nodes of a formula that were evaluated, each with its value. */
export type Trace = ReadonlyMap<Node, Value>

export interface FormulaRun {
  readonly formula: Formula
  readonly value: Value
  readonly trace: Trace
}

export type RuleRun =
  | {
      readonly form: 'condition'
      readonly rule: Condition
      readonly value: Value
      readonly rows: readonly (FormulaRun & { readonly row: ConditionRow })[]
    }
  | {
      readonly form: 'decision'
      readonly rule: DecisionTable
      readonly value: Value
      readonly inputs: readonly FormulaRun[]
      /** Rows that hit, or may still hit while facts are missing. */
      readonly hits: readonly {
        readonly row: DecisionRow
        readonly value: Value
        readonly sure: boolean
      }[]
    }
  | {
      readonly form: 'score'
      readonly rule: Score
      readonly value: Value
      readonly column: string | null
      readonly rows: readonly {
        readonly name: string
        readonly value: Value
        readonly points: Value
      }[]
    }
  | ({ readonly form: 'formula'; readonly rule: Rule } & FormulaRun)

export interface Evaluation {
  readonly world: World
  /** The value of a rule, fact or account. */
  readonly valueOf: (name: string) => Value
  /** How a rule was evaluated; undefined when there is no such rule. */
  readonly runOf: (name: string) => RuleRun | undefined
  /** Evaluates a formula of the policy that is not a named rule. */
  readonly run: (formula: Formula) => FormulaRun
}

const noTrace: Trace = new Map()

/** Rounds 金额 to whole 分 as a named rule is named; the bounds of an unknown too. */
export function roundMoney(value: Value): Value {
  const round = (d: Decimal) => moneyToDecimal(moneyFromDecimal(d))
  if (value instanceof Decimal) return round(value)
  if (!isUnknown(value) || !value.number) return value
  return unknown(
    value.missing,
    bounds(value.low && round(value.low), value.high && round(value.high)),
  )
}

function bounds(low: Decimal | null, high: Decimal | null): { low?: Decimal; high?: Decimal } {
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

const nowhere = { from: 0, to: 0 }
const nameNode = (name: string): Node => ({ kind: 'name', name, at: nowhere })

function call(name: string, ...args: Node[]): Node {
  return {
    kind: 'call',
    callee: nameNode(name),
    args: args.map((value) => ({ value })),
    at: nowhere,
  }
}

/** a + b with unknowns and bounds, by FEEL's own addition. */
function plus(a: Value, b: Value): Value {
  const sum: Node = {
    kind: 'arithmetic',
    op: '+',
    left: nameNode('a'),
    right: nameNode('b'),
    at: nowhere,
  }
  return evaluate(sum, { lookup: (name) => (name === 'a' ? a : b) })
}

const zero = new Decimal(0)
const numberNode = (text: string): Node => ({ kind: 'number', text, at: nowhere })

/** Opens an evaluation. Rules are evaluated when asked for, each at most once. */
export function evaluation(world: World): Evaluation {
  const { policy, facts, day, traced = true } = world
  const index = indexOf(policy)
  const runs = new Map<string, RuleRun>()
  const open = new Set<string>()
  const scope: Scope = { lookup }

  function run(formula: Formula, input?: Value): FormulaRun {
    const trace = traced ? new Map<Node, Value>() : null
    const value = evaluate(formula.tree, scope, {
      ...(trace ? { trace: (node, v) => void trace.set(node, v) } : {}),
      ...(input === undefined ? {} : { input }),
    })
    return { formula, value, trace: trace ?? noTrace }
  }

  function lookup(name: string): Value | undefined {
    if (name === '今日') return dateValue(day)
    const key = index.keyOf(name)
    const given = facts.get(key)
    if (given !== undefined) return given
    const rule = index.rules.get(name)
    if (rule) return runRule(rule).value
    const fact = index.facts.get(name)
    if (fact) {
      // A field that a record lacks, or whose whole list is missing, can't be asked for alone.
      const kind = index.kinds.get(fact.kind)
      const ofRecord = kind?.owner !== undefined && !kind.matter && !fact.fallback
      return ofRecord ? unknown([fact.kind]) : missingFact(fact, key, run)
    }
    const account = lookupAccount(name)
    if (account !== undefined) return account
    const kind = index.kinds.get(name)
    if (kind?.owner || index.procedures.get(name)?.owner) return unknown([name])
    if (name === '享受记录' || name === '名次' || name === '参评数') return unknown([name])
    return imported(world, name)
  }

  function lookupAccount(name: string): Value | undefined {
    const [head, part] = name.split('.') as [string, AccountPart?]
    const account = index.accounts.get(name) ?? (part ? index.accounts.get(head) : undefined)
    if (!account) return undefined
    const wanted = account.name === name ? 'free' : (part as AccountPart)
    if (world.balance) return world.balance(account, wanted)
    if (wanted === '已用' || wanted === '预留') return zero
    return account.fund ? run(account.fund).value : zero
  }

  function runRule(rule: Rule): RuleRun {
    const done = runs.get(rule.name)
    if (done) return done
    // The checker refuses cycles (P017); a policy run in spite of that answers null.
    if (open.has(rule.name)) return { ...run(brokenFormula(rule)), form: 'formula', rule }
    open.add(rule.name)
    const made = runners[rule.form](rule as never)
    open.delete(rule.name)
    const rounded = rule.type.kind === 'money' ? { ...made, value: roundMoney(made.value) } : made
    runs.set(rule.name, rounded as RuleRun)
    return rounded as RuleRun
  }

  const runners = {
    condition: (rule: Condition): RuleRun => {
      const rows = rule.rows.map((row) => ({ ...run(row.test), row }))
      return { form: 'condition', rule, rows, value: foldRows(rule.mode, rows) }
    },
    decision: (rule: DecisionTable): RuleRun => runDecision(rule, run),
    score: (rule: Score): RuleRun => runScore(rule, run, scope),
    formula: (rule: Extract<Rule, { form: 'formula' }>): RuleRun => ({
      form: 'formula',
      rule,
      ...run(rule.formula),
    }),
  }

  const runOf = (name: string): RuleRun | undefined => {
    const rule = index.rules.get(name)
    return rule && runRule(rule)
  }
  return { world, valueOf: (name) => lookup(name) ?? null, runOf, run: (formula) => run(formula) }
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

/** The default of a missing fact, or an unknown with what bounds are declared for it. */
function missingFact(fact: Fact, key: string, run: Run): Value {
  if (fact.fallback) return run(fact.fallback).value
  const numeric = fact.type.kind === 'number' || fact.type.kind === 'money'
  if (!numeric || fact.nullable) return unknown([key])
  const low = fact.floor ? run(fact.floor).value : null
  return unknown([key], low instanceof Decimal ? { low } : {})
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

/** 同时满足: no row may fail; 满足其一: one row must hold. A null row does not hold. */
function foldRows(mode: Condition['mode'], rows: readonly FormulaRun[]): Value {
  const values = rows.map((row) => (row.value === null ? false : row.value))
  const decided = mode === 'any'
  if (values.includes(decided)) return decided
  const open = values.filter(isUnknown)
  return open.length > 0 ? unknown(missingIn(open)) : !decided
}

type Run = (formula: Formula, input?: Value) => FormulaRun

function runDecision(rule: DecisionTable, run: Run): RuleRun {
  const inputs = rule.inputs.map((input) => run(input))
  const hits: { row: DecisionRow; value: Value; sure: boolean }[] = []
  const doubts: Value[] = []
  for (const row of rule.rows) {
    const tests = row.tests.map((test, i) => run(test, inputs[i]?.value ?? null).value)
    if (tests.some((value) => value === false || value === null)) continue
    const open = tests.filter(isUnknown)
    doubts.push(...open)
    hits.push({ row, value: run(row.result).value, sure: open.length === 0 })
    // Later rows can't be reached once a row before them is sure, nor overlap it (唯一).
    if (open.length === 0 && rule.hit !== 'sum') break
  }
  const missing = missingIn(doubts)
  const value = rule.hit === 'sum' ? sumHits(hits, missing) : pickHit(hits, missing)
  return { form: 'decision', rule, inputs, hits, value }
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

function runScore(rule: Score, run: Run, scope: Scope): RuleRun {
  const stage = rule.stage ? run(rule.stage).value : null
  const pick = (i: number) => scoreWith(rule, i, run, scope)
  if (!rule.stage) return pick(0)
  const known = rule.stages.indexOf(String(stage))
  if (known >= 0) return pick(known)
  if (!isUnknown(stage)) return { form: 'score', rule, value: null, column: null, rows: [] }
  const all = rule.stages.map((_, i) => pick(i))
  const value = oneOf(
    all.map((one) => one.value),
    stage.missing,
  )
  return { form: 'score', rule, value, column: null, rows: [] }
}

function scoreWith(rule: Score, column: number, run: Run, scope: Scope): RuleRun {
  let total: Value = zero
  const rows = rule.rows.map((row) => {
    const raw = run(row.indicator).value
    const share = call('min', numberNode('1'), {
      kind: 'arithmetic',
      op: '/',
      left: call('max', numberNode('0'), row.indicator.tree),
      right: row.fullMark.tree,
      at: nowhere,
    })
    const weight = row.weights[column]?.tree ?? numberNode('0')
    const points = evaluate(
      { kind: 'arithmetic', op: '*', left: weight, right: share, at: nowhere },
      scope,
    )
    total = plus(total, points)
    return { name: row.name, value: raw, points }
  })
  return { form: 'score', rule, value: total, column: rule.stages[column] ?? null, rows }
}

/** The bounds of a value: itself, or what is known of it while facts are missing. */
export function boundsOf(value: Value): { low: Decimal | null; high: Decimal | null } {
  if (value instanceof Decimal) return { low: value, high: value }
  return isUnknown(value)
    ? { low: (value as Unknown).low, high: (value as Unknown).high }
    : { low: null, high: null }
}
