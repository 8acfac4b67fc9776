/** Markdown to headings and blocks. The Markdown library says what stands where. */
import type { Nodes, PhrasingContent, RootContent, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import type { Block, Piece } from './read-piece.ts'
import { type StrictTable, strictTables } from './read-table.ts'

/** What stands at the outermost level of a document, in its order. */
export type Part =
  | { readonly kind: 'heading'; readonly depth: number; readonly title: Piece }
  | { readonly kind: 'block'; readonly block: Block }

/** From this offset of the shortened text on, an offset of the document is so much greater. */
interface Shift {
  readonly from: number
  readonly by: number
}

/** A document's text without its front matter, a thematic break for each table already read. */
interface Shortened {
  readonly text: string
  /** Where each break stands in the shortened text. */
  readonly marks: readonly number[]
  readonly shifts: readonly Shift[]
}

const mark = '***'

function shorten(text: string, bodyFrom: number, tables: readonly StrictTable[]): Shortened {
  // Behind front matter the body begins with an empty line, since it does not begin the file.
  let short = bodyFrom > 0 ? '\n' : ''
  const shifts: Shift[] = [{ from: 0, by: bodyFrom - short.length }]
  const marks: number[] = []
  let at = bodyFrom
  for (const table of tables) {
    short += text.slice(at, table.from)
    marks.push(short.length)
    short += mark
    shifts.push({ from: short.length, by: table.to - short.length })
    at = table.to
  }
  return { text: short + text.slice(at), marks, shifts }
}

/** Turns offsets of the shortened text into those of the document. */
function unshorten({ shifts }: Shortened): (offset: number) => number {
  return (offset) => {
    let low = 0
    let high = shifts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((shifts[middle] as Shift).from <= offset) low = middle
      else high = middle - 1
    }
    return offset + (shifts[low] as Shift).by
  }
}

/** What the readers of nodes share: the document's text, and the offsets of nodes in it. */
interface Source {
  readonly text: string
  readonly at: (offset: number) => number
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

function offsets({ at }: Source, node: Nodes): { from: number; to: number } {
  return { from: at(node.position?.start.offset ?? 0), to: at(node.position?.end.offset ?? 0) }
}

function pieceOf(source: Source, nodes: readonly PhrasingContent[], fallback: Nodes): Piece {
  const first = nodes[0]
  const last = nodes[nodes.length - 1]
  const { from } = offsets(source, first ?? fallback)
  const { to } = offsets(source, last ?? fallback)
  const raw = first ? source.text.slice(from, to) : ''
  return { raw, text: plainText(nodes).trim(), from, to }
}

function readQuote(source: Source, node: Extract<RootContent, { type: 'blockquote' }>): Block {
  const lines: Piece[] = []
  for (const child of node.children) {
    if (child.type === 'paragraph') lines.push(pieceOf(source, child.children, child))
    if (child.type !== 'list') continue
    const start = child.start ?? 1
    child.children.forEach((item, i) => {
      const paragraph = item.children[0]
      if (paragraph?.type !== 'paragraph') return
      const inner = pieceOf(source, paragraph.children, paragraph)
      lines.push(child.ordered ? { ...inner, text: `${start + i}. ${inner.text}` } : inner)
    })
  }
  const { from, to } = offsets(source, node)
  const whole = lines.map((line) => line.text).join('\n')
  return { kind: 'quote', body: { raw: source.text.slice(from, to), text: whole, from, to }, lines }
}

function readTable(source: Source, node: Table): Block {
  const [head, ...body] = node.children
  const cells = (row: Table['children'][number]): Piece[] =>
    row.children.map((cell) => {
      const inner = pieceOf(source, cell.children, cell)
      if (inner.raw !== '') return inner
      // An empty cell has no children: point just inside its bar.
      const { from, to } = offsets(source, cell)
      return { ...inner, from: Math.min(from + 1, to), to }
    })
  return {
    kind: 'table',
    header: head ? cells(head) : [],
    rows: body.map((row) => ({ cells: cells(row), ...offsets(source, row) })),
  }
}

function readBlock(source: Source, node: RootContent): Block | null {
  switch (node.type) {
    case 'table':
      return readTable(source, node)
    case 'code': {
      const { from } = offsets(source, node)
      const bodyFrom = source.text.indexOf('\n', from) + 1
      const info = [node.lang, node.meta].filter(Boolean).join(' ')
      const to = bodyFrom + node.value.length
      return { kind: 'code', info, body: { raw: node.value, text: node.value, from: bodyFrom, to } }
    }
    case 'blockquote':
      return readQuote(source, node)
    case 'paragraph':
      return { kind: 'paragraph', body: pieceOf(source, node.children, node) }
    case 'list': {
      const items: Piece[] = []
      for (const item of node.children) {
        const paragraph = item.children[0]
        if (paragraph?.type === 'paragraph')
          items.push(pieceOf(source, paragraph.children, paragraph))
      }
      return { kind: 'list', items }
    }
    default:
      return null
  }
}

/** The parts of a document around tables already read; null when one stands where none can. */
function partsAround(
  text: string,
  bodyFrom: number,
  tables: readonly StrictTable[],
): Part[] | null {
  const short = shorten(text, bodyFrom, tables)
  const root = fromMarkdown(short.text, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  })
  const source: Source = { text, at: unshorten(short) }
  const parts: Part[] = []
  let next = 0
  for (const node of root.children) {
    if (node.type === 'heading') {
      const title = pieceOf(source, node.children, node)
      parts.push({ kind: 'heading', depth: node.depth, title })
      continue
    }
    const table = tables[next]
    const stands =
      table && node.type === 'thematicBreak' && node.position?.start.offset === short.marks[next]
    if (stands) next++
    const block = stands ? table.block : readBlock(source, node)
    if (block) parts.push({ kind: 'block', block })
  }
  return next === tables.length ? parts : null
}

/** The parts of a document as the Markdown library alone reads them. */
export function libraryParts(text: string, bodyFrom: number): Part[] {
  return partsAround(text, bodyFrom, []) ?? []
}

/**
 * The headings and blocks of a document from an offset on, in their order, with offsets in the
 * whole text.
 *
 * Strict tables are read apart and a thematic break stands for each while the library reads the
 * rest. Where the library finds that break at the outermost level, it would have found the table;
 * where it doesn't, as inside a code block, it reads the document whole.
 */
export function partsOf(text: string, bodyFrom: number): Part[] {
  const tables = strictTables(text, bodyFrom)
  return partsAround(text, bodyFrom, tables) ?? libraryParts(text, bodyFrom)
}
