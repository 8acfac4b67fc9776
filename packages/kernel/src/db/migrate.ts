import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Text } from '@huoshui/values'
import type { Database } from './database.ts'
import { runScript, type Session } from './session.ts'

/** A step of the schema. Numbers begin at 1 and leave no gaps; a step is never changed. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

/** The schema of a database is not one that this program can work with; says what to do. */
export class MigrationError extends Error {
  readonly text: Text
  constructor(text: Text) {
    super(`${text.zh}\n${text.en}`)
    this.name = 'MigrationError'
    this.text = text
  }
}

/** The program's own migrations. */
export function ownMigrations(): Migration[] {
  return readMigrations(new URL('../migrations/', import.meta.url))
}

/** The files `NNNN-name.sql` of a folder, in order. Throws where a number is missing or twice. */
export function readMigrations(folder: URL | string): Migration[] {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder)
  const found = readdirSync(path)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const [, digits, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? []
      if (!digits || !name) throw new Error(`${file}: migrations are named NNNN-name.sql`)
      return { number: Number(digits), name, sql: readFileSync(`${path}/${file}`, 'utf8') }
    })
  found.forEach(({ number, name }, i) => {
    if (number !== i + 1) throw new Error(`${name}: number ${i + 1} was expected, not ${number}`)
  })
  return found
}

/** What a migration is known by: line ends don't count, since checkouts differ in them. */
export function migrationDigest({ sql }: Migration): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}

/** Any number will do, so long as all versions of the program use the same. */
const lockNumber = 7_183_001

const createTable = `create table if not exists migration (
  number integer primary key,
  name text not null,
  digest text not null,
  applied timestamptz not null default now()
)`

/**
 * Brings a database to the last migration, and answers the numbers that were applied now. Each is
 * a transaction. Several processes may start at once: one works, the others wait.
 *
 * Throws a `MigrationError` when the database is newer than the program, or a migration that was
 * applied has been changed since.
 */
export async function migrate(
  db: Database,
  migrations: readonly Migration[] = ownMigrations(),
): Promise<number[]> {
  return db.session(async (own) => {
    // Waiting for another process, and large tables, may take longer than a statement may.
    await own.query('set statement_timeout = 0')
    await own.query('select pg_advisory_lock($1)', [lockNumber])
    await own.query(createTable)
    const applied = await appliedMigrations(own)
    checkApplied(applied, migrations)
    const wanted = migrations.slice(applied.length)
    for (const migration of wanted) await apply(own, migration)
    return wanted.map(({ number }) => number)
  })
}

/** The number of the last migration of a database; 0 when it has none. */
export async function migrationNumber(session: Session): Promise<number> {
  const [found] = await session.query<{ there: boolean }>(
    `select to_regclass('migration') is not null as there`,
  )
  if (!found?.there) return 0
  return (await appliedMigrations(session)).length
}

interface Applied {
  readonly number: number
  readonly name: string
  readonly digest: string
}

function appliedMigrations(session: Session): Promise<Applied[]> {
  return session.query<Applied>('select number, name, digest from migration order by number')
}

function checkApplied(applied: readonly Applied[], migrations: readonly Migration[]): void {
  const last = migrations.length
  const newest = applied.at(-1)
  if (newest && newest.number > last) {
    throw new MigrationError({
      zh: `数据库结构已到第 ${newest.number} 版（${newest.name}），本程序只到第 ${last} 版。改用新版程序，或还原旧版程序留下的备份。`,
      en: `The database is at version ${newest.number} (${newest.name}), this program at ${last}. Use the newer program, or restore a backup made with this one.`,
    })
  }
  for (const [i, { number, name, digest }] of applied.entries()) {
    const migration = migrations[i] as Migration
    if (number !== migration.number || digest !== migrationDigest(migration)) {
      throw new MigrationError({
        zh: `第 ${number} 号迁移（${name}）执行之后，它的文件被改动过。还原原来的文件，把改动写成新的迁移。`,
        en: `Migration ${number} (${name}) was changed after it had been applied. Restore its file, and write the change as a new migration.`,
      })
    }
  }
}

async function apply(own: Session, migration: Migration): Promise<void> {
  await own.query('begin')
  try {
    await performMigrations(own, [migration])
    await own.query('commit')
  } catch (error) {
    await own.query('rollback').catch(() => {})
    throw error
  }
}

/** Performs and records migrations within the caller's transaction, without looking at others. */
export async function performMigrations(
  tx: Session,
  migrations: readonly Migration[],
): Promise<void> {
  await tx.query(createTable)
  for (const migration of migrations) {
    const { number, name, sql } = migration
    await runScript(tx, sql)
    await tx.query('insert into migration (number, name, digest) values ($1, $2, $3)', [
      number,
      name,
      migrationDigest(migration),
    ])
  }
}
