import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type SqlColumn, toSql } from '@huoshui/feel'
import { money, moneyFromJson, moneyToJson } from '@huoshui/values'
import { type Answers, type Engine, NOT_MET, type Ready, type Total } from './engine.ts'
import { FACTS, type FactKind, type FactOf, type FactValue, type Firm } from './firms.ts'
import { HAND_SQL } from './hand-sql.ts'
import { typeOf } from './ours.ts'
import type { Measure } from './workload.ts'

/** Digits of a column, all of them and those after the point. */
interface Digits {
  readonly digits: number
  readonly scale: number
}

const MONEY: Digits = { digits: 15, scale: 2 }
const NUMBER: Digits = { digits: 6, scale: 0 }

const decimalType = ({ digits, scale }: Digits) => `decimal(${digits}, ${scale})`

type ColumnTypes = Readonly<Record<FactKind, string>>

/** The table as a person would make it. */
const HAND_TYPES: ColumnTypes = {
  money: decimalType(MONEY),
  number: 'integer',
  boolean: 'boolean',
  text: 'varchar',
  closed: 'varchar',
  day: 'date',
}

/** The table as generated SQL wants it: every number a decimal of known digits. */
const GENERATED_TYPES: ColumnTypes = { ...HAND_TYPES, number: decimalType(NUMBER) }

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** A database in memory with the firms in a table, analysed and ready. */
async function databaseOf(
  firms: readonly Firm[],
  types: ColumnTypes,
): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  // A second thread does less per CPU-second, most of all on a machine with other work.
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const texts = FACTS.map(({ name }) => `${quoted(name)} varchar`)
  await connection.run(`create table texts (number integer, ${texts.join(', ')})`)
  const appender = await connection.createAppender('texts')
  firms.forEach((firm, i) => {
    appender.appendInteger(i)
    for (const { name, kind } of FACTS) {
      const value = firm[name]
      if (value === undefined) appender.appendNull()
      else appender.appendVarchar(textOf(value, kind))
    }
    appender.endRow()
  })
  appender.closeSync()
  const columns = FACTS.map(
    ({ name, kind }) => `${quoted(name)}::${types[kind]} as ${quoted(name)}`,
  )
  await connection.run(`create table firms as select number, ${columns.join(', ')} from texts`)
  await connection.run('drop table texts')
  return { instance, connection }
}

function textOf(value: FactValue, kind: FactKind): string {
  return kind === 'money' ? moneyToJson(money(BigInt(value))) : String(value)
}

/** What a query over `firms` needs: an expression a measure, and the parameters they name. */
interface Amounts {
  readonly types: ColumnTypes
  readonly expressions: readonly string[]
  readonly parameters: readonly string[]
}

/** An engine that asks DuckDB, with one expression a measure. */
async function duckdbReady(firms: readonly Firm[], amounts: Amounts): Promise<Ready> {
  const { instance, connection } = await databaseOf(firms, amounts.types)
  const named = amounts.expressions.map((text, i) => `${text} as a${i}`).join(', ')
  const each = amounts.expressions.map((_, i) => `count(a${i}), sum(a${i})::varchar`).join(', ')
  const rows = `select number, ${named} from firms`
  const prepared = async (query: string) => {
    const statement = await connection.prepare(query)
    if (amounts.parameters.length > 0) statement.bind([...amounts.parameters])
    return statement
  }
  const counting = await prepared(`select ${each} from (${rows})`)
  const inOrder = await prepared(`select * from (${rows}) order by number`)
  return {
    totals: async () => totalsIn((await (await counting.run()).getRows())[0] ?? []),
    decide: async (answers: Answers) => {
      let at = 0
      for (const [, ...found] of await (await inOrder.run()).getRows()) {
        for (const amount of found) {
          answers[at++] = amount === null ? NOT_MET : fenOf(String(amount))
        }
      }
    },
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function totalsIn(row: readonly unknown[]): Total[] {
  return Array.from({ length: row.length / 2 }, (_, i) => ({
    met: Number(row[2 * i]),
    sum: row[2 * i + 1] === null ? 0 : fenOf(String(row[2 * i + 1])),
  }))
}

/** An amount as DuckDB writes it; throws when it is not whole 分, which must not be hidden. */
function fenOf(text: string): number {
  const [whole = '', fraction = ''] = text.split('.')
  if (/[^0]/.test(fraction.slice(2))) throw new Error(`not whole 分: ${text}`)
  return Number(moneyFromJson(`${whole}.${fraction.slice(0, 2).padEnd(2, '0')}`))
}

/** DuckDB with SQL that a person wrote. */
export const sqlHand: Engine = {
  name: 'sql-hand',
  how: 'DuckDB, a table in memory, one prepared query of hand-written SQL, one thread',
  firmsMax: 100_000,
  prepare: ({ firms }) =>
    duckdbReady(firms, { types: HAND_TYPES, expressions: HAND_SQL, parameters: [] }),
}

/** DuckDB with the SQL that `toSql` makes of the formulas. */
export const sqlGenerated: Engine = {
  name: 'sql-generated',
  how: 'the same database and query, conditions and amounts by `toSql`, values only',
  firmsMax: 100_000,
  prepare: ({ measures, firms }) => duckdbReady(firms, generated(measures)),
}

function generated(measures: readonly Measure[]): Amounts {
  const { expressions, parameters, problems } = toSql(
    measures.flatMap(({ name, eligible, amount }) => [
      { name: `${name}资格`, tree: eligible },
      { name: `${name}金额`, tree: amount, round: 'money' as const },
    ]),
    {
      dialect: 'duckdb',
      columns: new Map(FACTS.map(columnOf)),
      parts: ['value'],
      // A capped product over a divisor is long, since its signs and zeros are all told apart.
    },
  )
  const [first] = problems
  if (first) throw new Error(`${first.code}: ${first.message.en}`)
  const texts = measures.map((_, i) => {
    const [eligible, amount] = [expressions[2 * i]?.sql, expressions[2 * i + 1]?.sql]
    return `case when ${eligible} then ${amount} end`
  })
  return { types: GENERATED_TYPES, expressions: texts, parameters }
}

function columnOf(fact: FactOf): [string, SqlColumn] {
  const { name, kind } = fact
  const digits = kind === 'money' ? MONEY : kind === 'number' ? NUMBER : {}
  return [name, { type: typeOf(fact), column: name, ...digits }]
}
