/** The frame of 测一测: it says what it does, and what to do without JavaScript. */
import type { Lang } from '@huoshui/values'
import type { Assets } from '../assets.ts'
import { html } from '../html.ts'
import { addressIn, pageOf } from '../layout.ts'
import { words } from '../words.ts'

/** The page on which the client asks its questions. */
export function tryPage(lang: Lang, assets: Assets): string {
  const w = words[lang]
  const body = html`<div class="try">
<div class="opening">
<h1>${w.tryTitle}</h1>
<p class="lede">${w.tryLead}</p>
</div>
<noscript><div class="without">
<p><b>${w.tryNeedsScript}</b></p>
<p>${w.tryWithout}</p>
<ul>
<li><a href="${addressIn(lang, '/')}">${w.tryRead}</a></li>
<li>${w.tryCommand} <code>npx huoshui screen 企业.json</code></li>
</ul>
</div></noscript>
<div id="try"><p class="loading">${w.tryLoading}</p></div>
</div>`
  const frame = {
    lang,
    path: '/try',
    title: w.tryTitle,
    description: w.tryLead,
    section: 'try',
    scripts: ['try-page.tsx'],
  } as const
  return pageOf({ ...frame, body }, assets)
}
