import { compileProgram, type Node, type Program, type Value } from '@huoshui/feel'
import { type Answers, type Engine, NOT_MET, type Ready } from './engine.ts'
import { FIELDS, fenAt } from './ours.ts'
import type { Workload } from './workload.ts'

/** Why a measure is not met: a row, with what was found and what it was held against. */
export interface WhyNot {
  readonly measure: string
  /** Which of the measure's rows, from 0. */
  readonly row: number
  readonly findings: readonly Finding[]
}

/** One test of a row that was really made. */
export interface Finding {
  readonly value: Value | undefined
  readonly thresholds: readonly (Value | undefined)[]
}

/** A test as a trace keeps it: where its value stands, and what it is held against. */
interface Kept {
  readonly subject: number
  readonly against: readonly number[]
}

/** A test of a row: the node whose value is found, and those it is held against. */
interface Test {
  readonly subject: Node
  readonly against: readonly Node[]
}

/** The tests that a row joins by `and` or `or`, or is; a yes or no is held against nothing. */
function testsOf(row: Node): Test[] {
  const { kind } = row
  if (kind === 'or' || kind === 'and') return [...testsOf(row.left), ...testsOf(row.right)]
  if (kind === 'compare') return [{ subject: row.left, against: [row.right] }]
  if (kind === 'between') return [{ subject: row.value, against: [row.low, row.high] }]
  if (kind === 'in') return [{ subject: row.value, against: row.tests }]
  return [{ subject: row, against: [] }]
}

interface Row {
  readonly measure: string
  readonly row: number
  /** Its place among the program's definitions. */
  readonly index: number
  readonly tests: readonly Kept[]
}

/** Takes every reason that a run gives; a caller that wants none may still count them. */
export type Hear = (firm: number, why: WhyNot) => void

/**
 * Decides with reasons: every row of every measure is evaluated, and each row that does not hold
 * gives its findings, read from the trace of the very evaluation that decided.
 */
export function explained({ measures, firms }: Workload, hear: Hear): Ready {
  const rows = measures.map(({ name, conditions }) =>
    conditions.map((tree, row) => ({ measure: name, row, tree })),
  )
  const flat = rows.flat()
  const traced = compileProgram({
    fields: FIELDS,
    definitions: flat.map(({ measure, row, tree }) => ({ name: `${measure}第${row + 1}行`, tree })),
    traced: true,
  })
  const amounts = compileProgram({
    fields: FIELDS,
    definitions: measures.map(({ name, amount }) => ({ name, tree: amount, round: 'money' })),
  })
  let next = 0
  const known: Row[][] = rows.map((own) =>
    own.map(({ measure, row, tree }) => {
      const index = next++
      const slot = (node: Node) => traced.slotOf(index, node)
      const tests = testsOf(tree).map(({ subject, against }) => ({
        subject: slot(subject),
        against: against.map(slot),
      }))
      return { measure, row, index, tests }
    }),
  )
  return {
    decide: (answers: Answers) => {
      let at = 0
      firms.forEach((firm, number) => {
        traced.at(firm)
        amounts.at(firm)
        known.forEach((own, i) => {
          const met = hold(traced, own, number, hear)
          answers[at++] = met ? fenAt(amounts, i) : NOT_MET
        })
      })
    },
  }
}

function hold(program: Program, rows: readonly Row[], firm: number, hear: Hear): boolean {
  let met = true
  for (const { measure, row, index, tests } of rows) {
    if (program.get(index) === true) continue
    met = false
    const trace = program.trace(index)
    const findings = tests.map(({ subject, against }) => ({
      value: trace?.at(subject),
      thresholds: against.map((slot) => trace?.at(slot)),
    }))
    hear(firm, { measure, row, findings })
  }
  return met
}

/** Our generated JavaScript with a trace, and a reason for every row that does not hold. */
export const oursExplained: Engine = {
  name: 'ours-explained',
  how:
    'a traced program with a definition a row; every row is evaluated, and each that does not ' +
    'hold gives its value and threshold as FEEL values',
  firmsMax: 20_000,
  prepare: (work) => explained(work, keepLast),
}

/** The last reason heard, so that making reasons is never optimised away. */
export const last: { why: WhyNot | null } = { why: null }

function keepLast(_firm: number, why: WhyNot): void {
  last.why = why
}
