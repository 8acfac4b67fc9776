/**
 * A policy as a model of DMN 1.5 that other engines run: facts as inputs, rules as decisions.
 *
 * Procedures, accounts and deadlines stay here: DMN says what is decided and not how a matter runs.
 */
import type { Diagnostic } from '@huoshui/values'
import { formatCitation } from '../cite.ts'
import { formulasOf } from '../fixed.ts'
import type { Policy, Rule } from '../policy.ts'
import type { Where } from '../problem.ts'
import { fallbackText, isTrouble, logicOf, type Trouble } from './export-logic.ts'
import { fallbackOf, givenName, type Model, modelOf, type Thing } from './export-model.ts'
import { type Types, typesOf } from './export-types.ts'
import { describeInput, describeModel, describeRule, factAttrs } from './export-words.ts'
import { freeNames } from './free.ts'
import { D001, D002, D003, D004, D005, D006, D007, D008 } from './problems-export.ts'
import { type Element, element, namespaces, textElement, writeXml } from './xml.ts'

export interface DmnExport {
  readonly xml: string
  /** What could not be said in DMN, and what is said otherwise. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Writes a policy's facts and rules as DMN 1.5 XML, with what could not be carried. */
export function exportDmn(policy: Policy): DmnExport {
  const diagnostics: Diagnostic[] = []
  const model = modelOf(policy, (one) => void diagnostics.push(one))
  const types = typesOf(model.legalOf)
  const names = idsOf(model)
  const making: Making = {
    model,
    types,
    idOf: (key) => names.get(key) as string,
    logics: new Map(
      policy.rules.map((rule) => [rule, logicOf(model, rule, types.refOf(rule.type))]),
    ),
  }
  const elements = [...model.things.values()].flatMap((thing) => writeThing(making, thing))
  tellNames(model)
  tellLeftOut(model)
  const inputs = elements.filter((one) => one.name === 'inputData')
  const decisions = elements.filter((one) => one.name === 'decision')
  const root = element(
    'definitions',
    {
      xmlns: namespaces.model,
      'xmlns:huoshui': namespaces.own,
      id: 'model',
      name: policy.meta.title || policy.meta.slug,
      namespace: `urn:huoshui:${encodeURI(policy.meta.slug)}`,
      expressionLanguage: namespaces.feel,
      typeLanguage: namespaces.feel,
      exporter: 'huoshui',
    },
    textElement('description', describeModel(model)),
    ...types.definitions(),
    ...inputs,
    ...decisions,
  )
  return { xml: writeXml(root), diagnostics }
}

interface Making {
  readonly model: Model
  readonly types: Types
  /** The id of the element that carries a thing. */
  readonly idOf: (key: string) => string
  readonly logics: ReadonlyMap<Rule, Element | Trouble>
}

/** Ids count within each kind of element, so that a diagram can show them. */
function idsOf(model: Model): Map<string, string> {
  const ids = new Map<string, string>()
  let inputs = 0
  for (const thing of model.things.values()) {
    const number = thing.form === 'rule' ? model.policy.rules.indexOf(thing.rule) + 1 : ++inputs
    ids.set(thing.key, thing.form === 'rule' ? `rule_${number}` : `input_${number}`)
  }
  return ids
}

const legalOf = (making: Making, key: string): string => making.model.legalOf(key)

function writeThing(making: Making, thing: Thing): readonly Element[] {
  if (thing.form === 'rule') return [writeRule(making, thing.rule)]
  const fallback = fallbackOf(thing)
  if (!fallback) return [inputData(making, thing, thing.key, making.idOf(thing.key))]
  const given = givenName(thing.key)
  const givenId = `${making.idOf(thing.key)}_given`
  const text = fallbackText(making.model, legalOf(making, given), fallback)
  if (typeof text !== 'string') {
    tellTrouble(making.model, thing.key, whereOf(making.model, thing), text)
    return [inputData(making, thing, thing.key, making.idOf(thing.key))]
  }
  const needs = [...freeNames(fallback)].flatMap((name) => requirement(making, name))
  const own = element(
    'informationRequirement',
    {},
    element('requiredInput', { href: `#${givenId}` }),
  )
  const decision = element(
    'decision',
    { id: making.idOf(thing.key), ...named(making, thing.key) },
    textElement('description', describeInput(making.model, thing, 'fallback')),
    element('extensionElements', {}, element('huoshui:rule', { form: 'given' })),
    variable(making, thing.key, typeRefOf(making, thing)),
    own,
    ...distinct(needs),
    element('literalExpression', {}, textElement('text', text)),
  )
  return [inputData(making, thing, given, givenId), decision]
}

/** `name`, and `label` where the name had to be changed. */
function named(making: Making, key: string): Element['attrs'] {
  const name = legalOf(making, key)
  return { name, label: name === key ? undefined : key }
}

const variable = (making: Making, key: string, typeRef: string): Element =>
  element('variable', { name: legalOf(making, key), typeRef })

function inputData(making: Making, thing: Thing, key: string, id: string): Element {
  const { model } = making
  if (thing.form === 'imported') {
    model.say(D005, whereOf(model, thing), { name: thing.key, slug: thing.slug })
  }
  if (thing.form === 'fact') {
    const { type, fallback, nullable, place } = thing.fact
    const where = { place, heading: [] }
    if (type.kind === 'span') model.say(D007, where, { name: thing.key })
    if (fallback && nullable && fallback.tree.kind !== 'null') {
      model.say(D008, where, { name: thing.key })
    }
  }
  const attrs = factAttrs(model, thing)
  return element(
    'inputData',
    { id, ...named(making, key) },
    textElement('description', describeInput(model, thing, key === thing.key ? 'plain' : 'given')),
    attrs && element('extensionElements', {}, element('huoshui:fact', attrs)),
    variable(making, key, typeRefOf(making, thing)),
  )
}

function typeRefOf({ types, model }: Making, thing: Thing): string {
  switch (thing.form) {
    case 'fact':
      return types.refOf(thing.fact.type, model.legalOf(thing.key))
    case 'rule':
      return types.refOf(thing.rule.type)
    case 'account':
      return types.refOf({ kind: thing.account.unit === 'money' ? 'money' : 'number' })
    case 'records':
      return types.recordsOf(thing.key, thing.fields, thing.state)
    case 'paid':
      return types.paid(thing.key)
    case 'builtin':
      return types.refOf(thing.type)
    case 'imported':
      return 'Any'
  }
}

/** What a name in a formula requires; nothing for a builtin function or a field. */
function requirement(making: Making, name: string): Element[] {
  const thing = making.model.thingOf(name)
  if (!thing) return []
  const decision = thing.form === 'rule' ? carried(making, thing.rule) : fallbackOf(thing) !== null
  const kind = decision ? 'requiredDecision' : 'requiredInput'
  const target = element(kind, { href: `#${making.idOf(thing.key)}` })
  return [element('informationRequirement', {}, target)]
}

/** Each requirement once. */
function distinct(requirements: readonly Element[]): readonly Element[] {
  const byHref = new Map(requirements.map((one) => [one.children[0]?.attrs.href, one]))
  return [...byHref.values()]
}

const carried = ({ logics }: Making, rule: Rule): boolean =>
  !isTrouble(logics.get(rule) as Element | Trouble)

function writeRule(making: Making, rule: Rule): Element {
  const { model, types, logics } = making
  const typeRef = types.refOf(rule.type)
  const logic = logics.get(rule) as Element | Trouble
  const where = { place: rule.place, heading: rule.heading }
  const extension = element('huoshui:rule', {
    form: rule.form,
    citation: formatCitation(rule.citation) || undefined,
  })
  const head = [
    textElement('description', describeRule(model, rule, isTrouble(logic))),
    element('extensionElements', {}, extension),
    variable(making, rule.name, typeRef),
  ]
  const attrs = { id: making.idOf(rule.name), ...named(making, rule.name) }
  if (isTrouble(logic)) {
    tellTrouble(model, rule.name, where, logic)
    return element('inputData', attrs, ...head)
  }
  const names = formulasOf(rule).flatMap((one) => [...freeNames(one.tree)])
  const needs = distinct(names.flatMap((name) => requirement(making, name)))
  return element('decision', attrs, ...head, ...needs, logic)
}

function whereOf({ policy }: Model, thing: Thing): Where {
  const nowhere = { file: policy.file, line: 1, column: 1, endLine: 1, endColumn: 1 }
  switch (thing.form) {
    case 'fact':
      return { place: thing.fact.place, heading: [] }
    case 'rule':
      return { place: thing.rule.place, heading: thing.rule.heading }
    case 'account':
      return { place: thing.account.place, heading: thing.account.heading }
    case 'records':
    case 'paid':
    case 'builtin':
    case 'imported':
      return { place: nowhere, heading: [] }
  }
}

function tellTrouble(model: Model, name: string, where: Where, trouble: Trouble): void {
  switch (trouble.kind) {
    case 'workdays':
      model.say(D001, where, { name })
      break
    case 'function':
      model.say(D002, where, { name, fn: trouble.name })
      break
    case 'broken':
    case 'different':
      model.say(D003, where, { name, form: trouble.kind })
      break
  }
}

function tellNames(model: Model): void {
  for (const thing of model.things.values()) {
    const legal = model.legalOf(thing.key)
    if (legal !== thing.key) model.say(D004, whereOf(model, thing), { name: thing.key, legal })
  }
}

function tellLeftOut({ policy, say }: Model): void {
  const [first] = policy.procedures
  if (!first) return
  const names = policy.procedures.map((one) => one.name)
  say(D006, { place: first.place, heading: first.heading }, { names })
}
