/**
 * The ten measures as SQL, written by hand by somebody who knows DuckDB: shares as products so
 * that nothing becomes a float, one expression a measure, NULL where it is not met.
 *
 * Nothing checks it against the formulas but the bench itself: it fails at the first amount that
 * differs from what every other engine says.
 */
export const HAND_SQL: readonly string[] = [
  `case when 注册地 in ('北京', '天津', '河北') and 独立法人 and 职工总数 <= 500
      and 年销售收入 <= 200000000 and 年销售收入 > 0 and 研发费用 >= 年销售收入 * 0.05
      and (科技型中小企业 or 高新技术企业)
    then round(least(研发费用 * 0.10, 500000.00), 2) end`,
  `case when 独立法人 and 贷款余额 > 0 and 贷款余额 <= 资产总额 * 0.60 and not 不良诚信记录
      and 成立日期 >= date '2010-01-01' and 年销售收入 between 1000000 and 500000000
    then round(greatest(least(贷款余额 * 0.02, 300000.00), 50000.00), 2) end`,
  `case when 企业规模 in ('微型', '小型', '中型') and 高新技术企业 is not null and 知识产权数 >= 3
      and 研发人员 * 10 >= 职工总数 and 研发费用 >= 200000 and 财务制度健全
    then case when 高新技术企业 then 200000.00 else 100000.00 end end`,
  `case when 行业门类 in ('制造业', '信息技术', '科学研究', '农业') and 设备投入 >= 500000
      and 设备投入 + 研发费用 >= 年销售收入 * 0.08 and 年销售收入 <= 1000000000
      and (注册地 in ('北京', '上海', '江苏', '浙江', '广东') or 企业规模 = '微型')
      and 资产总额 <= 2000000000 and 独立法人
    then round(least((设备投入 + 研发费用) * 0.08, 800000.00), 2) end`,
  `case when 研发人员 >= 5 and 研发人员 * 5 >= 职工总数 and 职工总数 between 10 and 1000
      and 研发费用 > 0 and 科技型中小企业 and 财务制度健全
    then least(
      ((研发费用 * 100)::bigint * 研发人员 * 2 + 职工总数) // (职工总数 * 2), 50000000
    )::integer * 0.01 end`,
  `case when 成立日期 >= date '2015-01-01' and 注册资本 <= 50000000 and 职工总数 <= 300
      and (高新技术企业 or 知识产权数 >= 5 or 研发费用 >= 年销售收入 * 0.10) and 独立法人
      and not 不良诚信记录 and 注册地 in ('山东', '北京', '天津', '上海', '四川')
    then round(
      case when 职工总数 >= 20 then greatest(注册资本 * 0.01, 30000.00) else 20000.00 end, 2
    ) end`,
  `case when 技术合同额 >= 300000 and 技术合同额 >= 年销售收入 * 0.02
      and 入库日期 >= date '2022-01-01' and 企业规模 in ('微型', '小型', '中型') and 研发人员 >= 1
    then round(least(技术合同额 * 0.03, (100000 + 研发人员 * 1000)::decimal(15, 2)), 2) end`,
  `case when 企业规模 in ('小型', '中型', '大型') and 研发人员 >= 1
      and 研发费用 >= 研发人员 * 30000 and 贷款余额 <= 资产总额
      and 入库日期 between date '2020-01-01' and date '2024-12-31' and 财务制度健全
      and 年销售收入 >= 5000000
    then round(least(greatest(研发费用 * 0.05 - 100000, 10000.00), 800000.00), 2) end`,
  `case when 行业门类 in ('制造业', '信息技术', '科学研究') and 研发人员 >= 2
      and 知识产权数 * 10 >= 研发人员 and 注册资本 between 1000000 and 200000000
      and 成立日期 between date '2005-01-01' and date '2022-12-31' and 高新技术企业 and 独立法人
      and not 不良诚信记录
    then least(知识产权数 * 20000, 300000)::decimal(15, 2) end`,
  `case when 年销售收入 + 技术合同额 >= 5000000 and 职工总数 <= 400
      and 研发费用 + 设备投入 >= 500000
      and (科技型中小企业 or 高新技术企业 or 企业规模 = '微型')
      and 注册地 in ('北京', '天津', '河北', '山东', '上海', '江苏', '浙江')
      and 贷款余额 <= 年销售收入 * 0.50
    then round(
      case when 研发费用 >= 年销售收入 * 0.10
      then least(研发费用 * 0.15, 600000.00) else least(研发费用 * 0.08, 400000.00) end, 2
    ) end`,
]
