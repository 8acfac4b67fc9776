/** The conclusions of many firms as files. */
import type { Value } from '@huoshui/feel'
import {
  amountLook,
  type Conclusion,
  type FirmRecord,
  formatCitation,
  type MeasureResult,
  reasonLines,
  stateLooks,
  word,
} from '@huoshui/policy'
import type { Day, Lang } from '@huoshui/values'
import { rowsOf } from '../parts/Reason.tsx'
import { words } from '../words.ts'

export interface FirmOutcome {
  readonly firm: FirmRecord
  readonly day: Day
  readonly results: readonly MeasureResult[]
}

interface Line {
  readonly firm: string
  readonly code: string
  readonly day: string
  readonly policy: string
  readonly measure: string
  readonly conclusion: Conclusion
  readonly low: string
  readonly high: string
  readonly clause: string
  readonly reason: string
  readonly missing: string
}

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '')

function linesOf({ firm, day, results }: FirmOutcome, lang: Lang): Line[] {
  return results.map(({ policy, measure, decision, amount }) => {
    const { conclusion } = decision
    const look = amount && amountLook(amount, lang)
    const open = conclusion === 'unmet' ? null : amount
    const rows = rowsOf(policy, decision.reasons).filter(
      (row) => row.state === (conclusion === 'unmet' ? 'unmet' : 'unknown'),
    )
    const reason = rows.map((row) => {
      const lines = reasonLines(policy, row, lang).join('；')
      const clause = formatCitation(row.citation, lang)
      return `${word(policy, row.name, lang)}（${clause}）${lines === '' ? '' : `：${lines}`}`
    })
    return {
      firm: firm.name,
      code: textOf(firm.known.get('统一社会信用代码')),
      day,
      policy: policy.meta.title,
      measure: word(policy, measure.name, lang),
      conclusion,
      low: open?.low?.toFixed(2) ?? '',
      high: open?.high?.toFixed(2) ?? '',
      clause: look?.citation ? formatCitation(look.citation, lang) : '',
      reason: reason.join('。'),
      missing: decision.missing
        .map((one) => word(policy, one.fact?.name ?? one.key, lang))
        .join('、'),
    }
  })
}

function cell(text: string): string {
  // A spreadsheet would run what begins like a formula; an apostrophe makes it text.
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[0-9.]+$/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A code as a cell that Excel takes as text: as a number it would lose its last digits. */
const codeCell = (code: string): string =>
  /^[0-9A-Z]+$/i.test(code) ? `"=""${code}"""` : cell(code)

const order = [
  'firm',
  'code',
  'day',
  'policy',
  'measure',
  'conclusion',
  'low',
  'high',
  'clause',
  'reason',
  'missing',
] as const

/** CSV with a byte-order mark, one line a firm and measure. */
export function toCsv(outcomes: readonly FirmOutcome[], lang: Lang): string {
  const heads = order.map((column) => cell(words[lang].csvHeads[column]))
  const lines = outcomes.flatMap((outcome) =>
    linesOf(outcome, lang).map((line) =>
      order
        .map((column) => {
          if (column === 'code') return codeCell(line.code)
          if (column === 'conclusion') return cell(stateLooks[line.conclusion].word[lang])
          return cell(line[column])
        })
        .join(','),
    ),
  )
  return `\ufeff${[heads.join(','), ...lines].join('\r\n')}\r\n`
}

/** The same as JSON, amounts as texts. */
export function toJson(outcomes: readonly FirmOutcome[], lang: Lang): string {
  return JSON.stringify(
    outcomes.flatMap((outcome) => linesOf(outcome, lang)),
    null,
    2,
  )
}

/** Hands a text to the reader as a file. */
export function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
