/** `<name>.en.md`: the same headings and restatements in English, and a table of words. */
import type { English } from './policy.ts'
import { fold, readDocument, type Section, type SourceFile } from './read.ts'

const text = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value).trim()

/** Key of a restatement or heading: its position among the document's headings. */
export const headingKey = (index: number): string => String(index)

/** Reads the words table, or tables, of an English document. */
export function readWords(sections: readonly Section[]): Record<string, string> {
  const words: Record<string, string> = {}
  for (const block of sections.flatMap((section) => section.blocks)) {
    if (block.kind !== 'table' || block.header.length !== 2) continue
    if (fold(block.header[0]?.text ?? '') !== '中文') continue
    for (const row of block.rows) {
      const [zh, en] = row.cells
      if (zh?.text && en?.text) words[zh.text] = en.text
    }
  }
  return words
}

/** Reads an English companion. What it lacks is found by comparing it with the Chinese. */
export function readEnglish(file: SourceFile): English {
  const doc = readDocument(file)
  const end = doc.sections.findIndex((section) => fold(section.title.text) === 'Words')
  const body = end < 0 ? doc.sections : doc.sections.slice(0, end)
  const restatements: Record<string, string> = {}
  const interpretations: Record<number, string> = {}
  body.forEach((section, index) => {
    const quotes = section.blocks.flatMap((block) => (block.kind === 'quote' ? [block] : []))
    if (quotes.length > 0) {
      const lines = quotes.flatMap((quote) => quote.lines.map((line) => line.text))
      restatements[headingKey(index)] = lines.join('\n')
    }
    for (const block of section.blocks) {
      if (block.kind !== 'paragraph') continue
      const match = /^\*\*Interpretation\s+(\d+)[^*]*\*\*\s*([\s\S]+)$/.exec(block.body.raw)
      if (match) interpretations[Number(match[1])] = (match[2] as string).replaceAll('`', '').trim()
    }
  })
  const data = doc.front.data
  const sources = typeof data.依据 === 'object' && data.依据 !== null ? data.依据 : {}
  return {
    title: text(data.名称),
    issuer: text(data.发布),
    remedy: text(data.救济),
    headings: body.map(({ level, title }) => ({ level, title: title.text })),
    restatements,
    interpretations,
    words: readWords(doc.sections),
    sources: Object.fromEntries(Object.entries(sources).map(([k, v]) => [k, text(v)])),
  }
}
