import { formulasOf } from '../fixed.ts'
import { indexOf } from '../lookup.ts'
import type { ActRow, Policy } from '../policy.ts'
import type { Definition } from '../problem.ts'
import { type Check, namesIn } from './context.ts'
import { eachPath } from './states.ts'

/** An act checks again a quota that the same matter has already reserved from. */
export const P018: Definition<{ act: string; account: string; reservedBy: string }> = {
  code: 'P018',
  severity: 'warning',
  message: ({ act, account, reservedBy }) => ({
    zh: `“${act}”又查“${account}”的余额，而本事项在“${reservedBy}”时已经从里面预留了。`,
    en: `“${act}” checks “${account}” again, though “${reservedBy}” reserved from it already.`,
  }),
  remedy: () => ({
    zh: '把规则拆开：实质条件可以复查，额度只在预留时查一次。',
    en: 'Split the rule: substance may be checked again, the quota once, when it is reserved.',
  }),
}

/** Accounts whose balance a condition reads, through the rules it names. */
function accountsRead(policy: Policy, row: ActRow): Set<string> {
  const { rules, accounts } = indexOf(policy)
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (names: Iterable<string>) => {
    for (const name of names) {
      if (seen.has(name)) continue
      seen.add(name)
      if (accounts.has(name)) found.add(name)
      const rule = rules.get(name)
      if (rule) for (const formula of formulasOf(rule)) visit(namesIn(formula.tree))
    }
  }
  if (row.condition) visit(namesIn(row.condition.tree))
  return found
}

export const checkOwnReservation: Check = ({ policy, say }) => {
  for (const procedure of policy.procedures) {
    const told = new Set<string>()
    // A row stands on many paths and reads the same on all of them.
    const readBy = new Map<ActRow, ReadonlySet<string>>()
    eachPath(procedure, (row, before) => {
      if (before.size === 0 || told.has(row.name)) return
      const read = readBy.get(row) ?? accountsRead(policy, row)
      readBy.set(row, read)
      const account = [...before].find((name) => read.has(name))
      if (account === undefined) return
      told.add(row.name)
      const reserving = procedure.transfers.find(
        (one) => one.mode === 'reserve' && one.from === account,
      )
      say(P018, row.place, { act: row.name, account, reservedBy: reserving?.act ?? '' })
    })
  }
}
