/** What follows from an act that may be done: facts, transfers, state, deadlines, notice, event. */
import { isUnknown, roundMoney } from '@huoshui/feel'
import { type Due, type DueContext, dueOf, type Performance } from './due.ts'
import { factKey, indexOf } from './lookup.ts'
import type { DueEntry, Event, FactSet, Matter, Notice, StepResult } from './matter.ts'
import type { Refusal } from './refusal.ts'
import { dueContext, lacking, open, type Work } from './work.ts'

/** Works out the effects of an act whose tests have passed, or the refusal its money meets. */
export function effectsOf(work: Work): StepResult {
  const { input, row, ledger } = work
  const { matter, act, day } = input
  const settings = settingsOf(work)
  if ('code' in settings) return { ok: false, refusal: settings }
  const money = ledger.perform(work.procedure, row, act.actor.user, work.evaluation)
  if (!('books' in money)) {
    return { ok: false, refusal: 'code' in money ? money : lacking(work, money.missing) }
  }
  const facts = [...filledFacts(work), ...settings]
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
  for (const one of facts) {
    const fact = indexOf(input.policy).facts.get(one.name)
    if (fact) work.facts.set(factKey(input.policy, fact), one.value)
  }
  const event: Event = {
    matter: matter.id,
    procedure: matter.procedure,
    act: row.name,
    by: row.by,
    actor: act.actor,
    day,
    from: matter.state,
    to: row.to,
    filled: performed.filled,
    overdueSince: work.overdueSince,
  }
  const deadlines = deadlinesOf(work, next)
  return {
    ok: true,
    effects: {
      row,
      events: [event],
      transfers: money.transfers,
      facts,
      state: row.to,
      deadlines,
      notice: noticeOf(work, deadlines),
      children: row.doing.flatMap((doing) => (doing.verb === '派' ? [doing.procedure] : [])),
      draws: row.doing.filter((doing) => doing.verb === '抽取'),
      matter: next,
      books: money.books,
    },
  }
}

function subjectOf(work: Work, kind: string): string {
  return work.parties.get(kind) ?? work.input.matter.id
}

function filledFacts(work: Work): FactSet[] {
  const { facts } = indexOf(work.input.policy)
  return [...work.input.act.filled].flatMap(([name, value]) => {
    const kind = facts.get(name)?.kind
    if (kind === undefined) return []
    return [{ kind, subject: subjectOf(work, kind), name, value, source: '填' as const }]
  })
}

function settingsOf(work: Work): FactSet[] | Refusal {
  const { facts } = indexOf(work.input.policy)
  const set: FactSet[] = []
  for (const doing of work.row.doing) {
    if (doing.verb !== '置') continue
    const { value } = work.evaluation.run(doing.value)
    if (isUnknown(value)) return lacking(work, value.missing)
    const fact = facts.get(doing.fact)
    const kind = fact?.kind ?? work.procedure.name
    const name = fact?.name ?? doing.fact
    const whole = fact?.type.kind === 'money' ? roundMoney(value) : value
    set.push({ kind, subject: subjectOf(work, kind), name, value: whole, source: '置' })
  }
  return set
}

/** What falls due, lapses or opens in the state that the matter has come to. */
function deadlinesOf(work: Work, next: Matter): DueEntry[] {
  const context: DueContext = {
    ...dueContext(work),
    evaluation: open(work),
    performed: next.performed,
  }
  return work.procedure.acts.flatMap((row): DueEntry[] => {
    const { deadline } = row
    if (!deadline || deadline.form === 'lapse' || !row.from.includes(next.state as string))
      return []
    const due = dueOf(deadline, context)
    if (due.form === 'none') return []
    const duty = deadline.form === 'within' && deadline.duty
    return [{ act: row.name, due, duty, opens: deadline.form === 'after' }]
  })
}

function noticeOf(work: Work, deadlines: readonly DueEntry[]): Notice | null {
  const names = work.row.doing.flatMap((doing) => (doing.verb === '公示' ? doing.names : []))
  if (names.length === 0) return null
  const shown = open(work)
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
