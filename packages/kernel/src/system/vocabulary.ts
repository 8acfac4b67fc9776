/** Kinds, facts and roles as the installed policies and the shared vocabulary name them. */
import { compileCorpus, type Fact, fits, indexOf, type Policy, writeAs } from '@huoshui/policy'
import type { Text } from '@huoshui/values'
import { type Json, readJson } from '../codec.ts'
import { bytesOf } from '../hex.ts'
import { kindName, ownerOf } from '../known.ts'
import type { Registry } from '../registry.ts'
import { type BuiltIn, type Trouble, trouble } from './built-in.ts'

const termsPath = 'terms/facts.md'

/** Policies in use: those that new matters can begin under. */
export const inUse = (registry: Registry): readonly Policy[] =>
  registry.all.filter((one) => one.withdrawn === null).map((one) => one.policy)

const shared = new WeakMap<Registry, readonly Fact[]>()

/** The shared facts, whether a policy asks for them or not, as they were installed last. */
export async function sharedFacts({ tx, loaded }: BuiltIn): Promise<readonly Fact[]> {
  const { registry } = loaded
  let facts = shared.get(registry)
  if (facts) return facts
  const [last] = await tx.query<{ digest: string }>(
    `select files ->> $1 as digest from policy
      where files ? $1 and withdrawn is null order by installed desc limit 1`,
    [termsPath],
  )
  const [source] = last
    ? await tx.query<{ text: string }>('select text from source where digest = $1', [
        bytesOf(last.digest),
      ])
    : []
  facts = source ? compileCorpus([{ path: termsPath, text: source.text }]).facts : []
  shared.set(registry, facts)
  return facts
}

/** A fact of a kind, with whose it is: `terms`, or a policy's slug. */
export interface FoundFact {
  readonly fact: Fact
  readonly owner: string
}

type FactsByName = ReadonlyMap<string, FoundFact> | null

const byKind = new WeakMap<Registry, Map<string, FactsByName>>()

/**
 * Facts of a kind by the names that a file may use: `名`, or `标识#名` for one policy's own. Null
 * where nothing knows the kind.
 */
export async function factsOfKind(one: BuiltIn, kind: string): Promise<FactsByName> {
  const { registry } = one.loaded
  const known = byKind.get(registry) ?? new Map<string, FactsByName>()
  byKind.set(registry, known)
  let found = known.get(kind)
  // Every row of a file asks: thousands for one kind.
  if (found === undefined) {
    found = await findFacts(one, kind)
    // Kinds come from files: what nobody knows is not kept.
    if (found) known.set(kind, found)
  }
  return found
}

async function findFacts(one: BuiltIn, kind: string): Promise<FactsByName> {
  const found = new Map<string, FoundFact>()
  let known = false
  for (const policy of inUse(one.loaded.registry)) {
    const { slug } = policy.meta
    for (const own of policy.kinds) {
      if (kindName(policy, own.name) !== kind) continue
      known = true
      for (const fact of policy.facts) {
        if (fact.kind !== own.name && ownerOf(fact) !== 'terms') continue
        if (ownerOf(fact) === 'terms' && !own.shared) continue
        const owner = ownerOf(fact)
        found.set(`${owner}#${fact.name}`, { fact, owner })
        if (kind === `${slug}#${own.name}`) found.set(fact.name, { fact, owner })
      }
    }
  }
  for (const fact of await sharedFacts(one)) {
    if (kind !== `terms#${fact.kind}`) continue
    known = true
    found.set(fact.name, { fact, owner: 'terms' })
    found.set(`terms#${fact.name}`, { fact, owner: 'terms' })
  }
  return known ? found : null
}

/** Whether a kind's facts are set by notices: it is a call. */
export const isCall = (policy: Policy, kind: string): boolean =>
  indexOf(policy).kinds.get(kind)?.call === true

/** Reads a value by the type of the fact it is for. */
export function valueFor(
  fact: Fact,
  json: Json | undefined,
  place: Text,
): { readonly value: Json } | Trouble {
  const value = readJson(json)
  if (value !== undefined && fits(value, fact.type)) return { value: json as Json }
  const form = writeAs(fact.type)
  return trouble(
    [`“${fact.name}”要${form.zh}。`, `“${fact.name}” takes ${form.en}.`],
    ['按所列的类型改填，重新存文件。', 'Mend the value and store the file anew.'],
    { zh: `${place.zh}“${fact.name}”`, en: `${place.en}, “${fact.name}”` },
  )
}

/** Words of the 由 columns in use; nobody is appointed to be the system or just anyone. */
export function rolesInUse(registry: Registry): ReadonlySet<string> {
  const words = new Set<string>()
  for (const policy of inUse(registry)) {
    for (const { acts } of policy.procedures) {
      for (const { by, enteredBy } of acts) {
        words.add(by)
        if (enteredBy) words.add(enteredBy)
      }
    }
  }
  words.delete('系统')
  words.delete('任何人')
  return words
}
