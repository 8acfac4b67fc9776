import Publicodes, { type Situation } from 'publicodes'
import { coded, codeOf, dayNumber } from './codes.ts'
import { type Engine, NOT_MET, roundedFen } from './engine.ts'
import { FACTS, type FactOf } from './firms.ts'
import { type Compare, type Meaning, meaningOf } from './meaning.ts'

/** A rule of publicodes: an expression, or a mechanism with its parts. */
type Rule = string | { readonly [mechanism: string]: unknown }

const all = (...parts: readonly Rule[]): Rule => ({ 'toutes ces conditions': parts })
const some = (...parts: readonly Rule[]): Rule => ({ 'une de ces conditions': parts })
const infix =
  (op: string) =>
  (left: Rule, right: Rule): Rule =>
    `(${left} ${op} ${right})`
const compare = (op: Compare, left: Rule, right: Rule) => infix(op)(left, right)

type Rules = Record<string, Rule | null>

/** What constructs become; a least or most of values becomes a rule of its own in `rules`. */
function meaningIn(rules: Rules): Meaning<Rule> {
  const named = (mechanism: string) => (values: readonly Rule[]) => {
    // One of these inside another clashes, so each gets a name.
    const name = `part${Object.keys(rules).length}`
    rules[name] = { [mechanism]: values }
    return name
  }
  return {
    fact: codeOf,
    number: (text) => text,
    text: (value) => `'${value}'`,
    yesNo: (value) => (value ? 'oui' : 'non'),
    day: (text) => String(dayNumber(text)),
    arithmetic: (op, left, right) => infix(op)(left, right),
    compare,
    and: all,
    or: some,
    among: (value, items) => some(...items.map((item) => compare('=', value, item))),
    between: (value, low, high) => all(compare('>=', value, low), compare('<=', value, high)),
    least: named('le minimum de'),
    most: named('le maximum de'),
    choose: (test, then, otherwise) => ({
      variations: [{ si: test, alors: then }, { sinon: otherwise }],
    }),
  }
}

function situationValue(value: number | boolean | string, { kind }: FactOf): number | string {
  if (kind === 'day') return dayNumber(String(value))
  if (typeof value === 'boolean') return value ? 'oui' : 'non'
  return typeof value === 'string' ? `'${value}'` : value
}

/** Publicodes: rules are read once, each firm is a situation, each measure one evaluation. */
export const publicodes: Engine = {
  name: 'publicodes',
  how: 'one engine, `setSituation` for each firm, `evaluate` for each measure; days as numbers',
  firmsMax: 50,
  prepare: ({ measures, firms }) => {
    const rules: Rules = {}
    const meaning = meaningIn(rules)
    for (const { name } of FACTS) rules[codeOf(name)] = null
    measures.forEach(({ eligible, amount }, i) => {
      rules[`met${i}`] = meaningOf(eligible, meaning)
      rules[`amount${i}`] = meaningOf(amount, meaning)
    })
    const quiet = () => undefined
    const engine = new Publicodes(rules as never, {
      logger: { log: quiet, warn: quiet, error: quiet },
    })
    const situations = firms.map((firm) => {
      const known = Object.entries(coded(firm, situationValue, undefined))
      return Object.fromEntries(known.filter(([, value]) => value !== undefined))
    })
    const decide = (answers: Float64Array) => {
      let at = 0
      for (const situation of situations) {
        engine.setSituation(situation as Situation<string>)
        for (let i = 0; i < measures.length; i++) {
          const met = engine.evaluate(`met${i}`).nodeValue === true
          const fen = met ? (engine.evaluate(`amount${i}`).nodeValue as number) : 0
          answers[at++] = met ? roundedFen(fen) : NOT_MET
        }
      }
    }
    return { decide }
  },
}
