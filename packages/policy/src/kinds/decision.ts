/** `决策：<名>（唯一 / 首个 / 累加）`: a DMN decision table with hit policy U, F or C+. */
import { P003 } from '../checks/P003-table-shape.ts'
import type { Draft } from '../draft.ts'
import type { DecisionRow, Formula } from '../policy.ts'
import { fold, type Piece } from '../read.ts'
import {
  type Caption,
  cellAt,
  citationOf,
  codeIn,
  codeOf,
  evenRows,
  formula,
  placeOf,
  type Reading,
  report,
  requiredFormula,
  type Stand,
  type TableBlock,
} from '../reading.ts'

const hits = { 唯一: 'unique', 首个: 'first', 累加: 'sum' } as const

/** Reads a decision table into the draft. Columns other than 结果 and 依据 are its inputs. */
export function readDecision(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  caption: Caption,
  draft: Draft,
): void {
  const hit = hits[caption.option as keyof typeof hits]
  if (!hit) {
    const given = { form: 'option' as const, found: caption.option, known: Object.keys(hits) }
    report(reading, stand, caption.piece, P003, given)
  }
  const index = (name: string) => block.header.findIndex((cell) => fold(cell.text) === name)
  const result = index('结果')
  const cites = index('依据')
  if (result < 0) {
    const given = { form: 'missing' as const, column: '结果', table: '决策' }
    report(reading, stand, caption.piece, P003, given)
    return
  }
  const inputColumns = block.header
    .map((_, i) => i)
    .filter((i) => i > 0 && i !== result && i !== cites)
  const inputs = inputColumns.map((i) => formula(reading, stand, codeOf(block.header[i] as Piece)))
  const rows: DecisionRow[] = []
  for (const row of evenRows(reading, stand, block)) {
    const value = requiredFormula(reading, stand, cellAt(row, result), '结果')
    if (!value) continue
    rows.push({
      name: cellAt(row, 0).text,
      tests: inputColumns.map((i) => readTest(reading, stand, cellAt(row, i))),
      result: value,
      citation: citationOf(reading, stand, cellAt(row, cites < 0 ? undefined : cites)),
      place: placeOf(reading, row),
    })
  }
  draft.rules.push({
    form: 'decision',
    name: caption.name,
    hit: hit ?? 'unique',
    inputs,
    rows,
    type: { kind: 'any' },
    citation: stand.citation,
    heading: stand.heading,
    place: placeOf(reading, caption.piece),
  })
}

function readTest(reading: Reading, stand: Stand, cell: Piece): Formula {
  const code = codeIn(reading, stand, cell, '决策')
  return formula(reading, stand, code.raw === '' ? { ...code, raw: '-' } : code, 'unary-tests')
}
