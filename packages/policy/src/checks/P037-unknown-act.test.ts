import { describePlants, planted } from '../../test/mini.ts'

describePlants('P037', [
  {
    name: 'the lapse of no act',
    edit: planted('| 补正逾期 |', '| 补证逾期 |'),
    line: '| 补证逾期 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['补证', '补正'],
    fix: '补正',
  },
  {
    name: 'a span from no act',
    edit: planted('自要求补正起15日内', '自要求补证起15日内'),
    line: '自要求补证起15日内',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['要求补证', '要求补正'],
    fix: '要求补正',
  },
  {
    name: 'an example does what nobody can',
    edit: planted('| 2024-03-05 | 评审 |', '| 2024-03-05 | 评甚 |'),
    line: '| 2024-03-05 | 评甚 |',
    heading: ['算例'],
    names: ['评甚', '评审'],
    fix: '评审',
  },
  {
    name: 'the life of no procedure',
    edit: planted(
      '| 算例：设备补助 | 动作 | 填报 | ⇒ 状态 | ⇒ 申请次数 | ⇒ 拒绝 |',
      '| 算例：设备补住 | 动作 | 填报 | ⇒ 状态 | ⇒ 申请次数 | ⇒ 拒绝 |',
    ),
    line: '| 算例：设备补住 |',
    heading: ['算例'],
    names: ['设备补住', '设备补助'],
    fix: '设备补助',
  },
])
