/** `条件：<名>（同时满足 / 满足其一）`: a yes/no rule; one row, one reason. */
import { P003 } from '../checks/P003-table-shape.ts'
import type { Draft } from '../draft.ts'
import type { ConditionRow } from '../policy.ts'
import {
  type Caption,
  cellAt,
  citationOf,
  columnsOf,
  evenRows,
  placeOf,
  type Reading,
  report,
  requiredFormula,
  type Stand,
  type TableBlock,
} from '../reading.ts'

const modes = { 同时满足: 'all', 满足其一: 'any' } as const

/** Reads a condition table into the draft. */
export function readCondition(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  caption: Caption,
  draft: Draft,
): void {
  const mode = modes[caption.option as keyof typeof modes]
  if (!mode) {
    const given = { form: 'option' as const, found: caption.option, known: Object.keys(modes) }
    report(reading, stand, caption.piece, P003, given)
  }
  const known = ['须满足', '依据'] as const
  const columns = columnsOf(reading, stand, block, '条件', known, ['须满足'])
  const rows: ConditionRow[] = []
  for (const row of evenRows(reading, stand, block)) {
    const test = requiredFormula(reading, stand, cellAt(row, columns.须满足), '须满足')
    if (!test) continue
    rows.push({
      name: cellAt(row, 0).text,
      test,
      citation: citationOf(reading, stand, cellAt(row, columns.依据)),
      place: placeOf(reading, row),
    })
  }
  draft.rules.push({
    form: 'condition',
    name: caption.name,
    mode: mode ?? 'all',
    rows,
    type: { kind: 'boolean' },
    citation: stand.citation,
    heading: stand.heading,
    place: placeOf(reading, caption.piece),
  })
}
