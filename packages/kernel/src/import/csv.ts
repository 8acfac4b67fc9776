/** A CSV as a sheet: its bytes to text, the text to rows, in turns. */
import type { Pace } from './pace.ts'
import { type Cell, FileTrouble, type Sheet, type SheetRow } from './sheet.ts'
import { say } from './words.ts'

const pieceLength = 256 * 1024
const delimiters = [',', '\t', ';', '，'] as const
/** Rows looked at to find out what parts the cells. */
const sampleRows = 20

/** Control characters that no text has: everything below the blank but tabs and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const controls = /[\u0000-\u0008\u000b\u000e-\u0019\u001b-\u001f]/

/** Text of bytes; null when they are not in the encoding. */
async function decode(bytes: Uint8Array, encoding: string, pace: Pace): Promise<string | null> {
  // A byte order mark is taken off by the decoder.
  const decoder = new TextDecoder(encoding, { fatal: true })
  const pieces: string[] = []
  try {
    for (let at = 0; at < bytes.length; at += pieceLength) {
      pieces.push(decoder.decode(bytes.subarray(at, at + pieceLength), { stream: true }))
      if (pace.over) await pace.rest()
    }
    pieces.push(decoder.decode())
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
  return pieces.join('')
}

async function textOf(bytes: Uint8Array, pace: Pace): Promise<string> {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return readable(await decode(bytes, 'utf-16le', pace))
  if (first === 0xfe && second === 0xff) return readable(await decode(bytes, 'utf-16be', pace))
  const text = (await decode(bytes, 'utf-8', pace)) ?? (await decode(bytes, 'gb18030', pace))
  return readable(text)
}

function readable(text: string | null): string {
  if (text === null) throw new FileTrouble(say.encoding())
  if (controls.test(text)) throw new FileTrouble(say.binary())
  return text
}

/**
 * Opens a CSV in UTF-8 or GB18030. Throws `FileTrouble` when it is no text.
 *
 * @param known how many cells of a row are names that mean something, to tell what parts cells
 */
export async function openCsv(
  bytes: Uint8Array,
  pace: Pace,
  known: (cells: readonly string[]) => number,
): Promise<Sheet> {
  const text = await textOf(bytes, pace)
  const delimiter = delimiterOf(text, known)
  return {
    name: null,
    hidden: false,
    merged: async () => [],
    async *rows() {
      for (const { row, cells, broken } of records(text, delimiter)) {
        const filled = cells.map(cellOf)
        if (filled.some(Boolean)) yield { row, cells: filled, ...(broken ? { broken } : {}) }
        if (pace.over) await pace.rest()
      }
    },
  }
}

/** A cell; `="9111…"` is how a code is kept a text, and is the text. */
function cellOf(raw: string): Cell | undefined {
  const text = raw
    .trim()
    .replace(/^="([^"]*)"$/, '$1')
    .trim()
  return text === '' ? undefined : { form: 'text', text }
}

function delimiterOf(text: string, known: (cells: readonly string[]) => number): string {
  // A sample, so that a mark that opens a quotation in the one reading can't swallow the file.
  const sample = text.slice(0, pieceLength)
  let best: { readonly delimiter: string; readonly score: number } | null = null
  for (const delimiter of delimiters) {
    let score = 0
    for (const { row, cells } of records(sample, delimiter, false)) {
      if (row > sampleRows) break
      score = Math.max(score, known(cells))
    }
    if (!best || score > best.score) best = { delimiter, score }
  }
  return best?.delimiter ?? ','
}

interface CsvRecord extends Pick<SheetRow, 'row' | 'broken'> {
  readonly cells: readonly string[]
}

/** Records of a text, counted from 1 as a spreadsheet does: line breaks in quotes don't count. */
export function* records(text: string, delimiter: string, strict = true): Generator<CsvRecord> {
  let at = 0
  for (let row = 1; at < text.length; row++) {
    const cells: string[] = []
    let broken = false
    for (;;) {
      const cell = text.charAt(at) === '"' ? quoted(text, at, delimiter) : bare(text, at, delimiter)
      if (cell.end < 0) {
        if (strict) throw new FileTrouble(say.openQuote(), row)
        return
      }
      cells.push(cell.text)
      broken ||= cell.broken
      at = cell.end
      if (text.charAt(at) !== delimiter) break
      at++
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    yield { row, cells, ...(broken ? { broken } : {}) }
  }
}

const isBreak = (char: string) => char === '\n' || char === '\r' || char === ''

function bare(text: string, at: number, delimiter: string) {
  let end = at
  while (text.charAt(end) !== delimiter && !isBreak(text.charAt(end))) end++
  // Quotation marks within are themselves.
  return { text: text.slice(at, end), end, broken: false }
}

function quoted(text: string, at: number, delimiter: string) {
  let cell = ''
  let from = at + 1
  for (;;) {
    const close = text.indexOf('"', from)
    if (close < 0) return { text: cell, end: -1, broken: true }
    cell += text.slice(from, close)
    from = close + 1
    if (text.charAt(from) !== '"') break
    cell += '"'
    from++
  }
  const rest = bare(text, from, delimiter)
  return { text: cell + rest.text, end: rest.end, broken: rest.text.trim() !== '' }
}
