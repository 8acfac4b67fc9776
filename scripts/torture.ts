/**
 * `npm run torture`: kill -9 at random under load, the server and the database separately, on
 * PGlite and on a PostgreSQL that the run starts for itself; and power cuts for PGlite.
 *
 * `--rounds N` (50), `--seed N`. Everything is told as it happens; Ctrl+C stops between rounds.
 */
import { ownPostgres } from '../packages/kernel/test/torture/own-postgres.ts'
import { seeded } from '../packages/kernel/test/torture/seeded.ts'
import {
  torturePglite,
  torturePostgres,
  torturePower,
} from '../packages/kernel/test/torture/torture.ts'

function option(name: string, usual: number): number {
  const at = process.argv.indexOf(`--${name}`)
  const value = at < 0 ? usual : Number(process.argv[at + 1])
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} takes a whole number`)
  return value
}

const rounds = option('rounds', 50)
const seed = option('seed', (process.pid % 100_000) + 1)
const random = seeded(seed)
const progress = (line: string) => console.log(line)
console.log(`torture: ${rounds} rounds of each kind, seed ${seed}`)

const options = { rounds, random, progress }
let postgres: Awaited<ReturnType<typeof ownPostgres>> = null
process.once('SIGINT', () => {
  console.log('stopped')
  void (postgres?.remove() ?? Promise.resolve()).then(() => process.exit(130))
})
try {
  console.log(await torturePglite(options))
  console.log(await torturePower(options))
  postgres = await ownPostgres()
  if (postgres === null) console.log('PostgreSQL: not run (no server programs found)')
  else console.log(await torturePostgres(postgres, options))
  console.log('nothing acknowledged was lost')
} finally {
  await postgres?.remove()
}
