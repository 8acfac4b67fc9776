import { evaluateExpressionSync, ZenEngine } from '@gorules/zen-engine'
import { coded, codeOf, dayNumber } from './codes.ts'
import { type Engine, NOT_MET, roundedFen } from './engine.ts'
import type { Firm } from './firms.ts'
import { type Meaning, meaningOf } from './meaning.ts'
import type { Workload } from './workload.ts'

/** A formula in ZEN's language, with the facts whose absence would make it an error. */
interface Part {
  readonly text: string
  readonly facts: readonly string[]
  /** A fact alone, so that a yes or no may be tested as such. */
  readonly bare?: true
}

const sure = (text: string): Part => ({ text, facts: [] })

/** Comparing or computing with null is an error in ZEN, so what may be null is asked first. */
function guarded({ text, facts }: Part): Part {
  return sure(`(${[...facts.map((fact) => `${fact} != null`), text].join(' and ')})`)
}

function joined(op: string, left: Part, right: Part): Part {
  const facts = [...new Set([...left.facts, ...right.facts])]
  return { text: `(${left.text} ${op} ${right.text})`, facts }
}

/** A yes or no that may be null as a test: `and` and `or` take nothing but true and false. */
function test(part: Part): Part {
  return part.bare ? sure(`(${part.text} == true)`) : part
}

function zenMeaning(prefix: string): Meaning<Part> {
  return {
    fact: (name) => {
      const text = prefix + codeOf(name)
      return { text, facts: [text], bare: true }
    },
    number: sure,
    text: (value) => sure(JSON.stringify(value)),
    yesNo: (value) => sure(String(value)),
    day: (text) => sure(String(dayNumber(text))),
    arithmetic: joined,
    compare: (op, left, right) =>
      op === '=' ? sure(joined('==', left, right).text) : guarded(joined(op, left, right)),
    and: (left, right) => joined('and', test(left), test(right)),
    or: (left, right) => joined('or', test(left), test(right)),
    among: (value, items) => sure(`(${value.text} in [${items.map((i) => i.text).join(', ')}])`),
    between: ({ text, facts }, low, high) =>
      guarded({ text: `(${text} in [${low.text}..${high.text}])`, facts }),
    least: (values) => sure(`min([${values.map((one) => one.text).join(', ')}])`),
    most: (values) => sure(`max([${values.map((one) => one.text).join(', ')}])`),
    choose: (condition, then, otherwise) =>
      sure(`(${test(condition).text} ? ${then.text} : ${otherwise.text})`),
  }
}

function amountsOf({ measures }: Workload, prefix: string): string[] {
  const meaning = zenMeaning(prefix)
  return measures.map(({ eligible, amount }) => {
    const [condition, then] = [meaningOf(eligible, meaning), meaningOf(amount, meaning)]
    return `${condition.text} ? ${then.text} : null`
  })
}

function zenFirm(firm: Firm): Record<string, unknown> {
  return coded(firm, (value, { kind }) => (kind === 'day' ? dayNumber(String(value)) : value), null)
}

/** A key whose value is null is left out of what a decision answers. */
function fenOf(amount: number | null | undefined): number {
  return amount === null || amount === undefined ? NOT_MET : roundedFen(amount)
}

/** Firms handed over in one call. Fewer or many more were slower. */
const BATCH = 1000

/** ZEN at its fastest: a thousand firms cross into Rust in one call. */
export const zen: Engine = {
  name: 'zen',
  how:
    'one synchronous `map` expression over 1,000 firms a call, all measures in it, nulls asked ' +
    'for first, days as numbers; a decision of expression nodes in loop mode, calls per firm ' +
    'and batches of 50, 200, 500 and 5,000 were slower',
  firmsMax: 20_000,
  prepare: (work) => {
    const expression = `map(firms, [${amountsOf(work, '#.').join(', ')}])`
    const firms = work.firms.map(zenFirm)
    const batches = Array.from({ length: Math.ceil(firms.length / BATCH) }, (_, i) => ({
      firms: firms.slice(i * BATCH, (i + 1) * BATCH),
    }))
    return {
      decide: (answers) => {
        let at = 0
        for (const batch of batches) {
          const rows = evaluateExpressionSync(expression, batch) as (number | null)[][]
          for (const row of rows) for (const amount of row) answers[at++] = fenOf(amount)
        }
      },
    }
  },
}

/** ZEN as its documentation calls it: a decision, evaluated for each firm. */
export const zenDecision: Engine = {
  name: 'zen-decision',
  how: 'a decision with one expression node, a key a measure, evaluated for each firm',
  firmsMax: 2_000,
  prepare: (work) => {
    const amounts = amountsOf(work, '')
    const expressions = amounts.map((value, i) => ({ id: `e${i}`, key: `m${i}`, value }))
    const engine = new ZenEngine()
    const decision = engine.createDecision(graphOf({ expressions }))
    const firms = work.firms.map(zenFirm)
    return {
      decide: async (answers) => {
        // All calls at once: the engine has threads of its own, and waiting for each is slower.
        const found = await Promise.all(firms.map((firm) => decision.evaluate(firm)))
        let at = 0
        for (const { result } of found) {
          for (const { key } of expressions) answers[at++] = fenOf(result[key] as number)
        }
      },
      close: () => engine.dispose(),
    }
  },
}

function graphOf(content: object): object {
  return {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in' },
      { id: 'rules', type: 'expressionNode', name: 'rules', content },
      { id: 'out', type: 'outputNode', name: 'out' },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'rules', type: 'edge' },
      { id: 'b', sourceId: 'rules', targetId: 'out', type: 'edge' },
    ],
  }
}
