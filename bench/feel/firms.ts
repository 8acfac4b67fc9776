import { type Random, random } from './random.ts'

/** What a fact of the workload is. Money is whole 分 in a number; a day is `YYYY-MM-DD`. */
export type FactKind = 'money' | 'number' | 'boolean' | 'text' | 'closed' | 'day'

export interface FactOf {
  readonly name: string
  readonly kind: FactKind
  /** Only of a closed list: what it may be. */
  readonly values?: readonly string[]
}

const REGIONS = [
  ...['北京', '天津', '河北', '山东', '上海', '江苏', '浙江', '广东', '四川', '陕西'],
] as const
const SIZES = ['微型', '小型', '中型', '大型'] as const
const TRADES = ['制造业', '信息技术', '科学研究', '农业', '建筑业', '批发零售', '文化'] as const

/** The twenty facts, in the order in which a firm has them. */
export const FACTS: readonly FactOf[] = [
  { name: '年销售收入', kind: 'money' },
  { name: '研发费用', kind: 'money' },
  { name: '资产总额', kind: 'money' },
  { name: '贷款余额', kind: 'money' },
  { name: '设备投入', kind: 'money' },
  { name: '技术合同额', kind: 'money' },
  { name: '注册资本', kind: 'money' },
  { name: '职工总数', kind: 'number' },
  { name: '研发人员', kind: 'number' },
  { name: '知识产权数', kind: 'number' },
  { name: '高新技术企业', kind: 'boolean' },
  { name: '科技型中小企业', kind: 'boolean' },
  { name: '独立法人', kind: 'boolean' },
  { name: '财务制度健全', kind: 'boolean' },
  { name: '不良诚信记录', kind: 'boolean' },
  { name: '注册地', kind: 'text' },
  { name: '行业门类', kind: 'text' },
  { name: '企业规模', kind: 'closed', values: SIZES },
  { name: '成立日期', kind: 'day' },
  { name: '入库日期', kind: 'day' },
]

export type FactValue = number | boolean | string

/** One firm as a plain object. Every fact is a property; one that is missing is undefined. */
export type Firm = Readonly<Record<string, FactValue | undefined>>

const MISSING = 0.01

/** Firms from a seed: the same seed and number give the same firms on every machine. */
export function firmsOf(count: number, seed = 20_240_101): Firm[] {
  const source = random(seed)
  return Array.from({ length: count }, () => firm(source))
}

/**
 * One firm. Figures hang together (research is a share of sales), so that conditions are met
 * about as often as in a register; some stand exactly on a threshold, where engines differ first.
 */
function firm(source: Random): Firm {
  const staff = source.magnitude(1, 3000)
  const researchers = Math.floor(staff * source.fraction() * 0.6)
  const exact = source.chance(0.5)
  const raw = source.magnitude(10_000_000, 200_000_000_000)
  const sales = exact ? raw - (raw % 100) : raw
  const onLine = exact && source.chance(0.04)
  const research = onLine ? sales / 20 : Math.floor(sales * source.fraction() * 0.15)
  const assets = Math.floor(sales * (0.3 + 2.7 * source.fraction()))
  const loan = source.chance(0.3) ? 0 : Math.floor(assets * source.fraction() * 0.8)
  const equipment = Math.floor(sales * source.fraction() * 0.3)
  const contracts = source.chance(0.3) ? 0 : Math.floor(sales * source.fraction() * 0.2)
  const size = staff < 20 ? 0 : staff < 300 ? 1 : staff < 1000 ? 2 : 3
  const hole = <T>(value: T): T | undefined => (source.chance(MISSING) ? undefined : value)
  // One literal with every property, so that all firms are objects of one shape.
  return {
    年销售收入: hole(sales),
    研发费用: hole(research),
    资产总额: hole(assets),
    贷款余额: hole(loan),
    设备投入: hole(equipment),
    技术合同额: hole(contracts),
    注册资本: hole(source.magnitude(10, 20_000) * 1_000_000),
    职工总数: hole(staff),
    研发人员: hole(researchers),
    知识产权数: hole(source.whole(0, 30)),
    高新技术企业: hole(source.chance(0.45)),
    科技型中小企业: hole(source.chance(0.6)),
    独立法人: hole(source.chance(0.95)),
    财务制度健全: hole(source.chance(0.9)),
    不良诚信记录: hole(source.chance(0.06)),
    注册地: hole(source.pick(REGIONS)),
    行业门类: hole(source.pick(TRADES)),
    企业规模: hole(SIZES[size] as string),
    成立日期: hole(source.chance(0.02) ? '2015-01-01' : day(source, 2000, 2024)),
    入库日期: hole(source.chance(0.02) ? '2022-01-01' : day(source, 2018, 2025)),
  }
}

function day(source: Random, first: number, last: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const month = two(source.whole(1, 12))
  return `${source.whole(first, last)}-${month}-${two(source.whole(1, 28))}`
}
