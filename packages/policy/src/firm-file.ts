/**
 * Files of firms: JSON or CSV to what is known of each firm.
 *
 * Nothing here throws on content, and nothing is guessed: a cell that can't be read leaves its fact
 * unknown and is named, and the good cells and rows are used all the same.
 */
import { dayOf, unknown, type Value } from '@huoshui/feel'
import type { Day, Text } from '@huoshui/values'
import { type Column, columnFinder, type FindColumn, type FirmCorpus } from './firm-columns.ts'
import { type RawRow, type RowsRead, type RowTrouble, readCsv } from './firm-csv.ts'
import { type Raw, readJson } from './firm-json.ts'
import { textOf } from './firm-text.ts'
import { rawText, readFactValue } from './firm-value.ts'
import { type Saying, say } from './firm-words.ts'
import { fold } from './read.ts'

/** What a file says of one firm. */
export interface FirmRecord {
  readonly name: string
  /** The row of the spreadsheet, or the firm's number in the JSON; from 1. */
  readonly row: number
  /** The day it is to be screened on, when the file says so. */
  readonly day: Day | null
  /** Values by the name of a shared fact, or by `slug#name` for a fact of one policy. */
  readonly known: ReadonlyMap<string, Value>
  /** The same facts as they were written. */
  readonly given: ReadonlyMap<string, string>
}

/** Something in a file that could not be used, or should be looked at. */
export interface FileProblem {
  readonly file: string
  readonly row: number | null
  readonly column: string | null
  readonly severity: 'error' | 'warning'
  readonly message: Text
  readonly remedy: Text
}

export interface FirmsRead {
  readonly firms: readonly FirmRecord[]
  readonly problems: readonly FileProblem[]
}

/** A file may have 20,000 firms. */
export const rowLimit = 20_000
/** No reader wants more than this; the rest are counted. */
const problemLimit = 500

const nameColumns: readonly string[] = ['名称', '企业名称']
const dayColumn = '日期'
/** Columns that are for people. */
const remarks: readonly string[] = ['序号', '备注', '说明']
const codeColumn = '统一社会信用代码'

const fixed = new Set([...nameColumns, dayColumn, ...remarks])

/**
 * Reads a file of firms.
 *
 * CSV has a header row (名称, 日期 if wanted, names of facts or `slug#name`); JSON is
 * `{"名称", "日期", "事实": {…}}` or an array of those. Blank is unknown; `无` is null, for facts that
 * may be null.
 */
export function readFirms(bytes: Uint8Array, fileName: string, corpus: FirmCorpus): FirmsRead {
  const told: RowTrouble[] = []
  const close = (firms: readonly FirmRecord[]): FirmsRead => ({
    firms,
    problems: listed(told).map(({ row, column, saying }) =>
      problemOf(fileName, row, column, saying),
    ),
  })
  const refuse = (saying: Saying, row: number | null = null): FirmsRead => {
    told.length = 0
    told.push({ row, column: null, saying })
    return close([])
  }
  const decoded = textOf(bytes)
  if ('trouble' in decoded) return refuse(decoded.trouble)
  const find = columnFinder(corpus)
  const read = readRows(decoded.text, fileName, find)
  if ('trouble' in read) return refuse(read.trouble, read.row)
  told.push(...read.troubles)
  const tell: Say = (row, column, saying) => void told.push({ row, column, saying })
  const reader = new Reader(find, read.header, tell)
  const firms = read.rows.flatMap((row) => reader.firm(row))
  return close(firms)
}

/** Reads facts given one by one, such as on a command line. */
export function readFactTexts(
  entries: readonly (readonly [name: string, text: string])[],
  source: string,
  corpus: FirmCorpus,
): Pick<FirmRecord, 'known' | 'given'> & Pick<FirmsRead, 'problems'> {
  const problems: FileProblem[] = []
  const tell: Say = (_, column, saying) =>
    void problems.push(problemOf(source, null, column, saying))
  const reader = new Reader(columnFinder(corpus), null, tell)
  const cells = entries.map(([name, text]): [string, Raw] => [name, { form: 'text', text }])
  return { ...reader.facts({ row: 0, cells }), problems }
}

function problemOf(
  file: string,
  row: number | null,
  column: string | null,
  { severity, message, remedy }: Saying,
): FileProblem {
  return { file, row, column, severity, message, remedy }
}

function listed(told: readonly RowTrouble[]): readonly RowTrouble[] {
  if (told.length <= problemLimit) return told
  const rest = told.length - problemLimit
  return [...told.slice(0, problemLimit), { row: null, column: null, saying: say.more(rest) }]
}

type Refused = { readonly trouble: Saying; readonly row: number | null }

function readRows(text: string, fileName: string, find: FindColumn): RowsRead | Refused {
  const isJson =
    /\.json$/i.test(fileName) || (!/\.[ct]sv$/i.test(fileName) && /^\s*[{[]/.test(text))
  if (isJson) return rowsOfJson(text)
  const read = readCsv(
    text,
    rowLimit,
    (header) => fixed.has(fold(header)) || !('trouble' in find(header)),
  )
  return 'trouble' in read ? { ...read, row: null } : read
}

function rowsOfJson(text: string): RowsRead | Refused {
  if (text.trim() === '') return { trouble: say.empty(), row: null }
  const read = readJson(text)
  if ('trouble' in read) return { trouble: read.trouble, row: read.line }
  const items = read.value.form === 'list' ? read.value.items : [read.value]
  if (items.length === 0) return { trouble: say.empty(), row: null }
  if (items.length > rowLimit) return { trouble: say.tooMany(rowLimit), row: null }
  const troubles: RowTrouble[] = []
  const rows = items.flatMap((item, i): RawRow[] => {
    const cells = cellsOf(item)
    if (cells) return [{ row: i + 1, cells }]
    troubles.push({ row: i + 1, column: null, saying: say.shape() })
    return []
  })
  return { header: null, rows, troubles }
}

/** The keys of a firm and those under 事实 as cells; null when it is no firm. */
function cellsOf(item: Raw): [string, Raw][] | null {
  if (item.form !== 'object') return null
  const cells: [string, Raw][] = []
  for (const [key, value] of item.entries) {
    if (key !== '事实') cells.push([key, value])
    else if (value.form !== 'object') return null
    else cells.push(...value.entries.map(([name, raw]): [string, Raw] => [name, raw]))
  }
  return cells
}

type Say = (row: number, column: string | null, saying: Saying) => void

/** Reads rows one after another, remembering what has been said of a column already. */
class Reader {
  readonly #find: FindColumn
  /** The row of the header; null in JSON, where every firm has its own keys. */
  readonly #header: number | null
  readonly #say: Say
  readonly #told = new Set<string>()
  readonly #codes = new Map<Value, number>()

  constructor(find: FindColumn, header: number | null, sayIt: Say) {
    this.#find = find
    this.#header = header
    this.#say = sayIt
  }

  /** The firm of a row; nothing when the row has no readable fact. */
  firm(row: RawRow): FirmRecord[] {
    const facts = this.facts(row)
    const text = (column: string) => {
      const raw = row.cells.find(([header]) => fold(header) === column)?.[1]
      return raw === undefined || raw.form === 'null' ? '' : rawText(raw)
    }
    const day = this.#day(row)
    if (facts.known.size === 0) {
      this.#say(row.row, null, say.nothing())
      return []
    }
    const code = facts.known.get(codeColumn)
    const written = nameColumns.map(text).find((name) => name !== '')
    const name = written ?? (typeof code === 'string' ? code : `第${row.row}行`)
    if (written === undefined) this.#say(row.row, null, say.unnamed(name))
    if (code !== undefined) this.#remember(code, row.row)
    return [{ name, row: row.row, day, ...facts }]
  }

  /** The facts of a row's cells. */
  facts(row: RawRow): Pick<FirmRecord, 'known' | 'given'> {
    const known = new Map<string, Value>()
    const given = new Map<string, string>()
    const seen = new Set<string>()
    for (const [header, raw] of row.cells) {
      const name = fold(header)
      if (seen.has(name)) this.#say(row.row, header, say.twice(header))
      else if (!remarks.includes(name) && name !== dayColumn && name !== '名称') {
        this.#cell(row.row, header, raw, known, given)
      }
      seen.add(name)
    }
    return { known, given }
  }

  #day(row: RawRow): Day | null {
    const raw = row.cells.find(([header]) => fold(header) === dayColumn)?.[1]
    if (!raw) return null
    const fact = { name: dayColumn, type: { kind: 'date' }, nullable: true, floor: null } as const
    const reading = readFactValue(raw, { ...fact, evidence: '登记' }, null)
    if ('trouble' in reading) this.#say(row.row, dayColumn, reading.trouble)
    return 'value' in reading ? dayOf(reading.value) : null
  }

  #cell(
    row: number,
    header: string,
    raw: Raw,
    known: Map<string, Value>,
    given: Map<string, string>,
  ): void {
    const column = this.#find(header)
    if ('trouble' in column) {
      // A corpus without shared facts still lets a firm have a name.
      if (!nameColumns.includes(fold(header))) this.#once(row, header, column.trouble)
      return
    }
    if (column.warning) this.#once(row, header, column.warning)
    const told = new Set<string>()
    for (const target of column.targets) {
      const reading =
        'fact' in target
          ? readFactValue(raw, target.fact, column.unit)
          : this.#records(row, header, raw, column, target.fields)
      if ('blank' in reading) continue
      const saying = 'trouble' in reading ? reading.trouble : reading.warning
      if (saying && !told.has(saying.message.zh)) this.#say(row, header, saying)
      if (saying) told.add(saying.message.zh)
      if (!('value' in reading)) continue
      known.set(target.key, reading.value)
      given.set(target.key, rawText(raw))
    }
  }

  /** Records of a kind that belongs to the firm. A field left out of one is unknown there. */
  #records(
    row: number,
    header: string,
    raw: Raw,
    column: Column,
    fields: ReadonlyMap<string, Parameters<typeof readFactValue>[1]>,
  ): ReturnType<typeof readFactValue> {
    if (raw.form === 'text' && raw.text.trim() === '') return { blank: true }
    if (raw.form !== 'list') return { trouble: say.records() }
    const records: Value[] = []
    for (const item of raw.items) {
      if (item.form !== 'object') return { trouble: say.records() }
      const record = new Map<string, Value>()
      for (const name of fields.keys()) record.set(name, unknown([column.name]))
      for (const [name, value] of item.entries) {
        const fact = fields.get(fold(name))
        const reading = fact && readFactValue(value, fact, null)
        if (!reading) this.#once(row, `${header}.${name}`, say.unknownColumn(name, null))
        else if ('trouble' in reading) this.#say(row, `${header}.${name}`, reading.trouble)
        else if ('value' in reading) record.set(name, reading.value)
      }
      records.push(record)
    }
    return { value: records }
  }

  /** What is wrong with a column is said where it is met first. */
  #once(row: number, header: string, saying: Saying): void {
    if (this.#told.has(header)) return
    this.#told.add(header)
    this.#say(this.#header ?? row, header, saying)
  }

  #remember(code: Value, row: number): void {
    const before = this.#codes.get(code)
    if (before === undefined) this.#codes.set(code, row)
    else this.#say(row, codeColumn, say.sameCode(before))
  }
}
