import { describePlants, planted } from '../../test/mini.ts'

describePlants('P003', [
  {
    name: 'a required column is missing',
    edit: planted('| 账户：资金 | 每 | 注入 | 底线 |', '| 账户：资金 | 每 | 注入 | 最低 |'),
    line: '| 账户：资金 |',
    heading: ['第一章 总则', '第二条 资金'],
    names: ['底线'],
  },
  {
    name: 'a column nearly spelt right',
    edit: planted('| 事实：设备 | 类型 | 说明 | 证据 |', '| 事实：设备 | 类型 | 说朋 | 证据 |'),
    line: '| 事实：设备 | 类型 |',
    heading: ['事实'],
    names: ['说朋', '说明'],
  },
  {
    name: 'a row with a cell too many',
    edit: planted('| 有资格 | `可申请资格` | 第1款 |', '| 有资格 | `可申请资格` | 第1款 | 多 |'),
    line: '| 有资格 |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['4', '3'],
  },
  {
    name: 'a row with a cell too few',
    edit: planted('| 有资格 | `可申请资格` | 第1款 |', '| 有资格 | `可申请资格` |'),
    line: '| 有资格 |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['2', '3'],
  },
  {
    name: 'a hit policy that is none',
    edit: planted('补助比例（唯一）', '补助比例（独一）'),
    line: '补助比例（独一）',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['独一', '唯一'],
  },
  {
    name: 'a condition without its mode',
    edit: planted('可公示（同时满足）', '可公示'),
    line: '| 条件：可公示 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['同时满足', '满足其一'],
  },
  {
    name: 'a decision without 结果',
    edit: planted(
      '| 决策：附加补助（累加） | `高新有效` | `职工总数` | 结果 |',
      '| 决策：附加补助（累加） | `高新有效` | `职工总数` | `名额` |',
    ),
    line: '| 决策：附加补助（累加）',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['结果'],
  },
  {
    name: 'a score option that is none',
    edit: planted('合计 100，示例权重', '合计 100，样例权重'),
    line: '| 评分：创新得分',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['样例权重', '示例权重'],
  },
  {
    name: 'a score without full marks',
    edit: planted('示例权重） | 满分值 |', '示例权重） | 满分 |'),
    line: '| 评分：创新得分',
    heading: ['第二章 条件和金额', '第四条 金额'],
    names: ['满分值'],
  },
  {
    name: 'an example column that is none',
    edit: planted('⇒ 补助上限 | 因为 |', '⇒ 补助上限 | 因何 |'),
    line: '⇒ 补助上限 | 因何 |',
    heading: ['算例'],
    names: ['因何', '因为'],
  },
  {
    name: 'a life without acts',
    edit: planted(
      '| 算例：设备补助 | 动作 | 填报 | ⇒ 状态 | ⇒ 申请次数 | ⇒ 拒绝 |',
      '| 算例：设备补助 | 改动 | 填报 | ⇒ 状态 | ⇒ 申请次数 | ⇒ 拒绝 |',
    ),
    line: '| 算例：设备补助 | 改动 |',
    heading: ['算例'],
    names: ['动作'],
  },
])
