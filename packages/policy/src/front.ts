/** The front matter: what a policy says of itself before its first article. */
import { type Day, parseDay, type SourcePlace } from '@huoshui/values'
import { P001 } from './checks/P001-front-matter.ts'
import type { Call, Measure, Meta, Relation } from './policy.ts'
import { diagnose } from './problem.ts'
import type { Document } from './read.ts'
import { citationOf, formula, type Reading, type Stand } from './reading.ts'

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value).trim()

const list = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

type Report = (key: string, expected: string, expectedEn: string) => void

/** Stands for the whole front matter where a key is named. */
const whole = '---'

function reporter(doc: Document, report: Reading['report']): Report {
  const { error } = doc.front
  return (key, expected, expectedEn) => {
    // Where nothing could be read every key is missing: only the one mistake is said.
    if (error && key !== whole) return
    report(
      diagnose(
        P001,
        { place: error ? error.place : doc.front.placeOf(key), heading: [] },
        { key, expected, expectedEn },
        error ? [{ text: { zh: error.message, en: error.message } }] : [],
      ),
    )
  }
}

function readDay(value: unknown, key: string, bad: Report): Day | null {
  if (text(value) === '') return null
  const day = parseDay(text(value))
  if (!day) bad(key, '2023-10-01', 'a day written 2023-10-01')
  return day
}

function oneOf<T extends string>(value: unknown, key: string, all: readonly T[], bad: Report): T {
  const found = all.find((word) => word === text(value))
  if (!found && text(value) !== '') bad(key, all.join(' | '), `one of ${all.join(', ')}`)
  return found ?? (all[0] as T)
}

function readSources(value: unknown, bad: Report): Meta['sources'] {
  if (value === undefined) return {}
  if (!isFields(value)) {
    bad('依据', '{ 简称: 全名 }', 'a map of short names to full names')
    return {}
  }
  const sources: Record<string, { title: string; articles?: number }> = {}
  for (const [name, given] of Object.entries(value)) {
    if (!isFields(given)) sources[name] = { title: text(given) }
    else {
      const count = Number(text(given.条))
      sources[name] = {
        title: text(given.名),
        ...(Number.isInteger(count) && count > 0 ? { articles: count } : {}),
      }
    }
  }
  return sources
}

/** Reads what every policy says of itself. Missing or unreadable keys are reported as P001. */
export function readMeta(doc: Document, report: Reading['report']): Meta {
  const data = doc.front.data
  const bad = reporter(doc, report)
  const expected = doc.file.path.replace(/(?:@[^/]*)?\.md$/, '')
  if (doc.front.error) bad(whole, 'YAML', 'valid YAML')
  if (text(data.标识) !== expected) bad('标识', expected, 'the path below policies/ without .md')
  if (text(data.名称) === '') bad('名称', '政策名称', "the policy's title")
  const count = text(data.条) === '' ? null : Number(text(data.条))
  if (count !== null && !(Number.isInteger(count) && count > 0)) bad('条', '20', 'a whole number')
  const from = readDay(data.施行, '施行', bad)
  const status = oneOf(data.状态, '状态', ['施行', '草案'] as const, bad)
  if (from === null && status === '施行' && text(data.施行) === '')
    bad('施行', '2023-10-01', 'the first day in force (or 状态: 草案)')
  const imports = list(data.引用).flatMap((entry) => {
    const match = /^([^#]+)#(.+)$/.exec(text(entry))
    if (!match) bad('引用', '[national/tech-sme#科技型中小企业]', 'slug#rule')
    return match ? [{ slug: match[1] as string, rule: match[2] as string }] : []
  })
  const kinds = isFields(data.对象) ? data.对象 : {}
  if (data.对象 !== undefined && !isFields(data.对象))
    bad('对象', '{ 申领单位: 企业 }', 'a map from kinds of this policy to shared kinds')
  return {
    slug: expected,
    version: /@([^/]*)\.md$/.exec(doc.file.path)?.[1] ?? '',
    title: text(data.名称),
    documentNumber: text(data.文号),
    issuer: text(data.发布),
    issued: readDay(data.印发, '印发', bad),
    effectiveFrom: from,
    effectiveTo: readDay(data.失效, '失效', bad),
    status,
    evidence: oneOf(data.证据等级, '证据等级', ['原文', '报道', '二手'] as const, bad),
    region: text(data.地区),
    replaces: list(data.取代).map(text),
    articleCount: count,
    sources: readSources(data.依据, bad),
    imports,
    kinds: Object.fromEntries(Object.entries(kinds).map(([k, v]) => [k, text(v)])),
    remedy: text(data.救济),
  }
}

/** Reports at the place of a front matter key, whose values have no exact place of their own. */
const standingAt = (reading: Reading, place: SourcePlace): Reading => ({
  ...reading,
  report: (diagnostic) => reading.report({ ...diagnostic, place }),
})

/** Reads 措施: each measure with the rules that carry it. */
export function readMeasures(reading: Reading, stand: Stand): Measure[] {
  const { doc } = reading
  const bad = reporter(doc, reading.report)
  const place = doc.front.placeOf('措施')
  const shape = '[{ 名, 对象, 资格, 金额, 单位, 流程 }]'
  return list(doc.front.data.措施).flatMap((entry) => {
    if (!isFields(entry) || ['名', '对象', '资格'].some((key) => text(entry[key]) === '')) {
      bad('措施', shape, 'each measure needs 名 name, 对象 kind and 资格 rule')
      return []
    }
    const cite = text(entry.依据)
    const at = { raw: cite, text: cite, from: 0, to: 0 }
    return [
      {
        name: text(entry.名),
        kinds: list(entry.对象).map(text),
        eligibility: text(entry.资格),
        amount: text(entry.金额) || null,
        per: text(entry.单位) || null,
        procedure: text(entry.流程) || null,
        citation: cite ? citationOf(standingAt(reading, place), stand, at) : null,
        place,
      },
    ]
  })
}

/** Reads 措施间: which measures exclude one another or share a cap. */
export function readRelations(reading: Reading): Relation[] {
  const bad = reporter(reading.doc, reading.report)
  return list(reading.doc.front.data.措施间).flatMap((entry): Relation[] => {
    const fields = isFields(entry) ? entry : {}
    const citation = text(fields.依据)
    const exclusive = list(fields.互斥).map(text)
    if (exclusive.length > 1) return [{ form: 'exclusive', measures: exclusive, citation }]
    const cap = text(fields.合计上限)
    const measures = list(fields.措施).map(text)
    if (cap && measures.length > 0) return [{ form: 'capped', measures, cap, citation }]
    bad('措施间', '[{ 互斥: [甲, 乙], 依据 }]', '{ 互斥 } or { 合计上限, 措施 } with 依据')
    return []
  })
}

/** Reads 通知: calls already published, with the values they set. */
export function readCalls(reading: Reading, stand: Stand): Call[] {
  const { doc } = reading
  const bad = reporter(doc, reading.report)
  return list(doc.front.data.通知).flatMap((entry): Call[] => {
    const fields = isFields(entry) ? entry : {}
    const from = readDay(fields.自, '通知', bad)
    const to = readDay(fields.至, '通知', bad)
    const values = isFields(fields.值) ? fields.值 : null
    if (!from || !to || !values || text(fields.对象) === '') {
      bad(
        '通知',
        '[{ 对象, 名, 自, 至, 依据, 值: { 事实: 公式 } }]',
        'a call with its days and values',
      )
      return []
    }
    const place = doc.front.placeOf('通知')
    const standing = standingAt(reading, place)
    return [
      {
        kind: text(fields.对象),
        name: text(fields.名),
        from,
        to,
        citation: text(fields.依据),
        values: Object.entries(values).map(([fact, value]) => {
          const raw = text(value)
          const parsed = formula(standing, stand, { raw, text: raw, from: 0, to: 0 })
          return { fact, value: { ...parsed, place } }
        }),
        place,
      },
    ]
  })
}
