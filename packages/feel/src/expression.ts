import type { Cursor } from './cursor.ts'
import { context, func, loop, nameUntil, quantified, when } from './forms.ts'
import { halfRange, rangeFrom } from './range-syntax.ts'
import type { Token } from './scan.ts'
import { comparisonFor } from './slips.ts'
import type { Argument, Arithmetic, Comparison, Node, Place } from './syntax.ts'
import { typeNode } from './type-syntax.ts'

// Levels of DMN 1.5 grammar rule 2, loosest first. All operators group to the left, and unary
// minus binds tighter than the exponent: -2 ** 2 is 4.
const OR = 1
const AND = 2
const COMPARE = 3
const ADD = 4
const MULTIPLY = 5
const POWER = 6

const ARITHMETIC = new Map<string, number>([
  ['+', ADD],
  ['-', ADD],
  ['*', MULTIPLY],
  ['/', MULTIPLY],
  ['**', POWER],
])
const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>='])

/** Reads one whole expression. */
export function expression(c: Cursor): Node {
  return binary(c, OR)
}

function binary(c: Cursor, lowest: number): Node {
  const { from } = c.peek().at
  return operators(
    c,
    c.nested(() => unary(c)),
    from,
    lowest,
  )
}

/** The operators that follow an operand, and what they join it with. */
function operators(c: Cursor, first: Node, from: number, lowest: number): Node {
  let left = first
  for (;;) {
    const next = infix(c, left, from, lowest)
    if (next === null) return left
    left = next
  }
}

/** `left` and the operator after it with its right side; null when no such operator follows. */
function infix(c: Cursor, left: Node, from: number, lowest: number): Node | null {
  const token = c.peek()
  if (token.kind === 'keyword') return wordInfix(c, left, from, lowest)
  if (token.kind !== 'op') return null
  const { op } = token
  if (COMPARISONS.has(op)) {
    if (COMPARE < lowest) return null
    c.take()
    const meant = signsAfter(c, token.at.from, op)
    const right = binary(c, ADD)
    return { kind: 'compare', op: meant, left, right, at: { from, to: c.at } }
  }
  const level = ARITHMETIC.get(op)
  if (level === undefined || level < lowest) return null
  c.take()
  const right = binary(c, level + 1)
  return { kind: 'arithmetic', op: op as Arithmetic, left, right, at: { from, to: c.at } }
}

/** The comparison, and a problem when further signs follow it at once, as in `==`. */
function signsAfter(c: Cursor, from: number, first: string): Comparison {
  let signs = first
  for (let next = c.peek(); next.kind === 'op' && next.at.from === c.at; next = c.peek()) {
    if (!COMPARISONS.has(next.op)) break
    signs += next.op
    c.take()
  }
  const fixed = signs === first ? undefined : comparisonFor(signs)
  if (signs === first) return first as Comparison
  c.report('F014', { from, to: c.at }, { text: signs, fixed: fixed ?? '=' }, fixed ?? '=')
  return (fixed ?? first) as Comparison
}

function wordInfix(c: Cursor, left: Node, from: number, lowest: number): Node | null {
  if (lowest <= OR && c.takeWord('or')) {
    const right = binary(c, AND)
    return { kind: 'or', left, right, at: { from, to: c.at } }
  }
  if (lowest <= AND && c.takeWord('and')) {
    const right = binary(c, COMPARE)
    return { kind: 'and', left, right, at: { from, to: c.at } }
  }
  if (lowest > COMPARE) return null
  if (c.takeWord('between')) {
    const low = binary(c, ADD)
    c.expectWord('and')
    const high = binary(c, ADD)
    return { kind: 'between', value: left, low, high, at: { from, to: c.at } }
  }
  if (c.takeWord('in')) {
    const tests = inTests(c)
    return { kind: 'in', value: left, tests, at: { from, to: c.at } }
  }
  return null
}

function inTests(c: Cursor): readonly Node[] {
  if (!c.isOp('(')) return [test(c, ADD)]
  const { from } = c.peek().at
  const tests = bracketedTests(c, from)
  const [only] = tests
  if (tests.length > 1 || only === undefined || !continuesOperand(c.peek())) return tests
  // The brackets were only the beginning of an operand, as in `a in (b)[1]`. It must not be read
  // again from its beginning: that would double the work at every level.
  const half = only.kind === 'unary-compare'
  const at = { from, to: c.at }
  const base = half ? { ...halfRange(c, only.op, only.value, from), at } : only
  return [operators(c, instances(c, suffixes(c, base, from), from), from, ADD)]
}

function continuesOperand(token: Token): boolean {
  if (token.kind === 'keyword') return token.word === 'instance'
  return token.kind === 'op' && ['[', '.', '(', '+', '-', '*', '/', '**'].includes(token.op)
}

function bracketedTests(c: Cursor, from: number): readonly Node[] {
  return c.bracketed('(', () => {
    const tests = [test(c, OR)]
    const first = tests[0]
    if (first !== undefined && c.isOp('..')) return [rangeFrom(c, first, false, from, expression)]
    while (c.takeOp(',')) tests.push(test(c, OR))
    c.expectOp(')')
    return tests
  })
}

/** One positive unary test: a comparison without its left side, or an expression. */
export function test(c: Cursor, lowest: number = OR): Node {
  const token = c.peek()
  if (token.kind !== 'op' || !COMPARISONS.has(token.op)) return binary(c, lowest)
  c.take()
  const value = binary(c, ADD)
  const at = { from: token.at.from, to: c.at }
  return { kind: 'unary-compare', op: token.op as Comparison, value, at }
}

function unary(c: Cursor): Node {
  const token = c.peek()
  if (c.takeOp('-')) {
    const value = c.nested(() => unary(c))
    return { kind: 'negate', value, at: { from: token.at.from, to: c.at } }
  }
  return instances(c, postfix(c), token.at.from)
}

/** An operand and the `instance of` that may follow it. */
function instances(c: Cursor, operand: Node, from: number): Node {
  let value = operand
  while (c.isWord('instance')) {
    c.take()
    const of = c.peek()
    if (of.kind === 'name' && of.name === 'of') c.take()
    else c.missing('of')
    const type = typeNode(c)
    value = { kind: 'instance-of', value, type, at: { from, to: c.at } }
  }
  return value
}

function postfix(c: Cursor): Node {
  const { from } = c.peek().at
  return suffixes(c, primary(c), from)
}

/** A primary and the calls, properties and filters that follow it. */
function suffixes(c: Cursor, first: Node, from: number): Node {
  let base = first
  for (;;) {
    if (c.isOp('(')) {
      const args = argumentList(c)
      base = { kind: 'call', callee: base, args, at: { from, to: c.at } }
    } else if (c.isOp('.')) {
      c.take()
      base = { kind: 'path', base, name: property(c), at: { from, to: c.at } }
    } else if (c.isOp('[') && startsOperand(c.peekSecond())) {
      const test = c.bracketed('[', () => {
        const read = c.withProperties(() => expression(c))
        c.expectOp(']')
        return read
      })
      base = { kind: 'filter', base, test, at: { from, to: c.at } }
    } else {
      return base
    }
  }
}

function property(c: Cursor): string {
  const token = c.takeProperty()
  if (token.kind === 'name') return token.name
  if (token.kind === 'keyword') return token.word
  c.jump(token.at.from)
  c.lacking('F018')
  return ''
}

/** Whether `[` before this token opens a filter; else it closes a range, as in `]1..5[`. */
function startsOperand(token: Token): boolean {
  switch (token.kind) {
    case 'number':
    case 'quantity':
    case 'string':
    case 'at-literal':
    case 'name':
      return true
    case 'keyword':
      return ['if', 'for', 'some', 'every', 'function', 'null', 'true', 'false'].includes(
        token.word,
      )
    case 'op':
      return ['(', '[', '{', '?', '-'].includes(token.op)
    case 'bad':
    case 'end':
      return false
  }
}

function argumentList(c: Cursor): readonly Argument[] {
  return c.bracketed('(', () => {
    const args: Argument[] = []
    if (c.takeOp(')')) return args
    do {
      const name = nameUntil(c, ':')
      if (name !== null) c.expectOp(':')
      const value = expression(c)
      args.push(name === null ? { value } : { name, value })
    } while (c.takeOp(','))
    c.expectOp(')')
    return args
  })
}

function primary(c: Cursor): Node {
  const token = c.peek()
  const { at } = token
  switch (token.kind) {
    case 'number':
      c.take()
      return { kind: 'number', text: token.text, at }
    case 'quantity':
      c.take()
      return { kind: 'quantity', text: token.text, unit: token.unit, at }
    case 'string':
      c.take()
      return { kind: 'string', value: token.value, at }
    case 'at-literal':
      c.take()
      return { kind: 'at-literal', text: token.text, at }
    case 'name':
      c.take()
      if (!token.known && c.s.mode === 'policy') c.unknownName(token.name, at)
      if (token.name === 'not') bareNot(c, at)
      return { kind: 'name', name: token.name, at }
    case 'keyword':
      return wordPrimary(c, token)
    case 'op':
      return opPrimary(c, token.op)
    case 'bad':
    case 'end':
      return noOperand(c)
  }
}

/** `not a` without brackets; `not` alone is the function as a value. */
function bareNot(c: Cursor, at: Place): void {
  const next = c.peek()
  if (next.kind === 'op' || !startsOperand(next)) return
  c.fail('F015', { from: at.from, to: next.at.to }, { found: c.spelling(next) })
}

function noOperand(c: Cursor): Node {
  const token = c.peek()
  c.fail('F002', token.at, { found: c.spelling(token) })
  return c.broken()
}

function wordPrimary(c: Cursor, token: Token & { kind: 'keyword' }): Node {
  const { at, word } = token
  switch (word) {
    case 'null':
      c.take()
      return { kind: 'null', at }
    case 'true':
    case 'false':
      c.take()
      return { kind: 'boolean', value: word === 'true', at }
    case 'if':
      return when(c, expression)
    case 'for':
      return loop(c, expression)
    case 'some':
    case 'every':
      return quantified(c, word, expression)
    case 'function':
      return func(c, expression)
    case 'and':
    case 'or':
    case 'in':
    case 'then':
    case 'else':
    case 'between':
    case 'return':
    case 'satisfies':
    case 'instance':
      return noOperand(c)
  }
}

function opPrimary(c: Cursor, op: string): Node {
  const { at } = c.peek()
  if (op === '?') {
    c.take()
    return { kind: 'input', at }
  }
  if (op === '(') return parenthesis(c)
  if (op === '[') return bracket(c)
  if (op === ']')
    return c.bracketed(']', () => rangeFrom(c, expression(c), false, at.from, expression))
  if (op === '{') return context(c, expression)
  if (COMPARISONS.has(op)) {
    c.report('F013', at)
    return test(c)
  }
  return noOperand(c)
}

function parenthesis(c: Cursor): Node {
  const { from } = c.peek().at
  return c.bracketed('(', () => {
    const token = c.peek()
    if (token.kind === 'op' && COMPARISONS.has(token.op)) {
      c.take()
      const half = halfRange(c, token.op as Comparison, binary(c, ADD), from, token.at)
      c.expectOp(')')
      return { ...half, at: { from, to: c.at } }
    }
    const inner = expression(c)
    if (c.isOp('..')) return rangeFrom(c, inner, false, from, expression)
    c.expectOp(')')
    return inner
  })
}

function bracket(c: Cursor): Node {
  const { from } = c.peek().at
  return c.bracketed('[', () => {
    const items: Node[] = []
    if (c.takeOp(']')) return { kind: 'list', items, at: { from, to: c.at } }
    const first = expression(c)
    if (c.isOp('..')) return rangeFrom(c, first, true, from, expression)
    items.push(first)
    while (c.takeOp(',')) items.push(expression(c))
    c.expectOp(']')
    return { kind: 'list', items, at: { from, to: c.at } }
  })
}
