/** A decision table as one expression, for hit policies and places that our tables don't have. */
import { mentionsInput, type Node } from '@huoshui/feel'
import { sameTree } from '../fmt-feel.ts'
import { failTable, type Reader } from './feel-read.ts'
import { callNode as call, ifNode } from './plain.ts'
import { rebuild } from './rebuild.ts'
import type { Table, TableRule } from './table-read.ts'
import type { Xml } from './xml-read.ts'

const at = { from: 0, to: 0 }
const nothing: Node = { kind: 'null', at }
const yes: Node = { kind: 'boolean', value: true, at }

const listOf = (...items: readonly Node[]): Node => ({ kind: 'list', items, at })

/** A test with `?` replaced by the value that is tested. */
function inPlace(test: Node, input: Node): Node {
  return test.kind === 'input' ? input : rebuild(test, (child) => inPlace(child, input))
}

/** Whether one cell is met, as an expression; null when it always is. */
function cellTree(tests: Node, input: Node): Node | null {
  if (tests.kind !== 'unary-tests' || tests.tests.length === 0) return null
  const plain = tests.tests.filter((one) => !mentionsInput(one))
  const free = tests.tests.filter(mentionsInput).map((one) => inPlace(one, input))
  const parts: Node[] = [
    ...(plain.length > 0 ? [{ kind: 'in', value: input, tests: plain, at } as const] : []),
    ...free,
  ]
  const met = parts.reduce((left, right) => ({ kind: 'or', left, right, at }))
  return tests.not ? call('not', met) : met
}

/** Whether a row hits, as an expression. */
function rowTree(rule: TableRule, inputs: readonly Node[]): Node {
  const cells = inputs.flatMap((input, i) => {
    const cell = rule.tests[i] && cellTree(rule.tests[i], input)
    return cell ? [cell] : []
  })
  return cells.length === 0
    ? yes
    : cells.reduce((left, right) => ({ kind: 'and', left, right, at }))
}

/**
 * The rows in the order of their outputs, best first; null when that order can't be told from the
 * table alone.
 */
export function byPriority({ rules, order }: Table): readonly TableRule[] | null {
  const ranks = rules.map((rule) =>
    order.map((values, i) => {
      if (values.length === 0) return 0
      return values.findIndex((value) => sameTree(value, rule.outputs[i]))
    }),
  )
  if (ranks.some((rank) => rank.includes(-1))) return null
  const before = (a: readonly number[], b: readonly number[]): number => {
    const i = a.findIndex((rank, j) => rank !== b[j])
    return i < 0 ? 0 : (a[i] as number) - (b[i] as number)
  }
  return rules
    .map((rule, i) => ({ rule, rank: ranks[i] as number[] }))
    .sort((a, b) => before(a.rank, b.rank))
    .map((one) => one.rule)
}

/** How many rows may be nested in one another: more would be too deep to read. */
const nestedMost = 20

/** The first row that hits, as nested conditions, or as the first item of a list of hits. */
function firstOf(rules: readonly TableRule[], inputs: readonly Node[], none: Node): Node {
  if (rules.length > nestedMost) {
    const first: Node = { kind: 'number', text: '1', at }
    const hits = hitsOf(rules, inputs)
    return unlessNone(hits, none, (all) => ({ kind: 'filter', base: all, test: first, at }))
  }
  return rules.reduceRight<Node>(
    (otherwise, rule) => ifNode(rowTree(rule, inputs), rule.result, otherwise),
    none,
  )
}

/** The results of all rows that hit, as a list. */
function hitsOf(rules: readonly TableRule[], inputs: readonly Node[]): Node {
  const lists = rules.map((rule) => ifNode(rowTree(rule, inputs), listOf(rule.result), listOf()))
  return lists.length === 0 ? listOf() : call('concatenate', ...lists)
}

/** The key of what a context comes to, where the model gives that no name. */
export const resultKey = '结果'

/** The key under which the hits of a table are kept while they are counted. */
const hitsKey = '命中'

/** `use` of the hits, or `none` where there are none. */
function unlessNone(hits: Node, none: Node, use: (hits: Node) => Node): Node {
  const kept: Node = { kind: 'name', name: hitsKey, at }
  const zero: Node = { kind: 'number', text: '0', at }
  const test: Node = { kind: 'compare', op: '=', left: call('count', kept), right: zero, at }
  const value = ifNode(test, none, use(kept))
  const entries = [
    { key: hitsKey, value: hits, at },
    { key: resultKey, value, at },
  ]
  return { kind: 'path', base: { kind: 'context', entries, at }, name: resultKey, at }
}

/** A table as an expression. Hit policies that look at the order of values need it in the table. */
export function tableTree(reader: Reader, xml: Xml, table: Table): Node {
  const { inputs, rules, aggregation } = table
  const none = table.fallback ?? nothing
  switch (table.hit) {
    case 'unique':
    case 'first':
    case 'any':
      return firstOf(rules, inputs, none)
    case 'priority':
    case 'output order': {
      const sorted = byPriority(table)
      if (!sorted) {
        const en = 'has outputs that are not among its output values'
        return failTable(reader, xml, '的结果不在 outputValues 里，分不出先后', en)
      }
      if (table.hit === 'priority') return firstOf(sorted, inputs, none)
      return unlessNone(hitsOf(sorted, inputs), listed(table), (hits) => hits)
    }
    case 'rule order':
      return unlessNone(hitsOf(rules, inputs), listed(table), (hits) => hits)
    case 'collect': {
      const hits = hitsOf(rules, inputs)
      if (aggregation === null) return unlessNone(hits, listed(table), (all) => all)
      if (table.fallback) return unlessNone(hits, none, (all) => call(aggregation, all))
      return call(aggregation, hits)
    }
  }
}

const listed = ({ fallback }: Table): Node => (fallback ? listOf(fallback) : nothing)
