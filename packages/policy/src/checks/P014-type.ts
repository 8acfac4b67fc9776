import { assignable, infer, type Node, type Type, typeName, walk } from '@huoshui/feel'
import { nearest, type Text } from '@huoshui/values'
import { indexOf } from '../lookup.ts'
import { fieldNames } from '../names.ts'
import type { Formula, Policy } from '../policy.ts'
import { type Definition, fromFeelAt } from '../problem.ts'
import { type Check, type CheckContext, headingAt, namesIn, placeWithin } from './context.ts'
import { P013 } from './P013-undeclared.ts'

/** A value of one type stands where another is needed. */
export const P014: Definition<{ what: Text; found: Type; wanted: Type }> = {
  code: 'P014',
  severity: 'error',
  message: ({ what, found, wanted }) => ({
    zh: `${what.zh}应是${typeName(wanted, 'zh')}，这里是${typeName(found, 'zh')}。`,
    en: `${what.en} must be ${typeName(wanted, 'en')}; this is ${typeName(found, 'en')}.`,
  }),
  remedy: ({ wanted }) => ({
    zh:
      wanted.kind === 'money'
        ? '金额要带单位：元、万元或亿元。'
        : wanted.kind === 'boolean'
          ? '写成能判断真假的式子，如 `职工总数 <= 500`。'
          : `改成${typeName(wanted, 'zh')}。`,
    en:
      wanted.kind === 'money'
        ? 'Amounts carry a unit: 元, 万元 or 亿元.'
        : `Write ${typeName(wanted, 'en')} here.`,
  }),
}

const boolean: Type = { kind: 'boolean' }
const number: Type = { kind: 'number' }
const date: Type = { kind: 'date', nullable: true }
const span: Type = { kind: 'span' }

const text = (zh: string, en: string): Text => ({ zh, en })

interface TypeContext extends CheckContext {
  readonly valueless: ReadonlySet<string>
}

/** Checks one formula: its own problems, then that it is of the type its place needs. */
function expect(
  context: TypeContext,
  formula: Formula,
  wanted: Type | null,
  what: Text,
  input?: Type,
) {
  const { typing, report, doc, say } = context
  const { typeOf } = typing
  const { type, problems } = infer(formula.tree, input ? { typeOf, input } : { typeOf })
  for (const problem of problems) {
    const place = placeWithin(formula, problem.at)
    report(fromFeelAt(problem, place, headingAt(doc, place)))
  }
  checkValueless(context, formula)
  if (
    wanted &&
    problems.length === 0 &&
    !assignable(type, wanted) &&
    !isOneOf(formula.tree, wanted)
  ) {
    say(P014, formula.place, { what, found: type, wanted })
  }
  return type
}

/** Names that the scanner knows but that have no value: a kind, or a field outside its filter. */
function valuelessNames({ policy, typing }: CheckContext): ReadonlySet<string> {
  const declared = [...fieldNames('享受记录'), '先申请', ...policy.kinds.map((kind) => kind.name)]
  return new Set(declared.filter((name) => typing.typeOf(name) === undefined))
}

function checkValueless({ valueless, policy, say }: TypeContext, formula: Formula): void {
  const { tree } = formula
  if (![...namesIn(tree)].some((name) => valueless.has(name))) return
  const meant = new Set<Node>()
  const bound = new Set<string>()
  walk(tree, (node) => {
    if (node.kind === 'call') meant.add(node.callee)
    if (node.kind === 'filter') walk(node.test, (inner) => void meant.add(inner))
    if (node.kind === 'context') for (const entry of node.entries) bound.add(entry.key)
    if (node.kind === 'function') walk(node.body, (inner) => void meant.add(inner))
    if (node.kind === 'for' || node.kind === 'some' || node.kind === 'every') {
      for (const iterator of node.iterators) bound.add(iterator.name)
    }
  })
  walk(tree, (node) => {
    if (node.kind !== 'name' || meant.has(node) || bound.has(node.name)) return
    const { name } = node
    if (!valueless.has(name)) return
    const { facts, rules } = indexOf(policy)
    const near = nearest(name, [...facts.keys(), ...rules.keys()])
    const given = { name, what: '事实或规则', whatEn: 'fact or rule', nearest: near }
    say(P013, placeWithin(formula, node.at), given)
  })
}

/** A text written out where a closed list is wanted fits when it is in the list. */
function isOneOf(node: Node, wanted: Type): boolean {
  if (wanted.kind !== 'enum') return false
  if (node.kind === 'if') return isOneOf(node.then, wanted) && isOneOf(node.else, wanted)
  return node.kind === 'string' && wanted.values.includes(node.value)
}

export const checkTypes: Check = (given) => {
  const context: TypeContext = { ...given, valueless: valuelessNames(given) }
  checkRules(context)
  checkFacts(context)
  checkProcedures(context)
  checkExamples(context)
  checkMeasures(context)
}

function checkRules(context: TypeContext): void {
  const row = text('条件的一行', 'A row of a condition')
  for (const rule of context.policy.rules) {
    switch (rule.form) {
      case 'condition':
        for (const one of rule.rows) expect(context, one.test, boolean, row)
        break
      case 'formula':
        expect(context, rule.formula, null, row)
        break
      case 'score': {
        if (rule.stage) expect(context, rule.stage, null, row)
        for (const one of rule.rows) {
          const type = expect(context, one.indicator, null, text('指标', 'An indicator'))
          expect(context, one.fullMark, type, text('满分值', 'A full mark'))
          for (const weight of one.weights)
            expect(context, weight, number, text('权重', 'A weight'))
        }
        break
      }
      case 'decision': {
        const inputs = rule.inputs.map((input) => expect(context, input, null, row))
        for (const one of rule.rows) {
          one.tests.forEach((test, i) => {
            expect(context, test, null, row, inputs[i])
          })
          expect(context, one.result, rule.type, text('结果', 'A result'))
        }
      }
    }
  }
  for (const account of context.policy.accounts) {
    const wanted: Type = account.unit === 'money' ? { kind: 'money' } : number
    if (account.fund) expect(context, account.fund, wanted, text('注入', 'What funds it'))
    expect(context, account.floor, wanted, text('底线', 'A floor'))
  }
}

function checkFacts(context: TypeContext): void {
  for (const fact of context.policy.facts) {
    if (fact.owner !== context.policy.meta.slug) continue
    const what = text(`“${fact.name}”`, `“${fact.name}”`)
    if (fact.fallback) expect(context, fact.fallback, fact.type, what)
    if (fact.floor) expect(context, fact.floor, fact.type, what)
  }
  const { facts } = indexOf(context.policy)
  for (const call of context.policy.calls) {
    for (const { fact, value } of call.values) {
      expect(context, value, facts.get(fact)?.type ?? null, text(`“${fact}”`, `“${fact}”`))
    }
  }
}

function checkProcedures(context: TypeContext): void {
  const { facts } = indexOf(context.policy)
  for (const procedure of context.policy.procedures) {
    for (const row of procedure.acts) {
      if (row.condition) expect(context, row.condition, boolean, text('须满足', 'A condition'))
      const { deadline } = row
      if (deadline?.form === 'by') expect(context, deadline.date, date, text('期限', 'A deadline'))
      if (deadline?.form === 'within' || deadline?.form === 'after') {
        if ('date' in deadline.since)
          expect(context, deadline.since.date, date, text('起算日', 'A start'))
        if ('fact' in deadline.span)
          expect(context, deadline.span.fact, span, text('期间', 'A span'))
      }
      for (const doing of row.doing) {
        if (doing.verb === '置') {
          const wanted = facts.get(doing.fact)?.type ?? null
          expect(context, doing.value, wanted, text(`“${doing.fact}”`, `“${doing.fact}”`))
        }
        if (doing.verb === '择优') {
          const ties = doing.ties.filter((tie): tie is Formula => tie !== '先申请')
          for (const one of [doing.order, ...ties]) checkOrder(context, one)
        }
        if (doing.verb === '抽取') {
          expect(context, doing.count, number, text('数量', 'A count'))
          if (doing.avoiding) expect(context, doing.avoiding, boolean, text('回避', 'An avoidance'))
        }
      }
    }
    for (const row of procedure.transfers) {
      if (!row.amount) continue
      const wanted = unitOf(context.policy, row.from, row.to)
      expect(context, row.amount, wanted, text('金额', 'An amount'))
    }
  }
}

/** What is ranked by is a number or an amount. */
function checkOrder(context: TypeContext, formula: Formula): void {
  const { kind } = infer(formula.tree, { typeOf: context.typing.typeOf }).type
  const wanted: Type = kind === 'money' ? { kind: 'money' } : number
  expect(context, formula, wanted, text('次序', 'An order'))
}

function unitOf(policy: Policy, from: string, to: string | null): Type | null {
  const { accounts } = indexOf(policy)
  const account = accounts.get(from) ?? accounts.get(to ?? '')
  if (!account) return null
  return account.unit === 'money' ? { kind: 'money' } : number
}

function checkExamples(context: TypeContext): void {
  const { policy, typing } = context
  const entry = (name: string, value: Formula | null) => {
    if (!value) return
    const type = typing.typeOf(name) ?? null
    const what = text(`“${name}”`, `“${name}”`)
    expect(context, value, type && ({ ...type, nullable: type.nullable ?? false } as Type), what)
  }
  const range = (formula: Formula) => formula.tree.kind === 'range'
  for (const baseline of policy.baselines) for (const e of baseline.entries) entry(e.name, e.value)
  const rows = [...policy.examples.flatMap((t) => t.rows), ...policy.lives.flatMap((l) => l.rows)]
  const kinds = new Set(policy.kinds.map((kind) => kind.name))
  for (const row of rows) {
    for (const change of row.changes) entry(change.name, change.value)
    if ('filled' in row) {
      for (const fill of row.filled) {
        if (!kinds.has(fill.name)) entry(fill.name, fill.value)
      }
    }
    for (const one of row.expected) {
      if (one.value && !range(one.value)) entry(one.name, one.value)
    }
  }
}

function checkMeasures(context: CheckContext): void {
  const { policy, typing, say } = context
  for (const measure of policy.measures) {
    const type = typing.typeOf(measure.eligibility)
    if (type && type.kind !== 'boolean') {
      const what = text('资格', 'An eligibility rule')
      say(P014, measure.place, { what, found: type, wanted: boolean })
    }
    const amount = measure.amount ? typing.typeOf(measure.amount) : undefined
    if (amount && amount.kind !== 'money') {
      const what = text('措施的金额', "A measure's amount")
      say(P014, measure.place, { what, found: amount, wanted: { kind: 'money' } })
    }
  }
}
