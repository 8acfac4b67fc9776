import { describePlants, planted } from '../../test/mini.ts'

describePlants('P036', [
  {
    name: 'an act misspelt',
    edit: planted('| 撤回 | 全部预留 |', '| 撒回 | 全部预留 |'),
    line: '| 撒回 | 全部预留 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['设备补助', '撒回', '撤回'],
    fix: '撤回',
  },
  {
    name: 'an act that is nothing like any other',
    edit: planted('| 入选 | 示范名额 |', '| 颁奖典礼 | 示范名额 |'),
    line: '| 颁奖典礼 |',
    heading: ['第三章 程序', '第六条 示范'],
    names: ['示范评选', '颁奖典礼'],
  },
  {
    name: 'a table for no procedure',
    edit: planted('| 记账：示范评选 |', '| 记账：示范评比 |'),
    line: '| 记账：示范评比 |',
    heading: ['第三章 程序', '第六条 示范'],
    names: ['示范评比', '示范评选'],
    fix: '示范评选',
  },
])
