/** Taking over a matter in the middle of its life, as it stood where the programme ran before. */
import type { Value } from '@huoshui/feel'
import { compareDays, type Day, type Text } from '@huoshui/values'
import { accountPlan, findAccount, spellUnits, toUnits } from './account-plan.ts'
import {
  type Balance,
  type Booking,
  type Books,
  book,
  type ChangedAccount,
  emptyBalance,
  freeOf,
  type Reservation,
  type Transfer,
  used,
} from './books.ts'
import { statesOf } from './checks/context.ts'
import { type Performance, rowsIn } from './due.ts'
import { dueEntriesOf } from './due-entries.ts'
import { evaluation } from './evaluation.ts'
import { fits, writeAs } from './fits.ts'
import { factKey, indexOf } from './lookup.ts'
import type { DueEntry, FactSet, Matter, StepInput } from './matter.ts'
import { isAmount, noAccount, noAmount } from './opening.ts'
import { overlay } from './overlay.ts'
import type { Account, Policy, Procedure } from './policy.ts'

/** A matter as whoever ran it before hands it over. */
export interface HandedOver {
  readonly id: string
  readonly procedure: string
  readonly state: string
  readonly parties: ReadonlyMap<string, string>
  /** What was done, in order; `to` where one act leads to several states. */
  readonly performed: readonly {
    readonly act: string
    readonly day: Day
    readonly actor?: string
    readonly to?: string
    readonly filled?: readonly string[]
  }[]
  /** What is held for it: an account, how much, and the year of the account where it has one. */
  readonly reservations: readonly {
    readonly account: string
    readonly amount: Value
    readonly year?: number
  }[]
  /** What was filled in and set, by fact name. */
  readonly facts: ReadonlyMap<string, Value>
}

export interface TakeOverInput
  extends Pick<StepInput, 'policy' | 'policyOf' | 'calendar' | 'books' | 'day'> {
  readonly given: HandedOver
  /** Facts of its parties and calls, as a step is given them. */
  readonly facts: StepInput['facts']
}

export interface TakenOver extends Booking {
  readonly matter: Matter
  readonly facts: readonly FactSet[]
  readonly deadlines: readonly DueEntry[]
}

export type TakeOverResult =
  | { readonly ok: true; readonly taken: TakenOver }
  | { readonly ok: false; readonly problems: readonly Text[] }

/**
 * Takes a matter over. Everything is held against its procedure: the state, the parties, the acts
 * and their days, the facts, the reservations and the money for them. All mistakes are answered at
 * once, each with what to do; then nothing is taken over.
 */
export function takeOver(input: TakeOverInput): TakeOverResult {
  const { policy, given, day } = input
  const procedure = indexOf(policy).procedures.get(given.procedure)
  if (!procedure) return { ok: false, problems: [noProcedure(policy, given.procedure)] }
  const problems: Text[] = []
  checkParties(policy, procedure, given, problems)
  const performed = performances(procedure, given, day, problems)
  const facts = factSets(policy, procedure, given, problems)
  const held = new Holding(input, procedure, problems)
  for (const one of given.reservations) held.hold(one)
  if (given.reservations.length > 0 && isEnd(procedure, given.state)) {
    problems.push({
      zh: `“${given.state}”已经办完，不能还占着额度或资金；先落实或释放，或者改状态。`,
      en: `“${given.state}” is an end and holds nothing; settle or release first, or mend the state.`,
    })
  }
  if (problems.length > 0) return { ok: false, problems }
  const matter: Matter = {
    id: given.id,
    procedure: procedure.name,
    state: given.state,
    parties: given.parties,
    openedOn: performed[0]?.day ?? day,
    performed,
    reservations: held.reservations,
  }
  const { transfers, balances, accounts } = held
  const all = overlay(new Map(factValues(policy, facts)), input.facts)
  const deadlines = dueEntriesOf({ ...input, matter, facts: all })
  const books = overlay(balances, input.books)
  return {
    ok: true,
    taken: { matter, facts, deadlines, transfers, balances, accounts, books },
  }
}

const isEnd = (procedure: Procedure, state: string): boolean =>
  !procedure.acts.some((row) => row.from.includes(state))

function noProcedure(policy: Policy, name: string): Text {
  const names = policy.procedures.map((one) => one.name)
  return {
    zh: `没有“${name}”这个流程；写其中之一：${names.join('、')}。`,
    en: `There is no procedure “${name}”; write one of ${names.join(', ')}.`,
  }
}

function checkParties(
  policy: Policy,
  procedure: Procedure,
  { parties }: HandedOver,
  problems: Text[],
): void {
  const [own] = procedure.parties
  for (const kind of parties.keys()) {
    if (procedure.parties.includes(kind)) continue
    const names = procedure.parties.join('、')
    problems.push({
      zh: `“${procedure.name}”没有${kind}这一方；只有：${names}。`,
      en: `“${procedure.name}” has no ${kind} among its parties: ${procedure.parties.join(', ')}.`,
    })
  }
  if (own === undefined || parties.has(own) || indexOf(policy).kinds.get(own)?.call) return
  problems.push({ zh: `要写明${own}是谁。`, en: `Say who the ${own} is.` })
}

/** The acts with the states they led from and to, as far as they follow one another. */
function performances(
  procedure: Procedure,
  { performed, state }: HandedOver,
  today: Day,
  problems: Text[],
): Performance[] {
  if (!statesOf(procedure).includes(state)) {
    const states = statesOf(procedure)
    problems.push({
      zh: `“${procedure.name}”没有“${state}”这个状态；写其中之一：${states.join('、')}。`,
      en: `“${procedure.name}” has no state “${state}”; write one of ${states.join(', ')}.`,
    })
  }
  if (performed.length === 0) {
    problems.push({
      zh: '要写办过的动作和日期，从开始的那一步写起。',
      en: 'List the acts that were done with their days, from the opening on.',
    })
    return []
  }
  const done: Performance[] = []
  let from: string | null = null
  for (const one of performed) {
    const before = done.at(-1)?.day
    if (before !== undefined && compareDays(one.day, before) < 0) {
      problems.push(outOfOrder(one.act, one.day, before))
    }
    if (compareDays(one.day, today) > 0) problems.push(inFuture(one.act, one.day))
    const to = follows(procedure, one, from, problems)
    if (to === null) return done
    const { act, day, actor = '', filled = [] } = one
    done.push({ act, day, actor, filled, from, to })
    from = to
  }
  if (from !== state) {
    problems.push({
      zh: `办完“${performed.at(-1)?.act}”应是“${from}”，写的是“${state}”；改状态，或补上漏的动作。`,
      en: `After “${performed.at(-1)?.act}” the state is “${from}”, not “${state}”; mend one of them.`,
    })
  }
  return done
}

/** The state that an act leads to from another; null where it can't be told. */
function follows(
  procedure: Procedure,
  { act, to }: HandedOver['performed'][number],
  from: string | null,
  problems: Text[],
): string | null {
  const known = procedure.acts.some((row) => row.name === act)
  const ends = [...new Set(rowsIn(procedure, act, from).map((row) => row.to))]
  const now = from ?? '起'
  const list = ends.join('、')
  if (!known) {
    const names = [...new Set(procedure.acts.map((row) => row.name))]
    problems.push({
      zh: `“${procedure.name}”没有“${act}”这个动作；写其中之一：${names.join('、')}。`,
      en: `“${procedure.name}” has no act “${act}”; write one of ${names.join(', ')}.`,
    })
  } else if (ends.length === 0) {
    problems.push({
      zh: `“${now}”时不能办“${act}”；补上中间漏的动作。`,
      en: `“${act}” can't be done in “${from ?? 'not begun'}”; add the acts in between.`,
    })
  } else if (to !== undefined ? !ends.includes(to) : ends.length > 1) {
    problems.push({
      zh: `“${act}”在“${now}”时可以到：${list}；写明到了哪一个。`,
      en: `From “${from ?? 'not begun'}” “${act}” leads to ${ends.join(', ')}; say to which.`,
    })
  } else return to ?? (ends[0] as string)
  return null
}

const outOfOrder = (act: string, day: Day, before: Day): Text => ({
  zh: `“${act}”是 ${day}，早于前一步的 ${before}；按日期先后写。`,
  en: `“${act}” on ${day} comes before the act above it, on ${before}; list them by day.`,
})

const inFuture = (act: string, day: Day): Text => ({
  zh: `“${act}”的日期 ${day} 还没有到；只写已经办过的。`,
  en: `“${act}” on ${day} has not come yet; list only what was done.`,
})

function factSets(
  policy: Policy,
  procedure: Procedure,
  { id, facts, parties }: HandedOver,
  problems: Text[],
): FactSet[] {
  const index = indexOf(policy)
  const sets: FactSet[] = []
  for (const [name, value] of facts) {
    const fact = index.facts.get(name)
    if (!fact) {
      problems.push({
        zh: `没有声明“${name}”；去掉它，或者改成声明过的名称。`,
        en: `“${name}” is not declared; leave it out, or use a declared name.`,
      })
      continue
    }
    const { kind } = fact
    const subject = kind === procedure.name ? id : parties.get(kind)
    if (!fits(value, fact.type)) {
      const form = writeAs(fact.type)
      problems.push({ zh: `“${name}”填${form.zh}。`, en: `“${name}” takes ${form.en}.` })
    } else if (subject === undefined) {
      problems.push({
        zh: `“${name}”是${kind}的事实，要先写明${kind}是哪一个。`,
        en: `“${name}” is a fact of ${kind}; say which ${kind} first.`,
      })
    } else sets.push({ kind, subject, name: fact.name, value, source: '填' })
  }
  return sets
}

function* factValues(policy: Policy, sets: readonly FactSet[]): Iterable<[string, Value]> {
  for (const { kind, name, value } of sets) {
    const fact = indexOf(policy).facts.get(`${kind}.${name}`)
    if (fact) yield [factKey(policy, fact), value]
  }
}

/** What is held for a matter, as it is reserved again piece by piece. */
class Holding {
  readonly reservations: Reservation[] = []
  readonly transfers: Transfer[] = []
  readonly balances = new Map<string, Balance>()
  readonly accounts = new Map<string, ChangedAccount>()

  constructor(
    readonly input: TakeOverInput,
    readonly procedure: Procedure,
    readonly problems: Text[],
  ) {}

  hold({ account: name, amount, year }: HandedOver['reservations'][number]): void {
    const { policy } = this.input
    const account = indexOf(policy).accounts.get(name)
    const row = this.procedure.transfers.find((one) => one.mode === 'reserve' && one.from === name)
    if (!account) this.problems.push(noAccount(policy, name))
    else if (!row) {
      this.problems.push({
        zh: `“${this.procedure.name}”不预留“${name}”；去掉它。`,
        en: `“${this.procedure.name}” reserves nothing on “${name}”; leave it out.`,
      })
    } else if (!isAmount(amount, account) || amount.isZero()) this.problems.push(noAmount(account))
    else {
      const debit = this.#find(account, year)
      const named = indexOf(policy).accounts.get(row.to ?? '')
      const credit = named ? this.#find(named, year) : null
      if (!debit || (named && !credit)) return
      const to = { key: credit?.key ?? used(account.ledger), name: named?.name ?? '已用' }
      this.#reserve(debit, to, toUnits(amount, account.unit))
    }
  }

  #find(account: Account, year: number | undefined) {
    const { policy, policyOf, given, facts, day } = this.input
    const world = { policy, day, facts, traced: false }
    const open = evaluation(policyOf ? { ...world, policyOf } : world)
    const opened = given.performed[0]?.day ?? day
    const on = year === undefined ? opened : (`${String(year).padStart(4, '0')}-01-01` as Day)
    const source = { parties: given.parties, matter: given.id, day: on }
    const found = findAccount(accountPlan(policy, account), source, (rule) => open.valueOf(rule))
    if (!('missing' in found)) return found
    const lacking = [...found.missing]
    this.problems.push({
      zh: `还不知道“${account.name}”是哪一个；先写明：${lacking.join('、')}。`,
      en: `It is not known which “${account.name}”; give ${lacking.join(', ')} first.`,
    })
    return null
  }

  #reserve(
    debit: Exclude<ReturnType<typeof findAccount>, { missing: unknown }>,
    to: { key: string; name: string },
    amount: bigint,
  ): void {
    const { account, keys, key, plan } = debit
    const { ledger, name } = account
    const books: Books = { get: (one) => this.balances.get(one) ?? this.input.books.get(one) }
    const transfer: Transfer = {
      mode: 'reserve',
      ledger,
      debit: key,
      debitName: name,
      credit: to.key,
      creditName: to.name,
      amount,
    }
    const floor = plan.floor ?? 0n
    const booked = book(books, transfer, floor)
    if (!booked) {
      const left = freeOf(books.get(key) ?? emptyBalance) - floor
      const [free, asked] = [spellUnits(left, account), spellUnits(amount, account)]
      this.problems.push({
        zh: `“${key}”只有 ${free} 可用，不够预留的 ${asked}；先记它的期初。`,
        en: `“${key}” has ${free} free, less than the ${asked} to hold; book its opening first.`,
      })
      return
    }
    for (const [one, after] of booked) this.balances.set(one, after)
    this.transfers.push(transfer)
    this.accounts.set(key, { account, keys, floor })
    this.reservations.push({ account: key, name, ledger, credit: to.key, amount })
  }
}
