/**
 * Torture: the server and the database are killed at random under load, again and again.
 *
 * After each time the database is opened anew, and must hold every claim that was acknowledged,
 * nothing twice, books that balance and a log that is whole.
 */
import { fork } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { openFolder } from '../../src/db/folder.ts'
import { migrate, ownMigrations } from '../../src/db/migrate.ts'
import { brokenInvariants } from '../../src/ledger.ts'
import { formatSigner } from '../../src/log/index.ts'
import { replay } from '../../src/replay.ts'
import { addMembers, type Member, openCallOf, openCity, testLog } from '../city.ts'
import { firmFacts, money, voucher } from '../voucher.ts'
import { afterPowerCut, type DiskNotes } from './disk.ts'
import type { OwnPostgres } from './own-postgres.ts'
import type { Orders } from './worker.ts'

export interface TortureOptions {
  readonly rounds: number
  readonly random: () => number
  readonly progress: (line: string) => void
}

export interface TortureResult {
  readonly rounds: number
  readonly acknowledged: number
}

type Beginning = Pick<Orders, 'day' | 'origin' | 'signer' | 'firms'>

const day = '2024-03-01'

/** Puts policies, firms and an open cycle into an empty database. */
async function prepare(db: Database): Promise<Beginning> {
  await migrate(db, ownMigrations())
  const log = testLog()
  const city = await openCity(db, day, log)
  const firms = await addMembers(city, 'terms#企业', '申领单位', 50, firmFacts)
  const days = { from: day, to: '2024-03-31' }
  await openCallOf(city, voucher, '发放周期', days, {
    周期总额度: money('10000000000'),
    周期止日: { d: '2024-03-31' },
    兑现公示期: { s: String(7 * 86_400) },
    增补产业: [],
  })
  return { day, origin: log.origin, signer: formatSigner(log.signer), firms: firms as Member[] }
}

/** Everything that was acknowledged is there; the books balance; the log is whole. */
async function check(
  db: Database,
  acknowledged: ReadonlySet<string>,
  whole: boolean,
): Promise<void> {
  const rows = await db.query<{ key: string }>(`select key from event where key like 'torture-%'`)
  const stored = new Set(rows.map((one) => one.key))
  const lost = [...acknowledged].filter((key) => !stored.has(key))
  if (lost.length > 0) throw new Error(`${lost.length} acknowledged claims are lost: ${lost[0]}`)
  const [counts] = await db.query<{ matters: bigint; held: bigint }>(
    `select (select count(*) from matter) as matters,
            coalesce((select held from account where name = '周期额度'), 0) as held`,
  )
  if (counts?.matters !== BigInt(stored.size) || counts.held !== BigInt(stored.size) * 100n) {
    throw new Error(`${stored.size} claims are in the log, ${counts?.matters} matters are stored`)
  }
  const broken = await brokenInvariants(db)
  if (broken.length > 0) throw new Error(`the books are broken: ${broken[0]?.invariant.en}`)
  if (!whole) return
  const report = await replay(db)
  if (!report.ok) throw new Error(`replay differs: ${report.differences[0]?.what.en}`)
}

/** Starts a server with its orders; `acknowledge` is told of each claim that it has answered. */
function startServer(orders: Orders, acknowledge: (key: string) => void) {
  const file = fileURLToPath(new URL('worker.ts', import.meta.url))
  const child = fork(file, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.on('message', (key) => acknowledge(String(key)))
  child.send(orders)
  return { child, gone }
}

const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

/** Waits for the first acknowledgement, then for a random while under load. */
async function underLoad(count: () => number, random: () => number, dead: () => boolean) {
  const before = count()
  for (let ms = 0; count() === before && !dead(); ms += 20) {
    if (ms > 120_000) throw new Error('the server has answered nothing for two minutes')
    await wait(20)
  }
  await wait(Math.floor(random() * 1500))
}

/** PGlite in a folder: the server is killed, its database with it. */
export async function torturePglite(options: TortureOptions): Promise<TortureResult> {
  const folder = mkdtempSync(join(tmpdir(), 'huoshui-torture-'))
  const acknowledged = new Set<string>()
  const where = { folder: join(folder, 'data') }
  try {
    const first = await openFolder(where)
    const beginning = await prepare(first)
    await first.close()
    for (let round = 1; round <= options.rounds; round++) {
      await killServer({ ...beginning, round, where, at_once: 32 }, acknowledged, options.random)
      const db = await openFolder(where)
      await check(db, acknowledged, round === options.rounds)
      await db.close()
      options.progress(`PGlite, server killed: round ${round}, ${acknowledged.size} acknowledged`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { rounds: options.rounds, acknowledged: acknowledged.size }
}

async function killServer(
  orders: Orders,
  acknowledged: Set<string>,
  random: () => number,
): Promise<void> {
  const { child, gone } = startServer(orders, (key) => acknowledged.add(key))
  let code: number | null | undefined
  void gone.then((one) => {
    code = one ?? null
  })
  await underLoad(
    () => acknowledged.size,
    random,
    () => code !== undefined,
  )
  if (code !== undefined) throw new Error(`the server ended by itself with ${code}`)
  child.kill('SIGKILL')
  await gone
}

/** PostgreSQL: in turns the server is killed, and the database under the server. */
export async function torturePostgres(
  postgres: OwnPostgres,
  options: TortureOptions,
): Promise<TortureResult> {
  const acknowledged = new Set<string>()
  await postgres.start()
  const first = await openDatabase({ url: postgres.url })
  const beginning = await prepare(first)
  await first.close()
  for (let round = 1; round <= options.rounds; round++) {
    const orders = { ...beginning, round, where: { url: postgres.url }, at_once: 64 }
    const what = round % 2 === 0 ? 'database' : 'server'
    if (what === 'server') await killServer(orders, acknowledged, options.random)
    else await killDatabase(postgres, orders, acknowledged, options.random)
    const db = await openDatabase({ url: postgres.url })
    await check(db, acknowledged, round === options.rounds)
    await db.close()
    options.progress(
      `PostgreSQL, ${what} killed: round ${round}, ${acknowledged.size} acknowledged`,
    )
  }
  return { rounds: options.rounds, acknowledged: acknowledged.size }
}

/** The server lives on, meets the database again, and goes on acknowledging. */
async function killDatabase(
  postgres: OwnPostgres,
  orders: Orders,
  acknowledged: Set<string>,
  random: () => number,
): Promise<void> {
  const { child, gone } = startServer(orders, (key) => acknowledged.add(key))
  let code: number | null | undefined
  void gone.then((one) => {
    code = one ?? null
  })
  const dead = () => code !== undefined
  await underLoad(() => acknowledged.size, random, dead)
  await postgres.kill()
  await postgres.start()
  await underLoad(() => acknowledged.size, random, dead)
  if (dead()) throw new Error(`the server did not outlive the database: ${code}`)
  child.kill('SIGKILL')
  await gone
}

/** PGlite and power cuts: what was not synced vanishes, as far as a seeded choice says. */
export async function torturePower(options: TortureOptions): Promise<TortureResult> {
  const folder = mkdtempSync(join(tmpdir(), 'huoshui-torture-'))
  let acknowledged = 0
  try {
    const before = { folder: join(folder, 'before') }
    const first = await openFolder(before)
    const beginning = await prepare(first)
    await first.close()
    for (let round = 1; round <= options.rounds; round++) {
      acknowledged += await powerCut(folder, beginning, round, options.random)
      options.progress(`PGlite, power cut: round ${round}, ${acknowledged} acknowledged`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { rounds: options.rounds, acknowledged }
}

async function powerCut(
  folder: string,
  beginning: Beginning,
  round: number,
  random: () => number,
): Promise<number> {
  const running = join(folder, 'running')
  const after = join(folder, 'after')
  const notes = join(folder, 'notes.json')
  for (const one of [running, after]) {
    rmSync(one, { recursive: true, force: true })
    cpSync(join(folder, 'before'), one, { recursive: true })
  }
  const cut = { at: 200 + Math.floor(random() * 3000), notes }
  const where = { folder: running }
  const { gone } = startServer({ ...beginning, round, where, at_once: 16, cut }, () => {})
  await gone
  const told = JSON.parse(readFileSync(notes, 'utf8')) as {
    notes: DiskNotes
    acknowledged: string[]
  }
  afterPowerCut(after, told.notes, random)
  const db = await openFolder({ folder: after })
  await check(db, new Set(told.acknowledged), true)
  await db.close()
  return told.acknowledged.length
}
