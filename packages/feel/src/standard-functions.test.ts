import { describe, expect, test } from 'vitest'
import { compute, rows, say } from '../test/support.ts'
import type { Parameter } from './builtins.ts'
import { BUILTINS } from './index.ts'

/** Functions as DMN 1.5 tables 71 to 80 have them, written from its text. */

const TABLES: Readonly<Record<string, string>> = {
  logic: `
    not([true]) => false
    not(negand: false) => true
    not() => null
    not(true, false) => null
    not("a") => null
    not({}) => null
    not(@"2020-01-01") => null
    true and true => true
    true and "x" => null
    false and "x" => false
    "x" and false => false
    null and null => null
    true and [true] => null
    [false] or false => null
    true and not(false) => true
    all([true, false]) => false
    all([]) => true
    all(true, true) => true
    all(list: [true]) => true
    all([true, null]) => null
    all([false, null]) => false
    all(null) => null
    all() => null
    all(0) => null
    all([true, 1]) => null
    all([false, 1]) => false
    all([[true]]) => null
    any([]) => false
    any([null, true]) => true
    true > false => null
    true = true => true
    true < false => null
  `,
  numbers: `
    sqrt(16) => 4
    sqrt(number: 16) => 4
    sqrt(0) => 0
    sqrt(2) => 1.414213562373095048801688724209698
    sqrt(-1) => null
    sqrt("4") => null
    sqrt(null) => null
    sqrt() => null
    sqrt([4]) => 2
    sqrt(n: 4) => null
    odd(5) => true
    odd(number: 2) => false
    odd(-1) => true
    odd(0) => false
    odd(null) => null
    odd("1") => null
    odd(1.5) => false
    odd() => null
    even(2.5) => false
    number("1,000.50", ",", ".") => 1000.5
    number("1 000", " ", null) => 1000
    number(from: "1", grouping separator: null, decimal separator: null) => 1
    number("abc") => null
    number("") => null
    number(null) => null
    number("1,5", null, ",") => 1.5
    number("1", ";", ".") => null
    number("1.000.000,5", ".", ",") => 1000000.5
    number("1") => 1
    number(1) => 1
    modulo(-12, 5) => 3
    modulo(12, -5) => -3
    modulo(10.1, 4.5) => 1.1
    modulo(1, 0) => null
    decimal(1/3, 2) => 0.33
    decimal(2.5, 0) => 2
    decimal(1.115, 2.9) => 1.12
    decimal(1, null) => null
    floor(-1.56, 1) => -1.6
    ceiling(1.5) => 2
    round up(5.5, 0) => 6
    round half up(-5.5, 0) => -6
    round half down(-5.5, 0) => -5
    abs(@"-P1D") => P1D
    abs(-1) => 1
    exp(0) => 1
    log(1) => 0
    log(0) => null
    log(-1) => null
    floor(5.12, 2) => 5.12
    floor(n: -5.12, scale: 1) => -5.2
    floor("1") => null
    floor(null) => null
    floor(1, 6177) => null
    ceiling(-1.56, 1) => -1.5
    ceiling(n: 1.2) => 2
    decimal(n: 1.005, scale: 2) => 1
    decimal(12345, -2) => 12300
    decimal(1, 6177) => null
    decimal(1, -6112) => null
    decimal("1", 2) => null
    round up(n: -5.5, scale: 0) => -6
    round down(5.5, 0) => 5
    round down(-5.55, 1) => -5.5
    round half up(1.5) => null
    abs(n: -5) => 5
    abs(@"-P1Y") => P1Y
    abs("1") => null
    abs(null) => null
    modulo(dividend: 10, divisor: 3) => 1
    modulo(-10, -3) => -1
    modulo(null, 3) => null
    modulo("10", 3) => null
    exp(number: 1) => 2.718281828459045235360287471352662
    log(number: 10) => 2.302585092994045684017991454684364
    exp(null) => null
    even(number: 4) => true
    even(-2) => true
  `,
  aggregates: `
    median([8, 2, 5, 3, 4]) => 4
    median(8, 2, 5, 3, 4) => 4
    median([6, 1, 2, 3]) => 2.5
    median([]) => null
    median(list: [1]) => 1
    median(null) => null
    median() => null
    median([1, null]) => null
    median(["a"]) => null
    median([[1], [2]]) => null
    count([]) => 0
    count(1) => 1
    count(null) => null
    count([null]) => 1
    sum([1, 2]) => 3
    sum([]) => null
    sum(1, "a") => null
    min([]) => null
    min("a", "b") => "a"
    max(@"2020-01-01", @"2021-01-01") => 2021-01-01
    mean([1, 2, 3]) => 2
    mode([6, 3, 9, 6, 6]) => [6]
    mode([6, 1, 9, 6, 1]) => [1, 6]
    mode([]) => []
    mode(1, 2) => [1, 2]
    stddev(2, 4, 7, 5) => 2.081665999466132735282297706979931
    stddev([1]) => null
    product([2, 3]) => 6
    product([]) => null
    count(list: [1, 2]) => 2
    min(list: [2, 1]) => 1
    min(null) => null
    min(1, null) => null
    min([[1], [2]]) => null
    max("a", 1) => null
    max(@"PT1H", @"PT2H") => PT2H
    sum(list: [1]) => 1
    sum(null) => null
    sum([null]) => null
    mean([]) => null
    mean(list: [1, 2]) => 1.5
    mean("1") => null
    mode(list: [1, 1, 2]) => [1]
    mode(["a"]) => null
    mode(null) => null
    stddev(list: [1, 3]) => 1.414213562373095048801688724209698
    stddev([]) => null
    product(list: [2]) => 2
    product(["a"]) => null
  `,
  contexts: `
    context merge([{a: 1}, {b: 2}]) => {a: 1, b: 2}
    context merge([{a: 1}, {a: 2}]) => {a: 2}
    context merge(contexts: [{a: 1}]) => {a: 1}
    context merge({a: 1}) => {a: 1}
    context merge([]) => {}
    context merge(null) => null
    context merge([{a: 1}, null]) => null
    context merge([1]) => null
    context merge() => null
    context merge([{a: {b: 1}}, {a: {c: 2}}]) => {a: {c: 2}}
    context([{key: "a", value: 1}]) => {a: 1}
    context({key: "a", value: 1}) => {a: 1}
    context([{key: "a", value: 1}, {key: "a", value: 2}]) => null
    context([{key: "a"}]) => null
    context([{value: 1}]) => null
    context([]) => {}
    context(null) => null
    context([{key: "a", value: 1, other: 2}]) => {a: 1}
    context([{key: null, value: 1}]) => null
    get value({a: 1}, "a") => 1
    get value({a: 1}, "b") => null
    get entries({a: 1}) => [{key: "a", value: 1}]
    get entries({}) => []
    context put({a: 1}, "b", 2) => {a: 1, b: 2}
    context put({a: {b: 1}}, ["a", "b"], 2) => {a: {b: 2}}
    context put({}, ["a", "b"], 2) => null
    get value(m: {a: 1}, key: "a") => 1
    get value(null, "a") => null
    get value({a: 1}, null) => null
    get value({a: {b: 1}}, ["a", "b"]) => null
    get entries(m: {}) => []
    get entries(null) => null
    context(entries: [{key: "a", value: null}]) => {a: null}
    context put(context: {a: 1}, key: "a", value: 2) => {a: 2}
    context put(context: {a: 1}, keys: ["a"], value: 2) => {a: 2}
    context put({a: 1}, [], 2) => null
    context put({a: 1}, null, 2) => null
    context put(null, "a", 2) => null
    context put({a: 1}, "b", null) => {a: 1, b: null}
  `,
}

describe.each(Object.entries(TABLES))('%s', (_, table) => {
  test.each(rows(table))('%s => %s', (text, expected) => {
    expect(say(compute(text, { mode: 'standard' }))).toBe(expected)
  })
})

// Tables 71 to 80 of DMN 1.5: every function with the names of its parameters; `?` stands after
// those that may be left out, `...` after one that takes all that are left.
const SIGNATURES = `
  string(from)
  number(from)
  number(from, grouping separator?, decimal separator?)
  boolean(from)
  not(negand)
  is(value1?, value2?)
  substring(string, start position, length?)
  string length(string)
  upper case(string)
  lower case(string)
  substring before(string, match)
  substring after(string, match)
  contains(string, match)
  starts with(string, match)
  ends with(string, match)
  matches(input, pattern, flags?)
  replace(input, pattern, replacement, flags?)
  split(string, delimiter)
  string join(list, delimiter?)
  list contains(list, element)
  count(list)
  min(list) / min(list...)
  max(list) / max(list...)
  sum(list) / sum(list...)
  mean(list) / mean(list...)
  median(list) / median(list...)
  stddev(list) / stddev(list...)
  mode(list) / mode(list...)
  product(list) / product(list...)
  all(list) / all(list...)
  any(list) / any(list...)
  sublist(list, start position, length?)
  append(list, item...)
  concatenate(list...)
  insert before(list, position, newItem)
  remove(list, position)
  list replace(list, position, newItem) / list replace(list, match, newItem)
  reverse(list)
  index of(list, match)
  union(list...)
  distinct values(list)
  flatten(list)
  sort(list, precedes) / sort(list)
  decimal(n, scale)
  floor(n, scale?)
  ceiling(n, scale?)
  round up(n, scale)
  round down(n, scale)
  round half up(n, scale)
  round half down(n, scale)
  abs(n)
  modulo(dividend, divisor)
  sqrt(number)
  log(number)
  exp(number)
  odd(number)
  even(number)
  date(from) / date(year, month, day)
  time(from) / time(hour, minute, second, offset?)
  date and time(from) / date and time(date, time)
  date and time(year, month, day, hour, minute, second, offset?)
  date and time(year, month, day, hour, minute, second, timezone)
  duration(from)
  years and months duration(from, to)
  day of week(date)
  day of year(date)
  month of year(date)
  week of year(date)
  now()
  today()
  before(point1, point2) / before(point, range) / before(range, point) / before(range1, range2)
  after(point1, point2) / after(point, range) / after(range, point) / after(range1, range2)
  meets(range1, range2)
  met by(range1, range2)
  overlaps(range1, range2)
  overlaps before(range1, range2)
  overlaps after(range1, range2)
  finishes(point, range) / finishes(range1, range2)
  finished by(range, point) / finished by(range1, range2)
  includes(range, point) / includes(range1, range2)
  during(point, range) / during(range1, range2)
  starts(point, range) / starts(range1, range2)
  started by(range, point) / started by(range1, range2)
  coincides(point1, point2) / coincides(range1, range2)
  range(from)
  get value(m, key)
  get entries(m)
  context(entries)
  context put(context, key, value) / context put(context, keys, value)
  context merge(contexts)
`

function spelled(name: string, parameters: readonly Parameter[]): string {
  const parts = parameters.map((p) => `${p.name}${p.optional ? '?' : ''}${p.rest ? '...' : ''}`)
  return `${name}(${parts.join(', ')})`
}

describe('every function of the standard', () => {
  const standard = BUILTINS.filter((builtin) => !builtin.policyOnly)
  const ours = new Set(
    standard.flatMap((b) => b.signatures.map((s) => spelled(b.name, s.parameters))),
  )
  const theirs = new Set(
    SIGNATURES.split(/\n| \/ /)
      .map((line) => line.trim())
      .filter(Boolean),
  )

  test('has the parameters that the standard names, and there is no other', () => {
    expect([...ours].filter((line) => !theirs.has(line))).toEqual([])
    expect([...theirs].filter((line) => !ours.has(line))).toEqual([])
  })

  test.each(standard.map((b) => [b.name, b] as const))('%s makes something of nulls', (_, b) => {
    for (const { parameters } of b.signatures) {
      const nulls = parameters.map((p) => `${p.name}: null`)
      const values = [
        compute(`${b.name}(${nulls.map(() => 'null').join(', ')})`, { mode: 'standard' }),
        compute(`${b.name}(${nulls.join(', ')})`, { mode: 'standard' }),
      ]
      const known = parameters.length > 0 && !['is', 'append', 'concatenate'].includes(b.name)
      for (const value of values) if (known && b.name !== 'union') expect(value).toBe(null)
    }
  })
})
