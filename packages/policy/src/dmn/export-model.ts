/** What of a policy becomes an input or a decision of DMN, under which name, in which order. */
import type { NameSet, Node, Type } from '@huoshui/feel'
import { nameSet } from '@huoshui/feel'
import type { Diagnostic } from '@huoshui/values'
import { formulasOf } from '../fixed.ts'
import { type Index, indexOf } from '../lookup.ts'
import { accountParts, paidFields } from '../names.ts'
import type { Account, Fact, Formula, Policy, Rule } from '../policy.ts'
import { type Definition, diagnose, type Where } from '../problem.ts'
import { boundNames, freeNames } from './free.ts'
import { legalNames } from './names.ts'
import type { Spelling } from './plain.ts'

/** Something with a name that formulas read. */
export type Thing = { readonly key: string } & (
  | { readonly form: 'fact'; readonly fact: Fact }
  | { readonly form: 'rule'; readonly rule: Rule }
  | { readonly form: 'account'; readonly account: Account; readonly fund: Formula | null }
  /** The records that belong to another kind, as a list. */
  | { readonly form: 'records'; readonly fields: readonly Fact[]; readonly state: boolean }
  | { readonly form: 'paid' }
  | { readonly form: 'builtin'; readonly type: Type }
  | { readonly form: 'imported'; readonly slug: string }
)

/** The name of an input that a value is taken from unless it is not given. */
export const givenName = (key: string): string => `${key}_给定`

export interface Model {
  readonly policy: Policy
  readonly index: Index
  /** In the order they are written: inputs, then rules as the policy has them. */
  readonly things: ReadonlyMap<string, Thing>
  readonly spelling: Spelling
  /** How the key of a thing, or what is made from one, is called in DMN. */
  readonly legalOf: (key: string) => string
  /** All legal names, for reading exported text back. */
  readonly legal: NameSet
  /** The thing that a name in a formula means. */
  readonly thingOf: (name: string) => Thing | undefined
  readonly say: <P>(definition: Definition<P>, where: Where, given: P) => void
}

/** What stands in for a value that is not given; null when nothing does. */
export function fallbackOf(thing: Thing): Node | null {
  switch (thing.form) {
    case 'fact': {
      const { fallback, nullable } = thing.fact
      return fallback && !nullable ? fallback.tree : null
    }
    case 'account':
      return thing.fund?.tree ?? { kind: 'number', text: '0', at: { from: 0, to: 0 } }
    case 'rule':
    case 'records':
    case 'paid':
    case 'builtin':
    case 'imported':
      return null
  }
}

function treesOf(thing: Thing): readonly Node[] {
  if (thing.form === 'rule') return formulasOf(thing.rule).map((one) => one.tree)
  const fallback = fallbackOf(thing)
  return fallback ? [fallback] : []
}

/** A field of records, which formulas reach through their list. */
const isField = (index: Index, fact: Fact): boolean => {
  const kind = index.kinds.get(fact.kind)
  return kind?.owner !== undefined && !kind.matter
}

const number: Type = { kind: 'number' }
const builtins: Readonly<Record<string, Type>> = {
  今日: { kind: 'date' },
  名次: number,
  参评数: number,
}

function accountThing(index: Index, name: string): Thing | undefined {
  const part = accountParts.find((one) => name.endsWith(`.${one}`))
  const plain = index.accounts.get(name)
  if (plain) return { key: name, form: 'account', account: plain, fund: plain.fund }
  const account = part && index.accounts.get(name.slice(0, -part.length - 1))
  if (!account) return undefined
  return { key: name, form: 'account', account, fund: part === '注入' ? account.fund : null }
}

/** Looks a name up in the order in which an evaluation does. */
function finder(policy: Policy, index: Index): Model['thingOf'] {
  return (name) => {
    const key = index.keyOf(name)
    const type = Object.hasOwn(builtins, name) ? builtins[name] : undefined
    if (type) return { key, form: 'builtin', type }
    const rule = index.rules.get(name)
    if (rule) return { key, form: 'rule', rule }
    const fact = index.facts.get(name)
    if (fact) return isField(index, fact) ? undefined : { key, form: 'fact', fact }
    const account = accountThing(index, name)
    if (account) return account
    const state = index.procedures.get(name)?.owner !== undefined
    if (index.kinds.get(name)?.owner !== undefined || state) {
      const fields = policy.facts.filter((one) => one.kind === name)
      return { key, form: 'records', fields, state }
    }
    if (name === '享受记录') return { key, form: 'paid' }
    const entry = policy.meta.imports.find((one) => one.rule === name)
    return entry && { key, form: 'imported', slug: entry.slug }
  }
}

/** The things to write, by their keys: what is declared, and all that it reads. */
function gather(policy: Policy, index: Index, thingOf: Model['thingOf']): Map<string, Thing> {
  const found = new Map<string, Thing>()
  const add = (thing: Thing | undefined): void => {
    if (!thing || found.has(thing.key)) return
    found.set(thing.key, thing)
    for (const tree of treesOf(thing)) for (const name of freeNames(tree)) add(thingOf(name))
  }
  for (const fact of policy.facts) {
    if (fact.owner === policy.meta.slug) add(thingOf(`${fact.kind}.${fact.name}`))
  }
  for (const rule of policy.rules) add(thingOf(rule.name))
  const facts = policy.facts.map((fact) => index.keyOf(`${fact.kind}.${fact.name}`))
  const rules = policy.rules.map((rule) => rule.name)
  const place = (thing: Thing) =>
    thing.form === 'fact'
      ? facts.indexOf(thing.key)
      : thing.form === 'rule'
        ? facts.length + 1 + rules.indexOf(thing.key)
        : facts.length
  const ordered = [...found.values()].sort((a, b) => place(a) - place(b))
  return new Map(ordered.map((thing) => [thing.key, thing]))
}

/** Everything that has to be called something. */
function allNames(policy: Policy, things: ReadonlyMap<string, Thing>): Set<string> {
  const names = new Set<string>(things.keys())
  for (const thing of things.values()) {
    if (fallbackOf(thing)) names.add(givenName(thing.key))
    if (thing.form === 'records') for (const fact of thing.fields) names.add(fact.name)
    if (thing.form === 'records' && thing.state) names.add('状态')
    if (thing.form === 'paid') for (const name of paidFields) names.add(name)
  }
  for (const rule of policy.rules) names.add(rule.name)
  return names
}

/** Reads a policy as a model of inputs and decisions. */
export function modelOf(policy: Policy, report: (one: Diagnostic) => void): Model {
  const index = indexOf(policy)
  const thingOf = finder(policy, index)
  const things = gather(policy, index, thingOf)
  const bound = [...things.values()].flatMap((thing) =>
    treesOf(thing).flatMap((tree) => [...boundNames(tree)]),
  )
  const names = legalNames(allNames(policy, things), '', [], bound)
  const fields = new Set(policy.facts.filter((one) => isField(index, one)).map((one) => one.name))
  const legalOf = (name: string): string => names.get(name) ?? name
  const flags = new Set(
    policy.facts
      .filter((fact) => isField(index, fact) && fact.type.kind === 'boolean')
      .map((fact) => fact.name),
  )
  return {
    policy,
    index,
    things,
    thingOf,
    legalOf,
    spelling: {
      nameOf: (name) => {
        const key = thingOf(name)?.key
        if (key !== undefined) return legalOf(key)
        return fields.has(name) ? legalOf(name) : name
      },
      fieldOf: (name) => (fields.has(name) ? legalOf(name) : name),
      isFlag: (name) => flags.has(name) && !thingOf(name),
    },
    legal: nameSet([...names.values(), ...bound]),
    say: (definition, where, given) => report(diagnose(definition, where, given)),
  }
}
