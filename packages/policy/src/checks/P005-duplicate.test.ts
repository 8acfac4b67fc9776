import { describePlants, planted } from '../../test/mini.ts'

describePlants('P005', [
  {
    name: 'a fact of two kinds',
    edit: planted(
      '| 设备原值 | 金额，下限 0元 | | 登记：发票 |',
      '| 设备原值 | 金额，下限 0元 | | 登记：发票 |\n| 名额 | 数 | | 填报：表 |',
    ),
    line: '| 名额 | 数，下限 0 |',
    heading: ['事实'],
    names: ['名额'],
  },
  {
    name: 'a rule and a fact',
    edit: planted('三分之一: 设备原值 / 3', '三分之一: 设备原值 / 3\n申请金额: 1元'),
    line: '申请金额: 1元',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['申请金额'],
  },
  {
    name: 'two rules',
    edit: planted('决策：附加补助', '决策：补助比例'),
    line: '| 决策：补助比例（累加）',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['补助比例'],
  },
  {
    name: 'an account and a procedure',
    edit: planted('流程：示范评选（', '流程：示范名额（'),
    line: '流程：示范名额（',
    heading: ['第三章 程序', '第六条 示范'],
    names: ['示范名额'],
  },
  {
    name: 'a shared fact declared again',
    edit: planted(
      '| 研发投入 | 金额，下限 0元 |',
      '| 职工总数 | 数 | | 填报：表 | 公开 |\n| 研发投入 | 金额，下限 0元 |',
    ),
    line: '| 职工总数 | 数 |',
    heading: ['事实'],
    names: ['职工总数'],
  },
  {
    name: 'an article with two sections',
    edit: planted('### 第六条 示范', '### 第五条 示范'),
    line: '### 第五条 示范',
    heading: ['第三章 程序', '第五条 示范'],
    names: ['第五条'],
  },
  {
    name: 'a 解释 number used twice',
    edit: planted('**解释 2（待确认）**', '**解释 1（待确认）**'),
    line: '**解释 1（待确认）**',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['解释 1'],
  },
  {
    name: 'two baselines of one name',
    edit: planted('## 算例\n', '## 算例\n\n```feel 基准\n名额: 3\n```\n'),
    line: '今日: date("2024-03-01")',
    heading: ['算例'],
    names: ['基准'],
  },
])
