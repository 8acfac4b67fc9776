/** The short form of `npm run torture`: three rounds of kill -9, one of a power cut. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OwnPostgres, ownPostgres } from '../test/torture/own-postgres.ts'
import { seeded } from '../test/torture/seeded.ts'
import { torturePglite, torturePostgres, torturePower } from '../test/torture/torture.ts'

const seed = 20_240_301
const options = { rounds: 3, random: seeded(seed), progress: () => {} }

it('PGlite, its server killed at random under load, loses nothing acknowledged', async () => {
  const { acknowledged } = await torturePglite(options)
  expect(acknowledged).toBeGreaterThan(0)
}, 240_000)

it('PGlite, the power cut at random, loses nothing acknowledged', async () => {
  const { acknowledged } = await torturePower({ ...options, rounds: 1 })
  expect(acknowledged).toBeGreaterThan(0)
}, 240_000)

// A server of one's own needs PostgreSQL's programs; it is tortured where a server is tested.
const own: { postgres: OwnPostgres | null } = { postgres: null }

beforeAll(async () => {
  if (process.env.DATABASE_URL) own.postgres = await ownPostgres()
}, 120_000)

afterAll(() => own.postgres?.remove())

it('PostgreSQL, server and database killed in turns, loses nothing acknowledged', async () => {
  if (own.postgres === null) return
  const { acknowledged } = await torturePostgres(own.postgres, options)
  expect(acknowledged).toBeGreaterThan(0)
}, 300_000)
