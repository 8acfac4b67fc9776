/** The six sentences of 期限. */
import { parseSpan } from '@huoshui/values'
import { P004 } from './checks/P004-cell.ts'
import type { Deadline, Since, SpanRef } from './policy.ts'
import { fold, type Piece } from './read.ts'
import { formula, placeOf, type Reading, report, type Stand } from './reading.ts'

const forms = {
  zh: '在`截止日`前 · 自领取起15日内 · 应自申报起10个工作日内（补正中不计） · 自公示起满5个工作日 · 登记逾期 · 空',
  en: '在`day`前 by a day · 自act起15日内 within · 应自act起10个工作日内 a duty · 自act起满5个工作日 elapsed · act逾期 lapsed · empty.',
}

const by = /^在\s*`([^`]+)`\s*(?:以)?前$/
const since =
  /^(应)?\s*自\s*(`[^`]+`|[^`]+?)\s*起\s*(满)?\s*(`[^`]+`|[^`]+?)\s*(内)?\s*(?:[（(](.+?)不计[）)])?$/
const lapse = /^(.+?)逾期$/

/**
 * Reads a 期限 cell; null when it is empty or can't be read (then it has been reported).
 *
 * A plain `…内` bars the act afterwards; `应…内` is an official's duty; `满` opens the act only
 * after the whole span; `…逾期` opens it once that act's deadline has lapsed.
 */
export function readDeadline(reading: Reading, stand: Stand, cell: Piece): Deadline | null {
  const raw = cell.raw.trim()
  if (raw === '') return null
  const place = placeOf(reading, cell)
  const inside = (text: string): Piece => {
    const from = cell.from + cell.raw.indexOf(text)
    return { raw: text, text, from, to: from + text.length }
  }
  const day = by.exec(raw)
  if (day) return { form: 'by', date: formula(reading, stand, inside(day[1] as string)), place }
  const lapsed = lapse.exec(raw)
  if (lapsed) return { form: 'lapse', act: fold(lapsed[1] as string), place }
  const match = since.exec(raw)
  const [, duty, from, full, length, within, paused] = match ?? []
  const span = length ? spanOf(reading, stand, inside, length) : null
  if (!match || !from || !span || Boolean(full) === Boolean(within) || (duty && full)) {
    report(reading, stand, cell, P004, { column: '期限', found: raw, forms })
    return null
  }
  const start: Since = from.startsWith('`')
    ? { date: formula(reading, stand, inside(from.slice(1, -1))) }
    : { act: from.trim() }
  if (full) return { form: 'after', since: start, span, place }
  const states = paused ? paused.split(/[、，,]/).map((state) => state.trim()) : []
  return { form: 'within', since: start, span, duty: Boolean(duty), paused: states, place }
}

function spanOf(
  reading: Reading,
  stand: Stand,
  inside: (text: string) => Piece,
  text: string,
): SpanRef | null {
  if (text.startsWith('`')) {
    const name = text.slice(1, -1)
    const literal = parseSpan(name)
    return literal ? { span: literal } : { fact: formula(reading, stand, inside(name)) }
  }
  const span = parseSpan(text.trim())
  return span ? { span } : null
}
