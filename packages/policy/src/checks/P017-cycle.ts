import { formulasOf } from '../fixed.ts'
import { indexOf } from '../lookup.ts'
import type { Formula, Policy } from '../policy.ts'
import type { Definition } from '../problem.ts'
import { type Check, namesIn } from './context.ts'

/** A rule, an account's 注入 or a fact's default needs its own value. */
export const P017: Definition<{ chain: readonly string[] }> = {
  code: 'P017',
  severity: 'error',
  message: ({ chain }) => ({
    zh: `规则绕成一圈：${chain.join(' → ')}。`,
    en: `These rules go round in a circle: ${chain.join(' → ')}.`,
  }),
  remedy: () => ({
    zh: '断开其中一处引用；要重复使用的部分另立一条规则。',
    en: 'Break one of the references; give what is shared a rule of its own.',
  }),
}

/** The formulas that a name's value is worked out from. */
function formulasBehind(policy: Policy, name: string): readonly (Formula | null)[] {
  const { rules, accounts, facts } = indexOf(policy)
  const rule = rules.get(name)
  if (rule) return formulasOf(rule)
  const account = accounts.get(name)
  if (account) return [account.fund, account.floor]
  const fact = facts.get(name)
  return fact ? [fact.fallback, fact.floor] : []
}

export const checkCycles: Check = ({ policy, say, doc }) => {
  const { rules, accounts, facts } = indexOf(policy)
  const done = new Set<string>()
  const visit = (name: string, chain: readonly string[]): void => {
    const at = chain.indexOf(name)
    if (at >= 0) {
      const place = rules.get(name)?.place ?? accounts.get(name)?.place ?? facts.get(name)?.place
      say(P017, place ?? doc.front.placeOf('标识'), { chain: [...chain.slice(at), name] })
      return
    }
    if (done.has(name)) return
    const formulas = formulasBehind(policy, name)
    const names = new Set(formulas.flatMap((one) => (one ? [...namesIn(one.tree)] : [])))
    for (const next of names) visit(next, [...chain, name])
    done.add(name)
  }
  for (const name of [...rules.keys(), ...accounts.keys(), ...facts.keys()]) visit(name, [])
}
