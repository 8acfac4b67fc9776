/** Home: every policy with what it gives, how sure its text is, and since when it holds. */
import { type Policy, sourceNames } from '@huoshui/policy'
import { type Day, formatDay, type Lang } from '@huoshui/values'
import type { Assets } from '../assets.ts'
import { type Html, html } from '../html.ts'
import { addressIn, pageOf } from '../layout.ts'
import { idOf, type Library } from '../library.ts'
import { words } from '../words.ts'
import { measureLines, measureList } from './measures.ts'
import { doubtMark, metaLine, titleLink } from './status.ts'

function namesFor(library: Library, policy: Policy, lang: Lang): Readonly<Record<string, string>> {
  const source = library.sources.get(policy.file)
  return lang === 'en' && source ? sourceNames(policy, source) : {}
}

function entry(library: Library, policy: Policy, day: Day, lang: Lang): Html {
  const w = words[lang]
  const { effectiveFrom, evidence } = policy.meta
  const id = `p-${idOf(policy)}`
  const lines = measureLines(library, policy, day, lang, namesFor(library, policy, lang))
  const colon = lang === 'zh' ? '：' : ': '
  const since = effectiveFrom
    ? html`<time datetime="${effectiveFrom}">${formatDay(effectiveFrom, lang)}</time>`
    : null
  return html`<li class="entry">
<article aria-labelledby="${id}">
<p class="entry-meta">${metaLine(policy, day, lang)}</p>
<h2 id="${id}">${titleLink(policy, lang)}</h2>
${measureList(lines, lang)}
<p class="entry-foot">${since ? html`<span>${w.effectiveFrom} ${since}</span>` : null}
<span>${w.evidenceGrade}${colon}<b>${w.evidence[evidence]}</b></span> ${doubtMark(policy, lang)}</p>
</article>
</li>`
}

/** Policies with measures before those without, by region, the newest first. */
function inOrder(policies: readonly Policy[]): Policy[] {
  const key = (policy: Policy) => policy.meta.region
  const from = (policy: Policy) => policy.meta.effectiveFrom ?? ''
  return [...policies].sort(
    (a, b) =>
      (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) ||
      (from(a) < from(b) ? 1 : from(a) > from(b) ? -1 : 0),
  )
}

function others(policies: readonly Policy[], lang: Lang): Html | null {
  if (policies.length === 0) return null
  return html`<section class="others" aria-labelledby="others">
<h2 id="others">${words[lang].otherDocuments}</h2>
<ul>${policies.map((policy) => html`<li>${titleLink(policy, lang)}</li>`)}</ul>
</section>`
}

/** The home page. */
export function homePage(library: Library, day: Day, lang: Lang, assets: Assets): string {
  const w = words[lang]
  const measured = inOrder(library.policies.filter((policy) => policy.measures.length > 0))
  const rest = inOrder(library.policies.filter((policy) => policy.measures.length === 0))
  const entries = measured.map((policy) => entry(library, policy, day, lang))
  const list =
    entries.length > 0
      ? html`<ol class="entries">${entries}</ol>`
      : html`<div class="nothing"><h2>${w.emptyHome}</h2><p>${w.emptyHomeHint}</p></div>`
  const held = library.withheld.length
  const body = html`<div class="home">
<div class="opening">
<h1>${w.homeTitle}</h1>
<p class="lede">${w.homeLead}</p>
<p class="call"><a class="action" href="${addressIn(lang, '/try')}">${w.homeTry}</a>
<span class="quiet">${w.homeTryHint}</span></p>
</div>
${list}
${held > 0 ? html`<p class="withheld">${w.withheld(held)}</p>` : null}
${others(rest, lang)}
</div>`
  const frame = {
    lang,
    path: '/',
    title: w.name,
    description: w.homeLead,
    section: 'policies',
  } as const
  return pageOf({ ...frame, body }, assets)
}
