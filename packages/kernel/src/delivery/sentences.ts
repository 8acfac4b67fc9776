/** What a message says: its JSON, and a sentence in each language. */
import { type Policy, word } from '@huoshui/policy'
import {
  addDays,
  type Calendar,
  type Day,
  daysBetween,
  formatDay,
  isWorkday,
  type Lang,
  type Text,
} from '@huoshui/values'
import type { Json } from '../codec.ts'
import type { NoticeRow } from '../entry.ts'

/** 公示 is for everyone; the others only for those whom the matter concerns. */
export type Topic = 'notice' | 'state' | 'reminder' | 'overdue'

export const topicNames: Readonly<Record<Topic, Text>> = {
  notice: { zh: '公示', en: 'Public notice' },
  state: { zh: '状态变化', en: 'Change of state' },
  reminder: { zh: '提醒', en: 'Reminder' },
  overdue: { zh: '逾期', en: 'Overdue' },
}

export const isTopic = (text: string): text is Topic => Object.hasOwn(topicNames, text)

/** The JSON of a message. It names the matter, not who acted; facts only as a notice shows them. */
export interface MessageBody {
  /** The same however often it is sent. */
  readonly id: string
  readonly topic: Topic
  /** The number of the entry that it tells of. */
  readonly seq: number
  readonly tenant: string
  readonly policy: string
  readonly procedure: string
  readonly matter: string
  readonly number: string
  readonly act: string
  readonly state: string
  readonly day: Day
  /** Reminders and what is overdue: the day it is due, and the workdays to it or since it. */
  readonly due?: Day
  readonly workdays?: number
  readonly notice?: {
    readonly id: string
    readonly from: Day
    readonly to: Day | null
    readonly facts: { readonly [name: string]: Json }
    readonly corrects?: string
  }
  readonly text: Text
}

/** What is told, before it is known to whom. */
export interface Told {
  readonly topic: Topic
  readonly seq: bigint
  readonly tenant: string
  readonly policy: Policy
  readonly procedure: string
  readonly matter: string
  readonly number: string
  readonly act: string
  readonly state: string
  readonly day: Day
  readonly due: Day | null
  readonly notice: NoticeRow | null
}

/** A long wait is told in days alone; so is one that ends where no calendar reaches. */
const countedMost = 400

/** Workdays after `from` up to and with `to`; null where the calendar can't say. */
export function workdaysAfter(calendar: Calendar | null, from: Day, to: Day): number | null {
  if (!calendar || from < calendar.first || to > calendar.last) return null
  if (daysBetween(from, to) > countedMost) return null
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    if (isWorkday(calendar, day)) count++
  }
  return count
}

/** A message without its id, which each of those who get it has of its own. */
export function messageOf(told: Told, calendar: Calendar | null): Omit<MessageBody, 'id'> {
  const { topic, seq, tenant, policy, procedure, matter, number, act, state, day, due } = told
  const [from, to] = due && due < day ? [due, day] : [day, due]
  const workdays = to === null ? null : workdaysAfter(calendar, from, to)
  return {
    topic,
    seq: Number(seq),
    tenant,
    policy: policy.meta.slug,
    procedure,
    matter,
    number,
    act,
    state,
    day,
    ...(due ? { due } : {}),
    ...(workdays === null ? {} : { workdays }),
    ...(told.notice ? { notice: told.notice } : {}),
    text: { zh: sentence(told, workdays, 'zh'), en: sentence(told, workdays, 'en') },
  }
}

function sentence(told: Told, workdays: number | null, lang: Lang): string {
  const { policy, number, day } = told
  const name = (text: string) => word(policy, text, lang)
  const [act, state] = [name(told.act), name(told.state)]
  const zh = lang === 'zh'
  const title = zh ? policy.meta.title : (policy.english?.title ?? policy.meta.title)
  const head = zh
    ? `《${title}》${told.procedure}（${number}）：`
    : `${title}, ${name(told.procedure)} (${number}): `
  const on = formatDay(day, lang)
  switch (told.topic) {
    case 'state':
      return zh
        ? `${head}${on}办理了“${act}”，现在是“${state}”。`
        : `${head}“${act}” was done on ${on}; the state is now “${state}”.`
    case 'notice':
      return head + noticeSentence(told.notice, lang)
    case 'reminder':
      return head + reminderSentence(act, day, told.due as Day, workdays, lang)
    case 'overdue':
      return head + overdueSentence(act, day, told.due as Day, workdays, lang)
  }
}

function noticeSentence(notice: NoticeRow | null, lang: Lang): string {
  if (!notice) throw new Error('a message of a notice without one')
  const from = formatDay(notice.from, lang)
  const to = notice.to && formatDay(notice.to, lang)
  if (lang === 'zh') {
    const what = notice.corrects ? '更正公示' : '公示'
    return to
      ? `自${from}起${what}，到${to}为止。有异议的，在这一天以前（含当天）提出。`
      : `自${from}起${what}。`
  }
  const what = notice.corrects ? 'corrected on public notice' : 'on public notice'
  return to
    ? `${what} from ${from} to ${to}. Objections can be made up to and on that day.`
    : `${what} from ${from}.`
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

function reminderSentence(
  act: string,
  day: Day,
  due: Day,
  workdays: number | null,
  lang: Lang,
): string {
  const [left, last] = [daysBetween(day, due), formatDay(due, lang)]
  if (lang === 'zh') {
    if (left === 0) return `“${act}”今天到期（${last}），今天办。`
    const work = workdays === null ? '' : `，其中 ${workdays} 个工作日`
    return `“${act}”的期限到${last}为止（含当天），还有 ${left} 天${work}。`
  }
  if (left === 0) return `“${act}” is due today (${last}).`
  const work = workdays === null ? '' : `, ${counted(workdays, 'working day')} of them`
  return `“${act}” is due by ${last}, that day included: ${counted(left, 'day')} left${work}.`
}

function overdueSentence(
  act: string,
  day: Day,
  due: Day,
  workdays: number | null,
  lang: Lang,
): string {
  const [late, last] = [daysBetween(due, day), formatDay(due, lang)]
  if (lang === 'zh') {
    const work = workdays === null ? '' : `，其中 ${workdays} 个工作日`
    return `“${act}”应在${last}以前（含当天）办完，已经逾期 ${late} 天${work}。现在仍可办理，逾期记录在案。`
  }
  const work = workdays === null ? '' : `, ${counted(workdays, 'working day')} of them`
  return `“${act}” was due by ${last} and is ${counted(late, 'day')} late${work}. It can still be done; that it was late is on record.`
}
