/** `huoshui account`: one account as it stands or stood, and its transfers. */
import {
  type AccountState,
  accountAt,
  balanceOn,
  type Kernel,
  type Movement,
  statementOf,
} from '@huoshui/kernel'
import { type Day, formatDay } from '@huoshui/values'
import { unitsPlain, unitsText } from '../amounts.ts'
import { dayGiven } from '../args.ts'
import { type Command, type Context, print, printJson } from '../context.ts'
import { dataOptions, withData } from '../data.ts'
import { exit, misuse, Stop } from '../exit.ts'
import { policyInstalled } from '../installed.ts'
import {
  type Column,
  type Listing,
  listOptions,
  type Page,
  tableLines,
  tellList,
} from '../listing.ts'
import { accountColumns, accountJson } from './accounts.ts'

function columnsOf(context: Context, unit: AccountState['unit']): Column<Movement>[] {
  const { columns, modes } = context.t.running
  return [
    { title: columns.entry, kind: 'number', text: (row) => String(row.event) },
    { title: columns.day, text: (row) => row.day },
    { title: columns.mode, text: (row) => modes[row.mode] ?? row.mode },
    {
      title: columns.amount,
      kind: 'number',
      text: (row) => unitsText(context, row.amount, unit),
      plain: (row) => unitsPlain(row.amount, unit),
    },
    { title: columns.from, kind: 'code', text: (row) => row.debit },
    { title: columns.to, kind: 'code', text: (row) => row.credit },
    { title: columns.matter, kind: 'code', text: (row) => row.matter },
  ]
}

/**
 * Transfers before an entry. An entry may make several, and a page begins between entries: it ends
 * with the last entry that is whole in it, however many rows that takes.
 */
async function pageOf(
  { db }: Kernel,
  { policy, key }: AccountState,
  after: string | null,
  limit: number,
): Promise<Page<Movement>> {
  const before = after === null ? {} : { before: BigInt(after) }
  for (let most = limit; ; most *= 2) {
    const found = await statementOf(db, policy, key, { ...before, limit: most + 1 })
    if (found.length <= most) return { rows: found, next: null }
    const cut = found.at(-1)?.event
    const rows = found.filter((row) => row.event !== cut)
    const last = rows.at(-1)
    if (last !== undefined) return { rows, next: String(last.event) }
  }
}

/** The statement of an account; of a day of the past it has nothing later. */
function listingOf(
  context: Context,
  kernel: Kernel,
  one: AccountState,
  on: Day | null,
): Listing<Movement> {
  return {
    columns: columnsOf(context, one.unit),
    page: async (after, limit) => {
      for (let from = after; ; ) {
        const { rows, next } = await pageOf(kernel, one, from, limit)
        const wanted = on === null ? rows : rows.filter((row) => row.day <= on)
        if (wanted.length > 0 || next === null) return { rows: wanted, next }
        from = next
      }
    },
    json: (row) => ({
      ...row,
      event: Number(row.event),
      amount: unitsPlain(row.amount, one.unit),
    }),
  }
}

function run(context: Context): Promise<number> {
  const { given, t, lang } = context
  const [policy, key] = given.rest as [string, string]
  const on = dayGiven(given, 'on')
  const { after } = given.values
  if (after !== undefined && !/^\d{1,18}$/.test(String(after))) {
    throw misuse((all) => all.running.badSeq(String(after)))
  }
  return withData(context, async ({ kernel, signal }) => {
    await policyInstalled(kernel.db, policy)
    const now = await accountAt(kernel.db, policy, key)
    if (now === null) throw new Stop(exit.no, (all) => all.running.noAccount(policy, key))
    const then = on === null ? {} : await balanceOn(kernel.db, policy, key, on)
    const one = { ...now, ...then }
    const head = {
      lines: [
        `${on === null ? t.running.now : t.running.onDay(formatDay(on, lang))}${t.colon}`,
        ...tableLines(context, accountColumns(context), [one]),
      ],
      json: { account: accountJson(one), on },
    }
    const listed = given.values.statement === true || given.values.csv !== undefined
    if (listed) {
      const lines = [...head.lines, `${t.running.statement}${t.colon}`]
      await tellList(context, listingOf(context, kernel, now, on), signal, { ...head, lines })
    } else if (context.json) printJson(context, head.json)
    else print(context, ...head.lines)
    return exit.fine
  })
}

export const account: Command = {
  options: {
    ...dataOptions,
    ...listOptions,
    on: { type: 'string' },
    statement: { type: 'boolean' },
  },
  words: [2, 2],
  run,
}
