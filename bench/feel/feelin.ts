import { date, evaluate, type FeelFunction } from 'feelin'
import { type Engine, NOT_MET, roundedFen } from './engine.ts'
import { FACTS, type Firm } from './firms.ts'
import { type Meaning, meaningOf } from './meaning.ts'
import type { Measure } from './workload.ts'

const joined = (op: string) => (left: string, right: string) => `(${left} ${op} ${right})`

/** The same formula in FEEL as the standard has it: amounts in 分, no units. */
export const standardFeel: Meaning<string> = {
  fact: (name) => name,
  number: (text) => text,
  text: (value) => JSON.stringify(value),
  yesNo: String,
  day: (text) => `@"${text}"`,
  arithmetic: (op, left, right) => joined(op)(left, right),
  compare: (op, left, right) => joined(op)(left, right),
  and: joined('and'),
  or: joined('or'),
  among: (value, items) => `(${value} in (${items.join(', ')}))`,
  between: (value, low, high) => `(${value} between ${low} and ${high})`,
  least: (values) => `min(${values.join(', ')})`,
  most: (values) => `max(${values.join(', ')})`,
  choose: (test, then, otherwise) => `(if ${test} then ${then} else ${otherwise})`,
}

/** A measure as one expression: its amount, or null where its conditions are not met. */
function expressionOf({ eligible, amount }: Measure): string {
  const [test, then] = [meaningOf(eligible, standardFeel), meaningOf(amount, standardFeel)]
  return `if ${test} then ${then} else null`
}

/** A firm's facts in feelin's own values; one that is missing is null. */
function feelinFirm(firm: Firm): Record<string, unknown> {
  return Object.fromEntries(
    FACTS.map(({ name, kind }) => {
      const value = firm[name]
      if (value === undefined) return [name, null]
      return [name, kind === 'day' ? date(String(value)) : value]
    }),
  )
}

/** An amount that feelin computed, as an answer. */
function fenOf(amount: unknown): number {
  return amount === null ? NOT_MET : roundedFen(amount as number)
}

/**
 * feelin reads an expression on every call, and exports no way to keep what it has read. But a
 * function written in FEEL is a value that can be kept and called: read once, called per firm.
 */
export const feelin: Engine = {
  name: 'feelin',
  how:
    'a FEEL function a measure, of the facts it reads, read once and invoked for each firm; one ' +
    'function for all measures, a context as its parameter, `for` over firms and `list contains` ' +
    'were slower',
  firmsMax: 10_000,
  prepare: ({ measures, firms }) => {
    const compiled = measures.map((measure) => {
      const text = expressionOf(measure)
      const names = FACTS.map((fact) => fact.name).filter((name) => text.includes(name))
      const { value } = evaluate(`function(${names.join(', ')}) ${text}`)
      return { names, decide: value as FeelFunction }
    })
    const calls = firms.map(feelinFirm).map((facts) =>
      compiled.map(({ names, decide }) => ({
        decide,
        values: names.map((name) => facts[name]),
      })),
    )
    return {
      decide: (answers) => {
        let at = 0
        for (const firm of calls) {
          for (const { decide, values } of firm) answers[at++] = fenOf(decide.invoke(values))
        }
      },
    }
  },
}

/** feelin as its documentation calls it: the expression and the facts, each time. */
export const feelinDocumented: Engine = {
  name: 'feelin-evaluate',
  how: '`evaluate(expression, facts)` for each firm, all measures in one expression',
  firmsMax: 200,
  prepare: (work) => {
    const expression = `[${work.measures.map(expressionOf).join(', ')}]`
    const firms = work.firms.map(feelinFirm)
    return {
      decide: (answers) => {
        let at = 0
        for (const firm of firms) {
          for (const amount of evaluate(expression, firm).value as unknown[]) {
            answers[at++] = fenOf(amount)
          }
        }
      },
    }
  },
}
