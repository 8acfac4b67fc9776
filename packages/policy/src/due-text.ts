/** The day that a sentence of 期限 comes to, in words: from what, how counted, until when. */
import { addDays, explainSpan, formatDay, type Lang, type Text } from '@huoshui/values'
import { type Due, rowsIn } from './due.ts'
import type { ActRow, Deadline, Policy, Procedure, Since } from './policy.ts'
import { word } from './words.ts'

type DueDay = Extract<Due, { form: 'day' }>
type Spanned = Extract<Deadline, { form: 'within' | 'after' }>

/**
 * Tells a row's day: `2023年9月26日“公示”起算，次日为第1日，5个工作日（…），至2023年10月9日24:00；
 * 期满后，自2023年10月10日起可以办“拨付”`. null for a row without a 期限.
 *
 * For `…逾期` the day is that of the act that lapses, and so is its sentence; `state` is where the
 * matter stands.
 */
export function dueText(
  policy: Policy,
  procedure: Procedure,
  row: ActRow,
  due: Due,
  state: string | null,
): Text | null {
  const { deadline } = row
  if (!deadline) return null
  const say = (lang: Lang) => sentence({ policy, procedure, row, state, lang }, deadline, due)
  return { zh: say('zh'), en: say('en') }
}

interface Telling {
  readonly policy: Policy
  readonly procedure: Procedure
  readonly row: ActRow
  readonly state: string | null
  readonly lang: Lang
}

function sentence(telling: Telling, deadline: Deadline, due: Due): string {
  const { policy, lang } = telling
  if (due.form === 'none') return notBegun(telling, deadline)
  if (due.form === 'missing') {
    const names = [...due.names].map((name) => word(policy, name, lang))
    return lang === 'zh'
      ? `还不知道${names.join('、')}，算不出是哪一天`
      : `it depends on ${names.join(', ')}, which is not known yet`
  }
  const end = lang === 'zh' ? '；' : '; '
  return `${counted(telling, deadline, due)}${end}${meaning(telling, deadline, due)}`
}

const quoted = ({ policy, lang }: Telling, name: string): string => `“${word(policy, name, lang)}”`

/** The sentence that the day was counted by: for 逾期 the one of the act that lapses. */
function countedBy({ procedure, state }: Telling, deadline: Deadline): Deadline {
  if (deadline.form !== 'lapse') return deadline
  const found = rowsIn(procedure, deadline.act, state).flatMap((row) =>
    row.deadline && row.deadline.form !== 'lapse' ? [row.deadline] : [],
  )
  return found[0] ?? deadline
}

function counted(telling: Telling, deadline: Deadline, due: DueDay): string {
  const { lang } = telling
  const by = countedBy(telling, deadline)
  if (!due.derivation || by.form === 'by' || by.form === 'lapse') {
    const day = formatDay(due.day, lang)
    return lang === 'zh' ? `到${day}24:00为止` : `until 24:00 on ${day}`
  }
  const told = explainSpan(due.derivation, due.day, lang)
  const start = formatDay(due.derivation.start, lang)
  const from = originOf(telling, by.since)
  return lang === 'zh'
    ? told.replace(`${start}起算`, `${start}${from}起算`)
    : told.replace(`counted from ${start}`, `counted from ${from} on ${start}`)
}

/** What a span counts from: an act, or the name of a date. */
function originOf(telling: Telling, since: Since): string {
  if ('act' in since) return quoted(telling, since.act)
  const name = word(telling.policy, since.date.source, telling.lang)
  return telling.lang === 'zh' ? `（${name}）` : name
}

/** What the day means for the act. */
function meaning(telling: Telling, deadline: Deadline, due: DueDay): string {
  const { lang, row } = telling
  const own = quoted(telling, row.name)
  const zh = lang === 'zh'
  if (deadline.form === 'after' || deadline.form === 'lapse') {
    if (due.provisional) {
      return zh ? `定下来以前不能办${own}` : `until that is settled ${own} can't be done`
    }
    const next = formatDay(addDays(due.day, 1), lang)
    if (deadline.form === 'after') {
      return zh
        ? `期满后，自${next}起可以办${own}`
        : `once it has elapsed, from ${next}, ${own} opens`
    }
    const act = quoted(telling, deadline.act)
    return zh
      ? `到时还没有办${act}的，自${next}起办${own}`
      : `if ${act} has not been done by then, ${own} follows from ${next}`
  }
  if (deadline.form === 'within' && deadline.duty) {
    return zh
      ? `晚于这一天办${own}的，记为超期，不影响申请人`
      : `${own} done later counts as overdue and costs the applicant nothing`
  }
  if (due.provisional) {
    return zh ? '定下来以前不算逾期' : 'until that is settled nothing is late'
  }
  const rolls = deadline.form === 'by' ? (zh ? '，遇休息日不顺延' : ', also on a day off') : ''
  return zh ? `过了这一天不能再办${own}${rolls}` : `after that ${own} can't be done${rolls}`
}

function notBegun(telling: Telling, deadline: Deadline): string {
  const { lang } = telling
  const by = countedBy(telling, deadline)
  const zh = lang === 'zh'
  if (by.form === 'lapse') return zh ? '没有期限' : 'there is no deadline'
  if (by.form === 'by') {
    const name = word(telling.policy, by.date.source, lang)
    return zh ? `没有${name}，不设期限` : `there is no ${name}, so no deadline`
  }
  return notCounted(telling, by)
}

function notCounted(telling: Telling, { since }: Spanned): string {
  const { lang } = telling
  const zh = lang === 'zh'
  if ('act' in since) {
    const act = quoted(telling, since.act)
    return zh
      ? `还没有办${act}，期间还没有开始`
      : `${act} has not been done; the span has not begun`
  }
  const name = word(telling.policy, since.date.source, lang)
  return zh ? `没有${name}，期间没有开始` : `there is no ${name}; the span has not begun`
}
