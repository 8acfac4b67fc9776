/** `huoshui screen`: what each firm of a file is entitled to. */
import {
  type FirmRecord,
  type FirmsRead,
  type Measure,
  type MeasureResult,
  type Policy,
  policyFinder,
  type Relation,
  type Screening,
  screen,
  word,
} from '@huoshui/policy'
import { formatDay } from '@huoshui/values'
import { dayGiven } from '../args.ts'
import { today } from '../clock.ts'
import { type Command, type Context, libraryOf, print } from '../context.ts'
import {
  amountJson,
  amountText,
  changeTexts,
  conclusionWord,
  decisionJson,
  doubtText,
  groundsOf,
  missingText,
  reasonTexts,
  type View,
  viewOf,
} from '../decision.ts'
import { exit } from '../exit.ts'
import { errorsIn, firmsOf, tellProblems } from '../facts.ts'
import type { Library } from '../load.ts'

const titleOf = (policy: Policy, lang: 'zh' | 'en') =>
  lang === 'en' ? (policy.english?.title ?? policy.meta.title) : policy.meta.title

/** How a refusal is contested: a no is never the last word. */
const remedyOf = (policy: Policy, lang: 'zh' | 'en') =>
  (lang === 'en' && policy.english?.remedy) || policy.meta.remedy

function screenOne(context: Context, library: Library, firm: FirmRecord): Screening {
  const { io, given } = context
  const { policies } = library.corpus
  const day = dayGiven(given) ?? firm.day ?? (io.today ?? today)()
  return screen(firm.known, { policies, day, policyOf: policyFinder(policies) })
}

/** What holds between this measure and others. */
function relationTexts({ t, lang, policy }: View, measure: Measure, all: readonly Relation[]) {
  return all.map((relation) => {
    const others = relation.measures.filter((name) => name !== measure.name)
    const names = others.map((name) => word(policy, name, lang)).join(t.list)
    return relation.form === 'exclusive'
      ? t.exclusive(names, relation.citation)
      : t.sharedCap(names, word(policy, relation.cap, lang), relation.citation)
  })
}

/** One measure: its conclusion and amount in a line, and below it what stands in the way. */
function measureLines(view: View, result: MeasureResult): string[] {
  const { t, lang, ink, policy } = view
  const { measure, decision, amount, call } = result
  const title = ink(t.cite(titleOf(policy, lang)), 'dim')
  const name = `${word(policy, measure.name, lang)}${title}`
  if (result.elsewhere) return [ink(`${t.elsewhere(policy.meta.region)} ${name}`, 'dim')]
  const lines = [`${conclusionWord(view, decision)} ${name}`]
  const item = (label: string, text: string) => {
    if (text !== '') lines.push(`  ${label}${t.colon}${text}`)
  }
  const items = (label: string, texts: readonly string[]) => {
    if (texts.length > 0) lines.push(`  ${label}${t.colon}`, ...texts.map((one) => `    ${one}`))
  }
  const { conclusion } = decision
  // What a firm is not entitled to has no amount worth naming.
  if (amount && conclusion !== 'unmet') item(t.amount, amountText(view, amount, measure.per))
  if (call) lines.push(`  ${t.call(word(policy, call.name, lang), formatDay(call.to, lang))}`)
  if (conclusion === 'met') item(t.grounds, groundsOf(view, decision))
  else items(t.reasons, reasonTexts(view, decision))
  if (conclusion === 'unmet') {
    items(t.nearest, changeTexts(view, decision))
    item(t.contest, remedyOf(policy, lang))
  }
  item(t.missing, decision.missing.map((one) => missingText(view, one)).join(t.list))
  item(t.doubts, doubtText(view, decision))
  if (conclusion !== 'unmet') {
    for (const text of relationTexts(view, measure, result.relations)) lines.push(`  ${text}`)
  }
  return lines
}

/** The facts that would settle most; three are enough for a person to begin with. */
function questionLines(context: Context, library: Library, screening: Screening): string[] {
  const { t } = context
  const first = screening.questions.slice(0, 3).map(({ missing, policy, measures }) => {
    const view = viewOf(context, library, policy)
    return `  ${t.question(missingText(view, missing), measures)}`
  })
  return first.length === 0 ? [] : [`${t.questionsTitle}${t.colon}`, ...first]
}

function tellFirm(context: Context, library: Library, firm: FirmRecord, all: Screening): void {
  const { t, lang, ink } = context
  const lines = all.results.flatMap((result) =>
    measureLines(viewOf(context, library, result.policy), result),
  )
  if (lines.length === 0) lines.push(t.noMeasures)
  lines.push(...questionLines(context, library, all))
  print(context, ink(`${firm.name}${t.cite(formatDay(all.day, lang))}`, 'bold'))
  print(context, ...lines.map((line) => `  ${line}`), '')
}

/** Policies that could not answer because they are not in force that day. */
function tellClosed(context: Context, closed: readonly Policy[]): void {
  const { t, lang } = context
  if (closed.length === 0) return
  print(context, `${t.closedTitle}${t.colon}`)
  for (const policy of closed) {
    const { effectiveFrom, effectiveTo, status } = policy.meta
    const from = effectiveFrom && formatDay(effectiveFrom, lang)
    const to = effectiveTo && formatDay(effectiveTo, lang)
    print(context, `  ${t.closed(titleOf(policy, lang), from, to, status === '草案')}`)
  }
}

function toJson(firm: FirmRecord, screening: Screening): object {
  return {
    name: firm.name,
    row: firm.row,
    day: screening.day,
    results: screening.results.map(({ policy, measure, decision, amount, call, ...more }) => ({
      measure: measure.name,
      per: measure.per,
      ...decisionJson(policy, decision),
      amount: amount && amountJson(policy, amount),
      elsewhere: more.elsewhere,
      relations: more.relations,
      call: call && { name: call.name, from: call.from, to: call.to },
    })),
    questions: screening.questions.map(({ key, measures, stake }) => ({
      key,
      measures,
      stake: stake.toFixed(2),
    })),
    closed: screening.closed.map((policy) => policy.meta.slug),
  }
}

/** Prints firms one by one as they are screened: a register need not fit into one text. */
function tellJson(context: Context, library: Library, { firms, problems }: FirmsRead): void {
  const { io } = context
  io.out('{"firms": [')
  firms.forEach((firm, i) => {
    const one = toJson(firm, screenOne(context, library, firm))
    io.out(`${i === 0 ? '' : ','}\n${JSON.stringify(one)}`)
  })
  io.out(`\n], "problems": ${JSON.stringify(problems)}}\n`)
}

function tellText(context: Context, library: Library, { firms, problems }: FirmsRead): void {
  const closed = new Map<string, Policy>()
  for (const firm of firms) {
    const screening = screenOne(context, library, firm)
    tellFirm(context, library, firm, screening)
    for (const policy of screening.closed) closed.set(policy.meta.slug, policy)
  }
  tellClosed(context, [...closed.values()])
  print(context, context.t.screened(firms.length, problems.length))
}

function run(context: Context): number {
  const path = context.given.rest[0] as string
  const library = libraryOf(context)
  const read = firmsOf(context, library, path)
  if (context.json) tellJson(context, library, read)
  else {
    tellProblems(context, path, read.problems)
    tellText(context, library, read)
  }
  if (read.firms.length === 0) return exit.input
  return errorsIn(read.problems) > 0 ? exit.no : exit.fine
}

export const screenFirms: Command = { options: { day: { type: 'string' } }, words: [1, 1], run }
