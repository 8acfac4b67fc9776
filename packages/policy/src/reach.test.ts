import { day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { cashier, firm, office, Running, yuan } from '../test/matter.ts'
import { both, compileMini, mini, planted, tiny } from '../test/mini.ts'
import type { Act, Actor } from './matter.ts'
import { accountKeysOf, ledgersOf } from './reach.ts'

const act = (name: string, actor: Actor, slots: [string, string][] = []): Act => ({
  name,
  actor,
  filled: new Map(),
  slots: new Map(slots),
})

const keysOf = (run: Running, on: string, given: Act): [string, string | null][] =>
  [...accountKeysOf({ ...run.at(on), act: given })].map(([account, key]) => [account.name, key])

describe('the accounts within reach of a matter', () => {
  it('are keyed by the opener, the year of the act and the parties, in the policy’s order', () => {
    expect(keysOf(new Running(), '2024-03-01', act('申请', firm))).toEqual([
      ['专项资金', '资金/专项资金[年度=2024]'],
      ['单位往来', '资金/单位往来[申请单位=示例单位甲]'],
      ['申请次数', '额度/申请次数[申请单位=示例单位甲,年度=2024]'],
    ])
  })

  it('leave out those of a party that nobody has chosen', () => {
    const keys = keysOf(new Running(), '2025-03-01', act('受理', office))
    expect(keys).toEqual([['专项资金', '资金/专项资金[年度=2025]']])
  })

  it('hold everything that any act of a whole life changes', () => {
    const run = new Running()
    const reached = new Set(keysOf(run, '2024-03-01', act('申请', firm)).map(([, key]) => key))
    run.upTo('拨付')
    const changed = run.done.flatMap((effects) => [...effects.accounts.keys()])
    expect(changed.length).toBeGreaterThan(3)
    expect(changed.filter((key) => !reached.has(key))).toEqual([])
  })

  it('keyed by a rule are null, by a slot of this very act its subject, by a call the call', () => {
    const { policy } = tiny(`| 账户：盘 | 每 | 注入 | 底线 |
|---|---|---|---|
| 分档 | 档 | \`1次\` | \`0次\` |
| 分件 | 物件 | \`1次\` | \`0次\` |
| 分期 | 批次 | \`1次\` | \`0次\` |

| 决策：档（首个） | \`数目\` | 结果 |
|---|---|---|
| 低 | \`< 5\` | \`"低"\` |
| 高 | \`-\` | \`"高"\` |

| 流程：分发（单位、物件、批次） | 由 | 须满足 | 状态 | 办理 |
|---|---|---|---|---|
| 报 | 单位 | \`分期 >= 1 and 批量 > 0 and 色 = "红"\` | 起 → 已报 | 填 数目、物件 |

| 记账：分发 | 从 | 到 | 金额 | 方式 |
|---|---|---|---|---|
| 报 | 分档 | 已用 | \`1次\` | 直记 |
| 报 | 分件 | 已用 | \`1次\` | 直记 |

| 事实：分发 | 类型 | 证据 |
|---|---|---|
| 数目 | 数 | 填报：表 |

| 事实：物件 | 类型 | 证据 |
|---|---|---|
| 色 | 文本 | 登记：表 |

| 事实：批次 | 类型 | 证据 |
|---|---|---|
| 批量 | 数 | 通知：批次 |
`)
    const matter = { ...new Running().matter, procedure: '分发', parties: new Map() }
    const given = act('报', { ...firm, role: '单位' }, [['物件', '甲件']])
    const found = accountKeysOf({ policy, matter, day: day('2024-03-01'), act: given })
    expect([...found].map(([account, key]) => [account.name, key])).toEqual([
      ['分档', null],
      ['分件', '盘/分件[物件=甲件]'],
      ['分期', '盘/分期[批次=批次]'],
    ])
  })
})

describe('the 账套 of a procedure', () => {
  it('are those it books in, sorted', () => {
    expect(ledgersOf(mini.policy, '设备补助')).toEqual(['资金', '额度'].sort())
    expect(ledgersOf(mini.policy, '示范评选')).toEqual(['额度'])
    expect(ledgersOf(mini.policy, '没有的')).toEqual([])
  })

  it('are also those that a rule only reads, through other rules', () => {
    const { policy } = compileMini(
      both(
        planted(
          '三分之一: 设备原值 / 3',
          '三分之一: 设备原值 / 3\n有钱: 余钱 > 0元\n余钱: 专项资金',
        ),
        planted('| 报名 | 申请单位 | | 起', '| 报名 | 申请单位 | `有钱` | 起'),
      ),
    )
    expect(ledgersOf(policy, '示范评选')).toEqual(['资金', '额度'].sort())
  })
})

describe('the effects of an act', () => {
  it('name the accounts it changed and no others, with keys and floor', () => {
    const effects = new Running().upTo('公示').done.at(-1)
    expect([...(effects?.balances.keys() ?? [])].sort()).toEqual(
      ['资金/专项资金[年度=2024]', '资金/外部'].sort(),
    )
    expect([...(effects?.accounts ?? [])]).toMatchObject([
      ['资金/专项资金[年度=2024]', { keys: [{ kind: '年度', value: '2024' }], floor: 0n }],
    ])
    const names = effects?.transfers.map((one) => [one.mode, one.debitName, one.creditName])
    expect(names).toEqual([
      ['fund', '外部', '专项资金'],
      ['reserve', '专项资金', '单位往来'],
    ])
  })

  it('read an account of another year by its reservation', () => {
    const run = new Running().upTo('确认')
    const effects = run.act('拨付', '2025-01-06', cashier)
    expect([...effects.accounts.keys()].sort()).toEqual(
      [
        '额度/申请次数[申请单位=示例单位甲,年度=2024]',
        '资金/专项资金[年度=2024]',
        '资金/单位往来[申请单位=示例单位甲]',
      ].sort(),
    )
  })

  it('come with books that see them over those before, which stay as they were', () => {
    const run = new Running().upTo('评审')
    const before = run.books
    const { books, balances } = run.act('公示', '2024-03-11', office, { 核定金额: yuan(5) })
    const key = '资金/专项资金[年度=2024]'
    expect([before.get(key), books.get(key)?.held]).toEqual([undefined, 500n])
    const chances = '额度/申请次数[申请单位=示例单位甲,年度=2024]'
    expect(balances.has(chances)).toBe(false)
    expect(books.get(chances)).toEqual(before.get(chances))
  })
})
