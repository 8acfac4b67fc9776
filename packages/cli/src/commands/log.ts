/** `huoshui log`: export the log, prove one entry, or show the key that it is signed with. */
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import {
  exportLogOf,
  type FileSink,
  formatVerifier,
  headOf,
  receiptOf,
  verifierIn,
} from '@huoshui/kernel'
import { textGiven } from '../args.ts'
import { type Command, type Context, print, printJson } from '../context.ts'
import { dataFolder, dataOptions, interruptible, withData } from '../data.ts'
import { exit, misuse, Stop, unreadable } from '../exit.ts'
import { progressOf } from '../progress.ts'
import { writeText } from '../write.ts'

async function run(context: Context): Promise<number> {
  const [what, word] = context.given.rest as [string, string | undefined]
  if (what === 'export' && word !== undefined) return exportTo(context, word)
  if (what === 'receipt' && word !== undefined) return receipt(context, word)
  if (what === 'key' && word === undefined) return key(context)
  throw misuse((t) => t.running.logWords)
}

/** A folder to export to: each file is there whole or as it was. */
function sinkOf(root: string): FileSink {
  return {
    async write(path, bytes) {
      const target = join(root, path)
      await mkdir(dirname(target), { recursive: true })
      await writeFile(`${target}.part`, bytes)
      await rename(`${target}.part`, target)
    },
  }
}

/** Whether all in a folder is of an export, one that did not end included. */
function isExport(root: string): boolean {
  if (!existsSync(root)) return true
  return readdirSync(root).every((name) => name === 'tile' || /^checkpoint(?:\.part)?$/.test(name))
}

function exportTo(context: Context, path: string): Promise<number> {
  const { io, t } = context
  const root = resolve(io.cwd, path)
  return withData(context, async ({ kernel, signal }) => {
    if (!isExport(root)) throw misuse((all) => all.running.notEmpty(path))
    const line = progressOf(io)
    const progress = (done: number, total: number) => line.tell(t.running.exporting(done, total))
    const watch = { signal, progress }
    const outcome = await exportLogOf(kernel.db, sinkOf(root), watch).finally(line.end)
    if (!outcome.ok) throw unreadable((all) => all.pick(outcome.reason))
    if (context.json) printJson(context, { path, entries: outcome.value })
    else print(context, t.running.exported(path, outcome.value))
    return exit.fine
  })
}

function receipt(context: Context, word: string): Promise<number> {
  const { io, t, given } = context
  if (!/^\d{1,15}$/.test(word)) throw misuse((all) => all.running.badSeq(word))
  return withData(context, async ({ kernel }) => {
    const found = await receiptOf(kernel.db, BigInt(word))
    if (found === null) {
      const size = (await headOf(kernel.db))?.size ?? 0
      throw new Stop(exit.no, (all) => all.running.noEntry(word, size))
    }
    const path = textGiven(given, 'out')
    if (path === undefined) printJson(context, found)
    else {
      writeText(io.cwd, path, `${JSON.stringify(found, null, 2)}\n`)
      if (context.json) printJson(context, { path, index: found.index })
      else print(context, t.written(path))
    }
    return exit.fine
  })
}

/** The key is in the folder, so that it can be shown while the database is in use. */
function key(context: Context): Promise<number> {
  return interruptible(context, async () => {
    const { name, path } = dataFolder(context)
    const verifier = verifierIn(path)
    if (verifier === null) throw unreadable((t) => t.running.noData(name))
    const text = formatVerifier(verifier)
    if (context.json) printJson(context, { key: text, origin: verifier.name })
    else print(context, text)
    return exit.fine
  })
}

export const log: Command = {
  options: { ...dataOptions, out: { type: 'string' } },
  words: [1, 2],
  run,
}
