import { openFolder } from './folder.ts'
import { readyImage } from './image.ts'
import type { Migration } from './migrate.ts'
import { openMemory } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import type { Session } from './session.ts'

export type { Session } from './session.ts'

/**
 * A database, the same from either driver. Values come as `readerOf` says, and go as
 * `parameterText` says.
 */
export interface Database extends Session {
  readonly kind: 'postgres' | 'pglite'
  /** All of it or nothing; `work` may throw to roll back. Isolation is read committed. */
  transaction<T>(work: (tx: Session) => Promise<T>): Promise<T>
  /** A connection of one's own for as long as `work` runs (session locks, COPY, backups). */
  session<T>(work: (own: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** A PostgreSQL server. Without it the database is inside this process, in `folder`. */
  readonly url?: string | undefined
  /** Where PGlite keeps its files; made if need be. `memory://` is for tests. */
  readonly folder?: string | undefined
  /** Where PGlite's ready-made images are kept; see `readyImage`. */
  readonly cache?: string | null | undefined
  /** What a new PGlite folder begins with; the program's own unless said, `[]` for no tables. */
  readonly migrations?: readonly Migration[] | undefined
  /** The most connections to a server; 10 unless said. PGlite is one connection. */
  readonly connections?: number | undefined
  /** How long a statement may take on a server, in milliseconds; 60 000 unless said. */
  readonly statementTimeout?: number | undefined
}

/** Opens PostgreSQL by URL, or PGlite in a folder. Whether it is up to date: see `migrate`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, folder } = options
  if (url) return openPostgres({ ...options, url })
  if (folder === 'memory://') {
    return openMemory({ loadDataDir: await readyImage(options) })
  }
  if (folder) return openFolder({ ...options, folder })
  throw new TypeError('a database needs a url or a folder')
}
