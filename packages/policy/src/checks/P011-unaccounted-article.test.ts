import { describePlants, planted } from '../../test/mini.ts'

describePlants('P011', [
  {
    name: 'the first article',
    edit: planted('- 第一条：目的。\n', ''),
    line: '条: 7',
    heading: [],
    names: ['7'],
    fix: '- 第一条：',
  },
  {
    name: 'the last article',
    edit: planted('- 第七条：施行日期，见文首。', ''),
    line: '### 第六条 示范',
    heading: ['第三章 程序', '第六条 示范'],
    names: ['7'],
    fix: '- 第七条：',
  },
  {
    name: 'an article whose heading is renamed',
    edit: planted('### 第六条 示范', '### 示范'),
    line: '### 第五条 办理',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['7'],
    fix: '- 第六条：',
  },
])
