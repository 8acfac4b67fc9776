import type { Text } from '@huoshui/values'
import type { Report } from './report.ts'

/** What one evaluation may use up. Whatever is left out has the default of `LIMITS`. */
export interface Limits {
  /** Turns of loops, calls of functions and items of filters, all together. */
  readonly iterations?: number
  /** The most items of one list and UTF-16 units of one text that is made. */
  readonly size?: number
  /** How deep functions may call one another. */
  readonly calls?: number
  /** How deep nodes may be nested, through all calls: each level takes frames of the stack. */
  readonly levels?: number
  /** How long it may take; looked at only together with `now`. */
  readonly milliseconds?: number
  /** The host's clock in milliseconds, since nothing here has one. */
  readonly now?: () => number
}

export const LIMITS = { iterations: 100_000, size: 1_000_000, calls: 200, levels: 800 } as const

/** After how many ticks the clock is asked. */
const CLOCK_EVERY = 256
/** How much small work, such as comparing two items, there may be for each turn. */
const WORK_PER_TURN = 100
/** How often the largest size all that is made may come to, together. */
const MADE_MAX = 20

/** Thrown by an evaluation that goes beyond its limits; never leaves this package. */
export class LimitReached extends Error {
  constructor(readonly text: Text) {
    super(text.en)
  }
}

/**
 * Why an evaluation was given up; null for an error that is our own. The engine's stack and its
 * longest text and list are limits as well, which it reports as range errors.
 */
export function limitText(error: unknown): Text | null {
  if (error instanceof LimitReached) return error.text
  const name = error instanceof Error ? error.name : ''
  if (name !== 'RangeError' && name !== 'InternalError') return null
  return {
    zh: '嵌套太深，或者结果太大。',
    en: 'This is nested too deep, or its result is too large.',
  }
}

/** What one evaluation has left. Every method throws `LimitReached` when that is nothing. */
export class Budget {
  readonly #size: number
  readonly #callsMax: number
  readonly #levelsMax: number
  readonly #now: (() => number) | null
  readonly #end: number
  #turns: number
  #calls = 0
  #levels = 0
  #untilClock = CLOCK_EVERY
  #work: number
  #made = 0

  constructor(limits: Limits = {}) {
    this.#turns = limits.iterations ?? LIMITS.iterations
    this.#work = this.#turns * WORK_PER_TURN
    this.#size = limits.size ?? LIMITS.size
    this.#callsMax = limits.calls ?? LIMITS.calls
    this.#levelsMax = limits.levels ?? LIMITS.levels
    const { now, milliseconds } = limits
    this.#now = now && milliseconds !== undefined ? now : null
    this.#end = this.#now ? this.#now() + (milliseconds ?? 0) : 0
  }

  /** Counts `count` turns of a loop. */
  tick(count = 1): void {
    this.#turns -= count
    if (this.#turns < 0) throw tooMany()
    this.#watch(count)
  }

  /** Counts work that is small but may be repeated very often, such as two items compared. */
  spend(work: number): void {
    this.#work -= work
    if (this.#work < 0) throw tooMany()
    this.#watch(work / WORK_PER_TURN)
  }

  /** Counts a list of `n` items or a text of `n` units that is being made. */
  made(n: number): void {
    this.size(n)
    this.#made += n
    if (this.#made > this.#size * MADE_MAX) this.size(this.#made)
  }

  /** Looks whether a list of `n` items or a text of `n` units may be made. */
  size(n: number): void {
    if (n <= this.#size) return
    throw new LimitReached({
      zh: `结果太大：超过${this.#size}项或字。`,
      en: `The result is too large: more than ${this.#size} items or characters.`,
    })
  }

  /** Calls a function one level deeper. */
  deeper<T>(call: () => T): T {
    this.tick()
    if (++this.#calls > this.#callsMax) {
      throw new LimitReached({ zh: '函数嵌套太深。', en: 'Functions are nested too deep.' })
    }
    const result = call()
    this.#calls--
    return result
  }

  /** Goes one node deeper; `leave` comes back. */
  enter(): void {
    if (++this.#levels > this.#levelsMax) {
      throw new LimitReached({ zh: '嵌套太深。', en: 'This is nested too deep.' })
    }
    this.#watch(1)
  }

  leave(): void {
    this.#levels--
  }

  /** A report that brings the budget along, for functions that make lists and texts. */
  reporting(tell: (text: Text) => void): Report {
    return Object.assign((text: Text) => tell(text), { budget: this })
  }

  #watch(count: number): void {
    if (this.#now === null) return
    this.#untilClock -= count
    if (this.#untilClock > 0) return
    this.#untilClock = CLOCK_EVERY
    if (this.#now() > this.#end) {
      throw new LimitReached({ zh: '计算时间太长。', en: 'This takes too long.' })
    }
  }
}

function tooMany(): LimitReached {
  return new LimitReached({ zh: '循环次数太多。', en: 'Too many iterations.' })
}
