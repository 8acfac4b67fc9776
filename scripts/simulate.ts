/**
 * The seeded simulator, as long as one likes: random people, days, crashes, and the question after
 * each lot whether everything still holds. One number decides all of it.
 *
 *   npm run simulate -- --seed 7 --acts 20000 --minutes 10
 *   npm run simulate -- --seed 7 --play 3            one play of it again
 *   npm run simulate -- --database postgres://…      on a server, each process with its own pool
 *
 * Exits 0 when all held, 1 when something did not, 130 when it was stopped with Ctrl+C.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { Blow } from '../packages/kernel/test/simulator/faults.ts'
import {
  type Failure,
  inLines,
  type PlayOptions,
  type PlayReport,
  play,
  shrink,
} from '../packages/kernel/test/simulator/play.ts'
import { openStage } from '../packages/kernel/test/simulator/stage.ts'

const usage = `npm run simulate -- [--seed N] [--acts 20000] [--minutes 10] [--play N]
  [--length 600] [--crashes 20] [--without 3,5-9] [--database postgres://…]`

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    /** How many requests in all. */
    acts: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: '10' },
    /** Only this play of the seed. */
    play: { type: 'string' },
    /** How many requests a play has. */
    length: { type: 'string', default: '600' },
    /** In how many of a hundred lots a process is struck. */
    crashes: { type: 'string', default: '20' },
    /** Lots to leave out. */
    without: { type: 'string', default: '' },
    database: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const whole = (name: string, text: string): number => {
  if (/^\d+$/.test(text)) return Number(text)
  console.error(`--${name} ${text}: write a whole number.\n${usage}`)
  process.exit(2)
}

const seed = values.seed ?? String(randomInt(1_000_000))
const acts = whole('acts', values.acts)
const length = whole('length', values.length)
const minutes = whole('minutes', values.minutes)
const only = values.play === undefined ? null : whole('play', values.play)
const until = performance.now() + minutes * 60_000
let stopped = false
/** When it was asked to stop; a terminal may say so twice at once. */
let stoppedAt = 0

const without = new Set(
  values.without.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-')
    if (!from) return []
    const [a, b] = [whole('without', from), whole('without', to as string)]
    return Array.from({ length: b - a + 1 }, (_, i) => a + i)
  }),
)

const blows: readonly Blow[] = values.database
  ? ['crash', 'crash', 'cut', 'cut', 'lost', 'failed']
  : ['crash', 'crash', 'crash', 'lost', 'failed']

const options: PlayOptions = {
  acts: length,
  crashes: whole('crashes', values.crashes),
  blows,
  replayEvery: 40,
  without,
  stop: () => stopped || (only === null && performance.now() > until),
}

const database = values.database ? ` --database ${values.database}` : ''
const command = (number: number, left = '') =>
  `npm run simulate -- --seed ${seed} --play ${number} --length ${length}${left}${database}`

async function one(number: number, more: Partial<PlayOptions> = {}): Promise<PlayReport> {
  const stage = await openStage(values.database)
  try {
    return await play(`${seed}/${number}`, stage, { ...options, ...more })
  } finally {
    await stage.close()
  }
}

/** Numbers as `3,5-9`. */
function spans(numbers: ReadonlySet<number>): string {
  const sorted = [...numbers].sort((a, b) => a - b)
  const parts: string[] = []
  for (let i = 0; i < sorted.length; ) {
    const from = sorted[i] as number
    let to = from
    while (sorted[i + 1] === to + 1) to = sorted[++i] as number
    parts.push(from === to ? `${from}` : `${from}-${to}`)
    i++
  }
  return parts.join(',')
}

async function failed(number: number, failure: Failure): Promise<never> {
  console.error(`\n✗ ${inLines(failure)}\n\nAgain: ${command(number)}`)
  console.error('\nLooking for a shorter way to it; Ctrl+C leaves it at that.')
  const again = (more: Pick<PlayOptions, 'without' | 'until'>) =>
    stopped ? Promise.reject(new Error('stopped')) : one(number, { ...more, acts: 1e9 })
  const best = await shrink(failure, again, 24).catch(() => null)
  if (best && best.without.size > 0) {
    console.error(`\nShorter:\n${inLines(best.failure)}`)
    console.error(`\nAgain: ${command(number, ` --without ${spans(best.without)}`)}`)
  }
  process.exit(1)
}

function add(sum: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, count] of more) sum.set(name, (sum.get(name) ?? 0) + count)
}

async function run(): Promise<void> {
  console.log(`Seed ${seed}. ${only === null ? `Up to ${acts} requests, ${minutes} minutes.` : ''}`)
  const ends = new Map<string, number>()
  let [sent, entries, struck, plays] = [0, 0, 0, 0]
  for (let number = only ?? 1; ; number++) {
    const before = sent
    const tell = (now: number) => {
      if (process.stdout.isTTY) process.stdout.write(`\r${before + now} requests, play ${number} `)
    }
    const report = await one(number, { progress: tell })
    sent += report.acts
    entries += report.entries
    struck += report.struck
    plays++
    add(ends, report.ends)
    if (report.failure) await failed(number, report.failure)
    console.log(`\rplay ${number}: ${report.acts} requests, ${report.entries} entries, all holds`)
    if (only !== null || sent >= acts || options.stop?.()) break
  }
  const list = [...ends].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`)
  console.log(`\n${plays} plays, ${sent} requests, ${entries} entries, ${struck} processes struck.`)
  console.log(`${list.join(', ')}\n✓ Everything held.`)
  process.exit(stopped ? 130 : 0)
}

if (values.help) console.log(usage)
else {
  process.on('SIGINT', () => {
    const now = performance.now()
    if (stopped && now - stoppedAt > 1000) process.exit(130)
    if (stopped) return
    stopped = true
    stoppedAt = now
    console.log('\nStopping after this lot; the seed is', seed)
  })
  await run()
}
