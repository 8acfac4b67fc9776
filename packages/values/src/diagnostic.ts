export type Lang = 'zh' | 'en'

/** The same words in both languages, from one place so that neither is forgotten. */
export interface Text {
  readonly zh: string
  readonly en: string
}

/**
 * A stretch of a source file. Lines and columns begin at 1; columns count UTF-16 units, as
 * editors do; the end is the place after the last character.
 */
export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** Something else to look at, such as where a name was declared first. */
export interface Note {
  readonly text: Text
  readonly place?: SourcePlace
}

/** A policy author's mistake, with what to do about it. A value, never thrown. */
export interface Diagnostic {
  /** `P031`: names the check, and its page in the manual. */
  readonly code: string
  readonly severity: 'error' | 'warning' | 'note'
  readonly place: SourcePlace
  /** The law's own headings around the place, outermost first. */
  readonly heading: readonly string[]
  readonly message: Text
  readonly remedy: Text
  readonly notes: readonly Note[]
  /** A row to add or to put in place of the one named, ready to paste. */
  readonly fix?: string
}

/** Order for reports: file, line, column, then code. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.place.file, b.place.file) ||
    a.place.line - b.place.line ||
    a.place.column - b.place.column ||
    compareText(a.code, b.code)
  )
}

/** The diagnostic as plain data in a fixed order of keys, for `JSON.stringify`. */
export function diagnosticToJson(d: Diagnostic): Diagnostic {
  return {
    code: d.code,
    severity: d.severity,
    place: placeToJson(d.place),
    heading: [...d.heading],
    message: textToJson(d.message),
    remedy: textToJson(d.remedy),
    notes: d.notes.map((note) => ({
      text: textToJson(note.text),
      ...(note.place === undefined ? {} : { place: placeToJson(note.place) }),
    })),
    ...(d.fix === undefined ? {} : { fix: d.fix }),
  }
}

function placeToJson({ file, line, column, endLine, endColumn }: SourcePlace): SourcePlace {
  return { file, line, column, endLine, endColumn }
}

function textToJson({ zh, en }: Text): Text {
  return { zh, en }
}

/** By code unit: a report must not depend on the reader's locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
