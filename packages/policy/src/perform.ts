/** An act together with the acts that follow from it by themselves. */
import type { Value } from '@huoshui/feel'
import { factKey, indexOf } from './lookup.ts'
import type { Effects, StepInput } from './matter.ts'
import type { Policy } from './policy.ts'
import type { Refusal } from './refusal.ts'
import { step } from './step.ts'

export interface Performed {
  readonly effects: readonly Effects[]
  readonly matter: Effects['matter']
  readonly books: Effects['books']
  readonly facts: ReadonlyMap<string, Value>
}

export type PerformResult =
  | { readonly ok: true; readonly performed: Performed }
  | { readonly ok: false; readonly refusal: Refusal }

/** No procedure needs more than a few; the limit keeps a circle of system acts from spinning. */
const followersMax = 100

/** The facts after an act: what it filled in and what it set. */
export function factsAfter(
  policy: Policy,
  facts: ReadonlyMap<string, Value>,
  effects: Effects,
): Map<string, Value> {
  const next = new Map(facts)
  const index = indexOf(policy)
  for (const one of effects.facts) {
    const fact = index.facts.get(`${one.kind}.${one.name}`) ?? index.facts.get(one.name)
    if (fact) next.set(factKey(policy, fact), one.value)
  }
  return next
}

/**
 * Performs an act, then every 系统 act without 期限 whose condition holds.
 *
 * Beside a 择优 row such an act waits for the batch: it is for those left over (`includeLeftOver`).
 */
export function perform(input: StepInput, includeLeftOver = false): PerformResult {
  const first = step(input)
  if (!first.ok) return first
  const effects: Effects[] = [first.effects]
  let facts = factsAfter(input.policy, input.facts, first.effects)
  for (let n = 0; n < followersMax; n++) {
    const last = effects.at(-1) as Effects
    const follower = nextSystemAct(
      { ...input, matter: last.matter, books: last.books, facts },
      includeLeftOver,
    )
    if (!follower) break
    effects.push(follower)
    facts = factsAfter(input.policy, facts, follower)
  }
  const { matter, books } = effects.at(-1) as Effects
  return { ok: true, performed: { effects, matter, books, facts } }
}

function nextSystemAct(
  input: Pick<StepInput, 'policy' | 'calendar' | 'facts' | 'day' | 'matter' | 'books'> & {
    policyOf?: StepInput['policyOf']
  },
  includeLeftOver: boolean,
): Effects | null {
  const { policy, matter } = input
  const procedure = indexOf(policy).procedures.get(matter.procedure)
  const state = matter.state as string
  const here = procedure?.acts.filter((row) => row.from.includes(state)) ?? []
  const ranked = here.some((row) => row.doing.some((doing) => doing.verb === '择优'))
  if (ranked && !includeLeftOver) return null
  for (const row of here) {
    if (row.by !== '系统' || row.deadline) continue
    const { policyOf, ...rest } = input
    const result = step({
      ...rest,
      ...(policyOf ? { policyOf } : {}),
      act: { name: row.name, actor: { user: '系统', role: '系统' }, filled: new Map() },
    })
    if (result.ok) return result.effects
  }
  return null
}
