/** What every part of a rendered document shares: the policy, its clauses, and how text is set. */
import type { Lang } from '@huoshui/values'
import type { ElementContent } from 'hast'
import type { PhrasingContent, RootContent } from 'mdast'
import { toHast } from 'mdast-util-to-hast'
import { anchorOf, formatCitation } from './cite.ts'
import type { Decision } from './decide.ts'
import { indexOf } from './lookup.ts'
import type { Citation, Policy } from './policy.ts'
import type { Document } from './read.ts'
import type { Stand } from './reading.ts'
import { type Clauses, clauseOf } from './render-cite.ts'
import { formulaParts } from './render-english.ts'
import { h, sanitise } from './render-hast.ts'
import { word } from './words.ts'

export interface Page {
  readonly policy: Policy
  readonly lang: Lang
  readonly doc: Document
  readonly stands: readonly Stand[]
  readonly clauses: Clauses
  /** Short names of cited texts in the page's language. */
  readonly sourceNames: Readonly<Record<string, string>>
  /** Anchors that some heading of the document carries. */
  readonly anchors: ReadonlySet<string>
  readonly results: ReadonlyMap<string, Decision>
}

/** Two languages of a phrase; `say(page, …)` picks one. */
export const say = (page: { readonly lang: Lang }, zh: string, en: string): string =>
  page.lang === 'zh' ? zh : en

/** The anchor of a rule's table or formula. */
export const ruleAnchor = (name: string): string => `r-${name}`

/** The anchor of an account's row. */
export const accountAnchor = (name: string): string => `acc-${name}`

/** A formula with the rules and accounts in it linked to where they are laid down. */
export function formulaNodes(page: Page, source: string): ElementContent[] {
  const { rules, accounts, facts } = indexOf(page.policy)
  const parts = formulaParts(page.policy, source, page.lang)
  return parts.flatMap((part): ElementContent[] => {
    if (part.kind === 'text') return [{ type: 'text', value: part.text }]
    const target = rules.has(part.name)
      ? ruleAnchor(part.name)
      : accounts.has(part.name)
        ? accountAnchor(part.name)
        : null
    if (target) return [h('a', { href: `#${target}`, className: ['name'] }, part.text)]
    const text = facts.get(part.name)?.meaning ?? ''
    const found = word(page.policy, text, page.lang)
    const meaning = page.lang === 'zh' || found !== text ? found : ''
    return [h('span', { className: ['fact'], ...(meaning ? { title: meaning } : {}) }, part.text)]
  })
}

/** Code between backticks: a formula when it has an operator or a name, else as written. */
export function codeNode(page: Page, source: string): ElementContent {
  return h('code', { className: ['formula'] }, formulaNodes(page, source))
}

/** Markdown of any kind as safe HTML, with code set as formulas. */
export function markdownNodes(page: Page, nodes: readonly RootContent[]): ElementContent[] {
  const tree = toHast(
    { type: 'root', children: [...nodes] },
    { handlers: { inlineCode: (_, node: { value: string }) => codeNode(page, node.value) } },
  )
  return sanitise(tree as Parameters<typeof sanitise>[0])
}

/** The inside of a paragraph, heading or cell. */
export function inlineNodes(page: Page, nodes: readonly PhrasingContent[]): ElementContent[] {
  const [paragraph] = markdownNodes(page, [{ type: 'paragraph', children: [...nodes] }])
  return paragraph?.type === 'element' ? paragraph.children : []
}

/** A citation as a link to the article, with the clause it means as its title. */
export function citeNode(page: Page, citation: Citation): ElementContent {
  const { policy, lang } = page
  const english = lang === 'en' ? policy.english?.sources : undefined
  const text = formatCitation(citation, lang, page.sourceNames)
  if (citation.pending) {
    const title = say(page, '出处还没有找到', 'the source has still to be found')
    return h('span', { className: ['cite', 'pending'], title }, text)
  }
  const source = citation.source === undefined ? undefined : policy.meta.sources[citation.source]
  const title =
    clauseOf(page.clauses, citation) || (english?.[citation.source ?? ''] ?? source?.title)
  const anchor = anchorOf(citation)
  const properties = { className: ['cite'], ...(title ? { title } : {}) }
  return page.anchors.has(anchor)
    ? h('a', { ...properties, href: `#${anchor}` }, text)
    : h('span', properties, text)
}

/** Text in a language other than the page's is marked as such. */
export function foreign(page: Page, zh: string): ElementContent {
  return page.lang === 'zh' ? { type: 'text', value: zh } : h('span', { lang: 'zh-CN' }, zh)
}
