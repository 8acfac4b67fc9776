import { describePlants, planted } from '../../test/mini.ts'

describePlants('P042', [
  {
    name: 'filled in and posted at once',
    edit: planted(
      '| 拨付 | 申请次数 | | | 落实 |',
      '| 确认 | 专项资金 | 单位往来 | `发票金额` | 直记 |\n| 拨付 | 申请次数 | | | 落实 |',
    ),
    line: '| 确认 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['确认', '发票金额'],
  },
  {
    name: 'filled in and settled at once',
    edit: planted('| 待拨付 → 已拨付 | |', '| 待拨付 → 已拨付 | 填 实付金额 |'),
    line: '| 拨付 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['拨付', '实付金额'],
  },
])
