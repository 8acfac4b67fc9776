/** What the readers of `kinds/` share: the document, its names, and a way to say what is wrong. */
import { type NameSet, type Node, parse } from '@huoshui/feel'
import { type Diagnostic, nearest, type SourcePlace } from '@huoshui/values'
import { P003 } from './checks/P003-table-shape.ts'
import { P004 } from './checks/P004-cell.ts'
import { P010 } from './checks/P010-citation.ts'
import { parseCitation, resolveCitation } from './cite.ts'
import type { Citation, Formula } from './policy.ts'
import { type Definition, diagnose, fromFeel } from './problem.ts'
import { type Block, codeSpans, type Document, fold, type Piece, type Row } from './read.ts'

export interface Reading {
  readonly doc: Document
  readonly names: NameSet
  /** Short names of the texts that may be cited. */
  readonly sources: readonly string[]
  readonly report: (diagnostic: Diagnostic) => void
}

/** The section a table or block stands in. */
export interface Stand {
  readonly citation: Citation
  readonly heading: readonly string[]
}

export type TableBlock = Extract<Block, { kind: 'table' }>

/** What the first header cell says: `条件：名（同时满足）`. */
export interface Caption {
  readonly prefix: string
  readonly name: string
  readonly option: string
  readonly piece: Piece
}

const captionPattern = /^([^:：]+)[:：](.+)$/

/** Reads the first header cell; null when it is not `种类：名称`. */
export function captionOf(block: TableBlock): Caption | null {
  const piece = block.header[0]
  const match = piece && captionPattern.exec(piece.text.replaceAll('`', ''))
  if (!piece || !match) return null
  const rest = (match[2] as string).trim()
  const bracket = /^(.*?)\s*[(（]([^()（）]*)[)）]$/.exec(rest)
  return {
    prefix: fold(match[1] as string),
    name: (bracket ? (bracket[1] as string) : rest).trim(),
    option: bracket ? (bracket[2] as string).trim() : '',
    piece,
  }
}

export function placeOf(reading: Reading, piece: { from: number; to: number }): SourcePlace {
  return reading.doc.place(piece.from, piece.to)
}

export function report<P>(
  reading: Reading,
  stand: Stand,
  piece: { from: number; to: number },
  definition: Definition<P>,
  given: P,
): void {
  const where = { place: placeOf(reading, piece), heading: stand.heading }
  reading.report(diagnose(definition, where, given))
}

/** Finds the columns of a table by their headers; reports the unknown and the missing. */
export function columnsOf<K extends string>(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  table: string,
  known: readonly K[],
  required: readonly K[],
): Partial<Record<K, number>> {
  const found: Partial<Record<K, number>> = {}
  block.header.forEach((cell, i) => {
    if (i === 0) return
    const name = fold(cell.text) as K
    if (known.includes(name)) found[name] = i
    else {
      const near = nearest(name, known)
      const given = { form: 'unknown' as const, column: name, table, known, nearest: near }
      report(reading, stand, cell, P003, given)
    }
  })
  for (const column of required) {
    if (found[column] !== undefined) continue
    const given = { form: 'missing' as const, column, table }
    report(reading, stand, block.header[0] as Piece, P003, given)
  }
  return found
}

/** The rows whose cells agree with the header; reports the others. */
export function evenRows(reading: Reading, stand: Stand, block: TableBlock): Row[] {
  return block.rows.filter((row) => {
    if (row.cells.length === block.header.length) return true
    const given = {
      form: 'cells' as const,
      expected: block.header.length,
      found: row.cells.length,
    }
    report(reading, stand, row, P003, given)
    return false
  })
}

const nothing: Piece = { raw: '', text: '', from: 0, to: 0 }

/** A cell of a row; an absent column reads as empty, standing where the row stands. */
export function cellAt(row: Row, index: number | undefined): Piece {
  const cell = index === undefined ? undefined : row.cells[index]
  return cell ?? { ...nothing, from: row.from, to: row.from }
}

/** The text of a cell that holds one code span, or the whole cell when it has none. */
export function codeOf(cell: Piece): Piece {
  return codeSpans(cell)[0] ?? cell
}

/** The formula of a cell that holds one: a second would be read by people and run by nobody. */
export function codeIn(reading: Reading, stand: Stand, cell: Piece, column: string): Piece {
  const spans = codeSpans(cell)
  if (spans.length > 1) {
    const forms = { zh: '一格里只写一个公式。', en: 'one formula to a cell.' }
    report(reading, stand, cell, P004, { column, found: cell.raw, forms })
  }
  return spans[0] ?? cell
}

/** Parses an expression and reports its problems where they stand in the policy. */
export function formula(
  reading: Reading,
  stand: Stand,
  piece: Piece,
  goal: 'expression' | 'unary-tests' | 'entries' = 'expression',
): Formula {
  const parsed = parse(piece.raw, { goal, mode: 'policy', names: reading.names })
  for (const problem of parsed.problems) {
    reading.report(fromFeel(problem, reading.doc, piece, stand.heading))
  }
  return { source: piece.raw, tree: parsed.tree, base: 0, place: placeOf(reading, piece) }
}

/** An expression cell that must not be empty. */
export function requiredFormula(
  reading: Reading,
  stand: Stand,
  cell: Piece,
  column: string,
): Formula | null {
  const code = codeIn(reading, stand, cell, column)
  if (code.raw.trim() === '') {
    const forms = { zh: '反引号里的公式，如 `职工总数 <= 500`。', en: 'a formula in backticks.' }
    report(reading, stand, cell, P004, { column, found: '', forms })
    return null
  }
  return formula(reading, stand, code)
}

/** Reads a 依据 cell; empty means the article it stands in. */
export function citationOf(reading: Reading, stand: Stand, cell: Piece): Citation {
  const text = cell.text.trim()
  if (text === '') return stand.citation
  const citation = parseCitation(text, reading.sources)
  if (citation === null) {
    report(reading, stand, cell, P010, { form: 'unreadable', found: text })
    return stand.citation
  }
  return resolveCitation(citation, stand.citation)
}

/** A node for a formula that could not be read. */
export const broken: Node = { kind: 'broken', at: { from: 0, to: 0 } }
