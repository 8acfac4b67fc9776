/** The words of the command line in Chinese. `texts-en.ts` has the same in English. */

import type { Text } from '@huoshui/values'
import { runningCommands, runningZh } from './texts-kernel-zh.ts'

/** What `--help` says of one command. */
export interface Help {
  readonly summary: string
  readonly usage: string
  readonly options: readonly (readonly [option: string, text: string])[]
  readonly examples: readonly (readonly [line: string, text: string])[]
  readonly exits: readonly (readonly [code: number, text: string])[]
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件',
  EISDIR: '这是目录，不是文件',
  EACCES: '没有权限',
  EPERM: '没有权限',
  EEXIST: '已经有这个文件',
  ENOTDIR: '路径中间不是目录',
  ENOSPC: '磁盘满了',
}

const commands = {
  check: {
    summary: '检查政策：写法、依据、类型、流程、额度、英文本',
    usage: 'huoshui check [路径…]',
    options: [],
    examples: [
      ['huoshui check', '检查全部'],
      ['huoshui check policies/beijing', '只看一个目录'],
      ['huoshui check beijing/innovation-voucher --json', '给程序读'],
    ],
    exits: [
      [0, '没有错误（可以有警告和提示）'],
      [1, '有错误'],
    ],
  },
  test: {
    summary: '运行政策自己的算例；--mutate 再看算例够不够',
    usage: 'huoshui test [--mutate] [政策…]',
    options: [['--mutate', '逐个改动常数、比较和条件，看有没有算例发现']],
    examples: [
      ['huoshui test', '全部算例'],
      ['huoshui test --mutate shandong/interest-subsidy', '一件政策的算例够不够'],
    ],
    exits: [
      [0, '算例都符合，没有漏网的变异'],
      [1, '有算例不符，或者有漏网的变异'],
    ],
  },
  explain: {
    summary: '一条规则对一家企业：结论、理由、依据、还缺什么',
    usage: 'huoshui explain 政策 规则或措施 [--facts 文件] [--set 名=值 …]',
    options: [
      ['--facts 文件', '企业的 JSON 或 CSV'],
      ['--firm 名称', '文件里有几家企业时，看哪一家'],
      ['--set 名=值', '补一项事实，可以写几次；写在文件之后，以它为准'],
      ['--day 日期', '看哪一天；不写，用文件里的日期，再不写用今天'],
    ],
    examples: [
      ['huoshui explain beijing/innovation-voucher 可申领资格 --facts 甲.json', '为什么'],
      ['huoshui explain innovation-voucher 创新券 --set 职工总数=620 --set 注册地=北京', '假如'],
    ],
    exits: [
      [0, '符合，或者算出了值'],
      [1, '不符合、待补、待认定，或者有一项事实读不出来'],
    ],
  },
  screen: {
    summary: '每家企业能享受哪些措施、多少钱、差什么',
    usage: 'huoshui screen 文件.json|csv [--day 日期]',
    options: [['--day 日期', '看哪一天；不写，用文件里的日期，再不写用今天']],
    examples: [
      ['huoshui screen examples/firms/example-a.json', '一家企业'],
      ['huoshui screen register.csv --day 2024-03-01 --json > 结果.json', '一批企业'],
    ],
    exits: [
      [0, '每一项都读得出来'],
      [1, '有读不出来的事实或行；其余的照样给出结果'],
      [3, '整个文件读不出来'],
    ],
  },
  render: {
    summary: '把一件政策排成网页',
    usage: 'huoshui render 政策 [--out 文件]',
    options: [['--out 文件', '写到文件；不写，写到标准输出']],
    examples: [
      ['huoshui render shandong/interest-subsidy --out 贴息.html', ''],
      ['huoshui render shandong/interest-subsidy --lang en > subsidy.html', ''],
    ],
    exits: [[0, '写好了']],
  },
  fmt: {
    summary: '把政策排成统一的版式，意思不变',
    usage: 'huoshui fmt [--check] [路径…]',
    options: [['--check', '只看不改']],
    examples: [
      ['huoshui fmt', '全部'],
      ['huoshui fmt --check policies/beijing', '有没有要排的'],
    ],
    exits: [
      [0, '都是统一的版式'],
      [1, '--check 时有要排的'],
    ],
  },
  new: {
    summary: '起草一件政策：有条件、额度、流程和算例，一开始就通过检查',
    usage: 'huoshui new 标识 [--title 名称] [--issuer 发布机关] [--day 日期] [--template 样式]',
    options: [
      ['--title 名称', '政策的名称'],
      ['--issuer 机关', '发布机关'],
      ['--day 日期', '施行的日期；不写用今天'],
      ['--template 样式', 'grant：规则、额度、流程和资金；rules：只有条件和金额'],
    ],
    examples: [
      [
        'huoshui new beijing/sample-grant --title 示例补助办法',
        '写到 policies/beijing/sample-grant.md',
      ],
    ],
    exits: [[0, '写好了']],
  },
  export: {
    summary: '把一件政策的规则写成 DMN，给别的引擎用',
    usage: 'huoshui export --dmn 政策 [--out 文件]',
    options: [
      ['--dmn', '写成 DMN 1.5 的 XML'],
      ['--out 文件', '写到文件；不写，写到标准输出'],
    ],
    examples: [['huoshui export --dmn beijing/innovation-voucher --out voucher.dmn', '']],
    exits: [
      [0, '每条规则都写出来了'],
      [1, '写好了，但有规则在 DMN 里说不出来，成了输入'],
    ],
  },
  import: {
    summary: '把 DMN 模型读成政策的草案，不参加测算',
    usage: 'huoshui import --dmn 文件 --as 标识 [--out 文件]',
    options: [
      ['--dmn', '读 DMN 的 XML'],
      ['--as 标识', '草案的标识，如 beijing/sample-grant'],
      ['--out 文件', '写到文件；不写，写到政策目录里'],
    ],
    examples: [
      [
        'huoshui import --dmn grant.dmn --as beijing/sample-grant',
        '写到 policies/beijing/sample-grant.md',
      ],
    ],
    exits: [
      [0, '每个决策都带来了'],
      [1, '写好了，但有决策没有带来'],
      [3, '文件读不了，或者不是 DMN'],
    ],
  },
  ...runningCommands,
} satisfies Record<string, Help>

export const zh = {
  running: runningZh,
  /** What is said in two languages, in this one. */
  pick: (text: Text) => text.zh,
  commands: commands as Readonly<Record<keyof typeof commands, Help>>,

  // Help.
  title: 'huoshui：政策是公文，也是程序',
  usage: '用法',
  usageLine: 'huoshui <命令> [参数] [选项]',
  commandsTitle: '政策',
  runningTitle: '办理（数据在 --data 或者 --database）',
  optionsTitle: '选项',
  examplesTitle: '例子',
  exitsTitle: '退出码',
  globals: [
    ['--json', '给程序读的结果'],
    ['--lang zh|en', '语言，默认 zh'],
    ['--policies 目录', '政策的目录；不写，从这里往上找 policies/，找不到用本项目的'],
    ['--no-color', '不用颜色（环境变量 NO_COLOR 也行）'],
    ['-h, --help', '这份说明；写在命令后面，是那个命令的说明'],
  ] as readonly (readonly [string, string])[],
  exits: [
    [0, '好，或者答案是“是”'],
    [1, '答案是“不”，或者发现了问题'],
    [2, '命令写得不对'],
    [3, '文件或者数据库读不了'],
    [70, '本程序的缺陷'],
    [130, '按 Ctrl+C 停下'],
  ] as readonly (readonly [number, string])[],
  more: '看一个命令的说明：huoshui <命令> --help',

  // Misuse.
  seeHelp: (command: string | null) => `用 huoshui ${command ? `${command} ` : ''}--help 看说明。`,
  noCommand: (word: string, near: string | null) =>
    `没有命令“${word}”。${near ? `是否想写“${near}”？` : ''}`,
  unknownOption: (name: string, near: string | null) =>
    `不认得 ${name}。${near ? `是否想写 ${near}？` : ''}`,
  noValue: (name: string) => `${name} 后面不写值。`,
  needsValue: (name: string) => `${name} 后面要写值。`,
  badLang: (word: string) => `--lang 只有 zh 和 en，没有“${word}”。`,
  badDay: (option: string, word: string) => `${option} 的“${word}”不是一天，写成 2024-03-01。`,
  badCount: (option: string, word: string, least: number, most: number) =>
    `${option} 的“${word}”不对，写 ${least} 到 ${most} 的整数。`,
  missingWords: (usage: string) => `还少参数：${usage}`,
  tooManyWords: (word: string) => `多了“${word}”。`,
  badSet: (word: string) => `--set 写成 名=值，“${word}”没有等号。`,
  noPolicy: (word: string, near: string | null, all: readonly string[]) =>
    `没有政策“${word}”。${near ? `是否想写“${near}”？` : `有：${all.join('、')}。`}`,
  severalPolicies: (word: string, all: readonly string[]) =>
    `“${word}”可以是 ${all.join('、')}，写全。`,
  noRule: (word: string, near: string | null, all: readonly string[]) =>
    `这件政策没有规则或措施“${word}”。${near ? `是否想写“${near}”？` : `有：${all.join('、')}。`}`,
  noFirm: (word: string, all: readonly string[]) => `文件里没有“${word}”，有：${all.join('、')}。`,
  noFirmAtAll: (path: string) => `${path} 里没有一家读得懂的企业。`,
  whichFirm: (count: number) => `文件里有 ${count} 家企业，用 --firm 写明哪一家。`,
  badSlug: (word: string) =>
    `标识“${word}”写成 地区/名称，用小写字母、数字和连字符，如 beijing/sample-grant。`,
  slugTaken: (path: string) => `已经有 ${path}，没有改动它。`,
  badTemplate: (word: string, all: readonly string[]) =>
    `没有样式“${word}”，有：${all.join('、')}。`,

  // Files.
  noDirectory: (path: string) => `没有目录 ${path}。`,
  cannotRead: (path: string, cause: string) => `读不了 ${path}：${causes[cause] ?? cause}。`,
  cannotWrite: (path: string, cause: string) => `写不了 ${path}：${causes[cause] ?? cause}。`,
  notUtf8: (path: string) => `读不了 ${path}：不是 UTF-8 编码的文字。`,
  noPolicies: (root: string) => `${root} 里没有政策（.md 文件）；用 --policies 指明目录。`,
  noCalendar: (root: string) =>
    `${root}/calendar 里没有读得懂的日历，期限算不出来；先运行 huoshui check。`,
  notInside: (root: string, path: string, near: string | null) =>
    `${root} 里没有“${path}”。${near ? `是否想写“${near}”？` : ''}`,
  defect: (message: string) =>
    `本程序出了缺陷：${message}\n这不是您的错。设 HUOSHUI_DEBUG=1 再运行一次，把全文报给维护的人。`,

  // check
  checked: (files: number, errors: number, warnings: number, notes: number) =>
    `${files} 个文件：${errors} 处错误，${warnings} 处警告，${notes} 处提示。`,

  // test
  failed: '不符',
  noExamples: '没有算例',
  tested: (count: number, failures: number) =>
    failures === 0 ? `${count} 个算例都符合。` : `${count} 个算例，${failures} 处不符。`,
  testedAll: (policies: number, count: number, failures: number) =>
    `共 ${policies} 件政策，${count} 个算例，${failures} 处不符。`,
  hasErrors: (count: number) => `有 ${count} 处错误，算例的结果靠不住；先运行 huoshui check。`,
  skippedMutation: '算例不符，没有再做变异。',
  mutating: (name: string, done: number, total: number) => `${name} 变异 ${done}/${total}`,
  mutated: (total: number, killed: number, survivors: number, listed: number) =>
    `${total} 个变异，发现 ${killed} 个，漏网 ${survivors} 个，列为等价 ${listed} 个。`,
  survivor: '漏网',
  survivorRemedy: '加一个算例，让这一处改动看得出来；或者在“等价变异”里写明理由。',
  unknownListed: (id: string) => `“等价变异”里的“${id}”没有这个变异，或者已经有算例发现它；删去。`,
  forbiddenListed: (id: string) => `“等价变异”里的“${id}”是条文里的数，不能列；加一个算例。`,

  // explain and screen
  on: (day: string) => `${day} 的情况`,
  value: '值',
  reasons: '理由',
  cite: (text: string) => (text === '' ? '' : `（${text}）`),
  colon: '：',
  comma: '，',
  semicolon: '；',
  list: '、',
  missing: '还缺',
  nearest: '最近的改变',
  contest: '不服怎么办',
  doubts: '存疑',
  doubt: (numbers: string) => `解释 ${numbers}（待确认）`,
  capped: (clause: string, cite: string) => `封顶 ${clause}${cite === '' ? '' : `（${cite}）`}`,
  by: (cite: string) => (cite === '' ? '' : `依 ${cite}`),
  amount: '金额',
  unknownAmount: '金额未知',
  remedy: '救济途径',
  call: (name: string, to: string) => `${name}，${to}止`,
  closed: (title: string, from: string | null, to: string | null, draft: boolean) =>
    draft
      ? `${title}：草案`
      : to !== null
        ? `${title}：${to}起失效`
        : `${title}：${from ?? '日期未定'}起施行`,
  closedTitle: '当天不在施行的政策',
  questionsTitle: '接下来先问',
  question: (name: string, measures: number) => `${name}：关系到 ${measures} 项措施`,
  elsewhere: (region: string) => `别的地区（${region}）`,
  grounds: '依据',
  exclusive: (others: string, cite: string) =>
    `与 ${others} 只能享受一项${cite ? `（${cite}）` : ''}`,
  sharedCap: (others: string, cap: string, cite: string) =>
    `与 ${others} 合计不超过 ${cap}${cite ? `（${cite}）` : ''}`,
  records: '记录',
  noMeasures: '当天没有施行的措施。',
  screened: (firms: number, problems: number) =>
    problems === 0 ? `${firms} 家企业。` : `${firms} 家企业；文件里有 ${problems} 处问题。`,
  row: (row: number) => `第${row}行`,
  error: '错误',
  warning: '警告',

  // render, fmt, new
  written: (path: string) => `写好 ${path}`,
  unformatted: (path: string) => `要排 ${path}`,
  formatted: (path: string) => `排好 ${path}`,
  formatCount: (all: number, changed: number, only: boolean) =>
    only ? `${all} 个文件，${changed} 个要排。` : `${all} 个文件，排了 ${changed} 个。`,
  newTitle: '示例补助办法',
  newIssuer: '示例部门',
  nextSteps: (slug: string) =>
    `接下来：把“示例”换成真的内容，再运行\n  huoshui check ${slug}\n  huoshui test --mutate ${slug}`,
  needsFormat: '写明格式：--dmn。',
  needsSlug: '用 --as 写明草案的标识，如 --as beijing/sample-grant。',
  exported: (rules: number, unsaid: number) =>
    unsaid === 0 ? `${rules} 条规则。` : `${rules} 条规则，其中 ${unsaid} 处在 DMN 里说不出来。`,
  imported: (carried: number, left: number) =>
    left === 0 ? `带来 ${carried} 条规则。` : `带来 ${carried} 条规则，${left} 个决策没有带来。`,
  importNext: (slug: string) =>
    `这是草案，不参加测算。接下来：补上条文和依据，再运行\n  huoshui check ${slug}`,
  noShared: (root: string) =>
    `注意：${root} 里没有 terms/facts.md，草案用的共用事实（注册地、职工总数）要先声明。`,
  noYear: (year: number) => `注意：日历里没有 ${year} 年，草案的算例现在还算不出来。`,
}
