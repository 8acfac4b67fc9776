/** When an act falls due, lapses or opens, from the sentence in its row. */
import { DaysTime, dayOf, isUnknown, type Value, Workdays, YearsMonths } from '@huoshui/feel'
import {
  addDays,
  type Calendar,
  CalendarError,
  compareDays,
  type Day,
  type Derivation,
  type Span,
  spanEnd,
} from '@huoshui/values'
import type { ActRow, Deadline, Procedure, SpanRef } from './policy.ts'
import type { Evaluation } from './runs.ts'

/** An act that was done in a matter. */
export interface Performance {
  readonly act: string
  readonly day: Day
  /** The user who did it. */
  readonly actor: string
  readonly filled: readonly string[]
  readonly from: string | null
  readonly to: string
}

/** The day a sentence comes to, or why it comes to none. */
export type Due =
  | {
      readonly form: 'day'
      readonly day: Day
      readonly provisional: boolean
      readonly derivation: Derivation | null
    }
  /** The act it counts from has not been done, or its date is 无: there is no deadline yet. */
  | { readonly form: 'none' }
  | { readonly form: 'missing'; readonly names: ReadonlySet<string> }

export interface DueContext {
  readonly evaluation: Evaluation
  readonly calendar: Calendar
  readonly performed: readonly Performance[]
}

/** A 期间 value as a span of days, months or workdays; null when it isn't one. */
export function spanOfValue(value: Value): Span | null {
  if (value instanceof Workdays) return { count: value.count, unit: 'workday' }
  if (value instanceof YearsMonths) return { count: value.months, unit: 'month' }
  if (value instanceof DaysTime) {
    return { count: value.seconds.div(86400).floor().toNumber(), unit: 'day' }
  }
  return null
}

function spanFor(ref: SpanRef, evaluation: Evaluation): Span | ReadonlySet<string> | null {
  if ('span' in ref) return ref.span
  const { value } = evaluation.run(ref.fact)
  return isUnknown(value) ? value.missing : spanOfValue(value)
}

/** The days that a matter spent in states whose time is not counted. */
function pausedDays(
  performed: readonly Performance[],
  states: readonly string[],
): { from: Day; to: Day }[] {
  const intervals: { from: Day; to: Day }[] = []
  let since: Day | null = null
  for (const one of performed) {
    const inside = states.includes(one.to)
    if (inside && since === null) since = one.day
    if (!inside && since !== null) {
      // The day of entry has run already; the day of return is the last that doesn't count.
      if (compareDays(since, one.day) < 0) intervals.push({ from: addDays(since, 1), to: one.day })
      since = null
    }
  }
  return intervals
}

/** Works out the day that a sentence comes to. For `满` it is the last day of the span. */
export function dueOf(deadline: Exclude<Deadline, { form: 'lapse' }>, context: DueContext): Due {
  const { evaluation, calendar, performed } = context
  if (deadline.form === 'by') {
    const { value } = evaluation.run(deadline.date)
    if (isUnknown(value)) return { form: 'missing', names: value.missing }
    const day = dayIn(value)
    return day ? { form: 'day', day, provisional: false, derivation: null } : { form: 'none' }
  }
  const { since } = deadline
  let start: Day | null
  if ('act' in since) {
    start = performed.findLast((one) => one.act === since.act)?.day ?? null
  } else {
    const { value } = evaluation.run(since.date)
    if (isUnknown(value)) return { form: 'missing', names: value.missing }
    start = dayIn(value)
  }
  if (!start) return { form: 'none' }
  const span = spanFor(deadline.span, evaluation)
  if (span === null) return { form: 'none' }
  if (span instanceof Set) return { form: 'missing', names: span }
  if (deadline.form === 'within' && deadline.paused.length > 0) {
    const paused = pausedDays(performed, deadline.paused)
    return countedEnd(calendar, start, span as Span, paused)
  }
  return endOf(calendar, start, span as Span)
}

const ends = new WeakMap<Calendar, WeakMap<Span, { readonly start: Day; readonly due: Due }>>()

/** When a span ends. What is begun on one day ends on one day: the last of a span is kept. */
function endOf(calendar: Calendar, start: Day, span: Span): Due {
  let kept = ends.get(calendar)
  if (kept === undefined) {
    kept = new WeakMap()
    ends.set(calendar, kept)
  }
  const known = kept.get(span)
  if (known?.start === start) return known.due
  const due = countedEnd(calendar, start, span, [])
  kept.set(span, { start, due })
  return due
}

/** Holidays never move an end further than this. */
const rollDaysMax = 31

/**
 * When a span ends. Before the first calendar nobody knows the holidays, and a date that somebody
 * fills in may lie there: Monday to Friday count, and the end is 暂定 unless it is over in any case.
 */
function countedEnd(
  calendar: Calendar,
  start: Day,
  span: Span,
  paused: readonly { from: Day; to: Day }[],
): Due {
  try {
    return { form: 'day', ...spanEnd(calendar, start, span, { paused }) }
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error
    const plain = { ...calendar, first: start < calendar.first ? start : calendar.first }
    const { day, derivation } = spanEnd(plain, start, span, { paused })
    const unknownFrom = derivation.counted === 'workdays' ? start : (derivation.rolledFrom ?? day)
    const provisional = compareDays(addDays(day, rollDaysMax), calendar.first) >= 0
    return {
      form: 'day',
      day,
      provisional,
      derivation: { ...derivation, provisional: true, unknownFrom },
    }
  }
}

const days = new WeakMap<object, Day | null>()

/** The day of a date; the same date is read once, since a call's is read by every claim. */
function dayIn(value: Value): Day | null {
  if (typeof value !== 'object' || value === null) return null
  let day = days.get(value)
  if (day === undefined) {
    day = dayOf(value)
    days.set(value, day)
  }
  return day
}

/** The rows of an act that stand in a state. */
export function rowsIn(procedure: Procedure, act: string, state: string | null): ActRow[] {
  return procedure.acts.filter(
    (row) =>
      row.name === act && (state === null ? row.from.length === 0 : row.from.includes(state)),
  )
}

/** The day on which an act lapses in this state: the last of its rows' days. */
export function lapseOf(
  procedure: Procedure,
  act: string,
  state: string | null,
  context: DueContext,
): Due {
  const dues = rowsIn(procedure, act, state).flatMap((row) => {
    const { deadline } = row
    if (!deadline || deadline.form === 'lapse' || deadline.form === 'after') return []
    return deadline.form === 'within' && deadline.duty ? [] : [dueOf(deadline, context)]
  })
  const open = dues.find((due) => due.form !== 'day')
  if (open || dues.length === 0) return open ?? { form: 'none' }
  return dues.reduce((last, due) =>
    last.form === 'day' && due.form === 'day' && compareDays(last.day, due.day) > 0 ? last : due,
  )
}
