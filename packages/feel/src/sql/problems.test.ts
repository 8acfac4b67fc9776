import { Decimal } from '@huoshui/values'
import { expect, test } from 'vitest'
import { type Problem, parse, type SqlColumn, type SqlLimits, toSql } from '../index.ts'
import { TABLE } from '../problems.ts'

/** What can't be written in SQL is said by name, and nothing is written then. */

const COLUMNS = new Map<string, SqlColumn>([
  ['年销售收入', { type: { kind: 'money' }, column: 'sales', digits: 15, scale: 2 }],
  ['研发费用', { type: { kind: 'money' }, column: 'rd', digits: 15, scale: 2 }],
  ['职工总数', { type: { kind: 'number' }, column: 'staff', digits: 9 }],
  ['大数', { type: { kind: 'number' }, column: 'big', digits: 20 }],
  ['长数', { type: { kind: 'number' }, column: 'long', digits: 17 }],
  ['得分', { type: { kind: 'number' }, column: 'score' }],
  ['主营方向', { type: { kind: 'string' }, column: 'line' }],
  ['独立法人', { type: { kind: 'boolean' }, column: 'legal' }],
  ['成立日期', { type: { kind: 'date' }, column: 'founded' }],
  ['公示期', { type: { kind: 'span' }, column: 'notice' }],
  ['专利', { type: { kind: 'list', of: { kind: 'string' } }, column: 'patents' }],
])

const EXTRA = ['甲', '乙', '丙']
const read = (text: string) =>
  parse(text, { goal: 'expression', mode: 'policy', names: [...COLUMNS.keys(), ...EXTRA] }).tree

const DEFINITIONS = new Map([
  ['甲', { tree: read('乙 + 1') }],
  ['乙', { tree: read('甲 + 1') }],
])

function problemsOf(text: string, limits?: SqlLimits): readonly Problem[] {
  const options = { columns: COLUMNS, definitions: DEFINITIONS, ...(limits ? { limits } : {}) }
  const results = (['duckdb', 'postgres'] as const).map((dialect) =>
    toSql([{ name: 'x', tree: read(text) }], { ...options, dialect }),
  )
  for (const { problems, expressions, select } of results) {
    if (problems.length > 0) expect([expressions, select]).toEqual([[], ''])
  }
  return results.flatMap((result) => result.problems).slice(0, 1)
}

const LONG = Array.from({ length: 300 }, (_, i) => `研发费用 / 年销售收入 > ${i}%`).join(' and ')
const DEEP = `${'not('.repeat(450)}独立法人${')'.repeat(450)}`

const CASES: readonly [code: string, text: string, marked: string, says: string][] = [
  ['F301', '职工总数 > 5 and 丙 > 1', '丙', '“丙”'],
  ['F302', 'sqrt(职工总数) > 2', 'sqrt(职工总数)', 'sqrt'],
  ['F302', 'matches(主营方向, "a")', 'matches(主营方向, "a")', 'matches'],
  ['F302', 'upper case(主营方向) = "A"', 'upper case(主营方向)', 'upper case'],
  ['F302', '职工总数 ** 2 > 1', '职工总数 ** 2', '**'],
  ['F302', 'some x in 专利 satisfies x = "甲"', 'some x in 专利 satisfies x = "甲"', 'some'],
  ['F302', 'count(for x in 专利 return x) > 1', 'for x in 专利 return x', 'for'],
  ['F302', '专利[1] = "甲"', '专利[1]', '筛选'],
  ['F302', '{a: 职工总数}.a > 1', '{a: 职工总数}', '记录'],
  ['F302', '职工总数 instance of number', '职工总数 instance of number', 'instance of'],
  ['F302', '(function(x) x)(职工总数)', '(function(x) x)(职工总数)', '函数'],
  ['F302', '公示期 = 3个月', '公示期', '期间'],
  [
    'F302',
    'round half up(职工总数, 职工总数)',
    'round half up(职工总数, 职工总数)',
    'round half up',
  ],
  ['F302', '成立日期 + 5000年 > 成立日期', '成立日期 + 5000年', '几千年'],
  ['F302', '主营方向 = "\\uD800"', '"\\uD800"', '存不下'],
  ['F303', '大数 * 长数 > 1', '大数 * 长数', '37'],
  ['F303', '长数 * 长数 / (长数 * 长数) > 0.5', '长数 * 长数 / (长数 * 长数) > 0.5', '33'],
  ['F304', '研发费用 / 年销售收入', '研发费用 / 年销售收入', '先乘后除'],
  ['F304', '研发费用 / 年销售收入 * 3 > 1', '研发费用 / 年销售收入 * 3', '取整'],
  ['F304', '研发费用 / 年销售收入 + 1 > 1', '研发费用 / 年销售收入 + 1', 'round half up'],
  ['F305', '得分 > 60', '得分', 'digits'],
  ['F306', LONG, LONG, '个符'],
  ['F307', DEEP, DEEP, '400层'],
  ['F308', '甲 > 5', '甲', '用到了它自己'],
  ['F206', '主营方向 = 5', '主营方向 = 5', '不能比较'],
]

test.each(CASES)('%s in %s', (code, text, marked, says) => {
  const [problem] = problemsOf(text)
  expect(problem?.code).toBe(code)
  if (!problem) return
  if (code !== 'F308') expect(text.slice(problem.at.from, problem.at.to)).toBe(marked)
  const { message, remedy } = problem
  expect(`${message.zh}${remedy.zh}`.replace('字符', '个符')).toContain(says)
  for (const part of [message, remedy]) {
    expect(`${part.zh}${part.en}`).not.toMatch(/\{\w+\}|undefined/)
    expect(part.en).not.toBe('')
  }
})

test('every code about SQL is shown by a case', () => {
  const shown = new Set(CASES.map(([code]) => code))
  const codes = Object.keys(TABLE).filter((code) => code.startsWith('F3'))
  expect(codes.filter((code) => !shown.has(code))).toEqual([])
})

test('all constructs that cannot be written are named at once', () => {
  const tree = read('sqrt(职工总数) > 2 or exp(职工总数) > 2 or 研发费用 / 年销售收入 + 1 > 2')
  const { problems } = toSql([{ name: 'x', tree }], { dialect: 'duckdb', columns: COLUMNS })
  expect(problems.map((p) => p.code)).toEqual(['F302', 'F302', 'F304'])
})

test('the limits can be set, and hold on both sides', () => {
  expect(problemsOf('职工总数 > 5', { characters: 400 })).toEqual([])
  expect(problemsOf('职工总数 > 5', { characters: 30 })[0]?.code).toBe('F306')
  expect(problemsOf('not(not(独立法人))', { depth: 4 })).toEqual([])
  expect(problemsOf('not(not(独立法人))', { depth: 1 })[0]?.code).toBe('F307')
})

test('a product of 34 digits is computed, one of 35 is not', () => {
  expect(problemsOf('长数 * 长数 > 1')).toEqual([])
  expect(problemsOf('长数 * 长数 * 10 > 1')[0]?.code).toBe('F303')
})

test('a text that grows without end is given up in time', () => {
  const branch = (inner: string) => `if 研发费用 / 年销售收入 > 1 then 1 else abs(${inner})`
  let text = '职工总数'
  for (let i = 0; i < 14; i++) text = branch(`min(${text}, 职工总数)`)
  expect(problemsOf(`${text} > 1`)[0]?.code).toBe('F306')
})

test('a bound that is not finite or a column without a name is our own mistake', () => {
  const column = { type: { kind: 'number' }, column: '', digits: 9, low: new Decimal(0) } as const
  const options = { dialect: 'duckdb', columns: new Map([['职工总数', column]]) } as const
  expect(() => toSql([{ name: 'x', tree: read('职工总数 > 1') }], options)).toThrow('column')
})
