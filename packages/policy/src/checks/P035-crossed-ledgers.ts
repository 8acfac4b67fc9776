import { indexOf } from '../lookup.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** A transfer moves value from one 账套 to another. */
export const P035: Definition<{ from: string; to: string; ledgers: readonly [string, string] }> = {
  code: 'P035',
  severity: 'error',
  message: ({ from, to, ledgers }) => ({
    zh: `“${from}”在账套“${ledgers[0]}”，“${to}”在账套“${ledgers[1]}”，不能互相记账。`,
    en: `“${from}” is in ledger “${ledgers[0]}”, “${to}” in “${ledgers[1]}”: no transfer may cross.`,
  }),
  remedy: () => ({
    zh: '额度记到“已用”，资金在同一账套内记；要换账套，就分成两行。',
    en: 'Book quota to 已用 and money within its own ledger; otherwise make it two rows.',
  }),
}

export const checkLedgers: Check = ({ policy, say }) => {
  const { accounts } = indexOf(policy)
  for (const procedure of policy.procedures) {
    for (const row of procedure.transfers) {
      const from = accounts.get(row.from)
      const to = accounts.get(row.to ?? '')
      if (!from || !to || from.ledger === to.ledger) continue
      say(P035, row.place, { from: from.name, to: to.name, ledgers: [from.ledger, to.ledger] })
    }
  }
}
