import { both, describePlants, planted } from '../../test/mini.ts'

describePlants('P012', [
  {
    name: 'a fact that nothing reads',
    edit: planted(
      '| 一致推荐 | 是非 | |',
      '| 占地面积 | 数 | | 登记：平面图 |\n| 一致推荐 | 是非 | |',
    ),
    line: '| 占地面积 |',
    heading: ['事实'],
    names: ['占地面积'],
  },
  {
    name: 'a fact that is only filled in',
    edit: both(
      planted('| 一致推荐 | 是非 | |', '| 备注 | 文本 | | 填报：申请表 |\n| 一致推荐 | 是非 | |'),
      planted('填 设备、申请金额、材料齐备', '填 设备、申请金额、材料齐备、备注'),
    ),
    line: '| 备注 | 文本 |',
    heading: ['事实'],
    names: ['备注'],
  },
  {
    name: 'a rule that reads another fact instead',
    edit: planted('| 专家一致推荐 | `一致推荐` |', '| 专家一致推荐 | `材料齐备` |'),
    line: '| 一致推荐 | 是非 |',
    heading: ['事实'],
    names: ['一致推荐'],
  },
  {
    name: 'a field of records that no path and no filter reads',
    edit: planted('最高专利分: max(专利.得分)', '最高专利分: 1'),
    line: '| 得分 | 数，下限 0 |',
    heading: ['事实'],
    names: ['得分'],
  },
])
