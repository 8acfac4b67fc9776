import { describePlants, planted } from '../../test/mini.ts'

describePlants('P032', [
  {
    name: 'a state that nothing leads to',
    edit: planted(
      '| 撤回 | 申请单位 |',
      '| 复查 | 主管部门 | | | 另案处理 → 未获支持 | | 第3款 |\n| 撤回 | 申请单位 |',
    ),
    line: '| 复查 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['设备补助', '另案处理'],
  },
  {
    name: 'states that only lead to one another',
    edit: planted(
      '| 撤回 | 申请单位 |',
      '| 甲步 | 主管部门 | | | 孤岛一号 → 湖心小岛 | | 第3款 |\n| 乙步 | 主管部门 | | | 湖心小岛 → 孤岛一号 | | 第3款 |\n| 撤回 | 申请单位 |',
    ),
    line: '| 甲步 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['孤岛一号'],
  },
  {
    name: 'a procedure that never begins',
    edit: planted('| 起 → 待排序 |', '| 待排序 → 待排序 |'),
    line: '| 流程：示范评选（',
    heading: ['第三章 程序', '第六条 示范'],
    names: ['示范评选', '起'],
  },
])
