/**
 * What can be said of a policy's formulas without any facts: their texts, types, the facts below
 * them, the 解释 that may concern them. Found once and kept with the node, since a screening asks
 * for the same things of every firm.
 */
import {
  type Comparison,
  infer,
  type Node,
  print,
  type Trace,
  type Type,
  walk,
} from '@huoshui/feel'
import { type Runner, runnerOf } from './formulas.ts'
import { indexOf, type Target } from './lookup.ts'
import type { Formula, Policy } from './policy.ts'
import { typingOf } from './typing.ts'

/**
 * A value kept with a node of a policy; made when it is first asked for. Copies of a policy share
 * nodes without meaning the same by them, so it is kept for each policy apart.
 */
function keptWith<V>(make: (key: Node, policy: Policy) => V) {
  const kept = new WeakMap<Policy, Map<Node, V>>()
  return (policy: Policy, node: Node): V => {
    let nodes = kept.get(policy)
    if (nodes === undefined) {
      nodes = new Map()
      kept.set(policy, nodes)
    }
    let value = nodes.get(node)
    if (value === undefined) {
      value = make(node, policy)
      nodes.set(node, value)
    }
    return value
  }
}

const typings = new WeakMap<Policy, (name: string) => Type | undefined>()

/** The types of a policy's names. */
export function typesOf(policy: Policy): (name: string) => Type | undefined {
  let typeOf = typings.get(policy)
  if (typeOf === undefined) {
    const rules = policy.meta.imports.map((entry) => entry.rule)
    const imported = new Map<string, Type>(rules.map((rule) => [rule, { kind: 'any' }]))
    typeOf = typingOf({ ...policy, imported }).typeOf
    typings.set(policy, typeOf)
  }
  return typeOf
}

const factsOf = keptWith((node, policy) => collectFacts(policy, node, new Set()))

/** Facts (by key) that a node reads, through the rules it names. */
export function factsBelow(policy: Policy, node: Node): ReadonlySet<string> {
  return factsOf(policy, node)
}

function collectFacts(policy: Policy, node: Node, seen: Set<string>): Set<string> {
  const index = indexOf(policy)
  const found = new Set<string>()
  walk(node, (part) => {
    if (part.kind !== 'name') return
    if (index.facts.has(part.name)) found.add(index.keyOf(part.name))
    const rule = index.rules.get(part.name)
    if (!rule || seen.has(part.name)) return
    seen.add(part.name)
    for (const formula of formulasOf(rule)) {
      for (const name of collectFacts(policy, formula.tree, seen)) found.add(name)
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

/** A node in words: its canonical text, its type, the facts below it. */
export interface Known {
  readonly node: Node
  /** Where a trace of its formula keeps its value. */
  readonly slot: number
  readonly text: string
  readonly type: Type
  readonly facts: readonly string[]
}

/**
 * How the value of a yes or no is accounted for: the shape of a formula as far as reasons follow
 * it. Everything else is told as it is written.
 */
export type Account = {
  readonly known: Known
} /** `and` and `or`, a chain of one of them flattened. */ & (
  | { readonly form: 'logic'; readonly op: 'and' | 'or'; readonly sides: readonly Account[] }
  | { readonly form: 'if'; readonly yes: Account; readonly no: Account }
  | { readonly form: 'not'; readonly inner: Account }
  | {
      readonly form: 'compare'
      readonly op: Comparison
      readonly left: Known
      readonly right: Known
    }
  | { readonly form: 'among'; readonly value: Known; readonly tests: readonly Known[] }
  /** `rule` is set where the name is a rule's. */
  | { readonly form: 'name'; readonly rule: RuleTarget | null }
  | { readonly form: 'other' }
)

export type RuleTarget = Target & { readonly kind: 'rule' }

/** What is known of a whole formula before any fact is. */
export interface Plan {
  readonly run: Runner
  readonly known: Known
  readonly account: Account
  /** Every name in it. */
  readonly reads: readonly string[]
  /** Names of rules, or that a 解释 concerns: what a walk through the evaluated has to look at. */
  readonly names: readonly {
    readonly slot: number
    readonly name: string
    readonly rule: RuleTarget | null
  }[]
  /** Calls of `min`, with their arguments; what caps an amount. */
  readonly minima: readonly { readonly slot: number; readonly args: readonly Known[] }[]
  /** 解释 of the names in it, each with the slots of the names that bring it up. */
  readonly notes: readonly { readonly number: number; readonly slots: readonly number[] }[]
}

const plans = keptWith((tree, policy) => makePlan(policy, tree))

/** The plan of a formula of a policy. */
export function planOf(policy: Policy, tree: Node): Plan {
  return plans(policy, tree)
}

function makePlan(policy: Policy, tree: Node): Plan {
  const run = runnerOf(policy, tree)
  const { targetOf, concern } = indexOf(policy)
  const names: { slot: number; name: string; rule: RuleTarget | null }[] = []
  const minima: { slot: number; args: Known[] }[] = []
  const notes = new Map<number, number[]>()
  const reads = new Set<string>()
  const known = (node: Node) => knowing(policy, run, node)
  walk(tree, (part) => {
    const args = minArguments(part)
    if (args) minima.push({ slot: run.slotOf(part), args: args.map(known) })
    if (part.kind !== 'name') return
    reads.add(part.name)
    const slot = run.slotOf(part)
    const concerning = concern(part.name)
    const target = targetOf(part.name)
    const rule = target.kind === 'rule' ? target : null
    if (rule || concerning.length > 0) names.push({ slot, name: part.name, rule })
    for (const { number } of concerning) notes.set(number, [...(notes.get(number) ?? []), slot])
  })
  return {
    run,
    known: known(tree),
    account: accountOf(policy, tree, known),
    reads: [...reads],
    names,
    minima,
    notes: [...notes].map(([number, slots]) => ({ number, slots })),
  }
}

function knowing(policy: Policy, run: Runner, node: Node): Known {
  return {
    node,
    slot: run.slotOf(node),
    text: print(node),
    type: infer(node, { typeOf: typesOf(policy) }).type,
    facts: [...factsBelow(policy, node)],
  }
}

function accountOf(policy: Policy, node: Node, known: (node: Node) => Known): Account {
  const inner = (part: Node) => accountOf(policy, part, known)
  const base = { known: known(node) }
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...base, form: 'logic', op: node.kind, sides: spine(node).map(inner) }
    case 'if':
      return { ...base, form: 'if', yes: inner(node.then), no: inner(node.else) }
    case 'call': {
      const negated = node.args[0]?.value
      const not = node.callee.kind === 'name' && node.callee.name === 'not'
      return not && negated
        ? { ...base, form: 'not', inner: inner(negated) }
        : { ...base, form: 'other' }
    }
    case 'compare': {
      const [left, right] = [known(node.left), known(node.right)]
      return { ...base, form: 'compare', op: node.op, left, right }
    }
    case 'in':
      return { ...base, form: 'among', value: known(node.value), tests: node.tests.map(known) }
    case 'name': {
      const target = indexOf(policy).targetOf(node.name)
      return { ...base, form: 'name', rule: target.kind === 'rule' ? target : null }
    }
    default:
      return { ...base, form: 'other' }
  }
}

/** The operands of a chain of the same operator, in order. */
function spine(node: Node): Node[] {
  const { kind } = node
  const sides: Node[] = []
  let here: Node = node
  while ((here.kind === 'and' || here.kind === 'or') && here.kind === kind) {
    sides.unshift(here.right)
    here = here.left
  }
  sides.unshift(here)
  return sides
}

/** The arguments of a call of `min`, whether written as a list or one by one; null for others. */
function minArguments(node: Node): readonly Node[] | null {
  if (node.kind !== 'call' || node.callee.kind !== 'name' || node.callee.name !== 'min') return null
  const args = node.args.map((arg) => arg.value)
  const [only] = args
  return args.length === 1 && only?.kind === 'list' ? only.items : args
}

const none: readonly number[] = []

/** The 解释 that concern a formula of a rule (and row), given what was evaluated of it. */
export function notesOf(
  policy: Policy,
  plan: Plan,
  own: readonly [rule: string, row: string],
  trace: Trace,
): readonly number[] {
  const { concern } = indexOf(policy)
  const [rule, row] = own
  const fixed = row === rule ? concern(rule) : [...concern(rule), ...concern(row)]
  if (fixed.length === 0 && plan.notes.length === 0) return none
  const found = new Set(fixed.map((one) => one.number))
  for (const { number, slots } of plan.notes) {
    if (slots.some((slot) => trace.at(slot) !== undefined)) found.add(number)
  }
  if (found.size < 2) return [...found]
  return policy.interpretations.map((one) => one.number).filter((number) => found.has(number))
}
