/** Values of facts: mostly such as let things go on, some on a border, some that can't be. */
import { type Fact, indexOf, type Policy } from '@huoshui/policy'
import { addDays, type Day } from '@huoshui/values'
import type { Json } from '../../src/codec.ts'
import type { Random } from './random.ts'

/** An amount in whole 分 as a request writes it, in 元. */
export function money(fen: bigint): Json {
  const sign = fen < 0n ? '-' : ''
  const whole = fen < 0n ? -fen : fen
  const rest = String(whole % 100n).padStart(2, '0')
  return { n: `${sign}${whole / 100n}${rest === '00' ? '' : `.${rest}`}` }
}

/** An amount in 元 as a request or an entry writes it, in whole 分; null where it is none. */
export function fenOf(json: Json | undefined): bigint | null {
  if (typeof json !== 'object' || json === null || !('n' in json)) return null
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(json.n))
  if (!match) return null
  const fen = BigInt(match[2] as string) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'))
  return match[1] ? -fen : fen
}

const days = (count: number): Json => ({ s: String(count * 86_400) })

/** What is known of where a value goes, so that it can be near a border that matters. */
export interface Near {
  readonly today: Day
  /** Amounts, in 分, that a limit is likely to be at. */
  readonly amounts: readonly bigint[]
}

/** Yes and no facts that stand in the way when they are true. */
const bad = new Set([
  '强制或法定检测',
  '涉嫌犯罪',
  '本笔已获省级贴息',
  '已获市级财政科技资金',
  '评审存疑',
  '不良诚信记录',
  '第三方服务机构',
  '暂停兑现',
  '暂停拨付',
])

const yuan = (text: number): bigint => BigInt(text) * 100n

type Maker = (random: Random, near: Near) => Json

const day = (random: Random, near: Near, from: number, to: number): Json => ({
  d: addDays(near.today, random.between(from, to)),
})

/** An amount at, just below or just above a limit, or well within it. */
function amountNear(random: Random, limits: readonly bigint[]): Json {
  const limit = limits.length > 0 ? random.pick(limits) : yuan(10_000)
  const off = random.weighted<bigint>([
    [5, 0n],
    [2, -1n],
    [1, 1n],
    [6, -limit / BigInt(random.between(2, 9))],
  ])
  return money(limit + off)
}

/** Facts for which any value of their type would be of no use. */
const made: { readonly [name: string]: Maker } = {
  券面金额: (random) =>
    random.weighted<Json>([
      [6, money(yuan(random.between(1, 50) * 1000))],
      [3, money(yuan(50_000))],
      [1, money(yuan(50_000) + 1n)],
      [1, money(1n)],
      [1, money(BigInt(random.between(1, 6_000_000)))],
      [1, money(0n)],
    ]),
  实际发生金额: (random, near) => {
    const limit = near.amounts[0] ?? yuan(20_000)
    return money(limit * BigInt(random.between(1, 3)) + BigInt(random.between(-1, 1)))
  },
  合同到期日: (random, near) => day(random, near, 0, random.chance(0.9) ? 30 : 120),
  结清日期: () => ({ d: '2024-05-20' }),
  备案日期: (random) => ({
    d: random.weighted([
      [1, '2020-12-15'],
      [4, '2020-12-16'],
      [8, '2022-03-01'],
    ]),
  }),
  实际支付利息: (random) => money(BigInt(random.between(100_000, 200_000_000))),
  违规情形: (random) => (random.chance(0.3) ? [] : ['提供虚假信息']),
  调查结论: (random) => (random.chance(0.8) ? '应予处罚' : random.pick(['轻微不罚', '涉嫌犯罪'])),
  没收金额: () => money(0n),
  项目简介: (random) => (random.chance(0.9) ? '示例项目' : ''),
  抽查比例: (random) => ({ n: random.pick(['0.3', '0.5', '1']) }),
  周期总额度: (random) => money(yuan(random.between(2, 40) * 10_000)),
  年度预算: (random) => money(yuan(random.between(3, 80) * 10_000)),
  名额数: (random) => ({ n: String(random.between(0, 3)) }),
  单位全称: (random) => `示例企业${random.pick(['甲', '乙', '丙'])}`,
  所在单位: (random) => `示例企业${random.pick(['甲', '丁', '戊', '己'])}`,
  类别分界: () => money(yuan(30_000_000)),
  优秀线: () => ({ n: '90' }),
  良好线: () => ({ n: '75' }),
  合格线: () => ({ n: '60' }),
  单项满分: () => ({ n: '100' }),
  增补产业: () => [],
  备案起算日: () => ({ d: '2020-12-16' }),
  结清截止日: () => ({ d: '2024-06-30' }),
  独立法人: () => true,
  注册地: (random) => (random.chance(0.95) ? '北京' : '山东'),
  主营方向: (random) => (random.chance(0.96) ? '新材料' : '餐饮'),
  成立日期: (random, near) =>
    random.chance(0.8)
      ? { d: '2023-05-10' }
      : { d: addDays(near.today, -1826 + random.between(-2, 2)) },
  评价入库年度: (random) => (random.chance(0.5) ? null : { n: random.pick(['2023', '2024']) }),
  职工总数: (random) => ({
    n: random.weighted([
      [6, '80'],
      [2, '500'],
      [1, '501'],
    ]),
  }),
  年销售收入: (random) => money(random.chance(0.95) ? yuan(200_000_000) : yuan(200_000_000) + 1n),
  资产总额: () => money(yuan(50_000_000)),
  申领主体: (random) => (random.chance(0.96) ? '企业' : '团队'),
  最近失信日: () => null,
  市属单位: (random) => random.chance(0.2),
  禁申至: () => null,
  主体种类: (random) => (random.chance(0.8) ? 'terms#企业' : '示例种类'),
  主体名称: (random) => `示例企业${random.between(1, 999)}`,
  主体代码: () => null,
}

/** A value that fits the fact, in favour of whoever asks more often than not. */
export function valueFor(policy: Policy, fact: Fact, random: Random, near: Near): Json {
  const own = made[fact.name]
  if (own) return own(random, near)
  return typed(policy, fact, random, near)
}

function typed(_policy: Policy, fact: Fact, random: Random, near: Near): Json {
  const { type } = fact
  switch (type.kind) {
    case 'boolean':
      return random.chance(bad.has(fact.name) ? 0.03 : 0.96)
    case 'number':
      return { n: String(random.between(50, 100)) }
    case 'money':
      return amountNear(random, near.amounts)
    case 'enum':
      return random.pick(type.values)
    case 'date':
      return day(random, near, -60, 60)
    case 'months':
      return { m: 1 }
    case 'workdays':
      return { w: random.between(1, 5) }
    case 'days':
    case 'span':
      return random.chance(0.3) ? { w: random.between(1, 5) } : days(random.between(1, 9))
    case 'list':
      return []
    default:
      return '示例文字'
  }
}

/** Values that no fact of the type takes, or no fact at all. */
export function misfit(random: Random): Json {
  return random.pick<Json>([
    { x: 1 },
    { n: 'many' },
    { n: '0.001' },
    { n: '1e400' },
    { d: '2024-02-30' },
    '多',
    12,
    null,
    [],
    [{ n: '1' }],
    { r: [['名', '值']] },
    { m: 3 },
    '',
  ])
}

/** The facts of a kind, as the policy names them. */
export const factsOfKind = (policy: Policy, kind: string): readonly Fact[] =>
  [...new Set(indexOf(policy).facts.values())].filter((one) => one.kind === kind)
