import { type ClientBase, Pool, type PoolClient, type PoolConfig, type QueryConfig } from 'pg'
import type { Database } from './database.ts'
import { isConnectionLost } from './errors.ts'
import { lend, type ScriptSession, within } from './session.ts'
import { settings } from './settings.ts'
import { isStalePlan, StatementNames } from './statements.ts'
import { parameterText, readerOf } from './wire.ts'

export interface PostgresOptions {
  readonly url: string
  readonly connections?: number | undefined
  readonly statementTimeout?: number | undefined
}

/** Opens a pool of connections to a server, and sees that it answers. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const pool = new Pool(poolConfig(options))
  // A connection that breaks while nobody uses it is replaced by the pool; one that breaks in use
  // fails its statement. Without a listener either would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const names = new StatementNames()

  async function use<T>(work: (connection: ScriptSession) => Promise<T>, keep = true): Promise<T> {
    const client = await pool.connect()
    let broken = !keep
    try {
      return await work(connectionOf(client, names))
    } catch (error) {
      broken ||= isConnectionLost(error)
      throw error
    } finally {
      client.release(broken)
    }
  }

  const db: Database & ScriptSession = {
    kind: 'postgres',
    query: (text, params) => use((connection) => connection.query(text, params)),
    script: (text) => use((connection) => connection.script(text)),
    transaction: (work) => use((connection) => within(connection, work)),
    // Its settings and locks may be anything afterwards, so that connection is not used again.
    session: (work) => use((connection) => lent(connection, work), false),
    close: () => pool.end(),
  }
  try {
    await db.query('select 1')
  } catch (error) {
    await pool.end()
    throw error
  }
  return db
}

function poolConfig({ url, connections = 10, statementTimeout = 60_000 }: PostgresOptions) {
  const statements = Object.entries(settings).map(([name, value]) => `set ${name} = '${value}'`)
  const config: PoolConfig = {
    connectionString: url,
    max: connections,
    application_name: 'huoshui',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: statementTimeout,
    // Whoever holds a transaction open and does nothing holds everyone's locks.
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser: readerOf as never },
    // Set by statements: as options at the start they would replace those of the URL.
    onConnect: (client: ClientBase) => client.query(statements.join(';')) as never,
  }
  return config
}

function connectionOf(client: PoolClient, names: StatementNames): ScriptSession {
  return {
    async query<Row extends object>(text: string, params: readonly unknown[] = []) {
      const values = params.map((value, i) => parameterText(value, i + 1))
      const name = names.nameOf(text)
      try {
        const asked = { text, values, queryMode: 'extended', ...(name ? { name } : {}) }
        const { rows } = await client.query(asked as QueryConfig)
        return rows as Row[]
      } catch (error) {
        if (isStalePlan(error)) names.forget(text)
        throw error
      }
    },
    async script(text) {
      const results = [await client.query(text)].flat()
      return results.at(-1)?.command ?? ''
    },
  }
}

async function lent<T>(
  connection: ScriptSession,
  work: (own: ScriptSession) => Promise<T>,
): Promise<T> {
  const lease = lend(connection)
  try {
    return await work(lease.session)
  } finally {
    await lease.end()
  }
}
