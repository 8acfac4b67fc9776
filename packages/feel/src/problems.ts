import type { Text } from '@huoshui/values'
import type { Place } from './syntax.ts'

/** A mistake in an expression: what is wrong, where, and what to write instead. */
export interface Problem {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly at: Place
  readonly message: Text
  readonly remedy: Text
  /** A text that could stand at `at` instead, when there is an obvious one. */
  readonly suggestion?: string
}

interface Template {
  readonly severity: 'error' | 'warning'
  readonly message: Text
  readonly remedy: Text
}

const error = (zh: string, en: string, fix: string, remedy: string): Template => ({
  severity: 'error',
  message: { zh, en },
  remedy: { zh: fix, en: remedy },
})

/** The units as messages list them. */
export const UNITS = '元、万元、亿元、%、年、个月、日、个工作日、次'

/**
 * Every problem this package reports: F0xx while reading, F1xx about names, F2xx about types,
 * F3xx about SQL.
 * `{…}` stands for a parameter.
 */
export const TABLE = {
  F001: error('这里是空的。', 'There is nothing here.', '写一个表达式。', 'Write an expression.'),
  F002: error(
    '这里缺一个值，却写着“{found}”。',
    'A value is missing here; found “{found}”.',
    '写数、名称、带引号的文本，或者用括号括起来的表达式。',
    'Write a number, a name, a text in quotes, or an expression in brackets.',
  ),
  F003: error(
    '这里应当是“{wanted}”，却写着“{found}”。',
    'Expected “{wanted}” here; found “{found}”.',
    '补上“{wanted}”。',
    'Add “{wanted}”.',
  ),
  F004: error(
    '文本没有写完：少了后面的引号。',
    'This text has no closing quote.',
    '{hint}',
    '{hint}',
  ),
  F005: error('公式里不用“{text}”。', '“{text}” has no place in a formula.', '{hint}', '{hint}'),
  F006: error('注释没有写完：少了 */。', 'This comment is never closed.', '补上 */。', 'Add */.'),
  F007: error(
    '表达式到前面已经写完，后面多出“{found}”。',
    'The expression ends before “{found}”.',
    '删掉多出的部分，或者在中间补上运算符。',
    'Remove the rest, or put an operator in between.',
  ),
  F008: error(
    '嵌套超过{limit}层。',
    'This is nested more than {limit} levels deep.',
    '把里面的部分另起一个名字。',
    'Give the inner part a name of its own.',
  ),
  F009: error(
    '内嵌的外部函数不能执行。',
    'External functions cannot be run.',
    '用 FEEL 写出函数的内容。',
    'Write the body of the function in FEEL.',
  ),
  F010: error(
    '“{text}”会读成用逗号隔开的几项。',
    '“{text}” reads as several items with commas in between.',
    '数里不写千分位逗号：写成“{fixed}”。',
    'Write numbers without separators: “{fixed}”.',
  ),
  F011: error('“{text}”不是单位。', '“{text}” is not a unit.', '{hint}', '{hint}'),
  F012: error(
    '数“{number}”后面紧跟着“{text}”。',
    'The number “{number}” runs into “{text}”.',
    '在中间加空格或运算符。',
    'Put a blank or an operator in between.',
  ),
  F013: error(
    '比较符号前面没有要比较的值。',
    'Nothing stands before the comparison.',
    '在前面写上名称；条件单元格之外不能省略。',
    'Write a name before it; only a cell of tests may leave it out.',
  ),
  F014: error(
    '“{text}”不是运算符。',
    '“{text}” is not an operator.',
    '写成“{fixed}”。',
    'Write “{fixed}”.',
  ),
  F015: error(
    'not 的后面要有括号。',
    'Brackets must follow not.',
    '写成 not({found})。',
    'Write not({found}).',
  ),
  F016: error(
    '范围少了两边的括号。',
    'A range needs brackets on both sides.',
    '写成 [1..5]；不含两端时写 (1..5)。',
    'Write [1..5], or (1..5) without its ends.',
  ),
  F017: error(
    '“{text}”会读成两次减法。',
    '“{text}” reads as two subtractions.',
    '日期写成 {fixed}。',
    'Write the date as {fixed}.',
  ),
  F018: error(
    '这里缺一个名称，却写着“{found}”。',
    'A name is missing here; found “{found}”.',
    '写一个名称：以字或字母开头，不带引号。',
    'Write a name: it begins with a letter and has no quotes.',
  ),
  F019: error(
    '这里缺一个类型，却写着“{found}”。',
    'A type is missing here; found “{found}”.',
    '写一个类型，例如 number、string、date、list<number>。',
    'Write a type, such as number, string, date or list<number>.',
  ),
  F101: error('没有声明“{name}”。', '“{name}” is not declared.', '{hint}', '{hintEn}'),
  F102: error(
    '这里应当是“名: 表达式”。',
    'Expected “name: expression” here.',
    '先写名称和冒号，一行一条。',
    'Begin with a name and a colon, one to a line.',
  ),
  F103: error(
    '“{name}”写了两次。',
    '“{name}” is given twice.',
    '留一条，删一条。',
    'Keep one and remove the other.',
  ),
  F104: error(
    '全文超过{limit}个字。',
    'The text is longer than {limit} characters.',
    '拆成几条，各自起一个名字。',
    'Split it into several, each with a name of its own.',
  ),
  F201: error(
    '“{op}”不能用在{left}和{right}之间。',
    '“{op}” does not work on {left} and {right}.',
    '两边用能一起计算的类型。',
    'Use types that can be computed together.',
  ),
  F202: error(
    '金额要带单位：这里一边是金额，一边是数。',
    'An amount needs its unit: one side is money, the other a plain number.',
    '给数加上 元、万元 或 亿元。',
    'Add 元, 万元 or 亿元 to the number.',
  ),
  F203: error(
    '“{value}”不在列表里：{values}。',
    '“{value}” is not one of {values}.',
    '{hint}',
    '{hintEn}',
  ),
  F204: error(
    '这里要一个是非，却是{type}。',
    'A yes or no is needed here, not {type}.',
    '写成比较，例如 {example}。',
    'Write a comparison, such as {example}.',
  ),
  F205: error(
    '{type}没有“{name}”。',
    '{type} has no “{name}”.',
    '可以写：{names}。',
    'It has: {names}.',
  ),
  F206: error(
    '{left}和{right}不能比较。',
    '{left} and {right} cannot be compared.',
    '两边写成同一类型。',
    'Make both sides the same type.',
  ),
  F207: error(
    '个工作日不能参加计算。',
    'Workdays cannot be computed with.',
    '个工作日只能写在期限里，或作为期间事实的值；这里用 日 或 个月。',
    'Workdays stand only in a deadline or in a span; use 日 or 个月 here.',
  ),
  F208: error(
    '“{name}”不是函数。',
    '“{name}” is not a function.',
    '去掉后面的括号；要相乘就写 *。',
    'Remove the brackets after it; to multiply, write *.',
  ),
  F209: error(
    '“{name}”要{wanted}个参数，这里有{found}个。',
    '“{name}” takes {wanted} arguments; there are {found}.',
    '按“{form}”填写。',
    'Write it as “{form}”.',
  ),
  F210: error(
    '“{name}”的参数“{parameter}”要{wanted}，却是{found}。',
    'Parameter “{parameter}” of “{name}” takes {wanted}, not {found}.',
    '换成{wanted}。',
    'Give it {wanted}.',
  ),
  F211: error(
    '“{name}”没有参数“{parameter}”。',
    '“{name}” has no parameter “{parameter}”.',
    '按“{form}”填写。',
    'Write it as “{form}”.',
  ),
  F212: error(
    '这里要一个列表或范围，却是{type}。',
    'A list or range is needed here, not {type}.',
    '用方括号写列表，例如 [1, 2]。',
    'Write a list in square brackets, such as [1, 2].',
  ),
  F213: error(
    '没有“{name}”这个类型。',
    'There is no type “{name}”.',
    '可以写：{names}。',
    'It can be: {names}.',
  ),
  F215: error(
    '没有“{text}”这一天或这个时刻。',
    '“{text}” is no date or time.',
    '写成 2024-03-01 的样子。',
    'Write it like 2024-03-01.',
  ),
  F214: error(
    '这里没有要检验的值，不能用“?”。',
    'There is no tested value here, so “?” means nothing.',
    '写上名称。',
    'Write a name.',
  ),
  F301: error(
    '“{name}”在数据表里没有对应的列。',
    '“{name}” has no column in the table.',
    '给它一列，或者作为每行相同的值传入。',
    'Give it a column, or pass it as a value that is the same in every row.',
  ),
  F302: error(
    '{what}不能写成 SQL。',
    '{what} cannot be written in SQL.',
    '这条公式用 JavaScript 计算，或者换一种写法。',
    'Compute this formula in JavaScript, or write it in another way.',
  ),
  F303: error(
    '这里可能有{digits}位数字，超过了能精确计算的{limit}位。',
    'This may have {digits} digits; only {limit} can be computed exactly.',
    '少写几位列的 digits 和 scale，或者先取整，或者用 JavaScript 计算。',
    'Declare fewer digits for the columns, round first, or compute this formula in JavaScript.',
  ),
  F304: error(
    '除不尽的商没有固定的位数，在 SQL 里不能接着计算。',
    'A quotient has no fixed number of digits; SQL cannot compute with it further.',
    '先乘后除，或者先用 round half up 等函数取整，或者用 JavaScript 计算。',
    'Multiply before dividing, round it first (round half up), or use JavaScript.',
  ),
  F305: error(
    '“{name}”的列没有写明有几位数字。',
    'The column of “{name}” does not say how many digits it has.',
    '写上 digits 和 scale，与列的 DECIMAL(digits, scale) 一致。',
    'Give digits and scale, as in the DECIMAL(digits, scale) of the column.',
  ),
  F306: error(
    '写成 SQL 超过{limit}个字符。',
    'In SQL this is longer than {limit} characters.',
    '拆成几条，分几步查询，或者用 JavaScript 计算。',
    'Split it and query in steps, or compute this formula in JavaScript.',
  ),
  F307: error(
    '写成 SQL 括号超过{limit}层。',
    'In SQL its brackets are nested more than {limit} levels deep.',
    '拆成几条，分几步查询，或者用 JavaScript 计算。',
    'Split it and query in steps, or compute this formula in JavaScript.',
  ),
  F308: error(
    '“{name}”的公式用到了它自己。',
    'The formula of “{name}” needs its own result.',
    '改掉其中一处，使公式不再循环。',
    'Change one of the formulas so that they no longer form a circle.',
  ),
} satisfies Record<string, Template>

export type ProblemCode = keyof typeof TABLE

/** Parameters of a template: one text for both languages, or one for each. */
export type Params = Readonly<Record<string, string | Text>>

/** A problem of the table with its parameters filled in. */
export function problem(
  code: ProblemCode,
  at: Place,
  params: Params = {},
  suggestion?: string,
): Problem {
  const { severity, message, remedy } = TABLE[code]
  const found = { code, severity, at, message: fill(message, params), remedy: fill(remedy, params) }
  return suggestion === undefined ? found : { ...found, suggestion }
}

function fill(text: Text, params: Params): Text {
  return { zh: replace(text.zh, params, 'zh'), en: replace(text.en, params, 'en') }
}

function replace(template: string, params: Params, lang: 'zh' | 'en'): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = params[key]
    if (value === undefined) return whole
    return typeof value === 'string' ? value : value[lang]
  })
}
