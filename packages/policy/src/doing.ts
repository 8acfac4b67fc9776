/** The six verbs of 办理: 填、置、公示、择优、抽取、派. */
import { P004 } from './checks/P004-cell.ts'
import { readEntries } from './kinds/formula.ts'
import type { Doing, Formula } from './policy.ts'
import { codeSpans, type Piece, splitPiece } from './read.ts'
import { formula, placeOf, type Reading, report, type Stand } from './reading.ts'

const forms = {
  zh: '填 甲、乙；置 `名: 表达式`；公示 甲、乙；择优 `规则`，同分 `规则`，再同分 先申请；抽取 3 名 专家，回避 `事实`；派 流程',
  en: '填 names, 置 `name: value`, 公示 names, 择优 `rule`，同分 `rule`，再同分 先申请, 抽取 3 名 pool，回避 `fact`, 派 procedure; joined by ；.',
}

/** Reads a 办理 cell; what can't be read is reported and left out. */
export function readDoing(reading: Reading, stand: Stand, cell: Piece): Doing[] {
  const doing: Doing[] = []
  for (const part of splitPiece(cell, /[；;]/)) {
    const one = readOne(reading, stand, part)
    if (one) doing.push(...one)
    else report(reading, stand, part, P004, { column: '办理', found: part.raw, forms })
  }
  return doing
}

function namesOf(body: Piece): string[] {
  return splitPiece(body, /[、，,]/).map((piece) => piece.text)
}

function readOne(reading: Reading, stand: Stand, part: Piece): Doing[] | null {
  const match = /^(填|置|公示|择优|抽取|派)\s*([\s\S]+)$/.exec(part.raw)
  if (!match) return null
  const text = match[2] as string
  const from = part.from + part.raw.length - text.length
  const body: Piece = { raw: text, text: text.replaceAll('`', ''), from, to: part.to }
  const place = placeOf(reading, part)
  switch (match[1] as Doing['verb']) {
    case '填':
      return [{ verb: '填', names: namesOf(body), place }]
    case '公示':
      return [{ verb: '公示', names: namesOf(body), place }]
    case '派':
      return [{ verb: '派', procedure: body.text.trim(), place }]
    case '置':
      return readSettings(reading, stand, body)
    case '择优':
      return readMerit(reading, stand, body, part)
    case '抽取':
      return readDraw(reading, stand, body, part)
  }
}

function readSettings(reading: Reading, stand: Stand, body: Piece): Doing[] | null {
  const codes = codeSpans(body)
  if (codes.length === 0) return null
  return codes.flatMap((code) =>
    readEntries(reading, stand, code).map(({ name, value, at }) => ({
      verb: '置' as const,
      fact: name,
      value,
      place: placeOf(reading, at),
    })),
  )
}

function readMerit(reading: Reading, stand: Stand, body: Piece, part: Piece): Doing[] | null {
  const pieces = splitPiece(body, /[，,]/)
  const [first, ...rest] = pieces
  const order = first && codeSpans(first)[0]
  if (!order) return null
  const ties: (Formula | '先申请')[] = []
  let shared = false
  for (const piece of rest) {
    const tie = codeSpans(piece)[0]
    if (/^同分\s*并列$/.test(piece.raw)) shared = true
    else if (!/^(?:再)*同分/.test(piece.raw)) return null
    else if (tie) ties.push(formula(reading, stand, tie))
    else if (piece.raw.endsWith('先申请')) ties.push('先申请')
    else return null
  }
  const place = placeOf(reading, part)
  return [{ verb: '择优', order: formula(reading, stand, order), ties, shared, place }]
}

function readDraw(reading: Reading, stand: Stand, body: Piece, part: Piece): Doing[] | null {
  const pieces = splitPiece(body, /[，,]/)
  const [first, second, ...more] = pieces
  if (!first || more.length > 0) return null
  const avoid = second && /^回避/.test(second.raw) ? codeSpans(second)[0] : undefined
  if (second && !avoid) return null
  const people = /^(`[^`]+`|[0-9０-９]+)\s*名\s*(.+)$/.exec(first.raw)
  const count = people ? (people[1] as string) : first.raw
  const text = count.replaceAll('`', '')
  const from = first.from + first.raw.indexOf(text)
  const piece: Piece = { raw: text, text, from, to: from + text.length }
  return [
    {
      verb: '抽取',
      count: formula(reading, stand, piece),
      pool: people ? (people[2] as string).trim() : null,
      avoiding: avoid ? formula(reading, stand, avoid) : null,
      place: placeOf(reading, part),
    },
  ]
}
