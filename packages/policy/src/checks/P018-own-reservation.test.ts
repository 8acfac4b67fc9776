import { describePlants, planted } from '../../test/mini.ts'

describePlants('P018', [
  {
    name: 'the rule of applying is asked again',
    edit: planted(
      '| 受理 | 主管部门 | `材料齐备` |',
      '| 受理 | 主管部门 | `材料齐备 and 可申请` |',
    ),
    line: '| 受理 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['受理', '申请次数', '申请'],
    severity: 'warning',
  },
  {
    name: 'the account itself is asked again',
    edit: planted(
      '| 拨付 | 主管部门 | | | 待拨付',
      '| 拨付 | 主管部门 | `专项资金 > 0元` | | 待拨付',
    ),
    line: '| 拨付 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['拨付', '专项资金', '公示'],
    severity: 'warning',
  },
])
