import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'
import { misspellings } from './P030-misspelt-state.ts'
import { reachableStates } from './states.ts'

/** A state that no path from the beginning leads to. */
export const P032: Definition<{ state: string; procedure: string }> = {
  code: 'P032',
  severity: 'error',
  message: ({ state, procedure }) => ({
    zh: state ? `“${procedure}”走不到“${state}”这个状态。` : `“${procedure}”没有从“起”开始的动作。`,
    en: state
      ? `No path of “${procedure}” leads to the state “${state}”.`
      : `“${procedure}” has no act that begins it (起 → …).`,
  }),
  remedy: ({ state }) => ({
    zh: state ? '加上通向它的动作，或删去从它出发的行。' : '加一行“起 → 状态”。',
    en: state
      ? 'Add an act that leads there, or delete the rows that leave it.'
      : 'Add “起 → state”.',
  }),
}

export const checkUnreachable: Check = ({ policy, say }) => {
  for (const procedure of policy.procedures) {
    const reached = reachableStates(procedure)
    const misspelt = new Set(misspellings(procedure).map((one) => one.state))
    const told = new Set<string>()
    if (reached.size === 0) {
      say(P032, procedure.place, { state: '', procedure: procedure.name })
      continue
    }
    for (const row of procedure.acts) {
      for (const state of row.from) {
        if (reached.has(state) || misspelt.has(state) || told.has(state)) continue
        told.add(state)
        say(P032, row.place, { state, procedure: procedure.name })
      }
    }
  }
}
