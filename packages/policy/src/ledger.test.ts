import type { Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { both, compileMini, factsWith, mini, planted, tiny } from '../test/mini.ts'
import { type Balance, type Booked, book } from './books.ts'
import type { Actor, Matter, StepResult } from './matter.ts'
import { factsOf } from './perform.ts'
import type { Policy } from './policy.ts'
import { step } from './step.ts'

const yuan = (n: number | string): Value => new Decimal(n)

interface Running {
  readonly policy: Policy
  matter: Matter
  facts: ReadonlyMap<string, Value>
  books: ReadonlyMap<string, Balance>
}

function begin(policy: Policy, procedure: string, facts: Readonly<Record<string, Value>>): Running {
  const matter: Matter = {
    id: '示例事项',
    procedure,
    state: null,
    parties: new Map(),
    openedOn: null,
    performed: [],
    reservations: [],
  }
  return { policy, matter, facts: new Map(Object.entries(facts)), books: new Map() }
}

function act(
  run: Running,
  name: string,
  actor: Actor,
  filled: Readonly<Record<string, Value>> = {},
  on = '2024-03-01',
): StepResult {
  const result = step({
    policy: run.policy,
    calendar: mini.calendar,
    matter: run.matter,
    facts: run.facts,
    books: run.books,
    day: day(on),
    act: {
      name,
      actor,
      filled: new Map(Object.entries(filled)),
      slots: new Map([['设备', '示例']]),
    },
  })
  if (result.ok) {
    run.matter = result.effects.matter
    run.facts = new Map([...run.facts, ...factsOf(run.policy, result.effects)])
    run.books = new Map([...run.books, ...result.effects.balances])
  }
  return result
}

const code = (result: StepResult) => (result.ok ? 'ok' : result.refusal.code)

/** What an act booked, as `mode amount`; amounts in 元. */
function booked(result: StepResult): string[] {
  if (!result.ok) throw new Error(result.refusal.message.zh)
  return result.effects.transfers.map((one) => `${one.mode} ${Number(one.amount) / 100}`)
}

const firm: Actor = { user: '示例甲', role: '单位', subject: '示例单位' }
const maker: Actor = { user: '示例乙', role: '经办' }
const checker: Actor = { user: '示例丙', role: '经办' }

const { policy } = tiny(`| 账户：资金 | 每 | 注入 | 底线 |
|---|---|---|---|
| 专项 | 年度 | \`预算\` | \`100元\` |
| 往来 | 单位 | | \`0元\` |

| 流程：付款（单位） | 由 | 状态 | 办理 |
|---|---|---|---|
| 开 | 单位 | 起 → 受理 | 填 甲数 |
| 占 | 经办 | 受理 → 占用 | |
| 再占 | 经办 | 占用 → 占用 | 填 乙数 |
| 定 | 经办 | 占用 → 占用 | 填 实付 |
| 付 | 经办 | 占用 → 已付 | |
| 全付 | 经办 | 占用 → 已付 | |
| 撤 | 单位 | 占用 → 已撤 | |

| 记账：付款 | 从 | 到 | 金额 | 方式 |
|---|---|---|---|---|
| 占 | 专项 | 往来 | \`甲数\` | 预留 |
| 再占 | 专项 | 往来 | \`乙数\` | 预留 |
| 付 | 专项 | | \`实付\` | 落实 |
| 全付 | 专项 | | | 落实 |
| 撤 | 全部预留 | | | 释放 |

| 事实：付款 | 类型 | 证据 |
|---|---|---|
| 甲数 | 金额，下限 0元 | 填报：申请 |
| 乙数 | 金额，下限 0元 | 认定：审核 |
| 实付 | 金额，下限 0元 | 认定：审核 |

| 事实：预算年 | 类型 | 证据 |
|---|---|---|
| 预算 | 金额，下限 0元 | 通知：预算 |
`)

/** A matter with 10元 and 5元 reserved on one account that began with 150元. */
function reserved(): Running {
  const run = begin(policy, '付款', { 预算: yuan(150) })
  expect(code(act(run, '开', firm, { 甲数: yuan(10) }))).toBe('ok')
  expect(booked(act(run, '占', maker))).toEqual(['fund 150', 'reserve 10'])
  expect(booked(act(run, '再占', maker, { 乙数: yuan(5) }))).toEqual(['reserve 5'])
  return run
}

const special = (books: Running['books']) =>
  books.get('资金/专项[年度=2024]') ?? { funded: 0n, balance: 0n, held: 0n }

describe('several reservations on one account', () => {
  it.each<[number, string[]]>([
    [12, ['settle 10', 'settle 2', 'release 3']],
    [8, ['settle 8', 'release 2', 'release 5']],
    [15, ['settle 10', 'settle 5']],
    [0, ['release 10', 'release 5']],
  ])('settle %d yuan of them together', (sum, expected) => {
    const run = reserved()
    act(run, '定', maker, { 实付: yuan(sum) })
    expect(booked(act(run, '付', checker))).toEqual(expected)
    expect(run.matter.reservations).toEqual([])
    expect(special(run.books)).toMatchObject({ held: 0n, balance: 15_000n - BigInt(sum * 100) })
  })

  it('never settle more than they hold', () => {
    const run = reserved()
    act(run, '定', maker, { 实付: yuan('15.01') })
    const result = act(run, '付', checker)
    expect(code(result)).toBe('R7')
    if (!result.ok) expect(result.refusal.shortage).toMatchObject({ asked: 1501n, free: 1500n })
  })

  it('are settled whole when the row names no amount, and released whole by 全部预留', () => {
    expect(booked(act(reserved(), '全付', checker))).toEqual(['settle 10', 'settle 5'])
    const run = reserved()
    expect(booked(act(run, '撤', firm))).toEqual(['release 10', 'release 5'])
    expect(special(run.books)).toEqual({ funded: 15_000n, balance: 15_000n, held: 0n })
  })
})

describe('maker and checker', () => {
  it('are two people also where what was reserved is settled without an amount', () => {
    expect(code(act(reserved(), '全付', maker))).toBe('R1')
    expect(code(act(reserved(), '全付', checker))).toBe('ok')
  })

  it('are two people also where the amount was worked out from what one of them filled in', () => {
    const run = published('示例甲')
    const sets = act(run, '确认', office('示例乙'), { 发票金额: yuan(100) }, '2024-03-19')
    if (!sets.ok) throw new Error(sets.refusal.message.zh)
    // 100 / 3 becomes 金额 as it is set, and is rounded to the fen there.
    const values = sets.effects.facts.map((one) => [one.name, String(one.value)])
    expect(values).toEqual([
      ['发票金额', '100'],
      ['实付金额', '33.33'],
    ])
    expect(code(act(run, '拨付', office('示例乙'), {}, '2024-03-20'))).toBe('R1')
    expect(code(act(run, '拨付', office('示例丙'), {}, '2024-03-20'))).toBe('ok')
  })
})

const office = (user: string): Actor => ({ user, role: '主管部门' })

/** A matter of the mini policy for a firm, at 公示中. */
function published(
  firmName: string,
  books: Running['books'] = new Map(),
  budget = 1_000_000,
): Running {
  const facts = factsWith({ 年度预算: yuan(budget) })
  for (const row of mini.policy.procedures[0]?.acts ?? []) {
    for (const doing of row.doing)
      if (doing.verb === '填') for (const n of doing.names) facts.delete(n)
  }
  const run: Running = { ...begin(mini.policy, '设备补助', {}), facts, books }
  run.matter = {
    ...run.matter,
    id: `示例${firmName}`,
    parties: new Map([['申请年度', '2024年度']]),
  }
  const own: Actor = { user: firmName, role: '申请单位', subject: firmName }
  const asks = { 申请金额: yuan(200_000), 材料齐备: true }
  const experts: Actor = { user: '示例专家', role: '专家组' }
  for (const result of [
    act(run, '申请', own, asks),
    act(run, '受理', office('示例乙'), {}, '2024-03-04'),
    act(run, '评审', experts, { 先进程度: yuan(85), 一致推荐: false }, '2024-03-05'),
    act(run, '公示', office('示例乙'), { 核定金额: yuan(180_000) }, '2024-03-11'),
  ]) {
    if (!result.ok) throw new Error(result.refusal.code)
  }
  return run
}

describe('注入 and 底线', () => {
  it('nothing falls below a floor that is not zero', () => {
    const run = begin(policy, '付款', { 预算: yuan(150) })
    act(run, '开', firm, { 甲数: yuan('50.01') })
    const result = act(run, '占', maker)
    expect(code(result)).toBe('R7')
    if (!result.ok) {
      expect(result.refusal.shortage).toMatchObject({ account: '专项', asked: 5001n })
      expect(result.refusal.message.zh).toContain('50.01元')
    }
  })

  it('a lowered 注入 takes back what is free above the floor and no more; a raised one fills up', () => {
    const run = reserved()
    const set = (sum: number) => {
      run.facts = new Map([...run.facts, ['预算', yuan(sum)]])
      const result = act(run, '再占', maker, { 乙数: yuan(0) })
      return booked(result)
    }
    // 150 held in 15: 35 lie above the floor of 100.
    expect(set(120)).toEqual(['fund 30'])
    expect(special(run.books)).toEqual({ funded: 12_000n, balance: 12_000n, held: 1500n })
    expect(set(0)).toEqual(['fund 5'])
    expect(special(run.books)).toEqual({ funded: 11_500n, balance: 11_500n, held: 1500n })
    expect(set(0)).toEqual([])
    expect(set(200)).toEqual(['fund 85'])
    expect(special(run.books)).toEqual({ funded: 20_000n, balance: 20_000n, held: 1500n })
  })

  it('while what funds it is not known nothing is taken', () => {
    const run = begin(policy, '付款', {})
    act(run, '开', firm, { 甲数: yuan(1) })
    const result = act(run, '占', maker)
    expect(code(result)).toBe('R6')
    if (!result.ok) expect(result.refusal.missing.map((one) => one.key)).toEqual(['预算'])
  })
})

describe('accounts', () => {
  it('are settled in the year they were reserved in', () => {
    const run = published('示例甲')
    act(run, '确认', office('示例丙'), { 发票金额: yuan(300_000) }, '2024-12-30')
    const done = act(run, '拨付', office('示例丁'), {}, '2025-01-06')
    if (!done.ok) throw new Error(done.refusal.message.zh)
    const keys = done.effects.transfers.map((one) => one.debit)
    expect(keys.every((key) => key.includes('年度=2024'))).toBe(true)
    expect([...run.books.keys()].some((key) => key.includes('年度=2025'))).toBe(false)
  })

  it('shared by two matters never pay more than there is', () => {
    const one = published('示例甲', new Map(), 300_000)
    expect(() => published('示例乙', one.books, 300_000)).toThrow('R7')
    const two = published('示例乙', one.books, 360_000)
    expect(two.books.get('资金/专项资金[年度=2024]')).toMatchObject({ held: 36_000_000n })
    expect(() => published('示例丙', two.books, 360_000)).toThrow('R7')
  })

  it('are not booked by what a notice reads', () => {
    const { policy } = compileMini(
      both(
        planted('三分之一: 设备原值 / 3', '三分之一: 设备原值 / 3\n余名额: 示范名额'),
        planted('公示 单位名称、核定金额', '公示 单位名称、核定金额、余名额'),
      ),
    )
    const run = published('示例甲')
    const own: Actor = { user: '示例甲', role: '申请单位', subject: '示例甲' }
    const back = act(run, '提出异议', own, {}, '2024-03-12')
    expect(code(back)).toBe('ok')
    const before = run.books
    const again: Running = { ...run, policy }
    const result = act(again, '公示', office('示例乙'), { 核定金额: yuan(1) }, '2024-03-13')
    if (!result.ok) throw new Error(result.refusal.message.zh)
    expect(String(result.effects.notice?.facts.get('余名额'))).toBe('2')
    expect(replay(before, result)).toEqual(again.books)
  })
})

/** The books that an act's transfers make of those before it. */
function replay(books: Running['books'], result: StepResult): Running['books'] {
  const after = new Map(books)
  for (const one of result.ok ? result.effects.transfers : []) {
    for (const [key, balance] of book(after, one, -(10n ** 12n)) as Booked[])
      after.set(key, balance)
  }
  return after
}

describe('what an act books', () => {
  it('is exactly the difference between the books before and after it', () => {
    const moves = ['申请', '受理', '评审', '公示', '提出异议', '确认', '拨付', '撤回', '不予支持']
    const actors: Readonly<Record<string, (name: string) => Actor>> = {
      申请: (name) => ({ user: name, role: '申请单位', subject: name }),
      撤回: (name) => ({ user: name, role: '申请单位', subject: name }),
      评审: () => ({ user: '示例专家', role: '专家组' }),
      拨付: () => office('示例丙'),
    }
    const filled: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
      申请: { 申请金额: yuan(200_000), 材料齐备: true },
      评审: { 先进程度: yuan(85), 一致推荐: false },
      公示: { 核定金额: yuan(180_000) },
      确认: { 发票金额: yuan(500_000) },
    }
    const one = fc.record({
      who: fc.constantFrom('示例甲', '示例乙', '示例丙'),
      move: fc.constantFrom(...moves),
      budget: fc.constantFrom(0, 200_000, 500_000),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (list) => {
        const runs = new Map<string, Running>()
        let books: Running['books'] = new Map()
        let at = 0
        for (const { who, move, budget } of list) {
          const run = runs.get(who) ?? fresh(who)
          runs.set(who, run)
          run.books = books
          run.facts = new Map([...run.facts, ['年度预算', yuan(budget)]])
          const on = `2024-0${3 + Math.floor(at / 20)}-${String((at++ % 20) + 4).padStart(2, '0')}`
          const actor = (actors[move] ?? (() => office('示例乙')))(who)
          const result = act(run, move, actor, filled[move], on)
          expect(replay(books, result)).toEqual(run.books)
          books = run.books
          const held = [...books.values()].reduce((sum, one) => sum + one.held, 0n)
          const reserved = [...runs.values()].flatMap((each) => [...each.matter.reservations])
          expect(held).toBe(reserved.reduce((sum, one) => sum + one.amount, 0n))
          for (const [key, one] of books) {
            if (key.endsWith(']')) expect(one.balance - one.held).toBeGreaterThanOrEqual(0n)
          }
        }
      }),
      { numRuns: 100 },
    )
  })
})

function fresh(who: string): Running {
  const facts = factsWith()
  for (const row of mini.policy.procedures[0]?.acts ?? []) {
    for (const doing of row.doing)
      if (doing.verb === '填') for (const n of doing.names) facts.delete(n)
  }
  const run = { ...begin(mini.policy, '设备补助', {}), facts }
  const parties = new Map([['申请年度', '2024年度']])
  return { ...run, matter: { ...run.matter, id: `示例${who}`, parties } }
}

describe('who and when, before anything else', () => {
  const run = () => published('示例甲')

  it('an act of another role is R1 in every state; one of your own in another state is R2', () => {
    expect(code(act(run(), '撤回', office('示例乙')))).toBe('R1')
    expect(code(act(run(), '受理', office('示例乙')))).toBe('R2')
  })

  it('a ranked or drawn act is not done for one matter alone', () => {
    const one = begin(mini.policy, '示范评选', {})
    one.matter = { ...one.matter, state: '待排序' }
    expect(code(act(one, '入选', office('示例乙')))).toBe('R2')
    expect(code(act(one, '抽查', office('示例乙')))).toBe('R2')
    expect(code(act(one, '入选', firm))).toBe('R1')
  })

  it('a fact is never filled in for a party that has not been chosen', () => {
    const { policy } = compileMini(
      planted('填 设备、申请金额、材料齐备', '填 设备原值、申请金额、材料齐备'),
    )
    const one: Running = { ...fresh('示例甲'), policy }
    const own: Actor = { user: '示例甲', role: '申请单位', subject: '示例甲' }
    const asks = { 设备原值: yuan(1), 申请金额: yuan(1), 材料齐备: true }
    const result = act(one, '申请', own, asks)
    expect(code(result)).toBe('R6')
    if (!result.ok) expect(result.refusal.emptySlots).toEqual(['设备'])
  })

  it('a rule that must not hold is named when it does', () => {
    const one = published('示例甲')
    const own: Actor = { user: '示例甲', role: '申请单位', subject: '示例甲' }
    act(one, '提出异议', own, {}, '2024-03-12')
    const result = act(one, '不予支持', office('示例乙'), {}, '2024-03-13')
    expect(code(result)).toBe('R5')
    if (!result.ok) expect(result.refusal.message.zh).toBe('不满足：不予支持。')
  })
})
