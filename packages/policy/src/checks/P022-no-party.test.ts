import { describePlants, planted } from '../../test/mini.ts'

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
