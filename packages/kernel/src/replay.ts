/**
 * Replay: state rebuilt from the log, and compared with what the tables hold.
 *
 * The entries are read in order, each payload is held against the digest in its envelope, and the
 * rows they come to are written into tables of a scratch schema. Then the two are compared row by
 * row. A payload that was erased, which is a person's right, is listed as 已删除.
 */
import type { Text } from '@huoshui/values'
import type { Database, Session } from './db/database.ts'
import { ownMigrations } from './db/migrate.ts'
import { runScript } from './db/session.ts'
import type { Entry } from './entry.ts'
import { readEnvelope, unseal } from './envelope.ts'
import {
  appendEntries,
  emptyFrontier,
  type Frontier,
  matchesDigest,
  readCheckpoint,
  rootOf,
  storedRoot,
  type Watch,
} from './log/index.ts'
import { tilesOf } from './log-store.ts'
import { headOf } from './receipts.ts'
import { rowsOf } from './rows.ts'
import { storeRows } from './store.ts'

export interface Difference {
  readonly what: Text
  readonly where: string
}

export interface ReplayReport {
  readonly ok: boolean
  readonly entries: number
  /** Numbers of entries whose payload was erased. */
  readonly erased: readonly bigint[]
  /** The first hundred differences. */
  readonly differences: readonly Difference[]
}

/** The tables that are readings of the log. */
const compared = [
  'subject',
  'fact',
  'policy',
  'calendar',
  'matter',
  'party',
  'deadline',
  'account',
  'transfer',
  'notice',
  'actor',
  'role',
  'subscription',
  'series',
]

const pageSize = 2000
const differencesMax = 100
const scratch = 'replayed'

/** Rebuilds state from the log and compares it with the tables. */
export async function replay(db: Database, watch: Watch = {}): Promise<ReplayReport> {
  return db.session(async (own) => {
    await own.query(`drop schema if exists ${scratch} cascade`)
    await own.query(`create schema ${scratch}`)
    try {
      return await replayIn(own, watch)
    } finally {
      await own.query('set search_path to public')
      await own.query(`drop schema if exists ${scratch} cascade`)
    }
  })
}

async function replayIn(own: Session, watch: Watch): Promise<ReplayReport> {
  const head = await headOf(own)
  const size = head?.size ?? 0
  await own.query(`set search_path to ${scratch}`)
  for (const { sql } of ownMigrations()) await runScript(own, sql)
  const erased: bigint[] = []
  const differences: Difference[] = []
  let frontier = emptyFrontier(head ? checkpointOf(head.note).hash : 'sha256')
  for (let from = 0; from < size; from += pageSize) {
    watch.signal?.throwIfAborted()
    const page = await readPage(own, from, Math.min(size, from + pageSize))
    frontier = appendEntries(frontier, page.bytes).frontier
    erased.push(...page.erased)
    differences.push(...page.differences)
    await own.query('begin')
    await storeRows(own, rowsOf(page.entries, BigInt(from)))
    await own.query('commit')
    watch.progress?.(Math.min(size, from + pageSize), size)
  }
  if (head) differences.push(...(await compareRoots(own, frontier, head.note)))
  if (erased.length === 0) {
    for (const table of compared) differences.push(...(await compareTable(own, table)))
  }
  return {
    ok: differences.length === 0,
    entries: size,
    erased,
    differences: differences.slice(0, differencesMax),
  }
}

const checkpointOf = (note: string) => {
  const read = readCheckpoint(note)
  if (!read.ok) throw new Error('a stored checkpoint can’t be read')
  return read.value
}

interface Page {
  readonly entries: readonly Entry[]
  readonly bytes: readonly Uint8Array[]
  readonly erased: readonly bigint[]
  readonly differences: readonly Difference[]
}

async function readPage(own: Session, from: number, to: number): Promise<Page> {
  const rows = await own.query<{
    seq: bigint
    key: string | null
    envelope: string
    salt: Uint8Array | null
    body: string | null
  }>(
    `select e.seq, e.key, e.envelope, p.salt, p.body
       from public.event e left join public.payload p on p.seq = e.seq
      where e.seq >= $1 and e.seq < $2 order by e.seq`,
    [BigInt(from), BigInt(to)],
  )
  const encoder = new TextEncoder()
  const entries: Entry[] = []
  const erased: bigint[] = []
  const differences: Difference[] = []
  if (rows.length < to - from) {
    const what = { zh: '日志缺条目', en: 'entries are missing from the log' }
    differences.push({ what, where: `${from}–${to - 1}` })
  }
  for (const { seq, key, envelope, salt, body } of rows) {
    if (salt === null || body === null) {
      erased.push(seq)
      entries.push(emptyEntry(envelope))
      continue
    }
    const { payload } = readEnvelope(envelope)
    if (!matchesDigest(payload, salt, encoder.encode(body))) {
      const what = { zh: '附文与信封里的摘要不符', en: 'a payload differs from its digest' }
      differences.push({ what, where: String(seq) })
    }
    entries.push(unseal(envelope, body, key))
  }
  return { entries, bytes: rows.map((row) => encoder.encode(row.envelope)), erased, differences }
}

const emptyEntry = (envelope: string): Entry => {
  const entry = unseal(envelope, '{"to":""}', null)
  return { ...entry, matter: null }
}

async function compareRoots(own: Session, frontier: Frontier, note: string): Promise<Difference[]> {
  const { root, size, hash } = checkpointOf(note)
  const differences: Difference[] = []
  const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
  if (!same(rootOf(frontier), root)) {
    const what = {
      zh: '条目算出的根与签名的检查点不同',
      en: 'the entries don’t come to the signed root',
    }
    differences.push({ what, where: String(size) })
  }
  await own.query('set search_path to public')
  if (!same(await storedRoot({ hash, source: tilesOf(own), size }), root)) {
    const what = {
      zh: '存储的哈希算出的根与检查点不同',
      en: 'the stored tiles don’t come to the signed root',
    }
    differences.push({ what, where: String(size) })
  }
  return differences
}

async function compareTable(own: Session, table: string): Promise<Difference[]> {
  const columns = await own.query<{ name: string }>(
    `select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  )
  const list = columns.map((one) => one.name).join(', ')
  const found: Difference[] = []
  const sides = [
    {
      here: 'public',
      there: scratch,
      zh: '表里有、日志里没有',
      en: 'in the table, not in the log',
    },
    {
      here: scratch,
      there: 'public',
      zh: '日志里有、表里没有',
      en: 'in the log, not in the table',
    },
  ]
  for (const { here, there, zh, en } of sides) {
    const rows = await own.query<{ row: string }>(
      `select row_to_json(d)::text as row from (
         select ${list} from ${here}.${table} except all select ${list} from ${there}.${table}) as d
        limit 20`,
    )
    for (const { row } of rows) {
      found.push({ what: { zh: `${table}：${zh}`, en: `${table}: ${en}` }, where: row })
    }
  }
  return found
}
