/** What is known of a holder once entries have been made that no batch has stored yet. */
import { fromJson } from '../codec.ts'
import type { FactRow } from '../entry.ts'
import { factId, type Holder, type Recorded, withRecords } from '../known.ts'

/** Later than all that is stored; the order within a batch is that of the acts. */
let provisional = 1n << 61n

/** A holder with what entries record of it, withdrawals included. */
export function holderWith(holder: Holder, rows: readonly FactRow[]): Holder {
  provisional += 1n
  const added = rows.flatMap((row, place) => {
    if (row.subject !== holder.id) return []
    const { from, to = null, evidence, source } = row
    const value = fromJson(row.value)
    const record: Recorded = { event: provisional, place, from, to, value, evidence, source }
    return [{ id: factId(row.owner, row.name), record }]
  })
  return added.length > 0 ? withRecords(holder, added) : holder
}
