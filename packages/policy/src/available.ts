/** Which acts a matter is open to, for whom, and why not: by the tests that a step makes. */
import { isUnknown, unknown } from '@huoshui/feel'
import type { Day } from '@huoshui/values'
import { Decimal } from '@huoshui/values'
import { type Asked, type ProcedurePlan, procedurePlan, type RowPlan } from './act-plan.ts'
import { aloneRefused, inTime, mayAct } from './admit.ts'
import { dueOf, lapseOf } from './due.ts'
import { effectsOf } from './effects.ts'
import { indexOf } from './lookup.ts'
import type { Act, Actor, DueEntry, StepInput } from './matter.ts'
import type { ActRow, Fact } from './policy.ts'
import type { Refusal } from './refusal.ts'
import { conditionMet, homeless, partiesFor } from './step.ts'
import { Work } from './work.ts'

export interface AvailableInput extends Omit<StepInput, 'act'> {
  /** Who asks; `anyone` leaves out who may act, as a public page does. */
  readonly actor: Actor | 'anyone'
}

/** What an act will ask for: a subject for a slot, a fact, or the file of an entry for another. */
export type Ask =
  | { readonly form: 'slot'; readonly kind: string }
  | { readonly form: 'fact'; readonly fact: Fact }
  | { readonly form: 'file'; readonly of: string }

export interface AvailableAct {
  readonly act: string
  readonly row: ActRow
  /** Why not; null when it is open. */
  readonly refusal: Refusal | null
  readonly asks: readonly Ask[]
  /** What will be filled in has still to decide the condition, or the money. */
  readonly undecided: boolean
  readonly due: DueEntry | null
  /** A duty that is late already: the day it was due. */
  readonly overdueSince: Day | null
}

/**
 * Every row of the matter's state, in the order of the procedure, open or with the reason why not.
 *
 * Who, state and time are decided as a step decides them. The condition is decided with all that
 * the act asks for taken as not known yet; an act that asks for nothing is worked out to the end,
 * its money included. Nothing is changed. Empty where there is no such procedure.
 */
export function availableActs(input: AvailableInput): AvailableAct[] {
  const plan = procedurePlan(input.policy, input.matter.procedure)
  if (!plan) return []
  return plan.allIn(input.matter.state).map((row) => availableRow(input, plan, row))
}

function availableRow(input: AvailableInput, plan: ProcedurePlan, row: RowPlan): AvailableAct {
  const act = actFor(input, row)
  const stepInput: StepInput = { ...input, act }
  const parties = partiesFor(stepInput, plan, row)
  const asks = asksOf(input, row)
  const work = beginAsking(stepInput, plan, row, parties)
  const due = dueEntryOf(work)
  const refusal =
    (input.actor === 'anyone' ? null : mayAct(act, row, parties)) ??
    aloneRefused(act, row) ??
    inTime(work) ??
    homeless(work) ??
    laterTests(work)
  const { row: own } = row
  const undecided = refusal === null && asksFacts(row) && !isDecided(work)
  const overdueSince = refusal === null ? work.overdueSince : null
  return { act: own.name, row: own, refusal, asks, undecided, due, overdueSince }
}

/** The act as the actor would do it, before anything is filled in. */
function actFor({ actor }: AvailableInput, { row }: RowPlan): Act {
  const filled = new Map()
  if (actor === 'anyone') return { name: row.name, actor: { user: '', role: row.by }, filled }
  // An entry on paper's behalf will bring its file; until then it is asked for.
  const enters = row.enteredBy !== undefined && actor.role === row.enteredBy
  const file = enters ? { file: actor.file ?? '?' } : {}
  return { name: row.name, actor: { ...actor, ...file }, filled }
}

function asksOf({ actor }: AvailableInput, { row, asked }: RowPlan): Ask[] {
  const asks = asked.flatMap(({ name, party, fact }): Ask[] => {
    if (party) return [{ form: 'slot', kind: name }]
    return fact ? [{ form: 'fact', fact }] : []
  })
  const enters = actor !== 'anyone' && row.enteredBy !== undefined && actor.role === row.enteredBy
  return enters ? [...asks, { form: 'file', of: row.by }] : asks
}

const asksFacts = ({ asked }: RowPlan): boolean => asked.length > 0

/** The work with everything that the act asks for taken as not known: chosen slots are empty. */
function beginAsking(
  input: StepInput,
  plan: ProcedurePlan,
  row: RowPlan,
  parties: ReadonlyMap<string, string>,
): Work {
  const work = new Work(input, plan, row, withoutChosen(row, parties))
  for (const one of row.asked) {
    if (one.fact) work.set(one.key, unknown([one.key], rangeOf(one)))
  }
  return work
}

function withoutChosen({ asked, chooses }: RowPlan, parties: ReadonlyMap<string, string>) {
  if (!chooses) return parties
  const left = new Map(parties)
  for (const { name, party } of asked) if (party) left.delete(name)
  return left
}

/** What is known of a number before it is filled in: its 下限. */
function rangeOf({ fact, floor }: Asked): { low?: Decimal } | undefined {
  const numeric = fact?.type.kind === 'number' || fact?.type.kind === 'money'
  if (!numeric || fact?.nullable) return undefined
  return floor instanceof Decimal ? { low: floor } : {}
}

/** Whether a missing name is one that the act supplies: a fact, a slot, a fact of its subject. */
function supplies(work: Work, name: string): boolean {
  const { facts, keyOf } = indexOf(work.input.policy)
  const { takes, asked } = work.row
  const kind = facts.get(name)?.kind ?? name
  return takes.has(keyOf(name)) || asked.some((one) => one.party && one.name === kind)
}

function laterTests(work: Work): Refusal | null {
  if (asksFacts(work.row)) return conditionMet(work, true, (name) => supplies(work, name))
  const unmet = conditionMet(work, true)
  if (unmet) return unmet
  const result = effectsOf(work)
  return result.ok ? null : result.refusal
}

/** Whether the condition holds whatever will be filled in, and no money hangs on it. */
function isDecided(work: Work): boolean {
  const { row, postings } = work.row
  if (postings.length > 0) return false
  return !row.condition || !isUnknown(work.evaluation.run(row.condition).value)
}

/** The row's day, where its sentence comes to one. */
function dueEntryOf(work: Work): DueEntry | null {
  const { name, deadline } = work.row.row
  if (!deadline) return null
  const { plan, input } = work
  const lapses = deadline.form === 'lapse'
  const due = lapses
    ? lapseOf(plan.procedure, deadline.act, input.matter.state, work)
    : dueOf(deadline, work)
  if (due.form === 'none') return null
  const duty = deadline.form === 'within' && deadline.duty
  return { act: name, due, duty, opens: lapses || deadline.form === 'after' }
}
