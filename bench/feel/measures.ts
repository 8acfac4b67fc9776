/** One measure of the workload, as its policy would write it: FEEL in policy mode. */
export interface MeasureText {
  readonly name: string
  /** The rows of its table of conditions; all must hold. */
  readonly conditions: readonly string[]
  /** What is due to a firm that meets them; rounded half up to whole 分 once, as it is named. */
  readonly amount: string
}

/**
 * The ten measures that every engine is given.
 *
 * Two things make the answers of all engines comparable, whatever each of them thinks of a
 * missing fact. Conditions only compare, never negate, so a fact that is missing makes a
 * condition not met whether an engine says unknown, null or false. And amounts read only facts
 * that their conditions cannot hold without.
 */
export const MEASURES: readonly MeasureText[] = [
  {
    name: '示例措施01',
    conditions: [
      '注册地 in ("北京", "天津", "河北")',
      '独立法人',
      '职工总数 <= 500',
      '年销售收入 <= 2亿元',
      '研发费用 / 年销售收入 >= 5%',
      '科技型中小企业 or 高新技术企业',
    ],
    amount: 'min(研发费用 * 10%, 50万元)',
  },
  {
    name: '示例措施02',
    conditions: [
      '独立法人',
      '贷款余额 > 0元',
      '贷款余额 / 资产总额 <= 60%',
      '不良诚信记录 = false',
      '成立日期 >= @"2010-01-01"',
      '年销售收入 between 100万元 and 5亿元',
    ],
    amount: 'max(min(贷款余额 * 2%, 30万元), 5万元)',
  },
  {
    name: '示例措施03',
    conditions: [
      '企业规模 in ("微型", "小型", "中型")',
      '高新技术企业 in (true, false)',
      '知识产权数 >= 3',
      '研发人员 / 职工总数 >= 10%',
      '研发费用 >= 20万元',
      '财务制度健全',
    ],
    amount: 'if 高新技术企业 then 20万元 else 10万元',
  },
  {
    name: '示例措施04',
    conditions: [
      '行业门类 in ("制造业", "信息技术", "科学研究", "农业")',
      '设备投入 >= 50万元',
      '(设备投入 + 研发费用) / 年销售收入 >= 8%',
      '年销售收入 <= 10亿元',
      '注册地 in ("北京", "上海", "江苏", "浙江", "广东") or 企业规模 = "微型"',
      '资产总额 <= 20亿元',
      '独立法人',
    ],
    amount: 'min((设备投入 + 研发费用) * 8%, 80万元)',
  },
  {
    name: '示例措施05',
    conditions: [
      '研发人员 >= 5',
      '研发人员 / 职工总数 >= 20%',
      '职工总数 between 10 and 1000',
      '研发费用 > 0元',
      '科技型中小企业',
      '财务制度健全',
    ],
    amount: 'min(研发费用 * 研发人员 / 职工总数, 50万元)',
  },
  {
    name: '示例措施06',
    conditions: [
      '成立日期 >= @"2015-01-01"',
      '注册资本 <= 5000万元',
      '职工总数 <= 300',
      '高新技术企业 or 知识产权数 >= 5 or 研发费用 / 年销售收入 >= 10%',
      '独立法人',
      '不良诚信记录 = false',
      '注册地 = "山东" or 注册地 in ("北京", "天津", "上海", "四川")',
    ],
    amount: 'if 职工总数 >= 20 then max(注册资本 * 1%, 3万元) else 2万元',
  },
  {
    name: '示例措施07',
    conditions: [
      '技术合同额 >= 30万元',
      '技术合同额 / 年销售收入 >= 2%',
      '入库日期 >= @"2022-01-01"',
      '企业规模 in ("微型", "小型", "中型")',
      '研发人员 >= 1',
    ],
    amount: 'min(技术合同额 * 3%, 10万元 + 研发人员 * 1000元)',
  },
  {
    name: '示例措施08',
    conditions: [
      '企业规模 in ("小型", "中型", "大型")',
      '研发人员 >= 1',
      '研发费用 / 研发人员 >= 3万元',
      '贷款余额 <= 资产总额',
      '入库日期 between @"2020-01-01" and @"2024-12-31"',
      '财务制度健全',
      '年销售收入 >= 500万元',
    ],
    amount: 'min(max(研发费用 * 5% - 10万元, 1万元), 80万元)',
  },
  {
    name: '示例措施09',
    conditions: [
      '行业门类 in ("制造业", "信息技术", "科学研究")',
      '研发人员 >= 2',
      '知识产权数 / 研发人员 >= 10%',
      '注册资本 between 100万元 and 2亿元',
      '成立日期 between @"2005-01-01" and @"2022-12-31"',
      '高新技术企业',
      '独立法人',
      '不良诚信记录 = false',
    ],
    amount: 'min(知识产权数 * 2万元, 30万元)',
  },
  {
    name: '示例措施10',
    conditions: [
      '年销售收入 + 技术合同额 >= 500万元',
      '职工总数 <= 400',
      '研发费用 + 设备投入 >= 50万元',
      '科技型中小企业 or 高新技术企业 or 企业规模 = "微型"',
      '注册地 in ("北京", "天津", "河北", "山东", "上海", "江苏", "浙江")',
      '贷款余额 / 年销售收入 <= 50%',
    ],
    amount:
      'if 研发费用 / 年销售收入 >= 10% then min(研发费用 * 15%, 60万元) ' +
      'else min(研发费用 * 8%, 40万元)',
  },
]
