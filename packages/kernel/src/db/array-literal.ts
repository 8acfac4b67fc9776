/** PostgreSQL's arrays as text, written directly: it is the hot path of bulk work. */

/** The column types that whole columns can be written of, named as the migrations name them. */
export type ColumnType =
  | 'bigint'
  | 'boolean'
  | 'bytea'
  | 'date'
  | 'integer'
  | 'jsonb'
  | 'numeric'
  | 'text'
  | 'timestamptz'
  | 'uuid'

/** Writes one cell as an element of an array literal. */
export type ElementWriter = (value: unknown) => string

/**
 * One column of values as an array literal, for a parameter cast to `<type>[]`.
 *
 * `null` and `undefined` are NULL. A cell of `jsonb` is the value itself and is always written as
 * JSON, a string too. Throws a TypeError for a value that is not of the type.
 */
export function arrayLiteral(type: string, values: readonly unknown[]): string {
  if (values.length === 0) return '{}'
  const write = elementWriter(type)
  let literal = ''
  for (const value of values) literal += `,${write(value)}`
  return `{${literal.slice(1)}}`
}

/** The writer for elements of a type; see `arrayLiteral`. Throws for any other type. */
export function elementWriter(type: string): ElementWriter {
  switch (type as ColumnType) {
    case 'jsonb':
      return (value) => (value == null ? 'NULL' : quoted(JSON.stringify(value)))
    case 'text':
    case 'uuid':
    case 'timestamptz':
      return (value) => (value == null ? 'NULL' : quoted(expectString(value, type)))
    case 'date':
      // A day has nothing to escape, so it is only checked for its form.
      return (value) => (value == null ? 'NULL' : plainDay(value))
    case 'bigint':
    case 'integer':
      return (value) => (value == null ? 'NULL' : whole(value, type))
    case 'numeric':
      return (value) => (value == null ? 'NULL' : number(value))
    case 'boolean':
      return (value) => {
        if (value == null) return 'NULL'
        if (typeof value !== 'boolean') throw wrong(value, type)
        return value ? 't' : 'f'
      }
    case 'bytea':
      return (value) => {
        if (value == null) return 'NULL'
        if (!(value instanceof Uint8Array)) throw wrong(value, type)
        return `"\\\\x${hexOf(value)}"`
      }
  }
  throw new TypeError(`columns of type ${type} can't be written; see ColumnType`)
}

/** An array of mixed JavaScript values, for a parameter whose type the server infers. */
export function looseArrayLiteral(values: readonly unknown[]): string {
  return `{${values.map(looseElement).join(',')}}`
}

function looseElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (value instanceof Uint8Array) return `"\\\\x${hexOf(value)}"`
  if (Array.isArray(value)) return looseArrayLiteral(value)
  throw wrong(value, 'array element')
}

/** The digits of bytes, two a byte. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

const special = /["\\]/
const specials = /["\\]/g

/** Always in quotes: bare NULL, spaces, commas and braces would be read as something else. */
function quoted(text: string): string {
  return special.test(text) ? `"${text.replace(specials, '\\$&')}"` : `"${text}"`
}

function expectString(value: unknown, type: string): string {
  if (typeof value !== 'string') throw wrong(value, type)
  return value
}

function plainDay(value: unknown): string {
  const text = expectString(value, 'date')
  return /^[\d-]+$/.test(text) ? text : quoted(text)
}

function whole(value: unknown, type: string): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw wrong(value, type)
}

function number(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  return quoted(expectString(value, 'numeric'))
}

function wrong(value: unknown, type: string): TypeError {
  const found = value instanceof Object ? value.constructor.name : `${typeof value} ${value}`
  return new TypeError(`a value of type ${type} was expected, not ${found}`)
}
