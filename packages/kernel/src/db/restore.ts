import { arrayLiteral } from './array-literal.ts'
import {
  BackupError,
  type BackupOptions,
  type Manifest,
  readParts,
  type TableHead,
  type TextRow,
  verifyBackup,
} from './backup-file.ts'
import type { Database } from './database.ts'
import { type Migration, migrationNumber, ownMigrations, performMigrations } from './migrate.ts'
import type { Session } from './session.ts'
import { quoteName, type Table, tablesOf } from './tables.ts'

/** A statement is sent when its rows have grown to this many characters, or this many. */
const batchCharacters = 4_000_000
const batchRows = 5000

export interface RestoreOptions extends BackupOptions {
  /** The program's own unless said. */
  readonly migrations?: readonly Migration[] | undefined
}

/**
 * Fills an empty database from a backup: all of it or nothing. The backup is read through and
 * compared with its manifest before anything is written.
 *
 * The database is empty and migrated just as far as the backup, or has no tables at all: then it
 * is migrated as far as the backup first. Migrations that came since are applied afterwards.
 * Throws a `BackupError` that says what to do.
 */
export async function restore(
  db: Database,
  file: string,
  options: RestoreOptions = {},
): Promise<Manifest> {
  const { migrations = ownMigrations(), signal } = options
  const manifest = await verifyBackup(file, { signal })
  if (manifest.migration > migrations.length) throw newerBackup(manifest, migrations.length)
  await db.session(async (own) => {
    await own.query('set statement_timeout = 0')
    await own.query('set idle_in_transaction_session_timeout = 0')
    await own.query('begin')
    await prepare(own, manifest, migrations)
    await fill(own, file, manifest, options)
    await performMigrations(own, migrations.slice(manifest.migration))
    await own.query('commit')
    await own.query('analyze')
  })
  return manifest
}

/** Sees that the database is empty, and brings it to where the backup was taken. */
async function prepare(
  own: Session,
  manifest: Manifest,
  migrations: readonly Migration[],
): Promise<void> {
  const tables = await tablesOf(own)
  const number = await migrationNumber(own)
  if (number === 0 && tables.length === 0) {
    await performMigrations(own, migrations.slice(0, manifest.migration))
    return
  }
  for (const { name } of tables) {
    const [row] = await own.query(`select exists (select from ${quoteName(name)}) as there`)
    if (row?.there) throw notEmpty(name)
  }
  if (number !== manifest.migration) throw otherVersion(manifest, number)
}

async function fill(
  own: Session,
  file: string,
  manifest: Manifest,
  { progress, signal }: BackupOptions,
): Promise<void> {
  const tables = new Map((await tablesOf(own)).map((table) => [table.name, table]))
  const names = Object.keys(manifest.tables)
  if (names.length !== tables.size || names.some((name) => !tables.has(name))) {
    throw otherTables()
  }
  let insert: ((rows: readonly TextRow[]) => Promise<void>) | null = null
  let waiting: TextRow[] = []
  let characters = 0
  let done = 0
  let table = ''
  const send = async () => {
    if (insert && waiting.length > 0) await insert(waiting)
    done += waiting.length
    waiting = []
    characters = 0
    if (table) progress?.({ table, rows: done })
  }
  for await (const part of readParts(file, signal)) {
    if (part.kind === 'row') {
      waiting.push(JSON.parse(part.line) as TextRow)
      characters += part.line.length
      if (characters > batchCharacters || waiting.length >= batchRows) await send()
      continue
    }
    await send()
    if (part.kind !== 'table') continue
    insert = inserterOf(own, part, tables.get(part.table))
    table = part.table
    done = 0
  }
  await compareCounts(own, manifest)
}

function inserterOf(own: Session, head: TableHead, table: Table | undefined) {
  const types = new Map(table?.columns.map(({ name, type }) => [name, type]))
  if (types.size !== head.columns.length || head.columns.some((name) => !types.has(name))) {
    throw otherTables()
  }
  const names = head.columns.map(quoteName).join(', ')
  const cells = head.columns.map((name, i) => `c${i}::${types.get(name)}`).join(', ')
  const lists = head.columns.map((_, i) => `$${i + 1}::text[]`).join(', ')
  const list = head.columns.map((_, i) => `c${i}`).join(', ')
  const text = `insert into ${quoteName(head.table)} (${names}) overriding system value
    select ${cells} from unnest(${lists}) as r(${list})`
  return async (rows: readonly TextRow[]) => {
    const columns = head.columns.map((_, i) =>
      arrayLiteral(
        'text',
        rows.map((row) => row[i]),
      ),
    )
    await own.query(text, columns)
  }
}

/** Rules and row-level security may drop rows silently; a restored database never lacks one. */
async function compareCounts(own: Session, manifest: Manifest): Promise<void> {
  for (const [name, { rows }] of Object.entries(manifest.tables)) {
    const [row] = await own.query<{ n: bigint }>(`select count(*) as n from ${quoteName(name)}`)
    if (row?.n !== BigInt(rows)) throw new Error(`${name}: ${row?.n} rows restored of ${rows}`)
  }
}

function notEmpty(table: string): BackupError {
  return new BackupError({
    zh: `数据库里已有数据（表 ${table}）。还原到一个新建的数据库。`,
    en: `The database holds data already (table ${table}). Restore into a new one.`,
  })
}

function otherVersion({ migration }: Manifest, number: number): BackupError {
  return new BackupError({
    zh: `备份的结构是第 ${migration} 版，数据库已是第 ${number} 版。还原到一个还没有表的数据库，结构会自动补到最新。`,
    en: `The backup is of version ${migration}, the database of ${number}. Restore into a database without tables; it is then brought up to date.`,
  })
}

function newerBackup({ migration }: Manifest, last: number): BackupError {
  return new BackupError({
    zh: `备份的结构是第 ${migration} 版，本程序只到第 ${last} 版。用新版程序来还原。`,
    en: `The backup is of version ${migration}, this program only knows ${last}. Restore it with the newer program.`,
  })
}

function otherTables(): BackupError {
  return new BackupError({
    zh: '备份里的表或列与数据库的不一致。用生成备份的那个版本的程序来还原。',
    en: 'The tables or columns of the backup are not those of the database. Restore it with the program that made it.',
  })
}
