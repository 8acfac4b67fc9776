import type { SourcePlace } from '@huoshui/values'
import { formatCitation } from '../cite.ts'
import type { Citation, Policy } from '../policy.ts'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** A citation can't be read, or cites an article, paragraph or item that doesn't exist. */
export const P010: Definition<
  | { form: 'unreadable'; found: string }
  | { form: 'article'; found: string; count: number }
  | { form: 'unheaded'; found: string }
  | { form: 'part'; found: string; count: number }
  | { form: 'none' }
> = {
  code: 'P010',
  severity: 'error',
  message: (given) => {
    switch (given.form) {
      case 'unreadable':
        return {
          zh: `读不懂依据“${given.found}”。`,
          en: `The citation “${given.found}” can't be read.`,
        }
      case 'article':
        return {
          zh: `没有${given.found}：这件文件只有 ${given.count} 条。`,
          en: `There is no ${given.found}: the text has ${given.count} articles.`,
        }
      case 'unheaded':
        return {
          zh: `本文没有${given.found}这一节，也没有把它列在“不设规则的条文”里。`,
          en: `This policy has no section for ${given.found}, nor lists it as without rules.`,
        }
      case 'none':
        return { zh: '这里没有依据：所在的标题不是条文。', en: 'Nothing is cited here.' }
      case 'part':
        return {
          zh: `没有${given.found}：复述里只编到 ${given.count}。`,
          en: `There is no ${given.found}: the restatement numbers up to ${given.count}.`,
        }
    }
  },
  remedy: (given) =>
    given.form === 'unreadable'
      ? {
          zh: '写成“[简称]第X条[第N款][第N项]”，简称先在文首“依据”里声明；出处未定写“待核”。',
          en: 'Write [short name]第X条[第N款][第N项], the short name declared under 依据; or 待核.',
        }
      : {
          zh: '核对原文，改成确实存在的条、款、项。',
          en: 'Check the source text and cite an article, paragraph or item that exists.',
        },
}

const sameArticle = (a: Citation, b: Citation) =>
  a.source === b.source && a.article === b.article && a.part === b.part

/** Every citation of a row or measure must exist; items where the text numbers them. */
export const checkCitations: Check = ({ policy, say }) => {
  const check = (citation: Citation, place: SourcePlace) => {
    const problem = problemOf(policy, citation)
    if (problem) say(P010, place, problem)
  }
  for (const rule of policy.rules) {
    if (rule.form === 'formula') continue
    for (const row of rule.rows) check(row.citation, row.place)
  }
  for (const procedure of policy.procedures) {
    for (const row of procedure.acts) check(row.citation, row.place)
  }
  for (const measure of policy.measures)
    if (measure.citation) check(measure.citation, measure.place)
}

type Problem = Parameters<typeof P010.message>[0]

function problemOf(policy: Policy, citation: Citation): Problem | null {
  const { source, article, pending } = citation
  if (pending) return null
  const found = formatCitation(citation)
  if (found === '') return { form: 'none' }
  const count =
    source === undefined ? policy.meta.articleCount : policy.meta.sources[source]?.articles
  if (article !== undefined && count !== null && count !== undefined && article > count) {
    const short = formatCitation({ ...(source ? { source } : {}), article })
    return { form: 'article', found: short, count }
  }
  const headed = policy.articles.filter((one) => sameArticle(one.citation, citation))
  const listed = source === undefined && policy.unruled.some((one) => one.article === article)
  // Other texts are cited where they stand; only the policy's own articles must have a section.
  if (source === undefined && headed.length === 0 && !listed) return { form: 'unheaded', found }
  return partProblem(headed, citation, found)
}

function partProblem(
  headed: Policy['articles'],
  citation: Citation,
  found: string,
): Problem | null {
  const paragraphs = Math.max(0, ...headed.map((one) => one.paragraphs))
  const items = Math.max(0, ...headed.map((one) => one.items))
  if (citation.paragraph !== undefined && paragraphs > 0 && citation.paragraph > paragraphs)
    return { form: 'part', found, count: paragraphs }
  if (citation.item !== undefined && items > 0 && citation.item > items)
    return { form: 'part', found, count: items }
  return null
}
