/** A rendered policy as a page of its own: readable on a screen and on paper, nothing to fetch. */
import type { Policy } from '@huoshui/policy'
import type { Lang } from '@huoshui/values'

const style = `
body{max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.7;color:#1a1a1a;background:#fff;
font-family:"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1,h2,h3{line-height:1.3}
blockquote{margin:1rem 0;padding:.2rem 1rem;border-left:.25rem solid #8a8a8a;color:#333}
table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}
th,td{border:1px solid #c8c8c8;padding:.35rem .6rem;text-align:left;vertical-align:top}
th{background:#f3f3f3}
code,pre{font-family:"Cascadia Code",Consolas,"Noto Sans Mono",monospace;font-size:.92em}
pre{overflow-x:auto;padding:.6rem .8rem;background:#f6f6f6}
a{color:#0b57a4}
@media print{body{max-width:none;margin:0}a{color:inherit}table{display:table}}
`

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)

/** The page of a policy in a language. */
export function pageOf(policy: Policy, body: string, lang: Lang): string {
  const own = policy.meta.title
  const title = escaped(lang === 'en' ? (policy.english?.title ?? own) : own)
  return [
    '<!doctype html>',
    `<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<h1>${title}</h1>`,
    body,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}
