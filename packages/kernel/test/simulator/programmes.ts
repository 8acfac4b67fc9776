/**
 * The simulator's own count of the money of the programmes it plays: what was given out, under
 * which limit, and that nothing was given twice. It looks at acts and at what was asked for in
 * them, never at accounts; `audit.ts` compares the two.
 */
import { yearOf } from '@huoshui/values'
import { must } from './broken.ts'
import type { Model, ModelMatter, SeenEntry } from './model.ts'
import { countSubsidy } from './subsidy.ts'
import { countVoucher } from './vouchers.ts'

/** One matter that money or a quota was given to. */
export interface Claim {
  readonly matter: string
  /** Under which limits it counts, by their names (`周期/<call>`, `年度/<firm>/2024`). */
  readonly limits: readonly string[]
  readonly amount: bigint
  /** What was published, and is held for it; null while nothing is. */
  published: { readonly amount: bigint; readonly limit: string; readonly actor: string } | null
  /** What of it was paid; null before. */
  paid: bigint | null
}

export interface Counts {
  /** Claims that hold a quota, or have used it, by matter. */
  readonly claims: Map<string, Claim>
  /** Sums beside claims, such as what a provider was paid. */
  readonly sums: Map<string, bigint>
}

export const emptyCounts = (): Counts => ({ claims: new Map(), sums: new Map() })

/** What counts against a limit: what is held, and of what was paid the part that was. */
export function usedOf(counts: Counts, limit: string): { held: bigint; spent: bigint } {
  const used = { held: 0n, spent: 0n }
  for (const one of counts.claims.values()) {
    if (one.limits.includes(limit)) {
      if (one.paid === null) used.held += one.amount
      else used.spent += one.paid
    }
    if (one.published?.limit === limit) {
      if (one.paid === null) used.held += one.published.amount
      else used.spent += one.paid
    }
  }
  return used
}

export function add(counts: Counts, name: string, amount: bigint): bigint {
  const sum = (counts.sums.get(name) ?? 0n) + amount
  counts.sums.set(name, sum)
  return sum
}

/** That no more than the limit is held and spent. */
export function withinLimit(counts: Counts, limit: string, most: bigint, entry: SeenEntry): void {
  const { held, spent } = usedOf(counts, limit)
  must(held + spent <= most, `${limit}: ${held} held and ${spent} spent of ${most}`, entry)
}

/** Counts an entry of a matter; throws where a limit of its programme is passed. */
export function countProgramme(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  if (entry.policy.endsWith('innovation-voucher')) countVoucher(model, entry, matter)
  if (entry.policy.endsWith('interest-subsidy')) countSubsidy(model, entry, matter)
  if (entry.policy === 'demo/panel' && entry.act === '入选') {
    const call = matter.parties.get('申报年度') ?? ''
    add(model.counts, `名额/${call}`, 1n)
  }
}

export const yearName = (entry: SeenEntry): string => String(yearOf(entry.day))
