/** Our claims: the voucher policy as it is, two thousand firms, one cycle. */
import { type Database, openDatabase } from '../../packages/kernel/src/db/database.ts'
import { openFolder } from '../../packages/kernel/src/db/folder.ts'
import { migrate, ownMigrations } from '../../packages/kernel/src/db/migrate.ts'
import { brokenInvariants } from '../../packages/kernel/src/ledger.ts'
import type { ActRequest } from '../../packages/kernel/src/request.ts'
import { addMembers, type City, openCallOf, openCity } from '../../packages/kernel/test/city.ts'
import { firmFacts, money, voucher } from '../../packages/kernel/test/voucher.ts'

const FIRMS = 2000

export interface ClaimsWorld {
  readonly city: City
  readonly db: Database
  /** The next requests, made beforehand. */
  readonly prepare: (count: number) => ActRequest[]
  /** Throws unless the books balance and every accepted claim is in them. */
  readonly check: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens a database with the policies, the firms and an open cycle. */
export async function openClaims(
  where: { url: string } | { folder: string },
): Promise<ClaimsWorld> {
  const db = 'url' in where ? await openDatabase(where) : await openFolder(where)
  await migrate(db, ownMigrations())
  const city = await openCity(db)
  const firms = await addMembers(city, 'terms#企业', '申领单位', FIRMS, firmFacts)
  const days = { from: '2024-03-01', to: '2024-03-31' }
  await openCallOf(city, voucher, '发放周期', days, {
    周期总额度: money('100000000000'),
    周期止日: { d: '2024-03-31' },
    兑现公示期: { s: String(7 * 86_400) },
    增补产业: [],
  })
  let made = 0
  const prepare = (count: number): ActRequest[] =>
    Array.from({ length: count }, () => {
      const who = firms[made % FIRMS] as (typeof firms)[0]
      made++
      return {
        key: `claim-${made}`,
        target: { form: 'open', policy: voucher, procedure: '创新券' },
        act: '领取',
        asker: { actor: who.actor, role: '申领单位', subject: who.subject },
        filled: { 券面金额: money('1') },
      }
    })
  return {
    city,
    db,
    prepare,
    check: () => check(db, made),
    close: () => db.close(),
  }
}

async function check(db: Database, made: number): Promise<void> {
  const broken = await brokenInvariants(db)
  if (broken.length > 0) throw new Error(`the books are broken: ${broken[0]?.invariant.en}`)
  const [row] = await db.query<{ held: bigint; matters: bigint }>(
    `select (select held from account where name = '周期额度') as held,
            (select count(*) from matter) as matters`,
  )
  if (row?.held !== BigInt(made) * 100n || row.matters !== BigInt(made)) {
    throw new Error(`${made} claims were accepted, the books have ${row?.held}`)
  }
}

/** Accepted claims a second, all asked at once. */
export async function throughput(world: ClaimsWorld, count: number): Promise<number> {
  const requests = world.prepare(count)
  const from = performance.now()
  const answers = await Promise.all(requests.map((one) => world.city.kernel.act(one)))
  const seconds = (performance.now() - from) / 1000
  if (!answers.every((one) => one.ok)) throw new Error('a claim of the bench was refused')
  return count / seconds
}

/** How long each of many claims took that were asked in the same moment, in ms. */
export async function atOnce(world: ClaimsWorld, count: number): Promise<number[]> {
  const requests = world.prepare(count)
  const from = performance.now()
  return Promise.all(
    requests.map(async (one) => {
      await world.city.kernel.act(one)
      return performance.now() - from
    }),
  )
}

/** How long claims take that come evenly at a rate, each from the moment it was due, in ms. */
export async function atRate(world: ClaimsWorld, rate: number, seconds: number): Promise<number[]> {
  const requests = world.prepare(Math.floor(rate * seconds))
  const from = performance.now()
  const waits: Promise<number>[] = []
  const due = (i: number) => from + (i / rate) * 1000
  while (waits.length < requests.length) {
    const now = performance.now()
    while (waits.length < requests.length && due(waits.length) <= now) {
      const i = waits.length
      const wait = world.city.kernel
        .act(requests[i] as ActRequest)
        .then(() => performance.now() - due(i))
      waits.push(wait)
    }
    await new Promise((resume) => setTimeout(resume, 1))
  }
  return Promise.all(waits)
}
