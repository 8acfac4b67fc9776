import type { Diagnostic, SourcePlace } from '@huoshui/values'
import type { Policy } from '../policy.ts'
import { type Definition, diagnose } from '../problem.ts'

/** Two versions of one policy come into force on the same day: nothing says which decides. */
export const P054: Definition<{ slug: string; day: string; other: string }> = {
  code: 'P054',
  severity: 'error',
  message: ({ slug, day, other }) => ({
    zh: `“${slug}”有两个版本都自 ${day} 施行，另一个是 ${other}。`,
    en: `Two versions of “${slug}” come into force on ${day}; the other is ${other}.`,
  }),
  remedy: () => ({
    zh: '改正其中一个的施行日，或把没有施行的标为草案。',
    en: 'Correct one of the days, or mark the one that is not in force as 草案.',
  }),
}

/** Looks at the versions of each policy together. */
export function checkVersions(policies: readonly Policy[]): Diagnostic[] {
  return policies.flatMap((policy, i) => {
    const other = policies
      .slice(0, i)
      .find(
        (one) =>
          one.meta.slug === policy.meta.slug &&
          one.meta.status === '施行' &&
          policy.meta.status === '施行' &&
          one.meta.effectiveFrom === policy.meta.effectiveFrom,
      )
    if (!other) return []
    const { slug, effectiveFrom } = policy.meta
    const place: SourcePlace = { file: policy.file, line: 1, column: 1, endLine: 1, endColumn: 4 }
    const given = { slug, day: effectiveFrom ?? '', other: other.file }
    return [diagnose(P054, { place, heading: [policy.meta.title] }, given)]
  })
}
