/** Reading matters: one with its history, lists of them, and what is on public display. */
import type { Day } from '@huoshui/values'
import type { Json } from './codec.ts'
import type { Session } from './db/database.ts'
import type { PerformedRow, ReservationRow } from './entry.ts'

/** A matter as a list shows it. */
export interface MatterRow {
  readonly tenant: string
  readonly id: string
  readonly number: string
  readonly policy: string
  readonly procedure: string
  readonly state: string
  readonly opened: Day
  readonly parent: string | null
}

export interface DeadlineState {
  readonly act: string
  readonly due: Day | null
  readonly form: 'bar' | 'duty' | 'after'
  /** 暂定: it ends beyond the last calendar. */
  readonly provisional: boolean
  /** How the day was found; `dueText` of the policy package puts it into words. */
  readonly derivation: Json
}

/** A matter with all that has happened in it. */
export interface MatterState extends MatterRow {
  readonly parties: { readonly [kind: string]: string }
  readonly performed: readonly PerformedRow[]
  readonly reservations: readonly ReservationRow[]
  readonly deadlines: readonly DeadlineState[]
  /** The numbers of its entries in the log. */
  readonly entries: readonly bigint[]
}

const columns = 'tenant, id, number, policy, procedure, state, opened, parent'

/** A matter by its id, or by the number that people see; null where there is none. */
export async function matterAt(session: Session, idOrNumber: string): Promise<MatterState | null> {
  const [row] = await session.query<
    MatterRow & Pick<MatterState, 'performed' | 'reservations' | 'parties'>
  >(
    `select ${columns}, performed, reservations,
            coalesce((select jsonb_object_agg(p.kind, p.subject) from party p
                       where p.tenant = m.tenant and p.matter = m.id), '{}') as parties
       from matter m where m.id::text = $1 or m.number = $1 limit 1`,
    [idOrNumber],
  )
  if (!row) return null
  const deadlines = await session.query<DeadlineState>(
    `select act, due, form, provisional, derivation from deadline
      where tenant = $1 and matter = $2 order by due nulls last, act`,
    [row.tenant, row.id],
  )
  const entries = await session.query<{ seq: bigint }>(
    'select seq from event where matter = $1 order by seq',
    [row.id],
  )
  return { ...row, deadlines, entries: entries.map((one) => one.seq) }
}

export interface MatterFilter {
  readonly policy?: string
  readonly procedure?: string
  readonly state?: string
  /** Matters in which the subject has a slot. */
  readonly subject?: string
  /** After this id, for paging: ids sort by the time they were made. */
  readonly after?: string
  readonly limit?: number
}

/** Matters, the oldest first. */
export function mattersOf(session: Session, filter: MatterFilter = {}): Promise<MatterRow[]> {
  const { policy = null, procedure = null, state = null, subject = null } = filter
  return session.query<MatterRow>(
    `select ${columns} from matter m
      where ($1::text is null or policy = $1) and ($2::text is null or procedure = $2)
        and ($3::text is null or state = $3)
        and ($4::uuid is null or exists (
          select 1 from party p where p.tenant = m.tenant and p.matter = m.id and p.subject = $4))
        and id > $5 order by id limit $6`,
    [
      policy,
      procedure,
      state,
      subject,
      filter.after ?? '00000000-0000-0000-0000-000000000000',
      filter.limit ?? 100,
    ],
  )
}

export interface NoticeState {
  readonly tenant: string
  readonly id: string
  readonly matter: string
  readonly event: bigint
  readonly act: string
  readonly shown_from: Day
  /** The last day of the spans that acts wait for; null when none does. */
  readonly shown_to: Day | null
  readonly facts: { readonly [name: string]: Json }
  /** An earlier notice that this one corrects. */
  readonly corrects: string | null
}

/**
 * What is on public display on a day: begun, and its last span not yet elapsed. The latest first.
 *
 * @param after the id of a notice, for paging: only those behind it
 */
export function noticesOn(
  session: Session,
  day: Day,
  limit = 100,
  after: string | null = null,
): Promise<NoticeState[]> {
  return session.query<NoticeState>(
    `select tenant, id, matter, event, act, shown_from, shown_to, facts, corrects from notice n
      where shown_from <= $1 and coalesce(shown_to, 'infinity'::date) >= $1
        and ($3::uuid is null or exists (
          select 1 from notice a where a.id = $3
            and (n.shown_from < a.shown_from or (n.shown_from = a.shown_from and n.id > a.id))))
      order by shown_from desc, id limit $2`,
    [day, limit, after],
  )
}

/** Every notice of a matter, the first first; a correction stands beside what it corrects. */
export function noticesOf(session: Session, matter: string): Promise<NoticeState[]> {
  return session.query<NoticeState>(
    `select tenant, id, matter, event, act, shown_from, shown_to, facts, corrects from notice
      where matter = $1 order by event`,
    [matter],
  )
}
