/**
 * A database whose process can be made to fail at a chosen point: it dies there, its connection is
 * lost there, or one statement fails.
 */
import type { Database, Session } from '../../src/db/database.ts'

/**
 * What happens at the point: the process ends; the connection is lost and the kernel goes on; the
 * statement fails, as it would for want of time; a server ends the connection itself.
 */
export type Blow = 'crash' | 'lost' | 'failed' | 'cut'

/** Points that the kernel names, and those around what the database is asked. */
export const points = [
  'locked',
  'decided',
  'log locked',
  'stored',
  'appended',
  'begin',
  'before commit',
  'after commit',
] as const

export type Where =
  | { readonly form: 'point'; readonly name: (typeof points)[number] }
  /** Before or after the statement of that number, counted from the arming. */
  | { readonly form: 'statement'; readonly number: number; readonly after: boolean }

export interface Plan {
  readonly where: Where
  readonly blow: Blow
}

/** The process is gone: whatever it was doing ends here. */
export class Crash extends Error {
  constructor(where: string) {
    super(`crashed at ${where}`)
  }
}

/** The faults of one process. */
export class Faults {
  dead = false
  /** Where the last plan came true; null while none has. */
  struck: string | null = null
  #plan: Plan | null = null
  #statements = 0
  #cut = false

  arm(plan: Plan | null): void {
    this.#plan = plan
    this.#statements = 0
    this.#cut = false
    this.struck = null
  }

  /** Told of a point; throws when the plan says so. */
  at(name: string): void {
    if (this.dead) throw new Crash('death')
    const where = this.#plan?.where
    if (where?.form === 'point' && where.name === name) this.#strike(name)
  }

  /** Told of a statement before it is sent and after it was answered. */
  statement(after: boolean): void {
    if (this.dead) throw new Crash('death')
    if (!after) this.#statements++
    const where = this.#plan?.where
    if (where?.form !== 'statement' || where.after !== after) return
    if (where.number === this.#statements) {
      this.#strike(`${after ? 'after' : 'before'} statement ${where.number}`)
    }
  }

  /** Whether the server is to end the connection now; once. */
  cuts(): boolean {
    const cut = this.#cut
    this.#cut = false
    return cut
  }

  #strike(where: string): void {
    const blow = this.#plan?.blow
    this.#plan = null
    this.struck = where
    if (blow === 'cut') {
      this.#cut = true
      return
    }
    if (blow === 'crash') {
      this.dead = true
      throw new Crash(where)
    }
    if (blow === 'lost') throw Object.assign(new Error(`lost at ${where}`), { code: 'ECONNRESET' })
    throw Object.assign(new Error(`failed at ${where}`), { code: '57014' })
  }
}

/** The database as the process sees it. What is thrown inside a transaction undoes it. */
export function withFaults(db: Database, faults: Faults): Database {
  const cutIn = async (session: Session) => {
    if (faults.cuts()) await session.query('select pg_terminate_backend(pg_backend_pid())')
  }
  const seen = (session: Session): Session => ({
    async query<Row extends object>(text: string, params?: readonly unknown[]) {
      faults.statement(false)
      await cutIn(session)
      const rows = await session.query<Row>(text, params)
      faults.statement(true)
      return rows
    },
  })
  return {
    kind: db.kind,
    query: (text, params) => seen(db).query(text, params),
    async transaction(work) {
      faults.at('begin')
      const result = await db.transaction(async (tx) => {
        const done = await work(seen(tx))
        faults.at('before commit')
        await cutIn(tx)
        return done
      })
      faults.at('after commit')
      return result
    },
    session: (work) => db.session((own) => work(seen(own))),
    close: async () => {},
  }
}
