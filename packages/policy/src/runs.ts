/** What an evaluation sees and what it leaves behind. */
import type { Trace, Value } from '@huoshui/feel'
import type { Day } from '@huoshui/values'
import type { Amount, Findings } from './decide.ts'
import type { Plan, RuleTarget } from './fixed.ts'
import type { AccountPart, Target } from './lookup.ts'
import type {
  Account,
  Condition,
  ConditionRow,
  DecisionRow,
  DecisionTable,
  Formula,
  Policy,
  Rule,
  Score,
} from './policy.ts'
import type { Reason } from './reason.ts'

/** Where an evaluation finds what is known. */
export interface Facts {
  /** `target` is what the key belongs to, for those who would have to look it up. */
  get(key: string, target?: Target): Value | undefined
}

/** What an evaluation sees. */
export interface World {
  readonly policy: Policy
  readonly day: Day
  /** Values by fact key (or record kind, or account name to override); absent means missing. */
  readonly facts: Facts
  /** An account's balance; without it an account's name stands for what would be put into it. */
  readonly balance?: (account: Account, part: AccountPart) => Value
  /** The policy of a slug, for imported rules. */
  readonly policyOf?: PolicyOf
  /** Keep traces for explanations; on unless said otherwise. */
  readonly traced?: boolean
}

/** Finds a policy by its slug: the version in force on the day, when one is given. */
export type PolicyOf = (slug: string, day?: Day) => Policy | undefined

export interface FormulaRun {
  readonly formula: Formula
  readonly plan: Plan
  readonly value: Value
  readonly trace: Trace
}

/** The run of one row of a condition, and its reason once it has been given. */
export interface RowRun extends FormulaRun {
  readonly row: ConditionRow
  readonly drawn: { reason?: Reason }
}

/** What has been drawn from a run so far: kept with it, since runs are kept. */
export interface Drawn {
  reasons?: Reason[]
  findings?: Findings
  amount?: Amount
}

export type RuleRun = { readonly drawn: Drawn } & (
  | {
      readonly form: 'condition'
      readonly rule: Condition
      readonly value: Value
      readonly rows: readonly RowRun[]
    }
  | {
      readonly form: 'decision'
      readonly rule: DecisionTable
      readonly value: Value
      readonly inputs: readonly FormulaRun[]
      /** Rows that hit, or may still hit while facts are missing. */
      readonly hits: readonly {
        readonly row: DecisionRow
        readonly value: Value
        readonly sure: boolean
      }[]
    }
  | {
      readonly form: 'score'
      readonly rule: Score
      readonly value: Value
      readonly column: string | null
      readonly rows: readonly {
        readonly name: string
        readonly value: Value
        readonly points: Value
      }[]
    }
  | ({ readonly form: 'formula'; readonly rule: Rule } & FormulaRun)
)

export interface Evaluation {
  readonly world: World
  /** The value of a rule, fact or account. */
  valueOf(name: string): Value
  /** How a rule was evaluated; undefined when there is no such rule. */
  runOf(name: string): RuleRun | undefined
  /** The same for a rule that has been found. */
  runAt(target: RuleTarget): RuleRun
  /** Evaluates a formula of the policy that is not a named rule. */
  run(formula: Formula): FormulaRun
}
