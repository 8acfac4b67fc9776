/** The rows that were kept out, as a file to be mended and imported again. */
import type { Lang } from '@huoshui/values'
import type { FactsRead, ImportProblem, RejectedRow, SheetColumns } from './facts-read.ts'
import { problemHeader } from './header.ts'
import { Pace, type Pacing } from './pace.ts'
import { writeCsv } from './write-csv.ts'
import { type WrittenColumn, writeWorkbook } from './write-workbook.ts'

export type SheetFormat = 'xlsx' | 'csv'

interface Table {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const problemWidth = 60
const widthMin = 12
const widthMax = 30

/**
 * The rejected rows with their columns as they were written, and a column 问题 with what is wrong
 * and what to write. Sheets keep their names; a CSV has the columns of all sheets side by side.
 */
export async function rejectedRowsFile(
  read: FactsRead,
  format: SheetFormat,
  pacing: Pacing & { readonly lang?: Lang } = {},
): Promise<Uint8Array> {
  const pace = new Pace(pacing)
  const tables = read.columns.flatMap((sheet): Table[] => {
    const rows = read.rejected.filter((row) => row.sheet === sheet.sheet)
    return rows.length > 0 ? [tableOf(sheet, rows, pacing.lang ?? 'zh')] : []
  })
  if (format === 'csv') {
    const { header, rows } = oneTable(tables)
    return writeCsv([header, ...rows], pace)
  }
  return writeWorkbook(
    tables.map((table) => ({ ...table, columns: table.header.map(columnFor) })),
    pace,
  )
}

function columnFor(header: string): WrittenColumn {
  if (header === problemHeader) return { width: problemWidth, form: 'text' }
  // A Chinese character is as wide as two letters.
  const width = Math.min(widthMax, Math.max(widthMin, header.length * 2 + 2))
  return { width, form: 'text' }
}

function tableOf(sheet: SheetColumns, rows: readonly RejectedRow[], lang: Lang): Table {
  const headers: string[] = []
  for (const { index, header } of sheet.columns) headers[index] = header
  const width = rows.reduce((most, row) => Math.max(most, row.written.length), headers.length)
  // A file that comes back for the second time has the column already.
  const kept = Array.from({ length: width }, (_, i) => i).filter(
    (i) => headers[i]?.trim() !== problemHeader,
  )
  return {
    name: sheet.sheet ?? '退回的行',
    header: [...kept.map((i) => headers[i] ?? ''), problemHeader],
    rows: rows.map((row) => [
      ...kept.map((i) => row.written[i] ?? ''),
      row.problems.map((one) => problemLine(one, lang)).join('\n'),
    ]),
  }
}

/** A problem on one line, with its place as it was in the file that was sent. */
export function problemLine(problem: ImportProblem, lang: Lang): string {
  const { row, column, header, message, remedy } = problem
  if (lang === 'en') {
    const at = [row === null ? '' : `row ${row}`, column ? `column ${column}` : '', header ?? '']
    return `${at.filter(Boolean).join(', ')}: ${message.en} ${remedy.en}`
  }
  const at = `${row === null ? '' : `第${row}行`}${column ? `${column}列` : ''}`
  return `${at}${header ? `“${header}”` : ''}：${message.zh}${remedy.zh}`
}

/** Tables under one header: each column once, by its name. */
function oneTable(tables: readonly Table[]): Pick<Table, 'header' | 'rows'> {
  const [first, ...rest] = tables
  if (!first) return { header: [problemHeader], rows: [] }
  if (rest.length === 0) return first
  const names = tables.flatMap((table) => table.header).filter((name) => name !== problemHeader)
  const header = [...new Set(names), problemHeader]
  const rows = tables.flatMap((table) =>
    table.rows.map((row) =>
      header.map((name) => {
        const i = name === '' ? -1 : table.header.indexOf(name)
        return i < 0 ? '' : (row[i] ?? '')
      }),
    ),
  )
  return { header, rows }
}
