/** Deadlines of a matter, with how each day was found. */
import type { DeadlineState, MatterState } from '@huoshui/kernel'
import { type Due, dueText, indexOf, type Policy, word } from '@huoshui/policy'
import { type Derivation, formatDay, type Text } from '@huoshui/values'
import type { Context } from './context.ts'

/** What the kernel stored of a day, as the policy found it. */
function dueOf({ due, provisional, derivation }: DeadlineState): Due {
  if (due === null) return { form: 'none' }
  return { form: 'day', day: due, provisional, derivation: derivation as Derivation | null }
}

/** The sentence of a deadline; null where it has no row in the state that the matter is in. */
function sentenceOf(policy: Policy, matter: MatterState, one: DeadlineState): Text | null {
  const procedure = indexOf(policy).procedures.get(matter.procedure)
  const row = procedure?.acts.find(
    (each) => each.name === one.act && each.deadline && each.from.includes(matter.state),
  )
  return procedure && row ? dueText(policy, procedure, row, dueOf(one), matter.state) : null
}

/** A line for each deadline of the state that a matter is in. */
export function deadlineLines(context: Context, policy: Policy, matter: MatterState): string[] {
  const { t, lang } = context
  return matter.deadlines.map((one) => {
    const day = one.due === null ? t.running.noDay : formatDay(one.due, lang)
    const sure = one.provisional ? t.cite(t.running.provisional) : ''
    const sentence = one.due === null ? null : sentenceOf(policy, matter, one)
    return `  ${word(policy, one.act, lang)}${t.colon}${sentence ? t.pick(sentence) : day}${sure}`
  })
}

/** Deadlines as data. */
export const deadlinesJson = (policy: Policy, matter: MatterState): object[] =>
  matter.deadlines.map((one) => ({
    act: one.act,
    due: one.due,
    form: one.form,
    provisional: one.provisional,
    text: one.due === null ? null : sentenceOf(policy, matter, one),
  }))
