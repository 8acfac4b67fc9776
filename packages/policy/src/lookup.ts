/** Finding things of a policy by name: indexes made once a policy and kept with it. */
import { type Unknown, unknown } from '@huoshui/feel'
import type { Account, Fact, Interpretation, Kind, Policy, Procedure, Rule } from './policy.ts'

export interface Index {
  readonly facts: ReadonlyMap<string, Fact>
  readonly rules: ReadonlyMap<string, Rule>
  readonly accounts: ReadonlyMap<string, Account>
  readonly procedures: ReadonlyMap<string, Procedure>
  readonly kinds: ReadonlyMap<string, Kind>
  /** The one key under which a fact's value is held, whichever way it is written. */
  readonly keyOf: (name: string) => string
  /** The keys of facts, numbered in the order of the policy's tables. */
  readonly order: ReadonlyMap<string, number>
  /**
   * By key, the names under which a value may be given, the most particular first: `slug#name`, the
   * key, the name. `plain` is the one that is left where nobody names policies or kinds.
   */
  readonly givenAs: ReadonlyMap<string, { readonly all: readonly string[]; readonly plain: string }>
  /** The 解释 that concern a name. */
  readonly concern: (name: string) => readonly Interpretation[]
  /** What a name of a formula stands for. */
  readonly targetOf: (name: string) => Target
  /** The targets found so far, by their slots. */
  readonly targets: readonly Target[]
}

export type AccountPart = 'free' | '注入' | '已用' | '预留'

/** What a name of a formula stands for, and the key under which its value may be given. */
export type Target = {
  readonly key: string
  /** Where an evaluation keeps the value. */
  readonly slot: number
  /** The name under which a subject's value is given; null for what no subject has. */
  readonly given: string | null
  /** Whether a call may set it. */
  readonly called: boolean
} & (
  | { readonly kind: 'today' }
  /** `place` is the rule's among the policy's. */
  | { readonly kind: 'rule'; readonly rule: Rule; readonly place: number }
  /** `unknown` stands for it while it is missing, unless that has to be computed. */
  | { readonly kind: 'fact'; readonly fact: Fact; readonly unknown: Unknown | null }
  | { readonly kind: 'account'; readonly account: Account; readonly part: AccountPart }
  /** A list of records, or what the system derives. */
  | { readonly kind: 'records'; readonly unknown: Unknown }
  | { readonly kind: 'other' }
)

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
  const targets = new Map<string, Target>()
  const slots: Target[] = []
  const order = new Map(
    policy.facts.map((fact, i) => [keys.get(`${fact.kind}.${fact.name}`) ?? fact.name, i]),
  )
  const givenAs = givenNames(policy, (fact) => keys.get(`${fact.kind}.${fact.name}`) ?? fact.name)
  const concerns = new Map<string, readonly Interpretation[]>()
  const index: Index = {
    concern(name) {
      let found = concerns.get(name)
      if (found === undefined) {
        found = concerned(policy, index.rules.get(name), name)
        concerns.set(name, found)
      }
      return found
    },
    targetOf(name) {
      let target = targets.get(name)
      if (target === undefined) {
        target = targetIn(index, policy, name, targets.size)
        targets.set(name, target)
        slots.push(target)
      }
      return target
    },
    facts,
    targets: slots,
    givenAs,
    order,
    rules: new Map(policy.rules.map((rule) => [rule.name, rule])),
    accounts: new Map(policy.accounts.map((account) => [account.name, account])),
    procedures: new Map(policy.procedures.map((procedure) => [procedure.name, procedure])),
    kinds: new Map(policy.kinds.map((kind) => [kind.name, kind])),
    keyOf: (name) => keys.get(name) ?? name,
  }
  made.set(policy, index)
  return index
}

function givenNames(policy: Policy, keyOf: (fact: Fact) => string): Index['givenAs'] {
  const { slug } = policy.meta
  const given = new Map<string, { all: string[]; plain: string }>()
  for (const fact of policy.facts) {
    const key = keyOf(fact)
    const all = [...new Set([`${slug}#${fact.name}`, key, fact.name])]
    given.set(key, { all, plain: fact.name })
  }
  const records = [...policy.kinds, ...policy.procedures].filter((one) => one.owner)
  for (const name of [...records.map((one) => one.name), '享受记录']) {
    given.set(name, { all: [`${slug}#${name}`, name], plain: name })
  }
  return given
}

/** Names that the system gives a value by itself. */
const derived: ReadonlySet<string> = new Set(['享受记录', '名次', '参评数'])

/**
 * The one string object that stands for a text everywhere. A look-up by it in a map whose keys are
 * such strings compares two addresses and not two texts.
 */
export function interned(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text
}

function targetIn(index: Index, policy: Policy, name: string, slot: number): Target {
  const key = index.keyOf(name)
  const plain = index.givenAs.get(key)?.plain
  const given = plain === undefined ? null : interned(plain)
  const base = { key, slot, given, called: false }
  if (name === '今日') return { ...base, kind: 'today' }
  const rule = index.rules.get(name)
  if (rule) return { ...base, kind: 'rule', rule, place: policy.rules.indexOf(rule) }
  const fact = index.facts.get(name)
  if (fact) {
    const called = index.kinds.get(fact.kind)?.call === true
    return { ...base, called, kind: 'fact', fact, unknown: unknownOf(index, fact, key) }
  }
  const [head = '', part] = name.split('.') as [string?, AccountPart?]
  const account = index.accounts.get(name) ?? (part ? index.accounts.get(head) : undefined)
  if (account) {
    const wanted = account.name === name ? 'free' : (part ?? 'free')
    return { ...base, kind: 'account', account, part: wanted }
  }
  const owned = index.kinds.get(name)?.owner ?? index.procedures.get(name)?.owner
  if (owned !== undefined || derived.has(name)) {
    return { ...base, kind: 'records', unknown: unknown([name]) }
  }
  return { ...base, kind: 'other' }
}

/** The unknown that stands for a fact, unless it has a default or a bound that must be computed. */
function unknownOf(index: Index, fact: Fact, key: string): Unknown | null {
  if (fact.fallback) return null
  const kind = index.kinds.get(fact.kind)
  if (kind?.owner !== undefined && !kind.matter) return unknown([fact.kind])
  const numeric = fact.type.kind === 'number' || fact.type.kind === 'money'
  if (!numeric || fact.nullable) return unknown([key])
  return fact.floor ? null : unknown([key], {})
}

/** The key of a fact's value among the facts handed to an evaluation. */
export function factKey(policy: Policy, fact: Fact): string {
  return indexOf(policy).keyOf(`${fact.kind}.${fact.name}`)
}

/** 解释 that concern any of these names, or stand in the article of one of these rules. */
export function interpretationsOf(policy: Policy, names: ReadonlySet<string>): Interpretation[] {
  if (policy.interpretations.length === 0) return []
  const { concern } = indexOf(policy)
  const found = new Set<Interpretation>()
  for (const name of names) for (const one of concern(name)) found.add(one)
  return found.size < 2 ? [...found] : policy.interpretations.filter((one) => found.has(one))
}

/** 解释 that concern one name. */
function concerned(policy: Policy, rule: Rule | undefined, name: string): Interpretation[] {
  const { source, article, part } = rule?.citation ?? {}
  return policy.interpretations.filter((one) => {
    if (one.touches.length > 0) return one.touches.includes(name)
    const cited = one.citation
    return (
      rule !== undefined &&
      (cited.source ?? '') === (source ?? '') &&
      (cited.article ?? cited.part) === (article ?? part)
    )
  })
}
