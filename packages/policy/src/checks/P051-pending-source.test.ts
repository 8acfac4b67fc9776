import { describePlants, planted } from '../../test/mini.ts'

describePlants('P051', [
  {
    name: 'a row',
    edit: planted('| 人少 | `< 50` | `"初创期"` | |', '| 人少 | `< 50` | `"初创期"` | 待核 |'),
    line: '| 人少 |',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['人少'],
    severity: 'note',
  },
  {
    name: 'an act',
    edit: planted(
      '| 撤回 | 申请单位 | | | 待受理、待评审 → 已撤回 | | 第1款 |',
      '| 撤回 | 申请单位 | | | 待受理、待评审 → 已撤回 | | 待核 |',
    ),
    line: '| 撤回 | 申请单位 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['撤回'],
    severity: 'note',
  },
  {
    name: 'values that no notice sets',
    edit: planted("名额: '2', ", ''),
    line: '| 名额 | 数，下限 0 |',
    heading: ['事实'],
    names: ['名额', '年度预算'],
    severity: 'note',
  },
])
