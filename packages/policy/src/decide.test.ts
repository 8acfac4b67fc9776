import { dateValue, type Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { compileWith, factsWith, mini, miniText, planted, tiny } from '../test/mini.ts'
import { amountIn, decide, inForce, versionOn } from './decide.ts'
import { evaluation } from './evaluation.ts'
import type { Reason } from './reason.ts'

const today = day('2024-03-01')
const n = (text: string | number) => new Decimal(text)
const { policy } = mini

const decided = (rule: string, changes: Readonly<Record<string, Value | undefined>>) =>
  decide({ policy, day: today, facts: factsWith(changes) }, rule)

describe('conclusions', () => {
  it.each<[string, string, Readonly<Record<string, Value | undefined>>, string, string[]]>([
    ['all rows hold', '可申请资格', {}, 'met', []],
    ['a row fails', '可申请资格', { 职工总数: n(201) }, 'unmet', []],
    ['a fact is missing', '可申请资格', { 职工总数: undefined }, 'unknown', ['职工总数']],
    [
      'a row fails although a fact is missing',
      '可申请资格',
      { 职工总数: undefined, 注册地: '外县' },
      'unmet',
      [],
    ],
    [
      'missing facts come in the order of the tables',
      '可申请资格',
      { 职工总数: undefined, 注册地: undefined },
      'unknown',
      ['注册地', '职工总数'],
    ],
    [
      'only a finding is missing',
      '设备可支持',
      { 先进程度: n(1), 一致推荐: undefined },
      'finding',
      ['一致推荐'],
    ],
    [
      'only findings are missing',
      '设备可支持',
      { 先进程度: undefined, 一致推荐: undefined },
      'finding',
      ['先进程度', '一致推荐'],
    ],
    [
      'a finding and something else are missing',
      '可公示',
      { 先进程度: undefined, 设备原值: undefined },
      'unknown',
      ['设备原值', '先进程度'],
    ],
    ['one of several is enough', '设备可支持', { 先进程度: undefined, 一致推荐: true }, 'met', []],
    ['a null where null can not be', '可申请资格', { 职工总数: null }, 'unmet', []],
    ['a default stands for what is missing', '可申请资格', { 禁申至: undefined }, 'met', []],
    ['a day that has been reached', '可申请资格', { 禁申至: dateValue(today) }, 'unmet', []],
    ['an amount is a conclusion of its own', '补助上限', {}, 'met', []],
  ])('%s', (_, rule, changes, conclusion, missing) => {
    const decision = decided(rule, changes)
    expect(decision.conclusion).toBe(conclusion)
    expect(decision.missing.map((one) => one.key)).toEqual(missing)
    expect(decision.missing.every((one) => one.fact !== null)).toBe(true)
    expect(decision).toMatchObject({ policy: 'demo/mini', version: '', rule, day: today })
  })

  it('names 享受记录 when that is what is missing, though it is no fact', () => {
    const decision = decided('可申请资格', { 享受记录: undefined })
    expect(decision.missing).toEqual([{ key: '享受记录', fact: null }])
  })
})

describe('reasons', () => {
  const states = (reasons: readonly Reason[]) =>
    Object.fromEntries(reasons.map((reason) => [reason.name, reason.state]))

  it('come row by row, each with its own citation', () => {
    const { reasons } = decided('可申请资格', { 职工总数: n(201), 高新有效: undefined })
    expect(states(reasons)).toEqual({
      在本县注册: 'met',
      职工不多于200人: 'unmet',
      成立满一年或者是高新: 'met',
      当年没有领过: 'met',
      没有被禁: 'met',
    })
    expect(reasons.map((reason) => reason.citation)).toEqual([
      { article: 3, paragraph: 1, item: 1 },
      { article: 3, paragraph: 1, item: 1 },
      { article: 3, paragraph: 1, item: 2 },
      { article: 3, paragraph: 1, item: 3 },
      { source: '示例法', article: 9 },
    ])
  })

  it('reach down into the rules they rest on', () => {
    const { reasons } = decided('可公示', { 核定金额: n('180000.01') })
    expect(states(reasons)).toEqual({ 设备可以支持: 'met', 核定的金额合规: 'unmet' })
    const below = reasons[1]?.because ?? []
    expect(states(below)).toEqual({ 核定大于零: 'met', 不超过上限: 'unmet', 不超过申请的: 'met' })
  })

  it('carry the 解释 that concern them', () => {
    expect(decided('设备可支持', {}).interpretations.map((one) => one.number)).toEqual([2])
    expect(decided('可公示', {}).interpretations.map((one) => one.number)).toEqual([1, 2])
    expect(decided('可申请资格', {}).interpretations).toEqual([])
  })

  // A company was once told that it “has not registered a company yet”, from the other branch.
  const branches = tiny(`\`\`\`feel
可以: if 主体 = "企业" then 企业可以 else 团队可以
额度: if 主体 = "企业" then 甲额 else 乙额
甲额: 50万元
乙额: 20万元
\`\`\`

| 条件：企业可以（同时满足） | 须满足 |
|---|---|
| 人数不多 | \`人数 <= 500\` |

| 条件：团队可以（同时满足） | 须满足 |
|---|---|
| 还没有注册企业 | \`not(法人)\` |

| 事实：单位 | 类型 | 证据 |
|---|---|---|
| 主体 | 企业 / 团队 | 登记：网站 |
| 人数 | 数 | 登记：社保 |
| 法人 | 是非 | 登记：执照 |

**解释 1（待确认）** 见 \`团队可以\`。
`).policy

  const branch = (facts: Readonly<Record<string, Value>>) =>
    decide({ policy: branches, day: today, facts: new Map(Object.entries(facts)) }, '可以')
  const named = (reasons: readonly Reason[]): string[] =>
    reasons.flatMap((one) => [one.name, ...named(one.because)])

  it('speak only of the branch that was taken', () => {
    const firm = branch({ 主体: '企业', 人数: n(501), 法人: true })
    expect(firm.conclusion).toBe('unmet')
    expect(named(firm.reasons)).toEqual(['可以', '人数不多'])
    expect(JSON.stringify(firm.reasons)).not.toContain('还没有注册企业')
    expect(firm.interpretations).toEqual([])
    const team = branch({ 主体: '团队', 人数: n(501), 法人: true })
    expect(named(team.reasons)).toEqual(['可以', '还没有注册企业'])
    expect(team.interpretations.map((one) => one.number)).toEqual([1])
  })

  it('ask only for what the branch that was taken needs', () => {
    expect(branch({ 主体: '企业' }).missing.map((one) => one.key)).toEqual(['人数'])
    expect(branch({ 主体: '团队' }).missing.map((one) => one.key)).toEqual(['法人'])
  })

  it('of an amount come from the branch that was taken', () => {
    const open = evaluation({ policy: branches, day: today, facts: new Map([['主体', '企业']]) })
    expect(amountIn(open, '额度').calculation?.from.map((one) => one.rule)).toEqual(['甲额'])
  })
})

describe('amounts', () => {
  const amount = (changes: Readonly<Record<string, Value | undefined>>, rule = '补助上限') =>
    amountIn(evaluation({ policy, day: today, facts: factsWith(changes) }), rule)

  it('name the clause that capped them', () => {
    const capped = amount({ 设备原值: n('2000000') })
    expect(capped.value).toEqual(n('300000'))
    expect(capped.calculation?.cap).toMatchObject({ text: '单台上限', citation: { article: 4 } })
    expect(capped.calculation?.cap?.value).toEqual(n('300000'))
  })

  it('name none where the cap was not reached, or just met', () => {
    expect(amount({}).calculation?.cap).toBeNull()
    expect(amount({ 设备原值: n('1000000') }).calculation?.cap).toBeNull()
    expect(amount({ 设备原值: n('1000000.1') }).calculation?.cap).not.toBeNull()
  })

  it('are ranges while facts are missing, with the cap as the upper end', () => {
    const range = amount({ 设备原值: undefined })
    expect([range.low, range.high]).toEqual([n(0), n('300000')])
    expect(range.missing.map((one) => one.key)).toEqual(['设备原值'])
    expect(range.calculation?.cap?.text).toBe('单台上限')
    const narrower = amount({ 职工总数: undefined })
    expect([narrower.low, narrower.high]).toEqual([n('60000'), n('180000')])
  })

  it('say which rules and rows they come from', () => {
    const { calculation } = amount({})
    expect(calculation?.from.map((one) => [one.rule, one.rows])).toEqual([
      ['补助比例', ['初创高新']],
      ['单台上限', []],
    ])
    expect(amount({}, '附加补助').calculation?.rows).toEqual(['是高新'])
  })

  it('of no such rule are nothing', () => {
    expect(amount({}, '没有').calculation).toBeNull()
  })
})

describe('versions', () => {
  const later = planted('施行: 2024-01-10', '施行: 2025-01-10')(miniText)
  const { corpus } = compileWith([
    { path: 'demo/mini.md', text: miniText },
    { path: 'demo/mini@2025.md', text: later },
    { path: 'demo/mini@draft.md', text: planted('状态: 施行', '状态: 草案')(miniText) },
    {
      path: 'demo/short.md',
      text: planted(
        '状态: 施行',
        '失效: 2024-07-01\n状态: 施行',
      )(miniText).replace('标识: demo/mini', '标识: demo/short'),
    },
  ])
  const find = (file: string) => corpus.policies.find((one) => one.file === file) ?? policy

  it.each([
    ['2024-01-09', null],
    ['2024-01-10', ''],
    ['2025-01-09', ''],
    ['2025-01-10', '2025'],
    ['2030-01-01', '2025'],
  ])('on %s it is “%s”', (at, version) => {
    expect(versionOn(corpus.policies, 'demo/mini', day(at))?.meta.version ?? null).toBe(version)
  })

  it('a draft is in force on no day, and 失效 is the first day without it', () => {
    expect(inForce(find('demo/mini@draft.md'), day('2024-06-01'))).toBe(false)
    expect(inForce(find('demo/short.md'), day('2024-06-30'))).toBe(true)
    expect(inForce(find('demo/short.md'), day('2024-07-01'))).toBe(false)
    expect(versionOn(corpus.policies, 'demo/absent', day('2024-07-01'))).toBeNull()
  })
})
