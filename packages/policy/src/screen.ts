/** Every measure for one subject on a day: conclusions, amounts, nearest change, what to ask. */
import { isUnknown, type Value } from '@huoshui/feel'
import { compareDays, type Day, Decimal } from '@huoshui/values'
import {
  type Amount,
  amountIn,
  type Conclusion,
  type Decision,
  decideIn,
  type MissingFact,
  versionOn,
} from './decide.ts'
import { evaluation } from './evaluation.ts'
import { indexOf, interned, type Target } from './lookup.ts'
import type { Call, Measure, Policy, Relation } from './policy.ts'
import type { Facts, PolicyOf } from './runs.ts'

/** What is known of a subject: values by name, or by `slug#name` where a policy's own are meant. */
export type Known = ReadonlyMap<string, Value>

export interface ScreenOptions {
  readonly policies: readonly Policy[]
  readonly day: Day
  readonly policyOf?: PolicyOf
  /** Whether `known` has facts under names such as `slug#name`; found out when left out. */
  readonly own?: boolean
}

export interface MeasureResult {
  readonly policy: Policy
  readonly measure: Measure
  readonly decision: Decision
  /** The amount, a range while facts are missing; null for a measure without one. */
  readonly amount: Amount | null
  /** The call the measure was read under, when one is open that day. */
  readonly call: Call | null
  /** Measures it excludes or shares a cap with. */
  readonly relations: readonly Relation[]
  /** The policy is of another region than the one the subject is registered in. */
  readonly elsewhere: boolean
}

export interface Question {
  readonly key: string
  readonly missing: MissingFact
  readonly policy: Policy
  /** How many open measures wait for it. */
  readonly measures: number
  /** The most money that those measures could still bring. */
  readonly stake: Decimal
}

export interface Screening {
  readonly day: Day
  readonly results: readonly MeasureResult[]
  /** What to ask, the question that settles most measures and most money first. */
  readonly questions: readonly Question[]
  /** Policies that are loaded but not in force that day, with the day they begin or ended. */
  readonly closed: readonly Policy[]
}

/** The call of a kind that is open on a day. */
export function callOn(policy: Policy, kind: string, day: Day): Call | null {
  const open = policy.calls.filter(
    (call) =>
      call.kind === kind && compareDays(call.from, day) <= 0 && compareDays(day, call.to) <= 0,
  )
  return open.at(-1) ?? null
}

const valuesOfCalls = new WeakMap<Call, ReadonlyMap<string, Value>>()

/** What a call sets. */
function callValues(policy: Policy, call: Call, day: Day): ReadonlyMap<string, Value> {
  let values = valuesOfCalls.get(call)
  if (values === undefined) {
    const open = evaluation({ policy, day, facts: new Map(), traced: false })
    values = new Map(call.values.map(({ fact, value }) => [fact, open.run(value).value]))
    valuesOfCalls.set(call, values)
  }
  return values
}

/** What is known of a subject as one policy takes it, and what the open calls set. */
class PolicyFacts implements Facts {
  readonly #policy: Policy
  readonly #calls: readonly ReadonlyMap<string, Value>[]

  constructor(
    policy: Policy,
    readonly known: Known,
    day: Day,
    /** Whether any fact is given as a policy's own, by a name such as `slug#name`. */
    readonly own: boolean,
  ) {
    this.#policy = policy
    this.#calls = policy.kinds.flatMap((kind) => {
      const call = kind.call ? callOn(policy, kind.name, day) : null
      return call ? [callValues(policy, call, day)] : []
    })
  }

  get(key: string, target?: Target): Value | undefined {
    const { given, called } = target ?? indexOf(this.#policy).targetOf(key)
    const value = this.own ? this.#own(key) : given === null ? undefined : this.known.get(given)
    if (value !== undefined || !called) return value
    for (const values of this.#calls) {
      const set = values.get(key)
      if (set !== undefined) return set
    }
    return undefined
  }

  /** The value under the most particular name; facts of imported policies go by full names. */
  #own(key: string): Value | undefined {
    const names = indexOf(this.#policy).givenAs.get(key)
    if (names) return first(this.known, names.all)
    return key.includes('#') ? this.known.get(key) : undefined
  }
}

function first(known: Known, names: readonly string[]): Value | undefined {
  for (const name of names) {
    const value = known.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

function hasOwnFacts(known: Known): boolean {
  for (const name of known.keys()) if (name.includes('#') || name.includes('.')) return true
  return false
}

/** The facts of one policy: what is known of the subject, and what the open calls set. */
export function factsFor(
  policy: Policy,
  known: Known,
  day: Day,
  own: boolean = hasOwnFacts(known),
): Facts {
  return new PolicyFacts(policy, known, day, own)
}

function callOf(policy: Policy, measure: Measure, day: Day): Call | null {
  const parties = measure.procedure
    ? (indexOf(policy).procedures.get(measure.procedure)?.parties ?? [])
    : []
  const kinds = policy.kinds.filter((kind) => kind.call).map((kind) => kind.name)
  const own = kinds.filter((kind) => parties.includes(kind))
  for (const kind of own.length > 0 ? own : kinds) {
    const call = callOn(policy, kind, day)
    if (call) return call
  }
  return null
}

/** Decides every measure of one policy for one subject. */
export function screenPolicy(
  policy: Policy,
  known: Known,
  options: ScreenOptions,
): MeasureResult[] {
  const { day, policyOf } = options
  const facts = factsFor(policy, known, day, options.own)
  const open = evaluation({ policy, day, facts, ...(policyOf ? { policyOf } : {}) })
  return policy.measures.map((measure) => ({
    policy,
    measure,
    decision: decideIn(open, measure.eligibility),
    amount: measure.amount ? amountIn(open, measure.amount) : null,
    call: callOf(policy, measure, day),
    relations: policy.relations.filter((one) => one.measures.includes(measure.name)),
    elsewhere: isElsewhere(policy, known),
  }))
}

/** The shared fact that says in which province a subject is registered. */
const registeredIn = '注册地'

/** Whether a policy is one region's, and not the whole country's. */
function isRegional(policy: Policy): boolean {
  const { region } = policy.meta
  return region !== '' && !/^(?:全国|国家)/.test(region)
}

/**
 * Whether a policy is another region's than the subject's.
 *
 * It never changes a conclusion, which is the rules' alone; such measures are only listed last and
 * not asked about first.
 */
function isElsewhere(policy: Policy, known: Known): boolean {
  const home = known.get(registeredIn)
  const { region } = policy.meta
  if (typeof home !== 'string' || home === '' || !isRegional(policy)) return false
  return !region.startsWith(home) && !home.startsWith(region)
}

const order: Readonly<Record<Conclusion, number>> = { met: 0, unknown: 1, finding: 1, unmet: 2 }

/** What a result is sorted by. */
interface Rank {
  readonly result: MeasureResult
  readonly group: number
  readonly worth: Decimal
  readonly ends: string
}

const nothing = new Decimal(0)

function rankOf(result: MeasureResult): Rank {
  return {
    result,
    group: order[result.decision.conclusion] + (result.elsewhere ? 10 : 0),
    worth: result.amount?.high ?? result.amount?.low ?? nothing,
    ends: result.call?.to ?? '9999-12-31',
  }
}

function byWorth(a: Rank, b: Rank): number {
  if (a.group !== b.group) return a.group - b.group
  const money = b.worth.comparedTo(a.worth)
  if (money !== 0) return money
  return a.ends < b.ends ? -1 : a.ends > b.ends ? 1 : 0
}

/**
 * Decides every measure in force on a day for one subject.
 *
 * Results come with what is entitled first, then what is open, then what is refused; inside each,
 * by money and then by the day the call closes.
 */
export function screen(known: Known, options: ScreenOptions): Screening {
  const { policies, day } = options
  const versions = new Map<string, Policy[]>()
  for (const policy of policies) {
    const all = versions.get(policy.meta.slug)
    if (all) all.push(policy)
    else versions.set(policy.meta.slug, [policy])
  }
  const slugs = [...versions.keys()]
  const inForce = slugs
    .map((slug) => versionOn(versions.get(slug) ?? [], slug, day))
    .filter((policy): policy is Policy => policy !== null)
  const open = new Set(inForce.map((policy) => policy.meta.slug))
  const all = { ...options, own: options.own ?? hasOwnFacts(known) }
  const given: Known = new Map([...known].map(([name, value]) => [interned(name), value]))
  const ranks = inForce.flatMap((policy) => screenPolicy(policy, given, all)).map(rankOf)
  const results = ranks.sort(byWorth).map((rank) => rank.result)
  const closed = slugs.flatMap((slug) => {
    if (open.has(slug)) return []
    const policy = versions.get(slug)?.[0]
    return policy && policy.measures.length > 0 ? [policy] : []
  })
  return { day, results, questions: questionsFor(results), closed }
}

/** The most that a measure without a stated upper end is reckoned at when questions are ordered. */
const unboundedStake = new Decimal(1)

/** What to ask next: the fact that settles most measures, then most money, then the law's order. */
export function questionsFor(results: readonly MeasureResult[]): Question[] {
  const questions = new Map<string, Question>()
  const home = results
    .flatMap((result) => [...result.decision.missing])
    .find((one) => one.fact?.name === registeredIn)
  for (const result of results) {
    const { decision, amount, policy } = result
    if (decision.conclusion === 'unmet' || result.elsewhere) continue
    const waiting = new Map(decision.missing.map((one) => [one.key, one]))
    // Once a firm is entitled, what is still missing only settles how much.
    for (const one of amount?.missing ?? []) waiting.set(one.key, one)
    // Where a subject is registered settles which regions' measures are worth asking about.
    if (home && isRegional(policy)) waiting.set(home.key, home)
    const stake = amount?.high ?? unboundedStake
    for (const missing of waiting.values()) {
      if (missing.fact?.evidence === '通知' || missing.fact?.evidence === '办理') continue
      const key = questionKey(policy, missing)
      const before = questions.get(key)
      questions.set(key, {
        key,
        missing,
        policy: before?.policy ?? policy,
        measures: (before?.measures ?? 0) + 1,
        stake: (before?.stake ?? new Decimal(0)).plus(stake),
      })
    }
  }
  return [...questions.values()].sort(
    (a, b) => b.measures - a.measures || b.stake.comparedTo(a.stake),
  )
}

/** Shared facts are asked once for all policies; a policy's own under its slug. */
export function questionKey(policy: Policy, missing: MissingFact): string {
  const { fact, key } = missing
  // What an imported rule waits for is named by its own slug already.
  if (!fact) return key.includes('#') ? key : `${policy.meta.slug}#${key}`
  return fact.owner === policy.meta.slug ? `${fact.owner}#${fact.name}` : fact.name
}

/** The value that a screening would take for a fact, for callers that want to show it. */
export function knownValue(known: Known, policy: Policy, name: string): Value | undefined {
  const value = known.get(`${policy.meta.slug}#${name}`) ?? known.get(name)
  return value === undefined || isUnknown(value) ? undefined : value
}
