import { factsBelow, formulasOf } from '../fixed.ts'
import { indexOf } from '../lookup.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** 资格 reads a fact that is not of the measure's 对象 nor of a call. */
export const P020: Definition<{ measure: string; rule: string; fact: string; kind: string }> = {
  code: 'P020',
  severity: 'error',
  message: ({ measure, rule, fact, kind }) => ({
    zh: `措施“${measure}”的资格“${rule}”用到${kind}的“${fact}”，它不是本措施对象的事实。`,
    en: `Eligibility “${rule}” of “${measure}” reads “${fact}” of ${kind}, not of its own 对象.`,
  }),
  remedy: () => ({
    zh: '资格只看对象和通知的事实；办理中才有的，写在相应动作的“须满足”里。',
    en: 'Eligibility reads facts of its 对象 and of calls; what comes later belongs to the acts.',
  }),
}

export const checkReach: Check = ({ policy, say }) => {
  const { facts, rules, kinds } = indexOf(policy)
  for (const measure of policy.measures) {
    const rule = rules.get(measure.eligibility)
    const names = new Set(
      rule ? formulasOf(rule).flatMap((one) => [...factsBelow(policy, one.tree)]) : [],
    )
    for (const name of names) {
      const fact = facts.get(name)
      const kind = fact && kinds.get(fact.kind)
      if (!fact || kind?.call || measure.kinds.includes(fact.kind)) continue
      if (kind?.owner && measure.kinds.includes(kind.owner)) continue
      const given = {
        measure: measure.name,
        rule: measure.eligibility,
        fact: fact.name,
        kind: fact.kind,
      }
      say(P020, rule?.place ?? measure.place, given)
    }
  }
}
