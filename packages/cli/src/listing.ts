/** Lists: a table a page at a time, data for programs, or all of it as CSV. */
import { countGiven, type Options, textGiven } from './args.ts'
import { type Context, print, printJson } from './context.ts'
import { csvMark, csvRow } from './csv.ts'
import { widthOf } from './help.ts'
import { progressOf } from './progress.ts'
import { beginWriting } from './write.ts'

export interface Column<Row> {
  readonly title: string
  /** A code is text even where it looks like a number or a day; a number is set to the right. */
  readonly kind?: 'code' | 'number'
  readonly text: (row: Row) => string
  /** Left out of the table, where other columns say it in words. */
  readonly csvOnly?: true
  /** What CSV has in its place, where that differs: plain figures, ISO days. */
  readonly plain?: (row: Row) => string
}

/** Some rows, and the place to go on from; null where they are the last. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}

export interface Listing<Row> {
  readonly columns: readonly Column<Row>[]
  /** The rows behind a place, about so many; null is the beginning. */
  readonly page: (after: string | null, limit: number) => Promise<Page<Row>>
  readonly json: (row: Row) => object
}

/** Pages of rows that each have a place of their own. One row more is read, to see if there is. */
export function pagesOf<Row>(
  read: (after: string | null, limit: number) => Promise<readonly Row[]>,
  placeOf: (row: Row) => string,
): Listing<Row>['page'] {
  return async (after, limit) => {
    const found = await read(after, limit + 1)
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    return { rows, next: found.length > limit && last !== undefined ? placeOf(last) : null }
  }
}

/** Options of every list. */
export const listOptions = {
  limit: { type: 'string' },
  after: { type: 'string' },
  csv: { type: 'string' },
} as const satisfies Options

const limitUsual = 100
const limitMost = 10_000
const everything = Number.MAX_SAFE_INTEGER
/** Rows that are read at once while a file is written. */
const lot = 1000

/** Lists rows as the options ask for. `head` goes before the table, and into the data. */
export async function tellList<Row>(
  context: Context,
  listing: Listing<Row>,
  signal: AbortSignal,
  head: { readonly lines: readonly string[]; readonly json: object } = { lines: [], json: {} },
): Promise<void> {
  const { given, json, t } = context
  const path = textGiven(given, 'csv')
  const after = textGiven(given, 'after') ?? null
  if (path !== undefined) {
    const most = countGiven(given, 'limit', 1, everything) ?? everything
    const rows = await writeCsv(context, listing, { path, after, most, signal })
    if (json) printJson(context, { ...head.json, path, rows })
    else print(context, t.written(path), t.running.rows(rows))
    return
  }
  const limit = countGiven(given, 'limit', 1, limitMost) ?? limitUsual
  const { rows, next } = await listing.page(after, limit)
  if (json) {
    printJson(context, { ...head.json, rows: rows.map(listing.json), next })
    return
  }
  if (head.lines.length > 0) print(context, ...head.lines)
  if (rows.length === 0) print(context, t.running.noRows)
  else print(context, ...tableLines(context, listing.columns, rows))
  if (next !== null) print(context, t.running.more(next))
}

interface Written {
  readonly path: string
  readonly after: string | null
  readonly most: number
  readonly signal: AbortSignal
}

async function writeCsv<Row>(
  { io, t }: Context,
  { columns, page }: Listing<Row>,
  { path, after: from, most, signal }: Written,
): Promise<number> {
  const file = beginWriting(io.cwd, path)
  const progress = progressOf(io)
  try {
    file.add(csvMark + csvRow(columns.map(({ title }) => ({ text: title }))))
    let count = 0
    let after = from
    do {
      signal.throwIfAborted()
      const { rows, next } = await page(after, Math.min(lot, most - count))
      for (const row of rows) {
        const cells = columns.map(({ kind, text, plain = text }) => ({ kind, text: plain(row) }))
        file.add(csvRow(cells))
      }
      count += rows.length
      progress.tell(t.running.writing(count))
      after = next
    } while (after !== null && count < most)
    file.keep()
    return count
  } finally {
    progress.end()
    file.drop()
  }
}

/** Rows below their titles, in columns as wide as what is in them. */
export function tableLines<Row>(
  { ink }: Context,
  all: readonly Column<Row>[],
  rows: readonly Row[],
): string[] {
  const columns = all.filter((one) => !one.csvOnly)
  const cells = rows.map((row) => columns.map(({ text }) => text(row).replace(/\s+/g, ' ')))
  const titles = columns.map(({ title }) => title)
  const widths = columns.map((_, i) =>
    Math.max(...[titles, ...cells].map((line) => widthOf(line[i] as string))),
  )
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => {
        const gap = ' '.repeat((widths[i] as number) - widthOf(text))
        return columns[i]?.kind === 'number' ? gap + text : text + gap
      })
      .join('  ')
      .trimEnd()
  return [ink(line(titles), 'bold'), ...cells.map(line)]
}
