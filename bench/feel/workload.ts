import { type Node, nameSet, parse } from '@huoshui/feel'
import { FACTS, type Firm, firmsOf } from './firms.ts'
import { MEASURES } from './measures.ts'

/** A measure of the workload, read. */
export interface Measure {
  readonly name: string
  /** Its rows, each a tree. */
  readonly conditions: readonly Node[]
  /** All rows joined by `and`. */
  readonly eligible: Node
  readonly amount: Node
}

export interface Workload {
  readonly measures: readonly Measure[]
  readonly firms: readonly Firm[]
}

const names = nameSet(FACTS.map((fact) => fact.name))

/** The ten measures, read, and as many firms as asked for. */
export function workload(firms: number): Workload {
  return { measures: readMeasures(), firms: firmsOf(firms) }
}

/** The measures as trees. Throws on a text that cannot be read: it would be a mistake of ours. */
export function readMeasures(): Measure[] {
  return MEASURES.map(({ name, conditions, amount }) => ({
    name,
    conditions: conditions.map(read),
    eligible: read(conditions.map((one) => `(${one})`).join(' and ')),
    amount: read(amount),
  }))
}

function read(text: string): Node {
  const { tree, problems } = parse(text, { goal: 'expression', mode: 'policy', names })
  const [first] = problems
  if (first) throw new Error(`${text}: ${first.message.en}`)
  return tree
}
