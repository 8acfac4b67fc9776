/**
 * `npm run contest`: 100,000 claims by 2,000 firms on one cycle, from several processes at once.
 *
 * `--claims N`, `--processes N`, `--seed N`; needs PostgreSQL (`DATABASE_URL`, or one on this
 * machine). Exits 1 when anything does not hold.
 */
import { onServer, serverUrl } from '../bench/claims/databases.ts'
import { openDatabase } from '../packages/kernel/src/db/database.ts'
import { migrate } from '../packages/kernel/src/db/migrate.ts'
import { contest } from '../packages/kernel/test/contest/contest.ts'

function option(name: string, usual: number): number {
  const at = process.argv.indexOf(`--${name}`)
  const value = at < 0 ? usual : Number(process.argv[at + 1])
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} takes a whole number`)
  return value
}

const url = await serverUrl()
if (url === null) console.log('PostgreSQL: not run (set DATABASE_URL)')
else {
  const claims = option('claims', 100_000)
  const processes = option('processes', 3)
  const seed = option('seed', 1)
  // About half of what is asked for can be given out.
  const budget = claims * 5000
  console.log(`${claims} claims, ${processes} processes, budget ${budget} yuan, seed ${seed}`)
  await onServer(url, async (own) => {
    const db = await openDatabase({ url: own })
    const progress = (line: string) => console.log(line)
    const options = { url: own, claims, firms: 2000, processes, budget, seed, progress }
    try {
      await migrate(db)
      console.log(await contest(db, options))
    } finally {
      await db.close()
    }
  })
}
