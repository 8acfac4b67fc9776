import { describePlants, planted } from '../../test/mini.ts'

describePlants('P002', [
  {
    name: 'a kind misspelt by one character',
    edit: planted('| 条件：核定合规', '| 条建：核定合规'),
    line: '| 条建：核定合规',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['条建', '条件'],
    fix: '条件',
  },
  {
    name: 'a kind that is nothing like the eight',
    edit: planted('| 账户：额度 |', '| 备忘录：额度 |'),
    line: '| 备忘录：额度 |',
    heading: ['第一章 总则', '第二条 资金'],
    names: ['备忘录', '账户'],
  },
])
