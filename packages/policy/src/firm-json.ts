/**
 * JSON to raw values, with every number as it is written.
 *
 * `JSON.parse` would make a float of an amount, and would let the second of two equal keys win in
 * silence. This reader keeps both, and says what is wrong in words that name the line.
 */
import { type Saying, say } from './firm-words.ts'

/** What a cell or a JSON value holds before its fact's type gives it a meaning. */
export type Raw =
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'number'; readonly text: string }
  | { readonly form: 'boolean'; readonly value: boolean }
  | { readonly form: 'null' }
  | { readonly form: 'list'; readonly items: readonly Raw[] }
  | { readonly form: 'object'; readonly entries: readonly (readonly [string, Raw])[] }

export type JsonRead = { readonly value: Raw } | { readonly line: number; readonly trouble: Saying }

/** Deeper than any firm file needs to be, and shallow enough to read by recursion. */
const depthLimit = 16

class JsonTrouble extends Error {
  constructor(
    readonly at: number,
    readonly saying: Saying,
  ) {
    super(saying.message.en)
  }
}

interface Cursor {
  readonly text: string
  at: number
}

/** Reads a whole JSON text. */
export function readJson(text: string): JsonRead {
  const cursor: Cursor = { text, at: 0 }
  try {
    const value = readValue(cursor, 0)
    skip(cursor)
    if (cursor.at < text.length) throw unexpected(cursor)
    return { value }
  } catch (error) {
    if (!(error instanceof JsonTrouble)) throw error
    return { line: text.slice(0, error.at).split(/\r\n|\n|\r/).length, trouble: error.saying }
  }
}

function skip(cursor: Cursor): void {
  while (/[ \t\r\n]/.test(cursor.text.charAt(cursor.at))) cursor.at++
}

function unexpected(cursor: Cursor): JsonTrouble {
  const { text, at } = cursor
  const found = at < text.length ? String.fromCodePoint(text.codePointAt(at) as number) : ''
  return new JsonTrouble(at, say.json(found))
}

function readValue(cursor: Cursor, depth: number): Raw {
  if (depth > depthLimit) throw new JsonTrouble(cursor.at, say.jsonDepth(depthLimit))
  skip(cursor)
  const char = cursor.text.charAt(cursor.at)
  if (char === '{') return readObject(cursor, depth)
  if (char === '[') return readList(cursor, depth)
  if (char === '"') return { form: 'text', text: readString(cursor) }
  for (const [word, raw] of words) {
    if (!cursor.text.startsWith(word, cursor.at)) continue
    cursor.at += word.length
    return raw
  }
  return readNumber(cursor)
}

const words: readonly (readonly [string, Raw])[] = [
  ['true', { form: 'boolean', value: true }],
  ['false', { form: 'boolean', value: false }],
  ['null', { form: 'null' }],
]

function readNumber(cursor: Cursor): Raw {
  const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
  pattern.lastIndex = cursor.at
  const match = pattern.exec(cursor.text)
  if (!match) throw unexpected(cursor)
  cursor.at = pattern.lastIndex
  return { form: 'number', text: match[0] }
}

function readString(cursor: Cursor): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them in a string.
  const pattern = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
  pattern.lastIndex = cursor.at
  const match = pattern.exec(cursor.text)
  if (!match) throw new JsonTrouble(cursor.at, say.jsonString())
  cursor.at = pattern.lastIndex
  return JSON.parse(match[0]) as string
}

function readList(cursor: Cursor, depth: number): Raw {
  const items: Raw[] = []
  cursor.at++
  skip(cursor)
  if (cursor.text.charAt(cursor.at) === ']') {
    cursor.at++
    return { form: 'list', items }
  }
  for (;;) {
    items.push(readValue(cursor, depth + 1))
    if (closes(cursor, ']')) return { form: 'list', items }
  }
}

function readObject(cursor: Cursor, depth: number): Raw {
  const entries: [string, Raw][] = []
  cursor.at++
  skip(cursor)
  if (cursor.text.charAt(cursor.at) === '}') {
    cursor.at++
    return { form: 'object', entries }
  }
  for (;;) {
    skip(cursor)
    if (cursor.text.charAt(cursor.at) !== '"') throw unexpected(cursor)
    const key = readString(cursor)
    skip(cursor)
    if (cursor.text.charAt(cursor.at) !== ':') throw unexpected(cursor)
    cursor.at++
    entries.push([key, readValue(cursor, depth + 1)])
    if (closes(cursor, '}')) return { form: 'object', entries }
  }
}

/** Goes past a comma or the closing bracket; true at the bracket. */
function closes(cursor: Cursor, bracket: string): boolean {
  skip(cursor)
  const char = cursor.text.charAt(cursor.at)
  if (char !== ',' && char !== bracket) throw unexpected(cursor)
  cursor.at++
  return char === bracket
}
