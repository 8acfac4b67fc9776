/**
 * A policy as a document in HTML: the law's own order, with what executes set apart by type alone.
 *
 * Raw HTML of a document never passes. Rows carry `data-rule` and `data-row`, so that results can
 * be put in place here (`results`) or later by a page.
 */
import type { Lang } from '@huoshui/values'
import type { Element, ElementContent } from 'hast'
import type { Blockquote, Heading, Paragraph, Root, RootContent, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { headingCitations, standsOf } from './articles.ts'
import { anchorOf } from './cite.ts'
import type { Decision } from './decide.ts'
import { headingKey } from './english.ts'
import type { Interpretation, Policy } from './policy.ts'
import { readDocument, type Section, type SourceFile } from './read.ts'
import type { TableBlock } from './reading.ts'
import { clausesOf, sourceNames } from './render-cite.ts'
import { wordOf } from './render-english.ts'
import { type Content, h, print, textOf } from './render-hast.ts'
import {
  formulaNodes,
  inlineNodes,
  markdownNodes,
  type Page,
  ruleAnchor,
  say,
} from './render-page.ts'
import { tableNode } from './render-table.ts'

export interface RenderOptions {
  readonly lang: Lang
  /** Decisions by rule, to be shown in the rows they decided. */
  readonly results?: ReadonlyMap<string, Decision>
  /** The English companion, for the explanations between its restatements. */
  readonly english?: SourceFile
}

/** A heading of a rendered document. */
export interface OutlineEntry {
  readonly id: string
  readonly level: number
  readonly title: string
}

const backMatter: Readonly<Record<string, string>> = {
  事实: 'Facts',
  算例: 'Worked examples',
  等价变异: 'Equivalent mutants',
}

/** The Markdown tree of a document without its front matter; offsets stay true. */
function treeOf(source: SourceFile): Root {
  const front = /^---\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/.exec(source.text)?.[0] ?? ''
  const text = front.replace(/[^\n]/g, ' ') + source.text.slice(front.length)
  return fromMarkdown(text, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  })
}

interface Part {
  readonly index: number
  readonly heading: Heading
  readonly section: Section
  readonly nodes: readonly RootContent[]
  readonly id: string
}

/** Splits the tree at its headings; each part has the section that the reader made of it. */
function partsOf(source: SourceFile, policy: Policy): Part[] {
  const { sections } = readDocument(source)
  const sources = Object.keys(policy.meta.sources)
  const parts: (Part & { nodes: RootContent[] })[] = []
  const used = new Set<string>()
  for (const node of treeOf(source).children) {
    if (node.type !== 'heading') {
      parts.at(-1)?.nodes.push(node)
      continue
    }
    const index = parts.length
    const section = sections[index] as Section
    const cited = headingCitations(section.title.text, sources)[0]
    const wanted = cited ? anchorOf(cited) : `s${index}`
    const id = used.has(wanted) ? `${wanted}-${index}` : wanted
    used.add(id)
    parts.push({ index, heading: node, section, nodes: [], id })
  }
  return parts
}

/** The headings of a document below its title, for a table of contents. */
export function outlineOf(
  policy: Policy,
  source: SourceFile,
  options: { readonly lang: Lang },
): OutlineEntry[] {
  return partsOf(source, policy)
    .filter((part) => part.heading.depth > 1 && shownIn(part, options.lang))
    .map((part) => ({
      id: part.id,
      level: part.heading.depth,
      title: titleOf(policy, part, options.lang),
    }))
}

/** Worked examples are kept in one language: an English page points to them instead. */
function shownIn(part: Part, lang: Lang): boolean {
  const top = part.section.path[0] ?? ''
  return lang === 'zh' || !['算例', '等价变异'].includes(top)
}

function titleOf(policy: Policy, part: Part, lang: Lang): string {
  const own = part.section.title.text
  if (lang === 'zh') return own
  return policy.english?.headings[part.index]?.title ?? backMatter[own] ?? own
}

function headingNode(page: Page, part: Part): Element {
  const { heading, section, id } = part
  const sources = Object.keys(page.policy.meta.sources)
  const also = headingCitations(section.title.text, sources)
    .slice(1)
    .map((citation) => anchorOf(citation))
    .filter((anchor) => anchor !== id)
  const title = titleOf(page.policy, part, page.lang)
  const chinese = page.lang === 'en' && title === section.title.text && /\p{sc=Han}/u.test(title)
  return h(
    `h${Math.min(heading.depth, 6)}`,
    { id, ...(chinese ? { lang: 'zh-CN' } : {}) },
    also.map((anchor) => h('span', { id: anchor })),
    title,
  )
}

/** A restatement: the policy's own text in our words. Numbered lines stay numbered. */
function quoteNode(page: Page, part: Part, quote: Blockquote): Element | null {
  const english =
    page.lang === 'en' ? page.policy.english?.restatements[headingKey(part.index)] : ''
  if (!english) {
    const properties = page.lang === 'en' ? { lang: 'zh-CN' } : {}
    const body = markdownNodes({ ...page, lang: 'zh' }, quote.children)
    return h('blockquote', { className: ['restatement'], ...properties }, body)
  }
  const quotes = part.nodes.filter((node) => node.type === 'blockquote')
  // The companion keeps one text for a section, so it stands where the first quote stands.
  if (quotes[0] !== quote) return null
  return h('blockquote', { className: ['restatement'] }, englishLines(english))
}

function englishLines(text: string): Element[] {
  const out: Element[] = []
  let items: { from: number; lines: Element[] } | null = null
  const close = () => {
    if (items) out.push(h('ol', items.from === 1 ? {} : { start: items.from }, items.lines))
    items = null
  }
  for (const line of text.split('\n')) {
    const item = /^(\d+)\.\s+([\s\S]+)$/.exec(line)
    if (!item) {
      close()
      out.push(h('p', {}, line))
      continue
    }
    items ??= { from: Number(item[1]), lines: [] }
    items.lines.push(h('li', {}, item[2] as string))
  }
  close()
  return out
}

const statusWords: Readonly<Record<Interpretation['status'], string>> = {
  待确认: 'to be confirmed',
  已确认: 'confirmed',
  待核: 'source to be verified',
}

/** A numbered 解释, set as a note with its status as a word. */
function noteNode(page: Page, one: Interpretation, paragraph: Paragraph): Element {
  const english = page.lang === 'en' ? page.policy.english?.interpretations[one.number] : undefined
  const own = inlineNodes(page, paragraph.children).slice(1)
  const label = say(page, `解释 ${one.number}`, `Interpretation ${one.number}`)
  const status = say(page, one.status, statusWords[one.status])
  const chinese = page.lang === 'en' && !english
  return h(
    'div',
    {
      className: ['note', one.status === '已确认' ? 'settled' : 'open'],
      role: 'note',
      id: `i${one.number}`,
    },
    h('p', { className: ['note-head'] }, h('strong', {}, label), ' ', h('span', {}, status)),
    h('p', chinese ? { lang: 'zh-CN' } : {}, english ?? own),
  )
}

const interpretationNumber = /^解释\s*([0-9]+)/

function paragraphNode(page: Page, part: Part, paragraph: Paragraph): Content {
  const [first] = paragraph.children
  const bold = first?.type === 'strong' ? first.children[0] : undefined
  const number = bold?.type === 'text' ? interpretationNumber.exec(bold.value)?.[1] : undefined
  const found = page.policy.interpretations.find((one) => one.number === Number(number))
  if (number && found) return noteNode(page, found, paragraph)
  // English explanations come from the companion, see `companionNodes`.
  if (page.lang === 'en' && page.policy.english && part.section.path[0] !== '事实') return null
  return markdownNodes(page, [paragraph])
}

/** Formulas as a list of name and expression. */
function formulaList(
  page: Page,
  part: Part,
  code: { value: string; meta?: string | null | undefined },
): Content {
  const entries: { name: string; source: string }[] = []
  for (const line of code.value.split('\n')) {
    const match = /^([^\s:：/"“][^:：]*?)\s*[:：]\s*(.*)$/.exec(line)
    if (match) entries.push({ name: match[1] as string, source: match[2] as string })
    else {
      const last = entries.at(-1)
      if (last && line.trim() !== '') last.source += `\n${line}`
    }
  }
  const example = /^基准/.test(code.meta ?? '')
  const name = (text: string) => {
    const shown = wordOf(page.policy, text, page.lang)
    return h('dt', example ? {} : { id: ruleAnchor(text) }, shown)
  }
  const label = part.section.title.text
  return h(
    'dl',
    { className: ['formulas', ...(example ? ['baseline'] : [])], 'data-section': label },
    entries.map((entry) =>
      h(
        'div',
        example ? {} : { 'data-rule': entry.name },
        name(entry.name),
        h('dd', {}, h('code', { className: ['formula'] }, formulaNodes(page, entry.source))),
      ),
    ),
  )
}

function nodeOf(page: Page, part: Part, node: RootContent): Content {
  switch (node.type) {
    case 'table':
      return tableOf(page, part, node)
    case 'blockquote':
      return quoteNode(page, part, node)
    case 'paragraph':
      return paragraphNode(page, part, node)
    case 'code':
      return node.lang === 'feel'
        ? formulaList(page, part, node)
        : h('pre', {}, h('code', {}, node.value))
    case 'list': {
      const body = markdownNodes({ ...page, lang: 'zh' }, [node])
      return page.lang === 'en' ? h('div', { lang: 'zh-CN' }, body) : body
    }
    case 'html':
      return null
    default:
      return markdownNodes(page, [node])
  }
}

function tableOf(page: Page, part: Part, table: Table): Content {
  const blocks = part.section.blocks.filter((block): block is TableBlock => block.kind === 'table')
  const position = part.nodes.filter((node) => node.type === 'table').indexOf(table)
  const block = blocks[position]
  const stand = page.stands[part.index]
  return block && stand ? tableNode(page, stand, table, block) : null
}

/** The companion's own explanations of a section: its paragraphs that are not 解释. */
function companionNodes(page: Page, part: Part, companion: readonly Part[]): Content {
  const law = page.policy.english?.headings.length ?? 0
  const own = part.index < law ? companion[part.index]?.nodes : undefined
  const paragraphs = (own ?? []).filter((node): node is Paragraph => node.type === 'paragraph')
  return paragraphs
    .filter((paragraph) => {
      const text = textOf(inlineNodes(page, paragraph.children))
      return !/^Interpretation \d/.test(text)
    })
    .map((paragraph) => markdownNodes(page, [paragraph]))
}

function bodyOf(page: Page, part: Part, companion: readonly Part[]): Content {
  const nodes = part.nodes.map((node) => nodeOf(page, part, node))
  if (page.lang === 'zh' || companion.length === 0) return nodes
  const quotes = part.nodes.filter((node) => node.type === 'blockquote').length
  const lead = part.nodes.findIndex((node) => node.type === 'blockquote') + 1
  const at = quotes > 0 ? lead : 0
  return [nodes.slice(0, at), companionNodes(page, part, companion), nodes.slice(at)]
}

/** Back matter is folded away: the law comes first. */
function foldBackMatter(
  parts: readonly Part[],
  made: readonly ElementContent[][],
): ElementContent[] {
  const out: ElementContent[] = []
  let open: Element | null = null
  parts.forEach((part, i) => {
    const [heading, ...body] = made[i] as ElementContent[]
    if (part.heading.depth <= 2) open = null
    if (part.heading.depth === 2 && part.section.title.text in backMatter && heading) {
      open = h('details', { className: ['back'] }, h('summary', {}, heading), body)
      out.push(open)
    } else if (open) (open as Element).children.push(...(made[i] as ElementContent[]))
    else out.push(...(made[i] as ElementContent[]))
  })
  return out
}

/**
 * The document as HTML, without its title: whoever shows it gives the page its heading.
 *
 * Articles carry `anchorOf(citation)` as their id, rules `r-名`, accounts `acc-名` and 解释 `i1`.
 */
export function renderPolicy(policy: Policy, source: SourceFile, options: RenderOptions): string {
  const { lang } = options
  const doc = readDocument(source)
  const parts = partsOf(source, policy)
  const sources = Object.keys(policy.meta.sources)
  const cited = doc.sections.flatMap((one) => headingCitations(one.title.text, sources))
  const page: Page = {
    policy,
    lang,
    doc,
    stands: standsOf(doc.sections, sources),
    clauses: clausesOf(policy, source, lang),
    sourceNames: lang === 'en' ? sourceNames(policy, source) : {},
    anchors: new Set(cited.map((citation) => anchorOf(citation))),
    results: options.results ?? new Map(),
  }
  const companion = lang === 'en' && options.english ? partsOf(options.english, policy) : []
  const shown = parts.filter((part) => shownIn(part, lang))
  const made = shown.map((part) => {
    const heading = part.heading.depth === 1 ? [] : [headingNode(page, part)]
    return h('div', {}, heading, bodyOf(page, part, companion)).children
  })
  return print(foldBackMatter(shown, made))
}
