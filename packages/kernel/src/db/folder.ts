import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readyImage, unpackImage } from './image.ts'
import { takeLock } from './lock-file.ts'
import type { Migration } from './migrate.ts'
import { openDurable, type PgliteDatabase } from './pglite.ts'

export interface FolderOptions {
  /** Made if need be. The database is in `pg` within it, and who has it open in `lock`. */
  readonly folder: string
  /** Where ready-made images are kept; see `readyImage`. */
  readonly cache?: string | null | undefined
  /** What a new database begins with; the program's own unless said, `[]` for no tables. */
  readonly migrations?: readonly Migration[] | undefined
}

/**
 * Opens the PGlite database of a folder; the first time it begins with a ready-made image.
 *
 * Throws a `FolderInUse` when another process has it open: two would destroy it.
 */
export async function openFolder(options: FolderOptions): Promise<PgliteDatabase> {
  const { folder, cache, migrations } = options
  await mkdir(folder, { recursive: true })
  const lock = takeLock(join(folder, 'lock'))
  try {
    const data = join(folder, 'pg')
    if (!existsSync(data)) {
      await unpackImage(await readyImage({ cache, migrations }), data)
    }
    return await openDurable(data, () => lock.release())
  } catch (error) {
    lock.release()
    throw error
  }
}
