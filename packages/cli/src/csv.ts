/** CSV that a spreadsheet opens as it was meant (RFC 4180). */

/** Without it spreadsheets take UTF-8 for something else. */
export const csvMark = '\ufeff'

export interface Cell {
  readonly kind?: 'code' | 'number' | undefined
  readonly text: string
}

/** One row with its line end. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`

function cellText({ kind, text }: Cell): string {
  // A spreadsheet makes a number or a day of a code, and a formula of a text that begins like one.
  if (kind === 'code') return text === '' ? '' : quoted(`="${text.replaceAll('"', '""')}"`)
  const guarded = kind !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? quoted(guarded) : guarded
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
