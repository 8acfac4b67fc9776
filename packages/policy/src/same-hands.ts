/** Maker and checker: who filled an amount may not post or settle it. */
import type { Posting } from './act-plan.ts'
import { factsBelow } from './fixed.ts'
import { indexOf } from './lookup.ts'
import type { Matter } from './matter.ts'
import type { ActRow, Formula, Policy, Procedure, TransferRow } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'

/**
 * The facts that a posting's amount comes from: those its formula reads, what was reserved when it
 * names no amount of its own, and what an act worked one of them out from.
 */
export function amountFacts(
  policy: Policy,
  procedure: Procedure,
  transfer: TransferRow,
): ReadonlySet<string> {
  const { keyOf } = indexOf(policy)
  const reserved = procedure.transfers.filter(
    (one) => one.mode === 'reserve' && (transfer.from === '全部预留' || one.from === transfer.from),
  )
  const found = new Set<string>()
  const read = (formula: Formula | null) => {
    for (const name of formula ? factsBelow(policy, formula.tree) : []) {
      if (found.has(name)) continue
      found.add(name)
      for (const row of procedure.acts) {
        for (const doing of row.doing) {
          if (doing.verb === '置' && keyOf(doing.fact) === name) read(doing.value)
        }
      }
    }
  }
  for (const row of transfer.amount ? [transfer] : reserved) read(row.amount)
  return found
}

/** The refusal for a user who has filled in, in this matter, what a posting's amount comes from. */
export function sameHands(
  policy: Policy,
  matter: Matter,
  { amount }: Posting,
  row: ActRow,
  user: string,
): Refusal | null {
  if (amount === null) return null
  const { keyOf } = indexOf(policy)
  const own = matter.performed.find(
    (one) => one.actor === user && one.filled.some((name) => amount.has(keyOf(name))),
  )
  if (!own) return null
  return refuse('R1', row.name, row.citation, {
    zh: `金额是您在“${own.act}”时填的，要由另一个人办理“${row.name}”。`,
    en: `You filled in the amount at “${own.act}”; someone else must do “${row.name}”.`,
  })
}
