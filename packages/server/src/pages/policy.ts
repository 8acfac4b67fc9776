/** A policy's page: what it gives, where it comes from, and the document itself. */
import {
  type OutlineEntry,
  outlineOf,
  type Policy,
  renderPolicy,
  type SourceFile,
  sourceNames,
} from '@huoshui/policy'
import { type Day, formatDay, type Lang } from '@huoshui/values'
import type { Assets } from '../assets.ts'
import { type Html, html, type Part, raw } from '../html.ts'
import { addressIn, pageOf } from '../layout.ts'
import { idOf, type Library, versionsOf } from '../library.ts'
import { regionName, words } from '../words.ts'
import { measureLines, measureList } from './measures.ts'
import { doubtMark, metaLine, statusMark, statusOn, titleOf } from './status.ts'

interface View {
  readonly library: Library
  readonly policy: Policy
  readonly source: SourceFile
  readonly day: Day
  readonly lang: Lang
}

function time(day: Day | null, lang: Lang): Html | null {
  return day && html`<time datetime="${day}">${formatDay(day, lang)}</time>`
}

/** Text that is only to be had in Chinese, marked as such on an English page. */
function chinese(text: string, lang: Lang): Part {
  return lang === 'zh' || text === '' ? text : html`<span lang="zh-CN">${text}</span>`
}

function factsBox({ policy, lang }: View): Html {
  const w = words[lang]
  const { meta, english } = policy
  const own = lang === 'en' ? english : null
  const sources = Object.entries(meta.sources).map(
    ([name, source]) => own?.sources[name] ?? chinese(source.title || name, lang),
  )
  const calls = policy.calls.map((call) => {
    const name = own?.words[call.name] ?? chinese(call.name, lang)
    const days = w.openUntil(formatDay(call.from, lang), formatDay(call.to, lang))
    return html`${name}${lang === 'zh' ? '：' : ': '}${days}`
  })
  const list = (parts: readonly Part[]): Part =>
    parts.length > 1 ? html`<ul>${parts.map((part) => html`<li>${part}</li>`)}</ul>` : parts[0]
  const dash = lang === 'zh' ? '——' : ' – '
  const evidence = `${w.evidence[meta.evidence]}${dash}${w.evidenceMeaning[meta.evidence]}`
  const rows: (readonly [string, Part])[] = [
    [w.issuer, own?.issuer || chinese(meta.issuer, lang)],
    [w.documentNumber, chinese(meta.documentNumber, lang)],
    [w.region, regionName(meta.region, lang)],
    [w.issued, time(meta.issued, lang)],
    [w.effective, time(meta.effectiveFrom, lang)],
    [w.expires, time(meta.effectiveTo, lang)],
    [w.evidenceGrade, evidence],
    [w.replaces, list(meta.replaces.map((text) => chinese(text, lang)))],
    [w.basis, list(sources)],
    [w.calls, list(calls)],
    [w.remedy, own?.remedy || chinese(meta.remedy, lang)],
    [w.digest, html`<code class="digest">${policy.digest.slice(0, 16)}</code>`],
  ]
  return html`<dl class="facts-box">${rows
    .filter(([, part]) => part !== null && part !== undefined && part !== '')
    .map(([label, part]) => html`<div><dt>${label}</dt><dd>${part}</dd></div>`)}</dl>`
}

function contents(outline: readonly OutlineEntry[], lang: Lang): Html {
  const w = words[lang]
  const items = outline.map((one) => {
    const link = html`<a href="#${encodeURIComponent(one.id)}">${one.title}</a>`
    return html`<li class="level-${one.level}">${link}</li>`
  })
  return html`<nav class="contents" aria-labelledby="contents">
<details open><summary id="contents">${w.contents}</summary>
<ol>${items}</ol></details></nav>`
}

function versions({ library, policy, day, lang }: View): Html | null {
  const all = versionsOf(library, policy.meta.slug)
  if (all.length < 2) return null
  const w = words[lang]
  return html`<section class="versions" aria-labelledby="versions">
<h2 id="versions">${w.versions}</h2>
<ul>${all.map((one) => {
    const label = one.meta.effectiveFrom
      ? formatDay(one.meta.effectiveFrom, lang)
      : one.meta.version
    const mark = statusMark(statusOn(one, day), lang)
    if (one === policy)
      return html`<li>${mark} ${label} <span class="quiet">${w.thisVersion}</span></li>`
    const address = addressIn(lang, `/policies/${idOf(one)}`)
    return html`<li>${mark} <a href="${address}">${label}</a></li>`
  })}</ul>
</section>`
}

function opening(view: View, names: Readonly<Record<string, string>>): Html {
  const { library, policy, day, lang } = view
  const w = words[lang]
  const title = titleOf(policy, lang)
  const lines = measureLines(library, policy, day, lang, names)
  const call = html`<a class="action" href="${addressIn(lang, '/try')}">${w.homeTry}</a>`
  return html`<header class="policy-head">
<p class="entry-meta">${metaLine(policy, day, lang)} ${doubtMark(policy, lang)}</p>
<h1${title.foreign ? html` lang="zh-CN"` : null}>${title.text}</h1>
${title.foreign ? html`<p class="untranslated">${w.notTranslated}</p>` : null}
${lines.length > 0 ? html`${measureList(lines, lang)}<p class="call">${call}</p>` : null}
</header>`
}

/** The page of a policy. */
export function policyPage(view: View, assets: Assets): string {
  const { policy, source, lang, library } = view
  const w = words[lang]
  const title = titleOf(policy, lang)
  const companion = library.sources.get(policy.file.replace(/\.md$/, '.en.md'))
  const text = renderPolicy(policy, source, { lang, ...(companion ? { english: companion } : {}) })
  const names = lang === 'en' ? sourceNames(policy, source) : {}
  const body = html`<div class="policy">
${opening(view, names)}
${factsBox(view)}
<div class="reading">
${contents(outlineOf(policy, source, { lang }), lang)}
<div class="document">
<p class="how-to-read"><b>${w.howToRead}</b> ${w.howToReadText}</p>
<div id="in-place" data-slug="${policy.meta.slug}" data-version="${policy.meta.version}"></div>
${raw(text)}
</div>
</div>
${versions(view)}
<p class="source"><a href="/api/policies/${idOf(policy)}/source">${w.sourceFile}</a>
<span class="quiet">${w.sourceHint}</span></p>
</div>`
  const frame = {
    lang,
    path: `/policies/${idOf(policy)}`,
    title: title.text,
    description: `${title.text} ${policy.meta.documentNumber}`.trim(),
    section: 'policies',
    scripts: policy.measures.length > 0 ? ['policy-page.tsx'] : [],
  } as const
  return pageOf({ ...frame, body }, assets)
}
