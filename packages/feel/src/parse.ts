import { BUILTIN_NAMES, POLICY_BUILTIN_NAMES } from './builtin-names.ts'
import { type Mode, skipGap } from './chars.ts'
import { Cursor, DEPTH_MAX } from './cursor.ts'
import { expression, test } from './expression.ts'
import { addEntry, nameUntil } from './forms.ts'
import { MutableNameSet, type NameSet, nameSet } from './names.ts'
import { type Problem, problem } from './problems.ts'
import { keyAt, makeSource } from './scan.ts'
import { children, type Entry, isChain, type Node } from './syntax.ts'

export interface ParseOptions {
  /** One expression, the tests of a decision-table cell, or `name: expression` entries. */
  readonly goal: 'expression' | 'unary-tests' | 'entries'
  readonly mode: Mode
  /** The names that may be used besides builtin functions; a prepared set is faster. */
  readonly names?: Iterable<string> | NameSet
  readonly limits?: ParseLimits
}

/** What may be read. Whatever is left out has its default. */
export interface ParseLimits {
  /** The longest source, in UTF-16 units. */
  readonly length?: number
  /** How deep it may be nested: at most 500, the default, since trees are walked by recursion. */
  readonly depth?: number
}

const LENGTH_MAX = 200_000

export interface Parsed {
  readonly tree: Node
  readonly problems: Problem[]
}

/**
 * Reads FEEL (DMN 1.5 §10.3.1). Never throws and always gives a tree, with `broken` nodes where
 * the text can't be read; places are UTF-16 offsets in `source` as it was given.
 */
export function parse(source: string, options: ParseOptions): Parsed {
  const { goal, mode, limits = {} } = options
  const length = limits.length ?? LENGTH_MAX
  if (source.length > length) {
    const at = { from: 0, to: source.length }
    const long = problem('F104', at, { limit: String(length) })
    return { tree: { kind: 'broken', at }, problems: [long] }
  }
  const builtins = mode === 'policy' ? POLICY_BUILTIN_NAMES : BUILTIN_NAMES
  const declared = prepared(options.names)
  const s = makeSource(source, { mode, entries: goal === 'entries', builtins, declared })
  const c = new Cursor(s, Math.min(limits.depth ?? DEPTH_MAX, DEPTH_MAX))
  const tree = read(c, goal)
  return checkDepth(tree, c)
}

const NONE = new MutableNameSet()

function prepared(names: ParseOptions['names']): NameSet {
  if (names === undefined) return NONE
  return 'matches' in names ? names : nameSet(names)
}

function read(c: Cursor, goal: ParseOptions['goal']): Node {
  switch (goal) {
    case 'expression':
      return whole(c, () => expression(c))
    case 'unary-tests':
      return whole(c, () => unaryTests(c))
    case 'entries':
      return entries(c)
  }
}

function whole(c: Cursor, readAll: () => Node): Node {
  const first = c.peek()
  if (first.kind === 'end') {
    if (first.trouble) c.take()
    else c.report('F001', { from: 0, to: c.s.text.length })
    return c.broken()
  }
  const tree = readAll()
  const rest = c.peek()
  if (rest.kind !== 'end') c.fail('F007', rest.at, { found: c.spelling(rest) })
  else if (rest.trouble) c.take()
  return tree
}

function unaryTests(c: Cursor): Node {
  const { from } = c.peek().at
  if (c.isOp('-') && c.peekSecond().kind === 'end') {
    c.take()
    return { kind: 'unary-tests', not: false, tests: [], at: { from, to: c.at } }
  }
  const negated = negation(c, from)
  if (negated !== null) return negated
  const tests = testList(c)
  return { kind: 'unary-tests', not: false, tests, at: { from, to: c.at } }
}

/** The whole cell as `not(…)`; null when it is a test that only begins with a call of `not`. */
function negation(c: Cursor, from: number): Node | null {
  const first = c.peek()
  const second = c.peekSecond()
  if (first.kind !== 'name' || first.name !== 'not') return null
  if (second.kind !== 'op' || second.op !== '(') return null
  const mark = c.mark()
  c.take()
  const tests = c.bracketed('(', () => {
    const read = testList(c)
    c.expectOp(')')
    return read
  })
  if (c.peek().kind === 'end')
    return { kind: 'unary-tests', not: true, tests, at: { from, to: c.at } }
  c.rewind(mark)
  return null
}

function testList(c: Cursor): readonly Node[] {
  const tests = [test(c)]
  while (c.takeOp(',')) tests.push(test(c))
  return tests
}

function entries(c: Cursor): Node {
  const found: Entry[] = []
  for (;;) {
    c.calm()
    while (c.takeOp(';')) c.calm()
    const start = skipGap(c.s.text, c.at)
    if (start.to >= c.s.text.length) {
      if (start.open !== undefined) c.report('F006', { from: start.open, to: start.to })
      break
    }
    const entry = readEntry(c, start.to)
    if (entry !== null) addEntry(c, found, entry)
  }
  for (const entry of found) c.forget(entry.key)
  return { kind: 'context', entries: found, at: { from: 0, to: c.s.text.length } }
}

function readEntry(c: Cursor, from: number): Entry | null {
  // The token here was scanned as the end of the entry before.
  c.jump(from)
  const key = nameUntil(c, ':')
  const keyEnd = c.at
  if (key === null) {
    const to = boundary(c, from)
    c.report('F102', { from, to })
    c.jump(to)
    return null
  }
  c.expectOp(':')
  const value = expression(c)
  const end = c.peek()
  if (end.kind !== 'end' && !c.isOp(';')) {
    c.fail('F007', end.at, { found: c.spelling(end) })
    c.jump(boundary(c, end.at.from))
  } else if (end.trouble) c.take()
  const matches = c.s.declared.matches(c.s.text, from, false)
  const declared = matches.find((match) => match.to === keyEnd)
  return { key: declared?.name ?? key, value, at: { from, to: Math.max(value.at.to, from) } }
}

/** Where the next entry begins after a mistake: at `;`, or on a line that begins with `name:`. */
function boundary(c: Cursor, from: number): number {
  const { text } = c.s
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === ';') return at
    if (char === '\n' && keyAt(c.s, skipGap(text, at).to)) return at
  }
  return text.length
}

/**
 * Refuses trees too deep to walk by recursion. The left sides of operator chains don't count:
 * everything that walks trees goes down them in a loop.
 */
function checkDepth(tree: Node, { problems, depthMax }: Cursor): Parsed {
  const waiting: [Node, number][] = [[tree, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, depth] = next
    if (depth > depthMax) {
      const deep = problem('F008', tree.at, { limit: String(depthMax) })
      return { tree: { kind: 'broken', at: tree.at }, problems: [...problems, deep] }
    }
    for (const child of children(node)) {
      waiting.push([child, depth + (isChain(node) && child === node.left ? 0 : 1)])
    }
  }
  return { tree, problems }
}
