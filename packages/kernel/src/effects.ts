/** The effects of a step as entries of the log. */
import {
  type Due,
  type DueEntry,
  type Effects,
  indexOf,
  isDeclared,
  type Transfer,
} from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import { type Json, toJson } from './codec.ts'
import type {
  AccountRow,
  Body,
  DeadlineRow,
  FactRow,
  NoticeRow,
  ReservationRow,
  TransferRow,
} from './entry.ts'
import { ownerOf } from './known.ts'
import type { BatchBooks, LoadedMatter } from './loaded.ts'

/** What an entry says of an act, from its effects. */
export function bodyOf(
  before: LoadedMatter,
  effects: Effects,
  books: BatchBooks,
  makeId: () => string,
): Body {
  const { matter } = before
  const performed = effects.matter.performed.at(-1)
  const [event] = effects.events
  const facts = factsOf(before, effects)
  const parties = newParties(before, effects)
  const notice = noticeOf(effects, makeId)
  const accounts = accountsOf(effects, books)
  const transfers = effects.transfers.map(transferRow)
  const same = matter.reservations === effects.matter.reservations
  const file = event?.actor.file
  return {
    to: effects.state,
    ...(performed ? { performed } : {}),
    ...(facts.length > 0 ? { facts } : {}),
    ...(transfers.length > 0 ? { transfers } : {}),
    ...(accounts.length > 0 ? { accounts } : {}),
    ...(same ? {} : { reservations: effects.matter.reservations.map(reservationRow) }),
    ...(parties ? { parties } : {}),
    deadlines: effects.deadlines.length > 0 ? deadlineRows(effects.deadlines) : [],
    ...(notice ? { notice } : {}),
    ...(event?.overdueSince ? { overdueSince: event.overdueSince } : {}),
    ...(file ? { enteredFor: { role: effects.row.by, file } } : {}),
  }
}

function factsOf(before: LoadedMatter, effects: Effects): FactRow[] {
  const { policy } = before.installed
  const index = indexOf(policy)
  const from = effects.events[0]?.day as Day
  return effects.facts.flatMap((one): FactRow[] => {
    const fact = index.facts.get(`${one.kind}.${one.name}`) ?? index.facts.get(one.name)
    if (!fact) return []
    return [
      {
        subject: one.subject,
        owner: ownerOf(fact),
        name: fact.name,
        value: toJson(one.value),
        evidence: one.source === '置' ? '办理' : fact.evidence,
        source: effects.row.by,
        from,
      },
    ]
  })
}

function newParties(before: LoadedMatter, effects: Effects): { [kind: string]: string } | null {
  const added: { [kind: string]: string } = {}
  // A matter that has no number yet is not stored yet, nor are the calls that it pins.
  const stored = before.number === '' ? null : before.matter.parties
  for (const [kind, subject] of effects.matter.parties) {
    if (stored?.get(kind) !== subject) added[kind] = subject
  }
  return Object.keys(added).length > 0 ? added : null
}

export const reservationRow = (one: {
  account: string
  name: string
  ledger: string
  credit: string
  amount: bigint
}): ReservationRow => ({ ...one, amount: String(one.amount) })

export const transferRow = (one: Transfer): TransferRow => ({
  mode: one.mode,
  ledger: one.ledger,
  debit: one.debit,
  credit: one.credit,
  amount: String(one.amount),
})

/** Accounts that the database doesn't have yet, or whose 底线 has changed. */
function accountsOf(effects: Effects, books: BatchBooks): AccountRow[] {
  const rows: AccountRow[] = []
  for (const [key, one] of effects.accounts) {
    const { account, floor } = one
    if (!books.announce(key, floor)) continue
    const { ledger, name, unit } = account
    rows.push({ key, ledger, name, unit, floor: String(floor) })
  }
  for (const transfer of effects.transfers) {
    for (const key of [transfer.debit, transfer.credit]) {
      if (isDeclared(key) || !books.announce(key, null)) continue
      const { ledger } = transfer
      // 外部 and 已用 stand beside accounts of money or of times; they take whatever comes.
      rows.push({ key, ledger, name: key.slice(ledger.length + 1), unit: 'money', floor: null })
    }
  }
  return rows
}

const dayOfDue = (due: Due): Day | null => (due.form === 'day' ? due.day : null)

/** One deadline an act: where several rows of one name stand open, the last of their days. */
export function deadlineRows(entries: readonly DueEntry[]): DeadlineRow[] {
  const rows = new Map<string, DeadlineRow>()
  for (const { act, due, duty, opens } of entries) {
    const day = dayOfDue(due)
    const row: DeadlineRow = {
      act,
      due: day,
      form: opens ? 'after' : duty ? 'duty' : 'bar',
      provisional: due.form === 'day' && due.provisional,
      derivation: due.form === 'day' ? (due.derivation as unknown as Json) : null,
    }
    const known = rows.get(act)
    if (!known || (day !== null && (known.due === null || known.due < day))) rows.set(act, row)
  }
  return [...rows.values()]
}

function noticeOf(effects: Effects, makeId: () => string): NoticeRow | null {
  const { notice } = effects
  if (!notice) return null
  const facts: { [name: string]: Json } = {}
  for (const [name, value] of notice.facts) facts[name] = toJson(value)
  return { id: makeId(), from: notice.from, to: notice.until, facts }
}
