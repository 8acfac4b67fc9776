/** A CSV firm file to rows of raw cells under their headers. */
import Papa from 'papaparse'
import type { Raw } from './firm-json.ts'
import { type Saying, say } from './firm-words.ts'

export interface RawRow {
  /** As a spreadsheet counts: the header is row 1. In JSON the first firm is 1. */
  readonly row: number
  readonly cells: readonly (readonly [header: string, raw: Raw])[]
}

export interface RowTrouble {
  readonly row: number | null
  readonly column: string | null
  readonly saying: Saying
}

export interface RowsRead {
  /** The row of the header; null where there is none. */
  readonly header: number | null
  readonly rows: readonly RawRow[]
  readonly troubles: readonly RowTrouble[]
}

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '')

/**
 * Reads CSV. The separator (comma, semicolon, tab, full-width comma) is found by itself.
 *
 * @param isKnown whether a header means anything, to tell a header row from data
 */
export function readCsv(
  text: string,
  rowLimit: number,
  isKnown: (header: string) => boolean,
): RowsRead | { readonly trouble: Saying } {
  const parsed = Papa.parse<string[]>(text, {
    delimitersToGuess: [',', '\t', ';', '，'],
    skipEmptyLines: false,
    // Blank lines count here; a file with more of them than firms is no file of firms.
    preview: rowLimit * 2,
  })
  const lines = parsed.data
  const top = lines.findIndex((cells) => !isBlank(cells))
  const header = lines[top]?.map((cell) => cell.trim())
  if (!header) return { trouble: say.empty() }
  if (!header.some(isKnown)) return { trouble: say.noHeader(header.join(',')) }
  const filled = lines.slice(top + 1).filter((cells) => !isBlank(cells)).length
  if (filled > rowLimit) return { trouble: say.tooMany(rowLimit) }
  if (filled === 0) return { trouble: say.empty() }
  const troubles = headerTroubles(header, lines.slice(top + 1), top + 1)
  const broken = new Set(parsed.errors.flatMap((one) => (one.type === 'Quotes' ? [one.row] : [])))
  const rows: RawRow[] = []
  for (const [index, cells] of lines.entries()) {
    if (index <= top || isBlank(cells)) continue
    const row = index + 1
    if (broken.has(index)) {
      troubles.push({ row, column: null, saying: say.quotes() })
      continue
    }
    if (!isBlank(cells.slice(header.length))) {
      troubles.push({ row, column: null, saying: say.tooWide(cells.length, header.length) })
      continue
    }
    rows.push({ row, cells: cellsUnder(header, cells) })
  }
  return { header: top + 1, rows, troubles }
}

/** Headers that are blank above filled cells, or stand twice. */
function headerTroubles(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  row: number,
): RowTrouble[] {
  return header.flatMap((name, i): RowTrouble[] => {
    if (name === '') {
      const used = rows.some((cells) => (cells[i] ?? '').trim() !== '')
      return used ? [{ row, column: null, saying: say.unnamedColumn(i + 1) }] : []
    }
    return header.indexOf(name) < i ? [{ row, column: name, saying: say.twice(name) }] : []
  })
}

function cellsUnder(header: readonly string[], cells: readonly string[]): [string, Raw][] {
  return header.flatMap((name, i): [string, Raw][] =>
    name === '' || header.indexOf(name) < i ? [] : [[name, { form: 'text', text: cells[i] ?? '' }]],
  )
}
