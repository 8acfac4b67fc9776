import { answersOf, checkEngine, type Expected } from './feel/check.ts'
import type { Engine } from './feel/engine.ts'
import { ENGINES } from './feel/engines.ts'
import { type Workload, workload } from './feel/workload.ts'
import type { Bench, BenchOptions, Figure } from './frame/bench.ts'
import { passesPerCpuSecond } from './frame/measure.ts'

const FIRMS = 100_000

/** What each engine's figure is wanted to be, in measure-evaluations a CPU-second. */
const GOALS: Readonly<Record<string, number>> = { ours: 8_000_000, 'ours-explained': 500_000 }

/** Our figure over a peer's, with what is wanted of it. */
const RATIOS: readonly { over: string; goal?: number }[] = [
  { over: 'feelin', goal: 100 },
  { over: 'feelin-evaluate' },
  { over: 'zen', goal: 50 },
  { over: 'zen-decision' },
  { over: 'json-rules-engine' },
  { over: 'publicodes' },
  { over: 'closures-decimal' },
  { over: 'closures-double' },
  { over: 'loop-objects' },
  { over: 'ours-interpreted' },
]

/** Ten measures for many firms, by our engine and by every peer, in one run. */
export const bench: Bench = {
  name: 'feel',
  about: 'ten measures of 5 to 8 conditions with amounts, for 100,000 firms: ours and its peers',
  run: async (options) => {
    const work = workload(options.firms ?? FIRMS)
    const expected = await expectedOf(work)
    const figures: Figure[] = []
    for (const engine of ENGINES) figures.push(await figureOf(engine, work, expected, options))
    return [...figures, ...ratiosOf(figures)]
  },
}

/** The answers that all others are held against. */
async function expectedOf(work: Workload): Promise<Expected> {
  const [first] = ENGINES
  const ready = await first.prepare(work)
  const answers = await answersOf(ready, work)
  ready.close?.()
  return { engine: first.name, answers }
}

/** Checks one engine's every answer, then measures it. */
async function figureOf(
  engine: Engine,
  work: Workload,
  expected: Expected,
  { progress }: BenchOptions,
): Promise<Figure> {
  const firms = work.firms.slice(0, engine.firmsMax)
  const part = { ...work, firms }
  const ready = await engine.prepare(part)
  try {
    await checkEngine(engine, ready, part, expected)
    const answers = new Float64Array(firms.length * work.measures.length)
    const passes = await passesPerCpuSecond(ready.totals ?? (() => ready.decide(answers)))
    const value = passes * answers.length
    const goal = GOALS[engine.name]
    progress(`${engine.name}: ${Math.round(value)}/CPU-s, ${firms.length} firms: ${engine.how}`)
    return {
      name: `feel.${engine.name}`,
      value,
      unit: '/CPU-s',
      ...(goal === undefined ? {} : { goal: { atLeast: goal } }),
    }
  } finally {
    ready.close?.()
  }
}

function ratiosOf(figures: readonly Figure[]): Figure[] {
  const figureFor = (engine: string) => {
    const found = figures.find((one) => one.name === `feel.${engine}`)
    if (!found) throw new Error(`no engine is called ${engine}`)
    return found.value
  }
  const ratios: Figure[] = RATIOS.map(({ over, goal }) => ({
    name: `feel.ratio.${over}`,
    value: figureFor('ours') / figureFor(over),
    unit: '×',
    ...(goal === undefined ? {} : { goal: { atLeast: goal } }),
  }))
  const toHand: Figure = {
    name: 'feel.ratio.sql-generated-to-hand',
    value: figureFor('sql-generated') / figureFor('sql-hand'),
    unit: '×',
    goal: { atLeast: 0.6 },
  }
  return [...ratios, toHand]
}
