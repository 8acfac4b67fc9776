import { describePlants, planted } from '../../test/mini.ts'

describePlants('P020', [
  {
    name: 'a fact of another kind',
    edit: planted('`职工总数 <= 200`', '`职工总数 <= 200 and 设备原值 > 0元`'),
    line: '| 条件：可申请资格（同时满足） |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['设备补助', '可申请资格', '设备原值'],
  },
  {
    name: 'a fact of the matter, through another rule',
    edit: planted(
      '| 没有被禁 | `禁申至 = null or 今日 > 禁申至` |',
      '| 没有被禁 | `(禁申至 = null or 今日 > 禁申至) and 设备可支持` |',
    ),
    line: '| 条件：可申请资格（同时满足） |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['先进程度', '设备补助'],
  },
])
