/** An amount as a headline: the figure, what stands before it, and the clause it rests on. */
import { type Lang, moneyFromDecimal, shortMoney } from '@huoshui/values'
import type { Amount } from './decide.ts'
import type { Citation } from './policy.ts'

export interface AmountLook {
  /** 最高, 至少, or nothing. */
  readonly lead: string
  readonly figure: string
  /** The clause that capped it, or else the one that gives it. */
  readonly citation: Citation | null
  /** Whether a cap of the text decided the figure. */
  readonly capped: boolean
}

/** How an amount is shown; null when nothing is known of it yet. */
export function amountLook(amount: Amount, lang: Lang): AmountLook | null {
  const { low, high, calculation } = amount
  if (low === null && high === null) return null
  const spell = (bound: NonNullable<typeof low>) => shortMoney(moneyFromDecimal(bound), lang)
  const cap = calculation?.cap ?? null
  const foot = { citation: cap?.citation ?? calculation?.citation ?? null, capped: cap !== null }
  if (low && high?.equals(low)) return { lead: '', figure: spell(high), ...foot }
  if (high === null && low) {
    if (low.lessThanOrEqualTo(0)) return null
    return { lead: lang === 'zh' ? '至少' : 'at least', figure: spell(low), ...foot }
  }
  const top = high as NonNullable<typeof high>
  if (low === null || low.lessThanOrEqualTo(0)) {
    return { lead: lang === 'zh' ? '最高' : 'up to', figure: spell(top), ...foot }
  }
  return { lead: '', figure: `${spell(low)}${lang === 'zh' ? '至' : ' to '}${spell(top)}`, ...foot }
}
