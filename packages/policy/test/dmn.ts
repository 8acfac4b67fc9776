/**
 * Another engine for the models that are exported: XML read with a parser of its own, FEEL by
 * `feelin`. It knows what an export writes and no more.
 */
import {
  DaysTime,
  dateValue,
  formatValue,
  type Type,
  type Value,
  walk,
  YearsMonths,
} from '@huoshui/feel'
import { addDays, type Day, Decimal, day } from '@huoshui/values'
import { DOMParser, type Element, type Node } from '@xmldom/xmldom'
import fc from 'fast-check'
import * as feelin from 'feelin'
import { modelOf } from '../src/dmn/export-model.ts'
import { formulasOf } from '../src/fixed.ts'
import type { Fact, Policy } from '../src/policy.ts'

const elements = (node: Node, name?: string): Element[] => {
  const found: Element[] = []
  for (let one = node.firstChild; one; one = one.nextSibling) {
    if (one.nodeType === one.ELEMENT_NODE && (!name || one.nodeName === name)) {
      found.push(one as Element)
    }
  }
  return found
}
const element = (node: Node, name: string): Element | undefined => elements(node, name)[0]
const textOf = (node: Node | undefined): string => node?.textContent?.trim() ?? ''

/** The root element of a model. */
export function rootOf(xml: string): Element {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement
  if (!root) throw new Error('no root')
  return root
}

export { element, elements, textOf }

type Scope = Record<string, unknown>

/** The value of a decision of a model, given its inputs by name; what is not given is null. */
export function runDmn(root: Element, inputs: Scope): (name: string) => unknown {
  const nodes = new Map(elements(root).map((one) => [one.getAttribute('id') ?? '', one]))
  const memo = new Map<Element, unknown>()
  const worth = (node: Element): unknown => {
    const name = element(node, 'variable')?.getAttribute('name') ?? ''
    if (node.nodeName === 'inputData') return inputs[name] ?? null
    if (memo.has(node)) return memo.get(node)
    const scope: Scope = {}
    for (const one of elements(node, 'informationRequirement')) {
      const href = elements(one)[0]?.getAttribute('href') ?? ''
      const needed = nodes.get(href.slice(1))
      if (!needed) throw new Error(`${name} requires ${href}, which is not there`)
      scope[element(needed, 'variable')?.getAttribute('name') ?? ''] = worth(needed)
    }
    const logic = elements(node).at(-1) as Element
    const value = boxed(logic, scope)
    memo.set(node, value)
    return value
  }
  return (name) => {
    const node = [...nodes.values()].find(
      (one) => element(one, 'variable')?.getAttribute('name') === name,
    )
    if (!node) throw new Error(`no decision ${name}`)
    return worth(node)
  }
}

function boxed(logic: Element, scope: Scope): unknown {
  if (logic.nodeName === 'literalExpression') return evaluate(textOf(element(logic, 'text')), scope)
  if (logic.nodeName === 'decisionTable') return table(logic, scope)
  if (logic.nodeName !== 'context') throw new Error(`no such logic: ${logic.nodeName}`)
  const local = { ...scope }
  for (const entry of elements(logic, 'contextEntry')) {
    const value = boxed(elements(entry).at(-1) as Element, local)
    const name = element(entry, 'variable')?.getAttribute('name')
    if (!name) return value
    local[name] = value
  }
  return local
}

/**
 * The text as feelin has to have it: what follows `in` and its test it takes for part of
 * the test, up to the end (`FEELIN.md`), so that such a test is bracketed.
 */
const forFeelin = (text: string): string =>
  text.replace(/([^\s()]+) in (\[[^[\]]*\]|[^\s()[\],]+)(?= (?:or|and) )/g, '($1 in $2)')

const evaluate = (text: string, scope: Scope): unknown =>
  feelin.evaluate(forFeelin(text), scope).value ?? null

function table(logic: Element, scope: Scope): unknown {
  const inputs = elements(logic, 'input').map((one) =>
    evaluate(textOf(element(element(one, 'inputExpression') as Element, 'text')), scope),
  )
  const hits: unknown[] = []
  for (const rule of elements(logic, 'rule')) {
    const met = elements(rule, 'inputEntry').every((entry, i) => {
      const text = textOf(element(entry, 'text'))
      const context = { ...scope, '?': inputs[i] }
      return text === '-' || feelin.unaryTest(text, context).value === true
    })
    if (!met) continue
    hits.push(evaluate(textOf(element(element(rule, 'outputEntry') as Element, 'text')), scope))
    if (logic.getAttribute('hitPolicy') === 'FIRST') break
  }
  if (logic.getAttribute('hitPolicy') !== 'COLLECT') {
    if (logic.getAttribute('hitPolicy') === 'UNIQUE' && hits.length > 1) return null
    return hits[0] ?? null
  }
  const output = element(logic, 'output') as Element
  if (hits.length === 0) return Number(textOf(element(output, 'defaultOutputEntry')))
  return hits.reduce<number>((sum, one) => sum + Number(one), 0)
}

/** A value for the other engine. */
export function toFeelin(value: Value): unknown {
  if (value instanceof Decimal) return value.toNumber()
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(toFeelin)
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, one]) => [key, toFeelin(one as Value)]))
  }
  const text = formatValue(value) ?? ''
  return text.startsWith('P') ? feelin.duration(text) : feelin.date(text)
}

/** Whether both engines came to the same; theirs counts with floating point. */
export function sameAs(ours: Value, theirs: unknown): boolean {
  if (ours instanceof Decimal) {
    return typeof theirs === 'number' && Math.abs(ours.toNumber() - theirs) < 0.0101
  }
  if (Array.isArray(ours)) {
    const other = Array.isArray(theirs) ? theirs : []
    return ours.length === other.length && ours.every((one, i) => sameAs(one, other[i]))
  }
  if (ours === null || typeof ours !== 'object') return ours === (theirs ?? null)
  return formatValue(ours) === String(theirs)
}

const days = fc.integer({ min: -2000, max: 700 }).map((n): Day => addDays(day('2024-06-30'), n))

/** Texts that the policy compares with: the ones that matter. */
function textsIn(policy: Policy): string[] {
  const texts = new Set(['别的'])
  for (const rule of policy.rules) {
    for (const { tree } of formulasOf(rule)) {
      walk(tree, (node) => void (node.kind === 'string' && texts.add(node.value)))
    }
  }
  return [...texts]
}

function valueOfType(type: Type, texts: readonly string[]): fc.Arbitrary<Value> {
  switch (type.kind) {
    case 'boolean':
      return fc.boolean()
    case 'number':
      return fc.integer({ min: 0, max: 320 }).map((n) => new Decimal(n))
    case 'money':
      return fc.oneof(
        fc.integer({ min: 0, max: 400_000 }).map((n) => new Decimal(n * 25)),
        fc.integer({ min: 0, max: 400_000_000 }).map((n) => new Decimal(n)),
      )
    case 'date':
      return days.map(dateValue)
    case 'enum':
      return fc.constantFrom(...type.values)
    case 'list':
      return fc.subarray([...texts])
    case 'span':
      return fc.oneof(
        fc.integer({ min: 1, max: 30 }).map((n) => new YearsMonths(n)),
        fc.integer({ min: 1, max: 90 }).map((n) => new DaysTime(new Decimal(n * 86_400))),
      )
    default:
      return fc.constantFrom(...texts)
  }
}

const factValue = (fact: Fact, texts: readonly string[]): fc.Arbitrary<Value> =>
  fact.nullable
    ? fc.option(valueOfType(fact.type, texts), { nil: null })
    : valueOfType(fact.type, texts)

const paid = (texts: readonly string[]) =>
  fc.array(
    fc
      .record({ 金额: fc.integer({ min: 1, max: 9 }), 年度: fc.integer({ min: 2023, max: 2026 }) })
      .map(
        ({ 金额, 年度 }): Value =>
          new Map<string, Value>([
            ['措施', texts[0] as string],
            ['项目', texts[0] as string],
            ['金额', new Decimal(金额)],
            ['日期', dateValue(day('2024-01-02'))],
            ['年度', new Decimal(年度)],
          ]),
      ),
    { maxLength: 2 },
  )

/** What is known in one case: by key for us, and the same by input name for the model. */
export interface Case {
  readonly day: Day
  readonly facts: ReadonlyMap<string, Value>
  readonly inputs: ReadonlyMap<string, Value>
}

/** Cases in which everything is known, except that a default or an account may be left to itself. */
export function cases(policy: Policy): fc.Arbitrary<Case> {
  const model = modelOf(policy, () => undefined)
  const texts = textsIn(policy)
  const parts: Record<string, fc.Arbitrary<Value | undefined>> = {}
  for (const thing of model.things.values()) {
    if (thing.form === 'fact') {
      const { fact } = thing
      const value = factValue(fact, texts)
      // A default that is null can't be told from a value that is not given.
      parts[thing.key] =
        fact.fallback && !fact.nullable ? fc.option(value, { nil: undefined }) : value
    } else if (thing.form === 'account') {
      const balance = fc.integer({ min: 0, max: 600_000 }).map((n) => new Decimal(n))
      parts[thing.key] = fc.option(balance, { nil: undefined })
    } else if (thing.form === 'records') {
      const fields = Object.fromEntries(
        thing.fields.map((fact) => [fact.name, factValue(fact, texts)]),
      )
      const record = fc.record(fields).map((one): Value => new Map(Object.entries(one)))
      parts[thing.key] = fc.array(record, { minLength: 1, maxLength: 3 })
    } else if (thing.form === 'paid') parts[thing.key] = paid(texts)
  }
  return fc.record({ today: days, values: fc.record(parts) }).map(({ today, values }) => {
    const facts = new Map<string, Value>()
    const inputs = new Map<string, Value>([['今日', dateValue(today)]])
    for (const thing of model.things.values()) {
      if (thing.form === 'rule') continue
      const value = values[thing.key]
      const optional =
        thing.form === 'account' ||
        (thing.form === 'fact' && thing.fact.fallback !== null && !thing.fact.nullable)
      if (value !== undefined) facts.set(thing.key, value)
      const name = optional ? `${thing.key}_给定` : thing.key
      inputs.set(model.legalOf(name), value ?? null)
    }
    inputs.set('今日', dateValue(today))
    return { day: today, facts, inputs }
  })
}
