/** The logic of a rule as a boxed expression of DMN. */
import { evaluate, type Node } from '@huoshui/feel'
import { Decimal } from '@huoshui/values'
import { formatCitation } from '../cite.ts'
import type { Citation, Condition, DecisionTable, Rule, Score } from '../policy.ts'
import type { Model } from './export-model.ts'
import {
  callNode,
  comparison,
  ifNode,
  nameNode,
  numberNode,
  operation,
  plain,
  plainText,
  stringNode,
  type Unsayable,
  unsayable,
} from './plain.ts'
import { type Element, element, textElement } from './xml.ts'

/** Why a rule has no logic in DMN. */
export type Trouble = Unsayable | { readonly kind: 'different' }

/** Writes trees as text and remembers the first that can't be written. */
interface Writer {
  readonly model: Model
  /** The plain tree of a formula of the policy. */
  readonly plain: (tree: Node) => Node
  /** A plain tree as text. */
  readonly text: (tree: Node) => string
  readonly trouble: () => Trouble | null
}

function writerOf(model: Model): Writer {
  let first: Trouble | null = null
  return {
    model,
    plain: (tree) => {
      first ??= unsayable(tree)
      return plain(tree, model.spelling)
    },
    text: (tree) => {
      const text = plainText(tree, model.legal)
      if (text === null) first ??= { kind: 'different' }
      return text ?? 'null'
    },
    trouble: () => first,
  }
}

const literal = (text: string): Element =>
  element('literalExpression', {}, textElement('text', text))

const textBox = (name: string, text: string, attrs: Element['attrs'] = {}): Element =>
  element(name, attrs, textElement('text', text))

/**
 * The logic of a rule, or what stands in its way.
 *
 * @param typeRef the name of the rule's type
 */
export function logicOf(model: Model, rule: Rule, typeRef: string): Element | Trouble {
  const writer = writerOf(model)
  const made = ((): Element => {
    switch (rule.form) {
      case 'condition':
        return conditionLogic(writer, rule)
      case 'decision':
        return decisionLogic(writer, rule, typeRef)
      case 'score':
        return scoreLogic(writer, rule)
      case 'formula': {
        const tree = writer.plain(rule.formula.tree)
        return literal(writer.text(rule.type.kind === 'money' ? toFen(tree) : tree))
      }
    }
  })()
  return writer.trouble() ?? made
}

/** Whether what `logicOf` answers is a reason why there is no logic. */
export const isTrouble = (logic: Element | Trouble): logic is Trouble => 'kind' in logic

/** The text that stands in for a value which is not given. */
export function fallbackText(model: Model, given: string, tree: Node): string | Trouble {
  const writer = writerOf(model)
  const name = nameNode(given)
  const none: Node = { kind: 'null', at: name.at }
  const test = comparison('=', name, none)
  const text = writer.text(ifNode(test, writer.plain(tree), name))
  return writer.trouble() ?? text
}

/** Whether a tree is an amount written out in whole 分. */
function isWholeFen(tree: Node): boolean {
  if (tree.kind !== 'number' && tree.kind !== 'negate') return false
  const value = evaluate(tree, { lookup: () => undefined })
  return value instanceof Decimal && value.decimalPlaces() <= 2
}

/** An amount is rounded where it is named, and nowhere before. */
const toFen = (tree: Node): Node =>
  isWholeFen(tree) ? tree : callNode('round half up', tree, numberNode('2'))

const citationText = (citation: Citation): string => formatCitation(citation)

/** The columns that tell people which row decided, and what it rests on. */
function annotations({ model }: Writer): readonly Element[] {
  const names = ['名称', '依据', ...(model.policy.english ? ['English'] : [])]
  return names.map((name) => element('annotation', { name }))
}

function notes({ model }: Writer, name: string, citation: Citation | null): readonly Element[] {
  const { english } = model.policy
  const cited = citation ? citationText(citation) : ''
  const word = english?.words[name] ?? name
  const source = english && citation ? formatCitation(citation, 'en', english.sources) : ''
  return [name, cited, ...(english ? [[word, source].filter(Boolean).join(', ')] : [])].map(
    (text) => textBox('annotationEntry', text),
  )
}

function tableRule(
  tests: readonly string[],
  result: string,
  remarks: readonly Element[],
  id: string,
): Element {
  const cells = tests.map((text) => textBox('inputEntry', text))
  return element('rule', { id }, ...cells, textBox('outputEntry', result), ...remarks)
}

/** 同时满足 and 满足其一 as a table: the first row that decides, and its name. */
function conditionLogic(writer: Writer, rule: Condition): Element {
  const decided = rule.mode === 'any'
  const columns = rule.rows.map((row) => {
    const text = writer.text(writer.plain(row.test.tree))
    // A row that comes to null does not hold; the comparison makes it false. The brackets are for
    // engines that read a chain of comparisons otherwise.
    return element('input', { label: row.name }, input(`(${text}) = true`, 'boolean'))
  })
  const rows = rule.rows.map((row, i) => {
    const tests = rule.rows.map((_, j) => (i === j ? String(decided) : '-'))
    const id = `${idOf(writer, rule)}_row_${i + 1}`
    return tableRule(tests, String(decided), notes(writer, row.name, row.citation), id)
  })
  const last = tableRule(
    rule.rows.map(() => '-'),
    String(!decided),
    lastNotes(writer, decided),
    `${idOf(writer, rule)}_row_${rule.rows.length + 1}`,
  )
  const output = element('output', { typeRef: 'boolean' })
  const parts = [...columns, output, ...annotations(writer), ...rows, last]
  return element('decisionTable', { hitPolicy: 'FIRST' }, ...parts)
}

function lastNotes({ model }: Writer, decided: boolean): readonly Element[] {
  const zh = decided ? '一行也没有满足' : '每一行都满足'
  const en = decided ? 'no row holds' : 'every row holds'
  return [zh, '', ...(model.policy.english ? [en] : [])].map((text) =>
    textBox('annotationEntry', text),
  )
}

const input = (text: string, typeRef?: string): Element =>
  element('inputExpression', { typeRef }, textElement('text', text))

const idOf = ({ model }: Writer, rule: Rule): string =>
  `rule_${model.policy.rules.indexOf(rule) + 1}`

const hits = { unique: 'UNIQUE', first: 'FIRST', sum: 'COLLECT' } as const

function decisionLogic(writer: Writer, rule: DecisionTable, typeRef: string): Element {
  const money = rule.type.kind === 'money'
  const sum = rule.hit === 'sum'
  const results = rule.rows.map((row) => writer.plain(row.result.tree))
  const columns = rule.inputs.map((one) =>
    element('input', { label: one.source.trim() }, input(writer.text(writer.plain(one.tree)))),
  )
  const rows = rule.rows.map((row, i) => {
    const result = results[i] as Node
    return tableRule(
      row.tests.map((test) => writer.text(writer.plain(test.tree))),
      writer.text(money && !sum ? toFen(result) : result),
      notes(writer, row.name, row.citation),
      `${idOf(writer, rule)}_row_${i + 1}`,
    )
  })
  // No row, no sum: that is zero here and null in DMN, unless it is said.
  const none = sum ? textBox('defaultOutputEntry', '0') : null
  const attrs = { hitPolicy: hits[rule.hit], aggregation: sum ? 'SUM' : undefined }
  const output = element('output', { typeRef }, none)
  const parts = [...columns, output, ...annotations(writer), ...rows]
  const table = element('decisionTable', attrs, ...parts)
  if (!money || !sum || results.every(isWholeFen)) return table
  const entry = element('variable', { name: sumName })
  return element(
    'context',
    {},
    element('contextEntry', {}, entry, table),
    element('contextEntry', {}, literal(writer.text(toFen(nameNode(sumName))))),
  )
}

/** The name of a sum before it is rounded. */
const sumName = '各行合计'

/** The name of the points of a row, counted from 1. */
const pointsName = (row: number): string => `第${row}项得分`

/** A score as a context: the points of each row by themselves, then their sum. */
function scoreLogic(writer: Writer, rule: Score): Element {
  const entries = rule.rows.map((row, i) => {
    const value = callNode('max', numberNode('0'), writer.plain(row.indicator.tree))
    const share = operation('/', value, writer.plain(row.fullMark.tree))
    const weight = weightOf(
      writer,
      rule,
      row.weights.map((one) => writer.plain(one.tree)),
    )
    const points = operation('*', weight, callNode('min', numberNode('1'), share))
    const cited = citationText(row.citation)
    const variable = element(
      'variable',
      { name: pointsName(i + 1), label: row.name, typeRef: 'number' },
      textElement('description', cited === '' ? row.name : `${row.name}（${cited}）`),
    )
    return element('contextEntry', {}, variable, literal(writer.text(points)))
  })
  const total = rule.rows.reduce<Node | null>((sum, _, i) => {
    const points = nameNode(pointsName(i + 1))
    return sum === null ? points : operation('+', sum, points)
  }, null)
  const last = element('contextEntry', {}, literal(writer.text(total ?? numberNode('0'))))
  return element('context', {}, ...entries, last)
}

/** The weight of a row: that of the stage, and null in a stage without a column. */
function weightOf(writer: Writer, rule: Score, weights: readonly Node[]): Node {
  const at = { from: 0, to: 0 }
  const { stage } = rule
  if (!stage) return weights[0] ?? numberNode('0')
  return rule.stages.reduceRight<Node>(
    (otherwise, name, i) => {
      const test = comparison('=', writer.plain(stage.tree), stringNode(name))
      return ifNode(test, weights[i] ?? numberNode('0'), otherwise)
    },
    { kind: 'null', at },
  )
}
