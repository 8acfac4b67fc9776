/** Databases of a run's own: on a server, and in a folder. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const usual = 'postgresql://postgres@127.0.0.1:5432/postgres'

/** The server to measure on: `DATABASE_URL`, else one on this machine, else none. */
export async function serverUrl(): Promise<string | null> {
  const url = process.env.DATABASE_URL ?? usual
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    await client.end()
    return url
  } catch {
    return null
  }
}

/** Makes a database for the run, and takes it away after it. */
export async function onServer(url: string, work: (own: string) => Promise<void>): Promise<void> {
  const name = `huoshui_bench_${process.pid}`
  const own = new URL(url)
  own.pathname = `/${name}`
  await ask(url, `create database ${name}`)
  try {
    await work(own.href)
  } finally {
    await ask(url, `drop database ${name} with (force)`)
  }
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A folder for the run, on a disk. */
export async function durableFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'huoshui-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
