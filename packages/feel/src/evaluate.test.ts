import { Decimal, day } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { compute, rows, type Setting, say, tree } from '../test/support.ts'
import {
  DaysTime,
  dateValue,
  dayOf,
  evaluate,
  type Node,
  print,
  typeOfValue,
  unknown,
  type Value,
  Workdays,
  YearsMonths,
} from './index.ts'

const n = (text: string) => new Decimal(text)

const FACTS: Readonly<Record<string, Value>> = {
  今日: dateValue(day('2024-03-01')),
  成立日期: dateValue(day('2021-05-10')),
  职工总数: n('80'),
  年销售收入: n('30000000'),
  注册地: '北京',
  独立法人: true,
  禁申至: null,
  a: n('3'),
  b: n('4'),
  xs: [n('1'), n('2'), n('3')],
}

function check(table: string, setting: Setting = {}): void {
  for (const [text, expected] of rows(table)) {
    expect(say(compute(text, { facts: FACTS, ...setting })), text).toBe(expected)
  }
}

describe('the standard', () => {
  test('arithmetic in decimals of 34 digits', () => {
    check(`
      0.1 + 0.2 => 0.3
      1 / 3 => 0.3333333333333333333333333333333333
      1e3 => 1000
      - 5 => -5
      -2 ** 2 => 4
      2 ** -1 => 0.5
      5 / 0 => null
      10 ** 7000 => null
      "a" + "b" => "ab"
      1 + "a" => null
      1 + null => null
      [1] + 1 => null
    `)
  })

  test('comparison and truth', () => {
    check(`
      1 = 1.0 => true
      1 = "1" => null
      null = null => true
      null = 5 => false
      null != 5 => true
      null < 5 => null
      "a" < "b" => true
      [1, 2] = [1, 2] => true
      [1, 2] = [1] => false
      {甲: 1} = {甲: 1} => true
      true and null => null
      false and null => false
      true or null => true
      false or null => null
      true and 1 => null
      not(null) => null
      3 between 1 and 3 => true
      3 in (1, > 2) => true
      3 in [1..3) => false
      3 in [1, 2] => false
      3 in ([1..2], [3..4]) => true
      null in [1, 2] => false
      not(null in (1, 2)) => true
      "b" in ["a".."c"] => true
      3 in (< 2) => false
    `)
  })

  test('forms', () => {
    check(`
      if 1 > 0 then "是" else "否" => "是"
      if null then 1 else 2 => 2
      if 5 then 1 else 2 => 2
      for i in 1..3 return i * i => [1, 4, 9]
      for i in 3..1 return i => [3, 2, 1]
      for i in [1..3) return i => [1, 2]
      for i in 1..2, j in i..2 return i + j => [2, 3, 4]
      for i in 1..4 return if i <= 2 then 1 else partial[-1] + partial[-2] => [1, 1, 2, 3]
      for d in @"2024-02-28"..@"2024-03-01" return d.day => [28, 29, 1]
      for i in null return i => null
      some i in xs satisfies i > 2 => true
      every i in xs satisfies i > 2 => false
      some i in [] satisfies true => false
      every i in [] satisfies false => true
      xs[2] => 2
      xs[-1] => 3
      xs[4] => null
      xs[item > 1] => [2, 3]
      [{甲: 1}, {甲: 2}][甲 = 2].甲 => [2]
      5[1] => 5
      {甲: 1, 乙: 甲 + 1}.乙 => 2
      {甲: 1}.丙 => null
      (function(x, y) x - y)(y: 1, x: 5) => 4
      (function(x: string) x)(1) => null
      {f: function(x) x * 2, 得: f(4)}.得 => 8
      sort([3, 1, 2], function(x, y) x > y) => [3, 2, 1]
      1 instance of number => true
      [1, "a"] instance of list<number> => false
      [1, 2] instance of list<number> => true
      {a: 1} instance of context<a: number> => true
      [1..2] instance of range<number> => true
      null instance of number => false
      5 instance of 数 => true
      1 instance of nothing => null
    `)
  })

  test('dates and durations', () => {
    check(`
      @"2024-01-31" + 1个月 => 2024-02-29
      @"2024-02-29" - 1年 => 2023-02-28
      @"2024-03-01" - @"2024-02-28" => P2D
      今日 + 15日 => 2024-03-16
      今日.year => 2024
      今日.weekday => 5
      @"2024-03-01T10:00:00@Asia/Shanghai".time offset => PT8H
      @"10:00:00Z" - @"09:30:00Z" => PT30M
      @"23:00:00" + @"PT2H" => 01:00:00
      @"P1Y2M".months => 2
      @"P1DT2H".hours => 2
      @"P1Y" / @"P1M" => 12
      @"P1D" * 1.5 => P1DT12H
      @"2024-02-30" => null
      @"2024-03-01" < @"2024-03-02" => true
      @"P1Y" < @"P400D" => null
      今日 <= 成立日期 + 5年 => true
    `)
  })
})

describe('policies', () => {
  test('units', () => {
    check(`
      5万元 => 50000
      1.2亿元 => 120000000
      50% => 0.5
      200000000.01元 => 200000000.01
      3次 => 3
      2年 => P2Y
      3个月 => P3M
      15日 => P15D
      5个工作日 => 5个工作日
      5个工作日 = 5个工作日 => true
      1.5个月 => null
      今日 + 5个工作日 => null
      年销售收入 * 50% <= 2亿元 => true
    `)
  })

  test('分摊 loses nothing', () => {
    check(`
      分摊(100元, [0.35, 0.35, 0.3]) => [35, 35, 30]
      分摊(0.01元, [50%, 50%]) => [0.01, 0]
      sum(分摊(100元, [1/3, 1/3, 1 - 1/3 - 1/3])) => 100
      分摊(100元, [0.5, 0.4]) => null
      分摊(100元, []) => null
    `)
    expect(say(compute('分摊(1, [1])', { mode: 'standard' }))).toBe('null')
  })

  test('cells', () => {
    const cell = (text: string, input: Value) => say(compute(text, { goal: 'unary-tests', input }))
    expect(cell('-', null)).toBe('true')
    expect(cell('"甲", "乙"', '乙')).toBe('true')
    expect(cell('not("甲", "乙")', '乙')).toBe('false')
    expect(cell('not("甲")', null)).toBe('true')
    expect(cell('<= 5%', n('0.05'))).toBe('true')
    expect(cell('[1..5], > 9', n('7'))).toBe('false')
    expect(cell('? * 2 > 9', n('5'))).toBe('true')
    expect(cell('true', false)).toBe('false')
    expect(cell('> 1', unknown(['甲']))).toBe('?{甲}')
    expect(cell('not(> 1)', unknown(['甲'], { low: n('2') }))).toBe('false')
  })

  test('a mark for not known is null until someone gives it a meaning', () => {
    expect(say(compute('?'))).toBe('null')
    expect(say(compute('? + 1', { input: n('1') }))).toBe('2')
  })
})

describe('the trace', () => {
  function traced(text: string, facts: Readonly<Record<string, Value>>): string[] {
    const seen: string[] = []
    const trace = (node: Node, value: Value) => seen.push(`${print(node)} = ${say(value)}`)
    evaluate(tree(text), { lookup: (name) => facts[name] }, { trace })
    return seen
  }

  test('tells each node once, after its parts', () => {
    expect(traced('a + 1 > b', { a: n('1'), b: n('3') })).toEqual([
      'a = 1',
      '1 = 1',
      'a + 1 = 2',
      'b = 3',
      'a + 1 > b = false',
    ])
  })

  test('leaves out the branch not taken', () => {
    const seen = traced('if a > 0 then b else c', { a: n('1'), b: n('2'), c: n('3') })
    expect(seen).not.toContain('c = 3')
    expect(seen).toContain('b = 2')
  })

  test('stops where the left side decides, and goes on where it does not', () => {
    expect(traced('a and b', { a: false, b: true })).toEqual(['a = false', 'a and b = false'])
    expect(traced('a or b', { a: true, b: true })).toEqual(['a = true', 'a or b = true'])
    expect(traced('a and b', { a: unknown(['a']), b: false })).toEqual([
      'a = ?{a}',
      'b = false',
      'a and b = false',
    ])
    expect(traced('a and b', { a: null, b: false })).toContain('b = false')
  })

  test('tells the tests of `in` as well', () => {
    expect(traced('a in (1, > 2, 9)', { a: n('3') })).toEqual([
      'a = 3',
      '1 = 1',
      '2 = 2',
      '> 2 = true',
      'a in (1, > 2, 9) = true',
    ])
  })
})

describe('mistakes', () => {
  function errors(text: string, facts: Readonly<Record<string, Value>> = {}): string[] {
    const seen: string[] = []
    const onError = (node: Node, reason: { zh: string; en: string }) => {
      expect(reason.zh).not.toBe('')
      seen.push(`${print(node)}: ${reason.en}`)
    }
    evaluate(tree(text), { lookup: (name) => facts[name] }, { onError })
    return seen
  }

  test('are told with their node', () => {
    expect(errors('1 + "a"')).toEqual(['1 + "a": “+” does not work on number and string.'])
    expect(errors('5 / 0')).toEqual(['5 / 0: Division by zero.'])
    expect(errors('a')).toEqual(['a: There is no “a”.'])
    expect(errors('date("2023-02-30")')).toEqual([
      'date("2023-02-30"): “2023-02-30” is no date or time.',
    ])
    expect(errors('a(1)', { a: n('1') })).toEqual(['a(1): number is not a function.'])
    expect(errors('abs(1, 2)')[0]).toContain('abs(n)')
    expect(errors('[1][2]')).toEqual(['[1][2]: The list has no item 2.'])
    expect(errors('今日.mouth', { 今日: dateValue(day('2024-03-01')) })[0]).toContain('“mouth”')
    expect(errors('{甲: 1}.乙')[0]).toContain('“乙”')
    expect(errors('1 + 1')).toEqual([])
  })

  test('limits end an evaluation with null', () => {
    const lookup = () => undefined
    const seen: string[] = []
    const onError = (_: Node, reason: { en: string }) => seen.push(reason.en)
    const loop = tree('count(for i in 1..1000000000 return i)')
    expect(evaluate(loop, { lookup }, { onError })).toBe(null)
    expect(
      evaluate(tree('for i in 1..10 return i'), { lookup }, { onError, limits: { iterations: 9 } }),
    ).toBe(null)
    const again = tree('(function(f) f(f))(function(f) f(f))')
    expect(evaluate(again, { lookup }, { onError })).toBe(null)
    const body = `${'not('.repeat(200)}f(f)${')'.repeat(200)}`
    const deep = tree(`(function(f) f(f))(function(f) ${body})`)
    expect(evaluate(deep, { lookup }, { onError })).toBe(null)
    expect(seen).toEqual([
      'Too many iterations.',
      'Too many iterations.',
      'Functions are nested too deep.',
      'This is nested too deep.',
    ])
  })
})

test('days go in and out', () => {
  expect(dayOf(dateValue(day('2024-02-29')))).toBe('2024-02-29')
  expect(dayOf('2024-02-29')).toBe(null)
  expect(dayOf(null)).toBe(null)
})

test('every value has a type name', () => {
  const names: [Value, string][] = [
    [null, 'null'],
    [true, 'boolean'],
    ['', 'string'],
    [n('1'), 'number'],
    [dateValue(day('2024-01-01')), 'date'],
    [compute('@"10:00:00"'), 'time'],
    [compute('@"2024-01-01T10:00:00"'), 'date and time'],
    [new YearsMonths(1), 'years and months duration'],
    [new DaysTime(n('1')), 'days and time duration'],
    [new Workdays(1), 'workdays'],
    [[], 'list'],
    [new Map(), 'context'],
    [compute('[1..2]'), 'range'],
    [compute('abs'), 'function'],
    [unknown(['甲']), 'unknown'],
  ]
  for (const [value, name] of names) expect(typeOfValue(value)).toBe(name)
})
