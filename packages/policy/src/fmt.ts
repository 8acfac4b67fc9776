/**
 * The canonical layout of a document.
 *
 * One blank line between blocks, tables with one space around each cell, expressions in canonical
 * spacing. A change of layout is never a change of meaning: whatever would read differently is left
 * as it was written.
 */
import { type NameSet, nameSet } from '@huoshui/feel'
import type { Nodes, Root, RootContent, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { formatBlock, formatCode, type Goal, sameTree } from './fmt-feel.ts'
import { readMeta } from './front.ts'
import { namesOf, type Vocabulary } from './names.ts'
import { fold, type Piece, readDocument } from './read.ts'

const nothingShared: Vocabulary = { facts: [] }

/**
 * Lays a document out canonically. Formatting twice is formatting once.
 *
 * @param vocabulary the shared facts; expressions that use names unknown here stay as written
 */
export function formatPolicy(text: string, vocabulary: Vocabulary = nothingShared): string {
  const plain = text.replace(/\r\n?/g, '\n')
  const names = knownNames(plain, vocabulary)
  const laid = layOut(plain, names)
  return sameMeaning(plain, laid) ? laid : `${plain.trimEnd()}\n`
}

function knownNames(text: string, vocabulary: Vocabulary): NameSet {
  const doc = readDocument({ path: 'x.md', text })
  try {
    return namesOf(
      doc,
      readMeta(doc, () => undefined),
      vocabulary,
    )
  } catch {
    // Front matter that is no front matter: nothing is known, so nothing is reprinted.
    return nameSet([])
  }
}

function frontOf(text: string): string {
  return /^---\n[\s\S]*?\n---[ \t]*(?:\n|$)/.exec(text)?.[0] ?? ''
}

function treeOf(text: string, front: string): Root {
  return fromMarkdown(front.replace(/[^\n]/g, ' ') + text.slice(front.length), {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  })
}

function layOut(text: string, names: NameSet): string {
  const front = frontOf(text)
  const { children } = treeOf(text, front)
  const blocks = children.map((node) => formatNode(node, text, names))
  const parts = front === '' ? blocks : [formatFront(front), ...blocks]
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n`
}

/** Front matter without blanks at line ends, unless a block of text in it needs them. */
function formatFront(front: string): string {
  const trimmed = front.replace(/[ \t]+$/gm, '').trimEnd()
  const data = (yaml: string) => readDocument({ path: 'x.md', text: `${yaml}\n` }).front.data
  return sameTree(data(front.trimEnd()), data(trimmed)) ? trimmed : front.trimEnd()
}

function spanOf(node: Nodes): readonly [number, number] {
  return [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0]
}

function formatNode(node: RootContent, text: string, names: NameSet): string {
  const [from, to] = spanOf(node)
  switch (node.type) {
    case 'table':
      return formatTable(node, text, names)
    case 'code':
      return formatFence(text.slice(text.lastIndexOf('\n', from - 1) + 1, to), node.lang, names)
    case 'html':
      return text.slice(from, to)
    case 'list':
      // From the start of its line: items are measured against one another.
      return formatProse(node, text, text.lastIndexOf('\n', from - 1) + 1, to)
    default:
      return formatProse(node, text, from, to)
  }
}

/** A fenced `feel` block with its formulas in order; any other code as it is. */
function formatFence(source: string, lang: string | null | undefined, names: NameSet): string {
  const match = /^(`{3,}|~{3,})([^\n]*)\n([\s\S]*?)\n?(`{3,}|~{3,})[ \t]*$/.exec(source)
  if (lang !== 'feel' || !match || match[1] !== match[4]) return source
  const [, fence, info = '', body = ''] = match
  const formatted = formatBlock(body, names)
  return [`${fence}${info.trim()}`, ...(formatted === '' ? [] : [formatted]), fence].join('\n')
}

/** Prose without blanks at line ends; the two blanks of a hard break become a backslash. */
function formatProse(node: Nodes, text: string, from: number, to: number): string {
  let prose = ''
  let at = from
  const kept: string[] = []
  const visit = (inner: Nodes) => {
    const [start, end] = spanOf(inner)
    if (inner.type === 'break' && text[start] === ' ') {
      prose += `${text.slice(at, start)}\\\n`
      at = end
    } else if (inner.type === 'code' || inner.type === 'html') {
      prose += `${text.slice(at, start)}\ue000${kept.length}\ue000`
      kept.push(text.slice(start, end))
      at = end
    } else if ('children' in inner) for (const child of inner.children) visit(child)
  }
  visit(node)
  prose += text.slice(at, to)
  return prose
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\ue000(\d+)\ue000/g, (_, i: string) => kept[Number(i)] as string)
}

const rulers = { left: ':---', right: '---:', center: ':---:' } as const

function formatTable(table: Table, text: string, names: NameSet): string {
  const raw = table.children.map((row) =>
    row.children.map((cell) => {
      const [first, last] = [cell.children[0], cell.children.at(-1)]
      return first && last ? text.slice(spanOf(first)[0], spanOf(last)[1]) : ''
    }),
  )
  const header = raw[0] ?? []
  const goalOf = goalsOf(header)
  const rows = raw.map((cells, r) =>
    rowOf(cells.map((cell, i) => formatCell(cell, goalOf(r === 0, i), names))),
  )
  const ruler = header.map((_, i) => {
    const align = table.align?.[i]
    return align ? rulers[align] : '---'
  })
  return [rows[0], `|${ruler.join('|')}|`, ...rows.slice(1)].join('\n')
}

const rowOf = (cells: readonly string[]) =>
  `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`

const entryColumns: readonly string[] = ['改动', '填报']

/** How the code of each cell is read; null in tables that are only for people. */
function goalsOf(header: readonly string[]): (isHeader: boolean, column: number) => Goal | null {
  const kind = /^([^：:]+)[：:]/.exec(fold(header[0] ?? ''))?.[1]?.trim()
  const known = ['条件', '决策', '评分', '账户', '流程', '记账', '算例'].includes(kind ?? '')
  return (isHeader, column) => {
    if (!known) return null
    const name = fold(header[column] ?? '')
    if (entryColumns.includes(name) && kind === '算例') return 'entries'
    const input = kind === '决策' && column > 0 && name !== '结果' && name !== '依据'
    return input && !isHeader ? 'unary-tests' : 'expression'
  }
}

/** A cell with its code spans in canonical spacing. After 置 stand entries. */
function formatCell(cell: string, goal: Goal | null, names: NameSet): string {
  if (goal === null) return cell
  return cell.replace(/`([^`]*)`/g, (span, code: string, at: number) => {
    const setting = /置\s*$/.test(cell.slice(0, at))
    const formatted = formatCode(code, setting ? 'entries' : goal, names)
    return formatted === code ? span : `\`${formatted}\``
  })
}

/** What a document says, but for its expressions: those were compared one by one. */
function outline(text: string): unknown {
  const { front, title, sections } = readDocument({ path: 'x.md', text })
  const shape = (piece: Piece) =>
    piece.raw.includes('`') ? piece.raw.replace(/`[^`]*`/g, '``') : piece.text
  const blocks = sections.map((section) =>
    section.blocks.map((block) => {
      if (block.kind === 'table') {
        const rows = block.rows.map((row) => row.cells.map(shape))
        return { kind: block.kind, header: block.header.map(shape), rows }
      }
      if (block.kind === 'list') return { kind: block.kind, items: block.items.map((i) => i.text) }
      if (block.kind !== 'code') return { kind: block.kind, text: block.body.text }
      const body = /^feel\b/.test(block.info) ? '' : block.body.text
      return { kind: block.kind, info: block.info, body }
    }),
  )
  const titles = sections.map((section) => [section.level, section.title.text])
  return { data: front.data, title, titles, blocks }
}

/** A last look before a new layout is believed. */
function sameMeaning(before: string, after: string): boolean {
  return sameTree(outline(before), outline(after))
}
