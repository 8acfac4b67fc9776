/**
 * The rules of a policy made ready to run: what is written is resolved, what does not depend on
 * facts is computed, and each thing points to the next without a search.
 */
import { evaluate, type Node, type Value } from '@huoshui/feel'
import { type Plan, planOf } from './fixed.ts'
import { type Runner, runnerOf } from './formulas.ts'
import { Memo } from './memory.ts'
import type {
  Condition,
  ConditionRow,
  DecisionRow,
  DecisionTable,
  Formula,
  Policy,
  Rule,
  Score,
} from './policy.ts'
import type { RowRun, RuleRun } from './runs.ts'

/** A formula with its plan. */
export interface Planned {
  readonly formula: Formula
  readonly plan: Plan
}

export interface RowPlan extends Planned {
  readonly row: ConditionRow
  readonly memo: Memo<RowRun>
}

export interface ScoreRowPlan {
  readonly name: string
  readonly indicator: Runner
  /** What is written as a constant; undefined where facts have a part in it. */
  readonly fullMark: Value | undefined
  readonly columns: readonly { readonly weight: Value | undefined; readonly points: Runner }[]
}

export type RulePlan = { readonly memo: Memo<RuleRun> } & (
  | { readonly form: 'condition'; readonly rule: Condition; readonly rows: readonly RowPlan[] }
  | {
      readonly form: 'decision'
      readonly rule: DecisionTable
      readonly inputs: readonly Planned[]
      readonly rows: readonly {
        readonly row: DecisionRow
        readonly tests: readonly Runner[]
        readonly result: Runner
      }[]
    }
  | {
      readonly form: 'score'
      readonly rule: Score
      readonly stage: Planned | null
      readonly rows: readonly ScoreRowPlan[]
    }
  | { readonly form: 'formula'; readonly rule: Rule; readonly planned: Planned }
)

const plans = new WeakMap<Policy, (RulePlan | undefined)[]>()

/** The plans of a policy's rules, by their places; each is made when it is first wanted. */
export function rulePlansOf(policy: Policy): (RulePlan | undefined)[] {
  let made = plans.get(policy)
  if (made === undefined) {
    made = policy.rules.map(() => undefined)
    plans.set(policy, made)
  }
  return made
}

/** Makes the plan of one rule. */
export function planRule(policy: Policy, rule: Rule): RulePlan {
  const planned = (formula: Formula): Planned => ({ formula, plan: planOf(policy, formula.tree) })
  const runner = (formula: Formula) => runnerOf(policy, formula.tree)
  const memo = new Memo<RuleRun>(policy, [rule.name])
  switch (rule.form) {
    case 'condition': {
      const rows = rule.rows.map((row) => {
        const { formula, plan } = planned(row.test)
        return { formula, plan, row, memo: new Memo<RowRun>(policy, plan.reads) }
      })
      return { memo, form: 'condition', rule, rows }
    }
    case 'decision': {
      const rows = rule.rows.map((row) => ({
        row,
        tests: row.tests.map(runner),
        result: runner(row.result),
      }))
      return { memo, form: 'decision', rule, inputs: rule.inputs.map(planned), rows }
    }
    case 'score': {
      const stage = rule.stage && planned(rule.stage)
      return { memo, form: 'score', rule, stage, rows: scoreRows(policy, rule) }
    }
    case 'formula':
      return { memo, form: 'formula', rule, planned: planned(rule.formula) }
  }
}

const nowhere = { from: 0, to: 0 }

function scoreRows(policy: Policy, rule: Score): ScoreRowPlan[] {
  return rule.rows.map((row) => {
    // weight · min(1, max(0, indicator) / full mark)
    const reached = operation('/', call('max', zeroNode, row.indicator.tree), row.fullMark.tree)
    const share = call('min', oneNode, reached)
    return {
      name: row.name,
      indicator: runnerOf(policy, row.indicator.tree),
      fullMark: constantOf(row.fullMark.tree),
      columns: row.weights.map(({ tree }) => ({
        weight: constantOf(tree),
        points: runnerOf(policy, operation('*', tree, share)),
      })),
    }
  })
}

/** The value of a literal. */
function constantOf(tree: Node): Value | undefined {
  const literal = tree.kind === 'number' || tree.kind === 'quantity'
  return literal ? evaluate(tree, { lookup: () => undefined }) : undefined
}

const zeroNode: Node = { kind: 'number', text: '0', at: nowhere }
const oneNode: Node = { kind: 'number', text: '1', at: nowhere }

function call(name: string, ...args: Node[]): Node {
  return {
    kind: 'call',
    callee: { kind: 'name', name, at: nowhere },
    args: args.map((value) => ({ value })),
    at: nowhere,
  }
}

function operation(op: '*' | '/', left: Node, right: Node): Node {
  return { kind: 'arithmetic', op, left, right, at: nowhere }
}
