/**
 * A batch of requests in one transaction (DESIGN §11): locks of the 账套 in key order, set-wise
 * reads, decisions in order of arrival, the log's lock, a look at what was read, set-wise writes.
 *
 * The 账套 locks keep two processes from deciding on one account at once. Everything else that was
 * read (matters, subjects, policies, numbers) is looked at again once the log's lock is held: if an
 * entry has changed any of it, the batch begins anew. So every batch decides as if it were alone.
 */
import { createHash } from 'node:crypto'
import { indexOf, ledgersOf, type Policy } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import { instantOf } from './clock.ts'
import { bulkInsert, type Column } from './db/bulk.ts'
import type { Database, Session } from './db/database.ts'
import { isUniqueViolation } from './db/errors.ts'
import { applied, type Decided } from './decide.ts'
import { decideRequest } from './decide-request.ts'
import { enqueue, nobodySubscribed, type Subscribed } from './delivery/enqueue.ts'
import type { Entry } from './entry.ts'
import { type Sealed, seal } from './envelope.ts'
import { answeredAlready, digestOfRequest, storeAnswers } from './idempotency.ts'
import type { HolderCache, RoleCache } from './load.ts'
import { loadBatch } from './load-batch.ts'
import type { Loaded } from './loaded.ts'
import type { Frontier } from './log/index.ts'
import { appendLog, frontierAt, type LogOptions, logLock, logSize } from './log-store.ts'
import type { DecideContext } from './matter-entry.ts'
import {
  type CompiledCache,
  loadRegistry,
  type Registry,
  registryVersion,
  versionFor,
} from './registry.ts'
import type { ActRequest, Answer, BadRequest } from './request.ts'
import { rowsOf } from './rows.ts'
import { storeRows } from './store.ts'
import { touchesOtherBooks } from './system/built-in.ts'

/** What a process keeps between batches; all of it can be read again. */
export interface Memory {
  registry: Registry | null
  readonly compiled: CompiledCache
  readonly holders: HolderCache
  readonly roles: RoleCache
  frontier: Frontier | null
  readonly subscribed: Subscribed
  /** Matters whose policy and procedure are known; they never change. */
  readonly matters: Map<string, { readonly policy: Policy; readonly procedure: string }>
}

export const emptyMemory = (): Memory => ({
  registry: null,
  compiled: new Map(),
  holders: new Map(),
  roles: { version: -2n, roles: new Map() },
  frontier: null,
  subscribed: nobodySubscribed(),
  matters: new Map(),
})

export interface BatchContext {
  readonly db: Database
  readonly memory: Memory
  readonly log: LogOptions
  readonly makeId: () => string
  readonly now: () => number
  readonly today: () => Day
  /** Told of points at which a crash is worth testing. */
  readonly at?: (point: string) => void
}

export interface Asked {
  readonly request: ActRequest
  readonly internal: boolean
}

/** Something that the batch had read was changed by an entry that came before: decide again. */
class Stale extends Error {}

/** How often a batch begins anew because another process was faster. */
const staleTriesMax = 20

/** An answer, or why the request can't be one. */
export type Outcome = Answer | BadRequest

/** Runs a batch; answers are in the order of the requests. */
export async function runBatch(
  context: BatchContext,
  asked: readonly Asked[],
): Promise<readonly Outcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await context.db.transaction((tx) => batchIn(context, tx, asked))
    } catch (error) {
      context.memory.frontier = null
      const anew = error instanceof Stale || isUniqueViolation(error)
      if (!anew || attempt >= staleTriesMax) throw error
    }
  }
}

async function batchIn(
  context: BatchContext,
  tx: Session,
  asked: readonly Asked[],
): Promise<readonly Outcome[]> {
  const { memory, at } = context
  const registry = await registryNow(tx, memory)
  const requests = asked.map((one) => one.request)
  await lockLedgers(tx, memory, registry, requests, context.today())
  at?.('locked')
  const loaded = await loadBatch(
    tx,
    memory,
    registry,
    requests,
    context.today(),
    instantOf(context.now()),
  )
  const decided: Decided[] = []
  for (const { request, internal } of asked) {
    const one = await decideOne(context, tx, loaded, request, internal)
    decided.push(one)
    applied(loaded, one)
  }
  at?.('decided')
  const entries = keyed(requests, decided)
  const outcomes = (answers: readonly Answer[]): Outcome[] =>
    requests.map((one, i) => loaded.unfit.get(one) ?? (answers[i] as Answer))
  const today = context.today()
  if (entries.length === 0) {
    const answers = decided.map((one) => one.answer)
    await storeAnswers(tx, loaded, asked, answers, today)
    return outcomes(answers)
  }
  const sealed = entries.map((entry) => seal(entry, context.log.hash))
  await tx.query('select pg_advisory_xact_lock($1)', [logLock])
  await lookAgain(tx, loaded)
  const first = await logSize(tx)
  at?.('log locked')
  const answers = numbered(decided, BigInt(first))
  await storeAnswers(tx, loaded, asked, answers, today)
  await storeEvents(tx, entries, sealed, BigInt(first))
  await storeRows(tx, rowsOf(entries, BigInt(first)))
  await enqueue(tx, context, entries, BigInt(first))
  at?.('stored')
  const frontier = await frontierAt(tx, first, context.log, memory.frontier)
  memory.frontier = await appendLog(
    tx,
    frontier,
    sealed.map((one) => one.bytes),
    context.today(),
    context.log,
  )
  at?.('appended')
  return outcomes(answers)
}

/** What is installed, compiled; kept while nothing is installed or withdrawn. */
export async function registryNow(tx: Session, memory: Memory): Promise<Registry> {
  const version = await registryVersion(tx)
  if (memory.registry?.version !== version) {
    memory.registry = await loadRegistry(tx, memory.compiled)
  }
  return memory.registry as Registry
}

/** A lock's number, from the name of a 账套. */
export function lockNumber(name: string): bigint {
  return createHash('sha256').update(name).digest().readBigInt64BE(0)
}

/** Locks the 账套 that the requests can touch, in key order so that no two wait in a circle. */
async function lockLedgers(
  tx: Session,
  memory: Memory,
  registry: Registry,
  requests: readonly ActRequest[],
  today: Day,
): Promise<void> {
  await knowMatters(tx, memory, registry, requests)
  const names = new Set<string>()
  for (const request of requests) {
    const { target } = request
    const known =
      target.form === 'matter'
        ? memory.matters.get(target.id)
        : {
            policy: versionFor(registry, target.policy, request.day ?? today)?.policy,
            procedure: target.procedure,
          }
    if (!known?.policy || !indexOf(known.policy).procedures.has(known.procedure)) continue
    if (touchesOtherBooks(known.policy, known.procedure)) {
      for (const { policy } of registry.all) {
        for (const { ledger } of policy.accounts) names.add(`${policy.meta.slug}/${ledger}`)
      }
    }
    for (const ledger of ledgersOf(known.policy, known.procedure)) {
      names.add(`${known.policy.meta.slug}/${ledger}`)
    }
  }
  if (names.size === 0) return
  const numbers = [...names].map(lockNumber).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  await tx.query('select pg_advisory_xact_lock(n) from unnest($1::bigint[]) as n', [numbers])
}

const knownMattersMax = 200_000

/** Finds out the policy and procedure of matters; only what never changes, so before the locks. */
async function knowMatters(
  tx: Session,
  memory: Memory,
  registry: Registry,
  requests: readonly ActRequest[],
): Promise<void> {
  const ids = requests.flatMap(({ target }) =>
    target.form === 'matter' && !memory.matters.has(target.id) ? [target.id] : [],
  )
  if (ids.length === 0) return
  if (memory.matters.size > knownMattersMax) memory.matters.clear()
  const rows = await tx.query<{
    id: string
    policy: string
    digest: Uint8Array
    procedure: string
  }>('select id, policy, digest, procedure from matter where id = any($1::uuid[])', [ids])
  for (const { id, policy, digest, procedure } of rows) {
    const hex = Buffer.from(digest).toString('hex')
    const installed = registry.byDigest.get(`${policy}\n${hex}`)
    if (installed) memory.matters.set(id, { policy: installed.policy, procedure })
  }
}

async function decideOne(
  context: BatchContext,
  tx: Session,
  loaded: Loaded,
  request: ActRequest,
  internal: boolean,
): Promise<Decided> {
  const known = answeredAlready(loaded, request)
  if (known) return { answer: known, entries: [], matters: [] }
  const more: DecideContext = { makeId: context.makeId, at: loaded.at, internal }
  const day = request.day ?? context.today()
  const decided = await decideRequest(tx, context.memory.holders, loaded, request, day, more)
  const { answer } = decided
  loaded.answered.set(request.key, { answer, request: digestOfRequest(request) })
  return decided
}

/** The entries of a batch, each request's first with its key. */
function keyed(requests: readonly ActRequest[], decided: readonly Decided[]): Entry[] {
  return decided.flatMap(({ entries, answer }, i) => {
    const [first, ...rest] = entries
    if (!first || !answer.ok) return []
    const request = requests[i] as ActRequest
    const { number, state, skipped } = answer
    const said = { number, state, entries: entries.length, ...(skipped ? { skipped } : {}) }
    const body = { ...first.body, answer: said }
    return [{ ...first, key: request.key, request: digestOfRequest(request), body }, ...rest]
  })
}

/** Looks, under the log's lock, whether what was read is still so. */
async function lookAgain(tx: Session, loaded: Loaded): Promise<void> {
  const [row] = await tx.query<{
    registry: bigint
    subjects: bigint
    matters: bigint
    series: bigint
  }>(
    `select coalesce((select last from series where tenant = '' and name = 'registry'), -1) as registry,
            (select count(*) from subject s
               join unnest($1::uuid[], $2::bigint[]) as v(id, version) on s.id = v.id
              where s.version <> v.version) as subjects,
            (select count(*) from matter m
               join unnest($3::uuid[], $4::bigint[]) as v(id, version) on m.id = v.id
              where m.version <> v.version) as matters,
            (select count(*)
               from unnest($5::text[], $6::text[], $7::bigint[]) as v(tenant, name, last)
               left join series s on s.tenant = v.tenant and s.name = v.name
              where coalesce(s.last, 0) <> v.last) as series`,
    [
      [...loaded.subjectVersions.keys()],
      [...loaded.subjectVersions.values()],
      [...loaded.matterVersions.keys()],
      [...loaded.matterVersions.values()],
      ...seriesParameters(loaded),
    ],
  )
  if (!row) throw new Error('no answer')
  const { registry, subjects, matters, series } = row
  if (registry !== loaded.registry.version || subjects > 0n || matters > 0n || series > 0n) {
    throw new Stale()
  }
}

function seriesParameters(loaded: Loaded): [string[], string[], bigint[]] {
  const names = [...loaded.series.keys()].map((key) => key.split('\n') as [string, string])
  const last = [...loaded.series.keys()].map((key) => loaded.seriesRead.get(key) ?? 0n)
  return [names.map((one) => one[0]), names.map((one) => one[1]), last]
}

const eventColumns: Column[] = [
  { name: 'seq', type: 'bigint' },
  { name: 'tenant', type: 'text' },
  { name: 'matter', type: 'uuid' },
  { name: 'day', type: 'date' },
  { name: 'key', type: 'text' },
  { name: 'envelope', type: 'text' },
]
const payloadColumns: Column[] = [
  { name: 'seq', type: 'bigint' },
  { name: 'salt', type: 'bytea' },
  { name: 'body', type: 'text' },
]

/** Stores entries as events, with their payloads beside them. */
export async function storeEvents(
  tx: Session,
  entries: readonly Entry[],
  sealed: readonly Sealed[],
  first: bigint,
): Promise<void> {
  await bulkInsert(
    tx,
    'event',
    eventColumns,
    entries.map((one, i) => {
      const { envelope } = sealed[i] as Sealed
      return [first + BigInt(i), one.tenant, one.matter, one.day, one.key, envelope]
    }),
  )
  await bulkInsert(
    tx,
    'payload',
    payloadColumns,
    sealed.map((one, i) => [first + BigInt(i), one.salt, one.payload]),
  )
}

/** Gives the accepted answers the numbers of their entries. */
function numbered(decided: readonly Decided[], first: bigint): Answer[] {
  let seq = first
  const done = new Map<Answer, Answer>()
  for (const { answer, entries } of decided) {
    if (!answer.ok || entries.length === 0) continue
    done.set(answer, { ...answer, seq })
    seq += BigInt(entries.length)
  }
  // A request that came twice in one batch has the first one's answer, and so its numbers.
  return decided.map(({ answer }) => done.get(answer) ?? answer)
}
