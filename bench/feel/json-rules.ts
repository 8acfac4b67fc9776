import { Engine as JsonRules, type RuleProperties, type TopLevelCondition } from 'json-rules-engine'
import { type Closure, floatMeaning, type Known } from './closures.ts'
import { dayNumber } from './codes.ts'
import { type Engine, NOT_MET, roundedFen } from './engine.ts'
import { FACTS, type Firm } from './firms.ts'
import { type Compare, type Meaning, meaningOf } from './meaning.ts'

type Condition = RuleProperties['conditions'] | ConditionOnFact
interface ConditionOnFact {
  readonly fact: string
  readonly operator: string
  readonly value: unknown
}

/** A part of a formula: always something the host can compute, often something JSON can say. */
interface Part {
  readonly value: Closure<Firm>
  readonly fact?: string
  readonly constant?: Known
  readonly condition?: Condition
}

const OPERATORS: Readonly<Record<Compare, string>> = {
  '=': 'equal',
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
}

/** A part as a condition: a yes or no alone is compared with true. */
function conditionOf(part: Part): Condition {
  return part.condition ?? { fact: part.fact as string, operator: 'equal', value: true }
}

/** Joins conditions, without nesting one `all` in another. */
function joined(kind: 'all' | 'any', left: Part, right: Part): Condition {
  const inside = (part: Part): Condition[] => {
    const condition = conditionOf(part) as unknown as Record<string, Condition[] | undefined>
    return condition[kind] ?? [conditionOf(part)]
  }
  return { [kind]: [...inside(left), ...inside(right)] } as unknown as TopLevelCondition
}

/**
 * Formulas as JSON rules. Conditions compare a fact with a constant and nothing is computed, so
 * every sum and ratio becomes a fact that the host works out, gathered in `derived`.
 */
function meaningIn(derived: Map<string, Closure<Firm>>): Meaning<Part> {
  const { among, between, arithmetic, least, most, choose } = floatMeaning
  const constant = (value: Known): Part => ({ value: () => value, constant: value })
  const values = (parts: readonly Part[]) => parts.map((part) => part.value)
  const named = ({ fact, value }: Part): string => {
    if (fact !== undefined) return fact
    const name = `derived${derived.size}`
    derived.set(name, value)
    return name
  }
  const onFact = (part: Part, operator: string, value: unknown) => ({
    fact: named(part),
    operator,
    value,
  })
  const compare = (op: Compare, left: Part, right: Part): Part => {
    const value = floatMeaning.compare(op, left.value, right.value)
    if (right.constant !== undefined) {
      return { value, condition: onFact(left, OPERATORS[op], right.constant) }
    }
    const difference = { value: arithmetic('-', left.value, right.value) }
    return { value, condition: onFact(difference, OPERATORS[op], 0) }
  }
  return {
    fact: (name) => ({ value: floatMeaning.fact(name), fact: name }),
    number: (text) => constant(Number(text)),
    text: constant,
    yesNo: constant,
    day: (text) => constant(dayNumber(text)),
    arithmetic: (op, left, right) => ({ value: arithmetic(op, left.value, right.value) }),
    compare,
    and: (left, right) => ({
      value: floatMeaning.and(left.value, right.value),
      condition: joined('all', left, right),
    }),
    or: (left, right) => ({
      value: floatMeaning.or(left.value, right.value),
      condition: joined('any', left, right),
    }),
    among: (value, items) => ({
      value: among(value.value, values(items)),
      condition: onFact(
        value,
        'in',
        items.map((item) => item.constant),
      ),
    }),
    between: (value, low, high) => ({
      value: between(value.value, low.value, high.value),
      condition: joined('all', compare('>=', value, low), compare('<=', value, high)),
    }),
    least: (parts) => ({ value: least(values(parts)) }),
    most: (parts) => ({ value: most(values(parts)) }),
    choose: (test, then, otherwise) => ({
      value: choose(test.value, then.value, otherwise.value),
    }),
  }
}

/** A firm as facts for one run: days as numbers, null for what is missing. */
function jsonFirm(firm: Firm): Record<string, unknown> {
  return Object.fromEntries(
    FACTS.map(({ name, kind }) => {
      const value = firm[name]
      if (value === undefined) return [name, null]
      return [name, kind === 'day' ? dayNumber(String(value)) : value]
    }),
  )
}

/** json-rules-engine: one rule a measure, one run a firm; what it cannot compute the host does. */
export const jsonRules: Engine = {
  name: 'json-rules-engine',
  how:
    'one engine with a rule a measure, one `run` a firm; sums, ratios and amounts, which its ' +
    'rules cannot hold, by closures of the host; days as numbers',
  firmsMax: 1_000,
  prepare: ({ measures, firms }) => {
    const derived = new Map<string, Closure<Firm>>()
    const meaning = meaningIn(derived)
    const amounts = measures.map(({ amount }) => meaningOf(amount, meaning).value)
    const engine = new JsonRules(
      measures.map(({ eligible }, i) => ({
        conditions: conditionOf(meaningOf(eligible, meaning)) as TopLevelCondition,
        event: { type: String(i) },
      })),
    )
    const records = firms.map((firm) => ({ firm, facts: jsonFirm(firm) }))
    const decide = async (answers: Float64Array) => {
      answers.fill(NOT_MET)
      let from = 0
      for (const { firm, facts } of records) {
        const all = { ...facts }
        for (const [name, value] of derived) all[name] = value(firm) ?? null
        const { events } = await engine.run(all)
        for (const { type } of events) {
          const amount = amounts[Number(type)]?.(firm)
          answers[from + Number(type)] = roundedFen(amount as number)
        }
        from += measures.length
      }
    }
    return { decide }
  },
}
