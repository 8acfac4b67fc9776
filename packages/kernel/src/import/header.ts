/** The header of a sheet: where it is, and what each of its columns means. */
import { type Column, fold, type Saying } from '@huoshui/policy'
import { columnLetter, type Merged, type SheetRow } from './sheet.ts'
import type { KindVocabulary } from './vocabulary.ts'
import { say } from './words.ts'

export type ColumnRole = 'code' | 'name' | 'from' | 'to' | 'fact' | 'remark' | 'unknown'

export interface ImportColumn {
  /** From 0. */
  readonly index: number
  readonly letter: string
  readonly header: string
  /** A column of codes or names may be of a fact as well: 统一社会信用代码, 企业名称. */
  readonly role: ColumnRole
  /** The facts it gives, by the names that the import gives them. */
  readonly facts: readonly string[]
  /** 元, 万元, 亿元 or %, as the header says. */
  readonly unit: Column['unit']
}

export interface PlannedColumn extends ImportColumn {
  readonly column: Column | null
}

export interface HeaderTrouble {
  /** From 0. */
  readonly column: number | null
  readonly header: string | null
  readonly saying: Saying
}

export interface HeaderPlan {
  readonly columns: readonly PlannedColumn[]
  readonly troubles: readonly HeaderTrouble[]
}

/** The column that says what is wrong with a row; it is read over when the row comes back. */
export const problemHeader = '问题'
const remarks: ReadonlySet<string> = new Set(['序号', '备注', '说明', problemHeader])
const fromHeader = '生效日'
const toHeader = '截止日'
const days: ReadonlyMap<string, 'from' | 'to'> = new Map([
  [fromHeader, 'from'],
  ['生效日期', 'from'],
  [toHeader, 'to'],
  ['截止日期', 'to'],
])

/** Notes in brackets behind the name of a day or a code, such as 生效日（YYYY-MM-DD）. */
const plain = (header: string) => fold(header).replace(/\s*\([^()]*\)$/, '')

/** What a header means to an import, when it is not (only) a fact. */
function roleOf(header: string, { codeHeaders, nameHeaders }: KindVocabulary): ColumnRole | null {
  const text = plain(header)
  if (codeHeaders.includes(text)) return 'code'
  if (nameHeaders.includes(text)) return 'name'
  return days.get(text) ?? (remarks.has(text) ? 'remark' : null)
}

/** What of a row are names that mean something: a header has a code or a name among them. */
export function knownIn(cells: readonly string[], vocabulary: KindVocabulary) {
  let key = false
  let count = 0
  for (const cell of cells) {
    if (cell.trim() === '') continue
    const role = roleOf(cell, vocabulary)
    key ||= role === 'code' || role === 'name'
    if (role !== null || !('trouble' in vocabulary.find(cell))) count++
  }
  return { key, count }
}

/** What the columns of a header mean. Merged and doubled headers are errors, others warnings. */
export function planHeader(
  row: SheetRow,
  merged: readonly Merged[],
  vocabulary: KindVocabulary,
  evidence: string,
): HeaderPlan {
  const columns: PlannedColumn[] = []
  const troubles: HeaderTrouble[] = []
  for (const one of merged) {
    if (one.top > row.row || one.bottom < row.row) continue
    // One cell over the whole table is a title, and titles stand above the header.
    const header = row.cells[one.left]?.text ?? null
    troubles.push({ column: one.left, header, saying: say.mergedHeader() })
  }
  const roles = new Map<string, number>()
  for (const [index, cell] of row.cells.entries()) {
    if (!cell) continue
    const { column, sayings } = planColumn(index, cell.text, vocabulary, evidence)
    for (const saying of sayings) troubles.push({ column: index, header: cell.text, saying })
    columns.push(column)
    for (const role of claims(column)) {
      const other = roles.get(role)
      if (other === undefined) roles.set(role, index)
      else {
        const saying = say.twice(cell.text, columnLetter(other))
        troubles.push({ column: index, header: cell.text, saying })
      }
    }
  }
  return { columns, troubles }
}

/** What only one column of a sheet may be. 企业名称 and 名称 may both be there: a fact and a name. */
function claims({ role, facts }: PlannedColumn): readonly string[] {
  const single = role === 'code' || role === 'from' || role === 'to'
  return [...(single ? [role] : []), ...facts.map((fact) => `fact ${fact}`)]
}

function planColumn(
  index: number,
  header: string,
  vocabulary: KindVocabulary,
  evidence: string,
): { readonly column: PlannedColumn; readonly sayings: readonly Saying[] } {
  const role = roleOf(header, vocabulary)
  const found = role === 'remark' ? null : vocabulary.find(plainKey(role, header))
  const base = { letter: columnLetter(index), index, header }
  const none = { column: null, facts: [], unit: null }
  if (found && !('trouble' in found)) {
    // 享受记录 and the like are records; a cell holds none.
    const targets = found.targets.filter((one) => 'fact' in one)
    if (targets.length > 0) {
      const facts = targets.map((one) => one.key)
      const column = { ...found, targets }
      return {
        column: { ...base, role: role ?? 'fact', facts, unit: found.unit, column },
        sayings: [
          ...(found.warning ? [found.warning] : []),
          ...evidenceSayings(facts, vocabulary, evidence),
        ],
      }
    }
  }
  if (role) return { column: { ...base, ...none, role }, sayings: [] }
  const made = vocabulary.notImported.get(plain(header))
  const trouble = found && 'trouble' in found ? found.trouble : null
  // A unit that the fact can't have is an error: the column is meant, and would be lost.
  const badUnit = trouble && knownBefore(header, vocabulary) ? trouble : null
  const saying = made
    ? say.notImported(plain(header), made)
    : (badUnit ?? say.unknownColumn(header, trouble?.remedy ?? null))
  return { column: { ...base, ...none, role: 'unknown' }, sayings: [saying] }
}

/** Codes and names may have a note in brackets that is no unit. */
const plainKey = (role: ColumnRole | null, header: string) => (role ? plain(header) : header)

const knownBefore = (header: string, { find }: KindVocabulary) =>
  plain(header) !== fold(header) && !('trouble' in find(plain(header)))

function evidenceSayings(
  facts: readonly string[],
  vocabulary: KindVocabulary,
  evidence: string,
): readonly Saying[] {
  const other = facts
    .map((name) => vocabulary.facts.get(name))
    .find((fact) => fact && fact.evidence !== evidence)
  return other ? [say.otherEvidence(other.name, other.evidence, evidence)] : []
}
