import { Decimal } from '@huoshui/values'
import { addDays, dayNumber, sameDate } from './days.ts'
import { bind, bindAll, bindValues, type Env, type Machine } from './machine.ts'
import { and3, or3 } from './operators.ts'
import type { Report } from './report.ts'
import type { Iterator, Node } from './syntax.ts'
import { waiting } from './unknown.ts'
import {
  type FeelDate,
  isContext,
  isDecimal,
  isFeelDate,
  isList,
  isUnknown,
  Range,
  typeOfValue,
  type Unknown,
  type Value,
} from './value.ts'

/** Loops, quantifiers and filters (DMN 1.5 §10.3.2.14 and 10.3.2.5). */

type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>

/** What loops need of the evaluation they are part of. */
export interface LoopMachine {
  readonly report: Report
  /** Counts one turn of a loop; gives up the evaluation when there were too many. */
  tick(): void
  /** Looks whether a list of `n` items may be made; gives up when it may not. */
  size(n: number): void
}

/**
 * One `name in list` of a loop, or `name in list..to`. Both are asked with the items bound so
 * far, those of the outermost iterator first.
 */
export interface LoopIterator {
  list(values: readonly Value[]): Value
  to?(values: readonly Value[]): Value
}

/**
 * One turn of a loop: the item of each iterator. `unsure` are the lists that aren't known: an
 * item of theirs is then itself unknown, and the turn stands for any number of turns. Without
 * `values` there is no such list.
 */
interface Turn {
  readonly values: readonly Value[] | null
  readonly unsure: readonly Unknown[]
}

const START = { values: [], unsure: [] } as const

export function evaluateFor(node: NodeOf<'for'>, env: Env, machine: Machine): Value {
  const { iterators, body } = node
  const names = iterators.map((it) => it.name)
  return forValues(
    loops(iterators, env, machine),
    (values, partial) => machine.run(body, withPartial(bindValues(env, names, values), partial)),
    machine,
  )
}

/** `partial` is copied only when it is read: most loops don't. */
function withPartial({ scope, input }: Env, partial: () => readonly Value[]): Env {
  return {
    scope: { lookup: (name) => (name === 'partial' ? partial() : scope.lookup(name)) },
    input,
  }
}

/** The iterators of a loop as the evaluator asks for their lists. */
function loops(iterators: readonly Iterator[], env: Env, machine: Machine): LoopIterator[] {
  const names = iterators.map((it) => it.name)
  const ask = (node: Node, it: Iterator) => (values: readonly Value[]) => {
    const value = machine.run(node, bindValues(env, names.slice(0, values.length), values))
    machine.at(it.list)
    return value
  }
  return iterators.map((it) =>
    it.to ? { list: ask(it.list, it), to: ask(it.to, it) } : { list: ask(it.list, it) },
  )
}

/**
 * `for … return body`: what the body comes to in each turn; null when there is nothing to go
 * through. `partial` gives a copy of the results so far.
 */
export function forValues(
  iterators: readonly LoopIterator[],
  body: (values: readonly Value[], partial: () => readonly Value[]) => Value,
  machine: LoopMachine,
): Value {
  const results: Value[] = []
  const unsure: Unknown[] = []
  const complete = each(iterators, START, machine, (turn) => {
    unsure.push(...turn.unsure)
    if (turn.values === null) return turn.unsure.length > 0
    results.push(body(turn.values, () => copied(results, machine.report)))
    machine.size(results.length)
    return true
  })
  if (!complete) return null
  return unsure.length > 0 ? waiting([...unsure, ...results]) : results
}

function copied(results: readonly Value[], report: Report): readonly Value[] {
  report.budget?.made(results.length)
  return [...results]
}

export function evaluateQuantified(
  node: NodeOf<'some' | 'every'>,
  env: Env,
  machine: Machine,
): Value {
  const names = node.iterators.map((it) => it.name)
  return quantified(
    node.kind === 'some',
    loops(node.iterators, env, machine),
    (values) => machine.run(node.body, bindValues(env, names, values)),
    machine,
  )
}

/** `some … satisfies body`, or `every …` when `some` is false; the first that decides ends it. */
export function quantified(
  some: boolean,
  iterators: readonly LoopIterator[],
  body: (values: readonly Value[]) => Value,
  machine: LoopMachine,
): Value {
  let result: Value = !some
  each(iterators, START, machine, (turn) => {
    const met = turn.values === null ? null : body(turn.values)
    const found = turn.unsure.length === 0 ? met : waiting([...turn.unsure, met])
    result = some ? or3(result, found) : and3(result, found)
    return result !== some
  })
  return result
}

/** Goes through all combinations, the last iterator fastest; false ends it. */
function each(
  iterators: readonly LoopIterator[],
  turn: Turn & { readonly values: readonly Value[] },
  machine: LoopMachine,
  visit: (turn: Turn) => boolean,
): boolean {
  const iterator = iterators[turn.values.length]
  if (iterator === undefined) return visit(turn)
  const items = domain(iterator, turn.values, machine)
  if (items === null) return visit({ values: null, unsure: turn.unsure })
  if (isUnknown(items)) {
    const values = [...turn.values, waiting([items])]
    const unsure = [...turn.unsure, items]
    // The list may turn out to be null, to be empty, or to have items.
    return visit({ values: null, unsure }) && each(iterators, { values, unsure }, machine, visit)
  }
  for (const item of items) {
    machine.tick()
    const inner = { values: [...turn.values, item], unsure: turn.unsure }
    if (!each(iterators, inner, machine, visit)) return false
  }
  return true
}

/** What an iterator goes through; null when there is no telling. */
function domain(
  it: LoopIterator,
  values: readonly Value[],
  machine: LoopMachine,
): Iterable<Value> | Unknown | null {
  const list = it.list(values)
  if (it.to === undefined) {
    if (isUnknown(list) || isList(list)) return list
    if (list instanceof Range) return rangeItems(list, machine)
    return list === null ? null : [list]
  }
  const to = it.to(values)
  if (isUnknown(list) || isUnknown(to)) return waiting([list, to]) as Unknown
  return steps(list, to, machine)
}

function rangeItems(range: Range, machine: LoopMachine): Iterable<Value> | Unknown | null {
  const { low, high } = range
  if (range.op === '!=') return steps(null, null, machine)
  if (isUnknown(low) || isUnknown(high)) return waiting([low, high]) as Unknown
  const all = steps(low, high, machine)
  if (all === null) return null
  return (function* () {
    for (const item of all) {
      if (!range.lowIncluded && same(item, low)) continue
      if (!range.highIncluded && same(item, high)) continue
      yield item
    }
  })()
}

function same(a: Value, b: Value): boolean {
  if (isDecimal(a) && isDecimal(b)) return a.eq(b)
  return isFeelDate(a) && isFeelDate(b) && sameDate(a, b)
}

/** From one number or date to another by ones, up or down. */
function steps(from: Value, to: Value, machine: LoopMachine): Iterable<Value> | null {
  if (isDecimal(from) && isDecimal(to)) return numbers(from, to)
  if (isFeelDate(from) && isFeelDate(to)) return days(from, to)
  const [a, b] = [typeOfValue(from), typeOfValue(to)]
  machine.report({ zh: `不能从 ${a} 数到 ${b}。`, en: `Cannot count from ${a} to ${b}.` })
  return null
}

function* numbers(from: Decimal, to: Decimal): Iterable<Decimal> {
  const step = new Decimal(from.lte(to) ? 1 : -1)
  for (let n = from; step.gt(0) ? n.lte(to) : n.gte(to); n = n.plus(step)) yield n
}

function* days(from: FeelDate, to: FeelDate): Iterable<Value> {
  const count = dayNumber(to) - dayNumber(from)
  for (let i = 0; i <= Math.abs(count); i++) yield addDays(from, count < 0 ? -i : i)
}

export function evaluateFilter(node: NodeOf<'filter'>, env: Env, machine: Machine): Value {
  const base = machine.run(node.base, env)
  const test = (item: Value) => {
    const met = machine.run(node.test, itemEnv(item, env))
    machine.at(node)
    return met
  }
  return filtered(base, test, isPlace(node.test), machine)
}

/**
 * `base[test]`: the item at a place, or the items that meet a condition. `place` says that the
 * test can only be a place, whatever the items are; it is then asked once, with null.
 */
export function filtered(
  base: Value,
  test: (item: Value) => Value,
  place: boolean,
  machine: LoopMachine,
): Value {
  // What the test waits for matters as well, as soon as there are items.
  if (isUnknown(base)) return waiting([base, test(waiting([base]))])
  const list = isList(base) ? base : base === null ? [] : [base]
  if (place) return itemAt(list, test(null), machine.report)
  const kept: Value[] = []
  const unsure: Value[] = []
  for (const item of list) {
    machine.tick()
    const met = test(item)
    if (isDecimal(met) && unsure.length === 0) return itemAt(list, met, machine.report)
    if (isUnknown(met)) unsure.push(met)
    else if (met === true) kept.push(item)
  }
  return unsure.length > 0 ? waiting([...unsure, ...list]) : kept
}

/** Whether a test can only be a place in the list, whatever the items are. */
export function isPlace(test: Node): boolean {
  return test.kind === 'number' || (test.kind === 'negate' && isPlace(test.value))
}

function itemAt(list: readonly Value[], place: Value, report: Report): Value {
  if (!isDecimal(place) || !place.isInteger()) return null
  const index = place.lt(0) ? place.plus(list.length) : place.minus(1)
  const found = index.abs().lt(list.length + 1) ? list[index.toNumber()] : undefined
  if (found === undefined) {
    const text = place.toFixed()
    report({ zh: `列表里没有第${text}项。`, en: `The list has no item ${text}.` })
  }
  return found ?? null
}

function itemEnv(item: Value, env: Env): Env {
  const named = bind(env, 'item', item)
  return isContext(item) ? bindAll(named, item) : named
}
