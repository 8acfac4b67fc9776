/** Decisions and amounts as lines of text, and as data for programs. */
import {
  type Amount,
  amountLook,
  type Citation,
  type Decision,
  evidenceWord,
  formatCitation,
  type MissingFact,
  type Policy,
  type Reason,
  reasonLines,
  remedyText,
  sourceNames,
  spell,
  stateLooks,
  valueToJson,
  word,
} from '@huoshui/policy'
import type { Context } from './context.ts'
import type { Colour } from './ink.ts'
import { type Library, sourcesOf } from './load.ts'

/** What a decision of one policy is told with. */
export interface View extends Context {
  readonly policy: Policy
  /** Short English names of the texts it cites. */
  readonly sources: Readonly<Record<string, string>>
}

const views = new WeakMap<Policy, View>()

/** The view of a policy; made once, since many firms are told of the same policies. */
export function viewOf(context: Context, library: Library, policy: Policy): View {
  const made = views.get(policy)
  if (made) return made
  const view = { ...context, policy, sources: sourceNames(policy, sourcesOf(library, policy)[0]) }
  views.set(policy, view)
  return view
}

const colours: Readonly<Record<Decision['conclusion'], Colour>> = {
  met: 'green',
  unmet: 'red',
  unknown: 'yellow',
  finding: 'yellow',
}

/** The word of a conclusion: 符合, 不符合, 待补, 待认定. */
export function conclusionWord({ ink, lang }: Context, decision: Decision): string {
  const { conclusion } = decision
  return ink(stateLooks[conclusion].word[lang], colours[conclusion])
}

/** A citation as text; empty when there is none. */
export function citeText({ lang, sources }: View, citation: Citation | null): string {
  return citation ? formatCitation(citation, lang, sources) : ''
}

/** The reasons that a conclusion really rests on: the innermost in the same state. */
export function leavesOf(reason: Reason): Reason[] {
  const inner = reason.because.filter((one) => one.state === reason.state)
  return inner.length > 0 ? inner.flatMap(leavesOf) : [reason]
}

function reasonLine(view: View, reason: Reason): string {
  const { t, lang, policy } = view
  const cite = citeText(view, reason.citation)
  const lines = reasonLines(policy, reason, lang).join(t.semicolon)
  const name = word(policy, reason.name, lang)
  return `${cite === '' ? '' : `${cite} `}${name}${lines === '' ? '' : `${t.colon}${lines}`}`
}

/** One line for each thing that stands in the way, in the order of the text. */
export function reasonTexts(view: View, decision: Decision): string[] {
  const wanted = decision.conclusion === 'unmet' ? 'unmet' : 'unknown'
  const leaves = decision.reasons.filter((one) => one.state === wanted).flatMap(leavesOf)
  return [...new Set(leaves.map((leaf) => reasonLine(view, leaf)))]
}

/** The articles that a yes rests on, each once. */
export function groundsOf(view: View, decision: Decision): string {
  const leaves = decision.reasons.filter((one) => one.state === 'met').flatMap(leavesOf)
  const cites = leaves.map((leaf) => citeText(view, leaf.citation)).filter(Boolean)
  return [...new Set(cites)].join(view.t.list)
}

/** What would have to change, for each row that failed. */
export function changeTexts({ lang, policy }: View, decision: Decision): string[] {
  const leaves = decision.reasons.filter((one) => one.state === 'unmet').flatMap(leavesOf)
  return [...new Set(leaves.map((leaf) => remedyText(policy, leaf, lang)))].filter(Boolean)
}

/** A missing fact with who answers for it: 职工总数（登记：社会保险缴纳记录）. */
export function missingText({ lang, t, policy }: View, missing: MissingFact): string {
  const { fact, key } = missing
  const name = word(policy, fact?.name ?? key, lang)
  if (!fact) return `${name}${t.cite(t.records)}`
  if (lang === 'en') return `${name}${t.cite(evidenceWord(fact.evidence))}`
  return `${name}${t.cite([fact.evidence, fact.evidenceText].filter(Boolean).join(t.colon))}`
}

/** Interpretations that the decision leans on and nobody has confirmed: 解释 4、5（待确认）. */
export function doubtText({ t }: View, decision: Decision): string {
  const open = decision.interpretations.filter((one) => one.status !== '已确认')
  return open.length === 0 ? '' : t.doubt(open.map((one) => one.number).join(t.list))
}

/** An amount in one line: the figure or range, the clause that caps it, the article. */
export function amountText(view: View, amount: Amount, per: string | null): string {
  const { t, lang, policy } = view
  const look = amountLook(amount, lang)
  if (!look) return t.unknownAmount
  const { calculation } = amount
  const figure = `${look.lead}${look.lead && lang === 'en' ? ' ' : ''}${look.figure}`
  const cite = citeText(view, look.citation)
  const cap = calculation?.cap
  const each = per ? t.cite(word(policy, per, lang)) : ''
  return [`${figure}${each}`, cap ? t.capped(clauseText(view, cap), cite) : t.by(cite)]
    .filter(Boolean)
    .join(t.comma)
}

/** The capping clause: the name of a rule, or what it comes to. */
function clauseText(
  { lang, policy }: View,
  cap: NonNullable<NonNullable<Amount['calculation']>['cap']>,
): string {
  const value = spell(policy, cap.value, { kind: 'money' }, lang)
  const named = policy.rules.some((rule) => rule.name === cap.text)
  return named ? `${word(policy, cap.text, lang)} ${value}` : value
}

const citationJson = (policy: Policy, citation: Citation | null) =>
  citation && {
    zh: formatCitation(citation, 'zh'),
    en: formatCitation(citation, 'en', policy.english?.sources ?? {}),
  }

function reasonJson(policy: Policy, reason: Reason): unknown {
  return {
    name: reason.name,
    rule: reason.rule,
    state: reason.state,
    citation: citationJson(policy, reason.citation),
    text: { zh: reasonLines(policy, reason, 'zh'), en: reasonLines(policy, reason, 'en') },
    ...(reason.state === 'unmet'
      ? { change: { zh: remedyText(policy, reason, 'zh'), en: remedyText(policy, reason, 'en') } }
      : {}),
    missing: reason.missing,
    interpretations: reason.interpretations,
    because: reason.because.map((one) => reasonJson(policy, one)),
  }
}

const missingJson = ({ key, fact }: MissingFact) => ({ key, evidence: fact?.evidence ?? null })

/** A decision as data. */
export function decisionJson(policy: Policy, decision: Decision): object {
  return {
    policy: decision.policy,
    version: decision.version,
    digest: policy.digest,
    rule: decision.rule,
    day: decision.day,
    conclusion: decision.conclusion,
    value: valueToJson(decision.value, decision.type),
    reasons: decision.reasons.map((one) => reasonJson(policy, one)),
    missing: decision.missing.map(missingJson),
    interpretations: decision.interpretations.map(({ number, status, text }) => ({
      number,
      status,
      text,
    })),
  }
}

/** An amount as data; figures in 元 with two decimals. */
export function amountJson(policy: Policy, amount: Amount): object {
  const { low, high, calculation } = amount
  return {
    value: valueToJson(amount.value, { kind: 'money' }),
    low: low?.toFixed(2) ?? null,
    high: high?.toFixed(2) ?? null,
    rule: calculation?.rule ?? null,
    formula: calculation?.text ?? null,
    citation: citationJson(policy, calculation?.citation ?? null),
    cap: calculation?.cap
      ? {
          text: calculation.cap.text,
          value: valueToJson(calculation.cap.value, { kind: 'money' }),
          citation: citationJson(policy, calculation.cap.citation),
        }
      : null,
    missing: amount.missing.map(missingJson),
  }
}
