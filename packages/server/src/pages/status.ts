/** Whether a policy is in force on a day, as a word and a shape. */
import { inForce, type Policy } from '@huoshui/policy'
import type { Day, Lang } from '@huoshui/values'
import { type Html, html, raw } from '../html.ts'
import { addressIn } from '../layout.ts'
import { idOf } from '../library.ts'
import { regionName, words } from '../words.ts'

export type PolicyStatus = 'inForce' | 'future' | 'past' | 'draft'

/** The status of a policy on a day. */
export function statusOn(policy: Policy, day: Day): PolicyStatus {
  const { status, effectiveFrom } = policy.meta
  if (status === '草案' || effectiveFrom === null) return 'draft'
  if (inForce(policy, day)) return 'inForce'
  return day < effectiveFrom ? 'future' : 'past'
}

const shapes: Readonly<Record<PolicyStatus, string>> = {
  inForce: '<circle cx="8" cy="8" r="6.5"/>',
  future: '<path d="M8 1.5a6.5 6.5 0 1 0 0 13zm0 1.8v9.4" fill-rule="evenodd"/>',
  past: '<path d="M2 7h12v2H2z"/>',
  draft: '<path d="M8 1.2 14.8 8 8 14.8 1.2 8z"/>',
}

/** The status as a word with its shape. */
export function statusMark(status: PolicyStatus, lang: Lang): Html {
  const path = raw(shapes[status])
  const shape = html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${path}</svg>`
  return html`<span class="status status-${status}">${shape}${words[lang].states[status]}</span>`
}

/** A policy's title in a language, and whether it is only to be had in Chinese. */
export function titleOf(policy: Policy, lang: Lang): { text: string; foreign: boolean } {
  const english = lang === 'en' ? policy.english?.title : undefined
  return { text: english || policy.meta.title, foreign: lang === 'en' && !english }
}

/** A link to a policy's page by its title. */
export function titleLink(policy: Policy, lang: Lang): Html {
  const title = titleOf(policy, lang)
  const tag = title.foreign ? html` lang="zh-CN"` : null
  return html`<a href="${addressIn(lang, `/policies/${idOf(policy)}`)}"${tag}>${title.text}</a>`
}

/** How many of a policy's interpretations nobody has confirmed yet. */
export function doubtMark(policy: Policy, lang: Lang): Html {
  const w = words[lang]
  const open = policy.interpretations.filter((one) => one.status !== '已确认').length
  if (open === 0) return html`<span class="quiet">${w.interpretationsNone}</span>`
  return html`<span class="doubt">${w.interpretationsOpen(open)}</span>`
}

/** Status, region and number: the line above a policy's title. */
export function metaLine(policy: Policy, day: Day, lang: Lang): Html {
  const { region, documentNumber } = policy.meta
  const number = documentNumber ? html` <span lang="zh-CN">${documentNumber}</span>` : null
  const place = html`<span>${regionName(region, lang)}</span>`
  return html`${statusMark(statusOn(policy, day), lang)} ${place}${number}`
}
