/** CSV for Excel and WPS: UTF-8 with its mark, and codes that stay texts. */
import type { Pace } from './pace.ts'

const mark = '\ufeff'

/** What Excel would make a number of, and lose: long codes, leading zeros, 12E5. */
const endangered = /^(?:\d{12,}|0\d+|\d+[eE]\d+)$/
const figure = /^[-+]?\d[\d,]*(?:\.\d+)?%?$/

/**
 * A cell. What a spreadsheet would take for a formula gets an apostrophe before it, which the
 * reader takes off again: a file that comes from outside must not compute on anyone's desk.
 */
function cellText(text: string): string {
  const formula = /^[=+\-@\t\r]/.test(text) && !figure.test(text)
  const safe = endangered.test(text) ? `="${text}"` : formula ? `'${text}` : text
  return /[",\r\n\t;，]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Writes rows as CSV, in turns. */
export async function writeCsv(rows: Iterable<readonly string[]>, pace: Pace): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bundle = mark
  for (const row of rows) {
    bundle += `${row.map(cellText).join(',')}\r\n`
    if (bundle.length < 64 * 1024) continue
    pieces.push(Buffer.from(bundle))
    bundle = ''
    if (pace.over) await pace.rest()
  }
  pieces.push(Buffer.from(bundle))
  return Buffer.concat(pieces)
}
