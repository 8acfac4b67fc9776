import { describePlants, planted } from '../../test/mini.ts'

describePlants('P033', [
  {
    name: 'an unfinished state without a way out',
    edit: planted(
      '| 撤回 | 申请单位 |',
      '| 移交 | 主管部门 | | | 待公示 → 移交中 | | 第3款 |\n| 撤回 | 申请单位 |',
    ),
    line: '| 移交 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['移交中'],
  },
  {
    name: 'states that only go in circles',
    edit: planted(
      '| 撤回 | 申请单位 |',
      '| 挂起 | 主管部门 | | | 待公示 → 甲等候 | | 第3款 |\n| 再挂 | 主管部门 | | | 甲等候 → 乙搁置 | | 第3款 |\n| 又挂 | 主管部门 | | | 乙搁置 → 甲等候 | | 第3款 |\n| 撤回 | 申请单位 |',
    ),
    line: '| 挂起 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['甲等候'],
  },
])
