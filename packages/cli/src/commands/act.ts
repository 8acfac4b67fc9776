/** `huoshui act`: the one way to change anything, and why not where it is refused. */
import { randomUUID } from 'node:crypto'
import {
  type ActRequest,
  type Answer,
  type Asker,
  type Done,
  type Kernel,
  type MatterState,
  matterAt,
  policyFor,
  type Refused,
  registeredBy,
  type Target,
} from '@huoshui/kernel'
import { type Policy, word } from '@huoshui/policy'
import { textGiven } from '../args.ts'
import { type Command, type Context, print, printJson } from '../context.ts'
import { dataOptions, idGiven, type Work, withData } from '../data.ts'
import { deadlineLines, deadlinesJson } from '../deadlines.ts'
import { exit, misuse, Stop } from '../exit.ts'
import { errorsIn, tellProblems } from '../facts.ts'
import { fillsGiven, type Meant, readFilling, slotsGiven, targetMeant } from '../fill.ts'
import { refusalLine, refusalLines } from '../refusal.ts'

/** Options that say who acts. */
export const askerOptions = {
  as: { type: 'string' },
  actor: { type: 'string' },
  for: { type: 'string' },
} as const

/** Who acts, as the options say; null without `--as`. */
export function askerGiven(context: Context): Asker | null {
  const role = textGiven(context.given, 'as')
  const actor = idGiven(context, 'actor') ?? null
  const subject = idGiven(context, 'for')
  const file = textGiven(context.given, 'file')
  if (file !== undefined && !/^[0-9a-f]{64}$/.test(file)) {
    throw misuse((t) => t.running.badDigest(file))
  }
  if (role === undefined) return null
  return { actor, role, ...(subject ? { subject } : {}), ...(file ? { file } : {}) }
}

/** The matter that a word means: its id or the number that people see. */
export async function matterMeant({ db }: Kernel, word: string): Promise<MatterState> {
  const found = await matterAt(db, word)
  if (found) return found
  throw new Stop(exit.no, (t) => t.running.noMatter(word))
}

async function targetOf(
  kernel: Kernel,
  meant: Meant,
): Promise<{ target: Target; procedure: string }> {
  if (meant.form !== 'matter') return { target: meant, procedure: meant.procedure }
  const { id, procedure } = await matterMeant(kernel, meant.word)
  return { target: { form: 'matter', id }, procedure }
}

async function run(context: Context): Promise<number> {
  const { given } = context
  const act = given.rest[0] as string
  const meant = targetMeant(context)
  const asker = askerGiven(context)
  if (asker === null) throw misuse((t) => t.running.needsRole)
  const pairs = fillsGiven(context)
  const slots = slotsGiven(context)
  const key = textGiven(given, 'key') ?? randomUUID()
  return withData(context, async ({ kernel, signal }) => {
    const { target, procedure } = await targetOf(kernel, meant)
    const policy = await policyFor(kernel, target, kernel.clock.today())
    const filling = policy && readFilling(policy, procedure, act, pairs)
    if (filling && errorsIn(filling.problems) > 0) {
      if (context.json) printJson(context, { key, ok: false, problems: filling.problems })
      else tellProblems(context, '--fill', filling.problems)
      return exit.no
    }
    if (filling) tellProblems(context, '--fill', filling.problems)
    signal.throwIfAborted()
    const filled = filling?.filled ?? {}
    const request: ActRequest = { key, target, act, asker, filled, slots }
    return tellAnswer(context, { kernel, signal }, policy, key, await kernel.act(request))
  })
}

async function tellAnswer(
  context: Context,
  { kernel }: Work,
  policy: Policy | null,
  key: string,
  answer: Answer,
): Promise<number> {
  if (!answer.ok) return tellRefused(context, policy, key, answer)
  const { t } = context
  const matter = await matterAt(kernel.db, answer.matter)
  const made = await registeredBy(kernel.db, answer.matter)
  const registered = [...made.subjects, ...made.actors]
  if (context.json) {
    const { seq, entries, number, state, skipped = [] } = answer
    const deadlines = policy && matter ? deadlinesJson(policy, matter) : []
    const done = { matter: answer.matter, number, state, seq: Number(seq), entries }
    printJson(context, { key, ok: true, ...done, registered, deadlines, skipped })
  } else {
    tellDone(context, policy, key, answer, matter)
    for (const id of registered) print(context, t.running.registered(id))
  }
  return exit.fine
}

function tellDone(
  context: Context,
  policy: Policy | null,
  key: string,
  answer: Done,
  matter: MatterState | null,
): void {
  const { t, lang, ink } = context
  const { number, seq, entries, skipped = [] } = answer
  const state = policy ? word(policy, answer.state, lang) : answer.state
  print(
    context,
    ink(t.running.done(number, state), 'green'),
    `${t.running.matterId}${t.colon}${answer.matter}`,
    t.running.logged(String(seq), entries),
    `${t.running.requestKey}${t.colon}${key}`,
  )
  const due = policy && matter ? deadlineLines(context, policy, matter) : []
  if (due.length > 0) print(context, `${t.running.deadlines}${t.colon}`, ...due)
  if (skipped.length === 0) return
  print(context, `${t.running.skipped}${t.colon}`)
  for (const one of skipped) print(context, `  ${one.matter}  ${refusalLine(context, one.refusal)}`)
}

function tellRefused(
  context: Context,
  policy: Policy | null,
  key: string,
  { refusal }: Refused,
): number {
  const { t } = context
  if (context.json) printJson(context, { key, ok: false, refusal })
  else {
    print(
      context,
      ...refusalLines(context, refusal, policy),
      `  ${t.running.requestKey}${t.colon}${key}`,
    )
  }
  return exit.no
}

export const act: Command = {
  options: {
    ...dataOptions,
    ...askerOptions,
    matter: { type: 'string' },
    open: { type: 'string' },
    batch: { type: 'string' },
    call: { type: 'string' },
    fill: { type: 'string', multiple: true },
    slot: { type: 'string', multiple: true },
    file: { type: 'string' },
    key: { type: 'string' },
  },
  words: [1, 1],
  run,
}
