/** The inputs of a model as facts of a policy. */
import type { Diagnostic } from '@huoshui/values'
import { diagnose } from '../problem.ts'
import { fold } from '../read.ts'
import { type DmnModel, type DmnType, type Item, placeOf } from './import-model.ts'
import { D114, D122 } from './problems-import.ts'
import { prose } from './prose.ts'

/** One fact to declare. `path` leads from the input to the value inside it. */
export interface DraftFact {
  readonly path: readonly string[]
  /** What it would like to be called. */
  readonly label: string
  /** The cell 类型. */
  readonly type: string
}

/** What an input becomes. */
export type Carried = { readonly item: Item } & (
  | { readonly form: 'fact'; readonly fact: DraftFact }
  /** A record: each of its values is a fact. */
  | { readonly form: 'record'; readonly facts: readonly DraftFact[] }
  /** A list of records, each with these facts. */
  | { readonly form: 'records'; readonly facts: readonly DraftFact[] }
  /** A name that every policy has, such as 今日. */
  | { readonly form: 'builtin'; readonly name: string }
)

const cells: Readonly<Record<string, string>> = {
  boolean: '是非',
  number: '数',
  string: '文本',
  date: '日期',
  'days and time duration': '期间',
  'years and months duration': '期间',
}

/** Whether a value can stand in a closed list just as it is. */
const listable = (value: string): boolean =>
  value !== '' && fold(value) === value && prose(value) === value && !/[/,，]/.test(value)

/** The cell 类型 of a type; null when no fact can have it. */
function typeCell(type: DmnType): string | null {
  switch (type.kind) {
    case 'plain':
      return cells[type.name] ?? null
    case 'closed': {
      const texts = type.values.filter((one) => one !== null)
      const option = type.values.includes(null) ? '，可无' : ''
      const fits = texts.length > 1 && texts.every(listable)
      return `${fits ? texts.join(' / ') : '文本'}${option}`
    }
    case 'list':
      return type.of.kind === 'plain' && type.of.name === 'string' ? '文本列表' : null
    case 'record':
    case 'any':
      return null
  }
}

/** A type in the words of its model. */
function typeWords(type: DmnType, ref: string | null): string {
  return ref ?? (type.kind === 'any' ? 'Any' : type.kind)
}

/** The facts of a record, whatever its depth; null when one of them can't be a fact. */
function factsIn(
  fields: readonly (readonly [string, DmnType])[],
  path: readonly string[],
  label: string,
): readonly DraftFact[] | null {
  const found: DraftFact[] = []
  for (const [name, type] of fields) {
    const inner = [...path, name]
    const longer = label === '' ? name : `${label}_${name}`
    if (type.kind === 'record') {
      const facts = factsIn(type.fields, inner, longer)
      if (!facts) return null
      found.push(...facts)
      continue
    }
    const cell = typeCell(type)
    if (cell === null) return null
    found.push({ path: inner, label: longer, type: cell })
  }
  return found
}

/** Reads an input; null when it can't be carried, which is then reported. */
export function carryInput(
  model: DmnModel,
  item: Item,
  report: (one: Diagnostic) => void,
): Carried | null {
  const type = model.typeOf(item.typeRef)
  const where = { place: placeOf(model.file, item.xml), heading: [item.name] }
  const builtin = item.extension.get('builtin')
  if (builtin) return { item, form: 'builtin', name: builtin }
  if (item.name === '今日' && type.kind === 'plain' && type.name === 'date') {
    return { item, form: 'builtin', name: '今日' }
  }
  const made = carryType(item, type)
  if (!made) {
    report(diagnose(D114, where, { name: item.name, type: typeWords(type, item.typeRef) }))
    return null
  }
  const lost = type.kind === 'closed' && made.form === 'fact' && made.fact.type.startsWith('文本')
  if (model.constrained(item.typeRef) || lost) {
    report(diagnose(D122, where, { name: item.name }))
  }
  return made
}

function carryType(item: Item, type: DmnType): Carried | null {
  const label = item.own ?? item.name
  if (type.kind === 'record') {
    const facts = factsIn(type.fields, [], label)
    return facts && { item, form: 'record', facts }
  }
  if (type.kind === 'list' && type.of.kind === 'record') {
    const flat = type.of.fields.every(([, field]) => field.kind !== 'record')
    const facts = flat ? factsIn(type.of.fields, [], '') : null
    return facts && { item, form: 'records', facts }
  }
  const cell = typeCell(type) ?? item.extension.get('type') ?? null
  return cell === null ? null : { item, form: 'fact', fact: { path: [], label, type: cell } }
}
