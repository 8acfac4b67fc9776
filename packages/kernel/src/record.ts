/** Entries that no request asks for: the beginning of a log, reminders sent, days found anew. */
import { type Clock, instantOf } from './clock.ts'
import type { Session } from './db/database.ts'
import { enqueue } from './delivery/enqueue.ts'
import type { Entry } from './entry.ts'
import { seal } from './envelope.ts'
import type { Kernel } from './kernel.ts'
import { appendLog, frontierAt, logLock, logSize } from './log-store.ts'
import { rowsOf } from './rows.ts'
import { storeEvents } from './run-batch.ts'
import { storeRows } from './store.ts'

/** An entry of 系统 that is about no one matter. */
export function ownEntry(
  clock: Clock,
  what: Pick<Entry, 'procedure' | 'act' | 'body'> &
    Partial<Pick<Entry, 'tenant' | 'digest' | 'actor' | 'role' | 'subject'>>,
): Entry {
  return {
    tenant: '系统',
    matter: null,
    policy: 'system',
    digest: '',
    day: clock.today(),
    at: instantOf(clock.now()),
    actor: null,
    role: '系统',
    subject: null,
    key: null,
    request: null,
    ...what,
  }
}

/**
 * Records entries in a transaction of their own, under the log's lock.
 *
 * @param make says what to record from what is stored at that moment; nothing when it is empty
 * @returns how many entries were recorded
 */
export async function record(
  kernel: Kernel,
  make: (tx: Session, size: number) => Promise<readonly Entry[]>,
): Promise<number> {
  const { db, log, clock, memory, makeId } = kernel
  return db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [logLock])
    const size = await logSize(tx)
    const entries = await make(tx, size)
    if (entries.length === 0) return 0
    const sealed = entries.map((entry) => seal(entry, log.hash))
    await storeEvents(tx, entries, sealed, BigInt(size))
    await storeRows(tx, rowsOf(entries, BigInt(size)))
    await enqueue(tx, { memory, makeId, now: () => clock.now() }, entries, BigInt(size))
    const frontier = await frontierAt(tx, size, log, null)
    const bytes = sealed.map((one) => one.bytes)
    await appendLog(tx, frontier, bytes, clock.today(), log)
    return entries.length
  })
}
