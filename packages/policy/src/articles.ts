/** Articles, their restatements, 解释, and the articles without rules. */
import { P004 } from './checks/P004-cell.ts'
import { P005 } from './checks/P005-duplicate.ts'
import { numeral, takeCitation } from './cite.ts'
import type { Draft } from './draft.ts'
import type { Article, Citation, Interpretation } from './policy.ts'
import { codeSpans, type Section } from './read.ts'
import { placeOf, type Reading, report, type Stand } from './reading.ts'

/** 第九条至第十二条 speaks of the articles in between, too. */
function between(from: Citation | undefined, to: Citation): Citation[] {
  if (from?.article === undefined || to.article === undefined) return []
  const found: Citation[] = []
  for (let n = from.article + 1; n < to.article; n++) found.push({ ...to, article: n })
  return found
}

/** What a heading cites: one article, several (第九条、第十条), a part, a source, or nothing. */
export function headingCitations(title: string, sources: readonly string[]): Citation[] {
  const found: Citation[] = []
  let rest = title.trim()
  let through = false
  for (;;) {
    const taken = takeCitation(rest, sources)
    if (!taken || taken.citation.pending) break
    const first = found[0]
    const next =
      first?.source !== undefined && taken.citation.source === undefined
        ? { source: first.source, ...taken.citation }
        : taken.citation
    if (through) found.push(...between(found.at(-1), next))
    found.push(next)
    rest = taken.rest.trim()
    if (!/^[、，,和至]/.test(rest)) break
    through = rest.startsWith('至')
    rest = rest.slice(1).trim()
  }
  return found
}

/** The stand of each section: its citation, inherited from the section above when it has none. */
export function standsOf(sections: readonly Section[], sources: readonly string[]): Stand[] {
  const above: { level: number; citation: Citation }[] = []
  return sections.map((section) => {
    while (
      above.length > 0 &&
      (above[above.length - 1] as { level: number }).level >= section.level
    )
      above.pop()
    const own = headingCitations(section.title.text, sources)[0]
    const citation = own ?? above[above.length - 1]?.citation ?? {}
    above.push({ level: section.level, citation })
    return { citation, heading: section.path }
  })
}

/** Whether a section of the draft is headed by the very article that a citation names. */
function hasArticle(draft: Draft, citation: Citation): boolean {
  const { article } = citation
  if (article === undefined) return false
  const same = draft.articles.filter((one) => one.citation.article === article)
  const key = same.length > 0 ? JSON.stringify(citation) : ''
  return same.some((one) => JSON.stringify(one.citation) === key)
}

/** Reads a section's heading as articles with their restatement. */
export function readArticles(reading: Reading, section: Section, stand: Stand, draft: Draft): void {
  const quotes = section.blocks.flatMap((block) => (block.kind === 'quote' ? [block] : []))
  const lines = quotes.flatMap((quote) => quote.lines)
  const numbers = (pattern: RegExp) =>
    lines.map((line) => numeral(pattern.exec(line.text)?.[1] ?? '') ?? 0)
  for (const citation of headingCitations(section.title.text, reading.sources)) {
    const article: Article = {
      citation,
      title: section.title.text,
      heading: stand.heading,
      restatement: lines.map((line) => line.text).join('\n'),
      paragraphs: Math.max(0, ...numbers(/^第([0-9一二三四五六七八九十]+)款/)),
      items: Math.max(0, ...numbers(/^(?:第)?([0-9]+)(?:\.|项)/)),
      place: placeOf(reading, section.title),
    }
    if (citation.source === undefined && hasArticle(draft, citation)) {
      const given = { name: section.title.text, what: '条文', whatEn: 'article' }
      report(reading, stand, section.title, P005, given)
    }
    draft.articles.push(article)
  }
}

/** Reads the list under 不设规则的条文. */
export function readUnruled(reading: Reading, section: Section, stand: Stand, draft: Draft): void {
  for (const block of section.blocks) {
    if (block.kind !== 'list') continue
    for (const item of block.items) {
      const [head, ...tail] = item.text.split(/[:：]/)
      const reason = tail.join('：').trim()
      const cited = headingCitations(head as string, [])
      if (cited.length === 0 || reason === '') {
        const forms = { zh: '- 第一条、第二条：理由', en: '- 第一条、第二条：reason' }
        const given = { column: '不设规则的条文', found: item.text, forms }
        report(reading, stand, item, P004, given)
        continue
      }
      for (const { article } of cited) {
        if (article !== undefined)
          draft.unruled.push({ article, reason, place: placeOf(reading, item) })
      }
    }
  }
}

const interpretation = /^\*\*解释\s*([0-9０-９]+)\s*[（(](待确认|已确认|待核)[）)]\*\*\s*([\s\S]+)$/

/** Reads the 解释 paragraphs of a section. */
export function readInterpretations(
  reading: Reading,
  section: Section,
  stand: Stand,
  draft: Draft,
): void {
  for (const block of section.blocks) {
    if (block.kind !== 'paragraph' || !/^\*\*解释/.test(block.body.raw)) continue
    const match = interpretation.exec(block.body.raw)
    const number = numeral(match?.[1] ?? '')
    if (!match || number === null) {
      const forms = { zh: '**解释 1（待确认）** 文字', en: '**解释 1（待确认）** text' }
      const given = { column: '解释', found: block.body.raw.slice(0, 20), forms }
      report(reading, stand, block.body, P004, given)
      continue
    }
    if (draft.interpretations.some((other) => other.number === number)) {
      const given = { name: `解释 ${number}`, what: '', whatEn: 'interpretation' }
      report(reading, stand, block.body, P005, given)
    }
    draft.interpretations.push({
      number,
      status: match[2] as Interpretation['status'],
      text: (match[3] as string).replaceAll('`', '').trim(),
      citation: stand.citation,
      heading: stand.heading,
      touches: codeSpans(block.body).map((code) => code.text),
      place: placeOf(reading, block.body),
    })
  }
}

/** Reads the list under 等价变异: `` - `mutant`：reason ``. */
export function readEquivalents(
  reading: Reading,
  section: Section,
  stand: Stand,
  draft: Draft,
): void {
  for (const block of section.blocks) {
    if (block.kind !== 'list') continue
    for (const item of block.items) {
      const code = /^`{1,2}\s?(.+?)\s?`{1,2}\s*[:：]\s*([\s\S]+)$/.exec(item.raw)
      if (!code) {
        const forms = { zh: '- `变异`：理由', en: '- `mutant`：reason' }
        report(reading, stand, item, P004, { column: '等价变异', found: item.text, forms })
        continue
      }
      draft.equivalents.push({
        mutant: (code[1] as string).trim(),
        reason: (code[2] as string).trim(),
        place: placeOf(reading, item),
      })
    }
  }
}
