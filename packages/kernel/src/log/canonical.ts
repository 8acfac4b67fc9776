/** What has a canonical text: JSON without fractions, and without what JSON leaves out. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue }

/** Values within values; more is a mistake, such as an object that holds itself. */
const depthMax = 100

/**
 * The one JSON text of a value (RFC 8785): keys in the order of their UTF-16 units, no spaces.
 * Numbers are whole and safe, because money and quantities are written as strings. Throws for
 * anything else, a `Date` or `undefined` among them, and says where it is.
 */
export function canonicalJson(value: CanonicalValue): string {
  return textOf(value, [])
}

function textOf(value: unknown, path: (string | number)[]): string {
  switch (typeof value) {
    case 'string':
      return textOfString(value, path)
    case 'number':
      if (!Number.isSafeInteger(value)) fail(path, `${value} is not a whole, safe number`)
      // Minus zero is written 0.
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (path.length >= depthMax) fail(path.slice(0, 3), `more than ${depthMax} levels`)
      return Array.isArray(value) ? textOfArray(value, path) : textOfObject(value, path)
    default:
      return fail(path, `${typeof value} has no JSON`)
  }
}

function textOfString(text: string, path: readonly (string | number)[]): string {
  // JSON.stringify escapes as RFC 8785 does, but lets lone surrogates pass as escapes.
  if (/\p{Cs}/u.test(text)) fail(path, 'half of a surrogate pair')
  return JSON.stringify(text)
}

function textOfArray(items: readonly unknown[], path: (string | number)[]): string {
  let text = '['
  for (let i = 0; i < items.length; i++) {
    path.push(i)
    text += (i === 0 ? '' : ',') + textOf(items[i], path)
    path.pop()
  }
  return `${text}]`
}

function textOfObject(object: object, path: (string | number)[]): string {
  const prototype = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) fail(path, 'not a plain object')
  let text = '{'
  for (const key of Object.keys(object).sort()) {
    path.push(key)
    if (text.length > 1) text += ','
    text += `${textOfString(key, path)}:${textOf((object as Record<string, unknown>)[key], path)}`
    path.pop()
  }
  return `${text}}`
}

function fail(path: readonly (string | number)[], what: string): never {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
  throw new TypeError(`no canonical JSON at $${place}: ${what}`)
}
