import type { Diagnostic, Lang, Note, SourcePlace } from './diagnostic.ts'
import { characterWidth, displayWidth } from './width.ts'

const SEVERITY: Record<Diagnostic['severity'], Record<Lang, string>> = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  note: { zh: '提示', en: 'note' },
}
const PAINT: Record<Diagnostic['severity'] | 'dim', string> = {
  error: '\u001b[31m',
  warning: '\u001b[33m',
  note: '\u001b[36m',
  dim: '\u001b[2m',
}
const PLAIN = '\u001b[0m'

/** Columns of an excerpt. Rows of a table are long; the part that matters must not wrap. */
const EXCERPT = 96

type Paint = (text: string, colour: keyof typeof PAINT) => string

/**
 * The diagnostic as a person reads it: place, headings, the line with the part underlined,
 * what is wrong, what to do, and the notes.
 *
 * `sourceText` is the whole of the file named by the diagnostic; without it there is no excerpt.
 */
export function printPretty(
  d: Diagnostic,
  sourceText: string | undefined,
  lang: Lang,
  options: { readonly colour: boolean },
): string {
  const paint: Paint = (text, colour) => (options.colour ? PAINT[colour] + text + PLAIN : text)
  const label = paint(`${SEVERITY[d.severity][lang]} ${d.code}`, d.severity)
  const lines = [`${clean(d.place.file)}:${d.place.line}  ${label}`]
  if (d.heading.length > 0) lines.push(clean(d.heading.join(' › ')))
  lines.push('', ...excerpt(d.place, sourceText, paint, d.severity), cleanLines(d.message[lang]))
  lines.push(...remedy(d, lang).map(cleanLines))
  for (const note of d.notes) lines.push(...printNote(note, d, sourceText, lang, paint))
  return lines.join('\n')
}

/** One line, as compilers print it, for editors: `file:line:col: 错误 P031 message`. */
export function printLine(d: Diagnostic, lang: Lang): string {
  const { file, line, column } = d.place
  const message = d.message[lang].replace(/\s*\n\s*/g, ' ')
  return clean(`${file}:${line}:${column}: ${SEVERITY[d.severity][lang]} ${d.code} ${message}`)
}

function remedy(d: Diagnostic, lang: Lang): string[] {
  const text = d.remedy[lang]
  if (d.fix === undefined || text.includes(d.fix)) return text === '' ? [] : [text]
  // “Add a row:” and the row read as one line; anything longer stands by itself.
  if (/[：:]$/.test(text) && !d.fix.includes('\n')) return [`${text} ${d.fix}`]
  return text === '' ? [d.fix] : [text, d.fix]
}

function printNote(
  note: Note,
  d: Diagnostic,
  sourceText: string | undefined,
  lang: Lang,
  paint: Paint,
): string[] {
  const label = paint(SEVERITY.note[lang] + (lang === 'zh' ? '：' : ': '), 'note')
  const lines = ['', label + cleanLines(note.text[lang])]
  if (note.place === undefined) return lines
  lines.push(`${clean(note.place.file)}:${note.place.line}`)
  // The text at hand is that of the diagnostic's own file.
  const text = note.place.file === d.place.file ? sourceText : undefined
  return [...lines, ...excerpt(note.place, text, paint, 'note')]
}

/** The line with its number, and under it the underline; nothing when the line is not there. */
function excerpt(
  place: SourcePlace,
  sourceText: string | undefined,
  paint: Paint,
  colour: keyof typeof PAINT,
): string[] {
  const line = sourceText?.split(/\r\n|\n|\r/)[place.line - 1]
  if (line === undefined) return []
  const from = snap(line, place.column - 1)
  const to = place.endLine > place.line ? line.length : snap(line, place.endColumn - 1)
  const text = clean(line)
  const left = displayWidth(text.slice(0, from))
  const length = Math.max(1, displayWidth(text.slice(from, Math.max(from, to))))
  const view = crop(text, left, left + length)
  const number = `  ${place.line} `
  const underline = paint('─'.repeat(view.to - view.from), colour)
  return [
    `${paint(`${number}│`, 'dim')} ${view.text}`.trimEnd(),
    `${paint(`${' '.repeat(number.length)}│`, 'dim')} ${' '.repeat(view.from)}${underline}`,
  ]
}

/** Keep a column inside the line. */
function snap(line: string, index: number): number {
  return Math.min(Math.max(index, 0), line.length)
}

/** At most `EXCERPT` columns of `text`, with the columns `from` to `to` in sight. */
function crop(text: string, from: number, to: number): { text: string; from: number; to: number } {
  const total = displayWidth(text)
  if (total <= EXCERPT && to <= EXCERPT) return { text, from, to }
  // A column is kept for the … at each end that is cut.
  const tail = EXCERPT - 1
  const start = to <= tail ? 0 : Math.max(0, Math.min(from - 20, total - tail + 1))
  const lead = start === 0 ? '' : '…'
  const room = tail - lead.length
  let kept = ''
  let column = 0
  let first = start
  for (const char of text) {
    const width = characterWidth(char)
    if (column < start) first = column + width
    else if (column + width - start <= room) kept += char
    else break
    column += width
  }
  const shift = first - lead.length
  const end = displayWidth(lead + kept)
  const right = Math.max(from - shift + 1, Math.min(to - shift, end))
  return { text: lead + kept + (column < total ? '…' : ''), from: from - shift, to: right }
}

/**
 * Control characters become spaces, so that a policy cannot steer the reader's terminal and a
 * tab has a known width. Length and columns stay as they are.
 */
function clean(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ')
}

/** As `clean`, line breaks kept. */
function cleanLines(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, ' ')
}
