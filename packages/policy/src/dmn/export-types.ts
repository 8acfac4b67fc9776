/** Types of policies as DMN names them, with the item definitions that they need. */
import type { Type } from '@huoshui/feel'
import { paidFields } from '../names.ts'
import type { Fact } from '../policy.ts'
import { type Element, element, textElement } from './xml.ts'

/** The item definitions of a model, made as they are asked for. */
export interface Types {
  /** The name of a type; `forWhom` names the item definition of a closed list. */
  readonly refOf: (type: Type, forWhom?: string) => string
  /** The type of a list of records with these fields. */
  readonly recordsOf: (name: string, fields: readonly Fact[], state: boolean) => string
  /** The type of what a subject has been paid. */
  readonly paid: (name: string) => string
  readonly definitions: () => readonly Element[]
}

const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** Begins an empty collection of item definitions. */
export function typesOf(legalOf: (name: string) => string): Types {
  const made = new Map<string, Element>()
  let count = 0
  const define = (name: string, attrs: Element['attrs'], ...inner: readonly Element[]): string => {
    if (made.has(name)) return name
    count++
    made.set(name, element('itemDefinition', { id: `type_${count}`, name, ...attrs }, ...inner))
    return name
  }
  const refOf = (type: Type, forWhom?: string): string => {
    switch (type.kind) {
      case 'boolean':
      case 'number':
      case 'string':
      case 'date':
      case 'time':
        return type.kind
      case 'date-time':
        return 'date and time'
      case 'months':
        return 'years and months duration'
      case 'days':
        return 'days and time duration'
      case 'money':
        return define('金额', { label: '元 CNY' }, textElement('typeRef', 'number'))
      case 'enum': {
        if (forWhom === undefined) return 'string'
        const values = [...type.values.map(quoted), ...(type.nullable ? ['null'] : [])]
        const allowed = element('allowedValues', {}, textElement('text', values.join(', ')))
        return define(`${forWhom}_类型`, {}, textElement('typeRef', 'string'), allowed)
      }
      case 'list': {
        const of = refOf(type.of)
        if (of === 'Any') return 'Any'
        const name = `${type.of.kind === 'string' ? '文本' : of.replaceAll(' ', '_')}列表`
        return define(name, { isCollection: 'true' }, textElement('typeRef', of))
      }
      case 'any':
      case 'null':
      case 'workdays':
      case 'span':
      case 'range':
      case 'context':
      case 'function':
        return 'Any'
    }
  }
  const component = (name: string, typeRef: string): Element => {
    count++
    const attrs = { id: `type_${count}`, name: legalOf(name) }
    return element('itemComponent', attrs, textElement('typeRef', typeRef))
  }
  const list = (name: string, components: readonly Element[]): string => {
    const legal = legalOf(name)
    return define(`${legal}_列表`, { isCollection: 'true' }, ...components)
  }
  return {
    refOf,
    recordsOf: (name, fields, state) =>
      list(name, [
        ...fields.map((fact) => component(fact.name, refOf(fact.type))),
        ...(state ? [component('状态', 'string')] : []),
      ]),
    paid: (name) =>
      list(
        name,
        paidFields.map((field) => component(field, paidTypes[field])),
      ),
    definitions: () => [...made.values()],
  }
}

const paidTypes: Readonly<Record<(typeof paidFields)[number], string>> = {
  措施: 'string',
  项目: 'string',
  金额: 'number',
  日期: 'date',
  年度: 'number',
}
