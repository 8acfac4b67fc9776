/** What every page has around its text. */
import type { Lang } from '@huoshui/values'
import type { Assets } from './assets.ts'
import { type Html, html } from './html.ts'
import { words } from './words.ts'

export interface PageFrame {
  readonly lang: Lang
  /** The address of this page in Chinese, below the root: `/policies/…`. */
  readonly path: string
  readonly title: string
  readonly description: string
  /** Which entry of the navigation this page belongs to. */
  readonly section: 'policies' | 'try' | null
  /** Scripts that better the page; it can be read without them. */
  readonly scripts?: readonly string[]
  readonly body: Html
}

/** The address of a page in a language. */
export function addressIn(lang: Lang, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/').replaceAll('%40', '@')
  if (lang === 'zh') return encoded
  return encoded === '/' ? '/en' : `/en${encoded}`
}

/** The `lang` attribute of a language. */
export const langTag = (lang: Lang): string => (lang === 'zh' ? 'zh-CN' : 'en')

const seal = html`<svg class="seal" viewBox="0 0 32 32" aria-hidden="true">
<rect width="32" height="32" rx="3"/>
<path d="M5 12c3.7-4 7.3-4 11 0s7.3 4 11 0M5 20c3.7-4 7.3-4 11 0s7.3 4 11 0"/></svg>`

function masthead(frame: PageFrame): Html {
  const { lang, path, section } = frame
  const w = words[lang]
  const other = lang === 'zh' ? 'en' : 'zh'
  const current = (name: PageFrame['section']) =>
    section === name ? html` aria-current="page"` : null
  return html`<header class="masthead">
<div class="masthead-inner">
<a class="brand" href="${addressIn(lang, '/')}">${seal}<span class="brand-name">${w.name}</span></a>
<span class="tagline">${w.tagline}</span>
<nav aria-label="${w.navigation}"><ul>
<li><a href="${addressIn(lang, '/')}"${current('policies')}>${w.policies}</a></li>
<li><a href="${addressIn(lang, '/try')}"${current('try')}>${w.tryIt}</a></li>
<li class="tool">
<button type="button" class="large-text" aria-pressed="false" hidden>${w.largeText}</button></li>
<li class="tool"><a class="switch" href="${addressIn(other, path)}"
lang="${langTag(other)}" hreflang="${langTag(other)}">${w.otherLanguage}</a></li>
</ul></nav>
</div>
</header>`
}

/** The whole document of a page. */
export function pageOf(frame: PageFrame, assets: Assets): string {
  const { lang, title, description, path, body, scripts = [] } = frame
  const w = words[lang]
  const all = ['page.ts', ...scripts].map((entry) => assets.script(entry)).filter(Boolean)
  const heading = title === w.name ? title : `${title} · ${w.name}`
  return html`<!doctype html>
<html lang="${langTag(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light">
${assets.styles.map((href) => html`<link rel="stylesheet" href="${href}">\n`)}
${assets.directory ? html`<link rel="icon" href="/assets/seal.svg" type="image/svg+xml">` : null}
<link rel="alternate" hreflang="zh-CN" href="${addressIn('zh', path)}">
<link rel="alternate" hreflang="en" href="${addressIn('en', path)}">
${all.map((src) => html`<script type="module" src="${src}"></script>\n`)}
</head>
<body>
<a class="skip" href="#main">${w.skip}</a>
${masthead(frame)}
<main id="main" tabindex="-1">
${body}
</main>
<footer class="colophon"><p>${w.footer}</p></footer>
</body>
</html>
`.html
}
