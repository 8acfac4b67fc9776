/** A matter's life in memory, day by day, as an example tells it. */
import { dateValue, evaluate, isUnknown, type Value } from '@huoshui/feel'
import { type Calendar, type Day, Decimal, type Text } from '@huoshui/values'
import { accountPlan, findAccount, toUnits } from './account-plan.ts'
import type { Balance } from './books.ts'
import { rowsIn } from './due.ts'
import { evaluation } from './evaluation.ts'
import { applyChanges, baselineFacts, type ExampleFailure, sameOutcome } from './examples.ts'
import { typesOf } from './fixed.ts'
import { Ledger } from './ledger.ts'
import { indexOf } from './lookup.ts'
import type { Act, Matter } from './matter.ts'
import { bookAll, openingTransfers } from './opening.ts'
import { factsOf, perform } from './perform.ts'
import type { Expectation, Life, LifeRow, Policy, Procedure } from './policy.ts'
import type { Refusal } from './refusal.ts'
import type { PolicyOf } from './runs.ts'
import { spell } from './words.ts'

interface Running {
  readonly policy: Policy
  readonly procedure: Procedure
  readonly calendar: Calendar
  readonly policyOf: PolicyOf | undefined
  readonly baseline: ReadonlyMap<string, Value>
  matter: Matter
  readonly books: Map<string, Balance>
  facts: Map<string, Value>
  refusal: Refusal | null
  /** A duty done late in the last act: the day it was due. */
  overdueSince: Day | null
}

const sampleSubject = (kind: string): string => `示例${kind}`

/** Facts that acts of the procedure fill in are missing until an act fills them. */
function startFacts(policy: Policy, procedure: Procedure, baseline: ReadonlyMap<string, Value>) {
  const { keyOf } = indexOf(policy)
  const facts = new Map(baseline)
  for (const row of procedure.acts) {
    for (const doing of row.doing) {
      if (doing.verb === '填') for (const name of doing.names) facts.delete(keyOf(name))
    }
  }
  facts.delete('今日')
  return facts
}

/** Runs one life; returns what differed from what its rows expect. */
export function runLife(
  policy: Policy,
  life: Life,
  options: { calendar: Calendar; policyOf?: PolicyOf },
): ExampleFailure[] {
  const procedure = indexOf(policy).procedures.get(life.procedure)
  if (!procedure) return []
  const baseline = baselineFacts(policy, life.baseline)
  const running: Running = {
    policy,
    procedure,
    calendar: options.calendar,
    policyOf: options.policyOf,
    baseline,
    matter: {
      id: `示例${procedure.name}`,
      procedure: procedure.name,
      state: null,
      // A matter pins the calls it is opened under; no act chooses them.
      parties: new Map(
        procedure.parties
          .filter((kind) => indexOf(policy).kinds.get(kind)?.call)
          .map((kind) => [kind, sampleSubject(kind)]),
      ),
      openedOn: null,
      performed: [],
      reservations: [],
    },
    facts: startFacts(policy, procedure, baseline),
    books: new Map(),
    refusal: null,
    overdueSince: null,
  }
  return life.rows.flatMap((row, i) => runRow(running, row, i))
}

function runRow(running: Running, row: LifeRow, index: number): ExampleFailure[] {
  const { policy } = running
  running.facts = applyChanges(policy, running.facts, row.changes)
  running.refusal = null
  running.overdueSince = null
  if (row.act === '期初') openBooks(running, row)
  else {
    const act = actOf(running, row, index)
    const { policyOf } = running
    const result = perform({
      policy,
      ...(policyOf ? { policyOf } : {}),
      calendar: running.calendar,
      matter: running.matter,
      facts: running.facts,
      books: running.books,
      day: row.day,
      act,
    })
    if (result.ok) {
      running.matter = result.performed.matter
      running.overdueSince = result.performed.effects[0]?.events[0]?.overdueSince ?? null
      for (const effects of result.performed.effects) {
        for (const [key, after] of effects.balances) running.books.set(key, after)
        for (const [key, value] of factsOf(policy, effects)) running.facts.set(key, value)
      }
    } else running.refusal = result.refusal
  }
  return checkRow(running, row)
}

/** 期初: what is left of an account when a running programme is taken over. */
function openBooks(running: Running, row: LifeRow): void {
  const { policy, matter, books } = running
  const parties = new Map(running.procedure.parties.map((kind) => [kind, sampleSubject(kind)]))
  for (const entry of row.filled) {
    const account = indexOf(policy).accounts.get(entry.name)
    if (!account || !entry.value) continue
    const open = evaluation({ policy, day: row.day, facts: running.facts })
    const source = { parties, matter: matter.id, day: row.day }
    const found = findAccount(accountPlan(policy, account), source, (rule) => open.valueOf(rule))
    const left = evaluate(entry.value.tree, { lookup: () => undefined })
    if ('missing' in found || !(left instanceof Decimal)) continue
    // An example may say anew what is left.
    books.delete(found.key)
    const transfers = openingTransfers(found, toUnits(left, account.unit), open)
    for (const [key, after] of bookAll(transfers, books)) books.set(key, after)
  }
}

function actOf(running: Running, row: LifeRow, index: number): Act {
  const { policy, procedure, matter, facts, baseline } = running
  const { keyOf } = indexOf(policy)
  const rows = rowsIn(procedure, row.act, matter.state)
  const anywhere = procedure.acts.find((one) => one.name === row.act)
  const role = (rows[0] ?? anywhere)?.by ?? '任何人'
  const asked = new Set(
    rows.flatMap((one) => one.doing.flatMap((doing) => (doing.verb === '填' ? doing.names : []))),
  )
  const given = applyChanges(policy, facts, row.filled)
  const filled = new Map<string, Value>()
  const slots = new Map<string, string>()
  for (const entry of row.filled) {
    const value = given.get(keyOf(entry.name))
    if (procedure.parties.includes(entry.name)) slots.set(entry.name, String(value))
    else if (value !== undefined) filled.set(entry.name, value)
  }
  for (const name of asked) {
    if (procedure.parties.includes(name)) {
      if (!slots.has(name)) slots.set(name, sampleSubject(name))
      continue
    }
    const value = baseline.get(keyOf(name))
    const listed = row.filled.some((entry) => keyOf(entry.name) === keyOf(name))
    if (!listed && value !== undefined) filled.set(name, value)
  }
  const subject = matter.parties.get(role) ?? sampleSubject(role)
  return {
    name: row.act,
    actor: { user: `示例经办${index + 1}`, role, subject, file: '示例附件' },
    filled,
    slots,
    rank: { place: 1, of: 1 },
    chosen: true,
  }
}

function checkRow(running: Running, row: LifeRow): ExampleFailure[] {
  const failures: ExampleFailure[] = []
  const name = `${row.day} ${row.act}`
  const fail = (place: ExampleFailure['place'], message: Text) =>
    failures.push({ place, example: name, message })
  const { refusal } = running
  const wanted = row.expected.find((one) => one.name === '拒绝')?.source ?? ''
  const got = refusal?.code ?? ''
  if (wanted !== got) {
    const why = refusal ? `（${refusal.message.zh}）` : ''
    const whyEn = refusal ? ` (${refusal.message.en})` : ''
    fail(row.place, {
      zh: wanted
        ? `应以 ${wanted} 拒绝，实际${got ? `以 ${got} 拒绝${why}` : '办成了'}。`
        : `应当办成，实际以 ${got} 拒绝${why}。`,
      en: wanted
        ? `Expected ${wanted}, got ${got || 'done'}${whyEn}.`
        : `Expected it done, got ${got}${whyEn}.`,
    })
    return failures
  }
  if (refusal) failures.push(...checkBecause(row, refusal, name))
  else if (row.because.length > 0) {
    fail(row.place, {
      zh: '这一步办成了，“因为”没有可以说明的拒绝。',
      en: 'This act was done, so 因为 has no refusal to account for.',
    })
  }
  for (const expected of row.expected) {
    if (expected.name === '拒绝' || expected.empty) continue
    checkExpected(running, row, expected, fail)
  }
  return failures
}

function checkBecause(row: LifeRow, refusal: Refusal, example: string): ExampleFailure[] {
  const said = new Set<string>([
    ...refusal.reasons.flatMap((reason) => reasonNames(reason)),
    ...refusal.missing.map((one) => one.key),
    ...refusal.emptySlots,
    ...(refusal.shortage ? [refusal.shortage.account] : []),
  ])
  return row.because
    .filter((name) => !said.has(name))
    .map((name) => ({
      place: row.place,
      example,
      message: {
        zh: `拒绝的原因里没有“${name}”，有：${[...said].join('、')}。`,
        en: `“${name}” is not among the reasons: ${[...said].join(', ')}.`,
      },
    }))
}

function reasonNames(reason: Refusal['reasons'][number]): string[] {
  if (reason.state === 'met') return []
  const facts = reason.findings
    .filter((finding) => finding.state !== 'met')
    .flatMap((finding) => [...finding.given.facts])
  return [reason.name, ...facts, ...reason.because.flatMap(reasonNames)]
}

function checkExpected(
  running: Running,
  row: LifeRow,
  expected: Expectation,
  fail: (place: ExampleFailure['place'], message: Text) => void,
): void {
  if (expected.name === '状态' || expected.name === '超期') {
    const is =
      expected.name === '状态' ? (running.matter.state ?? '起') : (running.overdueSince ?? '无')
    if (is === expected.source) return
    fail(expected.place, {
      zh: `${expected.name}应为“${expected.source}”，实际是“${is}”。`,
      en: `${expected.name} should be “${expected.source}”, it is “${is}”.`,
    })
    return
  }
  const actual = valueAfter(running, row.day, expected.name)
  const wanted = expected.value
    ? evaluation({ policy: running.policy, day: row.day, facts: running.facts }).run(expected.value)
        .value
    : null
  if (expected.value ? sameOutcome(actual, wanted) : isUnknown(actual)) return
  const type = typesOf(running.policy)(expected.name) ?? { kind: 'any' as const }
  const show = (lang: 'zh' | 'en') => spell(running.policy, actual, type, lang)
  fail(expected.place, {
    zh: `${expected.name}应为 ${expected.source}，实际是 ${show('zh')}。`,
    en: `${expected.name} should be ${expected.source}, it is ${show('en')}.`,
  })
}

/** The value of a name after the act, with accounts as the books have them. */
function valueAfter(running: Running, day: Day, name: string): Value {
  const { policy, matter, facts, books } = running
  const parties = new Map(matter.parties)
  for (const kind of running.procedure.parties) {
    if (!parties.has(kind)) parties.set(kind, sampleSubject(kind))
  }
  const ledger = new Ledger(policy, matter, parties, day, books)
  const open: ReturnType<typeof evaluation> = evaluation({
    policy,
    day,
    facts,
    ...(running.policyOf ? { policyOf: running.policyOf } : {}),
    balance: (account, part) => ledger.read(account, part, open),
  })
  return name === '今日' ? dateValue(day) : open.valueOf(name)
}
