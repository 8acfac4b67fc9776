/** The seeded simulator, briefly; `npm run simulate` plays as long as one likes. */
import { describe, expect, it } from 'vitest'
import type { Blow } from '../test/simulator/faults.ts'
import { inLines, type PlayOptions, type PlayReport, play } from '../test/simulator/play.ts'
import { randomOf } from '../test/simulator/random.ts'
import { openStage } from '../test/simulator/stage.ts'
import type { Database } from './db/database.ts'

const onServer = process.env.DATABASE_URL !== undefined

const blows: readonly Blow[] = onServer
  ? ['crash', 'cut', 'lost', 'failed']
  : ['crash', 'crash', 'failed']

const usual: PlayOptions = { acts: 60, crashes: 35, blows, replayEvery: 15 }

async function played(seed: string, more: Partial<PlayOptions> = {}): Promise<PlayReport> {
  const stage = await openStage(process.env.DATABASE_URL)
  try {
    return await play(seed, stage, { ...usual, ...more })
  } finally {
    await stage.close()
  }
}

/** A failure in words, with what repeats it; empty where all held. */
const said = ({ failure }: PlayReport): string => (failure ? inLines(failure) : '')

/** The lots that are played again. */
const again = 4

describe('a random city', { timeout: 180_000 }, () => {
  it('keeps its word whatever happens, and goes the same way again for the same seed', async () => {
    const first = await played('九')
    expect(said(first)).toBe('')
    expect(first.acts).toBeGreaterThanOrEqual(60)
    expect(first.entries).toBeGreaterThan(40)
    expect(first.struck).toBeGreaterThan(2)
    // Much is done, much is refused, and for more than one reason.
    expect(first.ends.size).toBeGreaterThan(12)
    const second = await played('九', { until: again })
    expect(said(second)).toBe('')
    expect(second.story.length).toBeGreaterThan(again)
    // On a server connections race, so that only a play in memory goes the same way.
    if (onServer) return
    expect(second.story).toEqual(first.story.slice(0, second.story.length))
  })
})

describe('what other hands do to the database is found', { timeout: 180_000 }, () => {
  it.each([
    [
      'money moved',
      `update account set balance = balance + 1 where key = (select min(key) from account)`,
      'the books balance',
    ],
    ['a fact changed', `update fact set value = 'false' where name = '独立法人'`, 'replay'],
  ])('%s', async (_, sql, what) => {
    const once = async (db: Database, lot: number) => {
      if (lot === 2) await db.query(sql)
    }
    const report = await played('四', { until: 3, crashes: 0, replayEvery: 1000, meddle: once })
    expect(report.failure?.what).toContain(what)
    expect(report.failure?.lot).toBeGreaterThanOrEqual(2)
    expect(report.failure?.story.length).toBeGreaterThan(0)
  })
})

describe('random choices', () => {
  it('depend on the seed alone, and a fork on its name alone', () => {
    const draw = (seed: string) => {
      const random = randomOf(seed)
      return [random.below(1000), random.between(5, 9), random.fork('甲').below(1000)]
    }
    expect(draw('7')).toEqual(draw('7'))
    expect(draw('7')).not.toEqual(draw('8'))
    const used = randomOf('7')
    used.bytes(100)
    expect(used.fork('甲').below(1000)).toBe(randomOf('7').fork('甲').below(1000))
  })

  it('are as likely as they are weighed', () => {
    const random = randomOf('9')
    const found = Array.from({ length: 4000 }, () =>
      random.weighted([
        [3, 'a'],
        [1, 'b'],
        [0, 'c'],
      ]),
    )
    const share = found.filter((one) => one === 'a').length / found.length
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.8)
    expect(found).not.toContain('c')
    const all = random.shuffled([1, 2, 3, 4, 5])
    expect([...all].sort()).toEqual([1, 2, 3, 4, 5])
  })
})
