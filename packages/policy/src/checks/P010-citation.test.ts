import { both, describePlants, planted } from '../../test/mini.ts'

describePlants('P010', [
  {
    name: 'an article beyond the last of another text',
    edit: planted('| 示例法第九条 |', '| 示例法第三十一条 |'),
    line: '| 示例法第三十一条 |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['第三十一条', '30'],
  },
  {
    name: 'an article beyond the last of this text',
    edit: planted('| `申请金额 > 0元` | 第四条 |', '| `申请金额 > 0元` | 第八条 |'),
    line: '| 第八条 |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['第八条', '7'],
  },
  {
    name: 'an item beyond the last that is numbered',
    edit: planted('| 第1款第3项 |', '| 第1款第4项 |'),
    line: '| 第1款第4项 |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['第4项', '3'],
  },
  {
    name: 'a paragraph beyond the last that is numbered',
    edit: planted('| `一致推荐` | 第2款 |', '| `一致推荐` | 第3款 |'),
    line: '| `一致推荐` | 第3款 |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['第3款', '2'],
  },
  {
    name: 'a short name that nobody declared',
    edit: planted('| 示例法第九条 |', '| 样例法第九条 |'),
    line: '| 样例法第九条 |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['样例法第九条'],
  },
  {
    name: 'an article that has no section while none are counted',
    edit: both(
      planted('条: 7\n', ''),
      planted('| `申请金额 > 0元` | 第四条 |', '| `申请金额 > 0元` | 第九条 |'),
    ),
    line: '| 第九条 |',
    heading: ['第二章 条件和金额', '第三条 条件'],
    names: ['第九条'],
  },
  {
    name: 'an act',
    edit: planted(
      '| 要求补正 | 主管部门 | `not(材料齐备)` | | 待受理 → 补正中 | | 第2款 |',
      '| 要求补正 | 主管部门 | `not(材料齐备)` | | 待受理 → 补正中 | | 第4款 |',
    ),
    line: '| 要求补正 | 主管部门',
    heading: ['第三章 程序', '第五条 办理'],
    names: ['第4款', '3'],
  },
  {
    name: 'a measure',
    edit: planted('依据: 第四条 }', '依据: 第十四条 }'),
    line: '措施:\n',
    heading: [],
    names: ['第十四条', '7'],
  },
  {
    name: 'a rule under a heading that is no article',
    edit: planted(
      '## 不设规则的条文',
      '## 附注\n\n| 条件：空的（同时满足） | 须满足 |\n|---|---|\n| 是高新的 | `高新有效` |\n\n## 不设规则的条文',
    ),
    line: '| 是高新的 |',
    heading: ['附注'],
    names: [],
  },
])
