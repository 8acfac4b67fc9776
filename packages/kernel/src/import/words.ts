/** What is said about a file of facts that can't be imported, in both languages. */
import type { Saying } from '@huoshui/policy'
import type { Text } from '@huoshui/values'

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

const mega = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MB`

/** A found text, cut where it is too long to show. */
export const shown = (text: string): string => {
  const letters = Array.from(text)
  return letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : text
}

const split: Pair = ['分成几个文件导入。', 'Split it into several files.']
const saveAgain: Pair = [
  '用 Excel 或 WPS 打开，另存为 .xlsx，再导入存下的文件。',
  'Open it in Excel or WPS, save it as .xlsx, and import that file.',
]

/** Of the whole file. */
const file = {
  tooLarge: (bytes: number, limit: number) =>
    error(
      [
        `文件有 ${mega(bytes)}，最多 ${mega(limit)}。`,
        `The file has ${mega(bytes)}; the limit is ${mega(limit)}.`,
      ],
      split,
    ),
  unpacked: (limit: number) =>
    error(
      [
        `工作簿解开后太大，或者压缩得不合常理；最多 ${mega(limit)}，没有解开。`,
        `The workbook would unpack too far (limit ${mega(limit)}); it was not unpacked.`,
      ],
      [
        '把要导入的表复制到一个新的工作簿，另存后再导入。',
        'Copy the sheet to a new workbook, save it, and import that.',
      ],
    ),
  empty: () =>
    error(
      [
        '文件是空的，或者表头下面一行也没有。',
        'The file is empty, or has nothing below its header.',
      ],
      ['下载模板，一行填一个对象。', 'Fill in the template, one subject a row.'],
    ),
  tooManyRows: (limit: number) =>
    error([`超过 ${limit} 行。`, `There are more than ${limit} rows.`], split),
  tooManyColumns: (found: number, limit: number) =>
    error(
      [
        `这里有 ${found} 列，最多 ${limit} 列。`,
        `There are ${found} columns; the limit is ${limit}.`,
      ],
      ['删去不导入的列。', 'Delete the columns that are not imported.'],
    ),
  oldWorkbook: () =>
    error(
      [
        '这是旧版 .xls，或者设了密码的工作簿。',
        'This is an old .xls, or a workbook with a password.',
      ],
      [
        '取消密码，另存为 .xlsx，再导入存下的文件。',
        'Take the password off, save it as .xlsx, and import that file.',
      ],
    ),
  locked: () =>
    error(
      ['工作簿设了密码。', 'The workbook has a password.'],
      ['取消密码，另存后再导入。', 'Take the password off, save it, and import that file.'],
    ),
  macros: () =>
    error(
      [
        '工作簿带宏，或者是二进制格式，不导入。',
        'The workbook has macros or is in the binary format; it is not imported.',
      ],
      saveAgain,
    ),
  damaged: () =>
    error(
      ['工作簿已损坏，读不下去。', 'The workbook is damaged and cannot be read on.'],
      saveAgain,
    ),
  noWorkbook: () =>
    error(
      ['这是压缩文件，里面没有工作簿。', 'This is a zip file without a workbook in it.'],
      ['解开后导入里面的 .xlsx 或 CSV。', 'Unpack it and import the .xlsx or CSV in it.'],
    ),
  binary: () =>
    error(
      ['这个文件既不是 .xlsx，也不是文字。', 'This file is neither an .xlsx nor text.'],
      ['用 .xlsx 或 CSV 文件。', 'Use an .xlsx or CSV file.'],
    ),
  encoding: () =>
    error(
      [
        '文字的编码既不是 UTF-8 也不是 GB18030。',
        'The text is encoded neither in UTF-8 nor in GB18030.',
      ],
      ['另存为“CSV UTF-8”。', 'Save it as “CSV UTF-8”.'],
    ),
  openQuote: () =>
    error(
      [
        '这一行有一个引号没有成对，从这里起读不下去，整个文件没有导入。',
        'A quotation mark in this row is never closed; the file cannot be read and is not imported.',
      ],
      [
        '补上引号，或者把格里的引号写成两个。',
        'Close it, or double quotation marks inside a cell.',
      ],
    ),
  noHeader: (key: string) =>
    error(
      ['前 20 行里没有找到表头。', 'No header was found in the first 20 rows.'],
      [
        `表头占一行，写“${key}”和事实的名称；可以下载模板。`,
        `Give a header in one row: “${key}” and names of facts; the template has it.`,
      ],
    ),
  noKey: (keys: readonly string[]) =>
    error(
      ['表头里没有说明是谁的那一列。', 'No column of the header says whom a row is about.'],
      [`加上一列：${keys.join('，或者 ')}。`, `Add a column: ${keys.join(' or ')}.`],
    ),
}

/** Of sheets and headers. */
const header = {
  mergedHeader: () =>
    error(
      [
        '表头有合并的单元格，分不清各列是什么。',
        'The header has merged cells, so that its columns cannot be told apart.',
      ],
      [
        '表头只占一行，每列一格：取消合并，写全名称。',
        'Unmerge it: one row, and a whole name in each cell.',
      ],
    ),
  twice: (name: string, other: string) =>
    error(
      [
        `“${shown(name)}”和 ${other} 列是同一项，不知道照哪一列。`,
        `“${shown(name)}” is also in column ${other}; which one counts is not known.`,
      ],
      ['只留一列。', 'Keep one of the columns.'],
    ),
  unknownColumn: (name: string, near: Text | null) =>
    warning(
      [`不认得“${shown(name)}”，这一列没有导入。`, `“${shown(name)}” is not known; not imported.`],
      near
        ? [near.zh, near.en]
        : ['要导入，写成事实的名称；不导入，不用管。', 'To import it, write the name of a fact.'],
    ),
  notImported: (name: string, evidence: string) =>
    warning(
      [
        `“${name}”由${evidence}产生，不从名录导入，这一列没有导入。`,
        `“${name}” comes from ${evidence}, never from a register; not imported.`,
      ],
      ['不用管，或者删去这一列。', 'Leave it, or delete the column.'],
    ),
  otherEvidence: (name: string, wanted: string, given: string) =>
    warning(
      [
        `政策要“${name}”凭${wanted}，这个文件是${given}：已有${wanted}的，仍以${wanted}为准。`,
        `The policy asks ${wanted} of “${name}”; this is ${given}, and yields where ${wanted} is known.`,
      ],
      [`有${wanted}的来源，另行导入。`, `Where there is ${wanted}, import that too.`],
    ),
  unnamedColumn: () =>
    warning(
      ['这一列有内容，没有表头，没有导入。', 'The column has content but no header; not imported.'],
      ['要导入，写上事实的名称。', 'To import it, head it with the name of a fact.'],
    ),
  above: (row: number) =>
    warning(
      [
        `表头在第 ${row} 行，上面的没有导入。`,
        `The header is row ${row}; rows above are left out.`,
      ],
      ['看看表头找得对不对。', 'See whether that is the header.'],
    ),
  hiddenSheet: () =>
    warning(
      ['这张工作表是隐藏的，没有导入。', 'The sheet is hidden and was not imported.'],
      ['要导入，取消隐藏。', 'To import it, unhide it.'],
    ),
  otherSheet: () =>
    warning(
      ['这张工作表没有认得的表头，没有导入。', 'The sheet has no known header; not imported.'],
      ['要导入，写上表头。', 'To import it, give it a header.'],
    ),
  noNames: () =>
    warning(
      [
        '没有名称一列：第一次登记的对象先以代码为名称。',
        'There is no column of names; subjects that are new are called by their codes.',
      ],
      ['加上一列“名称”。', 'Add a column 名称.'],
    ),
  more: (count: number) =>
    warning(
      [`还有 ${count} 处提醒没有列出。`, `${count} more warnings are not listed.`],
      ['先看列出的，多半是同一个原因。', 'See those listed: the cause is often the same.'],
    ),
}

/** Of rows and cells. */
const row = {
  quotes: () =>
    error(
      ['引号后面还有字。', 'Something stands behind a closing quotation mark.'],
      ['把格里的引号写成两个。', 'Double quotation marks inside a cell.'],
    ),
  tooWide: (headers: number) =>
    error(
      [
        `这一行比表头宽：表头只有 ${headers} 列，对不齐。`,
        `The row is wider than the header of ${headers} columns.`,
      ],
      [
        '多半是格里有逗号，如 1,000万元：去掉逗号，或者用半角双引号括起来。',
        'Often a comma inside a cell, as in 1,000万元: drop it, or quote the cell.',
      ],
    ),
  merged: () =>
    error(
      [
        '这里是合并的单元格，不知道值是哪一行的。',
        'These cells are merged; whose value it is is unclear.',
      ],
      ['取消合并，每一行都写上。', 'Unmerge them and write the value in every row.'],
    ),
  cellTooLong: (length: number, limit: number) =>
    error(
      [
        `这一格有 ${length} 个字，最多 ${limit} 个。`,
        `The cell has ${length} characters; the limit is ${limit}.`,
      ],
      ['删短。', 'Shorten it.'],
    ),
  lost: () =>
    error(
      ['公式没有存下结果。', 'The formula was saved without its result.'],
      [
        '用 Excel 或 WPS 重新计算后保存，或者直接写值。',
        'Recalculate and save, or write the value.',
      ],
    ),
  lostDigits: (found: string) =>
    error(
      [
        `“${shown(found)}”存成了数，超过15位，后面的数字已经丢了。`,
        `“${shown(found)}” was saved as a number of more than 15 digits, and lost the last ones.`,
      ],
      ['把这一列设为“文本”格式，从原件重新填写。', 'Format the column as text and enter it again.'],
    ),
  notAText: (found: string) =>
    error(
      [
        `“${found}”存成了日期或是非，这里要文字。`,
        `“${found}” was saved as a day or a yes/no; text belongs here.`,
      ],
      ['把这一列设为“文本”格式，重新填写。', 'Format the column as text and enter it again.'],
    ),
  noSubject: (keys: readonly string[]) =>
    error(
      ['没有写是谁的。', 'Whom the row is about is not said.'],
      [`写上${keys.join('或')}。`, `Fill in ${keys.join(' or ')}.`],
    ),
  nothing: () =>
    error(
      ['这一行没有一项事实。', 'The row has no fact.'],
      ['至少写一项事实，或者删去这一行。', 'Give at least one fact, or delete the row.'],
    ),
  endsEarly: (from: string, to: string) =>
    error(
      [`截止日 ${to} 在生效日 ${from} 之前。`, `It ends on ${to}, before it begins on ${from}.`],
      ['改正其中一个。', 'Correct one of the days.'],
    ),
}

/** Of rows that do not go together. `place` names the other row. */
const together = {
  again: (place: Text) =>
    error(
      [`与${place.zh}完全相同。`, `It is the same as ${place.en}.`],
      ['删去这一行。', 'Delete this row.'],
    ),
  differs: (places: Text) =>
    error(
      [
        `与${places.zh}是同一个对象、同一天起，内容不同，不知道照哪一行。`,
        `It is about the same subject from the same day as ${places.en}, but differs.`,
      ],
      [
        '核对后只留一行；先后不同时候的值，写上生效日。',
        'Keep the right one; for values of different times give 生效日.',
      ],
    ),
  twoNames: (name: string, place: Text) =>
    error(
      [
        `同一个代码，${place.zh}的名称是“${shown(name)}”。`,
        `The same code is called “${shown(name)}” in ${place.en}.`,
      ],
      [
        '对照证照核对代码和名称；改过名的，都写现在的名称。',
        'Check code and name; where it was renamed, write the present name in both.',
      ],
    ),
  codeMissing: (name: string, place: Text) =>
    error(
      [
        `没有写代码，而${place.zh}的“${shown(name)}”有代码。`,
        `It has no code, but “${shown(name)}” in ${place.en} has one.`,
      ],
      ['写上代码。', 'Fill in the code.'],
    ),
  sameName: (name: string, place: Text) =>
    warning(
      [
        `与${place.zh}同名“${shown(name)}”，代码不同，作为两个对象。`,
        `It has the name of ${place.en}, “${shown(name)}”, but another code: two subjects.`,
      ],
      ['确认代码没有写错。', 'Make sure of the codes.'],
    ),
}

/** Everything that can be said about a file of facts. */
export const say = { ...file, ...header, ...row, ...together }
