import { runEnd, skipGap } from './chars.ts'
import type { Cursor } from './cursor.ts'
import type { TypeNode } from './syntax.ts'

const SEVERAL_WORDS = new RegExp(
  '(?:date\\s+and\\s+time|days\\s+and\\s+time\\s+duration' +
    '|years\\s+and\\s+months\\s+duration)(?![A-Za-z0-9_])',
  'y',
)

/** Reads a type (DMN 1.5 grammar rule 52): a name, or one of four with `<…>`. */
export function typeNode(c: Cursor): TypeNode {
  const from = skipGap(c.s.text, c.at).to
  const name = typeName(c, from)
  if (name === 'function' && c.isOp('<')) return functionType(c, from)
  if (name === 'context' && c.isOp('<')) return contextType(c, from)
  if ((name === 'list' || name === 'range') && c.takeOp('<')) {
    const of = nestedType(c)
    c.expectOp('>')
    return { kind: `${name}-type`, of, at: { from, to: c.at } }
  }
  return { kind: 'named-type', name, at: { from, to: c.at } }
}

function nestedType(c: Cursor): TypeNode {
  let type: TypeNode | null = null
  c.nested(() => {
    type = typeNode(c)
    return c.broken()
  })
  return type ?? { kind: 'named-type', name: '', at: { from: c.at, to: c.at } }
}

function typeName(c: Cursor, from: number): string {
  const { text, mode } = c.s
  SEVERAL_WORDS.lastIndex = from
  const several = SEVERAL_WORDS.exec(text)?.[0]
  if (several !== undefined) {
    c.jump(from + several.length)
    return several.replace(/\s+/g, ' ')
  }
  let to = runEnd(text, from, mode)
  if (to === from) {
    c.lacking('F019')
    return ''
  }
  while (text.charAt(to) === '.') {
    const next = runEnd(text, to + 1, mode)
    if (next === to + 1) break
    to = next
  }
  c.jump(to)
  return text.slice(from, to)
}

function functionType(c: Cursor, from: number): TypeNode {
  c.expectOp('<')
  const parameters: TypeNode[] = []
  if (!c.takeOp('>')) {
    do parameters.push(nestedType(c))
    while (c.takeOp(','))
    c.expectOp('>')
  }
  c.expectOp('->')
  const result = nestedType(c)
  return { kind: 'function-type', parameters, result, at: { from, to: c.at } }
}

function contextType(c: Cursor, from: number): TypeNode {
  c.expectOp('<')
  const entries: [string, TypeNode][] = []
  do {
    const start = skipGap(c.s.text, c.at).to
    const colon = c.s.text.indexOf(':', start)
    if (colon < 0) {
      c.missing(':')
      break
    }
    const key = c.s.text.slice(start, colon).trim()
    c.jump(colon)
    c.expectOp(':')
    entries.push([key, nestedType(c)])
  } while (c.takeOp(','))
  c.expectOp('>')
  return { kind: 'context-type', entries, at: { from, to: c.at } }
}
