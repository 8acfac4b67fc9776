/** The tests before anything is filled in: who may act (R1), in which state (R2), in time (R3). */
import { addDays, compareDays, type Text } from '@huoshui/values'
import type { RowPlan } from './act-plan.ts'
import { missingFacts } from './decide.ts'
import { type Due, dueOf, lapseOf } from './due.ts'
import type { Act, Matter } from './matter.ts'
import type { ActRow, Procedure } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import { missingText, type Work } from './work.ts'

/** R2 (or R1, or R4 for an unknown name) where no row of an act stands in the matter's state. */
export function wrongState(procedure: Procedure, matter: Matter, act: Act): Refusal {
  const rows = procedure.acts.filter((row) => row.name === act.name)
  const now = matter.state ?? '还没有开始'
  // Who comes before when: an act that is nobody's business of yours is R1 in every state.
  if (rows.length > 0 && !rows.some((row) => hasRole(row, act.actor))) {
    return wrongRole(rows[0] as ActRow, act.name)
  }
  if (rows.length === 0) {
    const zh = `“${procedure.name}”没有“${act.name}”这个动作。`
    return refuse('R2', act.name, null, { zh, en: `“${procedure.name}” has no act “${act.name}”.` })
  }
  const needed = [...new Set(rows.flatMap((row) => (row.from.length ? row.from : ['起'])))]
  return refuse('R2', act.name, rows[0]?.citation ?? null, {
    zh: `现在是“${now}”；“${act.name}”要在“${needed.join('”或“')}”时办理。`,
    en: `The state is “${matter.state ?? 'not begun'}”; “${act.name}” needs “${needed.join('” or “')}”.`,
  })
}

/** 择优 and 抽取 are done for a whole batch; one matter alone can't be ranked or drawn. */
export function aloneRefused(act: Act, { row, batched }: RowPlan): Refusal | null {
  if (!batched || act.chosen) return null
  return refuse('R2', row.name, row.citation, {
    zh: `“${row.name}”同批一起办理，不能单件办理。`,
    en: `“${row.name}” is done for the whole batch, not for one matter.`,
  })
}

const hasRole = (row: ActRow, actor: Act['actor']): boolean =>
  row.by === '任何人' || actor.role === row.by || actor.role === row.enteredBy

const wrongRole = (row: ActRow, name: string): Refusal =>
  refuse('R1', name, row.citation, {
    zh: `“${name}”由${row.by}办理。`,
    en: `“${name}” is done by ${row.by}.`,
  })

/** R1: whether the actor is whom the row names, for this matter's parties. */
export function mayAct(
  { actor, name }: Act,
  { row, byParty }: RowPlan,
  parties: ReadonlyMap<string, string>,
): Refusal | null {
  if (row.by === '任何人') return null
  if (row.enteredBy !== undefined && actor.role === row.enteredBy) {
    if (actor.file) return null
    return refuse('R4', name, row.citation, {
      zh: `${row.enteredBy}代录“${name}”，要附${row.by}的文件。`,
      en: `Entering “${name}” for ${row.by} needs its file.`,
    })
  }
  if (actor.role !== row.by) return wrongRole(row, name)
  if (!byParty) return null
  const slot = parties.get(row.by)
  if (slot !== undefined && slot === actor.subject) return null
  const text: Text =
    slot === undefined
      ? { zh: `还没有选定${row.by}。`, en: `No ${row.by} has been chosen yet.` }
      : {
          zh: `“${name}”由本事项的${row.by}办理。`,
          en: `“${name}” is done by this matter's ${row.by}.`,
        }
  return refuse('R1', name, row.citation, text)
}

/** R3: whether the act is neither late nor early. A duty done late is noted and not refused. */
export function inTime(work: Work): Refusal | null {
  const { input, plan } = work
  const { deadline } = work.row.row
  if (!deadline) return null
  const { matter, day } = input
  const due =
    deadline.form === 'lapse'
      ? lapseOf(plan.procedure, deadline.act, matter.state, work)
      : dueOf(deadline, work)
  if (due.form === 'missing') return undated(work, due)
  const opens = deadline.form === 'after' || deadline.form === 'lapse'
  if (due.form === 'none') {
    if (deadline.form === 'by' || !opens) return null
    return ill(work, due, { zh: '期间还没有开始计算。', en: 'The span has not begun to run.' })
  }
  if (opens) return early(work, due, deadline.form)
  if (compareDays(day, due.day) <= 0 || due.provisional) return null
  if (deadline.form === 'within' && deadline.duty) {
    work.overdueSince = due.day
    return null
  }
  const zh = `期限到 ${due.day} 为止，已经逾期。`
  return ill(work, due, { zh, en: `It was due by ${due.day}.` })
}

function ill({ row: { row } }: Work, due: Due, text: Text): Refusal {
  return refuse('R3', row.name, row.citation, text, { due })
}

/** R6: facts are missing that the day is worked out from. */
function undated({ input, row: { row } }: Work, due: Due & { form: 'missing' }): Refusal {
  const missing = missingFacts(input.policy, due.names)
  const text = missingText(missing.map((one) => one.key))
  return refuse('R6', row.name, row.citation, text, { missing, due })
}

/** 满 and 逾期: not before the span has ended, nor while the day it ends on is 暂定. */
function early(work: Work, due: Due & { form: 'day' }, form: 'after' | 'lapse'): Refusal | null {
  if (due.provisional) {
    return ill(work, due, {
      zh: `到期日暂定为 ${due.day}，要等当年的放假安排公布。`,
      en: `Due provisionally on ${due.day}: that year's calendar is not out yet.`,
    })
  }
  if (compareDays(work.input.day, due.day) > 0) return null
  const next = addDays(due.day, 1)
  const zh = form === 'after' ? `要到 ${next} 才届满。` : `期限到 ${due.day} 为止，还没有逾期。`
  return ill(work, due, { zh, en: `Not before ${next}: the span ends on ${due.day}.` })
}
