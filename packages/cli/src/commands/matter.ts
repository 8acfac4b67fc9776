/** `huoshui matter`: one matter, what was done in it, and what is open now and why not. */
import {
  type Kernel,
  type MatterState,
  type OpenActs,
  openActs,
  peopleAt,
  sayRefusal,
  subjectsAt,
} from '@huoshui/kernel'
import { type Ask, type Policy, word, writeAs } from '@huoshui/policy'
import { formatDay } from '@huoshui/values'
import { unitsPlain, unitsText } from '../amounts.ts'
import { type Command, type Context, print, printJson } from '../context.ts'
import { dataOptions, isId, withData } from '../data.ts'
import { deadlineLines, deadlinesJson } from '../deadlines.ts'
import { exit } from '../exit.ts'
import { refusalLine } from '../refusal.ts'
import { askerGiven, askerOptions, matterMeant } from './act.ts'

/** A matter with the names of all that it mentions by id. */
interface Told {
  readonly matter: MatterState
  readonly open: OpenActs
  readonly nameOf: (id: string) => string
}

async function namesFor({ db }: Kernel, matter: MatterState): Promise<Told['nameOf']> {
  const subjects = await subjectsAt(db, Object.values(matter.parties))
  const ids = [...new Set(matter.performed.map((one) => one.actor))].filter(isId)
  const people = await peopleAt(db, ids)
  const names = new Map([...subjects, ...people].map((one) => [one.id, one.name]))
  return (id) => names.get(id) ?? id
}

async function run(context: Context): Promise<number> {
  const asker = askerGiven(context)
  return withData(context, async ({ kernel }) => {
    const matter = await matterMeant(kernel, context.given.rest[0] as string)
    const today = kernel.clock.today()
    const open = await openActs(kernel, matter.id, today, asker ?? 'anyone')
    if (open === null) throw new Error(`matter ${matter.id} was there a moment ago`)
    const told = { matter, open, nameOf: await namesFor(kernel, matter) }
    if (context.json) printJson(context, matterJson(told))
    else tell(context, told)
    return exit.fine
  })
}

const unitOf = (policy: Policy, account: string) =>
  policy.accounts.find((one) => one.name === account)?.unit ?? 'money'

function tell(context: Context, { matter, open, nameOf }: Told): void {
  const { t, lang, ink } = context
  const { running } = t
  const { policy, acts } = open
  const named = (name: string) => word(policy, name, lang)
  const where = `${matter.policy}#${matter.procedure}`
  const since = running.openedOn(formatDay(matter.opened, lang))
  print(
    context,
    ink(`${matter.number}  ${named(matter.state)}`, 'bold'),
    `${named(matter.procedure)}${t.cite(where)}  ${since}`,
    `${running.matterId}${t.colon}${matter.id}`,
  )
  if (matter.parent) print(context, `${running.parent}${t.colon}${matter.parent}`)
  const section = (label: string, lines: readonly string[]) => {
    if (lines.length > 0) print(context, `${label}${t.colon}`, ...lines)
  }
  const parties = Object.entries(matter.parties).map(
    ([kind, id]) => `  ${named(kind)}${t.colon}${nameOf(id)}  ${ink(id, 'dim')}`,
  )
  section(running.parties, parties)
  section(
    running.performed,
    matter.performed.map(
      ({ day, act, from, to, actor }) =>
        `  ${day}  ${named(act)}  ${named(from ?? '起')} → ${named(to)}  ${nameOf(actor)}`,
    ),
  )
  section(
    running.reservations,
    matter.reservations.map(({ name, amount, account }) => {
      const text = unitsText(context, BigInt(amount), unitOf(policy, name))
      return `  ${named(name)}${t.colon}${text}  ${ink(account, 'dim')}`
    }),
  )
  section(running.deadlines, deadlineLines(context, policy, matter))
  section(running.openActs, actLines(context, policy, acts))
  const entries = running.entries(matter.entries.join(t.list))
  print(context, `${running.entriesOf}${t.colon}${entries}`)
}

function actLines(context: Context, policy: Policy, acts: OpenActs['acts']): string[] {
  const { t, lang, ink } = context
  const { running } = t
  if (acts.length === 0) return [`  ${running.nothingOpen}`]
  return acts.flatMap((one) => {
    const by = t.cite(word(policy, one.row.by, lang))
    const name = `${word(policy, one.act, lang)}${by}`
    if (one.refusal) {
      const why = refusalLine(context, sayRefusal(policy, one.refusal))
      return [`  ${ink('✗', 'red')} ${name}${t.colon}${running.cannotDo}${t.comma}${why}`]
    }
    const said = one.undecided ? t.cite(running.undecided) : ''
    const late = one.overdueSince
      ? `${t.comma}${running.overdueSince(formatDay(one.overdueSince, lang))}`
      : ''
    const lines = [`  ${ink('✓', 'green')} ${name}${t.colon}${running.canDo}${said}${late}`]
    const asks = one.asks.map((ask) => askText(context, policy, ask))
    if (asks.length > 0) lines.push(`    ${running.asks}${t.colon}${asks.join(t.list)}`)
    return lines
  })
}

/** What an act asks for, with what to write. */
function askText({ t, lang }: Context, policy: Policy, ask: Ask): string {
  switch (ask.form) {
    case 'slot':
      return word(policy, ask.kind, lang)
    case 'fact':
      return `${word(policy, ask.fact.name, lang)}${t.cite(t.pick(writeAs(ask.fact.type)))}`
    case 'file':
      return t.running.asksFile
  }
}

function askJson(ask: Ask): object {
  switch (ask.form) {
    case 'slot':
      return { form: ask.form, kind: ask.kind }
    case 'fact':
      return { form: ask.form, fact: ask.fact.name, write: writeAs(ask.fact.type) }
    case 'file':
      return { form: ask.form, of: ask.of }
  }
}

function matterJson({ matter, open, nameOf }: Told): object {
  const { policy, acts } = open
  return {
    ...matter,
    entries: matter.entries.map(Number),
    parties: Object.entries(matter.parties).map(([kind, id]) => ({ kind, id, name: nameOf(id) })),
    reservations: matter.reservations.map((one) => ({
      ...one,
      amount: unitsPlain(BigInt(one.amount), unitOf(policy, one.name)),
    })),
    deadlines: deadlinesJson(policy, matter),
    acts: acts.map((one) => ({
      act: one.act,
      by: one.row.by,
      open: one.refusal === null,
      refusal: one.refusal && sayRefusal(policy, one.refusal),
      undecided: one.undecided,
      overdueSince: one.overdueSince,
      asks: one.asks.map(askJson),
    })),
  }
}

export const matter: Command = {
  options: { ...dataOptions, ...askerOptions },
  words: [1, 1],
  run,
}
