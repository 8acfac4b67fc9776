/** The restated clause behind a citation: what a reader sees before following the link. */
import type { Lang } from '@huoshui/values'
import { headingCitations, standsOf } from './articles.ts'
import { anchorOf, numeral } from './cite.ts'
import { headingKey } from './english.ts'
import type { Citation, Policy } from './policy.ts'
import { readDocument, type SourceFile } from './read.ts'

const paragraphOf = (line: string): number | null => {
  const match = /^(?:第([0-9一二三四五六七八九十]+)款|Para(?:graph|\.) (\d+))/.exec(line)
  return match ? numeral(match[1] ?? match[2] ?? '') : null
}

const itemOf = (line: string): number | null => {
  const match = /^(?:(\d+)\.|第(\d+)项|[（(]([0-9一二三四五六七八九十]+)[）)])/.exec(line)
  return match ? numeral(match[1] ?? match[2] ?? match[3] ?? '') : null
}

/** The part of a restatement that a citation means: its 款, its 项, or all of it. */
export function clauseText(restatement: string, citation: Citation): string {
  let lines = restatement.split('\n')
  if (citation.paragraph !== undefined) {
    const from = lines.findIndex((line) => paragraphOf(line) === citation.paragraph)
    if (from >= 0) {
      const next = lines.findIndex((line, i) => i > from && paragraphOf(line) !== null)
      lines = lines.slice(from, next < 0 ? undefined : next)
    }
  }
  if (citation.item !== undefined) {
    const found = lines.find((line) => itemOf(line) === citation.item)
    if (found) lines = [found]
  }
  return lines.join('\n')
}

/** The restatement of each article, by its anchor; articles without one are left out. */
export type Clauses = Readonly<Record<string, string>>

/** Reads the restatements of a document in a language, falling back to the Chinese. */
export function clausesOf(policy: Policy, source: SourceFile, lang: Lang): Clauses {
  const doc = readDocument(source)
  const stands = standsOf(doc.sections, Object.keys(policy.meta.sources))
  const clauses: Record<string, string> = {}
  doc.sections.forEach((section, i) => {
    const own = section.blocks.flatMap((block) => (block.kind === 'quote' ? [block.body.text] : []))
    const english = lang === 'en' ? policy.english?.restatements[headingKey(i)] : undefined
    const text = english ?? own.join('\n')
    const anchor = anchorOf(stands[i]?.citation ?? {})
    if (text !== '') clauses[anchor] = clauses[anchor] ? `${clauses[anchor]}\n${text}` : text
  })
  return clauses
}

/** The clause a citation means; empty when this document doesn't restate it. */
export function clauseOf(clauses: Clauses, citation: Citation): string {
  const text = citation.pending ? undefined : clauses[anchorOf(citation)]
  return text === undefined ? '' : clauseText(text, citation)
}

/**
 * Short English names of the texts a policy cites, as its own headings write them.
 *
 * `No. 155, Part 1: subsidy` gives `No. 155`; a text that no heading names keeps its full name.
 */
export function sourceNames(policy: Policy, source: SourceFile): Readonly<Record<string, string>> {
  const { english, meta } = policy
  if (!english) return {}
  const { sections } = readDocument(source)
  const names: Record<string, string> = { ...english.sources }
  const taken = new Set<string>()
  sections.forEach((section, i) => {
    const cited = headingCitations(section.title.text, Object.keys(meta.sources))[0]?.source
    const head = /^(.+?),? (?:Part|Articles?) \d/.exec(english.headings[i]?.title ?? '')?.[1]
    if (cited === undefined || head === undefined || taken.has(cited)) return
    taken.add(cited)
    names[cited] = head
  })
  return names
}
