import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDuckdb, openPostgres } from '../../test/databases.ts'
import { parse, type SqlColumn, type SqlOptions, toSql, type Value } from '../index.ts'

/** What the text of a query is made of, and that queries made of it run. */

const NASTY = `x"'; drop table t; --`

const COLUMNS = new Map<string, SqlColumn>([
  ['职工总数', { type: { kind: 'number' }, column: NASTY, digits: 9 }],
  ['主营方向', { type: { kind: 'string' }, column: 'line' }],
])

let databases: readonly Database[] = []
beforeAll(async () => {
  databases = [await openDuckdb(), await openPostgres()]
  for (const db of databases) {
    const type = db.dialect === 'duckdb' ? 'decimal(9, 0)' : 'numeric'
    const column = `"${NASTY.replaceAll('"', '""')}"`
    await db.run(
      `create table t (${column} ${type}, line ${db.dialect === 'duckdb' ? 'varchar' : 'text'})`,
    )
    await db.run(`insert into t values (5, 'a''b'), (null, null)`)
  }
})
afterAll(async () => {
  for (const db of databases) await db.close()
})

function made(text: string, options: Partial<SqlOptions> = {}) {
  const names = [...COLUMNS.keys(), ...(options.values?.keys() ?? [])]
  const { tree } = parse(text, { goal: 'expression', mode: 'policy', names })
  return toSql([{ name: '结果', tree }], { dialect: 'duckdb', columns: COLUMNS, ...options })
}

test('no text, number or name of a formula is pasted into the query', () => {
  const { select, parameters } = made(`主营方向 = "a'b" and 职工总数 > 417`)
  expect(select).not.toMatch(/a'b|417|职工总数|主营方向/)
  expect([...parameters].sort()).toEqual([`a'b`, '417', '主营方向', '职工总数'].sort())
})

test('a column is quoted, whatever it is called, and both databases find it', async () => {
  for (const db of databases) {
    const { select, parameters } = made(`主营方向 = "a'b" and 职工总数 > 4`, {
      dialect: db.dialect,
    })
    const rows = await db.run(
      `select cast("结果" as varchar), array_to_string("结果.missing", ',')
        from (select ${select} from t) as made order by 1`,
      parameters,
    )
    expect(rows).toEqual([
      ['true', ''],
      [null, '主营方向,职工总数'],
    ])
  }
})

test('only the parts that are asked for take parameters', () => {
  const { expressions, parameters } = made('职工总数 > 4', { parts: ['value'] })
  expect(expressions.map((e) => e.part)).toEqual(['value'])
  expect(parameters).toEqual(['4'])
})

test('a relation and the number of the first parameter can be given, for a longer query', async () => {
  for (const db of databases) {
    const options = {
      dialect: db.dialect,
      relation: 'f',
      firstParameter: 3,
      parts: ['value'],
    } as const
    const [expression] = made('职工总数 > 4', options).expressions
    expect(expression?.sql).toContain('"f".')
    const rows = await db.run(
      `select cast($1 as varchar) from t as f where ${expression?.sql} and f.line <> cast($2 as varchar)`,
      ['here', 'elsewhere', '4'],
    )
    expect(rows).toEqual([['here']])
  }
})

test('a value that is the same in every row is a parameter like any constant', () => {
  const values = new Map<string, Value>([['门槛', '甲']])
  const { parameters } = made('主营方向 = 门槛', { values, parts: ['value'] })
  expect(parameters).toEqual(['甲'])
})

test('what does not depend on a row is computed beforehand', () => {
  const { select, parameters } = made('职工总数 > sqrt(16) + string length("abcd")', {
    parts: ['value'],
  })
  expect(parameters).toEqual(['8'])
  expect(select).not.toContain('sqrt')
})

test('a condition costs what it does when written by hand: no bounds that could not matter', () => {
  const { expressions } = made('职工总数 > 4 and 主营方向 in ("甲", "乙")', { parts: ['value'] })
  expect(expressions[0]?.sql.replaceAll(`"${NASTY.replaceAll('"', '""')}"`, 'staff')).toBe(
    '((staff > CAST($1 AS DECIMAL(9,0))) AND ("line" IN (CAST($2 AS VARCHAR), CAST($3 AS VARCHAR))))',
  )
})
