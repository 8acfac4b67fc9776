/** A refusal in words, as it is stored, sent and shown: the same the first time and every time. */
import {
  formatCitation,
  type Policy,
  type Refusal,
  reasonLines,
  refusalTexts,
  remedyText,
} from '@huoshui/policy'
import type { Day, Text } from '@huoshui/values'

/** One row that was not met: which, under which article, why, and what would change it. */
export interface SaidReason {
  readonly name: string
  readonly citation: Text
  readonly lines: readonly Text[]
  readonly remedy: Text
}

export interface Said {
  readonly code: Refusal['code']
  readonly act: string
  readonly title: Text
  readonly message: Text
  readonly remedy: Text
  readonly citation: Text | null
  readonly reasons: readonly SaidReason[]
  /** Names of the facts that are missing. */
  readonly missing: readonly string[]
  /** Kinds whose slot is still empty. */
  readonly emptySlots: readonly string[]
  readonly due: Day | null
  /** R7: the account, what was asked of it and what is free, in whole 分 or times. */
  readonly shortage: {
    readonly account: string
    readonly asked: string
    readonly free: string
  } | null
}

const patterns = new WeakMap<Policy, RegExp | null>()

/** Names of a policy within a sentence, in their English words; the longest name first. */
function english(policy: Policy | null, sentence: string): string {
  const words = policy?.english?.words
  if (!policy || !words) return sentence
  let pattern = patterns.get(policy)
  if (pattern === undefined) {
    const names = Object.keys(words).sort((a, b) => b.length - a.length)
    const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    pattern = names.length > 0 ? new RegExp(escaped.join('|'), 'g') : null
    patterns.set(policy, pattern)
  }
  return pattern ? sentence.replace(pattern, (name) => words[name] ?? name) : sentence
}

const both = (tell: (lang: 'zh' | 'en') => string): Text => ({ zh: tell('zh'), en: tell('en') })

/** Puts a refusal into words. `policy` is null where none was found for the request. */
export function sayRefusal(policy: Policy | null, refusal: Refusal): Said {
  const { code, act, message, citation, due, shortage } = refusal
  const sources = policy?.english?.sources ?? {}
  const unmet = refusal.reasons.filter((one) => one.state !== 'met')
  const cite = (one: NonNullable<typeof citation>): Text =>
    both((lang) => formatCitation(one, lang, lang === 'en' ? sources : {}))
  return {
    code,
    act,
    title: refusalTexts[code].title,
    message: { zh: message.zh, en: english(policy, message.en) },
    remedy: refusalTexts[code].remedy,
    citation: citation ? cite(citation) : null,
    reasons: policy ? unmet.map((one) => sayReason(policy, one, cite)) : [],
    missing: refusal.missing.map((one) => one.key),
    emptySlots: refusal.emptySlots,
    due: due?.form === 'day' ? due.day : null,
    shortage: shortage && {
      account: shortage.account,
      asked: String(shortage.asked),
      free: String(shortage.free),
    },
  }
}

function sayReason(
  policy: Policy,
  reason: Refusal['reasons'][number],
  cite: (one: Refusal['reasons'][number]['citation']) => Text,
): SaidReason {
  const [zh, en] = [reasonLines(policy, reason, 'zh'), reasonLines(policy, reason, 'en')]
  return {
    name: reason.name,
    citation: cite(reason.citation),
    lines: zh.map((line, i) => ({ zh: line, en: en[i] ?? line })),
    remedy: both((lang) => remedyText(policy, reason, lang)),
  }
}
