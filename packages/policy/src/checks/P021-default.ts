import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** A default stands for a fact that people supply: what is missing would be taken for known. */
export const P021: Definition<{ name: string; evidence: string }> = {
  code: 'P021',
  severity: 'error',
  message: ({ name, evidence }) => ({
    zh: `“${name}”由${evidence}得来，却有默认值：没有填的会被当成已经知道。`,
    en: `“${name}” comes by ${evidence} and has a default: what is missing would pass as known.`,
  }),
  remedy: () => ({
    zh: '默认值只给由办理写入的事实；条文自己规定了默认的，在“说明”里写明第几条，或写一条提到它的解释。',
    en: 'Only facts set by acts (办理) take one; else cite the article in 说明, or record a 解释 naming it.',
  }),
}

export const checkDefaults: Check = ({ policy, say }) => {
  for (const fact of policy.facts) {
    if (fact.owner !== policy.meta.slug || !fact.fallback || fact.evidence === '办理') continue
    // The text itself gives the default, or a recorded 解释 answers for it.
    const answered = policy.interpretations.some((one) => one.touches.includes(fact.name))
    if (answered || /第.+?条/.test(fact.meaning)) continue
    say(P021, fact.place, { name: fact.name, evidence: fact.evidence })
  }
}
