import { Decimal } from '@huoshui/values'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  answerOf,
  ask,
  columnsOf,
  type Database,
  fill,
  openDuckdb,
  openPostgres,
  type Row,
  type TestFact,
} from '../../test/databases.ts'
import { tree } from '../../test/support.ts'
import { evaluate, toSql, unknown } from '../index.ts'
import { roundMoney } from '../money.ts'
import { withShared } from './shared.ts'

const n = (text: string) => new Decimal(text)

const FACTS: readonly TestFact[] = [
  { name: '研发费用', type: { kind: 'money' }, digits: 15, scale: 2 },
  { name: '研发人员', type: { kind: 'number' }, digits: 6 },
  { name: '职工总数', type: { kind: 'number' }, digits: 6 },
]

// Both sides of the size up to which DuckDB is given narrow numbers, and each fact missing.
const COSTS = ['0', '0.01', '333.33', '9999999999.99', '10000000000', '9999999999999.99', '-5']
const rows: Row[] = [...COSTS.map(n), undefined].flatMap((cost) =>
  [n('0'), n('7'), undefined].flatMap((people) =>
    [n('0'), n('3'), n('-3'), n('300'), undefined].map((staff) => ({
      研发费用: cost,
      研发人员: people,
      职工总数: staff,
    })),
  ),
)

const TEXTS = [
  'min(研发费用 * 研发人员 / 职工总数, 50万元)',
  'max(研发费用 * 研发人员 / 职工总数, -50万元)',
  '研发费用 * 研发人员 / 7',
]
const formulas = TEXTS.map((text) => ({
  tree: tree(text, { names: FACTS.map((fact) => fact.name) }),
  round: 'money' as const,
}))

let databases: readonly Database[] = []

beforeAll(async () => {
  databases = [await openDuckdb(), await openPostgres()]
})

afterAll(async () => {
  for (const db of databases) await db.close()
})

test('wide, narrow and missing numbers come to the same', async () => {
  const wanted = rows.map((row) => {
    const missing = (name: string) => (name in row ? unknown([name], {}) : undefined)
    const lookup = (name: string) => row[name] ?? missing(name)
    return formulas.map((one) => answerOf(roundMoney(evaluate(one.tree, { lookup }))))
  })
  for (const db of databases) {
    await fill(db, 'amounts', FACTS, rows)
    const found = await ask(db, 'amounts', formulas, { columns: columnsOf(FACTS) })
    expect(found, db.dialect).toEqual(wanted)
  }
})

test('a part that comes back often is written once where something is missing', () => {
  const { expressions } = toSql(
    formulas.map((formula, i) => ({ ...formula, name: `f${i}` })),
    { dialect: 'duckdb', columns: columnsOf(FACTS), parts: ['value'] },
  )
  expect(expressions[0]?.sql).toContain('lambda shared_part:')
  expect(expressions[0]?.sql.length).toBeLessThan(10_000)
})

test('what saves little, or a name that is taken, is left alone', () => {
  const part = `COALESCE(("a)" + ${'1 + '.repeat(100)}1), 0)`
  const sql = `(${part} + ${part} + ${part} + ${part})`
  const name = 'shared_part'
  expect(withShared(sql, [])).toBe(
    `list_transform([${part}], lambda ${name}: (${name} + ${name} + ${name} + ${name}))[1]`,
  )
  expect(withShared(sql, [name])).toBe(sql)
  expect(withShared(part, [])).toBe(part)
})
