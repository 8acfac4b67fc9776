/** Running a policy's worked examples: rules from a baseline, and a matter's life day by day. */
import { dayOf, isUnknown, Range, type Value } from '@huoshui/feel'
import {
  type Calendar,
  type Day,
  Decimal,
  day as dayFrom,
  type SourcePlace,
  type Text,
} from '@huoshui/values'
import { boundsOf, evaluation } from './evaluation.ts'
import { typesOf } from './fixed.ts'
import { runLife } from './life.ts'
import { indexOf } from './lookup.ts'
import type { ChangeEntry, Expectation, Policy, RuleExample, RuleExamples } from './policy.ts'
import { type Reason, reasonsOf } from './reason.ts'
import type { Evaluation, PolicyOf } from './runs.ts'
import { spell } from './words.ts'

export interface ExampleFailure {
  readonly place: SourcePlace
  readonly example: string
  readonly message: Text
}

export interface ExampleRun {
  readonly count: number
  readonly failures: readonly ExampleFailure[]
}

export interface RunOptions {
  readonly calendar: Calendar
  readonly policyOf?: PolicyOf
  /** Stop at the first failure: enough to know that a mutant was noticed. */
  readonly firstOnly?: boolean
}

const anyDay = dayFrom('2000-01-01')

const dayIn = (facts: ReadonlyMap<string, Value>): Day => {
  const today = facts.get('今日')
  return (today === undefined ? null : dayOf(today)) ?? anyDay
}

/** The facts with a baseline's or a row's entries applied in order; `?` takes a fact away. */
export function applyChanges(
  policy: Policy,
  facts: ReadonlyMap<string, Value>,
  changes: readonly ChangeEntry[],
): Map<string, Value> {
  const { keyOf } = indexOf(policy)
  const next = new Map(facts)
  for (const change of changes) {
    const key = keyOf(change.name)
    if (!change.value) next.delete(key)
    else {
      const world = { policy, day: dayIn(next), facts: next, traced: false }
      next.set(key, evaluation(world).run(change.value).value)
    }
  }
  return next
}

/** The facts of a named baseline; of the plain one when the name is empty. */
export function baselineFacts(policy: Policy, name: string): Map<string, Value> {
  const baseline = policy.baselines.find((one) => one.name === name)
  return applyChanges(policy, new Map(), baseline?.entries ?? [])
}

/** Whether an outcome is what an example expects; a range expects an unknown with those bounds. */
export function sameOutcome(actual: Value, wanted: Value): boolean {
  if (wanted instanceof Range) {
    const { low, high } = boundsOf(actual)
    return isUnknown(actual) && sameValue(low, wanted.low) && sameValue(high, wanted.high)
  }
  return sameValue(actual, wanted)
}

function sameValue(a: Value, b: Value): boolean {
  if (isUnknown(a) || isUnknown(b)) return false
  if (a instanceof Decimal && b instanceof Decimal) return a.equals(b)
  if (a === null || b === null) return a === b
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => sameValue(item, b[i]))
  }
  const [x, y] = [dayOf(a), dayOf(b)]
  if (x && y) return x === y
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))
}

/** Runs all worked examples of a policy. */
export function runExamples(policy: Policy, options: RunOptions): ExampleRun {
  const failures: ExampleFailure[] = []
  let count = 0
  const enough = () => options.firstOnly === true && failures.length > 0
  for (const table of policy.examples) {
    for (const row of table.rows) {
      if (enough()) break
      count++
      failures.push(...runRule(policy, table, row, options))
    }
  }
  for (const life of policy.lives) {
    if (enough()) break
    count += life.rows.length
    failures.push(...runLife(policy, life, options))
  }
  return { count, failures }
}

function runRule(
  policy: Policy,
  table: RuleExamples,
  row: RuleExample,
  options: RunOptions,
): ExampleFailure[] {
  const facts = applyChanges(policy, baselineFacts(policy, table.baseline), row.changes)
  const day = dayIn(facts)
  const { policyOf } = options
  const open = evaluation({ policy, day, facts, ...(policyOf ? { policyOf } : {}) })
  const failures = row.expected.flatMap((expected) => checkValue(open, row, expected))
  const first = row.expected[0]
  if (first && failures.length === 0) failures.push(...checkBecause(open, row, first))
  return failures
}

function checkValue(open: Evaluation, row: RuleExample, expected: Expectation): ExampleFailure[] {
  if (expected.empty) return []
  const { policy } = open.world
  const actual = open.valueOf(expected.name)
  const good = expected.value
    ? sameOutcome(actual, open.run(expected.value).value)
    : isUnknown(actual)
  if (good) return []
  const type = typesOf(policy)(expected.name) ?? { kind: 'any' as const }
  const show = (lang: 'zh' | 'en') => spell(policy, actual, type, lang)
  const message = {
    zh: `${expected.name}应为 ${expected.source}，算出来是 ${show('zh')}。`,
    en: `${expected.name} should be ${expected.source}; it came to ${show('en')}.`,
  }
  return [{ place: expected.place, example: row.name, message }]
}

/** The names that account for a rule's outcome: failed or open rows, missing facts, hit rows. */
export function accountingNames(open: Evaluation, rule: string): Set<string> {
  const names = new Set<string>()
  const visit = (reason: Reason) => {
    if (reason.state !== 'met') names.add(reason.name)
    for (const name of reason.missing) names.add(name)
    for (const inner of reason.because) visit(inner)
  }
  for (const reason of reasonsOf(open, rule)) {
    visit(reason)
    // Where nothing failed the row that gave the result accounts for it.
    for (const name of reason.name.split('、')) if (reason.state === 'met') names.add(name)
  }
  const value = open.valueOf(rule)
  if (isUnknown(value)) for (const name of value.missing) names.add(name)
  return names
}

function checkBecause(open: Evaluation, row: RuleExample, first: Expectation): ExampleFailure[] {
  if (row.because.length === 0) return []
  const said = accountingNames(open, first.name)
  const value = open.valueOf(first.name)
  // A refusal is accounted for by its failed rows alone.
  const failed = value === false ? failedNames(open, first.name) : said
  return row.because
    .filter((name) => !failed.has(name))
    .map((name) => ({
      place: row.place,
      example: row.name,
      message: {
        zh: `理由里没有“${name}”，有：${[...failed].join('、')}。`,
        en: `“${name}” is not among the reasons: ${[...failed].join(', ')}.`,
      },
    }))
}

function failedNames(open: Evaluation, rule: string): Set<string> {
  const names = new Set<string>()
  const visit = (reason: Reason) => {
    if (reason.state !== 'unmet') return
    names.add(reason.name)
    for (const inner of reason.because) visit(inner)
  }
  for (const reason of reasonsOf(open, rule)) visit(reason)
  return names
}
