import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'
import { eachPath } from './states.ts'

/** An act settles what no act before it has reserved: nothing would be booked. */
export const P041: Definition<{ act: string; account: string }> = {
  code: 'P041',
  severity: 'error',
  message: ({ act, account }) => ({
    zh: `“${act}”要落实“${account}”，可是走到这一步时没有预留可以落实。`,
    en: `“${act}” settles “${account}”, but nothing is reserved there by then.`,
  }),
  remedy: ({ account }) => ({
    zh: `在前面的动作里从“${account}”预留，或把这一行改成直记。`,
    en: `Reserve from “${account}” in an earlier act, or make this row 直记.`,
  }),
}

export const checkReserved: Check = ({ policy, say }) => {
  for (const procedure of policy.procedures) {
    const told = new Set<unknown>()
    eachPath(procedure, (row, before) => {
      for (const transfer of procedure.transfers) {
        if (transfer.act !== row.name || transfer.mode !== 'settle' || told.has(transfer)) continue
        const held = transfer.from === '全部预留' ? before.size > 0 : before.has(transfer.from)
        if (held) continue
        told.add(transfer)
        say(P041, transfer.place, { act: row.name, account: transfer.from })
      }
    })
  }
}
