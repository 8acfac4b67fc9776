import { type Answers, type Engine, NOT_MET, type Ready, type Total, totalsOf } from './engine.ts'
import type { Workload } from './workload.ts'

/** What an engine's answers are held against: those of another, found first. */
export interface Expected {
  readonly engine: string
  readonly answers: Answers
}

/** The answers of an engine, every one of them. */
export async function answersOf(ready: Ready, work: Workload): Promise<Answers> {
  const answers = new Float64Array(work.firms.length * work.measures.length).fill(Number.NaN)
  await ready.decide(answers)
  return answers
}

/**
 * Holds every answer of an engine against what another said, firm by firm, and the counts and sums
 * that are timed against those answers. Throws with the measure and the first firm that differs.
 */
export async function checkEngine(
  engine: Engine,
  ready: Ready,
  work: Workload,
  expected: Expected,
): Promise<void> {
  const answers = await answersOf(ready, work)
  const at = answers.findIndex((answer, i) => !Object.is(answer, expected.answers[i]))
  if (at >= 0) throw new Error(difference(engine.name, expected, answers, work, at))
  if (!ready.totals) return
  const wanted = totalsOf(answers, work.measures.length)
  const found = await ready.totals()
  const wrong = wanted.findIndex((total, i) => !sameTotal(total, found[i]))
  if (wrong < 0) return
  const { name } = work.measures[wrong] as Workload['measures'][number]
  const said = (total: Total | undefined) => `${total?.met} met, ${total?.sum} 分`
  throw new Error(
    `${name}: ${engine.name} totals ${said(found[wrong])}; its answers sum to ${said(wanted[wrong])}`,
  )
}

function sameTotal(a: Total, b: Total | undefined): boolean {
  return b !== undefined && a.met === b.met && a.sum === b.sum
}

function difference(
  engine: string,
  expected: Expected,
  answers: Answers,
  { measures, firms }: Workload,
  at: number,
): string {
  const firm = Math.floor(at / measures.length)
  const measure = measures[at % measures.length]?.name
  const said = (answer: number | undefined) => (answer === NOT_MET ? 'not met' : `${answer} 分`)
  return (
    `${measure}, firm ${firm}: ${engine} says ${said(answers[at])}, ` +
    `${expected.engine} says ${said(expected.answers[at])}\n${JSON.stringify(firms[firm])}`
  )
}
