/** One connection's worth of SQL. Parameters are positional. */
export interface Session {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    params?: readonly unknown[],
  ): Promise<Row[]>
}

/** What both drivers' sessions can do besides: several statements in one text. */
export interface ScriptSession extends Session {
  /** Answers the tag of the last statement, such as `COMMIT`. */
  script(text: string): Promise<string>
}

/** Performs several statements of one text, without parameters and without answers. */
export async function runScript(session: Session, text: string): Promise<void> {
  if (!('script' in session)) throw new TypeError('only a session of a driver performs scripts')
  await (session as ScriptSession).script(text)
}

/** Work that takes its turn: one after another, in the order asked, whatever fails. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }
}

/** A session for as long as work runs, while its connection lives on. */
export interface Lease {
  readonly session: ScriptSession
  /** Waits for statements that were asked and not awaited, and lets no more in. */
  end(): Promise<void>
}

/** Lends a connection: statements go one after another even when asked at once. */
export function lend(connection: ScriptSession): Lease {
  let ended = false
  const turns = new Turns()
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (ended) throw new Error('this session has ended; its statements belong inside its work')
    return turns.take(work)
  }
  return {
    session: {
      query: <Row extends object>(text: string, params?: readonly unknown[]) =>
        inTurn(() => connection.query<Row>(text, params)),
      script: (text) => inTurn(() => connection.script(text)),
    },
    end: () => {
      ended = true
      return turns.take(async () => {})
    },
  }
}

/** Begins, works and commits; undoes everything when the work throws. */
export async function within<T>(
  connection: ScriptSession,
  work: (tx: Session) => Promise<T>,
): Promise<T> {
  await connection.script('begin')
  const lease = lend(connection)
  let result: T
  try {
    result = await work(lease.session)
    await lease.end()
  } catch (error) {
    await lease.end()
    // When the connection is lost the server has undone everything already.
    await connection.script('rollback').catch(() => {})
    throw error
  }
  // A failed statement whose error was swallowed makes a commit undo everything, silently.
  if ((await connection.script('commit')) !== 'COMMIT') throw new TransactionAborted()
  return result
}

/** The statement that ended a transaction undid it, because one within it had failed. */
export class TransactionAborted extends Error {
  readonly code = '25P02'
  constructor() {
    super('a statement of the transaction had failed and its error was swallowed; nothing is kept')
    this.name = 'TransactionAborted'
  }
}
