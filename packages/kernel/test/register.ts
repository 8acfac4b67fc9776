/** Registers as they come: a vocabulary of 企业, files in CSV and XLSX, and their parts. */
import { type Corpus, compileCorpus } from '@huoshui/policy'
import { type Day, day } from '@huoshui/values'
import writeXlsxFile from 'write-excel-file/node'
import type { FactsFile } from '../src/import/index.ts'
import { zipFile } from '../src/import/zip-write.ts'

const terms = `---
标识: terms/facts
名称: 共用事实
---

# 共用事实

| 事实：企业 | 类型 | 说明 | 证据 | 公开 |
|---|---|---|---|---|
| 统一社会信用代码 | 文本 | 18位 | 登记：营业执照 | 公开 |
| 企业名称 | 文本 | 登记的全称 | 登记：营业执照 | 公开 |
| 行政区划代码 | 文本 | 六位代码 | 登记：营业执照 | 公开 |
| 登记状态 | 存续 / 吊销 / 注销 / 迁出 | | 登记：公示系统 | 公开 |
| 成立日期 | 日期 | 成立之日 | 登记：营业执照 | 公开 |
| 独立法人 | 是非 | 分支机构为否 | 登记：营业执照 | 公开 |
| 职工总数 | 数，下限 0 | 缴纳社会保险的人数 | 登记：社会保险 | 授权 |
| 研发占比 | 数 | 研发费用占收入 | 登记：税务 | 授权 |
| 年销售收入 | 金额，下限 0元 | 上一年度全年 | 登记：税务 | 授权 |
| 评价入库年度 | 数，可无 | 从未入库为无 | 登记：信息库 | 公开 |
| 资质 | 文本列表 | 现有的资质 | 登记：名录 | 公开 |
| 承诺期 | 期间 | 承诺的期间 | 填报：承诺书 | 公开 |

| 事实：团队 | 类型 | 说明 | 证据 | 公开 |
|---|---|---|---|---|
| 团队人数 | 数，下限 0 | | 填报：登记表 | 公开 |
`

const policy = (slug: string, kind: string, title: string) => `---
标识: ${slug}
名称: ${title}
对象: { ${kind}: 企业 }
---

# ${title}

| 事实：${kind} | 类型 | 说明 | 证据 | 公开 |
|---|---|---|---|---|
| 研发人员 | 数，下限 0 | | 登记：名册 | 公开 |
| 年度名次 | 数 | 由通知排定 | 通知 | 公开 |
`

const ownKind = `---
标识: demo/three
名称: 示例办法三
---

# 示例办法三

| 事实：仪器 | 类型 | 说明 | 证据 | 公开 |
|---|---|---|---|---|
| 仪器名称 | 文本 | | 登记：台账 | 公开 |
| 原值 | 金额 | | 登记：台账 | 公开 |
`

export const corpus: Corpus = compileCorpus([
  { path: 'terms/facts.md', text: terms },
  { path: 'demo/one.md', text: policy('demo/one', '申领单位', '示例办法一') },
  { path: 'demo/two.md', text: policy('demo/two', '申报单位', '示例办法二') },
  { path: 'demo/three.md', text: ownKind },
])

/** A code that passes its checks, for the nth 示例 firm. */
export function codeOf(n: number): string {
  const body = `MA${String(n).padStart(6, '0')}`
  const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((all, weight, i) => all + weight * letters.indexOf(body.charAt(i)), 0)
  const check = 11 - (sum % 11)
  const head = `91110108${body}${check === 11 ? '0' : check === 10 ? 'X' : check}`
  const digits = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  let total = 0
  let weight = 1
  for (const char of head) {
    total += digits.indexOf(char) * weight
    weight = (weight * 3) % 31
  }
  return head + digits.charAt((31 - (total % 31)) % 31)
}

export const today: Day = day('2026-11-25')

/** A file as it is handed to the reader. */
export function fileOf(bytes: Uint8Array | string, more: Partial<FactsFile> = {}): FactsFile {
  return {
    name: typeof bytes === 'string' ? '名录.csv' : '名录.xlsx',
    bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
    kind: 'terms#企业',
    facts: corpus.facts,
    policies: corpus.policies,
    day: today,
    source: '示例名录',
    evidence: '登记',
    ...more,
  }
}

type WrittenSheets = Parameters<typeof writeXlsxFile>[0]
type Rows = readonly (readonly unknown[])[]

/** A workbook by a writer that is not ours. Texts are text cells, numbers numbers. */
export async function workbook(sheets: Readonly<Record<string, Rows>> | Rows): Promise<Uint8Array> {
  const all = Array.isArray(sheets) ? { Sheet1: sheets as Rows } : sheets
  const list = Object.entries(all).map(([sheet, data]) => ({ sheet, data }))
  return writeXlsxFile(list as unknown as WrittenSheets).toBuffer()
}

export interface RawWorkbook {
  /** What stands in `<sheetData>`. */
  readonly rows: string
  readonly after?: string
  readonly workbookPr?: string
  readonly sheetState?: string
  readonly styles?: string
  readonly texts?: string
  readonly more?: Readonly<Record<string, string>>
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook of XML as it is given, for what writers write that ours does not. */
export async function rawWorkbook(raw: RawWorkbook): Promise<Uint8Array> {
  const link = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  const parts: Record<string, string> = {
    '_rels/.rels': `<Relationships>${link('a', 'officeDocument', '/xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<x:workbook xmlns:x="x" xmlns:r="${office}">${raw.workbookPr ?? ''}<x:sheets>
      <x:sheet name="表" sheetId="7" ${raw.sheetState ?? ''} r:id="b"/></x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${link('b', 'worksheet', 'worksheets/one.xml')}${link('c', 'styles', 'styles.xml')}${link('d', 'sharedStrings', '../xl/texts.xml')}</Relationships>`,
    'xl/worksheets/one.xml': `<worksheet><sheetData>${raw.rows}</sheetData>${raw.after ?? ''}</worksheet>`,
    'xl/styles.xml': raw.styles ?? '<styleSheet/>',
    'xl/texts.xml': raw.texts ?? '<sst/>',
    ...raw.more,
  }
  return zipFile(Object.entries(parts).map(([name, text]) => [name, [text]] as const))
}

/** A row of text cells in XML. */
export const textRow = (row: number, cells: readonly string[]): string =>
  `<row r="${row}">${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
