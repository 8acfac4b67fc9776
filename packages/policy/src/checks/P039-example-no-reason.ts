import { nearest } from '@huoshui/values'
import { indexOf } from '../lookup.ts'
import type { Policy } from '../policy.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** 因为 names neither a row, nor a rule, a fact, an account, or a kind. */
export const P039: Definition<{ name: string; nearest: string | null }> = {
  code: 'P039',
  severity: 'error',
  message: ({ name }) => ({
    zh: `“因为”栏的“${name}”不是哪一行、哪项事实的名称。`,
    en: `“${name}” under 因为 is the name of no row and no fact.`,
  }),
  remedy: ({ nearest: near }) => ({
    zh: near ? `是否想写“${near}”？` : '写不满足的那一行的名称，或缺的那项事实的名称。',
    en: near ? `Did you mean “${near}”?` : 'Name the row that failed, or the fact that is missing.',
  }),
  fix: ({ nearest: near }) => near ?? undefined,
}

function reasonNames(policy: Policy): Set<string> {
  const { rules, facts, accounts, kinds } = indexOf(policy)
  const names = new Set([...rules.keys(), ...facts.keys(), ...accounts.keys(), ...kinds.keys()])
  for (const rule of policy.rules) {
    if (rule.form !== 'formula') for (const row of rule.rows) names.add(row.name)
  }
  for (const procedure of policy.procedures) for (const row of procedure.acts) names.add(row.name)
  return names
}

export const checkBecause: Check = ({ policy, say }) => {
  const names = reasonNames(policy)
  const rows = [
    ...policy.examples.flatMap((one) => one.rows),
    ...policy.lives.flatMap((one) => one.rows),
  ]
  for (const row of rows) {
    for (const name of row.because) {
      if (!names.has(name)) say(P039, row.place, { name, nearest: nearest(name, [...names]) })
    }
  }
}
