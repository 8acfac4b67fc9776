import { quote } from './strings.ts'
import { type Chain, type Iterator, isChain, type Node, type TypeNode } from './syntax.ts'

/**
 * A tree as text: single spaces, no bracket that could be left out, units kept. Reading it again
 * in the same mode and with the same names gives the same tree, places aside.
 */
export function print(node: Node): string {
  return text(node, LOOSE)
}

// How tightly a node holds together; a child that holds less than its place wants is bracketed.
const LOOSE = 0
const OR = 1
const AND = 2
const COMPARE = 3
const ADD = 4
const MULTIPLY = 5
const POWER = 6
const SIGN = 7
const INSTANCE = 8
const SUFFIX = 9
const CLOSED = 10

function strength(node: Node): number {
  switch (node.kind) {
    case 'if':
    case 'for':
    case 'some':
    case 'every':
    case 'function':
    case 'unary-compare':
    case 'unary-tests':
      return LOOSE
    case 'or':
      return OR
    case 'and':
      return AND
    case 'compare':
    case 'between':
    case 'in':
      return COMPARE
    case 'arithmetic':
      return node.op === '**' ? POWER : node.op === '*' || node.op === '/' ? MULTIPLY : ADD
    case 'negate':
      return SIGN
    case 'instance-of':
      return INSTANCE
    case 'path':
    case 'filter':
    case 'call':
      return SUFFIX
    case 'number':
    case 'quantity':
    case 'string':
    case 'boolean':
    case 'null':
    case 'at-literal':
    case 'name':
    case 'input':
    case 'range':
    case 'list':
    case 'context':
    case 'broken':
      return CLOSED
  }
}

function text(node: Node, wanted: number): string {
  const body = isChain(node) ? chain(node) : one(node)
  return strength(node) < wanted ? `(${body})` : body
}

/** An operator chain, however long: its left sides are gone down in a loop. */
function chain(node: Chain): string {
  const pieces: string[] = []
  let here: Node = node
  for (;;) {
    if (!isChain(here)) break
    const own = strength(here)
    const op = here.kind === 'arithmetic' || here.kind === 'compare' ? here.op : here.kind
    pieces.push(` ${op} ${text(here.right, own + 1)}`)
    if (strength(here.left) < own) {
      pieces.push(text(here.left, own))
      return pieces.reverse().join('')
    }
    here = here.left
  }
  pieces.push(text(here, LOOSE))
  return pieces.reverse().join('')
}

function one(node: Exclude<Node, Chain>): string {
  switch (node.kind) {
    case 'number':
      return node.text
    case 'quantity':
      return `${node.text}${node.unit}`
    case 'string':
      return quote(node.value)
    case 'boolean':
      return String(node.value)
    case 'null':
      return 'null'
    case 'at-literal':
      return `@${quote(node.text)}`
    case 'name':
      return node.name
    case 'input':
      return '?'
    case 'broken':
      return ''
    case 'negate':
      return `-${text(node.value, SIGN)}`
    case 'list':
      return `[${node.items.map(print).join(', ')}]`
    case 'context':
      return `{${node.entries.map((e) => `${printKey(e.key)}: ${print(e.value)}`).join(', ')}}`
    case 'instance-of':
      return `${text(node.value, INSTANCE)} instance of ${printType(node.type)}`
    case 'range':
      return range(node)
    case 'path':
    case 'filter':
    case 'call':
      return suffix(node)
    case 'if':
    case 'for':
    case 'some':
    case 'every':
    case 'function':
      return form(node)
    case 'between':
    case 'in':
    case 'unary-compare':
    case 'unary-tests':
      return tests(node)
  }
}

function suffix(node: Extract<Node, { kind: 'path' | 'filter' | 'call' }>): string {
  switch (node.kind) {
    case 'path':
      return `${text(node.base, SUFFIX)}.${node.name}`
    case 'filter':
      return `${text(node.base, SUFFIX)}[${print(node.test)}]`
    case 'call': {
      const args = node.args.map((arg) =>
        arg.name === undefined ? print(arg.value) : `${arg.name}: ${print(arg.value)}`,
      )
      return `${text(node.callee, SUFFIX)}(${args.join(', ')})`
    }
  }
}

function form(node: Extract<Node, { kind: 'if' | 'for' | 'some' | 'every' | 'function' }>): string {
  switch (node.kind) {
    case 'if':
      return `if ${print(node.test)} then ${print(node.then)} else ${print(node.else)}`
    case 'for':
      return `for ${node.iterators.map(iterator).join(', ')} return ${print(node.body)}`
    case 'some':
    case 'every':
      return `${node.kind} ${node.iterators.map(iterator).join(', ')} satisfies ${print(node.body)}`
    case 'function': {
      const parameters = node.parameters.map((p) =>
        p.type === null ? p.name : `${p.name}: ${printType(p.type)}`,
      )
      return `function(${parameters.join(', ')}) ${print(node.body)}`
    }
  }
}

function iterator(it: Iterator): string {
  const to = it.to === undefined ? '' : `..${print(it.to)}`
  return `${it.name} in ${print(it.list)}${to}`
}

function tests(
  node: Extract<Node, { kind: 'between' | 'in' | 'unary-compare' | 'unary-tests' }>,
): string {
  switch (node.kind) {
    case 'between': {
      const ends = `${text(node.low, ADD)} and ${text(node.high, ADD)}`
      return `${text(node.value, COMPARE)} between ${ends}`
    }
    case 'in':
      return `${text(node.value, COMPARE)} in ${inTests(node.tests)}`
    case 'unary-compare':
      return `${node.op} ${text(node.value, ADD)}`
    case 'unary-tests': {
      const listed = node.tests.map(print).join(', ')
      if (node.not) return `not(${listed})`
      if (node.tests.length === 0) return '-'
      // Without its own brackets, a lone call of `not` would read as the negation of the cell.
      return node.tests.length === 1 && isNot(node.tests[0]) ? `(${listed})` : listed
    }
  }
}

function isNot(node: Node | undefined): boolean {
  return node?.kind === 'call' && node.callee.kind === 'name' && node.callee.name === 'not'
}

function inTests(list: readonly Node[]): string {
  const [first] = list
  const bare = list.length === 1 && first !== undefined && standsBare(first)
  return bare ? print(first) : `(${list.map(print).join(', ')})`
}

/** Whether a single test needs no brackets after `in`. */
function standsBare(test: Node): boolean {
  if (test.kind === 'range') return !test.op && test.low !== null && test.high !== null
  return test.kind === 'list' || test.kind === 'name'
}

function range(node: Extract<Node, { kind: 'range' }>): string {
  const { low, high, lowIncluded, highIncluded, op } = node
  if (op && low) return `(${op} ${text(low, ADD)})`
  if (low === null) return `(${highIncluded ? '<=' : '<'} ${high ? text(high, ADD) : ''})`
  if (high === null) return `(${lowIncluded ? '>=' : '>'} ${text(low, ADD)})`
  return `${lowIncluded ? '[' : '('}${print(low)}..${print(high)}${highIncluded ? ']' : ')'}`
}

/** A key of a context: as it is when it can only be read as one name, else in quotes. */
function printKey(key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*(?: [\p{L}\p{N}_]+)*$/u.test(key) ? key : quote(key)
}

/** A type as it is written after `instance of`. */
export function printType(type: TypeNode): string {
  switch (type.kind) {
    case 'named-type':
      return type.name
    case 'list-type':
      return `list<${printType(type.of)}>`
    case 'range-type':
      return `range<${printType(type.of)}>`
    case 'context-type': {
      const entries = type.entries.map(([key, entry]) => `${key}: ${printType(entry)}`)
      return `context<${entries.join(', ')}>`
    }
    case 'function-type':
      return `function<${type.parameters.map(printType).join(', ')}> -> ${printType(type.result)}`
  }
}
