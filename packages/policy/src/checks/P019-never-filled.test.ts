import { both, describePlants, planted } from '../../test/mini.ts'

describePlants('P019', [
  {
    name: 'no act fills it in',
    edit: planted('填 先进程度、一致推荐', '填 一致推荐'),
    line: '| 公示 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['公示', '先进程度', '认定'],
  },
  {
    name: 'only a later act fills it in',
    edit: both(
      planted('填 设备、申请金额、材料齐备', '填 设备、材料齐备'),
      planted('填 核定金额；公示', '填 核定金额、申请金额；公示'),
    ),
    line: '| 申请 | 申请单位 | `可申请` |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['申请金额', '填报'],
  },
  {
    name: 'an amount that no act sets',
    edit: planted('；置 `实付金额: min(核定金额, 发票金额 / 3)`', ''),
    line: '| 拨付 | 主管部门 |',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['拨付', '实付金额', '办理'],
  },
])
