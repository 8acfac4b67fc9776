import { Decimal } from '@huoshui/values'
import fc from 'fast-check'
import {
  DaysTime,
  dateValue,
  type SqlFormula,
  type Type,
  unknown,
  type Value,
  YearsMonths,
} from '../src/index.ts'
import type { Row, TestFact } from './databases.ts'
import { tree } from './support.ts'

/** Typed formulas of everything that SQL has, and rows of facts for them, as arbitraries. */

const n = (x: number | string) => new Decimal(x)
const NUMBER: Type = { kind: 'number' }
const nullable = (type: Type): Type => ({ ...type, nullable: true })

export const FACTS: readonly TestFact[] = [
  { name: 'n0', type: NUMBER, digits: 6, low: n(0) },
  { name: 'n1', type: NUMBER, digits: 5, scale: 2 },
  { name: 'n2', type: NUMBER, digits: 3, scale: 1, low: n(2) },
  { name: 'n3', type: nullable(NUMBER), digits: 4, scale: 1 },
  { name: 'm0', type: { kind: 'money' }, digits: 12, scale: 2, low: n(0) },
  { name: 'm1', type: { kind: 'money' }, digits: 10, scale: 2 },
  { name: 'b0', type: { kind: 'boolean' } },
  { name: 'b1', type: nullable({ kind: 'boolean' }) },
  { name: 's0', type: nullable({ kind: 'string' }) },
  { name: 'e0', type: { kind: 'enum', values: ['甲', '乙', '丙'] } },
  { name: 'd0', type: { kind: 'date' } },
  { name: 'd1', type: nullable({ kind: 'date' }) },
  { name: 't0', type: { kind: 'months' }, digits: 3 },
  { name: 'y0', type: nullable({ kind: 'days' }), digits: 9 },
  { name: 'l0', type: { kind: 'list', of: { kind: 'string' } } },
  { name: 'l1', type: nullable({ kind: 'list', of: { kind: 'string' } }) },
]

export const VALUES: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['今日', dateValue('2024-03-31' as never)],
  ['v0', n('2.5')],
  ['v1', unknown(['v1'], { low: n(1), high: n(4) })],
  ['v2', unknown(['v2'])],
  ['v3', null],
  ['v4', ['甲', '丁']],
])

const NAMES = [...FACTS.map((fact) => fact.name), ...VALUES.keys(), 'k0', 'k1', 'k2']

export function formula(text: string, round?: 'money'): SqlFormula {
  const made = tree(text, { names: NAMES })
  return round ? { tree: made, round } : { tree: made }
}

export const DEFINITIONS: ReadonlyMap<string, SqlFormula> = new Map([
  ['k0', formula('min(m0 * 10%, 5000元)', 'money')],
  ['k1', formula('n0 > 3 and b1')],
  ['k2', formula('m1 / 3', 'money')],
])

const DAYS = ['2024-01-31', '2024-02-29', '2023-05-10', '1999-12-31', '2024-03-31']
const numbers = (min: number, max: number, scale: number): fc.Arbitrary<Value> =>
  fc.oneof(
    fc.integer({ min, max }).map((x) => n(x).div(10 ** scale)),
    fc.constantFrom(0, 1, 2, 5).map((x) => n(x)),
  )
const texts = fc.constantFrom('甲', '乙', '', '甲乙', '𠮷a', 'Ａ')
const lists = fc.array(texts, { maxLength: 3 })

/** Values of each fact, never less than its floor. */
const KNOWN: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  n0: numbers(0, 999_999, 0),
  n1: numbers(-99_999, 99_999, 2),
  n2: fc.integer({ min: 20, max: 999 }).map((x) => n(x).div(10)),
  n3: numbers(-9999, 9999, 1),
  m0: numbers(0, 999_999_999_999, 2),
  m1: numbers(-9_999_999_999, 9_999_999_999, 2),
  b0: fc.boolean(),
  b1: fc.boolean(),
  s0: texts,
  e0: fc.constantFrom('甲', '乙', '丙'),
  d0: fc.constantFrom(...DAYS).map((day) => dateValue(day as never)),
  d1: fc.constantFrom(...DAYS).map((day) => dateValue(day as never)),
  t0: fc.integer({ min: -30, max: 30 }).map((x) => new YearsMonths(x)),
  y0: fc.integer({ min: -200_000, max: 200_000 }).map((x) => new DaysTime(n(x))),
  l0: lists,
  l1: lists,
}

/** One row: about a third of the facts missing, a null now and then. */
export const rows: fc.Arbitrary<Row> = fc.record(
  Object.fromEntries(
    FACTS.map((fact) => {
      const known = KNOWN[fact.name] ?? fc.constant(null)
      const parts = [
        { arbitrary: known as fc.Arbitrary<Value | undefined>, weight: 6 },
        { arbitrary: fc.constant(undefined), weight: 3 },
      ]
      if (fact.type.nullable) parts.push({ arbitrary: fc.constant(null), weight: 2 })
      return [fact.name, fc.oneof(...parts)]
    }),
  ),
)

type Kind = 'bool' | 'num' | 'money' | 'share' | 'text' | 'date' | 'months' | 'days' | 'list'
type Text = fc.Arbitrary<string>
type Ties = Readonly<Record<Kind, Text>>

const ROUNDINGS = ['decimal', 'round up', 'round down', 'round half up', 'round half down']

const form = (parts: readonly Text[], make: (...parts: string[]) => string): Text =>
  fc.tuple(...parts).map((found) => make(...found))
const pick = (...words: string[]): Text => fc.constantFrom(...words)
const order = pick('=', '!=', '<', '<=', '>', '>=')
const pair = (p: string, op: string, q: string) => `(${p} ${op} ${q})`
const choice = (test: Text, of: Text): Text =>
  form([test, of, of], (p, q, r) => `(if ${p} then ${q} else ${r})`)
const extreme = (of: Text): Text =>
  fc.oneof(
    form([pick('min', 'max'), of, of], (f, p, q) => `${f}(${p}, ${q})`),
    form([pick('min', 'max'), of, of, of], (f, p, q, r) => `${f}([${p}, ${q}, ${r}])`),
  )
const shallow = { depthSize: 'xsmall', withCrossShrink: true } as const

function truths({ bool: b, num: x, money: a, text: s, date: d, months: t, days: y }: Ties): Text {
  return fc.oneof(
    shallow,
    pick('b0', 'b1', 'k1', 'true', 'false', 'null', 'v2'),
    form([b, pick('and', 'or'), b], pair),
    form([b, b, b], (p, q, r) => `(${p} and ${q} and ${r})`),
    form([b], (p) => `not(${p})`),
    ...[x, a, s, d, t, y].map((of) => form([of, order, of], pair)),
    form([x, order, pick('0', '1', '2.5', '-3', '1/3', '100')], pair),
    form([a, order, pick('0', '5万元', '0.01元', '-3元')], pair),
    form([pick('n0', 'n3', 'd1', 's0', 'b1', 'm0', 'n2'), pick('=', '!=')], (p, op) => {
      return `(${p} ${op} null)`
    }),
    form([pick('b0', 'b1'), pick('=', '!='), b], pair),
    form([pick('all', 'any'), b, b], (f, p, q) => `${f}([${p}, ${q}])`),
    form([pick('all', 'any'), b, b], (f, p, q) => `${f}(${p}, ${q})`),
    choice(b, b),
  )
}

function memberships({ num: x, text: s, date: d, list: l }: Ties): Text {
  return fc.oneof(
    shallow,
    form([x, x, x], (p, q, r) => `(${p} between ${q} and ${r})`),
    form([d, d, d], (p, q, r) => `(${p} between ${q} and ${r})`),
    form([x, pick('[', '('), x, x, pick(']', ')')], (p, i, q, r, j) => {
      return `(${p} in ${i}${q}..${r}${j})`
    }),
    form([d, d, d], (p, q, r) => `(${p} in [${q}..${r}])`),
    form([x, x, x, x], (p, q, r, u) => `(${p} in (${q}, > ${r}, [${u}..9]))`),
    form([x, x], (p, q) => `(${p} in [${q}, 1, 2.5])`),
    form([s, s], (p, q) => `(${p} in ("甲", ${q}))`),
    form([s], (p) => `(${p} in ["甲", "乙", null])`),
    form([pick('s0', 'e0', 'null')], (p) => `(${p} in ("甲", "丙"))`),
    form([s], (p) => `(${p} in v4)`),
    form([x], (p) => `(${p} in (? > 3 and ? != 5))`),
    form([s, l], (p, q) => `(${p} in ${q})`),
    form([l, s], (p, q) => `list contains(${p}, ${q})`),
    form([s, s], (p, q) => `list contains([${p}, "甲"], ${q})`),
    form([pick('contains', 'starts with', 'ends with'), s, s], (f, p, q) => `${f}(${p}, ${q})`),
  )
}

function numbersOf({ bool: b, num: x, text: s, date: d, months: t, days: y, list: l }: Ties): Text {
  const rounding = pick(...ROUNDINGS)
  return fc.oneof(
    shallow,
    pick('n0', 'n1', 'n2', 'n3', '0', '1', '2', '0.5', 'v0', 'v1', 'v2', 'v3'),
    form([x, pick('+', '-', '*'), x], pair),
    form([x, pick('2', '-8', '0', '1000', '12')], (p, q) => `(${p} / ${q})`),
    form([x], (p) => `-${p}`),
    form([pick('abs', 'floor', 'ceiling'), x], (f, p) => `${f}(${p})`),
    form([rounding, x, pick('0', '1', '2', '-1')], (f, p, q) => `${f}(${p}, ${q})`),
    form([rounding, x, x, pick('0', '2', '-2')], (f, p, q, r) => `${f}(${p} / ${q}, ${r})`),
    form([pick('sum', 'mean'), x, x], (f, p, q) => `${f}(${p}, ${q})`),
    form([pick('sum', 'mean', 'min', 'max'), x], (f, p) => `${f}(${p})`),
    form([pick('sum', 'mean', 'min', 'max'), x], (f, p) => `${f}([${p}])`),
    form([x, x], (p, q) => `modulo(${p}, ${q})`),
    form([s], (p) => `string length(${p})`),
    form([l], (p) => `count(${p})`),
    form([d, pick('year', 'month', 'day', 'weekday')], (p, q) => `${p}.${q}`),
    form([t, pick('years', 'months')], (p, q) => `${p}.${q}`),
    form([y, pick('days', 'hours', 'minutes', 'seconds')], (p, q) => `(${p}).${q}`),
    form([t, t], (p, q) => `(${p} / ${q})`),
    extreme(x),
    choice(b, x),
  )
}

function amounts({ bool: b, money: a }: Ties): Text {
  return fc.oneof(
    shallow,
    pick('m0', 'm1', 'k0', 'k2', '5万元', '100元', '0.01元'),
    form([a, pick('+', '-'), a], pair),
    form([a, pick('10%', '3', '0.5', 'n2', 'n1')], (p, q) => `(${p} * ${q})`),
    extreme(a),
    choice(b, a),
  )
}

/** Amounts that are shares of others: quotients, which SQL carries to the end undivided. */
function shares({ bool: b, money: a }: Ties): Text {
  // Their parts are short: each stands many times in the text of a query.
  const part = pick('m0', 'm1', '5万元', '(m0 + m1)', '(m1 * 3)')
  const share = fc.oneof(
    form([part, pick('3', '12', 'n2', 'n3')], (p, q) => `(${p} / ${q})`),
    form([part, pick('n0', 'n2'), pick('n2', 'n1')], (p, q, r) => `(${p} * ${q} / ${r})`),
  )
  return fc.oneof(
    share,
    form([pick('min', 'max'), share, fc.oneof(part, a)], (f, p, q) => `${f}(${p}, ${q})`),
    form([pick('min', 'max'), share, share], (f, p, q) => `${f}(${p}, ${q})`),
    form([b, share, part], (p, q, r) => `(if ${p} then ${q} else ${r})`),
    form([share], (p) => `-(${p} * 100)`),
  )
}

function spans({ bool: b, num: x, money: a, date: d, months: t, days: y }: Ties) {
  const steps = pick('+ 1个月', '- 1年', '+ 15日', '- 30日', '+ t0', '- y0', '+ @"PT36H"')
  return {
    date: fc.oneof(
      shallow,
      pick('d0', 'd1', '今日', '@"2024-02-29"'),
      form([d, steps], (p, q) => `(${p} ${q})`),
      extreme(d),
      choice(b, d),
    ),
    months: fc.oneof(
      shallow,
      pick('t0', '3个月', '2年'),
      form([d, d], (p, q) => `years and months duration(${p}, ${q})`),
      form([t, pick('+', '-'), t], pair),
      form([t, pick('* 2', '* 1.5', '/ 3', '/ n2')], (p, q) => `(${p} ${q})`),
      choice(b, t),
    ),
    days: fc.oneof(
      shallow,
      pick('y0', '15日', '@"PT36H"'),
      form([d, d], (p, q) => `(${p} - ${q})`),
      form([y, pick('+', '-'), y], pair),
      form([y], (p) => `abs(${p})`),
      choice(b, y),
    ),
    ratio: fc.oneof(
      form([x, x], (p, q) => `(${p} / ${q})`),
      form([a, a], (p, q) => `(${p} / ${q})`),
    ),
  }
}

/** Formulas as text, by the type they are meant to have. */
const grammar = fc.letrec<Record<Kind, string>>((tie) => {
  const kinds = ['bool', 'num', 'money', 'share', 'text', 'date', 'months', 'days', 'list'] as const
  const ties = Object.fromEntries(kinds.map((kind) => [kind, tie(kind)])) as Ties
  const { ratio, ...rest } = spans(ties)
  const compared = form([ratio, order, pick('0', '5%', '1/3', 'n1', '2')], pair)
  return {
    ...rest,
    bool: fc.oneof(shallow, truths(ties), memberships(ties), compared),
    num: numbersOf(ties),
    money: amounts(ties),
    share: shares(ties),
    text: fc.oneof(
      shallow,
      pick('s0', '"甲"', '"乙"', '""', '"𠮷"'),
      form([ties.text, ties.text], (p, q) => `(${p} + ${q})`),
      extreme(ties.text),
      choice(ties.bool, fc.oneof(ties.text, pick('e0'))),
    ),
    list: pick('l0', 'l1', 'v4'),
  }
})

/** One formula, as text and as a tree, its result rounded as an amount now and then. */
export interface Made {
  readonly text: string
  readonly formula: SqlFormula
}

const made = (text: fc.Arbitrary<string>, round?: 'money'): fc.Arbitrary<Made> =>
  text.map((written) => ({ text: written, formula: formula(written, round) }))

export const formulas: fc.Arbitrary<Made> = fc.oneof(
  { arbitrary: made(grammar.bool), weight: 6 },
  { arbitrary: made(grammar.money, 'money'), weight: 2 },
  { arbitrary: made(grammar.share, 'money'), weight: 2 },
  { arbitrary: made(grammar.num), weight: 3 },
  { arbitrary: made(grammar.num, 'money'), weight: 1 },
  {
    arbitrary: made(fc.oneof(grammar.text, grammar.date, grammar.months, grammar.days)),
    weight: 2,
  },
)

/** A value of a missing fact, as far as it is declared. */
export function missing({ name, type, low }: TestFact): Value {
  const numeric = (type.kind === 'number' || type.kind === 'money') && !type.nullable
  if (!numeric) return unknown([name])
  return low ? unknown([name], { low }) : unknown([name], {})
}
