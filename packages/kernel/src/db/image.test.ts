import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from './database.ts'
import { openFolder } from './folder.ts'
import { imageName, readyImage, unpackImage } from './image.ts'
import { FolderInUse } from './lock-file.ts'
import { type Migration, migrate, migrationNumber, ownMigrations } from './migrate.ts'
import { readTar } from './tar.ts'

let folder: string
let image: Blob
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huoshui-'))
  image = await readyImage()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an empty folder begins as a migrated database, and keeps what is written', async () => {
  const own = join(folder, 'data', 'deep')
  const db = await openFolder({ folder: own })
  expect(await migrate(db)).toEqual([])
  expect(await migrationNumber(db)).toBe(ownMigrations().length)
  const databases = await db.query('select datname from pg_database')
  expect(databases).toEqual([{ datname: 'postgres' }])
  await db.query('create table t as select 1 as n')
  await expect(openFolder({ folder: own })).rejects.toThrow(FolderInUse)
  await db.close()
  await db.close()
  await expect(db.query('select 1')).rejects.toThrow(/closed/)
  expect(readdirSync(own)).toEqual(['pg'])

  const again = await openDatabase({ folder: own })
  expect(await again.query('select n from t')).toEqual([{ n: 1 }])
  await again.close()
})

test('what a stopped unpacking left behind is never opened, and is replaced', async () => {
  const own = join(folder, 'stopped')
  const data = join(own, 'pg')
  await unpackImage(image, data)
  rmSync(join(data, 'global'), { recursive: true })
  const { renameSync } = await import('node:fs')
  renameSync(data, `${data}.unpacking`)
  const db = await openFolder({ folder: own })
  expect(await migrationNumber(db)).toBe(ownMigrations().length)
  await db.close()
  expect(existsSync(`${data}.unpacking`)).toBe(false)
})

test('a folder that is there is never unpacked over', async () => {
  const own = join(folder, 'there')
  await unpackImage(image, own)
  await expect(unpackImage(image, own)).rejects.toThrow(/there already/)
})

test('an image is named after what it was made of', () => {
  const one: Migration = { number: 1, name: 'a', sql: 'select 1' }
  const names = [[], [one], [{ ...one, sql: 'select 2' }]].map(imageName)
  expect(new Set(names).size).toBe(3)
  expect(imageName([one])).toBe(imageName([{ ...one }]))
  for (const name of names) expect(name).toMatch(/^pglite-\d+\.\d+\.\d+-[0-9a-f]{16}\.tar\.gz$/)
})

test('a cached image is used, a damaged one is made again', async () => {
  const cache = join(folder, 'cache')
  const step: Migration = { number: 1, name: 'a', sql: 'create table a ()' }
  const options = { cache, migrations: [step] }
  await keepEmptyImage(cache)
  await readyImage(options)
  const file = join(cache, imageName([step]))
  const whole = readFileSync(file)
  writeFileSync(file, whole.subarray(0, whole.length >> 1))
  const made = await readyImage(options)
  expect([...readTar(new Uint8Array(await made.arrayBuffer()))].length).toBeGreaterThan(300)
  expect(readFileSync(file).length).toBeGreaterThan(whole.length >> 1)
  expect(readdirSync(cache).sort()).toEqual([imageName([]), imageName([step])].sort())
})

/** The empty image takes many seconds to make, so it comes from where it is already. */
async function keepEmptyImage(cache: string): Promise<void> {
  const { imageCache } = await import('./image.ts')
  const { cpSync } = await import('node:fs')
  await readyImage({ migrations: [] })
  cpSync(join(imageCache, imageName([])), join(cache, imageName([])))
}

test('an archive that is cut off, damaged or leaves its folder is refused', async () => {
  const bytes = new Uint8Array(await image.arrayBuffer())
  expect(() => [...readTar(bytes.subarray(0, bytes.length - 2048))]).toThrow()
  const damaged = bytes.slice()
  damaged[0] = 0x78
  expect(() => [...readTar(damaged)]).toThrow(/damaged/)
  expect(() => [...readTar(entryNamed('../outside'))]).toThrow(/names/)
})

function entryNamed(name: string): Uint8Array {
  const bytes = Buffer.alloc(1536)
  bytes.write(name, 0)
  bytes.write('00000000000\0', 124)
  bytes.write('0', 156)
  bytes.fill(' ', 148, 156)
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}
