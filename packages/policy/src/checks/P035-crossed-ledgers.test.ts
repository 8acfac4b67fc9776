import { describePlants, planted } from '../../test/mini.ts'

describePlants('P035', [
  {
    name: 'money booked to a quota',
    edit: planted('| 公示 | 专项资金 | 单位往来 |', '| 公示 | 专项资金 | 申请次数 |'),
    line: '| 公示 | 专项资金 | 申请次数 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['专项资金', '申请次数', '资金', '额度'],
  },
])
