/**
 * A model of DMN as the draft of a policy.
 *
 * Nothing that is imported is in force: the draft says so, and every citation in it is open. What
 * can't be carried is reported with its place in the XML; what can, is carried beside it.
 */
import type { Diagnostic } from '@huoshui/values'
import { compareDiagnostics } from '@huoshui/values'
import { builtinNames, paidFields } from '../names.ts'
import { diagnose } from '../problem.ts'
import { boundNames } from './free.ts'
import {
  type Draft,
  draftText,
  type NamedFact,
  type NamedRule,
  namesOfDraft,
  plainKind,
  sayable,
} from './import-draft.ts'
import { type Carried, carryInput } from './import-facts.ts'
import { type DmnModel, type Item, isDmn, placeOf, readModel } from './import-model.ts'
import {
  type DraftRule,
  needsOf,
  parametersOf,
  readRule,
  reportOther,
  treesOf,
  withTrees,
} from './import-rules.ts'
import { legalNames } from './names.ts'
import { D101, D102, D115, D118, D120 } from './problems-import.ts'
import { type Meaning, renamed } from './rename.ts'
import { dependents, supportedRules } from './support.ts'
import { readXml } from './xml-read.ts'

export interface ImportOptions {
  /** How the file is called in messages. */
  readonly file: string
  /** The path of the draft below `policies/`, without `.md`. */
  readonly slug: string
}

/** A value of the model and the fact that stands for it. */
export interface ImportedInput {
  readonly input: string
  /** The way from the input to the value; empty when the input is the value. */
  readonly path: readonly string[]
  readonly fact: string
}

export interface DmnImport {
  /** The draft as Markdown; null when the file is no DMN model or was refused. */
  readonly draft: string | null
  /** Decisions and functions that were carried, with the rules that they became. */
  readonly carried: readonly { readonly decision: string; readonly rule: string }[]
  /** Decisions and functions that were not; each has a diagnostic. */
  readonly left: readonly string[]
  readonly inputs: readonly ImportedInput[]
  readonly diagnostics: readonly Diagnostic[]
}

const refused = (diagnostic: Diagnostic): DmnImport => ({
  draft: null,
  carried: [],
  left: [],
  inputs: [],
  diagnostics: [diagnostic],
})

/** Reads DMN XML of any version and writes the draft of a policy. Never throws on what it says. */
export function importDmn(text: string, { file, slug }: ImportOptions): DmnImport {
  const read = readXml(text)
  if ('fault' in read) {
    const { fault } = read
    const { line, column } = 'line' in fault ? fault : { line: 1, column: 1 }
    const place = { file, line, column, endLine: line, endColumn: column }
    return refused(diagnose(D101, { place, heading: [] }, fault))
  }
  if (!isDmn(read.root)) {
    const where = { place: placeOf(file, read.root), heading: [] }
    return refused(diagnose(D102, where, { found: read.root.name }))
  }
  return importModel(readModel(read.root, file), slug)
}

function importModel(model: DmnModel, slug: string): DmnImport {
  const diagnostics: Diagnostic[] = []
  const report = (one: Diagnostic) => void diagnostics.push(one)
  reportOther(model, report)
  const inputs = model.items.flatMap((item) => {
    const made = item.form === 'input' ? carryInput(model, item, report) : null
    return made ? [made] : []
  })
  const parameters = parametersOf(model)
  const rules = model.items.flatMap((item) => {
    const rule = item.form === 'input' ? null : readRule(model, item, parameters, report)
    return rule ? [rule] : []
  })
  const supported = supportedRules(model, inputs, rules, report)
  const draft = named(model, slug, inputs, supported, report)
  diagnostics.sort(compareDiagnostics)
  const kept = new Set(draft.rules.map((one) => one.rule.item))
  const wanted = model.items.filter((item) => item.form !== 'input')
  return {
    draft: draftText(
      draft,
      diagnostics.filter((one) => one.severity !== 'note'),
    ),
    carried: draft.rules.map(({ rule, name }) => ({ decision: rule.item.name, rule: name })),
    left: wanted.filter((item) => !kept.has(item)).map((item) => item.name),
    inputs: inputsOf(draft),
    diagnostics,
  }
}

/** Words that a draft can't use for names of its own. */
const taken = [...builtinNames, ...paidFields, '状态', '外部', '已用', plainKind]

/** Labels made different: of several that are the same, all but the first get a number. */
function distinct(labels: readonly string[]): readonly string[] {
  const all = new Set(labels)
  const times = new Map<string, number>()
  return labels.map((label) => {
    let n = (times.get(label) ?? 0) + 1
    let free = label
    if (n > 1) {
      for (free = `${label} ${n}`; all.has(free); n++) free = `${label} ${n + 1}`
      all.add(free)
    }
    times.set(label, n)
    return free
  })
}

interface Labelled {
  readonly facts: readonly Omit<NamedFact, 'name'>[]
  readonly lists: readonly Carried[]
  readonly names: readonly string[]
}

/** Names for everything, in the order facts, lists of records, rules. */
function label(inputs: readonly Carried[], rules: readonly DraftRule[]): Labelled {
  const facts = inputs.flatMap((input) => {
    if (input.form === 'builtin') return []
    const all = input.form === 'fact' ? [input.fact] : input.facts
    return all.map((fact) => ({ fact, input }))
  })
  const lists = inputs.filter((input) => input.form === 'records')
  const nameOf = ({ item }: { readonly item: Item }) => item.own ?? item.name
  const labels = distinct([
    ...facts.filter((one) => one.input.form !== 'records').map((one) => one.fact.label),
    ...lists.map(nameOf),
    ...rules.map(nameOf),
  ])
  const bound = rules.flatMap((rule) => treesOf(rule).flatMap((tree) => [...boundNames(tree)]))
  const legal = legalNames(labels, ' ', taken, bound)
  return { facts, lists, names: labels.map((one) => legal.get(one) as string) }
}

function named(
  model: DmnModel,
  slug: string,
  inputs: readonly Carried[],
  rules: readonly DraftRule[],
  report: (one: Diagnostic) => void,
): Draft {
  const { facts, lists, names } = label(inputs, rules)
  let next = 0
  // Fields keep their names: they are read through their list.
  const namedFacts = facts.map((one): NamedFact => {
    const own = one.input.form === 'records'
    return { ...one, name: own ? one.fact.label : (names[next++] as string) }
  })
  const records = new Map(lists.map((input) => [input, names[next++] as string]))
  const ruleNames = new Map(rules.map((rule) => [rule.item, names[next++] as string]))
  const meanings = meaningsOf(inputs, namedFacts, records, ruleNames)
  const all = rules.map((rule): NamedRule => {
    const known = new Map(
      [...needsOf(model, rule.item).items, ...itself(rule)].flatMap((item) => {
        const meaning = meanings.get(item)
        return meaning ? [[item.name, meaning] as const] : []
      }),
    )
    return {
      rule: withTrees(rule, (tree) => renamed(tree, known)),
      name: ruleNames.get(rule.item) as string,
    }
  })
  const whole = { facts: namedFacts, records, rules: all }
  const said = namesOfDraft(whole)
  const unsaid = all.filter((one) => !sayable(one.rule, said))
  const lost = dropUnsaid(model, unsaid, all, report)
  const draft = { slug, model, ...whole, rules: all.filter((one) => !lost.has(one.rule.item)) }
  tellNames(draft, report)
  return draft
}

/** A function may call itself; what is computed has no value of its own to read. */
const itself = ({ item }: DraftRule): readonly Item[] => (item.form === 'function' ? [item] : [])

/** What each item is called in the draft. */
function meaningsOf(
  inputs: readonly Carried[],
  facts: readonly NamedFact[],
  records: ReadonlyMap<Carried, string>,
  rules: ReadonlyMap<Item, string>,
): Map<Item, Meaning> {
  const meanings = new Map<Item, Meaning>()
  for (const input of inputs) {
    const own = facts.filter((one) => one.input === input)
    if (input.form === 'builtin') meanings.set(input.item, { form: 'name', name: input.name })
    else if (input.form === 'records') {
      meanings.set(input.item, { form: 'name', name: records.get(input) as string })
    } else if (input.form === 'record') meanings.set(input.item, recordOf(own, 0))
    else meanings.set(input.item, { form: 'name', name: own[0]?.name as string })
  }
  for (const [item, name] of rules) meanings.set(item, { form: 'name', name })
  return meanings
}

function recordOf(facts: readonly NamedFact[], depth: number): Meaning {
  const fields = new Map<string, Meaning>()
  for (const { fact, name } of facts) {
    const key = fact.path[depth] as string
    if (fields.has(key)) continue
    const inside = facts.filter((one) => one.fact.path[depth] === key)
    const leaf = fact.path.length === depth + 1
    fields.set(key, leaf ? { form: 'name', name } : recordOf(inside, depth + 1))
  }
  return { form: 'record', fields }
}

/** Leaves out what a policy would read differently, and what needs it. */
function dropUnsaid(
  model: DmnModel,
  unsaid: readonly NamedRule[],
  all: readonly NamedRule[],
  report: (one: Diagnostic) => void,
): ReadonlySet<Item> {
  const first = unsaid.map((one) => one.rule.item)
  const where = (item: Item) => ({ place: placeOf(model.file, item.xml), heading: [item.name] })
  for (const item of first) report(diagnose(D118, where(item), { name: item.name }))
  const items = all.map((one) => one.rule.item)
  const more = dependents(model, items, first)
  for (const [item, on] of more) {
    report(diagnose(D115, where(item), { name: item.name, on: on.name }))
  }
  return new Set([...first, ...more.keys()])
}

function tellNames({ model, rules, facts }: Draft, report: (one: Diagnostic) => void): void {
  const tell = (item: Item, original: string, ours: string): void => {
    if (original === ours) return
    const where = { place: placeOf(model.file, item.xml), heading: [] }
    report(diagnose(D120, where, { name: original, ours }))
  }
  for (const { fact, name, input } of facts) {
    if (input.form === 'records') continue
    tell(input.item, [input.item.own ?? input.item.name, ...fact.path].join('.'), name)
  }
  for (const { rule, name } of rules) tell(rule.item, rule.item.own ?? rule.item.name, name)
}

function inputsOf(draft: Draft): readonly ImportedInput[] {
  const lists = [...draft.records].map(([input, fact]) => {
    return { input: input.item.name, path: [], fact }
  })
  const facts = draft.facts
    .filter((one) => !draft.records.has(one.input))
    .map(({ fact, name, input }) => ({ input: input.item.name, path: fact.path, fact: name }))
  return [...facts, ...lists]
}
