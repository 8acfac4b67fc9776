/**
 * The sweep: what the calendar does by itself. Lapses, acts of 系统 whose time has come, reminders,
 * duties that are overdue.
 *
 * It is safe to run twice, late, and on many processes at once: each lapse is a request whose key
 * names the matter, its last entry and the day, so that the second time is answered as the first;
 * a reminder is recorded with the deadline it is for.
 */
import { addDays, type Day, daysBetween } from '@huoshui/values'
import type { Session } from './db/database.ts'
import { maintain } from './db/maintain.ts'
import type { Entry } from './entry.ts'
import type { Kernel } from './kernel.ts'
import { type BrokenInvariant, brokenInvariants } from './ledger.ts'
import { ownEntry, record } from './record.ts'
import { loadRegistry } from './registry.ts'
import { recomputeProvisional } from './system/provisional.ts'

export interface SweepReport {
  /** Matters whose 暂定 deadlines were found anew by a calendar. */
  readonly recomputed: number
  /** Acts of 系统 that were done: lapses and what was waiting for a day. */
  readonly done: number
  readonly reminders: number
  readonly overdue: number
  readonly broken: readonly BrokenInvariant[]
}

export interface SweepOptions {
  readonly signal?: AbortSignal
  readonly progress?: (done: number, total: number) => void
}

/** Days before a deadline on which its people are reminded, the nearest last. */
export const remindedBefore = [7, 3, 1] as const

const lotSize = 500

/** Runs the sweep of a day; it may be any day after the last one that was swept. */
export async function sweep(kernel: Kernel, options: SweepOptions = {}): Promise<SweepReport> {
  const day = kernel.clock.today()
  // A calendar installed since makes days firm on which something may lapse now.
  const recomputed = await recomputeProvisional(kernel)
  const done = await sweepSystem(kernel, day, options)
  const { reminders, overdue } = await remind(kernel, day)
  const broken = await brokenInvariants(kernel.db)
  await maintain(kernel.db)
  return { recomputed, done, reminders, overdue, broken }
}

interface Waiting {
  readonly id: string
  readonly policy: string
  readonly digest: Uint8Array
  readonly procedure: string
  readonly state: string
  readonly version: bigint
}

/** Does what 系统 can do: in matters whose deadline has passed, and where it waits for no day. */
async function sweepSystem(kernel: Kernel, day: Day, options: SweepOptions): Promise<number> {
  const rows = await systemStates(kernel)
  if (rows.length === 0) return 0
  let done = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    options.signal?.throwIfAborted()
    const lot = await waitingMatters(kernel.db, rows, day, after)
    if (lot.length === 0) return done
    const answers = await Promise.all(lot.flatMap((one) => requestsFor(kernel, rows, one, day)))
    done += answers.filter(Boolean).length
    after = (lot.at(-1) as Waiting).id
    options.progress?.(done, done)
  }
}

interface SystemState {
  readonly policy: string
  readonly digest: string
  readonly procedure: string
  readonly state: string
  readonly acts: readonly string[]
  /** One of the acts waits for no day, only for its condition. */
  readonly anyDay: boolean
}

/** States of installed procedures in which 系统 has something to do. */
async function systemStates(kernel: Kernel): Promise<SystemState[]> {
  const registry = await loadRegistry(kernel.db, kernel.memory.compiled)
  return registry.all.flatMap(({ policy, slug, digest }) =>
    policy.procedures.flatMap((procedure): SystemState[] => {
      const own = procedure.acts.filter((row) => row.by === '系统' && row.from.length > 0)
      const states = new Set(own.flatMap((row) => row.from))
      return [...states].map((state) => {
        const here = own.filter((row) => row.from.includes(state))
        // Beside a 择优 row it is for those left over, and done with that act.
        const ranked = procedure.acts.some(
          (row) => row.from.includes(state) && row.doing.some((one) => one.verb === '择优'),
        )
        const acts = here.filter((row) => !ranked || row.deadline).map((row) => row.name)
        return {
          policy: slug,
          digest,
          procedure: procedure.name,
          state,
          acts: [...new Set(acts)],
          anyDay: !ranked && here.some((row) => !row.deadline),
        }
      })
    }),
  )
}

/** Matters in such states: all that wait for a condition, else those with a day that has passed. */
function waitingMatters(
  session: Session,
  rows: readonly SystemState[],
  day: Day,
  after: string,
): Promise<Waiting[]> {
  return session.query<Waiting>(
    `select m.id, m.policy, m.digest, m.procedure, m.state, m.version
       from matter m
       join unnest($1::text[], $2::text[], $3::text[], $4::boolean[])
         as s(policy, procedure, state, any_day)
         on s.policy = m.policy and s.procedure = m.procedure and s.state = m.state
      where m.id > $6
        and (s.any_day or exists (
          select 1 from deadline d
           where d.tenant = m.tenant and d.matter = m.id and d.due < $5 and not d.provisional))
      group by m.id, m.policy, m.digest, m.procedure, m.state, m.version
      order by m.id limit ${lotSize}`,
    [
      rows.map((one) => one.policy),
      rows.map((one) => one.procedure),
      rows.map((one) => one.state),
      rows.map((one) => one.anyDay),
      day,
      after,
    ],
  )
}

function requestsFor(
  kernel: Kernel,
  rows: readonly SystemState[],
  matter: Waiting,
  day: Day,
): Promise<boolean>[] {
  const digest = Buffer.from(matter.digest).toString('hex')
  const state = rows.find(
    (one) =>
      one.policy === matter.policy &&
      one.digest === digest &&
      one.procedure === matter.procedure &&
      one.state === matter.state,
  )
  return (state?.acts ?? []).map(async (act) => {
    const answer = await kernel.actAsSystem({
      key: `系统/${matter.id}/${matter.version}/${act}/${day}`,
      target: { form: 'matter', id: matter.id },
      act,
      asker: { actor: null, role: '系统' },
    })
    return answer.ok
  })
}

interface DueRow {
  readonly tenant: string
  readonly matter: string
  readonly act: string
  readonly due: Day
  readonly form: 'bar' | 'duty'
  readonly reminded: number
}

/** Records reminders of deadlines that are near, and duties that are overdue. */
async function remind(kernel: Kernel, day: Day): Promise<{ reminders: number; overdue: number }> {
  let reminders = 0
  let overdue = 0
  await record(kernel, async (tx) => {
    const near = await tx.query<DueRow>(
      `select tenant, matter, act, due, form, reminded from deadline
        where form in ('bar', 'duty') and not provisional and due between $1 and $2
        order by due, matter, act`,
      [day, addDays(day, remindedBefore[0])],
    )
    const late = await tx.query<DueRow>(
      `select tenant, matter, act, due, form, reminded from deadline
        where form = 'duty' and not provisional and due < $1 and reported is null
        order by due, matter, act`,
      [day],
    )
    const due = near.filter((one) => needsReminder(one, day))
    reminders = due.length
    overdue = late.length
    const rows = [
      ...due.map((one) => ({ ...one, left: stepOf(daysBetween(day, one.due)) })),
      ...late.map((one) => ({ ...one, left: -1 })),
    ]
    const tenants = [...new Set(rows.map((one) => one.tenant))]
    return tenants.map((tenant) => entryFor(kernel, tenant, rows))
  })
  return { reminders, overdue }
}

/** The reminder that a number of days left belongs to: 7, 3 or 1. */
const stepOf = (left: number): number =>
  [...remindedBefore].reverse().find((step) => left <= step) ?? remindedBefore[0]

/** `reminded` is 0, or one more than the step of the last reminder sent. */
const needsReminder = (one: DueRow, day: Day): boolean =>
  one.reminded === 0 || one.reminded - 1 > stepOf(daysBetween(day, one.due))

function entryFor(
  kernel: Kernel,
  tenant: string,
  rows: readonly (DueRow & { readonly left: number })[],
): Entry {
  const own = rows.filter((one) => one.tenant === tenant)
  return ownEntry(kernel.clock, {
    tenant,
    procedure: '巡查',
    act: '提醒',
    body: {
      to: '',
      reminders: own.map(({ matter, act, due, left }) => ({ matter, act, due, left })),
    },
  })
}
