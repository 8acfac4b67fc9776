import { expect, it } from 'vitest'
import { describePlants, planted, tiny } from '../../test/mini.ts'

describePlants('P022', [
  {
    name: 'an amount reads a kind without a slot',
    edit: planted(
      '流程：设备补助（申请单位、设备、申请年度）',
      '流程：设备补助（申请单位、申请年度）',
    ),
    line: '| 公示 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['设备', '设备原值', '设备补助'],
  },
  {
    name: 'an account is kept by a kind without a slot',
    edit: planted('流程：示范评选（申请单位、申请年度）', '流程：示范评选（申请年度）'),
    line: '| 入选 | 主管部门 |',
    heading: ['第三章 程序', '第六条 示范'],
    names: ['申请单位', '研发投入'],
  },
])

it('knows who is meant in 回避: whoever may be drawn', () => {
  const { diagnostics } = tiny(`| 流程：评选（申请单位） | 由 | 状态 | 办理 |
|---|---|---|---|
| 申报 | 申请单位 | 起 → 待派评 | |
| 派评 | 主管部门 | 待派评 → 已派评 | 抽取 2 名 评审人，回避 \`所在单位 = 单位全称\` |

| 事实：评审人 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 所在单位 | 文本 | | 登记 |

| 事实：申请单位 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 单位全称 | 文本 | | 登记 |`)
  expect(diagnostics.map((one) => one.code)).not.toContain('P022')
})
