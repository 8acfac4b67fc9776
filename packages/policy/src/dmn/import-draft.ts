/** What was carried, as the Markdown of a draft. */
import { type NameSet, type Node, nameSet, parse, print } from '@huoshui/feel'
import type { Diagnostic } from '@huoshui/values'
import { sameTree } from '../fmt-feel.ts'
import { builtinNames, fieldNames, paidFields } from '../names.ts'
import type { Carried, DraftFact } from './import-facts.ts'
import type { DmnModel } from './import-model.ts'
import { type DraftRow, type DraftRule, treesOf } from './import-rules.ts'
import { prose } from './prose.ts'

/** The kind of subject that inputs are about unless a policy wrote the model. */
export const plainKind = '导入对象'

export interface NamedFact {
  readonly fact: DraftFact
  readonly name: string
  readonly input: Carried
}

export interface NamedRule {
  readonly rule: DraftRule
  readonly name: string
}

/** Everything of a draft, by the names of the policy. */
export interface Draft {
  readonly slug: string
  readonly model: DmnModel
  /** Facts of subjects, and fields of records. */
  readonly facts: readonly NamedFact[]
  /** Names of lists of records, by input. */
  readonly records: ReadonlyMap<Carried, string>
  readonly rules: readonly NamedRule[]
}

/** The kind whose table a fact stands in. */
export function kindOf({ records }: Pick<Draft, 'records'>, input: Carried): string {
  return records.get(input) ?? input.item.extension.get('kind') ?? plainKind
}

/** The names that a draft's formulas will be read with. */
export function namesOfDraft(draft: Omit<Draft, 'slug' | 'model'>): NameSet {
  return nameSet([
    ...builtinNames,
    ...fieldNames(''),
    ...paidFields,
    ...draft.records.values(),
    ...draft.facts.map((one) => one.name),
    ...draft.facts.map((one) => `${kindOf(draft, one.input)}.${one.name}`),
    ...draft.facts.map((one) => kindOf(draft, one.input)),
    ...draft.rules.map((one) => one.name),
  ])
}

/** An expression as it stands in a draft; null when a policy would read something else there. */
export function policyText(tree: Node, names: NameSet, cell: boolean): string | null {
  const printed = print(tree)
  // A cell can't hold a bar or a backtick; only strings have them, and strings can escape them.
  const text = cell ? printed.replaceAll('|', '\\u007c').replaceAll('`', '\\u0060') : printed
  const goal = tree.kind === 'unary-tests' ? 'unary-tests' : 'expression'
  const again = parse(text, { goal, mode: 'policy', names })
  const wrong = again.problems.some((one) => one.severity === 'error')
  return !wrong && !text.includes('\n') && sameTree(again.tree, tree) ? text : null
}

/** Whether every expression of a rule can stand in a draft. */
export function sayable(rule: DraftRule, names: NameSet): boolean {
  const cell = rule.form !== 'formula'
  return treesOf(rule).every((tree) => policyText(tree, names, cell) !== null)
}

/** The draft as Markdown. */
export function draftText(draft: Draft, left: readonly Diagnostic[]): string {
  const { model, slug } = draft
  const names = namesOfDraft(draft)
  const parts = [
    front(slug, model.name),
    `# ${prose(model.name)}`,
    opening(model),
    '## 模型第一部分 决策',
    ...draft.rules.map((one) => ruleText(one, names)),
    ...factsText(draft),
    ...leftText(left),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

const front = (slug: string, name: string): string =>
  [
    '---',
    `标识: ${slug}`,
    `名称: ${JSON.stringify(name)}`,
    '状态: 草案',
    '证据等级: 二手',
    '依据:',
    `  模型: ${JSON.stringify(name)}`,
    '校核: { 录入: 待填, 复核: 待填 }',
    '---',
  ].join('\n')

const opening = ({ description, ours }: DmnModel): string =>
  [
    '这是从 DMN 模型导入的草案，不参加测算。每一条规则都要找到条文，把标题换成条，把“待核”换成依据，再写复述和算例。',
    ...(description === '' || ours ? [] : [`模型的说明：${prose(description)}`]),
  ].join('\n\n')

/** What the model says of an item, and what it was called there. */
function sayings(original: string, name: string, description: string): string {
  return [
    original === name ? '' : `原名“${prose(original)}”。`,
    description === '' ? '' : prose(description),
  ].join('')
}

function ruleText({ rule, name }: NamedRule, names: NameSet): string {
  const { item } = rule
  const cited = item.extension.get('citation')
  const description = cited ? `原依据：${cited}。` : item.extension.size > 0 ? '' : item.description
  const said = sayings(item.own ?? item.name, name, description)
  const head = said === '' ? '' : `${name}：${said}`
  const body =
    rule.form === 'formula'
      ? ['```feel', `${name}: ${policyText(rule.tree, names, false)}`, '```'].join('\n')
      : tableText(name, rule, names)
  const rows = rule.form === 'formula' ? [] : rule.rows
  const remarks = rows.flatMap((row) => {
    const notes = row.notes.filter((one) => one.trim() !== '').map(prose)
    return notes.length === 0 ? [] : [`- ${prose(row.name)}：${notes.join('；')}`]
  })
  return [head, body, remarks.join('\n')].filter((part) => part !== '').join('\n\n')
}

const row = (cells: readonly string[]): string =>
  `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`

function tableText(
  name: string,
  rule: Exclude<DraftRule, { form: 'formula' }>,
  names: NameSet,
): string {
  const code = (tree: Node) => `\`${policyText(tree, names, true)}\``
  const header =
    rule.form === 'condition'
      ? [`条件：${name}（${rule.mode}）`, '须满足', '依据']
      : [`决策：${name}（${rule.hit}）`, ...rule.inputs.map(code), '结果', '依据']
  const rows = rule.rows.map((one: DraftRow) => {
    const result = one.result ? [code(one.result)] : []
    return row([prose(one.name), ...one.tests.map(code), ...result, '待核'])
  })
  return [row(header), `|${header.map(() => '---').join('|')}|`, ...rows].join('\n')
}

/** Tables of facts, one a kind, in the order of the inputs. */
function factsText(draft: Draft): readonly string[] {
  if (draft.facts.length === 0) return []
  const kinds = new Map<string, NamedFact[]>()
  const isField = (one: NamedFact) => one.input.form === 'records'
  const plain = draft.facts.filter((one) => !isField(one))
  for (const one of [...plain, ...draft.facts.filter(isField)]) {
    const kind = kindOf(draft, one.input)
    kinds.set(kind, [...(kinds.get(kind) ?? []), one])
  }
  const tables = [...kinds].map(([kind, facts]) => {
    const owner = facts[0]?.input.form === 'records' ? `（属于 ${ownerOf(draft, facts[0])}）` : ''
    return [
      row([`事实：${kind}${owner}`, '类型', '说明', '证据']),
      '|---|---|---|---|',
      ...facts.map(factRow),
    ].join('\n')
  })
  return ['## 事实', ...tables]
}

/** Whose records they are: what a policy wrote, when its kind is here too. */
function ownerOf(draft: Draft, { input }: NamedFact): string {
  const owner = input.item.extension.get('records')
  const kinds = draft.facts
    .filter((one) => one.input.form !== 'records')
    .map((one) => kindOf(draft, one.input))
  return owner && kinds.includes(owner) ? owner : (kinds[0] ?? plainKind)
}

function factRow({ fact, name, input }: NamedFact): string {
  const { item } = input
  const meaning = item.extension.get('meaning')
  const original = [item.own ?? item.name, ...fact.path].join('.')
  const plain = input.form === 'records' ? fact.label === name : original === name
  const says = item.extension.size > 0 ? (meaning ?? '') : item.description
  const said = meaning !== undefined || plain ? prose(says) : sayings(original, name, says)
  return row([name, fact.type, said, prose(item.extension.get('evidence') ?? '填报：待核')])
}

function leftText(left: readonly Diagnostic[]): readonly string[] {
  if (left.length === 0) return []
  const lines = left.map(({ code, place, message, remedy }) => {
    const where = `第 ${place.line} 行第 ${place.column} 列`
    return `- ${code}，${where}：${prose(message.zh)}${prose(remedy.zh)}`
  })
  return ['## 没有带来的，和带来时有变化的', lines.join('\n')]
}
