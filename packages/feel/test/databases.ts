import { randomUUID } from 'node:crypto'
import { DuckDBInstance } from '@duckdb/node-api'
import { PGlite } from '@electric-sql/pglite'
import type { Decimal } from '@huoshui/values'
import { Client } from 'pg'
import {
  type Dialect,
  formatValue,
  isUnknown,
  type SqlColumn,
  type SqlFormula,
  type SqlPart,
  type Type,
  toSql,
  type Value,
} from '../src/index.ts'

/** Both databases with one table of facts, for holding them to the interpreter. */

/** A fact of a test: a column `f<i>`, and `f<i>_null` beside it when it may be null. */
export interface TestFact {
  readonly name: string
  readonly type: Type
  readonly digits?: number
  readonly scale?: number
  readonly low?: Decimal
}

/** What is known of one subject; a fact that is undefined is missing. */
export type Row = Readonly<Record<string, Value | undefined>>

/** A database that answers queries whose every column is text or a list of texts. */
export interface Database {
  readonly dialect: Dialect
  run(sql: string, parameters?: readonly string[]): Promise<(string | null)[][]>
  close(): Promise<void>
}

export async function openDuckdb(): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run('SET threads = 1')
  return {
    dialect: 'duckdb',
    async run(sql, parameters = []) {
      const result = await connection.runAndReadAll(sql, [...parameters])
      return result.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell))))
    },
    async close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** PostgreSQL: the server of `DATABASE_URL` where that is set, else one inside this process. */
export async function openPostgres(): Promise<Database> {
  const url = process.env.DATABASE_URL
  return url ? openServer(url) : openPglite()
}

/** A schema of its own in a server, so that test files may run side by side. */
async function openServer(connectionString: string): Promise<Database> {
  const client = new Client({ connectionString })
  await client.connect()
  const schema = `feel_test_${randomUUID().replaceAll('-', '')}`
  await client.query(`create schema ${schema}`)
  await client.query(`set search_path to ${schema}`)
  return {
    dialect: 'postgres',
    async run(text, values = []) {
      const result = await client.query({ text, values: [...values], rowMode: 'array' })
      return result.rows
    },
    async close() {
      await client.query(`drop schema ${schema} cascade`)
      await client.end()
    },
  }
}

async function openPglite(): Promise<Database> {
  const db = await PGlite.create()
  return {
    dialect: 'postgres',
    async run(sql, parameters = []) {
      const result = await db.query<(string | null)[]>(sql, [...parameters], { rowMode: 'array' })
      return result.rows
    },
    close: () => db.close(),
  }
}

/** The columns of facts, as `toSql` wants them. */
export function columnsOf(facts: readonly TestFact[]): Map<string, SqlColumn> {
  return new Map(
    facts.map((fact, i): [string, SqlColumn] => {
      const { name, ...rest } = fact
      const nulls = fact.type.nullable ? { nullColumn: `f${i}_null` } : {}
      return [name, { ...rest, column: `f${i}`, ...nulls }]
    }),
  )
}

function sqlType(fact: TestFact, dialect: Dialect): string {
  switch (fact.type.kind) {
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'list':
      return dialect === 'duckdb' ? 'varchar[]' : 'text[]'
    case 'string':
    case 'enum':
      return dialect === 'duckdb' ? 'varchar' : 'text'
    default:
      return dialect === 'duckdb' ? `decimal(${fact.digits}, ${fact.scale ?? 0})` : 'numeric'
  }
}

/** A value as a literal. Only tests write values into SQL. */
function literal(value: Value | undefined, fact: TestFact, dialect: Dialect): string {
  const type = sqlType(fact, dialect)
  if (value === undefined || value === null) return `cast(null as ${type})`
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
  if (Array.isArray(value)) {
    const items = value.map((item) => quote(String(item))).join(', ')
    return `cast(${dialect === 'duckdb' ? '' : 'array'}[${items}] as ${type})`
  }
  const plain = value as { months?: number; seconds?: Decimal }
  const text =
    plain?.seconds?.toFixed() ?? plain?.months?.toString() ?? formatValue(value as Value) ?? ''
  return `cast(${quote(text)} as ${type})`
}

/** Makes `name` a table of these rows, numbered from 0 in the column `row`. */
export async function fill(
  db: Database,
  name: string,
  facts: readonly TestFact[],
  rows: readonly Row[],
): Promise<void> {
  const columns = facts.flatMap((fact, i) => {
    const own = `f${i} ${sqlType(fact, db.dialect)}`
    return fact.type.nullable ? [own, `f${i}_null boolean`] : [own]
  })
  await db.run(`drop table if exists ${name}`)
  await db.run(`create table ${name} (row_no integer, ${columns.join(', ')})`)
  const lines = rows.map((row, at) => {
    const cells = facts.flatMap((fact) => {
      const value = row[fact.name]
      const own = literal(value, fact, db.dialect)
      return fact.type.nullable ? [own, value === null ? 'true' : 'null'] : [own]
    })
    return `(${[at, ...cells].join(', ')})`
  })
  await db.run(`insert into ${name} values ${lines.join(', ')}`)
}

/** What an engine says of one formula over one row; numbers in plain notation. */
export interface Answer {
  readonly value: string | null
  readonly known: boolean
  readonly missing: string
  readonly low: string | null
  readonly high: string | null
}

/** What the interpreter's value says. */
export function answerOf(value: Value): Answer {
  if (!isUnknown(value)) {
    return { value: said(value), known: true, missing: '', low: null, high: null }
  }
  return {
    value: null,
    known: false,
    missing: [...value.missing].sort().join(','),
    low: value.low?.toFixed() ?? null,
    high: value.high?.toFixed() ?? null,
  }
}

function said(value: Value): string | null {
  if (value === null) return null
  const span = value as { months?: number; seconds?: Decimal }
  if (span.seconds) return span.seconds.toFixed()
  if (typeof span.months === 'number') return String(span.months)
  if (Array.isArray(value)) return `[${value.join(', ')}]`
  return formatValue(value)
}

/** A number without the zeros that a column's type puts behind it. */
function plain(text: string | null): string | null {
  if (text === null || !/^-?\d*\.\d+$/.test(text)) return text
  const whole = text.replace(/\.?0+$/, '').replace(/^-?$/, '0')
  return whole.replace(/^(-?)\./, '$10.')
}

/** All parts of each formula over each row of a table, as `toSql` writes them. */
export async function ask(
  db: Database,
  table: string,
  formulas: readonly SqlFormula[],
  options: Omit<Parameters<typeof toSql>[1], 'dialect'>,
): Promise<Answer[][]> {
  const outputs = formulas.map((formula, i) => ({ ...formula, name: `o${i}` }))
  const made = toSql(outputs, { ...options, dialect: db.dialect })
  const [problem] = made.problems
  if (problem) throw new Error(`${problem.code} ${problem.message.en}`)
  const text = db.dialect === 'duckdb' ? 'varchar' : 'text'
  const list = (sql: string) => `array_to_string(${sql}, ',')`
  const selected = made.expressions.map(({ part, sql }) =>
    part === 'missing' ? list(sql) : `cast(${sql} as ${text})`,
  )
  const rows = await db.run(
    `select ${selected.join(',\n')} from ${table} order by row_no`,
    made.parameters,
  )
  return rows.map((row) =>
    outputs.map((output): Answer => {
      const found = (part: SqlPart): string | null => {
        const at = made.expressions.findIndex((e) => e.name === output.name && e.part === part)
        return at < 0 ? null : (row[at] ?? null)
      }
      return {
        value: plain(found('value')),
        known: found('known') === 'true',
        missing: found('missing') ?? '',
        low: plain(found('low')),
        high: plain(found('high')),
      }
    }),
  )
}
