/** `huoshui explain`: one rule for one firm, and why. */
import {
  type Amount,
  amountIn,
  type Decision,
  decideIn,
  evaluation,
  type FileProblem,
  type FirmRecord,
  factsFor,
  indexOf,
  type Policy,
  policyFinder,
  type Reason,
  readFactTexts,
  reasonLines,
  spell,
  word,
} from '@huoshui/policy'
import { type Day, formatDay, nearest } from '@huoshui/values'
import { dayGiven, textGiven } from '../args.ts'
import { today } from '../clock.ts'
import { type Command, type Context, libraryOf, print, printJson } from '../context.ts'
import {
  amountJson,
  amountText,
  changeTexts,
  citeText,
  conclusionWord,
  decisionJson,
  doubtText,
  leavesOf,
  missingText,
  type View,
  viewOf,
} from '../decision.ts'
import { exit, misuse, unreadable } from '../exit.ts'
import { errorsIn, firmsOf, tellProblems } from '../facts.ts'
import type { Colour } from '../ink.ts'
import { type Library, policyMeant } from '../load.ts'

interface Explained {
  readonly view: View
  readonly decision: Decision
  /** Where the rule is an amount of money. */
  readonly amount: Amount | null
  readonly problems: readonly FileProblem[]
}

/** The rule that a word means: a rule by its name, a measure by what entitles to it. */
function ruleMeant(policy: Policy, name: string): string {
  const { rules } = indexOf(policy)
  if (rules.has(name)) return name
  const measure = policy.measures.find((one) => one.name === name)
  if (measure) return measure.eligibility
  const all = [...policy.measures.map((one) => one.name), ...rules.keys()]
  throw misuse((t) => t.noRule(name, nearest(name, all), all))
}

/** The firm of `--facts`, if any. */
function firmGiven(
  context: Context,
  library: Library,
): { firm: FirmRecord | null; problems: readonly FileProblem[] } {
  const path = textGiven(context.given, 'facts')
  if (path === undefined) return { firm: null, problems: [] }
  const { firms, problems } = firmsOf(context, library, path)
  tellProblems(context, path, problems)
  const name = textGiven(context.given, 'firm')
  const names = firms.map((one) => one.name)
  const firm = name === undefined ? firms[0] : firms.find((one) => one.name === name)
  if (firms.length === 0) throw unreadable((t) => t.noFirmAtAll(path))
  if (!firm) throw misuse((t) => t.noFirm(String(name), names))
  if (name === undefined && firms.length > 1) throw misuse((t) => t.whichFirm(firms.length))
  return { firm, problems }
}

function setsGiven({ given }: Context): [string, string][] {
  const sets = (given.values.set ?? []) as readonly string[]
  return sets.map((text) => {
    const at = text.search(/[=＝]/)
    if (at < 1) throw misuse((t) => t.badSet(text))
    return [text.slice(0, at).trim(), text.slice(at + 1)]
  })
}

/** The type says which names are the policy's own, so plain names are read as this policy's. */
function knownFor(context: Context, library: Library, policy: Policy) {
  const { firm, problems } = firmGiven(context, library)
  const own = { facts: library.corpus.facts, policies: [policy] }
  const set = readFactTexts(setsGiven(context), '--set', own)
  tellProblems(context, '--set', set.problems)
  const known = new Map([...(firm?.known ?? []), ...set.known])
  return { known, day: firm?.day ?? null, problems: [...problems, ...set.problems] }
}

function explainOne(context: Context): Explained {
  const { io, given } = context
  const library = libraryOf(context)
  const [slug, name] = given.rest as [string, string]
  const policy = policyMeant(io.cwd, library, slug)
  const rule = ruleMeant(policy, name)
  const read = knownFor(context, library, policy)
  const day: Day = dayGiven(given) ?? read.day ?? (io.today ?? today)()
  const policyOf = policyFinder(library.corpus.policies)
  const open = evaluation({ policy, day, facts: factsFor(policy, read.known, day), policyOf })
  const decision = decideIn(open, rule)
  const amount = decision.type.kind === 'money' ? amountIn(open, rule) : null
  return { view: viewOf(context, library, policy), decision, amount, problems: read.problems }
}

const marks: Readonly<Record<Reason['state'], readonly [string, Colour]>> = {
  met: ['✓', 'green'],
  unmet: ['✗', 'red'],
  unknown: ['?', 'yellow'],
}

/** A row and what it rests on, each level further in. */
function reasonTree(view: View, reason: Reason, depth: number): string[] {
  const { t, lang, ink, policy } = view
  const [mark, colour] = marks[reason.state]
  const cite = t.cite(citeText(view, reason.citation))
  const inner = reason.because.filter((one) => one.state === reason.state)
  // What rests on other rules says it there, row by row.
  const said = inner.length > 0 ? '' : reasonLines(policy, reason, lang).join(t.semicolon)
  const line = `${ink(mark, colour)} ${word(policy, reason.name, lang)}${cite}`
  const indent = '  '.repeat(depth + 1)
  return [
    `${indent}${line}${said === '' ? '' : `${t.colon}${said}`}`,
    ...reason.because.flatMap((one) => reasonTree(view, one, depth + 1)),
  ]
}

function tell({ view, decision, amount }: Explained): void {
  const { t, lang, policy } = view
  const yesNo = decision.type.kind === 'boolean'
  const when = t.cite(t.on(formatDay(decision.day, lang)))
  const head = yesNo
    ? conclusionWord(view, decision)
    : spell(policy, decision.value, decision.type, lang)
  print(view, `${word(policy, decision.rule, lang)}${t.colon}${head}${when}`)
  const title = lang === 'en' ? (policy.english?.title ?? policy.meta.title) : policy.meta.title
  print(view, view.ink(`${title} ${policy.meta.slug}`, 'dim'))
  if (amount) print(view, `${t.amount}${t.colon}${amountText(view, amount, null)}`)
  if (decision.reasons.length > 0) {
    print(view, `${t.reasons}${t.colon}`)
    for (const reason of decision.reasons) print(view, ...reasonTree(view, reason, 0))
  }
  const items = (label: string, texts: readonly string[]) => {
    if (texts.length > 0) print(view, `${label}${t.colon}`, ...texts.map((text) => `  ${text}`))
  }
  items(t.nearest, yesNo ? changeTexts(view, decision) : [])
  items(
    t.missing,
    decision.missing.map((one) => missingText(view, one)),
  )
  const doubt = doubtText(view, decision)
  if (doubt !== '') print(view, `${t.doubts}${t.colon}${doubt}`)
  const remedy = lang === 'en' ? policy.english?.remedy || policy.meta.remedy : policy.meta.remedy
  if (yesNo && decision.conclusion === 'unmet' && remedy) {
    print(view, `${t.remedy}${t.colon}${remedy}`)
  }
}

function run(context: Context): number {
  const explained = explainOne(context)
  const { view, decision, amount, problems } = explained
  const { policy } = view
  if (context.json) {
    printJson(context, {
      ...decisionJson(policy, decision),
      ...(amount ? { amount: amountJson(policy, amount) } : {}),
      leaves: decision.reasons.flatMap(leavesOf).map((one) => one.name),
      problems,
    })
  } else tell(explained)
  return decision.conclusion === 'met' && errorsIn(problems) === 0 ? exit.fine : exit.no
}

export const explain: Command = {
  options: {
    facts: { type: 'string' },
    firm: { type: 'string' },
    set: { type: 'string', multiple: true },
    day: { type: 'string' },
  },
  words: [2, 2],
  run,
}
