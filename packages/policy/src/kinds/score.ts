/** `评分：<名>（按 阶段，合计 100，示例权重）`: Σ weight × min(1, max(0, value) / full mark). */
import { P003 } from '../checks/P003-table-shape.ts'
import type { Draft } from '../draft.ts'
import type { Formula, ScoreRow } from '../policy.ts'
import { fold, type Piece } from '../read.ts'
import {
  type Caption,
  cellAt,
  citationOf,
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

interface ScoreOptions {
  readonly stage: Piece | null
  readonly total: string | null
  readonly sampleWeights: boolean
}

function readOptions(reading: Reading, stand: Stand, caption: Caption): ScoreOptions {
  let stage: Piece | null = null
  let total: string | null = null
  let sampleWeights = false
  const start = caption.piece.raw.indexOf(caption.option)
  let at = 0
  for (const part of caption.option.split(/[，,]/)) {
    const word = part.trim()
    const by = /^按\s*(.+)$/.exec(word)
    const sum = /^合计\s*([0-9.]+)$/.exec(fold(word))
    if (by) {
      const name = by[1] as string
      const from = caption.piece.from + start + at + part.indexOf(name)
      stage = { raw: name, text: name, from, to: from + name.length }
    } else if (sum) total = sum[1] as string
    else if (word === '示例权重') sampleWeights = true
    else if (word !== '') {
      const known = ['按 规则名', '合计 100', '示例权重']
      report(reading, stand, caption.piece, P003, { form: 'option', found: word, known })
    }
    at += part.length + 1
  }
  return { stage, total, sampleWeights }
}

/** Reads a score table into the draft. Columns other than 满分值 and 依据 are weights by stage. */
export function readScore(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  caption: Caption,
  draft: Draft,
): void {
  const options = readOptions(reading, stand, caption)
  const index = (name: string) => block.header.findIndex((cell) => fold(cell.text) === name)
  const full = index('满分值')
  const cites = index('依据')
  const weights = block.header.map((_, i) => i).filter((i) => i > 0 && i !== full && i !== cites)
  if (full < 0 || weights.length === 0) {
    const column = full < 0 ? '满分值' : '权重'
    report(reading, stand, caption.piece, P003, { form: 'missing', column, table: '评分' })
    return
  }
  const rows: ScoreRow[] = []
  for (const row of evenRows(reading, stand, block)) {
    const nameCell = cellAt(row, 0)
    const indicator = requiredFormula(reading, stand, nameCell, '指标')
    const fullMark = requiredFormula(reading, stand, cellAt(row, full), '满分值')
    const cells = weights.map((i) => requiredFormula(reading, stand, cellAt(row, i), '权重'))
    if (!indicator || !fullMark || cells.some((cell) => cell === null)) continue
    rows.push({
      name: nameCell.text,
      indicator,
      fullMark,
      weights: cells as Formula[],
      citation: citationOf(reading, stand, cellAt(row, cites < 0 ? undefined : cites)),
      place: placeOf(reading, row),
    })
  }
  draft.rules.push({
    form: 'score',
    name: caption.name,
    stage: options.stage ? formula(reading, stand, codeOf(options.stage)) : null,
    stages: weights.map((i) => (block.header[i] as Piece).text),
    total: options.total,
    sampleWeights: options.sampleWeights,
    rows,
    type: { kind: 'number' },
    citation: stand.citation,
    heading: stand.heading,
    place: placeOf(reading, caption.piece),
  })
}
