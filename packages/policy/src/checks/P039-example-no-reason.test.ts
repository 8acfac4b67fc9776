import { describePlants, planted } from '../../test/mini.ts'

describePlants('P039', [
  {
    name: 'a row that no rule has',
    edit: planted('| `12万元` | 成立满一年或者是高新 |', '| `12万元` | 成立满一年或者是高薪 |'),
    line: '| 差一天 |',
    heading: ['算例'],
    names: ['成立满一年或者是高薪', '成立满一年或者是高新'],
    fix: '成立满一年或者是高新',
  },
  {
    name: 'the reason of a refusal',
    edit: planted('| R5 | 不超过上限 |', '| R5 | 不超过上线 |'),
    line: '180000.01元',
    heading: ['算例'],
    names: ['不超过上线', '不超过上限'],
    fix: '不超过上限',
  },
])
