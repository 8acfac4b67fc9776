/** `huoshui backup`: everything as it is at one moment, in one file. */
import { resolve } from 'node:path'
import { backup, type Manifest } from '@huoshui/kernel'
import { type Command, type Context, print, printJson } from '../context.ts'
import { dataOptions, keyFileOf, withData } from '../data.ts'
import { exit } from '../exit.ts'
import { progressOf } from '../progress.ts'

/** How many tables and rows a backup has. */
export function sizeOf({ tables }: Manifest): { readonly tables: number; readonly rows: number } {
  const all = Object.values(tables)
  return { tables: all.length, rows: all.reduce((sum, one) => sum + one.rows, 0) }
}

function run(context: Context): Promise<number> {
  const { io, t, given } = context
  const path = given.rest[0] as string
  return withData(context, async ({ kernel, signal }) => {
    const line = progressOf(io)
    const manifest = await backup(kernel.db, resolve(io.cwd, path), {
      signal,
      progress: ({ table, rows }) => line.tell(t.running.table(table, rows)),
    }).finally(line.end)
    const { tables, rows } = sizeOf(manifest)
    if (context.json) printJson(context, { path, ...manifest })
    else {
      print(context, t.running.backedUp(path, tables, rows), t.running.keepKey(keyFileOf(context)))
    }
    return exit.fine
  })
}

export const backupData: Command = { options: dataOptions, words: [1, 1], run }
