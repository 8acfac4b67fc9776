import { dateValue, isUnknown, type Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { factsWith, mini, tiny, tinyFile } from '../test/mini.ts'
import { policyFinder } from './corpus.ts'
import { boundsOf, evaluation } from './evaluation.ts'
import type { Policy } from './policy.ts'
import type { World } from './runs.ts'

const today = day('2024-03-01')
const n = (text: string | number) => new Decimal(text)

/** A value in one line: decimals as text, an unknown with its bounds and what it waits for. */
function say(value: Value): string {
  if (value instanceof Decimal) return value.toString()
  if (!isUnknown(value)) return String(value)
  const { low, high } = boundsOf(value)
  return `?[${low ?? ''}..${high ?? ''}] ${[...value.missing].sort().join(',')}`
}

type Facts = Readonly<Record<string, Value>>

const world = (policy: Policy, facts: Facts, more: Partial<World> = {}): World => ({
  policy,
  day: today,
  facts: new Map(Object.entries(facts)),
  ...more,
})

const valueIn = (policy: Policy, name: string, facts: Facts, more: Partial<World> = {}) =>
  say(evaluation(world(policy, facts, more)).valueOf(name))

const facts = `| 事实：企业 | 类型 | 证据 |
|---|---|---|
| 人数 | 数，下限 0 | 登记：社保 |
| 得分 | 数 | 登记：名录 |
| 收入 | 金额，下限 0元 | 填报：报表 |
| 利润 | 金额 | 填报：报表 |
| 行业 | 文本 | 登记：执照 |
| 高新 | 是非 | 登记：证书 |
| 阶段 | 初创 / 成长 / 稳定 | 认定：评审 |
| 禁至 | 日期，可无 | 办理：处理 |
| 停拨 | 是非，默认 false | 办理：处理 |
`

const withFacts = (body: string) =>
  tiny(
    `${body}\n\n${facts}\n\n\`\`\`feel\n用到: [人数, 得分, 收入, 利润, 行业, 高新, 阶段, 禁至, 停拨]\n\`\`\``,
  ).policy

describe('unknown is neither null nor false', () => {
  const policy = withFacts(`\`\`\`feel
不等: 行业 != "房地产"
不属于: not(行业 in ["房地产", "烟草"])
是空: 禁至 = null
没禁: 禁至 = null or 今日 > 禁至
至少: 人数 >= 0
或真: 高新 or 人数 > 5
且假: 高新 and 人数 > 5
分支: if 高新 then 1 else 2
同支: if 高新 then 2 else 2
有: some x in [人数, 3] satisfies x > 5
\`\`\``)

  it.each<[string, Facts, string]>([
    ['不等', {}, '?[..] 行业'],
    ['不等', { 行业: '制造' }, 'true'],
    ['不属于', {}, '?[..] 行业'],
    ['不属于', { 行业: '烟草' }, 'false'],
    ['是空', {}, '?[..] 禁至'],
    ['是空', { 禁至: null }, 'true'],
    ['没禁', { 禁至: null }, 'true'],
    ['没禁', { 禁至: dateValue(today) }, 'false'],
    ['没禁', {}, '?[..] 禁至'],
    ['至少', {}, 'true'],
    ['或真', { 高新: true }, 'true'],
    ['或真', { 高新: false }, '?[..] 人数'],
    ['或真', {}, '?[..] 人数,高新'],
    ['且假', { 高新: false }, 'false'],
    ['且假', { 高新: true }, '?[..] 人数'],
    ['分支', {}, '?[1..2] 高新'],
    ['同支', {}, '2'],
    ['有', {}, '?[..] 人数'],
    ['停拨', {}, 'false'],
    ['停拨', { 停拨: true }, 'true'],
    ['今日', {}, '2024-03-01'],
  ])('%s with %o is %s', (name, given, said) => {
    expect(valueIn(policy, name, given).replace(/T.*$/, '')).toBe(said)
  })

  it('answers null for a name that nothing declares', () => {
    expect(evaluation(world(policy, {})).valueOf('没有这个名称')).toBeNull()
    expect(evaluation(world(policy, {})).runOf('没有这个名称')).toBeUndefined()
  })
})

describe('条件', () => {
  const policy = withFacts(`| 条件：都要（同时满足） | 须满足 |
|---|---|
| 人少 | \`人数 <= 500\` |
| 高新 | \`高新\` |

| 条件：有一就行（满足其一） | 须满足 |
|---|---|
| 人少 | \`人数 <= 500\` |
| 高新 | \`高新\` |`)

  it.each<[Facts, string, string]>([
    [{ 人数: n(500), 高新: true }, 'true', 'true'],
    [{ 人数: n(501), 高新: true }, 'false', 'true'],
    [{ 人数: n(501), 高新: false }, 'false', 'false'],
    [{ 人数: n(501) }, 'false', '?[..] 高新'],
    [{ 高新: true }, '?[..] 人数', 'true'],
    [{ 高新: false }, 'false', '?[..] 人数'],
    [{}, '?[..] 人数,高新', '?[..] 人数,高新'],
    [{ 人数: null, 高新: true }, 'false', 'true'],
    [{ 人数: null, 高新: false }, 'false', 'false'],
  ])('%o: all %s, any %s', (given, all, any) => {
    expect(valueIn(policy, '都要', given)).toBe(all)
    expect(valueIn(policy, '有一就行', given)).toBe(any)
  })
})

describe('决策', () => {
  const policy = withFacts(`| 决策：唯一表（唯一） | \`阶段\` | \`高新\` | 结果 |
|---|---|---|---|
| 甲 | \`"初创"\` | \`true\` | \`30万元\` |
| 乙 | \`"初创"\` | \`false\` | \`20万元\` |
| 丙 | \`"成长", "稳定"\` | \`-\` | \`20万元\` |

| 决策：首个表（首个） | \`人数\` | 结果 |
|---|---|---|
| 小 | \`< 50\` | \`1\` |
| 中 | \`< 500\` | \`2\` |
| 大 | \`-\` | \`3\` |

| 决策：累加表（累加） | \`高新\` | \`人数\` | 结果 |
|---|---|---|---|
| 高新 | \`true\` | \`-\` | \`2万元\` |
| 百人 | \`-\` | \`>= 100\` | \`1万元\` |
| 每家 | \`-\` | \`-\` | \`收入 * 1%\` |

| 决策：区间表（唯一） | \`人数\` | 结果 |
|---|---|---|
| 里面 | \`[10..20)\` | \`"里"\` |
| 外面 | \`not([10..20))\` | \`"外"\` |`)

  it.each<[string, Facts, string]>([
    ['唯一表', { 阶段: '初创', 高新: true }, '300000'],
    ['唯一表', { 阶段: '成长' }, '200000'],
    ['唯一表', { 阶段: '初创' }, '?[200000..300000] 高新'],
    ['唯一表', { 高新: false }, '200000'],
    ['唯一表', { 高新: true }, '?[200000..300000] 阶段'],
    ['唯一表', {}, '?[200000..300000] 阶段,高新'],
    ['唯一表', { 阶段: null, 高新: true }, 'null'],
    ['首个表', { 人数: n(49) }, '1'],
    ['首个表', { 人数: n(50) }, '2'],
    ['首个表', { 人数: n(500) }, '3'],
    ['首个表', {}, '?[1..3] 人数'],
    ['首个表', { 人数: null }, '3'],
    ['累加表', { 高新: true, 人数: n(100), 收入: n(0) }, '30000'],
    ['累加表', { 高新: false, 人数: n(99), 收入: n(0) }, '0'],
    ['累加表', { 高新: true, 收入: n(0) }, '?[20000..30000] 人数'],
    ['累加表', { 人数: n(99), 收入: n(100) }, '?[1..20001] 高新'],
    ['累加表', { 高新: true, 人数: n(100) }, '?[30000..] 收入'],
    ['区间表', { 人数: n(10) }, '里'],
    ['区间表', { 人数: n(20) }, '外'],
    ['区间表', { 人数: n('9.99') }, '外'],
  ])('%s with %o is %s', (name, given, said) => {
    expect(valueIn(policy, name, given)).toBe(said)
  })

  it('keeps the rows that hit, or may', () => {
    const hits = (given: Facts) => {
      const run = evaluation(world(policy, given)).runOf('首个表')
      return run?.form === 'decision' ? run.hits.map((hit) => [hit.row.name, hit.sure]) : []
    }
    expect(hits({ 人数: n(60) })).toEqual([['中', true]])
    expect(hits({})).toEqual([
      ['小', false],
      ['中', false],
      ['大', true],
    ])
  })
})

describe('评分', () => {
  const policy =
    withFacts(`| 评分：总分（按 阶段，合计 100，示例权重） | 满分值 | 初创 | 成长 | 稳定 |
|---|---|---|---|---|
| \`收入\` | \`100万元\` | \`60\` | \`40\` | \`20\` |
| \`得分\` | \`10\` | \`40\` | \`60\` | \`80\` |

| 评分：单列 | 满分值 | 权重 |
|---|---|---|
| \`得分\` | \`10\` | \`100\` |`)

  it.each<[string, Facts, string]>([
    ['总分', { 阶段: '初创', 收入: n('500000'), 得分: n(5) }, '50'],
    ['总分', { 阶段: '成长', 收入: n('500000'), 得分: n(10) }, '80'],
    ['总分', { 阶段: '初创', 收入: n('9000000'), 得分: n(99) }, '100'],
    ['总分', { 阶段: '初创', 收入: n('0'), 得分: n(-3) }, '0'],
    ['总分', { 阶段: '初创', 得分: n(5) }, '?[20..80] 收入'],
    ['总分', { 阶段: '初创' }, '?[0..100] 得分,收入'],
    ['总分', { 收入: n('1000000'), 得分: n(0) }, '?[20..60] 阶段'],
    ['总分', { 收入: n('1000000'), 得分: n(10) }, '100'],
    ['总分', { 阶段: null, 收入: n(1), 得分: n(1) }, 'null'],
    ['单列', { 得分: n('2.5') }, '25'],
  ])('%s with %o is %s', (name, given, said) => {
    expect(valueIn(policy, name, given)).toBe(said)
  })

  it('tells what each indicator gave', () => {
    const run = evaluation(world(policy, { 阶段: '初创', 收入: n('500000'), 得分: n(10) })).runOf(
      '总分',
    )
    if (run?.form !== 'score') throw new Error('no score')
    expect(run.column).toBe('初创')
    expect(run.rule.sampleWeights).toBe(true)
    expect(run.rows.map((row) => [row.name, say(row.value), say(row.points)])).toEqual([
      ['收入', '500000', '30'],
      ['得分', '10', '40'],
    ])
  })
})

describe('amounts', () => {
  const policy = withFacts(`\`\`\`feel
甲: 1元 / 3
乙: 甲 * 3
丙: 1元 / 3 * 3
分担: 收入 / 3
半分: 收入 * 50%
亏: 利润 * 50%
上限: min(收入 * 30%, 50万元)
不低: max(收入, 1万元)
比例: 1 / 3
\`\`\``)

  it.each<[string, Facts, string]>([
    ['甲', {}, '0.33'],
    ['乙', {}, '0.99'],
    ['丙', {}, '1'],
    ['半分', { 收入: n('0.01') }, '0.01'],
    ['半分', { 收入: n('0.03') }, '0.02'],
    ['亏', { 利润: n('-0.03') }, '-0.02'],
    ['分担', {}, '?[0..] 收入'],
    ['上限', {}, '?[0..500000] 收入'],
    ['上限', { 收入: n('1000000') }, '300000'],
    ['不低', {}, '?[10000..] 收入'],
    ['亏', {}, '?[..] 利润'],
  ])('%s with %o is %s', (name, given, said) => {
    expect(valueIn(policy, name, given)).toBe(said)
  })

  it('are rounded as they are named, and plain numbers are not', () => {
    const third = evaluation(world(policy, {})).valueOf('比例')
    expect(third instanceof Decimal && third.decimalPlaces()).toBeGreaterThan(20)
  })
})

describe('accounts outside a ledger', () => {
  const policy = tiny(`| 账户：资金 | 每 | 注入 | 底线 |
|---|---|---|---|
| 专项 | 年度 | \`预算\` | \`0元\` |
| 往来 | 年度 | | \`0元\` |

| 事实：预算年 | 类型 | 证据 |
|---|---|---|
| 预算 | 金额，下限 0元 | 通知：预算 |`).policy

  it.each<[string, Facts, string]>([
    ['专项', { 预算: n(100) }, '100'],
    ['专项', {}, '?[0..] 预算'],
    ['专项', { 专项: n(7) }, '7'],
    ['专项.注入', { 预算: n(100) }, '100'],
    ['专项.已用', { 预算: n(100) }, '0'],
    ['专项.预留', { 预算: n(100) }, '0'],
    ['往来', {}, '0'],
  ])('%s with %o is %s', (name, given, said) => {
    expect(valueIn(policy, name, given)).toBe(said)
  })

  it('are read from the books where there are any', () => {
    const balance: World['balance'] = (account, part) =>
      n(account.name === '专项' && part === 'free' ? 5 : 6)
    expect(valueIn(policy, '专项', { 预算: n(100) }, { balance })).toBe('5')
    expect(valueIn(policy, '专项.已用', { 预算: n(100) }, { balance })).toBe('6')
  })
})

describe('records', () => {
  const patents = (...list: [boolean, number][]): Value =>
    list.map(
      ([valid, points]) =>
        new Map<string, Value>([
          ['有效', valid],
          ['得分', n(points)],
        ]),
    )
  const paid = (...years: number[]): Value =>
    years.map(
      (year) =>
        new Map<string, Value>([
          ['措施', '设备补助'],
          ['年度', n(year)],
          ['金额', n(5)],
        ]),
    )

  it.each<[string, Facts, string]>([
    ['有效专利数', { 专利: patents([true, 1], [false, 2], [true, 3]) }, '2'],
    ['有效专利数', { 专利: patents() }, '0'],
    ['有效专利数', {}, '?[..] 专利'],
    ['最高专利分', { 专利: patents([true, 1], [false, 9]) }, '9'],
    ['最高专利分', { 专利: patents() }, 'null'],
    ['最高专利分', {}, '?[..] 专利'],
  ])('%s with %o is %s', (name, given, said) => {
    expect(valueIn(mini.policy, name, given)).toBe(said)
  })

  it.each<[string, Value | undefined, string]>([
    ['nothing paid', paid(), 'true'],
    ['paid in another year', paid(2022, 2023), 'true'],
    ['paid this year', paid(2023, 2024), 'false'],
    ['not known', undefined, '?[..] 享受记录'],
  ])('享受记录: %s', (_, list, said) => {
    const open = evaluation({
      policy: mini.policy,
      day: today,
      facts: factsWith({ 享受记录: list }),
    })
    expect(say(open.valueOf('可申请资格'))).toBe(said)
  })
})

describe('rules of another policy', () => {
  const kinds = '对象: { 单位: 企业 }\n'
  const other = tinyFile(
    `| 条件：小企业（同时满足） | 须满足 |
|---|---|
| 人少 | \`职工总数 <= 线\` |

\`\`\`feel
额度: 专项 + 1元
\`\`\`

| 账户：资金 | 每 | 注入 | 底线 |
|---|---|---|---|
| 专项 | 年度 | \`9元\` | \`0元\` |

| 事实：单位 | 类型 | 证据 |
|---|---|---|
| 线 | 数 | 认定：标准 |`,
    kinds,
    'demo/other.md',
  )
  const { policy, corpus } = tiny(
    `\`\`\`feel
可以: 小企业 and 线 = "自己的"
多少: 额度
\`\`\`

| 事实：单位 | 类型 | 证据 |
|---|---|---|
| 线 | 文本 | 登记：标准 |`,
    `${kinds}引用: [demo/other#小企业, demo/other#额度]\n`,
    other,
  )
  const policyOf = policyFinder(corpus.policies)

  it.each<[string, Facts, string]>([
    ['小企业', { 职工总数: n(5), 'demo/other#线': n(5) }, 'true'],
    ['小企业', { 职工总数: n(6), 'demo/other#线': n(5) }, 'false'],
    ['小企业', { 职工总数: n(6) }, '?[..] demo/other#线'],
    ['小企业', { 'demo/other#线': n(5) }, '?[..] 职工总数'],
    ['可以', { 职工总数: n(5), 'demo/other#线': n(5), 线: '自己的' }, 'true'],
    ['可以', { 职工总数: n(5), 'demo/other#线': n(5), 线: '别的' }, 'false'],
    ['可以', { 职工总数: n(5), 线: '自己的' }, '?[..] demo/other#线'],
  ])('%s with %o is %s', (name, given, said) => {
    expect(valueIn(policy, name, given, { policyOf })).toBe(said)
  })

  it('bring the shared facts they read with them', () => {
    expect(policy.facts.map((fact) => fact.name)).toContain('职工总数')
  })

  it("do not read this policy's books for accounts of their own", () => {
    const balance = () => n(1000)
    expect(valueIn(policy, '多少', {}, { policyOf, balance })).toBe('10')
  })

  it('are those of the version in force on the day', () => {
    const later = tinyFile('```feel\n额度: 3元\n```', '', 'demo/other@2025.md')
    const dated = { ...later, text: later.text.replace('施行: 2024-01-01', '施行: 2025-01-01') }
    const both = tiny('```feel\n多少: 额度\n```', '引用: [demo/other#额度]\n', other, dated)
    const finder = policyFinder(both.corpus.policies)
    const on = (at: string) =>
      say(evaluation({ ...world(both.policy, {}), day: day(at), policyOf: finder }).valueOf('多少'))
    expect(on('2024-12-31')).toBe('10')
    expect(on('2025-01-01')).toBe('3')
  })

  it('are null while the other policy is not there', () => {
    expect(valueIn(policy, '多少', {})).toBe('null')
  })
})

describe('traces', () => {
  it('hold what was evaluated and no more', () => {
    const policy = withFacts('```feel\n选: if 高新 then 人数 else 得分\n```')
    const names = (given: Facts) => {
      const run = evaluation(world(policy, given)).runOf('选')
      if (run?.form !== 'formula') throw new Error('no formula')
      return [...run.trace.keys()].flatMap((node) => (node.kind === 'name' ? [node.name] : []))
    }
    expect(names({ 高新: true, 人数: n(1), 得分: n(2) })).toEqual(['高新', '人数'])
    expect(names({ 高新: false, 人数: n(1), 得分: n(2) })).toEqual(['高新', '得分'])
    expect(names({ 人数: n(1), 得分: n(2) }).sort()).toEqual(['人数', '得分', '高新'].sort())
  })

  it('can be left out', () => {
    const run = evaluation(world(mini.policy, {}, { traced: false })).runOf('补助上限')
    expect(run?.form === 'formula' && [...run.trace.keys()]).toEqual([])
  })
})
