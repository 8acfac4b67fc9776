const FOLDED = new Map<string, string>([
  ['、', ','],
  ['　', ' '],
  ['\u00a0', ' '],
  ['×', '*'],
  ['÷', '/'],
  ['−', '-'],
])
// Full-width forms stand in the order of ASCII, from ！ (U+FF01) to ～ (U+FF5E). The two quotes
// among them are left out: they would turn text after them into a string literal.
for (let code = 0xff01; code <= 0xff5e; code++) {
  if (code === 0xff02 || code === 0xff07) continue
  FOLDED.set(String.fromCharCode(code), String.fromCharCode(code - 0xfee0))
}

const FULL = new RegExp(`[${[...FOLDED.keys()].join('')}]`)

/**
 * Full-width punctuation, digits and letters made half-width, one character for one, so that
 * every offset stays what it was. Text inside string literals and comments is left alone.
 */
export function fold(source: string): string {
  if (!FULL.test(source)) return source
  let out = ''
  let at = 0
  while (at < source.length) {
    const end = literalEnd(source, at)
    if (end > at) {
      out += source.slice(at, end)
      at = end
      continue
    }
    const char = source.charAt(at)
    out += FOLDED.get(char) ?? char
    at++
  }
  return out
}

/** Where the string or comment that begins at `at` ends; `at` itself when none begins there. */
function literalEnd(source: string, at: number): number {
  const char = source.charAt(at)
  if (char === '"') return stringEnd(source, at, '"')
  if (char === '“') return stringEnd(source, at, '”')
  const two = source.slice(at, at + 2)
  if (two === '//') {
    const end = source.indexOf('\n', at)
    return end < 0 ? source.length : end
  }
  if (two === '/*') {
    const end = source.indexOf('*/', at + 2)
    return end < 0 ? source.length : end + 2
  }
  return at
}

/** The offset after the closing quote, or that of the line break or end that cuts it short. */
export function stringEnd(source: string, from: number, close: string): number {
  let at = from + 1
  while (at < source.length) {
    const char = source.charAt(at)
    if (char === '\n' || char === '\r') return at
    if (char === close) return at + 1
    at += char === '\\' ? 2 : 1
  }
  return source.length
}
