/** Lists of records: what belongs to a matter or a subject (属于), and what a firm was paid. */
import { dateValue, type Value } from '@huoshui/feel'
import { indexOf, type Policy } from '@huoshui/policy'
import { type Day, Decimal, day as dayOf, money, moneyToDecimal, yearOf } from '@huoshui/values'
import type { Session } from './db/database.ts'
import { kindName, type Recorded, recordedOn } from './known.ts'
import { type HolderCache, loadHolders, loadMatters, notBegun } from './load.ts'
import type { Loaded, LoadedMatter } from './loaded.ts'

/** A list's place among what is loaded: its owner and its name. */
export const listKey = (owner: string, name: string): string => `${owner}\n${name}`

/** What the ledger knows of payments; the name that formulas read it by. */
export const paidName = '享受记录'

/** Loads the lists that the policies of these matters declare, and what their parties were paid. */
export async function loadRecords(
  session: Session,
  loaded: Loaded,
  cache: HolderCache,
  matters: readonly LoadedMatter[],
): Promise<void> {
  for (const { installed, id, matter } of matters) {
    const { policy } = installed
    const owners = new Map<string, string>([[matter.procedure, id], ...matter.parties])
    for (const { owner: kind, name } of [...policy.kinds, ...policy.procedures]) {
      const owner = kind === undefined ? undefined : owners.get(kind)
      if (!owner || loaded.lists.has(listKey(owner, name))) continue
      const children = indexOf(policy).procedures.has(name)
      const ids = children
        ? await idsOf(
            session,
            'select id from matter where parent = $1 and procedure = $2',
            owner,
            name,
          )
        : await idsOf(
            session,
            'select id from subject where owner = $1 and kind = $2',
            owner,
            kindName(policy, name),
          )
      if (children) await loadMatters(session, loaded, ids)
      else await loadHolders(session, loaded, cache, ids)
      loaded.lists.set(listKey(owner, name), ids)
    }
  }
}

async function idsOf(session: Session, query: string, owner: string, name: string) {
  const rows = await session.query<{ id: string }>(`${query} order by opened, id`, [owner, name])
  return rows.map((one) => one.id)
}

const reading = new WeakMap<Policy, boolean>()

/** Whether any formula of a policy asks what has been paid; found out once a policy. */
export function readsPaid(policy: Policy): boolean {
  const known = reading.get(policy)
  if (known !== undefined) return known
  const found = JSON.stringify(policy.rules).includes(`"${paidName}"`)
  reading.set(policy, found)
  return found
}

/**
 * What the parties of a matter were paid, 项目 included: a payment that concerns two of them is one
 * record. Unknown while nobody's record is loaded.
 */
export function paidValue(loaded: Loaded, parties: Iterable<string>): Value | undefined {
  const all = [...parties].flatMap((id) => loaded.paid.get(id) ?? [])
  const known = [...parties].some((id) => loaded.paid.has(id))
  return known ? [...new Set(all)] : undefined
}

/** A list as a formula reads it: each record a context of its facts, a matter's with its 状态. */
export function listValue(
  loaded: Loaded,
  owner: string,
  name: string,
  day: Day,
): Value | undefined {
  const ids = loaded.lists.get(listKey(owner, name))
  return ids?.map((id): Value => {
    const matter = loaded.matters.get(id)
    const holder = matter?.holder ?? loaded.holders.get(id)
    const record = new Map<string, Value>()
    for (const [fact, records] of holder?.facts ?? new Map<string, readonly Recorded[]>()) {
      const value = recordedOn(records, day)?.value
      if (value !== undefined) record.set(fact.slice(fact.indexOf('#') + 1), value)
    }
    if (matter) record.set('状态', matter.matter.state ?? notBegun)
    return record
  })
}

interface PaidRow {
  readonly event: bigint
  readonly place: number
  readonly subject: string
  readonly procedure: string
  readonly project: string | null
  readonly day: Day
  readonly amount: bigint
}

/**
 * 享受记录: what subjects were paid, from the ledger. A payment is a transfer that left a money
 * account for good: settled or posted to an account that the policy keys by a subject, or outside.
 */
export async function loadPaid(
  session: Session,
  loaded: Loaded,
  subjects: readonly string[],
): Promise<void> {
  const wanted = [...new Set(subjects)].filter((id) => !loaded.paid.has(id))
  if (wanted.length === 0) return
  const rows = await session.query<PaidRow>(
    `select p.subject, t.event, t.place, m.procedure, t.day, t.amount,
            (select s.name from party q join subject s on s.id = q.subject
              where q.tenant = m.tenant and q.matter = m.id and q.kind = '项目') as project
       from party p
       join matter m on m.tenant = p.tenant and m.id = p.matter
       join transfer t on t.tenant = m.tenant and t.matter = m.id
       join account d on d.tenant = t.tenant and d.policy = t.policy and d.key = t.debit
      where p.subject = any($1::uuid[]) and t.mode in ('settle', 'post') and d.unit = 'money'
        and right(t.credit, 3) <> '/已用'
      order by t.event, t.place`,
    [wanted],
  )
  for (const id of wanted) loaded.paid.set(id, [])
  const records = new Map<string, Value>()
  for (const row of rows) {
    const key = `${row.event}/${row.place}`
    const record = records.get(key) ?? paidRecord(row)
    records.set(key, record)
    loaded.paid.set(row.subject, [...(loaded.paid.get(row.subject) ?? []), record])
  }
}

function paidRecord(row: PaidRow): Value {
  return new Map<string, Value>([
    ['措施', row.procedure],
    ['项目', row.project],
    ['金额', moneyToDecimal(money(row.amount))],
    ['日期', dateValue(dayOf(row.day))],
    ['年度', new Decimal(yearOf(row.day))],
  ])
}
