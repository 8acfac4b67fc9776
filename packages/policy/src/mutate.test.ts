import { type Node, nameSet, parse, print } from '@huoshui/feel'
import type { Calendar } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { compileMini, mini, planted, tiny } from '../test/mini.ts'
import { mutantsOf, mutatePolicy } from './mutate.ts'
import { mutateTree } from './mutate-tree.ts'

const names = nameSet(['甲', '乙', '丙', '今日'])
const tree = (source: string): Node => {
  const { tree, problems } = parse(source, { goal: 'expression', mode: 'policy', names })
  expect(problems).toEqual([])
  return tree
}

/** The changes of an expression, printed. */
const changes = (source: string) => mutateTree(tree(source)).map((one) => print(one.tree))

describe('the operators', () => {
  it.each<[string, readonly string[]]>([
    ['甲 <= 500', ['甲 < 500', '甲 <= 501', '甲 <= 499']],
    ['甲 < 5万元', ['甲 <= 5万元', '甲 < 5.000001万元', '甲 < 4.999999万元']],
    ['甲 >= 2亿元', ['甲 > 2亿元', '甲 >= 2.0000000001亿元', '甲 >= 1.9999999999亿元']],
    ['甲 > 0元', ['甲 >= 0元', '甲 > 0.01元']],
    ['甲 * 40%', ['甲 * 40.01%', '甲 * 39.99%']],
    ['甲 + 3年', ['甲 + 4年', '甲 + 2年']],
    ['甲 * 0.5', ['甲 * 0.6', '甲 * 0.4']],
    ['甲 and 乙', ['甲 or 乙']],
    ['甲 or 乙', ['甲 and 乙']],
    ['not(甲)', ['甲']],
    ['甲 = date("2024-02-29")', ['甲 = date("2024-03-01")', '甲 = date("2024-02-28")']],
    ['甲 = @"2024-12-31"', ['甲 = @"2025-01-01"', '甲 = @"2024-12-30"']],
    [
      'if 甲 then 1 else 2',
      ['if 甲 then 2 else 2', 'if 甲 then 0 else 2'].concat([
        'if 甲 then 1 else 3',
        'if 甲 then 1 else 1',
      ]),
    ],
    [
      'count(丙[乙 > 1]) = 0',
      ['count(丙[乙 >= 1]) = 0', 'count(丙[乙 > 2]) = 0'].concat([
        'count(丙[乙 > 0]) = 0',
        'count(丙[乙 > 1]) = 1',
      ]),
    ],
    ['甲 = "文字"', []],
  ])('%s', (source, expected) => {
    expect(changes(source).sort()).toEqual([...expected].sort())
  })

  it('mark what nudges a number of the law', () => {
    const marks = mutateTree(tree('甲 <= 500 and 乙')).map((one) => [one.id, one.constant])
    expect(marks).toEqual([
      ['and→or', false],
      ['<=→<', false],
      ['500→501', true],
      ['500→499', true],
    ])
  })

  const ids = mutantsOf(mini.policy).map((one) => one.id)

  it.each([
    '可申请资格 › 在本县注册 › 删行',
    '设备补助 › 补正 › 期限 +1',
    '设备补助 › 补正 › 期限 -1',
    '设备补助 › 补正 › 期限 日→工作日',
    '设备补助 › 受理 › 期限 工作日→日',
    '设备补助 › 申请 › 期限 +1',
    '补助比例 › 对调“初创高新”与“初创其他”的结果',
    '发展阶段 › 人少 › 50→51',
    '创新得分 › 研发投入 › 初创期 › 60→61',
    '账户 申请次数 › 注入 › 1次→2次',
    '设备补助 › 不予支持 › 置禁申至 › 6个月→7个月',
    '设备补助 › 记账 申请 › 申请次数 › 1次→2次',
  ])('%s', (id) => {
    expect(ids).toContain(id)
  })

  it('reach the formulas at the head of a table too', () => {
    const { policy } = tiny(`| 决策：档（首个） | \`数量 / 10\` | 结果 |
|---|---|---|
| 都是 | \`-\` | \`1\` |

| 评分：分 | 满分值 | 权重 |
|---|---|---|
| \`数量 - 3\` | \`8\` | \`100\` |

| 事实：物 | 类型 | 证据 |
|---|---|---|
| 数量 | 数 | 登记：台账 |
`)
    const found = mutantsOf(policy).map((one) => one.id)
    expect(found).toContain('档 › 数量 / 10 › 10→11')
    expect(found).toContain('分 › 数量 - 3 › 3→4')
  })

  it('give every mutant an id of its own', () => {
    expect(new Set(ids).size).toBe(ids.length)
  })
})

const rule = `| 条件：够大（同时满足） | 须满足 |
|---|---|
| 不少于十 | \`数量 >= 10\` |

| 事实：物 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 数量 | 数 | | 登记：台账 |

\`\`\`feel 基准
今日: date("2024-03-01")
数量: 10
\`\`\`
`
const table = (rows: string) => `${rule}
| 算例：基准 | 改动 | ⇒ 够大 | 因为 |
|---|---|---|---|
| 恰好 | | \`true\` | |
${rows}`

const run = (body: string) => {
  const { policy } = tiny(body)
  return mutatePolicy(policy, { calendar: mini.calendar as Calendar })
}

describe('a run', () => {
  it('kills all when both sides of the number are examples', () => {
    const done = run(table('| 少一 | `数量: 9` | `false` | 不少于十 |'))
    expect(done).toMatchObject({ total: 4, killed: 4, survivors: [] })
  })

  it('reports who survives when one side is missing', () => {
    const done = run(table(''))
    expect(done.survivors.map((one) => one.id)).toEqual([
      '够大 › 不少于十 › 删行',
      '够大 › 不少于十 › 10→9',
    ])
    expect(done.survivors[0]?.place.line).toBeGreaterThan(1)
  })

  const listing = (id: string) => `${table('')}\n\n## 等价变异\n\n- \`${id}\`：理由`

  it('accepts a survivor that is listed with its reason', () => {
    const done = run(listing('够大 › 不少于十 › 删行'))
    expect(done.listed.map((one) => one.reason)).toEqual(['理由'])
    expect(done.survivors.map((one) => one.id)).toEqual(['够大 › 不少于十 › 10→9'])
  })

  it('never accepts a number of the law as equivalent', () => {
    const done = run(listing('够大 › 不少于十 › 10→9'))
    expect(done.forbiddenListed).toHaveLength(1)
    expect(done.survivors.map((one) => one.id)).toContain('够大 › 不少于十 › 10→9')
  })

  it('reports a listing that fits no survivor', () => {
    expect(run(listing('够大 › 没有这个')).unknownListed).toHaveLength(1)
    expect(run(listing('够大 › 不少于十 › >=→>')).unknownListed).toHaveLength(1)
  })

  it('tells its progress and can be stopped', () => {
    const { policy } = tiny(table(''))
    const seen: number[] = []
    const done = mutatePolicy(policy, {
      calendar: mini.calendar,
      onProgress: (n, total) => {
        expect(total).toBe(4)
        seen.push(n)
        return n < 2
      },
    })
    expect(seen).toEqual([1, 2])
    expect(done.total).toBe(2)
  })

  it('may list the floor of an account that nothing is taken from, but no other floor', () => {
    const floors = (policy: typeof mini.policy) =>
      mutantsOf(policy).filter((one) => one.id.includes('底线') && one.id.includes('专项资金'))
    expect(floors(mini.policy).map((one) => one.constant)).toEqual([false])
    const raised = compileMini(
      planted(
        '| 专项资金 | 年度 | `年度预算` | `0元` |',
        '| 专项资金 | 年度 | `年度预算` | `5元` |',
      ),
    )
    expect(floors(raised.policy).map((one) => one.constant)).toEqual([true, true])
  })
})
