import { nearest, type SourcePlace } from '@huoshui/values'
import { indexOf } from '../lookup.ts'
import { declaredNames } from '../names.ts'
import type { Definition } from '../problem.ts'
import { type Check, type CheckContext, statesOf } from './context.ts'

/** A cell of prose (填, 公示, 置, 派, 从, 到, 每) names something that nothing declares. */
export const P013: Definition<{
  name: string
  what: string
  whatEn: string
  nearest: string | null
}> = {
  code: 'P013',
  severity: 'error',
  message: ({ name, what, whatEn }) => ({
    zh: `没有叫“${name}”的${what}。`,
    en: `No ${whatEn} is called “${name}”.`,
  }),
  remedy: ({ nearest, what, whatEn }) => ({
    zh: nearest ? `是否想写“${nearest}”？` : `先声明这个${what}，或改用已声明的名称。`,
    en: nearest ? `Did you mean “${nearest}”?` : `Declare the ${whatEn}, or use a declared name.`,
  }),
  fix: ({ nearest }) => nearest ?? undefined,
}

/** Facts, parties, accounts and procedures named outside formulas must be declared. */
export const checkUndeclared: Check = (context) => {
  checkDoings(context)
  checkAccounts(context)
  checkFront(context)
  checkChanges(context)
}

/** Names that may be meant: a set, or a map by name. They are gathered once for many questions. */
interface Known {
  has(name: string): boolean
  keys(): Iterable<string>
}

function teller({ say }: CheckContext, what: string, whatEn: string) {
  return (name: string, place: SourcePlace, known: Known) => {
    if (known.has(name)) return
    say(P013, place, { name, what, whatEn, nearest: nearest(name, known.keys()) })
  }
}

function checkDoings(context: CheckContext): void {
  const { policy } = context
  const { facts, rules, procedures } = indexOf(policy)
  const fact = teller(context, '事实', 'fact')
  const shown = teller(context, '事实或规则', 'fact or rule')
  const child = teller(context, '流程', 'procedure')
  const state = teller(context, '状态', 'state')
  const factsAndRules = new Set([...facts.keys(), ...rules.keys()])
  for (const procedure of policy.procedures) {
    const states = new Set(statesOf(procedure))
    const filled = new Set([...facts.keys(), ...procedure.parties])
    for (const row of procedure.acts) {
      if (row.deadline?.form === 'within') {
        for (const name of row.deadline.paused) state(name, row.deadline.place, states)
      }
      for (const doing of row.doing) {
        if (doing.verb === '填') {
          for (const name of doing.names) fact(name, doing.place, filled)
        }
        if (doing.verb === '公示') {
          for (const name of doing.names) shown(name, doing.place, factsAndRules)
        }
        if (doing.verb === '置') fact(doing.fact, doing.place, facts)
        if (doing.verb === '派') child(doing.procedure, doing.place, procedures)
      }
    }
  }
}

function checkAccounts(context: CheckContext): void {
  const { policy, doc } = context
  const { accounts, rules } = indexOf(policy)
  const account = teller(context, '账户', 'account')
  const kind = teller(context, '对象', 'kind of subject')
  const declared = declaredNames(doc).kinds
  const parties = policy.procedures.flatMap((procedure) => procedure.parties)
  const given = [...declared, ...parties, ...Object.keys(policy.meta.kinds)]
  const keys = new Set([...given, ...rules.keys(), '年度'])
  const ends = new Set([...accounts.keys(), '外部', '已用'])
  const closed = new Set([...accounts.keys(), '全部预留'])
  for (const procedure of policy.procedures) {
    for (const row of procedure.transfers) {
      const closes = row.mode === 'settle' || row.mode === 'release'
      account(row.from, row.place, closes ? closed : ends)
      if (row.to !== null) account(row.to, row.place, ends)
    }
  }
  for (const one of policy.accounts) {
    for (const key of one.keys) kind(key, one.place, keys)
  }
}

function checkFront(context: CheckContext): void {
  const { policy } = context
  const { rules, facts, procedures, kinds } = indexOf(policy)
  const rule = teller(context, '规则', 'rule')
  const procedure = teller(context, '流程', 'procedure')
  const kind = teller(context, '对象', 'kind of subject')
  const measure = teller(context, '措施', 'measure')
  const fact = teller(context, '事实', 'fact')
  for (const one of policy.measures) {
    rule(one.eligibility, one.place, rules)
    if (one.amount) rule(one.amount, one.place, rules)
    if (one.procedure) procedure(one.procedure, one.place, procedures)
    for (const name of one.kinds) kind(name, one.place, kinds)
  }
  const measures = new Set(policy.measures.map((one) => one.name))
  const place = context.doc.front.placeOf('措施间')
  for (const relation of policy.relations) {
    for (const name of relation.measures) measure(name, place, measures)
    if (relation.form === 'capped') rule(relation.cap, place, rules)
  }
  for (const call of policy.calls) {
    kind(call.kind, call.place, kinds)
    for (const value of call.values) fact(value.fact, call.place, facts)
  }
}

function checkChanges(context: CheckContext): void {
  const { policy } = context
  const { facts, accounts, kinds } = indexOf(policy)
  const fact = teller(context, '事实或账户', 'fact or account')
  const others = [...kinds.keys(), '今日', '享受记录']
  const names = new Set([...facts.keys(), ...accounts.keys(), ...others])
  for (const baseline of policy.baselines) {
    for (const entry of baseline.entries) fact(entry.name, entry.place, names)
  }
  for (const table of policy.examples) {
    for (const row of table.rows) {
      for (const entry of row.changes) fact(entry.name, entry.place, names)
    }
  }
  for (const life of policy.lives) {
    for (const row of life.rows) {
      for (const entry of [...row.filled, ...row.changes]) fact(entry.name, entry.place, names)
    }
  }
}
