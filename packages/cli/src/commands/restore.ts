/** `huoshui restore`: a new database filled from a backup, or nothing touched. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openData, restore, verifierIn } from '@huoshui/kernel'
import { type Command, type Context, print, printJson } from '../context.ts'
import { databaseUrl, dataFolder, dataOptions, interruptible, keyFileOf } from '../data.ts'
import { exit } from '../exit.ts'
import { readable } from '../load.ts'
import { progressOf } from '../progress.ts'
import { sizeOf } from './backup.ts'

function run(context: Context): Promise<number> {
  const { io, t, given } = context
  const path = given.rest[0] as string
  readable(io.cwd, path)
  const url = databaseUrl(context)
  const work = async (signal: AbortSignal) => {
    const folder = dataFolder(context).path
    const line = progressOf(io)
    line.tell(t.running.opening)
    const db = await openData({ folder, url: url ?? undefined }).finally(line.end)
    try {
      const manifest = await restore(db, resolve(io.cwd, path), {
        signal,
        progress: ({ table, rows }) => line.tell(t.running.table(table, rows)),
      }).finally(line.end)
      // A place for the key, that nobody else can look into.
      mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 })
      const { tables, rows } = sizeOf(manifest)
      if (context.json) printJson(context, manifest)
      else {
        print(context, t.running.restored(tables, rows))
        if (verifierIn(folder) === null) print(context, t.running.putKey(keyFileOf(context)))
      }
    } finally {
      await db.close()
    }
    return exit.fine
  }
  return interruptible(context, work, url)
}

export const restoreData: Command = { options: dataOptions, words: [1, 1], run }
