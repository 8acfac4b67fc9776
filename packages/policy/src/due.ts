/** When an act falls due, lapses or opens, from the sentence in its row. */
import { DaysTime, dayOf, isUnknown, type Value, Workdays, YearsMonths } from '@huoshui/feel'
import {
  addDays,
  type Calendar,
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
    const day = value === null ? null : dayOf(value)
    return day ? { form: 'day', day, provisional: false, derivation: null } : { form: 'none' }
  }
  const { since } = deadline
  let start: Day | null
  if ('act' in since) {
    start = performed.filter((one) => one.act === since.act).at(-1)?.day ?? null
  } else {
    const { value } = evaluation.run(since.date)
    if (isUnknown(value)) return { form: 'missing', names: value.missing }
    start = value === null ? null : dayOf(value)
  }
  if (!start) return { form: 'none' }
  const span = spanFor(deadline.span, evaluation)
  if (span === null) return { form: 'none' }
  if (span instanceof Set) return { form: 'missing', names: span }
  const paused = deadline.form === 'within' ? pausedDays(performed, deadline.paused) : []
  const end = spanEnd(calendar, start, span as Span, { paused })
  return { form: 'day', ...end }
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
