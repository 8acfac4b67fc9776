import { Decimal, day } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { compute, rows, say } from '../test/support.ts'
import { dateValue, isUnknown, unknown, type Value } from './index.ts'

const n = (text: string) => new Decimal(text)

const FACTS: Readonly<Record<string, Value>> = {
  成立日期: dateValue(day('2021-05-10')),
  xs: [n('1'), n('2'), n('3')],
}

function check(table: string, facts: Readonly<Record<string, Value>>): void {
  for (const [text, expected] of rows(table)) {
    expect(say(compute(text, { facts })), text).toBe(expected)
  }
}

describe('what is not known yet', () => {
  const known: Readonly<Record<string, Value>> = {
    ...FACTS,
    职工总数: unknown(['职工总数']),
    年销售收入: unknown(['年销售收入'], { low: n('0') }),
    券面金额: unknown(['券面金额'], { low: n('0'), high: n('50000') }),
    年度额度: unknown(['年度额度'], {}),
    注册地: unknown(['注册地']),
    是否高新: unknown(['是否高新']),
    今日: unknown(['今日']),
    c: unknown(['甲', '乙']),
  }

  test('spreads only as far as it matters', () => {
    check(
      `
      # 逻辑
      是否高新 and false => false
      false and 是否高新 => false
      是否高新 or true => true
      true and 是否高新 => ?{是否高新}
      是否高新 and null => ?{是否高新}
      是否高新 and c => ?{乙,是否高新,甲}
      not(是否高新) => ?{是否高新}
      all([是否高新, false]) => false
      any([是否高新, true]) => true
      # 相等
      注册地 = "北京" => ?{注册地}
      注册地 != "北京" => ?{注册地}
      注册地 = null => ?{注册地}
      年销售收入 = null => false
      年销售收入 != null => true
      年销售收入 = -1 => false
      not(注册地 in ("北京", "上海")) => ?{注册地}
      注册地 in [] => ?{注册地}
      [1, 注册地] = [2, "北京"] => false
      [1, 注册地] = [1, "北京"] => ?{注册地}
      # 大小
      年销售收入 < 0 => false
      年销售收入 >= 0 => true
      年销售收入 > 5 => ?{年销售收入}
      职工总数 > 5 => ?{职工总数}
      券面金额 <= 5万元 => true
      券面金额 > 6万元 => false
      券面金额 in [0..5万元] => true
      券面金额 in (> 9万元, < 0) => false
      券面金额 between -1 and 5万元 => true
      今日 > @"2024-01-01" => ?{今日}
      # 计算
      券面金额 + 1 => ?{券面金额} 1..50001
      年销售收入 - 券面金额 => ?{券面金额,年销售收入} -50000..
      券面金额 * -2 => ?{券面金额} -100000..0
      券面金额 * 年销售收入 => ?{券面金额,年销售收入} 0..
      券面金额 * 0 => 0
      年度额度 * 0 => 0
      职工总数 * 0 => ?{职工总数} ~0..0
      券面金额 / 2 => ?{券面金额} 0..25000
      1 / 券面金额 => ?{券面金额}
      1 / (券面金额 + 1) > 2 => false
      年销售收入 / 职工总数 => ?{年销售收入,职工总数}
      -券面金额 => ?{券面金额} -50000..0
      券面金额 ** 2 => ?{券面金额}
      今日 + 1年 => ?{今日}
      今日.year => ?{今日}
      # 函数
      min(年销售收入, 5万元) => ?{年销售收入} 0..50000
      min(职工总数, 5) => ?{职工总数} ~..5
      min(职工总数, 5) <= 5 => ?{职工总数}
      max(券面金额, 6万元) => 60000
      max(年度额度, 0) => ?{年度额度} 0..
      sum([1, 券面金额]) => ?{券面金额} 1..50001
      mean([券面金额, 2]) => ?{券面金额} 1..25001
      abs(券面金额 - 1万元) => ?{券面金额} 0..40000
      floor(券面金额 / 3) => ?{券面金额} 0..16666
      count([注册地, 1]) => 2
      count(注册地) => ?{注册地}
      upper case(注册地) => ?{注册地}
      string length("甲") => 1
      # 形式
      if 是否高新 then 5 else 5 => 5
      if 是否高新 then 50万元 else 20万元 => ?{是否高新} 200000..500000
      if 是否高新 then null else 5 => ?{是否高新} ~5..5
      if 是否高新 then "甲" else 5 => ?{是否高新} ~5..5
      if 是否高新 then "甲" else "乙" => ?{是否高新}
      if 是否高新 then null else null => null
      if 是否高新 then [1] else [1] => [1]
      if true then 1 else 职工总数 => 1
      if null then 职工总数 else 1 => 1
      [1, 职工总数][1] => 1
      xs[item > 职工总数] => ?{职工总数}
      xs[职工总数] => ?{职工总数}
      注册地[item > 年度额度] => ?{年度额度,注册地}
      some x in [1, 职工总数] satisfies x = 1 => true
      some x in [2, 职工总数] satisfies x = 1 => ?{职工总数}
      every x in [2, 职工总数] satisfies x = 1 => false
      some x in 注册地 satisfies x > 年度额度 => ?{年度额度,注册地}
      for x in [1, 职工总数] return x + 1 => [2, ?{职工总数}]
      for x in 1..职工总数 return x => ?{职工总数}
      for x in 注册地, y in null return x => ?{注册地}
      {甲: 职工总数, 乙: 1}.乙 => 1
      职工总数 instance of number => ?{职工总数}
      (function(x) x + 1)(券面金额) => ?{券面金额} 1..50001
      5 in 注册地 => ?{注册地}
      注册地 in (null) => ?{注册地}
    `,
      known,
    )
  })

  test('without the promise of a number, bounds decide nothing', () => {
    expect(isUnknown(compute('min(a, 5) <= 5', { facts: { a: unknown(['a']) } }))).toBe(true)
    expect(compute('min(a, 5) <= 5', { facts: { a: unknown(['a'], {}) } })).toBe(true)
  })
})
