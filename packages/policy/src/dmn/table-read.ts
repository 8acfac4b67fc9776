/** A decision table of DMN as data, whatever its hit policy. */
import type { Node } from '@huoshui/feel'
import { entryText, failTable, feel, type Names, type Reader } from './feel-read.ts'
import { childOf, childrenOf, textOf, type Xml } from './xml-read.ts'

const hits = {
  UNIQUE: 'unique',
  FIRST: 'first',
  ANY: 'any',
  PRIORITY: 'priority',
  COLLECT: 'collect',
  'RULE ORDER': 'rule order',
  'OUTPUT ORDER': 'output order',
} as const

const aggregations = { SUM: 'sum', MIN: 'min', MAX: 'max', COUNT: 'count' } as const

export type Hit = (typeof hits)[keyof typeof hits]
export type Aggregation = (typeof aggregations)[keyof typeof aggregations]

export interface TableRule {
  /** The tests of a row, as `unary-tests`. */
  readonly tests: readonly Node[]
  /** What the row gives: one value, or a context when there are several outputs. */
  readonly result: Node
  /** What a hit policy by priority looks at. */
  readonly outputs: readonly Node[]
  /** What people are told about it, by column; `description` first when it has one. */
  readonly notes: readonly (readonly [column: string, text: string])[]
  readonly xml: Xml
}

export interface Table {
  readonly hit: Hit
  readonly aggregation: Aggregation | null
  readonly inputs: readonly Node[]
  readonly rules: readonly TableRule[]
  /** What there is when no row hits; null when the model does not say. */
  readonly fallback: Node | null
  /** For each output the values it may have, best first; empty when not given. */
  readonly order: readonly (readonly Node[])[]
  /** Whether the table limits values that are not checked here. */
  readonly limited: boolean
}

const at = { from: 0, to: 0 }
const nothing: Node = { kind: 'null', at }
const anything: Node = { kind: 'unary-tests', not: false, tests: [], at }

/** Reads a table. What can't be read is remembered by the reader. */
export function readTable(reader: Reader, xml: Xml, names: Names): Table {
  const word = (xml.attrs.get('hitPolicy') ?? 'UNIQUE').toUpperCase()
  const hit = Object.hasOwn(hits, word) ? hits[word as keyof typeof hits] : null
  if (!hit) failTable(reader, xml, `的命中策略 ${word} 不认得`, `has the hit policy ${word}`)
  const clauses = childrenOf(xml, 'input')
  const inputs = clauses.map((one) => {
    const expression = childOf(one, 'inputExpression')
    const text = expression && childOf(expression, 'text')
    if (text && text.text.trim() !== '') return feel(reader, text, names)
    return failTable(reader, one, '有一栏没有写输入', 'has a column without an input expression')
  })
  const outputs = childrenOf(xml, 'output')
  const rules = childrenOf(xml, 'rule').map((rule) =>
    readRule(reader, rule, names, { xml, clauses, outputs }),
  )
  const valued = (one: Xml, name: string) => textOf(childOf(one, name), 'text') || null
  return {
    hit: hit ?? 'unique',
    aggregation: aggregationOf(xml),
    inputs,
    rules,
    fallback: fallbackOf(reader, outputs, names),
    order: outputs.map((one) => {
      const text = childOf(childOf(one, 'outputValues') ?? one, 'text')
      const tree = text ? feel(reader, text, names, 'unary-tests') : anything
      return tree.kind === 'unary-tests' && !tree.not ? tree.tests : []
    }),
    limited:
      clauses.some((one) => valued(one, 'inputValues') !== null) ||
      (hit !== 'priority' && hit !== 'output order'
        ? outputs.some((one) => valued(one, 'outputValues') !== null)
        : false),
  }
}

function aggregationOf(xml: Xml): Aggregation | null {
  const word = (xml.attrs.get('aggregation') ?? '').toUpperCase()
  return Object.hasOwn(aggregations, word) ? aggregations[word as keyof typeof aggregations] : null
}

interface Columns {
  readonly xml: Xml
  readonly clauses: readonly Xml[]
  readonly outputs: readonly Xml[]
}

const nameOf = (output: Xml): string => output.attrs.get('name')?.trim() ?? ''

/** One value, or a context of the outputs by their names. */
function together(outputs: readonly Xml[], values: readonly Node[]): Node {
  const [only] = values
  if (outputs.length === 1 && only) return only
  const entries = outputs.map((one, i) => ({ key: nameOf(one), value: values[i] ?? nothing, at }))
  return { kind: 'context', entries, at }
}

function readRule(reader: Reader, rule: Xml, names: Names, columns: Columns): TableRule {
  const { xml, clauses, outputs } = columns
  const tests = childrenOf(rule, 'inputEntry')
  const results = childrenOf(rule, 'outputEntry').map((one) => {
    const text = childOf(one, 'text')
    return text && !['', '-'].includes(text.text.trim()) ? feel(reader, text, names) : nothing
  })
  if (tests.length > clauses.length || results.length !== outputs.length) {
    failTable(reader, rule, '有一行的格数不对', 'has a row with too many or too few cells')
  }
  const annotations = childrenOf(xml, 'annotation').map((one) => one.attrs.get('name') ?? '')
  const said = childrenOf(rule, 'annotationEntry').map(
    (one, i) => [annotations[i] ?? '', entryText(one)] as const,
  )
  const description = textOf(rule, 'description')
  return {
    tests: clauses.map((_, i) => {
      const text = tests[i] && childOf(tests[i], 'text')
      const blank = !text || ['', '-'].includes(text.text.trim())
      return blank ? anything : feel(reader, text, names, 'unary-tests')
    }),
    result: together(outputs, results),
    outputs: results,
    notes: [...(description ? [['description', description] as const] : []), ...said],
    xml: rule,
  }
}

function fallbackOf(reader: Reader, outputs: readonly Xml[], names: Names): Node | null {
  const values = outputs.map((one) => {
    const text = childOf(childOf(one, 'defaultOutputEntry') ?? one, 'text')
    return text && text.text.trim() !== '' ? feel(reader, text, names) : null
  })
  if (values.every((one) => one === null)) return null
  return together(
    outputs,
    values.map((one) => one ?? nothing),
  )
}
