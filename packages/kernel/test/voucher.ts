/** What a 示例 firm and a 示例 lab need to take part in the voucher programme. */
import type { Json } from '../src/codec.ts'

export const voucher = 'beijing/innovation-voucher'

/** An amount in 元 as an entry writes it. */
export const money = (yuan: string): Json => ({ n: yuan })

interface Given {
  readonly owner: string
  readonly name: string
  readonly value: Json
  readonly evidence: string
}

const fact = (name: string, value: Json, evidence: string, owner = 'terms'): Given => ({
  owner,
  name,
  value,
  evidence,
})

/** A firm that may claim: five conditions away from every limit. */
export const firmFacts: readonly Given[] = [
  fact('申领主体', '企业', '登记', voucher),
  fact('注册地', '北京', '登记'),
  fact('独立法人', true, '登记'),
  fact('成立日期', { d: '2021-05-10' }, '登记'),
  fact('评价入库年度', { n: '2022' }, '登记'),
  fact('评价入库有效', true, '登记'),
  fact('高新技术企业有效', false, '登记'),
  fact('职工总数', { n: '80' }, '填报'),
  fact('年销售收入', { n: '30000000' }, '填报'),
  fact('资产总额', { n: '50000000' }, '填报'),
  fact('财务制度健全', true, '承诺'),
  fact('不良诚信记录', false, '登记'),
  fact('主营方向', '新材料', '填报'),
]

/** A lab on the public list. */
export const labFacts: readonly Given[] = [
  fact('单位名称', '示例研究院', '登记', voucher),
  fact('市属单位', false, '登记', voucher),
  fact('在京注册法人', true, '登记', voucher),
  fact('单位财务健全', true, '承诺', voucher),
  fact('最近失信日', null, '登记', voucher),
  fact('在公示名单', true, '办理', voucher),
]
