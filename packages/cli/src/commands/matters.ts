/** `huoshui matters`: matters of a policy, a procedure, a state or a subject. */
import { type MatterFilter, type MatterRow, mattersOf } from '@huoshui/kernel'
import { textGiven } from '../args.ts'
import type { Command, Context } from '../context.ts'
import { dataOptions, idGiven, withData } from '../data.ts'
import { exit } from '../exit.ts'
import { policyInstalled } from '../installed.ts'
import { type Column, listOptions, pagesOf, tellList } from '../listing.ts'

const columnsOf = ({ t }: Context): Column<MatterRow>[] => {
  const { columns } = t.running
  return [
    { title: columns.number, kind: 'code', text: (row) => row.number },
    { title: columns.state, text: (row) => row.state },
    { title: columns.policy, text: (row) => row.policy },
    { title: columns.procedure, text: (row) => row.procedure },
    { title: columns.opened, text: (row) => row.opened },
    { title: columns.id, kind: 'code', text: (row) => row.id },
  ]
}

function run(context: Context): Promise<number> {
  const { given } = context
  const subject = idGiven(context, 'subject')
  idGiven(context, 'after')
  return withData(context, async ({ kernel, signal }) => {
    const { db } = kernel
    const policy = textGiven(given, 'policy')
    if (policy !== undefined) await policyInstalled(db, policy)
    const [procedure, state] = [textGiven(given, 'procedure'), textGiven(given, 'state')]
    const filter: MatterFilter = {
      ...(policy === undefined ? {} : { policy }),
      ...(procedure === undefined ? {} : { procedure }),
      ...(state === undefined ? {} : { state }),
      ...(subject === undefined ? {} : { subject }),
    }
    await tellList(
      context,
      {
        columns: columnsOf(context),
        page: pagesOf(
          (after, limit) => mattersOf(db, { ...filter, ...(after ? { after } : {}), limit }),
          (row) => row.id,
        ),
        json: (row) => row,
      },
      signal,
    )
    return exit.fine
  })
}

export const matters: Command = {
  options: {
    ...dataOptions,
    ...listOptions,
    policy: { type: 'string' },
    procedure: { type: 'string' },
    state: { type: 'string' },
    subject: { type: 'string' },
  },
  words: [0, 0],
  run,
}
