import { Decimal, decimal } from '@huoshui/values'
import { type Engine, NOT_MET, roundedFen } from './engine.ts'
import { FACTS, type Firm } from './firms.ts'
import { type Compare, type Meaning, meaningOf } from './meaning.ts'
import type { Workload } from './workload.ts'

/** A value of a record, or undefined for one that is not known. */
export type Known = number | Decimal | boolean | string
export type Closure<F> = (facts: F) => Known | undefined

/** The four operations and the order of one kind of number. */
interface Arithmetic<N> {
  readonly read: (text: string) => N
  readonly operate: Readonly<Record<'+' | '-' | '*' | '/', (a: N, b: N) => N>>
  readonly order: (a: N, b: N) => number
}

const floats: Arithmetic<number> = {
  read: Number,
  operate: {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  },
  order: (a, b) => a - b,
}

const decimals: Arithmetic<Decimal> = {
  read: decimal,
  operate: {
    '+': (a, b) => a.plus(b),
    '-': (a, b) => a.minus(b),
    '*': (a, b) => a.times(b),
    '/': (a, b) => a.div(b),
  },
  order: (a, b) => a.comparedTo(b),
}

const holds: Readonly<Record<Compare, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/**
 * Closures that keep unknown apart, as one would write them by hand: one closure a node, undefined
 * for what is not known, `and` and `or` after Kleene.
 */
function closures<N extends Known, F>(
  numbers: Arithmetic<N>,
  fact: (name: string) => Closure<F>,
): Meaning<Closure<F>> {
  const order = (a: Known, b: Known): number => {
    if (typeof a === 'string') return a < (b as string) ? -1 : a > (b as string) ? 1 : 0
    return typeof a === 'boolean' ? Number(a) - Number(b) : numbers.order(a as N, b as N)
  }
  const two =
    (left: Closure<F>, right: Closure<F>, apply: (a: Known, b: Known) => Known): Closure<F> =>
    (facts) => {
      const a = left(facts)
      if (a === undefined) return undefined
      const b = right(facts)
      return b === undefined ? undefined : apply(a, b)
    }
  const compare = (op: Compare, left: Closure<F>, right: Closure<F>): Closure<F> => {
    const test = holds[op]
    return two(left, right, (a, b) => test(order(a, b)))
  }
  const and = kleene<F>(false)
  const choice = (better: (order: number) => boolean) => (values: readonly Closure<F>[]) =>
    values.reduce((best, next) => two(best, next, (a, b) => (better(order(a, b)) ? a : b)))
  const constant = (value: Known) => () => value
  return {
    fact,
    number: (text) => constant(numbers.read(text)),
    text: constant,
    yesNo: constant,
    day: constant,
    arithmetic: (op, left, right) => {
      const operate = numbers.operate[op]
      return two(left, right, (a, b) => operate(a as N, b as N))
    },
    compare,
    and,
    or: kleene(true),
    among: (value, items) => {
      // Texts and yes or no: a set would not find a Decimal that is merely equal.
      const wanted = new Set(items.map((item) => item(undefined as F)))
      return (facts) => {
        const found = value(facts)
        return found === undefined ? undefined : wanted.has(found)
      }
    },
    between: (value, low, high) => and(compare('>=', value, low), compare('<=', value, high)),
    least: choice((found) => found <= 0),
    most: choice((found) => found >= 0),
    choose: (test, then, otherwise) => (facts) => {
      const found = test(facts)
      return found === undefined ? undefined : found === true ? then(facts) : otherwise(facts)
    },
  }
}

/** `and` (decided by a false) and `or` (decided by a true), after Kleene. */
function kleene<F>(deciding: boolean) {
  return (left: Closure<F>, right: Closure<F>): Closure<F> =>
    (facts) => {
      const a = left(facts)
      if (a === deciding) return deciding
      const b = right(facts)
      if (b === deciding) return deciding
      return a === undefined || b === undefined ? undefined : !deciding
    }
}

function prepare<F>(
  { measures }: Workload,
  firms: readonly F[],
  meaning: Meaning<Closure<F>>,
  fen: (amount: Known | undefined) => number,
) {
  const compiled = measures.map(({ eligible, amount }) => ({
    eligible: meaningOf(eligible, meaning),
    amount: meaningOf(amount, meaning),
  }))
  return {
    decide: (answers: Float64Array) => {
      let at = 0
      for (const firm of firms) {
        for (const { eligible, amount } of compiled) {
          answers[at++] = eligible(firm) === true ? fen(amount(firm)) : NOT_MET
        }
      }
    },
  }
}

/** Closures over plain objects, with numbers as floats. */
export const floatMeaning = closures<number, Firm>(floats, (name) => (firm) => firm[name])

/** Closures written by hand, numbers as floats. */
export const closuresDouble: Engine = {
  name: 'closures-double',
  how: 'closures over plain objects, three-valued, floats; amounts rounded at the end',
  firmsMax: 100_000,
  prepare: (work) =>
    prepare(work, work.firms, floatMeaning, (amount) => roundedFen(amount as number)),
}

type DecimalFirm = Readonly<Record<string, Known | undefined>>

/** Closures written by hand, numbers as `decimal.js` of 34 digits. */
export const closuresDecimal: Engine = {
  name: 'closures-decimal',
  how: 'closures over plain objects, three-valued, decimal.js; facts are Decimals beforehand',
  firmsMax: 10_000,
  prepare: (work) => {
    const meaning = closures<Decimal, DecimalFirm>(decimals, (name) => (firm) => firm[name])
    const firms = work.firms.map(decimalFirm)
    const fen = (amount: Known | undefined) =>
      (amount as Decimal).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber()
    return prepare(work, firms, meaning, fen)
  },
}

function decimalFirm(firm: Firm): DecimalFirm {
  return Object.fromEntries(
    FACTS.map(({ name }) => {
      const value = firm[name]
      return [name, typeof value === 'number' ? decimal(value) : value]
    }),
  )
}
