import { describePlants, planted } from '../../test/mini.ts'

describePlants('P030', [
  {
    name: 'a state left under another spelling',
    edit: planted('| 待评审 → 待公示 |', '| 待评甚 → 待公示 |'),
    line: '| 评审 | 专家组',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['待评甚', '待评审'],
    fix: '待评审',
  },
  {
    name: 'a state reached under another spelling',
    edit: planted('| 公示中 → 待拨付 |', '| 公示中 → 待拔付 |'),
    line: '| 拨付 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['待拨付', '待拔付'],
    fix: '待拔付',
  },
])
