import { isUnknown, type Value } from '@huoshui/feel'
import { type Corpus, evaluation, indexOf, type Known, type Policy } from '@huoshui/policy'
import { type Day, Decimal } from '@huoshui/values'
import { type Random, random } from '../feel/random.ts'

/** How many of a subject's facts are not known, as in a register: a screening then has to ask. */
const MISSING = 0.05
/** How many are as in the ordinary case that examples begin with; else few would meet anything. */
const ORDINARY = 0.7

/**
 * Subjects that differ in every fact, from a seed.
 *
 * They know what a register would know: facts of the kinds that measures are for, and none of a
 * procedure or a notice. The values are those of the policies' own examples, on both sides of
 * every threshold; numbers are moved besides.
 */
export function subjectsOf(corpus: Corpus, day: Day, count: number, seed = 11): Known[] {
  const pools = new Map<string, Value[]>()
  for (const policy of corpus.policies) addExamples(pools, policy, day)
  const source = random(seed)
  return Array.from({ length: count }, () => {
    const known = new Map<string, Value>()
    for (const [name, [first, ...rest]] of pools) {
      if (first === undefined || source.chance(MISSING)) continue
      const value = source.chance(ORDINARY) ? first : source.pick([first, ...rest])
      known.set(name, moved(value, source))
    }
    return known
  })
}

/** Adds every value that a policy's examples give to a fact of those whom its measures are for. */
function addExamples(pools: Map<string, Value[]>, policy: Policy, day: Day): void {
  const { facts } = indexOf(policy)
  const kinds = new Set(policy.measures.flatMap((measure) => measure.kinds))
  const open = evaluation({ policy, day, facts: new Map(), traced: false })
  const entries = [
    ...policy.baselines.flatMap((one) => one.entries),
    ...policy.examples.flatMap((one) => one.rows).flatMap((row) => row.changes),
  ]
  for (const { name, value } of entries) {
    if (!kinds.has(facts.get(name)?.kind ?? '')) continue
    const found = value ? open.run(value).value : null
    if (value === null || isUnknown(found)) continue
    const pool = pools.get(name) ?? []
    pool.push(found)
    pools.set(name, pool)
  }
}

function moved(value: Value, source: Random): Value {
  if (!(value instanceof Decimal) || value.lessThan(10) || source.chance(0.3)) return value
  return value.times(source.whole(50, 200)).div(100).floor()
}
