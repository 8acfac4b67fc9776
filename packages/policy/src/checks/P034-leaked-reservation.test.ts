import { describePlants, planted } from '../../test/mini.ts'

describePlants('P034', [
  {
    name: 'a withdrawal that releases nothing',
    edit: planted('| 撤回 | 全部预留 | | | 释放 |\n', ''),
    line: '| 撤回 | 申请单位 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['撤回', '申请次数'],
    fix: '| 撤回 | 全部预留 | | | 释放 |',
  },
  {
    name: 'an act renamed in the procedure alone',
    edit: planted('| 不予支持 | 主管部门 |', '| 不支持 | 主管部门 |'),
    line: '| 不支持 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['不支持', '申请次数'],
    fix: '| 不支持 | 全部预留 | | | 释放 |',
  },
  {
    name: 'a payout that settles one of two accounts',
    edit: planted('| 拨付 | 专项资金 | | `实付金额` | 落实 |\n', ''),
    line: '| 拨付 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['拨付', '专项资金'],
    fix: '| 拨付 | 全部预留 | | | 释放 |',
  },
])
