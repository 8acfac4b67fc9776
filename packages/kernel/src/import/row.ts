/** One row of a sheet to the facts of one subject, or to everything that is wrong with it. */
import { dayOf, type Value } from '@huoshui/feel'
import {
  type Column,
  type Fact,
  fits,
  fold,
  type Raw,
  type Readable,
  type Reading,
  readFactValue,
  type Saying,
  writeAs,
} from '@huoshui/policy'
import { compareDays, type Day } from '@huoshui/values'
import type { SubjectRef } from './facts-read.ts'
import type { ColumnRole, PlannedColumn } from './header.ts'
import type { Cell, Merged, SheetRow } from './sheet.ts'
import { creditCode, type KindVocabulary } from './vocabulary.ts'
import { say } from './words.ts'

export interface CellTrouble {
  /** From 0; null when it is about the whole row. */
  readonly column: number | null
  readonly saying: Saying
}

export interface RowRead {
  readonly subject: SubjectRef
  readonly facts: ReadonlyMap<string, Value>
  readonly from: Day
  readonly to: Day | null
}

export interface RowPlan {
  readonly columns: readonly PlannedColumn[]
  readonly merged: readonly Merged[]
  readonly vocabulary: KindVocabulary
  /** The day from which values hold when the row does not say. */
  readonly day: Day
  readonly cellLength: number
  readonly keys: readonly string[]
  /** Columns (from 0) that have a header. */
  readonly named: ReadonlySet<number>
  /** How many columns the header has up to the last that is no remark. */
  readonly width: number
  /** A cell behind the last column means that the row has shifted. */
  readonly strict: boolean
}

/** What a row says. `troubles` has warnings too; without a `read` at least one is an error. */
export function readRow(
  row: SheetRow,
  plan: RowPlan,
): { readonly read: RowRead | null; readonly troubles: readonly CellTrouble[] } {
  const troubles: CellTrouble[] = shapeTroubles(row, plan)
  if (troubles.length > 0) return { read: null, troubles }
  const tell = (column: number | null, saying: Saying) => void troubles.push({ column, saying })
  const facts = new Map<string, Value>()
  for (const column of plan.columns) {
    const cell = row.cells[column.index]
    if (column.column && cell) readCell(cell, column, column.column, plan.vocabulary, facts, tell)
  }
  const subject = subjectOf(row, plan, tell)
  const from = dayIn(row, plan, 'from', tell) ?? plan.day
  const to = dayIn(row, plan, 'to', tell)
  if (to !== null && compareDays(to, from) < 0) {
    tell(plan.columns.find((one) => one.role === 'to')?.index ?? null, say.endsEarly(from, to))
  }
  const wrong = troubles.some(({ saying }) => saying.severity === 'error')
  if (!wrong && facts.size === 0) tell(null, say.nothing())
  const good = subject !== null && !wrong && facts.size > 0
  return { read: good ? { subject, facts, from, to } : null, troubles }
}

/** What is wrong before any cell is read. */
function shapeTroubles(row: SheetRow, plan: RowPlan): CellTrouble[] {
  if (row.broken) return [{ column: null, saying: say.quotes() }]
  const troubles: CellTrouble[] = []
  for (const one of plan.merged) {
    if (one.top > row.row || one.bottom < row.row) continue
    troubles.push({ column: one.left, saying: say.merged() })
  }
  for (const [column, cell] of row.cells.entries()) {
    const length = cell ? cell.text.length : 0
    if (length > plan.cellLength) {
      troubles.push({ column, saying: say.cellTooLong(length, plan.cellLength) })
    }
  }
  return troubles
}

type Tell = (column: number | null, saying: Saying) => void

/** What is wrong with a cell of a rejected row; nothing of it is left unknown. */
const alone = ({ bare, ...saying }: Saying): Saying => ({
  ...saying,
  message: bare ?? saying.message,
})

function readCell(
  cell: Cell,
  { index }: PlannedColumn,
  { targets, unit }: Column,
  vocabulary: KindVocabulary,
  facts: Map<string, Value>,
  tell: Tell,
): void {
  const told = new Set<string>()
  for (const target of targets) {
    const fact = vocabulary.facts.get(target.key)
    if (!fact) continue
    const reading = readTyped(cell, fact, unit)
    if ('blank' in reading) continue
    const saying = 'trouble' in reading ? alone(reading.trouble) : reading.warning
    // Several policies may read the column; what they all say is said once.
    if (saying && !told.has(saying.message.zh)) tell(index, saying)
    if (saying) told.add(saying.message.zh)
    if ('value' in reading) facts.set(target.key, reading.value)
  }
}

/** A cell as a fact's value. Nothing is recorded that is not of the declared type. */
function readTyped(cell: Cell, fact: Fact, unit: Column['unit']): Reading {
  const raw = rawOf(cell, fact)
  if ('trouble' in raw) return raw
  const reading = readFactValue(raw, fact, unit)
  if (!('value' in reading) || reading.value === null || fits(reading.value, fact.type)) {
    return reading
  }
  const form = writeAs(fact.type)
  return {
    trouble: {
      severity: 'error',
      message: { zh: `“${cell.text}”不对。`, en: `“${cell.text}” does not fit.` },
      remedy: { zh: `写${form.zh}。`, en: `Write ${form.en}.` },
    },
  }
}

const tooManyDigits = (text: string) => text.replace(/\D/g, '').length > 15

/** What a workbook knows of a cell beyond its text is used, and doubted where it changes texts. */
function rawOf(cell: Cell, fact: Readable): Raw | { readonly trouble: Saying } {
  const { form, text } = cell
  const wantsText = fact.type.kind === 'string' || fact.type.kind === 'enum'
  switch (form) {
    case 'lost':
      return { trouble: say.lost() }
    case 'boolean':
      return { form: 'boolean', value: text === 'TRUE' }
    case 'number':
      if (!wantsText) return { form: 'number', text }
      return tooManyDigits(text) ? { trouble: say.lostDigits(text) } : { form: 'text', text }
    case 'date':
      return wantsText ? { trouble: say.notAText(text) } : { form: 'text', text }
    case 'text':
      // 2024.3.1 is how many registers write a day; with two points it can't be a number.
      if (fact.type.kind === 'date' && /^\d{4}\.\d{1,2}\.\d{1,2}$/.test(fold(text))) {
        return { form: 'text', text: fold(text).replaceAll('.', '-') }
      }
      return { form: 'text', text }
    case 'percent':
    case 'error':
      return { form: 'text', text }
  }
}

const keyFact = {
  name: '',
  type: { kind: 'string' },
  nullable: false,
  floor: null,
  evidence: '登记',
} as const

/** Whom the row is about; null when that can't be told, and why has been said. */
function subjectOf(row: SheetRow, plan: RowPlan, tell: Tell): SubjectRef | null {
  const { vocabulary } = plan
  const code = keyIn(row, plan, 'code', tell)
  const name = keyIn(row, plan, 'name', tell)
  if (code === false || name === false) return null
  if (code === null && name === null) {
    tell(null, say.noSubject(plan.keys))
    return null
  }
  const kind = vocabulary.kind
  return code === null ? { kind, name: name as string } : { kind, code, name: name ?? code }
}

/** The code or name of a row: null when blank, false when it can't be read. */
function keyIn(row: SheetRow, plan: RowPlan, role: 'code' | 'name', tell: Tell) {
  for (const column of plan.columns) {
    const cell = row.cells[column.index]
    if (column.role !== role || !cell) continue
    const reading = keyReading(cell, role, plan.vocabulary)
    if ('blank' in reading) continue
    if ('value' in reading) return fold(reading.value as string)
    // Where the column is a fact as well, the fact's reading has said it.
    if (column.column === null) tell(column.index, alone(reading.trouble))
    return false
  }
  return null
}

function keyReading(cell: Cell, role: ColumnRole, vocabulary: KindVocabulary): Reading {
  const checked = role === 'code' && vocabulary.creditCodes
  // The reader checks a code by its fact's name, and gives it back in capitals.
  const raw = rawOf(cell, keyFact)
  if ('trouble' in raw) return raw
  if (raw.form === 'boolean') return { trouble: say.notAText(cell.text) }
  return readFactValue(raw, { ...keyFact, name: checked ? creditCode : role }, null)
}

function dayIn(row: SheetRow, plan: RowPlan, role: 'from' | 'to', tell: Tell): Day | null {
  const column = plan.columns.find((one) => one.role === role)
  const cell = column && row.cells[column.index]
  if (!column || !cell) return null
  const fact = { ...keyFact, name: column.header, type: { kind: 'date' }, nullable: true } as const
  const raw = rawOf(cell, fact)
  const reading = 'trouble' in raw ? raw : readFactValue(raw, fact, null)
  if ('trouble' in reading) tell(column.index, alone(reading.trouble))
  return 'value' in reading && reading.value !== null ? dayOf(reading.value) : null
}
