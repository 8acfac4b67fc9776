/**
 * What a rule or row came to the last few times, kept for the next.
 *
 * Most of what a policy reads is the same from one firm to the next: what a notice has set, what
 * nobody knows yet. What has read nothing that changed since is not evaluated again, and its
 * reasons are not given again.
 */
import { type Value, walk } from '@huoshui/feel'
import type { Day } from '@huoshui/values'
import { formulasOf } from './fixed.ts'
import { indexOf } from './lookup.ts'
import type { Formula, Policy } from './policy.ts'

/** What is read in the end: the slots of what is given from outside. */
interface Inputs {
  readonly slots: readonly number[]
  readonly today: boolean
}

/** Where a memo finds what is given. */
export interface Given {
  readonly day: Day
  /** What is given for the name of a slot; undefined when nothing is. */
  givenAt(slot: number): Value | undefined
}

/** How many runs are kept: enough for the values of a yes or no, a short list, a usual day. */
const RUNS_MAX = 6
/** A memo that has missed this often without a hit is asked and filled only now and then. */
const MISSES_MAX = 12
const TRY_EVERY = 16

interface Kept<R> {
  /** What was read besides the first. */
  readonly others: readonly (Value | undefined)[]
  readonly day: Day
  readonly run: R
}

/**
 * The last runs of one rule or row, by what they read.
 *
 * Values are the same when they are the same object. Truths and short texts always are, so are
 * what calls set and what is missing; a number that a firm brings along is not worth comparing.
 */
export class Memo<R> {
  #inputs: Inputs | null | undefined
  /** What was read first: looked at before anything else of a run. */
  readonly #firsts: (Value | undefined)[] = []
  readonly #kept: Kept<R>[] = []
  #next = 0
  #misses = 0

  constructor(
    readonly policy: Policy,
    /** The names that it reads. */
    readonly names: readonly string[],
  ) {}

  /** A run that has read what there is to read now. */
  recall(given: Given): R | undefined {
    const inputs = this.#inputs
    if (!inputs || this.#idle()) return undefined
    const { slots, today } = inputs
    const [first] = slots
    const value = first === undefined ? undefined : given.givenAt(first)
    for (let k = 0; k < this.#firsts.length; k++) {
      if (this.#firsts[k] !== value) continue
      const kept = this.#kept[k] as Kept<R>
      if (today && kept.day !== given.day) continue
      let i = 1
      while (i < slots.length && given.givenAt(slots[i] as number) === kept.others[i - 1]) i++
      if (i >= slots.length) {
        this.#misses = 0
        return kept.run
      }
    }
    return undefined
  }

  keep(given: Given, run: R): void {
    this.#misses++
    if (this.#idle()) return
    if (this.#inputs === undefined) this.#inputs = inputsOf(this.policy, this.names)
    if (this.#inputs === null) return
    const [first, ...others] = this.#inputs.slots.map((slot) => given.givenAt(slot))
    this.#firsts[this.#next] = first
    this.#kept[this.#next] = { others, day: given.day, run }
    this.#next = (this.#next + 1) % RUNS_MAX
  }

  #idle(): boolean {
    return this.#misses > MISSES_MAX && this.#misses % TRY_EVERY !== 0
  }
}

/** All below names that is given from outside; null when another policy has a part in it. */
function inputsOf(policy: Policy, names: readonly string[]): Inputs | null {
  const index = indexOf(policy)
  const imported = new Set(policy.meta.imports.map((entry) => entry.rule))
  const slots: number[] = []
  const seen = new Set<string>()
  const waiting = [...names]
  let today = false
  const read = (formula: Formula | null) => {
    if (!formula) return
    walk(formula.tree, (node) => {
      if (node.kind === 'name') waiting.push(node.name)
    })
  }
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const target = index.targetOf(name)
    if (target.kind === 'today') today = true
    else slots.push(target.slot)
    if (target.kind === 'rule') formulasOf(target.rule).map(read)
    if (target.kind === 'fact') [target.fact.fallback, target.fact.floor].map(read)
    if (target.kind === 'account') read(target.account.fund)
    if (target.kind === 'other' && imported.has(name)) return null
  }
  return { slots, today }
}
