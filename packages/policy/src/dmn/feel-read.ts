/** FEEL text of a model as trees, and what stands in the way of carrying an item. */
import { type Node, parse, type TypeNode, walk } from '@huoshui/feel'
import type { Diagnostic } from '@huoshui/values'
import { type Definition, diagnose } from '../problem.ts'
import { type DmnModel, type DmnType, type Item, placeOf } from './import-model.ts'
import { nameNode } from './plain.ts'
import { D110, D112, D116 } from './problems-import.ts'
import { rebuild } from './rebuild.ts'
import { textOf, type Xml } from './xml-read.ts'

const at = { from: 0, to: 0 }
const broken: Node = { kind: 'broken', at }

/** One item being read. What can't be carried is remembered, and the item left out for it. */
export interface Reader {
  readonly model: DmnModel
  readonly item: Item
  readonly problems: Diagnostic[]
  /** What is to be said of the item although it is carried. */
  readonly notes: Diagnostic[]
  /** Parameters of the functions in scope, in their order. */
  readonly parameters: ReadonlyMap<string, readonly string[]>
}

/** Remembers something to say of the item if it is carried, once. */
export function note<P>(
  { model, item, notes }: Reader,
  definition: Definition<P & { readonly name: string }>,
  xml: Xml,
  given: P,
): void {
  const where = { place: placeOf(model.file, xml), heading: [item.name] }
  const made = diagnose(definition, where, { ...given, name: item.name })
  if (!notes.some((one) => one.message.zh === made.message.zh)) notes.push(made)
}

/** Remembers why the item can't be carried. */
export function fail<P>(
  reader: Reader,
  definition: Definition<P & { readonly name: string }>,
  xml: Xml,
  given: P,
  stretch?: { readonly from: number; readonly to: number },
): Node {
  const where = { place: placeOf(reader.model.file, xml, stretch), heading: [reader.item.name] }
  reader.problems.push(diagnose(definition, where, { ...given, name: reader.item.name }))
  return broken
}

export type Names = ReadonlySet<string>

/** FEEL text of the standard as a tree. */
export function feel(
  reader: Reader,
  xml: Xml,
  names: Names,
  goal: 'expression' | 'unary-tests' = 'expression',
): Node {
  const fields = [...reader.model.fieldNames].filter((name) => xml.text.includes(name))
  const known = [...names, ...fields, ...keysIn(xml.text)]
  const { tree, problems } = parse(xml.text, { goal, mode: 'standard', names: known })
  const wrong = problems.find((one) => one.severity === 'error')
  if (wrong) return fail(reader, D110, xml, { problem: wrong.message }, wrong.at)
  return adapt(reader, xml, tree)
}

/** Keys of contexts that are built at run time: they may hold blanks, too. */
const keysIn = (text: string): readonly string[] =>
  [...text.matchAll(/"([\p{L}_][\p{L}\p{N}_]*(?: [\p{L}\p{N}_]+)+)"\s*:/gu)].map(
    (match) => match[1] as string,
  )

/** Calls of the clock, and the model's own types, in words that policies have. */
function adapt(reader: Reader, xml: Xml, tree: Node): Node {
  let foreign: { zh: string; en: string } | null = null
  walk(tree, (node) => {
    if (isCall(node, 'now')) foreign ??= { zh: '当前的时刻 now()', en: 'the time of now()' }
  })
  if (foreign) return fail(reader, D112, xml, { what: foreign })
  return reword(reader, xml, tree)
}

const isCall = (node: Node, name: string): boolean =>
  node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === name

const noArguments = (node: Node): boolean => node.kind === 'call' && node.args.length === 0

function reword(reader: Reader, xml: Xml, tree: Node): Node {
  if (isCall(tree, 'today') && noArguments(tree)) return nameNode('今日')
  const built = rebuild(tree, (child) => reword(reader, xml, child))
  if (built.kind === 'instance-of') {
    return { ...built, type: typeNode(reader, xml, built.type) }
  }
  if (built.kind !== 'function') return built
  const parameters = built.parameters.map((one) => ({
    ...one,
    type: one.type && typeNode(reader, xml, one.type),
  }))
  return { ...built, parameters }
}

/** FEEL's own names of types, which need no definition. */
const feelTypes = new Set([
  ...['any', 'null', 'string', 'number', 'boolean', 'date', 'time', 'date and time'],
  ...['days and time duration', 'years and months duration', 'list', 'context', 'range'],
  ...['function'],
])

function typeNode(reader: Reader, xml: Xml, type: TypeNode): TypeNode {
  const inner = (one: TypeNode) => typeNode(reader, xml, one)
  switch (type.kind) {
    case 'named-type': {
      if (feelTypes.has(type.name.toLowerCase())) return type
      const found = written(reader.model.typeOf(type.name))
      if (found && !reader.model.constrained(type.name)) return found
      fail(reader, D112, xml, { what: { zh: `类型 ${type.name}`, en: `the type ${type.name}` } })
      return type
    }
    case 'list-type':
    case 'range-type':
      return { ...type, of: inner(type.of) }
    case 'context-type':
      return { ...type, entries: type.entries.map(([key, one]) => [key, inner(one)] as const) }
    case 'function-type':
      return { ...type, parameters: type.parameters.map(inner), result: inner(type.result) }
  }
}

/** A type as FEEL writes it; null when it has no words for it. */
export function written(type: DmnType): TypeNode | null {
  switch (type.kind) {
    case 'any':
    case 'closed':
      return null
    case 'plain':
      return { kind: 'named-type', name: type.name, at }
    case 'list': {
      const of = written(type.of)
      return of && { kind: 'list-type', of, at }
    }
    case 'record': {
      const entries: (readonly [string, TypeNode])[] = []
      for (const [key, field] of type.fields) {
        const one = written(field)
        if (!one) return null
        entries.push([key, one])
      }
      return { kind: 'context-type', entries, at }
    }
  }
}

/** Reports a table that can't be carried. */
export const failTable = (reader: Reader, xml: Xml, zh: string, en: string): Node =>
  fail(reader, D116, xml, { why: { zh, en } })

/** The text of an entry of a table, without blanks around. */
export const entryText = (xml: Xml): string => textOf(xml, 'text') ?? ''
