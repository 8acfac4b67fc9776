/** A play: one world from its seed to its end, or to what was found not to hold. */
import { type Day, day } from '@huoshui/values'
import type { Database } from '../../src/db/database.ts'
import { audit } from './audit.ts'
import { Broken } from './broken.ts'
import { checkAnswered, checkLot, checkReplay } from './checks.ts'
import { settle } from './city.ts'
import type { Blow } from './faults.ts'
import { runLot } from './lots.ts'
import { randomOf } from './random.ts'
import { emptyWorld, startProcess, type World } from './world.ts'

/** Databases for one play: what checks look through, and what each process works on. */
export interface Stage {
  readonly db: Database
  readonly pools: readonly Database[]
  close(): Promise<void>
}

export interface PlayOptions {
  /** How many requests are sent before it ends. */
  readonly acts: number
  /** How many of a hundred lots a process is struck in. */
  readonly crashes: number
  readonly blows: readonly Blow[]
  /** After how many lots the log is replayed. */
  readonly replayEvery: number
  /** Lots that are left out, to find a shorter way to a failure. */
  readonly without?: ReadonlySet<number>
  /** No lot after this one. */
  readonly until?: number
  /** Whether to end early. */
  readonly stop?: () => boolean
  readonly progress?: (acts: number, lots: number) => void
  /** Other hands in the database after a lot, to see that they are found out. */
  readonly meddle?: (db: Database, lot: number) => Promise<void>
}

export interface Failure {
  readonly seed: string
  readonly lot: number
  readonly what: string
  readonly more: unknown
  /** What happened last, in words. */
  readonly story: readonly string[]
  readonly stack: string
}

export interface PlayReport {
  readonly acts: number
  readonly lots: number
  readonly entries: number
  /** How the requests ended, by state or code. */
  readonly ends: ReadonlyMap<string, number>
  /** How many times a process was struck. */
  readonly struck: number
  /** What happened, in words. */
  readonly story: readonly string[]
  readonly failure: Failure | null
}

const firstDays = [
  '2023-12-20',
  '2024-03-01',
  '2024-08-20',
  '2025-01-06',
  '2025-12-01',
  '2026-08-03',
]
const storyMax = 40

/** Plays a seed on a stage. */
export async function play(seed: string, stage: Stage, options: PlayOptions): Promise<PlayReport> {
  const random = randomOf(seed)
  const from: Day = day(random.pick(firstDays))
  const world = emptyWorld(seed, from, stage.db, stage.pools)
  const ends = new Map<string, number>()
  let [acts, lot, struck] = [0, -1, 0]
  const report = (failure: Failure | null): PlayReport => ({
    acts,
    lots: lot + 1,
    entries: world.model.entries.length,
    ends,
    struck,
    story: world.story,
    failure,
  })
  try {
    for (let place = 0; place < random.between(1, 3); place++) startProcess(world, place)
    await settle(world, world.processes[0] as (typeof world.processes)[0])
    await checkLot(world)
    while (acts < options.acts && lot < (options.until ?? Number.MAX_SAFE_INTEGER)) {
      if (options.stop?.()) break
      lot++
      if (options.without?.has(lot)) continue
      world.random = randomOf(`${seed}/lot/${lot}`)
      await runLot(world, options)
      await options.meddle?.(stage.db, lot)
      await checkLot(world)
      acts += world.sent.length
      count(ends, world)
      if (world.struck) struck++
      if (lot % 4 === 0) await audit(world)
      if (lot % options.replayEvery === options.replayEvery - 1) await checkReplay(world)
      options.progress?.(acts, lot + 1)
    }
    await audit(world)
    await checkReplay(world)
    await checkAnswered(world, world.db)
    return report(null)
  } catch (error) {
    return report(failureOf(seed, lot, world, error))
  }
}

function count(ends: Map<string, number>, world: World): void {
  for (const { request, outcome } of world.sent) {
    const end =
      outcome.form !== 'answer'
        ? outcome.form
        : outcome.answer.ok
          ? request.act
          : outcome.answer.refusal.code
    ends.set(end, (ends.get(end) ?? 0) + 1)
  }
}

function failureOf(seed: string, lot: number, world: World, error: unknown): Failure {
  const { message, stack = '' } = error as Error
  const more = error instanceof Broken ? error.more : null
  return { seed, lot, what: message, more, story: world.story.slice(-storyMax), stack }
}

/** Leaves out lots as long as the same thing goes wrong; answers the shortest play found. */
export async function shrink(
  first: Failure,
  again: (options: Pick<PlayOptions, 'without' | 'until'>) => Promise<PlayReport>,
  triesMax: number,
): Promise<{ readonly failure: Failure; readonly without: ReadonlySet<number> }> {
  let best = { failure: first, without: new Set<number>() }
  let tries = 0
  for (let size = Math.ceil((first.lot + 1) / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let from = 0; from < best.failure.lot; from += size) {
      if (++tries > triesMax) return best
      const without = new Set(best.without)
      for (let lot = from; lot < Math.min(from + size, best.failure.lot); lot++) without.add(lot)
      if (without.size === best.without.size) continue
      const { failure } = await again({ without, until: best.failure.lot })
      if (failure?.what === first.what) best = { failure, without }
    }
  }
  return best
}

/** A failure for people. */
export function inLines(failure: Failure): string {
  const more = JSON.stringify(
    failure.more,
    (_, one) => (typeof one === 'bigint' ? `${one}n` : one),
    1,
  )
  return [
    `seed ${failure.seed}, lot ${failure.lot}: ${failure.what}`,
    (more ?? '').slice(0, 3000),
    ...failure.story.map((line) => `  ${line}`),
    failure.stack.split('\n').slice(0, 8).join('\n'),
  ].join('\n')
}
