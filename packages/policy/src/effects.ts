/** What follows from an act that may be done: facts, transfers, state, deadlines, notice, event. */
import { isUnknown, roundMoney } from '@huoshui/feel'
import type { Due, Performance } from './due.ts'
import { dueEntries } from './due-entries.ts'
import { indexOf } from './lookup.ts'
import type { DueEntry, Event, FactSet, Matter, Notice, StepResult } from './matter.ts'
import type { Refusal } from './refusal.ts'
import type { Work } from './work.ts'

/** Works out the effects of an act whose tests have passed, or the refusal its money meets. */
export function effectsOf(work: Work): StepResult {
  const { input, ledger } = work
  const { row, children, draws } = work.row
  const { matter, act, day } = input
  const settings = settingsOf(work)
  if ('code' in settings) return { ok: false, refusal: settings }
  const money = ledger.perform(work.row, act.actor.user, work.evaluation)
  if (!('books' in money)) {
    return { ok: false, refusal: 'code' in money ? money : work.lacking(money.missing) }
  }
  const performed: Performance = {
    act: row.name,
    day,
    actor: act.actor.user,
    filled: [...act.filled.keys()],
    from: matter.state,
    to: row.to,
  }
  const next: Matter = {
    ...matter,
    state: row.to,
    parties: work.parties,
    openedOn: matter.openedOn ?? day,
    performed: [...matter.performed, performed],
    reservations: money.reservations,
  }
  merge(work, settings, next.performed)
  const deadlines = dueEntries(work.plan, row.to, work)
  const notice = noticeOf(work, deadlines)
  if (notice && 'code' in notice) return { ok: false, refusal: notice }
  return {
    ok: true,
    effects: {
      row,
      events: [eventOf(work, performed)],
      transfers: money.transfers,
      facts: [...filledFacts(work), ...settings],
      state: row.to,
      deadlines,
      notice,
      children,
      draws,
      matter: next,
      balances: money.balances,
      accounts: money.accounts,
      books: money.books,
    },
  }
}

function eventOf({ input, row, overdueSince }: Work, performed: Performance): Event {
  const { matter, act, day } = input
  const { from, to, filled } = performed
  return {
    matter: matter.id,
    procedure: matter.procedure,
    act: performed.act,
    by: row.row.by,
    actor: act.actor,
    day,
    from,
    to,
    filled,
    overdueSince,
  }
}

/** What was set joins the facts; whatever is read from here on is read after the act. */
function merge(work: Work, settings: readonly FactSet[], performed: readonly Performance[]): void {
  settings.forEach((one, i) => {
    const key = work.row.settings[i]?.key
    if (key) work.set(key, one.value)
  })
  work.performed = performed
  work.reopen()
}

function subjectOf(work: Work, kind: string): string {
  return work.parties.get(kind) ?? work.input.matter.id
}

function filledFacts(work: Work): FactSet[] {
  const { facts } = indexOf(work.input.policy)
  const set: FactSet[] = []
  for (const [name, value] of work.input.act.filled) {
    const kind = facts.get(name)?.kind
    if (kind === undefined) continue
    set.push({ kind, subject: subjectOf(work, kind), name, value, source: '填' })
  }
  return set
}

function settingsOf(work: Work): FactSet[] | Refusal {
  const set: FactSet[] = []
  for (const { value: formula, kind, name, money } of work.row.settings) {
    const { value } = work.evaluation.run(formula)
    if (isUnknown(value)) return work.lacking(value.missing)
    const whole = money ? roundMoney(value) : value
    set.push({ kind, subject: subjectOf(work, kind), name, value: whole, source: '置' })
  }
  return set
}

/** What the act publishes; what isn't known can't be shown to the public. */
function noticeOf(work: Work, deadlines: readonly DueEntry[]): Notice | Refusal | null {
  const names = work.row.published
  if (names.length === 0) return null
  const shown = work.evaluation
  const missing = names.map((name) => shown.valueOf(name)).filter(isUnknown)
  if (missing.length > 0) return work.lacking(missing.flatMap((one) => [...one.missing]))
  const waits = deadlines.filter((entry) => entry.opens && entry.due.form === 'day')
  const until = waits
    .map((entry) => (entry.due as Extract<Due, { form: 'day' }>).day)
    .sort()
    .at(-1)
  return {
    facts: new Map(names.map((name) => [name, shown.valueOf(name)])),
    from: work.input.day,
    until: until ?? null,
  }
}
