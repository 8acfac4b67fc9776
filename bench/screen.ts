import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compileCorpus, type Known, policyFinder, screen } from '@huoshui/policy'
import { parseDay } from '@huoshui/values'
import type { Bench, Figure } from './frame/bench.ts'
import { cpuSeconds, median, quantile, RUNS } from './frame/measure.ts'
import { manyMeasures, policyFiles } from './screen/documents.ts'
import { subjectsOf } from './screen/subjects.ts'

const MEASURES = 200
const SUBJECTS = 200

/** All policies compiled, and one subject after another screened against two hundred measures. */
export const bench: Bench = {
  name: 'screen',
  about: 'compiling every policy; one subject against 200 measures with reasons and amounts',
  run: async ({ firms, progress }) => {
    const compiling = compileFigures()
    progress(`compiled all policies: ${compiling.map((one) => Math.round(one.value))} ms`)
    return [...compiling, ...screenFigures(firms ?? SUBJECTS, progress)]
  },
}

/** The time that somebody waits who starts anew, and the time of a compiler that has run before. */
function compileFigures(): Figure[] {
  const script = fileURLToPath(new URL('screen/compile-once.ts', import.meta.url))
  const cold = times(RUNS, () =>
    Number(execFileSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' })),
  )
  const files = policyFiles()
  const warm = times(RUNS + 1, () => milliseconds(() => compileCorpus(files))).slice(1)
  return [
    {
      name: 'screen.compile-ms',
      value: median(cold),
      unit: 'ms',
      goal: { atMost: 1000 },
      note: 'in a fresh process',
    },
    { name: 'screen.compile-again-ms', value: median(warm), unit: 'ms' },
  ]
}

function screenFigures(count: number, progress: (line: string) => void): Figure[] {
  const { policies } = manyMeasures(MEASURES)
  const day = parseDay('2024-10-01')
  if (day === null) throw new Error('not a day')
  const options = { policies, day, policyOf: policyFinder(policies) }
  const subjects = subjectsOf(compileCorpus(policyFiles()), day, count)
  const first = subjects[0] && screen(subjects[0], options)
  if (first?.results.length !== MEASURES) {
    throw new Error(`${first?.results.length} measures were screened and not ${MEASURES}`)
  }
  const all: Record<string, number> = {}
  const one = (known: Known) => {
    for (const { decision } of screen(known, options).results) {
      all[decision.conclusion] = (all[decision.conclusion] ?? 0) + 1
    }
  }
  const pass = () => {
    const from = cpuSeconds()
    const waited = subjects.map((known) => milliseconds(() => one(known)))
    return { waited, cpu: ((cpuSeconds() - from) * 1000) / subjects.length }
  }
  const runs = times(RUNS + 1, pass).slice(1)
  progress(`${policies.length} policies, ${subjects.length} subjects: ${JSON.stringify(all)}`)
  const at = (share: number) => median(runs.map((run) => quantile(run.waited, share)))
  const cpu = median(runs.map((run) => run.cpu))
  return [
    { name: 'screen.p50-ms', value: at(0.5), unit: 'ms', goal: { atMost: 2 } },
    { name: 'screen.p99-ms', value: at(0.99), unit: 'ms', goal: { atMost: 10 } },
    { name: 'screen.cpu-ms', value: cpu, unit: 'ms', note: 'processor time, all threads' },
  ]
}

function milliseconds(work: () => unknown): number {
  const from = performance.now()
  work()
  return performance.now() - from
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}
