/** Pieces of a document's text, each with its exact place, and small readings of one piece. */

/** A piece of text with where it stands. `raw` is as written, `text` without Markdown marks. */
export interface Piece {
  readonly raw: string
  readonly text: string
  readonly from: number
  readonly to: number
}

export interface Row {
  readonly cells: readonly Piece[]
  readonly from: number
  readonly to: number
}

export type Block =
  | { readonly kind: 'table'; readonly header: readonly Piece[]; readonly rows: readonly Row[] }
  | { readonly kind: 'code'; readonly info: string; readonly body: Piece }
  | { readonly kind: 'quote'; readonly body: Piece; readonly lines: readonly Piece[] }
  | { readonly kind: 'paragraph'; readonly body: Piece }
  | { readonly kind: 'list'; readonly items: readonly Piece[] }

/** The pieces between backticks in a cell, without the backticks, with their places. */
export function codeSpans(cell: Piece): Piece[] {
  const found: Piece[] = []
  const pattern = /`([^`]*)`/g
  for (let m = pattern.exec(cell.raw); m; m = pattern.exec(cell.raw)) {
    const from = cell.from + m.index + 1
    const body = m[1] as string
    found.push({ raw: body, text: body, from, to: from + body.length })
  }
  return found
}

/** Splits a piece at separators that stand outside backticks and outside “quotes”. */
export function splitPiece(cell: Piece, separators: RegExp): Piece[] {
  const parts: Piece[] = []
  let start = 0
  let quoted = false
  const push = (end: number) => {
    const body = cell.raw.slice(start, end)
    const lead = body.length - body.trimStart().length
    const trimmed = body.trim()
    const from = cell.from + start + lead
    if (trimmed !== '') {
      parts.push({
        raw: trimmed,
        text: trimmed.replaceAll('`', ''),
        from,
        to: from + trimmed.length,
      })
    }
  }
  for (let i = 0; i < cell.raw.length; i++) {
    const c = cell.raw[i] as string
    if (c === '`') quoted = !quoted
    else if (!quoted && separators.test(c)) {
      push(i)
      start = i + 1
    }
  }
  push(cell.raw.length)
  return parts
}

const full = /[\uff01-\uff5e\u00a0\u3000]/

/** Full- and half-width punctuation are equal in structural places. */
export function fold(text: string): string {
  if (!full.test(text)) return text.trim()
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u3000]/g, ' ')
    .trim()
}
