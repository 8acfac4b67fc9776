import { describe, expect, test } from 'vitest'
import { compute, rows, say, tree } from '../test/support.ts'
import { BUILTIN_NAMES, POLICY_BUILTIN_NAMES } from './builtin-names.ts'
import { BUILTINS, evaluate, FeelDateTime } from './index.ts'
import { parseDateTime } from './temporal.ts'

const TABLES: Readonly<Record<string, string>> = {
  conversions: `
    not(true) => false
    not(null) => null
    not(1) => null
    number("1,000.5", ",", ".") => 1000.5
    number("1.000,5", ".", ",") => 1000.5
    number("1 000", " ") => 1000
    number("-1e3") => -1000
    number("1.5.2") => null
    number("1,000") => null
    number("1", ".", ".") => null
    number(from: "5", grouping separator: null, decimal separator: null) => 5
    string(1.50) => "1.5"
    string(null) => null
    string([1, "a", @"2024-03-01"]) => "[1, \\"a\\", 2024-03-01]"
    string({甲: 1, 乙: [true]}) => "{甲: 1, 乙: [true]}"
    string([1..2)) => "[1..2)"
    string(@"P1Y2M") => "P1Y2M"
    string(@"-P1DT2H") => "-P1DT2H"
    boolean("true") => true
    boolean("yes") => null
    boolean(0) => false
    is(1, 1.0) => true
    is(1, "1") => false
    is(@"10:00:00Z", @"10:00:00+00:00") => true
    is(@"2024-03-01T10:00:00Z", @"2024-03-01T11:00:00+01:00") => false
    is(value1: 1) => false
  `,
  text: `
    substring("foobar", 3) => "obar"
    substring("foobar", 3, 3) => "oba"
    substring("foobar", -2, 1) => "a"
    substring("\\U01F40Eab", 2) => "ab"
    substring("甲乙", 3) => null
    substring("甲乙", 0) => null
    string length("\\U01F40Ea") => 2
    string length(["甲"]) => 1
    string length(["甲", "乙"]) => null
    upper case("aÄ") => "AÄ"
    lower case("AÄ") => "aä"
    substring before("foobar", "bar") => "foo"
    substring before("foobar", "x") => ""
    substring after("foobar", "ob") => "ar"
    substring after("foobar", "x") => ""
    contains("foobar", "ob") => true
    contains(string: "foobar", match: "of") => false
    starts with("foobar", "fo") => true
    ends with("foobar", "r") => true
    matches("foobar", "^fo*b") => true
    matches("A", "a", "i") => true
    matches("a b", "a b", "x") => false
    matches("a\\nb", "a.b") => false
    matches("a\\nb", "a.b", "s") => true
    matches("a\\nb", "^b$", "m") => true
    matches("a.b", "a.b", "q") => true
    matches("axb", "a.b", "q") => false
    matches("b", "[a-z-[aeiou]]") => true
    matches("e", "[a-z-[aeiou]]") => false
    matches("中", "\\\\p{IsCJKUnifiedIdeographs}") => true
    matches("1", "\\\\P{IsBasicLatin}") => false
    matches("a-b", "[a\\\\-b]+") => true
    matches("a#b", "a[#!&]b") => true
    matches("_a1", "^\\\\i\\\\c*$") => true
    matches("a", "[") => null
    matches("a", "a", "y") => null
    matches("a", "(?=a)") => null
    matches("aa", "(a)\\\\1") => true
    replace("banana", "a", "o") => "bonono"
    replace("abracadabra", "(a)(b)", "[$2$1]") => "[ba]racad[ba]ra"
    replace("abc", "b", "\\\\$") => "a$c"
    replace("abc", "b", "$") => null
    replace("abc", "x*", "y") => null
    replace("a.c", ".", "-", "q") => "a-c"
    replace("a1", "(a)(1)?", "$2$1$0") => "1aa1"
    split("甲；乙；；丙", "；") => ["甲", "乙", "", "丙"]
    split("a1b22c", "\\\\d+") => ["a", "b", "c"]
    string join(["a", null, "b"], "-") => "a-b"
    string join(["a", "b"]) => "ab"
    string join([]) => ""
  `,
  lists: `
    list contains([1, 2], 2) => true
    list contains([1, null], null) => true
    list contains([1], "1") => false
    count([]) => 0
    count([1, null]) => 2
    count(5) => 1
    count(null) => null
    min(3, 1, 2) => 1
    min([]) => null
    min("b", "a") => "a"
    max([@"2024-01-01", @"2024-02-01"]) => 2024-02-01
    max(1, "a") => null
    max([1, null]) => null
    sum(1, 2) => 3
    sum([]) => null
    sum([1, "a"]) => null
    mean([1, 2]) => 1.5
    median([4, 1, 3, 2]) => 2.5
    median([3, 1, 2]) => 2
    median([]) => null
    stddev(2, 4, 7, 5) => 2.081665999466132735282297706979931
    stddev([1]) => null
    mode([6, 3, 9, 6, 6]) => [6]
    mode(1, 2, 2, 1, 3) => [1, 2]
    mode([]) => []
    all([true, null]) => null
    all([true, null, false]) => false
    all([]) => true
    any([false, null, true]) => true
    any([false, 0]) => null
    any(false) => false
    product([2, 3, 4]) => 24
    sublist([4, 5, 6], 2) => [5, 6]
    sublist([4, 5, 6], 1, 2) => [4, 5]
    sublist([4, 5, 6], -2, 1) => [5]
    sublist([4], 2) => null
    append([1], 2, 3) => [1, 2, 3]
    concatenate([1], [2, 3]) => [1, 2, 3]
    insert before([1, 3], 2, 2) => [1, 2, 3]
    insert before([1, 3], 0, 2) => null
    remove([1, 2, 3], 2) => [1, 3]
    remove([1, 2, 3], -1) => [1, 2]
    list replace([1, 2], 1, 5) => [5, 2]
    list replace([1, 2, 3], function(item, newItem) item > 1, 5) => [1, 5, 5]
    reverse([1, 2]) => [2, 1]
    index of([1, 2, 1], 1) => [1, 3]
    union([1, 2], [2, 3]) => [1, 2, 3]
    distinct values([1, 2, 1.0, null, null]) => [1, 2, null]
    flatten([[1, [2]], 3]) => [1, 2, 3]
    sort([3, 1, 2]) => [1, 2, 3]
    sort(list: ["b", "a"], precedes: function(x, y) x < y) => ["a", "b"]
    sort([1, "a"]) => null
  `,
  numbers: `
    decimal(1 / 3, 2) => 0.33
    decimal(2.5, 0) => 2
    decimal(1.5, 0) => 2
    decimal(1250, -2) => 1200
    decimal(1, 9999) => null
    floor(-1.5) => -2
    floor(1.56, 1) => 1.5
    ceiling(1.2) => 2
    round up(-5.5, 0) => -6
    round down(-5.9, 0) => -5
    round half up(5.5, 0) => 6
    round half up(-1.125, 2) => -1.13
    round half down(5.5, 0) => 5
    abs(-10) => 10
    abs(@"-P1D") => P1D
    abs(@"-P1Y") => P1Y
    modulo(-12, 5) => 3
    modulo(12, -5) => -3
    modulo(10.1, 4.5) => 1.1
    modulo(1, 0) => null
    sqrt(16) => 4
    sqrt(-1) => null
    log(0) => null
    decimal(log(10), 5) => 2.30259
    decimal(exp(1), 5) => 2.71828
    exp(0) => 1
    odd(5) => true
    odd(-5) => true
    even(-2) => true
    even(1.5) => false
    floor("1") => null
  `,
  dates: `
    date("2024-02-29") => 2024-02-29
    date("2023-02-29") => null
    date("2024-2-9") => null
    date(2024, 2, 29) => 2024-02-29
    date(2024, 13, 1) => null
    date(@"2024-02-29T10:00:00Z") => 2024-02-29
    date(year: 2024, month: 3, day: 1) => 2024-03-01
    time("10:30:05.5+08:00") => 10:30:05.5+08:00
    time("25:00:00") => null
    time(10, 30, 0) => 10:30:00
    time(10, 30, 5.5, @"PT8H") => 10:30:05.5+08:00
    time(@"2024-03-01T10:00:00@Asia/Shanghai") => 10:00:00@Asia/Shanghai
    time("10:00:00@Nowhere/City") => null
    date and time("2024-03-01T10:00:00") => 2024-03-01T10:00:00
    date and time("2024-03-01T24:00:00") => 2024-03-02T00:00:00
    date and time(@"2024-03-01", @"10:00:00Z") => 2024-03-01T10:00:00Z
    date and time(2024, 3, 1, 10, 30, 0) => 2024-03-01T10:30:00
    date and time(2024, 3, 1, 10, 30, 0, "Asia/Shanghai") => 2024-03-01T10:30:00@Asia/Shanghai
    date and time(2024, 3, 1, 10, 30, 0, @"-PT5H") => 2024-03-01T10:30:00-05:00
    duration("P1Y2M") => P1Y2M
    duration("P1DT2H3M4.5S") => P1DT2H3M4.5S
    duration("P1M1D") => null
    duration("P") => null
    years and months duration(@"2023-05-10", @"2024-05-09") => P11M
    years and months duration(@"2024-05-09", @"2023-05-10") => -P11M
    years and months duration(@"2023-05-10", @"2024-05-10T00:00:00") => P1Y
    day of week(@"2024-03-01") => "Friday"
    month of year(@"2024-03-01") => "March"
    day of year(@"2024-12-31") => 366
    week of year(@"2021-01-03") => 53
    now() => null
    today() => null
  `,
  contexts: `
    get value({甲: 1}, "甲") => 1
    get value({甲: 1}, "乙") => null
    get entries({甲: 1}) => [{key: "甲", value: 1}]
    context([{key: "甲", value: 1}, {key: "乙", value: null}]) => {甲: 1, 乙: null}
    context([{key: "甲", value: 1}, {key: "甲", value: 2}]) => null
    context put({甲: 1}, "乙", 2) => {甲: 1, 乙: 2}
    context put({甲: {乙: 1}}, ["甲", "丙"], 2) => {甲: {乙: 1, 丙: 2}}
    context put({甲: 1}, [], 2) => null
    context merge([{甲: 1, 乙: 1}, {乙: 2}]) => {甲: 1, 乙: 2}
  `,
  ranges: `
    before(1, 10) => true
    before([1..5], 5) => false
    before([1..5), 5) => true
    before([1..5), [5..9]) => true
    before((< 5), 5) => true
    after([5..10], [1..5)) => true
    after((5..10], 5) => true
    meets([1..5], [5..10]) => true
    meets([1..5), [5..10]) => false
    met by([5..10], [1..5]) => true
    overlaps([1..5], [5..9]) => true
    overlaps([1..5), [5..9]) => false
    overlaps((< 5), (> 3)) => true
    overlaps before([1..5], [3..9]) => true
    overlaps before([1..5], [1..9]) => false
    overlaps after([3..9], [1..5]) => true
    finishes(5, [1..5]) => true
    finishes([3..5], [1..5]) => true
    finished by([1..5], 5) => true
    includes([1..5], 5) => true
    includes([1..5), 5) => false
    includes([1..9], [2..3]) => true
    during(5, [1..5]) => true
    during([1..9], [2..3]) => false
    starts([1..3], [1..5]) => true
    starts(1, (1..5]) => false
    started by([1..5], 1) => true
    coincides([1..5], [1..5]) => true
    coincides(3, 3) => true
    coincides([1..5], [1..5)) => false
    before(1, "a") => null
    before(null, 1) => null
    during("b", ["a".."c"]) => true
    range("[1..3)") => [1..3)
    range("]@\\"P1D\\"..@\\"P2D\\"]") => (P1D..P2D]
    range("[3..1]") => null
    range("[1..\\"a\\"]") => null
    range("[date(\\"2024-01-01\\")..date(\\"2024-02-01\\")]") => [2024-01-01..2024-02-01]
    range("[sum(1)..2]") => null
  `,
  policy: `
    分摊(100元, [1/4, 3/4]) => [25, 75]
    分摊(总额: 0.03元, 比例: [0.5, 0.5]) => [0.02, 0.01]
  `,
}

describe.each(Object.entries(TABLES))('%s', (_, table) => {
  test.each(rows(table))('%s', (text, expected) => {
    expect(say(compute(text))).toBe(expected)
  })
})

test('every builtin is shown by a row', () => {
  const all = Object.values(TABLES).join('\n')
  const unshown = BUILTINS.filter(({ name }) => !new RegExp(`(?:^|\\n) *${name}\\(`).test(all))
  expect(unshown.map(({ name }) => name)).toEqual([])
})

test('the parser knows the same names as the table', () => {
  const standard = BUILTINS.filter((builtin) => !builtin.policyOnly)
  expect([...BUILTIN_NAMES].sort()).toEqual(standard.map(({ name }) => name).sort())
  expect([...POLICY_BUILTIN_NAMES].sort()).toEqual(BUILTINS.map(({ name }) => name).sort())
})

test('every builtin says in both languages what it means', () => {
  for (const { meaning, name } of BUILTINS) {
    expect(meaning.zh, name).not.toBe('')
    expect(meaning.en, name).not.toBe('')
  }
})

test('now and today are what the caller says', () => {
  const now = parseDateTime('2024-03-01T10:00:00@Asia/Shanghai')
  if (!(now instanceof FeelDateTime)) throw new Error('no moment')
  const lookup = () => undefined
  expect(say(evaluate(tree('now()'), { lookup }, { now }))).toBe(
    '2024-03-01T10:00:00@Asia/Shanghai',
  )
  expect(say(evaluate(tree('today()'), { lookup }, { now }))).toBe('2024-03-01')
})

test('a name in scope hides a builtin', () => {
  expect(say(compute('(function(count) count + 1)(5)'))).toBe('6')
})
