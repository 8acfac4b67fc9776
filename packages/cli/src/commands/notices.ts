/** `huoshui notices`: what is on public display on a day. */
import { fromJson, type NoticeState, noticesOn, policyFor } from '@huoshui/kernel'
import { indexOf, type Policy, spell, word } from '@huoshui/policy'
import { formatDay } from '@huoshui/values'
import { dayGiven } from '../args.ts'
import type { Command, Context } from '../context.ts'
import { dataOptions, idGiven, withData } from '../data.ts'
import { exit } from '../exit.ts'
import { type Column, listOptions, pagesOf, tellList } from '../listing.ts'

interface Row extends NoticeState {
  readonly policy: Policy | null
}

/** What is shown, fact by fact. */
function shownText({ lang, t }: Context, { facts, policy }: Row): string {
  return Object.entries(facts)
    .map(([name, json]) => {
      const fact = policy && indexOf(policy).facts.get(name)
      if (!policy || !fact) return `${name}${t.colon}${JSON.stringify(json)}`
      const value = spell(policy, fromJson(json), fact.type, lang)
      return `${word(policy, name, lang)}${t.colon}${value}`
    })
    .join(t.semicolon)
}

function columnsOf(context: Context): Column<Row>[] {
  const { columns } = context.t.running
  return [
    { title: columns.act, text: (row) => row.act },
    { title: columns.from, text: (row) => row.shown_from },
    { title: columns.until, text: (row) => row.shown_to ?? '' },
    { title: columns.shown, text: (row) => shownText(context, row) },
    { title: columns.matter, kind: 'code', text: (row) => row.matter },
    { title: columns.corrects, kind: 'code', text: (row) => row.corrects ?? '' },
    { title: columns.id, kind: 'code', text: (row) => row.id },
  ]
}

function run(context: Context): Promise<number> {
  const { given, t, lang } = context
  idGiven(context, 'after')
  return withData(context, async ({ kernel, signal }) => {
    const day = dayGiven(given, 'on') ?? kernel.clock.today()
    const read = async (after: string | null, limit: number): Promise<Row[]> => {
      const rows = await noticesOn(kernel.db, day, limit, after)
      const policies = new Map<string, Policy | null>()
      for (const { matter } of rows) {
        if (policies.has(matter)) continue
        policies.set(matter, await policyFor(kernel, { form: 'matter', id: matter }, day))
      }
      return rows.map((row) => ({ ...row, policy: policies.get(row.matter) ?? null }))
    }
    await tellList(
      context,
      {
        columns: columnsOf(context),
        page: pagesOf(read, (row) => row.id),
        json: ({ policy: _, event, ...row }) => ({ ...row, event: Number(event) }),
      },
      signal,
      { lines: [t.on(formatDay(day, lang))], json: { day } },
    )
    return exit.fine
  })
}

export const notices: Command = {
  options: { ...dataOptions, ...listOptions, on: { type: 'string' } },
  words: [0, 0],
  run,
}
