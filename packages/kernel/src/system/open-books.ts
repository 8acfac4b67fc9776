/**
 * 期初: a programme that already ran elsewhere is taken over, its balances and unfinished matters.
 *
 * The file is `OpeningFile` in JSON. Everything in it is held against the policy; any mistake keeps
 * all of it out.
 */
import {
  type Balance,
  type Booking,
  type ChangedAccount,
  indexOf,
  isDeclared,
  openAccount,
  type TakenOver,
  type Transfer,
  takeOver,
} from '@huoshui/policy'
import { type Day, Decimal } from '@huoshui/values'
import { toJson } from '../codec.ts'
import { deadlineRows, reservationRow, transferRow } from '../effects.ts'
import type { AccountRow, Entry, FactRow, SubjectRow } from '../entry.ts'
import { kindName, ownerOf } from '../known.ts'
import { booksOf, loadCalls, loadHolders } from '../load.ts'
import { type BatchBooks, type LoadedMatter, openCall } from '../loaded.ts'
import { matterEntry } from '../matter-entry.ts'
import { nextNumber, seriesOf } from '../numbers.ts'
import { type Installed, versionFor } from '../registry.ts'
import { factsOf, newHolder } from '../step-input.ts'
import {
  type BuiltIn,
  type Consequence,
  filledFor,
  type InTheWay,
  inTheWay,
  isInTheWay,
  nothing,
  type Trouble,
  trouble,
} from './built-in.ts'
import { holderWith } from './holder-with.ts'
import { type AccountRead, type MatterRead, type OpeningRead, readOpening } from './opening-file.ts'
import { type OpeningSubjects, resolveSubjects } from './opening-subjects.ts'
import { contentOf, type Shape, textIn } from './shape.ts'

interface Prepared {
  readonly installed: Installed
  readonly subjects: readonly SubjectRow[]
  readonly openings: readonly Booking[]
  readonly taken: readonly TakenOver[]
  readonly balances: ReadonlyMap<string, Balance>
}

type Found<T> = T | InTheWay

const filePlace = { zh: '期初文件', en: '期初文件' }

/** 登记期初: all of it could be booked, and its sum is the one that is said. */
export async function proposeOpening(one: BuiltIn): Promise<Consequence> {
  const found = await prepared(one)
  return isInTheWay(found) ? found : nothing
}

/** 同意期初: balances are booked from 外部, and matters go on from where they stand. */
export async function open(one: BuiltIn): Promise<Consequence> {
  const found = await prepared(one)
  if (isInTheWay(found)) return { ...found, code: 'R5' }
  const { installed, openings, taken, subjects } = found
  await loadSeries(one, installed.tenant, taken)
  const books = booksOf(one.loaded, installed.tenant, installed.slug)
  const entries: Entry[] = []
  if (openings.length > 0) entries.push(booksEntry(one, installed, openings, books))
  const matters: LoadedMatter[] = []
  for (const each of taken) {
    const { matter, entry } = takenEntry(one, installed, each, books)
    matters.push(matter)
    entries.push(entry)
  }
  for (const [key, balance] of found.balances) books.set(key, balance)
  return { body: subjects.length > 0 ? { subjects } : {}, entries, matters }
}

async function prepared(one: BuiltIn): Promise<Found<Prepared>> {
  const file = await contentOf(one, '期初文件')
  if (isInTheWay(file)) return file
  const shape: Shape = { troubles: [] }
  const slug = textIn(shape, file.json, 'policy', filePlace)
  if (shape.troubles.length > 0) return shape
  const installed = versionFor(one.loaded.registry, slug, one.day)
  if (!installed) {
    return inTheWay(
      trouble(
        [`${one.day} 没有施行中的“${slug}”。`, `No version of “${slug}” is in force.`],
        ['先安装政策，或者改“policy”。', 'Install the policy first, or mend “policy”.'],
        filePlace,
      ),
    )
  }
  const read = readOpening(installed.policy, file.json)
  if (isInTheWay(read)) return read
  const sum = sumTrouble(one, installed, read)
  const subjects = await resolveSubjects(one, installed, read)
  if (isInTheWay(subjects)) return { troubles: [...sum, ...subjects.troubles] }
  await loadHolders(one.tx, one.loaded, one.cache, [...subjects.ids.values()])
  const days = [one.day, ...read.matters.flatMap((it) => it.performed.map((done) => done.day))]
  await loadCalls(one.tx, one.loaded, one.cache, [installed], days)
  return bookAll(one, installed, read, subjects, sum)
}

/** What the checker reads as the sum has to be the sum. */
function sumTrouble(one: BuiltIn, { policy }: Installed, { accounts }: OpeningRead): Trouble[] {
  let sum = new Decimal(0)
  for (const { account, left } of accounts) {
    const money = indexOf(policy).accounts.get(account)?.unit === 'money'
    if (money && left instanceof Decimal) sum = sum.plus(left)
  }
  const said = filledFor(one, '期初合计')
  if (said instanceof Decimal && said.equals(sum)) return []
  return [
    trouble(
      [`文件里资金账户合计 ${sum} 元。`, `The accounts of the file come to ${sum} yuan.`],
      ['照文件填“期初合计”，或者改文件。', 'Fill in “期初合计” as the file has it, or mend it.'],
      { zh: '期初合计', en: '期初合计' },
    ),
  ]
}

/** Books everything in memory, one after another, as it would be stored. */
function bookAll(
  one: BuiltIn,
  installed: Installed,
  read: OpeningRead,
  subjects: OpeningSubjects,
  before: readonly Trouble[],
): Found<Prepared> {
  const troubles = [...before]
  const real = booksOf(one.loaded, installed.tenant, installed.slug)
  const balances = new Map<string, Balance>()
  const books = { get: (key: string) => balances.get(key) ?? real.get(key) }
  const keep = (changed: ReadonlyMap<string, Balance>) => {
    for (const [key, balance] of changed) balances.set(key, balance)
  }
  const openings: Booking[] = []
  for (const account of read.accounts) {
    const result = openAccount(accountInput(one, installed, account, subjects, books))
    if (result.ok) {
      openings.push(result.opening)
      keep(result.opening.balances)
    } else troubles.push(...troublesAt(account, result.problems))
  }
  const taken: TakenOver[] = []
  for (const matter of read.matters) {
    const result = takeOver(matterInput(one, installed, matter, subjects, books))
    if (result.ok) {
      taken.push(result.taken)
      keep(result.taken.balances)
    } else troubles.push(...troublesAt(matter, result.problems))
  }
  if (troubles.length > 0) return { troubles }
  return { installed, subjects: subjects.fresh, openings, taken, balances }
}

/** A problem says the way out in its own sentence. */
const troublesAt = (
  { place }: Pick<AccountRead, 'place'>,
  problems: readonly Trouble['reason'][],
): Trouble[] =>
  problems.map((reason) => ({
    place,
    reason,
    remedy: { zh: '改好期初文件，重新存。', en: 'Mend the file and store it anew.' },
  }))

function pseudo(installed: Installed, parties: ReadonlyMap<string, string>): LoadedMatter {
  const { tenant } = installed
  const matter = {
    id: '',
    procedure: '',
    state: null,
    parties,
    openedOn: null,
    performed: [],
    reservations: [],
  }
  return { tenant, id: '', number: '', installed, parent: null, matter, holder: newHolder }
}

type OpenBooks = Parameters<typeof openAccount>[0]['books']

function accountInput(
  one: BuiltIn,
  installed: Installed,
  { account, left, plain, ...read }: AccountRead,
  subjects: OpeningSubjects,
  books: OpenBooks,
): Parameters<typeof openAccount>[0] {
  const { loaded, day } = one
  const parties = new Map(read.subjects.map((it) => [it.kind, subjects.idOf(it)]))
  const facts = factsOf(loaded, pseudo(installed, parties), day, parties, subjects.holders)
  const { policy } = installed
  const { policyOf } = loaded.registry
  const keys = { ...plain, ...Object.fromEntries(parties) }
  return { policy, policyOf, day, account, keys, left, facts, books }
}

function matterInput(
  one: BuiltIn,
  installed: Installed,
  read: MatterRead,
  subjects: OpeningSubjects,
  books: OpenBooks,
): Parameters<typeof takeOver>[0] {
  const { loaded, day, context } = one
  const { policy } = installed
  const { calendar, policyOf } = loaded.registry
  if (calendar === null) throw new Error('no calendar is installed')
  const parties = new Map(read.subjects.map((it) => [it.kind, subjects.idOf(it)]))
  const { kinds, procedures } = indexOf(policy)
  // A matter pins the call that was open when it began, unless the file says which.
  const began = read.performed[0]?.day ?? day
  for (const kind of procedures.get(read.procedure)?.parties ?? []) {
    if (parties.has(kind) || !kinds.get(kind)?.call) continue
    const call = openCall(loaded, kindName(policy, kind), began)
    if (call) parties.set(kind, call.id)
  }
  const facts = factsOf(loaded, pseudo(installed, parties), day, parties, subjects.holders)
  const { procedure, state, performed, reservations } = read
  const id = context.makeId()
  const given = { id, procedure, state, parties, performed, reservations, facts: read.facts }
  return { policy, policyOf, calendar, books, day, given, facts }
}

/** Rows of accounts that the database does not have yet. */
function accountRows(
  changed: ReadonlyMap<string, ChangedAccount>,
  transfers: readonly Transfer[],
  books: BatchBooks,
): AccountRow[] {
  const rows: AccountRow[] = []
  for (const [key, { account, floor }] of changed) {
    if (!books.announce(key, floor)) continue
    const { ledger, name, unit } = account
    rows.push({ key, ledger, name, unit, floor: String(floor) })
  }
  for (const { ledger, ...ends } of transfers) {
    for (const key of [ends.debit, ends.credit]) {
      if (isDeclared(key) || !books.announce(key, null)) continue
      rows.push({ key, ledger, name: key.slice(ledger.length + 1), unit: 'money', floor: null })
    }
  }
  return rows
}

/** The balances stand in no matter of the programme: they are on behalf of this 期初. */
function booksEntry(
  one: BuiltIn,
  installed: Installed,
  openings: readonly Booking[],
  books: BatchBooks,
): Entry {
  const transfers = openings.flatMap((it) => it.transfers)
  const changed = new Map(openings.flatMap((it) => [...it.accounts]))
  const accounts = accountRows(changed, transfers, books)
  const body = {
    to: '',
    onBehalfOf: one.target.id,
    ...(transfers.length > 0 ? { transfers: transfers.map(transferRow) } : {}),
    ...(accounts.length > 0 ? { accounts } : {}),
  }
  const { asker } = one.request
  const entry = matterEntry(pseudo(installed, new Map()), '期初', asker, one.day, one.context, body)
  return { ...entry, matter: null, procedure: '期初' }
}

function takenEntry(
  one: BuiltIn,
  installed: Installed,
  taken: TakenOver,
  books: BatchBooks,
): { readonly matter: LoadedMatter; readonly entry: Entry } {
  const { tenant, policy } = installed
  const { matter, transfers } = taken
  const on = matter.openedOn as Day
  const number = nextNumber(one.loaded, { tenant, matter }, on)
  const facts = taken.facts.flatMap(({ subject, kind, name, value }): FactRow[] => {
    const fact = indexOf(policy).facts.get(`${kind}.${name}`)
    if (!fact) return []
    const { evidence } = fact
    const row = { subject, name, value: toJson(value), evidence, source: '期初', from: on }
    return [{ ...row, owner: ownerOf(fact) }]
  })
  const accounts = accountRows(taken.accounts, transfers, books)
  const holder = holderWith({ ...newHolder, id: matter.id }, facts)
  const whole = { tenant, id: matter.id, number, installed, parent: null, matter, holder }
  const body = {
    to: matter.state as string,
    opened: { number, on },
    takenOver: matter.performed,
    parties: Object.fromEntries(matter.parties),
    reservations: matter.reservations.map(reservationRow),
    deadlines: deadlineRows(taken.deadlines),
    ...(facts.length > 0 ? { facts } : {}),
    ...(transfers.length > 0 ? { transfers: transfers.map(transferRow) } : {}),
    ...(accounts.length > 0 ? { accounts } : {}),
  }
  const { asker } = one.request
  return { matter: whole, entry: matterEntry(whole, '接管', asker, one.day, one.context, body) }
}

/** The series that taken-over matters are numbered in, with the last number given. */
async function loadSeries(
  { tx, loaded }: BuiltIn,
  tenant: string,
  taken: readonly TakenOver[],
): Promise<void> {
  const names = new Set(
    taken.map(({ matter }) => seriesOf(matter.procedure, matter.openedOn as Day)),
  )
  const wanted = [...names].filter((name) => !loaded.series.has(`${tenant}\n${name}`))
  if (wanted.length === 0) return
  const rows = await tx.query<{ name: string; last: bigint }>(
    'select name, last from series where tenant = $1 and name = any($2::text[])',
    [tenant, wanted],
  )
  for (const { name, last } of rows) {
    loaded.series.set(`${tenant}\n${name}`, last)
    loaded.seriesRead.set(`${tenant}\n${name}`, last)
  }
}
