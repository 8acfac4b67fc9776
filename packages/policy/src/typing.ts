/** The types of a policy's names, worked out as they are asked for. */
import { infer, type Node, type Type } from '@huoshui/feel'
import { accountParts } from './names.ts'
import type { Account, DecisionTable, Fact, Formula, Kind, Procedure, Rule } from './policy.ts'

export interface Named {
  readonly facts: readonly Fact[]
  readonly kinds: readonly Kind[]
  readonly rules: readonly Rule[]
  readonly accounts: readonly Account[]
  readonly procedures: readonly Procedure[]
  readonly imported: ReadonlyMap<string, Type>
}

export interface Typing {
  readonly typeOf: (name: string) => Type | undefined
  /** Rules that need their own value, each with the chain of names that leads back to it. */
  readonly cycles: readonly (readonly string[])[]
}

const number: Type = { kind: 'number' }
const money: Type = { kind: 'money' }
const date: Type = { kind: 'date' }

/** What 享受记录 holds: what a subject has been paid, from the ledger. */
const paidRecord: Type = {
  kind: 'list',
  of: {
    kind: 'context',
    entries: new Map<string, Type>([
      ['措施', { kind: 'string' }],
      ['项目', { kind: 'string' }],
      ['金额', money],
      ['日期', date],
      ['年度', number],
    ]),
  },
}

const builtins: Readonly<Record<string, Type>> = {
  今日: date,
  名次: number,
  参评数: number,
  享受记录: paidRecord,
}

function recordTypes(named: Named): Map<string, Type> {
  const lists = new Map<string, Type>()
  const children = named.procedures.filter((one) => one.owner).map((one) => one.name)
  const owned = [...named.kinds.filter((kind) => kind.owner).map((kind) => kind.name), ...children]
  for (const name of owned) {
    const entries = named.facts
      .filter((fact) => fact.kind === name)
      .map((fact): [string, Type] => [fact.name, fact.type])
    lists.set(name, {
      kind: 'list',
      of: {
        kind: 'context',
        // Only a matter has a state.
        entries: new Map<string, Type>(
          children.includes(name) ? [...entries, ['状态', { kind: 'string' }]] : entries,
        ),
      },
    })
  }
  return lists
}

/** A lookup of types by name. Facts may be written `对象.事实`; accounts read as their balance. */
export function typingOf(named: Named): Typing {
  const known = new Map<string, Type>([...Object.entries(builtins), ...named.imported])
  for (const account of named.accounts) {
    const type = account.unit === 'money' ? money : number
    known.set(account.name, type)
    for (const part of accountParts) known.set(`${account.name}.${part}`, type)
  }
  for (const fact of named.facts) {
    known.set(fact.name, fact.type)
    known.set(`${fact.kind}.${fact.name}`, fact.type)
  }
  for (const [name, type] of recordTypes(named)) known.set(name, type)
  const rules = new Map(named.rules.map((rule) => [rule.name, rule]))
  const open: string[] = []
  const cycles: string[][] = []
  const typeOf = (name: string): Type | undefined => {
    const found = known.get(name)
    if (found) return found
    const rule = rules.get(name)
    if (!rule) return undefined
    if (open.includes(name)) {
      cycles.push([...open.slice(open.indexOf(name)), name])
      return { kind: 'any' }
    }
    open.push(name)
    const type = ruleType(rule, typeOf)
    open.pop()
    known.set(name, type)
    return type
  }
  for (const rule of named.rules) typeOf(rule.name)
  return { typeOf, cycles }
}

type TypeOf = Typing['typeOf']

/** The type of a formula, `any` where it can't be told. */
export function typeOfFormula(formula: Formula, typeOf: TypeOf, input?: Type): Type {
  return infer(formula.tree, input ? { typeOf, input } : { typeOf }).type
}

function ruleType(rule: Rule, typeOf: TypeOf): Type {
  switch (rule.form) {
    case 'condition':
      // Rows are visited so that a condition that needs itself is found.
      for (const row of rule.rows) infer(row.test.tree, { typeOf })
      return { kind: 'boolean' }
    case 'decision':
      return decisionType(rule, typeOf)
    case 'score':
      for (const row of rule.rows) infer(row.indicator.tree, { typeOf })
      return number
    case 'formula':
      return typeOfFormula(rule.formula, typeOf)
  }
}

function decisionType(rule: DecisionTable, typeOf: TypeOf): Type {
  for (const input of rule.inputs) infer(input.tree, { typeOf })
  const types = rule.rows.map((row) => typeOfFormula(row.result, typeOf))
  const known = types.find((type) => type.kind !== 'null' && type.kind !== 'any')
  if (known?.kind !== 'string') return known ?? { kind: 'any' }
  // Strings as results are a closed list, so that a misspelt comparison with it is found.
  const values = rule.rows.map((row) => row.result.tree).filter(isString)
  return values.length === rule.rows.length
    ? { kind: 'enum', values: [...new Set(values.map((node) => node.value))] }
    : known
}

const isString = (node: Node): node is Extract<Node, { kind: 'string' }> => node.kind === 'string'
