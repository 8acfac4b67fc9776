import { expect, test } from 'vitest'
import { NAMES } from '../test/support.ts'
import { infer, type Problem, parse, type Type } from './index.ts'
import { TABLE } from './problems.ts'

const TYPES: Readonly<Record<string, Type>> = {
  今日: { kind: 'date' },
  成立日期: { kind: 'date' },
  职工总数: { kind: 'number' },
  年销售收入: { kind: 'money' },
  券面金额: { kind: 'money' },
  注册地: { kind: 'enum', values: ['北京', '上海', '深圳'] },
  主营方向: { kind: 'string' },
  独立法人: { kind: 'boolean' },
  公示期: { kind: 'span' },
  a: { kind: 'function', parameters: [{ kind: 'number' }], result: { kind: 'number' } },
}

type Goal = 'expression' | 'unary-tests' | 'entries'

// Code, text, the part of the text that is marked, and what the message or the remedy must say.
const CASES: readonly [code: string, text: string, marked: string, says: string, goal?: Goal][] = [
  ['F001', '  ', '  ', '空'],
  ['F002', '1 + )', ')', '“)”'],
  ['F002', '职工总数 >', '', '结尾'],
  ['F003', '(1 + 2', '', '“)”'],
  ['F003', 'if 独立法人 then 1', '', 'else'],
  ['F004', '"北京', '"北京', '引号'],
  ['F005', '职工总数 & 5', '&', '“&”'],
  ['F006', '1 /* 备注', '/* 备注', '*/'],
  ['F007', '1 2', '2', '“2”'],
  ['F008', `${'('.repeat(600)}1${')'.repeat(600)}`, '(', '500层'],
  ['F009', 'function(x) external {}', 'external', '外部函数'],
  ['F010', '年销售收入 > 1,000元', '1,000元', '“1000元”'],
  ['F010', '1，200，000.5万元', '1，200，000.5万元', '“1200000.5万元”'],
  ['F011', '5年级', '5年级', '个工作日'],
  ['F013', '职工总数 > 1 and < 5', '<', '没有要比较的值'],
  ['F014', '职工总数 == 5', '==', '“=”'],
  ['F014', '职工总数 => 5', '=>', '“>=”'],
  ['F014', '职工总数 <> 5', '<>', '“!=”'],
  ['F014', '独立法人 且 独立法人', '且', '“and”'],
  ['F014', '(职工总数 大于 5)', '大于', '“>”'],
  ['F014', 'if 独立法人 则 1 else 2', '则', '“then”'],
  ['F015', 'not 独立法人', 'not 独立法人', 'not(独立法人)'],
  ['F016', '1..5', '..', '[1..5]'],
  ['F017', '今日 > 2024-3-1', '2024-3-1', 'date("2024-03-01")'],
  ['F018', '今日.', '', '名称'],
  ['F018', 'for in [1] return 1', 'in', '名称'],
  ['F018', '{: 1}', ':', '名称'],
  ['F019', '今日 instance of', '', 'list<number>'],
  ['F003', '{甲 1}', '1', '“:”'],
  ['F003', 'function(x', '', '“)”'],
  ['F003', 'for x in [1]', '', 'return'],
  ['F003', 'some x in [1] return x', 'return', 'satisfies'],
  ['F003', '职工总数 between 1', '', 'and'],
  ['F004', '"北京”', '"北京”', '写成 "'],
  ['F004', '“北京"', '“北京"', '写成 ”'],
  ['F005', "注册地 = '北京'", "'", '双引号'],
  ['F005', '独立法人 && 独立法人', '&', '“and”'],
  ['F005', '职工总数 ≧ 5', '≧', '“>=”'],
  ['F005', '【1】', '【', '“[”'],
  ['F005', '!独立法人', '!', 'not('],
  ['F005', '今日 > @2024', '@', '@"2024-03-01"'],
  ['F011', '5天', '5天', '“5日”'],
  ['F011', '5 万', '万', '“5万元”'],
  ['F011', '职工总数 > 5人', '5人', '只写数'],
  ['F011', '今日 > 2024年3月1日', '2024年3月1日', 'date("2024-03-01")'],
  ['F104', `${'1 + '.repeat(50_000)}1`, `${'1 + '.repeat(50_000)}1`, '200000'],
  ['F101', '注册地 = 北京', '北京', '引号'],
  ['F101', '职工总属 > 5', '职工总属', '“职工总数”'],
  ['F101', '饕餮', '饕餮', '先声明'],
  ['F102', '职工总数 500', '职工总数 500', '冒号', 'entries'],
  ['F103', '职工总数: 1\n职工总数: 2', '职工总数', '两次', 'entries'],
  ['F103', '{甲: 1, 甲: 2}', '甲', '“甲”'],
  ['F201', '独立法人 + 1', '独立法人 + 1', '是非'],
  ['F201', '-今日', '-今日', '日期'],
  ['F201', '年销售收入 * 券面金额', '年销售收入 * 券面金额', '金额'],
  ['F202', '年销售收入 > 5', '年销售收入 > 5', '带单位'],
  ['F202', '年销售收入 + 1', '年销售收入 + 1', '带单位'],
  ['F202', 'if 独立法人 then 5万元 else 1', 'if 独立法人 then 5万元 else 1', '带单位'],
  ['F202', 'min(年销售收入, 5)', 'min(年销售收入, 5)', '带单位'],
  ['F202', '年销售收入 in [1..2]', '[1..2]', '带单位'],
  ['F203', '注册地 = "北经"', '"北经"', '“北京”'],
  ['F203', '注册地 in ["上海", "广州"]', '"广州"', '北京 / 上海 / 深圳'],
  ['F203', '"大连" = 注册地', '"大连"', '选一个'],
  ['F204', '独立法人 and 职工总数', '职工总数', '数'],
  ['F204', 'if 职工总数 then 1 else 2', '职工总数', '比较'],
  ['F204', 'some x in [1] satisfies x', 'x', '是非'],
  ['F205', '今日.mouth', '今日.mouth', 'month'],
  ['F205', '{甲: 1}.乙', '{甲: 1}.乙', '甲'],
  ['F206', '独立法人 = 1', '独立法人 = 1', '不能比较'],
  ['F206', '主营方向 < 5', '主营方向 < 5', '不能比较'],
  ['F207', '今日 + 5个工作日', '今日 + 5个工作日', '期限'],
  ['F207', '今日 + 公示期', '今日 + 公示期', '个工作日'],
  ['F208', '职工总数(1)', '职工总数(1)', '不是函数'],
  ['F209', 'abs(1, 2)', 'abs(1, 2)', 'abs(n)'],
  ['F209', 'a(1, 2)', 'a(1, 2)', '1个参数'],
  ['F210', 'string length(职工总数)', '职工总数', '文本'],
  ['F210', 'a("1")', '"1"', '数'],
  ['F210', '分摊(5, [1])', '5', '金额'],
  ['F211', 'abs(x: 1)', '1', '“x”'],
  ['F212', 'for x in 独立法人 return x', '独立法人', '列表'],
  ['F213', '今日 instance of numbr', 'numbr', 'number'],
  ['F214', '? > 5', '?', '没有要检验的值'],
  ['F215', 'date("2023-02-30")', '"2023-02-30"', '2023-02-30'],
  ['F215', 'date(2023, 2, 30)', 'date(2023, 2, 30)', '2023-2-30'],
  ['F215', '@"2023-13-01"', '@"2023-13-01"', '2023-13-01'],
]

function problemsOf(text: string, goal: Goal): Problem[] {
  const { tree, problems } = parse(text, { goal, mode: 'policy', names: NAMES })
  if (problems.length > 0) return problems
  return infer(tree, { typeOf: (name) => TYPES[name] }).problems
}

test.each(CASES)('%s in %s', (code, text, marked, says, goal = 'expression') => {
  const problems = problemsOf(text, goal)
  expect(problems.map((p) => p.code)).toEqual([code])
  const [problem] = problems
  if (!problem) return
  expect(text.slice(problem.at.from, problem.at.to)).toBe(marked)
  expect(`${problem.message.zh}${problem.remedy.zh}`).toContain(says)
  // No parameter was forgotten, in either language.
  for (const part of [problem.message, problem.remedy]) {
    expect(`${part.zh}${part.en}`).not.toMatch(/\{\w+\}|undefined/)
    expect(part.en).not.toBe('')
  }
})

test('F012 is what the standard says where policies look for a unit', () => {
  const { problems } = parse('5abc', { goal: 'expression', mode: 'standard' })
  expect(problems).toMatchObject([{ code: 'F012', at: { from: 0, to: 4 } }])
})

test('every code of the table is shown by a case', () => {
  const shown = new Set([...CASES.map(([code]) => code), 'F012'])
  // Those of SQL have their own table, sql/problems.test.ts.
  const codes = Object.keys(TABLE).filter((code) => !code.startsWith('F3'))
  expect(codes.filter((code) => !shown.has(code))).toEqual([])
})

test('names and values nearby are suggested', () => {
  const suggestions = ['职工总属', '注册地 = "北经"', '今日.mouth', '今日 instance of numbr']
  const found = suggestions.map((text) => problemsOf(text, 'expression')[0]?.suggestion)
  expect(found).toEqual(['职工总数', '"北京"', 'month', 'number'])
})

test('one mistake is reported once', () => {
  expect(problemsOf('min(1, , 2) + + )', 'expression').length).toBe(1)
  expect(problemsOf('(((1', 'expression').length).toBe(1)
})
