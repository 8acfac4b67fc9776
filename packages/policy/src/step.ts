/**
 * The pure step of a procedure: a matter, facts, balances and a day, and an act.
 *
 * It answers a refusal or the effects, and changes nothing. The kernel loads what goes in and
 * stores what comes out; examples and previews keep it in memory. Order of the tests: who (R1),
 * state (R2), deadline (R3), what was filled in (R4), the condition (R5, R6), the money (R7).
 */
import { isUnknown, type Value } from '@huoshui/feel'
import { addDays, compareDays, Decimal, type Text } from '@huoshui/values'
import { missingFacts } from './decide.ts'
import { dueOf, lapseOf, rowsIn } from './due.ts'
import { effectsOf } from './effects.ts'
import { fits, writeAs } from './fits.ts'
import { Ledger } from './ledger.ts'
import { factKey, indexOf } from './lookup.ts'
import type { Act, Matter, StepInput, StepResult } from './matter.ts'
import type { ActRow, Fact, Procedure } from './policy.ts'
import { reasonFor, stateOf } from './reason.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Evaluation } from './runs.ts'
import { dueContext, lacking, missingText, open, visibleFacts, type Work } from './work.ts'

const no = (refusal: Refusal): StepResult => ({ ok: false, refusal })

/** Performs an act on a matter: a refusal, or everything that follows from it. */
export function step(input: StepInput): StepResult {
  const { policy, matter, act } = input
  const procedure = indexOf(policy).procedures.get(matter.procedure)
  if (!procedure) {
    const zh = `没有“${matter.procedure}”这个流程。`
    return no(refuse('R2', act.name, null, { zh, en: `No procedure “${matter.procedure}”.` }))
  }
  const rows = rowsIn(procedure, act.name, matter.state)
  if (rows.length === 0) return no(wrongState(procedure, matter, act))
  let first: Refusal | null = null
  for (const row of rows) {
    const result = stepRow(input, procedure, row)
    if (result.ok) return result
    first ??= result.refusal
  }
  return no(first as Refusal)
}

function wrongState(procedure: Procedure, matter: Matter, act: Act): Refusal {
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
function aloneRefused(act: Act, row: ActRow): Refusal | null {
  const batched = row.doing.some(
    (doing) => doing.verb === '择优' || (doing.verb === '抽取' && doing.pool === null),
  )
  if (!batched || act.chosen) return null
  return refuse('R2', row.name, row.citation, {
    zh: `“${row.name}”同批一起办理，不能单件办理。`,
    en: `“${row.name}” is done for the whole batch, not for one matter.`,
  })
}

function stepRow(input: StepInput, procedure: Procedure, row: ActRow): StepResult {
  const { act, matter } = input
  const parties = new Map(matter.parties)
  const [own] = procedure.parties
  if (row.from.length === 0 && own && act.actor.subject && row.by === own && !parties.has(own)) {
    parties.set(own, act.actor.subject)
  }
  const wrong = mayAct(input, row, parties) ?? aloneRefused(act, row)
  if (wrong) return no(wrong)
  const work: Work = {
    input,
    procedure,
    row,
    parties,
    facts: visibleFacts(input, procedure, parties),
    ledger: new Ledger(input.policy, matter, parties, input.day, input.books),
    evaluation: null as unknown as Evaluation,
    overdueSince: null,
  }
  work.evaluation = open(work)
  const late = inTime(work) ?? fill(work)
  if (late) return no(late)
  // Filled facts are merged first; then the condition is decided over all of them.
  work.evaluation = open(work)
  const unmet = conditionMet(work)
  if (unmet) return no(unmet)
  return effectsOf(work)
}

const hasRole = (row: ActRow, actor: Act['actor']): boolean =>
  row.by === '任何人' || actor.role === row.by || actor.role === row.enteredBy

const wrongRole = (row: ActRow, name: string): Refusal =>
  refuse('R1', name, row.citation, {
    zh: `“${name}”由${row.by}办理。`,
    en: `“${name}” is done by ${row.by}.`,
  })

function mayAct(
  input: StepInput,
  row: ActRow,
  parties: ReadonlyMap<string, string>,
): Refusal | null {
  const { actor, name } = input.act
  const say = (zh: string, en: string) => refuse('R1', name, row.citation, { zh, en })
  if (row.by === '任何人') return null
  const isParty = indexOf(input.policy)
    .procedures.get(input.matter.procedure)
    ?.parties.includes(row.by)
  if (row.enteredBy !== undefined && actor.role === row.enteredBy) {
    if (actor.file) return null
    return refuse('R4', name, row.citation, {
      zh: `${row.enteredBy}代录“${name}”，要附${row.by}的文件。`,
      en: `Entering “${name}” for ${row.by} needs its file.`,
    })
  }
  if (actor.role !== row.by) return wrongRole(row, name)
  if (!isParty) return null
  const slot = parties.get(row.by)
  if (slot === undefined) {
    return say(`还没有选定${row.by}。`, `No ${row.by} has been chosen yet.`)
  }
  if (slot !== actor.subject) {
    return say(
      `“${name}”由本事项的${row.by}办理。`,
      `“${name}” is done by this matter's ${row.by}.`,
    )
  }
  return null
}

function inTime(work: Work): Refusal | null {
  const { row, procedure, input } = work
  const { deadline } = row
  if (!deadline) return null
  const { matter, day } = input
  const due =
    deadline.form === 'lapse'
      ? lapseOf(procedure, deadline.act, matter.state, dueContext(work))
      : dueOf(deadline, dueContext(work))
  const say = (text: Text) => refuse('R3', row.name, row.citation, text, { due })
  if (due.form === 'missing') {
    const missing = missingFacts(input.policy, due.names)
    return refuse('R6', row.name, row.citation, missingText(missing.map((m) => m.key)), {
      missing,
      due,
    })
  }
  const opens = deadline.form === 'after' || deadline.form === 'lapse'
  if (due.form === 'none') {
    if (deadline.form === 'by' || !opens) return null
    return say({ zh: '期间还没有开始计算。', en: 'The span has not begun to run.' })
  }
  if (opens) {
    if (due.provisional) {
      const zh = `到期日暂定为 ${due.day}，要等当年的放假安排公布。`
      return say({
        zh,
        en: `Due provisionally on ${due.day}: that year's calendar is not out yet.`,
      })
    }
    if (compareDays(day, due.day) > 0) return null
    const zh =
      deadline.form === 'after'
        ? `要到 ${addDays(due.day, 1)} 才届满。`
        : `期限到 ${due.day} 为止，还没有逾期。`
    return say({ zh, en: `Not before ${addDays(due.day, 1)}: the span ends on ${due.day}.` })
  }
  if (compareDays(day, due.day) <= 0 || due.provisional) return null
  if (deadline.form === 'within' && deadline.duty) {
    work.overdueSince = due.day
    return null
  }
  return say({ zh: `期限到 ${due.day} 为止，已经逾期。`, en: `It was due by ${due.day}.` })
}

function fill(work: Work): Refusal | null {
  const { row, input, parties, procedure } = work
  const { facts, keyOf } = indexOf(input.policy)
  const asked = row.doing.flatMap((doing) => (doing.verb === '填' ? doing.names : []))
  const bad = (zh: string, en: string) => refuse('R4', row.name, row.citation, { zh, en })
  const extra = [...input.act.filled.keys()].find(
    (name) => !asked.some((a) => keyOf(a) === keyOf(name)),
  )
  if (extra !== undefined) {
    return bad(`“${row.name}”不填“${extra}”。`, `“${row.name}” does not take “${extra}”.`)
  }
  for (const name of asked) {
    if (procedure.parties.includes(name)) {
      const subject = input.act.slots?.get(name)
      if (!subject) return bad(`要选定${name}。`, `Choose the ${name}.`)
      ;(parties as Map<string, string>).set(name, subject)
      continue
    }
    const fact = facts.get(name)
    // The checker reports it (P013); a policy run in spite of that can't take the act.
    if (!fact) return bad(`没有声明“${name}”。`, `“${name}” is not declared.`)
    const value = input.act.filled.get(name) ?? input.act.filled.get(keyOf(name))
    const wrong = badValue(fact, value, work)
    if (wrong) return bad(wrong.zh, wrong.en)
    work.facts.set(factKey(input.policy, fact), value as Value)
  }
  const homeless = asked
    .map((name) => facts.get(name)?.kind ?? '')
    .filter((kind) => slotless(work, kind))
  if (homeless.length > 0) return lacking(work, homeless)
  // A slot that has just been filled makes its subject's facts visible.
  for (const [key, value] of visibleFacts(input, procedure, parties)) {
    if (!work.facts.has(key)) work.facts.set(key, value)
  }
  return null
}

/** A party whose slot is empty: a fact about it would be nobody's. */
function slotless({ procedure, parties, input }: Work, kind: string): boolean {
  const call = indexOf(input.policy).kinds.get(kind)?.call
  return procedure.parties.includes(kind) && !parties.has(kind) && !call
}

function badValue(fact: Fact, value: Value | undefined, work: Work): Text | null {
  if (value === undefined) return { zh: `要填“${fact.name}”。`, en: `Fill in “${fact.name}”.` }
  if (!fits(value, fact.type)) {
    const form = writeAs(fact.type)
    return {
      zh: `“${fact.name}”填${form.zh}。`,
      en: `“${fact.name}” takes ${form.en}.`,
    }
  }
  const low = fact.floor ? work.evaluation.run(fact.floor).value : null
  if (low instanceof Decimal && value instanceof Decimal && value.lessThan(low)) {
    return { zh: `“${fact.name}”不能低于 ${low}。`, en: `“${fact.name}” can't be below ${low}.` }
  }
  return null
}

function conditionMet(work: Work): Refusal | null {
  const { row, input } = work
  if (!row.condition) return null
  const run = work.evaluation.run(row.condition)
  if (run.value === true) return null
  if (isUnknown(run.value)) {
    return lacking(work, run.value.missing)
  }
  const reason = reasonFor(
    work.evaluation,
    row.name,
    row.name,
    row.citation,
    run,
    stateOf(run.value),
  )
  const below = reason.because.some((one) => one.state === 'unmet')
  const reasons = below && reason.findings.length === 0 ? reason.because : [reason]
  const unmet = reasons.filter((one) => one.state === 'unmet').map((one) => one.name)
  return refuse(
    'R5',
    row.name,
    row.citation,
    { zh: `不满足：${unmet.join('、')}。`, en: `Not met: ${unmet.join(', ')}.` },
    { reasons, missing: missingFacts(input.policy, []) },
  )
}
