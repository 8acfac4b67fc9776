import type { SourcePlace } from '@huoshui/values'
import { nearest } from '@huoshui/values'
import type { Procedure } from '../policy.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** A state is left but never reached, and another one is spelt almost the same. */
export const P030: Definition<{ state: string; nearest: string }> = {
  code: 'P030',
  severity: 'error',
  message: ({ state, nearest: near }) => ({
    zh: `没有哪一步到“${state}”；是否把“${near}”写成了它？`,
    en: `Nothing leads to “${state}”; is it “${near}” misspelt?`,
  }),
  remedy: ({ state, nearest: near }) => ({
    zh: `两处写成一样：“${state}”或“${near}”。`,
    en: `Spell both the same: “${state}” or “${near}”.`,
  }),
  fix: ({ nearest: near }) => near,
}

export interface Misspelling {
  readonly state: string
  readonly nearest: string
  readonly place: SourcePlace
}

/** States left but never reached that look like one that is reached and never left. */
export function misspellings(procedure: Procedure): Misspelling[] {
  const reached = new Set(procedure.acts.map((row) => row.to))
  const left = new Set(procedure.acts.flatMap((row) => [...row.from]))
  const ends = [...reached].filter((state) => !left.has(state))
  return procedure.acts.flatMap((row) =>
    row.from.flatMap((state) => {
      if (reached.has(state)) return []
      const near = nearest(state, ends) ?? nearest(state, [...reached])
      return near === null ? [] : [{ state, nearest: near, place: row.place }]
    }),
  )
}

export const checkMisspeltState: Check = ({ policy, say }) => {
  for (const procedure of policy.procedures) {
    const told = new Set<string>()
    for (const one of misspellings(procedure)) {
      if (told.has(one.state)) continue
      told.add(one.state)
      say(P030, one.place, { state: one.state, nearest: one.nearest })
    }
  }
}
