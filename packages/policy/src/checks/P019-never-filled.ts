import { factsBelow } from '../fixed.ts'
import { indexOf } from '../lookup.ts'
import type { ActRow, Fact, Policy, Procedure } from '../policy.ts'
import type { Definition } from '../problem.ts'
import { type Check, formulasOfAct } from './context.ts'
import { canPrecede } from './states.ts'

/** An act reads a fact that only acts can supply, and no act before it does. */
export const P019: Definition<{ act: string; fact: string; evidence: string }> = {
  code: 'P019',
  severity: 'error',
  message: ({ act, fact, evidence }) => ({
    zh: `“${act}”要用“${fact}”（${evidence}），在它之前没有哪个动作填写或设定它。`,
    en: `“${act}” reads “${fact}” (${evidence}); no act before it fills it in or sets it.`,
  }),
  remedy: ({ fact }) => ({
    zh: `在前面某个动作的“办理”里写“填 ${fact}”，或给它默认值，或改正证据的种类。`,
    en: `Write “填 ${fact}” in an earlier act, give it a default, or correct its evidence.`,
  }),
}

const byActs = ['填报', '认定', '办理']

interface Supplier {
  readonly procedure: Procedure
  readonly row: ActRow
}

function suppliersOf(policy: Policy): Map<string, Supplier[]> {
  const { keyOf } = indexOf(policy)
  const suppliers = new Map<string, Supplier[]>()
  for (const procedure of policy.procedures) {
    for (const row of procedure.acts) {
      for (const doing of row.doing) {
        const names = doing.verb === '填' ? doing.names : doing.verb === '置' ? [doing.fact] : []
        for (const name of names) {
          const key = keyOf(name)
          suppliers.set(key, [...(suppliers.get(key) ?? []), { procedure, row }])
        }
      }
    }
  }
  return suppliers
}

/** Facts that an act needs: its condition, deadline, settings and amounts. */
function readsOf(policy: Policy, procedure: Procedure, row: ActRow): Set<string> {
  const formulas = [
    ...formulasOfAct(row),
    ...procedure.transfers.flatMap((one) =>
      one.act === row.name && one.amount ? [one.amount] : [],
    ),
  ]
  return new Set(formulas.flatMap((formula) => [...factsBelow(policy, formula.tree)]))
}

export const checkFilled: Check = ({ policy, say }) => {
  const { facts } = indexOf(policy)
  const suppliers = suppliersOf(policy)
  for (const procedure of policy.procedures) {
    const told = new Set<string>()
    for (const row of procedure.acts) {
      for (const key of readsOf(policy, procedure, row)) {
        const fact = facts.get(key) as Fact
        if (!byActs.includes(fact.evidence) || fact.fallback || told.has(key)) continue
        const kind = indexOf(policy).kinds.get(fact.kind)
        if (kind?.owner || fact.owner !== policy.meta.slug) continue
        const given = suppliers.get(key) ?? []
        const before = given.some(
          (one) => one.procedure !== procedure || canPrecede(procedure, one.row, row),
        )
        if (before) continue
        told.add(key)
        say(P019, row.place, { act: row.name, fact: fact.name, evidence: fact.evidence })
      }
    }
  }
}
