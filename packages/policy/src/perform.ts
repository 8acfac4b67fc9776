/** An act together with the acts that follow from it by themselves. */
import type { Value } from '@huoshui/feel'
import { procedurePlan } from './act-plan.ts'
import { factKey, indexOf } from './lookup.ts'
import type { Effects, StepInput } from './matter.ts'
import { overlay } from './overlay.ts'
import type { Policy } from './policy.ts'
import type { Refusal } from './refusal.ts'
import type { Facts } from './runs.ts'
import { step, stepRow } from './step.ts'

export interface Performed {
  readonly effects: readonly Effects[]
  readonly matter: Effects['matter']
  readonly books: Effects['books']
  readonly facts: Facts
}

export type PerformResult =
  | { readonly ok: true; readonly performed: Performed }
  | { readonly ok: false; readonly refusal: Refusal }

/** No procedure needs more than a few; the limit keeps a circle of system acts from spinning. */
const followersMax = 100

/** The facts after an act: what it filled in and what it set, over those before. */
export function factsAfter(policy: Policy, facts: Facts, effects: Effects): Facts {
  return overlay(factsOf(policy, effects), facts)
}

/** What an act filled in and set, by fact key. */
export function factsOf(policy: Policy, effects: Effects): ReadonlyMap<string, Value> {
  const set = new Map<string, Value>()
  const index = indexOf(policy)
  for (const one of effects.facts) {
    const fact = index.facts.get(`${one.kind}.${one.name}`) ?? index.facts.get(one.name)
    if (fact) set.set(factKey(policy, fact), one.value)
  }
  return set
}

/**
 * Performs an act, then every 系统 act without 期限 whose condition holds.
 *
 * Beside a 择优 row such an act waits for the batch: it is for those left over (`includeLeftOver`).
 */
export function perform(input: StepInput, includeLeftOver = false): PerformResult {
  const first = step(input)
  if (!first.ok) return first
  let last = first.effects
  const effects: Effects[] = [last]
  let facts = factsAfter(input.policy, input.facts, last)
  for (let n = 0; n < followersMax; n++) {
    const { matter, books } = last
    const follower = nextSystemAct({ ...input, matter, books, facts }, includeLeftOver)
    if (!follower) break
    effects.push(follower)
    facts = factsAfter(input.policy, facts, follower)
    last = follower
  }
  const { matter, books } = last
  return { ok: true, performed: { effects, matter, books, facts } }
}

const system = { user: '系统', role: '系统' }

function nextSystemAct(input: StepInput, includeLeftOver: boolean): Effects | null {
  const { policy, matter } = input
  const plan = procedurePlan(policy, matter.procedure)
  const state = matter.state as string
  if (!plan || (plan.ranked(state) && !includeLeftOver)) return null
  for (const row of plan.followers(state)) {
    const act = { name: row.row.name, actor: system, filled: new Map() }
    const result = stepRow({ ...input, act }, plan, row, false)
    if (result.ok) return result.effects
  }
  return null
}
