/** A policy while it is being read: the same shape as the compiled one, still open. */
import type {
  Account,
  Article,
  Baseline,
  Call,
  Equivalent,
  Fact,
  Interpretation,
  Kind,
  Life,
  Measure,
  Procedure,
  Relation,
  Rule,
  RuleExamples,
  TransferRow,
} from './policy.ts'

export interface Draft {
  readonly kinds: Kind[]
  readonly facts: Fact[]
  readonly rules: Rule[]
  readonly accounts: Account[]
  readonly procedures: Procedure[]
  /** Rows of 记账 tables, by procedure, until they are joined to it. */
  readonly transfers: { procedure: string; at: { from: number; to: number }; rows: TransferRow[] }[]
  readonly measures: Measure[]
  readonly relations: Relation[]
  readonly calls: Call[]
  readonly articles: Article[]
  readonly unruled: { article: number; reason: string; place: Article['place'] }[]
  readonly interpretations: Interpretation[]
  readonly baselines: Baseline[]
  readonly examples: RuleExamples[]
  readonly lives: Life[]
  readonly equivalents: Equivalent[]
}

export function emptyDraft(): Draft {
  return {
    kinds: [],
    facts: [],
    rules: [],
    accounts: [],
    procedures: [],
    transfers: [],
    measures: [],
    relations: [],
    calls: [],
    articles: [],
    unruled: [],
    interpretations: [],
    baselines: [],
    examples: [],
    lives: [],
    equivalents: [],
  }
}
