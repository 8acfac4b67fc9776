import type { ActRow } from '../policy.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'
import { eachPath, exitsOf } from './states.ts'

/** A path comes to an end with a reservation still open: quota that is never given back. */
export const P034: Definition<{ act: string; state: string; accounts: readonly string[] }> = {
  code: 'P034',
  severity: 'error',
  message: ({ act, state, accounts }) => ({
    zh: `经“${act}”到“${state}”结束时，“${accounts.join('、')}”的预留还没有落实或释放。`,
    en: `“${act}” ends in “${state}” with “${accounts.join(', ')}” still reserved.`,
  }),
  remedy: ({ act }) => ({
    zh: `在记账表里给“${act}”加一行：| ${act} | 全部预留 | | | 释放 |`,
    en: `Add to the transfers: | ${act} | 全部预留 | | | 释放 |`,
  }),
  fix: ({ act }) => `| ${act} | 全部预留 | | | 释放 |`,
}

export const checkLeak: Check = ({ policy, say }) => {
  for (const procedure of policy.procedures) {
    const told = new Set<ActRow>()
    eachPath(procedure, (row, _before, after) => {
      const ended = exitsOf(procedure, row.to).length === 0
      if (!ended || after.size === 0 || told.has(row)) return
      told.add(row)
      say(P034, row.place, { act: row.name, state: row.to, accounts: [...after] })
    })
  }
}
