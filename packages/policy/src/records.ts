/** Lists of records as formulas read them: what belongs to an owner, and 享受记录. */
import { dateValue, unknown, type Value } from '@huoshui/feel'
import { type Day, Decimal, moneyToDecimal, money as toMoney, yearOf } from '@huoshui/values'
import type { Transfer } from './books.ts'
import { constantOf } from './fixed-value.ts'
import { indexOf } from './lookup.ts'
import type { Matter } from './matter.ts'
import type { Policy } from './policy.ts'

/** What is known of one record, by fact name. */
export type RecordFacts = ReadonlyMap<string, Value>

/**
 * The value of a list such as 专利（属于 企业）: a context for each record, with every declared fact.
 *
 * What is not known of a record is unknown and never null, or the default where the fact has one;
 * so a list that lacks something keeps a rule open instead of deciding it. `null` for the list
 * itself (nobody has said whether there are any) is unknown as a whole.
 */
export function recordsAs(
  policy: Policy,
  kind: string,
  records: readonly RecordFacts[] | null,
): Value {
  if (records === null) return unknown([kind])
  const declared = policy.facts.filter((fact) => fact.kind === kind)
  return records.map((given) => {
    const record = new Map<string, Value>()
    for (const fact of declared) {
      let value = given.get(fact.name)
      if (value === undefined && fact.fallback) value = constantOf(policy, fact.fallback)
      record.set(fact.name, value === undefined ? unknown([kind]) : value)
    }
    return record
  })
}

/** The same for child matters, whose records have a 状态 beside their facts. */
export function mattersAs(
  policy: Policy,
  procedure: string,
  matters: readonly { readonly state: string | null; readonly facts: RecordFacts }[],
): Value {
  const records = recordsAs(
    policy,
    procedure,
    matters.map((one) => one.facts),
  ) as readonly ReadonlyMap<string, Value>[]
  return records.map((record, i) => new Map(record).set('状态', matters[i]?.state ?? null))
}

/** One line of 享受记录: what was paid to (or taken back from) the parties of a matter. */
export interface PaidRecord {
  /** The measure whose procedure it was; the procedure's own name where none names it. */
  readonly measure: string
  /** The 项目 of the matter; null where it has none. */
  readonly project: string | null
  /** In 分; below zero where it was taken back. */
  readonly amount: bigint
  readonly day: Day
}

/** 享受记录 as a formula reads it: each with 措施, 项目, 金额, 日期 and 年度. */
export function paidAs(records: readonly PaidRecord[]): Value {
  return records.map(
    ({ measure, project, amount, day }) =>
      new Map<string, Value>([
        ['措施', measure],
        ['项目', project],
        ['金额', moneyToDecimal(toMoney(amount))],
        ['日期', dateValue(day)],
        ['年度', new Decimal(yearOf(day))],
      ]),
  )
}

/**
 * What an act paid, from its transfers: money that was posted or settled from an account of the
 * programme to one of a party or to 外部, less what went back from a party. null when none did.
 * What a quota counts against 已用 is no payment.
 */
export function paidBy(
  policy: Policy,
  matter: Pick<Matter, 'procedure' | 'parties'>,
  transfers: readonly Transfer[],
  day: Day,
): PaidRecord | null {
  let amount = 0n
  for (const { mode, debitName, creditName, amount: moved } of transfers) {
    if (mode !== 'post' && mode !== 'settle') continue
    const [from, to] = [sideOf(policy, debitName), sideOf(policy, creditName)]
    if (from === 'programme' && (to === 'party' || to === 'world')) amount += moved
    if (from === 'party' && to === 'programme') amount -= moved
  }
  if (amount === 0n) return null
  const own = policy.measures.find((one) => one.procedure === matter.procedure)
  const project = matter.parties.get('项目') ?? null
  return { measure: own?.name ?? matter.procedure, project, amount, day }
}

type PaySide = 'programme' | 'party' | 'world' | 'none'

/** Whose account it is: a party's if one of its keys is a subject. */
function sideOf(policy: Policy, name: string): PaySide {
  const { accounts, kinds } = indexOf(policy)
  const account = accounts.get(name)
  if (!account) return name === '外部' ? 'world' : 'none'
  if (account.unit !== 'money') return 'none'
  const subject = account.keys.some((key) => kinds.get(key)?.call === false)
  return subject ? 'party' : 'programme'
}
