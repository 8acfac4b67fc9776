import { describePlants, planted } from '../../test/mini.ts'

describePlants('P052', [
  {
    name: 'no companion at all',
    edit: (text) => text,
    line: '标识: demo/mini',
    heading: [],
    names: [],
    severity: 'warning',
    english: null,
  },
  {
    name: 'a heading less',
    edit: (text) => text,
    line: '标识: demo/mini',
    heading: [],
    names: ['10 / 9'],
    severity: 'warning',
    english: planted('### Article 6 Models\n', ''),
  },
  {
    name: 'a restatement less',
    edit: (text) => text,
    line: '标识: demo/mini',
    heading: [],
    names: ['第二条 资金'],
    severity: 'warning',
    english: planted(
      "> The money comes from the year's budget; each unit has one chance a year.",
      'Money.',
    ),
  },
  {
    name: 'an interpretation less',
    edit: (text) => text,
    line: '标识: demo/mini',
    heading: [],
    names: ['解释 2'],
    severity: 'warning',
    english: planted('**Interpretation 2**', '**Note**'),
  },
  {
    name: 'a word less',
    edit: (text) => text,
    line: '标识: demo/mini',
    heading: [],
    names: ['有效专利数'],
    severity: 'warning',
    english: planted('| 有效专利数 | patents in force |\n', ''),
  },
])
