/**
 * Days that were 暂定, because they end beyond the last calendar, found anew once it has come.
 *
 * Only those days change; what they were counted from was known when the act was done.
 */
import { dueEntriesOf } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import { instantOf } from '../clock.ts'
import type { Json } from '../codec.ts'
import type { Session } from '../db/database.ts'
import { deadlineRows } from '../effects.ts'
import type { DeadlineRow, Entry } from '../entry.ts'
import type { Kernel } from '../kernel.ts'
import { emptyLoaded, loadCalls, loadHolders, loadMatters } from '../load.ts'
import type { Loaded, LoadedMatter } from '../loaded.ts'
import { record } from '../record.ts'
import { loadRegistry } from '../registry.ts'
import { stepInput } from '../step-input.ts'

/** How many matters are looked at in one transaction. */
const lotSize = 500
const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * Finds 暂定 deadlines anew by the calendars installed, one entry a matter whose days change.
 *
 * It may run at any time and twice: what is still provisional stays as it is.
 *
 * @returns how many matters have other days now
 */
export async function recomputeProvisional(kernel: Kernel): Promise<number> {
  let after: string | null = firstId
  let changed = 0
  while (after !== null) {
    const from: string = after
    changed += await record(kernel, async (tx) => {
      const lot = await provisionalMatters(tx, from)
      after = lot.length === lotSize ? (lot.at(-1) as string) : null
      return lot.length === 0 ? [] : entriesFor(kernel, tx, lot)
    })
  }
  return changed
}

async function provisionalMatters(tx: Session, after: string): Promise<readonly string[]> {
  const rows = await tx.query<{ matter: string }>(
    `select distinct matter from deadline where provisional and matter > $1
      order by matter limit $2`,
    [after, lotSize],
  )
  return rows.map((row) => row.matter)
}

interface Stored extends DeadlineRow {
  readonly matter: string
}

async function entriesFor(
  kernel: Kernel,
  tx: Session,
  ids: readonly string[],
): Promise<readonly Entry[]> {
  const { memory, clock } = kernel
  const day = clock.today()
  const loaded = emptyLoaded(await loadRegistry(tx, memory.compiled))
  await loadMatters(tx, loaded, ids)
  const matters = [...loaded.matters.values()]
  const parties = matters.flatMap((one) => [...one.matter.parties.values()])
  await loadHolders(tx, loaded, memory.holders, parties)
  const versions = [...new Set(matters.map((one) => one.installed))]
  await loadCalls(tx, loaded, memory.holders, versions, [day])
  const rows = await tx.query<Stored>(
    `select matter, act, due, form, provisional, derivation from deadline
      where matter = any($1::uuid[]) order by matter, act`,
    [ids],
  )
  const at = instantOf(clock.now())
  return matters.flatMap((one) => {
    const stored = rows.filter((row) => row.matter === one.id)
    const deadlines = foundAnew(loaded, one, stored, day)
    return deadlines ? [entryFor(one, deadlines, day, at)] : []
  })
}

/** The deadlines with the provisional ones found anew; null where none of them changes. */
function foundAnew(
  loaded: Loaded,
  one: LoadedMatter,
  stored: readonly Stored[],
  day: Day,
): readonly DeadlineRow[] | null {
  const now = new Map(
    deadlineRows(dueEntriesOf(stepInput(loaded, one, day))).map((row) => [row.act, row]),
  )
  let changed = false
  const rows = stored.map(({ matter: _, ...row }) => {
    const found = row.provisional ? now.get(row.act) : undefined
    if (!found || (found.provisional && found.due === row.due)) return row
    changed = true
    return found
  })
  return changed ? rows : null
}

function entryFor(
  one: LoadedMatter,
  deadlines: readonly DeadlineRow[],
  day: Day,
  at: string,
): Entry {
  const { tenant, id, installed, matter } = one
  return {
    tenant,
    matter: id,
    policy: installed.slug,
    digest: installed.digest,
    procedure: matter.procedure,
    act: '重算到期日',
    day,
    at,
    actor: null,
    role: '系统',
    subject: null,
    key: null,
    request: null,
    body: { to: matter.state as string, deadlines: deadlines.map(plain) },
  }
}

const plain = ({ act, due, form, provisional, derivation }: DeadlineRow): DeadlineRow => ({
  act,
  due,
  form,
  provisional,
  derivation: derivation as Json,
})
