/** The data that the options mean, open for as long as a command works on them. */
import { join, resolve } from 'node:path'
import { headOf, type Kernel, openKernel, systemClock, verifierIn } from '@huoshui/kernel'
import type { Day } from '@huoshui/values'
import { dayGiven, type Options, textGiven } from './args.ts'
import { today } from './clock.ts'
import type { Context } from './context.ts'
import { exit, misuse, Stop, unreadable } from './exit.ts'
import { progressOf } from './progress.ts'
import { stopFor } from './trouble.ts'

/** Options of every command that has to do with the data. */
export const dataOptions = {
  data: { type: 'string' },
  database: { type: 'string' },
  day: { type: 'string' },
} as const satisfies Options

/** The folder of data and keys, as it is called here and as the system finds it. */
export function dataFolder({ io, given }: Context): { readonly name: string; path: string } {
  const name = textGiven(given, 'data') ?? 'data'
  return { name, path: resolve(io.cwd, name) }
}

/** The address of the database; null where it is in the folder. */
export function databaseUrl({ io, given }: Context): string | null {
  const url = textGiven(given, 'database') ?? (io.env?.DATABASE_URL || null)
  if (url === null) return null
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return url
  throw misuse((t) => t.running.badDatabase)
}

/** Today, or the day that a test has set. */
export const todayOf = ({ io, given }: Context): Day => dayGiven(given) ?? (io.today ?? today)()

/**
 * Work that Ctrl+C stops: it is told by the signal, and leaves nothing half-done.
 *
 * @param url of the database that it works on, where that is on a server
 */
export async function interruptible<T>(
  context: Context,
  work: (signal: AbortSignal) => Promise<T>,
  url: string | null = null,
): Promise<T> {
  const { io, t } = context
  const stopper = new AbortController()
  const unlisten = io.onInterrupt?.(() => {
    if (io.errIsTTY) io.err(`\r\u001b[K${t.running.stopping}\n`)
    stopper.abort()
  })
  try {
    return await work(stopper.signal)
  } catch (error) {
    const { signal } = stopper
    const aborted = error === signal.reason || (error as Error | null)?.name === 'AbortError'
    if (signal.aborted && aborted) throw new Stop(exit.stopped, (all) => all.running.stopped)
    throw stopFor(error, url)
  } finally {
    unlisten?.()
  }
}

/** What a command that works on the data is given. */
export interface Work {
  readonly kernel: Kernel
  readonly signal: AbortSignal
}

/** Opens the data of a log that has been begun, works on them and closes them, come what may. */
export function withData<T>(context: Context, work: (open: Work) => Promise<T>): Promise<T> {
  return withNewData(
    context,
    async (open) => {
      if ((await headOf(open.kernel.db)) !== null) return work(open)
      throw unreadable((t) => t.running.notBegun)
    },
    true,
  )
}

/**
 * Opens the data, works on them and closes them. Data and key are made where they are missing.
 *
 * @param begun refuses a folder in which no log was begun, before anything is made there
 */
export async function withNewData<T>(
  context: Context,
  work: (open: Work) => Promise<T>,
  begun = false,
): Promise<T> {
  const url = databaseUrl(context)
  const { name, path } = dataFolder(context)
  const open = async (signal: AbortSignal) => {
    if (begun && verifierIn(path) === null) throw unreadable((t) => t.running.noData(name))
    return opened(context, url, signal, work)
  }
  return interruptible(context, open, url)
}

async function opened<T>(
  context: Context,
  url: string | null,
  signal: AbortSignal,
  work: (open: Work) => Promise<T>,
): Promise<T> {
  const { io, t } = context
  const progress = progressOf(io)
  progress.tell(t.running.opening)
  const { path } = dataFolder(context)
  const clock = { today: () => todayOf(context), now: systemClock.now }
  const options = { folder: path, url: url ?? undefined, clock }
  const kernel = await (io.openKernel ?? openKernel)(options).finally(progress.end)
  try {
    signal.throwIfAborted()
    return await work({ kernel, signal })
  } finally {
    await kernel.db.close()
  }
}

/** Where the key of the log is, as it is called here. */
export const keyFileOf = (context: Context): string =>
  join(dataFolder(context).name, 'keys', 'log.key').replaceAll('\\', '/')

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** Whether a word has the form of an id. */
export const isId = (word: string): boolean => uuid.test(word)

/** A word that has to be an id, since the database would take no other. */
export function idMeant(option: string, word: string): string {
  if (isId(word)) return word
  throw misuse((t) => t.running.badId(option, word))
}

/** The id of an option; undefined without one. */
export function idGiven({ given }: Context, name: string): string | undefined {
  const word = textGiven(given, name)
  return word === undefined ? undefined : idMeant(`--${name}`, word)
}
