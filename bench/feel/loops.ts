import { dayNumber } from './codes.ts'
import { type Answers, type Engine, HALF, NOT_MET } from './engine.ts'
import { FACTS, type FactKind, type Firm } from './firms.ts'
import { type Meaning, meaningOf } from './meaning.ts'
import type { Measure, Workload } from './workload.ts'

const infix = (op: string) => (left: string, right: string) => `(${left} ${op} ${right})`

/** Whole numbers for texts, so that a loop can compare without looking at letters. */
type Codes = Map<string, number>

function codeIn(codes: Codes, text: string): number {
  const code = codes.get(text) ?? codes.size
  codes.set(text, code)
  return code
}

/**
 * A formula as the plainest JavaScript: floats, and nothing for what is missing.
 *
 * A missing number is NaN, with which every comparison is false; so the answers are right for
 * conditions that only compare, and no engine that keeps unknown apart can be faster.
 */
function loopMeaning(fact: (name: string) => string, codes: Codes | null): Meaning<string> {
  return {
    fact,
    number: (text) => text,
    text: (value) => (codes ? String(codeIn(codes, value)) : JSON.stringify(value)),
    yesNo: (value) => (codes ? (value ? '1' : '0') : String(value)),
    day: (text) => String(dayNumber(text)),
    arithmetic: (op, left, right) => infix(op)(left, right),
    compare: (op, left, right) => infix(op === '=' ? '===' : op)(left, right),
    and: infix('&&'),
    or: infix('||'),
    among: (value, items) => `(${items.map((item) => infix('===')(value, item)).join(' || ')})`,
    between: (value, low, high) => `(${value} >= ${low} && ${value} <= ${high})`,
    least: (values) => `Math.min(${values.join(', ')})`,
    most: (values) => `Math.max(${values.join(', ')})`,
    choose: (test, then, otherwise) => `(${test} ? ${then} : ${otherwise})`,
  }
}

/** The statement that writes one measure's answer; see `roundedFen` for the rounding. */
function answer({ eligible, amount }: Measure, meaning: Meaning<string>): string {
  const [test, then] = [meaningOf(eligible, meaning), meaningOf(amount, meaning)]
  return `answers[at++] = ${test} ? Math.floor(${then} + ${HALF}) : ${NOT_MET};`
}

/** The loop that a very careful person would write for these ten measures, over objects. */
export const loopObjects: Engine = {
  name: 'loop-objects',
  how: 'one generated loop over plain objects, floats, no notion of a missing fact',
  firmsMax: 100_000,
  prepare: ({ measures, firms }: Workload) => {
    const meaning = loopMeaning((name) => `firm[${JSON.stringify(name)}]`, null)
    const lines = measures.map((one) => answer(one, meaning))
    const text = `let at = 0; for (const firm of firms) {${lines.join('\n')}}`
    const loop = new Function('firms', 'answers', text)
    const plain = firms.map(plainFirm)
    return { decide: (answers: Answers) => loop(plain, answers) }
  },
}

/** NaN, false and an empty text stand for what is missing; days are numbers. */
function plainFirm(firm: Firm): Record<string, unknown> {
  return Object.fromEntries(
    FACTS.map(({ name, kind }) => {
      const value = firm[name]
      if (value !== undefined) return [name, kind === 'day' ? dayNumber(String(value)) : value]
      return [name, missingAs(kind)]
    }),
  )
}

function missingAs(kind: FactKind): unknown {
  switch (kind) {
    case 'money':
    case 'number':
    case 'day':
      return Number.NaN
    // Neither true nor false, and no test.
    case 'boolean':
      return null
    case 'text':
    case 'closed':
      return ''
  }
}

/** The same loop over columns of numbers: with the one above, the limit on this machine. */
export const loopArrays: Engine = {
  name: 'loop-arrays',
  how: 'the same loop over typed arrays, a column a fact, texts as codes',
  firmsMax: 100_000,
  prepare: ({ measures, firms }: Workload) => {
    const codes: Codes = new Map()
    const at = new Map(FACTS.map((fact, i) => [fact.name, i]))
    const fact = (name: string) => `column${at.get(name)}[i]`
    const base = loopMeaning(fact, codes)
    // A yes or no is 1, 0 or 2 for not known, so it must be compared even where it stands alone.
    const yesNo = new Set(FACTS.filter(({ kind }) => kind === 'boolean').map((f) => fact(f.name)))
    const test = (part: string) => (yesNo.has(part) ? `(${part} === 1)` : part)
    const meaning: Meaning<string> = {
      ...base,
      and: (left, right) => base.and(test(left), test(right)),
      or: (left, right) => base.or(test(left), test(right)),
      choose: (condition, then, otherwise) => base.choose(test(condition), then, otherwise),
    }
    const columns = FACTS.map(({ name, kind }) => {
      const values = firms.map((firm) => columnValue(firm[name], kind, codes))
      return kind === 'boolean' || isTextual(kind)
        ? Uint8Array.from(values)
        : Float64Array.from(values)
    })
    const names = FACTS.map((_, i) => `column${i}`)
    const lines = measures.map((one) => answer(one, meaning))
    const text = `let at = 0; for (let i = 0; i < count; i++) {${lines.join('\n')}}`
    const loop = new Function(...names, 'count', 'answers', text)
    return { decide: (answers: Answers) => loop(...columns, firms.length, answers) }
  },
}

const isTextual = (kind: FactKind) => kind === 'text' || kind === 'closed'

function columnValue(value: Firm[string], kind: FactKind, codes: Codes): number {
  if (value === undefined) return kind === 'boolean' ? 2 : isTextual(kind) ? 255 : Number.NaN
  if (kind === 'day') return dayNumber(String(value))
  return typeof value === 'string' ? codeIn(codes, value) : Number(value)
}
