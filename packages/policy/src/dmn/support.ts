/** Which rules stand: everything they need is carried, and none needs itself. */
import type { Diagnostic } from '@huoshui/values'
import { diagnose } from '../problem.ts'
import type { Carried } from './import-facts.ts'
import { type DmnModel, type Item, placeOf } from './import-model.ts'
import { type DraftRule, needsOf } from './import-rules.ts'
import { D115, D119 } from './problems-import.ts'

type Edges = ReadonlyMap<Item, readonly Item[]>

/** Who needs an item, for each item that is needed. */
function needers(model: DmnModel, items: readonly Item[]): Edges {
  const edges = new Map<Item, Item[]>()
  for (const item of items) {
    for (const needed of needsOf(model, item).items) {
      const list = edges.get(needed)
      if (list) list.push(item)
      else edges.set(needed, [item])
    }
  }
  return edges
}

/** All of `items` that need one of `lost`, however far away, each with what it misses. */
export function dependents(
  model: DmnModel,
  items: readonly Item[],
  lost: readonly Item[],
): ReadonlyMap<Item, Item> {
  const edges = needers(model, items)
  const gone = new Set(lost)
  const found = new Map<Item, Item>()
  const waiting = [...lost]
  for (let on = waiting.pop(); on; on = waiting.pop()) {
    for (const item of edges.get(on) ?? []) {
      if (gone.has(item)) continue
      gone.add(item)
      found.set(item, on)
      waiting.push(item)
    }
  }
  return found
}

/**
 * Decisions that come back to themselves, or stand between two that do. What is left when all that
 * needs nothing, and then all that nothing needs, has been taken away again and again. A function
 * may need itself: it is called, not computed.
 */
function circular(model: DmnModel, items: readonly Item[]): ReadonlySet<Item> {
  const decisions = items.filter((item) => item.form === 'decision')
  const kept = new Set(decisions)
  const needs = new Map(
    decisions.map((item) => [item, needsOf(model, item).items.filter((one) => kept.has(one))]),
  )
  const needed = needers(model, decisions)
  peel(kept, needs, needed)
  peel(kept, needed, needs)
  return kept
}

/** Takes out of `kept` whatever has no edge to what is left, until everything has one. */
function peel(kept: Set<Item>, edges: Edges, back: Edges): void {
  const open = new Map<Item, number>()
  for (const item of kept) {
    open.set(item, (edges.get(item) ?? []).filter((one) => kept.has(one)).length)
  }
  const waiting = [...kept].filter((item) => open.get(item) === 0)
  for (let item = waiting.pop(); item; item = waiting.pop()) {
    kept.delete(item)
    for (const other of back.get(item) ?? []) {
      const left = (open.get(other) ?? 0) - 1
      open.set(other, left)
      if (left === 0 && kept.has(other)) waiting.push(other)
    }
  }
}

/** The rules that stand; the others are reported. */
export function supportedRules(
  model: DmnModel,
  inputs: readonly Carried[],
  rules: readonly DraftRule[],
  report: (one: Diagnostic) => void,
): readonly DraftRule[] {
  const items = rules.map((rule) => rule.item)
  const where = (item: Item) => ({ place: placeOf(model.file, item.xml), heading: [item.name] })
  const circles = circular(model, items)
  for (const item of circles) report(diagnose(D119, where(item), { name: item.name }))
  const here = new Set<Item>([...inputs.map((one) => one.item), ...items])
  const lost = [...circles, ...model.items.filter((item) => !here.has(item))]
  const more = dependents(model, items, lost)
  for (const [item, on] of more) {
    report(diagnose(D115, where(item), { name: item.name, on: on.name }))
  }
  return rules.filter(({ item }) => !circles.has(item) && !more.has(item))
}
