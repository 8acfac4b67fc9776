import { describePlants, planted } from '../../test/mini.ts'

describePlants('P044', [
  {
    name: 'money is paid straight after the notice',
    edit: planted(
      '| 拨付 | 申请次数 | | | 落实 |',
      '| 确认 | 专项资金 | 单位往来 | `核定金额` | 直记 |\n| 拨付 | 申请次数 | | | 落实 |',
    ),
    line: '| 确认 | 专项资金 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['确认', '专项资金'],
    severity: 'warning',
  },
])
