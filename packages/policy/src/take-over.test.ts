import type { Value } from '@huoshui/feel'
import { day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { cashier, office, Running, yuan } from '../test/matter.ts'
import { mini } from '../test/mini.ts'
import { type HandedOver, type TakeOverInput, takeOver } from './take-over.ts'

const budget = '资金/专项资金[年度=2024]'
const chances = '额度/申请次数[申请单位=示例单位甲,年度=2024]'

const performed: HandedOver['performed'] = [
  { act: '申请', day: day('2024-03-01'), actor: '示例经办甲' },
  { act: '受理', day: day('2024-03-04') },
  { act: '评审', day: day('2024-03-05') },
  { act: '公示', day: day('2024-03-11'), actor: '示例经办乙', filled: ['核定金额'] },
]

/** A matter at 公示中 that was run elsewhere until then. */
const given: HandedOver = {
  id: '示例一',
  procedure: '设备补助',
  state: '公示中',
  parties: new Map([
    ['申请单位', '示例单位甲'],
    ['设备', '示例设备'],
    ['申请年度', '2024年度'],
  ]),
  performed,
  reservations: [
    { account: '专项资金', amount: yuan(180_000) },
    { account: '申请次数', amount: yuan(1) },
  ],
  facts: new Map<string, Value>([
    ['申请金额', yuan(200_000)],
    ['核定金额', yuan(180_000)],
  ]),
}

function taking(changes: Partial<HandedOver> = {}): TakeOverInput {
  return {
    policy: mini.policy,
    calendar: mini.calendar,
    day: day('2024-03-15'),
    facts: new Running().facts,
    books: new Map([
      [budget, { funded: 100_000_000n, balance: 50_000_000n, held: 0n }],
      [chances, { funded: 1n, balance: 1n, held: 0n }],
    ]),
    given: { ...given, ...changes },
  }
}

function problems(changes: Partial<HandedOver>): string[] {
  const result = takeOver(taking(changes))
  return result.ok ? ['ok'] : result.problems.map((one) => one.zh)
}

describe('a matter taken over', () => {
  it('stands where it stood: state, parties, acts, what is held, what falls due', () => {
    const result = takeOver(taking())
    if (!result.ok) throw new Error(result.problems[0]?.zh)
    const { matter, facts, deadlines, balances, transfers } = result.taken
    const here = new Running().upTo('公示')
    expect(matter.reservations.map((one) => [one.account, one.credit, one.amount])).toEqual([
      [budget, '资金/单位往来[申请单位=示例单位甲]', 18_000_000n],
      [chances, '额度/已用', 1n],
    ])
    expect(matter.performed.map((one) => [one.act, one.from, one.to])).toEqual(
      here.matter.performed.map((one) => [one.act, one.from, one.to]),
    )
    expect([matter.state, matter.openedOn]).toEqual(['公示中', '2024-03-01'])
    expect(deadlines).toEqual(here.done.at(-1)?.deadlines)
    expect(facts.map((one) => [one.name, one.subject])).toEqual([
      ['申请金额', '示例一'],
      ['核定金额', '示例一'],
    ])
    expect(transfers.map((one) => one.mode)).toEqual(['reserve', 'reserve'])
    expect(balances.get(budget)?.held).toBe(18_000_000n)
  })

  it('goes on to its end like one that began here', () => {
    const result = takeOver(taking())
    if (!result.ok) throw new Error(result.problems[0]?.zh)
    const run = new Running()
    const { matter, balances, facts } = result.taken
    run.matter = matter
    run.books = new Map(balances)
    run.facts = new Map([...run.facts, ...facts.map((one) => [one.name, one.value] as const)])
    run.act('确认', '2024-03-19', office, { 发票金额: yuan(300_000) })
    const { transfers } = run.act('拨付', '2024-03-20', cashier)
    expect(transfers.map((one) => `${one.mode} ${one.amount}`)).toEqual([
      'settle 1',
      'settle 10000000',
      'release 8000000',
    ])
    expect(run.matter.reservations).toEqual([])
  })

  it('finds an account of another year where it is told which', () => {
    const books = new Map([['资金/专项资金[年度=2023]', { funded: 5n, balance: 5n, held: 0n }]])
    const reservations = [{ account: '专项资金', amount: yuan('0.05'), year: 2023 }]
    const result = takeOver({ ...taking({ reservations }), books })
    expect(result.ok && result.taken.matter.reservations[0]?.account).toBe(
      '资金/专项资金[年度=2023]',
    )
  })

  it.each<[string, Partial<HandedOver>, string]>([
    ['a procedure that there is not', { procedure: '没有' }, '没有“没有”这个流程'],
    [
      'a party that the procedure has not',
      { parties: new Map([...given.parties, ['合同', '甲']]) },
      '没有合同这一方',
    ],
    ['acts that end in another state', { state: '待拨付' }, '应是“公示中”'],
    ['no act at all', { performed: [] }, '从开始的那一步写起'],
    [
      'an act that there is not',
      { performed: [{ act: '飞升', day: day('2024-03-01') }] },
      '没有“飞升”这个动作',
    ],
    [
      'an act left out',
      { performed: performed.filter((one) => one.act !== '受理') },
      '补上中间漏的动作',
    ],
    [
      'a day that has not come',
      { performed: [...performed.slice(0, 3), { act: '公示', day: day('2024-03-16') }] },
      '还没有到',
    ],
    [
      'days out of order',
      { performed: [...performed.slice(0, 3), { act: '公示', day: day('2024-03-04') }] },
      '按日期先后写',
    ],
    [
      'a state that an act does not lead to',
      {
        performed: [
          ...performed.slice(0, 3),
          { act: '公示', day: day('2024-03-11'), to: '已拨付' },
        ],
      },
      '可以到：公示中',
    ],
    [
      'an account that there is not',
      { reservations: [{ account: '小金库', amount: yuan(1) }] },
      '没有“小金库”',
    ],
    [
      'an account that it never reserves on',
      { reservations: [{ account: '单位往来', amount: yuan(1) }] },
      '不预留“单位往来”',
    ],
    [
      'an amount of nothing',
      { reservations: [{ account: '专项资金', amount: yuan(0) }] },
      '写金额',
    ],
    [
      'more than there is',
      { reservations: [{ account: '专项资金', amount: yuan(500_001) }] },
      '只有 500000元 可用',
    ],
    ['a fact that is not declared', { facts: new Map([['身高', yuan(1)]]) }, '没有声明“身高”'],
    ['a fact of the wrong type', { facts: new Map<string, Value>([['核定金额', '多']]) }, '填金额'],
  ])('is refused for %s, and says what to do', (_, changes, text) => {
    const said = problems(changes)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(text)
  })

  it('is refused where an end still holds something, or nobody is the applicant', () => {
    const withdrawn = [...performed.slice(0, 2), { act: '撤回', day: day('2024-03-05') }]
    expect(problems({ state: '已撤回', performed: withdrawn })).toEqual([
      '“已撤回”已经办完，不能还占着额度或资金；先落实或释放，或者改状态。',
    ])
    const parties = new Map([...given.parties].filter(([kind]) => kind !== '申请单位'))
    const said = problems({ parties })
    expect(said[0]).toBe('要写明申请单位是谁。')
    expect(said.slice(1).every((one) => one.includes('先写明：申请单位'))).toBe(true)
  })

  it('holds for one account all that is asked of it', () => {
    const twice = [
      { account: '专项资金', amount: yuan(300_000) },
      { account: '专项资金', amount: yuan(300_000) },
    ]
    expect(problems({ reservations: twice })[0]).toContain('只有 200000元 可用')
  })
})
