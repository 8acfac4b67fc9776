/** `流程：<名>（对象、…）`: one row, one act. */
import { P004 } from '../checks/P004-cell.ts'
import { readDeadline } from '../deadline.ts'
import { readDoing } from '../doing.ts'
import type { Draft } from '../draft.ts'
import type { ActRow } from '../policy.ts'
import { fold, type Piece } from '../read.ts'
import {
  type Caption,
  cellAt,
  citationOf,
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

const arrows = {
  zh: '“起 → 已领取”，或“已领取、已登记 → 已撤回”。',
  en: '“起 → state” to open, “state → state”, or “a、b → c”.',
}

function readArrow(cell: Piece): { from: string[]; to: string } | null {
  const sides = cell.text.split(/→|->|＞/).map((side) => side.trim())
  const [left, right] = sides
  if (sides.length !== 2 || !left || !right) return null
  const from = left.split(/[、，,]/).map((state) => state.trim())
  return { from: from.length === 1 && from[0] === '起' ? [] : from, to: right }
}

function readActor(cell: Piece): { by: string; enteredBy?: string } {
  const match = /^(.+?)\s*[(（](.+?)代录[)）]$/.exec(cell.text)
  if (!match) return { by: fold(cell.text) }
  return { by: (match[1] as string).trim(), enteredBy: (match[2] as string).trim() }
}

function readParties(option: string): { parties: string[]; owner?: string } {
  const owner = /^属于\s*([^、，,]+)(.*)$/.exec(option)
  const list = (owner ? (owner[2] as string) : option)
    .split(/[、，,]/)
    .map((name) => name.trim())
    .filter(Boolean)
  return owner ? { parties: list, owner: (owner[1] as string).trim() } : { parties: list }
}

const known = ['由', '须满足', '期限', '状态', '办理', '依据'] as const

/** Reads a procedure into the draft; its transfers are joined later. */
export function readProcedure(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  caption: Caption,
  draft: Draft,
): void {
  const columns = columnsOf(reading, stand, block, '流程', known, ['由', '状态'])
  const acts: ActRow[] = []
  for (const row of evenRows(reading, stand, block)) {
    const stateCell = cellAt(row, columns.状态)
    const arrow = readArrow(stateCell)
    if (!arrow) {
      const given = { column: '状态', found: stateCell.text, forms: arrows }
      report(reading, stand, stateCell, P004, given)
      continue
    }
    const actor = cellAt(row, columns.由)
    if (actor.text === '') {
      const forms = { zh: '办理的人：对象、角色、系统或任何人。', en: 'who acts.' }
      report(reading, stand, actor, P004, { column: '由', found: '', forms })
      continue
    }
    const test = codeIn(reading, stand, cellAt(row, columns.须满足), '须满足')
    acts.push({
      name: cellAt(row, 0).text,
      ...readActor(actor),
      condition: test.raw.trim() === '' ? null : formula(reading, stand, test),
      deadline: readDeadline(reading, stand, cellAt(row, columns.期限)),
      ...arrow,
      doing: readDoing(reading, stand, cellAt(row, columns.办理)),
      citation: citationOf(reading, stand, cellAt(row, columns.依据)),
      place: placeOf(reading, row),
    })
  }
  draft.procedures.push({
    name: caption.name,
    ...readParties(caption.option),
    acts,
    transfers: [],
    citation: stand.citation,
    heading: stand.heading,
    place: placeOf(reading, caption.piece),
  })
}
