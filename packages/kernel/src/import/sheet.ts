/** What a file holds before anything is known of its meaning: sheets of rows of cells. */
import type { Saying } from '@huoshui/policy'

/** `lost` is a formula that was saved without its result. */
export type CellForm = 'text' | 'number' | 'percent' | 'date' | 'boolean' | 'error' | 'lost'

export interface Cell {
  readonly form: CellForm
  /** As it is shown: `8.5%`, `2024-03-01`, `#N/A`; a number without thousands and exponent. */
  readonly text: string
}

export interface SheetRow {
  /** As a spreadsheet counts, from 1. */
  readonly row: number
  /** By column from 0; blank cells are absent. */
  readonly cells: readonly (Cell | undefined)[]
  /** Quotation marks in the row do not pair. */
  readonly broken?: true
}

/** Cells that are merged into one, rows from 1 and columns from 0, both ends included. */
export interface Merged {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export interface Sheet {
  /** null in a CSV, which has no sheets. */
  readonly name: string | null
  readonly hidden: boolean
  merged(): Promise<readonly Merged[]>
  /** Rows that have a filled cell, from the top. Throws `FileTrouble`. */
  rows(): AsyncGenerator<SheetRow>
}

/** A file can't be read on. Caught where the file is read, and said as a problem of the file. */
export class FileTrouble extends Error {
  constructor(
    readonly saying: Saying,
    readonly row: number | null = null,
  ) {
    super(saying.message.en)
  }
}

/** `A`, `Z`, `AA` of a column from 0. */
export function columnLetter(index: number): string {
  let letters = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/** The column (from 0) and row (from 1) of `AB12`; null when it is no such address. */
export function cellAddress(
  text: string,
): { readonly column: number; readonly row: number } | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(text)
  if (!match) return null
  let column = 0
  for (const letter of match[1] as string) column = column * 26 + letter.charCodeAt(0) - 64
  return { column: column - 1, row: Number(match[2]) }
}
