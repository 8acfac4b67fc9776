/** Where an import says other than what other sources have said: shown, never merged in silence. */
import type { Value } from '@huoshui/feel'
import { compareDays, type Day } from '@huoshui/values'
import { conflictsOf, factId, type Holder, type Recorded } from '../known.ts'
import type { FactsRead, GoodRow, RowPlace, SubjectRef } from './facts-read.ts'
import { importedFact } from './vocabulary.ts'

export interface ConflictingValue {
  readonly value: Value
  readonly source: string
  readonly evidence: string
  /** The day from which it holds. */
  readonly since: Day
  /** It comes with the import; the others are recorded already. */
  readonly incoming: boolean
}

export interface Conflict {
  readonly subject: SubjectRef
  readonly at: RowPlace
  /** The name that the import gives the fact. */
  readonly fact: string
  /** The first day on which the sources differ. */
  readonly day: Day
  /** One for each source, the one that goes on from the latest day first. */
  readonly values: readonly ConflictingValue[]
}

/**
 * Facts of an import whose value differs from what other sources say of the same day. A source
 * that corrects itself is no conflict. Nothing is overwritten either way.
 *
 * @param holderOf what is recorded of a subject; undefined for one that is new
 */
export function importConflicts(
  read: Pick<FactsRead, 'rows' | 'source' | 'evidence'>,
  holderOf: (subject: SubjectRef) => Pick<Holder, 'facts'> | undefined,
): readonly Conflict[] {
  return read.rows.flatMap((row) => {
    const known = holderOf(row.subject)?.facts
    if (!known) return []
    return [...row.facts].flatMap(([fact, value]): Conflict[] => {
      const { owner, name } = importedFact(fact)
      const records = known.get(factId(owner, name)) ?? []
      const found = conflict(recordOf(row, value, read), records)
      const at = { sheet: row.sheet, row: row.row }
      return found ? [{ subject: row.subject, at, fact, ...found }] : []
    })
  })
}

/** Later than any event that is recorded. */
const incomingEvent = 2n ** 62n

function recordOf(
  { from, to }: GoodRow,
  value: Value,
  { source, evidence }: Pick<FactsRead, 'source' | 'evidence'>,
): Recorded {
  return { event: incomingEvent, place: 0, from, to, value, evidence, source }
}

/** The first day of the incoming value on which sources differ, and what they say. */
function conflict(
  incoming: Recorded,
  records: readonly Recorded[],
): Pick<Conflict, 'day' | 'values'> | null {
  const { from, to } = incoming
  const during = records
    .map((record) => record.from)
    .filter((day) => compareDays(day, from) > 0 && (to === null || compareDays(day, to) <= 0))
  for (const day of [from, ...during.sort(compareDays)]) {
    const differing = conflictsOf([...records, incoming], day)
    // Sources that differed before are not this import's doing unless it takes part.
    if (!differing.includes(incoming)) continue
    const values = differing.map(
      (record): ConflictingValue => ({
        value: record.value,
        source: record.source,
        evidence: record.evidence,
        since: record.from,
        incoming: record === incoming,
      }),
    )
    return { day, values }
  }
  return null
}
