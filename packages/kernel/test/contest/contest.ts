/**
 * The contest: very many claims by two thousand firms on one cycle, from several processes at once.
 *
 * Afterwards the books are asked, not the processes: what was given out is the budget to the fen,
 * no firm is above its cap, every refusal says why, every accepted claim is in the log.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../src/db/database.ts'
import { brokenInvariants } from '../../src/ledger.ts'
import { formatSigner } from '../../src/log/index.ts'
import { addMembers, type City, type Member, openCallOf, openCity, testLog } from '../city.ts'
import { seeded } from '../torture/seeded.ts'
import { firmFacts, money, voucher } from '../voucher.ts'

export interface Share {
  readonly process: number
  readonly url: string
  readonly day: string
  readonly origin: string
  readonly signer: string
  readonly claims: readonly { actor: string; subject: string; yuan: number }[]
}

export interface Claimed {
  /** When its answer came, counted within its process. */
  readonly order: number
  readonly seq: string | null
  readonly refusal: string | null
  /** How many rows its refusal names. */
  readonly why: number
}

export interface ContestOptions {
  readonly url: string
  readonly claims: number
  readonly firms: number
  readonly processes: number
  /** What the cycle gives out, in 元. */
  readonly budget: number
  readonly seed: number
  readonly progress?: (line: string) => void
}

export interface ContestResult {
  readonly accepted: number
  readonly refused: number
  readonly seconds: number
  /** The most batches of others between two batches of a process that still had claims waiting. */
  readonly waited: number
}

const day = '2024-03-01'

/** Runs a contest on an empty, migrated database; throws when anything does not hold. */
export async function contest(db: Database, options: ContestOptions): Promise<ContestResult> {
  const log = testLog()
  const city = await openCity(db, day, log)
  const firms = await addMembers(city, 'terms#企业', '申领单位', options.firms, firmFacts)
  await openCycle(city, options.budget)
  const random = seeded(options.seed)
  const shares = Array.from({ length: options.processes }, (_, process): Share => {
    const count = Math.ceil(options.claims / options.processes)
    const claims = Array.from({ length: count }, () => {
      const who = firms[Math.floor(random() * firms.length)] as Member
      return { ...who, yuan: 1 + Math.floor(random() * 50_000) }
    })
    const { origin } = log
    return { process, url: options.url, day, origin, signer: formatSigner(log.signer), claims }
  })
  const from = performance.now()
  const results = await Promise.all(shares.map(runProcess))
  const seconds = (performance.now() - from) / 1000
  options.progress?.(`${options.claims} claims in ${seconds.toFixed(1)} s`)
  await checkBooks(db, shares, results, options)
  checkOrder(results)
  const accepted = results.flat().filter((one) => one.seq !== null).length
  return {
    accepted,
    refused: results.flat().length - accepted,
    seconds,
    waited: batchesWaited(results),
  }
}

async function openCycle(city: City, budget: number): Promise<void> {
  await openCallOf(
    city,
    voucher,
    '发放周期',
    { from: day, to: '2024-03-31' },
    {
      周期总额度: money(String(budget)),
      周期止日: { d: '2024-03-31' },
      兑现公示期: { s: String(7 * 86_400) },
      增补产业: [],
    },
  )
}

function runProcess(share: Share): Promise<Claimed[]> {
  const file = fileURLToPath(new URL('worker.ts', import.meta.url))
  return new Promise((resolve, reject) => {
    const child = fork(file, { execArgv: ['--import', 'tsx'], stdio: 'inherit' })
    child.once('message', (claimed) => resolve(claimed as Claimed[]))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`a process of the contest ended with ${code}`))
    })
    child.send(share)
  })
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the contest was lost: ${what}`)
}

async function checkBooks(
  db: Database,
  shares: readonly Share[],
  results: readonly (readonly Claimed[])[],
  options: ContestOptions,
): Promise<void> {
  const [cycle] = await db.query<{ balance: bigint; held: bigint }>(
    `select balance, held from account where name = '周期额度'`,
  )
  const accepted = results.flatMap((one, i) =>
    one.flatMap((claim, j) => (claim.seq === null ? [] : [{ ...claim, ...shares[i]?.claims[j] }])),
  )
  const issued = accepted.reduce((sum, one) => sum + BigInt(one.yuan ?? 0) * 100n, 0n)
  must(cycle?.held === issued, `${issued} fen were accepted, ${cycle?.held} are held`)
  must(issued <= BigInt(options.budget) * 100n, `${issued} fen are more than the budget`)
  const [over] = await db.query<{ key: string }>(
    `select key from account where name = '年度额度' and held > 50000000`,
  )
  must(over === undefined, `${over?.key} is above its cap`)
  must((await brokenInvariants(db)).length === 0, 'the books do not balance')
  const [events] = await db.query<{ count: bigint }>(
    'select count(*) as count from event where seq = any($1::bigint[])',
    [accepted.map((one) => BigInt(one.seq as string))],
  )
  must(events?.count === BigInt(accepted.length), 'an accepted claim is not in the log')
  const dumb = results.flat().find((one) => one.refusal === 'R5' && one.why === 0)
  must(dumb === undefined, 'a refusal names no row')
}

/** Within a process claims are decided in the order in which they came. */
function checkOrder(results: readonly (readonly Claimed[])[]): void {
  for (const claims of results) {
    let last = -1n
    for (const { seq } of claims) {
      if (seq === null) continue
      must(BigInt(seq) > last, 'a claim was decided before one that came earlier')
      last = BigInt(seq)
    }
  }
}

/** Runs of entries by one process are its batches; how many of others stand between two of them. */
function batchesWaited(results: readonly (readonly Claimed[])[]): number {
  const owner = new Map<bigint, number>()
  results.forEach((claims, process) => {
    for (const { seq } of claims) if (seq !== null) owner.set(BigInt(seq), process)
  })
  const runs: number[] = []
  for (const [, process] of [...owner].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (runs.at(-1) !== process) runs.push(process)
  }
  let most = 0
  results.forEach((_, process) => {
    const places = runs.flatMap((one, i) => (one === process ? [i] : []))
    for (let i = 1; i < places.length; i++) {
      most = Math.max(most, (places[i] as number) - (places[i - 1] as number) - 1)
    }
  })
  return most
}
