/**
 * The pure step of a procedure: a matter, facts, balances and a day, and an act.
 *
 * It answers a refusal or the effects, and changes nothing. The kernel loads what goes in and
 * stores what comes out; examples and previews keep it in memory. Order of the tests: who (R1),
 * state (R2), deadline (R3), what was filled in (R4), the condition (R5, R6), the money (R7).
 */
import { isUnknown, type Value } from '@huoshui/feel'
import { Decimal, type Text } from '@huoshui/values'
import { type Asked, type ProcedurePlan, procedurePlan, type RowPlan } from './act-plan.ts'
import { aloneRefused, inTime, mayAct, wrongState } from './admit.ts'
import { effectsOf } from './effects.ts'
import { fits, writeAs } from './fits.ts'
import { indexOf } from './lookup.ts'
import type { StepInput, StepResult } from './matter.ts'
import { reasonFor, stateOf } from './reason.ts'
import { type Refusal, refuse } from './refusal.ts'
import { Work } from './work.ts'

const no = (refusal: Refusal): StepResult => ({ ok: false, refusal })

/** Performs an act on a matter: a refusal, or everything that follows from it. */
export function step(input: StepInput): StepResult {
  const { policy, matter, act } = input
  const plan = procedurePlan(policy, matter.procedure)
  if (!plan) {
    const zh = `没有“${matter.procedure}”这个流程。`
    return no(refuse('R2', act.name, null, { zh, en: `No procedure “${matter.procedure}”.` }))
  }
  let first: StepResult | null = null
  for (const row of plan.rowsIn(act.name, matter.state)) {
    const result = stepRow(input, plan, row, first === null)
    if (result.ok) return result
    first ??= result
  }
  return first ?? no(wrongState(plan.procedure, matter, act))
}

/** One row's step; without `tells` a refusal has a code and no reasons, which take their time. */
export function stepRow(
  input: StepInput,
  plan: ProcedurePlan,
  row: RowPlan,
  tells: boolean,
): StepResult {
  const { act } = input
  const parties = partiesFor(input, plan, row)
  const wrong = mayAct(act, row, parties) ?? aloneRefused(act, row)
  if (wrong) return no(wrong)
  const work = new Work(input, plan, row, parties)
  // Filled facts are merged first; then the condition is decided over all of them.
  const refused = inTime(work) ?? fill(work) ?? conditionMet(work, tells)
  return refused ? no(refused) : effectsOf(work)
}

/** The matter's parties, which the act may add to: its opener fills the first slot. */
export function partiesFor(
  { matter, act }: StepInput,
  { procedure }: ProcedurePlan,
  { row }: RowPlan,
): ReadonlyMap<string, string> {
  const [own] = procedure.parties
  const { subject } = act.actor
  const opens = row.from.length === 0 && row.by === own && !matter.parties.has(own)
  if (!opens || own === undefined || !subject) return matter.parties
  return new Map(matter.parties).set(own, subject)
}

function fill(work: Work): Refusal | null {
  const { filled } = work.input.act
  const { asked, chooses, takes, rereads } = work.row
  if (asked.length === 0 && filled.size === 0) return null
  const { keyOf } = indexOf(work.input.policy)
  for (const name of filled.keys()) {
    if (!takes.has(keyOf(name))) return bad(work, notAsked(work.row.row.name, name))
  }
  const wrong = chooses ? choose(work) : null
  if (wrong) return bad(work, wrong)
  for (const one of asked) {
    if (one.party) continue
    const value = filled.get(one.name) ?? filled.get(keyOf(one.name))
    const wrong = badValue(one, value, work)
    if (wrong) return bad(work, wrong)
    work.set(one.key, value as Value)
  }
  if (rereads) work.reopen()
  return homeless(work)
}

function bad({ row: { row } }: Work, text: Text): Refusal {
  return refuse('R4', row.name, row.citation, text)
}

const notAsked = (act: string, name: string): Text => ({
  zh: `“${act}”不填“${name}”。`,
  en: `“${act}” does not take “${name}”.`,
})

/** Fills the slots that the act chooses; a slot just filled makes its subject's facts visible. */
function choose(work: Work): Text | null {
  const parties = new Map(work.parties)
  for (const { name, party } of work.row.asked) {
    if (!party) continue
    const subject = work.input.act.slots?.get(name)
    if (!subject) return { zh: `要选定${name}。`, en: `Choose the ${name}.` }
    parties.set(name, subject)
  }
  work.choose(parties)
  return null
}

/** R6: something is filled in of a party that has not been chosen, so it would be nobody's. */
export function homeless(work: Work): Refusal | null {
  const { needs } = work.row
  if (needs.every((slot) => work.parties.has(slot))) return null
  return work.lacking(needs.filter((slot) => !work.parties.has(slot)))
}

function badValue({ name, fact, floor }: Asked, value: Value | undefined, work: Work): Text | null {
  // The checker reports it (P013); a policy run in spite of that can't take the act.
  if (!fact) return { zh: `没有声明“${name}”。`, en: `“${name}” is not declared.` }
  if (value === undefined) return { zh: `要填“${fact.name}”。`, en: `Fill in “${fact.name}”.` }
  if (!fits(value, fact.type)) {
    const form = writeAs(fact.type)
    return { zh: `“${fact.name}”填${form.zh}。`, en: `“${fact.name}” takes ${form.en}.` }
  }
  const low = floor === undefined && fact.floor ? work.evaluation.run(fact.floor).value : floor
  if (low instanceof Decimal && value instanceof Decimal && value.lessThan(low)) {
    return { zh: `“${fact.name}”不能低于 ${low}。`, en: `“${fact.name}” can't be below ${low}.` }
  }
  return null
}

/**
 * R5 or R6: whether 须满足 holds. `awaits` says of a missing name that the act will supply it; while
 * nothing else is missing, that is no refusal yet.
 */
export function conditionMet(
  work: Work,
  tells: boolean,
  awaits?: (name: string) => boolean,
): Refusal | null {
  const { row } = work.row
  if (!row.condition) return null
  const { value } = work.evaluation.run(row.condition)
  if (value === true) return null
  if (isUnknown(value)) {
    const missing = awaits ? [...value.missing].filter((name) => !awaits(name)) : value.missing
    return awaits && [...missing].length === 0 ? null : work.lacking(missing)
  }
  if (!tells) return refuse('R5', row.name, row.citation, { zh: '不满足。', en: 'Not met.' })
  const traced = work.traced()
  const run = traced.run(row.condition)
  const reason = reasonFor(traced, row.name, row.name, row.citation, run, stateOf(run.value))
  const below = reason.because.some((one) => one.state === 'unmet')
  const reasons = below && reason.findings.length === 0 ? reason.because : [reason]
  const unmet = reasons.filter((one) => one.state === 'unmet').map((one) => one.name)
  const text = { zh: `不满足：${unmet.join('、')}。`, en: `Not met: ${unmet.join(', ')}.` }
  return refuse('R5', row.name, row.citation, text, { reasons })
}
