import { dateValue, type Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { tiny } from '../test/mini.ts'
import { decide } from './decide.ts'
import { reasonLines, remedyText } from './phrases.ts'
import type { Policy } from './policy.ts'
import type { Reason } from './reason.ts'

const n = (text: string | number) => new Decimal(text)
const on = (text: string): Value => dateValue(day(text))

const facts = `| 事实：单位 | 类型 | 证据 |
|---|---|---|
| 人数 | 数，下限 0 | 登记：社保 |
| 收入 | 金额，下限 0元 | 填报：报表 |
| 成立 | 日期 | 登记：执照 |
| 高新 | 是非 | 登记：证书 |
| 有错 | 是非 | 认定：审核 |
| 行业 | 文本 | 承诺：承诺书 |
| 方向 | 文本列表 | 承诺：承诺书 |
| 可用 | 金额，下限 0元 | 通知：通知 |
| 停拨 | 是非，默认 false | 办理：处理 |`

const words: Record<string, string> = {
  人数: 'headcount',
  收入: 'income',
  成立: 'founded',
  高新: 'high-tech',
  有错: 'faulty',
  行业: 'industry',
  可用: 'available',
  制造: 'manufacturing',
  烟草: 'tobacco',
  人少: 'few',
  够大: 'big enough',
  小的: 'small',
}

/** One condition with one row, with English words for its names. */
function policyOf(test: string, more = ''): Policy {
  const { policy } = tiny(`| 条件：查（同时满足） | 须满足 |
|---|---|
| 这行 | \`${test}\` |

${more}

${facts}

\`\`\`feel
用到: [人数, 收入, 成立, 高新, 有错, 行业, 方向, 可用, 停拨]
\`\`\``)
  const english = {
    title: '',
    issuer: '',
    remedy: '',
    headings: [],
    restatements: {},
    interpretations: {},
    words,
    sources: {},
  }
  return { ...policy, english }
}

function reasonOf(policy: Policy, given: Readonly<Record<string, Value>>): Reason {
  const decision = decide(
    { policy, day: day('2024-03-01'), facts: new Map(Object.entries(given)) },
    '查',
  )
  const [reason] = decision.reasons
  if (!reason) throw new Error('no reason')
  return reason
}

describe('what a row says of itself', () => {
  it.each<[string, Readonly<Record<string, Value>>, string, string]>([
    [
      '人数 <= 500',
      { 人数: n(620) },
      '人数 620，须不超过 500，超出 120',
      'headcount is 620, must not exceed 500, over by 120',
    ],
    [
      '人数 < 500',
      { 人数: n(500) },
      '人数 500，须少于 500，正好卡在线上',
      'headcount is 500, must be less than 500, exactly on the line',
    ],
    [
      '人数 >= 10',
      { 人数: n(7) },
      '人数 7，须不少于 10，还差 3',
      'headcount is 7, must be at least 10, short by 3',
    ],
    [
      '人数 > 10',
      { 人数: n(7) },
      '人数 7，须多于 10，还差 3',
      'headcount is 7, must be more than 10, short by 3',
    ],
    ['人数 = 10', { 人数: n(7) }, '人数 7，须为 10', 'headcount is 7, must be 10'],
    ['人数 != 7', { 人数: n(7) }, '人数 7，须不是 7', 'headcount is 7, must not be 7'],
    [
      '500 >= 人数',
      { 人数: n(620) },
      '人数 620，须不超过 500，超出 120',
      'headcount is 620, must not exceed 500, over by 120',
    ],
    [
      '人数 <= 500',
      { 人数: n(400) },
      '人数 400，须不超过 500',
      'headcount is 400, must not exceed 500',
    ],
    [
      '人数 <= 500',
      {},
      '人数还不知道，须不超过 500',
      'headcount is not known, must not exceed 500',
    ],
    [
      'not(人数 > 500)',
      { 人数: n(620) },
      '人数 620，须不超过 500，超出 120',
      'headcount is 620, must not exceed 500, over by 120',
    ],
    [
      '收入 <= 2亿元',
      { 收入: n('200000000.01') },
      '收入 200,000,000.01元，须不超过 2亿元，超出 0.01元',
      'income is CNY 200,000,000.01, must not exceed CNY 200,000,000, over by CNY 0.01',
    ],
    [
      '收入 >= 100万元',
      { 收入: n('900000') },
      '收入 90万元，须不少于 100万元，还差 10万元',
      'income is CNY 900,000, must be at least CNY 1,000,000, short by CNY 100,000',
    ],
    [
      '收入 <= 可用',
      { 收入: n('30000'), 可用: n('20000') },
      '收入 3万元，须不超过 2万元，超出 1万元',
      'income is CNY 30,000, must not exceed CNY 20,000, over by CNY 10,000',
    ],
    [
      '成立 <= date("2023-03-01")',
      { 成立: on('2023-03-04') },
      '成立 2023年3月4日，须不晚于 2023年3月1日，晚了3日',
      'founded is 4 March 2023, must not be later than 1 March 2023, 3 days too late',
    ],
    [
      '今日 >= 成立 + 1年',
      { 成立: on('2023-03-04') },
      '成立 + 1年 2024年3月4日，须不晚于 2024年3月1日，晚了3日',
      'founded + 1 year is 4 March 2024, must not be later than 1 March 2024, 3 days too late',
    ],
    [
      '成立 > date("2023-03-01")',
      { 成立: on('2023-02-27') },
      '成立 2023年2月27日，须晚于 2023年3月1日，早了2日',
      'founded is 27 February 2023, must be after 1 March 2023, 2 days too early',
    ],
    ['高新', { 高新: false }, '高新 否，须为是', 'high-tech is no, must be yes'],
    ['not(有错)', { 有错: true }, '有错 是，须为否', 'faulty is yes, must be no'],
    ['高新', {}, '高新还不知道，须为是', 'high-tech is not known, must be yes'],
    [
      '行业 = "制造"',
      { 行业: '烟草' },
      '行业 “烟草”，须为 “制造”',
      'industry is “tobacco”, must be “manufacturing”',
    ],
    [
      '行业 in ["制造", "烟草"]',
      { 行业: '餐饮' },
      '行业 “餐饮”，须是其中之一：“制造”、“烟草”',
      'industry is “餐饮”, must be one of: “manufacturing”, “tobacco”',
    ],
    [
      'not(行业 in ["烟草"])',
      { 行业: '烟草' },
      '行业 “烟草”，不得是：“烟草”',
      'industry is “tobacco”, must not be any of: “tobacco”',
    ],
  ])('%s with %o', (test, given, zh, en) => {
    const policy = policyOf(test)
    const reason = reasonOf(policy, given)
    expect(reasonLines(policy, reason, 'zh')).toEqual([zh])
    expect(reasonLines(policy, reason, 'en')).toEqual([en])
  })
})

describe('the nearest change', () => {
  it.each<[string, Readonly<Record<string, Value>>, string, string]>([
    [
      '人数 <= 500',
      { 人数: n(620) },
      '人数 须不超过 500（与登记不符的，先更正登记）',
      'headcount must not exceed 500 (if the register is wrong, have it corrected first)',
    ],
    [
      '收入 >= 100万元',
      { 收入: n(0) },
      '收入 须不少于 100万元（填错的，改正填报）',
      'income must be at least CNY 1,000,000 (if it was filled in wrongly, correct it)',
    ],
    [
      'not(有错)',
      { 有错: true },
      '有错变为“否”（不服认定的，可以提出异议）',
      'faulty becomes “no” (a finding can be contested)',
    ],
    [
      '行业 in ["制造"]',
      { 行业: '烟草' },
      '行业属于“制造”之一（情况属实后再作承诺）',
      'industry becomes one of “manufacturing” (declare it once it is true)',
    ],
    [
      'not(停拨)',
      { 停拨: true },
      '停拨变为“否”（由办理的动作改变）',
      '停拨 becomes “no” (it changes by an act of the procedure)',
    ],
    ['人数 <= 500', { 人数: n(1) }, '', ''],
    [
      '高新 or 人数 <= 500',
      { 高新: false, 人数: n(620) },
      '高新变为“是”（与登记不符的，先更正登记），或者人数 须不超过 500（与登记不符的，先更正登记）',
      'high-tech becomes “yes” (if the register is wrong, have it corrected first), or headcount must not exceed 500 (if the register is wrong, have it corrected first)',
    ],
  ])('%s with %o', (test, given, zh, en) => {
    const policy = policyOf(test)
    const reason = reasonOf(policy, given)
    expect(remedyText(policy, reason, 'zh')).toBe(zh)
    expect(remedyText(policy, reason, 'en')).toBe(en)
  })
})

describe('alternatives', () => {
  const short = (text: string) => text.replace(/（[^）]*）/g, '')
  const remedy = (test: string, given: Readonly<Record<string, Value>>, more = '') => {
    const policy = policyOf(test, more)
    return short(remedyText(policy, reasonOf(policy, given), 'zh'))
  }

  it('are offered where any one would do', () => {
    const reason = reasonOf(policyOf('高新 or 人数 <= 5'), { 高新: false, 人数: n(6) })
    expect(reason.any).toBe(true)
    expect(reasonLines(policyOf('高新'), reason, 'zh')).toEqual([
      '高新 否，须为是；或者：人数 6，须不超过 5，超出 1',
    ])
  })

  it('are not offered for what all must hold', () => {
    expect(remedy('高新 and 人数 <= 5', { 高新: false, 人数: n(6) })).toBe('高新变为“是”')
    const denied = reasonOf(policyOf('not(高新 or 人数 > 5)'), { 高新: true, 人数: n(6) })
    expect(denied.any).toBe(false)
  })

  it('are offered for an “and” that must not hold', () => {
    expect(remedy('not(高新 and 人数 > 5)', { 高新: true, 人数: n(6) })).toBe(
      '高新变为“否”，或者人数 须不超过 5',
    )
  })

  it('never offer one half of what is needed together', () => {
    const given = { 高新: false, 有错: false, 人数: n(6) }
    expect(remedy('(高新 and 有错) or 人数 <= 5', { ...given, 高新: true })).toBe(
      '有错变为“是”，或者人数 须不超过 5',
    )
  })

  it('inside what must hold anyway promise no more than all of it', () => {
    const given = { 高新: false, 有错: false, 人数: n(6), 行业: '' }
    const reason = reasonOf(policyOf('行业 = "制造" and (高新 or 人数 <= 5)'), {
      ...given,
      行业: '制造',
    })
    expect(reason.any).toBe(true)
  })

  const rules = `| 条件：小的（满足其一） | 须满足 |
|---|---|
| 人少 | \`人数 <= 5\` |
| 收入少 | \`收入 <= 1万元\` |

| 条件：好的（同时满足） | 须满足 |
|---|---|
| 高新的 | \`高新\` |
| 没错 | \`not(有错)\` |`
  const bad = { 人数: n(6), 收入: n('20000'), 高新: false, 有错: true, 行业: '烟草' }

  it('of a rule follow how the rule joins its rows', () => {
    expect(remedy('小的', bad, rules)).toBe('人数 须不超过 5；或者：收入 须不超过 1万元')
    expect(remedy('好的', bad, rules)).toBe('高新变为“是”；有错变为“否”')
  })

  it('between rules name each rule whole', () => {
    expect(remedy('小的 or 好的', bad, rules)).toBe(
      '人数 须不超过 5；或者：收入 须不超过 1万元；或者：高新变为“是”；有错变为“否”',
    )
  })

  it('name the rows that failed beside a value that failed', () => {
    expect(remedy('好的 or 行业 = "制造"', { ...bad, 有错: false }, rules)).toBe(
      '行业 须为 “制造”；或者：高新变为“是”',
    )
  })

  it('of a rule that must not hold say that it holds', () => {
    const policy = policyOf('not(好的)', rules)
    const reason = reasonOf(policy, { 高新: true, 有错: false })
    expect(reason.state).toBe('unmet')
    expect(reasonLines(policy, reason, 'zh')).toEqual(['好的 是，须为否'])
    expect(short(remedyText(policy, reason, 'zh'))).toBe('好的变为“否”')
  })
})
