/**
 * Files of facts about many subjects of one kind, as registers are kept: CSV and XLSX.
 *
 * Nothing here throws on content, and nothing is guessed. A row with one bad cell is kept out as a
 * row and says why; the good rows beside it can be imported.
 */
import type { Fact, Policy, Saying } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import { openCsv } from './csv.ts'
import type { FactsRead, GoodRow, ImportProblem, RejectedRow, SheetColumns } from './facts-read.ts'
import { knownIn, planHeader, problemHeader } from './header.ts'
import { defaultLimits, type ImportLimits } from './limits.ts'
import { Pace, type Pacing } from './pace.ts'
import { type CellTrouble, type RowPlan, readRow } from './row.ts'
import { columnLetter, FileTrouble, type Merged, type Sheet, type SheetRow } from './sheet.ts'
import { explanationSheet } from './template.ts'
import { compareRows, subjectKey } from './together.ts'
import { creditCode, type KindVocabulary, vocabularyOf } from './vocabulary.ts'
import { say } from './words.ts'
import { openWorkbook } from './workbook.ts'

export interface FactsFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** The kind of subject the rows are about, as it is stored: `terms#企业`, or `slug#kind`. */
  readonly kind: string
  /** The shared vocabulary. */
  readonly facts: readonly Fact[]
  /** Policies whose own facts of the kind may be given too. */
  readonly policies: readonly Policy[]
  /** The day from which values hold where no column says so. */
  readonly day: Day
  /** Whose register it is, and of when. */
  readonly source: string
  /** 登记, 填报, 承诺 or 认定. */
  readonly evidence: string
  readonly limits?: Partial<ImportLimits>
}

/** Rows looked at to find the header; titles and units stand above it. */
const headerRows = 20

/**
 * Reads a file of facts. Long files are read in short turns; the promise is rejected only with the
 * signal's reason.
 */
export async function readFactsFile(file: FactsFile, pacing: Pacing = {}): Promise<FactsRead> {
  pacing.signal?.throwIfAborted()
  const limits = { ...defaultLimits, ...file.limits }
  const reader = new FactsReader(file, limits, new Pace(pacing))
  try {
    await reader.read()
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error
    reader.refuse(error)
  }
  return reader.result()
}

const startsWith = (bytes: Uint8Array, start: readonly number[]) =>
  start.every((byte, i) => bytes[i] === byte)

/** Reads the sheets of one file, one row after another. */
class FactsReader {
  readonly #vocabulary: KindVocabulary
  readonly #keys: readonly string[]
  #rows: GoodRow[] = []
  #rejected: RejectedRow[] = []
  readonly #columns: SheetColumns[] = []
  readonly #problems: ImportProblem[] = []
  readonly #warnings: ImportProblem[] = []
  #moreWarnings = 0
  #count = 0
  readonly #subjects = new Set<string>()
  #facts = 0
  #sheet: string | null = null
  /** Sheets without a header: the best row of each, for saying what is missing. */
  readonly #headless: { readonly sheet: string | null; readonly known: number }[] = []

  constructor(
    readonly file: FactsFile,
    readonly limits: ImportLimits,
    readonly pace: Pace,
  ) {
    this.#vocabulary = vocabularyOf(file.kind, file.facts, file.policies)
    const { codeHeaders, nameHeaders } = this.#vocabulary
    this.#keys = [codeHeaders[0] as string, nameHeaders[0] as string]
  }

  async read(): Promise<void> {
    for (const sheet of await this.#open()) {
      this.#sheet = sheet.name
      if (sheet.name === explanationSheet) continue
      if (sheet.hidden) this.#tell(null, null, null, say.hiddenSheet())
      else await this.#readSheet(sheet)
    }
    if (this.#columns.length === 0 && this.#problems.length === 0) this.#noHeader()
    this.#sheet = null
    if (this.#problems.length > 0) return
    for (const { sheet } of this.#headless) {
      this.#sheet = sheet
      this.#tell(null, null, null, say.otherSheet())
    }
    this.#sheet = null
    if (this.#count === 0) throw new FileTrouble(say.empty())
    await this.#compare()
    for (const row of this.#rows) {
      this.#subjects.add(subjectKey(row))
      this.#facts += row.facts.size
      if (this.pace.over) await this.pace.rest()
    }
  }

  /** The file is refused: nothing of it is used. */
  refuse(trouble: FileTrouble): void {
    this.#tell(trouble.row, null, null, trouble.saying)
  }

  result(): FactsRead {
    const { name, kind, source, evidence, day } = this.file
    const refused = this.#problems.length > 0
    const rows = refused ? [] : this.#rows
    const rejected = refused ? [] : this.#rejected
    if (this.#moreWarnings > 0) {
      this.#warnings.push(this.#problem(null, null, null, say.more(this.#moreWarnings)))
    }
    return {
      ...{ file: name, kind, source, evidence, day, rows, rejected },
      columns: this.#columns,
      problems: this.#problems,
      warnings: this.#warnings,
      counts: {
        rows: rows.length,
        rejected: rejected.length,
        subjects: refused ? 0 : this.#subjects.size,
        facts: refused ? 0 : this.#facts,
      },
    }
  }

  async #open(): Promise<readonly Sheet[]> {
    const { bytes, name } = this.file
    if (bytes.length > this.limits.bytes) {
      throw new FileTrouble(say.tooLarge(bytes.length, this.limits.bytes))
    }
    if (bytes.length === 0) throw new FileTrouble(say.empty())
    if (/\.(?:xlsm|xlsb|xltm|xlam)$/i.test(name)) throw new FileTrouble(say.macros())
    if (startsWith(bytes, [0x50, 0x4b])) return openWorkbook(bytes, this.pace, this.limits)
    if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new FileTrouble(say.oldWorkbook())
    const known = (cells: readonly string[]) => knownIn(cells, this.#vocabulary).count
    return [await openCsv(bytes, this.pace, known)]
  }

  async #readSheet(sheet: Sheet): Promise<void> {
    const above: SheetRow[] = []
    let plan: RowPlan | null = null
    const unnamed = new Set<number>()
    let known = 0
    const merged = await sheet.merged()
    for await (const row of sheet.rows()) {
      if (this.pace.over) await this.pace.rest()
      if (plan) {
        this.#row(row, plan, unnamed)
        continue
      }
      const cells = row.cells.map((cell) => cell?.text ?? '')
      const found = knownIn(
        Array.from(cells, (text) => text ?? ''),
        this.#vocabulary,
      )
      if (found.key) {
        plan = this.#header(row, merged, above)
        if (!plan) return
        continue
      }
      known = Math.max(known, found.count)
      above.push(row)
      if (above.length >= headerRows) break
    }
    // A sheet with nothing on it needs no word.
    if (!plan && above.length > 0) this.#headless.push({ sheet: sheet.name, known })
  }

  /** Takes a row for the header; null when its columns can't be told. */
  #header(row: SheetRow, merged: readonly Merged[], above: readonly SheetRow[]): RowPlan | null {
    const { limits, file } = this
    if (row.cells.length > limits.columns) {
      throw new FileTrouble(say.tooManyColumns(row.cells.length, limits.columns), row.row)
    }
    const vocabulary = this.#vocabulary
    const header = planHeader(row, merged, vocabulary, file.evidence)
    const columns = header.columns.map(({ column: _, ...told }) => told)
    this.#columns.push({ sheet: this.#sheet, row: row.row, columns })
    const { troubles } = header
    for (const one of troubles) this.#tell(row.row, one.column, one.header, one.saying)
    if (troubles.some(({ saying }) => saying.severity === 'error')) return null
    if (above.length > 0) this.#tell(row.row, null, null, say.above(row.row))
    if (!columns.some(({ role }) => role === 'name')) this.#tell(null, null, null, say.noNames())
    return {
      columns: header.columns,
      merged: merged.filter((one) => one.top > row.row),
      vocabulary,
      day: file.day,
      cellLength: limits.cellLength,
      keys: this.#keys,
      named: new Set(header.columns.map(({ index }) => index)),
      width: 1 + Math.max(...header.columns.map((one) => (one.role === 'remark' ? -1 : one.index))),
      strict: this.#sheet === null || header.columns.some((one) => one.header === problemHeader),
    }
  }

  #row(row: SheetRow, plan: RowPlan, unnamed: Set<number>): void {
    this.#count++
    this.pace.rows = this.#count
    const { limits } = this
    if (this.#count > limits.rows) throw new FileTrouble(say.tooManyRows(limits.rows))
    if (row.cells.length > limits.columns) {
      throw new FileTrouble(say.tooManyColumns(row.cells.length, limits.columns), row.row)
    }
    const { read, troubles } = readRow(row, plan)
    const wide = row.broken ? null : this.#beyond(row, plan, unnamed)
    const all = wide ? [...troubles, { column: null, saying: wide }] : troubles
    const problems = this.#problemsOf(row, plan, all)
    const written = Array.from(row.cells, (cell) => cell?.text ?? '')
    const place = { sheet: this.#sheet, row: row.row }
    if (read && !wide) {
      this.#rows.push({ ...place, ...read, written })
      for (const one of problems) this.#warn(one)
    } else this.#rejected.push({ ...place, written, problems })
  }

  /**
   * Cells that stand under no header. In a CSV, and in what was made of one, that is a comma too
   * many and the row can't be trusted; elsewhere it is a column left out, and is said once.
   */
  #beyond(row: SheetRow, plan: RowPlan, unnamed: Set<number>): Saying | null {
    for (const [column, cell] of row.cells.entries()) {
      if (!cell || plan.named.has(column) || unnamed.has(column)) continue
      if (plan.strict && column >= plan.width) return say.tooWide(plan.width)
      unnamed.add(column)
      this.#tell(row.row, column, null, say.unnamedColumn())
    }
    return null
  }

  #problemsOf(row: SheetRow, plan: RowPlan, troubles: readonly CellTrouble[]): ImportProblem[] {
    return troubles.map(({ column, saying }) => {
      const header = plan.columns.find(({ index }) => index === column)?.header ?? null
      const found = column === null ? null : (row.cells[column]?.text ?? null)
      return { ...this.#problem(row.row, column, header, saying), found }
    })
  }

  /** Rows that contradict each other are taken back out. */
  async #compare(): Promise<void> {
    const { errors, warnings } = await compareRows(this.#rows, this.pace)
    for (const [row, saying] of warnings) this.#warn(this.#rowProblem(row, saying))
    if (errors.size === 0) return
    const taken: RejectedRow[] = []
    for (const [row, sayings] of errors) {
      const problems = sayings.map((saying) => this.#rowProblem(row, saying))
      taken.push({ sheet: row.sheet, row: row.row, written: row.written, problems })
    }
    this.#rows = this.#rows.filter((row) => !errors.has(row))
    const order = new Map(this.#columns.map(({ sheet }, i) => [sheet, i]))
    const at = (row: RejectedRow) => order.get(row.sheet) ?? 0
    this.#rejected = [...this.#rejected, ...taken].sort((a, b) => at(a) - at(b) || a.row - b.row)
  }

  #rowProblem(row: GoodRow, saying: Saying): ImportProblem {
    const columns = this.#columns.find(({ sheet }) => sheet === row.sheet)?.columns ?? []
    const key = columns.find(({ role }) => role === (row.subject.code ? 'code' : 'name'))
    const found = row.subject.code ?? row.subject.name
    const where = { column: key?.letter ?? null, header: key?.header ?? null, found }
    return { ...this.#problem(row.row, null, null, saying), sheet: row.sheet, ...where }
  }

  #noHeader(): void {
    const best = this.#headless.toSorted((a, b) => b.known - a.known)[0]
    if (!best) throw new FileTrouble(say.empty())
    this.#sheet = best.sheet
    const key = this.#vocabulary.creditCodes ? creditCode : (this.#keys[0] as string)
    this.#tell(null, null, null, best.known >= 2 ? say.noKey(this.#keys) : say.noHeader(key))
  }

  #tell(row: number | null, column: number | null, header: string | null, saying: Saying): void {
    const problem = { ...this.#problem(row, column, header, saying), found: header }
    if (saying.severity === 'error') this.#problems.push(problem)
    else this.#warn(problem)
  }

  #warn(problem: ImportProblem): void {
    if (problem.severity !== 'warning') return
    if (this.#warnings.length < this.limits.warnings) this.#warnings.push(problem)
    else this.#moreWarnings++
  }

  #problem(
    row: number | null,
    column: number | null,
    header: string | null,
    { severity, message, remedy }: Saying,
  ): ImportProblem {
    return {
      file: this.file.name,
      sheet: this.#sheet,
      row,
      column: column === null ? null : columnLetter(column),
      header,
      found: null,
      ...{ severity, message, remedy },
    }
  }
}
