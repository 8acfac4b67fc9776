/** `算例：基准` and `算例：<流程>`: worked examples, which are the policy's tests. */
import { parseDayLoose } from '@huoshui/values'
import { P003 } from '../checks/P003-table-shape.ts'
import { P004 } from '../checks/P004-cell.ts'
import type { Draft } from '../draft.ts'
import type { Expectation, LifeRow, RuleExample } from '../policy.ts'
import { fold, type Piece, type Row } from '../read.ts'
import {
  type Caption,
  cellAt,
  codeIn,
  evenRows,
  formula,
  placeOf,
  type Reading,
  report,
  type Stand,
  type TableBlock,
} from '../reading.ts'
import { readChanges } from './formula.ts'

interface ExampleColumns {
  readonly changes: number | undefined
  readonly act: number | undefined
  readonly filled: number | undefined
  readonly because: number | undefined
  readonly expected: readonly { readonly index: number; readonly name: string }[]
}

const words = { 改动: 'changes', 动作: 'act', 填报: 'filled', 因为: 'because' } as const

function exampleColumns(reading: Reading, stand: Stand, block: TableBlock): ExampleColumns {
  const found: Record<string, number> = {}
  const expected: { index: number; name: string }[] = []
  block.header.forEach((cell, index) => {
    if (index === 0) return
    const arrow = /^(?:⇒|=>|＝＞)\s*(.+)$/.exec(cell.text)
    const word = words[fold(cell.text) as keyof typeof words]
    if (arrow) expected.push({ index, name: (arrow[1] as string).trim() })
    else if (word) found[word] = index
    else {
      const known = [...Object.keys(words), '⇒ 名称']
      const given = {
        form: 'unknown' as const,
        column: cell.text,
        table: '算例',
        known,
        nearest: null,
      }
      report(reading, stand, cell, P003, given)
    }
  })
  return {
    changes: found.changes,
    act: found.act,
    filled: found.filled,
    because: found.because,
    expected,
  }
}

/** Columns whose cells are plain words and not formulas. */
const wordColumns = new Set(['状态', '拒绝', '超期'])

function readExpected(
  reading: Reading,
  stand: Stand,
  row: Row,
  columns: ExampleColumns,
): Expectation[] {
  return columns.expected.map(({ index, name }) => {
    const cell = cellAt(row, index)
    const code = codeIn(reading, stand, cell, name)
    const source = code.raw.trim()
    const plain = wordColumns.has(name) || source === '' || source === '?' || source === '？'
    return {
      name,
      source,
      value: plain ? null : formula(reading, stand, code),
      empty: source === '',
      place: placeOf(reading, cell.raw ? cell : row),
    }
  })
}

const becauseOf = (row: Row, columns: ExampleColumns): string[] =>
  cellAt(row, columns.because)
    .text.split('、')
    .map((name) => name.trim())
    .filter(Boolean)

function changesOf(reading: Reading, stand: Stand, row: Row, index: number | undefined) {
  const cell: Piece = cellAt(row, index)
  return readChanges(reading, stand, codeIn(reading, stand, cell, '改动'))
}

/** Reads a table of examples: of rules from a baseline, or of a matter's life day by day. */
export function readExamples(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  caption: Caption,
  draft: Draft,
): void {
  const columns = exampleColumns(reading, stand, block)
  const place = placeOf(reading, caption.piece)
  const baseline = /^基准\s*(.*)$/.exec(caption.name)
  if (baseline) {
    const rows: RuleExample[] = evenRows(reading, stand, block).map((row) => ({
      name: cellAt(row, 0).text,
      changes: changesOf(reading, stand, row, columns.changes),
      expected: readExpected(reading, stand, row, columns),
      because: becauseOf(row, columns),
      place: placeOf(reading, row),
    }))
    draft.examples.push({ baseline: baseline[1] as string, rows, place })
    return
  }
  if (columns.act === undefined) {
    const given = { form: 'missing' as const, column: '动作', table: '算例' }
    report(reading, stand, caption.piece, P003, given)
    return
  }
  const rows: LifeRow[] = []
  for (const row of evenRows(reading, stand, block)) {
    const dayCell = cellAt(row, 0)
    const day = parseDayLoose(dayCell.text)
    if (!day) {
      const forms = { zh: '日期，如 2024-03-01。', en: 'a date such as 2024-03-01.' }
      report(reading, stand, dayCell, P004, {
        column: caption.piece.text,
        found: dayCell.text,
        forms,
      })
      continue
    }
    rows.push({
      day,
      act: cellAt(row, columns.act).text,
      filled: changesOf(reading, stand, row, columns.filled),
      changes: changesOf(reading, stand, row, columns.changes),
      expected: readExpected(reading, stand, row, columns),
      because: becauseOf(row, columns),
      place: placeOf(reading, row),
    })
  }
  const [procedure, name] = caption.name.split(/\s+/)
  draft.lives.push({ procedure: procedure as string, baseline: name ?? '', rows, place })
}
