/** Tables of a document by kind: captions in words, rows that results can be put into. */
import { typeName } from '@huoshui/feel'
import type { Element, ElementContent } from 'hast'
import type { Table, TableCell, TableRow } from 'mdast'
import { parseCitation, resolveCitation } from './cite.ts'
import { reasonLines } from './phrases.ts'
import type { Procedure } from './policy.ts'
import { fold, type Piece, type Row } from './read.ts'
import { type Caption, captionOf, type Stand, type TableBlock } from './reading.ts'
import { deadlineText, doingText, wordOf } from './render-english.ts'
import { type Content, h } from './render-hast.ts'
import {
  accountAnchor,
  citeNode,
  codeNode,
  foreign,
  formulaNodes,
  inlineNodes,
  type Page,
  ruleAnchor,
  say,
} from './render-page.ts'
import { stateLooks } from './render-state.ts'

/** What a kind of table is called, and the head of its first column. */
const kinds: Readonly<Record<string, { zh: [string, string]; en: [string, string]; css: string }>> =
  {
    事实: { zh: ['事实', '名称'], en: ['Facts about', 'Fact'], css: 'facts' },
    条件: { zh: ['条件', '要求'], en: ['Condition', 'Requirement'], css: 'condition' },
    决策: { zh: ['决策表', '情形'], en: ['Decision table', 'Case'], css: 'decision' },
    评分: { zh: ['评分', '指标'], en: ['Score', 'Indicator'], css: 'score' },
    账户: { zh: ['账户', '账户'], en: ['Accounts', 'Account'], css: 'accounts' },
    流程: { zh: ['流程', '动作'], en: ['Procedure', 'Act'], css: 'procedure' },
    记账: { zh: ['记账', '动作'], en: ['Bookkeeping of', 'Act'], css: 'transfers' },
    算例: { zh: ['算例', '情形'], en: ['Worked examples', 'Case'], css: 'examples' },
  }

const options: Readonly<Record<string, { zh: string; en: string }>> = {
  同时满足: { zh: '各项须同时满足', en: 'every requirement must be met' },
  满足其一: { zh: '满足其中一项即可', en: 'any one requirement is enough' },
  唯一: { zh: '恰有一行适用', en: 'exactly one row applies' },
  首个: { zh: '取第一个适用的行', en: 'the first row that applies' },
  累加: { zh: '适用的各行相加', en: 'rows that apply are added up' },
}

const columnWords: Readonly<Record<string, string>> = {
  须满足: 'Must hold',
  依据: 'Source',
  结果: 'Result',
  类型: 'Type',
  说明: 'Meaning',
  证据: 'Evidence',
  公开: 'Who may see it',
  每: 'One per',
  注入: 'Funded with',
  底线: 'Floor',
  由: 'By',
  期限: 'Time limit',
  状态: 'State',
  办理: 'What is done',
  从: 'From',
  到: 'To',
  金额: 'Amount',
  方式: 'How',
  满分值: 'Full mark',
  权重: 'Weight',
}

const cellWords: Readonly<Record<string, string>> = {
  预留: 'reserve',
  落实: 'settle',
  释放: 'release',
  直记: 'post at once',
  公开: 'anyone',
  授权: 'the firm and those it consents to',
  内部: 'officials',
  个人: 'those handling the matter',
}

const evidenceWords: Readonly<Record<string, string>> = {
  登记: 'register',
  填报: 'filled in',
  承诺: 'declared',
  认定: 'found by an official',
  通知: 'set by notice',
  办理: 'set by the procedure',
}

/** The word for an evidence kind or visibility in English. */
export const evidenceWord = (evidence: string): string => evidenceWords[evidence] ?? evidence

interface TableContext {
  readonly page: Page
  readonly stand: Stand
  readonly block: TableBlock
  readonly caption: Caption
  readonly headers: readonly string[]
}

function captionNode({ page, caption }: TableContext): Element {
  const kind = kinds[caption.prefix]
  const [label] = kind?.[page.lang] ?? [caption.prefix]
  const option = options[caption.option]?.[page.lang] ?? optionText(page, caption)
  const name = wordOf(page.policy, caption.name, page.lang)
  return h(
    'caption',
    {},
    h('span', { className: ['kind'] }, label),
    ' ',
    h('strong', {}, name),
    option ? h('span', { className: ['mode'] }, ` ${option}`) : null,
  )
}

function optionText(page: Page, caption: Caption): string {
  if (caption.option === '') return ''
  if (page.lang === 'zh') return caption.option
  return caption.option
    .split(/[、，,]/)
    .map((name) => wordOf(page.policy, name.trim(), 'en'))
    .join(', ')
}

function headerContent(context: TableContext, i: number, cell: TableCell): ElementContent[] {
  const { page, block, headers } = context
  const piece = block.header[i] as Piece
  if (page.lang === 'zh') return inlineNodes(page, cell.children)
  const known = columnWords[headers[i] as string]
  if (known) return [{ type: 'text', value: known }]
  return formulaNodes(page, piece.text.replace(/^⇒\s*/, '⇒ '))
}

/** Plain cell text in English: every name between the separators by its word. */
function englishText(page: Page, text: string): ElementContent[] {
  return text.split(/([、，；→]|\s+)/).map((part): ElementContent => {
    if (/^[、，；]$/.test(part)) return { type: 'text', value: ', ' }
    if (part === '' || part === '→' || /^\s+$/.test(part)) return { type: 'text', value: part }
    const word = cellWords[part] ?? wordOf(page.policy, part, 'en')
    return word === part ? foreign(page, part) : { type: 'text', value: word }
  })
}

function factCell(page: Page, column: string, row: Row, cell: Piece): ElementContent[] {
  const fact = page.policy.facts.find((one) => one.name === row.cells[0]?.text)
  if (column === '类型' && fact) {
    const values = fact.type.kind === 'enum' ? fact.type.values : null
    const list = values?.map((value) => wordOf(page.policy, value, 'en')).join(' / ')
    return [{ type: 'text', value: list ?? typeName(fact.type, 'en') }]
  }
  if (column === '证据') {
    const [head, ...tail] = cell.text.split(/[:：]/)
    const detail = tail.join('：')
    const word = evidenceWord(head as string)
    return [
      { type: 'text', value: detail ? `${word}: ` : word },
      ...(detail ? [foreign(page, detail)] : []),
    ]
  }
  return cell.text === '' ? [] : englishText(page, cell.text)
}

function actCell(procedure: Procedure, page: Page, column: string, line: number): string | null {
  const act = procedure.acts.find((one) => one.place.line === line)
  if (!act) return null
  if (column === '期限') return act.deadline ? deadlineText(page.policy, act.deadline) : ''
  if (column === '办理') return act.doing.map((one) => doingText(page.policy, one)).join('; ')
  return null
}

/** What stands in a cell, by the column it is in and the page's language. */
function cellContent(context: TableContext, row: Row, i: number, cell: TableCell): Content {
  const { page, stand, caption, headers } = context
  const piece = row.cells[i] as Piece
  const column = headers[i] as string
  if (column === '依据') {
    const sources = Object.keys(page.policy.meta.sources)
    const own = piece.text === '' ? null : parseCitation(piece.text, sources)
    if (own || piece.text === '') return citeNode(page, resolveCitation(own, stand.citation))
  }
  if (page.lang === 'zh') return inlineNodes(page, cell.children)
  if (caption.prefix === '流程') {
    const procedure = page.policy.procedures.find((one) => one.name === caption.name)
    const line = page.doc.place(row.from, row.to).line
    const text = procedure ? actCell(procedure, page, column, line) : null
    if (text !== null) return text
  }
  if (caption.prefix === '事实') return factCell(page, column, row, piece)
  return cell.children.map((child) =>
    child.type === 'inlineCode'
      ? codeNode(page, child.value)
      : englishText(page, 'value' in child ? child.value : ''),
  )
}

/** The state of a row: its shape and word, with the sentences behind it. */
function rowState(page: Page, rule: string, name: string): Content {
  const reason = page.results.get(rule)?.reasons.find((one) => one.name === name)
  if (!reason) return null
  const look = stateLooks[reason.state]
  // What a row that holds rests on is shown where that is laid down.
  const plain = reason.state === 'met' && reason.findings.length === 0
  const lines = plain ? [] : reasonLines(page.policy, reason, page.lang)
  return [
    h(
      'span',
      { className: ['state', `state-${reason.state}`] },
      h(
        'svg',
        { viewBox: '0 0 16 16', ariaHidden: 'true', className: ['shape'] },
        h('path', { d: look.shape }),
      ),
      look.word[page.lang],
    ),
    lines.length > 0 ? h('span', { className: ['why'] }, lines.join(say(page, '；', '; '))) : null,
  ]
}

function bodyRow(context: TableContext, row: Row, mdRow: TableRow): Element {
  const { page, caption, headers } = context
  const name = row.cells[0]?.text ?? ''
  const rule = ['条件', '决策', '评分'].includes(caption.prefix) ? caption.name : null
  const properties = {
    role: 'row',
    ...(rule ? { 'data-rule': rule, 'data-row': name } : {}),
    ...(caption.prefix === '账户' ? { id: accountAnchor(name) } : {}),
  }
  const cells = mdRow.children.slice(0, headers.length).map((cell, i) => {
    const content = cellContent(context, row, i, cell)
    if (i > 0) {
      const label = columnLabel(context, i)
      const empty = row.cells[i]?.raw === '' && headers[i] !== '依据'
      const className = empty ? ['empty'] : []
      const value = h('span', { className: ['value'] }, content)
      return h('td', { role: 'cell', 'data-label': label, className }, value)
    }
    const slot = rule ? h('span', { className: ['slot'] }, rowState(page, rule, name)) : null
    return h('th', { role: 'rowheader', scope: 'row' }, content, slot)
  })
  return h('tr', properties, cells)
}

function columnLabel({ page, block, headers }: TableContext, i: number): string {
  const own = headers[i] as string
  if (page.lang === 'zh') return block.header[i]?.text ?? own
  return columnWords[own] ?? wordOf(page.policy, own.replace(/^⇒\s*/, ''), 'en')
}

/** A table with columns that scroll by themselves when the page is too narrow for them. */
export function tableNode(page: Page, stand: Stand, table: Table, block: TableBlock): Element {
  const caption = captionOf(block)
  const known = caption ? kinds[caption.prefix] : undefined
  const plain: Caption = { prefix: '', name: '', option: '', piece: block.header[0] as Piece }
  const headers = block.header.map((cell) => fold(cell.text))
  const context: TableContext = { page, stand, block, caption: caption ?? plain, headers }
  const [head, ...body] = table.children
  const heads = (head?.children ?? []).map((cell, i) => {
    const first = i === 0 && known ? [known[page.lang][1]] : headerContent(context, i, cell)
    return h('th', { role: 'columnheader', scope: 'col' }, first)
  })
  const rows = block.rows.map((row, i) => bodyRow(context, row, body[i] as TableRow))
  const rule = caption && ['条件', '决策', '评分'].includes(caption.prefix)
  return h(
    'div',
    { className: ['table', `table-${known?.css ?? 'plain'}`] },
    h(
      'table',
      {
        role: 'table',
        ...(rule ? { id: ruleAnchor(caption.name), 'data-rule': caption.name } : {}),
        'data-columns': String(headers.length),
      },
      known ? captionNode(context) : null,
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads)),
      h('tbody', { role: 'rowgroup' }, rows),
    ),
  )
}
