/** `huoshui facts`: what is known of a subject on a day, on whose word, and where that differs. */
import {
  type FactState,
  factsOn,
  fromJson,
  type Json,
  type Registry,
  registryOf,
  subjectsAt,
} from '@huoshui/kernel'
import {
  type Evidence,
  evidenceWord,
  type Fact,
  type Policy,
  spell,
  valueToJson,
} from '@huoshui/policy'
import { formatDay } from '@huoshui/values'
import { dayGiven } from '../args.ts'
import type { Command, Context } from '../context.ts'
import { dataOptions, idMeant, withData } from '../data.ts'
import { exit, Stop } from '../exit.ts'
import { type Column, tellList } from '../listing.ts'

/** The declaration by which a fact is read; null where none is installed any more. */
type Declared = { readonly policy: Policy; readonly fact: Fact } | null

/** Finds declarations by `terms#职工总数` or `slug#名`, the latest installed first. */
function declarations({ all }: Registry): (id: string) => Declared {
  const found = new Map<string, Declared>()
  for (const { policy } of all) {
    for (const fact of policy.facts) {
      const owner = fact.owner.startsWith('terms/') ? 'terms' : fact.owner
      found.set(`${owner}#${fact.name}`, { policy, fact })
    }
  }
  return (id) => found.get(id) ?? null
}

interface Row extends FactState {
  readonly declared: Declared
}

function valueText({ lang }: Context, declared: Declared, json: Json): string {
  if (declared === null) return JSON.stringify(json)
  return spell(declared.policy, fromJson(json), declared.fact.type, lang)
}

/** A value as data: amounts and numbers as text, days in ISO. */
const valueJson = (declared: Declared, json: Json): unknown =>
  declared === null ? json : valueToJson(fromJson(json), declared.fact.type)

/** A value as a spreadsheet has it. */
function valuePlain(context: Context, declared: Declared, json: Json): string {
  const plain = valueJson(declared, json)
  return typeof plain === 'string' ? plain : valueText(context, declared, json)
}

function columnsOf(context: Context): Column<Row>[] {
  const { t, lang } = context
  const { columns } = t.running
  const source = (one: Pick<FactState, 'evidence' | 'source'>) => {
    const evidence = lang === 'en' ? evidenceWord(one.evidence as Evidence) : one.evidence
    return `${evidence}${t.cite(one.source)}`
  }
  return [
    { title: columns.fact, text: (row) => row.fact },
    {
      title: columns.value,
      text: (row) => valueText(context, row.declared, row.value),
      plain: (row) => valuePlain(context, row.declared, row.value),
      kind: 'code',
    },
    { title: columns.since, text: (row) => row.from },
    { title: columns.source, text: source },
    { title: columns.entry, kind: 'number', text: (row) => String(row.event) },
    {
      title: columns.conflicts,
      text: (row) =>
        row.conflicts
          .map((one) => `${valueText(context, row.declared, one.value)}${t.cite(source(one))}`)
          .join(t.semicolon),
    },
  ]
}

const rowJson = ({ declared, event, conflicts, value, ...row }: Row): object => ({
  ...row,
  event: Number(event),
  value: valueJson(declared, value),
  conflicts: conflicts.map((one) => ({ ...one, value: valueJson(declared, one.value) })),
})

function run(context: Context): Promise<number> {
  const { given, t, lang } = context
  const id = idMeant(t.running.columns.id, given.rest[0] as string)
  return withData(context, async ({ kernel, signal }) => {
    const day = dayGiven(given, 'on') ?? kernel.clock.today()
    const [subject] = await subjectsAt(kernel.db, [id])
    if (!subject) throw new Stop(exit.no, (all) => all.running.noSubject(id))
    const find = declarations(await registryOf(kernel))
    const facts = await factsOn(kernel.db, id, day)
    const rows = facts.map((one): Row => ({ ...one, declared: find(one.fact) }))
    const { name, kind } = subject
    await tellList(
      context,
      { columns: columnsOf(context), page: async () => ({ rows, next: null }), json: rowJson },
      signal,
      { lines: [`${name}${t.cite(kind)}  ${t.on(formatDay(day, lang))}`], json: { subject, day } },
    )
    return exit.fine
  })
}

export const facts: Command = {
  options: { ...dataOptions, on: { type: 'string' }, csv: { type: 'string' } },
  words: [1, 1],
  run,
}
