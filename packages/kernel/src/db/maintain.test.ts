import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, kinds } from '../../test/database.ts'
import type { Database } from './database.ts'
import { checkpointWhenDue, maintain } from './maintain.ts'

describe.each(kinds)('%s', (kind) => {
  let db: Database
  beforeAll(async () => {
    db = await freshDatabase({ kind, migrations: [] })
    await db.query('create table "much Deleted" (n bigint, t text)')
    await db.query(
      `insert into "much Deleted" select n, repeat('行', 20) from generate_series(1, 5000) n`,
    )
    await db.query('delete from "much Deleted"')
  })
  afterAll(() => db.close())

  const size = async () => {
    const [row] = await db.query(`select pg_relation_size('"much Deleted"') as bytes`)
    return row?.bytes as bigint
  }

  test('dead rows give their room back on PGlite; a server does that by itself', async () => {
    expect(await size()).toBeGreaterThan(0n)
    const done = await maintain(db)
    if (kind === 'postgres') {
      expect(done).toEqual({ vacuumed: [], checkpointed: false })
    } else {
      expect(done).toEqual({ vacuumed: ['much Deleted'], checkpointed: true })
      expect(await size()).toBe(0n)
    }
  })

  test('a checkpoint is made when the log has grown, and not before', async () => {
    await maintain(db)
    expect(await checkpointWhenDue(db)).toBe(false)
    await db.query(`insert into "much Deleted" select n, 'x' from generate_series(1, 2000) n`)
    expect(await checkpointWhenDue(db, 50_000n)).toBe(kind === 'pglite')
    expect(await checkpointWhenDue(db, 50_000n)).toBe(false)
  })
})
