/** Reads, in a few set-wise queries, what the acts of a batch need. */
import type { Balance, Matter } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Session } from './db/database.ts'
import type { PerformedRow, ReservationRow, RoleRow } from './entry.ts'
import { isDigest } from './files.ts'
import { bytesOf, hexOf } from './hex.ts'
import { type FactRecord, groupFacts, type Holder, kindName } from './known.ts'
import { BatchBooks, booksKey, type Loaded, type LoadedMatter } from './loaded.ts'
import type { Installed, Registry } from './registry.ts'
import type { ActRequest } from './request.ts'
import { type RoleRecord, roleColumns, roleRow } from './role-row.ts'

/** Subjects as they were last read, while no entry has recorded a fact of them. */
export type HolderCache = Map<string, Holder>

const cachedHoldersMax = 50_000

export const emptyLoaded = (registry: Registry, at = ''): Loaded => ({
  registry,
  at,
  matters: new Map(),
  holders: new Map(),
  calls: new Map(),
  pools: new Map(),
  roles: new Map(),
  books: new Map(),
  answered: new Map(),
  answeredBefore: new Set(),
  unfit: new Map(),
  series: new Map(),
  lists: new Map(),
  paid: new Map(),
  files: new Map(),
  evidence: new Set(),
  subjectVersions: new Map(),
  matterVersions: new Map(),
  seriesRead: new Map(),
})

/** A row of the matter table, with its parties. */
export interface MatterRecord {
  readonly tenant: string
  readonly id: string
  readonly number: string
  readonly policy: string
  readonly digest: Uint8Array
  readonly procedure: string
  readonly state: string
  readonly opened: Day
  readonly parent: string | null
  readonly performed: readonly PerformedRow[]
  readonly reservations: readonly ReservationRow[]
  readonly version: bigint
  readonly parties: { readonly [kind: string]: string } | null
}

const matterColumns = `m.tenant, m.id, m.number, m.policy, m.digest, m.procedure, m.state, m.opened,
  m.parent, m.performed, m.reservations, m.version,
  (select jsonb_object_agg(p.kind, p.subject) from party p
    where p.tenant = m.tenant and p.matter = m.id) as parties`

/** The state text of a matter that is registered but not begun, such as a child just opened. */
export const notBegun = '起'

function matterOf(record: MatterRecord): Matter {
  return {
    id: record.id,
    procedure: record.procedure,
    state: record.state === notBegun ? null : record.state,
    parties: new Map(Object.entries(record.parties ?? {})),
    openedOn: record.state === notBegun ? null : record.opened,
    performed: record.performed,
    reservations: record.reservations.map((one) => ({ ...one, amount: BigInt(one.amount) })),
  }
}

function loadedMatter(record: MatterRecord, registry: Registry, holder: Holder): LoadedMatter {
  const { tenant, id, number, parent } = record
  const installed = registry.byDigest.get(`${record.policy}\n${hexOf(record.digest)}`)
  if (!installed) throw new Error(`matter ${id} began under a version that is not installed`)
  return { tenant, id, number, parent, installed, matter: matterOf(record), holder }
}

const emptyHolder = (id: string, version: bigint): Holder => ({
  id,
  kind: '',
  name: '',
  version,
  facts: new Map(),
  openFrom: null,
  openTo: null,
})

/** Loads matters by id, with their facts. */
export async function loadMatters(
  session: Session,
  loaded: Loaded,
  ids: readonly string[],
): Promise<void> {
  const wanted = [...new Set(ids)].filter((id) => !loaded.matters.has(id))
  if (wanted.length === 0) return
  const records = await session.query<MatterRecord>(
    `select ${matterColumns} from matter m where m.id = any($1::uuid[])`,
    [wanted],
  )
  await addMatters(session, loaded, records)
}

/** Loads every matter of a procedure that is in one of the states, under one call. */
export async function loadBatchMatters(
  session: Session,
  loaded: Loaded,
  which: { policy: string; procedure: string; states: readonly string[]; call: string | null },
): Promise<readonly string[]> {
  const records = await session.query<MatterRecord>(
    `select ${matterColumns} from matter m
      where m.policy = $1 and m.procedure = $2 and m.state = any($3::text[])
        and ($4::uuid is null or exists (select 1 from party p
              where p.tenant = m.tenant and p.matter = m.id and p.subject = $4::uuid))
      order by m.opened, m.id`,
    [which.policy, which.procedure, which.states, which.call],
  )
  await addMatters(session, loaded, records)
  return records.map((one) => one.id)
}

async function addMatters(
  session: Session,
  loaded: Loaded,
  records: readonly MatterRecord[],
): Promise<void> {
  const fresh = records.filter((one) => !loaded.matters.has(one.id))
  if (fresh.length === 0) return
  const facts = await factsOf(
    session,
    fresh.map((one) => one.id),
  )
  for (const one of fresh) {
    const holder = { ...emptyHolder(one.id, one.version), facts: facts.get(one.id) ?? new Map() }
    loaded.matters.set(one.id, loadedMatter(one, loaded.registry, holder))
    loaded.matterVersions.set(one.id, one.version)
  }
}

async function factsOf(session: Session, ids: readonly string[]) {
  const rows = await session.query<FactRecord>(
    `select subject, owner, name, event, place, holds_from, holds_to, value, evidence, source
       from fact where subject = any($1::uuid[])`,
    [ids],
  )
  return groupFacts(rows)
}

interface SubjectRecord {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly version: bigint
  readonly open_from: Day | null
  readonly open_to: Day | null
}

/** Loads subjects by id; their facts only when something has been recorded since they were read. */
export async function loadHolders(
  session: Session,
  loaded: Loaded,
  cache: HolderCache,
  ids: readonly string[],
): Promise<void> {
  const wanted = [...new Set(ids)].filter((id) => !loaded.holders.has(id))
  if (wanted.length === 0) return
  const records = await session.query<SubjectRecord>(
    `select id, kind, name, version, open_from, open_to from subject where id = any($1::uuid[])`,
    [wanted],
  )
  await addHolders(session, loaded, cache, records)
}

async function addHolders(
  session: Session,
  loaded: Loaded,
  cache: HolderCache,
  records: readonly SubjectRecord[],
): Promise<void> {
  const stale = records.filter((one) => cache.get(one.id)?.version !== one.version)
  if (stale.length > 0) {
    const facts = await factsOf(
      session,
      stale.map((one) => one.id),
    )
    if (cache.size + stale.length > cachedHoldersMax) cache.clear()
    for (const one of stale) {
      cache.set(one.id, {
        id: one.id,
        kind: one.kind,
        name: one.name,
        version: one.version,
        facts: facts.get(one.id) ?? new Map(),
        openFrom: one.open_from,
        openTo: one.open_to,
      })
    }
    // What the cache was cleared of is needed all the same.
    const lost = records.filter((one) => !cache.has(one.id))
    if (lost.length > 0) return addHolders(session, loaded, cache, records)
  }
  for (const one of records) {
    loaded.holders.set(one.id, cache.get(one.id) as Holder)
    loaded.subjectVersions.set(one.id, one.version)
  }
}

/** Loads the calls of an installed policy that are open on a day. */
export async function loadCalls(
  session: Session,
  loaded: Loaded,
  cache: HolderCache,
  policies: readonly Installed[],
  days: readonly Day[],
): Promise<void> {
  const kinds = new Set<string>()
  for (const { policy } of policies) {
    for (const kind of policy.kinds) if (kind.call) kinds.add(kindName(policy, kind.name))
  }
  const wanted = [...kinds].filter((kind) => !loaded.calls.has(kind))
  if (wanted.length === 0) return
  const sorted = [...days].sort()
  const records = await session.query<SubjectRecord>(
    `select id, kind, name, version, open_from, open_to from subject
      where kind = any($1::text[]) and open_from <= $3::date
        and coalesce(open_to, 'infinity'::date) >= $2::date`,
    [wanted, sorted[0], sorted.at(-1)],
  )
  await addHolders(session, loaded, cache, records)
  for (const kind of wanted) {
    const open = records.filter((one) => one.kind === kind)
    loaded.calls.set(
      kind,
      open.map((one) => loaded.holders.get(one.id) as Holder),
    )
  }
}

/** Loads everyone of a kind: a pool that people are drawn from. */
export async function loadPool(
  session: Session,
  loaded: Loaded,
  cache: HolderCache,
  kind: string,
): Promise<void> {
  const records = await session.query<SubjectRecord>(
    `select id, kind, name, version, open_from, open_to from subject where kind = $1 order by id`,
    [kind],
  )
  await addHolders(session, loaded, cache, records)
  loaded.pools.set(
    kind,
    records.map((one) => loaded.holders.get(one.id) as Holder),
  )
}

/** Roles of actors, kept for as long as the registry's version stands. */
export type RoleCache = { version: bigint; roles: Map<string, readonly RoleRow[]> }

/** Loads the roles of actors. */
export async function loadRoles(
  session: Session,
  loaded: Loaded,
  cache: RoleCache,
  actors: readonly string[],
): Promise<void> {
  if (cache.version !== loaded.registry.version) {
    cache.roles.clear()
    cache.version = loaded.registry.version
  }
  const wanted = [...new Set(actors)].filter((id) => !cache.roles.has(id))
  if (wanted.length > 0) {
    const records = await session.query<RoleRecord>(
      `select ${roleColumns}
         from role r join actor a on a.id = r.actor
        where r.actor = any($1::uuid[]) and r.ended is null and a.closed is null`,
      [wanted],
    )
    for (const id of wanted) cache.roles.set(id, [])
    for (const one of records) {
      cache.roles.set(one.actor, [...(cache.roles.get(one.actor) ?? []), roleRow(one)])
    }
  }
  for (const id of actors) loaded.roles.set(id, cache.roles.get(id) ?? [])
}

/** Looks which of the files that are named as evidence are stored. */
export async function loadEvidence(
  session: Session,
  loaded: Loaded,
  digests: readonly string[],
): Promise<void> {
  const wanted = digests.filter(isDigest)
  if (wanted.length === 0) return
  const rows = await session.query<{ digest: Uint8Array }>(
    'select digest from file where digest = any($1::bytea[])',
    [wanted.map(bytesOf)],
  )
  for (const { digest } of rows) loaded.evidence.add(hexOf(digest))
}

/** The books of a policy, made when they are first asked for. */
export function booksOf(loaded: Loaded, tenant: string, policy: string): BatchBooks {
  const id = booksKey(tenant, policy)
  const known = loaded.books.get(id)
  if (known) return known
  const books = new BatchBooks(id)
  loaded.books.set(id, books)
  return books
}

/** Loads accounts of one set of books. */
export async function loadAccounts(
  session: Session,
  books: BatchBooks,
  keys: readonly string[],
): Promise<void> {
  const wanted = [...new Set(keys)].filter((key) => !books.has(key))
  if (wanted.length === 0) return
  const [tenant, policy] = books.id.split('\n')
  const rows = await session.query<{ key: string; floor: bigint | null } & Balance>(
    `select a.key, a.floor, a.funded, a.balance, a.held
       from unnest($3::text[]) as k(key)
       join account a on a.tenant = $1 and a.policy = $2 and a.key = k.key`,
    [tenant, policy, wanted],
  )
  for (const key of wanted) books.load(key, null)
  for (const { key, floor, funded, balance, held } of rows) {
    books.load(key, { funded, balance, held }, floor)
  }
}

/** The subjects that requests name: their askers' organisations and chosen slots. */
export function subjectsNamed(requests: readonly ActRequest[]): string[] {
  return requests.flatMap((one) => [
    ...(one.asker.subject ? [one.asker.subject] : []),
    ...Object.values(one.slots ?? {}).flatMap((slot) => ('id' in slot ? [slot.id] : [])),
    ...(one.target.form === 'batch' && one.target.call ? [one.target.call] : []),
  ])
}
