import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type BackupOptions, type Manifest, Tally } from './backup-file.ts'
import type { Database } from './database.ts'
import { syncFolder } from './image.ts'
import { migrationNumber } from './migrate.ts'
import type { Session } from './session.ts'
import { checkPortable, quoteName, type Table, tablesOf } from './tables.ts'

/** About so many characters are in memory at once. */
const batchCharacters = 8_000_000

const batchRows = 2000

/**
 * Writes everything as it is at one moment to one file, which either database can be restored
 * from. The file has its name only when it is whole and on the disk; one that is there already is
 * replaced then.
 *
 * PostgreSQL goes on meanwhile; PGlite, being one connection, makes all else wait.
 */
export async function backup(
  db: Database,
  file: string,
  options: BackupOptions = {},
): Promise<Manifest> {
  const part = `${file}.part`
  try {
    const manifest = await db.session((own) => atOneMoment(own, part, options))
    const handle = await open(part, 'r')
    await handle.sync().finally(() => handle.close())
    await rename(part, file)
    syncFolder(dirname(file))
    return manifest
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function atOneMoment(own: Session, part: string, options: BackupOptions): Promise<Manifest> {
  await own.query('set statement_timeout = 0')
  await own.query('set idle_in_transaction_session_timeout = 0')
  // A role that may not see every row gets an error, never a backup with rows missing.
  await own.query('set row_security = off')
  await own.query('begin isolation level repeatable read read only')
  const manifest: { migration: number; tables: Record<string, { rows: number; sha256: string }> } =
    {
      migration: await migrationNumber(own),
      tables: {},
    }
  await checkPortable(own)
  const tables = await tablesOf(own)
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify({ huoshui: 'backup', format: 1, migration: manifest.migration })}\n`
    for (const table of tables) {
      const columns = table.columns.map(({ name }) => name)
      yield `${JSON.stringify({ table: table.name, columns })}\n`
      const tally = new Tally()
      yield* rowsOf(own, table, tally, options)
      manifest.tables[table.name] = tally.end()
    }
    yield `${JSON.stringify({ end: manifest })}\n`
  }
  const { signal } = options
  await pipeline(lines, createGzip(), createWriteStream(part, { mode: 0o600 }), { signal })
  await own.query('commit')
  return manifest
}

async function* rowsOf(
  own: Session,
  table: Table,
  tally: Tally,
  { progress, signal }: BackupOptions,
): AsyncGenerator<string> {
  const cells = table.columns.map(({ name }) => `${quoteName(name)}::text`)
  const count = await rowsAtOnce(own, table)
  await own.query(
    `declare backup_rows no scroll cursor for
       select array[${cells.join(', ')}] as cells from ${quoteName(table.name)}`,
  )
  let done = 0
  for (;;) {
    signal?.throwIfAborted()
    const rows = await own.query<{ cells: (string | null)[] }>(`fetch ${count} from backup_rows`)
    if (rows.length === 0) break
    let text = ''
    for (const row of rows) {
      const line = JSON.stringify(row.cells)
      tally.add(line)
      text += `${line}\n`
    }
    yield text
    done += rows.length
    progress?.({ table: table.name, rows: done })
  }
  await own.query('close backup_rows')
}

/** So few rows that even if all were as long as the longest, memory would hold them. */
async function rowsAtOnce(own: Session, table: Table): Promise<number> {
  const lengths = table.columns.map(({ name, type }) => {
    const column = quoteName(name)
    // These lengths are known without reading what is stored apart; bytes print as two digits.
    if (type === 'bytea') return `coalesce(2 * octet_length(${column}), 0)::bigint`
    if (type === 'text') return `coalesce(octet_length(${column}), 0)::bigint`
    return `coalesce(4 * pg_column_size(${column}), 0)::bigint`
  })
  const [row] = await own.query<{ longest: bigint | null }>(
    `select max(${lengths.join(' + ') || '0'}) as longest from ${quoteName(table.name)}`,
  )
  const longest = Number(row?.longest ?? 0n)
  return Math.max(1, Math.min(batchRows, Math.floor(batchCharacters / (longest + 1))))
}
