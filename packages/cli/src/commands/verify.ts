/** `huoshui verify`: an exported log or a receipt, held against a key that one trusts. */
import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  type FileSource,
  openCheckpoint,
  parseVerifier,
  type Receipt,
  type Verifier,
  type VerifyReport,
  verifyExport,
  verifyReceipt,
} from '@huoshui/kernel'
import { textGiven, textsGiven } from '../args.ts'
import { type Command, type Context, print, printJson } from '../context.ts'
import { interruptible } from '../data.ts'
import { exit, misuse, unreadable } from '../exit.ts'
import { causeOf, readText } from '../load.ts'
import { progressOf } from '../progress.ts'

/** The keys of `--key`: each the key itself, or the path of a file with one. */
function keysGiven({ io, given }: Context): Verifier[] {
  const words = textsGiven(given, 'key')
  if (words.length === 0) throw misuse((t) => t.running.needsKey)
  return words.map((word) => {
    const isFile = existsSync(resolve(io.cwd, word))
    const read = parseVerifier((isFile ? readText(io.cwd, word) : word).trim())
    if (read.ok) return read.value
    throw misuse((t) => t.running.badKey(word, t.pick(read.reason)))
  })
}

/** Reads the files of an export; one that isn't there is null. */
function sourceOf(root: string): FileSource {
  return {
    async read(path) {
      try {
        return await readFile(join(root, path))
      } catch (error) {
        if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(causeOf(error))) return null
        throw error
      }
    },
  }
}

async function run(context: Context): Promise<number> {
  const { io, given } = context
  const path = given.rest[0] as string
  const verifiers = keysGiven(context)
  const earlier = textGiven(given, 'earlier')
  const target = statSync(resolve(io.cwd, path), { throwIfNoEntry: false })
  if (!target) throw unreadable((t) => t.cannotRead(path, 'ENOENT'))
  if (target.isDirectory()) return verifyFolder(context, path, verifiers, earlier)
  if (earlier !== undefined) throw misuse((t) => t.running.earlierReceipt)
  return verifyFile(context, path, verifiers)
}

function verifyFolder(
  context: Context,
  path: string,
  verifiers: readonly Verifier[],
  earlier: string | undefined,
): Promise<number> {
  const { io, t } = context
  const note = earlier === undefined ? null : readText(io.cwd, earlier)
  return interruptible(context, async (signal) => {
    const line = progressOf(io)
    const report = await verifyExport({
      files: sourceOf(resolve(io.cwd, path)),
      verifiers,
      ...(note === null ? {} : { earlier: note }),
      watch: {
        signal,
        progress: (done, total) => line.tell(t.running.verifying(done, total)),
      },
    }).finally(line.end)
    const before = note === null ? null : openCheckpoint(note, verifiers)
    const since = before?.ok ? before.value.checkpoint.size : null
    if (context.json) tellJson(context, report, since)
    else tell(context, report, since)
    return report.ok ? exit.fine : exit.no
  })
}

function tellJson(context: Context, report: VerifyReport, since: number | null): void {
  const { checkpoint, ok, entries, faults, count } = report
  const root = checkpoint && Buffer.from(checkpoint.root).toString('base64')
  printJson(context, {
    ok,
    checkpoint: checkpoint && { ...checkpoint, root },
    ...(since === null ? {} : { earlier: since }),
    entries,
    count,
    faults,
  })
}

function tell(context: Context, report: VerifyReport, since: number | null): void {
  const { t, ink } = context
  const { ok, checkpoint, entries, faults, count } = report
  if (ok && checkpoint) {
    print(context, ink(t.running.verified(checkpoint.origin, checkpoint.size), 'green'))
    if (since !== null) print(context, t.running.continues(since))
    return
  }
  print(context, ink(t.running.faults(count, entries), 'red'))
  for (const one of faults) print(context, `  ${one.path}  ${t.pick(one.text)}`)
  if (count > faults.length) print(context, t.running.moreFaults(count - faults.length))
}

async function verifyFile(
  context: Context,
  path: string,
  verifiers: readonly Verifier[],
): Promise<number> {
  const { io, t, ink } = context
  const receipt = jsonOf(readText(io.cwd, path), path)
  const outcome = verifyReceipt(receipt, verifiers)
  if (!outcome.ok) {
    if (context.json) printJson(context, { ok: false, reason: outcome.reason })
    else print(context, ink(t.pick(outcome.reason), 'red'))
    return exit.no
  }
  const { origin, size } = outcome.value.checkpoint
  const { index, envelope } = receipt as Receipt
  const said = envelopeOf(envelope)
  if (context.json) printJson(context, { ok: true, index, origin, size, envelope: said })
  else {
    print(context, ink(t.running.receiptHolds(index, origin, size), 'green'))
    const { day, act, role } = said ?? {}
    if (day && act && role) print(context, t.running.receiptSays(day, act, role))
  }
  return exit.fine
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable((t) => t.running.notJson(path))
  }
}

/** What an entry says of itself; null for the entries of some other log. */
function envelopeOf(text: string): { day?: string; act?: string; role?: string } | null {
  try {
    const found = JSON.parse(text)
    return typeof found === 'object' ? found : null
  } catch {
    return null
  }
}

export const verify: Command = {
  options: { key: { type: 'string', multiple: true }, earlier: { type: 'string' } },
  words: [1, 1],
  run,
}
