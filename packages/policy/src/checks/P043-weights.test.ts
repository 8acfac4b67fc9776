import { describePlants, planted } from '../../test/mini.ts'

describePlants('P043', [
  {
    name: 'a column that sums to something else',
    edit: planted('| `有效专利数` | `10` | `40` | `60` |', '| `有效专利数` | `10` | `40` | `61` |'),
    line: '| 评分：创新得分',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['成长期', '101', '100'],
  },
  {
    name: 'a total of no rows at all',
    edit: planted(
      '| `研发投入` | `100万元` | `60` | `40` | |\n| `有效专利数` | `10` | `40` | `60` | |\n',
      '',
    ),
    line: '| 评分：创新得分',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['初创期', '100'],
  },
  {
    name: 'a stage without a column',
    edit: planted('| 人多 | `-` | `"成长期"` |', '| 人多 | `-` | `"成熟期"` |'),
    line: '| 评分：创新得分',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['成熟期'],
  },
])
