import { nearest, type SourcePlace } from '@huoshui/values'
import type { Procedure } from '../policy.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** A deadline or an example names an act that the procedure doesn't have. */
export const P037: Definition<{ act: string; procedure: string; nearest: string | null }> = {
  code: 'P037',
  severity: 'error',
  message: ({ act, procedure }) => ({
    zh: act ? `流程“${procedure}”没有“${act}”这个动作。` : `没有“${procedure}”这个流程。`,
    en: act ? `“${procedure}” has no act “${act}”.` : `There is no procedure “${procedure}”.`,
  }),
  remedy: ({ nearest: near }) => ({
    zh: near ? `是否想写“${near}”？` : '改成流程里有的动作。',
    en: near ? `Did you mean “${near}”?` : 'Name an act of the procedure.',
  }),
  fix: ({ nearest: near }) => near ?? undefined,
}

export const checkActs: Check = ({ policy, say }) => {
  const actsOf = new Map(
    policy.procedures.map((one) => [one, new Set(one.acts.map((row) => row.name))]),
  )
  const tell = (procedure: Procedure, act: string, place: SourcePlace) => {
    const acts = actsOf.get(procedure) as ReadonlySet<string>
    if (acts.has(act)) return
    say(P037, place, { act, procedure: procedure.name, nearest: nearest(act, acts) })
  }
  for (const procedure of policy.procedures) {
    for (const { deadline } of procedure.acts) {
      if (deadline?.form === 'lapse') tell(procedure, deadline.act, deadline.place)
      if (deadline?.form !== 'within' && deadline?.form !== 'after') continue
      if ('act' in deadline.since) tell(procedure, deadline.since.act, deadline.place)
    }
  }
  const names = policy.procedures.map((procedure) => procedure.name)
  for (const life of policy.lives) {
    const procedure = policy.procedures.find((one) => one.name === life.procedure)
    if (!procedure) {
      const near = nearest(life.procedure, names)
      say(P037, life.place, { act: '', procedure: life.procedure, nearest: near })
      continue
    }
    for (const row of life.rows) if (row.act !== '期初') tell(procedure, row.act, row.place)
  }
}
