/** Writes the rows of entries: set-wise, one statement a table, inside the caller's transaction. */
import { bulkInsert, type Column } from './db/bulk.ts'
import type { Session } from './db/database.ts'
import type { MatterChange, Row, Rows } from './rows.ts'

const columns = (text: string): Column[] =>
  text.split(',').map((one) => {
    const [name, type] = one.trim().split(' ') as [string, string]
    return { name, type }
  })

const tables = {
  subject: columns(
    'id uuid, kind text, code text, name text, owner uuid, open_from date, open_to date, opened bigint, version bigint',
  ),
  fact: columns(
    'subject uuid, owner text, name text, event bigint, place integer, holds_from date, holds_to date, value jsonb, evidence text, source text, file bytea',
  ),
  policy: columns(
    'tenant text, slug text, digest bytea, version text, title text, effective_from date, effective_to date, files jsonb, installed bigint',
  ),
  calendar: columns('year integer, digest bytea, installed bigint'),
  matter: columns(
    'tenant text, id uuid, number text, policy text, digest bytea, procedure text, opened date, parent uuid, state text, performed jsonb, reservations jsonb, version bigint',
  ),
  deadline: columns(
    'tenant text, matter uuid, act text, due date, form text, provisional boolean, derivation jsonb, event bigint',
  ),
  transfer: columns(
    'tenant text, event bigint, place integer, policy text, ledger text, mode text, debit text, credit text, amount bigint, day date, matter uuid',
  ),
  notice: columns(
    'tenant text, id uuid, matter uuid, event bigint, act text, shown_from date, shown_to date, facts jsonb, corrects uuid',
  ),
  actor: columns('id uuid, name text, contact jsonb, opened bigint'),
  role: columns(
    'id uuid, actor uuid, role text, subject uuid, tenant text, policy text, holds_from date, holds_to date, given_by uuid, event bigint',
  ),
  subscription: columns(
    'id uuid, actor uuid, subject uuid, topics jsonb, tenant text, policy text, about uuid, channel text, address text, opened bigint',
  ),
} as const

/** The floor guard, and the sums of a ledger, are the database's; a broken one stops the batch. */
export class BrokenFloor extends Error {
  constructor(readonly accounts: readonly string[]) {
    super(`a transfer would break the floor of: ${accounts.join(', ')}`)
  }
}

/** Stores the rows of a batch. Throws `BrokenFloor` when an account would fall below its floor. */
export async function storeRows(tx: Session, rows: Rows): Promise<void> {
  await insertOver(
    tx,
    'subject',
    tables.subject,
    onceEach(rows.subjects),
    'on conflict (id) do update set open_to = excluded.open_to, version = excluded.version',
  )
  await bulkInsert(tx, 'actor', tables.actor, rows.actors)
  await storeMatters(tx, rows)
  await storeLedger(tx, rows)
  await bulkInsert(tx, 'fact', tables.fact, rows.facts)
  await storeVersions(tx, rows)
  await bulkInsert(tx, 'notice', tables.notice, rows.notices)
  await storeRegistry(tx, rows)
  await storeSubscriptions(tx, rows)
}

/** A call whose last day is moved comes again; it was opened when it came first. */
function onceEach(subjects: readonly Row[]): readonly Row[] {
  const opened = columnAt(tables.subject, 'opened')
  const byId = new Map<unknown, Row>()
  for (const row of subjects) {
    const known = byId.get(row[0])
    byId.set(row[0], known ? row.with(opened, known[opened]) : row)
  }
  return [...byId.values()]
}

const columnAt = (list: readonly Column[], name: string): number =>
  list.findIndex((one) => one.name === name)

const json = (value: unknown): string => JSON.stringify(value)

async function storeMatters(tx: Session, rows: Rows): Promise<void> {
  const opened = [...rows.opened.values()].map(({ row, change }) => [
    ...row,
    change.state,
    change.performed,
    change.reservations ?? [],
    change.version,
  ])
  await bulkInsert(tx, 'matter', tables.matter, opened)
  await changeMatters(tx, [...rows.changed.values()])
  await storeParties(tx, rows.parties)
  await storeDeadlines(tx, rows)
  await storeReminders(tx, rows)
  await insertOver(
    tx,
    'series',
    columns('tenant text, name text, last bigint'),
    [...rows.series.values()],
    'on conflict (tenant, name) do update set last = excluded.last',
  )
}

/** The last word on each slot: a subject, or null where a correction has emptied it. */
async function storeParties(tx: Session, parties: readonly Row[]): Promise<void> {
  const last = [...new Map(parties.map((row) => [row.slice(0, 3).join('\n'), row])).values()]
  const emptied = last.filter((row) => row[3] === null)
  if (emptied.length > 0) {
    await tx.query(
      `delete from party p using unnest($1::text[], $2::uuid[], $3::text[])
           as e(tenant, matter, kind)
        where p.tenant = e.tenant and p.matter = e.matter and p.kind = e.kind`,
      [0, 1, 2].map((i) => emptied.map((row) => row[i])),
    )
  }
  await bulkInsert(
    tx,
    'party',
    columns('tenant text, matter uuid, kind text, subject uuid'),
    last.filter((row) => row[3] !== null),
    'on conflict (tenant, matter, kind) do update set subject = excluded.subject',
  )
}

/** A performance is added at the end of a matter's list; a correction first takes some off it. */
async function changeMatters(tx: Session, changes: readonly MatterChange[]): Promise<void> {
  if (changes.length === 0) return
  const found = await tx.query(
    `update matter m
        set state = c.state, version = c.version,
            performed = (case when c.dropped = 0 then m.performed else coalesce((
                select jsonb_agg(one order by place)
                  from jsonb_array_elements(m.performed) with ordinality as l(one, place)
                 where place <= jsonb_array_length(m.performed) - c.dropped), '[]') end)
              || c.performed::jsonb,
            reservations = coalesce(c.reservations::jsonb, m.reservations)
       from unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $5::integer[],
                   $6::text[], $7::text[])
         as c(tenant, id, state, version, dropped, performed, reservations)
      where m.tenant = c.tenant and m.id = c.id
      returning m.id`,
    [
      changes.map((one) => one.tenant),
      changes.map((one) => one.id),
      changes.map((one) => one.state),
      changes.map((one) => one.version),
      changes.map((one) => one.drop),
      changes.map((one) => json(one.performed)),
      changes.map((one) => (one.reservations ? json(one.reservations) : null)),
    ],
  )
  if (found.length !== changes.length) throw new Error('a matter of the batch is not in its table')
}

/** Replaces the deadlines of matters; one that stays as it was keeps what was told of it. */
async function storeDeadlines(tx: Session, rows: Rows): Promise<void> {
  const list = [...rows.deadlines.values()].flat()
  const known = [...rows.deadlines.keys()].filter((key) => !rows.opened.has(key))
  if (known.length > 0) {
    const ids = known.map((key) => key.split('\n'))
    const kept = known.flatMap((key, i) =>
      [...(rows.kept.get(key) ?? [])].map((one) => [ids[i]?.[1], ...one.split('\n')]),
    )
    await tx.query(
      `delete from deadline d using unnest($1::text[], $2::uuid[]) as m(tenant, matter)
        where d.tenant = m.tenant and d.matter = m.matter
          and not exists (select 1 from unnest($3::uuid[], $4::text[], $5::text[])
                             as n(matter, act, due)
                           where n.matter = d.matter and n.act = d.act
                             and n.due = coalesce(d.due::text, ''))`,
      [
        ids.map((one) => one[0]),
        ids.map((one) => one[1]),
        kept.map((one) => one[0]),
        kept.map((one) => one[1]),
        kept.map((one) => one[2]),
      ],
    )
  }
  await bulkInsert(
    tx,
    'deadline',
    tables.deadline,
    list,
    known.length === 0
      ? ''
      : `on conflict (tenant, matter, act) do update
           set due = excluded.due, form = excluded.form, provisional = excluded.provisional,
               derivation = excluded.derivation, event = excluded.event`,
  )
}

async function storeReminders(tx: Session, rows: Rows): Promise<void> {
  const list = [...rows.reminders.values()].flatMap((own) => [...own.values()])
  if (list.length === 0) return
  await tx.query(
    `update deadline d
        set reminded = coalesce(r.days + 1, d.reminded), reported = coalesce(r.day, d.reported)
       from unnest($1::text[], $2::uuid[], $3::text[], $4::integer[], $5::date[], $6::date[])
         as r(tenant, matter, act, days, due, day)
      where d.tenant = r.tenant and d.matter = r.matter and d.act = r.act and d.due = r.due`,
    [
      list.map((one) => one.tenant),
      list.map((one) => one.matter),
      list.map((one) => one.act),
      list.map((one) => one.left),
      list.map((one) => one.due),
      list.map((one) => one.reported),
    ],
  )
}

async function storeLedger(tx: Session, rows: Rows): Promise<void> {
  await insertOver(
    tx,
    'account',
    columns(
      'tenant text, policy text, key text, ledger text, name text, unit text, floor bigint, funded bigint, balance bigint, held bigint, version bigint',
    ),
    rows.accounts.map((row) => [...row, 0n, 0n, 0n, 0n]),
    'on conflict (tenant, policy, key) do update set floor = excluded.floor',
  )
  const changes = [...rows.balances.values()]
  if (changes.length > 0) {
    // Guarded in the statement itself: a row that would fall below its floor is not updated.
    const kept = await tx.query<{ key: string }>(
      `update account a
          set funded = a.funded + d.funded, balance = a.balance + d.balance,
              held = a.held + d.held, version = d.version
         from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[],
                     $6::bigint[], $7::bigint[])
           as d(tenant, policy, key, funded, balance, held, version)
        where a.tenant = d.tenant and a.policy = d.policy and a.key = d.key
          and (a.floor is null or d.balance >= d.held
               or a.balance + d.balance - a.held - d.held >= a.floor)
          and a.held + d.held >= 0
        returning a.key`,
      [
        changes.map((one) => one.tenant),
        changes.map((one) => one.policy),
        changes.map((one) => one.key),
        changes.map((one) => one.funded),
        changes.map((one) => one.balance),
        changes.map((one) => one.held),
        changes.map((one) => one.version),
      ],
    )
    if (kept.length !== changes.length) {
      const done = new Set(kept.map((one) => one.key))
      throw new BrokenFloor(changes.map((one) => one.key).filter((key) => !done.has(key)))
    }
  }
  await bulkInsert(tx, 'transfer', tables.transfer, rows.transfers)
}

async function storeVersions(tx: Session, rows: Rows): Promise<void> {
  const versions = [...rows.versions]
  if (versions.length === 0) return
  // Facts of a matter have no row among the subjects: the matter's own version stands for them.
  await tx.query(
    `update subject s set version = v.version
       from unnest($1::uuid[], $2::bigint[]) as v(id, version) where s.id = v.id`,
    [versions.map((one) => one[0]), versions.map((one) => one[1])],
  )
}

async function storeRegistry(tx: Session, rows: Rows): Promise<void> {
  await insertOver(
    tx,
    'policy',
    tables.policy,
    rows.policies,
    `on conflict (tenant, slug, digest) do update set version = excluded.version,
       title = excluded.title, effective_from = excluded.effective_from,
       effective_to = excluded.effective_to, files = excluded.files,
       installed = excluded.installed, withdrawn = null`,
  )
  await bulkInsert(tx, 'calendar', tables.calendar, rows.calendars)
  await bulkInsert(tx, 'role', tables.role, rows.roles)
  for (const [tenant, slug, digest, seq] of rows.withdrawn) {
    await tx.query(
      `update policy set withdrawn = $4 where tenant = $1 and slug = $2 and digest = $3`,
      [tenant, slug, digest, seq],
    )
  }
  for (const [id, seq] of rows.closedActors) {
    await tx.query('update actor set closed = $2 where id = $1 and closed is null', [id, seq])
  }
  for (const [id, seq] of rows.endedRoles) {
    await tx.query('update role set ended = $2 where id = $1 and ended is null', [id, seq])
  }
  if (rows.registry !== null) {
    await tx.query(
      `insert into series (tenant, name, last) values ('', 'registry', $1)
       on conflict (tenant, name) do update set last = excluded.last`,
      [rows.registry],
    )
  }
}

async function storeSubscriptions(tx: Session, rows: Rows): Promise<void> {
  await bulkInsert(tx, 'subscription', tables.subscription, rows.subscriptions)
  for (const [id, seq] of rows.endedSubscriptions) {
    await tx.query('update subscription set ended = $2 where id = $1 and ended is null', [id, seq])
  }
}

/** `insert … on conflict …`; of rows with one key in a batch the last is kept. */
async function insertOver(
  tx: Session,
  table: string,
  list: readonly Column[],
  rows: readonly Row[],
  conflict: string,
): Promise<void> {
  if (rows.length === 0) return
  const keys = { series: 2, account: 3, policy: 3 }[table] ?? 1
  const last = new Map(rows.map((row) => [row.slice(0, keys).map(String).join('\n'), row]))
  await bulkInsert(tx, table, list, [...last.values()], conflict)
}
