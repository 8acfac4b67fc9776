/**
 * The compiled policy: plain data, the waist between documents and everything that runs them.
 *
 * Whatever reads Markdown ends here and whatever decides, runs or renders begins here. Nothing
 * in it is a function or a class, so a policy can be stored, sent to a browser and compared.
 */
import type { Node, Type } from '@huoshui/feel'
import type { Day, SourcePlace, Span } from '@huoshui/values'

/** A piece of source with its place in the file. */
export interface Located {
  readonly place: SourcePlace
}

/** An expression of a cell or block, with where it stands and how it was written. */
export interface Formula extends Located {
  readonly source: string
  readonly tree: Node
  /** What to take off an offset of the tree to get an index of `source`. */
  readonly base: number
}

/** `[简称]第X条[第N款][第N项]`, `[简称]第N部分…`, or `待核`. */
export interface Citation {
  /** Short name of another text; absent for the policy's own articles. */
  readonly source?: string
  readonly article?: number
  /** 第N部分, for notices that have parts instead of articles. */
  readonly part?: number
  readonly paragraph?: number
  readonly item?: number
  /** 待核: the source has still to be found. */
  readonly pending?: true
}

export type Evidence = '登记' | '填报' | '承诺' | '认定' | '通知' | '办理'
export type Visibility = '公开' | '授权' | '内部' | '个人'

export interface Fact extends Located {
  readonly name: string
  /** The kind of subject it is about. */
  readonly kind: string
  /** The policy's slug, or `terms/facts` for a shared fact. */
  readonly owner: string
  readonly type: Type
  readonly nullable: boolean
  readonly fallback: Formula | null
  /** Lowest value a 数 or 金额 can take; keeps ranges narrow while it is missing. */
  readonly floor: Formula | null
  readonly meaning: string
  readonly evidence: Evidence
  readonly evidenceText: string
  readonly visibility: Visibility
}

/** A kind of subject: firms, providers, contracts, calls, or the matter of a procedure. */
export interface Kind {
  readonly name: string
  /** The kind of the shared vocabulary that it is, if any. */
  readonly shared?: string
  /** `属于`: its records belong to subjects (or matters) of that kind. */
  readonly owner?: string
  /** All its facts are set by notice: a matter pins the call it was opened under. */
  readonly call: boolean
  /** It is the matter of the procedure of that name. */
  readonly matter: boolean
}

export interface RuleBase extends Located {
  readonly name: string
  /** The article it stands in. */
  readonly citation: Citation
  readonly heading: readonly string[]
  readonly type: Type
}

export interface ConditionRow extends Located {
  readonly name: string
  readonly test: Formula
  readonly citation: Citation
}

export interface Condition extends RuleBase {
  readonly form: 'condition'
  readonly mode: 'all' | 'any'
  readonly rows: readonly ConditionRow[]
}

export interface DecisionRow extends Located {
  readonly name: string
  readonly tests: readonly Formula[]
  readonly result: Formula
  readonly citation: Citation
}

export interface DecisionTable extends RuleBase {
  readonly form: 'decision'
  readonly hit: 'unique' | 'first' | 'sum'
  readonly inputs: readonly Formula[]
  readonly rows: readonly DecisionRow[]
}

export interface ScoreRow extends Located {
  readonly name: string
  readonly indicator: Formula
  readonly fullMark: Formula
  /** One weight per stage column. */
  readonly weights: readonly Formula[]
  readonly citation: Citation
}

export interface Score extends RuleBase {
  readonly form: 'score'
  /** The rule or fact whose value names the weight column; null when there is one column. */
  readonly stage: Formula | null
  readonly stages: readonly string[]
  /** What each column's weights must sum to, when the table says so. */
  readonly total: string | null
  /** 示例权重: no published norm gives these weights, and whoever shows a score must say so. */
  readonly sampleWeights: boolean
  readonly rows: readonly ScoreRow[]
}

export interface FormulaRule extends RuleBase {
  readonly form: 'formula'
  readonly formula: Formula
}

export type Rule = Condition | DecisionTable | Score | FormulaRule

export interface Account extends Located {
  readonly name: string
  readonly ledger: string
  /** Subject kinds, `年度`, or a closed-list rule: one account per combination. */
  readonly keys: readonly string[]
  readonly unit: 'money' | 'count'
  readonly fund: Formula | null
  readonly floor: Formula
  readonly citation: Citation
  readonly heading: readonly string[]
}

/** How long: written out, or the name of a 期间 fact. */
export type SpanRef = { readonly span: Span } | { readonly fact: Formula }

/** From when: the latest performance of an act, or a date fact. */
export type Since = { readonly act: string } | { readonly date: Formula }

/** The six sentences of 期限; `null` in an act is the empty one. */
export type Deadline =
  | ({ readonly form: 'by'; readonly date: Formula } & Located)
  | ({
      readonly form: 'within'
      readonly since: Since
      readonly span: SpanRef
      /** 应: an official's duty; late is allowed and recorded as overdue. */
      readonly duty: boolean
      /** 不计: days spent in these states are not counted. */
      readonly paused: readonly string[]
    } & Located)
  | ({ readonly form: 'after'; readonly since: Since; readonly span: SpanRef } & Located)
  | ({ readonly form: 'lapse'; readonly act: string } & Located)

export type Doing =
  | ({ readonly verb: '填'; readonly names: readonly string[] } & Located)
  | ({ readonly verb: '置'; readonly fact: string; readonly value: Formula } & Located)
  | ({ readonly verb: '公示'; readonly names: readonly string[] } & Located)
  | ({
      readonly verb: '择优'
      readonly order: Formula
      readonly ties: readonly (Formula | '先申请')[]
      /** 同分并列: equal orders share a rank. */
      readonly shared: boolean
    } & Located)
  | ({
      readonly verb: '抽取'
      /** How many people, or the share (or number) of the waiting matters. */
      readonly count: Formula
      /** The pool people are drawn from; null draws among the matters in the row's state. */
      readonly pool: string | null
      readonly avoiding: Formula | null
    } & Located)
  | ({ readonly verb: '派'; readonly procedure: string } & Located)

export interface ActRow extends Located {
  readonly name: string
  readonly by: string
  /** `由 甲（乙代录）`: who enters it on paper's behalf. */
  readonly enteredBy?: string
  readonly condition: Formula | null
  readonly deadline: Deadline | null
  /** Empty for an opening act (起). */
  readonly from: readonly string[]
  readonly to: string
  readonly doing: readonly Doing[]
  readonly citation: Citation
}

export type Mode = 'reserve' | 'settle' | 'release' | 'post'

export interface TransferRow extends Located {
  readonly act: string
  /** An account, `外部`, or `全部预留`. */
  readonly from: string
  readonly to: string | null
  readonly amount: Formula | null
  readonly mode: Mode
}

export interface Procedure extends Located {
  readonly name: string
  readonly parties: readonly string[]
  /** `流程：评分（属于 创新券）`: its matters are children of that procedure's. */
  readonly owner?: string
  readonly acts: readonly ActRow[]
  readonly transfers: readonly TransferRow[]
  readonly citation: Citation
  readonly heading: readonly string[]
}

export interface Measure extends Located {
  readonly name: string
  /** The kinds of subject whose facts 资格 may read; the first is who is entitled. */
  readonly kinds: readonly string[]
  readonly eligibility: string
  readonly amount: string | null
  /** 每年, 每笔, 一次性 …: what the amount is per. */
  readonly per: string | null
  readonly procedure: string | null
  readonly citation: Citation | null
}

/** What holds between measures: exclusion, or a cap on their sum. */
export type Relation =
  | { readonly form: 'exclusive'; readonly measures: readonly string[]; readonly citation: string }
  | {
      readonly form: 'capped'
      readonly measures: readonly string[]
      readonly cap: string
      readonly citation: string
    }

/** A notice already published, with the values it sets. Open from `from` to `to`, both included. */
export interface Call extends Located {
  readonly kind: string
  readonly name: string
  readonly from: Day
  readonly to: Day
  readonly citation: string
  readonly values: readonly { readonly fact: string; readonly value: Formula }[]
}

export interface Interpretation extends Located {
  readonly number: number
  readonly status: '待确认' | '已确认' | '待核'
  readonly text: string
  readonly citation: Citation
  readonly heading: readonly string[]
  /** Rules, procedures, facts or accounts that it concerns. */
  readonly touches: readonly string[]
}

/** An article (or part) that has a heading of its own. */
export interface Article extends Located {
  readonly citation: Citation
  readonly title: string
  readonly heading: readonly string[]
  readonly restatement: string
  /** How many 款 and 项 the restatement numbers; 0 when it numbers none. */
  readonly paragraphs: number
  readonly items: number
}

export interface ChangeEntry extends Located {
  readonly name: string
  /** null is `?`: not known. */
  readonly value: Formula | null
}

export interface Baseline extends Located {
  /** Empty for the plain baseline. */
  readonly name: string
  readonly entries: readonly ChangeEntry[]
}

export interface Expectation extends Located {
  /** The rule, fact or account; `状态`, `拒绝` and `超期` in the life of a matter. */
  readonly name: string
  readonly source: string
  /** null: `?` or an empty cell. */
  readonly value: Formula | null
  readonly empty: boolean
}

export interface RuleExample extends Located {
  readonly name: string
  readonly changes: readonly ChangeEntry[]
  readonly expected: readonly Expectation[]
  readonly because: readonly string[]
}

export interface RuleExamples extends Located {
  readonly baseline: string
  readonly rows: readonly RuleExample[]
}

export interface LifeRow extends Located {
  readonly day: Day
  readonly act: string
  readonly filled: readonly ChangeEntry[]
  readonly changes: readonly ChangeEntry[]
  readonly expected: readonly Expectation[]
  readonly because: readonly string[]
}

export interface Life extends Located {
  readonly procedure: string
  readonly baseline: string
  readonly rows: readonly LifeRow[]
}

/** A mutant that no example can notice, with the reason. */
export interface Equivalent extends Located {
  readonly mutant: string
  readonly reason: string
}

export interface Meta {
  readonly slug: string
  /** The part of the file name after `@`; empty for the only or first version. */
  readonly version: string
  readonly title: string
  readonly documentNumber: string
  readonly issuer: string
  readonly issued: Day | null
  readonly effectiveFrom: Day | null
  /** The first day on which it is no longer in force. */
  readonly effectiveTo: Day | null
  readonly status: '草案' | '施行'
  readonly evidence: '原文' | '报道' | '二手'
  readonly region: string
  readonly replaces: readonly string[]
  readonly articleCount: number | null
  readonly sources: Readonly<Record<string, { readonly title: string; readonly articles?: number }>>
  readonly imports: readonly { readonly slug: string; readonly rule: string }[]
  readonly kinds: Readonly<Record<string, string>>
  readonly remedy: string
}

export interface English {
  readonly title: string
  readonly issuer: string
  readonly remedy: string
  /** Headings in document order. */
  readonly headings: readonly { readonly level: number; readonly title: string }[]
  readonly restatements: Readonly<Record<string, string>>
  readonly interpretations: Readonly<Record<number, string>>
  readonly words: Readonly<Record<string, string>>
  readonly sources: Readonly<Record<string, string>>
}

export interface Policy {
  readonly meta: Meta
  readonly file: string
  /** SHA-256 of the document: with the slug, what a decision names. */
  readonly digest: string
  readonly kinds: readonly Kind[]
  readonly facts: readonly Fact[]
  readonly rules: readonly Rule[]
  readonly accounts: readonly Account[]
  readonly procedures: readonly Procedure[]
  readonly measures: readonly Measure[]
  readonly relations: readonly Relation[]
  readonly calls: readonly Call[]
  readonly articles: readonly Article[]
  /** Articles listed under 不设规则的条文. */
  readonly unruled: readonly { readonly article: number; readonly reason: string }[]
  readonly interpretations: readonly Interpretation[]
  readonly baselines: readonly Baseline[]
  readonly examples: readonly RuleExamples[]
  readonly lives: readonly Life[]
  readonly equivalents: readonly Equivalent[]
  readonly english: English | null
}
