/** The money of one act: accounts topped up when they are used, then the rows of 记账 in order. */
import { isUnknown, unknown, type Value } from '@huoshui/feel'
import {
  type Day,
  Decimal,
  moneyFromDecimal,
  moneyToDecimal,
  money as toMoney,
  yearOf,
} from '@huoshui/values'
import {
  type AccountRef,
  accountKey,
  type Balance,
  type Books,
  book,
  emptyBalance,
  freeOf,
  outside,
  type Reservation,
  type Transfer,
  used,
} from './books.ts'
import { factsBelow } from './fixed.ts'
import type { AccountPart } from './lookup.ts'
import { indexOf } from './lookup.ts'
import type { Matter } from './matter.ts'
import type { Account, ActRow, Formula, Policy, Procedure, TransferRow } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Evaluation } from './runs.ts'

export interface MoneyDone {
  readonly transfers: readonly Transfer[]
  readonly reservations: readonly Reservation[]
  readonly books: Books
}

type Missing = { readonly missing: ReadonlySet<string> }

/** Units to a FEEL number: 分 to 元, times as they are. */
function toValue(units: bigint, account: Account): Decimal {
  return account.unit === 'money' ? moneyToDecimal(toMoney(units)) : new Decimal(units.toString())
}

/** A FEEL number to units; a count is cut to whole times. */
function toUnits(value: Decimal, unit: Account['unit']): bigint {
  return unit === 'money' ? moneyFromDecimal(value) : BigInt(value.floor().toFixed(0))
}

/**
 * The facts that a posting's amount comes from: those its formula reads, what was reserved when it
 * names no amount of its own, and what an act worked one of them out from.
 */
function amountFacts(policy: Policy, procedure: Procedure, transfer: TransferRow): Set<string> {
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

/** The books as one act sees and changes them. It lives for one step. */
export class Ledger {
  #books: Books
  readonly #transfers: Transfer[] = []
  #reservations: readonly Reservation[]
  readonly #funded = new Set<string>()
  readonly #policy: Policy
  readonly #matter: Matter
  readonly #parties: ReadonlyMap<string, string>
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

  /** Reads an account in a formula: topped up to its 注入 first, unknown while a key is. */
  read(account: Account, part: AccountPart, open: Evaluation): Value {
    const ref = this.#refOf(account, open)
    if ('missing' in ref) return unknown(ref.missing)
    const lacking = this.#fund(ref, open)
    if (lacking) return unknown(lacking.missing)
    const balance = this.#balance(accountKey(ref))
    const parts: Record<AccountPart, bigint> = {
      free: freeOf(balance),
      注入: balance.funded,
      预留: balance.held,
      已用: balance.funded - balance.balance,
    }
    return toValue(parts[part], account)
  }

  /** The key of an account for this matter; null while one of its keys is not known. */
  keyFor(account: Account, open: Evaluation): string | null {
    const ref = this.#refOf(account, open)
    return 'missing' in ref ? null : accountKey(ref)
  }

  /** A number of 元 or times in the account's whole units. */
  unitsOf(value: Decimal, account: Account): bigint {
    return toUnits(value, account.unit)
  }

  /** Makes the transfers of an act. */
  perform(
    procedure: Procedure,
    row: ActRow,
    user: string,
    open: Evaluation,
  ): MoneyDone | Refusal | Missing {
    for (const transfer of procedure.transfers) {
      if (transfer.act !== row.name) continue
      const same = this.#sameHands(procedure, transfer, row, user)
      if (same) return same
      const wrong =
        transfer.mode === 'reserve' || transfer.mode === 'post'
          ? this.#move(transfer, row, open)
          : this.#close(transfer, row, open)
      if (wrong) return wrong
    }
    // A copy: formulas read after this (a notice, a deadline) must not book anything more.
    const transfers = [...this.#transfers]
    return { transfers, reservations: this.#reservations, books: this.#books }
  }

  #balance(key: string): Balance {
    return this.#books.get(key) ?? emptyBalance
  }

  #refOf(account: Account, open: Evaluation): AccountRef | Missing {
    const keys: { kind: string; value: string }[] = []
    const missing = new Set<string>()
    for (const kind of account.keys) {
      if (kind === '年度') keys.push({ kind, value: String(yearOf(this.#day)) })
      else if (indexOf(this.#policy).rules.has(kind)) {
        const value = open.valueOf(kind)
        if (isUnknown(value)) for (const name of value.missing) missing.add(name)
        else keys.push({ kind, value: String(value) })
      } else {
        const matter = indexOf(this.#policy).kinds.get(kind)?.matter
        const subject = this.#parties.get(kind) ?? (matter ? this.#matter.id : undefined)
        // A call that no slot names is the one open on the day: one account for all.
        const call = indexOf(this.#policy).kinds.get(kind)?.call ? kind : undefined
        if (subject ?? call) keys.push({ kind, value: (subject ?? call) as string })
        else missing.add(kind)
      }
    }
    return missing.size > 0 ? { missing } : { account, keys }
  }

  /** 注入 is a target: posts the difference from 外部, or back as far as it is free. */
  #fund(ref: AccountRef, open: Evaluation): Missing | null {
    const { account } = ref
    const key = accountKey(ref)
    if (!account.fund || this.#funded.has(key)) return null
    this.#funded.add(key)
    const { value } = open.run(account.fund)
    if (!(value instanceof Decimal)) {
      this.#funded.delete(key)
      return { missing: isUnknown(value) ? value.missing : new Set([account.name]) }
    }
    const balance = this.#balance(key)
    const difference = toUnits(value, account.unit) - balance.funded
    const free = freeOf(balance) - this.#floorOf(ref, open)
    let back = -difference
    if (back > free) back = free
    const world = outside(account.ledger)
    if (difference > 0n) this.#post('fund', account.ledger, world, key, difference, 0n)
    else if (back > 0n) this.#post('fund', account.ledger, key, world, back, 0n)
    return null
  }

  #post(
    mode: Transfer['mode'],
    ledger: string,
    debit: string,
    credit: string,
    amount: bigint,
    floor: bigint,
  ): boolean {
    const transfer: Transfer = { mode, ledger, debit, credit, amount }
    const next = book(this.#books, transfer, floor)
    if (!next) return false
    this.#books = next
    this.#transfers.push(transfer)
    return true
  }

  /** Maker and checker: who filled an amount may not post or settle it. The system is nobody. */
  #sameHands(
    procedure: Procedure,
    transfer: TransferRow,
    row: ActRow,
    user: string,
  ): Refusal | null {
    if (transfer.mode !== 'post' && transfer.mode !== 'settle') return null
    if (row.by === '系统') return null
    const read = amountFacts(this.#policy, procedure, transfer)
    const { keyOf } = indexOf(this.#policy)
    const own = this.#matter.performed.find(
      (one) => one.actor === user && one.filled.some((name) => read.has(keyOf(name))),
    )
    if (!own) return null
    return refuse('R1', row.name, row.citation, {
      zh: `金额是您在“${own.act}”时填的，要由另一个人办理“${row.name}”。`,
      en: `You filled in the amount at “${own.act}”; someone else must do “${row.name}”.`,
    })
  }

  /** An account of a 记账 row: declared, or 外部 and 已用 of the other side's 账套. */
  #endOf(
    name: string,
    ledger: string,
    open: Evaluation,
  ): { key: string; ref: AccountRef | null } | Missing {
    if (name === '外部') return { key: outside(ledger), ref: null }
    if (name === '已用') return { key: used(ledger), ref: null }
    const account = indexOf(this.#policy).accounts.get(name)
    // The checker reports it (P013); a policy run in spite of that waits for it for ever.
    if (!account) return { missing: new Set([name]) }
    const ref = this.#refOf(account, open)
    return 'missing' in ref ? ref : { key: accountKey(ref), ref }
  }

  #move(transfer: TransferRow, row: ActRow, open: Evaluation): Refusal | Missing | null {
    const { accounts } = indexOf(this.#policy)
    const named = accounts.get(transfer.from) ?? accounts.get(transfer.to ?? '')
    const ledger = named?.ledger ?? ''
    const from = this.#endOf(transfer.from, ledger, open)
    if ('missing' in from) return from
    const to = this.#endOf(transfer.to ?? '已用', ledger, open)
    if ('missing' in to) return to
    for (const end of [from, to]) {
      const lacking = end.ref && this.#fund(end.ref, open)
      if (lacking) return lacking
    }
    const asked = transfer.amount ? open.run(transfer.amount).value : null
    if (isUnknown(asked)) return { missing: asked.missing }
    if (!(asked instanceof Decimal) || asked.isNegative()) return this.#badAmount(transfer, row)
    const amount = toUnits(asked, named?.unit ?? 'money')
    if (amount === 0n) return null
    const floor = this.#floorOf(from.ref, open)
    const mode = transfer.mode
    if (!this.#post(mode, ledger, from.key, to.key, amount, floor)) {
      return this.#short(transfer.from, from.key, amount, row)
    }
    if (mode === 'reserve') {
      const held = { account: from.key, name: transfer.from, ledger, credit: to.key, amount }
      this.#reservations = [...this.#reservations, held]
    }
    return null
  }

  #floorOf(ref: AccountRef | null, open: Evaluation): bigint {
    const value = ref ? open.run(ref.account.floor).value : null
    return value instanceof Decimal && ref ? toUnits(value, ref.account.unit) : 0n
  }

  /** Settles or releases this matter's reservations on an account, or all of them. */
  #close(transfer: TransferRow, row: ActRow, open: Evaluation): Refusal | Missing | null {
    const all = transfer.from === '全部预留'
    const chosen = this.#reservations.filter((one) => all || one.name === transfer.from)
    const left = this.#toSettle(transfer, row, open, chosen)
    if ('code' in left || 'missing' in left) return left
    for (const held of chosen) {
      const open = left.amounts.get(held.account) ?? 0n
      const settled = open < held.amount ? open : held.amount
      left.amounts.set(held.account, open - settled)
      if (settled > 0n) this.#post('settle', held.ledger, held.account, held.credit, settled, 0n)
      const rest = held.amount - settled
      if (rest > 0n) this.#post('release', held.ledger, held.account, held.credit, rest, 0n)
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
    if (!(asked instanceof Decimal) || asked.isNegative()) return this.#badAmount(transfer, row)
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

  #badAmount(transfer: TransferRow, row: ActRow): Refusal {
    const source = transfer.amount?.source ?? ''
    return refuse('R4', row.name, row.citation, {
      zh: `“${source}”算出来不是可以记账的金额：方向由“从”“到”表示，金额不能是负数或空。`,
      en: `“${source}” is no amount to book: it must not be negative or empty.`,
    })
  }

  #short(name: string, key: string, asked: bigint, row: ActRow, held?: bigint): Refusal {
    const free = held ?? freeOf(this.#balance(key))
    const account = indexOf(this.#policy).accounts.get(name)
    const show = (units: bigint) => {
      const value = account ? toValue(units, account).toString() : String(units)
      return account?.unit === 'count' ? `${value}次` : `${value}元`
    }
    return refuse(
      'R7',
      row.name,
      row.citation,
      {
        zh: `“${name}”可用 ${show(free)}，要 ${show(asked)}。`,
        en: `“${name}” has ${show(free)} free; ${show(asked)} was asked.`,
      },
      { shortage: { account: name, key, asked, free } },
    )
  }
}
