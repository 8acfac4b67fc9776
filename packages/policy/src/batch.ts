/** Acts done on a whole batch: 择优 in the order of a rule, and seeded draws. */
import { isUnknown } from '@huoshui/feel'
import { compareDays, type Day, Decimal } from '@huoshui/values'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Balance, Books } from './books.ts'
import { missingFacts } from './decide.ts'
import { evaluation } from './evaluation.ts'
import type { Act, Effects, Matter, StepInput } from './matter.ts'
import { overlay } from './overlay.ts'
import type { ActRow, Doing, Formula, Policy } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Facts, PolicyOf } from './runs.ts'
import { step } from './step.ts'
import { missingText } from './work.ts'

/**
 * Draws `count` of the ids by a seed: those whose SHA-256 of `seed:id` comes first.
 *
 * Anyone with the seed and the list can repeat it with a pocket tool; the order of the list does
 * not matter.
 */
export function draw(seed: string, ids: readonly string[], count: number): string[] {
  const keyed = ids.map((id) => ({ id, key: bytesToHex(sha256(utf8ToBytes(`${seed}:${id}`))) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.slice(0, Math.max(0, count)).map((one) => one.id)
}

/** How many a draw takes of `size`: up to 100% is a share, rounded up so that none is empty. */
export function drawCount(value: Decimal, size: number): number {
  const wanted = value.lessThanOrEqualTo(1) ? value.times(size).ceil() : value.floor()
  return Math.min(size, wanted.toNumber())
}

export interface BatchEntry {
  readonly matter: Matter
  readonly facts: Facts
}

export interface Ranked {
  readonly entry: BatchEntry
  readonly place: number
  readonly values: readonly Decimal[]
}

export type RankResult =
  | { readonly ok: true; readonly ranked: readonly Ranked[] }
  | { readonly ok: false; readonly refusal: Refusal }

type Merit = Extract<Doing, { verb: '择优' }>

/** Ranks a frozen batch. A missing order value stops the act and names what is missing. */
export function rank(
  policy: Policy,
  row: ActRow,
  merit: Merit,
  entries: readonly BatchEntry[],
  day: Day,
  policyOf?: PolicyOf,
): RankResult {
  const formulas = [merit.order, ...merit.ties.filter((tie): tie is Formula => tie !== '先申请')]
  const rows: { entry: BatchEntry; values: Decimal[]; index: number }[] = []
  for (const [index, entry] of entries.entries()) {
    const imports = policyOf ? { policyOf } : {}
    const open = evaluation({ policy, day, facts: entry.facts, ...imports, traced: false })
    const values = formulas.map((formula) => open.run(formula).value)
    const lacking = values.filter(isUnknown).flatMap((value) => [...value.missing])
    if (lacking.length > 0 || values.some((value) => !(value instanceof Decimal))) {
      const names = lacking.length > 0 ? lacking.join('、') : merit.order.source
      const message = {
        zh: `事项 ${entry.matter.id} 的排序缺：${names}。`,
        en: `Matter ${entry.matter.id} can't be ranked; missing: ${names}.`,
      }
      const missing = missingFacts(policy, lacking)
      return { ok: false, refusal: refuse('R6', row.name, row.citation, message, { missing }) }
    }
    rows.push({ entry, values: values as Decimal[], index })
  }
  const first = merit.ties.includes('先申请')
  const order = (a: (typeof rows)[number], b: (typeof rows)[number]): number => {
    for (const [i, value] of a.values.entries()) {
      const other = (b.values[i] as Decimal).comparedTo(value)
      if (other !== 0) return other
    }
    const [x, y] = [a.entry.matter.openedOn, b.entry.matter.openedOn]
    return first && x && y ? compareDays(x, y) : 0
  }
  rows.sort((a, b) => order(a, b) || a.index - b.index)
  const ranked: Ranked[] = []
  rows.forEach((one, i) => {
    const before = rows[i - 1]
    const tied = merit.shared && before !== undefined && order(before, one) === 0
    const place = tied ? (ranked[i - 1] as Ranked).place : i + 1
    ranked.push({ entry: one.entry, place, values: one.values })
  })
  return { ok: true, ranked }
}

export interface BatchInput extends Omit<StepInput, 'matter' | 'facts' | 'act'> {
  readonly row: ActRow
  readonly entries: readonly BatchEntry[]
  readonly act: Omit<Act, 'rank' | 'chosen'>
  /** For a draw; logged with the act so that it can be repeated. */
  readonly seed?: string
}

export interface BatchResult {
  readonly done: readonly Effects[]
  readonly refused: readonly { readonly matter: Matter; readonly refusal: Refusal }[]
  /** The accounts that the batch changed, with what they have after it. */
  readonly balances: ReadonlyMap<string, Balance>
  readonly books: Books
}

/**
 * Does an act for a frozen batch, in the order of its 择优 rule or for those drawn.
 *
 * An account that runs short (R7) is closed for the rest of the batch; any other refusal skips one.
 */
export function stepBatch(input: BatchInput): BatchResult | { readonly refusal: Refusal } {
  const { row, entries, policy, day } = input
  const merit = row.doing.find((doing): doing is Merit => doing.verb === '择优')
  if (merit) {
    const result = rank(policy, row, merit, entries, day, input.policyOf)
    return result.ok ? runBatch(input, result.ranked) : { refusal: result.refusal }
  }
  const drawn = drawEntries(input)
  if ('refusal' in drawn) return drawn
  return runBatch(
    input,
    drawn.entries.map((entry, i) => ({ entry, place: i + 1, values: [] })),
  )
}

/** Those drawn; how many is read under the call that all of them share. */
function drawEntries(
  input: BatchInput,
): { readonly entries: BatchEntry[] } | { readonly refusal: Refusal } {
  const { row, entries, policy, day, policyOf, seed = '' } = input
  const doing = row.doing.find((one) => one.verb === '抽取' && one.pool === null)
  const first = entries[0]
  if (doing?.verb !== '抽取' || !first) return { entries: [] }
  const imports = policyOf ? { policyOf } : {}
  const open = evaluation({ policy, day, facts: first.facts, ...imports, traced: false })
  const { value } = open.run(doing.count)
  if (!(value instanceof Decimal)) {
    const missing = missingFacts(policy, isUnknown(value) ? value.missing : [])
    const text = missingText(isUnknown(value) ? [...value.missing] : [doing.count.source])
    return { refusal: refuse('R6', row.name, row.citation, text, { missing }) }
  }
  const count = drawCount(value, entries.length)
  const ids = draw(
    seed,
    entries.map((entry) => entry.matter.id),
    count,
  )
  return { entries: entries.filter((entry) => ids.includes(entry.matter.id)) }
}

function runBatch(input: BatchInput, ranked: readonly Ranked[]): BatchResult {
  const done: Effects[] = []
  const refused: { matter: Matter; refusal: Refusal }[] = []
  const closed = new Set<string>()
  // One layer for the whole batch, and not one for each act.
  const balances = new Map<string, Balance>()
  const books: Books = { get: (key) => balances.get(key) ?? input.books.get(key) }
  for (const { entry, place } of ranked) {
    const act: Act = { ...input.act, rank: { place, of: ranked.length }, chosen: true }
    const result = step({ ...input, ...entry, books, act })
    const full = result.ok && result.effects.transfers.find((one) => closed.has(one.debit))
    if (!result.ok) {
      if (result.refusal.shortage) closed.add(result.refusal.shortage.key)
      refused.push({ matter: entry.matter, refusal: result.refusal })
    } else if (full) {
      const message = { zh: '额度已经发完。', en: 'The quota is exhausted.' }
      const refusal = refuse('R7', input.row.name, input.row.citation, message)
      refused.push({ matter: entry.matter, refusal })
    } else {
      done.push(result.effects)
      for (const [key, after] of result.effects.balances) balances.set(key, after)
    }
  }
  return { done, refused, balances, books: overlay(balances, input.books) }
}
