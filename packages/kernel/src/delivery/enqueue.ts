/**
 * The outbox is filled in the transaction that stores the entries, so that nothing is told that
 * did not happen and nothing that happened is left untold.
 *
 * Where nobody has subscribed to anything of a batch's tenants it costs one small query.
 */
import type { Policy } from '@huoshui/policy'
import { instantOf } from '../clock.ts'
import { bulkInsert, type Column } from '../db/bulk.ts'
import type { Session } from '../db/database.ts'
import type { Entry } from '../entry.ts'
import { hexOf } from '../hex.ts'
import type { MatterRecord } from '../load.ts'
import { type CompiledCache, loadRegistry, type Registry, registryVersion } from '../registry.ts'
import { audienceOf } from './audience.ts'
import { messageOf, type Told } from './sentences.ts'

/** Tenants that somebody has ever subscribed to; only grows, so that it may say too much. */
export interface Subscribed {
  /** The last entry with a subscription that has been looked at. */
  version: bigint
  /** Somebody has subscribed without naming a tenant. */
  everywhere: boolean
  readonly tenants: Set<string>
}

export const nobodySubscribed = (): Subscribed => ({
  version: -1n,
  everywhere: false,
  tenants: new Set(),
})

export interface EnqueueContext {
  readonly memory: {
    readonly registry: Registry | null
    readonly compiled: CompiledCache
    readonly subscribed: Subscribed
  }
  readonly makeId: () => string
  readonly now: () => number
}

/**
 * Puts into the outbox what these entries have to tell.
 *
 * Called under the log's lock, when the entries' rows have been stored.
 *
 * @param first the number of the first entry
 */
export async function enqueue(
  tx: Session,
  context: EnqueueContext,
  entries: readonly Entry[],
  first: bigint,
): Promise<void> {
  if (!(await mayConcern(tx, context.memory.subscribed, entries))) return
  const hints = entries.flatMap((entry, i) => hintsOf(entry, first + BigInt(i)))
  if (hints.length === 0) return
  const registry = await registryFor(tx, context.memory)
  const all = await toldOf(tx, registry, hints)
  const audience = await audienceOf(tx, all)
  const queued = instantOf(context.now())
  const rows: unknown[][] = []
  for (const told of all) {
    const to = audience(told)
    if (to.length === 0) continue
    const rest = JSON.stringify(messageOf(told, registry.calendar)).slice(1)
    for (const { id: subscription, channel } of to) {
      const id = context.makeId()
      const body = `{"id":"${id}",${rest}`
      rows.push([id, told.seq, subscription, told.topic, channel, body, queued, queued])
    }
  }
  await bulkInsert(tx, 'message', messageColumns, rows)
}

const messageColumns: Column[] = [
  { name: 'id', type: 'uuid' },
  { name: 'event', type: 'bigint' },
  { name: 'subscription', type: 'uuid' },
  { name: 'topic', type: 'text' },
  { name: 'channel', type: 'text' },
  { name: 'body', type: 'text' },
  { name: 'since', type: 'timestamptz' },
  { name: 'next_try', type: 'timestamptz' },
]

async function mayConcern(
  tx: Session,
  known: Subscribed,
  entries: readonly Entry[],
): Promise<boolean> {
  // What this transaction itself adds may yet be undone, so it is not remembered here.
  if (entries.some((one) => one.body.subscriptions)) return true
  const [row] = await tx.query<{ last: bigint }>(
    `select last from series where tenant = '' and name = 'subscription'`,
  )
  if (!row) return false
  if (row.last !== known.version) {
    const added = await tx.query<{ tenant: string | null }>(
      'select distinct tenant from subscription where opened > $1',
      [known.version],
    )
    for (const { tenant } of added) {
      if (tenant === null) known.everywhere = true
      else known.tenants.add(tenant)
    }
    known.version = row.last
  }
  return known.everywhere || entries.some((one) => known.tenants.has(one.tenant))
}

/** The registry at hand, unless this transaction or another process has changed it. */
async function registryFor(tx: Session, memory: EnqueueContext['memory']): Promise<Registry> {
  const version = await registryVersion(tx)
  return memory.registry?.version === version ? memory.registry : loadRegistry(tx, memory.compiled)
}

/** What an entry has to tell, as far as the entry itself says it. */
type Hint = Pick<Told, 'topic' | 'seq' | 'tenant' | 'matter' | 'act' | 'day' | 'due' | 'notice'> & {
  /** The state after the entry; null where it is not about the matter's state. */
  readonly state: string | null
}

function hintsOf(entry: Entry, seq: bigint): Hint[] {
  const { tenant, matter, act, day, body } = entry
  const shared = { seq, tenant, day, due: null, notice: null }
  const hints: Hint[] = (body.reminders ?? []).map((one) => ({
    ...shared,
    topic: one.left < 0 ? 'overdue' : 'reminder',
    matter: one.matter,
    act: one.act,
    due: one.due,
    state: null,
  }))
  if (matter === null) return hints
  const about = { ...shared, matter, act, state: body.to }
  if (body.notice) hints.push({ ...about, topic: 'notice', notice: body.notice })
  const { performed, drop = 0 } = body
  const moved = performed !== undefined && performed.from !== performed.to
  if (moved || drop > 0) hints.push({ ...about, topic: 'state' })
  return hints
}

type Row = Pick<
  MatterRecord,
  'tenant' | 'id' | 'number' | 'policy' | 'digest' | 'procedure' | 'state'
>

/** Hints with what the matters themselves say: their number, procedure and version. */
async function toldOf(tx: Session, registry: Registry, hints: readonly Hint[]): Promise<Told[]> {
  const keys = new Map(hints.map((one) => [`${one.tenant}\n${one.matter}`, one]))
  const rows = await tx.query<Row>(
    `select m.tenant, m.id, m.number, m.policy, m.digest, m.procedure, m.state
       from unnest($1::text[], $2::uuid[]) as k(tenant, id)
       join matter m on m.tenant = k.tenant and m.id = k.id`,
    [[...keys.values()].map((one) => one.tenant), [...keys.values()].map((one) => one.matter)],
  )
  const matters = new Map(rows.map((row) => [`${row.tenant}\n${row.id}`, row]))
  return hints.map((hint) => {
    const matter = matters.get(`${hint.tenant}\n${hint.matter}`)
    if (!matter) throw new Error(`an entry tells of a matter that is not stored: ${hint.matter}`)
    const { number, procedure, state } = matter
    return {
      ...hint,
      policy: policyOf(registry, matter),
      number,
      procedure,
      state: hint.state ?? state,
    }
  })
}

function policyOf(registry: Registry, matter: Row): Policy {
  const found = registry.byDigest.get(`${matter.policy}\n${hexOf(matter.digest)}`)
  if (!found) throw new Error(`the version of matter ${matter.id} is not installed`)
  return found.policy
}
