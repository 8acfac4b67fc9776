import { describePlants, planted } from '../../test/mini.ts'

describePlants('P016', [
  {
    name: 'a value of a closed list',
    edit: planted('| 成长的 | `"成长期"` | `-` |', '| 成长的 | `"成长期"` | `true` |'),
    line: '| 决策：补助比例（唯一）',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['补助比例', '高新有效'],
  },
  {
    name: 'a number on the boundary',
    edit: planted('| 人多 | `-` |', '| 人多 | `> 50` |'),
    line: '| 决策：发展阶段（首个）',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['发展阶段', '职工总数', '50'],
  },
  {
    name: 'a date',
    edit: planted(
      '```feel\n单台上限',
      '| 决策：老或新（唯一） | `成立日期` | 结果 |\n|---|---|---|\n| 老 | `< date("2020-01-01")` | `1` |\n| 新 | `> date("2020-01-01")` | `2` |\n\n```feel\n单台上限',
    ),
    line: '| 决策：老或新（唯一）',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['老或新', '成立日期'],
  },
])
