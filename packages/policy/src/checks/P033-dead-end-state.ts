import type { Procedure } from '../policy.ts'
import type { Definition } from '../problem.ts'
import { type Check, statesOf } from './context.ts'
import { misspellings } from './P030-misspelt-state.ts'
import { exitsOf, laterStates, reachableStates } from './states.ts'

/** A state that is not an end and from which no end can be reached. */
export const P033: Definition<{ state: string; circle: boolean }> = {
  code: 'P033',
  severity: 'error',
  message: ({ state, circle }) => ({
    zh: circle ? `从“${state}”只能绕圈，走不到终点。` : `到了“${state}”就没有下一步了。`,
    en: circle ? `From “${state}” one can only go in circles.` : `“${state}” has no way out.`,
  }),
  remedy: ({ state }) => ({
    zh: `加一行从“${state}”出发的动作；它若就是终点，不要用“待…”“…中”命名。`,
    en: `Add an act out of “${state}”; if it is an end, don't name it as unfinished (待…, …中).`,
  }),
}

/** By their names, …待… and …中 are unfinished. */
const unfinished = /待|中$/

function isDeadEnd(procedure: Procedure, state: string): 'no' | 'end' | 'circle' {
  if (exitsOf(procedure, state).length === 0) return unfinished.test(state) ? 'end' : 'no'
  const later = laterStates(procedure, state)
  const ends = [...later].some((other) => exitsOf(procedure, other).length === 0)
  return ends ? 'no' : 'circle'
}

export const checkDeadEnd: Check = ({ policy, say }) => {
  for (const procedure of policy.procedures) {
    const reached = reachableStates(procedure)
    const misspelt = new Set(misspellings(procedure).map((one) => one.nearest))
    for (const state of statesOf(procedure)) {
      if (!reached.has(state) || misspelt.has(state)) continue
      const kind = isDeadEnd(procedure, state)
      if (kind === 'no') continue
      const row = procedure.acts.find((one) => one.to === state)
      say(P033, row?.place ?? procedure.place, { state, circle: kind === 'circle' })
    }
  }
}
