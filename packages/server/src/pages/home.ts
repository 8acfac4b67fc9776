/** Home: every policy with what it gives, how sure its text is, and since when it holds. */
import { type Policy, sourceNames } from '@huoshui/policy'
import { type Day, formatDay, type Lang } from '@huoshui/values'
import type { Assets } from '../assets.ts'
import { type Html, html } from '../html.ts'
import { addressIn, pageOf } from '../layout.ts'
import { idOf, type Library } from '../library.ts'
import { regionName, words } from '../words.ts'
import { measureLines, measureList } from './measures.ts'
import { statusMark, statusOn, titleOf } from './status.ts'

function namesFor(library: Library, policy: Policy, lang: Lang): Readonly<Record<string, string>> {
  const source = library.sources.get(policy.file)
  return lang === 'en' && source ? sourceNames(policy, source) : {}
}

function entry(library: Library, policy: Policy, day: Day, lang: Lang): Html {
  const w = words[lang]
  const { meta } = policy
  const open = policy.interpretations.filter((one) => one.status !== '已确认').length
  const title = titleOf(policy, lang)
  const lines = measureLines(library, policy, day, lang, namesFor(library, policy, lang))
  return html`<li class="entry">
<article aria-labelledby="p-${idOf(policy)}">
<p class="entry-meta">${statusMark(statusOn(policy, day), lang)} <span>${regionName(meta.region, lang)}</span>${meta.documentNumber ? html` <span lang="zh-CN">${meta.documentNumber}</span>` : null}</p>
<h2 id="p-${idOf(policy)}"><a href="${addressIn(lang, `/policies/${idOf(policy)}`)}"${title.foreign ? html` lang="zh-CN"` : null}>${title.text}</a></h2>
${measureList(lines, lang)}
<p class="entry-foot">${
    meta.effectiveFrom
      ? html`<span>${w.effectiveFrom} <time datetime="${meta.effectiveFrom}">${formatDay(meta.effectiveFrom, lang)}</time></span> `
      : null
  }<span>${w.evidenceGrade}${lang === 'zh' ? '：' : ': '}<b>${w.evidence[meta.evidence]}</b></span> <span class="${open > 0 ? 'doubt' : 'quiet'}">${open > 0 ? w.interpretationsOpen(open) : w.interpretationsNone}</span></p>
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
<ul>${policies.map((policy) => {
    const title = titleOf(policy, lang)
    return html`<li><a href="${addressIn(lang, `/policies/${idOf(policy)}`)}"${title.foreign ? html` lang="zh-CN"` : null}>${title.text}</a></li>`
  })}</ul>
</section>`
}

/** The home page. */
export function homePage(library: Library, day: Day, lang: Lang, assets: Assets): string {
  const w = words[lang]
  const measured = inOrder(library.policies.filter((policy) => policy.measures.length > 0))
  const rest = inOrder(library.policies.filter((policy) => policy.measures.length === 0))
  const list =
    measured.length > 0
      ? html`<ol class="entries">${measured.map((policy) => entry(library, policy, day, lang))}</ol>`
      : html`<div class="nothing"><h2>${w.emptyHome}</h2><p>${w.emptyHomeHint}</p></div>`
  const body = html`<div class="home">
<div class="opening">
<h1>${w.homeTitle}</h1>
<p class="lede">${w.homeLead}</p>
<p class="call"><a class="action" href="${addressIn(lang, '/try')}">${w.homeTry}</a> <span class="quiet">${w.homeTryHint}</span></p>
</div>
${list}
${library.withheld.length > 0 ? html`<p class="withheld">${w.withheld(library.withheld.length)}</p>` : null}
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
