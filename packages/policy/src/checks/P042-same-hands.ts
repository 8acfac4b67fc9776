import { factsBelow } from '../fixed.ts'
import { indexOf } from '../lookup.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** One act both fills an amount in and books it, so that maker and checker are the same person. */
export const P042: Definition<{ act: string; fact: string }> = {
  code: 'P042',
  severity: 'error',
  message: ({ act, fact }) => ({
    zh: `“${act}”一步里既填“${fact}”又按它记账，经办和复核成了同一个人。`,
    en: `“${act}” both fills in “${fact}” and books it: maker and checker are one person.`,
  }),
  remedy: ({ act, fact }) => ({
    zh: `在前一步填“${fact}”，“${act}”只记账。`,
    en: `Fill in “${fact}” in an earlier act and let “${act}” only book it.`,
  }),
}

export const checkSameHands: Check = ({ policy, say }) => {
  const { keyOf } = indexOf(policy)
  for (const procedure of policy.procedures) {
    for (const transfer of procedure.transfers) {
      if (!transfer.amount || transfer.mode === 'reserve' || transfer.mode === 'release') continue
      const read = factsBelow(policy, transfer.amount.tree)
      for (const row of procedure.acts.filter((one) => one.name === transfer.act)) {
        const filled = row.doing.flatMap((doing) => (doing.verb === '填' ? doing.names : []))
        const own = filled.find((name) => read.has(keyOf(name)))
        if (own !== undefined) say(P042, row.place, { act: row.name, fact: own })
      }
    }
  }
}
