import type { SourcePlace } from '@huoshui/values'
import type { Definition } from '../problem.ts'
import type { Check, CheckContext } from './context.ts'

/** One name is declared twice. One word has one meaning in a policy. */
export const P005: Definition<{ name: string; what: string; whatEn: string }> = {
  code: 'P005',
  severity: 'error',
  message: ({ name, what }) => ({
    zh: `${what}“${name}”已经有了。`,
    en: `“${name}” is already declared.`,
  }),
  remedy: () => ({
    zh: '同一个名称在全文只有一个意思：改名，或者删去重复的一处。',
    en: 'One word has one meaning in a policy: rename one of them, or delete the repetition.',
  }),
}

/** Facts, rules, accounts and procedures share one space of names; so do the acts' rules. */
export const checkDuplicates: Check = (context) => {
  const { policy, say } = context
  const seen = new Map<string, SourcePlace>()
  const own = policy.facts.filter((fact) => fact.owner === policy.meta.slug)
  checkShared(context)
  const kinds = policy.procedures.map((procedure) => ({
    name: procedure.name,
    place: procedure.place,
    what: '流程',
  }))
  const named = [
    ...own.map((fact) => ({ name: fact.name, place: fact.place, what: '事实' })),
    ...policy.rules.map((rule) => ({ name: rule.name, place: rule.place, what: '规则' })),
    ...policy.accounts.map((one) => ({ name: one.name, place: one.place, what: '账户' })),
    ...kinds,
    ...policy.baselines.map((one) => ({
      name: `基准 ${one.name}`.trim(),
      place: one.place,
      what: '',
    })),
  ]
  for (const { name, place, what } of named) {
    const before = seen.get(name)
    if (before) {
      const note = { text: { zh: '前一处在这里。', en: 'It is declared here too.' }, place: before }
      say(P005, place, { name, what, whatEn: what }, [note])
    } else seen.set(name, place)
  }
}

/** A fact of the shared vocabulary means the same everywhere: no policy may declare it again. */
function checkShared({ policy, say }: CheckContext): void {
  const { slug, kinds } = policy.meta
  const shared = policy.facts.filter((fact) => fact.owner !== slug)
  for (const fact of policy.facts) {
    if (fact.owner !== slug || kinds[fact.kind] === undefined) continue
    const before = shared.find((one) => one.name === fact.name && one.kind === fact.kind)
    if (!before) continue
    const text = { zh: '共用事实里已有。', en: 'It is one of the shared facts.' }
    const given = { name: fact.name, what: '事实', whatEn: 'fact' }
    say(P005, fact.place, given, [{ text, place: before.place }])
  }
}
