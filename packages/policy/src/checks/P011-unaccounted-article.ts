import { chineseNumeral } from '../cite.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** An article of the text has neither a section nor a line under 不设规则的条文. */
export const P011: Definition<{ article: number; count: number }> = {
  code: 'P011',
  severity: 'error',
  message: ({ article, count }) => ({
    zh: `第${chineseNumeral(article)}条没有交代（全文 ${count} 条）。`,
    en: `Article ${article} of ${count} is not accounted for.`,
  }),
  remedy: ({ article }) => ({
    zh: `给它一节，或在“不设规则的条文”里写明理由。`,
    en: `Give article ${article} a section, or list it under 不设规则的条文 with the reason.`,
  }),
  fix: ({ article }) => `- 第${chineseNumeral(article)}条：`,
}

export const checkAccounted: Check = ({ policy, doc, say }) => {
  const count = policy.meta.articleCount
  if (count === null) return
  const headed = policy.articles
    .filter((one) => one.citation.source === undefined)
    .map((one) => one.citation.article)
  const accounted = new Set([...headed, ...policy.unruled.map((one) => one.article)])
  for (let article = 1; article <= count; article++) {
    if (accounted.has(article)) continue
    const before = policy.articles.filter((one) => (one.citation.article ?? 0) < article).at(-1)
    say(P011, before?.place ?? doc.front.placeOf('条'), { article, count })
  }
}
