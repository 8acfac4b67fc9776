/**
 * Books in memory: accounts with a balance and what is held of it.
 *
 * The same arithmetic is the database's; here it lets examples and previews run a whole procedure.
 * Units are whole 分 for money and whole times for counts.
 */
import type { Account } from './policy.ts'

/** What an account has. `funded` is what its 注入 has put in so far, net. */
export interface Balance {
  readonly funded: bigint
  readonly balance: bigint
  readonly held: bigint
}

export const emptyBalance: Balance = { funded: 0n, balance: 0n, held: 0n }

/** An account of a policy with the values of its keys. */
export interface AccountRef {
  readonly account: Account
  readonly keys: readonly { readonly kind: string; readonly value: string }[]
}

/** `额度/年度额度[申领单位=…,年度=2024]`: the same account always has the same key. */
export function accountKey(ref: AccountRef): string {
  const keys = ref.keys.map(({ kind, value }) => `${kind}=${value}`).join(',')
  return `${ref.account.ledger}/${ref.account.name}[${keys}]`
}

/** 外部 (the world) and 已用 (the counterpart of a quota) exist in every 账套 undeclared. */
export const outside = (ledger: string): string => `${ledger}/外部`
export const used = (ledger: string): string => `${ledger}/已用`

export interface Reservation {
  readonly account: string
  readonly name: string
  readonly ledger: string
  readonly credit: string
  readonly amount: bigint
}

/** One movement of value. A correction is another transfer; none is ever changed. */
export interface Transfer {
  readonly mode: 'fund' | 'reserve' | 'settle' | 'release' | 'post'
  readonly ledger: string
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
}

export type Books = ReadonlyMap<string, Balance>

/** Free to be used: the balance less what is held. */
export const freeOf = (balance: Balance): bigint => balance.balance - balance.held

const isDeclared = (key: string) => key.endsWith(']')

/**
 * Makes a transfer, or answers null when the debit account would fall below its floor.
 *
 * @param floor the debit account's 底线 in units
 */
export function book(books: Books, transfer: Transfer, floor: bigint): Books | null {
  const { mode, debit, credit, amount } = transfer
  const next = new Map(books)
  const from = next.get(debit) ?? emptyBalance
  if (amount <= 0n) return null
  switch (mode) {
    case 'reserve':
      if (isDeclared(debit) && freeOf(from) - amount < floor) return null
      next.set(debit, { ...from, held: from.held + amount })
      return next
    case 'release':
      if (from.held < amount) return null
      next.set(debit, { ...from, held: from.held - amount })
      return next
    case 'settle':
      if (from.held < amount) return null
      next.set(debit, { ...from, held: from.held - amount, balance: from.balance - amount })
      break
    case 'post':
      if (isDeclared(debit) && freeOf(from) - amount < floor) return null
      next.set(debit, { ...from, balance: from.balance - amount })
      break
    case 'fund':
      if (isDeclared(debit) && freeOf(from) < amount) return null
      next.set(debit, {
        ...from,
        balance: from.balance - amount,
        funded: isDeclared(debit) ? from.funded - amount : from.funded,
      })
      break
  }
  const to = next.get(credit) ?? emptyBalance
  const funded = mode === 'fund' && isDeclared(credit) ? to.funded + amount : to.funded
  next.set(credit, { ...to, balance: to.balance + amount, funded })
  return next
}
