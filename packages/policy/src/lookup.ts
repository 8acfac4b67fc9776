/** Finding things of a policy by name: indexes made once a policy and kept with it. */
import type { Account, Fact, Interpretation, Kind, Policy, Procedure, Rule } from './policy.ts'

export interface Index {
  readonly facts: ReadonlyMap<string, Fact>
  readonly rules: ReadonlyMap<string, Rule>
  readonly accounts: ReadonlyMap<string, Account>
  readonly procedures: ReadonlyMap<string, Procedure>
  readonly kinds: ReadonlyMap<string, Kind>
  /** The one key under which a fact's value is held, whichever way it is written. */
  readonly keyOf: (name: string) => string
}

const made = new WeakMap<Policy, Index>()

/** The index of a policy. Facts are found as `名` and as `对象.名`. */
export function indexOf(policy: Policy): Index {
  const found = made.get(policy)
  if (found) return found
  const facts = new Map<string, Fact>()
  const keys = new Map<string, string>()
  const times = new Map<string, number>()
  for (const fact of policy.facts) times.set(fact.name, (times.get(fact.name) ?? 0) + 1)
  for (const fact of policy.facts) {
    const long = `${fact.kind}.${fact.name}`
    const key = (times.get(fact.name) ?? 0) > 1 ? long : fact.name
    facts.set(long, fact)
    if (!facts.has(fact.name)) facts.set(fact.name, fact)
    keys.set(long, key)
  }
  const index: Index = {
    facts,
    rules: new Map(policy.rules.map((rule) => [rule.name, rule])),
    accounts: new Map(policy.accounts.map((account) => [account.name, account])),
    procedures: new Map(policy.procedures.map((procedure) => [procedure.name, procedure])),
    kinds: new Map(policy.kinds.map((kind) => [kind.name, kind])),
    keyOf: (name) => keys.get(name) ?? name,
  }
  made.set(policy, index)
  return index
}

/** The key of a fact's value among the facts handed to an evaluation. */
export function factKey(policy: Policy, fact: Fact): string {
  return indexOf(policy).keyOf(`${fact.kind}.${fact.name}`)
}

/** 解释 that concern any of these names, or stand in the article of one of these rules. */
export function interpretationsOf(policy: Policy, names: ReadonlySet<string>): Interpretation[] {
  const { rules } = indexOf(policy)
  const articles = new Set<string>()
  for (const name of names) {
    const citation = rules.get(name)?.citation
    if (citation) articles.add(`${citation.source ?? ''}/${citation.article ?? citation.part}`)
  }
  return policy.interpretations.filter((one) => {
    if (one.touches.length > 0) return one.touches.some((name) => names.has(name))
    const { source, article, part } = one.citation
    return articles.has(`${source ?? ''}/${article ?? part}`)
  })
}
