/** Whether a policy is in force on a day, as a word and a shape. */
import { inForce, type Policy } from '@huoshui/policy'
import type { Day, Lang } from '@huoshui/values'
import { type Html, html, raw } from '../html.ts'
import { words } from '../words.ts'

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
  return html`<span class="status status-${status}"><svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${raw(shapes[status])}</svg>${words[lang].states[status]}</span>`
}

/** A policy's title in a language, and whether it is only to be had in Chinese. */
export function titleOf(policy: Policy, lang: Lang): { text: string; foreign: boolean } {
  const english = lang === 'en' ? policy.english?.title : undefined
  return { text: english || policy.meta.title, foreign: lang === 'en' && !english }
}
