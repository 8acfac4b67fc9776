import { describePlants, planted } from '../../test/mini.ts'

describePlants('P015', [
  {
    name: 'a row widened',
    edit: planted('| 初创其他 | `"初创期"` | `false` |', '| 初创其他 | `"初创期"` | `-` |'),
    line: '| 初创其他 |',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['补助比例', '初创高新', '初创其他'],
  },
  {
    name: 'a boundary that belongs to both',
    edit: planted('发展阶段（首个）', '发展阶段（唯一）'),
    line: '| 人多 |',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['发展阶段', '人少', '人多'],
  },
])
