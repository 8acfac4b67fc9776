import type { Node, Unit } from '@huoshui/feel'

/**
 * What the constructs of the workload become in one engine: a text in its language, or a closure.
 *
 * The measures are written once; an engine says what each construct means to it, and `meaningOf`
 * goes through the tree. So nobody can mistype a threshold in one of a dozen languages.
 */
export interface Meaning<R> {
  readonly fact: (name: string) => R
  /** A number in plain notation. Money is in whole 分, a percentage is a fraction. */
  readonly number: (text: string) => R
  readonly text: (value: string) => R
  readonly yesNo: (value: boolean) => R
  /** A day as `YYYY-MM-DD`. */
  readonly day: (text: string) => R
  readonly arithmetic: (op: '+' | '-' | '*' | '/', left: R, right: R) => R
  readonly compare: (op: Compare, left: R, right: R) => R
  readonly and: (left: R, right: R) => R
  readonly or: (left: R, right: R) => R
  readonly among: (value: R, items: readonly R[]) => R
  readonly between: (value: R, low: R, high: R) => R
  readonly least: (values: readonly R[]) => R
  readonly most: (values: readonly R[]) => R
  readonly choose: (test: R, then: R, otherwise: R) => R
}

export type Compare = '=' | '<' | '<=' | '>' | '>='

/** By how many places the point of a number moves: 元 to 分, and percent to a fraction. */
const PLACES: Partial<Record<Unit, number>> = { 元: 2, 万元: 6, 亿元: 10, '%': -2 }

/** Goes through a tree with what each construct means. Throws on what the workload has not. */
export function meaningOf<R>(node: Node, meaning: Meaning<R>): R {
  const on = (part: Node) => meaningOf(part, meaning)
  switch (node.kind) {
    case 'name':
      return meaning.fact(node.name)
    case 'number':
      return meaning.number(node.text)
    case 'quantity':
      return meaning.number(shifted(node.text, PLACES[node.unit] ?? unknownTo(node.unit)))
    case 'string':
      return meaning.text(node.value)
    case 'boolean':
      return meaning.yesNo(node.value)
    case 'at-literal':
      return meaning.day(node.text)
    case 'arithmetic':
      if (node.op === '**') return unknownTo(node.op)
      return meaning.arithmetic(node.op, on(node.left), on(node.right))
    case 'compare':
      if (node.op === '!=') return unknownTo(node.op)
      return meaning.compare(node.op, on(node.left), on(node.right))
    case 'and':
      return meaning.and(on(node.left), on(node.right))
    case 'or':
      return meaning.or(on(node.left), on(node.right))
    case 'in':
      return meaning.among(on(node.value), node.tests.map(on))
    case 'between':
      return meaning.between(on(node.value), on(node.low), on(node.high))
    case 'if':
      return meaning.choose(on(node.test), on(node.then), on(node.else))
    case 'call': {
      const called = node.callee.kind === 'name' ? node.callee.name : node.callee.kind
      const args = node.args.map((one) => on(one.value))
      if (called === 'min') return meaning.least(args)
      return called === 'max' ? meaning.most(args) : unknownTo(called)
    }
    case 'null':
    case 'input':
    case 'path':
    case 'filter':
    case 'negate':
    case 'unary-compare':
    case 'unary-tests':
    case 'range':
    case 'list':
    case 'context':
    case 'for':
    case 'some':
    case 'every':
    case 'function':
    case 'instance-of':
    case 'broken':
      return unknownTo(node.kind)
  }
}

function unknownTo(construct: string): never {
  throw new Error(`the workload has no "${construct}"; give every engine a meaning for it first`)
}

/** A plain number with its point moved, without passing through a float. */
function shifted(text: string, places: number): string {
  const [whole = '', fraction = ''] = text.split('.')
  const point = whole.length + places
  const at = Math.max(1, point)
  const digits = ('0'.repeat(at - point) + whole + fraction).padEnd(at, '0')
  const head = digits.slice(0, at).replace(/^0+(?=\d)/, '')
  const tail = digits.slice(at).replace(/0+$/, '')
  return tail === '' ? head : `${head}.${tail}`
}
