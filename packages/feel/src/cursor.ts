import { nearest, type Text } from '@huoshui/values'
import { type Params, type Problem, type ProblemCode, problem } from './problems.ts'
import { type Keyword, type Source, scan, type Token } from './scan.ts'
import { hintForUnit, operatorFor } from './slips.ts'
import type { Node, Place } from './syntax.ts'

const END: Text = { zh: '结尾', en: 'the end' }

export interface Mark {
  readonly at: number
  readonly problems: number
  readonly panic: boolean
}

/** How deep brackets, signs, branches and suffixes may be nested at most. */
export const DEPTH_MAX = 500

/**
 * The parser's place in its source: one token of look-ahead, the names in scope, the problems
 * found so far. Tokens are scanned as they are asked for, because a name that comes into scope
 * changes where the next token ends.
 */
export class Cursor {
  readonly problems: Problem[] = []
  #at = 0
  #token: Token | null = null
  #depth = 0
  #brackets = 0
  #properties = 0
  // After the first mistake the rest of an entry is read without further complaints: most of
  // them would only be its consequences.
  #panic = false

  constructor(
    readonly s: Source,
    readonly depthMax: number = DEPTH_MAX,
  ) {}

  /** The end of the last token taken. */
  get at(): number {
    return this.#at
  }

  peek(): Token {
    this.#token ??= this.#scan(this.#at, false)
    return this.#token
  }

  #scan(from: number, property: boolean): Token {
    return scan(this.s, from, {
      properties: property || this.#properties > 0,
      outermost: this.#brackets === 0,
    })
  }

  take(): Token {
    return this.#accept(this.peek())
  }

  /** The next token, where keys of contexts count as names: after a dot. */
  takeProperty(): Token {
    return this.#accept(this.#scan(this.#at, true))
  }

  #accept(token: Token): Token {
    this.#token = null
    this.#at = token.at.to
    if (token.trouble) {
      const { code, at, params } = token.trouble
      this.report(code, at, params)
    }
    return token
  }

  /** The token after the next one, without taking either. */
  peekSecond(): Token {
    return this.#scan(this.peek().at.to, false)
  }

  isOp(op: string): boolean {
    const token = this.peek()
    return token.kind === 'op' && token.op === op
  }

  isWord(word: Keyword): boolean {
    const token = this.peek()
    return token.kind === 'keyword' && token.word === word
  }

  takeOp(op: string): boolean {
    const found = this.isOp(op)
    if (found) this.take()
    return found
  }

  takeWord(word: Keyword): boolean {
    const found = this.isWord(word)
    if (found) this.take()
    return found
  }

  expectOp(op: string): void {
    if (!this.takeOp(op)) this.missing(op)
  }

  expectWord(word: Keyword): void {
    if (!this.takeWord(word)) this.missing(word)
  }

  /** Says that a name or a type is missing here. */
  lacking(code: 'F018' | 'F019'): void {
    const token = this.peek()
    this.fail(code, token.at, { found: this.spelling(token) })
  }

  missing(wanted: string): void {
    const token = this.peek()
    this.fail('F003', token.at, { wanted, found: this.spelling(token) })
  }

  /** Reports a mistake after which what follows can't be trusted. */
  fail(code: ProblemCode, at: Place, params?: Params): void {
    const token = this.peek()
    // What can't be a token at all says more than what was expected in its place.
    if (token.trouble && token.kind === 'bad') {
      this.report(token.trouble.code, token.trouble.at, token.trouble.params)
    } else if (!this.#slip(code, token)) {
      this.report(code, at, params)
    }
    this.#panic = true
  }

  /** Reports a word or sign of habit that stands where an operator or a bracket should. */
  #slip(code: ProblemCode, token: Token): boolean {
    if (code !== 'F003' && code !== 'F007') return false
    const text = this.s.source.slice(token.at.from, token.at.to)
    const fixed = token.kind === 'name' && !token.known ? operatorFor(text) : undefined
    if (fixed !== undefined) this.report('F014', token.at, { text, fixed }, fixed)
    else if (this.#unitSlip(text, token)) return true
    else if (token.kind === 'op' && token.op === '..') this.report('F016', token.at)
    else return false
    return true
  }

  /** Reports letters that stand, after a blank, where the unit of a number should. */
  #unitSlip(text: string, { at, kind }: Token): boolean {
    const number = /[\d.]+(?=\s*$)/.exec(this.s.text.slice(Math.max(0, at.from - 40), at.from))?.[0]
    const hint = kind === 'name' && number ? hintForUnit(number, text) : undefined
    if (hint === undefined) return false
    this.report('F011', at, { text, hint })
    return true
  }

  report(code: ProblemCode, at: Place, params?: Params, suggestion?: string): void {
    if (this.#panic) return
    this.problems.push(problem(code, at, params, suggestion))
  }

  calm(): void {
    this.#panic = false
  }

  broken(): Node {
    const { from } = this.peek().at
    return { kind: 'broken', at: { from, to: from } }
  }

  spelling(token: Token): string | Text {
    if (token.kind === 'end') return END
    return this.s.source.slice(token.at.from, token.at.to)
  }

  /** Reads inside brackets, where a line break never begins a new entry. */
  bracketed<T>(open: string, read: () => T): T {
    this.expectOp(open)
    this.#brackets++
    this.#token = null
    const result = read()
    this.#brackets--
    this.#token = null
    return result
  }

  /** Reads with more names in scope. */
  scoped<T>(names: readonly string[], read: () => T): T {
    for (const name of names) this.declare(name)
    const result = read()
    for (const name of names) this.forget(name)
    return result
  }

  declare(name: string): void {
    this.s.locals.add(name)
    this.#token = null
  }

  forget(name: string): void {
    this.s.locals.remove(name)
    this.#token = null
  }

  /** Reads a filter, where the keys of the filtered contexts are names. */
  withProperties<T>(read: () => T): T {
    this.#properties++
    this.#token = null
    const result = this.scoped(['item'], read)
    this.#properties--
    return result
  }

  get inFilter(): boolean {
    return this.#properties > 0
  }

  /** Reads one level deeper, or gives up when that is too deep. */
  nested(read: () => Node): Node {
    if (this.#depth >= this.depthMax) {
      const at = this.peek().at
      this.fail('F008', at, { limit: String(this.depthMax) })
      this.jump(this.s.text.length)
      return { kind: 'broken', at }
    }
    this.#depth++
    const result = read()
    this.#depth--
    return result
  }

  /** Where reading could go back to. */
  mark(): Mark {
    return { at: this.#at, problems: this.problems.length, panic: this.#panic }
  }

  /** Goes back, and forgets the problems found since. */
  rewind(mark: Mark): void {
    this.problems.length = mark.problems
    this.#panic = mark.panic
    this.jump(mark.at)
  }

  /** Goes on reading at `to`. */
  jump(to: number): void {
    this.#at = to
    this.#token = null
  }

  /** Reports a name that is not declared, with the nearest one that is. */
  unknownName(name: string, at: Place): void {
    const { declared, locals, builtins } = this.s
    const close = nearest(name, [...locals, ...declared, ...builtins])
    const hint =
      close === null
        ? {
            zh: '先声明它，或者改用已声明的名称；若是文本，加上引号。',
            en: 'Declare it, or use a declared name; if it is text, put it in quotes.',
          }
        : { zh: `是不是“${close}”？`, en: `Did you mean “${close}”?` }
    const params = { name, hint: hint.zh, hintEn: hint.en }
    this.report('F101', at, params, close ?? undefined)
  }
}
