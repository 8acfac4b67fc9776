/** The formulas of policies in plain FEEL, as the standard has it. */
import {
  BUILTINS,
  evaluate,
  formatValue,
  type NameSet,
  type Node,
  parse,
  print,
  typeOfValue,
  walk,
} from '@huoshui/feel'
import { sameTree } from '../fmt-feel.ts'
import { freeNames } from './free.ts'
import { rebuild } from './rebuild.ts'
import { renamed } from './rename.ts'
import { unwritable } from './xml.ts'

/** Why a formula can't be said in plain FEEL. */
export type Unsayable =
  | { readonly kind: 'workdays' }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'broken' }

const policyFunctions: ReadonlySet<string> = new Set(
  BUILTINS.filter((one) => one.policyOnly).map((one) => one.name),
)

/** The first thing in a tree that plain FEEL has no words for; null when there is none. */
export function unsayable(tree: Node): Unsayable | null {
  let found: Unsayable | null = null
  walk(tree, (node) => {
    if (found) return
    if (node.kind === 'quantity' && node.unit === '个工作日') found = { kind: 'workdays' }
    else if (node.kind === 'name' && policyFunctions.has(node.name)) {
      found = { kind: 'function', name: node.name }
    } else if (node.kind === 'broken') found = { kind: 'broken' }
  })
  return found
}

const nowhere = { from: 0, to: 0 }

/** A name as a node. */
export const nameNode = (name: string): Node => ({ kind: 'name', name, at: nowhere })

/** A text as a node. */
export const stringNode = (value: string): Node => ({ kind: 'string', value, at: nowhere })

/** A number as a node. */
export const numberNode = (text: string): Node => ({ kind: 'number', text, at: nowhere })

/** A call of a function with values in their order. */
export function callNode(name: string, ...args: readonly Node[]): Node {
  const given = args.map((value) => ({ value }))
  return { kind: 'call', callee: nameNode(name), args: given, at: nowhere }
}

/** An operation of two nodes. */
export function operation(op: '+' | '-' | '*' | '/', left: Node, right: Node): Node {
  return { kind: 'arithmetic', op, left, right, at: nowhere }
}

/** `if test then yes else no`. */
export function ifNode(test: Node, yes: Node, no: Node): Node {
  // biome-ignore lint/suspicious/noThenProperty: the tree uses FEEL's own words; never awaited.
  return { kind: 'if', test, then: yes, else: no, at: nowhere }
}

/** A comparison of two nodes. */
export function comparison(op: '=' | '!=', left: Node, right: Node): Node {
  return { kind: 'compare', op, left, right, at: nowhere }
}

/** What a number with a unit stands for: a number, or the duration of a call. */
function quantity(node: Node): Node {
  const value = evaluate(node, { lookup: () => undefined })
  const text = formatValue(value)
  if (text === null) return node
  return typeOfValue(value) === 'number' ? numberNode(text) : callNode('duration', stringNode(text))
}

/** How names are written. */
export interface Spelling {
  /** A fact, rule or account, by the name that a formula has for it. */
  readonly nameOf: (name: string) => string
  /** A field of a record. */
  readonly fieldOf: (name: string) => string
  /** Whether a bare name in a filter is a yes/no field, which some engines take for a number. */
  readonly isFlag: (name: string) => boolean
}

/** A tree with its units worked out and its names spelt as DMN has them. */
export function plain(tree: Node, spelling: Spelling): Node {
  const meanings = new Map(
    [...freeNames(tree)].map((name) => {
      return [name, { form: 'name', name: spelling.nameOf(name) }] as const
    }),
  )
  return plainUnits(renamed(tree, meanings), spelling)
}

function plainUnits(tree: Node, spelling: Spelling): Node {
  const map = (child: Node): Node => plainUnits(child, spelling)
  switch (tree.kind) {
    case 'quantity':
      return quantity(tree)
    case 'path':
      return { ...tree, base: map(tree.base), name: spelling.fieldOf(tree.name) }
    case 'filter': {
      const { test } = tree
      const flag = test.kind === 'name' && spelling.isFlag(test.name)
      const yes: Node = { kind: 'boolean', value: true, at: nowhere }
      const plainTest = flag ? comparison('=', map(test), yes) : map(test)
      return { ...tree, base: map(tree.base), test: plainTest }
    }
    default:
      return rebuild(tree, map)
  }
}

/** Text that XML can hold: a character it has no place for can only stand in a FEEL string. */
const writable = (text: string): string =>
  text.replace(
    new RegExp(unwritable, 'g'),
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/**
 * A plain tree as text, or null when the standard would read that text differently.
 *
 * @param names the names that are in scope where the text will stand
 */
export function plainText(tree: Node, names: NameSet): string | null {
  const text = writable(print(tree))
  const goal = tree.kind === 'unary-tests' ? 'unary-tests' : 'expression'
  const again = parse(text, { goal, mode: 'standard', names })
  const wrong = again.problems.some((one) => one.severity === 'error')
  return !wrong && sameTree(again.tree, tree) ? text : null
}
