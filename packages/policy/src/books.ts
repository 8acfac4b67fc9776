/**
 * Books in memory: accounts with a balance and what is held of it.
 *
 * The same arithmetic is the database's; here it lets examples and previews run a whole procedure.
 * Units are whole 分 for money and whole times for counts.
 */
import type { Lookup } from './overlay.ts'
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

/** An account that an act changed, with its 底线 in units at that moment. */
export interface ChangedAccount extends AccountRef {
  readonly floor: bigint
}

/** `额度/年度额度[申领单位=…,年度=2024]`: the same account always has the same key. */
export function accountKey(ref: AccountRef): string {
  let keys = ''
  for (const { kind, value } of ref.keys) keys += `${keys === '' ? '' : ','}${kind}=${value}`
  return `${ref.account.ledger}/${ref.account.name}[${keys}]`
}

/** The name in an account's key: `年度额度`, or 外部 and 已用, which have no keys of their own. */
export function accountNameIn(key: string, ledger: string): string {
  const end = key.indexOf('[', ledger.length + 1)
  return key.slice(ledger.length + 1, end < 0 ? key.length : end)
}

/** The values of the keys in a key that `accountKey` has written; null when it is none of it. */
export function readAccountKey(account: Account, key: string): AccountRef | null {
  const head = `${account.ledger}/${account.name}[`
  if (!key.startsWith(head) || !key.endsWith(']')) return null
  let rest = key.slice(head.length, -1)
  const keys: { kind: string; value: string }[] = []
  for (const [i, kind] of account.keys.entries()) {
    if (!rest.startsWith(`${kind}=`)) return null
    const next = account.keys[i + 1]
    const end = next === undefined ? rest.length : rest.indexOf(`,${next}=`)
    if (end < 0) return null
    keys.push({ kind, value: rest.slice(kind.length + 1, end) })
    rest = rest.slice(end + 1)
  }
  return rest === '' ? { account, keys } : null
}

/** 外部 (the world) and 已用 (the counterpart of a quota) exist in every 账套 undeclared. */
export const outside = (ledger: string): string => `${ledger}/外部`
export const used = (ledger: string): string => `${ledger}/已用`

/** Whether a key is a declared account's, which has a 底线, and not 外部 or 已用. */
export const isDeclared = (key: string): boolean => key.endsWith(']')

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
  /** The accounts' keys, and their names in the policy. */
  readonly debit: string
  readonly debitName: string
  readonly credit: string
  readonly creditName: string
  readonly amount: bigint
}

/** A transfer between two accounts, each by its key and its name. */
export function transferOf(
  mode: Transfer['mode'],
  ledger: string,
  from: { readonly key: string; readonly name: string },
  to: { readonly key: string; readonly name: string },
  amount: bigint,
): Transfer {
  return {
    mode,
    ledger,
    debit: from.key,
    debitName: from.name,
    credit: to.key,
    creditName: to.name,
    amount,
  }
}

/** The balances of accounts by their keys; nothing stands under the key of one never used. */
export type Books = Lookup<Balance>

/** What was booked, and what the accounts that it changed have afterwards. */
export interface Booking {
  readonly transfers: readonly Transfer[]
  readonly balances: ReadonlyMap<string, Balance>
  readonly accounts: ReadonlyMap<string, ChangedAccount>
  readonly books: Books
}

/** Free to be used: the balance less what is held. */
export const freeOf = (balance: Balance): bigint => balance.balance - balance.held

/** An account's key and what it has after a transfer. */
export type Booked = readonly [key: string, after: Balance]

/**
 * Works out a transfer: what each account it changes has afterwards, or null when the debit account
 * would fall below its floor.
 *
 * @param floor the debit account's 底线 in units
 */
export function book(books: Books, transfer: Transfer, floor: bigint): readonly Booked[] | null {
  const { mode, debit, credit, amount } = transfer
  const from = books.get(debit) ?? emptyBalance
  if (amount <= 0n) return null
  const { funded, balance, held } = from
  let after: Balance
  switch (mode) {
    case 'reserve':
      if (isDeclared(debit) && freeOf(from) - amount < floor) return null
      return [[debit, { funded, balance, held: held + amount }]]
    case 'release':
      if (held < amount) return null
      return [[debit, { funded, balance, held: held - amount }]]
    case 'settle':
      if (held < amount) return null
      after = { funded, balance: balance - amount, held: held - amount }
      break
    case 'post':
      if (isDeclared(debit) && freeOf(from) - amount < floor) return null
      after = { funded, balance: balance - amount, held }
      break
    case 'fund':
      if (isDeclared(debit) && freeOf(from) < amount) return null
      after = {
        funded: isDeclared(debit) ? funded - amount : funded,
        balance: balance - amount,
        held,
      }
      break
  }
  // An account may pay itself; then what it gets comes on top of what it has just paid.
  const to = debit === credit ? after : (books.get(credit) ?? emptyBalance)
  const more = mode === 'fund' && isDeclared(credit) ? amount : 0n
  const got = { funded: to.funded + more, balance: to.balance + amount, held: to.held }
  return [
    [debit, after],
    [credit, got],
  ]
}
