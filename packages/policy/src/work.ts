/** What the tests and the effects of one step share while it is worked out. */
import type { Value } from '@huoshui/feel'
import { type Calendar, type Day, Decimal, type Text } from '@huoshui/values'
import type { ProcedurePlan, RowPlan } from './act-plan.ts'
import { missingFacts } from './decide.ts'
import type { DueContext, Performance } from './due.ts'
import { evaluation } from './evaluation.ts'
import { Ledger } from './ledger.ts'
import type { AccountPart, Target } from './lookup.ts'
import type { StepInput } from './matter.ts'
import type { Account } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Evaluation, Facts, World } from './runs.ts'

/** One row's step under way: its parties, facts and money as the act has them so far. */
export class Work implements DueContext, Facts {
  readonly calendar: Calendar
  readonly ledger: Ledger
  /** The parties, to which the act may add. */
  parties: ReadonlyMap<string, string>
  /** What has been done in the matter: from its effects on, this act too. */
  performed: readonly Performance[]
  /** A duty done late: the day it was due. */
  overdueSince: Day | null = null
  /** What the act has filled in and set. */
  readonly #own = new Map<string, Value>()
  #hides: boolean
  #opened: Evaluation | null = null

  constructor(
    readonly input: StepInput,
    readonly plan: ProcedurePlan,
    readonly row: RowPlan,
    parties: ReadonlyMap<string, string>,
  ) {
    const { policy, calendar, matter, day, books, act } = input
    this.calendar = calendar
    this.parties = parties
    this.performed = matter.performed
    this.ledger = new Ledger(policy, matter, parties, day, books)
    this.#hides = this.#hasEmptySlots()
    if (act.rank) {
      this.#own.set('名次', new Decimal(act.rank.place))
      this.#own.set('参评数', new Decimal(act.rank.of))
    }
  }

  /**
   * The facts as the act has them: what it has filled in and set, over what was known before. Facts
   * of a slot are seen once it is filled; facts of the matter, or of no party at all, always.
   */
  get(key: string, target?: Target): Value | undefined {
    const own = this.#own.get(key)
    if (own !== undefined) return own
    const value = this.input.facts.get(key, target)
    if (value === undefined || !this.#hides) return value
    const slot = this.plan.slotOf.get(key)
    return slot === undefined || this.parties.has(slot) ? value : undefined
  }

  set(key: string, value: Value): void {
    this.#own.set(key, value)
  }

  /** Fills slots: their subjects' facts come to be seen. */
  choose(parties: ReadonlyMap<string, string>): void {
    this.parties = parties
    this.#hides = this.#hasEmptySlots()
    this.ledger.choose(parties)
  }

  #hasEmptySlots(): boolean {
    for (const kind of this.plan.slots) if (!this.parties.has(kind)) return true
    return false
  }

  /** An evaluation over the facts, without traces; opened when it is first wanted. */
  get evaluation(): Evaluation {
    this.#opened ??= this.#open()
    return this.#opened
  }

  /** What was evaluated so far may have changed. */
  reopen(): void {
    this.#opened = null
  }

  #open(): Evaluation {
    const { ledger } = this
    const { policy, policyOf, day } = this.input
    const world = {
      policy,
      day,
      facts: this,
      traced: false,
      balance(account: Account, part: AccountPart): Value {
        return ledger.read(account, part, made)
      },
    }
    const made: Evaluation = evaluation(policyOf ? { ...world, policyOf } : world)
    return made
  }

  /**
   * The same evaluation once more, with traces to explain it by.
   *
   * Balances are given like facts, so what reads none of them is remembered from one refusal to
   * the next: nearly all of what a claim is refused for is the same for the next firm.
   */
  traced(): Evaluation {
    const { ledger } = this
    const given = (key: string, target?: Target): Value | undefined => {
      const value = this.get(key, target)
      if (value !== undefined || target?.kind !== 'account') return value
      return ledger.read(target.account, target.part, made)
    }
    const made: Evaluation = evaluation(this.#world({ get: given }))
    return made
  }

  #world(facts: Facts): World {
    const { policy, policyOf, day } = this.input
    return policyOf ? { policy, day, facts, policyOf } : { policy, day, facts }
  }

  /** 待补: the facts that are missing, and the slots that are still empty. */
  lacking(names: Iterable<string>): Refusal {
    const { name, citation } = this.row.row
    const missing = missingFacts(this.input.policy, names)
    const kinds = new Set(missing.map((one) => one.fact?.kind ?? one.key))
    const emptySlots = this.plan.procedure.parties.filter(
      (kind) => kinds.has(kind) && !this.parties.has(kind),
    )
    const text = missingText(missing.map((one) => one.key))
    return refuse('R6', name, citation, text, { missing, emptySlots })
  }
}

/** The sentence of what is missing. */
export const missingText = (names: readonly string[]): Text => ({
  zh: `还不知道：${names.join('、')}。`,
  en: `Not known yet: ${names.join(', ')}.`,
})
