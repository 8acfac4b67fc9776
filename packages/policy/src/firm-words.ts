/** What is said about a firm file that can't be read, in both languages. */
import type { Text } from '@huoshui/values'

export interface Saying {
  readonly severity: 'error' | 'warning'
  readonly message: Text
  readonly remedy: Text
  /** Of a cell: what is wrong alone, for readers that do not leave its fact unknown. */
  readonly bare?: Text
}

type Pair = readonly [zh: string, en: string]

const make =
  (severity: Saying['severity']) =>
  (message: Pair, remedy: Pair): Saying => ({
    severity,
    message: { zh: message[0], en: message[1] },
    remedy: { zh: remedy[0], en: remedy[1] },
  })
const error = make('error')
const warning = make('warning')

/** Of a cell: what is wrong, and that the fact is left unknown. `[zh, en, how English goes on]`. */
const cellError = (
  [zh, en, link]: readonly [zh: string, en: string, link: ' and is' | '; it is' | '; they are'],
  remedy: Pair,
): Saying => ({
  ...error([`${zh}，当作还不知道。`, `${en}${link} left unknown.`], remedy),
  bare: { zh: `${zh}。`, en: `${en}.` },
})

const mega = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MB`

/** A found text in quotes, cut where it is too long to show. */
const shown = (text: string) => {
  const letters = Array.from(text)
  return letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : text
}

const workbook: Pair = [
  '在 Excel 或 WPS 里另存为“CSV UTF-8”，再用存下的文件。',
  'Save it as “CSV UTF-8” from Excel or WPS and use that file.',
]

/** Of the whole file. */
const file = {
  tooLarge: (bytes: number, limit: number) =>
    error(
      [
        `文件有 ${mega(bytes)}，最多 ${mega(limit)}。`,
        `The file has ${mega(bytes)}; the limit is ${mega(limit)}.`,
      ],
      ['分成几个文件。', 'Split it into several files.'],
    ),
  notText: (what: string) => {
    const named = what === '' ? '' : what.toUpperCase()
    return error(
      named
        ? [`这是 ${named} 文件，不是文字。`, `This is a ${named} file, not text.`]
        : ['这是二进制文件，不是文字。', 'This is a binary file, not text.'],
      what.startsWith('xls') ? workbook : ['用 CSV 或 JSON 文件。', 'Use a CSV or JSON file.'],
    )
  },
  encoding: () =>
    error(
      [
        '文字的编码既不是 UTF-8 也不是 GB18030。',
        'The text is encoded neither in UTF-8 nor in GB18030.',
      ],
      ['另存为 UTF-8 编码。', 'Save it in UTF-8.'],
    ),
  empty: () =>
    error(
      ['文件里没有企业。', 'The file has no firms.'],
      [
        '写表头一行（名称、事实的名称），再一家企业一行；或者写 JSON：{"名称": "…", "事实": {"注册地": "北京"}}。',
        'Write a header (名称 and names of facts) and one row a firm, or JSON: {"名称": "…", "事实": {"注册地": "北京"}}.',
      ],
    ),
  tooMany: (limit: number) =>
    error(
      [`超过 ${limit} 行。`, `There are more than ${limit} rows.`],
      ['分成几个文件。', 'Split it into several files.'],
    ),
  noHeader: (found: string) =>
    error(
      [
        `第一行应是表头，“${shown(found)}”里没有一个认得的名称。`,
        `The first row should be a header; “${shown(found)}” has no known name.`,
      ],
      [
        '表头写“名称”和事实的名称，如：名称,注册地,职工总数,年销售收入（万元）。',
        'Head the columns 名称 and names of facts, such as: 名称,注册地,职工总数,年销售收入（万元）.',
      ],
    ),
  quotes: () =>
    error(
      [
        '引号没有成对，从这里起读不下去。',
        'A quotation mark is never closed; the rest cannot be read.',
      ],
      [
        '补上引号，或者把格里的引号写成两个。',
        'Close it, or double quotation marks inside a cell.',
      ],
    ),
  more: (count: number) =>
    error(
      [`还有 ${count} 处问题没有列出。`, `${count} more problems are not listed.`],
      [
        '先改正列出的，多半是同一个原因。',
        'Correct those listed first: the cause is often the same.',
      ],
    ),
}

/** Of JSON. */
const json = {
  json: (found: string) =>
    error(
      found === ''
        ? ['JSON 没有写完。', 'The JSON ends too early.']
        : [`JSON 读到“${found}”读不下去。`, `The JSON cannot be read at “${found}”.`],
      [
        '检查逗号、引号和括号：都用半角，成对出现，最后一项后面没有逗号。',
        'Check commas, quotation marks and brackets: half-width, in pairs, no comma at the end.',
      ],
    ),
  jsonString: () =>
    error(
      [
        '这里的文字没有用引号收尾，或者引号里换了行。',
        'A text is not closed, or has a line break in it.',
      ],
      [
        '用半角双引号把文字括起来；换行写成 \\n。',
        'Close it with ", and write a line break as \\n.',
      ],
    ),
  jsonDepth: (limit: number) =>
    error(
      [`JSON 套了不止 ${limit} 层。`, `The JSON is nested more than ${limit} deep.`],
      ['只写 {"名称", "日期", "事实": {…}}。', 'Write {"名称", "日期", "事实": {…}} and no more.'],
    ),
  shape: () =>
    error(
      ['这一项不是一家企业。', 'This item is not a firm.'],
      [
        '写成 {"名称": "…", "日期": "2024-03-01", "事实": {"注册地": "北京"}}，多家写成数组。',
        'Write {"名称": "…", "日期": "2024-03-01", "事实": {"注册地": "北京"}}, or an array of those.',
      ],
    ),
  twice: (name: string) =>
    error(
      [
        `“${shown(name)}”写了两次，后一次没有采用。`,
        `“${shown(name)}” is given twice; the second is not used.`,
      ],
      ['只留一个。', 'Keep one.'],
    ),
}

/** Of columns and rows. */
const shape = {
  unknownColumn: (name: string, near: string | null) =>
    error(
      [
        `不认得“${shown(name)}”，这一项没有采用。`,
        `“${shown(name)}” is no known fact; it is not used.`,
      ],
      near
        ? [`是否想写“${near}”？`, `Did you mean “${near}”?`]
        : ['写共用事实或政策里声明的名称。', 'Use a name from the shared facts or from a policy.'],
    ),
  several: (name: string, full: readonly string[]) =>
    warning(
      [
        `几件政策各有一项“${name}”，都用了这个值。`,
        `Several policies have a “${name}” of their own; the value is used for each.`,
      ],
      [`要分开写，用全名：${full.join('、')}。`, `To tell them apart: ${full.join(', ')}.`],
    ),
  byNotice: (name: string) =>
    warning(
      [
        `“${name}”由通知设定，不是企业自己的事实；只在这次试算里用。`,
        `“${name}” is set by notice; it is used for this trial only.`,
      ],
      ['正式的值以通知为准。', 'The notice decides.'],
    ),
  unnamedColumn: (index: number) =>
    error(
      [`第 ${index} 列没有表头，没有采用。`, `Column ${index} has no header; it is not used.`],
      ['写上事实的名称。', 'Head it with the name of a fact.'],
    ),
  unit: (name: string, unit: string) =>
    error(
      [
        `“${name}”的单位不会是“${shown(unit)}”，这一列没有采用。`,
        `“${name}” cannot be in “${shown(unit)}”; the column is not used.`,
      ],
      [
        '金额的单位写 元、万元 或 亿元；比例写 %；其余的数不写单位。',
        'Amounts are in 元, 万元 or 亿元, shares in %; other numbers have no unit.',
      ],
    ),
  tooWide: (found: number, wanted: number) =>
    error(
      [
        `这一行有 ${found} 格，表头只有 ${wanted} 格，对不齐，整行没有采用。`,
        `The row has ${found} cells under ${wanted} headers; it is not used.`,
      ],
      [
        '多半是格里有逗号，如 1,000万元：去掉逗号，或者用半角双引号括起来。',
        'Often a comma inside a cell, as in 1,000万元: drop it, or quote the cell.',
      ],
    ),
  nothing: () =>
    error(
      ['这一行没有一项读得懂的事实，没有采用。', 'The row has no readable fact and is not used.'],
      ['至少写一项事实。', 'Give at least one fact.'],
    ),
  unnamed: (name: string) =>
    warning(
      [`没有写名称，叫它“${name}”。`, `It has no name and is called “${name}”.`],
      ['写上企业的名称。', "Give the firm's name."],
    ),
  sameCode: (row: number) =>
    warning(
      [`与第 ${row} 行是同一个统一社会信用代码。`, `It has the credit code of row ${row}.`],
      ['确认是不是重复。', 'See whether it is there twice.'],
    ),
}

/** Of a cell. `what` says how values of the type are written. */
const cell = {
  wrong: (found: string, what: Text) =>
    cellError(
      [`“${shown(found)}”不对`, `“${shown(found)}” does not fit`, ' and is'],
      [`写${what.zh}。`, `Write ${what.en}.`],
    ),
  near: (found: string, near: string, what: Text) =>
    cellError(
      [`“${shown(found)}”不对`, `“${shown(found)}” does not fit`, ' and is'],
      [`是否想写“${near}”？写${what.zh}。`, `Did you mean “${near}”? Write ${what.en}.`],
    ),
  noUnit: (found: string, name: string) =>
    cellError(
      [
        `“${shown(found)}”没有单位，不知道是元还是万元`,
        `“${shown(found)}” has no unit (元 or 万元?)`,
        ' and is',
      ],
      [
        `写“${shown(found)}元”或“${shown(found)}万元”，或者把表头写成“${name}（万元）”。`,
        `Write “${shown(found)}元” or “${shown(found)}万元”, or head the column “${name}（万元）”.`,
      ],
    ),
  wrongUnit: (found: string, unit: string) =>
    cellError(
      [
        `“${shown(found)}”的单位“${unit}”不是钱`,
        `“${unit}” in “${shown(found)}” is not money`,
        '; it is',
      ],
      ['金额的单位写 元、万元 或 亿元。', 'Amounts are in 元, 万元 or 亿元.'],
    ),
  unitOnNumber: (found: string, number: string) =>
    cellError(
      [`“${shown(found)}”带着单位`, `“${shown(found)}” has a unit`, ' and is'],
      [`只写数：${number}。`, `Write the number alone: ${number}.`],
    ),
  tooLong: (found: string) =>
    cellError(
      [
        `“${shown(found)}”超过15位，不会是这个数`,
        `“${shown(found)}” has more than 15 digits`,
        '; it is',
      ],
      ['看看是不是填错了列。', 'See whether it is in the wrong column.'],
    ),
  records: () =>
    cellError(
      ['这里是一组记录，读不出来', 'Records belong here', '; they are'],
      ['在 JSON 里写成数组：[{"事实": 值}, …]。', 'Write an array in JSON: [{"fact": value}, …].'],
    ),
  fen: (found: string) =>
    cellError(
      [`“${shown(found)}”不到一分钱的零头`, `“${shown(found)}” is not whole fen`, ' and is'],
      ['金额最细到分。', 'Amounts go down to the fen.'],
    ),
  otherUnit: (found: string, unit: string) =>
    warning(
      [
        `表头写的是${unit}，这一格写的是“${shown(found)}”；照这一格。`,
        `The header says ${unit}, this cell “${shown(found)}”; the cell is believed.`,
      ],
      ['确认单位，同一列只用一个单位。', 'Check the unit; use one in a column.'],
    ),
  below: (found: string, floor: string) =>
    cellError(
      [`“${shown(found)}”小于 ${floor}`, `“${shown(found)}” is less than ${floor}`, ' and is'],
      [`最小是 ${floor}。`, `The least is ${floor}.`],
    ),
  noNull: (found: string, what: Text) =>
    cellError(
      [`这项事实不能是“${found}”`, `This fact cannot be “${found}”`, '; it is'],
      [`不知道就留空；知道就写${what.zh}。`, `Leave it blank if not known, else write ${what.en}.`],
    ),
  noSuchDay: (found: string, reason: Text) =>
    cellError(
      [
        `“${shown(found)}”不是一天：${reason.zh}`,
        `“${shown(found)}” is no day: ${reason.en}`,
        '; it is',
      ],
      ['对照证照改正，写成 2024-03-01。', 'Correct it, written like 2024-03-01.'],
    ),
  serial: (found: string) =>
    cellError(
      [
        `“${found}”像是 Excel 的日期序号`,
        `“${found}” looks like Excel's number of a date`,
        '; it is',
      ],
      [
        '把这一列设为日期格式，写成 2024-03-01。',
        'Format the column as dates, written like 2024-03-01.',
      ],
    ),
  exponent: (found: string) =>
    cellError(
      [
        `“${found}”是科学记数法，多半是 Excel 改的，后面的数字已经丢了`,
        `“${found}” has an exponent, likely from Excel, and lost its digits`,
        '; it is',
      ],
      ['把这一列设为“文本”格式，从原件重新填写。', 'Format the column as text and enter it again.'],
    ),
  excelError: (found: string) =>
    cellError(
      [
        `“${shown(found)}”是 Excel 的出错标记`,
        `“${shown(found)}” is an error mark of Excel`,
        '; it is',
      ],
      ['改正表格里的公式，或者直接写值。', 'Mend the formula, or write the value.'],
    ),
  creditCode: (found: string, reason: Text, excel: boolean) =>
    error(
      [
        `统一社会信用代码“${shown(found)}”不对：${reason.zh}。`,
        `Credit code “${shown(found)}” is wrong: ${reason.en}.`,
      ],
      excel
        ? [
            'Excel 只保留15位有效数字，后三位成了0：把这一列设为“文本”格式，重新填写。',
            'Excel keeps 15 digits: format the column as text and enter the code again.',
          ]
        : ['对照营业执照改正。', 'Correct it from the business licence.'],
    ),
}

/** Everything that can be said about a firm file. */
export const say = { ...file, ...json, ...shape, ...cell }
