import fc from 'fast-check'
import type { Argument, Entry, Iterator, Node, TypeNode, Unit } from '../src/index.ts'

/** Random trees that can be written down: no places, no `broken` nodes. */

const at = { from: 0, to: 0 }

/** Names that are declared where these trees are read. */
export const TREE_NAMES = [
  '年销售收入',
  '年度额度.预留',
  '研发费用-政府补助',
  '贷款 余额',
  'in库存',
  'a',
  'b',
]

const name = fc.constantFrom(...TREE_NAMES)
const variable = fc.constantFrom('v', 'w', '单 价', 'x')
const key = fc.constantFrom('甲', '乙 丙', 'k', 'if', '2 号', '比例(%)')
const number = fc.constantFrom('0', '1', '.5', '1.50', '1e3', '20000000.01')
const units: readonly Unit[] = ['元', '万元', '亿元', '%', '年', '个月', '日', '个工作日', '次']

const node = (parts: Record<string, unknown>): Node => ({ ...parts, at }) as unknown as Node
const type = (parts: Record<string, unknown>): TypeNode => ({ ...parts, at }) as unknown as TypeNode
const record = (parts: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Node> =>
  fc.record(parts).map(node)
const kind = <T>(text: T): fc.Arbitrary<T> => fc.constant(text)

const types = fc.letrec<{ type: TypeNode }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .constantFrom('number', 'date and time', 'Any', '金额', 'days and time duration', 'my.own')
      .map((text) => type({ kind: 'named-type', name: text })),
    fc
      .tuple(fc.constantFrom('list-type', 'range-type'), tie('type'))
      .map(([of, inner]) => type({ kind: of, of: inner })),
    fc
      .array(fc.tuple(fc.constantFrom('甲', 'k'), tie('type')), { minLength: 1, maxLength: 2 })
      .map((entries) => type({ kind: 'context-type', entries })),
    fc
      .tuple(fc.array(tie('type'), { maxLength: 2 }), tie('type'))
      .map(([parameters, result]) => type({ kind: 'function-type', parameters, result })),
  ),
})).type

const leaf: fc.Arbitrary<Node> = fc.oneof(
  record({ kind: kind('number'), text: number }),
  record({ kind: kind('quantity'), text: number, unit: fc.constantFrom(...units) }),
  record({
    kind: kind('string'),
    value: fc.oneof(fc.string(), fc.constantFrom('甲，“乙”', '\\"\n')),
  }),
  record({ kind: kind('boolean'), value: fc.boolean() }),
  record({ kind: kind('at-literal'), text: fc.constantFrom('2024-03-01', 'PT1H') }),
  record({ kind: kind('name'), name }),
  fc.constantFrom(node({ kind: 'null' }), node({ kind: 'input' })),
)

/** Any expression. */
export const expressions: fc.Arbitrary<Node> = fc.letrec<{ any: Node }>((tie) => {
  const any = tie('any')
  const some = fc.array(any, { maxLength: 3 })
  const iterators = fc.array(
    fc
      .tuple(variable, any, fc.option(any, { nil: undefined }))
      .map(([v, list, to]): Iterator => (to ? { name: v, list, to, at } : { name: v, list, at })),
    { minLength: 1, maxLength: 2 },
  )
  const args = fc.oneof(
    some.map((values) => values.map((value): Argument => ({ value }))),
    any.map((value): Argument[] => [{ name: 'start position', value }]),
  )
  const entries = fc
    .uniqueArray(fc.tuple(key, any), { selector: ([k]) => k, maxLength: 3 })
    .map((found) => found.map(([k, value]): Entry => ({ key: k, value, at })))
  const parameters = fc.uniqueArray(
    fc.record({ name: variable, type: fc.option(types, { nil: null }) }),
    { selector: (p) => p.name, maxLength: 2 },
  )
  const test = fc.oneof({ arbitrary: any, weight: 3 }, { arbitrary: unaryCompare(any), weight: 1 })
  return {
    any: fc.oneof(
      { depthSize: 'medium', maxDepth: 6, withCrossShrink: true },
      leaf,
      record({
        kind: kind('arithmetic'),
        op: fc.constantFrom('+', '-', '*', '/', '**'),
        left: any,
        right: any,
      }),
      record({
        kind: kind('compare'),
        op: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
        left: any,
        right: any,
      }),
      record({ kind: fc.constantFrom('and', 'or'), left: any, right: any }),
      record({ kind: kind('negate'), value: any }),
      record({ kind: kind('between'), value: any, low: any, high: any }),
      record({
        kind: kind('in'),
        value: any,
        tests: fc.array(test, { minLength: 1, maxLength: 3 }),
      }),
      record({
        kind: kind('path'),
        base: any,
        name: fc.constantFrom('year', '注册地', 'time offset'),
      }),
      record({ kind: kind('filter'), base: any, test: any }),
      record({ kind: kind('call'), callee: any, args }),
      record({
        kind: kind('range'),
        low: any,
        high: any,
        lowIncluded: fc.boolean(),
        highIncluded: fc.boolean(),
      }),
      fc.tuple(fc.boolean(), fc.boolean(), any).map(([low, included, end]) =>
        node({
          kind: 'range',
          low: low ? end : null,
          high: low ? null : end,
          lowIncluded: low && included,
          highIncluded: !low && included,
        }),
      ),
      record({ kind: kind('list'), items: some }),
      record({ kind: kind('context'), entries }),
      fc.tuple(any, any, any).map(([when, yes, no]) =>
        // biome-ignore lint/suspicious/noThenProperty: the tree uses FEEL's own words.
        node({ kind: 'if', test: when, then: yes, else: no }),
      ),
      record({ kind: kind('for'), iterators, body: any }),
      record({ kind: fc.constantFrom('some', 'every'), iterators, body: any }),
      record({ kind: kind('function'), parameters, body: any }),
      record({ kind: kind('instance-of'), value: any, type: types }),
    ),
  }
}).any

function unaryCompare(any: fc.Arbitrary<Node>): fc.Arbitrary<Node> {
  return record({
    kind: kind('unary-compare'),
    op: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
    value: any,
  })
}

/** The tests of a cell. */
export const cells: fc.Arbitrary<Node> = fc.oneof(
  fc.constant(node({ kind: 'unary-tests', not: false, tests: [] })),
  record({
    kind: kind('unary-tests'),
    not: fc.boolean(),
    tests: fc.array(fc.oneof(expressions, unaryCompare(expressions)), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
)
