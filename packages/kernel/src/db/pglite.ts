import { AsyncLocalStorage } from 'node:async_hooks'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import type { Database } from './database.ts'
import { DatabaseBroken } from './errors.ts'
import { DurableNodeFS } from './node-fs.ts'
import { askMessage, scriptMessage } from './protocol.ts'
import { lend, type ScriptSession, Turns, within } from './session.ts'
import { settings } from './settings.ts'
import { isStalePlan, StatementNames } from './statements.ts'
import { parameterText, type Reader, readerOf } from './wire.ts'

/** Opens PGlite in memory, from a dump or empty: for tests, and for making images. */
export async function openMemory(
  options: Pick<PGliteOptions, 'loadDataDir' | 'initDbStartParams'> = {},
): Promise<PgliteDatabase> {
  const engine = await PGlite.create({ ...options, startParams: startParams() })
  return pgliteDatabase(engine)
}

/**
 * Opens a data folder that is there already, so that what is committed is on the disk. `closed` is
 * called when it is closed.
 */
export async function openDurable(
  folder: string,
  closed: () => void = () => {},
): Promise<PgliteDatabase> {
  const files = new DurableNodeFS(folder)
  const engine = await PGlite.create({ fs: files, startParams: startParams() })
  return pgliteDatabase(engine, { closed, files })
}

/** PGlite's own start parameters without `-F`, which turns fsync off, and with our settings. */
function startParams(): string[] {
  const own = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F')
  const ours = { ...settings, fsync: 'on', wal_sync_method: 'fsync' }
  return [...own, ...Object.entries(ours).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** PGlite behind the common interface, and what only it can do. */
export interface PgliteDatabase extends Database {
  /** The data folder as one uncompressed archive, which another can begin with. */
  dump(): Promise<Blob>
  /** Its files; null in memory. */
  readonly files: DurableNodeFS | null
}

/**
 * One connection, taken in turns: whoever holds it for a transaction makes all others wait. Asking
 * the database itself from within would wait for ever, so that throws.
 */
function pgliteDatabase(
  engine: PGlite,
  { closed = () => {}, files = null }: { closed?: () => void; files?: DurableNodeFS | null } = {},
): PgliteDatabase {
  const connection = connectionOf(engine)
  const turns = new Turns()
  const holder = new AsyncLocalStorage<{ holds: boolean }>()
  let open = true

  async function use<T>(work: () => Promise<T>): Promise<T> {
    if (!open) throw new Error('the database is closed')
    if (holder.getStore()?.holds) {
      throw new Error('inside a transaction only its own session may be asked')
    }
    return turns.take(work)
  }

  function hold<T>(work: () => Promise<T>): Promise<T> {
    return use(async () => {
      const held = { holds: true }
      try {
        return await holder.run(held, work)
      } finally {
        held.holds = false
      }
    })
  }

  const db: PgliteDatabase & ScriptSession = {
    kind: 'pglite',
    files,
    query: (text, params) => use(() => connection.query(text, params)),
    script: (text) => use(() => connection.script(text)),
    transaction: (work) => hold(() => within(connection, work)),
    session: (work) => hold(() => alone(connection, work)),
    dump: () => use(() => engine.dumpDataDir('none')),
    async close() {
      if (!open) return
      await use(async () => {
        open = false
        // An engine that has stopped can't be closed in order; its files are all that counts.
        await engine.close().catch(() => {})
      })
      closed()
    },
  }
  return db
}

/** Work of its own on the one connection, which is afterwards as it was. */
async function alone<T>(
  connection: PgliteConnection,
  work: (own: ScriptSession) => Promise<T>,
): Promise<T> {
  const lease = lend(connection)
  try {
    return await work(lease.session)
  } finally {
    await lease.end()
    await connection.reset()
  }
}

interface PgliteConnection extends ScriptSession {
  /** Ends a transaction that was left open, and forgets settings, locks and plans. */
  reset(): Promise<void>
}

function connectionOf(engine: PGlite): PgliteConnection {
  let names = new StatementNames()
  const planned = new Set<string>()
  let broken: DatabaseBroken | null = null

  /** Sends a message and waits for all of its answer. */
  async function send(bytes: Uint8Array): Promise<Answer> {
    if (broken) throw broken
    let answer: Answer
    try {
      answer = answerOf(await engine.execProtocolStream(bytes, { syncToFs: false }))
    } catch (error) {
      const { severity, message } = error as { severity?: string; message: string }
      if (severity === undefined || severity === 'ERROR') throw error
      // FATAL and PANIC end a server; here the engine would go on in an unknown state.
      broken = new DatabaseBroken(message)
      throw broken
    }
    // PGlite swallows what stops its engine: an answer without an end is the only sign of it.
    if (!answer.ready) {
      broken = new DatabaseBroken('the engine gave no answer')
      throw broken
    }
    return answer
  }

  return {
    async query<Row extends object>(text: string, params: readonly unknown[] = []) {
      const values = params.map((value, i) => parameterText(value, i + 1))
      const name = names.nameOf(text) ?? ''
      const known = name !== '' && planned.has(name)
      try {
        const answer = await send(askMessage(name, known ? null : text, values))
        if (name) planned.add(name)
        return answer.rows as Row[]
      } catch (error) {
        if (isStalePlan(error)) names.forget(text)
        throw error
      }
    },
    async script(text) {
      return (await send(scriptMessage(text))).tag
    },
    async reset() {
      await send(scriptMessage('rollback'))
      await send(scriptMessage('discard all'))
      names = new StatementNames()
      planned.clear()
    },
  }
}

type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>

interface Answer {
  readonly rows: Record<string, unknown>[]
  readonly tag: string
  readonly ready: boolean
}

interface Field {
  readonly name: string
  readonly dataTypeID: number
}

/** The rows of an answer, with the tag of its last statement, and whether it is complete. */
function answerOf(messages: Messages): Answer {
  const rows: Record<string, unknown>[] = []
  let columns: { name: string; read: Reader }[] = []
  let tag = ''
  let ready = false
  let done = false
  for (const message of messages) {
    switch (message.name) {
      case 'rowDescription': {
        const { fields } = message as unknown as { fields: Field[] }
        columns = fields.map(({ name, dataTypeID }) => ({ name, read: readerOf(dataTypeID) }))
        break
      }
      case 'dataRow': {
        const { fields } = message as unknown as { fields: (string | null)[] }
        const row: Record<string, unknown> = {}
        for (let i = 0; i < fields.length; i++) {
          const column = columns[i] as (typeof columns)[0]
          const text = fields[i] as string | null
          row[column.name] = text === null ? null : column.read(text)
        }
        rows.push(row)
        break
      }
      case 'commandComplete':
        tag = (message as unknown as { text: string }).text
        done = true
        break
      case 'emptyQuery':
        done = true
        break
      case 'readyForQuery':
        ready = true
        break
      default:
        break
    }
  }
  return { rows, tag, ready: ready && done }
}
