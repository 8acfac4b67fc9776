/** Whether what a model writes can be of the type that it declares. */
import { assignable, infer, type Node, type Type, typeName } from '@huoshui/feel'
import { fail, note, type Reader } from './feel-read.ts'
import { type DmnType, type Item, itemAt } from './import-model.ts'
import { D123, D124 } from './problems-import.ts'
import type { Xml } from './xml-read.ts'

const kinds: Readonly<Record<string, Type>> = {
  string: { kind: 'string' },
  number: { kind: 'number' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  'date and time': { kind: 'date-time' },
  'days and time duration': { kind: 'days' },
  'years and months duration': { kind: 'months' },
}

/** A type of DMN as a type of FEEL; null is a value of every type there. */
function typeOf(type: DmnType): Type {
  switch (type.kind) {
    case 'any':
      return { kind: 'any' }
    case 'plain':
      return { ...(kinds[type.name] as Type), nullable: true }
    case 'closed':
      return { kind: 'string', nullable: true }
    case 'list':
      return { kind: 'list', of: typeOf(type.of), nullable: true }
    case 'record': {
      const entries = new Map(type.fields.map(([key, field]) => [key, typeOf(field)]))
      return { kind: 'context', entries, nullable: true }
    }
  }
}

/** The types of what an item requires, by their names in the model. */
function known({ model, item }: Reader): (name: string) => Type | undefined {
  const items = item.requires.flatMap(({ href }): Item[] => {
    const found = itemAt(model, href)
    return found && found.form !== 'function' ? [found] : []
  })
  const types = new Map(items.map((one) => [one.name, typeOf(model.typeOf(one.typeRef))]))
  return (name) => types.get(name) ?? { kind: 'any' }
}

/**
 * Reports a value that can't be of its declared type. Where that can only be told when values are
 * there, a note says that nobody will look.
 */
export function checkDeclared(
  reader: Reader,
  xml: Xml,
  tree: Node,
  ref: string | null | undefined,
): void {
  const declared = typeOf(reader.model.typeOf(ref))
  if (declared.kind === 'any' || tree.kind === 'broken') return
  const { type } = infer(tree, { typeOf: known(reader) })
  const dated = declared.kind === 'date-time' && type.kind === 'date'
  const open = type.kind === 'any' || (type.kind === declared.kind && hasAny(type))
  if (open) {
    note(reader, D124, xml, { declared: ref ?? '' })
    return
  }
  // Of a list, nothing but that it is one may be known; that is enough where a number is wanted.
  if (type.kind === 'null' || type.kind === 'function' || dated || assignable(type, declared))
    return
  const found = { zh: typeName(type, 'zh'), en: typeName(type, 'en') }
  fail(reader, D123, xml, { found, declared: ref ?? '' })
}

/** Whether part of a type is not known: then nothing is proved. */
function hasAny(type: Type): boolean {
  switch (type.kind) {
    case 'any':
    case 'function':
      return true
    case 'list':
    case 'range':
      return hasAny(type.of)
    case 'context':
      return [...type.entries.values()].some(hasAny)
    case 'null':
    case 'boolean':
    case 'number':
    case 'money':
    case 'string':
    case 'enum':
    case 'date':
    case 'time':
    case 'date-time':
    case 'months':
    case 'days':
    case 'workdays':
    case 'span':
      return false
  }
}
