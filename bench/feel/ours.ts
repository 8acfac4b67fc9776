import { compileProgram, type Field, type Program, type Type } from '@huoshui/feel'
import { Decimal, moneyFromDecimal } from '@huoshui/values'
import { type Answers, type Engine, NOT_MET } from './engine.ts'
import { FACTS, type FactOf } from './firms.ts'
import type { Workload } from './workload.ts'

/** The facts as fields of the records that a program reads. */
export const FIELDS: readonly Field[] = FACTS.map((fact) => ({
  name: fact.name,
  type: typeOf(fact),
}))

/** A fact's type as formulas see it. */
export function typeOf({ kind, values }: FactOf): Type {
  switch (kind) {
    case 'money':
    case 'number':
    case 'boolean':
      return { kind }
    case 'text':
      return { kind: 'string' }
    case 'closed':
      return { kind: 'enum', values: values ?? [] }
    case 'day':
      return { kind: 'date' }
  }
}

/** Our generated JavaScript: exact, with unknowns, over plain objects. */
export const ours: Engine = {
  name: 'ours',
  how: '`compileProgram` once, `at` each firm, `get` of each measure; exact, unknowns kept apart',
  firmsMax: 100_000,
  prepare: ({ measures, firms }: Workload) => {
    const program = compileProgram({
      fields: FIELDS,
      definitions: [
        ...measures.map(({ name, eligible }) => ({ name: `${name}资格`, tree: eligible })),
        ...measures.map(({ name, amount }) => ({
          name: `${name}金额`,
          tree: amount,
          round: 'money' as const,
        })),
      ],
    })
    const count = measures.length
    return {
      decide: (answers: Answers) => {
        let at = 0
        for (const firm of firms) {
          program.at(firm)
          for (let i = 0; i < count; i++) {
            answers[at++] = program.get(i) === true ? fenAt(program, count + i) : NOT_MET
          }
        }
      },
    }
  },
}

/**
 * An amount in whole 分: as the program holds it, or from the exact decimal of 元 where it does not
 * fit there. Throws where it is no amount: the workload has no such answer.
 */
export function fenAt(program: Program, index: number): number {
  const held = program.get(index)
  if (typeof held === 'number') return held
  if (held instanceof Decimal) return Number(moneyFromDecimal(held))
  throw new Error(`definition ${index} came to no amount`)
}
