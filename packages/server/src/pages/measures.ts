/** A policy's measures with what they can bring at most, before anything is known of a firm. */
import {
  amountLook,
  formatCitation,
  type MeasureResult,
  type Policy,
  policyFinder,
  screenPolicy,
  word,
} from '@huoshui/policy'
import type { Day, Lang } from '@huoshui/values'
import { type Html, html } from '../html.ts'
import type { Library } from '../library.ts'
import { words } from '../words.ts'

export interface MeasureLine {
  readonly name: string
  readonly lead: string
  readonly figure: string
  readonly per: string
  readonly clause: string
}

function lineOf(result: MeasureResult, lang: Lang, names: Readonly<Record<string, string>>) {
  const { policy, measure, amount } = result
  const look = amount && amountLook(amount, lang)
  const citation = look?.citation ?? measure.citation
  return {
    name: word(policy, measure.name, lang),
    lead: look?.lead ?? '',
    figure: look?.figure ?? '',
    per: measure.per ? word(policy, measure.per, lang) : '',
    clause: citation ? formatCitation(citation, lang, names) : '',
  }
}

/** The measures of a policy on a day, with the range of their amounts. */
export function measureLines(
  library: Library,
  policy: Policy,
  day: Day,
  lang: Lang,
  names: Readonly<Record<string, string>>,
): MeasureLine[] {
  const policyOf = policyFinder(library.policies)
  const results = screenPolicy(policy, new Map(), { policies: library.policies, day, policyOf })
  return results.map((result) => lineOf(result, lang, names))
}

function amountOf(line: MeasureLine, lang: Lang): Html {
  if (line.figure === '') return html`<span class="quiet">${words[lang].perhaps}</span>`
  const lead = line.lead ? html`<span class="lead">${line.lead}</span> ` : null
  const per = line.per ? html` <span class="per">${line.per}</span>` : null
  return html`${lead}<b class="money">${line.figure}</b>${per}`
}

/** The list of measures as people read it: the amount large, the clause small beside it. */
export function measureList(lines: readonly MeasureLine[], lang: Lang): Html {
  if (lines.length === 0) return html`<p class="quiet">${words[lang].noMeasures}</p>`
  return html`<ul class="measures">${lines.map(
    (line) => html`<li class="measure">
<span class="measure-name">${line.name}</span>
<span class="measure-amount">${amountOf(line, lang)}</span>
<span class="measure-clause">${line.clause}</span>
</li>`,
  )}</ul>`
}
