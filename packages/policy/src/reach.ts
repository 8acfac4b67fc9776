/** How far acts of a procedure reach: the names they read, the accounts and 账套 they may touch. */
import { walk } from '@huoshui/feel'
import { type AccountPlan, accountPlan, findAccount } from './account-plan.ts'
import { formulasOfAct } from './checks/context.ts'
import { formulasOf } from './fixed.ts'
import { indexOf } from './lookup.ts'
import type { StepInput } from './matter.ts'
import type { Account, Doing, Formula, Policy, Procedure } from './policy.ts'

const namesOfDoing = (doing: Doing): readonly string[] =>
  doing.verb === '填' || doing.verb === '公示' ? doing.names : []

/** Every name that formulas read in the end: through rules, defaults and what funds accounts. */
export function namesBelow(
  policy: Policy,
  formulas: readonly Formula[],
  names: readonly string[] = [],
): Set<string> {
  const { targetOf } = indexOf(policy)
  const waiting = [...names]
  const read = (formula: Formula | null) => {
    if (!formula) return
    walk(formula.tree, (node) => {
      if (node.kind === 'name') waiting.push(node.name)
    })
  }
  formulas.forEach(read)
  const seen = new Set<string>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const target = targetOf(name)
    if (target.kind === 'rule') formulasOf(target.rule).forEach(read)
    if (target.kind === 'fact') [target.fact.fallback, target.fact.floor].map(read)
    if (target.kind === 'account') {
      ;[target.account.fund, target.account.floor].map(read)
      waiting.push(...target.account.keys)
    }
  }
  return seen
}

function accountsReached(policy: Policy, procedure: Procedure): Account[] {
  const ends = procedure.transfers.flatMap((one) => [one.from, one.to ?? ''])
  const named = ends.filter((name) => indexOf(policy).accounts.has(name))
  const formulas = [
    ...procedure.acts.flatMap(formulasOfAct),
    ...procedure.transfers.flatMap((one) => (one.amount ? [one.amount] : [])),
  ]
  const shown = procedure.acts.flatMap((row) => row.doing.flatMap(namesOfDoing))
  const found = new Set<Account>()
  for (const name of namesBelow(policy, formulas, [...named, ...shown])) {
    const target = indexOf(policy).targetOf(name)
    if (target.kind === 'account') found.add(target.account)
  }
  return policy.accounts.filter((account) => found.has(account))
}

interface Reach {
  readonly accounts: readonly AccountPlan[]
  readonly ledgers: readonly string[]
}

const reaches = new WeakMap<Policy, Map<string, Reach>>()

function reachOf(policy: Policy, procedureName: string): Reach {
  let made = reaches.get(policy)
  if (made === undefined) {
    made = new Map()
    reaches.set(policy, made)
  }
  let reach = made.get(procedureName)
  if (reach === undefined) {
    const procedure = indexOf(policy).procedures.get(procedureName)
    const accounts = procedure ? accountsReached(policy, procedure) : []
    reach = {
      accounts: accounts.map((account) => accountPlan(policy, account)),
      ledgers: [...new Set(accounts.map((account) => account.ledger))].sort(),
    }
    made.set(procedureName, reach)
  }
  return reach
}

/**
 * The 账套 that any act of a procedure can touch, sorted: those it books in, and those of accounts
 * that any formula of its rows reads, through rules. Worked out once a policy; empty where there is
 * no such procedure.
 */
export function ledgersOf(policy: Policy, procedureName: string): readonly string[] {
  return reachOf(policy, procedureName).ledgers
}

/**
 * The keys of all accounts that acts of a matter may touch, by account, found without evaluating
 * anything: from its parties, the slots that the act fills, calls, the matter itself and the year.
 *
 * null stands for an account keyed by a rule. One of a party that is not chosen yet is left out.
 * Accounts on which the matter holds reservations are not among them if they are another year's:
 * `matter.reservations` has their keys.
 */
export function accountKeysOf(
  input: Pick<StepInput, 'policy' | 'matter' | 'day' | 'act'>,
): ReadonlyMap<Account, string | null> {
  const { policy, matter, day, act } = input
  const procedure = indexOf(policy).procedures.get(matter.procedure)
  const [own] = procedure?.parties ?? []
  const parties = new Map(matter.parties)
  for (const [kind, subject] of act.slots ?? []) parties.set(kind, subject)
  const { role, subject } = act.actor
  if (own !== undefined && role === own && subject !== undefined && !parties.has(own)) {
    parties.set(own, subject)
  }
  const source = { parties, matter: matter.id, day }
  const keys = new Map<Account, string | null>()
  for (const plan of reachOf(policy, matter.procedure).accounts) {
    if (plan.keys.some((key) => key.form === 'rule')) keys.set(plan.account, null)
    else {
      const found = findAccount(plan, source, () => null)
      if ('key' in found) keys.set(plan.account, found.key)
    }
  }
  return keys
}
