import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase, kinds } from '../../test/database.ts'
import { arrayLiteral, type ColumnType } from './array-literal.ts'
import { bulkInsert, type Column } from './bulk.ts'
import type { Database } from './database.ts'

const columns: Column[] = [
  { name: 'i', type: 'integer' },
  { name: 'a', type: 'bigint' },
  { name: 't', type: 'text' },
  { name: 'd', type: 'date' },
  { name: 'x', type: 'bytea' },
  { name: 'j', type: 'jsonb' },
  { name: 'u', type: 'uuid' },
  { name: 'b', type: 'boolean' },
  { name: 'n', type: 'numeric' },
]

/** Texts with all that means something in a literal, and half pairs aside, which UTF-8 has not. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', ',', '\n', '\t', ' ', "'", '中', '𠮷', 'a'),
  }),
  fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\0', '')),
  fc.constantFrom('', 'NULL', 'null', '{}', '""', '\\N', '\u2028', '\\x00'),
)
const json = fc
  .jsonValue({ maxDepth: 2, noUnicodeString: false, stringUnit: 'binary' })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')))
  // PostgreSQL keeps numbers exactly, JavaScript reads them back alike; minus zero has no JSON.
  .filter((value) => value !== null)
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2200-12-31'), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10))
const nullable = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 6 })
const row = fc.tuple(
  nullable(fc.integer()),
  nullable(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  nullable(text),
  nullable(day),
  nullable(fc.uint8Array({ maxLength: 40 })),
  nullable(json),
  nullable(fc.uuid()),
  nullable(fc.boolean()),
  nullable(fc.constantFrom('0', '-12.50', '123456789012345678901234567890.123', 'NaN')),
)

describe.each(kinds)('%s', (kind) => {
  let db: Database
  beforeAll(async () => {
    db = await freshDatabase({ kind, migrations: [] })
    const declared = columns.map(({ name, type }) => `${name} ${type}`).join(', ')
    await db.query(`create table cell (${declared}, serial bigint generated always as identity)`)
  })
  beforeEach(() => db.query('truncate cell'))
  afterAll(() => db.close())

  const names = columns.map(({ name }) => name).join(', ')
  const all = async () =>
    (await db.query(`select ${names} from cell order by serial`)).map((one) => Object.values(one))

  test('what goes in comes out, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        await db.query('truncate cell')
        await db.transaction((tx) => bulkInsert(tx, 'cell', columns, rows))
        expect(await all()).toEqual(rows)
      }),
      { numRuns: 40 },
    )
  })

  test('arrays of parameters come back as they went', async () => {
    const literal = fc.tuple(fc.array(nullable(text)), fc.array(nullable(fc.bigInt(-9n, 9n))))
    await fc.assert(
      fc.asyncProperty(literal, async ([texts, numbers]) => {
        const [found] = await db.query(
          'select $1::text[] as t, $2::bigint[] as n, $3::text[] as l',
          [texts, numbers, arrayLiteral('text', texts)],
        )
        expect(found).toEqual({ t: texts, n: numbers, l: texts })
      }),
      { numRuns: 30 },
    )
  })

  test('more rows than one statement takes', async () => {
    const many = Array.from({ length: 20_001 }, (_, i) => [i, `第${i}行`])
    const two = [columns[0] as Column, columns[2] as Column]
    await db.transaction((tx) => bulkInsert(tx, 'cell', two, many))
    const [found] = await db.query(
      `select count(*) as n, sum(i) as sum, count(*) filter (where t = '第' || i || '行') as same
         from cell`,
    )
    expect(found).toEqual({ n: 20_001n, sum: 200_010_000n, same: 20_001n })
  })

  test('few large rows go in several statements, and no rows in none', async () => {
    const large = 'a'.repeat(3_000_000)
    const sent: number[] = []
    await db.transaction(async (tx) => {
      const counting = {
        query: <Row extends object>(sql: string, params?: readonly unknown[]) => {
          sent.push(String(params?.[0]).length)
          return tx.query<Row>(sql, params)
        },
      }
      const text = [columns[2] as Column]
      await bulkInsert(counting, 'cell', text, [[large], [large], [large]])
      await bulkInsert(counting, 'cell', text, [])
    })
    expect(sent).toEqual([6_000_007, 3_000_004])
    expect(await db.query('select length(t) as n from cell')).toEqual(
      Array(3).fill({ n: 3_000_000 }),
    )
  })

  test('the end of the statement decides what happens to a row that is there', async () => {
    await db.query('create table keyed (k integer primary key, v text)')
    const keyed = [
      { name: 'k', type: 'integer' },
      { name: 'v', type: 'text' },
    ]
    await bulkInsert(db, 'keyed', keyed, [[1, 'a']])
    await bulkInsert(
      db,
      'keyed',
      keyed,
      [
        [1, 'b'],
        [2, 'c'],
      ],
      'on conflict (k) do nothing',
    )
    const found = await db.query('select k, v from keyed order by k')
    expect(found).toEqual([
      { k: 1, v: 'a' },
      { k: 2, v: 'c' },
    ])
    await expect(bulkInsert(db, 'keyed', keyed, [[1, 'b']])).rejects.toMatchObject({
      code: '23505',
    })
  })
})

const mistakes: [string, unknown][] = [
  ['text', 1],
  ['bigint', 'x'],
  ['bigint', 1.5],
  ['integer', 2 ** 60],
  ['boolean', 'true'],
  ['bytea', 'text'],
  ['date', new Date(0)],
  ['uuid', 1n],
  ['jsonb', 1n],
  ['text[]', []],
]
test.each(mistakes)('%s does not take %s', (type, value) => {
  expect(() => arrayLiteral(type as ColumnType, [value])).toThrow(TypeError)
})

test('a row of another width is refused before anything is sent', async () => {
  const never = { query: () => Promise.reject(new Error('sent')) }
  await expect(bulkInsert(never, 't', columns, [[1]])).rejects.toThrow(/1 cells for 9 columns/)
})
