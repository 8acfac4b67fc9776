import type { Params, Problem, ProblemCode } from '../problems.ts'
import { problem } from '../problems.ts'
import type { Place } from '../syntax.ts'
import type { Sql } from './text.ts'

/** The databases that SQL is written for: PostgreSQL 15 or later, and DuckDB 1.3 or later. */
export type Dialect = 'duckdb' | 'postgres'

export interface SqlLimits {
  /** How many characters the text of one value may have. */
  readonly characters?: number
  /** How deep its brackets may be nested. */
  readonly depth?: number
}

const CHARACTERS_MAX = 100_000
/** Both databases read nested expressions by recursion; DuckDB refuses more than a thousand. */
const DEPTH_MAX = 400

const MARK = '\0'
const MARKS = new RegExp(`${MARK}(\\d+)${MARK}`, 'g')

/**
 * One translation under way: its dialect, its parameters and what was found wrong.
 *
 * A parameter stands as a mark in the text until the texts that are really used are known, so
 * that none is passed in vain: both databases refuse that.
 */
export class Maker {
  readonly problems: Problem[] = []
  /** Set while what is written is seldom run: short is then better than fast. */
  compact = false
  readonly #marks = new Map<string, string>()
  readonly #texts: string[] = []
  readonly #names = new Map<object, string>()
  readonly #characters: number
  readonly #depth: number
  /** Where problems are reported. */
  at: Place = { from: 0, to: 0 }

  constructor(
    readonly dialect: Dialect,
    limits: SqlLimits = {},
  ) {
    this.#characters = limits.characters ?? CHARACTERS_MAX
    this.#depth = limits.depth ?? DEPTH_MAX
  }

  /** A text, number or date as a parameter; the same text is passed once. */
  parameter(text: string): Sql {
    let mark = this.#marks.get(text)
    if (mark === undefined) {
      // Of one width, so that a text is as long beside others as it is alone.
      mark = `${MARK}${String(this.#texts.length).padStart(5, '0')}${MARK}`
      this.#texts.push(text)
      this.#marks.set(text, mark)
    }
    return mark
  }

  /** A name for a thing itself: the same for the same thing, and no fact's. */
  nameOf(thing: object): string {
    let name = this.#names.get(thing)
    if (name === undefined) {
      name = `${MARK}${this.#names.size}`
      this.#names.set(thing, name)
    }
    return name
  }

  report(code: ProblemCode, params: Params = {}): void {
    const found = problem(code, this.at, params)
    const same = (p: Problem) =>
      p.code === code && p.at === found.at && p.message.en === found.message.en
    if (!this.problems.some(same)) this.problems.push(found)
  }

  /** Whether a text has grown too large, which is reported. Texts double at every level. */
  tooLarge(...texts: readonly Sql[]): boolean {
    const size = texts.reduce((sum, text) => sum + text.length, 0)
    if (size <= this.#characters) return false
    this.reportTooLarge()
    return true
  }

  reportTooLarge(): void {
    this.report('F306', { limit: String(this.#characters) })
  }

  /** Whether brackets are nested too deep, which is reported. */
  tooDeep(text: Sql): boolean {
    let [depth, deepest] = [0, 0]
    for (const char of text) {
      if (char === '(') deepest = Math.max(deepest, ++depth)
      else if (char === ')') depth--
    }
    if (deepest <= this.#depth) return false
    this.report('F307', { limit: String(this.#depth) })
    return true
  }

  /** The texts with their parameters numbered from `first`, and these in that order. */
  numbered(texts: readonly Sql[], first: number): { texts: Sql[]; parameters: string[] } {
    const places = new Map<string, number>()
    const parameters: string[] = []
    const written = texts.map((text) =>
      text.replace(MARKS, (_, index: string) => {
        let place = places.get(index)
        if (place === undefined) {
          place = parameters.length
          places.set(index, place)
          parameters.push(this.#texts[Number(index)] ?? '')
        }
        return `$${first + place}`
      }),
    )
    return { texts: written, parameters }
  }
}
