import { isUnknown, type Unknown, type Value } from '../value.ts'
import { DATE, DAYS, type Lane, type LaneValue, laneOf, MONTHS, numberLane, VALUE } from './lane.ts'

/** What a piece of generated code left its value in. */
export interface Operand {
  /** A variable or a literal: reading it twice costs nothing and changes nothing. */
  readonly js: string
  readonly lane: Lane
  /** In the lane of ratios: the variable of the divisor. */
  readonly divisor?: string
  /** In a lane of numbers: certainly a JavaScript number, so that nothing is checked. */
  readonly sure?: true
  /**
   * In the lane of values: certainly a truth value. `two`: true or false; `three`: or null; `all`:
   * or unknown.
   */
  readonly truth?: 'two' | 'three' | 'all'
  /** Stands here while a fact is missing, as one and the same object. */
  readonly missing?: Unknown
  /** The value, when it is known while the code is made. */
  readonly constant?: { readonly value: Value; readonly n?: number }
}

/** Where names that are not declared outside come from, innermost last. */
export type Local =
  | { readonly kind: 'name'; readonly name: string; readonly operand: Operand }
  /** The item of a filter: if it is a context, its entries are names. */
  | { readonly kind: 'item'; readonly js: string }
  /** A context that is being made: what it holds by now is a name, also for its functions. */
  | { readonly kind: 'entries'; readonly keys: ReadonlySet<string>; readonly js: string }

/** What is handed to a program beside its text. */
export class Constants {
  readonly values: unknown[] = []
  readonly #names = new Map<unknown, string>()

  name(value: unknown): string {
    const known = this.#names.get(value)
    if (known !== undefined) return known
    const name = `k${this.values.length}`
    this.values.push(value)
    this.#names.set(value, name)
    return name
  }
}

/**
 * Text of a program under way: lines, variables, constants.
 *
 * No text of a document ever becomes code. What a formula spells out (a string, a number too long
 * for a lane, a name) is handed over as a constant; only numbers and names made here are written.
 */
export class Emitter {
  #lines: string[] = []
  #temps: string[] = []
  #count = 0
  #loaded = new Map<string, Operand>()
  locals: readonly Local[] = []
  /** What `?` stands for. */
  input: Operand | null = null

  constructor(readonly constants: Constants) {}

  /** A fresh variable of the function that is being written. */
  temp(): string {
    const name = `t${++this.#count}`
    this.#temps.push(name)
    return name
  }

  /** A fresh name for anything else. */
  fresh(prefix: string): string {
    return `${prefix}${++this.#count}`
  }

  line(text: string): void {
    this.#lines.push(text)
  }

  /** A fresh variable that holds what an expression gives. */
  hold(js: string): string {
    const name = this.temp()
    this.line(`${name}=${js};`)
    return name
  }

  /** The name of a constant that is handed to the program. */
  constant(value: unknown): string {
    return this.constants.name(value)
  }

  /** Lines that run only sometimes: what is loaded there may not be there afterwards. */
  branch(head: string, body: () => void): void {
    const before = this.#loaded
    this.#loaded = new Map(before)
    this.line(`${head}{`)
    body()
    this.line('}')
    this.#loaded = before
  }

  /** A function with variables of its own; the name it is held under. */
  closure(parameters: string, body: () => string): string {
    const [lines, temps, loaded] = [this.#lines, this.#temps, this.#loaded]
    this.#lines = []
    this.#temps = []
    this.#loaded = new Map(loaded)
    const result = body()
    const text = `(${parameters})=>{${this.#head()}${this.#lines.join('\n')}return ${result}}`
    this.#lines = lines
    this.#temps = temps
    this.#loaded = loaded
    const name = this.fresh('f')
    this.line(`const ${name}=${text};`)
    return name
  }

  /** The body of a whole function, variables declared. */
  body(write: () => void): string {
    this.#lines = []
    this.#temps = []
    this.#loaded = new Map()
    write()
    return `${this.#head()}${this.#lines.join('\n')}`
  }

  #head(): string {
    return this.#temps.length === 0 ? '' : `let ${this.#temps.join(',')};\n`
  }

  /** Whether anything was written that may loop or call, and so may run into a limit. */
  limited = false

  /** What was loaded under a name on every way that leads here, or what `load` loads. */
  once(name: string, load: () => Operand): Operand {
    const found = this.#loaded.get(name)
    if (found) return found
    const operand = load()
    this.#loaded.set(name, operand)
    return operand
  }
}

/** A constant as an operand, in a lane where there is one for it. */
export function constantOperand(e: Emitter, value: Value): Operand {
  const held = laneOf(value)
  if (held && !Object.is(held.n, -0)) {
    const js = held.n < 0 ? `(${held.n})` : String(held.n)
    return { js, lane: held.lane, sure: true, constant: { value, n: held.n } }
  }
  const constant = { value }
  if (value === null) return { js: 'null', lane: VALUE, truth: 'three', constant }
  if (typeof value === 'boolean') return { js: String(value), lane: VALUE, truth: 'two', constant }
  const js = e.constant(value)
  return isUnknown(value)
    ? { js, lane: VALUE, truth: 'all', constant }
    : { js, lane: VALUE, constant }
}

/** JavaScript for the ordinary value of an operand. */
export function lifted(e: Emitter, o: Operand): string {
  if (o.lane.kind === 'value') return o.js
  if (o.constant) return e.constant(o.constant.value)
  switch (o.lane.kind) {
    case 'number':
      return `liftNumber(${o.js},${o.lane.scale})`
    case 'ratio':
      return `liftRatio(${o.js},${o.lane.scale},${o.divisor})`
    case 'date':
      return `liftDate(${o.js})`
    case 'days':
      return `liftDays(${o.js})`
    case 'months':
      return `liftMonths(${o.js})`
  }
}

/** An operand in the lane of values. */
export function general(e: Emitter, o: Operand): Operand {
  return o.lane.kind === 'value' ? o : { js: lifted(e, o), lane: VALUE }
}

/** A test that operands are JavaScript numbers; null when they are for sure. */
export function areNumbers(operands: readonly Operand[]): string | null {
  const unsure = operands.filter((o) => !o.sure)
  const checks = [...new Set(unsure.map((o) => `typeof ${o.js}==='number'`))]
  return checks.length === 0 ? null : checks.join('&&')
}

/** The same lane, or null. */
export function sameLane(a: Lane, b: Lane): Lane | null {
  if (a.kind === 'number' && b.kind === 'number') return numberLane(Math.max(a.scale, b.scale))
  if (a.kind !== b.kind) return null
  return a.kind === 'date' ? DATE : a.kind === 'days' ? DAYS : a.kind === 'months' ? MONTHS : null
}

export type { Lane, LaneValue }
