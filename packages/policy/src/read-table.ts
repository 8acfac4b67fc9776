/**
 * Tables in the strict form that policies are written in, read without the Markdown library.
 *
 * The library takes most of the time of reading a policy, and most of that for its tables. So a
 * table is read here when it is plain beyond doubt, and every other one is left to the library.
 * What is read here is exactly what the library would say, places too; a test holds the two
 * against each other.
 */
import type { Block, Piece, Row } from './read-piece.ts'

/** A table with the offsets of its first bar and of the end of its last line. */
export interface StrictTable {
  readonly from: number
  readonly to: number
  readonly block: Extract<Block, { kind: 'table' }>
}

interface Line {
  readonly from: number
  /** Where the line ends, its line end apart. */
  readonly to: number
}

const blank = /^[ \t]*$/
const delimiters = /^\|(?: *:?-+:? *\|)+ *$/
/** A tab moves columns, a lone return ends a line, and a null becomes another character. */
const oddLine = /[\0\t\r]/
/** What begins emphasis, links, HTML, escapes (of bars too) or references, outside code. */
const oddText = /[*_[\]<\\]|&#?\w+;/

/** Text of a cell without the marks of its code; null when it is not plain beyond doubt. */
function plainCell(raw: string): string | null {
  if (!raw.includes('`')) return oddText.test(raw) ? null : raw.trim()
  const parts = raw.split('`')
  // A backtick alone: what looks like code may go on behind an escaped bar.
  if (parts.length % 2 === 0) return null
  const last = parts.length - 1
  for (let i = 0; i <= last; i++) {
    const part = parts[i] as string
    const inCode = i % 2 === 1
    // Runs of several backticks, and code padded with blanks, follow rules of their own.
    if (part === '' && i > 0 && i < last) return null
    if (inCode ? part.startsWith(' ') : oddText.test(part)) return null
  }
  return parts.join('').trim()
}

/** A cell between the bar at `bar` and the next; the last cell of a row holds the row's end. */
function readCell(text: string, bar: number, end: number, cellTo: number): Piece | null {
  let from = bar + 1
  let to = end
  while (from < to && text[from] === ' ') from++
  while (to > from && text[to - 1] === ' ') to--
  // An empty cell is placed just inside its bar.
  if (from === to) return { raw: '', text: '', from: Math.min(bar + 1, cellTo), to: cellTo }
  const raw = text.slice(from, to)
  const plain = plainCell(raw)
  return plain === null ? null : { raw, text: plain, from, to }
}

/** A row that begins and ends with a bar; null when any cell is not plain beyond doubt. */
function readRow(text: string, line: Line): Row | null {
  let last = line.to - 1
  while (last > line.from && text[last] === ' ') last--
  if (last === line.from || text[last] !== '|') return null
  if (oddLine.test(text.slice(line.from, line.to))) return null
  const cells: Piece[] = []
  for (let bar = line.from; bar < last; ) {
    const next = text.indexOf('|', bar + 1)
    const cell = readCell(text, bar, next, next === last ? line.to : next)
    if (cell === null) return null
    cells.push(cell)
    bar = next
  }
  return { cells, from: line.from, to: line.to }
}

function readTable(text: string, lines: readonly Line[]): StrictTable | null {
  const [first, second, ...body] = lines
  if (!first || !second) return null
  const delimiterLine = text.slice(second.from, second.to)
  const header = readRow(text, first)
  if (!header || !delimiters.test(delimiterLine)) return null
  if (delimiterLine.split('|').length - 2 !== header.cells.length) return null
  const rows: Row[] = []
  for (const line of body) {
    const row = readRow(text, line)
    if (!row) return null
    rows.push(row)
  }
  const { to } = lines[lines.length - 1] as Line
  return { from: first.from, to, block: { kind: 'table', header: header.cells, rows } }
}

/**
 * Finds the tables from an offset on that stand between blank lines, each line beginning with a
 * bar at its left edge, and that are plain beyond doubt.
 *
 * Whether a place is one for a table at all (it may be inside a code block) is not known here.
 */
export function strictTables(text: string, start: number): StrictTable[] {
  const found: StrictTable[] = []
  let run: Line[] = []
  // Whether the lines gathered are preceded by a blank line, and nothing else stood among them.
  let clean = true
  const flush = (): void => {
    const table = clean && run.length > 1 ? readTable(text, run) : null
    if (table) found.push(table)
    run = []
    clean = true
  }
  for (let from = start; from < text.length; ) {
    const newline = text.indexOf('\n', from)
    const next = newline < 0 ? text.length : newline + 1
    let to = newline < 0 ? text.length : newline
    if (newline > from && text[newline - 1] === '\r') to--
    if (text[from] === '|') run.push({ from, to })
    else if (blank.test(text.slice(from, to))) flush()
    else clean = false
    from = next
  }
  flush()
  return found
}
