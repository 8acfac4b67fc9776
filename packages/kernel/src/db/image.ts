import { createHash, randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { type Migration, migrate, migrationDigest, ownMigrations } from './migrate.ts'
import { openMemory } from './pglite.ts'
import { readTar } from './tar.ts'

/**
 * A ready-made data folder. PGlite takes many seconds and 0.9 GB to make one from nothing, so it
 * is made once, with all migrations, kept as an archive, and unpacked wherever one is needed.
 */

export interface ImageOptions {
  /** The folder of archives, made if need be; null keeps none. `imageCache` unless said. */
  readonly cache?: string | null | undefined
  /** The program's own unless said. */
  readonly migrations?: readonly Migration[] | undefined
}

/** Where images are kept: with the packages they were made from, gone when those are replaced. */
export const imageCache = fileURLToPath(
  new URL('../../../../node_modules/.cache/huoshui', import.meta.url),
)

/** The archive's name says what it was made of, so that nothing stale is ever unpacked. */
export function imageName(migrations: readonly Migration[] = ownMigrations()): string {
  const digest = createHash('sha256').update(recipe)
  for (const migration of migrations) digest.update(`\n${migrationDigest(migration)}`)
  return `pglite-${pgliteVersion()}-${digest.digest('hex').slice(0, 16)}.tar.gz`
}

/** Changed whenever `makeEmpty` makes something else. */
const recipe = 'wal 4 MB, one database, frozen'

function pgliteVersion(): string {
  const require = createRequire(import.meta.url)
  const main = require.resolve('@electric-sql/pglite')
  const { version } = require(join(dirname(main), '../package.json')) as { version: string }
  return version
}

/**
 * The uncompressed image, from the cache, or made now and kept there. A cache that can't be
 * written to is no error: the image is then made each time.
 */
export async function readyImage(options: ImageOptions = {}): Promise<Blob> {
  const { cache = imageCache, migrations = ownMigrations() } = options
  const file = cache === null ? null : join(cache, imageName(migrations))
  const found = file === null ? null : await readImage(file)
  if (found) return new Blob([found])
  const image =
    migrations.length === 0
      ? await makeEmpty()
      : await makeMigrated(await readyImage({ cache, migrations: [] }), migrations)
  if (file !== null) await keepImage(file, new Uint8Array(await image.arrayBuffer()))
  return image
}

/** A database as PGlite first makes it, made smaller. */
async function makeEmpty(): Promise<Blob> {
  const db = await openMemory({ initDbStartParams: ['--wal-segsize=4'] })
  try {
    // The templates are two thirds of it, serve nothing, and would age without ever being frozen.
    await db.query(`update pg_database set datistemplate = false where datname <> 'postgres'`)
    await db.query(`update pg_database set datallowconn = true`)
    await db.query('drop database template0')
    await db.query('drop database template1')
    await db.query('vacuum (freeze, analyze)')
    await db.query('checkpoint')
    return await db.dump()
  } finally {
    await db.close()
  }
}

async function makeMigrated(empty: Blob, migrations: readonly Migration[]): Promise<Blob> {
  const db = await openMemory({ loadDataDir: empty })
  try {
    await migrate(db, migrations)
    await db.query('checkpoint')
    return await db.dump()
  } finally {
    await db.close()
  }
}

/** The image of a file, or null where there is none, or a damaged one. */
async function readImage(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const bytes = await promisify(gunzip)(await readFile(file))
    for (const _ of readTar(bytes));
    return new Uint8Array(bytes)
  } catch {
    return null
  }
}

async function keepImage(file: string, image: Uint8Array): Promise<void> {
  // Under a name of its own until it is whole: others may be making the same image.
  const temporary = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(temporary, await promisify(gzip)(image, { level: 6 }))
    await rename(temporary, file)
  } catch {
    await rm(temporary, { force: true }).catch(() => {})
  }
}

/**
 * Unpacks an image as `folder`, which must not exist: into a folder beside it that is renamed when
 * all of it is on the disk, so that a half-unpacked folder is never taken for a database.
 */
export async function unpackImage(image: Blob, folder: string): Promise<void> {
  if (existsSync(folder)) throw new Error(`${folder} is there already`)
  const temporary = `${folder}.unpacking`
  await rm(temporary, { recursive: true, force: true })
  mkdirSync(temporary, { recursive: true, mode: 0o700 })
  const folders = [temporary]
  const files: { path: string; bytes: Uint8Array }[] = []
  for (const { path, kind, bytes } of readTar(new Uint8Array(await image.arrayBuffer()))) {
    const full = join(temporary, path)
    if (kind === 'folder') {
      mkdirSync(full, { recursive: true, mode: 0o700 })
      folders.push(full)
    } else {
      files.push({ path: full, bytes })
    }
  }
  await writeDurably(files)
  for (const one of folders) syncFolder(one)
  await rename(temporary, folder)
  syncFolder(dirname(folder))
}

/** Several at once: a disk brings many small files down together in the time of a few. */
async function writeDurably(files: { path: string; bytes: Uint8Array }[]): Promise<void> {
  const left = files.values()
  const work = async () => {
    for (const { path, bytes } of left) {
      const handle = await open(path, 'wx', 0o600)
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
}

/** A name is on the disk when its folder is. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
