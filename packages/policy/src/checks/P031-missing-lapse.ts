import type { ActRow, Procedure } from '../policy.ts'
import type { Definition } from '../problem.ts'
import { type Check, isBarred, statesOf } from './context.ts'
import { exitsOf } from './states.ts'

/** The ways out of a state are barred after some day, and nothing says what happens then. */
export const P031: Definition<{ act: string; state: string; end: string | null }> = {
  code: 'P031',
  severity: 'error',
  message: ({ act }) => ({
    zh: `“${act}”有期限，却没写逾期怎么办。`,
    en: `“${act}” has a deadline, but nothing says what happens when it lapses.`,
  }),
  remedy: ({ act, state }) => ({
    zh: `加一行：| 作废 | 系统 | | ${act}逾期 | ${state} → 已作废 | |`,
    en: `Add a row done by 系统 with the deadline “${act}逾期” out of “${state}”.`,
  }),
  fix: ({ act, state, end }) => `| 作废 | 系统 | | ${act}逾期 | ${state} → ${end ?? '已作废'} | |`,
}

/** Whether a way out says what happens to a matter that is left to lie past its deadline. */
function isAnswer(procedure: Procedure, row: ActRow, state: string): boolean {
  const { deadline } = row
  if (deadline?.form === 'lapse') {
    // It opens only if an act of that name is barred in this very state.
    const rows = procedure.acts.filter((one) => one.from.includes(state))
    return rows.some((one) => one.name === deadline.act && isBarred(one))
  }
  // A claimant may give up at any time, and may also do nothing at all.
  const givesUp = row.by === procedure.parties[0] && exitsOf(procedure, row.to).length === 0
  return !isBarred(row) && !givesUp
}

export const checkLapse: Check = ({ policy, say }) => {
  for (const procedure of policy.procedures) {
    for (const state of statesOf(procedure)) {
      const exits = exitsOf(procedure, state)
      const answered = exits.some((row) => isAnswer(procedure, row, state))
      const first = exits.find(isBarred)
      if (!first || answered) continue
      const place = first.deadline?.place ?? first.place
      say(P031, place, { act: first.name, state, end: null })
    }
  }
}
