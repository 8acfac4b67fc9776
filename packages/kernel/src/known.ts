/** What is known of subjects and matters, as it was loaded, and as of a day. */
import type { Value } from '@huoshui/feel'
import { type Fact, indexOf, type Policy } from '@huoshui/policy'
import { compareDays, type Day } from '@huoshui/values'
import { fromJson, type Json, toJson } from './codec.ts'

/** One recorded value of a fact. */
export interface Recorded {
  readonly event: bigint
  readonly place: number
  readonly from: Day
  readonly to: Day | null
  readonly value: Value
  readonly evidence: string
  readonly source: string
}

/** A subject, or a matter as far as facts are about it. */
export interface Holder {
  readonly id: string
  readonly kind: string
  readonly name: string
  /** The number of the last entry that recorded a fact of it. */
  readonly version: bigint
  readonly facts: ReadonlyMap<string, readonly Recorded[]>
  readonly openFrom: Day | null
  readonly openTo: Day | null
}

const termsOwner = 'terms'

/** Whose fact it is: the shared vocabulary's, or a policy's own. */
export const ownerOf = (fact: Fact): string =>
  fact.owner.startsWith('terms/') ? termsOwner : fact.owner

/** How a kind of a policy is called outside it. */
export function kindName(policy: Policy, kind: string): string {
  const shared = indexOf(policy).kinds.get(kind)?.shared
  return shared ? `${termsOwner}#${shared}` : `${policy.meta.slug}#${kind}`
}

export const factId = (owner: string, name: string): string => `${owner}#${name}`

/** Whether `a` goes before `b`: it holds from a later day, or was recorded later. */
function later(a: Recorded, b: Recorded): boolean {
  const days = compareDays(a.from, b.from)
  if (days !== 0) return days > 0
  return a.event === b.event ? a.place > b.place : a.event > b.event
}

const holdsOn = (one: Recorded, day: Day): boolean =>
  compareDays(one.from, day) <= 0 && (one.to === null || compareDays(day, one.to) <= 0)

/** The evidence of a record that takes another back: its source is the number of that entry. */
export const corrected = '更正'

/** The records that stand: those that no correction has taken back. */
function standing(records: readonly Recorded[]): readonly Recorded[] {
  if (!records.some((one) => one.evidence === corrected)) return records
  const back = new Set(
    records.flatMap((one) => (one.evidence === corrected ? [BigInt(one.source)] : [])),
  )
  return records.filter((one) => one.evidence !== corrected && !back.has(one.event))
}

/**
 * The record that counts on a day. What rests on the evidence that the policy asks for goes before
 * what doesn't; among those the later one. Sources that differ are shown by `conflictsOf`.
 */
export function recordedOn(
  records: readonly Recorded[] | undefined,
  day: Day,
  evidence?: string,
): Recorded | null {
  let best: Recorded | null = null
  for (const one of standing(records ?? [])) {
    if (!holdsOn(one, day)) continue
    const fit = (record: Recorded) => (record.evidence === evidence ? 1 : 0)
    if (best === null || fit(one) > fit(best) || (fit(one) === fit(best) && later(one, best))) {
      best = one
    }
  }
  return best
}

/** Values of one fact that hold on a day by different sources, the later first. */
export function conflictsOf(records: readonly Recorded[], day: Day): readonly Recorded[] {
  const bySource = new Map<string, Recorded>()
  for (const one of standing(records)) {
    if (!holdsOn(one, day)) continue
    const source = `${one.evidence}：${one.source}`
    const known = bySource.get(source)
    if (!known || later(one, known)) bySource.set(source, one)
  }
  const latest = [...bySource.values()].sort((a, b) => (later(a, b) ? -1 : 1))
  const texts = new Set(latest.map((one) => jsonOf(one.value)))
  return texts.size > 1 ? latest : []
}

const jsonOf = (value: Value): string => JSON.stringify(toJson(value))

/** A holder with records added: in-batch state never changes what other batches may still read. */
export function withRecords(
  holder: Holder,
  added: readonly { readonly id: string; readonly record: Recorded }[],
): Holder {
  const facts = new Map(holder.facts)
  for (const { id, record } of added) facts.set(id, [...(facts.get(id) ?? []), record])
  return { ...holder, facts }
}

/** Whose facts a step reads, and what is no fact of anyone's. */
export interface Holders {
  /** Who holds the facts of a kind: a party, the matter itself, an open call. */
  holderOf(kind: string): Holder | undefined
  /** Lists of records (属于, 享受记录) and facts of imported policies, by key. */
  other(key: string): Value | undefined
}

/** Where a fact of a policy is recorded. */
interface Source {
  readonly kind: string
  readonly id: string
  readonly evidence: string
}

const sources = new WeakMap<Policy, Map<string, Source>>()

function sourcesOf(policy: Policy): Map<string, Source> {
  const known = sources.get(policy)
  if (known) return known
  const found = new Map<string, Source>()
  const { facts } = indexOf(policy)
  for (const [key, fact] of facts) {
    const { kind, name, evidence } = fact
    found.set(key, { kind, id: factId(ownerOf(fact), name), evidence })
  }
  sources.set(policy, found)
  return found
}

/** What was found of a holder for a day; a firm that claims again is not searched again. */
interface Found {
  readonly day: Day
  readonly values: Map<Source, Value | undefined>
}

const foundOf = new WeakMap<Holder, Found>()

function heldOn(holder: Holder, source: Source, day: Day): Value | undefined {
  let found = foundOf.get(holder)
  if (found?.day !== day) {
    found = { day, values: new Map() }
    foundOf.set(holder, found)
  }
  const known = found.values.get(source)
  if (known !== undefined || found.values.has(source)) return known
  const value = recordedOn(holder.facts.get(source.id), day, source.evidence)?.value
  found.values.set(source, value)
  return value
}

/** Facts as a step asks for them: by key, from whoever fills the slot of the fact's kind. */
export class MatterFacts {
  readonly #sources: Map<string, Source>

  constructor(
    readonly policy: Policy,
    readonly day: Day,
    readonly holders: Holders,
  ) {
    this.#sources = sourcesOf(policy)
  }

  get(key: string): Value | undefined {
    const source = this.#sources.get(key)
    if (!source) return this.holders.other(key)
    const holder = this.holders.holderOf(source.kind)
    return holder && heldOn(holder, source, this.day)
  }
}

/** A row of the fact table as it comes from the database. */
export interface FactRecord {
  readonly subject: string
  readonly owner: string
  readonly name: string
  readonly event: bigint
  readonly place: number
  readonly holds_from: Day
  readonly holds_to: Day | null
  readonly value: Json
  readonly evidence: string
  readonly source: string
}

/** Groups rows of the fact table by subject and fact. */
export function groupFacts(rows: readonly FactRecord[]): Map<string, Map<string, Recorded[]>> {
  const bySubject = new Map<string, Map<string, Recorded[]>>()
  for (const row of rows) {
    const facts = bySubject.get(row.subject) ?? new Map<string, Recorded[]>()
    bySubject.set(row.subject, facts)
    const id = factId(row.owner, row.name)
    const record: Recorded = {
      event: row.event,
      place: row.place,
      from: row.holds_from,
      to: row.holds_to,
      value: fromJson(row.value),
      evidence: row.evidence,
      source: row.source,
    }
    const list = facts.get(id)
    if (list) list.push(record)
    else facts.set(id, [record])
  }
  return bySubject
}
