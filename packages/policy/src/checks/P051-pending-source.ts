import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** A row cites 待核, or a value waits for a notice. Listed so that it is never invisible. */
export const P051: Definition<
  { form: 'citation'; name: string } | { form: 'call'; names: readonly string[] }
> = {
  code: 'P051',
  severity: 'note',
  message: (given) =>
    given.form === 'citation'
      ? { zh: `“${given.name}”的依据待核。`, en: `The source of “${given.name}” is pending.` }
      : {
          zh: `由通知设定、本文尚无取值：${given.names.join('、')}。`,
          en: `Set by notice and not known here: ${given.names.join(', ')}.`,
        },
  remedy: (given) =>
    given.form === 'citation'
      ? { zh: '找到原文后，把“待核”换成条款。', en: 'Once found, cite the article.' }
      : { zh: '通知发布后，写入文首的“通知”。', en: 'Once the notice is out, add it under 通知.' },
}

export const checkPending: Check = ({ policy, doc, say }) => {
  const rows = [
    ...policy.rules.flatMap((rule) => (rule.form === 'formula' ? [] : [...rule.rows])),
    ...policy.procedures.flatMap((procedure) => [...procedure.acts]),
  ]
  for (const row of rows) {
    if (row.citation.pending) say(P051, row.place, { form: 'citation', name: row.name })
  }
  const set = new Set(policy.calls.flatMap((call) => call.values.map((value) => value.fact)))
  const calls = policy.facts.filter((fact) => fact.evidence === '通知' && !set.has(fact.name))
  if (calls.length > 0) {
    say(P051, calls[0]?.place ?? doc.front.placeOf('通知'), {
      form: 'call',
      names: calls.map((fact) => fact.name),
    })
  }
}
