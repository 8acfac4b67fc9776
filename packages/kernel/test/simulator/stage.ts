/** Where plays are given: PGlite in memory, or databases of their own on a server. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { migrate, ownMigrations } from '../../src/db/migrate.ts'
import { freshDatabase } from '../database.ts'
import type { Stage } from './play.ts'

/** Processes on a server have a pool each, as they would have. */
const poolsOnServer = 3

/** A stage for one play; closing it leaves nothing behind. */
export async function openStage(url: string | undefined): Promise<Stage> {
  if (url) return onServer(new URL(url))
  const db = await freshDatabase({ kind: 'pglite' })
  return { db, pools: [db], close: () => db.close() }
}

async function onServer(server: URL): Promise<Stage> {
  const name = `huoshui_simulated_${randomUUID().replaceAll('-', '')}`
  await ask(server, `create database ${name}`)
  const own = new URL(server)
  own.pathname = `/${name}`
  const open = () => openDatabase({ url: own.href, connections: 4 })
  const opened: Database[] = []
  try {
    for (let n = 0; n <= poolsOnServer; n++) opened.push(await open())
    await migrate(opened[0] as Database, ownMigrations())
  } catch (error) {
    await close(opened, server, name)
    throw error
  }
  const [db, ...pools] = opened as [Database, ...Database[]]
  return { db, pools, close: () => close(opened, server, name) }
}

async function close(opened: readonly Database[], server: URL, name: string): Promise<void> {
  await Promise.all(opened.map((one) => one.close()))
  await ask(server, `drop database if exists ${name} with (force)`)
}

async function ask(server: URL, statement: string): Promise<void> {
  const client = new Client({ connectionString: server.href })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
