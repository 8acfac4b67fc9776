/** The decisions of a model as rules of a policy, still by the names of the model. */
import { evaluate, type Node } from '@huoshui/feel'
import type { Diagnostic, Text } from '@huoshui/values'
import { Decimal } from '@huoshui/values'
import { type Definition, diagnose } from '../problem.ts'
import { boxedTree, functionTree } from './boxed.ts'
import { checkDeclared } from './declared.ts'
import type { Reader } from './feel-read.ts'
import { boundNames, freeNames } from './free.ts'
import { type DmnModel, type Item, itemAt, placeOf } from './import-model.ts'
import { builtinFunctions } from './names.ts'
import { D111, D113, D115, D117, D121, D122 } from './problems-import.ts'
import { readTable, type Table, type TableRule } from './table-read.ts'
import { byPriority } from './table-tree.ts'
import { childrenOf } from './xml-read.ts'

export interface DraftRow {
  readonly name: string
  readonly tests: readonly Node[]
  readonly result: Node | null
  /** What the model tells people about the row, besides its name. */
  readonly notes: readonly string[]
}

/** A rule to write. */
export type DraftRule = { readonly item: Item } & (
  | { readonly form: 'formula'; readonly tree: Node }
  /** A table that a condition was written as. Its rows have one test and no result. */
  | {
      readonly form: 'condition'
      readonly mode: '同时满足' | '满足其一'
      readonly rows: readonly DraftRow[]
    }
  | {
      readonly form: 'decision'
      readonly hit: '唯一' | '首个' | '累加'
      readonly inputs: readonly Node[]
      readonly rows: readonly DraftRow[]
    }
)

/** The trees of a rule. */
export function treesOf(rule: DraftRule): readonly Node[] {
  if (rule.form === 'formula') return [rule.tree]
  const cells = rule.rows.flatMap((row) => [...row.tests, ...(row.result ? [row.result] : [])])
  return rule.form === 'decision' ? [...rule.inputs, ...cells] : cells
}

/** A rule with each of its trees replaced. */
export function withTrees(rule: DraftRule, map: (tree: Node) => Node): DraftRule {
  if (rule.form === 'formula') return { ...rule, tree: map(rule.tree) }
  const rows = rule.rows.map((row) => ({
    ...row,
    tests: row.tests.map(map),
    result: row.result && map(row.result),
  }))
  return rule.form === 'decision'
    ? { ...rule, inputs: rule.inputs.map(map), rows }
    : { ...rule, rows }
}

/** What an item requires, in the order it says so. */
export interface Needs {
  readonly items: readonly Item[]
  /** References that lead to another model, or nowhere. */
  readonly strange: readonly string[]
}

/** The items that an item requires. */
export function needsOf(model: DmnModel, item: Item): Needs {
  const found = item.requires.map(({ href }) => itemAt(model, href) ?? href)
  return {
    items: found.filter((one): one is Item => typeof one !== 'string'),
    strange: found.filter((one): one is string => typeof one === 'string'),
  }
}

/** Parameters of the functions of a model, by its name. */
export function parametersOf(model: DmnModel): Map<string, readonly string[]> {
  const functions = model.items.filter((item) => item.form === 'function' && item.logic)
  return new Map(
    functions.map((item) => [
      item.name,
      childrenOf(item.logic as NonNullable<Item['logic']>, 'formalParameter').map(
        (one) => one.attrs.get('name')?.trim() ?? '',
      ),
    ]),
  )
}

/**
 * Reads a decision or function as a rule; null when it can't be carried. Whatever is to be said
 * about it is reported.
 */
export function readRule(
  model: DmnModel,
  item: Item,
  parameters: ReadonlyMap<string, readonly string[]>,
  report: (one: Diagnostic) => void,
): DraftRule | null {
  const where = { place: placeOf(model.file, item.xml), heading: [item.name] }
  const say = <P>(definition: Definition<P & { readonly name: string }>, given: P): void =>
    report(diagnose(definition, where, { ...given, name: item.name }))
  const { items, strange } = needsOf(model, item)
  const [href] = strange
  if (href !== undefined) {
    say(D115, { on: href })
    return null
  }
  if (!item.logic) {
    say(D113, {})
    return null
  }
  const problems: Diagnostic[] = []
  const notes: Diagnostic[] = []
  const reader: Reader = { model, item, problems, notes, parameters }
  const own = item.form === 'function' ? [item] : []
  const names = new Set([...items, ...own].map((one) => one.name))
  const rule = ruleOf(reader, item, names, say)
  const [first] = problems
  if (first) {
    report(first)
    return null
  }
  const stranger = strangerIn(model, rule, names)
  if (stranger !== null) {
    say(D111, { used: stranger })
    return null
  }
  for (const one of notes) report(one)
  return rule
}

type Say = <P>(definition: Definition<P & { readonly name: string }>, given: P) => void

function ruleOf(reader: Reader, item: Item, names: ReadonlySet<string>, say: Say): DraftRule {
  const logic = item.logic as NonNullable<Item['logic']>
  if (item.form === 'function') {
    const tree = functionTree(reader, logic, names)
    // The type of a function's variable is that of its result.
    if (tree.kind === 'function') checkDeclared(reader, logic, tree.body, item.typeRef)
    return { item, form: 'formula', tree }
  }
  if (logic.name === 'decisionTable') {
    const table = readTable(reader, logic, names)
    if (table.limited) say(D122, {})
    const results = table.rules.map((one) => one.result)
    const single = table.hit !== 'collect' && !table.hit.endsWith('order')
    if (single) for (const one of results) checkDeclared(reader, item.xml, one, item.typeRef)
    const rule = asTable(item, table, say)
    if (rule) return rule
  }
  const tree = boxedTree(reader, logic, names)
  checkDeclared(reader, item.xml, tree, item.typeRef)
  return { item, form: 'formula', tree }
}

/** A name that is taken from outside although it is not required; null when there is none. */
function strangerIn(model: DmnModel, rule: DraftRule, names: ReadonlySet<string>): string | null {
  const trees = treesOf(rule)
  const keys = new Set(trees.flatMap((tree) => [...boundNames(tree)]))
  for (const tree of trees) {
    for (const name of freeNames(tree)) {
      const known = names.has(name) || builtinFunctions.has(name) || name === '今日'
      // The fields of items are in scope inside a filter.
      if (!known && !model.fieldNames.has(name) && !keys.has(name)) return name
    }
  }
  return null
}

const at = { from: 0, to: 0 }
const anything: Node = { kind: 'unary-tests', not: false, tests: [], at }

const isZero = (tree: Node): boolean => {
  const value = tree.kind === 'number' ? evaluate(tree, { lookup: () => undefined }) : null
  return value instanceof Decimal && value.isZero()
}

/** A table that stays a table; null when it has to become a formula. */
function asTable(item: Item, table: Table, say: Say): DraftRule | null {
  const { hit, aggregation, fallback, inputs, rules } = table
  const make = (
    ours: '唯一' | '首个' | '累加',
    sorted: readonly TableRule[] = rules,
  ): DraftRule => ({
    item,
    form: 'decision',
    hit: ours,
    inputs,
    rows: [...named(sorted), ...(fallback && ours !== '累加' ? [lastRow(inputs, fallback)] : [])],
  })
  if (rules.length === 0) return null
  const condition = item.extension.get('form') === 'condition' ? asCondition(item, table) : null
  if (condition) return condition
  switch (hit) {
    case 'unique':
      return make(fallback ? '首个' : '唯一')
    case 'first':
      return make('首个')
    case 'any':
      say(D121, { when: disagreement })
      return make('首个')
    case 'priority': {
      const sorted = byPriority(table)
      return sorted && make('首个', sorted)
    }
    case 'collect':
      if (aggregation !== 'sum' || (fallback && !isZero(fallback))) return null
      if (!fallback) say(D121, { when: noHit })
      return make('累加')
    case 'rule order':
    case 'output order':
      return null
  }
}

/** The condition that a policy wrote as this table; null when it has been changed since. */
function asCondition(item: Item, { hit, inputs, rules }: Table): DraftRule | null {
  const last = rules.at(-1)?.result
  if (hit !== 'first' || rules.length !== inputs.length + 1 || last?.kind !== 'boolean') return null
  const decided = !last.value
  const tests = inputs.flatMap((input, i) => {
    const compared = input.kind === 'compare' && input.op === '=' && input.right.kind === 'boolean'
    const whole = compared && input.right.value && decides(rules[i] as TableRule, i, decided)
    return whole ? [input.left] : []
  })
  if (tests.length !== inputs.length) return null
  const rows = named(rules.slice(0, -1)).map((row, i) => {
    return { ...row, tests: [tests[i] as Node], result: null }
  })
  return { item, form: 'condition', mode: last.value ? '同时满足' : '满足其一', rows }
}

/** Whether a row looks at its own column alone, and decides by it. */
function decides({ tests, result }: TableRule, own: number, decided: boolean): boolean {
  const right = result.kind === 'boolean' && result.value === decided
  return (
    right &&
    tests.every((cell, i) => {
      if (cell.kind !== 'unary-tests' || cell.not) return false
      if (i !== own) return cell.tests.length === 0
      const [test] = cell.tests
      return cell.tests.length === 1 && test?.kind === 'boolean' && test.value === decided
    })
  )
}

const disagreement: Text = {
  zh: '几行同时命中而结果不同时，这里取第一行，模型里是错误',
  en: 'where several rows hit with different results, the first counts here; there it is an error',
}

const noHit: Text = {
  zh: '一行也没有命中时，这里是零，模型里是 null',
  en: 'where no row hits, the sum is zero here and null in the model',
}

/** Rows with a name each: what the model calls them, else their number. */
function named(rules: readonly TableRule[]): readonly DraftRow[] {
  const taken = new Set<string>()
  return rules.map((rule, i) => {
    const [first, ...rest] = rule.notes.filter(([, text]) => text.trim() !== '')
    const wanted = first?.[1].replace(/\s+/g, ' ').trim() || `第${i + 1}行`
    const name = taken.has(wanted) ? `${wanted}（第${i + 1}行）` : wanted
    taken.add(name)
    return { name, tests: rule.tests, result: rule.result, notes: rest.map(([, text]) => text) }
  })
}

const lastRow = (inputs: readonly Node[], result: Node): DraftRow => ({
  name: '一行也没有命中',
  tests: inputs.map(() => anything),
  result,
  notes: [],
})

/** Reports an element that policies have no place for. */
export function reportOther(model: DmnModel, report: (one: Diagnostic) => void): void {
  const silent = new Set(['association', 'group'])
  for (const xml of model.others) {
    if (silent.has(xml.name)) continue
    const name = xml.attrs.get('name') ?? xml.attrs.get('label') ?? xml.attrs.get('id') ?? ''
    const where = { place: placeOf(model.file, xml), heading: [] }
    report(diagnose(D117, where, { name, what: xml.name }))
  }
}
