/** What a browser needs to decide: the policies without what only checking and running use. */
import { clausesOf, type Policy, sourceNames } from '@huoshui/policy'
import type { Library } from './library.ts'

/** Maps are written as `{ "$map": [[key, value], …] }`; bigints don't occur in a policy. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Map ? { $map: [...part] } : part,
  )
}

/** A policy without its examples, and without the places of its parts in the source. */
function lean(policy: Policy): unknown {
  const procedures = policy.procedures.map((one) => ({ ...one, acts: [], transfers: [] }))
  const articles = policy.articles.map((one) => ({ ...one, restatement: '' }))
  const rest = {
    ...policy,
    procedures,
    articles,
    examples: [],
    lives: [],
    baselines: [],
    equivalents: [],
  }
  return JSON.parse(
    JSON.stringify(rest, (key, part: unknown) => {
      if (key === 'place') return undefined
      return part instanceof Map ? { $map: [...part] } : part
    }),
  )
}

/** Everything 测一测 loads: policies, shared facts and words, calendar years, restated clauses. */
export function corpusForBrowsers(library: Library): string {
  const { corpus, policies, sources } = library
  const texts = Object.fromEntries(
    policies.flatMap((policy) => {
      const source = sources.get(policy.file)
      if (!source) return []
      const zh = clausesOf(policy, source, 'zh')
      const en = policy.english ? clausesOf(policy, source, 'en') : zh
      return [[policy.file, { clauses: { zh, en }, sourceNames: sourceNames(policy, source) }]]
    }),
  )
  return toJson({
    policies: policies.map(lean),
    facts: corpus.facts.map(({ place: _, ...fact }) => fact),
    words: corpus.words,
    calendar: corpus.calendar?.years ?? [],
    texts,
  })
}
