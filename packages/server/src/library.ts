/** The policies that are served: the good ones, and which were withheld and why. */
import { type Corpus, compileCorpus, type Policy, type SourceFile } from '@huoshui/policy'
import type { Diagnostic } from '@huoshui/values'

export interface Library {
  readonly corpus: Corpus
  /** Policies without errors; the only ones that are shown or decided by. */
  readonly policies: readonly Policy[]
  /** Files with errors, and those that import from them. */
  readonly withheld: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: ReadonlyMap<string, SourceFile>
}

/** A policy's address below `/policies/`: its slug, with its version when it has one. */
export const idOf = (policy: Policy): string => policy.file.replace(/\.md$/, '')

/**
 * Compiles documents for serving.
 *
 * A policy with an error is withheld, and so is whatever imports from it: deciding without the
 * imported rule would answer as if it were not met.
 */
export function openLibrary(files: readonly SourceFile[]): Library {
  const corpus = compileCorpus(files)
  const broken = new Set(
    corpus.diagnostics.filter((one) => one.severity === 'error').map((one) => one.place.file),
  )
  let policies = corpus.policies.filter((policy) => !broken.has(policy.file))
  for (;;) {
    const slugs = new Set(policies.map((policy) => policy.meta.slug))
    const kept = policies.filter((one) => one.meta.imports.every(({ slug }) => slugs.has(slug)))
    if (kept.length === policies.length) break
    policies = kept
  }
  return {
    corpus,
    policies,
    withheld: corpus.policies.filter((one) => !policies.includes(one)).map((one) => one.file),
    diagnostics: corpus.diagnostics,
    sources: new Map(files.map((file) => [file.path, file])),
  }
}

/** The policy at an address: a version by its name, or a slug's newest version. */
export function policyAt(library: Library, id: string): Policy | undefined {
  const exact = library.policies.find((policy) => idOf(policy) === id)
  return exact ?? versionsOf(library, id)[0]
}

/** The versions of a slug, the newest first. */
export function versionsOf(library: Library, slug: string): Policy[] {
  const from = (policy: Policy) => policy.meta.effectiveFrom ?? ''
  return library.policies
    .filter((policy) => policy.meta.slug === slug)
    .sort((a, b) => (from(a) < from(b) ? 1 : -1))
}
