/** The policies as the server hands them out. */
import { type Clauses, type Fact, type Policy, policyFinder } from '@huoshui/policy'
import type { Lang } from '@huoshui/values'

export interface Texts {
  readonly clauses: Readonly<Record<Lang, Clauses>>
  readonly sourceNames: Readonly<Record<string, string>>
}

/** What 测一测 decides by. */
export interface Loaded {
  readonly policies: readonly Policy[]
  readonly facts: readonly Fact[]
  readonly words: Readonly<Record<string, string>>
  /** By the file of a policy. */
  readonly texts: Readonly<Record<string, Texts>>
  readonly policyOf: (slug: string) => Policy | undefined
}

function revive(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$map' in value)) return value
  return new Map(value.$map as [unknown, unknown][])
}

/** Reads what `/api/policies` answers. */
export function readCorpus(text: string): Loaded {
  const read = JSON.parse(text, revive) as Omit<Loaded, 'policyOf'>
  return { ...read, policyOf: policyFinder(read.policies) }
}

/** Fetches the policies; throws when they can't be had. */
export async function fetchCorpus(): Promise<Loaded> {
  const response = await fetch('/api/policies')
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  return readCorpus(await response.text())
}
