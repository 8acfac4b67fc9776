import { Decimal } from '@huoshui/values'
import type { Temporal } from 'temporal-polyfill'
import { bind, bindAll, type Env, type Machine } from './machine.ts'
import { and3, or3 } from './operators.ts'
import type { Iterator, Node } from './syntax.ts'
import { waiting } from './unknown.ts'
import {
  isContext,
  isDate,
  isDecimal,
  isList,
  isUnknown,
  Range,
  typeOfValue,
  type Unknown,
  type Value,
} from './value.ts'

/** Loops, quantifiers and filters (DMN 1.5 §10.3.2.14 and 10.3.2.5). */

type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>

/**
 * One turn of a loop. `unsure` are the lists that aren't known: an item of theirs is then itself
 * unknown, and the turn stands for any number of turns. Without `env` there is no such list.
 */
interface Turn {
  readonly env: Env | null
  readonly unsure: readonly Unknown[]
}

export function evaluateFor(node: NodeOf<'for'>, env: Env, machine: Machine): Value {
  const results: Value[] = []
  const unsure: Unknown[] = []
  const complete = each(node.iterators, { env, unsure: [] }, machine, (turn) => {
    unsure.push(...turn.unsure)
    if (turn.env === null) return turn.unsure.length > 0
    results.push(machine.run(node.body, withPartial(turn.env, results)))
    return true
  })
  if (!complete) return null
  return unsure.length > 0 ? waiting([...unsure, ...results]) : results
}

/** `partial` is copied only when it is read: most loops don't. */
function withPartial(env: Env, results: readonly Value[]): Env {
  const { scope, input } = env
  return {
    scope: { lookup: (name) => (name === 'partial' ? [...results] : scope.lookup(name)) },
    input,
  }
}

export function evaluateQuantified(
  node: NodeOf<'some' | 'every'>,
  env: Env,
  machine: Machine,
): Value {
  const some = node.kind === 'some'
  let result: Value = !some
  each(node.iterators, { env, unsure: [] }, machine, (turn) => {
    const met = turn.env === null ? null : machine.run(node.body, turn.env)
    const found = turn.unsure.length === 0 ? met : waiting([...turn.unsure, met])
    result = some ? or3(result, found) : and3(result, found)
    return result !== some
  })
  return result
}

/** Goes through all combinations, the last iterator fastest; false ends it. */
function each(
  iterators: readonly Iterator[],
  turn: Turn & { readonly env: Env },
  machine: Machine,
  visit: (turn: Turn) => boolean,
): boolean {
  const [iterator, ...others] = iterators
  if (iterator === undefined) return visit(turn)
  const items = domain(iterator, turn.env, machine)
  if (items === null) return visit({ env: null, unsure: turn.unsure })
  if (isUnknown(items)) {
    const env = bind(turn.env, iterator.name, waiting([items]))
    const unsure = [...turn.unsure, items]
    // The list may turn out to be null, to be empty, or to have items.
    return visit({ env: null, unsure }) && each(others, { env, unsure }, machine, visit)
  }
  for (const item of items) {
    machine.tick()
    const inner = { env: bind(turn.env, iterator.name, item), unsure: turn.unsure }
    if (!each(others, inner, machine, visit)) return false
  }
  return true
}

/** What an iterator goes through; null when there is no telling. */
function domain(it: Iterator, env: Env, machine: Machine): Iterable<Value> | Unknown | null {
  const list = machine.run(it.list, env)
  if (it.to === undefined) {
    if (isUnknown(list) || isList(list)) return list
    machine.at(it.list)
    if (list instanceof Range) return rangeItems(list, machine)
    return list === null ? null : [list]
  }
  const to = machine.run(it.to, env)
  if (isUnknown(list) || isUnknown(to)) return waiting([list, to]) as Unknown
  machine.at(it.list)
  return steps(list, to, machine)
}

function rangeItems(range: Range, machine: Machine): Iterable<Value> | Unknown | null {
  const { low, high } = range
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
  return isDate(a) && isDate(b) && a.equals(b)
}

/** From one number or date to another by ones, up or down. */
function steps(from: Value, to: Value, machine: Machine): Iterable<Value> | null {
  if (isDecimal(from) && isDecimal(to)) return numbers(from, to)
  if (isDate(from) && isDate(to)) return days(from, to)
  const [a, b] = [typeOfValue(from), typeOfValue(to)]
  machine.report({ zh: `不能从 ${a} 数到 ${b}。`, en: `Cannot count from ${a} to ${b}.` })
  return null
}

function* numbers(from: Decimal, to: Decimal): Iterable<Decimal> {
  const step = new Decimal(from.lte(to) ? 1 : -1)
  for (let n = from; step.gt(0) ? n.lte(to) : n.gte(to); n = n.plus(step)) yield n
}

function* days(from: Temporal.PlainDate, to: Temporal.PlainDate): Iterable<Value> {
  const { days: count, sign } = from.until(to, { largestUnit: 'day' })
  for (let i = 0; i <= Math.abs(count); i++) yield from.add({ days: sign < 0 ? -i : i })
}

/** `base[test]`: the item at a place, or the items that meet a condition. */
export function evaluateFilter(node: NodeOf<'filter'>, env: Env, machine: Machine): Value {
  const base = machine.run(node.base, env)
  // What the test waits for matters as well, as soon as there are items.
  if (isUnknown(base)) return waiting([base, machine.run(node.test, itemEnv(waiting([base]), env))])
  const list = isList(base) ? base : base === null ? [] : [base]
  if (isPlace(node.test)) return itemAt(list, machine.run(node.test, env), node, machine)
  const kept: Value[] = []
  const unsure: Value[] = []
  for (const item of list) {
    machine.tick()
    const met = machine.run(node.test, itemEnv(item, env))
    if (isDecimal(met) && unsure.length === 0) return itemAt(list, met, node, machine)
    if (isUnknown(met)) unsure.push(met)
    else if (met === true) kept.push(item)
  }
  return unsure.length > 0 ? waiting([...unsure, ...list]) : kept
}

/** Whether a test can only be a place in the list, whatever the items are. */
function isPlace(test: Node): boolean {
  return test.kind === 'number' || (test.kind === 'negate' && isPlace(test.value))
}

function itemAt(list: readonly Value[], place: Value, at: Node, machine: Machine): Value {
  if (!isDecimal(place) || !place.isInteger()) return null
  const index = place.lt(0) ? place.plus(list.length) : place.minus(1)
  const found = index.abs().lt(list.length + 1) ? list[index.toNumber()] : undefined
  if (found === undefined) {
    const text = place.toFixed()
    machine.at(at)
    machine.report({ zh: `列表里没有第${text}项。`, en: `The list has no item ${text}.` })
  }
  return found ?? null
}

function itemEnv(item: Value, env: Env): Env {
  const named = bind(env, 'item', item)
  return isContext(item) ? bindAll(named, item) : named
}
