import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, kinds } from '../../test/database.ts'
import { type Database, openDatabase } from './database.ts'
import { isConnectionLost, isSerialization, isUniqueViolation, sqlState } from './errors.ts'
import { runScript } from './session.ts'

const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('an error was expected'),
    (error) => error,
  )

describe.each(kinds)('%s', (kind) => {
  let db: Database
  beforeAll(async () => {
    db = await freshDatabase({ kind, migrations: [] })
    await db.query('create table t (n bigint primary key, t text)')
  })
  afterAll(() => db.close())

  test('answers the same values from either driver', async () => {
    const [row] = await db.query(
      `select 9223372036854775807::bigint as int8, 7::integer as int4, 1::smallint as int2,
         1.50::numeric as numeric, 0.1::float8 as float8, date '2026-02-28' as date,
         timestamptz '2026-11-25 23:30:00.123+00' as instant, timestamp '2026-01-01 00:00' as local,
         '\\x00ff'::bytea as bytea, '{"a":[1,"二"]}'::jsonb as jsonb, '[1]'::json as json,
         true as bool, 'x'::text as text, 'y'::varchar(3) as varchar, null::text as nothing,
         '0190a1b2-0000-7000-8000-000000000000'::uuid as uuid, 'infinity'::date as always,
         interval '1 month 2 days' as span,
         array[1, null, 3]::bigint[] as ints, array['a,"b', 'NULL', null, ''] as texts,
         array['2026-01-01'::date] as days, array[array[1, 2], array[3, 4]] as square,
         array['{"a":1}'::jsonb] as jsons, '[0:1]={5,6}'::integer[] as shifted,
         array['\\x01'::bytea] as parts, array[true, false] as bools, '{}'::text[] as none`,
    )
    expect(row).toEqual({
      int8: 9223372036854775807n,
      int4: 7,
      int2: 1,
      numeric: '1.50',
      float8: 0.1,
      date: '2026-02-28',
      instant: '2026-11-26 07:30:00.123+08',
      local: '2026-01-01 00:00:00',
      bytea: new Uint8Array([0, 255]),
      jsonb: { a: [1, '二'] },
      json: [1],
      bool: true,
      text: 'x',
      varchar: 'y',
      nothing: null,
      uuid: '0190a1b2-0000-7000-8000-000000000000',
      always: 'infinity',
      span: 'P1M2D',
      ints: [1n, null, 3n],
      texts: ['a,"b', 'NULL', null, ''],
      days: ['2026-01-01'],
      square: [
        [1, 2],
        [3, 4],
      ],
      jsons: [{ a: 1 }],
      shifted: [5, 6],
      parts: [new Uint8Array([1])],
      bools: [true, false],
      none: [],
    })
  })

  test('takes parameters of every kind, again and again', async () => {
    const bytes = new Uint8Array([0, 92, 255])
    for (let i = 0; i < 4; i++) {
      const [row] = await db.query(
        `select $1::bigint as a, $2::integer as b, $3::text as c, $4::boolean as d, $5::text as e,
                $6::bytea as f, $7::text[] as g, $8::bigint[] as h, $9::jsonb as j, $10::float8 as k`,
        [
          2n ** 62n,
          i,
          `引号"'\\${i}`,
          i % 2 === 0,
          null,
          bytes,
          ['{"', null],
          [1n],
          '{"a":1}',
          0.1,
        ],
      )
      expect(row).toEqual({
        a: 2n ** 62n,
        b: i,
        c: `引号"'\\${i}`,
        d: i % 2 === 0,
        e: null,
        f: bytes,
        g: ['{"', null],
        h: [1n],
        j: { a: 1 },
        k: 0.1,
      })
    }
  })

  test('half of a surrogate pair becomes U+FFFD, and harms nothing beside it', async () => {
    const [row] = await db.query('select $1::text as a, $2::text as b', ['x\udc00y\ud800', '中'])
    expect(row).toEqual({ a: 'x\ufffdy\ufffd', b: '中' })
  })

  test('refuses parameters without one meaning', async () => {
    for (const value of [undefined, {}, new Date(0), Symbol('x'), [{}]]) {
      await expect(db.query('select $1::text', [value])).rejects.toThrow(TypeError)
    }
    await expect(db.query('select $1::text', ['a\0b'])).rejects.toMatchObject({ code: '22021' })
    expect(await db.query('select 1 as n')).toEqual([{ n: 1 }])
  })

  test('a transaction is all or nothing', async () => {
    const done = await db.transaction(async (tx) => {
      await tx.query('insert into t values (1)')
      return (await tx.query('select n from t')).length
    })
    expect(done).toBe(1)
    const stopped = db.transaction(async (tx) => {
      await tx.query('insert into t values (2)')
      throw new Error('changed our mind')
    })
    await expect(stopped).rejects.toThrow('changed our mind')
    const failed = db.transaction(async (tx) => {
      await tx.query('insert into t values (3)')
      await tx.query('insert into t values (1)')
    })
    expect(isUniqueViolation(await failure(failed))).toBe(true)
    expect(await db.query('select n from t')).toEqual([{ n: 1n }])
  })

  test('an error that is swallowed still fails its transaction', async () => {
    const swallowed = db.transaction(async (tx) => {
      await tx.query('insert into t values (4)')
      await tx.query('select 1 / 0').catch(() => {})
    })
    expect(sqlState(await failure(swallowed))).toBe('25P02')
    expect(await db.query('select n from t where n = 4')).toEqual([])
  })

  test('a session ends with its work, and statements asked at once keep their order', async () => {
    let kept: { query(text: string): Promise<unknown> } | null = null
    const answers = await db.transaction(async (tx) => {
      kept = tx
      // Never awaited, and still within the transaction.
      void tx.query(`insert into t values (5, 'late')`)
      return Promise.all([1, 2, 3].map((n) => tx.query('select $1::integer as n', [n])))
    })
    expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]])
    expect(await db.query('select t from t where n = 5')).toEqual([{ t: 'late' }])
    await expect((kept as unknown as Database).query('select 1')).rejects.toThrow(/ended/)
  })

  test('transactions at once do not mix', async () => {
    await db.query('insert into t values (100)')
    await Promise.all(
      Array.from({ length: 12 }, () =>
        db.transaction(async (tx) => {
          const [row] = await tx.query<{ t: string | null }>(
            'select t from t where n = 100 for update',
          )
          await tx.query('update t set t = $1 where n = 100', [`${row?.t ?? ''}x`])
        }),
      ),
    )
    expect(await db.query('select t from t where n = 100')).toEqual([{ t: 'x'.repeat(12) }])
  })

  test('what a session sets and leaves open is gone with it', async () => {
    await db.session(async (own) => {
      await own.query(`set timezone to 'UTC'`)
      await own.query('select pg_advisory_lock(42)')
      await own.query('begin')
      await own.query('insert into t values (6)')
    })
    const [row] = await db.query(`select current_setting('timezone') as zone`)
    expect(row).toEqual({ zone: 'Asia/Shanghai' })
    expect(await db.query('select n from t where n = 6')).toEqual([])
    // The server may take a moment to notice that the connection is gone.
    const free = () => db.query('select pg_try_advisory_xact_lock(42) as free')
    await expect.poll(free).toEqual([{ free: true }])
  })

  test('a changed table does not trip statements that were planned before', async () => {
    await db.query('create table changing (a integer)')
    const ask = () => db.query('select * from changing')
    for (let i = 0; i < 3; i++) expect(await ask()).toEqual([])
    await db.query('alter table changing add column b integer')
    await ask().catch(() => {})
    for (let i = 0; i < 3; i++) await ask()
    await db.query('insert into changing values (1, 2)')
    expect(await ask()).toEqual([{ a: 1, b: 2 }])
  })

  test('several statements in one text are a script, and no query', async () => {
    await runScript(db, `create table s (n integer); insert into s values (1), (2)`)
    expect(await db.query('select count(*) as n from s')).toEqual([{ n: 2n }])
    await expect(db.query('select 1; select 2', [])).rejects.toMatchObject({ code: '42601' })
    expect(sqlState(await failure(runScript(db, 'select 1; select 1 / 0')))).toBe('22012')
  })

  test('errors say their state, place and constraint', async () => {
    const error = await failure(db.query('insert into t values (1)'))
    expect(error).toMatchObject({ code: '23505', table: 't', constraint: 't_pkey' })
    expect([isConnectionLost(error), isSerialization(error)]).toEqual([false, false])
  })
})

describe('only PGlite', () => {
  test('asking the database from within a transaction throws rather than waits', async () => {
    const db = await freshDatabase({ kind: 'pglite', migrations: [] })
    const inner = db.transaction(() => db.query('select 1'))
    await expect(inner).rejects.toThrow(/only its own session/)
    expect(await db.transaction(async (tx) => tx.query('select 1 as n'))).toEqual([{ n: 1 }])
    expect(await db.query('select 2 as n')).toEqual([{ n: 2 }])
    await db.close()
  })
})

describe.runIf(kinds.includes('postgres'))('only a server', () => {
  test('a connection that is cut is told apart, and the next statement has another', async () => {
    const db = await freshDatabase({ kind: 'postgres', migrations: [] })
    const cut = await failure(
      db.transaction(async (tx) => {
        const [row] = await tx.query('select pg_backend_pid() as pid')
        await db.query('select pg_terminate_backend($1)', [row?.pid])
        await tx.query('select 1')
      }),
    )
    expect(isConnectionLost(cut)).toBe(true)
    expect(await db.query('select 1 as n')).toEqual([{ n: 1 }])
    await db.close()
  })

  test('two that wait for each other: one is told to try again', async () => {
    const db = await freshDatabase({ kind: 'postgres', migrations: [] })
    await db.query('create table d as select n from generate_series(1, 2) n')
    const lock = (first: number, second: number) =>
      db.transaction(async (tx) => {
        await tx.query('select n from d where n = $1 for update', [first])
        await tx.query('select pg_sleep(0.2)')
        await tx.query('select n from d where n = $1 for update', [second])
      })
    const ended = await Promise.allSettled([lock(1, 2), lock(2, 1)])
    const lost = ended.filter((one) => one.status === 'rejected')
    expect(lost.map((one) => isSerialization(one.reason))).toEqual([true])
    await db.close()
  })

  test('a statement that takes too long is stopped', async () => {
    const url = process.env.DATABASE_URL
    const db = await openDatabase({ url, statementTimeout: 50 })
    expect(sqlState(await failure(db.query('select pg_sleep(5)')))).toBe('57014')
    await db.close()
  })
})

test('a server that does not answer is a lost connection', async () => {
  const opened = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' })
  expect(isConnectionLost(await failure(opened))).toBe(true)
  await expect(openDatabase({})).rejects.toThrow(TypeError)
})
