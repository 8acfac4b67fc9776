import type { Report } from './report.ts'

/**
 * XPath regular expressions (DMN 1.5 refers to XQuery Functions §5.6) as JavaScript ones.
 *
 * Both are much alike; what differs is written anew: the `x` and `q` flags, class subtraction
 * `[a-z-[aeiou]]`, the escapes \i \c and Unicode blocks, and the exact meaning of `.` `^` and `$`.
 */

const FLAGS = /^[smixq]*$/

/** The pattern ready to use, or null when it has no meaning. `extra` are JavaScript flags. */
export function compilePattern(
  source: string,
  flags: string,
  extra: '' | 'g',
  report: Report,
): RegExp | null {
  const translated = FLAGS.test(flags) ? translate(source, flags) : null
  const kept = `${flags.includes('i') ? 'i' : ''}${flags.includes('m') ? 'm' : ''}`
  try {
    if (translated !== null) return new RegExp(translated, `${kept}${extra}v`)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  report({
    zh: `“${source}”不是正则式。`,
    en: `“${source}” is not a regular expression.`,
  })
  return null
}

function translate(source: string, flags: string): string | null {
  if (flags.includes('q')) return verbatim(source)
  const text = flags.includes('x') ? withoutBlanks(source) : source
  let out = ''
  let at = 0
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '[') {
      const group = charClass(text, at)
      if (group === null) return null
      out += group.text
      at = group.to
    } else if (char === '\\') {
      const found = escapeAt(text, at)
      if (found === null) return null
      out += found.text
      at = found.to
    } else {
      if (char === '(' && text.charAt(at + 1) === '?' && text.charAt(at + 2) !== ':') return null
      out += char === '.' ? (flags.includes('s') ? '[\\s\\S]' : '[^\\n\\r]') : char
      at++
    }
  }
  return out
}

function verbatim(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** The `x` flag: blanks mean nothing, even after a backslash, except in a character class. */
function withoutBlanks(text: string): string {
  let depth = 0
  let out = ''
  for (const char of text) {
    const escaped = /(?:^|[^\\])(?:\\\\)*\\$/.test(out)
    if (!escaped && char === '[') depth++
    else if (!escaped && char === ']') depth--
    if (depth > 0 || !/[\t\n\r ]/.test(char)) out += char
  }
  return out
}

interface Piece {
  readonly text: string
  readonly to: number
}

const NAME_START = '\\p{L}\\p{Nl}_:'
const NAME_CHAR = '\\p{L}\\p{M}\\p{N}_:.\\-\\u00b7'
const CLASSES = new Map([
  ['i', `[${NAME_START}]`],
  ['I', `[^${NAME_START}]`],
  ['c', `[${NAME_CHAR}]`],
  ['C', `[^${NAME_CHAR}]`],
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
  ['w', '[^\\p{P}\\p{Z}\\p{C}]'],
  ['W', '[\\p{P}\\p{Z}\\p{C}]'],
  ['s', '[ \\t\\n\\r]'],
  ['S', '[^ \\t\\n\\r]'],
])
const BLOCKS = new Map([
  ['BasicLatin', '\\u0000-\\u007f'],
  ['Latin-1Supplement', '\\u0080-\\u00ff'],
  ['Greek', '\\u0370-\\u03ff'],
  ['GreekandCoptic', '\\u0370-\\u03ff'],
  ['Cyrillic', '\\u0400-\\u04ff'],
  ['Hiragana', '\\u3040-\\u309f'],
  ['Katakana', '\\u30a0-\\u30ff'],
  ['CJKUnifiedIdeographs', '\\u4e00-\\u9fff'],
])

function escapeAt(text: string, at: number): Piece | null {
  const char = text.charAt(at + 1)
  const whole = CLASSES.get(char)
  if (whole !== undefined) return { text: whole, to: at + 2 }
  if (char === 'p' || char === 'P') {
    const close = text.indexOf('}', at)
    if (text.charAt(at + 2) !== '{' || close < 0) return null
    const name = text.slice(at + 3, close)
    if (!name.startsWith('Is')) return { text: text.slice(at, close + 1), to: close + 1 }
    const block = BLOCKS.get(name.slice(2))
    const sign = char === 'P' ? '^' : ''
    return block === undefined ? null : { text: `[${sign}${block}]`, to: close + 1 }
  }
  if (/[1-9nrt\\|.?*+(){}^$[\]/-]/.test(char)) return { text: `\\${char}`, to: at + 2 }
  return null
}

/** A character class, with `-[…]` as the set difference of the `v` flag. */
function charClass(text: string, from: number): Piece | null {
  let at = from + 1
  const negated = text.charAt(at) === '^'
  if (negated) at++
  let body = ''
  const start = at
  for (; at < text.length; ) {
    const char = text.charAt(at)
    if (char === ']' && at > start) {
      return { text: `[${negated ? '^' : ''}${body}]`, to: at + 1 }
    }
    if (char === '-' && text.charAt(at + 1) === '[') {
      const taken = charClass(text, at + 1)
      if (taken === null || text.charAt(taken.to) !== ']') return null
      const base = `[${negated ? '^' : ''}${body}]`
      return { text: `[${base}--${taken.text}]`, to: taken.to + 1 }
    }
    if (char === '\\') {
      const found = escapeAt(text, at)
      if (found === null) return null
      body += found.text
      at = found.to
    } else if (char === '[') {
      return null
    } else {
      body += rangeAt(text, at, start) ?? classChar(char)
      at++
    }
  }
  return null
}

/** A hyphen between two characters makes a range; any other stands for itself. */
function rangeAt(text: string, at: number, start: number): string | null {
  if (text.charAt(at) !== '-') return null
  return at > start && text.charAt(at + 1) !== ']' ? '-' : '\\-'
}

/** Signs that the `v` flag reserves inside a class, escaped. */
function classChar(char: string): string {
  return /[()|{}/&!#%,:;<=>@`~^$*+.?]/.test(char) ? escapeInClass(char) : char
}

function escapeInClass(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** What takes the place of a match, from its groups; null when it is written wrongly. */
export function compileReplacement(
  text: string,
  literal: boolean,
): ((groups: readonly string[]) => string) | null {
  if (literal) return () => text
  if (/\\(?![\\$])|(?<!\\)(?:\\\\)*\$(?!\d)/.test(text)) return null
  return (groups) =>
    text.replace(/\\([\\$])|\$(\d+)/g, (_, char?: string, digits?: string) => {
      if (char !== undefined) return char
      return group(digits ?? '0', groups)
    })
}

/** `$12` is group 12 if there is one, else group 1 followed by a 2. */
function group(digits: string, groups: readonly string[]): string {
  for (let length = digits.length; length > 0; length--) {
    const found = groups[Number(digits.slice(0, length))]
    if (found !== undefined) return found + digits.slice(length)
    if (length === 1) return digits.slice(1)
  }
  return ''
}
