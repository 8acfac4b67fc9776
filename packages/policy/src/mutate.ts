/**
 * Mutation of a policy: nudge one thing, run the examples, and see whether any of them notices.
 *
 * The operators are exactly: a constant ± one unit in its last place; `<=` with `<` and `>=` with
 * `>`; `and` with `or`; a dropped `not`; a dropped 条件 row; a 期限 ± 1 day and 日 with 工作日; two
 * swapped results of a 决策. A mutant no example notices is a survivor, and fails unless it is
 * listed under 等价变异 with its reason. A number of the law is never equivalent.
 */
import type { Node } from '@huoshui/feel'
import type { Calendar, SourcePlace, Span, Text } from '@huoshui/values'
import { runExamples } from './examples.ts'
import { mutateTree } from './mutate-tree.ts'
import type { Account, Deadline, Equivalent, Formula, Policy, Rule } from './policy.ts'
import type { PolicyOf } from './runs.ts'

export interface Mutant {
  /** How it is listed under 等价变异: `规则 › 行 › 变异`. */
  readonly id: string
  readonly text: Text
  readonly place: SourcePlace
  /** It nudges a number of the law, and so can never be listed as equivalent. */
  readonly constant: boolean
  readonly policy: Policy
}

export interface MutationRun {
  readonly total: number
  readonly killed: number
  readonly survivors: readonly Mutant[]
  /** Survivors that are listed with a reason. */
  readonly listed: readonly Equivalent[]
  /** Listed, but no such mutant exists or an example notices it after all. */
  readonly unknownListed: readonly Equivalent[]
  /** Listed, though they nudge a number of the law. */
  readonly forbiddenListed: readonly Equivalent[]
}

export interface MutationOptions {
  readonly calendar: Calendar
  readonly policyOf?: PolicyOf
  /** Called after each mutant; answering false stops the run. */
  readonly onProgress?: (done: number, total: number) => boolean | undefined
}

type Put<T> = (value: T) => Policy

/** Mutants of one formula, each with the policy that has it in place. */
function formulaMutants(formula: Formula, owner: string, put: Put<Formula>): Mutant[] {
  return mutateTree(formula.tree).map((change) => ({
    id: `${owner} › ${change.id}`,
    text: { zh: `${owner}：${change.id}`, en: `${owner}: ${change.id}` },
    place: formula.place,
    constant: change.constant,
    policy: put({ ...formula, tree: change.tree }),
  }))
}

const replaced = <T>(list: readonly T[], at: number, value: T): T[] =>
  list.map((one, i) => (i === at ? value : one))

function ruleMutants(policy: Policy, rule: Rule, at: number): Mutant[] {
  const put = (next: Rule): Policy => ({ ...policy, rules: replaced(policy.rules, at, next) })
  switch (rule.form) {
    case 'formula':
      return formulaMutants(rule.formula, rule.name, (formula) => put({ ...rule, formula }))
    case 'condition':
      return rule.rows.flatMap((row, r) => {
        const owner = `${rule.name} › ${row.name}`
        const without = rule.rows.filter((_, i) => i !== r)
        const dropped: Mutant = {
          id: `${owner} › 删行`,
          text: { zh: `${owner}：删去这一行`, en: `${owner}: drop the row` },
          place: row.place,
          constant: false,
          policy: put({ ...rule, rows: without }),
        }
        const changed = formulaMutants(row.test, owner, (test) =>
          put({ ...rule, rows: replaced(rule.rows, r, { ...row, test }) }),
        )
        return [dropped, ...changed]
      })
    case 'decision':
      return [
        ...rule.inputs.flatMap((input, i) =>
          formulaMutants(input, `${rule.name} › ${input.source}`, (next) =>
            put({ ...rule, inputs: replaced(rule.inputs, i, next) }),
          ),
        ),
        ...rule.rows.flatMap((row, r) => {
          const owner = `${rule.name} › ${row.name}`
          const results = formulaMutants(row.result, owner, (result) =>
            put({ ...rule, rows: replaced(rule.rows, r, { ...row, result }) }),
          )
          const tests = row.tests.flatMap((test, t) =>
            formulaMutants(test, owner, (next) =>
              put({
                ...rule,
                rows: replaced(rule.rows, r, { ...row, tests: replaced(row.tests, t, next) }),
              }),
            ),
          )
          return [...results, ...tests]
        }),
        ...swapMutants(rule, put),
      ]
    case 'score':
      return rule.rows.flatMap((row, r) => {
        const owner = `${rule.name} › ${row.name}`
        const save = (next: typeof row) => put({ ...rule, rows: replaced(rule.rows, r, next) })
        return [
          ...formulaMutants(row.indicator, owner, (indicator) => save({ ...row, indicator })),
          ...formulaMutants(row.fullMark, owner, (fullMark) => save({ ...row, fullMark })),
          ...row.weights.flatMap((weight, w) =>
            formulaMutants(weight, `${owner} › ${rule.stages[w]}`, (next) =>
              save({ ...row, weights: replaced(row.weights, w, next) }),
            ),
          ),
        ]
      })
  }
}

/** Two neighbouring results of a decision table change places. */
function swapMutants(rule: Extract<Rule, { form: 'decision' }>, put: Put<Rule>): Mutant[] {
  return rule.rows.slice(1).flatMap((row, i): Mutant[] => {
    const above = rule.rows[i]
    if (!above || above.result.source === row.result.source) return []
    const rows = replaced(replaced(rule.rows, i, { ...above, result: row.result }), i + 1, {
      ...row,
      result: above.result,
    })
    const id = `${rule.name} › 对调“${above.name}”与“${row.name}”的结果`
    const text = {
      zh: id,
      en: `${rule.name}: swap the results of “${above.name}” and “${row.name}”`,
    }
    return [{ id, text, place: row.place, constant: false, policy: put({ ...rule, rows }) }]
  })
}

function spanMutants(span: Span): { id: string; span: Span }[] {
  const { count, unit } = span
  const found = [
    { id: '+1', span: { count: count + 1, unit } },
    ...(count > 0 ? [{ id: '-1', span: { count: count - 1, unit } }] : []),
  ]
  if (unit === 'day') found.push({ id: '日→工作日', span: { count, unit: 'workday' } })
  if (unit === 'workday') found.push({ id: '工作日→日', span: { count, unit: 'day' } })
  return found
}

/** A date formula a day later or earlier. */
function shifted(date: Formula, by: number): Formula {
  const { at } = date.tree
  const right: Node = { kind: 'quantity', text: '1', unit: '日', at }
  const op = by > 0 ? '+' : '-'
  return { ...date, tree: { kind: 'arithmetic', op, left: date.tree, right, at } }
}

function deadlineMutants(deadline: Deadline, owner: string, put: Put<Deadline>): Mutant[] {
  const { place } = deadline
  if (deadline.form === 'by') {
    return [1, -1].map((by) => ({
      id: `${owner} › 期限 ${by > 0 ? '+1' : '-1'}`,
      text: { zh: `${owner}：期限差一天`, en: `${owner}: deadline off by a day` },
      place,
      // The day is the call's, not a number of the law.
      constant: false,
      policy: put({ ...deadline, date: shifted(deadline.date, by) }),
    }))
  }
  if (deadline.form !== 'within' && deadline.form !== 'after') return []
  if (!('span' in deadline.span)) return []
  return spanMutants(deadline.span.span).map(({ id, span }) => ({
    id: `${owner} › 期限 ${id}`,
    text: { zh: `${owner}：期限 ${id}`, en: `${owner}: deadline ${id}` },
    place,
    constant: true,
    policy: put({ ...deadline, span: { span } }),
  }))
}

function procedureMutants(policy: Policy, at: number): Mutant[] {
  const procedure = policy.procedures[at] as Policy['procedures'][number]
  const save = (next: typeof procedure): Policy => ({
    ...policy,
    procedures: replaced(policy.procedures, at, next),
  })
  const acts = procedure.acts.flatMap((row, r) => {
    const owner = `${procedure.name} › ${row.name}`
    const put = (next: typeof row) =>
      save({ ...procedure, acts: replaced(procedure.acts, r, next) })
    const found: Mutant[] = []
    if (row.condition) {
      found.push(...formulaMutants(row.condition, owner, (condition) => put({ ...row, condition })))
    }
    if (row.deadline) {
      found.push(...deadlineMutants(row.deadline, owner, (deadline) => put({ ...row, deadline })))
    }
    row.doing.forEach((doing, d) => {
      if (doing.verb !== '置') return
      found.push(
        ...formulaMutants(doing.value, `${owner} › 置${doing.fact}`, (value) =>
          put({ ...row, doing: replaced(row.doing, d, { ...doing, value }) }),
        ),
      )
    })
    return found
  })
  const transfers = procedure.transfers.flatMap((row, r) =>
    row.amount
      ? formulaMutants(row.amount, `${procedure.name} › 记账 ${row.act} › ${row.from}`, (amount) =>
          save({ ...procedure, transfers: replaced(procedure.transfers, r, { ...row, amount }) }),
        )
      : [],
  )
  return [...acts, ...transfers]
}

function accountMutants(policy: Policy, at: number): Mutant[] {
  const account = policy.accounts[at] as Account
  const save = (next: Account): Policy => ({
    ...policy,
    accounts: replaced(policy.accounts, at, next),
  })
  const owner = `账户 ${account.name}`
  const { fund, floor } = account
  const zero = floor.tree.kind === 'quantity' && Number(floor.tree.text) === 0
  return [
    ...(fund
      ? formulaMutants(fund, `${owner} › 注入`, (next) => save({ ...account, fund: next }))
      : []),
    // A floor of zero is the ledger's own, not a number of the law: an account that nothing is
    // taken from can't show it, and may be listed.
    ...formulaMutants(floor, `${owner} › 底线`, (next) => save({ ...account, floor: next })).map(
      (mutant) => ({ ...mutant, constant: mutant.constant && !zero }),
    ),
  ]
}

/** Every mutant of a policy. Ids are unique: a repeated one is numbered. */
export function mutantsOf(policy: Policy): Mutant[] {
  const found = [
    ...policy.rules.flatMap((rule, i) => ruleMutants(policy, rule, i)),
    ...policy.accounts.flatMap((_, i) => accountMutants(policy, i)),
    ...policy.procedures.flatMap((_, i) => procedureMutants(policy, i)),
  ]
  const times = new Map<string, number>()
  return found.map((mutant) => {
    const n = (times.get(mutant.id) ?? 0) + 1
    times.set(mutant.id, n)
    return n === 1 ? mutant : { ...mutant, id: `${mutant.id}（${n}）` }
  })
}

/** Whether some example fails on a mutant. */
function noticed(mutant: Mutant, options: MutationOptions): boolean {
  const { calendar, policyOf } = options
  const run = runExamples(mutant.policy, {
    calendar,
    ...(policyOf ? { policyOf } : {}),
    firstOnly: true,
  })
  return run.failures.length > 0
}

/** Runs every mutant of a policy against its examples. */
export function mutatePolicy(policy: Policy, options: MutationOptions): MutationRun {
  const mutants = mutantsOf(policy)
  const alive: Mutant[] = []
  let done = 0
  for (const mutant of mutants) {
    if (!noticed(mutant, options)) alive.push(mutant)
    done++
    if (options.onProgress?.(done, mutants.length) === false) break
  }
  const listedIds = new Map(policy.equivalents.map((one) => [one.mutant, one]))
  const byId = new Map(alive.map((mutant) => [mutant.id, mutant]))
  const isListed = (mutant: Mutant) => listedIds.has(mutant.id) && !mutant.constant
  return {
    total: done,
    killed: done - alive.length,
    survivors: alive.filter((mutant) => !isListed(mutant)),
    listed: policy.equivalents.filter((one) => byId.get(one.mutant)?.constant === false),
    unknownListed: policy.equivalents.filter((one) => !byId.has(one.mutant)),
    forbiddenListed: policy.equivalents.filter((one) => byId.get(one.mutant)?.constant === true),
  }
}
