/** 期初: what is left of an account when a running programme is taken over. */
import type { Value } from '@huoshui/feel'
import { type Day, Decimal, type Text } from '@huoshui/values'
import { accountPlan, floorUnits, toUnits } from './account-plan.ts'
import {
  type AccountRef,
  accountKey,
  type Balance,
  type Booked,
  type Booking,
  type Books,
  book,
  emptyBalance,
  outside,
  type Transfer,
  transferOf,
} from './books.ts'
import { evaluation } from './evaluation.ts'
import { fits } from './fits.ts'
import { indexOf } from './lookup.ts'
import { overlay } from './overlay.ts'
import type { Account, Policy } from './policy.ts'
import type { Evaluation, Facts, PolicyOf } from './runs.ts'

export interface OpeningInput {
  readonly policy: Policy
  readonly policyOf?: PolicyOf
  readonly day: Day
  /** The name of a declared account, and a value for each of its keys. */
  readonly account: string
  readonly keys: Readonly<Record<string, string>>
  /** What is left in it: 元 or times. */
  readonly left: Value
  /** What its 注入 and 底线 are worked out from: facts of the subjects among its keys. */
  readonly facts: Facts
  readonly books: Books
}

export type OpeningResult =
  | { readonly ok: true; readonly opening: Booking }
  | { readonly ok: false; readonly problems: readonly Text[] }

/**
 * Opens an account with what is left in it. All mistakes are answered at once, each with what to
 * do; then nothing is booked.
 *
 * What its 注入 asks for counts as put in already, and the rest of it as used before: that is how
 * an account comes to the same balance as if the programme had always run here.
 */
export function openAccount(input: OpeningInput): OpeningResult {
  const { policy, day, facts, books } = input
  const account = indexOf(policy).accounts.get(input.account)
  if (!account) return { ok: false, problems: [noAccount(policy, input.account)] }
  const problems = keyProblems(policy, account, input.keys)
  const left = input.left
  if (!isAmount(left, account)) problems.push(noAmount(account))
  if (problems.length > 0 || !(left instanceof Decimal)) return { ok: false, problems }
  const world = { policy, day, facts, traced: false }
  const open = evaluation(input.policyOf ? { ...world, policyOf: input.policyOf } : world)
  const keys = account.keys.map((kind) => ({ kind, value: input.keys[kind] as string }))
  const ref: AccountRef = { account, keys }
  const key = accountKey(ref)
  const floor =
    accountPlan(policy, account).floor ?? floorUnits(open.run(account.floor).value, account)
  const units = toUnits(left, account.unit)
  if (units < floor) problems.push(belowFloor(account))
  if (isUsed(books.get(key))) problems.push(alreadyUsed(key))
  if (problems.length > 0) return { ok: false, problems }
  const transfers = openingTransfers(ref, units, open)
  const balances = bookAll(transfers, books)
  const accounts = new Map(balances.has(key) ? [[key, { ...ref, floor }]] : [])
  return {
    ok: true,
    opening: { transfers, balances, accounts, books: overlay(balances, books) },
  }
}

/**
 * The transfers that open an account with `left` units. The whole of its 注入 comes from 外部, and
 * goes back there as far as it has been used; without one just what is left comes in.
 */
export function openingTransfers(ref: AccountRef, left: bigint, open: Evaluation): Transfer[] {
  const { account } = ref
  const { ledger } = account
  const target = account.fund ? open.run(account.fund).value : null
  const funded = target instanceof Decimal ? toUnits(target, account.unit) : left
  const own = { key: accountKey(ref), name: account.name }
  const world = { key: outside(ledger), name: '外部' }
  const move = (mode: Transfer['mode'], from: typeof own, to: typeof own, amount: bigint) =>
    transferOf(mode, ledger, from, to, amount)
  const transfers: Transfer[] = []
  if (funded > 0n) transfers.push(move('fund', world, own, funded))
  if (funded > left) transfers.push(move('post', own, world, funded - left))
  if (left > funded) transfers.push(move('post', world, own, left - funded))
  return transfers
}

/** Books transfers that can't fall short; what changed. */
export function bookAll(transfers: readonly Transfer[], books: Books): Map<string, Balance> {
  const balances = new Map<string, Balance>()
  const now: Books = { get: (key) => balances.get(key) ?? books.get(key) }
  for (const transfer of transfers) {
    const booked = book(now, transfer, 0n)
    if (!booked) throw new Error(`an opening fell short: ${transfer.debit}`)
    for (const [key, after] of booked as readonly Booked[]) balances.set(key, after)
  }
  return balances
}

const isUsed = (balance: Balance = emptyBalance): boolean =>
  balance.balance !== 0n || balance.held !== 0n || balance.funded !== 0n

/** Whether a value is an amount to begin with: to the fen, or whole times, and not negative. */
export function isAmount(value: Value, account: Account): value is Decimal {
  if (!(value instanceof Decimal) || value.isNegative()) return false
  return account.unit === 'money' ? fits(value, { kind: 'money' }) : value.isInteger()
}

/** What is wrong with the values of an account's keys. */
export function keyProblems(
  policy: Policy,
  account: Account,
  keys: Readonly<Record<string, string>>,
): Text[] {
  const { name } = account
  const problems: Text[] = []
  for (const kind of account.keys) {
    const value = keys[kind] ?? ''
    if (value === '') {
      problems.push({
        zh: `“${name}”每${account.keys.join('、')}一个，没有写是哪个${kind}；补上。`,
        en: `“${name}” is kept for each ${account.keys.join(', ')}; say which ${kind}.`,
      })
    } else if (kind === '年度' && !/^\d{4}$/.test(value)) {
      problems.push({
        zh: `年度写四位数，如 2024，不是“${value}”。`,
        en: `Write the year in four digits, such as 2024, not “${value}”.`,
      })
    } else problems.push(...listProblems(policy, kind, value))
  }
  for (const kind of Object.keys(keys)) {
    if (account.keys.includes(kind)) continue
    problems.push({
      zh: `“${name}”不按${kind}分；去掉它。`,
      en: `“${name}” is not kept for each ${kind}; leave it out.`,
    })
  }
  return problems
}

/** A key that is a rule with a closed list takes one of its values. */
function listProblems(policy: Policy, kind: string, value: string): Text[] {
  const type = indexOf(policy).rules.get(kind)?.type
  if (type?.kind !== 'enum' || type.values.includes(value)) return []
  return [
    {
      zh: `${kind}写其中之一：${type.values.join('、')}；没有“${value}”。`,
      en: `${kind} is one of ${type.values.join(', ')}, not “${value}”.`,
    },
  ]
}

export function noAccount(policy: Policy, name: string): Text {
  const names = policy.accounts.map((one) => one.name)
  return {
    zh: `没有“${name}”这个账户；写其中之一：${names.join('、')}。`,
    en: `There is no account “${name}”; write one of ${names.join(', ')}.`,
  }
}

export function noAmount({ name, unit }: Account): Text {
  return unit === 'money'
    ? {
        zh: `“${name}”写金额，精确到分，不小于零。`,
        en: `“${name}” takes an amount to the fen, not below zero.`,
      }
    : {
        zh: `“${name}”写次数，整数，不小于零。`,
        en: `“${name}” takes whole times, not below zero.`,
      }
}

const belowFloor = ({ name, floor }: Account): Text => ({
  zh: `“${name}”的期初不能低于底线 ${floor.source}；写实际剩下的数。`,
  en: `“${name}” can't begin below its floor ${floor.source}; write what is really left.`,
})

const alreadyUsed = (key: string): Text => ({
  zh: `“${key}”已经有账，期初只能记一次；要改，更正原来的期初。`,
  en: `“${key}” has been used; an opening is booked once. Correct the earlier one.`,
})
