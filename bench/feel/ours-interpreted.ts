import { dateValue, evaluate, type Scope, unknown, type Value } from '@huoshui/feel'
import {
  type Decimal,
  decimal,
  money,
  moneyFromDecimal,
  moneyToDecimal,
  parseDay,
} from '@huoshui/values'
import { type Engine, NOT_MET } from './engine.ts'
import { FACTS, type FactKind, type FactValue, type Firm } from './firms.ts'

/** Our interpreter: what the other ways to evaluate must agree with. */
export const oursInterpreted: Engine = {
  name: 'ours-interpreted',
  how: '`evaluate` on the tree, facts as FEEL values beforehand',
  firmsMax: 2_000,
  prepare: ({ measures, firms }) => {
    const scopes = firms.map(scopeOf)
    return {
      decide: (answers) => {
        let at = 0
        for (const scope of scopes) {
          for (const { eligible, amount } of measures) {
            const met = evaluate(eligible, scope) === true
            answers[at++] = met ? fenOf(evaluate(amount, scope)) : NOT_MET
          }
        }
      },
    }
  },
}

function fenOf(amount: Value): number {
  return Number(moneyFromDecimal(amount as Decimal))
}

/** The facts of a firm as names with FEEL values; one that is missing waits for itself. */
export function scopeOf(firm: Firm): Scope {
  const values = new Map<string, Value>(
    FACTS.map(({ name, kind }) => {
      const value = firm[name]
      return [name, value === undefined ? missing(name, kind) : feelValue(value, kind)]
    }),
  )
  return { lookup: (name) => values.get(name) }
}

/** What waits for a fact. That a number will be one is promised, as a declared type does. */
function missing(name: string, kind: FactKind): Value {
  return kind === 'money' || kind === 'number' ? unknown([name], {}) : unknown([name])
}

function feelValue(value: FactValue, kind: FactKind): Value {
  switch (kind) {
    case 'money':
      return moneyToDecimal(money(BigInt(value)))
    case 'number':
      return decimal(value as number)
    case 'day':
      return dateValue(parseDay(value as string) as NonNullable<ReturnType<typeof parseDay>>)
    case 'boolean':
    case 'text':
    case 'closed':
      return value as boolean | string
  }
}
