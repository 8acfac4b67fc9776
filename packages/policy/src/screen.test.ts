import { dateValue, type Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { compileMini, compileWith, mini, planted, tinyFile } from '../test/mini.ts'
import { callOn, factsFor, screen } from './screen.ts'

const n = (text: string): Value => new Decimal(text)
const firm = (more: Readonly<Record<string, Value>> = {}): Map<string, Value> =>
  new Map<string, Value>(
    Object.entries({
      注册地: '示例县',
      职工总数: n('40'),
      成立日期: dateValue(day('2020-05-06')),
      高新有效: true,
      享受记录: [],
      设备原值: n('600000'),
      ...more,
    }),
  )

const on = (
  known: ReadonlyMap<string, Value>,
  at = '2024-03-01',
  policies = mini.corpus.policies,
) => screen(known, { policies, day: day(at) })

describe('one firm', () => {
  it('is told the measure, the amount and under which call', () => {
    const [result] = on(firm()).results
    expect(result?.decision.conclusion).toBe('met')
    expect(result?.amount?.value).toEqual(n('180000'))
    expect(result?.call?.name).toBe('2024年度')
    expect(result?.amount?.calculation?.cap).toBeNull()
  })

  it('is told the clause that capped the amount', () => {
    const [result] = on(firm({ 设备原值: n('2000000') })).results
    expect(result?.amount?.value).toEqual(n('300000'))
    expect(result?.amount?.calculation?.cap).toMatchObject({
      text: '单台上限',
      citation: { article: 4 },
    })
  })

  it('is never refused for what is not known, and gets a range', () => {
    const known = firm()
    known.delete('职工总数')
    const [result] = on(known).results
    expect(result?.decision.conclusion).toBe('unknown')
    expect(result?.decision.missing.map((one) => one.key)).toEqual(['职工总数'])
    expect([result?.amount?.low?.toString(), result?.amount?.high?.toString()]).toEqual([
      '60000',
      '180000',
    ])
  })

  it('is refused by the row, with the doubts that touched it', () => {
    const [result] = on(firm({ 职工总数: n('201') })).results
    expect(result?.decision.conclusion).toBe('unmet')
    const failed = result?.decision.reasons.filter((one) => one.state === 'unmet')
    expect(failed?.map((one) => one.name)).toEqual(['职工不多于200人'])
    expect(failed?.[0]?.citation).toEqual({ article: 3, paragraph: 1, item: 1 })
  })

  it('is asked nothing about a measure that is already refused', () => {
    const known = firm({ 职工总数: n('201') })
    known.delete('高新有效')
    expect(on(known).questions).toEqual([])
  })
})

describe('what to ask', () => {
  it('is where the firm is registered, when that settles most', () => {
    const [first, ...rest] = on(new Map()).questions
    expect(first?.missing.fact?.name).toBe('注册地')
    expect(rest.length).toBeGreaterThan(2)
  })

  it('never asks for what a notice or an act sets', () => {
    const evidence = on(new Map()).questions.map((one) => one.missing.fact?.evidence)
    expect(evidence).not.toContain('通知')
    expect(evidence).not.toContain('办理')
  })

  it('orders by how many measures and then how much money wait', () => {
    const other = tinyFile(
      `| 条件：可以（同时满足） | 须满足 |
|---|---|
| 人多 | \`职工总数 > 10\` |

\`\`\`feel
给多少: 90万元
\`\`\``,
      '对象: { 单位: 企业 }\n措施:\n  - { 名: 大额, 对象: 单位, 资格: 可以, 金额: 给多少 }\n',
    )
    const { corpus } = compileWith([{ path: 'demo/mini.md', text: mini.text }, other])
    const asked = on(new Map([['注册地', '示例县']]), '2024-03-01', corpus.policies).questions
    expect(asked[0]?.missing.fact?.name).toBe('职工总数')
    expect(asked[0]?.measures).toBe(2)
    expect(asked[0]?.stake).toEqual(n('1200000'))
  })
})

describe('a measure of another region', () => {
  it('keeps its conclusion, stands last and is not asked about', () => {
    const screening = on(new Map([['注册地', '外县']]))
    expect(screening.results[0]).toMatchObject({ elsewhere: true })
    expect(screening.results[0]?.decision.conclusion).toBe('unmet')
    expect(screening.questions).toEqual([])
  })

  it('is none when the policy is the whole country’s', () => {
    const { corpus } = compileMini(planted('地区: 示例县', '地区: 全国'))
    const [result] = on(new Map([['注册地', '外县']]), '2024-03-01', corpus.policies).results
    expect(result?.elsewhere).toBe(false)
  })
})

describe('calls', () => {
  it.each([
    ['2024-01-31', null],
    ['2024-02-01', '2024年度'],
    ['2024-11-30', '2024年度'],
    ['2024-12-01', null],
  ])('on %s', (at, name) => {
    expect(callOn(mini.policy, '申请年度', day(at))?.name ?? null).toBe(name)
  })

  it('set their values while they are open, and only then', () => {
    const at = (text: string) => factsFor(mini.policy, new Map(), day(text)).get('名额')
    expect(at('2024-03-01')).toEqual(n('2'))
    expect(at('2024-12-01')).toBeUndefined()
  })
})

describe('a fact that several policies own', () => {
  it('is taken from slug#name before the plain name', () => {
    const known = new Map<string, Value>([
      ['研发投入', n('1')],
      ['demo/mini#研发投入', n('2')],
    ])
    expect(factsFor(mini.policy, known, day('2024-03-01')).get('研发投入')).toEqual(n('2'))
  })
})

describe('policies not in force', () => {
  it('answer nothing and are named', () => {
    const early = on(firm(), '2024-01-09')
    expect(early.results).toEqual([])
    expect(early.closed.map((one) => one.meta.slug)).toEqual(['demo/mini'])
  })
})

describe('relations between measures', () => {
  it('are told with each measure they concern', () => {
    const { corpus } = compileMini((text) =>
      text.replace('通知:\n', '措施间:\n  - { 互斥: [设备补助, 另一项], 依据: 第四条 }\n通知:\n'),
    )
    const [result] = on(firm(), '2024-03-01', corpus.policies).results
    expect(result?.relations).toEqual([
      { form: 'exclusive', measures: ['设备补助', '另一项'], citation: '第四条' },
    ])
  })
})

describe('the order of results', () => {
  const measure = (name: string, rule: string, amount: string) =>
    `  - { 名: ${name}, 对象: 单位, 资格: ${rule}, 金额: ${amount} }\n`
  const file = tinyFile(
    `| 条件：行（同时满足） | 须满足 |
|---|---|
| 人多 | \`职工总数 > 10\` |

| 条件：不行（同时满足） | 须满足 |
|---|---|
| 人少 | \`职工总数 < 10\` |

| 条件：待查（同时满足） | 须满足 |
|---|---|
| 高新 | \`高新有效\` |

\`\`\`feel
一万: 1万元
九万: 9万元
\`\`\``,
    `对象: { 单位: 企业 }\n措施:\n${[
      measure('不行九万', '不行', '九万'),
      measure('待查一万', '待查', '一万'),
      measure('行一万', '行', '一万'),
      measure('待查九万', '待查', '九万'),
      measure('行九万', '行', '九万'),
    ].join('')}`,
  )
  const { corpus } = compileWith([file])

  it('is entitled, then open, then refused; inside each the most money first', () => {
    const { results } = on(new Map([['职工总数', n('20')]]), '2024-03-01', corpus.policies)
    expect(results.map((one) => one.measure.name)).toEqual([
      '行九万',
      '行一万',
      '待查九万',
      '待查一万',
      '不行九万',
    ])
  })
})

describe('versions loaded together', () => {
  const later = planted('施行: 2024-01-10', '施行: 2025-01-10')(mini.text)
  const { corpus } = compileWith([
    { path: 'demo/mini.md', text: mini.text },
    {
      path: 'demo/mini@2025.md',
      text: planted(
        '单台上限: 30万元',
        '单台上限: 40万元',
      )(later).replace(
        '| 贵的设备 | `设备原值: 200万元` | `true` | `30万元` |',
        '| 贵的设备 | `设备原值: 200万元` | `true` | `40万元` |',
      ),
    },
    {
      path: 'demo/mini@草案.md',
      text: planted(
        '单台上限: 30万元',
        '单台上限: 90万元',
      )(planted('状态: 施行', '状态: 草案')(mini.text)),
    },
  ])

  it.each([
    ['2024-06-01', '300000'],
    ['2025-01-09', '300000'],
    ['2025-01-10', '400000'],
  ])('on %s one of them decides, and a draft never does', (at, most) => {
    const { results } = on(firm({ 设备原值: n('9000000') }), at, corpus.policies)
    expect(results.map((one) => one.amount?.value)).toEqual([n(most)])
  })
})
