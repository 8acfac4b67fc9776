import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
} from '../../test/databases.ts'
import { DEFINITIONS, FACTS, formula, missing, VALUES } from '../../test/formulas.ts'
import { rows } from '../../test/support.ts'
import { evaluate, parse, type Scope, type Value } from '../index.ts'
import { roundMoney } from '../money.ts'

/** Formulas as both databases compute them, each over the facts named before the bar. */

const options = { columns: columnsOf(FACTS), values: VALUES, definitions: DEFINITIONS }

/**
 * Facts, a bar, a formula, and what it comes to. A fact that isn't named is missing. `money`
 * after a second bar rounds the result. An unknown is `?{names} low..high`.
 */
const LOGIC = `
  b0: true, b1: null | b0 and b1 => null
  b0: false | b0 and b1 => false
  b0: true | b0 and b1 => ?{b1}
  b1: null | b0 and b1 => ?{b0}
  b0: true | b0 or b1 => true
  b1: null | not(b1) => null
   | not(b1) => ?{b1}
   | all([b0, false]) => false
  b0: true | any(b0, b1) => true
  b1: null | if b1 then 1 else 2 => 2
   | if b0 then 1 else 2 => ?{b0} 1..2
   | if b0 then 1 else 1 => 1
   | if b0 then d0 else d0 => ?{d0}
   | if b0 then null else 2 => ?{b0} 2..2
  b0: true | if b0 then n0 else 5 => ?{n0} 0..
  b1: true | b1 = true => true
  b1: null | b1 = true => false
  b1: null | b1 != true => true
  b1: null | b1 = null => true
   | b1 = null => ?{b1}
   | n0 = null => false
`

const NUMBERS = `
   | n0 < 0 => false
   | n0 >= 0 => true
   | n0 >= 1 => ?{n0}
   | n0 = -1 => false
  n3: null | n3 < 1 => null
  n3: null | n3 = 1 => false
  n3: null | n3 + 1 => null
  n3: null | n3 + n0 => ?{n0}
  n3: null | sum(n3, n0) => null
  n1: 2.5 | n1 + n0 => ?{n0} 2.5..
  n1: 0 | n1 * n0 => 0
  n1: -2 | n1 * n0 => ?{n0} ..0
  n1: 1.25 | n1 * n1 => 1.5625
  n1: 3 | -n1 => -3
  n1: -1.25 | abs(n1) => 1.25
   | abs(n1) => ?{n1} 0..
  n1: 2.5 | decimal(n1, 0) => 2
  n1: 3.5 | decimal(n1, 0) => 4
  n1: -2.5 | decimal(n1, 0) => -2
  n1: -2.5 | round half up(n1, 0) => -3
  n1: -2.5 | round half down(n1, 0) => -2
  n1: -2.41 | round up(n1, 1) => -2.5
  n1: -2.49 | round down(n1, 1) => -2.4
  n1: -2.49 | floor(n1) => -3
  n1: -2.49 | ceiling(n1) => -2
  n1: 125 | round half up(n1, -1) => 130
   | min(n0, -1) => -1
   | min(n0, 5) => ?{n0} 0..5
   | max(n0, 5) => ?{n0} 5..
  n3: null | min(n3, 5) => null
  n1: 7 | max([n1, 3, 5]) => 7
   | min(n0) => ?{n0}
   | min([n0]) => ?{n0} 0..
  n1: 2, n0: 3 | mean(n1, n0) => 2.5
  n1: -12 | modulo(n1, 5) => 3
  n1: 12 | modulo(n1, -5) => -3
  n1: 1.1 | modulo(n1, 0) => null
  n0: 3 | n0 in [1..5) => true
  n3: null | n0 in [1..n3] => ?{n0}
  n0: 5, n3: null | n0 in [1..n3] => null
  n0: 5 | n0 in [1..n3] => ?{n3}
  n0: 5 | n0 in (1, > 3) => true
  n0: 5 | n0 in [1, null, 5] => true
  n3: null | n3 in (1, null) => true
  n3: null | n3 between 1 and 2 => null
  n0: 9 | n0 between 1 and n3 => ?{n3}
   | n0 in (? < 0, ? > 9) => ?{n0}
`

const QUOTIENTS = `
  m0: 5, m1: 100 | m0 / m1 >= 5% => true
  m0: 4.99, m1: 100 | m0 / m1 >= 5% => false
  m0: -5, m1: -100 | m0 / m1 >= 5% => true
  m0: 5, m1: 0 | m0 / m1 >= 5% => null
  m1: 0 | m0 / m1 >= 5% => ?{m0}
  m1: -1 | m0 / m1 >= 5% => false
  m0: 10, m1: 20 | m0 / m1 = 0.5 => true
  n0: 2, n2: 3 | round half up(n0 / n2, 2) => 0.67
  n0: 1, n2: 8 | decimal(n0 / n2, 2) => 0.12
  n0: 3, n2: 8 | decimal(n0 / n2, 2) => 0.38
  n1: -2, n2: 3 | floor(n1 / n2) => -1
  n1: -2, n2: 3 | ceiling(n1 / n2) => 0
  n0: 250, n2: 4 | round down(n0 / n2, -1) => 60
  n0: 0 | round half up(n0 / n2, 2) => 0
  n0: 3 | round half up(n0 / n2, 2) => ?{n2} 0..1.5
  m0: 1000, n2: 7 | min(m0 / n2, 100元) | money => 100
  m0: 100, n2: 7 | min(m0 / n2, 100元) | money => 14.29
  m0: 100, n0: 5, n2: 7 | m0 * n0 / n2 | money => 71.43
  m0: 100, n2: 7, b0: true | if b0 then m0 / n2 else m0 | money => 14.29
  m1: -0.25 | m1 * 10% | money => -0.03
   | m0 * 10% | money => ?{m0} 0..
  m1: 100 | m1 / 3 | money => 33.33
  m1: 100 | k2 + 1元 => 34.33
  m0: 0.01, m1: 999999.99 | m0 * 100 / m1 < 0.00001 => true
`

const OTHERS = `
  s0: 甲 | s0 in ("甲", "乙") => true
  s0: null | s0 in ("甲", "乙") => false
   | s0 in ("甲", "乙") => ?{s0}
  s0: 甲 | s0 < "乙" => false
  s0: 𠮷 | s0 > "Ａ" => true
  s0: 甲乙 | contains(s0, "乙") => true
  s0: 甲乙 | starts with(s0, "乙") => false
  s0: 甲乙 | ends with(s0, "乙") => true
  s0: null | contains(s0, "乙") => null
  s0: 甲𠮷 | string length(s0) => 2
  s0: 甲 | s0 + "乙" => 甲乙
  s0: 甲 | max(s0, "乙") => 甲
  l0: 甲/丁 | "丁" in l0 => true
  l0: | "丁" in l0 => false
  l0: | list contains(l0, s0) => false
  l0: 甲 | list contains(l0, s0) => ?{s0}
  l1: null | list contains(l1, "甲") => null
  l0: 甲/丁 | count(l0) => 2
  l1: null | count(l1) => null
  s0: 丁 | s0 in v4 => true
  d0: 2024-01-31 | d0 + 1个月 => 2024-02-29
  d0: 2024-02-29 | d0 - 1年 => 2023-02-28
  d0: 2024-03-31 | d0 + @"PT36H" => 2024-04-01
  d0: 2024-03-31 | d0 - @"PT36H" => 2024-03-29
  d0: 2024-03-31 | 今日 - d0 >= 1日 => false
  d0: 2024-02-29 | (今日 - d0).days => 31
  d0: 2024-02-29 | d0.weekday => 4
  d0: 2024-02-29 | d0.year + d0.month + d0.day => 2055
  d0: 2024-01-31 | years and months duration(d0, 今日) => 2
  d0: 2024-02-29 | years and months duration(今日, d0) => -1
  d1: null | d1 < 今日 => null
  d1: null | d1 = null or d1 < 今日 => true
   | d0 <= 今日 => ?{d0}
  t0: 14 | t0.years => 1
  t0: -14 | t0.months => -2
  t0: 7 | t0 / 2 => 3
  t0: 7 | t0 * 1.5 => 10
  t0: 7 | t0 / 3个月 > 2 => true
  y0: 90061 | y0.hours => 1
  y0: null | abs(y0) => null
   | v1 > 5 => false
   | v1 > 2 => ?{v1}
   | v1 * 2 => ?{v1} 2..8
   | v2 => ?{v2}
   | k1 => ?{b1,n0}
  n0: 1 | k1 => false
`

const TABLE = [LOGIC, NUMBERS, QUOTIENTS, OTHERS].flatMap(rows)

interface Case {
  readonly line: string
  readonly row: Row
  readonly text: string
  readonly money: boolean
  readonly wanted: string
}

const CASES = TABLE.map(([left, wanted]): Case => {
  const [facts = '', text = '', round] = left.split(/ *\| */)
  return { line: left, row: rowOf(facts), text, money: round === 'money', wanted }
})

function rowOf(text: string): Row {
  const row: Record<string, Value> = {}
  for (const part of text.split(', ').filter((one) => one !== '')) {
    const [name = '', written = ''] = part.split(':').map((one) => one.trim())
    row[name] = factOf(name, written)
  }
  return row
}

/** A fact's value as it is written in these tables. */
function factOf(name: string, text: string): Value {
  const { kind } = FACTS.find((fact) => fact.name === name)?.type ?? { kind: 'any' }
  if (text === 'null') return null
  if (kind === 'list') return text === '' ? [] : text.split('/')
  if (kind === 'string' || kind === 'enum') return text
  const feel = { date: `@"${text}"`, months: `${text}个月`, days: `@"PT${text}S"` }[kind as string]
  const sign = text.startsWith('-') && kind === 'months' ? `-${text.slice(1)}个月` : (feel ?? text)
  const { tree } = parse(sign, { goal: 'expression', mode: 'policy' })
  return evaluate(tree, { lookup: () => undefined })
}

function say({ value, known, missing: names, low, high }: Answer): string {
  if (known) return value ?? 'null'
  const bounds = low !== null || high !== null ? ` ${low ?? ''}..${high ?? ''}` : ''
  return `?{${names}}${bounds}`
}

let databases: Database[] = []
beforeAll(async () => {
  databases = [await openDuckdb(), await openPostgres()]
})
afterAll(async () => {
  for (const db of databases) await db.close()
})

describe('formulas', () => {
  const formulas = CASES.map(({ text, money }) => formula(text, money ? 'money' : undefined))

  test('come to what is written here, in the interpreter', () => {
    const found = CASES.map((one, i) => {
      const tree = formulas[i]?.tree
      if (!tree) throw new Error(one.line)
      const value = evaluate(tree, scopeOf(one.row))
      return said(one, say(boundless(one, answerOf(one.money ? roundMoney(value) : value))))
    })
    expect(found).toEqual(CASES.map((one) => said(one, one.wanted)))
  })

  test.each([0, 1])('come to what is written here, in database %i', async (which) => {
    const db = databases[which]
    if (!db) throw new Error('no database')
    await fill(
      db,
      'cases',
      FACTS,
      CASES.map((one) => one.row),
    )
    const answers = await ask(db, 'cases', formulas, options)
    const found = CASES.map((one, i) => {
      const answer = answers[i]?.[i]
      return said(one, answer ? say(answer) : 'nothing')
    })
    expect(found).toEqual(CASES.map((one) => said(one, one.wanted)))
  })
})

const said = (one: Case, result: string) => `${one.line} => ${result}`

/** Only numbers have bounds in SQL. */
function boundless({ text }: Case, answer: Answer): Answer {
  return text === 'v2' ? { ...answer, low: null, high: null } : answer
}

/** What names stand for in one row: a missing fact is one unknown, however often it is asked. */
function scopeOf(row: Row): Scope {
  const known = new Map<string, Value>(VALUES)
  for (const fact of FACTS) {
    const value = row[fact.name]
    known.set(fact.name, value === undefined ? missing(fact) : value)
  }
  const lookup = (name: string): Value | undefined => {
    const definition = DEFINITIONS.get(name)
    if (!definition || known.has(name)) return known.get(name)
    const value = evaluate(definition.tree, { lookup })
    known.set(name, definition.round ? roundMoney(value) : value)
    return known.get(name)
  }
  return { lookup }
}
