import { describe, expect, test } from 'vitest'
import { compute, rows, say } from '../test/support.ts'

/** Functions on text, lists and ranges as DMN 1.5 tables 73, 75 and 78 have them. */

const TABLES: Readonly<Record<string, string>> = {
  text: `
    split("John Doe", "\\\\s") => ["John", "Doe"]
    split("a;b;c;;", ";") => ["a", "b", "c", "", ""]
    split(string: "a-b", delimiter: "-") => ["a", "b"]
    split(null, ";") => null
    split("a", null) => null
    split("a;b") => null
    split(1, ";") => null
    split("", ";") => [""]
    split("abc", "") => null
    split("foo bar", "[a-z]") => ["", "", "", " ", "", "", ""]
    split("foo", "(") => null
    "b" between "a" and "c" => true
    string(duration("P1Y")) => "P1Y"
    string(duration("P0Y")) => "P0M"
    string(duration("P14M")) => "P1Y2M"
    string(duration("-P14M")) => "-P1Y2M"
    string(duration("P1D")) => "P1D"
    string(duration("PT25H")) => "P1DT1H"
    string(duration("PT90M")) => "PT1H30M"
    string(duration("PT0.5S")) => "PT0.5S"
    string(duration("PT1.50S")) => "PT1.5S"
    string(duration("PT0S")) => "PT0S"
    string(duration("P0D")) => "PT0S"
    string(duration("P4DT2H3M55.000012S")) => "P4DT2H3M55.000012S"
    string(duration("-P4DT2H")) => "-P4DT2H"
    string(@"PT3600S") => "PT1H"
    string join(["a", "b"]) => "ab"
    string join(["a", "b"], "-") => "a-b"
    string join(["a", null, "b"], "-") => "a-b"
    string join([], "-") => ""
    string join("a") => "a"
    string join("a", "X") => "a"
    string join(["a", "b"], null) => "ab"
    string join(["a", "c"], "") => "ac"
    string join(list: ["a", "b"], delimiter: "x") => "axb"
    string join(["a", 1]) => null
    string join(null) => null
    string join() => null
    string join(["a"], 1) => null
    string join([null]) => ""
    "\\u00e9" => "é"
    string length("\\uD83D\\uDC0E") => 1
    "a\\"b" => "a\\"b"
    "a\\\\b" => "a\\\\b"
    "\\t" => "\\t"
    "\\d" => "\\\\d"
    string("a") => "a"
    string(["a", null, 1.0, true]) => "[\\"a\\", null, 1, true]"
    string({a: "x", b: {c: [1]}}) => "{a: \\"x\\", b: {c: [1]}}"
    string({"a b": 1}) => "{a b: 1}"
    string(1.0) => "1"
    string(100000000000000000000) => "100000000000000000000"
    string(0.00000001) => "0.00000001"
    string(-0) => "0"
    string(true) => "true"
    string(@"10:00:00@Europe/Paris") => "10:00:00@Europe/Paris"
    string(@"10:00:00+01:00") => "10:00:00+01:00"
    string(@"2020-01-01T10:00:00.123Z") => "2020-01-01T10:00:00.123Z"
    string(null) => null
    string() => null
    string(from: 1) => "1"
    "b" in ["a".."c"] => true
    "a" + "b" => "ab"
    "a" + 1 => null
    "a" - "b" => null
    substring("abc", 2) => "bc"
    substring("abc", -1) => "c"
    substring("abc", 1, 0) => null
    substring(string: "abc", start position: 2, length: 1) => "b"
    contains("abc", "") => true
    starts with("abc", "") => true
    substring before("abc", "") => ""
    substring after("abc", "") => "abc"
    substring after("", "a") => ""
    upper case("abc1") => "ABC1"
    replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => "[1=ab][2=]cd"
    replace("abracadabra", "a.*?a", "*") => "*c*bra"
    replace("a.b", ".", "x", "q") => "axb"
    matches("abc", "B", "i") => true
    matches("abc", "b", "z") => null
    string(date("999999999-12-31")) => "999999999-12-31"
    string([(!=10)]) => "[(!= 10)]"
    "\\u4E2D" => "中"
    "a\\u" => "a\\\\u"
    "\\u00e" => "\\\\u00e"
    "\\uD83D" => "\\ud83d"
    string("\\"") => "\\""
    string(["a\\"b"]) => "[\\"a\\\\\\"b\\"]"
    string({"a:b": 1}) => "{\\"a:b\\": 1}"
    string({a: {b: [1, "x"]}}) => "{a: {b: [1, \\"x\\"]}}"
    string([[1, 2], []]) => "[[1, 2], []]"
    string([1..5)) => "[1..5)"
    string((< 5)) => "(null..5)"
    string(function(x) x) => null
    string(@"P400D") => "P400D"
    string(@"-PT90S") => "-PT1M30S"
    string(1e10) => "10000000000"
    string(-0.10) => "-0.1"
    string(1/3) => "0.3333333333333333333333333333333333"
    substring(null, 1) => null
    substring("abc", null) => null
    substring("abc", 1.5) => null
    substring("abc", 2, 10) => "bc"
    substring("abc", -5) => null
    substring("abc", 4) => null
    string length(string: "") => 0
    string length(null) => null
    string length(1) => null
    upper case(string: "a") => "A"
    lower case(null) => null
    substring before(string: "a-b", match: "-") => "a"
    substring after("ab", "ab") => ""
    substring before(null, "a") => null
    contains("abc", null) => null
    starts with(string: "abc", match: "b") => false
    ends with("abc", "bc") => true
    matches(input: "abc", pattern: "^a", flags: "i") => true
    matches(null, "a") => null
    matches("a", null) => null
    matches("a", "a", null) => true
    replace(null, "a", "b") => null
    replace("abc", "b", null) => null
    replace(input: "abc", pattern: "B", replacement: "$0$0", flags: "i") => "abbc"
    replace("a.b", "\\\\.", "-") => "a-b"
    "a" in ["a", "b"] => true
    "a" < "b" => true
    "1" != 1 => null
  `,
  lists: `
    list replace([2, 4, 7, 8], 3, 6) => [2, 4, 6, 8]
    list replace([2, 4, 7, 8], -1, 6) => [2, 4, 7, 6]
    list replace([2, 4, 7, 8], 0, 6) => null
    list replace([2, 4, 7, 8], 5, 6) => null
    list replace([2, 4, 7, 8], -5, 6) => null
    list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) => [5, 5, 7, 8]
    list replace(list: [1, 2], position: 1, newItem: 9) => [9, 2]
    list replace(list: [1, 2], match: function(item, newItem) item = 1, newItem: 9) => [9, 2]
    list replace([1, 2], function(item) true, 9) => null
    list replace([1, 2], function(item, newItem) "x", 9) => null
    list replace(null, 1, 9) => null
    list replace([1], null, 9) => null
    list replace([1], 1, null) => [null]
    list replace([], 1, 9) => null
    list replace(1, 1, 9) => [9]
    list replace([1], "1", 9) => null
    list replace([1,2], 1) => null
    append([1], 2, 3) => [1, 2, 3]
    append([1], [2]) => [1, [2]]
    append([], null) => [null]
    append(1, 2) => [1, 2]
    append(null, 1) => null
    append([1]) => null
    concatenate([1], [2, 3]) => [1, 2, 3]
    concatenate([1], 2) => [1, 2]
    concatenate(1, 2) => [1, 2]
    concatenate([1], null) => null
    concatenate() => null
    insert before([1, 3], 1, 2) => [2, 1, 3]
    insert before([1, 3], -1, 2) => [1, 2, 3]
    insert before([1, 3], 3, 2) => null
    insert before([1, 3], 0, 2) => null
    insert before([], 1, 2) => null
    remove([1, 2, 3], 2) => [1, 3]
    remove([1, 2, 3], -1) => [1, 2]
    remove([1, 2, 3], 4) => null
    reverse([1, 2, 3]) => [3, 2, 1]
    index of([1, 2, 3, 2], 2) => [2, 4]
    index of([1], 2) => []
    index of([null, 1], null) => [1]
    union([1, 2], [2, 3]) => [1, 2, 3]
    distinct values([1, 2, 3, 2, 1]) => [1, 2, 3]
    distinct values([null, null, 1]) => [null, 1]
    flatten([[1, 2], [[3]], 4]) => [1, 2, 3, 4]
    flatten(1) => [1]
    sublist([4, 5, 6], 1, 2) => [4, 5]
    sublist([4, 5, 6], -2) => [5, 6]
    sublist([4, 5, 6], 3, 2) => null
    list contains([1, null], null) => true
    list contains([1, 2], 3) => false
    sort([3, 1, 2], function(x, y) x < y) => [1, 2, 3]
    sort(list: [3, 1], precedes: function(x, y) x > y) => [3, 1]
    sort([3, 1, 2]) => [1, 2, 3]
    distinct values([@"300000-01-01", date(300000,1,1)]) => [300000-01-01]
    sort([1,2], function(x) true) => null
    list contains(list: [1], element: 1) => true
    list contains(null, 1) => null
    list contains([[1]], [1]) => true
    list contains([1], [1]) => false
    sublist(list: [1, 2, 3], start position: 2, length: 1) => [2]
    sublist([1, 2], 0) => null
    sublist(null, 1) => null
    sublist([1, 2], 1, 0) => []
    append(list: [1], item: 2) => [1, 2]
    insert before(list: [1], position: 1, newItem: 0) => [0, 1]
    insert before([1], 1.5, 0) => null
    insert before(null, 1, 2) => null
    remove(list: [1], position: 1) => []
    remove([], 1) => null
    remove(null, 1) => null
    reverse(list: [1, 2]) => [2, 1]
    reverse(null) => null
    reverse("a") => ["a"]
    index of(list: [1, 2], match: 2) => [2]
    index of(null, 1) => null
    index of(["a", null], null) => [2]
    union([1], 2) => [1, 2]
    union([null], [null]) => [null]
    union() => null
    distinct values(list: [1, 1]) => [1]
    distinct values(null) => null
    distinct values([[1], [1], 1]) => [[1], 1]
    flatten(list: [[1]]) => [1]
    flatten(null) => null
    flatten([]) => []
    concatenate([], []) => []
    sort([]) => []
    sort(null, function(x, y) x < y) => null
    sort(["b", "a"]) => ["a", "b"]
    sort([1, "a"]) => null
    sort([{a: 2}, {a: 1}], function(x, y) x.a < y.a) => [{a: 1}, {a: 2}]
    flatten([{a: [1, 2]}, {a: [3]}].a) => [1, 2, 3]
  `,
  ranges: `
    [1..5].start => 1
    [1..5].end => 5
    [1..5].start included => true
    (1..5].start included => false
    [1..5).end included => false
    (< 5).start => null
    (< 5).end => 5
    (< 5).start included => false
    (< 5).end included => false
    (>= 5).start included => true
    (>= 5).end included => false
    range("[1..5]") => [1..5]
    range("(1..5)") => (1..5)
    range("]1..5[") => (1..5)
    range("[1..5") => null
    range("[\\"a\\"..\\"b\\"]") => ["a".."b"]
    range("[@\\"2020-01-01\\"..@\\"2020-02-01\\"]") => [2020-01-01..2020-02-01]
    range("[date(\\"2020-01-01\\")..date(\\"2020-02-01\\")]") => [2020-01-01..2020-02-01]
    range("[5..1]") => null
    range(null) => null
    range(from: "[1..2]") => [1..2]
    range("[1..\\"a\\"]") => null
    range("[1+1..5]") => null
    before(1, 2) => true
    before([1..2], 3) => true
    after(3, [1..2]) => true
    meets([1..5], [5..10]) => true
    met by([5..10], [1..5]) => true
    overlaps([1..5], [3..8]) => true
    overlaps before([1..5], [3..8]) => true
    overlaps after([3..8], [1..5]) => true
    finishes(5, [1..5]) => true
    finished by([1..5], 5) => true
    includes([1..5], 3) => true
    during(3, [1..5]) => true
    starts(1, [1..5]) => true
    started by([1..5], 1) => true
    coincides([1..5], [1..5]) => true
    coincides(1, 1) => true
    (=10) = [10..10] => false
    (!=10) = (!=10) => true
    (=10) = (=10) => true
    5 in [(!=10)] => true
    10 in [(!=10)] => false
    10 in [(=10)] => true
    before(1, (!=10)) => null
    before(point1: 1, point2: 2) => true
    before(point: 1, range: [2..3]) => true
    before([1..2), [2..3]) => true
    before(1, null) => null
    before(1, "a") => null
    after(range1: [3..4], range2: [1..2]) => true
    after([2..3], 2) => false
    meets([1..2], (2..3]) => false
    overlaps(range1: [1..2], range2: [2..3]) => true
    overlaps([1..2), [2..3]) => false
    finishes(point: 2, range: [1..2]) => true
    finishes([2..5], [1..5]) => true
    includes(range: [1..2], point: 2) => true
    includes([1..5], [2..3]) => true
    during(range1: [2..3], range2: [1..5]) => true
    starts([1..2], [1..5]) => true
    started by([1..5], [1..2]) => true
    coincides(point1: 1, point2: 2) => false
    during(@"2020-01-01", [@"2019-01-01"..@"2021-01-01"]) => true
    includes((< 5), 3) => true
  `,
}

describe.each(Object.entries(TABLES))('%s', (_, table) => {
  test.each(rows(table))('%s => %s', (text, expected) => {
    expect(say(compute(text, { mode: 'standard' }))).toBe(expected)
  })
})
