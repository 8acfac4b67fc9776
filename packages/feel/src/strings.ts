const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([nrt"'\\]))/g
const NAMED = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/**
 * What the text between the quotes of a string literal stands for (DMN 1.5 grammar rule 35). A
 * backslash before anything else stays as it is, so that regular expressions read naturally.
 */
export function unquote(raw: string): string {
  return raw.replace(ESCAPE, (whole, four?: string, six?: string, char?: string) => {
    const hex = four ?? six
    if (hex === undefined) return NAMED.get(char ?? '') ?? char ?? whole
    const code = Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** A string literal that stands for `value`. */
export function quote(value: string): string {
  const body = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return `"${body}"`
}
