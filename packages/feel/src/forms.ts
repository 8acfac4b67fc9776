import type { Cursor } from './cursor.ts'
import type { Token } from './scan.ts'
import type { Entry, Iterator, Node, TypeNode } from './syntax.ts'
import { typeNode } from './type-syntax.ts'

/** Reads an expression; handed in, so that this file need not know the one that calls it. */
type Read = (c: Cursor) => Node

/** `if … then … else …`. */
export function when(c: Cursor, read: Read): Node {
  const { from } = c.take().at
  const test = read(c)
  c.expectWord('then')
  const yes = read(c)
  c.expectWord('else')
  const no = read(c)
  // biome-ignore lint/suspicious/noThenProperty: the tree uses FEEL's own words; never awaited.
  return { kind: 'if', test, then: yes, else: no, at: { from, to: c.at } }
}

/** `for … in … return …`. The body also sees `partial`, the results so far. */
export function loop(c: Cursor, read: Read): Node {
  const { from } = c.take().at
  const iterators = iteratorList(c, read)
  c.expectWord('return')
  const body = c.scoped(['partial'], () => read(c))
  leave(c, iterators)
  return { kind: 'for', iterators, body, at: { from, to: c.at } }
}

/** `some … in … satisfies …` and `every …`. */
export function quantified(c: Cursor, kind: 'some' | 'every', read: Read): Node {
  const { from } = c.take().at
  const iterators = iteratorList(c, read)
  c.expectWord('satisfies')
  const body = read(c)
  leave(c, iterators)
  return { kind, iterators, body, at: { from, to: c.at } }
}

/** Each variable is in scope from the next iterator on; the caller calls `leave`. */
function iteratorList(c: Cursor, read: Read): readonly Iterator[] {
  const iterators: Iterator[] = []
  do {
    const { from } = c.peek().at
    const name = variable(c)
    c.expectWord('in')
    const list = read(c)
    const to = c.takeOp('..') ? read(c) : null
    const at = { from, to: c.at }
    iterators.push(to === null ? { name, list, at } : { name, list, to, at })
    c.declare(name)
  } while (c.takeOp(','))
  return iterators
}

function leave(c: Cursor, iterators: readonly Iterator[]): void {
  for (const it of iterators) c.forget(it.name)
}

const VARIABLE = /[\p{L}_\u{1f000}-\u{1ffff}][^(){}[\],:"“”@]*/uy

function variable(c: Cursor): string {
  const { from } = c.peek().at
  VARIABLE.lastIndex = from
  const run = VARIABLE.exec(c.s.text)?.[0] ?? ''
  const before = run.search(/\sin(?![A-Za-z0-9_])/)
  if (before > 0) {
    const { length } = run.slice(0, before).trimEnd()
    c.jump(from + length)
    return spelled(c, from, length)
  }
  const token = c.peek()
  if (token.kind === 'name') c.take()
  else c.lacking('F018')
  return token.kind === 'name' ? token.name : ''
}

/** `function(a, b: number) …`. */
export function func(c: Cursor, read: Read): Node {
  const { from } = c.take().at
  const parameters = c.bracketed('(', () => parameterList(c))
  const token = c.peek()
  const isName = token.kind === 'name' && token.name === 'external'
  if (isName && isBrace(c.peekSecond())) return external(c, parameters, from, read)
  const names = parameters.map((p) => p.name)
  const body = c.scoped(names, () => read(c))
  return { kind: 'function', parameters, body, at: { from, to: c.at } }
}

function isBrace(token: Token): boolean {
  return token.kind === 'op' && token.op === '{'
}

/**
 * `function(…) external {…}`: code of another language (DMN 1.5 §10.3.2.13.3), which the standard
 * leaves to each engine and which nothing here runs. The body becomes a call of `external`, a
 * function that says so; a policy can't have one at all.
 */
function external(c: Cursor, parameters: readonly Parameter[], from: number, read: Read): Node {
  const { at } = c.take()
  if (c.s.mode === 'policy') {
    c.fail('F009', at)
    const body = c.broken()
    c.jump(c.s.text.length)
    return { kind: 'function', parameters, body, at: { from, to: c.at } }
  }
  const mapping = context(c, read)
  const callee: Node = { kind: 'name', name: 'external', at }
  const whole = { from: at.from, to: c.at }
  const body: Node = { kind: 'call', callee, args: [{ value: mapping }], at: whole }
  return { kind: 'function', parameters, body, at: { from, to: c.at } }
}

interface Parameter {
  readonly name: string
  readonly type: TypeNode | null
}

function parameterList(c: Cursor): readonly Parameter[] {
  const parameters: Parameter[] = []
  if (c.takeOp(')')) return parameters
  do {
    const name = nameUntil(c, ',):') ?? takeName(c)
    if (name === null) {
      c.lacking('F018')
      break
    }
    const type = c.takeOp(':') ? typeNode(c) : null
    parameters.push({ name, type })
  } while (c.takeOp(','))
  c.expectOp(')')
  return parameters
}

/** A name that what should follow it does not. */
function takeName(c: Cursor): string | null {
  const token = c.peek()
  if (token.kind !== 'name') return null
  c.take()
  return token.name
}

/** `{ key: value, … }`. A key is in scope of the entries after it. */
export function context(c: Cursor, read: Read): Node {
  const { from } = c.peek().at
  return c.bracketed('{', () => {
    const entries: Entry[] = []
    if (!c.takeOp('}')) {
      do {
        const entry = contextEntry(c, read)
        if (entry === null) break
        addEntry(c, entries, entry)
      } while (c.takeOp(','))
      c.expectOp('}')
    }
    for (const entry of entries) c.forget(entry.key)
    return { kind: 'context', entries, at: { from, to: c.at } }
  })
}

function contextEntry(c: Cursor, read: Read): Entry | null {
  const token = c.peek()
  let key = nameUntil(c, ':')
  if (key === null && token.kind === 'string') {
    c.take()
    key = token.value
  }
  key ??= takeName(c)
  if (key === null) {
    c.lacking('F018')
    return null
  }
  c.expectOp(':')
  const value = read(c)
  return { key, value, at: { from: token.at.from, to: c.at } }
}

/** Keeps an entry and brings its key into scope; the caller forgets the keys again. */
export function addEntry(c: Cursor, entries: Entry[], entry: Entry): void {
  const twice = entries.some((other) => other.key === entry.key)
  if (twice) {
    const at = { from: entry.at.from, to: entry.at.from + entry.key.length }
    c.report('F103', at, { name: entry.key })
  }
  entries.push(entry)
  c.declare(entry.key)
  c.s.properties.add(entry.key)
}

const DEFINED = /[\p{L}_\u{1f000}-\u{1ffff}][^(){}[\],:;"“”@<>=\n\r]*/uy

/** A name that is being defined, which may hold blanks and signs: all up to one of `stops`. */
export function nameUntil(c: Cursor, stops: ':' | ',):'): string | null {
  const { from } = c.peek().at
  DEFINED.lastIndex = from
  const run = DEFINED.exec(c.s.text)?.[0] ?? ''
  const after = c.s.text.slice(from + run.length)
  const stop = /^\s*(.)/.exec(after)?.[1] ?? ''
  if (run === '' || stop === '' || !stops.includes(stop)) return null
  const { length } = run.trimEnd()
  c.jump(from + length)
  return spelled(c, from, length)
}

/** A name as it is written, each run of blanks one space. */
function spelled(c: Cursor, from: number, length: number): string {
  return c.s.text.slice(from, from + length).replace(/[\s\u00a0\u3000]+/g, ' ')
}
