/**
 * 更正: undoing a mis-pressed act by transfers that go the other way.
 *
 * Nothing is deleted: what was reserved is released, what was released is reserved again, what was
 * paid comes back. Where the money is no longer free the correction is refused (R7).
 */
import { accountPlan } from './account-plan.ts'
import {
  type Balance,
  type Booking,
  type Books,
  book,
  type ChangedAccount,
  emptyBalance,
  freeOf,
  isDeclared,
  readAccountKey,
  type Transfer,
} from './books.ts'
import { shortOf } from './ledger.ts'
import { indexOf } from './lookup.ts'
import type { FactSet, Matter } from './matter.ts'
import { type Lookup, overlay } from './overlay.ts'
import type { Citation, Policy } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'

/** What the log says of the act to be undone. */
export interface ActRecord {
  /** The matter as it was before the act. */
  readonly before: Matter
  /** What the act booked, in order. */
  readonly transfers: readonly Transfer[]
  /** What it filled in and set. */
  readonly facts: readonly FactSet[]
}

export interface ReversalInput {
  readonly policy: Policy
  readonly matter: Matter
  readonly last: ActRecord
  readonly books: Books
  /** Who corrects: someone else than who did the act. */
  readonly user: string
  /** 底线 of accounts by key, in units, where the policy has to compute them; else 0. */
  readonly floors?: Lookup<bigint>
}

export interface Reversal extends Booking {
  /** The matter as before the act. */
  readonly matter: Matter
  /** Facts that hold no longer; what was known before them holds again. */
  readonly withdrawn: readonly FactSet[]
}

export type ReverseResult =
  | { readonly ok: true; readonly reversal: Reversal }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * Undoes the last act of a matter.
 *
 * Refused: R1 to the person who did it, R2 where the record is not that of the matter's last act
 * (later acts are undone first), R7 where money it booked is no longer free. 注入 is a target and
 * not this act's doing: it goes back as far as it is free, and is never a reason to refuse.
 */
export function reverse(input: ReversalInput): ReverseResult {
  const { policy, matter, last } = input
  const wrong = mayReverse(input)
  if (wrong) return { ok: false, refusal: wrong }
  const act = matter.performed.at(-1)?.act as string
  const undoing = new Undoing(input)
  for (const transfer of last.transfers.toReversed()) {
    const short = undoing.undo(transfer)
    if (!short) continue
    const account = indexOf(policy).accounts.get(short.name)
    const refusal = shortOf(account, short, { name: act, citation: citationOf(input, act) })
    return { ok: false, refusal }
  }
  const { transfers, balances } = undoing
  return {
    ok: true,
    reversal: {
      transfers,
      matter: last.before,
      withdrawn: last.facts,
      balances,
      accounts: undoing.accounts(),
      books: overlay(balances, input.books),
    },
  }
}

function citationOf({ policy, matter }: ReversalInput, act: string): Citation | null {
  const rows = indexOf(policy).procedures.get(matter.procedure)?.acts ?? []
  return rows.find((row) => row.name === act)?.citation ?? null
}

function mayReverse({ policy, matter, last, user }: ReversalInput): Refusal | null {
  const done = matter.performed.at(-1)
  const citation = indexOf(policy).procedures.get(matter.procedure)?.citation ?? null
  if (!done) {
    const text = { zh: '还没有办过什么，没有可以更正的。', en: 'Nothing has been done to correct.' }
    return refuse('R2', '更正', citation, text)
  }
  const { before } = last
  const same =
    before.id === matter.id &&
    before.performed.length === matter.performed.length - 1 &&
    before.state === done.from &&
    matter.state === done.to
  if (!same) {
    return refuse('R2', '更正', citation, {
      zh: `只能更正最后办的一步，现在是“${done.act}”；要更正更早的，先更正它后面的。`,
      en: `Only the last act can be corrected, now “${done.act}”; undo what came after first.`,
    })
  }
  if (done.actor !== user) return null
  return refuse('R1', '更正', citation, {
    zh: `“${done.act}”是您办的，要由另一个人更正。`,
    en: `You did “${done.act}”; someone else must correct it.`,
  })
}

interface Short {
  readonly name: string
  readonly key: string
  readonly asked: bigint
  readonly free: bigint
}

/** The opposite transfers of one act, as they are booked one after another. */
class Undoing implements Books {
  readonly transfers: Transfer[] = []
  readonly balances = new Map<string, Balance>()

  constructor(readonly input: ReversalInput) {}

  get(key: string): Balance | undefined {
    return this.balances.get(key) ?? this.input.books.get(key)
  }

  /** Books the opposite; what falls short when it can't be. */
  undo(transfer: Transfer): Short | null {
    const back = turned(transfer)
    switch (transfer.mode) {
      case 'reserve':
        return this.#book({ ...transfer, mode: 'release' })
      case 'release':
        return this.#book({ ...transfer, mode: 'reserve' })
      case 'post':
        return this.#book(back)
      case 'settle':
        // What was settled was held before: the money comes back, and is held again.
        return this.#book({ ...back, mode: 'post' }) ?? this.#book({ ...transfer, mode: 'reserve' })
      case 'fund': {
        const free = this.#free(back.debit)
        const amount = isDeclared(back.debit) && free < back.amount ? free : back.amount
        return amount > 0n ? this.#book({ ...back, amount }) : null
      }
    }
  }

  accounts(): Map<string, ChangedAccount> {
    const accounts = new Map<string, ChangedAccount>()
    for (const key of this.balances.keys()) {
      for (const account of this.input.policy.accounts) {
        const ref = readAccountKey(account, key)
        if (ref) accounts.set(key, { ...ref, floor: this.#floorOf(key) })
      }
    }
    return accounts
  }

  #free(key: string): bigint {
    return freeOf(this.get(key) ?? emptyBalance) - this.#floorOf(key)
  }

  #floorOf(key: string): bigint {
    const given = this.input.floors?.get(key)
    if (given !== undefined) return given
    const { policy } = this.input
    const account = policy.accounts.find((one) => readAccountKey(one, key))
    return account ? (accountPlan(policy, account).floor ?? 0n) : 0n
  }

  #book(transfer: Transfer): Short | null {
    const { debit, debitName, amount } = transfer
    const booked = book(this, transfer, this.#floorOf(debit))
    if (!booked) return { name: debitName, key: debit, asked: amount, free: this.#free(debit) }
    for (const [key, after] of booked) this.balances.set(key, after)
    this.transfers.push(transfer)
    return null
  }
}

function turned(transfer: Transfer): Transfer {
  const { debit, debitName, credit, creditName } = transfer
  return { ...transfer, debit: credit, debitName: creditName, credit: debit, creditName: debitName }
}
