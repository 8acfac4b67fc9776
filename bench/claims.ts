/** Claims on one budget: ours in batches, row locks one by one, on the same server in one run. */

import { durableFolder, onServer, serverUrl } from './claims/databases.ts'
import { atOnce, atRate, openClaims, throughput } from './claims/ours.ts'
import { rowLocks } from './claims/row-locks.ts'
import type { Bench, Figure } from './frame/bench.ts'
import { median, quantile } from './frame/measure.ts'

const CLAIMS = 20_000
const ROUNDS = 3
const CONNECTIONS = 64
const RUSH = 5000

export const bench: Bench = {
  name: 'claims',
  about: 'durable claims on one cycle: policy, ledger and chained log, against row locks',
  run: async ({ firms, progress }) => {
    const claims = firms ?? CLAIMS
    const url = await serverUrl()
    const figures: Figure[] = []
    if (url) figures.push(...(await onPostgres(url, claims, progress)))
    else progress('PostgreSQL: not run (set DATABASE_URL)')
    figures.push(...(await onPglite(Math.min(claims, 5000), progress)))
    return figures
  },
}

async function onPostgres(
  url: string,
  claims: number,
  progress: (line: string) => void,
): Promise<Figure[]> {
  const ours: number[] = []
  const peers: number[] = []
  const figures: Figure[] = []
  await onServer(url, async (own) => {
    const world = await openClaims({ url: own })
    await throughput(world, Math.min(claims, 5000))
    // Ours and theirs take turns, so that both meet the same machine.
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await throughput(world, claims))
      peers.push(await rowLocks(own, Math.min(claims, 2000), CONNECTIONS))
      progress(
        `ours ${Math.round(ours.at(-1) ?? 0)}/s, row locks ${Math.round(peers.at(-1) ?? 0)}/s`,
      )
    }
    const rate = median(ours)
    const rush = await atOnce(world, RUSH)
    const half = await atRate(world, rate / 2, 5)
    await world.check()
    await world.close()
    progress(
      `${RUSH} at once: p50 ${Math.round(quantile(rush, 0.5))} ms; half rate: ${half.length}`,
    )
    figures.push(
      { name: 'claims.ours', value: rate, unit: '/s', goal: { atLeast: 10_000 } },
      {
        name: 'claims.row-locks',
        value: median(peers),
        unit: '/s',
        note: `${CONNECTIONS} connections`,
      },
      {
        name: 'claims.ratio.row-locks',
        value: rate / median(peers),
        unit: '×',
        goal: { atLeast: 10 },
      },
      {
        name: 'claims.rush-p99-ms',
        value: quantile(rush, 0.99),
        unit: 'ms',
        goal: { atMost: 600 },
        note: `${RUSH} at once`,
      },
      {
        name: 'claims.half-rate-p99-ms',
        value: quantile(half, 0.99),
        unit: 'ms',
        goal: { atMost: 100 },
      },
    )
  })
  return figures
}

async function onPglite(claims: number, progress: (line: string) => void): Promise<Figure[]> {
  return durableFolder(async (folder) => {
    const world = await openClaims({ folder })
    await throughput(world, 500)
    const rates: number[] = []
    for (let round = 0; round < ROUNDS; round++) rates.push(await throughput(world, claims))
    await world.check()
    await world.close()
    progress(`PGlite, durable: ${rates.map(Math.round).join(', ')}/s`)
    return [{ name: 'claims.pglite', value: median(rates), unit: '/s', note: 'in a folder, fsync' }]
  })
}
