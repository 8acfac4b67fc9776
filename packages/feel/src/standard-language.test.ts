import { Decimal, type Text } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { compute, rows, say, tree } from '../test/support.ts'
import { evaluate, parse, type Value } from './index.ts'

/** Expressions as DMN 1.5 §10.3.2 has them, written from its text. */

const TABLES: Readonly<Record<string, string>> = {
  loops: `
    for i in 0..4 return i => [0, 1, 2, 3, 4]
    for i in 4..0 return i => [4, 3, 2, 1, 0]
    for i in 0..0 return i => [0]
    for i in 1 return i => [1]
    for i in null return i => null
    for i in [1..3] return i => [1, 2, 3]
    for i in (1..4) return i => [2, 3]
    for i in [3..1] return i => [3, 2, 1]
    for i in @"1980-01-01"..@"1980-01-03" return i => [1980-01-01, 1980-01-02, 1980-01-03]
    for i in @"1980-01-03"..@"1980-01-01" return i => [1980-01-03, 1980-01-02, 1980-01-01]
    for i in [@"1980-01-01"..@"1980-01-03"] return i => [1980-01-01, 1980-01-02, 1980-01-03]
    for i in "a".."b" return i => null
    for i in @"10:00:00"..@"11:00:00" return i => null
    for i in {a: 1} return i.a => [1]
    for i in 0..2, j in 0..i return i + j => [0, 1, 2, 2, 3, 4]
    for i in 0..4 return if i = 0 then 1 else i * partial[-1] => [1, 1, 2, 6, 24]
    for i in 1..3 return partial => [[], [[]], [[], [[]]]]
    for i in [1, 2], j in ["a", "b"] return string(i) + j => ["1a", "1b", "2a", "2b"]
    for x in [[1, 2], [3]], y in x return y => [1, 2, 3]
    for i in 1..2, j in null return i => null
    for i in null, j in 1..2 return i => null
    for i in 1.5..3 return i => [1.5, 2.5]
    for i in [1.5..3] return i => [1.5, 2.5]
    some i in [1, 2] satisfies i > 1 => true
    some i in [] satisfies i > 1 => false
    every i in [] satisfies i > 1 => true
    some i in [1, 2], j in [2, 3] satisfies i = j => true
    every i in [1, 2], j in [2, 3] satisfies i < j => false
    some i in null satisfies true => null
    every i in null satisfies true => null
    some i in 5 satisfies i = 5 => true
    some i in 1..3 satisfies i = 2 => true
    every i in [1, "a"] satisfies i > 0 => null
    some i in [1, "a"] satisfies i > 0 => true
    every i in ["a", 1] satisfies i > 5 => false
    every i in [true] satisfies "x" => null
    for i in date("300000-12-31")..date("300001-01-01") return i => [300000-12-31, 300001-01-01]
    for i in (!=10) return i => null
    for i in [1, 2] return for j in [3] return i * j => [[3], [6]]
    for i in [[1, 2], [3]] return sum(i) => [3, 3]
    for x in 1..2, y in x..3 return y => [1, 2, 3, 2, 3]
    for i in @"2020-02-28"..@"2020-03-01" return day of week(i) => ["Friday", "Saturday", "Sunday"]
    for i in [@"2020-01-01T00:00:00"..@"2020-01-02T00:00:00"] return i => null
    for my item in [1, 2] return my item + 1 => [2, 3]
    some x in [1, 2], y in [x, 3] satisfies x + y = 4 => true
    every x in [{a: 1}] satisfies x.a = 1 => true
    some x in [] satisfies 1 => false
    every x in [null] satisfies x => null
  `,
  functions: `
    (function(x) x + 1)(2) => 3
    {f: function(a, b) a + b, r: f(1, 2)}.r => 3
    {f: function(a, b) a + b, r: f(b: 1, a: 2)}.r => 3
    {f: function(a, b) a + b, r: f(1)}.r => null
    {f: function(n: number) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r => 120
    {f: function(x) function(y) x + y, r: f(1)(2)}.r => 3
    {f: function(x: string) x, r: f(1)}.r => null
    {f: function(x: number) x, r: f([1])}.r => 1
    {f: function(x: list<number>) x, r: f(1)}.r => [1]
    {f: function(x: date and time) x, r: f(@"2020-01-01")}.r => 2020-01-01T00:00:00Z
    (function() 5)() => 5
    (function(external) external)(5) => 5
    {f: function(x: list<date and time>) x, r: f(@"2020-01-01")}.r => null
    {f: function(my param) my param + 1, r: f(my param: 1)}.r => 2
    {f: function(a: list<number>) sum(a), r: f([1, 2])}.r => 3
    {f: function(a: context<x: number>) a.x, r: f({x: 1})}.r => 1
    {f: function(a: number) a, r: f(null)}.r => null
    {f: function(g) g(2), r: f(function(x) x * 3)}.r => 6
    {f: abs, r: f(-1)}.r => 1
    (function(x, y) x)(1, 2, 3) => null
    [1, 2][2](1) => null
    5(1) => null
  `,
  types: `
    1 instance of number => true
    null instance of Any => false
    null instance of number => false
    null instance of Null => true
    1 instance of Any => true
    "a" instance of string => true
    @"2020-01-01" instance of date => true
    @"2020-01-01T10:00:00" instance of date and time => true
    @"P1Y" instance of years and months duration => true
    @"P1D" instance of days and time duration => true
    @"P1D" instance of duration => null
    [1, 2] instance of list<number> => true
    [1, "a"] instance of list<number> => false
    [1, null] instance of list<number> => true
    [] instance of list<number> => true
    [1] instance of list => true
    {a: 1} instance of context<a: number> => true
    {a: 1, b: 2} instance of context<a: number> => true
    {b: 2} instance of context<a: number> => false
    {a: 1} instance of context => true
    (function(x: number) x) instance of function<number> -> number => true
    (function(x) x) instance of function => true
    [1..5] instance of range<number> => true
    [1..5] instance of range<string> => false
    1 instance of foo => null
    today() instance of date => false
    @"300000-01-01" instance of date => true
    now() instance of date and time => false
    1 instance of string => false
    [1] instance of list<Any> => true
    [[1]] instance of list<list<number>> => true
    {a: "x"} instance of context<a: number> => false
    {a: null} instance of context<a: number> => true
    @"10:00:00" instance of time => true
    [@"2020-01-01"..@"2020-01-02"] instance of range<date> => true
    abs instance of function<number> -> number => true
    abs instance of function => true
    (function() 1) instance of function<> -> number => true
  `,
  tests: `
    5 between 1 and 10 => true
    5 between 6 and 10 => false
    5 between null and 10 => null
    null between 1 and 10 => null
    @"2020-01-02" between @"2020-01-01" and @"2020-01-03" => true
    5 between "a" and 10 => null
    5 between 10 and 1 => false
    1 between 1 and 1 and true => true
    @"PT1H" between @"PT0S" and @"PT2H" => true
    0 between "a" and -1 => false
    is(1, 1) => true
    is("a", 1) => false
    is(null, null) => true
    is([1], 1) => false
    is(@"2020-01-01", @"2020-01-01T00:00:00") => false
    is(@"10:00:00Z", @"10:00:00@Etc/UTC") => false
    is(@"P0Y", @"PT0S") => false
    is(@"P12M", @"P1Y") => true
    is(value1: 1, value2: 1) => true
    is() => false
    5 in [1..5] => true
    5 in (1..5) => false
    5 in > 3 => true
    5 in (> 3, < 2) => true
    5 in (1, 2, 5) => true
    5 in [1, 2, 5] => true
    5 in ([1..3], [4..6]) => true
    5 in [[1..3], [4..6]] => true
    null in [1..5] => null
    1 in 1 => true
    1 in null => null
    [1, 2] in [[1, 2], [3]] => true
    [1] in [1] => true
    1 in [] => false
    @"2020-01-01" in [@"2019-01-01"..@"2021-01-01"] => true
    {a: 1} in {a: 1} => true
    1 in (2, null) => null
    1 in not(2) => null
    1 in ? > 0 => null
    [1..5] in [1..5] => null
    is(@"300000-01-01", @"300000-01-01") => true
    1 in (<= 1, >= 5) => true
    1 in < 2 => true
    {a: 1} in [{a: 1}] => true
    @"10:00:00" in [@"09:00:00"..@"11:00:00"] => true
    5 in (1..5] => true
    5 in ]1..5[ => false
    1 in "a" => false
    null in null => true
    null in [null] => true
  `,
  'the rest': `
    2 * @"PT1H" => PT2H
    2 ** 3 ** 2 => 64
    -2 ** 2 => 4
    2 ** -1 => 0.5
    2 ** 0.5 => 1.414213562373095048801688724209698
    1/0 => null
    1 + null => null
    1 = 1.0 => true
    1 = "1" => null
    null = null => true
    1 = null => false
    1 != null => true
    null != null => false
    [1, 2] = [1, 2] => true
    [1, 2] = [2, 1] => false
    {a: 1, b: 2} = {b: 2, a: 1} => true
    {a: 1} = {a: 2} => false
    1 < null => null
    [1] = 1 => true
    [1, 2, 3][2] => 2
    [1, 2, 3][-1] => 3
    [1, 2, 3][0] => null
    [1, 2, 3][4] => null
    [1, 2, 3][item > 1] => [2, 3]
    [{a: 1}, {a: 2}][a = 2] => [{a: 2}]
    [{a: 1}, {a: 2}].a => [1, 2]
    [{a: 1}, {b: 2}].a => [1, null]
    [{item: 1}, {item: 2}][item > 1] => [{item: 2}]
    1[1] => 1
    1[2] => null
    null[1] => null
    5[item > 3] => [5]
    {a: 1}.b => null
    {a: 1, b: a + 1}.b => 2
    {a b: 1, c: a b + 1}.c => 2
    {"a+b": 1, c: a+b}.c => 1
    /* a */ 1 /* b */ + 2 => 3
    if true then 1 else 2 => 1
    if "x" then 1 else 2 => 2
    if null then 1 else 2 => 2
    if 1 > 0 then if false then 1 else 2 else 3 => 2
    {external: 1}.external => 1
    1 + 2 * 3 => 7
    (1 + 2) * 3 => 9
    10 - 3 - 2 => 5
    1 / 3 => 0.3333333333333333333333333333333333
    0.1 + 0.2 => 0.3
    1 - -1 => 2
    --1 => 1
    -(1) => -1
    2 * "a" => null
    [1, 2] < [1, 3] => null
    [] = [] => true
    [1, null] = [1, null] => true
    {} = {} => true
    {a: null} = {} => false
    [1..2] = [1..2] => true
    [1..2] = (1..2) => false
    if false then 1 else if true then 2 else 3 => 2
    [1, 2, 3][item >= 2][1] => 2
    [1, 2, 3][1.5] => null
    [1, 2, 3]["a"] => []
    [[1, 2], [3]][1][2] => 2
    [{a: [1, 2]}, {a: [3]}].a => [[1, 2], [3]]
    [{x: 1, y: 2}, {x: 2, y: 1}][x > y].x => [2]
    {a: [1, 2]}.a[1] => 1
    {} => {}
    {if then: 1}.if then => 1
    {"": 1} => {"": 1}
    {a: {b: {c: 5}}}.a.b.c => 5
    {my name: 2, r: my name * 2}.r => 4
    {a-b: 5, r: a-b}.r => 5
    {a: 5, b: 3, r: a-b}.r => 2
    {x and y: 5, r: x and y}.r => 5
    /* a // b */ 1 // c => 1
  `,
}

describe.each(Object.entries(TABLES))('%s', (_, table) => {
  test.each(rows(table))('%s => %s', (text, expected) => {
    expect(say(compute(text, { mode: 'standard' }))).toBe(expected)
  })
})

test('functions of other languages are read, and are null with a reason when called', () => {
  const mapping = '{java: {class: "java.lang.Math", method signature: "cos(double)"}}'
  const text = `{cos: function(x: number) external ${mapping}, r: cos(123)}.r`
  const node = tree(text, { mode: 'standard' })
  const reasons: string[] = []
  const onError = (_: unknown, reason: Text) => reasons.push(reason.en)
  expect(evaluate(node, { lookup: () => undefined }, { mode: 'standard', onError })).toBe(null)
  expect(reasons).toEqual(['External functions are not run here: write the body in FEEL.'])
  expect(parse(text, { goal: 'expression', mode: 'policy' }).problems[0]?.code).toBe('F009')
})

test('tests that mention ? decide by themselves, others compare', () => {
  const cell = (text: string, input: Value) =>
    say(compute(text, { mode: 'standard', goal: 'unary-tests', input }))
  const five = new Decimal(5)
  const told = [
    ['-', 'true'],
    ['5', 'true'],
    ['< 5', 'false'],
    ['[1..5]', 'true'],
    ['1, 5', 'true'],
    ['not(5)', 'false'],
    ['not(1, 2)', 'true'],
    ['not(< 5, > 5)', 'true'],
    ['? > 4 and ? < 6', 'true'],
    ['odd(?)', 'true'],
    ['[1, 5]', 'true'],
    ['"5"', 'false'],
    ['null', 'null'],
  ]
  for (const [text = '', expected] of told)
    expect([text, cell(text, five)]).toEqual([text, expected])
  expect(cell('null', null)).toBe('true')
})
