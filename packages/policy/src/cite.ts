/** Citations: 第十五条第2项 and back, with Chinese and Arabic numerals equal. */
import type { Citation } from './policy.ts'

const digits = '零一二三四五六七八九'

/** Reads `十五`, `二十三`, `一百零二` or `15`; null when it is neither. Up to 999. */
export function numeral(text: string): number | null {
  const folded = text.replace(/[０-９]/g, (c) => String(c.charCodeAt(0) - 0xff10))
  if (/^\d+$/.test(folded)) return Number(folded)
  const match =
    /^(?:([一二三四五六七八九])百零?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(
      folded,
    )
  if (!match || folded === '') return null
  const [, hundreds, tens, ten, ones] = match
  const digit = (d: string | undefined) => (d ? digits.indexOf(d) : 0)
  return digit(hundreds) * 100 + (ten ? (tens ? digit(tens) : 1) * 10 : 0) + digit(ones)
}

/** 15 → 十五. From 1 to 999. */
export function chineseNumeral(n: number): string {
  const h = Math.floor(n / 100)
  const t = Math.floor((n % 100) / 10)
  const o = n % 10
  const hundreds = h ? `${digits[h]}百` : ''
  const tens = t ? `${t === 1 && !h ? '' : digits[t]}十` : h && o ? '零' : ''
  return `${hundreds}${tens}${o ? digits[o] : ''}`
}

const number = '([0-9０-９零一二三四五六七八九十百]+)'
const articlePattern = new RegExp(`^第${number}条`)
const partPattern = new RegExp(`^第${number}部分`)
const paragraphPattern = new RegExp(`^第${number}款`)
const itemPattern = new RegExp(`^(?:第[（(]?${number}[）)]?项|[（(]${number}[）)])`)

/** The text without one numbered piece at its head, and the number. */
function take(text: string, pattern: RegExp): { n: number; rest: string } | null {
  const match = pattern.exec(text)
  if (!match) return null
  const n = numeral(match[1] ?? match[2] ?? '')
  return n === null ? null : { n, rest: text.slice(match[0].length) }
}

/**
 * Reads a citation from the head of a text.
 *
 * @param sources short names of the texts that may be cited
 * @returns the citation and what follows it, or null when the text does not begin with one
 */
export function takeCitation(
  text: string,
  sources: readonly string[],
): { citation: Citation; rest: string } | null {
  let rest = text.trim()
  if (rest.startsWith('待核')) return { citation: { pending: true }, rest: rest.slice(2) }
  const source = sources
    .filter((name) => rest.startsWith(name))
    .sort((a, b) => b.length - a.length)[0]
  if (source) rest = rest.slice(source.length)
  const parts: Record<string, number> = {}
  const steps = [
    ['article', articlePattern],
    ['part', partPattern],
    ['paragraph', paragraphPattern],
    ['item', itemPattern],
  ] as const
  for (const [key, pattern] of steps) {
    const found = take(rest, pattern)
    if (!found) continue
    parts[key] = found.n
    rest = found.rest
  }
  if (!source && Object.keys(parts).length === 0) return null
  return { citation: { ...(source ? { source } : {}), ...parts }, rest }
}

/** Reads a whole cell as one citation; null when it is not one. */
export function parseCitation(text: string, sources: readonly string[]): Citation | null {
  const taken = takeCitation(text, sources)
  return taken && taken.rest.trim() === '' ? taken.citation : null
}

/** Completes a citation that is relative to the article it stands in. */
export function resolveCitation(citation: Citation | null, base: Citation): Citation {
  if (citation === null) return base
  if (citation.pending) return citation
  if (citation.source !== undefined) return citation
  const source = base.source === undefined ? {} : { source: base.source }
  if (citation.article !== undefined || citation.part !== undefined) {
    return { ...source, ...citation }
  }
  const article = base.article === undefined ? {} : { article: base.article }
  const part = base.part === undefined ? {} : { part: base.part }
  const paragraph =
    citation.paragraph === undefined && base.paragraph !== undefined
      ? { paragraph: base.paragraph }
      : {}
  return { ...source, ...article, ...part, ...paragraph, ...citation }
}

/** 第十五条第2项, or “Art. 15(2)”. */
export function formatCitation(
  citation: Citation,
  lang: 'zh' | 'en' = 'zh',
  sourceNames: Readonly<Record<string, string>> = {},
): string {
  if (citation.pending) return lang === 'zh' ? '待核' : 'source to be verified'
  const { source, article, part, paragraph, item } = citation
  if (lang === 'zh') {
    return [
      source ?? '',
      article === undefined ? '' : `第${chineseNumeral(article)}条`,
      part === undefined ? '' : `第${chineseNumeral(part)}部分`,
      paragraph === undefined ? '' : `第${paragraph}款`,
      item === undefined ? '' : `第${item}项`,
    ].join('')
  }
  const tail = [
    paragraph === undefined ? '' : `para. ${paragraph}`,
    item === undefined ? '' : `item ${item}`,
  ].filter(Boolean)
  const head = [
    source === undefined ? '' : (sourceNames[source] ?? source),
    article === undefined ? '' : `Art. ${article}`,
    part === undefined ? '' : `Part ${part}`,
  ].filter(Boolean)
  return [head.join(' '), ...tail].filter(Boolean).join(', ')
}

/** The anchor of an article in a rendered document: `a12`, `155号-a1`. */
export function anchorOf(citation: Citation): string {
  const head = citation.source === undefined ? '' : `${citation.source}-`
  if (citation.article !== undefined) return `${head}a${citation.article}`
  if (citation.part !== undefined) return `${head}p${citation.part}`
  return citation.source === undefined ? 'top' : citation.source
}
