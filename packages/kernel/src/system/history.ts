/** What a matter has been through, by the log: the acts that stand, and how it was before each. */
import type { Matter } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Session } from '../db/database.ts'
import type { Body, PerformedRow } from '../entry.ts'
import { readEnvelope } from '../envelope.ts'

/** An act that stands: nothing has taken it back. */
export interface Past {
  readonly seq: bigint
  readonly body: Body
  readonly done: PerformedRow
  readonly before: Matter
  /** It opened child matters. */
  readonly sentChildren: boolean
}

export interface History {
  readonly matter: string
  readonly policy: string
  readonly standing: readonly Past[]
}

interface EventRecord {
  readonly seq: bigint
  readonly matter: string
  readonly envelope: string
  readonly body: string | null
  readonly children: boolean
}

/** Acts of the matter that an event is of; null where there is none, or where it was erased. */
export async function historyOf(session: Session, seq: bigint): Promise<History | null> {
  const rows = await session.query<EventRecord>(
    `select e.seq, e.matter, e.envelope, p.body,
            exists (select 1 from matter c join event o on o.matter = c.id
                     where c.parent = e.matter and o.seq > e.seq
                       and o.seq < coalesce((select min(n.seq) from event n
                             where n.seq > e.seq and n.key is not null), o.seq + 1)) as children
       from event e left join payload p on p.seq = e.seq
      where e.matter = (select matter from event where seq = $1)
      order by e.seq`,
    [seq],
  )
  const [first] = rows
  if (!first || rows.some((row) => row.body === null)) return null
  const { policy, procedure } = readEnvelope(first.envelope)
  const standing = standingOf(rows, first.matter, procedure)
  return { matter: first.matter, policy, standing }
}

/** Goes through the entries in order: an act is put on top, a correction takes it off again. */
function standingOf(rows: readonly EventRecord[], id: string, procedure: string): readonly Past[] {
  const standing: Past[] = []
  // What a matter that was taken over had been through elsewhere lies at the bottom.
  let earlier: readonly PerformedRow[] = []
  let openedOn: Day | null = null
  let now: Matter = {
    id,
    procedure,
    state: null,
    parties: new Map(),
    openedOn,
    performed: [],
    reservations: [],
  }
  for (const row of rows) {
    const body = JSON.parse(row.body as string) as Body
    const before = now
    for (let n = body.drop ?? 0; n > 0; n--) standing.pop()
    if (body.takenOver) earlier = body.takenOver
    const { performed: done } = body
    if (done) standing.push({ seq: row.seq, body, done, before, sentChildren: row.children })
    const performed = [...earlier, ...standing.map((past) => past.done)]
    if (performed.length === 0) openedOn = null
    else openedOn ??= body.opened?.on ?? performed[0]?.day ?? null
    now = after(before, body, performed, openedOn)
  }
  return standing
}

function after(
  before: Matter,
  body: Body,
  performed: readonly PerformedRow[],
  openedOn: Day | null,
): Matter {
  const parties = new Map(before.parties)
  for (const [kind, subject] of Object.entries(body.parties ?? {})) {
    if (subject === null) parties.delete(kind)
    else parties.set(kind, subject)
  }
  const { reservations } = body
  return {
    ...before,
    state: performed.length === 0 ? null : body.to,
    parties,
    performed,
    openedOn,
    reservations: reservations
      ? reservations.map((one) => ({ ...one, amount: BigInt(one.amount) }))
      : before.reservations,
  }
}
