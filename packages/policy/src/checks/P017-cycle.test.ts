import { describePlants, planted } from '../../test/mini.ts'

describePlants('P017', [
  {
    name: 'two rules',
    edit: planted('单台上限: 30万元', '单台上限: 补助上限'),
    line: '单台上限: 补助上限',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['单台上限 → 补助上限 → 单台上限'],
  },
  {
    name: 'a rule and itself',
    edit: planted('三分之一: 设备原值 / 3', '三分之一: 三分之一 / 3'),
    line: '三分之一: 三分之一',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['三分之一 → 三分之一'],
  },
  {
    name: 'through a condition',
    edit: planted('`先进程度 >= 80`', '`可公示`'),
    line: '| 条件：设备可支持',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['设备可支持 → 可公示 → 设备可支持'],
  },
  {
    name: 'an account and what funds it',
    edit: planted('| 专项资金 | 年度 | `年度预算` |', '| 专项资金 | 年度 | `专项资金 + 1元` |'),
    line: '| 专项资金 | 年度 |',
    heading: ['第一章 总则', '第二条 资金'],
    names: ['专项资金 → 专项资金'],
  },
  {
    name: 'a default that reads its own fact',
    edit: planted('日期，可无，默认 无', '日期，可无，默认 禁申至'),
    line: '| 禁申至 |',
    heading: ['事实'],
    names: ['禁申至 → 禁申至'],
  },
])
