import { Decimal, day } from '@huoshui/values'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { say, tree } from '../../test/support.ts'
import {
  compileProgram,
  dateValue,
  evaluate,
  type Field,
  type PlainRecord,
  roundMoney,
  T,
  type Type,
  unknown,
  type Value,
} from '../index.ts'

/**
 * Generated programs against the interpreter: the same formulas over the same records, as plain
 * objects for the one and as values for the other.
 */

interface Kind {
  readonly name: string
  readonly type: Type
  readonly plain: fc.Arbitrary<PlainRecord[string]>
}

const nullable = (type: Type): Type => ({ ...type, nullable: true })
const LARGE = [0, 1, -1, 9_007_199_254_740_991, -9_007_199_254_740_991, 4_503_599_627_370_497]
const whole = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -2_000_000, max: 2_000_000 }),
  fc.constantFrom(...LARGE),
)
const decimals = fc
  .constantFrom('0.5', '-0.25', '33.333333333333333333', '1e20', '0.1')
  .map((text) => new Decimal(text))
const missing = fc.constant(undefined)
const numbers = fc.oneof(
  { arbitrary: whole, weight: 8 },
  { arbitrary: decimals, weight: 2 },
  { arbitrary: missing, weight: 2 },
)
const orNull = <T>(found: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: found, weight: 5 }, fc.constant(null))
const days = fc.constantFrom('2024-02-29', '2023-01-31', '2000-12-31', '1999-03-01')

const KINDS: readonly Kind[] = [
  { name: 'm1', type: T.money, plain: numbers },
  { name: 'm2', type: T.money, plain: numbers },
  { name: 'n1', type: T.number, plain: numbers },
  { name: 'n2', type: nullable(T.number), plain: orNull(numbers) },
  { name: 'b1', type: T.boolean, plain: fc.oneof(fc.boolean(), missing) },
  { name: 'b2', type: nullable(T.boolean), plain: orNull(fc.oneof(fc.boolean(), missing)) },
  { name: 's1', type: T.string, plain: fc.oneof(fc.constantFrom('甲', '乙', '丙'), missing) },
  {
    name: 's2',
    type: nullable(T.string),
    plain: orNull(fc.oneof(fc.constantFrom('甲', '乙'), missing)),
  },
  { name: 'd1', type: T.date, plain: fc.oneof(days, missing) },
  { name: 'd2', type: nullable(T.date), plain: orNull(fc.oneof(days, missing)) },
]

const { any } = fc.letrec<{ any: string; num: string; bool: string; date: string }>((tie) => {
  const [x, b, d] = [tie('num'), tie('bool'), tie('date')]
  const form = (parts: fc.Arbitrary<string>[], make: (...parts: string[]) => string) =>
    fc.tuple(...parts).map((found) => make(...found))
  const pick = (...words: string[]) => fc.constantFrom(...words)
  const literal = pick(
    '0',
    '1',
    '3',
    '8',
    '0.05',
    '10%',
    '2.5',
    '500',
    '1万元',
    '12345678.901',
    '1e17',
  )
  return {
    any: fc.oneof(b, x, d),
    num: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      pick('m1', 'm2', 'n1', 'n2'),
      literal,
      form([x, pick('+', '-', '*', '/'), x], (p, op, q) => `(${p} ${op} ${q})`),
      form([x, pick('/', '*'), literal], (p, op, q) => `(${p} ${op} ${q})`),
      form([x], (p) => `-${p}`),
      form([pick('min', 'max', 'sum'), x, x, x], (f, p, q, r) => `${f}(${p}, ${q}, ${r})`),
      form([pick('abs', 'floor', 'ceiling'), x], (f, p) => `${f}(${p})`),
      form(
        [
          pick('decimal', 'round half up', 'round half down', 'round up', 'round down'),
          x,
          pick('0', '1', '2'),
        ],
        (f, p, q) => `${f}(${p}, ${q})`,
      ),
      form([b, x, x], (p, q, r) => `(if ${p} then ${q} else ${r})`),
      form([d, pick('year', 'month', 'day')], (p, q) => `${p}.${q}`),
    ),
    bool: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      pick('b1', 'b2', 'true', 'false', 'null'),
      form([b, pick('and', 'or'), b], (p, op, q) => `(${p} ${op} ${q})`),
      form([b], (p) => `not(${p})`),
      form([x, pick('=', '!=', '<', '<=', '>', '>='), x], (p, op, q) => `(${p} ${op} ${q})`),
      form([x, x, pick('=', '<', '>='), x], (p, q, op, r) => `(${p} / ${q} ${op} ${r})`),
      form([x, pick('=', '<', '>='), x, x], (r, op, p, q) => `(${r} ${op} ${p} / ${q})`),
      form([x, x, x], (p, q, r) => `(${p} between ${q} and ${r})`),
      form([x], (p) => `(${p} in [1..500])`),
      form([x], (p) => `(${p} in (3, > 1万元, [0..1)))`),
      pick('s1 = "甲"', 's1 != "甲"', 's1 in ("甲", "丁")', 's1 in ["乙"]', 'not(s1 in ("甲"))'),
      pick('s2 in ("甲", "丁")', 's2 = "乙"', 's1 = s2', 'not(s2 in ("乙", null))'),
      form([d, pick('=', '<', '>='), d], (p, op, q) => `(${p} ${op} ${q})`),
      form([d, d, pick('30日', '1日')], (p, q, r) => `(${p} - ${q} >= ${r})`),
      form([d], (p) => `(${p} in [@"2000-01-01"..@"2024-02-29"])`),
      form([x], (p) => `(${p} = null)`),
    ),
    date: fc.oneof(
      { depthSize: 'small' },
      pick('d1', 'd2', '@"2024-01-31"', 'date("2023-02-28")'),
      form([d, pick('+ 1个月', '- 13个月', '+ 1年', '+ 15日', '- 40日')], (p, q) => `(${p} ${q})`),
      form([b, d, d], (p, q, r) => `(if ${p} then ${q} else ${r})`),
    ),
  }
})

/** A plain property as the interpreter gets it. */
function asValue(kind: Kind, plain: PlainRecord[string]): Value {
  if (plain === undefined) {
    const number = kind.type.kind === 'number' || kind.type.kind === 'money'
    return number && !kind.type.nullable ? unknown([kind.name], {}) : unknown([kind.name])
  }
  if (typeof plain === 'number') {
    return new Decimal(plain).div(kind.type.kind === 'money' ? 100 : 1)
  }
  return typeof plain === 'string' && kind.type.kind === 'date' ? dateValue(day(plain)) : plain
}

const fields: Field[] = KINDS.map(({ name, type }) => ({ name, type }))
const names = KINDS.map((kind) => kind.name)
const RUNS = { numRuns: Number(process.env.FEEL_RUNS ?? 1500) }

const records = fc.record(Object.fromEntries(KINDS.map((kind) => [kind.name, kind.plain])))

test('programs compute what the interpreter computes, traced or not', () => {
  const cases = fc.record({
    texts: fc.array(any, { minLength: 1, maxLength: 4 }),
    records: fc.array(records, { minLength: 3, maxLength: 6 }),
  })
  fc.assert(
    fc.property(cases, ({ texts, records: rows }) => {
      const trees = texts.map((text) => tree(text, { names }))
      const definitions = trees.flatMap((node, i) => [
        { name: `r${i}`, tree: node },
        { name: `a${i}`, tree: node, round: 'money' as const },
      ])
      const source = { fields, definitions }
      const programs = [compileProgram(source), compileProgram({ ...source, traced: true })]
      for (const row of rows) {
        const facts = new Map(KINDS.map((kind) => [kind.name, asValue(kind, row[kind.name])]))
        const scope = { lookup: (name: string) => facts.get(name) }
        for (const program of programs) program.at(row)
        for (const [i, node] of trees.entries()) {
          const seen = new Map()
          const value = evaluate(node, scope, {
            trace: (part, found) => void seen.set(part, found),
          })
          for (const program of programs) {
            expect(say(program.value(i * 2)), texts[i]).toBe(say(value))
            expect(say(program.value(i * 2 + 1)), texts[i]).toBe(say(roundMoney(value)))
          }
          const trace = programs[1]?.trace(i * 2)
          for (const [part, found] of seen) {
            expect(say(trace?.get(part) ?? null), texts[i]).toBe(say(found))
          }
          expect([...(trace?.keys() ?? [])].length, texts[i]).toBe(seen.size)
        }
      }
    }),
    RUNS,
  )
})

describe('a program', () => {
  const define = (...pairs: [name: string, text: string][]) =>
    pairs.map(([name, text]) => ({
      name,
      tree: tree(text, { names: [...names, ...pairs.map(([other]) => other)] }),
    }))

  test('holds what fits as whole numbers and the rest exactly', () => {
    const program = compileProgram({
      fields,
      definitions: define(['十分之一', 'm1 * 10%'], ['三分之一', 'm1 / 3']),
    })
    program.at({ m1: 1_000_050 })
    expect([program.get(0), program.lanes[0]]).toEqual([1_000_050, { kind: 'number', scale: 3 }])
    expect(say(program.value(0))).toBe('1000.05')
    expect(say(program.value(1))).toBe('3333.5')
    program.at({ m1: 100 })
    expect(say(program.value(1))).toBe('0.3333333333333333333333333333333333')
  })

  test('computes a definition once a record, and only when it is asked for', () => {
    const program = compileProgram({ fields, definitions: define(['r', 'n1 + 1'], ['q', 'r * 2']) })
    let reads = 0
    const record = {
      get n1() {
        reads++
        return 20
      },
    }
    program.at(record)
    expect(reads).toBe(0)
    expect([program.get(1), program.get(0), program.get(1)]).toEqual([42, 21, 42])
    expect(reads).toBe(1)
    program.at({ n1: 1 })
    expect(program.get(1)).toBe(4)
  })

  test('is null where a definition leads back to itself', () => {
    const program = compileProgram({ fields, definitions: define(['r', 'q'], ['q', 'r']) })
    program.at({})
    expect(program.get(0)).toBe(null)
  })

  test('refuses a number that has been a float, with its name', () => {
    const program = compileProgram({ fields, definitions: define(['r', 'n1 + 1']) })
    program.at({ n1: 0.5 })
    for (let again = 0; again < 2; again++) {
      expect(() => program.get(0)).toThrow('n1: 0.5 is not a safe integer')
    }
    program.at({ n1: new Decimal('0.5') })
    expect(say(program.value(0))).toBe('1.5')
  })

  test('has constants for all records, and an input for tests', () => {
    const cell = tree('[1..limit]', { goal: 'unary-tests', names: ['limit'] })
    const program = compileProgram({
      fields,
      definitions: [{ name: 'hit', tree: cell, input: 'n1' }],
      constants: new Map([['limit', new Decimal(10)]]),
    })
    const hits = [0, 1, 10, 11].map((n1) => {
      program.at({ n1 })
      return program.get(0)
    })
    expect(hits).toEqual([false, true, true, false])
  })

  test('bounds what one evaluation uses up', () => {
    const program = compileProgram({
      fields,
      definitions: define(['r', 'count(for x in 1..n1 return x)']),
      limits: { iterations: 50 },
    })
    program.at({ n1: 50 })
    expect(program.get(0)).not.toBe(null)
    program.at({ n1: 51 })
    expect(program.get(0)).toBe(null)
  })
})
