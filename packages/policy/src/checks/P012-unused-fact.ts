import { walk } from '@huoshui/feel'
import { formulasOf } from '../fixed.ts'
import type { Formula } from '../policy.ts'
import type { Definition } from '../problem.ts'
import { type Check, type CheckContext, formulasOfAct } from './context.ts'

/** A fact is declared and nothing reads it, publishes it, or is decided by it. */
export const P012: Definition<{ name: string }> = {
  code: 'P012',
  severity: 'error',
  message: ({ name }) => ({
    zh: `事实“${name}”没有任何规则或动作用到。`,
    en: `Nothing reads the fact “${name}”.`,
  }),
  remedy: () => ({
    zh: '删去这一行，或把该用它的规则写出来：多半是哪条规则查错了事实。',
    en: 'Delete it, or write the rule that should read it: often some rule reads the wrong fact.',
  }),
}

/** Every name that a formula, a 公示, a key or an imported use mentions. */
function usedNames({ policy }: CheckContext): Set<string> {
  const used = new Set<string>()
  // A field of a record is read as a path, such as 得分 in `max(专利.得分)`.
  const read = (formula: Formula | null) => {
    if (!formula) return
    walk(formula.tree, (node) => {
      if (node.kind === 'name' || node.kind === 'path') used.add(node.name)
    })
  }
  for (const rule of policy.rules) for (const formula of formulasOf(rule)) read(formula)
  for (const account of policy.accounts) {
    read(account.fund)
    read(account.floor)
  }
  for (const procedure of policy.procedures) {
    for (const row of procedure.acts) {
      for (const formula of formulasOfAct(row)) read(formula)
      for (const doing of row.doing) {
        if (doing.verb === '公示') for (const name of doing.names) used.add(name)
      }
    }
    for (const row of procedure.transfers) read(row.amount)
  }
  for (const fact of policy.facts) read(fact.floor)
  return used
}

export const checkUnused: Check = (context) => {
  const { policy, say } = context
  const used = usedNames(context)
  for (const fact of policy.facts) {
    if (fact.owner !== policy.meta.slug) continue
    if (used.has(fact.name) || used.has(`${fact.kind}.${fact.name}`)) continue
    say(P012, fact.place, { name: fact.name })
  }
}
