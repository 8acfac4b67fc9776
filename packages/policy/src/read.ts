/**
 * Markdown to sections, tables, quotes and blocks, each with its exact place.
 *
 * This file knows Markdown and nothing of policies: it never says that something is wrong except
 * where the front matter can't be read. Meaning is given by `kinds/`.
 */
import { type FrontMatter, type PlaceAt, placer, readFront, type SourceFile } from './read-front.ts'
import { partsOf } from './read-markdown.ts'
import type { Block, Piece } from './read-piece.ts'

export type { FrontMatter, SourceFile } from './read-front.ts'
export { type Block, codeSpans, fold, type Piece, type Row, splitPiece } from './read-piece.ts'

export interface Section {
  readonly level: number
  readonly title: Piece
  /** Titles from the outermost heading (below the document's title) to this one. */
  readonly path: readonly string[]
  readonly blocks: readonly Block[]
}

export interface Document {
  readonly file: SourceFile
  readonly title: string
  readonly front: FrontMatter
  readonly sections: readonly Section[]
  readonly place: PlaceAt
}

/** Reads a document. Never throws on content: what can't be read is left to `kinds/` to name. */
export function readDocument(file: SourceFile): Document {
  const place = placer(file)
  const { front, bodyFrom } = readFront(file, place)
  const sections: { level: number; title: Piece; path: string[]; blocks: Block[] }[] = []
  let title = ''
  const path: { level: number; text: string }[] = []
  for (const part of partsOf(file.text, bodyFrom)) {
    if (part.kind === 'block') {
      // What stands before the first heading belongs to no section.
      sections[sections.length - 1]?.blocks.push(part.block)
      continue
    }
    const { depth, title: heading } = part
    if (depth === 1 && sections.length === 0) title = heading.text
    while (path.length > 0 && (path[path.length - 1] as { level: number }).level >= depth)
      path.pop()
    if (depth > 1) path.push({ level: depth, text: heading.text })
    sections.push({ level: depth, title: heading, path: path.map((p) => p.text), blocks: [] })
  }
  return { file, title, front, sections, place }
}
