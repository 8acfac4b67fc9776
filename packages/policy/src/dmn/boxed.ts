/** Boxed expressions as trees of FEEL, by the names of their model. */
import type { Node } from '@huoshui/feel'
import { checkDeclared } from './declared.ts'
import { fail, feel, type Names, type Reader, written } from './feel-read.ts'
import { boxedIn } from './import-model.ts'
import { ifNode } from './plain.ts'
import { D112 } from './problems-import.ts'
import { readTable } from './table-read.ts'
import { resultKey, tableTree } from './table-tree.ts'
import { childOf, childrenOf, type Xml } from './xml-read.ts'

const at = { from: 0, to: 0 }
const nothing: Node = { kind: 'null', at }

const more = (names: Names, added: readonly string[]): Names => new Set([...names, ...added])

/** A boxed expression as a tree. */
export function boxedTree(reader: Reader, xml: Xml | null, names: Names): Node {
  if (xml === null) return nothing
  const tree = treeOf(reader, xml, names)
  // The type of a table is that of its outputs, and the type of a function that of its result.
  const whole = xml.name !== 'decisionTable' && xml.name !== 'functionDefinition'
  if (whole) checkDeclared(reader, xml, tree, xml.attrs.get('typeRef'))
  return tree
}

function treeOf(reader: Reader, xml: Xml, names: Names): Node {
  switch (xml.name) {
    case 'literalExpression':
      return literalTree(reader, xml, names)
    case 'decisionTable':
      return tableTree(reader, xml, readTable(reader, xml, names))
    case 'context':
      return contextTree(reader, xml, names)
    case 'invocation':
      return invocationTree(reader, xml, names)
    case 'functionDefinition':
      return functionTree(reader, xml, names)
    case 'list': {
      const items = xml.children.filter((one) => boxedIn({ ...xml, children: [one] }) !== null)
      return { kind: 'list', items: items.map((one) => boxedTree(reader, one, names)), at }
    }
    case 'relation':
      return relationTree(reader, xml, names)
    case 'conditional': {
      const part = (name: string) => partTree(reader, xml, name, names)
      return ifNode(part('if'), part('then'), part('else'))
    }
    case 'filter': {
      const test = partTree(reader, xml, 'match', more(names, ['item']))
      // FEEL's own filter takes a number for a place in the list; this one must be yes or no.
      checkDeclared(reader, xml, test, 'boolean')
      return { kind: 'filter', base: partTree(reader, xml, 'in', names), test, at }
    }
    case 'for':
    case 'some':
    case 'every':
      return loopTree(reader, xml, names)
    default: {
      const what = { zh: `${xml.name} 这种表达式`, en: `the expression ${xml.name}` }
      return fail(reader, D112, xml, { what })
    }
  }
}

function literalTree(reader: Reader, xml: Xml, names: Names): Node {
  const language = xml.attrs.get('expressionLanguage')
  if (language && !/\/FEEL\/?$/i.test(language)) {
    return fail(reader, D112, xml, { what: { zh: `语言 ${language}`, en: language } })
  }
  const text = childOf(xml, 'text')
  return text && text.text.trim() !== '' ? feel(reader, text, names) : nothing
}

const partTree = (reader: Reader, xml: Xml, name: string, names: Names): Node => {
  const part = childOf(xml, name)
  return boxedTree(reader, part ? boxedIn(part) : null, names)
}

function contextTree(reader: Reader, xml: Xml, names: Names): Node {
  let inner = names
  let result = false
  const entries = childrenOf(xml, 'contextEntry').map((one) => {
    const variable = childOf(one, 'variable')
    const name = variable?.attrs.get('name')?.trim()
    const value = boxedTree(reader, boxedIn(one), inner)
    checkDeclared(reader, one, value, variable?.attrs.get('typeRef'))
    if (name === undefined) result = true
    else inner = more(inner, [name])
    return { key: name ?? resultKey, value, at }
  })
  const context: Node = { kind: 'context', entries, at }
  return result ? { kind: 'path', base: context, name: resultKey, at } : context
}

function invocationTree(reader: Reader, xml: Xml, names: Names): Node {
  const callee = boxedTree(reader, boxedIn(xml), names)
  const given = new Map(
    childrenOf(xml, 'binding').map((one) => {
      const name = childOf(one, 'parameter')?.attrs.get('name')?.trim() ?? ''
      return [name, boxedTree(reader, boxedIn(one), names)] as const
    }),
  )
  const parameters = callee.kind === 'name' ? reader.parameters.get(callee.name) : undefined
  // Values in their order need no names, which policies might spell differently.
  const all = parameters?.every((name) => given.has(name)) && parameters.length === given.size
  const args = all
    ? (parameters ?? []).map((name) => ({ value: given.get(name) as Node }))
    : [...given].map(([name, value]) => ({ name, value }))
  return { kind: 'call', callee, args, at }
}

/** A function of a model: a business knowledge model, or one inside an expression. */
export function functionTree(reader: Reader, xml: Xml, names: Names): Node {
  const kind = xml.attrs.get('kind') ?? 'FEEL'
  if (kind !== 'FEEL') {
    const what = { zh: `外部函数（${kind}）`, en: `an external function (${kind})` }
    return fail(reader, D112, xml, { what })
  }
  const parameters = childrenOf(xml, 'formalParameter').map((one) => ({
    name: (one.attrs.get('name') ?? '').trim(),
    type: written(reader.model.typeOf(one.attrs.get('typeRef'))),
  }))
  const inner = more(
    names,
    parameters.map((one) => one.name),
  )
  const body = boxedTree(reader, boxedIn(xml), inner)
  return { kind: 'function', parameters, body, at }
}

function relationTree(reader: Reader, xml: Xml, names: Names): Node {
  const columns = childrenOf(xml, 'column').map((one) => one.attrs.get('name')?.trim() ?? '')
  const items = childrenOf(xml, 'row').map((row): Node => {
    const cells = row.children.filter((one) => boxedIn({ ...row, children: [one] }) !== null)
    const entries = columns.map((key, i) => {
      return { key, value: boxedTree(reader, cells[i] ?? null, names), at }
    })
    return { kind: 'context', entries, at }
  })
  return { kind: 'list', items, at }
}

function loopTree(reader: Reader, xml: Xml, names: Names): Node {
  const name = xml.attrs.get('iteratorVariable')?.trim() ?? ''
  const list = partTree(reader, xml, 'in', names)
  const iterators = [{ name, list, at }]
  const loop = xml.name as 'for' | 'some' | 'every'
  const part = loop === 'for' ? 'return' : 'satisfies'
  const body = partTree(reader, xml, part, more(names, [name, 'partial']))
  return { kind: loop, iterators, body, at }
}
