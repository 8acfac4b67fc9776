/** Pages for what went wrong: what to do next, and nothing of the machine inside. */
import type { Lang } from '@huoshui/values'
import type { Assets } from '../assets.ts'
import { html } from '../html.ts'
import { addressIn, pageOf } from '../layout.ts'
import { words } from '../words.ts'

export type Trouble = 400 | 404 | 500

/** Title and text of a trouble, for pages and for problem+json. */
export function troubleWords(status: Trouble, lang: Lang): { title: string; text: string } {
  const w = words[lang]
  switch (status) {
    case 400:
      return { title: w.badRequestTitle, text: w.badRequestText }
    case 404:
      return { title: w.notFoundTitle, text: w.notFoundText }
    case 500:
      return { title: w.errorTitle, text: w.errorText }
  }
}

/** The page of a trouble. */
export function troublePage(status: Trouble, lang: Lang, assets: Assets): string {
  const w = words[lang]
  const { title, text } = troubleWords(status, lang)
  const body = html`<div class="trouble">
<p class="trouble-code">${status}</p>
<h1>${title}</h1>
<p class="lede">${text}</p>
<p class="call"><a class="action" href="${addressIn(lang, '/')}">${w.notFoundBack}</a></p>
</div>`
  return pageOf({ lang, path: '/', title, description: text, section: null, body }, assets)
}
