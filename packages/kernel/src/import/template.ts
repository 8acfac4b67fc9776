/** A file to fill in: the header that the reader knows, and what each column wants. */
import type { Type } from '@huoshui/feel'
import { type Fact, type Policy, writeAs } from '@huoshui/policy'
import { Pace } from './pace.ts'
import type { SheetFormat } from './rejected.ts'
import { type KindVocabulary, vocabularyOf } from './vocabulary.ts'
import { writeCsv } from './write-csv.ts'
import { canChoose, type WrittenColumn, writeWorkbook } from './write-workbook.ts'

/** The sheet of a template that explains the columns; the reader leaves it out. */
export const explanationSheet = '填写说明'

export interface TemplateOf {
  /** As subjects are stored: `terms#企业`, or `slug#kind`. */
  readonly kind: string
  readonly facts: readonly Fact[]
  readonly policies: readonly Policy[]
  /** Facts wanted, by the names that an import gives them; all of the kind when absent. */
  readonly names?: readonly string[]
}

interface TemplateColumn {
  readonly header: string
  readonly column: WrittenColumn
  /** 列, 类型, 怎样填, 含义, 证据, 谁要用, 公开. */
  readonly explained: readonly string[]
}

const explanations = ['列', '类型', '怎样填', '含义', '证据', '用到它的政策', '公开']

/** A template. The workbook has lists to choose from and a second sheet; a CSV only the header. */
export async function templateFile(template: TemplateOf, format: SheetFormat): Promise<Uint8Array> {
  const vocabulary = vocabularyOf(template.kind, template.facts, template.policies)
  const columns = [...keyColumns(vocabulary), ...factColumns(vocabulary, template), ...dayColumns]
  const header = columns.map((one) => one.header)
  const pace = new Pace()
  if (format === 'csv') return writeCsv([header], pace)
  const widths = [24, 12, 36, 48, 24, 40, 8]
  return writeWorkbook(
    [
      { name: vocabulary.label, columns: columns.map((one) => one.column), header, rows: [] },
      {
        name: explanationSheet,
        columns: widths.map((width) => ({ width, form: 'text' })),
        header: explanations,
        rows: columns.map((one) => one.explained),
      },
    ],
    pace,
  )
}

function keyColumns(vocabulary: KindVocabulary): readonly TemplateColumn[] {
  const { label, facts, codeHeaders, nameHeaders } = vocabulary
  const column = { width: 24, form: 'text' } as const
  return [codeHeaders[0] as string, nameHeaders[0] as string].map((header, i) => {
    const fact = facts.get(header)
    const how = i === 0 ? '和名称至少写一项；写了代码，按代码对应' : '登记的全称'
    const rest = fact
      ? [fact.meaning, evidenceOf(fact), '', fact.visibility]
      : [`说明这一行是哪一个${label}`, '', '', '']
    return { header, column, explained: [header, '文本', how, ...rest] }
  })
}

/** Which values hold, and how long. */
const dayColumns: readonly TemplateColumn[] = [
  ['生效日', '这一行的值从哪天起算；空着就是导入时写明的那一天'],
  ['截止日', '这一行的值到哪天为止，含当天；空着就是一直有效'],
].map(([header = '', meaning = '']) => ({
  header,
  column: { width: 14, form: 'date' },
  explained: [header, '日期', '日期，如 2024-03-01；可以空着', meaning, '', '', ''],
}))

function factColumns(vocabulary: KindVocabulary, template: TemplateOf): readonly TemplateColumn[] {
  const keys = [vocabulary.codeHeaders[0], vocabulary.nameHeaders[0]]
  const wanted = template.names ?? [...vocabulary.facts.keys()]
  return wanted.flatMap((name): TemplateColumn[] => {
    const fact = vocabulary.facts.get(name)
    if (!fact || keys.includes(name)) return []
    const header = `${headerName(vocabulary, name, fact)}${fact.type.kind === 'money' ? '（万元）' : ''}`
    const options = optionsOf(fact)
    const form = formOf(fact.type)
    const width = Math.min(30, Math.max(12, header.length * 2 + 2))
    const column = { width, form, ...(canChoose(options) ? { options } : {}) }
    const askers = template.policies.filter((policy) => asks(policy, fact))
    return [
      {
        header,
        column,
        explained: [
          header,
          typeWord(fact.type),
          `${howTo(fact)}；不知道就空着${fact.nullable ? '，没有就写“无”' : ''}`,
          fact.meaning,
          evidenceOf(fact),
          [...new Set(askers.map(({ meta }) => `《${meta.title}》`))].join(''),
          fact.visibility,
        ],
      },
    ]
  })
}

const evidenceOf = ({ evidence, evidenceText }: Fact) =>
  evidenceText === '' || evidenceText === evidence ? evidence : `${evidence}：${evidenceText}`

/** The plain name, unless several policies have a fact of that name. */
function headerName({ find }: KindVocabulary, name: string, fact: Fact): string {
  const found = find(fact.name)
  const plain = !('trouble' in found) && found.targets.length === 1
  return plain && found.targets[0]?.key === name ? fact.name : name
}

/** A policy's own fact, or a shared one that its rules name. */
const asks = (policy: Policy, fact: Fact) =>
  policy.facts.some((one) => one.owner === fact.owner && one.name === fact.name)

function optionsOf({ type, nullable }: Fact): readonly string[] {
  const none = nullable ? ['无'] : []
  if (type.kind === 'boolean') return ['是', '否', ...none]
  return type.kind === 'enum' ? [...type.values, ...none] : []
}

function howTo({ type }: Fact): string {
  // The unit stands in the header.
  return type.kind === 'money' ? '以万元为单位的数，如 3000 或 0.5' : writeAs(type).zh
}

function formOf(type: Type): WrittenColumn['form'] {
  switch (type.kind) {
    case 'date':
      return 'date'
    case 'number':
    case 'money':
    case 'boolean':
      return 'any'
    default:
      return 'text'
  }
}

function typeWord(type: Type): string {
  switch (type.kind) {
    case 'boolean':
      return '是非'
    case 'number':
      return '数'
    case 'money':
      return '金额'
    case 'date':
      return '日期'
    case 'enum':
      return '选项'
    case 'list':
      return '列表'
    case 'span':
    case 'months':
    case 'days':
    case 'workdays':
      return '期间'
    default:
      return '文本'
  }
}
