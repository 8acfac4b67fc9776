import { indexOf } from '../lookup.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'
import { eachPath } from './states.ts'

/** Money is paid after a public notice straight from an account that may have run short by then. */
export const P044: Definition<{ act: string; account: string }> = {
  code: 'P044',
  severity: 'warning',
  message: ({ act, account }) => ({
    zh: `“${act}”等公示届满后才从“${account}”直接付出，到时可能已经不够。`,
    en: `“${act}” posts from “${account}” only after the notice has elapsed; it may be short by then.`,
  }),
  remedy: ({ account }) => ({
    zh: `公示时就从“${account}”预留，拨付时落实，有异议时释放；条文另有安排的，写一条提到它的解释。`,
    en: `Reserve from “${account}” at the notice, settle at payout; or record a 解释 naming it.`,
  }),
}

export const checkPromised: Check = ({ policy, say }) => {
  const { accounts } = indexOf(policy)
  for (const procedure of policy.procedures) {
    const told = new Set<string>()
    eachPath(procedure, (row) => {
      if (row.deadline?.form !== 'after') return
      for (const transfer of procedure.transfers) {
        if (transfer.act !== row.name || transfer.mode !== 'post') continue
        if (!accounts.get(transfer.from)?.fund || told.has(transfer.from)) continue
        // A recorded 解释 that names the account answers for paying it late.
        if (policy.interpretations.some((one) => one.touches.includes(transfer.from))) continue
        told.add(transfer.from)
        say(P044, transfer.place, { act: row.name, account: transfer.from })
      }
    })
  }
}
