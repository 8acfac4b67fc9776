import { describePlants, planted } from '../../test/mini.ts'

describePlants('P050', [
  {
    name: '待确认',
    edit: planted('**解释 1（已确认）**', '**解释 1（待确认）**'),
    line: '**解释 1（待确认）**',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['1', '待确认'],
    severity: 'note',
  },
  {
    name: '待核',
    edit: planted('**解释 1（已确认）**', '**解释 1（待核）**'),
    line: '**解释 1（待核）**',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['1', '待核'],
    severity: 'note',
  },
])
