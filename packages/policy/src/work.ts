/** What the tests and the effects of one step share while it is worked out. */
import type { Value } from '@huoshui/feel'
import { type Day, Decimal, type Text } from '@huoshui/values'
import { missingFacts } from './decide.ts'
import type { DueContext } from './due.ts'
import { evaluation } from './evaluation.ts'
import type { Ledger } from './ledger.ts'
import { indexOf } from './lookup.ts'
import type { StepInput } from './matter.ts'
import type { ActRow, Procedure } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Evaluation } from './runs.ts'

/** What one row's tests and effects share while a step is worked out. */
export interface Work {
  readonly input: StepInput
  readonly procedure: Procedure
  readonly row: ActRow
  readonly parties: ReadonlyMap<string, string>
  readonly facts: Map<string, Value>
  readonly ledger: Ledger
  evaluation: Evaluation
  overdueSince: Day | null
}

/** Opens an evaluation over the facts as the step has them so far. */
export function open(work: Work): Evaluation {
  const { policy, policyOf, day } = work.input
  const made: Evaluation = evaluation({
    policy,
    day,
    facts: work.facts,
    ...(policyOf ? { policyOf } : {}),
    balance: (account, part) => work.ledger.read(account, part, made),
  })
  return made
}

/** Facts whose kind has a filled slot, belongs to the matter, or is no party at all. */
export function visibleFacts(
  input: StepInput,
  procedure: Procedure,
  parties: ReadonlyMap<string, string>,
): Map<string, Value> {
  const { policy } = input
  const { facts, kinds } = indexOf(policy)
  const seen = new Map<string, Value>()
  for (const [key, value] of input.facts) {
    const kind = facts.get(key)?.kind
    const slot = kind !== undefined && procedure.parties.includes(kind)
    // A call is pinned by the kernel when the matter opens; its slot is never chosen by an act.
    if (slot && !parties.has(kind) && !kinds.get(kind)?.call) continue
    seen.set(key, value)
  }
  const { rank } = input.act
  if (rank) {
    seen.set('名次', rankValue(rank.place))
    seen.set('参评数', rankValue(rank.of))
  }
  return seen
}

const rankValue = (n: number): Value => new Decimal(n)

/** What deadlines are worked out from. */
export const dueContext = (work: Work): DueContext => ({
  evaluation: work.evaluation,
  calendar: work.input.calendar,
  performed: work.input.matter.performed,
})

/** The sentence of what is missing. */
export const missingText = (names: readonly string[]): Text => ({
  zh: `还不知道：${names.join('、')}。`,
  en: `Not known yet: ${names.join(', ')}.`,
})

/** 待补: the facts that are missing, and the slots that are still empty. */
export function lacking(work: Work, names: Iterable<string>): Refusal {
  const { policy } = work.input
  const missing = missingFacts(policy, names)
  const kinds = new Set(missing.map((one) => one.fact?.kind ?? one.key))
  const emptySlots = work.procedure.parties.filter(
    (kind) => kinds.has(kind) && !work.parties.has(kind),
  )
  const text = missingText(missing.map((one) => one.key))
  return refuse('R6', work.row.name, work.row.citation, text, { missing, emptySlots })
}
