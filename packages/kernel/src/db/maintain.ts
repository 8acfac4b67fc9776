import type { Database } from './database.ts'
import { quoteName } from './tables.ts'

/** What was done for a database that nobody else looks after. */
export interface Maintenance {
  /** The tables that were cleared of dead rows and whose statistics were renewed. */
  readonly vacuumed: readonly string[]
  /** Whether all changes were brought from the log to the tables. */
  readonly checkpointed: boolean
}

const nothing: Maintenance = { vacuumed: [], checkpointed: false }

/**
 * For the nightly sweep: PGlite neither vacuums nor checkpoints by itself, so both are done here,
 * table by table, so that others take their turns between. A server looks after itself.
 */
export async function maintain(db: Database): Promise<Maintenance> {
  if (db.kind === 'postgres') return nothing
  const tables = await db.query<{ space: string; name: string }>(
    `select n.nspname::text as space, c.relname::text as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and c.relpersistence = 'p'
      order by n.nspname = 'pg_catalog', c.relname collate "C"`,
  )
  const vacuumed: string[] = []
  for (const { space, name } of tables) {
    await db.query(`vacuum (analyze) ${quoteName(space)}.${quoteName(name)}`)
    if (space !== 'pg_catalog' && space !== 'information_schema') vacuumed.push(name)
  }
  await db.query('checkpoint')
  return { vacuumed, checkpointed: true }
}

/** After so many bytes of log a checkpoint is due; starting after a crash reads all of them. */
const logBytes = 64n * 1024n * 1024n

/**
 * For whenever there is time, such as each minute: a checkpoint of PGlite when its log has grown.
 * Without it the log grows until the sweep. Answers whether one was made.
 */
export async function checkpointWhenDue(db: Database, after: bigint = logBytes): Promise<boolean> {
  if (db.kind === 'postgres') return false
  const [row] = await db.query<{ due: boolean }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) > $1::numeric as due
       from pg_control_checkpoint()`,
    [after],
  )
  if (!row?.due) return false
  await db.query('checkpoint')
  return true
}
