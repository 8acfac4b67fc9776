/**
 * Markdown to sections, tables, quotes and blocks, each with its exact place.
 *
 * This file knows Markdown and nothing of policies: it never says that something is wrong except
 * where the front matter can't be read. Meaning is given by `kinds/`.
 */
import type { SourcePlace } from '@huoshui/values'
import type { Nodes, PhrasingContent, Root, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { parseDocument } from 'yaml'

/** A file handed down by whoever may read files: a path relative to `policies/`, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A piece of text with where it stands. `raw` is as written, `text` without Markdown marks. */
export interface Piece {
  readonly raw: string
  readonly text: string
  readonly from: number
  readonly to: number
}

export type Block =
  | { readonly kind: 'table'; readonly header: readonly Piece[]; readonly rows: readonly Row[] }
  | { readonly kind: 'code'; readonly info: string; readonly body: Piece }
  | { readonly kind: 'quote'; readonly body: Piece; readonly lines: readonly Piece[] }
  | { readonly kind: 'paragraph'; readonly body: Piece }
  | { readonly kind: 'list'; readonly items: readonly Piece[] }

export interface Row {
  readonly cells: readonly Piece[]
  readonly from: number
  readonly to: number
}

export interface Section {
  readonly level: number
  readonly title: Piece
  /** Titles from the outermost heading (below the document's title) to this one. */
  readonly path: readonly string[]
  readonly blocks: readonly Block[]
}

export interface FrontMatter {
  readonly data: Readonly<Record<string, unknown>>
  /** Where a top-level key stands; the whole front matter when there is no such key. */
  readonly placeOf: (key: string) => SourcePlace
  readonly error: { readonly message: string; readonly place: SourcePlace } | null
}

export interface Document {
  readonly file: SourceFile
  readonly title: string
  readonly front: FrontMatter
  readonly sections: readonly Section[]
  readonly place: (from: number, to: number) => SourcePlace
}

/** Turns offsets into lines and columns, both from 1. */
function placer(file: SourceFile): (from: number, to: number) => SourcePlace {
  const starts = [0]
  for (let i = 0; i < file.text.length; i++) if (file.text[i] === '\n') starts.push(i + 1)
  const at = (offset: number): { line: number; column: number } => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 }
  }
  return (from, to) => {
    const a = at(from)
    const b = at(Math.max(from, to))
    return {
      file: file.path,
      line: a.line,
      column: a.column,
      endLine: b.line,
      endColumn: b.column,
    }
  }
}

function readFront(
  file: SourceFile,
  place: (from: number, to: number) => SourcePlace,
): { front: FrontMatter; bodyFrom: number } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(file.text)
  if (!match) {
    const nowhere = place(0, 0)
    return { front: { data: {}, placeOf: () => nowhere, error: null }, bodyFrom: 0 }
  }
  const yamlFrom = match[0].indexOf('\n') + 1
  const whole = place(0, match[0].trimEnd().length)
  const doc = parseDocument(match[1] as string)
  const first = doc.errors[0]
  const parsed: unknown = first ? {} : doc.toJS()
  const data =
    typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {}
  const ranges = new Map<string, readonly [number, number]>()
  const contents = doc.contents as { items?: { key: unknown; value: unknown }[] } | null
  for (const item of contents?.items ?? []) {
    const key = item.key as { value?: unknown; range?: [number, number] } | null
    const value = item.value as { range?: [number, number] } | null
    if (!key?.range) continue
    ranges.set(String(key.value), [key.range[0], (value?.range ?? key.range)[1]])
  }
  const placeOf = (key: string): SourcePlace => {
    const range = ranges.get(key)
    if (!range) return whole
    const text = file.text.slice(yamlFrom + range[0], yamlFrom + range[1])
    return place(yamlFrom + range[0], yamlFrom + range[0] + text.trimEnd().length)
  }
  const error = first
    ? {
        message: first.message.split('\n')[0] as string,
        place: place(yamlFrom + first.pos[0], yamlFrom + first.pos[1]),
      }
    : null
  return { front: { data, placeOf, error }, bodyFrom: match[0].length }
}

function plainText(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => {
      if ('value' in node) return node.value
      if ('children' in node) return plainText(node.children)
      return node.type === 'break' ? '\n' : ''
    })
    .join('')
}

function offsets(node: Nodes): { from: number; to: number } {
  return { from: node.position?.start.offset ?? 0, to: node.position?.end.offset ?? 0 }
}

/** Reads a document. Never throws on content: what can't be read is left to `kinds/` to name. */
export function readDocument(file: SourceFile): Document {
  const text = file.text
  const place = placer(file)
  const { front, bodyFrom } = readFront(file, place)
  // The front matter is blanked, not cut, so that every offset stays true.
  const blanked = text.slice(0, bodyFrom).replace(/[^\n]/g, ' ') + text.slice(bodyFrom)
  const root: Root = fromMarkdown(blanked, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  })
  const piece = (nodes: readonly PhrasingContent[], fallback: Nodes): Piece => {
    const first = nodes[0]
    const last = nodes[nodes.length - 1]
    const from = first ? offsets(first).from : offsets(fallback).from
    const to = last ? offsets(last).to : offsets(fallback).to
    const raw = first ? text.slice(from, to) : ''
    return { raw, text: plainText(nodes).trim(), from, to }
  }
  const sections: { level: number; title: Piece; path: string[]; blocks: Block[] }[] = []
  let title = ''
  const path: { level: number; text: string }[] = []
  for (const node of root.children) {
    if (node.type === 'heading') {
      const heading = piece(node.children, node)
      if (node.depth === 1 && sections.length === 0) title = heading.text
      while (path.length > 0 && (path[path.length - 1] as { level: number }).level >= node.depth)
        path.pop()
      if (node.depth > 1) path.push({ level: node.depth, text: heading.text })
      sections.push({
        level: node.depth,
        title: heading,
        path: path.map((p) => p.text),
        blocks: [],
      })
      continue
    }
    const blocks = sections[sections.length - 1]?.blocks
    if (!blocks) continue
    const block = readBlock(node, piece, text)
    if (block) blocks.push(block)
  }
  return { file, title, front, sections, place }
}

type PieceOf = (nodes: readonly PhrasingContent[], fallback: Nodes) => Piece

function readBlock(node: Root['children'][number], piece: PieceOf, text: string): Block | null {
  switch (node.type) {
    case 'table':
      return readTable(node, piece)
    case 'code': {
      const { from } = offsets(node)
      const bodyFrom = text.indexOf('\n', from) + 1
      const info = [node.lang, node.meta].filter(Boolean).join(' ')
      return {
        kind: 'code',
        info,
        body: {
          raw: node.value,
          text: node.value,
          from: bodyFrom,
          to: bodyFrom + node.value.length,
        },
      }
    }
    case 'blockquote': {
      const lines: Piece[] = []
      for (const child of node.children) {
        if (child.type === 'paragraph') lines.push(piece(child.children, child))
        if (child.type === 'list') {
          const start = child.start ?? 1
          child.children.forEach((item, i) => {
            const paragraph = item.children[0]
            if (paragraph?.type !== 'paragraph') return
            const inner = piece(paragraph.children, paragraph)
            lines.push(child.ordered ? { ...inner, text: `${start + i}. ${inner.text}` } : inner)
          })
        }
      }
      const { from, to } = offsets(node)
      const whole = lines.map((line) => line.text).join('\n')
      return { kind: 'quote', body: { raw: text.slice(from, to), text: whole, from, to }, lines }
    }
    case 'paragraph':
      return { kind: 'paragraph', body: piece(node.children, node) }
    case 'list': {
      const items: Piece[] = []
      for (const item of node.children) {
        const paragraph = item.children[0]
        if (paragraph?.type === 'paragraph') items.push(piece(paragraph.children, paragraph))
      }
      return { kind: 'list', items }
    }
    default:
      return null
  }
}

function readTable(node: Table, piece: PieceOf): Block {
  const [head, ...body] = node.children
  const cells = (row: Table['children'][number]): Piece[] =>
    row.children.map((cell) => {
      const inner = piece(cell.children, cell)
      if (inner.raw !== '') return inner
      // An empty cell has no children: point just inside its bar.
      const { from, to } = offsets(cell)
      return { ...inner, from: Math.min(from + 1, to), to }
    })
  return {
    kind: 'table',
    header: head ? cells(head) : [],
    rows: body.map((row) => ({ cells: cells(row), ...offsets(row) })),
  }
}

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

/** Full- and half-width punctuation are equal in structural places. */
export function fold(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u3000]/g, ' ')
    .trim()
}
