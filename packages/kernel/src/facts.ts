/** Facts of a subject as of a day, with their sources, and where sources differ. */
import type { Day } from '@huoshui/values'
import { type Json, toJson } from './codec.ts'
import type { Session } from './db/database.ts'
import { conflictsOf, type FactRecord, groupFacts, type Recorded, recordedOn } from './known.ts'

export interface FactState {
  /** `terms#职工总数`, or a policy's own: `beijing/…#在公示名单`. */
  readonly fact: string
  readonly value: Json
  readonly from: Day
  readonly evidence: string
  readonly source: string
  readonly event: bigint
  /** What other sources say on that day; empty where they agree. */
  readonly conflicts: readonly {
    readonly value: Json
    readonly evidence: string
    readonly source: string
    readonly from: Day
  }[]
}

/**
 * What is known of a subject on a day, as far as it was recorded by an entry.
 *
 * @param asKnownBy the number of the last entry to look at: what a decision of that time saw
 */
export async function factsOn(
  session: Session,
  subject: string,
  day: Day,
  asKnownBy?: bigint,
): Promise<FactState[]> {
  const rows = await session.query<FactRecord>(
    `select subject, owner, name, event, place, holds_from, holds_to, value, evidence, source
       from fact where subject = $1 and ($2::bigint is null or event <= $2)`,
    [subject, asKnownBy ?? null],
  )
  const facts = groupFacts(rows).get(subject) ?? new Map<string, Recorded[]>()
  return [...facts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([fact, records]) => {
      const best = recordedOn(records, day)
      if (!best) return []
      const { from, evidence, source, event } = best
      return [
        {
          fact,
          value: toJson(best.value),
          from,
          evidence,
          source,
          event,
          conflicts: differing(records, best, day),
        },
      ]
    })
}

function differing(records: readonly Recorded[], best: Recorded, day: Day): FactState['conflicts'] {
  return conflictsOf(records, day)
    .filter((one) => one !== best)
    .map(({ value, evidence, source, from }) => ({ value: toJson(value), evidence, source, from }))
}
