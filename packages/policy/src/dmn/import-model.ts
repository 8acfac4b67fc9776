/** A DMN model as plain data: its types, inputs, decisions and functions, each with its place. */
import type { SourcePlace } from '@huoshui/values'
import { childOf, childrenOf, textOf, type Xml } from './xml-read.ts'

/** A type as a model declares it, with the names of other types worked out. */
export type DmnType =
  | { readonly kind: 'any' }
  /** One of FEEL's own, by the name that the standard gives it. */
  | { readonly kind: 'plain'; readonly name: string }
  /** Text of which only some values are allowed; null stands for null itself. */
  | { readonly kind: 'closed'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'list'; readonly of: DmnType }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [string, DmnType])[] }

/** An input, a decision or a business knowledge model. */
export interface Item {
  readonly form: 'input' | 'decision' | 'function'
  readonly id: string
  /** The name of its variable, under which others read it. */
  readonly name: string
  /** The name that a policy had for it, when one wrote this model. */
  readonly own: string | null
  readonly typeRef: string | null
  readonly description: string
  /** What an export added: see `factAttrs`. */
  readonly extension: ReadonlyMap<string, string>
  /** Ids of what it requires, with the place where it says so. */
  readonly requires: readonly { readonly href: string; readonly xml: Xml }[]
  /** Its boxed expression. */
  readonly logic: Xml | null
  readonly xml: Xml
}

export interface DmnModel {
  readonly file: string
  readonly namespace: string
  readonly name: string
  /** Whether a policy wrote it. */
  readonly ours: boolean
  readonly description: string
  readonly items: readonly Item[]
  readonly byId: ReadonlyMap<string, Item>
  /** What a type reference means; `any` when it is empty or not known. */
  readonly typeOf: (ref: string | null | undefined) => DmnType
  /** Whether a type, or what it is made of, allows certain values only. */
  readonly constrained: (ref: string | null | undefined) => boolean
  /** Names of fields, some of which hold blanks. */
  readonly fieldNames: ReadonlySet<string>
  /** Elements that a policy has no place for. */
  readonly others: readonly Xml[]
}

/** Elements that hold a boxed expression's logic. */
export const boxed: ReadonlySet<string> = new Set([
  ...['literalExpression', 'decisionTable', 'context', 'invocation', 'functionDefinition'],
  ...['list', 'relation', 'conditional', 'for', 'some', 'every', 'filter'],
])

/** The boxed expression inside an element. */
export const boxedIn = (xml: Xml): Xml | null =>
  xml.children.find((one) => boxed.has(one.name)) ?? null

/** Whether an element is the root of a DMN model, of any version. */
export const isDmn = (root: Xml): boolean =>
  root.name === 'definitions' && /\bomg\.org\/spec\/DMN\//i.test(root.namespace)

const forms = {
  inputData: 'input',
  decision: 'decision',
  businessKnowledgeModel: 'function',
} as const

const silent = new Set(['itemDefinition', 'description', 'extensionElements', 'DMNDI'])

/** Reads a model from its root element. */
export function readModel(root: Xml, file: string): DmnModel {
  const ours = root.attrs.get('exporter') === 'huoshui'
  const items: Item[] = []
  const others: Xml[] = []
  for (const xml of root.children) {
    const form = Object.hasOwn(forms, xml.name) ? forms[xml.name as keyof typeof forms] : null
    if (form) items.push(readItem(xml, form, ours))
    else if (!silent.has(xml.name)) others.push(xml)
  }
  const definitions = new Map(
    childrenOf(root, 'itemDefinition').map((xml) => [xml.attrs.get('name') ?? '', xml]),
  )
  const fieldNames = new Set<string>()
  for (const xml of definitions.values()) collectFields(xml, fieldNames)
  return {
    file,
    namespace: root.attrs.get('namespace') ?? '',
    name: root.attrs.get('name')?.trim() || 'DMN',
    ours,
    description: textOf(root, 'description') ?? '',
    items,
    byId: new Map(items.map((item) => [item.id, item])),
    typeOf: (ref) => typeNamed(ref, definitions, []),
    constrained: (ref) => isConstrained(definitions.get(ref?.trim() ?? ''), definitions, 0),
    fieldNames,
    others,
  }
}

function readItem(xml: Xml, form: Item['form'], ours: boolean): Item {
  const variable = childOf(xml, 'variable')
  const name = (variable?.attrs.get('name') ?? xml.attrs.get('name') ?? '').trim()
  const extension = childOf(xml, 'extensionElements')?.children[0]
  const logic = form === 'function' ? (childOf(xml, 'encapsulatedLogic') ?? null) : boxedIn(xml)
  const requires = xml.children.flatMap((one) => {
    if (one.name !== 'informationRequirement' && one.name !== 'knowledgeRequirement') return []
    const target = one.children.find((child) => child.attrs.has('href'))
    return [{ href: target?.attrs.get('href') ?? '', xml: one }]
  })
  return {
    form,
    id: xml.attrs.get('id') ?? '',
    name: name.replace(/\s+/g, ' '),
    own: ours ? (xml.attrs.get('label') ?? null) : null,
    typeRef: variable?.attrs.get('typeRef') ?? null,
    description: textOf(xml, 'description') ?? '',
    extension: ours && extension ? extension.attrs : new Map(),
    requires,
    logic,
    xml,
  }
}

/** The item that a reference means; null when it lies in another model. */
export function itemAt({ byId, namespace }: DmnModel, href: string): Item | null {
  const hash = href.lastIndexOf('#')
  const elsewhere = hash > 0 && href.slice(0, hash) !== namespace
  return elsewhere ? null : (byId.get(href.slice(hash + 1)) ?? null)
}

function collectFields(xml: Xml, found: Set<string>): void {
  for (const field of childrenOf(xml, 'itemComponent')) {
    found.add((field.attrs.get('name') ?? '').trim())
    collectFields(field, found)
  }
}

const any: DmnType = { kind: 'any' }

/** FEEL's own types, by the spellings in use, in small letters. */
const plainTypes: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  datetime: 'date and time',
  'days and time duration': 'days and time duration',
  daytimeduration: 'days and time duration',
  'years and months duration': 'years and months duration',
  yearmonthduration: 'years and months duration',
}

type Definitions = ReadonlyMap<string, Xml>

function typeNamed(
  ref: string | null | undefined,
  definitions: Definitions,
  open: readonly string[],
): DmnType {
  const name = (ref ?? '').trim()
  const xml = definitions.get(name)
  // A type that is made of itself has no end.
  if (xml && !open.includes(name)) return typeDefined(xml, definitions, [...open, name])
  const key = name.replace(/^feel:/, '').toLowerCase()
  const plain = Object.hasOwn(plainTypes, key) ? plainTypes[key] : undefined
  return plain ? { kind: 'plain', name: plain } : any
}

function typeDefined(xml: Xml, definitions: Definitions, open: readonly string[]): DmnType {
  const fields = childrenOf(xml, 'itemComponent')
  const one: DmnType =
    fields.length > 0
      ? {
          kind: 'record',
          fields: fields.map((field) => [
            (field.attrs.get('name') ?? '').trim(),
            typeDefined(field, definitions, open),
          ]),
        }
      : closed(xml, typeNamed(textOf(xml, 'typeRef'), definitions, open))
  return xml.attrs.get('isCollection') === 'true' ? { kind: 'list', of: one } : one
}

const allowedIn = (xml: Xml): string | undefined =>
  textOf(childOf(xml, 'allowedValues'), 'text') || textOf(childOf(xml, 'typeConstraint'), 'text')

/** Text with a list of allowed texts is a closed list; other limits are left to `constrained`. */
function closed(xml: Xml, type: DmnType): DmnType {
  const allowed = allowedIn(xml)
  if (!allowed || type.kind !== 'plain' || type.name !== 'string') return type
  const values = stringsIn(allowed)
  return values === null ? type : { kind: 'closed', values }
}

/** The texts of `"a", "b", null`; null when anything else stands there. */
export function stringsIn(text: string): readonly (string | null)[] | null {
  const values: (string | null)[] = []
  const pattern = /\s*(?:"((?:[^"\\]|\\["\\])*)"|(null))\s*(,|$)/y
  for (;;) {
    const match = pattern.exec(text)
    if (!match) return null
    values.push(match[2] ? null : (match[1] as string).replace(/\\(["\\])/g, '$1'))
    if (match[3] === '') return values
  }
}

function isConstrained(xml: Xml | undefined, definitions: Definitions, depth: number): boolean {
  if (!xml || depth > 20) return false
  const allowed = allowedIn(xml)
  if (allowed && stringsIn(allowed) === null) return true
  const fields = childrenOf(xml, 'itemComponent')
  if (fields.some((field) => isConstrained(field, definitions, depth + 1))) return true
  return isConstrained(definitions.get(textOf(xml, 'typeRef') ?? ''), definitions, depth + 1)
}

/** The place of an element, or of a stretch of its text. */
export function placeOf(
  file: string,
  xml: Xml,
  stretch?: { readonly from: number; readonly to: number },
): SourcePlace {
  if (!stretch) {
    const { line, column } = xml
    return { file, line, column, endLine: line, endColumn: column + xml.name.length + 1 }
  }
  const point = (offset: number) => {
    const before = xml.text.slice(0, offset).split('\n')
    const last = before.at(-1) as string
    const same = before.length === 1
    return {
      line: xml.textLine + before.length - 1,
      column: same ? xml.textColumn + last.length : last.length + 1,
    }
  }
  const [from, to] = [point(stretch.from), point(stretch.to)]
  return {
    file,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  }
}
