import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatabaseBroken, isConnectionLost } from './errors.ts'
import { openFolder } from './folder.ts'
import type { DurableNodeFS } from './node-fs.ts'
import type { PgliteDatabase } from './pglite.ts'

let folder: string
let db: PgliteDatabase
let files: DurableNodeFS

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huoshui-'))
  db = await openFolder({ folder })
  files = db.files as DurableNodeFS
  await db.query('create table t (n bigint)')
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

async function setting(name: string): Promise<unknown> {
  const [row] = await db.query(`select current_setting($1) as value`, [name])
  return row?.value
}

describe('what a new version of PGlite may undo', () => {
  test('its start parameters turn fsync off, and ours do not', async () => {
    expect(PGlite.defaultStartParams).toContain('-F')
    expect(PGlite.defaultStartParams[0]).toBe('--single')
    expect(await setting('fsync')).toBe('on')
    expect(await setting('synchronous_commit')).toBe('on')
    expect(await setting('full_page_writes')).toBe('on')
  })

  test('the log is synced by fsync, because fdatasync does nothing there', async () => {
    expect(await setting('wal_sync_method')).toBe('fsync')
  })

  test('its file system mounts a folder by preRun, as ours relies on', async () => {
    const options = await new NodeFS(folder).init(undefined as never, { preRun: [] })
    expect(options.emscriptenOpts.preRun).toHaveLength(1)
  })

  test('each commit reaches the disk, in a transaction and outside', async () => {
    let before = files.syncs
    await db.query('insert into t values (1)')
    expect(files.syncs).toBeGreaterThan(before)
    before = files.syncs
    await db.transaction((tx) => tx.query('insert into t values (2)'))
    expect(files.syncs).toBeGreaterThan(before)
    before = files.syncs
    await db.query('select * from t')
    expect(files.syncs).toBe(before)
  })

  test('a checkpoint brings files and folders to the disk', async () => {
    const { sync } = files
    const folders: boolean[] = []
    const { fstatSync } = await import('node:fs')
    files.sync = (descriptor) => {
      folders.push(fstatSync(descriptor).isDirectory())
      sync(descriptor)
    }
    await db.query('create table u as select generate_series(1, 1000) as n')
    await db.query('checkpoint')
    await db.query('alter system set work_mem = 4096')
    files.sync = sync
    expect(folders).toContain(false)
    expect(folders).toContain(true)
  })
})

test('when the disk fails, a commit is never confirmed, and nothing more is answered', async () => {
  const own = mkdtempSync(join(tmpdir(), 'huoshui-'))
  const failing = await openFolder({ folder: own })
  await failing.query('create table t (n bigint)')
  await failing.query('insert into t values (1)')
  const { sync } = failing.files as DurableNodeFS
  ;(failing.files as DurableNodeFS).sync = () => {
    throw new Error('the disk fails')
  }
  const lost = await failing.query('insert into t values (2)').catch((error) => error)
  expect(lost).toBeInstanceOf(DatabaseBroken)
  expect(isConnectionLost(lost)).toBe(true)
  await expect(failing.query('select 1')).rejects.toThrow(DatabaseBroken)
  ;(failing.files as DurableNodeFS).sync = sync
  await failing.close()

  const again = await openFolder({ folder: own })
  const rows = await again.query<{ n: bigint }>('select n from t order by n')
  expect(rows[0]).toEqual({ n: 1n })
  await again.query('insert into t values (3)')
  await again.close()
  rmSync(own, { recursive: true, force: true })
})
