import { Decimal } from '@huoshui/values'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  answerOf,
  ask,
  columnsOf,
  type Database,
  fill,
  openDuckdb,
  openPostgres,
  type TestFact,
} from '../../test/databases.ts'
import { tree } from '../../test/support.ts'
import { evaluate, type SqlFormula, type Type } from '../index.ts'
import { roundMoney } from '../money.ts'

/** Numbers as long as they may be, where a digit too few would show. */

const NUMBER: Type = { kind: 'number' }
const FACTS: readonly TestFact[] = [
  { name: 'p', type: NUMBER, digits: 18, scale: 2 },
  { name: 'q', type: NUMBER, digits: 18, scale: 2 },
  { name: 'r', type: NUMBER, digits: 14, scale: 2 },
  { name: 's', type: NUMBER, digits: 14, scale: 2 },
  { name: 'u', type: NUMBER, digits: 17 },
  { name: 'w', type: NUMBER, digits: 33 },
]

const FORMULAS: readonly SqlFormula[] = [
  'p + q',
  'p - q + p',
  'p * 3 - q * 2',
  'r * s',
  'u * u',
  'w + 1',
  'min(p, q)',
  'if p > q then p else r * s',
  'p / q >= 0.333',
  'r / s = r / (s * 3)',
  'r / s < s / r',
  'r * s / 100 > p',
  'round half up(r / s, 2)',
  'decimal(r * s / 7, 2)',
  'floor(p / q)',
  'ceiling(p / r)',
  'round up(r * 3 / s, 4)',
  'modulo(r, s)',
  'modulo(u, 97)',
  'u > 0.5 and u < 99999999999999999.5',
  'w >= 10 ** 40',
].map((text) => ({ tree: tree(text, { names: FACTS.map((fact) => fact.name) }) }))

const whole = (digits: number, scale: number, least = 0n): fc.Arbitrary<Decimal> => {
  const most = 10n ** BigInt(digits) - 1n
  const near = fc.constantFrom(most, most - 1n, 1n, 2n, 3n, 10n ** BigInt(digits - 1))
  const any = fc.oneof(near, fc.bigInt({ min: 1n, max: most }))
  return fc
    .tuple(any, fc.boolean())
    .map(([n, below]) => new Decimal((below ? -n : n + least).toString()).times(`1e-${scale}`))
    .filter((d) => d.abs().lte(new Decimal(most.toString()).times(`1e-${scale}`)))
}

const row = fc
  .record({
    p: whole(18, 2),
    q: whole(18, 2),
    r: whole(14, 2),
    s: whole(14, 2),
    u: whole(17, 0),
    w: whole(33, 0),
    same: fc.boolean(),
  })
  // Quotients that are equal, or miss it by one in the last place.
  .map(({ same, ...rest }) => (same ? { ...rest, r: rest.s.div(3).toDecimalPlaces(2) } : rest))

let databases: readonly Database[] = []
beforeAll(async () => {
  databases = [await openDuckdb(), await openPostgres()]
})
afterAll(async () => {
  for (const db of databases) await db.close()
})

test('long numbers come to the same to the last digit', async () => {
  const given = fc.sample(row, { seed: 7, numRuns: 300 })
  const wanted = given.map((facts) =>
    FORMULAS.map(({ tree: node }) =>
      answerOf(evaluate(node, { lookup: (name) => facts[name as keyof typeof facts] })),
    ),
  )
  for (const db of databases) {
    await fill(db, 'long', FACTS, given)
    expect(await ask(db, 'long', FORMULAS, { columns: columnsOf(FACTS) })).toEqual(wanted)
  }
})

test('amounts are rounded once, half away from zero', async () => {
  const texts = ['r * s / u', 'r / 3', 'r * 12.5%', '-r / 8']
  const names = FACTS.map((fact) => fact.name)
  const short = FACTS.map((fact) => (fact.name === 'u' ? { ...fact, digits: 6 } : fact))
  const formulas = texts.map((text) => ({ tree: tree(text, { names }), round: 'money' as const }))
  const some = fc.sample(row, { seed: 8, numRuns: 200 })
  const given = some.map((facts) => ({ ...facts, u: facts.u.mod(1_000_000) }))
  const wanted = given.map((facts) =>
    formulas.map(({ tree: node }) => {
      const value = evaluate(node, { lookup: (name) => facts[name as keyof typeof facts] })
      return answerOf(roundMoney(value))
    }),
  )
  for (const db of databases) {
    await fill(db, 'amounts', short, given)
    expect(await ask(db, 'amounts', formulas, { columns: columnsOf(short) })).toEqual(wanted)
  }
})
