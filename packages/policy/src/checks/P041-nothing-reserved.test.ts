import { describePlants, planted } from '../../test/mini.ts'

describePlants('P041', [
  {
    name: 'the reservation is gone',
    edit: planted('| 公示 | 专项资金 | 单位往来 | `核定金额` | 预留 |\n', ''),
    line: '| 拨付 | 专项资金 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['拨付', '专项资金'],
  },
  {
    name: 'the reservation stands at an act that comes too late',
    edit: planted(
      '| 公示 | 专项资金 | 单位往来 | `核定金额` | 预留 |',
      '| 拨付 | 专项资金 | 单位往来 | `核定金额` | 预留 |',
    ),
    line: '| 拨付 | 专项资金 | |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['拨付', '专项资金'],
  },
])
