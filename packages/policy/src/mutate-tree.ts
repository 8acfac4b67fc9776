/** The mutation operators on one expression tree. */
import type { Node, Unit } from '@huoshui/feel'
import { addDays, Decimal, formatDecimal, parseDay } from '@huoshui/values'

export interface TreeChange {
  /** `500→501`, `<=→<`, `and→or`, `去not`. */
  readonly id: string
  readonly tree: Node
  readonly constant: boolean
}

/** One unit in the last place: 1 分, 1, 1 day, 0.01%. */
const steps: Readonly<Record<Unit, Decimal>> = {
  元: new Decimal('0.01'),
  万元: new Decimal('0.000001'),
  亿元: new Decimal('0.0000000001'),
  '%': new Decimal('0.01'),
  年: new Decimal(1),
  个月: new Decimal(1),
  日: new Decimal(1),
  个工作日: new Decimal(1),
  次: new Decimal(1),
}

const comparisons = { '<=': '<', '<': '<=', '>=': '>', '>': '>=' } as const

/** A plain number moves by one unit of its last written place, whole numbers by 1. */
function plainStep(text: string): Decimal {
  const places = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0
  return new Decimal(10).pow(-places)
}

function constantChanges(node: Node): TreeChange[] {
  if (node.kind !== 'number' && node.kind !== 'quantity') return []
  const unit = node.kind === 'quantity' ? node.unit : ''
  const step = node.kind === 'quantity' ? steps[node.unit] : plainStep(node.text)
  const value = new Decimal(node.text)
  return [value.plus(step), value.minus(step)]
    .filter((next) => !next.isNegative())
    .map((next) => ({
      id: `${node.text}${unit}→${formatDecimal(next)}${unit}`,
      tree: { ...node, text: formatDecimal(next) },
      constant: true,
    }))
}

/** Dates of the law move by a day: `date("2024-06-30")` and `@"…"`. */
function shiftDay(text: string, by: number): string | null {
  const day = parseDay(text)
  return day && addDays(day, by)
}

function dateChanges(node: Node): TreeChange[] {
  const first = node.kind === 'call' ? node.args[0]?.value : undefined
  const dated = node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === 'date'
  const text = node.kind === 'at-literal' ? node.text : first?.kind === 'string' ? first.value : ''
  if (node.kind !== 'at-literal' && !dated) return []
  return [1, -1].flatMap((by): TreeChange[] => {
    const next = shiftDay(text, by)
    if (next === null) return []
    const tree: Node =
      node.kind === 'at-literal'
        ? { ...node, text: next }
        : ({ ...node, args: [{ value: { ...first, value: next } }] } as Node)
    return [{ id: `${text}→${next}`, tree, constant: true }]
  })
}

/** The changes of a node itself, its children left alone. */
function changesHere(node: Node): TreeChange[] {
  const constants = [...constantChanges(node), ...dateChanges(node)]
  switch (node.kind) {
    case 'compare':
    case 'unary-compare': {
      const other = comparisons[node.op as keyof typeof comparisons]
      return other
        ? [
            ...constants,
            { id: `${node.op}→${other}`, tree: { ...node, op: other }, constant: false },
          ]
        : constants
    }
    case 'and':
      return [...constants, { id: 'and→or', tree: { ...node, kind: 'or' }, constant: false }]
    case 'or':
      return [...constants, { id: 'or→and', tree: { ...node, kind: 'and' }, constant: false }]
    case 'call': {
      const inner = node.args[0]?.value
      const not = node.callee.kind === 'name' && node.callee.name === 'not' && inner
      return not ? [...constants, { id: '去not', tree: inner, constant: false }] : constants
    }
    case 'unary-tests':
      return node.not
        ? [...constants, { id: '去not', tree: { ...node, not: false }, constant: false }]
        : constants
    default:
      return constants
  }
}

/** A copy of a node with one child replaced; children stand in the order of `children`. */
function withChild(node: Node, key: string, value: unknown): Node {
  return { ...node, [key]: value } as Node
}

function below(node: Node, key: string, child: Node): TreeChange[] {
  return mutateTree(child).map((change) => ({ ...change, tree: withChild(node, key, change.tree) }))
}

function inList<T>(
  node: Node,
  key: string,
  list: readonly T[],
  get: (item: T) => Node,
  put: (item: T, tree: Node) => T,
): TreeChange[] {
  return list.flatMap((item, i) =>
    mutateTree(get(item)).map((change) => {
      const next = list.map((one, j) => (j === i ? put(item, change.tree) : one))
      return { ...change, tree: withChild(node, key, next) }
    }),
  )
}

const self = (item: Node) => item
const replace = (_: Node, tree: Node) => tree

/** Every change that one application of one operator makes to a tree. */
export function mutateTree(node: Node): TreeChange[] {
  return [...changesHere(node), ...changesBelow(node)]
}

/** Where the children of each kind of node stand: single nodes by key. */
const single: Partial<Record<Node['kind'], readonly string[]>> = {
  path: ['base'],
  filter: ['base', 'test'],
  negate: ['value'],
  'unary-compare': ['value'],
  'instance-of': ['value'],
  arithmetic: ['left', 'right'],
  compare: ['left', 'right'],
  and: ['left', 'right'],
  or: ['left', 'right'],
  between: ['value', 'low', 'high'],
  in: ['value'],
  range: ['low', 'high'],
  if: ['test', 'then', 'else'],
  for: ['body'],
  some: ['body'],
  every: ['body'],
  function: ['body'],
}

function changesBelow(node: Node): TreeChange[] {
  const own = (single[node.kind] ?? []).flatMap((key) => {
    const child = (node as unknown as Record<string, Node | null>)[key]
    return child ? below(node, key, child) : []
  })
  return [...own, ...changesInLists(node)]
}

function changesInLists(node: Node): TreeChange[] {
  switch (node.kind) {
    case 'call':
      return inList(
        node,
        'args',
        node.args,
        (a) => a.value,
        (a, value) => ({ ...a, value }),
      )
    case 'in':
    case 'unary-tests':
      return inList(node, 'tests', node.tests, self, replace)
    case 'list':
      return inList(node, 'items', node.items, self, replace)
    case 'context':
      return inList(
        node,
        'entries',
        node.entries,
        (e) => e.value,
        (e, value) => ({ ...e, value }),
      )
    case 'for':
    case 'some':
    case 'every':
      return inList(
        node,
        'iterators',
        node.iterators,
        (i) => i.list,
        (i, list) => ({ ...i, list }),
      )
    default:
      return []
  }
}
