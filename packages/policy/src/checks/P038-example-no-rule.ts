import { nearest, type SourcePlace } from '@huoshui/values'
import { indexOf } from '../lookup.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** An example expects something that is no rule, fact or account, or starts from no baseline. */
export const P038: Definition<{ name: string; nearest: string | null; baseline: boolean }> = {
  code: 'P038',
  severity: 'error',
  message: ({ name, baseline }) => ({
    zh: baseline
      ? `没有名为“${name || '（空）'}”的基准。`
      : `算例要看的“${name}”不是规则、事实或账户。`,
    en: baseline ? `There is no baseline “${name}”.` : `“${name}” is no rule, fact or account.`,
  }),
  remedy: ({ nearest: near, baseline }) => ({
    zh: baseline
      ? '写一个 ```feel 基准 块。'
      : near
        ? `是否想写“${near}”？`
        : '写规则表或公式的名称。',
    en: baseline
      ? 'Write a block headed ```feel 基准.'
      : near
        ? `Did you mean “${near}”?`
        : 'Name a rule, fact or account.',
  }),
  fix: ({ nearest: near }) => near ?? undefined,
}

export const checkExampleRules: Check = ({ policy, typing, say }) => {
  const { rules, facts, accounts } = indexOf(policy)
  const all = [...rules.keys(), ...facts.keys(), ...accounts.keys()]
  const told = new Set<string>()
  const tell = (name: string, place: SourcePlace, extra: readonly string[]) => {
    const known = typing.typeOf(name) !== undefined || extra.includes(name)
    if (known || told.has(name)) return
    told.add(name)
    say(P038, place, { name, nearest: nearest(name, all), baseline: false })
  }
  const baselines = policy.baselines.map((one) => one.name)
  for (const table of policy.examples) {
    if (!baselines.includes(table.baseline)) {
      say(P038, table.place, { name: table.baseline, nearest: null, baseline: true })
    }
    for (const row of table.rows) for (const one of row.expected) tell(one.name, one.place, [])
  }
  for (const life of policy.lives) {
    if (life.baseline !== '' && !baselines.includes(life.baseline)) {
      say(P038, life.place, { name: life.baseline, nearest: null, baseline: true })
    }
    for (const row of life.rows) {
      for (const one of row.expected) tell(one.name, one.place, ['状态', '拒绝', '超期'])
    }
  }
}
