import { describePlants, planted } from '../../test/mini.ts'

describePlants('P038', [
  {
    name: 'an expectation of no rule',
    edit: planted('| ⇒ 补助上限 | 因为 |', '| ⇒ 补助上现 | 因为 |'),
    line: '| 都满足 |',
    heading: ['算例'],
    names: ['补助上现', '补助上限'],
    fix: '补助上限',
  },
  {
    name: 'an expectation of a life',
    edit: planted('| ⇒ 专项资金 | ⇒ 拒绝 | 因为 |', '| ⇒ 专项资本 | ⇒ 拒绝 | 因为 |'),
    line: '| 2024-03-01 | 申请 | `申请金额: 0元` |',
    heading: ['算例'],
    names: ['专项资本', '专项资金'],
    fix: '专项资金',
  },
  {
    name: 'a baseline that is not there',
    edit: planted('| 算例：基准 | 改动 |', '| 算例：基准 团队 | 改动 |'),
    line: '| 算例：基准 团队 |',
    heading: ['算例'],
    names: ['团队'],
  },
])
