/**
 * The syntax tree of FEEL: one union, told apart by `kind`.
 *
 * A tree is plain data: it can be stored as JSON, compared, copied and changed without this
 * package.
 * Every node knows where it stands in its source (`at`, offsets in UTF-16 units).
 */

/** Where a node stands in its source text: `from` inclusive, `to` exclusive, in UTF-16 units. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** The nine units that policies add to FEEL. Each multiplies or turns a number into a span. */
export type Unit = '元' | '万元' | '亿元' | '%' | '年' | '个月' | '日' | '个工作日' | '次'

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='
export type Arithmetic = '+' | '-' | '*' | '/' | '**'

/** A type as written in `instance of` and in formal parameters. */
export type TypeNode =
  | { readonly kind: 'named-type'; readonly name: string; readonly at: Place }
  | { readonly kind: 'list-type'; readonly of: TypeNode; readonly at: Place }
  | { readonly kind: 'range-type'; readonly of: TypeNode; readonly at: Place }
  | {
      readonly kind: 'context-type'
      readonly entries: readonly (readonly [string, TypeNode])[]
      readonly at: Place
    }
  | {
      readonly kind: 'function-type'
      readonly parameters: readonly TypeNode[]
      readonly result: TypeNode
      readonly at: Place
    }

export interface Entry {
  readonly key: string
  readonly value: Node
  readonly at: Place
}

export interface Iterator {
  readonly name: string
  /** A list or range; with `to`, the numbers or dates from `list` to `to`. */
  readonly list: Node
  readonly to?: Node
  readonly at: Place
}

export interface Argument {
  /** Set for a named argument. */
  readonly name?: string
  readonly value: Node
}

export type Node =
  | { readonly kind: 'number'; readonly text: string; readonly at: Place }
  /** A number with a unit, such as `5万元`. `text` is the number as written, without separators. */
  | { readonly kind: 'quantity'; readonly text: string; readonly unit: Unit; readonly at: Place }
  | { readonly kind: 'string'; readonly value: string; readonly at: Place }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: Place }
  | { readonly kind: 'null'; readonly at: Place }
  /** An at-literal such as `@"2024-03-01"`; `text` is what stands between the quotes. */
  | { readonly kind: 'at-literal'; readonly text: string; readonly at: Place }
  | { readonly kind: 'name'; readonly name: string; readonly at: Place }
  /** The tested value inside a unary test, written `?`. */
  | { readonly kind: 'input'; readonly at: Place }
  | { readonly kind: 'path'; readonly base: Node; readonly name: string; readonly at: Place }
  | { readonly kind: 'filter'; readonly base: Node; readonly test: Node; readonly at: Place }
  | {
      readonly kind: 'call'
      readonly callee: Node
      readonly args: readonly Argument[]
      readonly at: Place
    }
  | { readonly kind: 'negate'; readonly value: Node; readonly at: Place }
  | {
      readonly kind: 'arithmetic'
      readonly op: Arithmetic
      readonly left: Node
      readonly right: Node
      readonly at: Place
    }
  | {
      readonly kind: 'compare'
      readonly op: Comparison
      readonly left: Node
      readonly right: Node
      readonly at: Place
    }
  | { readonly kind: 'and'; readonly left: Node; readonly right: Node; readonly at: Place }
  | { readonly kind: 'or'; readonly left: Node; readonly right: Node; readonly at: Place }
  | {
      readonly kind: 'between'
      readonly value: Node
      readonly low: Node
      readonly high: Node
      readonly at: Place
    }
  /** `value in (tests)`: met when any test is. A plain expression compares or contains. */
  | {
      readonly kind: 'in'
      readonly value: Node
      readonly tests: readonly Node[]
      readonly at: Place
    }
  /** A comparison with its left side left out, such as `<= 5%`; stands only among unary tests. */
  | {
      readonly kind: 'unary-compare'
      readonly op: Comparison
      readonly value: Node
      readonly at: Place
    }
  /** The tests of a decision-table cell; `tests` empty and `not` false is `-`, met by anything. */
  | {
      readonly kind: 'unary-tests'
      readonly not: boolean
      readonly tests: readonly Node[]
      readonly at: Place
    }
  | {
      readonly kind: 'range'
      readonly low: Node | null
      readonly high: Node | null
      readonly lowIncluded: boolean
      readonly highIncluded: boolean
      /** Set for `(= v)` and `(!= v)` of the standard; both ends are then the same node. */
      readonly op?: '=' | '!='
      readonly at: Place
    }
  | { readonly kind: 'list'; readonly items: readonly Node[]; readonly at: Place }
  | { readonly kind: 'context'; readonly entries: readonly Entry[]; readonly at: Place }
  | {
      readonly kind: 'if'
      readonly test: Node
      readonly then: Node
      readonly else: Node
      readonly at: Place
    }
  | {
      readonly kind: 'for'
      readonly iterators: readonly Iterator[]
      readonly body: Node
      readonly at: Place
    }
  | {
      readonly kind: 'some' | 'every'
      readonly iterators: readonly Iterator[]
      readonly body: Node
      readonly at: Place
    }
  | {
      readonly kind: 'function'
      readonly parameters: readonly { readonly name: string; readonly type: TypeNode | null }[]
      readonly body: Node
      readonly at: Place
    }
  | {
      readonly kind: 'instance-of'
      readonly value: Node
      readonly type: TypeNode
      readonly at: Place
    }
  /** What could not be read. Evaluates to null; the reason is among the parser's problems. */
  | { readonly kind: 'broken'; readonly at: Place }

/** The children of a node in the order they are written. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'number':
    case 'quantity':
    case 'string':
    case 'boolean':
    case 'null':
    case 'at-literal':
    case 'name':
    case 'input':
    case 'broken':
      return []
    case 'path':
      return [node.base]
    case 'filter':
      return [node.base, node.test]
    case 'call':
      return [node.callee, ...node.args.map((arg) => arg.value)]
    case 'negate':
    case 'unary-compare':
    case 'instance-of':
      return [node.value]
    case 'arithmetic':
    case 'compare':
    case 'and':
    case 'or':
      return [node.left, node.right]
    case 'between':
      return [node.value, node.low, node.high]
    case 'in':
      return [node.value, ...node.tests]
    case 'unary-tests':
      return node.tests
    case 'range':
      return [node.low, node.op ? null : node.high].filter((end): end is Node => end !== null)
    case 'list':
      return node.items
    case 'context':
      return node.entries.map((entry) => entry.value)
    case 'if':
      return [node.test, node.then, node.else]
    case 'for':
    case 'some':
    case 'every':
      return [...node.iterators.flatMap((it) => (it.to ? [it.list, it.to] : [it.list])), node.body]
    case 'function':
      return [node.body]
  }
}

/** Calls `visit` for a node and everything below it, parents first, in the order written. */
export function walk(node: Node, visit: (node: Node) => void): void {
  const waiting = [node]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    visit(next)
    for (const child of children(next).toReversed()) waiting.push(child)
  }
}

/** A link of an operator chain, which may be too long to go down by recursion. */
export type Chain = Extract<Node, { kind: 'arithmetic' | 'compare' | 'and' | 'or' }>

export function isChain(node: Node): node is Chain {
  const { kind } = node
  return kind === 'arithmetic' || kind === 'compare' || kind === 'and' || kind === 'or'
}

const mentioned = new WeakMap<Node, boolean>()

/** Whether `?` occurs in a test, which then decides by itself instead of being compared. */
export function mentionsInput(test: Node): boolean {
  let found = mentioned.get(test)
  if (found === undefined) {
    found = false
    walk(test, (node) => {
      if (node.kind === 'input') found = true
    })
    mentioned.set(test, found)
  }
  return found
}
