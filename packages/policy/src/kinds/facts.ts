/** `事实：<对象>`: what may be known about a kind of subject. */
import type { Type } from '@huoshui/feel'
import { P004 } from '../checks/P004-cell.ts'
import type { Draft } from '../draft.ts'
import type { Evidence, Fact, Visibility } from '../policy.ts'
import { fold, type Piece, splitPiece } from '../read.ts'
import {
  type Caption,
  cellAt,
  columnsOf,
  evenRows,
  formula,
  placeOf,
  type Reading,
  report,
  type Stand,
  type TableBlock,
} from '../reading.ts'

export const factColumns = ['类型', '说明', '证据', '公开'] as const
const evidences: readonly Evidence[] = ['登记', '填报', '承诺', '认定', '通知', '办理']
const visibilities: readonly Visibility[] = ['公开', '授权', '内部', '个人']

const plain: Readonly<Record<string, Type>> = {
  是非: { kind: 'boolean' },
  数: { kind: 'number' },
  金额: { kind: 'money' },
  日期: { kind: 'date' },
  期间: { kind: 'span' },
  文本: { kind: 'string' },
  文本列表: { kind: 'list', of: { kind: 'string' } },
}

const typeForms = {
  zh: '是非、数、金额、日期、期间、文本、文本列表，或“甲 / 乙 / 丙”；后面可加“，可无”“，默认 X”“，下限 0”。',
  en: '是非 boolean, 数 number, 金额 money, 日期 date, 期间 span, 文本 text, 文本列表 list of text, or “a / b / c”; then “，可无” nullable, “，默认 X” default, “，下限 0” lowest value.',
}

/** Reads the first part of a 类型 cell; null when it is none of the types. */
export function readType(text: string): Type | null {
  const named = plain[fold(text)]
  if (named) return named
  const values = fold(text)
    .split('/')
    .map((value) => value.trim())
  if (values.length < 2 || values.some((value) => value === '')) return null
  return { kind: 'enum', values }
}

type Options = Pick<Fact, 'nullable' | 'fallback' | 'floor'>

function readOptions(reading: Reading, stand: Stand, parts: readonly Piece[]): Options {
  let nullable = false
  let fallback: Fact['fallback'] = null
  let floor: Fact['floor'] = null
  for (const part of parts) {
    const word = fold(part.raw)
    const lead = part.raw.length - part.raw.replace(/^(?:默认|下限)\s*/, '').length
    const value: Piece = {
      raw: part.raw.slice(lead),
      text: part.raw.slice(lead),
      from: part.from + lead,
      to: part.to,
    }
    if (word === '可无') nullable = true
    else if (word.startsWith('默认')) {
      const none = fold(value.raw) === '无'
      fallback = formula(reading, stand, none ? { ...value, raw: 'null' } : value)
    } else if (word.startsWith('下限')) floor = formula(reading, stand, value)
    else report(reading, stand, part, P004, { column: '类型', found: part.raw, forms: typeForms })
  }
  return { nullable, fallback, floor }
}

function readEvidence(
  reading: Reading,
  stand: Stand,
  cell: Piece,
): { kind: Evidence; text: string } {
  const kind = evidences.find((word) => cell.text.startsWith(word))
  if (kind) return { kind, text: cell.text.slice(kind.length).replace(/^[:：\s]+/, '') }
  const forms = {
    zh: `以${evidences.join('、')}之一开头，如“登记：营业执照”。`,
    en: 'begin with 登记 registered, 填报 filled, 承诺 declared, 认定 found, 通知 by notice or 办理 set by acts.',
  }
  report(reading, stand, cell, P004, { column: '证据', found: cell.text, forms })
  return { kind: '填报', text: cell.text }
}

/** Reads a table of facts into the draft. `owner` is the slug that the facts belong to. */
export function readFacts(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  caption: Caption,
  draft: Draft,
  owner: string,
): void {
  const belongs = /^属于\s*(.+)$/.exec(caption.option)?.[1]
  const columns = columnsOf(reading, stand, block, '事实', factColumns, ['类型', '证据'])
  const facts: Fact[] = []
  for (const row of evenRows(reading, stand, block)) {
    const name = cellAt(row, 0)
    const typeCell = cellAt(row, columns.类型)
    const [first, ...options] = splitPiece(typeCell, /[，,]/)
    const type = first ? readType(first.raw) : null
    if (type === null) {
      const given = { column: '类型', found: typeCell.text, forms: typeForms }
      report(reading, stand, typeCell, P004, given)
      continue
    }
    const evidence = readEvidence(reading, stand, cellAt(row, columns.证据))
    const seen = cellAt(row, columns.公开)
    const visibility = seen.text === '' ? '授权' : visibilities.find((v) => v === seen.text)
    if (!visibility) {
      const forms = { zh: visibilities.join('、'), en: visibilities.join(', ') }
      report(reading, stand, seen, P004, { column: '公开', found: seen.text, forms })
    }
    const read = readOptions(reading, stand, options)
    facts.push({
      name: name.text,
      kind: caption.name,
      owner,
      type: read.nullable ? { ...type, nullable: true } : type,
      ...read,
      meaning: cellAt(row, columns.说明).text,
      evidence: evidence.kind,
      evidenceText: evidence.text,
      visibility: visibility ?? '授权',
      place: placeOf(reading, name.raw ? name : row),
    })
  }
  draft.facts.push(...facts)
  if (!draft.kinds.some((kind) => kind.name === caption.name)) {
    draft.kinds.push({
      name: caption.name,
      call: facts.length > 0 && facts.every((fact) => fact.evidence === '通知'),
      matter: false,
      ...(belongs ? { owner: belongs } : {}),
    })
  }
}
