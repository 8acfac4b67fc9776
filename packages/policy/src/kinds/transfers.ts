/** `记账：<流程>`: the transfers that an act makes. */
import { P004 } from '../checks/P004-cell.ts'
import type { Draft } from '../draft.ts'
import type { Mode, TransferRow } from '../policy.ts'
import {
  type Caption,
  cellAt,
  codeIn,
  columnsOf,
  evenRows,
  formula,
  placeOf,
  type Reading,
  report,
  type Stand,
  type TableBlock,
} from '../reading.ts'

const modes: Readonly<Record<string, Mode>> = {
  预留: 'reserve',
  落实: 'settle',
  释放: 'release',
  直记: 'post',
}

const forms = {
  zh: '预留（从、到、金额）、落实（从 或 全部预留）、释放（从 或 全部预留）、直记（从、到、金额）。',
  en: '预留 reserve (from, to, amount), 落实 settle, 释放 release, 直记 post (from, to, amount).',
}

/** Reads a table of transfers; `compile` joins its rows to their procedure. */
export function readTransfers(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  caption: Caption,
  draft: Draft,
): void {
  const known = ['从', '到', '金额', '方式'] as const
  const columns = columnsOf(reading, stand, block, '记账', known, ['从', '方式'])
  const rows: TransferRow[] = []
  for (const row of evenRows(reading, stand, block)) {
    const modeCell = cellAt(row, columns.方式)
    const mode = modes[modeCell.text]
    const from = cellAt(row, columns.从)
    const to = cellAt(row, columns.到)
    const amount = codeIn(reading, stand, cellAt(row, columns.金额), '金额')
    const moves = mode === 'reserve' || mode === 'post'
    const whole = from.text === '' || (moves && (to.text === '' || amount.raw.trim() === ''))
    if (!mode || whole) {
      report(reading, stand, modeCell, P004, { column: '方式', found: modeCell.text, forms })
      continue
    }
    rows.push({
      act: cellAt(row, 0).text,
      from: from.text,
      to: to.text === '' ? null : to.text,
      amount: amount.raw.trim() === '' ? null : formula(reading, stand, amount),
      mode,
      place: placeOf(reading, row),
    })
  }
  draft.transfers.push({ procedure: caption.name, at: caption.piece, rows })
}
