/** 派 and 抽取 … 名: child matters that an act opens, for people drawn by a seed that is logged. */
import {
  draw,
  drawCount,
  type Effects,
  evaluation,
  indexOf,
  type Refusal,
  refuse,
} from '@huoshui/policy'
import { type Day, Decimal } from '@huoshui/values'
import type { Body } from './entry.ts'
import { type Holder, kindName, MatterFacts } from './known.ts'
import { type Loaded, type LoadedMatter, NeedsPool } from './loaded.ts'

type Draw = Effects['draws'][number]

export interface Drawn {
  /** The kind of the people drawn; null where the act opens children without a draw. */
  readonly pool: string | null
  readonly people: readonly string[]
  readonly record: NonNullable<Body['draw']> | null
}

/** Draws the people of an act. Those with an interest, or of whom that is not known, stay out. */
export function drawPeople(
  loaded: Loaded,
  after: LoadedMatter,
  effects: Effects,
  facts: MatterFacts,
  day: Day,
  seed: string,
): readonly Drawn[] | { readonly refusal: Refusal } {
  const draws = effects.draws.filter((one) => one.pool !== null)
  if (draws.length === 0) return [{ pool: null, people: [], record: null }]
  const drawn: Drawn[] = []
  for (const one of draws) {
    const result = drawOne(loaded, after, effects, one, facts, day, seed)
    if ('refusal' in result) return result
    drawn.push(result)
  }
  return drawn
}

function drawOne(
  loaded: Loaded,
  after: LoadedMatter,
  effects: Effects,
  doing: Draw,
  facts: MatterFacts,
  day: Day,
  seed: string,
): Drawn | { readonly refusal: Refusal } {
  const { policy } = after.installed
  const pool = doing.pool as string
  const kind = kindName(policy, pool)
  const people = loaded.pools.get(kind)
  if (!people) throw new NeedsPool(kind)
  const imports = { policyOf: loaded.registry.policyOf, traced: false }
  const among = people.filter((person) => {
    if (!doing.avoiding) return true
    const own = factsWith(facts, pool, person)
    return evaluation({ policy, day, facts: own, ...imports }).run(doing.avoiding).value === false
  })
  const { value } = evaluation({ policy, day, facts, ...imports }).run(doing.count)
  const { row } = effects
  if (!(value instanceof Decimal)) {
    const zh = `还不知道抽几名：${doing.count.source}。`
    const en = `How many to draw is not known yet: ${doing.count.source}.`
    return { refusal: refuse('R6', row.name, row.citation, { zh, en }) }
  }
  const count = drawCount(value, among.length)
  const wanted = value.lessThanOrEqualTo(1) ? count : value.floor().toNumber()
  if (among.length < wanted || wanted === 0) {
    const zh = `要抽 ${wanted} 名${pool}，不须回避的只有 ${among.length} 名。先登记更多${pool}，或核对回避的事实。`
    const en = `${wanted} of ${pool} are to be drawn; only ${among.length} have no interest in it. Register more.`
    return { refusal: refuse('R5', row.name, row.citation, { zh, en }) }
  }
  const ids = among.map((one) => one.id)
  return { pool, people: draw(seed, ids, count), record: { seed, among: ids } }
}

/** The facts of a matter with a person in the slot of the pool. */
const factsWith = (facts: MatterFacts, pool: string, person: Holder): MatterFacts =>
  new MatterFacts(facts.policy, facts.day, {
    holderOf: (kind) => (kind === pool ? person : facts.holders.holderOf(kind)),
    other: (key) => facts.holders.other(key),
  })

/** The parties of a child: those that its procedure shares with its parent, and whom it is for. */
export function childParties(
  parent: LoadedMatter,
  procedure: string,
  person: { readonly pool: string; readonly id: string } | null,
): ReadonlyMap<string, string> {
  const kinds = indexOf(parent.installed.policy).procedures.get(procedure)?.parties ?? []
  const parties = new Map<string, string>()
  for (const kind of kinds) {
    const subject = person?.pool === kind ? person.id : parent.matter.parties.get(kind)
    if (subject !== undefined) parties.set(kind, subject)
  }
  return parties
}
