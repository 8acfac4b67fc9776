/** Formulas that read nothing: what they come to can be found before there are any facts. */
import type { Value } from '@huoshui/feel'
import { planOf } from './fixed.ts'
import { runnerOf } from './formulas.ts'
import type { Formula, Policy } from './policy.ts'

/** The value of a formula in which nothing is named; undefined where something has to be read. */
export function constantOf(policy: Policy, formula: Formula): Value | undefined {
  if (planOf(policy, formula.tree).reads.length > 0) return undefined
  return runnerOf(policy, formula.tree)({ lookup: () => undefined }).value
}
