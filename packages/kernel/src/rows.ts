/**
 * Entries to rows: the one place that says how state follows from the log.
 *
 * A batch stores what it decided through here, and `replay` rebuilds state through here, so the two
 * can only differ where a row was changed by something else.
 */
import type { Json } from './codec.ts'
import type { Entry, PerformedRow, TransferRow } from './entry.ts'
import { bytesOf, hexOf } from './hex.ts'

/** A row is an array in the order of its table's columns. */
export type Row = readonly unknown[]

/** What a batch of entries changes in one account: sums, so that each is touched once. */
export interface AccountChange {
  readonly tenant: string
  readonly policy: string
  readonly key: string
  funded: bigint
  balance: bigint
  held: bigint
  version: bigint
}

/** What a batch changes in one matter that was there before, or the row of a new one. */
export interface MatterChange {
  readonly tenant: string
  readonly id: string
  state: string
  drop: number
  performed: PerformedRow[]
  /** Null: as before. */
  reservations: Json | null
  version: bigint
}

/** What was told of one deadline: the fewest days before it, and the day it was found overdue. */
export interface Reminder {
  readonly tenant: string
  readonly matter: string
  readonly act: string
  readonly due: string
  left: number | null
  reported: string | null
}

export interface Rows {
  readonly subjects: Row[]
  readonly facts: Row[]
  readonly policies: Row[]
  readonly withdrawn: Row[]
  readonly calendars: Row[]
  readonly opened: Map<string, { readonly row: Row; readonly change: MatterChange }>
  readonly changed: Map<string, MatterChange>
  readonly parties: Row[]
  /** Matters whose deadlines are replaced, and the deadlines. */
  readonly deadlines: Map<string, Row[]>
  /** Of those matters, the deadlines (act and day) that stand in every list that replaces one. */
  readonly kept: Map<string, ReadonlySet<string>>
  readonly accounts: Row[]
  readonly balances: Map<string, AccountChange>
  readonly transfers: Row[]
  readonly notices: Row[]
  readonly actors: Row[]
  readonly roles: Row[]
  readonly endedRoles: Row[]
  readonly closedActors: Row[]
  readonly subscriptions: Row[]
  readonly endedSubscriptions: Row[]
  readonly series: Map<string, Row>
  /** Reminders sent and duties reported, by matter and by deadline. */
  readonly reminders: Map<string, Map<string, Reminder>>
  /** Subjects that facts were recorded of, with the number of the last event that did. */
  readonly versions: Map<string, bigint>
  /** The last entry that changed policies, calendars or roles; null when none did. */
  registry: bigint | null
}

const emptyRows = (): Rows => ({
  subjects: [],
  facts: [],
  policies: [],
  withdrawn: [],
  calendars: [],
  opened: new Map(),
  changed: new Map(),
  parties: [],
  deadlines: new Map(),
  kept: new Map(),
  accounts: [],
  balances: new Map(),
  transfers: [],
  notices: [],
  actors: [],
  roles: [],
  endedRoles: [],
  closedActors: [],
  subscriptions: [],
  endedSubscriptions: [],
  series: new Map(),
  reminders: new Map(),
  versions: new Map(),
  registry: null,
})

/** The rows of entries, numbered from `first`. */
export function rowsOf(entries: readonly Entry[], first: bigint): Rows {
  const rows = emptyRows()
  entries.forEach((entry, i) => {
    const seq = first + BigInt(i)
    addMatter(rows, entry, seq)
    addFacts(rows, entry, seq)
    addMoney(rows, entry, seq)
    addRegistry(rows, entry, seq)
    addSubscriptions(rows, entry, seq)
  })
  return rows
}

function addMatter(rows: Rows, entry: Entry, seq: bigint): void {
  const { tenant, matter, body } = entry
  if (matter === null) {
    addReminders(rows, entry)
    return
  }
  const change = changeOf(rows, entry, seq)
  change.state = body.to
  change.version = seq
  for (let n = body.drop ?? 0; n > 0; n--) {
    if (change.performed.length > 0) change.performed.pop()
    else change.drop++
  }
  change.performed.push(...(body.takenOver ?? []))
  if (body.performed) change.performed.push(body.performed)
  if (body.reservations) change.reservations = body.reservations as unknown as Json
  for (const [kind, subject] of Object.entries(body.parties ?? {})) {
    rows.parties.push([tenant, matter, kind, subject])
  }
  if (body.deadlines) addDeadlines(rows, matter, entry, seq)
  const { notice } = body
  if (notice) {
    const { id, from, to, facts, corrects = null } = notice
    rows.notices.push([tenant, id, matter, seq, entry.act, from, to, facts, corrects])
  }
}

/** A deadline by its act and its day; with another day it is another one. */
const deadlineKey = (act: string, due: string | null): string => `${act}\n${due ?? ''}`

/**
 * Replaces the deadlines of a matter. What was told of one counts for as long as it stands; one
 * that goes and comes back is told of anew, whether or not both happen in one batch.
 */
function addDeadlines(rows: Rows, matter: string, { tenant, body }: Entry, seq: bigint): void {
  const key = `${tenant}\n${matter}`
  const list = body.deadlines ?? []
  const stand = new Set(list.map((one) => deadlineKey(one.act, one.due)))
  const kept = rows.kept.get(key) ?? stand
  rows.kept.set(key, new Set([...kept].filter((one) => stand.has(one))))
  for (const one of rows.reminders.get(key)?.keys() ?? []) {
    if (!stand.has(one)) rows.reminders.get(key)?.delete(one)
  }
  rows.deadlines.set(
    key,
    list.map(({ act, due, form, provisional, derivation }) => {
      return [tenant, matter, act, due, form, provisional, derivation, seq]
    }),
  )
}

function addReminders(rows: Rows, { tenant, day, body }: Entry): void {
  for (const { matter, act, due, left } of body.reminders ?? []) {
    const key = `${tenant}\n${matter}`
    const own = rows.reminders.get(key) ?? new Map<string, Reminder>()
    rows.reminders.set(key, own)
    const id = deadlineKey(act, due)
    const one = own.get(id) ?? { tenant, matter, act, due, left: null, reported: null }
    own.set(id, one)
    if (left < 0) one.reported = day
    else one.left = left
  }
}

function changeOf(rows: Rows, entry: Entry, seq: bigint): MatterChange {
  const { tenant, body } = entry
  const matter = entry.matter as string
  const key = `${tenant}\n${matter}`
  const known = rows.opened.get(key)?.change ?? rows.changed.get(key)
  if (known) return known
  const change: MatterChange = {
    tenant,
    id: matter,
    state: body.to,
    drop: 0,
    performed: [],
    reservations: null,
    version: seq,
  }
  if (body.opened) {
    const { number, on, parent = null } = body.opened
    const { policy, digest, procedure } = entry
    rows.opened.set(key, {
      row: [tenant, matter, number, policy, bytesOf(digest), procedure, on, parent],
      change,
    })
    const cut = number.lastIndexOf('-')
    const series = number.slice(0, cut)
    rows.series.set(`${tenant}\n${series}`, [tenant, series, BigInt(number.slice(cut + 1))])
  } else rows.changed.set(key, change)
  return change
}

function addFacts(rows: Rows, entry: Entry, seq: bigint): void {
  const { body } = entry
  for (const one of body.subjects ?? []) {
    const { id, kind, name, code = null, owner = null } = one
    const { openFrom = null, openTo = null } = one
    rows.subjects.push([id, kind, code, name, owner, openFrom, openTo, seq, seq])
    // A new record is news of its owner: whoever has read the list reads it again.
    if (owner !== null) rows.versions.set(owner, seq)
  }
  body.facts?.forEach((fact, place) => {
    const { subject, owner, name, value, evidence, source, from, to = null } = fact
    const file = fact.file === undefined ? null : bytesOf(fact.file)
    rows.facts.push([subject, owner, name, seq, place, from, to, value, evidence, source, file])
    rows.versions.set(subject, seq)
  })
}

function addMoney(rows: Rows, entry: Entry, seq: bigint): void {
  const { tenant, policy, matter, day, body } = entry
  for (const one of body.accounts ?? []) {
    const floor = one.floor === null ? null : BigInt(one.floor)
    rows.accounts.push([tenant, policy, one.key, one.ledger, one.name, one.unit, floor])
  }
  body.transfers?.forEach((one, place) => {
    const { mode, ledger, debit, credit } = one
    const amount = BigInt(one.amount)
    rows.transfers.push([
      tenant,
      seq,
      place,
      policy,
      ledger,
      mode,
      debit,
      credit,
      amount,
      day,
      matter ?? body.onBehalfOf,
    ])
    move(rows, entry, one, amount, seq)
  })
}

function balanceOf(rows: Rows, entry: Entry, key: string, seq: bigint): AccountChange {
  const { tenant, policy } = entry
  const id = `${tenant}\n${policy}\n${key}`
  let change = rows.balances.get(id)
  if (!change) {
    change = { tenant, policy, key, funded: 0n, balance: 0n, held: 0n, version: seq }
    rows.balances.set(id, change)
  }
  change.version = seq
  return change
}

const isDeclared = (key: string) => key.endsWith(']')

/** What a movement does to the accounts at its two ends. */
function move(rows: Rows, entry: Entry, one: TransferRow, amount: bigint, seq: bigint): void {
  const from = balanceOf(rows, entry, one.debit, seq)
  switch (one.mode) {
    case 'reserve':
      from.held += amount
      return
    case 'release':
      from.held -= amount
      return
    case 'settle':
      from.held -= amount
      break
    case 'post':
    case 'fund':
      break
  }
  const to = balanceOf(rows, entry, one.credit, seq)
  from.balance -= amount
  to.balance += amount
  if (one.mode !== 'fund') return
  if (isDeclared(one.debit)) from.funded -= amount
  if (isDeclared(one.credit)) to.funded += amount
}

function addRegistry(rows: Rows, entry: Entry, seq: bigint): void {
  const { body } = entry
  for (const one of body.installed ?? []) {
    const { tenant, slug, digest, version, title, from, to, files } = one
    rows.policies.push([tenant, slug, bytesOf(digest), version, title, from, to, files, seq])
    // Installed anew: an earlier withdrawal of the same batch is over.
    const same = (row: Row) =>
      row[0] === tenant && row[1] === slug && hexOf(row[2] as Uint8Array) === digest
    for (let i = rows.withdrawn.findIndex(same); i >= 0; i = rows.withdrawn.findIndex(same)) {
      rows.withdrawn.splice(i, 1)
    }
  }
  for (const one of body.withdrawn ?? []) {
    rows.withdrawn.push([one.tenant, one.slug, bytesOf(one.digest), seq])
  }
  for (const one of body.calendars ?? []) rows.calendars.push([one.year, bytesOf(one.digest), seq])
  for (const one of body.actors ?? []) rows.actors.push([one.id, one.name, one.contact, seq])
  for (const one of body.roles ?? []) {
    const { id, actor, role, subject = null, tenant = null, policy = null, from } = one
    const { to = null, givenBy = null } = one
    rows.roles.push([id, actor, role, subject, tenant, policy, from, to, givenBy, seq])
  }
  for (const id of body.endedRoles ?? []) rows.endedRoles.push([id, seq])
  for (const id of body.closedActors ?? []) rows.closedActors.push([id, seq])
  const touched =
    body.installed ??
    body.withdrawn ??
    body.calendars ??
    body.roles ??
    body.endedRoles ??
    body.closedActors
  if (touched) rows.registry = seq
}

function addSubscriptions(rows: Rows, entry: Entry, seq: bigint): void {
  const { subscriptions, endedSubscriptions } = entry.body
  for (const one of subscriptions ?? []) {
    const { id, actor = null, subject = null, topics, channel, address } = one
    const { tenant = null, policy = null, about = null } = one
    rows.subscriptions.push([
      id,
      actor,
      subject,
      topics,
      tenant,
      policy,
      about,
      channel,
      address,
      seq,
    ])
  }
  for (const id of endedSubscriptions ?? []) rows.endedSubscriptions.push([id, seq])
  // By this number a process sees that there are new ones; see `delivery/enqueue.ts`.
  if (subscriptions) rows.series.set('\nsubscription', ['', 'subscription', seq])
}
