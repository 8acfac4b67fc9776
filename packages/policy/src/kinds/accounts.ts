/** `账户：<账套>`: accounts, one per combination of keys. */
import { P004 } from '../checks/P004-cell.ts'
import type { Draft } from '../draft.ts'
import type { Account } from '../policy.ts'
import { splitPiece } from '../read.ts'
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

/** Reads a table of accounts into the draft. An empty 底线 is zero, an empty 注入 starts at zero. */
export function readAccounts(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  caption: Caption,
  draft: Draft,
): void {
  const known = ['每', '注入', '底线'] as const
  const columns = columnsOf(reading, stand, block, '账户', known, ['每', '底线'])
  for (const row of evenRows(reading, stand, block)) {
    const name = cellAt(row, 0)
    const floorCell = codeIn(reading, stand, cellAt(row, columns.底线), '底线')
    if (floorCell.raw.trim() === '') {
      const forms = { zh: '`0元` 或 `0次`', en: '`0元` for money or `0次` for a count.' }
      report(reading, stand, floorCell, P004, { column: '底线', found: '', forms })
      continue
    }
    const fundCell = codeIn(reading, stand, cellAt(row, columns.注入), '注入')
    const floor = formula(reading, stand, floorCell)
    const account: Account = {
      name: name.text,
      ledger: caption.name,
      keys: splitPiece(cellAt(row, columns.每), /[、，,]/).map((piece) => piece.text),
      // 次 and a plain number count; anything else is money and is checked to be so.
      unit: /元/.test(floorCell.raw) ? 'money' : 'count',
      fund: fundCell.raw.trim() === '' ? null : formula(reading, stand, fundCell),
      floor,
      citation: stand.citation,
      heading: stand.heading,
      place: placeOf(reading, name),
    }
    draft.accounts.push(account)
  }
}
