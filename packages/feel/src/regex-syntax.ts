import {
  type CharSet,
  category,
  complement,
  EVERYTHING,
  foldCase,
  NOTHING,
  one,
  subtract,
  union,
} from './charset.ts'
import { BLOCKS } from './regex-blocks.ts'

/** Reads the regular expressions of XPath (XQuery Functions §5.6.1), to which DMN refers. */

/** A pattern as a tree. All of its characters are sets, in which flags have been seen to. */
export type Re =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  /** A group that is captured has an index, from 1. */
  | { readonly kind: 'group'; readonly index: number | null; readonly body: Re }
  | { readonly kind: 'sequence'; readonly items: readonly Re[] }
  | { readonly kind: 'choice'; readonly options: readonly Re[] }
  | {
      readonly kind: 'repeat'
      readonly body: Re
      readonly min: number
      readonly max: number | null
      readonly lazy: boolean
    }
  | { readonly kind: 'back'; readonly index: number }

export interface Flags {
  /** `.` takes line breaks as well. */
  readonly s: boolean
  /** `^` and `$` stand at every line. */
  readonly m: boolean
  readonly i: boolean
}

export interface Regex {
  readonly tree: Re
  readonly groups: number
  readonly flags: Flags
}

/** How deep groups and classes may be nested. */
const DEPTH_MAX = 200

/** Thrown while a pattern is read; never leaves this file. */
class BadPattern extends Error {}

/** The tree of a pattern; null when it has no meaning. `flags` are any of `smixq`. */
export function parseRegex(source: string, flags: string): Regex | null {
  if (!/^[smixq]*$/.test(flags)) return null
  const has = { s: flags.includes('s'), m: flags.includes('m'), i: flags.includes('i') }
  if (flags.includes('q')) return { tree: verbatim(source, has), groups: 0, flags: has }
  const text = flags.includes('x') ? withoutBlanks(source) : source
  try {
    return new Reader([...text], has).whole()
  } catch (error) {
    if (error instanceof BadPattern) return null
    throw error
  }
}

function verbatim(source: string, flags: Flags): Re {
  const items = [...source].map((char) => letter(char, flags))
  return { kind: 'sequence', items }
}

function letter(char: string, flags: Flags): Re {
  const set = one(char.codePointAt(0) ?? 0)
  return { kind: 'set', set: flags.i ? foldCase(set) : set }
}

/** The `x` flag: blanks mean nothing, even after a backslash, except in a character class. */
function withoutBlanks(text: string): string {
  let depth = 0
  let escaped = false
  let out = ''
  for (const char of text) {
    if (!escaped && char === '[') depth++
    else if (!escaped && char === ']') depth--
    if (depth <= 0 && /[\t\n\r ]/.test(char)) continue
    escaped = char === '\\' && !escaped
    out += char
  }
  return out
}

const SPACE: CharSet = [
  [9, 10],
  [13, 13],
  [32, 32],
]
const BREAKS: CharSet = [
  [10, 10],
  [13, 13],
]
// The characters that may begin a name of XML, and those that may stand in one.
const NAME_START: CharSet = [
  [0x3a, 0x3a],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
]
const NAME_CHAR = union(NAME_START, [
  [0x2d, 0x2e],
  [0x30, 0x39],
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
])
const ESCAPED = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

function namedClass(letter: string): CharSet | null {
  switch (letter) {
    case 's':
      return SPACE
    case 'd':
      return category('Nd')
    case 'w':
      return complement(union(...['P', 'Z', 'C'].map((name) => category(name) ?? NOTHING)))
    case 'i':
      return NAME_START
    case 'c':
      return NAME_CHAR
    default:
      return null
  }
}

/** Reads one pattern, character by character. */
class Reader {
  #at = 0
  #depth = 0
  #groups = 0
  readonly #closed = new Set<number>()

  constructor(
    readonly text: readonly string[],
    readonly flags: Flags,
  ) {}

  whole(): Regex {
    const tree = this.#choice()
    if (this.#at < this.text.length) throw new BadPattern()
    return { tree, groups: this.#groups, flags: this.flags }
  }

  #next(): string {
    return this.text[this.#at] ?? ''
  }

  #take(): string {
    const char = this.text[this.#at]
    if (char === undefined) throw new BadPattern()
    this.#at++
    return char
  }

  #takeIf(char: string): boolean {
    const found = this.#next() === char
    if (found) this.#at++
    return found
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > DEPTH_MAX) throw new BadPattern()
    const result = read()
    this.#depth--
    return result
  }

  #choice(): Re {
    const options = [this.#sequence()]
    while (this.#takeIf('|')) options.push(this.#sequence())
    const [only] = options
    return options.length === 1 && only ? only : { kind: 'choice', options }
  }

  #sequence(): Re {
    const items: Re[] = []
    while (this.#at < this.text.length && this.#next() !== '|' && this.#next() !== ')') {
      const atom = this.#atom()
      items.push(atom.kind === 'start' || atom.kind === 'end' ? atom : this.#repeated(atom))
    }
    return { kind: 'sequence', items }
  }

  #repeated(body: Re): Re {
    const [min, max] = this.#quantity() ?? [1, 1]
    if (min === 1 && max === 1 && !'?*+{}'.includes(this.text[this.#at - 1] ?? '')) return body
    const lazy = this.#takeIf('?')
    return { kind: 'repeat', body, min, max, lazy }
  }

  #quantity(): readonly [number, number | null] | null {
    if (this.#takeIf('?')) return [0, 1]
    if (this.#takeIf('*')) return [0, null]
    if (this.#takeIf('+')) return [1, null]
    if (!this.#takeIf('{')) return null
    const min = this.#number()
    if (min === null) throw new BadPattern()
    const max = this.#takeIf(',') ? this.#number() : min
    if (!this.#takeIf('}') || (max !== null && max < min)) throw new BadPattern()
    return [min, max]
  }

  #number(): number | null {
    let digits = ''
    while (/[0-9]/.test(this.#next())) digits += this.#take()
    return digits === '' ? null : Number(digits.slice(0, 9))
  }

  #atom(): Re {
    const char = this.#take()
    switch (char) {
      case '.':
        return { kind: 'set', set: this.flags.s ? EVERYTHING : complement(BREAKS) }
      case '^':
        return { kind: 'start' }
      case '$':
        return { kind: 'end' }
      case '(':
        return this.#nested(() => this.#group())
      case '[':
        return { kind: 'set', set: this.#nested(() => this.#charClass()) }
      case '\\':
        return this.#escape()
      case '?':
      case '*':
      case '+':
      case '{':
      case '}':
      case ']':
        throw new BadPattern()
      default:
        return letter(char, this.flags)
    }
  }

  #group(): Re {
    let index: number | null = null
    if (this.#takeIf('?')) {
      if (!this.#takeIf(':')) throw new BadPattern()
    } else {
      index = ++this.#groups
    }
    const body = this.#choice()
    if (!this.#takeIf(')')) throw new BadPattern()
    if (index !== null) this.#closed.add(index)
    return { kind: 'group', index, body }
  }

  #escape(): Re {
    if (/[1-9]/.test(this.#next())) return this.#backReference()
    const set = this.#escapedSet()
    return { kind: 'set', set: this.flags.i ? foldCase(set) : set }
  }

  /** `\12` is group 12 if that many have begun, else group 1 and then a 2. */
  #backReference(): Re {
    let index = Number(this.#take())
    while (/[0-9]/.test(this.#next()) && index * 10 + Number(this.#next()) <= this.#groups) {
      index = index * 10 + Number(this.#take())
    }
    if (!this.#closed.has(index)) throw new BadPattern()
    return { kind: 'back', index }
  }

  /** The set that stands after a backslash. */
  #escapedSet(): CharSet {
    const char = this.#take()
    if (char === 'p' || char === 'P') {
      const set = this.#property()
      return char === 'P' ? complement(set) : set
    }
    const named = namedClass(char.toLowerCase())
    if (named !== null) return char === char.toLowerCase() ? named : complement(named)
    if (!/[nrt\\|.?*+(){}^$[\]/-]/.test(char)) throw new BadPattern()
    return one((ESCAPED.get(char) ?? char).codePointAt(0) ?? 0)
  }

  #property(): CharSet {
    if (!this.#takeIf('{')) throw new BadPattern()
    let name = ''
    while (this.#next() !== '}') name += this.#take()
    this.#take()
    const block = name.startsWith('Is') ? BLOCKS.get(name.slice(2)) : undefined
    const set = block === undefined ? category(name) : [block]
    if (set === null) throw new BadPattern()
    return set
  }

  /** The rest of a class, `[` having been taken; `-[…]` at its end takes away. */
  #charClass(): CharSet {
    const negated = this.#takeIf('^')
    const parts: CharSet[] = []
    const from = this.#at
    let minus: CharSet = NOTHING
    while (!this.#takeIf(']')) {
      if (this.#next() === '-' && this.text[this.#at + 1] === '[') {
        this.#at += 2
        if (parts.length === 0) throw new BadPattern()
        minus = this.#nested(() => this.#charClass())
        if (this.#next() !== ']') throw new BadPattern()
      } else {
        parts.push(this.#classPart(from))
      }
    }
    if (parts.length === 0) throw new BadPattern()
    const all = union(...parts)
    const set = this.flags.i ? foldCase(all) : all
    return subtract(negated ? complement(set) : set, minus)
  }

  #classPart(from: number): CharSet {
    const edge = this.#at === from
    const char = this.#take()
    if (char === '[') throw new BadPattern()
    // A hyphen stands for itself at the edges of a class only.
    if (char === '-' && !edge && this.#next() !== ']') throw new BadPattern()
    const low = char === '\\' ? this.#escapedSet() : one(char.codePointAt(0) ?? 0)
    const after = this.text[this.#at + 1]
    if (this.#next() !== '-' || after === ']' || after === '[' || after === undefined) return low
    this.#take()
    const high = this.#rangeEnd()
    const first = low.length === 1 && low[0]?.[0] === low[0]?.[1] ? low[0]?.[0] : undefined
    if (first === undefined || high < first) throw new BadPattern()
    return [[first, high]]
  }

  #rangeEnd(): number {
    const char = this.#take()
    const set = char === '\\' ? this.#escapedSet() : one(char.codePointAt(0) ?? 0)
    const [only] = set
    if (only === undefined || set.length > 1 || only[0] !== only[1]) throw new BadPattern()
    return only[0]
  }
}
