import { factsBelow } from '../fixed.ts'
import { indexOf } from '../lookup.ts'
import type { Policy, Procedure } from '../policy.ts'
import type { Definition } from '../problem.ts'
import { type Check, formulasOfAct } from './context.ts'

/** A procedure reads or books something of a kind that it has no slot for. */
export const P022: Definition<{ procedure: string; kind: string; name: string; act: string }> = {
  code: 'P022',
  severity: 'error',
  message: ({ procedure, kind, name, act }) => ({
    zh: `“${act}”要用${kind}的“${name}”，流程“${procedure}”却没有写明${kind}是哪一个。`,
    en: `“${act}” uses “${name}” of ${kind}, but “${procedure}” names no ${kind} among its parties.`,
  }),
  remedy: ({ procedure, kind }) => ({
    zh: `在表头的对象里加上：流程：${procedure}（…、${kind}）。`,
    en: `Add it to the header: 流程：${procedure}（…、${kind}）.`,
  }),
}

/** Whether a matter of the procedure knows which subject of a kind is meant. */
function hasSlot(policy: Policy, procedure: Procedure, name: string): boolean {
  const { kinds } = indexOf(policy)
  const kind = kinds.get(name)
  if (name === procedure.name || procedure.parties.includes(name) || kind?.call) return true
  // Records are read through the subject or matter that they belong to.
  return kind?.owner !== undefined && hasSlot(policy, procedure, kind.owner)
}

function* usesOf(policy: Policy, procedure: Procedure) {
  const { facts, accounts, rules } = indexOf(policy)
  for (const row of procedure.acts) {
    const transfers = procedure.transfers.filter((one) => one.act === row.name)
    const amounts = transfers.flatMap((one) => (one.amount ? [one.amount] : []))
    // Whoever may be drawn stands in the slot of the pool while 回避 is decided.
    const pools = row.doing.flatMap((one) => (one.verb === '抽取' && one.pool ? [one.pool] : []))
    for (const formula of [...formulasOfAct(row), ...amounts]) {
      for (const key of factsBelow(policy, formula.tree)) {
        const fact = facts.get(key)
        if (fact && !pools.includes(fact.kind)) yield { row, kind: fact.kind, name: fact.name }
      }
    }
    for (const end of transfers.flatMap((one) => [one.from, one.to ?? ''])) {
      const account = accounts.get(end)
      for (const kind of account?.keys ?? []) {
        if (kind !== '年度' && !rules.has(kind)) yield { row, kind, name: end }
      }
    }
  }
}

export const checkParties: Check = ({ policy, say }) => {
  for (const procedure of policy.procedures) {
    const told = new Set<string>()
    for (const { row, kind, name } of usesOf(policy, procedure)) {
      if (told.has(kind) || hasSlot(policy, procedure, kind)) continue
      told.add(kind)
      say(P022, row.place, { procedure: procedure.name, kind, name, act: row.name })
    }
  }
}
