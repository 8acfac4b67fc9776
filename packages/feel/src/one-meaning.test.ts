import fc from 'fast-check'
import { evaluate as peerEvaluate } from 'feelin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  answerOf,
  ask,
  columnsOf,
  type Database,
  fill,
  openDuckdb,
  openPostgres,
  type Row,
} from '../test/databases.ts'
import { DEFINITIONS, FACTS, formulas, type Made, missing, rows, VALUES } from '../test/formulas.ts'
import { KNOWN_FACTS, knownRows, standard } from '../test/standard.ts'
import {
  compileProgram,
  dayOf,
  evaluate,
  type PlainRecord,
  type Scope,
  toSql,
  type Value,
} from './index.ts'
import { roundMoney } from './money.ts'

/**
 * One meaning: generated formulas over generated rows come to the same, to the last digit, with
 * the interpreter and with every engine of this list: value, whether it is known, the names it
 * waits for and its bounds.
 */
interface Engine {
  readonly name: string
  /** Whether it gives bounds of whatever it computes; SQL has those of numbers alone. */
  readonly bounds?: true
  /** The answers, a list of formulas for each row. */
  run(formulas: readonly Made[], rows: readonly Row[]): Promise<Answer[][]>
}

const options = { columns: columnsOf(FACTS), values: VALUES, definitions: DEFINITIONS }

function database(db: Database): Engine {
  return {
    name: db.dialect,
    async run(made, given) {
      await fill(db, 'given', FACTS, given)
      return ask(
        db,
        'given',
        made.map((one) => one.formula),
        options,
      )
    },
  }
}

/** Generated JavaScript: facts as plain numbers and days where they can be. */
const javascript: Engine = {
  name: 'JavaScript',
  bounds: true,
  run(made, given) {
    const program = compileProgram({
      fields: FACTS.map((fact) => ({ name: fact.name, type: fact.type, missing: missing(fact) })),
      definitions: [
        ...made.map(({ formula }, i) => ({ ...formula, name: `f${i}` })),
        ...[...DEFINITIONS].map(([name, definition]) => ({ ...definition, name })),
      ],
      constants: VALUES,
    })
    const answers = given.map((row) => {
      program.at(plainRow(row))
      return made.map((_, i) => answerOf(program.value(i)))
    })
    return Promise.resolve(answers)
  },
}

function plainRow(row: Row): PlainRecord {
  const entries = FACTS.map(({ name, type }) => [name, plain(row[name], type.kind)] as const)
  return Object.fromEntries(entries)
}

function plain(value: Value | undefined, kind: string): PlainRecord[string] {
  if (value === undefined || value === null) return value
  if (kind === 'date') return dayOf(value) ?? value
  const whole = isNumber(value) ? value.toNumber() * (kind === 'money' ? 100 : 1) : Number.NaN
  return Number.isSafeInteger(whole) ? whole : value
}

let databases: readonly Database[] = []
let engines: readonly Engine[] = []

beforeAll(async () => {
  databases = [await openDuckdb(), await openPostgres()]
  // Any other engine that is to have the same meaning is added here.
  engines = [javascript, ...databases.map(database)]
})

afterAll(async () => {
  for (const db of databases) await db.close()
})

function scopeOf(row: Row): Scope {
  const known = new Map<string, Value>(VALUES)
  for (const fact of FACTS) known.set(fact.name, row[fact.name] ?? nullOr(row, fact))
  const lookup = (name: string): Value | undefined => {
    const definition = DEFINITIONS.get(name)
    if (!definition || known.has(name)) return known.get(name)
    const value = evaluate(definition.tree, { lookup })
    known.set(name, definition.round ? roundMoney(value) : value)
    return known.get(name)
  }
  return { lookup }
}

function nullOr(row: Row, fact: (typeof FACTS)[number]): Value {
  return row[fact.name] === null ? null : missing(fact)
}

function interpreted({ formula }: Made, row: Row): Answer {
  const value = evaluate(formula.tree, scopeOf(row))
  return answerOf(formula.round ? roundMoney(value) : value)
}

/** Formulas that can be written in SQL for both databases, and whether their bounds are asked. */
function compiles({ formula }: Made): { compiled: boolean; bounds: boolean } {
  const made = (['duckdb', 'postgres'] as const).map((dialect) =>
    toSql([{ ...formula, name: 'x' }], { ...options, dialect }),
  )
  return {
    compiled: made.every((result) => result.problems.length === 0),
    bounds: made.some((result) => result.expressions.some((e) => e.part === 'low')),
  }
}

const FORMULAS = 40
const ROWS = 30
// A failure is not made smaller: each step of that would ask both databases everything again.
// Two databases are asked over and over, which a busy machine may take its time for.
const LONG = 600_000
const RUNS = { numRuns: Number(process.env.SQL_RUNS ?? 6), endOnFailure: true }

test(
  'every engine comes to what the interpreter comes to',
  async () => {
    let [tried, held] = [0, 0]
    const made = fc.array(formulas, { minLength: FORMULAS, maxLength: FORMULAS })
    const given = fc.array(rows, { minLength: ROWS, maxLength: ROWS })
    await fc.assert(
      fc.asyncProperty(made, given, async (all, some) => {
        const able = all.filter((one) => compiles(one).compiled)
        tried += all.length
        held += able.length
        if (able.length === 0) return
        const wanted = some.map((row) => able.map((one) => interpreted(one, row)))
        for (const engine of engines) {
          const found = await engine.run(able, some)
          for (const [i, row] of some.entries()) {
            for (const [j, one] of able.entries()) {
              const [ours, theirs] = [wanted[i]?.[j], found[i]?.[j]]
              const whole = engine.bounds ?? compiles(one).bounds
              const same = whole ? ours : { ...ours, low: null, high: null }
              if (JSON.stringify(same) === JSON.stringify(theirs)) continue
              throw new Error(difference(engine, one, row, ours, theirs))
            }
          }
        }
      }),
      RUNS,
    )
    expect(held / tried).toBeGreaterThan(0.6)
  },
  LONG,
)

function difference(
  engine: Engine,
  one: Made,
  row: Row,
  ours: Answer | undefined,
  theirs: Answer | undefined,
): string {
  const used = Object.entries(row).filter(
    ([name]) => one.text.includes(name) || /k\d/.test(one.text),
  )
  const facts = used.map(([name, value]) => `${name}=${value === undefined ? '?' : String(value)}`)
  const lines = [`${engine.name}: ${one.text} ${one.formula.round ?? ''}`, facts.join(' ')]
  return [...lines, `ours   ${JSON.stringify(ours)}`, `theirs ${JSON.stringify(theirs)}`].join('\n')
}

/** What feelin says; its numbers are binary, so the formulas it is asked use whole ones. */
function peerAnswer(text: string, row: Row): string | null {
  const context = Object.entries(row).map(([name, value]) => {
    return [name, isNumber(value) ? value.toNumber() : value] as const
  })
  const { value } = peerEvaluate(text, Object.fromEntries(context))
  return value === null || value === undefined ? null : String(value).replace(/^-0$/, '0')
}

function isNumber(value: unknown): value is { toNumber(): number } {
  return typeof value === 'object' && value !== null && 'toNumber' in value
}

test('where all is known, feelin, both databases and the interpreter say the same', async () => {
  const given = fc.sample(knownRows, { seed: 3, numRuns: ROWS })
  const made = fc.sample(standard, { seed: 4, numRuns: 150 })
  const columns = columnsOf(KNOWN_FACTS)
  const able = made.filter(({ tree }) =>
    databases.every(
      (db) => toSql([{ name: 'x', tree }], { columns, dialect: db.dialect }).problems.length === 0,
    ),
  )
  expect(able.length / made.length).toBeGreaterThan(0.6)
  const wanted = given.map((row) => able.map(({ text }) => `${text} => ${peerAnswer(text, row)}`))
  const ours = given.map((row) =>
    able.map(({ text, tree }) => {
      const value = evaluate(tree, { lookup: (name) => row[name] }, { mode: 'standard' })
      return `${text} => ${answerOf(value).value}`
    }),
  )
  expect(ours).toEqual(wanted)
  for (const db of databases) {
    await fill(db, 'known', KNOWN_FACTS, given)
    const found = await ask(db, 'known', able, { columns })
    const theirs = found.map((row) =>
      row.map(({ value, known }, i) => `${able[i]?.text} => ${known ? value : 'unknown'}`),
    )
    expect(theirs).toEqual(ours)
  }
})
