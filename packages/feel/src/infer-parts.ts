import { nearest } from '@huoshui/values'
import type { Inference } from './infer.ts'
import type { Params } from './problems.ts'
import { PROPERTIES } from './properties.ts'
import type { Node, TypeNode, Unit } from './syntax.ts'
import { parseAt } from './temporal.ts'
import { listOf, nullable, T, type Type, typeText } from './types.ts'
import { typeOfValue } from './value.ts'

const UNIT_TYPES: Record<Unit, Type> = {
  元: T.money,
  万元: T.money,
  亿元: T.money,
  '%': T.number,
  次: T.number,
  年: T.months,
  个月: T.months,
  日: T.days,
  个工作日: T.workdays,
}

type Literal = Extract<
  Node,
  { kind: 'number' | 'quantity' | 'string' | 'boolean' | 'null' | 'at-literal' | 'broken' }
>

/** The type of what is written out. */
export function literalType(node: Literal, inference: Inference): Type {
  switch (node.kind) {
    case 'number':
      return T.number
    case 'quantity':
      return UNIT_TYPES[node.unit]
    case 'string':
      return T.string
    case 'boolean':
      return T.boolean
    case 'null':
      return T.null
    case 'broken':
      return T.any
    case 'at-literal': {
      const value = parseAt(node.text)
      if (value === null) inference.report('F215', node, { text: node.text })
      return STANDARD_TYPES.get(typeOfValue(value)) ?? T.any
    }
  }
}

/** The standard's own type names. */
const STANDARD_TYPES = new Map<string, Type>([
  ['Any', T.any],
  ['Null', T.null],
  ['number', T.number],
  ['string', T.string],
  ['boolean', T.boolean],
  ['date', T.date],
  ['time', T.time],
  ['date and time', T.dateTime],
  ['years and months duration', T.months],
  ['days and time duration', T.days],
  ['list', T.list],
  ['context', T.any],
  ['range', T.range],
  ['function', T.any],
  ['是非', T.boolean],
  ['数', T.number],
  ['金额', T.money],
  ['文本', T.string],
  ['日期', T.date],
])

/** The type that a written type stands for; any when there is none of that name. */
export function typeOfNode(type: TypeNode): Type {
  switch (type.kind) {
    case 'named-type':
      return STANDARD_TYPES.get(type.name) ?? T.any
    case 'list-type':
      return listOf(typeOfNode(type.of))
    case 'range-type':
      return { kind: 'range', of: typeOfNode(type.of) }
    case 'context-type': {
      const entries = type.entries.map(([key, entry]) => [key, typeOfNode(entry)] as const)
      return { kind: 'context', entries: new Map(entries) }
    }
    case 'function-type':
      return {
        kind: 'function',
        parameters: type.parameters.map(typeOfNode),
        result: typeOfNode(type.result),
      }
  }
}

/** Reports the names in a written type that aren't types. */
export function unknownType(type: TypeNode, inference: Inference): void {
  switch (type.kind) {
    case 'named-type':
      if (!STANDARD_TYPES.has(type.name)) {
        const names = [...STANDARD_TYPES.keys()]
        const close = nearest(type.name, names) ?? undefined
        inference.report('F213', type, { name: type.name, names: names.join('、') }, close)
      }
      return
    case 'list-type':
    case 'range-type':
      unknownType(type.of, inference)
      return
    case 'context-type':
      for (const [, entry] of type.entries) unknownType(entry, inference)
      return
    case 'function-type':
      for (const part of [...type.parameters, type.result]) unknownType(part, inference)
  }
}

/** The type of `base.name`. */
export function propertyType(
  node: Node & { kind: 'path' },
  base: Type,
  inference: Inference,
): Type {
  if (base.kind === 'any' || base.kind === 'null') return T.any
  if (base.kind === 'list') return listOf(propertyType(node, base.of, inference))
  const known = base.kind === 'context' ? base.entries.get(node.name) : builtinProperty(base, node)
  if (known !== undefined) return base.nullable ? nullable(known) : known
  const names = base.kind === 'context' ? [...base.entries.keys()] : namesOf(base)
  const type = typeText(base)
  const params = { type, name: node.name, names: names.length > 0 ? names.join('、') : '—' }
  inference.report('F205', node, params, nearest(node.name, names) ?? undefined)
  return T.any
}

function namesOf(type: Type): readonly string[] {
  switch (type.kind) {
    case 'date':
    case 'time':
    case 'date-time':
    case 'months':
    case 'days':
    case 'range':
      return PROPERTIES[type.kind]
    default:
      return []
  }
}

function builtinProperty(base: Type, node: Node & { kind: 'path' }): Type | undefined {
  if (!namesOf(base).includes(node.name)) return undefined
  if (base.kind === 'range') return node.name.endsWith('included') ? T.boolean : base.of
  if (node.name === 'time offset') return nullable(T.days)
  return node.name === 'timezone' ? nullable(T.string) : T.number
}

/** The parameters of F203: a value that isn't on a closed list, and the nearest that is. */
export function choiceParams(
  value: string,
  values: readonly string[],
): [params: Params, suggestion?: string] {
  const close = nearest(value, values)
  const listed = values.join(' / ')
  if (close === null) {
    return [{ value, values: listed, hint: '从列表里选一个。', hintEn: 'Choose one of the list.' }]
  }
  const hint = `是不是“${close}”？`
  return [{ value, values: listed, hint, hintEn: `Did you mean “${close}”?` }, `"${close}"`]
}
