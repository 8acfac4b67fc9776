import type { Value } from '@huoshui/feel'
import { addDays, Decimal, day } from '@huoshui/values'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMini, factsWith, mini, planted } from '../test/mini.ts'
import type { Balance } from './books.ts'

import type { Act, Actor, Effects, Matter, StepResult } from './matter.ts'
import { perform } from './perform.ts'
import type { Policy } from './policy.ts'
import { step } from './step.ts'

const amount = (yuan: string): Value => new Decimal(yuan)

interface Run {
  readonly policy: Policy
  matter: Matter
  facts: Map<string, Value>
  books: ReadonlyMap<string, Balance>
  last: StepResult | null
}

const filledFacts = [
  '申请金额',
  '材料齐备',
  '先进程度',
  '一致推荐',
  '核定金额',
  '发票金额',
  '实付金额',
]

function begin(policy: Policy = mini.policy, id = '示例一'): Run {
  const facts = factsWith({}, policy)
  for (const name of filledFacts) facts.delete(name)
  const matter: Matter = {
    id,
    procedure: '设备补助',
    state: null,
    parties: new Map([['申请年度', '2024年度']]),
    openedOn: null,
    performed: [],
    reservations: [],
  }
  return { policy, matter, facts, books: new Map(), last: null }
}

const firm: Actor = { user: '示例经办甲', role: '申请单位', subject: '示例单位甲' }
const office: Actor = { user: '示例经办乙', role: '主管部门' }
const cashier: Actor = { user: '示例经办丙', role: '主管部门' }
const experts: Actor = { user: '示例专家', role: '专家组' }
const system: Actor = { user: '系统', role: '系统' }

type Filled = Readonly<Record<string, Value>>

/** Does an act and keeps what came of it; a refusal leaves everything as it was. */
function act(run: Run, name: string, on: string, actor: Actor, filled: Filled = {}): StepResult {
  const given: Act = {
    name,
    actor,
    filled: new Map(Object.entries(filled)),
    slots: new Map([['设备', '示例设备']]),
  }
  const { policy, matter, facts, books } = run
  const { calendar } = mini
  const input = { policy, calendar, matter, facts, books, day: day(on), act: given }
  const result = step(input)
  run.last = result
  if (result.ok) {
    run.matter = result.effects.matter
    run.books = new Map([...run.books, ...result.effects.balances])
    for (const one of result.effects.facts) run.facts.set(one.name, one.value)
  }
  return result
}

const code = (result: StepResult) => (result.ok ? 'ok' : result.refusal.code)
const effects = (result: StepResult): Effects => {
  if (!result.ok) throw new Error(result.refusal.message.zh)
  return result.effects
}

const apply = (run: Run, on = '2024-03-01', filled: Filled = {}) =>
  act(run, '申请', on, firm, { 申请金额: amount('200000'), 材料齐备: true, ...filled })

/** Brings a matter to 公示中 with 18万元 fixed by `office`. */
function published(run: Run = begin()): Run {
  effects(apply(run))
  effects(act(run, '受理', '2024-03-04', office))
  effects(act(run, '评审', '2024-03-05', experts, { 先进程度: amount('85'), 一致推荐: false }))
  effects(act(run, '公示', '2024-03-11', office, { 核定金额: amount('180000') }))
  return run
}

const free = (books: Run['books'], name: string): bigint[] =>
  [...books].filter(([key]) => key.includes(name)).map(([, one]) => one.balance - one.held)

describe('R1 who', () => {
  it('refuses another role and names the right one', () => {
    const result = act(begin(), '申请', '2024-03-01', office)
    expect(code(result)).toBe('R1')
    if (!result.ok) expect(result.refusal.message.zh).toContain('申请单位')
  })

  it('refuses the right role of another organisation', () => {
    const run = begin()
    effects(apply(run))
    expect(code(act(run, '撤回', '2024-03-02', { ...firm, subject: '示例单位乙' }))).toBe('R1')
    expect(code(act(run, '撤回', '2024-03-02', firm))).toBe('ok')
  })

  it('takes an entry on paper’s behalf only with the file, and keeps both names', () => {
    const run = begin()
    effects(apply(run))
    effects(act(run, '受理', '2024-03-04', office))
    const clerk: Actor = { user: '示例窗口', role: '窗口' }
    const opinion = { 先进程度: amount('85'), 一致推荐: false }
    expect(code(act(run, '评审', '2024-03-05', clerk, opinion))).toBe('R4')
    const done = effects(act(run, '评审', '2024-03-05', { ...clerk, file: '示例扫描件' }, opinion))
    expect(done.events[0]).toMatchObject({
      by: '专家组',
      actor: { role: '窗口', file: '示例扫描件' },
    })
  })

  it('lets nobody pay an amount that he filled in himself', () => {
    const run = published()
    effects(act(run, '确认', '2024-03-19', office, { 发票金额: amount('600000') }))
    const policy = compileMini(
      planted(
        '| 拨付 | 专项资金 | | `实付金额` | 落实 |',
        '| 拨付 | 专项资金 | | `核定金额` | 落实 |',
      ),
    ).policy
    const direct: Run = { ...run, policy }
    expect(code(act(direct, '拨付', '2024-03-20', office))).toBe('R1')
    expect(code(act(direct, '拨付', '2024-03-20', cashier))).toBe('ok')
  })
})

describe('R2 state', () => {
  it('refuses an act that is not open now, and says when it is', () => {
    const result = act(begin(), '拨付', '2024-03-01', office)
    expect(code(result)).toBe('R2')
    if (!result.ok) expect(result.refusal.message.zh).toContain('待拨付')
  })

  it('refuses an act that there is not', () => {
    expect(code(act(begin(), '飞升', '2024-03-01', office))).toBe('R2')
  })
})

describe('R3 time', () => {
  it('bars an act after a fixed day, which never rolls', () => {
    // 2024-11-30 is a Saturday.
    expect(code(apply(begin(), '2024-11-30'))).toBe('ok')
    expect(code(apply(begin(), '2024-12-01'))).toBe('R3')
  })

  it('opens 满 only after the whole span', () => {
    const run = published()
    expect(code(act(run, '确认', '2024-03-18', office, { 发票金额: amount('1') }))).toBe('R3')
    expect(code(act(run, '确认', '2024-03-19', office, { 发票金额: amount('1') }))).toBe('ok')
  })

  it('bars an objection after the same span', () => {
    expect(code(act(published(), '提出异议', '2024-03-18', firm))).toBe('ok')
    expect(code(act(published(), '提出异议', '2024-03-19', firm))).toBe('R3')
  })

  it('lapses only once the deadline of the act has passed', () => {
    const run = begin()
    effects(apply(run, '2024-03-01', { 材料齐备: false }))
    effects(act(run, '要求补正', '2024-03-04', office))
    expect(code(act(run, '作废', '2024-03-19', system))).toBe('R3')
    expect(code(act(run, '补正', '2024-03-20', firm, { 材料齐备: true }))).toBe('R3')
    const done = effects(act(run, '作废', '2024-03-20', system))
    expect(done.state).toBe('已作废')
    expect(done.transfers.map((one) => one.mode)).toEqual(['release'])
  })

  it('records a duty done late and does not refuse it', () => {
    const run = begin()
    effects(apply(run))
    // The tenth workday after 2024-03-01 is 03-15.
    const on = effects(act({ ...run }, '受理', '2024-03-15', office))
    expect(on.events[0]?.overdueSince).toBeNull()
    const late = effects(act({ ...run }, '受理', '2024-03-18', office))
    expect(late.events[0]?.overdueSince).toBe('2024-03-15')
  })

  it('does not count the days in a state whose time is not counted', () => {
    const run = begin()
    effects(apply(run, '2024-03-01', { 材料齐备: false }))
    effects(act(run, '要求补正', '2024-03-05', office))
    effects(act(run, '补正', '2024-03-12', firm, { 材料齐备: true }))
    // 03-06 to 03-12 hold five workdays, so the tenth is 03-22 instead of 03-15.
    const on = effects(act({ ...run }, '受理', '2024-03-22', office))
    expect(on.events[0]?.overdueSince).toBeNull()
    const late = effects(act({ ...run }, '受理', '2024-03-25', office))
    expect(late.events[0]?.overdueSince).toBe('2024-03-22')
  })

  it('tells what falls due and what opens after an act', () => {
    const run = published()
    const { deadlines, notice } = effects(run.last as StepResult)
    expect(deadlines.map((one) => [one.act, one.opens, one.due])).toMatchObject([
      ['提出异议', false, { day: '2024-03-18', provisional: false }],
      ['确认', true, { day: '2024-03-18', provisional: false }],
    ])
    expect(notice?.until).toBe('2024-03-18')
    expect([...(notice?.facts.keys() ?? [])]).toEqual(['单位名称', '核定金额'])
  })
})

describe('beyond the last calendar', () => {
  const at = (run: Run, on: string): Run => {
    const { matter } = run
    const performed = matter.performed.map((one) => ({ ...one, day: day(on) }))
    return { ...run, matter: { ...matter, performed } }
  }

  it('nothing that waits for 满 opens', () => {
    const run = at(published(), '2025-12-30')
    const result = act(run, '确认', '2026-03-01', office, { 发票金额: amount('1') })
    expect(code(result)).toBe('R3')
    if (!result.ok) expect(result.refusal.due).toMatchObject({ provisional: true })
  })

  it('no act is refused and nothing lapses', () => {
    const run = begin()
    effects(apply(run, '2024-03-01', { 材料齐备: false }))
    effects(act(run, '要求补正', '2024-03-04', office))
    const late = at(run, '2025-12-30')
    expect(code(act({ ...late }, '作废', '2026-06-01', system))).toBe('R3')
    expect(code(act({ ...late }, '补正', '2026-06-01', firm, { 材料齐备: true }))).toBe('ok')
  })
})

describe('R4 what is filled in', () => {
  it.each<[string, Filled]>([
    ['a fact of the wrong type', { 申请金额: '二十万' }],
    ['an amount finer than a fen', { 申请金额: amount('1.005') }],
    ['an amount below its floor', { 申请金额: amount('-1') }],
    ['a fact that the act does not take', { 核定金额: amount('1') }],
    ['null for a fact that is not 可无', { 材料齐备: null }],
  ])('refuses %s', (_, filled) => {
    expect(code(apply(begin(), '2024-03-01', filled))).toBe('R4')
  })

  it('refuses a fact left out, and a slot not chosen', () => {
    const only = { 申请金额: amount('1') }
    const result = act(begin(), '申请', '2024-03-01', firm, only)
    expect(code(result)).toBe('R4')
    if (!result.ok) expect(result.refusal.message.zh).toContain('材料齐备')
  })
})

describe('R5 and R6 the condition', () => {
  it('names the rows that failed, with value and threshold', () => {
    const run = begin()
    run.facts.set('职工总数', new Decimal(201))
    const result = apply(run)
    expect(code(result)).toBe('R5')
    if (result.ok) return
    const rows = result.refusal.reasons.filter((one) => one.state === 'unmet')
    expect(rows.map((one) => one.name)).toEqual(['有资格'])
    expect(rows[0]?.because.filter((one) => one.state === 'unmet').map((one) => one.name)).toEqual([
      '职工不多于200人',
    ])
  })

  it('says 待补 and not no when a fact is missing', () => {
    const run = begin()
    run.facts.delete('职工总数')
    const result = apply(run)
    expect(code(result)).toBe('R6')
    if (!result.ok) expect(result.refusal.missing.map((one) => one.key)).toEqual(['职工总数'])
  })

  it('says which slot is still empty', () => {
    const policy = compileMini(
      planted('| 撤回 | 申请单位 | | |', '| 撤回 | 申请单位 | `设备原值 > 0元` | |'),
    ).policy
    const run = begin(policy)
    effects(apply(run))
    const parties = new Map(run.matter.parties)
    parties.delete('设备')
    run.matter = { ...run.matter, parties }
    const result = act(run, '撤回', '2024-03-02', firm)
    expect(code(result)).toBe('R6')
    if (!result.ok) expect(result.refusal.emptySlots).toEqual(['设备'])
  })
})

describe('R7 money', () => {
  it('refuses when the account would fall below its floor, and names both sums', () => {
    const run = begin()
    run.facts.set('年度预算', amount('100000'))
    effects(apply(run))
    effects(act(run, '受理', '2024-03-04', office))
    effects(act(run, '评审', '2024-03-05', experts, { 先进程度: amount('85'), 一致推荐: false }))
    const before = run.books
    const result = act(run, '公示', '2024-03-11', office, { 核定金额: amount('100000.01') })
    expect(code(result)).toBe('R7')
    if (result.ok) return
    expect(result.refusal.shortage).toMatchObject({ asked: 10_000_001n, free: 10_000_000n })
    expect(run.books).toBe(before)
    expect(code(act(run, '公示', '2024-03-11', office, { 核定金额: amount('100000') }))).toBe('ok')
  })

  it('holds for two matters on one account', () => {
    const one = begin()
    effects(apply(one))
    const two = begin(mini.policy, '示例二')
    two.books = one.books
    // The firm has one chance a year, and the first matter holds it.
    const result = apply(two)
    expect(code(result)).toBe('R5')
    effects(act(one, '撤回', '2024-03-02', firm))
    two.books = one.books
    expect(code(apply(two, '2024-03-02'))).toBe('ok')
  })

  it('keeps one account for each year', () => {
    const one = begin()
    effects(apply(one))
    const keys = [...one.books.keys()].filter((key) => key.includes('申请次数'))
    expect(keys).toEqual(['额度/申请次数[申请单位=示例单位甲,年度=2024]'])
  })

  it('settles what was reserved and gives the rest back', () => {
    const run = published()
    effects(act(run, '确认', '2024-03-19', office, { 发票金额: amount('300000') }))
    const { transfers } = effects(act(run, '拨付', '2024-03-20', cashier))
    const money = transfers.filter((one) => one.ledger === '资金')
    expect(money.map((one) => [one.mode, one.amount])).toEqual([
      ['settle', 10_000_000n],
      ['release', 8_000_000n],
    ])
    expect(free(run.books, '专项资金')).toEqual([90_000_000n])
    expect(run.matter.reservations).toEqual([])
  })

  it('tops an account up to a raised 注入, and takes back only what is free', () => {
    const run = published()
    run.facts.set('年度预算', amount('1500000'))
    effects(act(run, '提出异议', '2024-03-12', firm))
    effects(act(run, '公示', '2024-03-13', office, { 核定金额: amount('180000') }))
    expect(free(run.books, '专项资金')).toEqual([132_000_000n])
    run.facts.set('年度预算', amount('100000'))
    effects(act(run, '提出异议', '2024-03-14', firm))
    const result = act(run, '公示', '2024-03-15', office, { 核定金额: amount('180000') })
    expect(code(result)).toBe('R7')
  })
})

describe('system acts', () => {
  it('follow by themselves as soon as their condition holds', () => {
    const policy = compileMini(
      planted(
        '| 撤回 | 申请单位 | | |',
        '| 自动受理 | 系统 | `材料齐备 and 申请金额 <= 1万元` | | 待受理 → 待评审 | | 第2款 |\n| 撤回 | 申请单位 | | |',
      ),
    ).policy
    const run = begin(policy)
    const input = (yuan: string) => ({
      ...run,
      calendar: mini.calendar,
      day: day('2024-03-01'),
      act: {
        name: '申请',
        actor: firm,
        filled: new Map<string, Value>([
          ['申请金额', amount(yuan)],
          ['材料齐备', true],
        ]),
        slots: new Map([['设备', '示例设备']]),
      },
    })
    const small = perform(input('10000'))
    expect(small.ok && small.performed.effects.map((one) => one.row.name)).toEqual([
      '申请',
      '自动受理',
    ])
    const large = perform(input('10000.01'))
    expect(large.ok && large.performed.matter.state).toBe('待受理')
  })
})

it('shows nothing to the public that is not known', () => {
  const run = begin()
  run.facts.delete('单位名称')
  effects(apply(run))
  effects(act(run, '受理', '2024-03-04', office))
  effects(act(run, '评审', '2024-03-05', experts, { 先进程度: amount('85'), 一致推荐: false }))
  const filled = { 核定金额: amount('180000') }
  const result = act(run, '公示', '2024-03-11', office, filled)
  expect(code(result)).toBe('R6')
  expect(result.ok ? [] : result.refusal.missing.map((one) => one.key)).toEqual(['单位名称'])
})

describe('the books, whatever is done', () => {
  const moves = [
    '申请',
    '要求补正',
    '补正',
    '作废',
    '受理',
    '撤回',
    '评审',
    '公示',
    '不予支持',
  ].concat(['提出异议', '确认', '拨付'])
  const filled: Readonly<Record<string, Filled>> = {
    申请: { 申请金额: amount('200000'), 材料齐备: true },
    补正: { 材料齐备: true },
    评审: { 先进程度: amount('85'), 一致推荐: false },
    公示: { 核定金额: amount('180000') },
    确认: { 发票金额: amount('600000') },
  }
  const actorOf: Readonly<Record<string, Actor>> = {
    申请: firm,
    补正: firm,
    撤回: firm,
    作废: system,
    评审: experts,
    拨付: cashier,
  }

  function check(run: Run): void {
    const sums = new Map<string, bigint>()
    for (const [key, one] of run.books) {
      const ledger = key.split('/')[0] as string
      sums.set(ledger, (sums.get(ledger) ?? 0n) + one.balance)
      if (!key.endsWith(']')) continue
      expect(one.balance - one.held).toBeGreaterThanOrEqual(0n)
      expect(one.held).toBeGreaterThanOrEqual(0n)
    }
    for (const sum of sums.values()) expect(sum).toBe(0n)
    const held = [...run.books.values()].reduce((sum, one) => sum + one.held, 0n)
    const reserved = run.matter.reservations.reduce((sum, one) => sum + one.amount, 0n)
    expect(held).toBe(reserved)
    const { state } = run.matter
    const open = run.policy.procedures[0]?.acts.some((row) => row.from.includes(state ?? ''))
    if (state !== null && !open) expect(run.matter.reservations).toEqual([])
  }

  it('balance, break no floor, orphan no reservation; a refusal changes nothing', () => {
    const action = fc.record({
      name: fc.constantFrom(...moves),
      wait: fc.integer({ min: 0, max: 12 }),
      bad: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), fc.boolean(), (actions, whole) => {
        const run = begin()
        let on = day('2024-03-01')
        for (const { name, wait, bad } of actions) {
          on = addDays(on, wait)
          const before = { matter: run.matter, books: run.books }
          const given = { ...filled[name], ...(bad && name === '申请' ? { 材料齐备: whole } : {}) }
          const result = act(run, name, on, actorOf[name] ?? office, given)
          if (!result.ok) {
            expect(run.matter).toBe(before.matter)
            expect(run.books).toBe(before.books)
          }
          check(run)
        }
      }),
      { numRuns: 150 },
    )
  })
})
