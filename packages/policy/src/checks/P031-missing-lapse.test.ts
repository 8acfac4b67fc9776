import { describePlants, planted } from '../../test/mini.ts'

describePlants('P031', [
  {
    name: 'the row for the lapse is gone',
    edit: planted('| 作废 | 系统 | | 补正逾期 | 补正中 → 已作废 | | 第2款 |\n', ''),
    line: '| 补正 | 申请单位 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['补正'],
    fix: '| 作废 | 系统 | | 补正逾期 | 补正中 → 已作废 | |',
  },
  {
    name: "the row waits for the lapse of an act that can't lapse here",
    edit: planted('| 补正逾期 |', '| 评审逾期 |'),
    line: '| 补正 | 申请单位 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['补正'],
    fix: '| 作废 | 系统 | | 补正逾期 | 补正中 → 已作废 | |',
  },
  {
    name: 'a fixed day bars the only way on',
    edit: planted(
      '| 拨付 | 主管部门 | | | 待拨付',
      '| 拨付 | 主管部门 | | 在`申请截止日`前 | 待拨付',
    ),
    line: '| 拨付 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['拨付', '待拨付'],
    fix: '| 作废 | 系统 | | 拨付逾期 | 待拨付 → 已作废 | |',
  },
])
