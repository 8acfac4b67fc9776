/** What falls due, lapses or opens in a state of a matter. */
import { type ProcedurePlan, procedurePlan } from './act-plan.ts'
import { type DueContext, dueOf } from './due.ts'
import { evaluation } from './evaluation.ts'
import type { DueEntry, StepInput } from './matter.ts'

/** The deadlines of the rows that stand in a state, as far as they have begun to run. */
export function dueEntries(plan: ProcedurePlan, state: string, context: DueContext): DueEntry[] {
  const entries: DueEntry[] = []
  for (const { name, deadline } of plan.timed(state)) {
    if (!deadline || deadline.form === 'lapse') continue
    const due = dueOf(deadline, context)
    if (due.form === 'none') continue
    const duty = deadline.form === 'within' && deadline.duty
    entries.push({ act: name, due, duty, opens: deadline.form === 'after' })
  }
  return entries
}

/**
 * The deadlines of a matter as it stands: after a correction, after it was taken over, or once a
 * calendar has come that was 暂定 before. Empty while it has not begun.
 */
export function dueEntriesOf(
  input: Pick<StepInput, 'policy' | 'policyOf' | 'calendar' | 'matter' | 'facts' | 'day'>,
): DueEntry[] {
  const { policy, policyOf, calendar, matter, facts, day } = input
  const plan = procedurePlan(policy, matter.procedure)
  if (!plan || matter.state === null) return []
  const world = { policy, day, facts, traced: false }
  const open = evaluation(policyOf ? { ...world, policyOf } : world)
  return dueEntries(plan, matter.state, {
    evaluation: open,
    calendar,
    performed: matter.performed,
  })
}
