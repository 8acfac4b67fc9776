import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, kinds } from '../../test/database.ts'
import type { Database } from './database.ts'
import {
  type Migration,
  MigrationError,
  migrate,
  migrationDigest,
  migrationNumber,
  ownMigrations,
  readMigrations,
} from './migrate.ts'

const steps: Migration[] = [
  { number: 1, name: 'first', sql: 'create table a (n bigint); insert into a values (1), (2);' },
  { number: 2, name: 'second', sql: 'alter table a add column t text; -- 中文说明\n' },
  { number: 3, name: 'third', sql: `update a set t = 'n' || n; create index a_t on a (t)` },
]

describe.each(kinds)('%s', (kind) => {
  let db: Database
  beforeAll(async () => {
    db = await freshDatabase({ kind, migrations: [] })
  })
  afterAll(() => db.close())

  async function empty(): Promise<void> {
    await db.query('drop table if exists migration')
    await db.query('drop table if exists a')
  }

  test.each([0, 1, 2, 3])('from version %i to the last', async (k) => {
    await empty()
    expect(await migrate(db, steps.slice(0, k))).toEqual([1, 2, 3].slice(0, k))
    expect(await migrationNumber(db)).toBe(k)
    expect(await migrate(db, steps)).toEqual([1, 2, 3].slice(k))
    expect(await migrate(db, steps)).toEqual([])
    expect(await migrationNumber(db)).toBe(3)
    expect(await db.query('select n, t from a order by n')).toEqual([
      { n: 1n, t: 'n1' },
      { n: 2n, t: 'n2' },
    ])
    const [last] = await db.query('select * from migration order by number desc limit 1')
    expect(last).toMatchObject({ name: 'third', digest: migrationDigest(steps[2] as Migration) })
  })

  test('a step that fails leaves nothing of itself, and what came before stays', async () => {
    await empty()
    const bad = { number: 2, name: 'bad', sql: 'alter table a add column x int; select 1 / 0' }
    await expect(migrate(db, [steps[0] as Migration, bad])).rejects.toMatchObject({ code: '22012' })
    expect(await migrationNumber(db)).toBe(1)
    expect(await db.query('select * from a')).toEqual([{ n: 1n }, { n: 2n }])
    expect(await migrate(db, steps)).toEqual([2, 3])
  })

  test('a step that was changed after it was applied is refused, with what to do', async () => {
    await empty()
    await migrate(db, steps.slice(0, 2))
    const changed = steps.map((one) => (one.number === 1 ? { ...one, sql: `${one.sql} ` } : one))
    const error = await migrate(db, changed).catch((reason) => reason)
    expect(error).toBeInstanceOf(MigrationError)
    expect(error.text.zh).toContain('第 1 号迁移（first）')
    expect(await migrationNumber(db)).toBe(2)
  })

  test('a database newer than the program is refused', async () => {
    await empty()
    await migrate(db, steps)
    const error = await migrate(db, steps.slice(0, 2)).catch((reason) => reason)
    expect(error).toBeInstanceOf(MigrationError)
    expect(error.text.en).toContain('at version 3 (third), this program at 2')
  })

  test('several that start at once apply each step once', async () => {
    await empty()
    const done = await Promise.all([1, 2, 3, 4].map(() => migrate(db, steps)))
    expect(done.flat().sort()).toEqual([1, 2, 3])
    expect(await db.query('select count(*) as n from a')).toEqual([{ n: 2n }])
  })

  test.each([0, ...ownMigrations().map(({ number }) => number)])(
    'the program’s own migrations, from version %i to the last',
    async (k) => {
      await db.query('drop schema public cascade')
      await db.query('create schema public')
      const own = ownMigrations()
      await migrate(db, own.slice(0, k))
      expect(await migrate(db, own)).toEqual(own.slice(k).map(({ number }) => number))
      expect(await migrationNumber(db)).toBe(own.length)
    },
  )
})

describe('a folder of migrations', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'huoshui-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is read in order; a gap and a name of another form are refused', () => {
    writeFileSync(join(folder, '0002-b.sql'), 'select 2')
    writeFileSync(join(folder, '0001-a.sql'), 'select 1')
    writeFileSync(join(folder, 'readme.txt'), '')
    expect(readMigrations(folder)).toEqual([
      { number: 1, name: 'a', sql: 'select 1' },
      { number: 2, name: 'b', sql: 'select 2' },
    ])
    writeFileSync(join(folder, '0004-d.sql'), '')
    expect(() => readMigrations(folder)).toThrow(/number 3 was expected/)
    writeFileSync(join(folder, 'c.sql'), '')
    expect(() => readMigrations(folder)).toThrow(/NNNN-name/)
  })

  test('line ends are not a change', () => {
    const unix = { number: 1, name: 'a', sql: 'select 1;\nselect 2;\n' }
    const windows = { ...unix, sql: 'select 1;\r\nselect 2;\r\n' }
    expect(migrationDigest(windows)).toBe(migrationDigest(unix))
  })
})
