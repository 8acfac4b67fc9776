import type { Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { factsWith, mini, tiny } from '../test/mini.ts'
import type { Actor, Matter } from './matter.ts'
import { perform } from './perform.ts'
import type { Policy } from './policy.ts'

const firm: Actor = { user: '示例甲', role: '申请单位', subject: '示例单位' }

function input(policy: Policy, procedure: string, name: string, actor: Actor, filled = {}) {
  const matter: Matter = {
    id: '示例事项',
    procedure,
    state: null,
    parties: new Map(),
    openedOn: null,
    performed: [],
    reservations: [],
  }
  return {
    policy,
    calendar: mini.calendar,
    matter,
    facts: policy === mini.policy ? factsWith() : new Map<string, Value>(),
    books: new Map(),
    day: day('2024-03-01'),
    act: { name, actor, filled: new Map<string, Value>(Object.entries(filled)) },
  }
}

describe('acts of the system', () => {
  const entering = input(mini.policy, '示范评选', '报名', firm, { 研发投入: new Decimal(5) })

  it('beside a ranked act wait for the batch, and then take who is left over', () => {
    const waits = perform(entering)
    expect(waits.ok && waits.performed.matter.state).toBe('待排序')
    const left = perform(entering, true)
    expect(left.ok && left.performed.effects.map((one) => one.row.name)).toEqual(['报名', '落选'])
    expect(left.ok && left.performed.matter.state).toBe('已落选')
  })

  it('read what the acts before them filled in and set, and stop where nothing more follows', () => {
    const { policy } = tiny(`| 流程：查验（申请单位） | 由 | 须满足 | 状态 | 办理 |
|---|---|---|---|---|
| 交 | 申请单位 | | 起 → 待查 | 填 数目 |
| 大的 | 系统 | \`数目 > 10\` | 待查 → 待复核 | 置 \`倍数: 数目 * 2\` |
| 很大 | 系统 | \`倍数 > 30\` | 待复核 → 已退回 | |
| 通过 | 申请单位 | | 待复核、待查 → 已通过 | |

| 事实：查验 | 类型 | 证据 |
|---|---|---|
| 数目 | 数 | 填报：表 |
| 倍数 | 数 | 办理：查验 |
`)
    const ends = (n: number) => {
      const done = perform(input(policy, '查验', '交', firm, { 数目: new Decimal(n) }))
      return done.ok ? done.performed.effects.map((one) => one.state) : [done.refusal.code]
    }
    expect(ends(10)).toEqual(['待查'])
    expect(ends(11)).toEqual(['待查', '待复核'])
    expect(ends(16)).toEqual(['待查', '待复核', '已退回'])
  })

  it('that go round in a circle come to an end', () => {
    const { policy } = tiny(`| 流程：圈（申请单位） | 由 | 状态 |
|---|---|---|
| 进 | 申请单位 | 起 → 甲 |
| 去 | 系统 | 甲 → 乙 |
| 回 | 系统 | 乙 → 甲 |
| 完 | 申请单位 | 甲 → 完毕 |
`)
    const done = perform(input(policy, '圈', '进', firm))
    expect(done.ok && done.performed.effects.length).toBeLessThanOrEqual(101)
  })

  it('do not follow an act that was refused', () => {
    const refused = perform(input(mini.policy, '示范评选', '报名', { ...firm, role: '主管部门' }))
    expect(refused.ok ? 'ok' : refused.refusal.code).toBe('R1')
  })
})
