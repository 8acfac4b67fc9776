import { nearest } from '@huoshui/values'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** A 记账 row, or a whole table, is for something that the procedure doesn't do. */
export const P036: Definition<{
  act: string
  procedure: string
  nearest: string | null
  table: boolean
}> = {
  code: 'P036',
  severity: 'error',
  message: ({ act, procedure, table }) => ({
    zh: table
      ? `记账表写的流程“${procedure}”不存在。`
      : `流程“${procedure}”没有“${act}”这个动作，这一行永远不会记账。`,
    en: table
      ? `These transfers are for “${procedure}”, which is no procedure.`
      : `“${procedure}” has no act “${act}”: this row would never be booked.`,
  }),
  remedy: ({ nearest: near }) => ({
    zh: near ? `是否想写“${near}”？` : '改成流程里有的动作，或删去这一行。',
    en: near ? `Did you mean “${near}”?` : 'Name an act of the procedure, or delete the row.',
  }),
  fix: ({ nearest: near }) => near ?? undefined,
}

export const checkTransferActs: Check = ({ policy, draft, doc, say }) => {
  for (const procedure of policy.procedures) {
    const acts = [...new Set(procedure.acts.map((row) => row.name))]
    for (const row of procedure.transfers) {
      if (acts.includes(row.act)) continue
      const near = nearest(row.act, acts)
      say(P036, row.place, { act: row.act, procedure: procedure.name, nearest: near, table: false })
    }
  }
  const names = policy.procedures.map((procedure) => procedure.name)
  for (const table of draft.transfers) {
    if (names.includes(table.procedure)) continue
    const near = nearest(table.procedure, names)
    const place = doc.place(table.at.from, table.at.to)
    say(P036, place, { act: '', procedure: table.procedure, nearest: near, table: true })
  }
}
