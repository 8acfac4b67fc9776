import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { type Database, openDatabase } from '../src/db/database.ts'
import { imageName, readyImage } from '../src/db/image.ts'
import { type Migration, migrate, ownMigrations } from '../src/db/migrate.ts'
import { openMemory } from '../src/db/pglite.ts'

export interface FreshOptions {
  /** The program's own unless said; `[]` leaves the database without tables. */
  readonly migrations?: readonly Migration[]
  /** PostgreSQL where `DATABASE_URL` is set, else PGlite, unless said. */
  readonly kind?: Database['kind']
}

/** The kinds that a test of both can be run on here. */
export const kinds: readonly Database['kind'][] = process.env.DATABASE_URL
  ? ['pglite', 'postgres']
  : ['pglite']

/** A migrated, empty database that is nobody else's; closing it leaves nothing behind. */
export async function freshDatabase(options: FreshOptions = {}): Promise<Database> {
  const { kind = process.env.DATABASE_URL ? 'postgres' : 'pglite' } = options
  const migrations = options.migrations ?? ownMigrations()
  return kind === 'postgres' ? freshPostgres(migrations) : freshPglite(migrations)
}

/** Images of this process, by what they were migrated to. */
const images = new Map<string, Promise<Blob>>()

async function freshPglite(migrations: readonly Migration[]): Promise<Database> {
  const name = imageName(migrations)
  const image = images.get(name) ?? readyImage({ migrations })
  images.set(name, image)
  return openMemory({ loadDataDir: await image })
}

/** The URL of a fresh database on a server, for processes that open it by themselves. */
export async function urlOf(db: Database): Promise<string> {
  const [row] = await db.query<{ name: string }>('select current_database() as name')
  const own = new URL(process.env.DATABASE_URL as string)
  own.pathname = `/${row?.name}`
  return own.href
}

async function freshPostgres(migrations: readonly Migration[]): Promise<Database> {
  const server = new URL(process.env.DATABASE_URL as string)
  const name = `huoshui_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  const own = new URL(server)
  own.pathname = `/${name}`
  const db = await openDatabase({ url: own.href })
  if (migrations.length > 0) await migrate(db, migrations)
  return {
    ...db,
    async close() {
      await db.close()
      await onServer(server, `drop database ${name} with (force)`)
    },
  }
}

async function onServer(server: URL, statement: string): Promise<void> {
  const client = new Client({ connectionString: server.href })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
