/** What reading a file of facts gives. */
import type { Value } from '@huoshui/feel'
import type { Day, Text } from '@huoshui/values'
import type { ImportColumn } from './header.ts'

/** Something in a file that keeps a row (or all of it) out, or should be looked at. */
export interface ImportProblem {
  readonly file: string
  readonly sheet: string | null
  /** As the spreadsheet counts, from 1; null when it is about no row. */
  readonly row: number | null
  /** The letter of the column. */
  readonly column: string | null
  readonly header: string | null
  /** What was found there, as it was written. */
  readonly found: string | null
  readonly severity: 'error' | 'warning'
  readonly message: Text
  /** What to write instead. */
  readonly remedy: Text
}

export interface SubjectRef {
  readonly kind: string
  readonly code?: string
  readonly name: string
}

export interface RowPlace {
  readonly sheet: string | null
  readonly row: number
}

/** A row that can be imported. */
export interface GoodRow extends RowPlace {
  readonly subject: SubjectRef
  /** By the name of a shared fact, or `slug#name`; what is blank is not among them. */
  readonly facts: ReadonlyMap<string, Value>
  readonly from: Day
  readonly to: Day | null
  /** Its cells as they were written, by column from 0. */
  readonly written: readonly string[]
}

/** A row that is kept out, whole: a row half read would be taken for one that was read. */
export interface RejectedRow extends RowPlace {
  readonly written: readonly string[]
  readonly problems: readonly ImportProblem[]
}

export interface SheetColumns {
  readonly sheet: string | null
  /** The row of the header. */
  readonly row: number
  readonly columns: readonly ImportColumn[]
}

export interface FactsRead {
  readonly file: string
  readonly kind: string
  readonly source: string
  readonly evidence: string
  readonly day: Day
  readonly rows: readonly GoodRow[]
  readonly rejected: readonly RejectedRow[]
  readonly columns: readonly SheetColumns[]
  /** Why nothing of the file can be used; empty when rows were read. */
  readonly problems: readonly ImportProblem[]
  readonly warnings: readonly ImportProblem[]
  readonly counts: {
    readonly rows: number
    readonly rejected: number
    readonly subjects: number
    /** Values that would be recorded. */
    readonly facts: number
  }
}

/** A row or its sheet in words: 第12行, 工作表“海淀”第12行. */
export function placeText({ sheet, row }: RowPlace, other: string | null = sheet): Text {
  return sheet === null || sheet === other
    ? { zh: `第 ${row} 行`, en: `row ${row}` }
    : { zh: `工作表“${sheet}”第 ${row} 行`, en: `row ${row} of sheet “${sheet}”` }
}
