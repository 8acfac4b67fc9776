/** Accounts of a policy made ready to be found: where each of their keys comes from. */
import { isUnknown, type Value } from '@huoshui/feel'
import {
  type Day,
  Decimal,
  moneyFromDecimal,
  moneyToDecimal,
  money as toMoney,
  yearOf,
} from '@huoshui/values'
import { type AccountRef, accountKey } from './books.ts'
import { constantOf } from './fixed-value.ts'
import { indexOf } from './lookup.ts'
import type { Account, Policy } from './policy.ts'

type KeyPlan = { readonly kind: string } & (
  | { readonly form: 'year' }
  | { readonly form: 'rule' }
  /** `matter`: the matter itself where it is no party; `call`: one for all where none is pinned. */
  | { readonly form: 'party'; readonly matter: boolean; readonly call: boolean }
)

export interface AccountPlan {
  readonly account: Account
  readonly keys: readonly KeyPlan[]
  /** The 底线 in units where it is written out; null where it has to be computed. */
  readonly floor: bigint | null
  /**
   * What was last turned from units to a number, or back. What funds an account, and what is free
   * on one that nobody has used yet, are the same for claim after claim.
   */
  readonly last: { value: Decimal | null; units: bigint; read: Decimal | null; of: bigint }
}

/** What an account's keys are found from. */
export interface KeySource {
  readonly parties: ReadonlyMap<string, string>
  readonly matter: string
  readonly day: Day
}

/** An account that has been found, with its key. */
export interface FoundAccount extends AccountRef {
  readonly key: string
  readonly plan: AccountPlan
}

export type Missing = { readonly missing: ReadonlySet<string> }

const plans = new WeakMap<Policy, Map<Account, AccountPlan>>()

export function accountPlan(policy: Policy, account: Account): AccountPlan {
  let made = plans.get(policy)
  if (made === undefined) {
    made = new Map()
    plans.set(policy, made)
  }
  let plan = made.get(account)
  if (plan === undefined) {
    const { rules, kinds } = indexOf(policy)
    const keys = account.keys.map((kind): KeyPlan => {
      if (kind === '年度') return { kind, form: 'year' }
      if (rules.has(kind)) return { kind, form: 'rule' }
      const { matter = false, call = false } = kinds.get(kind) ?? {}
      return { kind, form: 'party', matter, call }
    })
    const floor = constantOf(policy, account.floor)
    plan = {
      account,
      keys,
      floor: floor === undefined ? null : floorUnits(floor, account),
      last: { value: null, units: 0n, read: null, of: 0n },
    }
    made.set(account, plan)
  }
  return plan
}

/** Finds an account for a matter; `ruleValue` gives the rules among its keys. */
export function findAccount(
  plan: AccountPlan,
  source: KeySource,
  ruleValue: (rule: string) => Value,
): FoundAccount | Missing {
  const { account } = plan
  const keys: { kind: string; value: string }[] = []
  let missing: Set<string> | null = null
  for (const key of plan.keys) {
    const { kind } = key
    const value = key.form === 'rule' ? ruleValue(kind) : partOf(key, source)
    if (typeof value === 'string') keys.push({ kind, value })
    else if (value === undefined) missing = (missing ?? new Set()).add(kind)
    else if (isUnknown(value)) missing = new Set([...(missing ?? []), ...value.missing])
    else keys.push({ kind, value: String(value) })
  }
  if (missing !== null) return { missing }
  return { account, keys, key: accountKey({ account, keys }), plan }
}

function partOf(key: KeyPlan, { parties, matter, day }: KeySource): string | undefined {
  if (key.form !== 'party') return String(yearOf(day))
  // A call that no slot names is the one open on the day: one account for all.
  return parties.get(key.kind) ?? (key.matter ? matter : key.call ? key.kind : undefined)
}

/** Units to a FEEL number: 分 to 元, times as they are. */
export function toValue(units: bigint, account: Account): Decimal {
  return account.unit === 'money' ? moneyToDecimal(toMoney(units)) : new Decimal(units.toString())
}

/** A FEEL number to units; a count is cut to whole times. */
export function toUnits(value: Decimal, unit: Account['unit']): bigint {
  return unit === 'money' ? moneyFromDecimal(value) : BigInt(value.floor().toFixed(0))
}

/** `toUnits` for what funds an account. */
export function planUnits({ account, last }: AccountPlan, value: Decimal): bigint {
  if (last.value !== value) {
    last.units = toUnits(value, account.unit)
    last.value = value
  }
  return last.units
}

/** `toValue` for a part of an account. */
export function planValue({ account, last }: AccountPlan, units: bigint): Decimal {
  if (last.read === null || last.of !== units) {
    last.read = toValue(units, account)
    last.of = units
  }
  return last.read
}

/** A 底线 in units; one that is not known holds nothing back. */
export function floorUnits(value: Value, account: Account): bigint {
  return value instanceof Decimal ? toUnits(value, account.unit) : 0n
}

/** Units as people read them: `50000元`, `3次`. */
export function spellUnits(units: bigint, account: Account): string {
  return `${toValue(units, account)}${account.unit === 'count' ? '次' : '元'}`
}
