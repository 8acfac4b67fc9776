import { hexOf, looseArrayLiteral } from './array-literal.ts'

/** How values travel: both drivers speak text, and answer the same JavaScript values. */

/** Makes a value of what the server printed. */
export type Reader = (text: string) => unknown

const asText: Reader = (text) => text
const asNumber: Reader = (text) => Number(text)

/** Readers by the object identifier of a type; any other type stays the text it was. */
const scalars = new Map<number, Reader>([
  [16, (text) => text === 't'],
  [17, bytesOf],
  [20, (text) => BigInt(text)],
  [21, asNumber],
  [23, asNumber],
  [26, asNumber],
  [114, (text) => JSON.parse(text)],
  [700, asNumber],
  [701, asNumber],
  [3802, (text) => JSON.parse(text)],
])

/** The element type of each array type whose elements this system uses. */
const elementOf: Readonly<Record<number, number>> = {
  199: 114, // json[]
  1000: 16, // boolean[]
  1001: 17, // bytea[]
  1003: 19, // name[]
  1005: 21, // smallint[]
  1007: 23, // integer[]
  1009: 25, // text[]
  1015: 1043, // varchar[]
  1016: 20, // bigint[]
  1021: 700, // real[]
  1022: 701, // double precision[]
  1028: 26, // oid[]
  1182: 1082, // date[]
  1185: 1184, // timestamptz[]
  1231: 1700, // numeric[]
  2951: 2950, // uuid[]
  3807: 3802, // jsonb[]
}

for (const [array, element] of Object.entries(elementOf)) {
  const read = scalars.get(element) ?? asText
  scalars.set(Number(array), (text) => readArray(text, read))
}

/**
 * What a column of a type is read as: bigint → bigint; smaller integers and floats → number;
 * boolean; bytea → Uint8Array; json → its value; arrays of those; all else, with numeric, date and
 * timestamptz, stays text as PostgreSQL prints it.
 */
export function readerOf(type: number): Reader {
  return scalars.get(type) ?? asText
}

/**
 * A parameter as text. `position` counts from 1, for the message.
 *
 * Throws a TypeError for what has no one meaning: undefined, an object (write its JSON), a Date.
 * Half of a surrogate pair becomes U+FFFD, as it does wherever JavaScript writes UTF-8.
 */
export function parameterText(value: unknown, position: number): string | null {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value instanceof Uint8Array) return `\\x${hexOf(value)}`
  if (Array.isArray(value)) return looseArrayLiteral(value)
  const kind = value instanceof Object ? value.constructor.name : typeof value
  throw new TypeError(`parameter $${position} can't be ${kind}; objects are written as JSON text`)
}

function bytesOf(text: string): Uint8Array {
  // A copy, because Buffer shares its memory with others, and is not what callers expect.
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
}

/** `{1,NULL,"a,b",{…}}`, with or without bounds before it. */
export function readArray(text: string, read: Reader): unknown[] {
  let at = text.startsWith('[') ? text.indexOf('=') + 1 : 0

  function list(): unknown[] {
    const items: unknown[] = []
    at++
    while (text[at] !== '}') {
      if (text[at] === ',') at++
      if (text[at] === '{') items.push(list())
      else if (text[at] === '"') items.push(read(inQuotes()))
      else items.push(bare())
    }
    at++
    return items
  }

  function inQuotes(): string {
    let item = ''
    let from = ++at
    while (text[at] !== '"') {
      if (text[at] === '\\') {
        item += text.slice(from, at)
        from = ++at
      }
      at++
    }
    item += text.slice(from, at)
    at++
    return item
  }

  function bare(): unknown {
    const from = at
    while (text[at] !== ',' && text[at] !== '}') at++
    const item = text.slice(from, at)
    return item === 'NULL' ? null : read(item)
  }

  return list()
}
