import { describe, expect, test } from 'vitest'
import { rows, tree } from '../test/support.ts'
import { assignable, infer, type Type, typeName } from './index.ts'
import { join, listOf, nullable, T } from './types.ts'

const FACTS: Readonly<Record<string, Type>> = {
  今日: T.date,
  成立日期: T.date,
  禁申至: nullable(T.date),
  职工总数: T.number,
  年销售收入: T.money,
  券面金额: T.money,
  主营方向: T.string,
  注册地: { kind: 'enum', values: ['北京', '上海'] },
  独立法人: T.boolean,
  公示期: T.span,
  贷款: listOf({
    kind: 'context',
    entries: new Map<string, Type>([
      ['得分', T.number],
      ['未结清', T.boolean],
    ]),
  }),
  xs: listOf(T.money),
}

function typeOf(text: string, input?: Type, goal?: 'unary-tests'): string {
  const env = { typeOf: (name: string) => FACTS[name], ...(input && { input }) }
  const { type, problems } = infer(tree(text, goal ? { goal } : {}), env)
  return [typeName(type, 'zh'), ...problems.map((p) => p.code)].join(' ')
}

test('what operators and functions make of types', () => {
  const table = `
    5 => 数
    5万元 => 金额
    50% => 数
    3次 => 数
    3个月 => 年月数
    3日 => 天数
    5个工作日 => 工作日数
    "甲" => 文本
    @"PT1H" => 天数
    null => 无
    年销售收入 + 5万元 => 金额
    年销售收入 - 券面金额 => 金额
    年销售收入 * 50% => 金额
    50% * 年销售收入 => 金额
    年销售收入 / 2 => 金额
    年销售收入 / 券面金额 => 数
    -年销售收入 => 金额
    年销售收入 + 0 => 金额
    年销售收入 > 0 => 是非
    0 <= 年销售收入 => 是非
    min(年销售收入, 5万元) => 金额
    max(0, 年销售收入) => 金额
    max(xs) => 金额
    sum(xs) => 金额
    mean(xs) => 金额
    abs(年销售收入) => 金额
    floor(年销售收入) => 金额
    round half up(年销售收入, 2) => 金额
    count(xs) => 数
    xs[1] => 金额
    xs[item > 5万元] => 金额列表
    贷款.得分 => 数列表
    贷款[未结清] => 记录列表
    max(贷款.得分) => 数
    if 独立法人 then 5万元 else 0 => 金额
    if 独立法人 then 5万元 else 年销售收入 => 金额
    if 独立法人 then 5万元 else null => 金额，可无
    if 独立法人 then "甲" else 1 => 任何值
    分摊(年销售收入, [0.5, 0.5]) => 金额列表
    今日 + 3个月 => 日期
    今日 - 15日 => 日期
    今日 - 成立日期 => 天数
    (今日 - 成立日期) / 1日 => 数
    3个月 * 2 => 年月数
    今日.year => 数
    禁申至.year => 数，可无
    禁申至 + 1年 => 日期，可无
    years and months duration(成立日期, 今日).years => 数
    "甲" + 主营方向 => 文本
    注册地 + "市" => 文本
    注册地 = "北京" => 是非
    注册地 = 主营方向 => 是非
    禁申至 = null or 今日 > 禁申至 => 是非
    公示期 = 5个工作日 => 是非
    not(独立法人) => 是非
    独立法人 and 职工总数 <= 500 => 是非
    注册地 in ["北京"] => 是非
    主营方向 in (contains(?, "甲"), "乙") => 是非
    年销售收入 in [0..5万元] => 是非
    年销售收入 in (0, > 5万元) => 是非
    券面金额 between 0 and 5万元 => 是非
    for x in xs return x * 2 => 金额列表
    for i in 1..3 return i => 数列表
    for d in 成立日期..今日 return d.month => 数列表
    some x in xs satisfies x > 1万元 => 是非
    [1, 2] => 数列表
    [1..2] => 数范围
    {甲: 1, 乙: 甲 * 1万元}.乙 => 金额
    function(x: number) x + 1 => 函数
    (function(x: number) x * 1万元)(2) => 金额
    今日 instance of date => 是非
    string(5) => 文本
  `
  for (const [text, expected] of rows(table)) {
    expect(typeOf(text), text).toBe(expected)
  }
})

test('cells are checked against their column', () => {
  expect(typeOf('> 5万元, [0..1万元]', T.money, 'unary-tests')).toBe('是非')
  expect(typeOf('> 5', T.money, 'unary-tests')).toBe('是非 F202')
  expect(typeOf('"北京", "天津"', FACTS.注册地, 'unary-tests')).toBe('是非 F203')
  expect(typeOf('-', T.money, 'unary-tests')).toBe('是非')
  expect(typeOf('? > 5万元', T.money, 'unary-tests')).toBe('是非')
  expect(typeOf('? + 5万元', T.money, 'unary-tests')).toBe('是非 F204')
  expect(typeOf('not(true)', T.boolean, 'unary-tests')).toBe('是非')
})

test('every node has a type, however long the chain', () => {
  const node = tree(Array(5000).fill('年销售收入').join(' + '))
  const { type, types } = infer(node, { typeOf: (name) => FACTS[name] })
  expect(type).toEqual(T.money)
  expect(types.size).toBe(9999)
})

describe('assignable', () => {
  const money = T.money as Type
  test.each<[Type, Type, boolean]>([
    [T.number, T.money, false],
    [T.money, T.number, false],
    [T.months, T.span, true],
    [T.workdays, T.span, true],
    [T.span, T.months, false],
    [{ kind: 'enum', values: ['甲'] }, { kind: 'enum', values: ['甲', '乙'] }, true],
    [{ kind: 'enum', values: ['丙'] }, { kind: 'enum', values: ['甲', '乙'] }, false],
    [{ kind: 'enum', values: ['丙'] }, T.string, true],
    [T.string, { kind: 'enum', values: ['甲'] }, false],
    [T.null, T.date, false],
    [T.null, nullable(T.date), true],
    [nullable(T.date), T.date, false],
    [T.date, nullable(T.date), true],
    [T.any, T.money, true],
    [listOf(T.number), listOf(money), false],
    [listOf(T.any), listOf(money), true],
    [{ kind: 'context', entries: new Map([['a', money]]) }, T.context, true],
    [T.context, { kind: 'context', entries: new Map([['a', money]]) }, false],
  ])('%o to %o: %s', (from, to, expected) => {
    expect(assignable(from, to)).toBe(expected)
  })
})

test('join keeps what both have', () => {
  expect(join(T.months, T.workdays)).toEqual(T.span)
  expect(join(T.null, T.money)).toEqual(nullable(T.money))
  expect(join(T.money, T.number)).toEqual(T.any)
  expect(join({ kind: 'enum', values: ['甲'] }, { kind: 'enum', values: ['乙'] })).toEqual({
    kind: 'enum',
    values: ['甲', '乙'],
  })
})

test('types have names in both languages', () => {
  expect(typeName(listOf(T.string), 'zh')).toBe('文本列表')
  expect(typeName(nullable(T.date), 'zh')).toBe('日期，可无')
  expect(typeName({ kind: 'enum', values: ['甲', '乙'] }, 'en')).toBe('甲 / 乙')
  expect(typeName(listOf(T.money), 'en')).toBe('a list of money')
})
