import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, kinds } from '../../test/database.ts'
import { backup } from './backup.ts'
import { BackupError, verifyBackup } from './backup-file.ts'
import { bulkInsert } from './bulk.ts'
import type { Database } from './database.ts'
import { type Migration, migrate, migrationNumber, ownMigrations } from './migrate.ts'
import { restore } from './restore.ts'
import { checkPortable } from './tables.ts'

const migrations: Migration[] = [
  {
    number: 1,
    name: 'first',
    sql: `create table thing (id uuid primary key, n bigint, amount numeric(30, 4), day date,
            at timestamptz, ok boolean, bytes bytea, value jsonb, words text[], "Odd ""name" text);
          create table empty_one (n integer);
          create table many (n integer primary key, t text)`,
  },
]
const later: Migration = { number: 2, name: 'later', sql: 'alter table many add column u text' }

let folder: string
let file: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huoshui-'))
  file = join(folder, 'one.backup')
})
afterAll(async () => {
  for (const db of databases.values()) await db.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Opening a database takes a second, so tests share them, and each begins with it emptied. */
const databases = new Map<string, Database>()

async function fresh(
  kind: Database['kind'],
  steps: readonly Migration[],
  role = 'target',
): Promise<Database> {
  const name = `${kind} ${role}`
  const db = databases.get(name) ?? (await freshDatabase({ kind, migrations: [] }))
  databases.set(name, db)
  await db.query('drop schema public cascade')
  await db.query('create schema public')
  if (steps.length > 0) await migrate(db, steps)
  return db
}

/** Two rows with all that is hard to write, and more rows than go in a batch. */
async function fill(db: Database): Promise<void> {
  await db.query(
    `insert into thing values ($1, $2, '12345678901234567890.5', '2026-02-28', '2026-11-25 00:30+08',
       true, $3, $4, $5, $6)`,
    [
      '0190a1b2-0000-7000-8000-000000000000',
      -(2n ** 63n),
      new Uint8Array([0, 10, 92, 255]),
      JSON.stringify({ 名称: '引号"、反斜线\\、换行\n', n: 1.5 }),
      ['a,b', '{}', 'NULL', '', '中"文\\'],
      'U+2028\u2028 tab\t return\r newline\n slash\\ \u0001',
    ],
  )
  await db.query(`insert into thing (id) values ('0190a1b2-0000-7000-8000-000000000001')`)
  const rows = Array.from({ length: 6001 }, (_, n) => [n, `第${n}行`])
  const columns = [
    { name: 'n', type: 'integer' },
    { name: 't', type: 'text' },
  ]
  await bulkInsert(db, 'many', columns, rows)
}

async function contents(db: Database): Promise<unknown> {
  return [
    await db.query('select * from thing order by id'),
    await db.query('select n, t from many order by n'),
    await db.query('select * from empty_one'),
  ]
}

const ways = kinds.flatMap((from) => kinds.map((to): [string, string] => [from, to]))

test.each(ways)('what is backed up from %s is restored to %s', async (from, to) => {
  const source = await fresh(from as Database['kind'], migrations, 'source')
  await fill(source)
  const seen: string[] = []
  const made = await backup(source, file, { progress: ({ table }) => seen.push(table) })
  expect(made.migration).toBe(1)
  expect(Object.entries(made.tables).map(([name, { rows }]) => [name, rows])).toEqual([
    ['empty_one', 0],
    ['many', 6001],
    ['thing', 2],
  ])
  expect(seen.filter((table) => table === 'many').length).toBeGreaterThan(1)
  expect(readdirSync(folder)).toEqual(['one.backup'])

  const target = await fresh(to as Database['kind'], migrations)
  expect(await restore(target, file, { migrations })).toEqual(made)
  expect(await contents(target)).toEqual(await contents(source))
  expect(await verifyBackup(file)).toEqual(made)
})

describe('a backup', () => {
  let source: Database
  beforeAll(async () => {
    source = await fresh('pglite', migrations, 'source')
    await fill(source)
    await backup(source, file)
  })

  test('is restored into a database without tables, and brought up to date', async () => {
    const target = await fresh('pglite', [])
    await restore(target, file, { migrations: [...migrations, later] })
    expect(await migrationNumber(target)).toBe(2)
    expect(await contents(target)).toEqual(await contents(source))
    expect(await migrate(target, [...migrations, later])).toEqual([])
  })

  test('is refused by a database that holds data, is of another version, or older', async () => {
    const target = await fresh('pglite', [...migrations, later])
    await expect(restore(target, file, { migrations: [...migrations, later] })).rejects.toThrow(
      /第 1 版，数据库已是第 2 版/,
    )
    await expect(restore(target, file, { migrations: [] })).rejects.toThrow(/only knows 0/)
    await target.query(`insert into many values (1, 'x')`)
    await expect(restore(target, file, { migrations })).rejects.toThrow(/表 many/)
    expect(await target.query('select n from many')).toEqual([{ n: 1 }])
  })

  const damages: [string, (bytes: Buffer) => Buffer, RegExp][] = [
    ['cut off', (bytes) => bytes.subarray(0, bytes.length - 100), /不完整/],
    ['cut off between lines', (bytes) => rezip(bytes, (text) => dropLastLine(text)), /不完整/],
    ['changed in a row', (bytes) => rezip(bytes, (text) => text.replace('第7行', '第8行')), /many/],
    [
      'without a row',
      (bytes) => rezip(bytes, (text) => text.replace('["7","第7行"]\n', '')),
      /many/,
    ],
    ['damaged', (bytes) => flip(bytes, bytes.length >> 1), /不符|不完整/],
    ['of something else', () => gzipSync('{"a":1}\n'), /不是活水的备份/],
    ['not zipped', () => Buffer.from('hello'), /不符/],
    [
      'of a later format',
      (b) => rezip(b, (t) => t.replace('"format":1', '"format":2')),
      /更新版本/,
    ],
  ]
  test('that is damaged is refused before anything is written', async () => {
    const target = await fresh('pglite', migrations)
    const bad = join(folder, 'bad.backup')
    for (const [what, damage, said] of damages) {
      writeFileSync(bad, damage(readFileSync(file)))
      const error = await restore(target, bad, { migrations }).catch((reason) => reason)
      expect(error, what).toBeInstanceOf(BackupError)
      expect(error.text.zh, what).toMatch(said)
      expect(await target.query('select count(*) as n from many'), what).toEqual([{ n: 0n }])
    }
    rmSync(bad)
  })

  test('can be stopped, and leaves no file; so can restoring, and leaves no row', async () => {
    const stop = new AbortController()
    const other = join(folder, 'two.backup')
    const progress = () => stop.abort()
    const stopped = backup(source, other, { progress, signal: stop.signal })
    await expect(stopped).rejects.toThrow(/abort/i)
    expect(readdirSync(folder)).toEqual(['one.backup'])
    expect(await source.query('select 1 as n')).toEqual([{ n: 1 }])

    const target = await fresh('pglite', migrations)
    const again = new AbortController()
    const restoring = restore(target, file, {
      migrations,
      progress: ({ table, rows }) => {
        if (table === 'many' && rows > 0) again.abort()
      },
      signal: again.signal,
    })
    await expect(restoring).rejects.toThrow(/abort/i)
    expect(await target.query('select count(*) as n from many')).toEqual([{ n: 0n }])
  })
})

test('a backup shows one moment, whatever happens while it is written', async () => {
  const kind = kinds.at(-1) as Database['kind']
  const source = await fresh(kind, migrations, 'source')
  await fill(source)
  let begun = () => {}
  const beginning = new Promise<void>((resolve) => {
    begun = resolve
  })
  const writing = backup(source, file, { progress: () => begun() })
  await beginning
  await source.query('insert into thing (id) values (gen_random_uuid())')
  const made = await writing
  expect(made.tables.thing?.rows).toBe(2)
  expect(await source.query('select count(*) as n from thing')).toEqual([{ n: 3n }])
})

test('the program’s own tables hold nothing that backups do not carry', async () => {
  const db = await fresh('pglite', ownMigrations())
  await checkPortable(db)
  await db.query('create sequence s')
  await expect(checkPortable(db)).rejects.toThrow(/sequence s/)
})

function rezip(bytes: Buffer, change: (text: string) => string): Buffer {
  return gzipSync(change(gunzipSync(bytes).toString('utf8')))
}

function dropLastLine(text: string): string {
  return text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] as number) ^ 0xff
  return bytes
}
