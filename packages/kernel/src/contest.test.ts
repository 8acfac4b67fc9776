/** The short form of `npm run contest`, on PostgreSQL where a server is tested. */
import { expect, it } from 'vitest'
import { contest } from '../test/contest/contest.ts'
import { freshDatabase, urlOf } from '../test/database.ts'

const url = process.env.DATABASE_URL

it.runIf(url)(
  'claims by three processes give out the budget to the fen',
  async () => {
    const db = await freshDatabase()
    const options = { claims: 900, firms: 40, processes: 3, budget: 4_000_000, seed: 7 }
    const result = await contest(db, { url: await urlOf(db), ...options })
    expect(result.accepted).toBeGreaterThan(100)
    expect(result.refused).toBeGreaterThan(100)
    expect(result.waited).toBeLessThanOrEqual(2)
    await db.close()
  },
  240_000,
)
