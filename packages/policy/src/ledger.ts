/** The money of one act: accounts topped up when they are used, then the rows of 记账 in order. */
import { isUnknown, unknown, type Value } from '@huoshui/feel'
import { type Day, Decimal } from '@huoshui/values'
import {
  accountPlan,
  type FoundAccount,
  findAccount,
  floorUnits,
  type Missing,
  planUnits,
  planValue,
  spellUnits,
  toUnits,
} from './account-plan.ts'
import type { Posting, RowPlan } from './act-plan.ts'
import {
  accountNameIn,
  type Balance,
  type Books,
  book,
  type ChangedAccount,
  emptyBalance,
  freeOf,
  isDeclared,
  outside,
  type Reservation,
  readAccountKey,
  type Transfer,
  transferOf,
  used,
} from './books.ts'
import type { AccountPart } from './lookup.ts'
import { indexOf } from './lookup.ts'
import type { Matter } from './matter.ts'
import { overlay } from './overlay.ts'
import type { Account, ActRow, Citation, Policy, TransferRow } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Evaluation } from './runs.ts'
import { sameHands } from './same-hands.ts'

export interface MoneyDone {
  readonly transfers: readonly Transfer[]
  readonly reservations: readonly Reservation[]
  /** The accounts that changed, and what they have after it. */
  readonly balances: ReadonlyMap<string, Balance>
  /** Those of them that are declared. */
  readonly accounts: ReadonlyMap<string, ChangedAccount>
  readonly books: Books
}

/** A side of a transfer; `account` is null for 外部 and 已用. */
interface End {
  readonly key: string
  readonly name: string
  readonly account: FoundAccount | null
}

/** The books as one act sees and changes them. It lives for one step. */
export class Ledger implements Books {
  #books: Books
  #changed = new Map<string, Balance>()
  #transfers: Transfer[] = []
  #reservations: readonly Reservation[]
  #parties: ReadonlyMap<string, string>
  /** Accounts found for the parties as they are. */
  readonly #found = new Map<Account, FoundAccount>()
  /** All accounts ever found. */
  readonly #known: FoundAccount[] = []
  readonly #funded = new Set<string>()
  #amount: { value: Decimal; unit: Account['unit']; units: bigint } | null = null
  readonly #policy: Policy
  readonly #matter: Matter
  readonly #day: Day

  constructor(
    policy: Policy,
    matter: Matter,
    parties: ReadonlyMap<string, string>,
    day: Day,
    books: Books,
  ) {
    this.#policy = policy
    this.#matter = matter
    this.#parties = parties
    this.#day = day
    this.#books = books
    this.#reservations = matter.reservations
  }

  /** What an account has, as far as the act has gone. */
  get(key: string): Balance | undefined {
    return this.#changed.get(key) ?? this.#books.get(key)
  }

  /** Goes on with other parties: an act has chosen the subject of a slot. */
  choose(parties: ReadonlyMap<string, string>): void {
    this.#parties = parties
    this.#found.clear()
  }

  /** Reads an account in a formula: topped up to its 注入 first, unknown while a key is. */
  read(account: Account, part: AccountPart, open: Evaluation): Value {
    const found = this.#find(account, open)
    if ('missing' in found) return unknown(found.missing)
    const lacking = this.#fund(found, open)
    if (lacking) return unknown(lacking.missing)
    return planValue(found.plan, partOf(this.#balance(found.key), part))
  }

  /** Makes the transfers of an act. */
  perform(plan: RowPlan, user: string, open: Evaluation): MoneyDone | Refusal | Missing {
    const { row } = plan
    for (const posting of plan.postings) {
      const same = sameHands(this.#policy, this.#matter, posting, row, user)
      if (same) return same
      const { mode } = posting.row
      const wrong =
        mode === 'reserve' || mode === 'post'
          ? this.#move(posting, row, open)
          : this.#close(posting.row, row, open)
      if (wrong) return wrong
    }
    const [transfers, balances] = [this.#transfers, this.#changed]
    const accounts = this.#changedAccounts(balances.keys(), open)
    this.#books = overlay(balances, this.#books)
    // Begun anew: formulas read after this (a notice, a deadline) must not book anything more.
    this.#transfers = []
    this.#changed = new Map()
    return { transfers, reservations: this.#reservations, balances, accounts, books: this.#books }
  }

  #balance(key: string): Balance {
    return this.get(key) ?? emptyBalance
  }

  #changedAccounts(keys: Iterable<string>, open: Evaluation): Map<string, ChangedAccount> {
    const accounts = new Map<string, ChangedAccount>()
    for (const key of keys) {
      if (!isDeclared(key)) continue
      const found = this.#known.find((one) => one.key === key) ?? this.#read(key)
      const { account, keys: values } = found
      accounts.set(key, { account, keys: values, floor: this.#floorOf(found, open) })
    }
    return accounts
  }

  /** The account of a key that stands in a reservation: it may be another year's. */
  #read(key: string): FoundAccount {
    for (const account of this.#policy.accounts) {
      const ref = readAccountKey(account, key)
      if (ref) return { ...ref, key, plan: accountPlan(this.#policy, account) }
    }
    throw new Error(`no account of ${this.#policy.meta.slug} has the key ${key}`)
  }

  #find(account: Account, open: Evaluation): FoundAccount | Missing {
    const known = this.#found.get(account)
    if (known) return known
    const source = { parties: this.#parties, matter: this.#matter.id, day: this.#day }
    const plan = accountPlan(this.#policy, account)
    const found = findAccount(plan, source, (rule) => open.valueOf(rule))
    if ('missing' in found) return found
    this.#found.set(account, found)
    this.#known.push(found)
    return found
  }

  /** 注入 is a target: posts the difference from 外部, or back as far as it is free. */
  #fund(found: FoundAccount, open: Evaluation): Missing | null {
    const { account, key } = found
    if (!account.fund || this.#funded.has(key)) return null
    this.#funded.add(key)
    const { value } = open.run(account.fund)
    if (!(value instanceof Decimal)) {
      this.#funded.delete(key)
      return { missing: isUnknown(value) ? value.missing : new Set([account.name]) }
    }
    const balance = this.#balance(key)
    const difference = planUnits(found.plan, value) - balance.funded
    if (difference === 0n) return null
    const own: End = { key, name: account.name, account: found }
    const world: End = { key: outside(account.ledger), name: '外部', account: null }
    if (difference > 0n) {
      this.#post('fund', account.ledger, world, own, difference, 0n)
      return null
    }
    const free = freeOf(balance) - this.#floorOf(found, open)
    const back = -difference > free ? free : -difference
    if (back > 0n) this.#post('fund', account.ledger, own, world, back, 0n)
    return null
  }

  #post(
    mode: Transfer['mode'],
    ledger: string,
    from: Pick<End, 'key' | 'name'>,
    to: Pick<End, 'key' | 'name'>,
    amount: bigint,
    floor: bigint,
  ): boolean {
    const transfer = transferOf(mode, ledger, from, to, amount)
    const booked = book(this, transfer, floor)
    if (!booked) return false
    for (const [key, after] of booked) this.#changed.set(key, after)
    this.#transfers.push(transfer)
    return true
  }

  /** An account of a 记账 row: declared, or 外部 and 已用 of the other side's 账套. */
  #endOf(name: string, ledger: string, open: Evaluation): End | Missing {
    if (name === '外部') return { key: outside(ledger), name, account: null }
    if (name === '已用') return { key: used(ledger), name, account: null }
    const account = indexOf(this.#policy).accounts.get(name)
    // The checker reports it (P013); a policy run in spite of that waits for it for ever.
    if (!account) return { missing: new Set([name]) }
    const found = this.#find(account, open)
    return 'missing' in found ? found : { key: found.key, name, account: found }
  }

  #move(
    { row: transfer, named }: Posting,
    row: ActRow,
    open: Evaluation,
  ): Refusal | Missing | null {
    const ledger = named?.ledger ?? ''
    const from = this.#endOf(transfer.from, ledger, open)
    if ('missing' in from) return from
    const to = this.#endOf(transfer.to ?? '已用', ledger, open)
    if ('missing' in to) return to
    const lacking =
      (from.account && this.#fund(from.account, open)) ??
      (to.account && this.#fund(to.account, open))
    if (lacking) return lacking
    const asked = transfer.amount ? open.run(transfer.amount).value : null
    if (isUnknown(asked)) return { missing: asked.missing }
    if (!(asked instanceof Decimal) || asked.isNegative()) return badAmount(transfer, row)
    const amount = this.#unitsOf(asked, named?.unit ?? 'money')
    if (amount === 0n) return null
    const floor = from.account ? this.#floorOf(from.account, open) : 0n
    const { mode } = transfer
    if (!this.#post(mode, ledger, from, to, amount, floor)) {
      return this.#short(transfer.from, from.key, amount, row)
    }
    if (mode === 'reserve') {
      const held = { account: from.key, name: transfer.from, ledger, credit: to.key, amount }
      this.#reservations = [...this.#reservations, held]
    }
    return null
  }

  #floorOf({ plan, account }: FoundAccount, open: Evaluation): bigint {
    return plan.floor ?? floorUnits(open.run(account.floor).value, account)
  }

  /** A number in units; the rows of one act mostly book the same amount one after another. */
  #unitsOf(value: Decimal, unit: Account['unit']): bigint {
    const last = this.#amount
    if (last?.value === value && last.unit === unit) return last.units
    const units = toUnits(value, unit)
    this.#amount = { value, unit, units }
    return units
  }

  /** Settles or releases this matter's reservations on an account, or all of them. */
  #close(transfer: TransferRow, row: ActRow, open: Evaluation): Refusal | Missing | null {
    const all = transfer.from === '全部预留'
    const chosen = this.#reservations.filter((one) => all || one.name === transfer.from)
    const left = this.#toSettle(transfer, row, open, chosen)
    if ('code' in left || 'missing' in left) return left
    for (const held of chosen) {
      const { ledger } = held
      const from = { key: held.account, name: held.name }
      const to = { key: held.credit, name: accountNameIn(held.credit, ledger) }
      const open = left.amounts.get(held.account) ?? 0n
      const settled = open < held.amount ? open : held.amount
      left.amounts.set(held.account, open - settled)
      if (settled > 0n) this.#post('settle', ledger, from, to, settled, 0n)
      const rest = held.amount - settled
      if (rest > 0n) this.#post('release', ledger, from, to, rest, 0n)
    }
    this.#reservations = this.#reservations.filter((one) => !chosen.includes(one))
    return null
  }

  /** How much of each account's reservations is settled: what is asked, or all that is held. */
  #toSettle(
    transfer: TransferRow,
    row: ActRow,
    open: Evaluation,
    chosen: readonly Reservation[],
  ): { readonly amounts: Map<string, bigint> } | Refusal | Missing {
    const amounts = new Map<string, bigint>()
    if (transfer.mode !== 'settle') return { amounts }
    const { accounts } = indexOf(this.#policy)
    const held = new Map<string, { name: string; sum: bigint }>()
    for (const one of chosen) {
      const sum = (held.get(one.account)?.sum ?? 0n) + one.amount
      held.set(one.account, { name: one.name, sum })
    }
    if (!transfer.amount) {
      for (const [key, { sum }] of held) amounts.set(key, sum)
      return { amounts }
    }
    const asked = open.run(transfer.amount).value
    if (isUnknown(asked)) return { missing: asked.missing }
    if (!(asked instanceof Decimal) || asked.isNegative()) return badAmount(transfer, row)
    // Settling what was never reserved would pay nothing and say nothing.
    if (held.size === 0 && !asked.isZero()) {
      const unit = accounts.get(transfer.from)?.unit ?? 'money'
      return this.#short(transfer.from, transfer.from, toUnits(asked, unit), row, 0n)
    }
    for (const [key, { name, sum }] of held) {
      const amount = toUnits(asked, (accounts.get(name) as Account).unit)
      if (amount > sum) return this.#short(name, key, amount, row, sum)
      amounts.set(key, amount)
    }
    return { amounts }
  }

  #short(name: string, key: string, asked: bigint, row: ActRow, held?: bigint): Refusal {
    const free = held ?? freeOf(this.#balance(key))
    return shortOf(indexOf(this.#policy).accounts.get(name), { name, key, asked, free }, row)
  }
}

function partOf(balance: Balance, part: AccountPart): bigint {
  switch (part) {
    case 'free':
      return freeOf(balance)
    case '注入':
      return balance.funded
    case '预留':
      return balance.held
    case '已用':
      return balance.funded - balance.balance
  }
}

function badAmount(transfer: TransferRow, row: ActRow): Refusal {
  const source = transfer.amount?.source ?? ''
  return refuse('R4', row.name, row.citation, {
    zh: `“${source}”算出来不是可以记账的金额：方向由“从”“到”表示，金额不能是负数或空。`,
    en: `“${source}” is no amount to book: it must not be negative or empty.`,
  })
}

/** R7: an account would fall below its 底线. */
export function shortOf(
  account: Account | undefined,
  at: {
    readonly name: string
    readonly key: string
    readonly asked: bigint
    readonly free: bigint
  },
  row: { readonly name: string; readonly citation: Citation | null },
): Refusal {
  const show = (units: bigint) => (account ? spellUnits(units, account) : `${units}元`)
  const [free, asked] = [show(at.free), show(at.asked)]
  return refuse(
    'R7',
    row.name,
    row.citation,
    {
      zh: `“${at.name}”可用 ${free}，要 ${asked}。`,
      en: `“${at.name}” has ${free} free; ${asked} was asked.`,
    },
    { shortage: { account: at.name, key: at.key, asked: at.asked, free: at.free } },
  )
}
