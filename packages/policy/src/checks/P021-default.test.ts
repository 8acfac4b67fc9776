import { describePlants, planted } from '../../test/mini.ts'

describePlants('P021', [
  {
    name: 'a fact that people fill in',
    edit: planted('| 材料齐备 | 是非 |', '| 材料齐备 | 是非，默认 true |'),
    line: '| 材料齐备 | 是非，默认 true |',
    heading: ['事实'],
    names: ['材料齐备'],
  },
  {
    name: 'a fact of a register',
    edit: planted('| 有效 | 是非 |', '| 有效 | 是非，默认 false |'),
    line: '| 有效 | 是非，默认 false |',
    heading: ['事实'],
    names: ['有效'],
  },
])
