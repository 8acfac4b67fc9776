import { type Mode, runEnd, runsOn, skipGap } from './chars.ts'
import { fold, stringEnd } from './fold.ts'
import { type Match, MutableNameSet, type NameSet, nameSet } from './names.ts'
import { type Params, type ProblemCode, UNITS as UNIT_LIST } from './problems.ts'
import { hintForSign, hintForUnit } from './slips.ts'
import { unquote } from './strings.ts'
import type { Place, Unit } from './syntax.ts'

export type Keyword =
  | 'and'
  | 'or'
  | 'in'
  | 'then'
  | 'else'
  | 'between'
  | 'return'
  | 'satisfies'
  | 'instance'
  | 'if'
  | 'for'
  | 'some'
  | 'every'
  | 'function'
  | 'null'
  | 'true'
  | 'false'

/** Words that end a name written without a blank before them, as in `是否高新and成立年限`. */
const INNER: readonly Keyword[] = [
  'and',
  'or',
  'in',
  'then',
  'else',
  'between',
  'return',
  'satisfies',
  'instance',
]
const OUTER: readonly Keyword[] = [
  'if',
  'for',
  'some',
  'every',
  'function',
  'null',
  'true',
  'false',
]
/** Words after which a name may follow without a blank, as in `if成立年限 > 3`. */
const GLUED: readonly Keyword[] = [...INNER, 'if']

export interface Trouble {
  readonly code: ProblemCode
  readonly at: Place
  readonly params?: Params
}

type Lexeme =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'quantity'; readonly text: string; readonly unit: Unit }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'at-literal'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string; readonly known: boolean }
  | { readonly kind: 'keyword'; readonly word: Keyword }
  | { readonly kind: 'op'; readonly op: string }
  | { readonly kind: 'bad'; readonly text: string }
  | { readonly kind: 'end' }

/** A token and where it stands. `trouble` is for the parser to report when it takes the token. */
export type Token = Lexeme & { readonly at: Place; readonly trouble?: Trouble }

/** What a scanner needs to know. Offsets in `text`, the folded source, are offsets in `source`. */
export interface Source {
  readonly source: string
  readonly text: string
  readonly mode: Mode
  /** Whether a line that begins with `name:` ends the expression before it. */
  readonly entries: boolean
  readonly builtins: NameSet
  readonly declared: NameSet
  /** Variables in scope here; changes as the parser goes. */
  readonly locals: MutableNameSet
  /** Keys of contexts seen so far, which may be read after a dot and inside a filter. */
  readonly properties: MutableNameSet
}

export function makeSource(
  source: string,
  options: { mode: Mode; entries: boolean; builtins: NameSet; declared: NameSet },
): Source {
  const text = options.mode === 'policy' ? fold(source) : source
  return {
    source,
    text,
    ...options,
    locals: new MutableNameSet(),
    properties: new MutableNameSet(),
  }
}

export interface ScanOptions {
  /** Whether keys of contexts count as known names. */
  readonly properties: boolean
  /** Whether the token stands outside all brackets, where a new entry may begin. */
  readonly outermost: boolean
}

const OPERATOR = /\.\.|->|\*\*|!=|<=|>=|[.,(){}[\]:;?=<>+\-*/]|[≤≥≠]/y
const SPELLED = new Map([
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
])
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y
const DAY = /\d{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?![\d.\p{L}])/uy
const GROUPED = /\d{1,3}(?:,\d{3})+(?:\.\d+)?/y
const UNITS: readonly Unit[] = ['个工作日', '万元', '亿元', '个月', '元', '年', '日', '次', '%']
const KEY = /[\p{L}_][^:;\n\r(){}[\]"“”,<>=?@]*:/uy

/** The token that begins at or after `from`. */
export function scan(s: Source, from: number, options: ScanOptions): Token {
  const gap = skipGap(s.text, from)
  const start = gap.to
  if (gap.open !== undefined) {
    const at = { from: gap.open, to: s.text.length }
    return { kind: 'end', at: { from: start, to: start }, trouble: { code: 'F006', at } }
  }
  const over = start >= s.text.length
  const nextEntry = s.entries && options.outermost && gap.newline && keyAt(s, start)
  if (over || nextEntry) return { kind: 'end', at: { from: start, to: start } }
  const char = s.text.charAt(start)
  if (char === '"') return string(s, start, '"')
  if (char === '“' && s.mode === 'policy') return string(s, start, '”')
  if (char === '@') return atLiteral(s, start)
  return number(s, start) ?? word(s, start, options.properties) ?? operator(s, start)
}

/** Whether `name:` begins at `at`. */
export function keyAt(s: Source, at: number): boolean {
  KEY.lastIndex = at
  return KEY.test(s.text)
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

function operator(s: Source, from: number): Token {
  const text = match(OPERATOR, s.text, from)
  if (text !== null && (s.mode === 'policy' || !SPELLED.has(text))) {
    return { kind: 'op', op: SPELLED.get(text) ?? text, at: { from, to: from + text.length } }
  }
  const char = String.fromCodePoint(s.text.codePointAt(from) ?? 0)
  const at = { from, to: from + char.length }
  return { kind: 'bad', text: char, at, trouble: foreignSign(char, at) }
}

function foreignSign(text: string, at: Place): Trouble {
  return { code: 'F005', at, params: { text, hint: hintForSign(text) } }
}

function string(s: Source, from: number, close: string): Token {
  const to = stringEnd(s.source, from, close)
  const closed = to > from + 1 && s.source.charAt(to - 1) === close && !escaped(s.source, from, to)
  const raw = s.source.slice(from + 1, closed ? to - 1 : to)
  const token: Token = { kind: 'string', value: unquote(raw), at: { from, to } }
  if (closed) return token
  const other = close === '”' ? /["＂]$/ : /[”“＂]$/
  const hint = other.test(raw.trimEnd())
    ? { zh: `后面的引号写成 ${close}。`, en: `Write the closing quote as ${close}.` }
    : { zh: `在同一行补上 ${close}。`, en: `Add ${close} on the same line.` }
  return { ...token, trouble: { code: 'F004', at: token.at, params: { hint } } }
}

/** Whether the quote before `to` is one that a backslash made part of the string. */
function escaped(source: string, from: number, to: number): boolean {
  let slashes = 0
  for (let at = to - 2; at > from && source.charAt(at) === '\\'; at--) slashes++
  return slashes % 2 === 1
}

function atLiteral(s: Source, from: number): Token {
  const quote = skipGap(s.text, from + 1).to
  const open = s.text.charAt(quote)
  const close = open === '"' ? '"' : open === '“' && s.mode === 'policy' ? '”' : null
  if (close === null) {
    const at = { from, to: from + 1 }
    return { kind: 'bad', text: '@', at, trouble: foreignSign('@', at) }
  }
  const inner = string(s, quote, close)
  const text = inner.kind === 'string' ? inner.value : ''
  const at = { from, to: inner.at.to }
  return { kind: 'at-literal', text, at, ...(inner.trouble && { trouble: inner.trouble }) }
}

function number(s: Source, from: number): Token | null {
  const plain = match(NUMBER, s.text, from)
  if (plain === null) return null
  if (s.mode === 'policy') {
    const day = writtenDay(s, from)
    if (day !== null) return { kind: 'number', text: '0', ...day }
    const grouped = match(GROUPED, s.text, from)
    if (grouped !== null) {
      const token = quantity(s, from, grouped.replaceAll(',', ''), from + grouped.length)
      if (token !== null) {
        const written = s.source.slice(token.at.from, token.at.to)
        const params = { text: written, fixed: written.replaceAll(/[,，、]/g, '') }
        return { ...token, trouble: { code: 'F010', at: token.at, params } }
      }
    }
    const token = quantity(s, from, plain, from + plain.length)
    if (token !== null) return token
  }
  const to = from + plain.length
  const end = runEnd(s.text, to, s.mode)
  if (end === to || keywordAt(s.text, to, INNER) !== null) {
    return { kind: 'number', text: plain, at: { from, to } }
  }
  const at = { from, to: end }
  const [text, written] = [s.source.slice(to, end), s.source.slice(from, to)]
  const hint = hintForUnit(written, text) ?? {
    zh: `数的后面可以写：${UNIT_LIST}。`,
    en: `A number can be followed by ${UNIT_LIST}.`,
  }
  const params = { text, number: written, hint }
  const code = s.mode === 'policy' ? 'F011' : 'F012'
  return { kind: 'number', text: plain, at, trouble: { code, at, params } }
}

/** A day written without quotes, which would be read as two subtractions. */
function writtenDay(s: Source, from: number): { at: Place; trouble: Trouble } | null {
  const text = match(DAY, s.text, from)
  if (text === null) return null
  const [year = '', month = '', day = ''] = text.split('-')
  const fixed = `date("${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}")`
  const at = { from, to: from + text.length }
  return { at, trouble: { code: 'F017', at, params: { text, fixed } } }
}

function quantity(s: Source, from: number, text: string, to: number): Token | null {
  let start = to
  while (s.text.charAt(start) === ' ' || s.text.charAt(start) === '\t') start++
  const unit = UNITS.find((u) => s.text.startsWith(u, start))
  if (unit === undefined) return null
  const end = start + unit.length
  const runs = unit !== '%' && runEnd(s.text, end, s.mode) > end
  if (runs && keywordAt(s.text, end, INNER) === null) return null
  return { kind: 'quantity', text, unit, at: { from, to: end } }
}

/** The keyword that stands at `at` and does not run on into further letters. */
function keywordAt(text: string, at: number, words: readonly Keyword[]): Keyword | null {
  for (const word of words) {
    if (text.startsWith(word, at) && !runsOn(text, at + word.length)) return word
  }
  return null
}

/**
 * A name or a keyword. The longest declared name wins; a keyword wins over names that are not
 * longer; failing both, the whole run of name characters is one unknown name.
 */
function word(s: Source, from: number, properties: boolean): Token | null {
  const end = runEnd(s.text, from, s.mode)
  const declared = longest(s, from, properties)
  const keyword = reserved(s, from, end)
  if (keyword !== null && (declared === null || declared.to <= from + keyword.length)) {
    return { kind: 'keyword', word: keyword, at: { from, to: from + keyword.length } }
  }
  if (declared !== null) {
    return { kind: 'name', name: declared.name, known: true, at: { from, to: declared.to } }
  }
  if (end === from) return null
  const name = s.text.slice(from, end)
  return { kind: 'name', name, known: false, at: { from, to: end } }
}

const RESERVED = new Map([...INNER, ...OUTER].map((word) => [word as string, word]))

function reserved(s: Source, from: number, end: number): Keyword | null {
  const whole = s.text.slice(from, end)
  const exact = RESERVED.get(whole)
  if (exact !== undefined) return exact
  return s.mode === 'policy' ? keywordAt(s.text, from, GLUED) : null
}

/** Properties whose names hold blanks, so that they are read whole after a dot. */
const PROPERTIES = nameSet(['time offset', 'start included', 'end included'])

function longest(s: Source, from: number, properties: boolean): Match | null {
  const sets: NameSet[] = [s.declared, s.locals, s.builtins]
  if (properties) sets.push(PROPERTIES, s.properties)
  let best: Match | null = null
  for (const set of sets) {
    for (const match of set.matches(s.text, from, s.mode === 'standard')) {
      if (best !== null && match.to <= best.to) continue
      if (endsWell(s, match.to)) best = match
    }
  }
  return best
}

/**
 * Whether a declared name may end at `to`. Inside a run of name characters it may do so only
 * before a keyword that can be told from it: `是否高新and成立年限`, but not `border` for `b`.
 */
function endsWell(s: Source, to: number): boolean {
  if (runEnd(s.text, to, s.mode) === to) return true
  const last = /.$/su.exec(s.text.slice(Math.max(0, to - 2), to))?.[0] ?? ''
  if (runEnd(last, 0, s.mode) === 0) return true
  if (s.mode === 'standard' || runsOn(s.text, to - 1)) return false
  return keywordAt(s.text, to, INNER) !== null
}
