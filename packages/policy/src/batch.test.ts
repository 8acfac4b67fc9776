import type { Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMini, factsWith, mini, planted, tiny } from '../test/mini.ts'
import { type BatchEntry, draw, drawCount, rank, stepBatch } from './batch.ts'
import type { Matter } from './matter.ts'
import type { ActRow } from './policy.ts'

const procedure = mini.policy.procedures.find((one) => one.name === '示范评选')
const row = (name: string) => procedure?.acts.find((one) => one.name === name) as ActRow
const yuan = (n: number): Value => new Decimal(n)

function entry(id: string, facts: Readonly<Record<string, Value | undefined>>, on = '2024-03-01') {
  const matter: Matter = {
    id,
    procedure: '示范评选',
    state: '待排序',
    parties: new Map([
      ['申请单位', `示例单位${id}`],
      ['申请年度', '2024年度'],
    ]),
    openedOn: day(on),
    performed: [],
    reservations: [],
  }
  return { matter, facts: factsWith(facts) } satisfies BatchEntry
}

const run = (entries: readonly BatchEntry[], name = '入选', seed = 's') =>
  stepBatch({
    policy: mini.policy,
    calendar: mini.calendar,
    books: new Map(),
    day: day('2024-04-01'),
    row: row(name),
    entries,
    seed,
    act: { name, actor: { user: '示例经办', role: '主管部门' }, filled: new Map() },
  })

const done = (result: ReturnType<typeof run>) =>
  'done' in result ? result.done.map((one) => one.matter.id) : []

describe('择优', () => {
  it('goes in the order of the rule until the account is empty', () => {
    const result = run([
      entry('低', { 研发投入: yuan(10_000) }),
      entry('高', { 研发投入: yuan(900_000) }),
      entry('中', { 研发投入: yuan(500_000) }),
    ])
    expect(done(result)).toEqual(['高', '中'])
    const refused = 'refused' in result ? result.refused : []
    expect(refused.map((one) => [one.matter.id, one.refusal.code])).toEqual([['低', 'R7']])
  })

  it('breaks ties as the row says: by the second rule, then who applied first', () => {
    // Above the full mark the scores are equal, and the amounts decide.
    const by = [
      entry('少', { 研发投入: yuan(2_000_000) }),
      entry('多', { 研发投入: yuan(3_000_000) }),
    ]
    expect(done(run(by))).toEqual(['多', '少'])
    const first = [
      entry('后', { 研发投入: yuan(100) }, '2024-03-02'),
      entry('先', { 研发投入: yuan(100) }, '2024-03-01'),
    ]
    expect(done(run(first))).toEqual(['先', '后'])
  })

  it('skips who does not meet the condition without closing the account', () => {
    const result = run([
      entry('零', { 研发投入: yuan(0) }),
      entry('甲', { 研发投入: yuan(100) }),
      entry('乙', { 研发投入: yuan(200) }),
    ])
    expect(done(result)).toEqual(['乙', '甲'])
    const refused = 'refused' in result ? result.refused : []
    expect(refused.map((one) => one.refusal.code)).toEqual(['R5'])
  })

  it('stops and names what is missing when one can not be ranked', () => {
    const result = run([entry('甲', {}), entry('乙', { 研发投入: undefined })])
    if (!('refusal' in result)) throw new Error('it was ranked')
    expect(result.refusal.code).toBe('R6')
    expect(result.refusal.missing.map((one) => one.key)).toEqual(['研发投入'])
    expect(result.refusal.message.zh).toContain('乙')
  })

  it('spends what each one takes, once', () => {
    const result = run([entry('甲', {}), entry('乙', {})])
    const books = 'done' in result ? result.balances : new Map()
    const held = [...books].find(([key]) => key.includes('示范名额'))?.[1]
    expect(held).toEqual({ funded: 2n, balance: 0n, held: 0n })
  })
})

describe('a draw', () => {
  it('takes the share asked for, and is the same for the same seed in any order', () => {
    const ids = ['甲', '乙', '丙', '丁']
    const entries = ids.map((id) => entry(id, {}))
    const drawn = done(run(entries, '抽查', '种子'))
    expect(drawn).toHaveLength(2)
    expect(new Set(done(run([...entries].reverse(), '抽查', '种子')))).toEqual(new Set(drawn))
  })

  it('does not depend on the order of the list, and another seed draws otherwise', () => {
    const ids = Array.from({ length: 40 }, (_, i) => `示例${i}`)
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 40 }), fc.string(), (list, seed) => {
        expect(draw(seed, list, 7)).toEqual(draw(seed, ids, 7))
      }),
    )
    expect(draw('a', ids, 7)).not.toEqual(draw('b', ids, 7))
  })

  it('is by SHA-256 of seed and id, least first', () => {
    // printf 's:甲' | sha256sum begins f2d5, printf 's:乙' | sha256sum begins 0193.
    expect(draw('s', ['甲', '乙'], 1)).toEqual(['乙'])
    expect(draw('s', ['甲', '乙'], 2)).toEqual(['乙', '甲'])
    expect(draw('s', ['甲', '乙'], 0)).toEqual([])
  })

  it.each([
    ['0.5', 5, 3],
    ['0.01', 5, 1],
    ['1', 5, 5],
    ['3', 5, 3],
    ['9', 5, 5],
  ])('%s of %d is %d', (share, size, count) => {
    expect(drawCount(new Decimal(share), size)).toBe(count)
  })
})

describe('places', () => {
  const ranked = (tail: string, entries: readonly BatchEntry[]) => {
    const { policy } = compileMini(
      planted('择优 `创新得分`，同分 `研发投入`，再同分 先申请', `择优 \`创新得分\`${tail}`),
    )
    const row = policy.procedures
      .find((one) => one.name === '示范评选')
      ?.acts.find((one) => one.name === '入选') as ActRow
    const merit = row.doing.find((doing) => doing.verb === '择优')
    if (merit?.verb !== '择优') throw new Error('no merit')
    const result = rank(policy, row, merit, entries, day('2024-04-01'))
    return result.ok ? result.ranked.map((one) => [one.entry.matter.id, one.place]) : []
  }
  const three = [
    entry('低', { 研发投入: yuan(100) }),
    entry('甲', { 研发投入: yuan(9_000_000) }, '2024-03-05'),
    entry('乙', { 研发投入: yuan(8_000_000) }, '2024-03-04'),
  ]

  it.each([
    ['，同分并列', ['甲 1', '乙 1', '低 3']],
    ['，同分 先申请', ['乙 1', '甲 2', '低 3']],
    ['，同分 `研发投入`', ['甲 1', '乙 2', '低 3']],
    ['，同分 `研发投入`，同分并列', ['甲 1', '乙 2', '低 3']],
  ])('with “%s”', (tail, places) => {
    expect(ranked(tail, three).map((one) => one.join(' '))).toEqual(places)
  })

  it('do not depend on the order of the list where the row settles ties', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(three, { minLength: 3 }), (list) => {
        expect(ranked('，同分 先申请', list)).toEqual(ranked('，同分 先申请', three))
      }),
    )
  })
})

describe('an account that runs short', () => {
  const { policy } = tiny(`| 账户：盘子 | 每 | 注入 | 底线 |
|---|---|---|---|
| 分盘 | 组别 | \`100元\` | \`0元\` |

| 决策：组别（唯一） | \`大组\` | 结果 |
|---|---|---|
| 大 | \`true\` | \`"大"\` |
| 小 | \`false\` | \`"小"\` |

| 流程：分配（单位） | 由 | 状态 | 办理 |
|---|---|---|---|
| 报 | 单位 | 起 → 待排 | |
| 选 | 经办 | 待排 → 已选 | 择优 \`得分\` |

| 记账：分配 | 从 | 到 | 金额 | 方式 |
|---|---|---|---|---|
| 选 | 分盘 | 已用 | \`要多少\` | 直记 |

| 事实：单位 | 类型 | 证据 |
|---|---|---|
| 得分 | 数 | 登记：表 |
| 大组 | 是非 | 登记：表 |
| 要多少 | 金额，下限 0元 | 登记：表 |
`)
  const act = policy.procedures[0]?.acts.find((one) => one.name === '选') as ActRow
  const one = (id: string, points: number, large: boolean, wants: number): BatchEntry => ({
    matter: {
      id,
      procedure: '分配',
      state: '待排',
      parties: new Map([['单位', id]]),
      openedOn: day('2024-03-01'),
      performed: [],
      reservations: [],
    },
    facts: new Map<string, Value>([
      ['得分', yuan(points)],
      ['大组', large],
      ['要多少', yuan(wants)],
    ]),
  })

  it('is closed for all that follow, and no other account is', () => {
    const result = stepBatch({
      policy,
      calendar: mini.calendar,
      books: new Map(),
      day: day('2024-04-01'),
      row: act,
      entries: [
        one('五十', 9, true, 50),
        one('太多', 8, true, 60),
        one('本来够', 7, true, 10),
        one('另一盘', 6, false, 100),
      ],
      act: { name: '选', actor: { user: '示例', role: '经办' }, filled: new Map() },
    })
    if (!('done' in result)) throw new Error('not ranked')
    expect(result.done.map((effects) => effects.matter.id)).toEqual(['五十', '另一盘'])
    expect(result.refused.map((each) => [each.matter.id, each.refusal.code])).toEqual([
      ['太多', 'R7'],
      ['本来够', 'R7'],
    ])
    const left = [...result.balances].filter(([key]) => key.includes('分盘'))
    expect(left.map(([key, book]) => [key, book.balance])).toEqual([
      ['盘子/分盘[组别=大]', 5000n],
      ['盘子/分盘[组别=小]', 0n],
    ])
  })
})

describe('a draw whose share is not known', () => {
  it('draws nobody and says what is missing', () => {
    const result = run([entry('甲', { 抽查比例: undefined })], '抽查')
    if (!('refusal' in result)) throw new Error('it was drawn')
    expect(result.refusal.code).toBe('R6')
    expect(result.refusal.missing.map((one) => one.key)).toEqual(['抽查比例'])
  })
})
