/** The Chinese words of the commands that run programmes; `texts-kernel-en.ts` has the English. */
import type { Help } from './texts-zh.ts'

const data: Help['options'] = [
  ['--data 目录', '数据和密钥的目录，默认 ./data'],
  [
    '--database 地址',
    'PostgreSQL 的地址；不写，用环境变量 DATABASE_URL；再没有，数据库在 --data 里',
  ],
  ['--day 日期', '把今天当作这一天：只用于测试和演示'],
]
const list: Help['options'] = [
  ['--limit 数', '最多列几行，默认 100'],
  ['--after 位置', '从上一页末尾给出的位置接着列'],
  ['--csv 文件', '写成 CSV（带 BOM，编号是文本）；不写 --limit 就是全部'],
]
const asker: Help['options'] = [
  ['--as 身份', '以什么身份办：“由”一栏的词，或者一种当事人'],
  ['--actor 编号', '办的人；“任何人”可以不写'],
  ['--for 编号', '替哪个单位办'],
]

export const runningCommands = {
  begin: {
    summary: '开始使用：建数据库和密钥，装上政策和日历，登记头两个人',
    usage: 'huoshui begin [--policies 目录] [--administrator 姓名] [--head 姓名]',
    options: [
      ['--administrator 姓名', '管理员，兼经办人'],
      ['--head 姓名', '单位负责人，兼复核人；是另一个人'],
      ...data,
    ],
    examples: [
      ['huoshui begin --administrator 示例甲 --head 示例乙', '数据在 ./data'],
      ['huoshui begin --database postgres://localhost/huoshui', '数据在 PostgreSQL'],
    ],
    exits: [
      [0, '开始了，或者早已开始'],
      [1, '政策有错误，没有开始'],
    ],
  },
  act: {
    summary: '办一步：写进数据库的唯一办法；不能办的说明理由和怎样才行',
    usage: 'huoshui act 动作 --matter 编号 | --open 标识#流程 | --batch 标识#流程 --as 身份 […]',
    options: [
      ['--matter 编号', '在办的一件：它的编号或者看得见的号'],
      ['--open 标识#流程', '新办一件'],
      ['--batch 标识#流程', '整批办：择优、抽取'],
      ['--call 编号', '整批办的是哪一期通知下的'],
      ...asker,
      [
        '--fill 名=值',
        '填一项，可以写几次：5万元、2024-06-01、是、5个工作日、无；一组用顿号隔开，空的写 []',
      ],
      ['--slot 种类=编号', '选一个主体；新登记的写 种类=new:名称'],
      ['--file 摘要', '代录时，证明所录内容的文件的摘要'],
      ['--key 编号', '这个请求自己的编号：重复的请求得到同一个答复；不写就编一个'],
      ...data,
    ],
    examples: [
      [
        'huoshui act 领取 --open beijing/innovation-voucher#创新券 --as 申领单位 --actor 编号 --for 编号 --fill 券面金额=5万元',
        '新办',
      ],
      ['huoshui act 拨付 --matter 创新券-2024-000001 --as 主管部门 --actor 编号', '接着办'],
    ],
    exits: [
      [0, '办成了'],
      [1, '不能办，或者填的值读不出来'],
      [2, '命令写得不对，或者 --key 已经用于另一个请求'],
    ],
  },
  matter: {
    summary: '一件事项：办过什么、当事人、预留、期限、现在可以办什么',
    usage: 'huoshui matter 编号 [--as 身份 --actor 编号 --for 编号]',
    options: [...asker, ...data],
    examples: [
      ['huoshui matter 创新券-2024-000001', '谁办都算'],
      ['huoshui matter 创新券-2024-000001 --as 主管部门 --actor 编号', '这个人能办什么'],
    ],
    exits: [[1, '没有这件事项']],
  },
  matters: {
    summary: '列出事项',
    usage: 'huoshui matters [--policy 标识] [--procedure 流程] [--state 状态] [--subject 编号]',
    options: [
      ['--policy 标识', '哪件政策的'],
      ['--procedure 流程', '哪个流程的'],
      ['--state 状态', '在哪个状态的'],
      ['--subject 编号', '哪个主体是当事人的'],
      ...list,
      ...data,
    ],
    examples: [
      ['huoshui matters --policy beijing/innovation-voucher --state 待审核', '等着审核的'],
      ['huoshui matters --csv 事项.csv', '全部，用表格软件打开'],
    ],
    exits: [[0, '列出了，哪怕一件也没有']],
  },
  accounts: {
    summary: '列出一件政策的账户：入账、余额、预留、可用',
    usage: 'huoshui accounts 标识',
    options: [...list, ...data],
    examples: [['huoshui accounts beijing/innovation-voucher', '']],
    exits: [[0, '列出了，哪怕一个也没有']],
  },
  account: {
    summary: '一个账户，今天的或者某一天的；--statement 再列出每一笔',
    usage: 'huoshui account 标识 账户 [--on 日期] [--statement]',
    options: [
      ['--on 日期', '看这一天终了时'],
      ['--statement', '列出每一笔，最近的在前'],
      ...list,
      ...data,
    ],
    examples: [
      [
        'huoshui account beijing/innovation-voucher 创新券/专项资金[年度=2024] --statement',
        '账户照 accounts 列出的写',
      ],
    ],
    exits: [[1, '没有这个账户，或者从没记过账']],
  },
  facts: {
    summary: '一个主体的事实：值、从哪天起、凭谁的话，来源之间的不一致',
    usage: 'huoshui facts 编号 [--on 日期]',
    options: [
      ['--on 日期', '看哪一天；不写用今天'],
      ['--csv 文件', '写成 CSV（带 BOM，编号是文本）'],
      ...data,
    ],
    examples: [['huoshui facts 编号 --on 2024-03-01', '那一天的情况']],
    exits: [
      [0, '列出了，哪怕一项也没有'],
      [1, '没有这个主体'],
    ],
  },
  notices: {
    summary: '正在公示的',
    usage: 'huoshui notices [--on 日期]',
    options: [['--on 日期', '看哪一天；不写用今天'], ...list, ...data],
    examples: [['huoshui notices --on 2024-07-08', '']],
    exits: [[0, '列出了，哪怕一件也没有']],
  },
  sweep: {
    summary: '巡查：到期作废、系统自己办的、提醒、超期；每天一次，多跑不碍事',
    usage: 'huoshui sweep',
    options: data,
    examples: [['huoshui sweep', '']],
    exits: [
      [0, '巡查完了，账目相符'],
      [1, '账目有不符的'],
    ],
  },
  file: {
    summary: '存一份文件，得到它的摘要：证明材料、名录、政策文件',
    usage: 'huoshui file 文件 [--type 媒体类型]',
    options: [['--type TYPE', '不写按文件名的后缀'], ...data],
    examples: [['huoshui file 名录.json', '把印出的摘要填进“导入文件”']],
    exits: [
      [0, '存好了'],
      [2, '太大，或者不是收的类型'],
    ],
  },
  backup: {
    summary: '备份：某一刻的全部数据写成一个文件',
    usage: 'huoshui backup 文件',
    options: data,
    examples: [['huoshui backup 备份.jsonl.gz', '日志的密钥另存，不在里面']],
    exits: [[0, '写好了']],
  },
  restore: {
    summary: '还原：把备份放进一个新的数据库，要么全部，要么什么也不动',
    usage: 'huoshui restore 文件 --data 新目录',
    options: data,
    examples: [['huoshui restore 备份.jsonl.gz --data ./data-2', '']],
    exits: [
      [0, '还原了'],
      [3, '备份或者数据库用不了；什么也没动'],
    ],
  },
  replay: {
    summary: '重放：从日志重建全部数据，与现有的逐行比较',
    usage: 'huoshui replay',
    options: data,
    examples: [['huoshui replay', '']],
    exits: [
      [0, '完全一致'],
      [1, '有不同'],
    ],
  },
  log: {
    summary: '日志：导出、一条的回执、公钥',
    usage: 'huoshui log export 目录 | receipt 条号 [--out 文件] | key',
    options: [['--out 文件', '回执写到文件；不写，写到标准输出'], ...data],
    examples: [
      ['huoshui log export ./log', '谁都可以离线核验'],
      ['huoshui log receipt 128 --out 回执.json', '证明第128条在日志里'],
      ['huoshui log key', '交给要核验的人；数据库开着也能用'],
    ],
    exits: [[1, '没有这一条']],
  },
  verify: {
    summary: '离线核验导出的日志或者回执，不用数据库',
    usage: 'huoshui verify 目录|回执.json --key 公钥 [--earlier 检查点文件]',
    options: [
      ['--key 公钥', '信得过的公钥，或者写着它的文件；可以写几次。不要从被核验的导出里取'],
      ['--earlier 文件', '较早的检查点：证明日志没有改过去，只往后加'],
    ],
    examples: [
      ['huoshui verify ./log --key 日志.pub', ''],
      ['huoshui verify 回执.json --key 日志.pub', ''],
    ],
    exits: [
      [0, '核验无误'],
      [1, '有不符，不可采信'],
      [3, '文件读不了'],
    ],
  },
} satisfies Record<string, Help>

export const runningZh = {
  // Opening and stopping.
  opening: '正在打开数据库…',
  stopping: '正在停下…',
  stopped: '已停下，没有做完的没有留下。',
  noData: (folder: string) =>
    `${folder} 里没有开始使用的数据。先运行 huoshui begin；数据在别处的用 --data 指明；刚还原的，先把原来的 log.key 放进 ${folder}/keys。`,
  notBegun: '数据库里还没有数据。先运行 huoshui begin。',
  badDatabase: '--database（DATABASE_URL）写成 postgres://用户:密码@主机:端口/库。',
  noDatabase: (where: string) => `连不上数据库 ${where}。看它是否在运行、主机和端口对不对，再试。`,
  databaseSays: (where: string, said: string) =>
    `数据库 ${where} 不接受：${said}。核对用户、密码和库名。`,

  // Words on the command line.
  badId: (option: string, word: string) =>
    `${option} 的“${word}”不是编号。编号像 0190a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b，在清单里看得到。`,
  badDigest: (word: string) => `--file 的“${word}”不是摘要：写文件的 SHA-256，64 个十六进制数字。`,
  oneTarget: '写明办在哪里：--matter、--open、--batch 三者之一。',
  badTarget: (option: string, word: string) =>
    `${option} 的“${word}”写成 标识#流程，如 beijing/innovation-voucher#创新券。`,
  callAlone: '--call 只和 --batch 一起用。',
  needsRole: '用 --as 写明以什么身份办，如 --as 申领单位。',
  badFill: (text: string) => `--fill 写成 名=值，“${text}”没有等号。`,
  badSlot: (text: string) => `--slot 写成 种类=编号，或者 种类=new:名称；“${text}”不是。`,
  sameKind: (option: string, name: string) => `${option} 里“${name}”写了两次，只写一次。`,
  noFact: (name: string, near: string | null, all: readonly string[]) => {
    const asked = all.length > 0 ? `要填的有：${all.join('、')}。` : '这一步不用填。'
    return `--fill：这一步没有“${name}”这一项。${near ? `是否想写“${near}”？` : ''}${asked}`
  },
  samePeople: '管理员和单位负责人要是两个人：用 --administrator 和 --head 写不同的姓名。',
  noPolicy: (word: string, near: string | null) =>
    `没有装过政策“${word}”。${near ? `是否想写“${near}”？` : '用 huoshui matters 或者 huoshui check 看标识。'}`,
  noMatter: (word: string) => `没有事项“${word}”。用 huoshui matters 看编号。`,
  noAccount: (policy: string, key: string) =>
    `${policy} 没有账户“${key}”，或者从没记过账。用 huoshui accounts ${policy} 看有哪些。`,
  noSubject: (id: string) => `没有主体 ${id}。用 huoshui matter 看当事人的编号。`,
  noEntry: (seq: string, size: number) => `日志里没有第 ${seq} 条，有第 0 至 ${size - 1} 条。`,
  badSeq: (word: string) => `条号“${word}”写成整数，从 0 起。`,
  logWords: 'log 后面写 export 目录、receipt 条号 或者 key。',

  // begin
  administrator: '管理员',
  head: '单位负责人',
  begun: (policies: number, calendars: number) =>
    `开始使用：装上 ${policies} 件政策，${calendars} 年的日历。`,
  begunAlready: (entries: number) => `早已开始使用，日志有 ${entries} 条；没有改动。`,
  firstPeople: '头两个人',
  publicKey: '日志的公钥（交给要核验的人）',
  keepKey: (file: string) => `把 ${file} 另存一份：备份里没有它，丢了日志就续不上。`,
  notBegunErrors: (count: number) => `政策有 ${count} 处错误，没有开始；改好再来。`,

  // act
  done: (number: string, state: string) => `办好了：${number} → ${state}`,
  logged: (from: string, count: number) =>
    count === 1 ? `日志第 ${from} 条` : `日志第 ${from} 条起共 ${count} 条`,
  requestKey: '请求编号',
  matterId: '编号',
  skipped: '没有办的',
  refused: '不能办',
  grounds: '依据',
  change: '怎样才行',
  missing: '还缺',
  emptySlots: '还没有选',
  due: '到期日',
  shortage: (account: string, asked: string, free: string) =>
    `“${account}”要 ${asked}，可用 ${free}`,
  todo: '怎么办',

  // matter
  openedOn: (day: string) => `${day} 开始`,
  parties: '当事人',
  performed: '办过的',
  reservations: '预留',
  deadlines: '期限',
  openActs: '现在',
  canDo: '可以办',
  cannotDo: '不能办',
  undecided: '看填的值',
  asks: '要填',
  asksFile: '证明文件',
  overdueSince: (day: string) => `${day}到期，已超期`,
  noDay: '还算不出是哪一天',
  provisional: '暂定',
  entriesOf: '日志',
  entries: (list: string) => `第 ${list} 条`,
  parent: '上一级事项',
  nothingOpen: '已办结，没有下一步。',

  // Lists.
  more: (cursor: string) => `还有。接着列：--after ${cursor}`,
  rows: (count: number) => `${count} 行`,
  writing: (count: number) => `已写 ${count} 行`,
  noRows: '一行也没有。',
  columns: {
    number: '号',
    state: '状态',
    policy: '政策',
    procedure: '流程',
    opened: '开始',
    id: '编号',
    account: '账户',
    ledger: '账套',
    unit: '单位',
    funded: '入账',
    balance: '余额',
    held: '预留',
    free: '可用',
    floor: '底线',
    day: '日期',
    mode: '方式',
    from: '从',
    to: '到',
    amount: '数额',
    matter: '事项',
    entry: '日志条号',
    fact: '事实',
    value: '值',
    since: '从哪天起',
    evidence: '证据',
    source: '来源',
    conflicts: '别的来源',
    act: '动作',
    until: '公示至',
    shown: '公示的内容',
    corrects: '更正',
  },
  units: { money: '元', count: '次' },
  times: (count: string) => `${count}次`,
  modes: {
    fund: '入账',
    reserve: '预留',
    settle: '结算',
    release: '释放',
    post: '记账',
  } as Readonly<Record<string, string>>,
  onDay: (day: string) => `${day}终了时`,
  now: '现在',
  statement: '明细',

  // sweep, backup, restore, replay
  sweeping: (done: number) => `巡查：办了 ${done} 件`,
  swept: (day: string, done: number, reminders: number, overdue: number) =>
    `${day}：系统办了 ${done} 件，提醒 ${reminders} 件，新超期 ${overdue} 件。`,
  booksHold: '账目相符。',
  broken: (count: number) =>
    `账目有 ${count} 处不符，先停办，运行 huoshui replay 看是哪里；这是程序的缺陷，或者有人绕过程序改了库。`,
  table: (name: string, rows: number) => `${name} ${rows} 行`,
  registered: (id: string) => `登记了：${id}`,
  filed: (path: string, digest: string) => `${path} 的摘要：${digest}`,
  backedUp: (path: string, tables: number, rows: number) =>
    `写好 ${path}：${tables} 张表，${rows} 行。`,
  restored: (tables: number, rows: number) => `还原了 ${tables} 张表，${rows} 行。`,
  putKey: (file: string) =>
    `接下来：把原来的 log.key 放到 ${file}，再运行 huoshui replay 核对。没有它，日志续不上。`,
  replaying: (done: number, total: number) => `重放 ${done}/${total}`,
  replayed: (entries: number) => `重放了 ${entries} 条，与现有数据完全一致。`,
  differs: (count: number, cut: boolean) =>
    cut ? `有不同，列出头 ${count} 处：` : `有 ${count} 处不同：`,
  differsRemedy: '先停办，从备份还原到新的数据库再重放；把两份都留着查原因。',
  erased: (list: string) => `附文已依法删除，状态不能逐行比较：第 ${list} 条。`,

  // log and verify
  exporting: (done: number, total: number) => `导出 ${done}/${total}`,
  exported: (path: string, entries: number) => `导出 ${entries} 条到 ${path}。`,
  notEmpty: (path: string) => `${path} 里有别的文件。换一个空目录，或者上次导出的目录。`,
  verifying: (done: number, total: number) => `核验 ${done}/${total}`,
  verified: (origin: string, size: number) => `核验无误：日志 ${origin}，${size} 条。`,
  continues: (size: number) => `接着 ${size} 条时的检查点，没有改过去。`,
  receiptHolds: (index: number, origin: string, size: number) =>
    `回执属实：第 ${index} 条在日志 ${origin} 里（${size} 条）。`,
  receiptSays: (day: string, act: string, role: string) => `${day} ${act}（${role}）`,
  faults: (count: number, entries: number) =>
    `有 ${count} 处不符（读了 ${entries} 条），不可采信：`,
  moreFaults: (count: number) => `另有 ${count} 处没有列出。`,
  needsKey: '用 --key 写明信得过的公钥，或者写着它的文件。',
  badKey: (word: string, why: string) => `--key 的“${word}”不是公钥，也不是写着公钥的文件：${why}`,
  earlierReceipt: '--earlier 只用于核验导出的目录；回执只证明一条在日志里。',
  notJson: (path: string) => `${path} 不是 JSON。重新取得回执的原件。`,
}
