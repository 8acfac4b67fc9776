import { dateValue, type Value } from '@huoshui/feel'
import { day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { decision, imported, input, literal, n, table } from '../../test/dmn-model.ts'
import { inForce } from '../decide.ts'

describe('a draft', () => {
  const { draft, policy, worth, checks, carried } = imported(
    input('Loan Amount', 'number') +
      input('甲', 'number') +
      decision('够大', ['i_Loan Amount'], literal('Loan Amount >= 100'), 'boolean') +
      decision('等级', ['i_甲', 'd_够大'], table('hitPolicy="FIRST"', ['>= 5 | "高"', '- | "低"'])),
  )

  it('is never in force, and cites nothing', () => {
    expect(policy.meta.status).toBe('草案')
    expect(inForce(policy, day('2024-03-01'))).toBe(false)
    expect(draft).toContain('待核')
    const cited = policy.rules.flatMap((rule) => {
      return rule.form === 'decision' ? rule.rows.map((row) => row.citation) : []
    })
    expect(cited).toEqual([{ pending: true }, { pending: true }])
  })

  it('decides as the model does', () => {
    expect(worth('够大', { 'Loan Amount': n(100) })).toBe(true)
    expect(worth('够大', { 'Loan Amount': n(99) })).toBe(false)
    expect(worth('等级', { 甲: n(5) })).toBe('高')
    expect(worth('等级', { 甲: n(4) })).toBe('低')
    expect(carried.map((one) => one.rule)).toEqual(['够大', '等级'])
  })

  it('has nothing wrong with it but what a person must add', () => {
    const open = new Set(checks.map((one) => one.code))
    expect([...open].sort()).toEqual(['P051', 'P052'])
  })
})

describe('inputs', () => {
  const types =
    '<itemDefinition name="档"><typeRef>string</typeRef><allowedValues><text>"高", "低"</text></allowedValues></itemDefinition>' +
    '<itemDefinition name="人"><itemComponent name="年龄"><typeRef>number</typeRef></itemComponent>' +
    '<itemComponent name="住"><itemComponent name="城"><typeRef>string</typeRef></itemComponent></itemComponent></itemDefinition>' +
    '<itemDefinition name="贷款" isCollection="true"><itemComponent name="额"><typeRef>number</typeRef></itemComponent></itemDefinition>' +
    '<itemDefinition name="数列" isCollection="true"><typeRef>number</typeRef></itemDefinition>'

  it('closed lists, records and lists of records become facts', () => {
    const { draft, worth, inputs } = imported(
      types +
        input('级', '档') +
        input('申请人', '人') +
        input('借款', '贷款') +
        decision(
          '乙',
          ['i_级', 'i_申请人'],
          literal('if 级 = "高" then 申请人.年龄 else 申请人.住.城'),
        ) +
        decision('丙', ['i_借款'], literal('sum(借款[额 > 1].额)')) +
        decision('丁', ['i_申请人'], literal('申请人')),
    )
    expect(draft).toContain('| 级 | 高 / 低 |')
    expect(draft).toContain('| 事实：借款（属于 导入对象） |')
    expect(inputs).toContainEqual({ input: '申请人', path: ['住', '城'], fact: '申请人_住_城' })
    expect(worth('乙', { 级: '高', 申请人_年龄: n(30) })).toBe(30)
    expect(worth('乙', { 级: '低', 申请人_住_城: '济南' })).toBe('济南')
    const loans = [1, 2, 3].map((one): Value => new Map([['额', n(one)]]))
    expect(worth('丙', { 借款: loans })).toBe(5)
    expect(worth('丁', { 申请人_年龄: n(1), 申请人_住_城: '北京' })).toEqual({
      ...{ 年龄: 1, 住: { 城: '北京' } },
    })
  })

  it('a type that no fact can have is reported, with all that needs it', () => {
    const { codes, left, carried } = imported(
      types +
        input('几个', '数列') +
        decision('乙', ['i_几个'], literal('sum(几个)')) +
        decision('丙', [], literal('1')),
    )
    expect(codes).toEqual(['D114', 'D115'])
    expect([left, carried.map((one) => one.rule)]).toEqual([['乙'], ['丙']])
  })

  it('today is the day of the policy', () => {
    const { draft, worth, codes } = imported(
      input('今日', 'date') +
        decision('乙', [], literal('today()')) +
        decision('丙', ['i_今日'], literal('今日 = date("2024-03-01")')) +
        decision('丁', [], literal('now()')),
    )
    expect(draft).toContain('乙: 今日')
    expect(draft).not.toContain('| 今日 |')
    expect(worth('丙')).toBe(true)
    expect(codes).toEqual(['D112'])
    expect(worth('乙')).toEqual(dateValue(day('2024-03-01')))
  })
})

describe('names', () => {
  it('are kept where they can be, and told where not', () => {
    const { draft, diagnostics, worth } = imported(
      input('a-b', 'number') +
        input('count', 'number') +
        decision('和', ['i_a-b', 'i_count'], literal('a-b + count')),
    )
    expect(draft).toContain('和: a_b + count_')
    expect(diagnostics.map((one) => one.message.en)).toEqual([
      '“a-b” is called “a_b” in the draft.',
      '“count” is called “count_” in the draft.',
    ])
    expect(worth('和', { a_b: n(1), count_: n(2) })).toBe(3)
  })

  it('of an input and a decision that are the same are told apart', () => {
    const { worth } = imported(
      input('甲', 'number') +
        decision('甲', ['i_甲'], literal('甲 + 1')) +
        decision('乙', ['d_甲'], literal('甲 * 2')),
    )
    expect(worth('乙', { 甲: n(3) })).toBe(8)
  })

  it('do not meet with words of Markdown', () => {
    const { draft, policy } = imported(
      `<inputData id="i" name="甲"><description>a | b\n# *c* \`d\` [e](f) &lt;g></description><variable name="甲" typeRef="number"/></inputData>`,
    )
    expect(draft).toContain('| 甲 | 数 | a ｜ b # ＊c＊ ’d’ ［e］(f) ＜g> |')
    expect(policy.facts.map((one) => one.name)).toEqual(['甲'])
  })
})

describe('variables of an expression', () => {
  it('hide what is required under the same name', () => {
    const { worth } = imported(
      input('count', 'number') +
        decision(
          '乙',
          ['i_count'],
          literal('[count, sum(for count in [1, 2] return count), (function(count) count)(9)]'),
        ) +
        decision('丙', ['i_count'], literal('{a: count, count: 5, b: count}')),
    )
    expect(worth('乙', { count_: n(7) })).toEqual([7, 3, 9])
    expect(worth('丙', { count_: n(7) })).toEqual({ a: 7, count: 5, b: 5 })
  })

  it('that a policy would read otherwise leave the rule out', () => {
    const { codes, left } = imported(
      decision('丙', [], literal('for 甲、乙 in [1] return 甲、乙')) +
        decision('丁', ['d_丙'], literal('丙')),
    )
    expect([codes, left]).toEqual([
      ['D118', 'D115'],
      ['丙', '丁'],
    ])
  })
})

describe('what is left out is said, with its place', () => {
  it('a circle, and what needs it', () => {
    const { diagnostics, carried } = imported(
      decision('甲', ['d_乙'], literal('乙')) +
        decision('乙', ['d_甲'], literal('甲')) +
        decision('丙', ['d_乙'], literal('乙')) +
        decision('丁', ['d_丙'], literal('丙')) +
        decision('戊', [], literal('1')),
    )
    expect(diagnostics.map((one) => [one.code, one.heading[0]])).toEqual([
      ['D119', '甲'],
      ['D119', '乙'],
      ['D115', '丙'],
      ['D115', '丁'],
    ])
    expect(carried.map((one) => one.rule)).toEqual(['戊'])
  })

  it('beside what is good', () => {
    const { codes, diagnostics, carried, draft } = imported(
      decision('好', [], literal('1 + 1')) + decision('坏', [], literal('\n  1 + + 2')),
    )
    expect(carried).toEqual([{ decision: '好', rule: '好' }])
    expect(codes).toEqual(['D110'])
    expect(diagnostics[0]?.place).toMatchObject({ file: 'x.dmn', line: 4, column: 7 })
    expect(draft).toContain('D110，第 4 行第 7 列')
  })

  it.each([
    ['D111', decision('乙', [], literal('甲 + 1'))],
    [
      'D112',
      decision(
        '乙',
        [],
        '<literalExpression expressionLanguage="u:java"><text>x</text></literalExpression>',
      ),
    ],
    ['D112', decision('乙', [], '<functionDefinition kind="Java"/>')],
    ['D113', decision('乙', [], '')],
    ['D115', decision('乙', ['d_没有'], literal('1'))],
    ['D116', decision('乙', [], '<decisionTable><input/><output/><rule/></decisionTable>')],
    ['D117', '<decisionService id="s" name="乙"/>'],
    ['D117', '<import name="乙" namespace="u:y" importType="u:z"/>'],
    ['D117', '<knowledgeSource id="k" name="乙"/>'],
    ['D119', decision('乙', ['d_乙'], literal('乙'))],
    ['D123', decision('乙', [], literal('"a"'), 'number')],
  ])('%s', (code, body) => {
    const { diagnostics, draft } = imported(body)
    expect(diagnostics.map((one) => one.code)).toEqual([code])
    for (const lang of ['zh', 'en'] as const) {
      expect(diagnostics[0]?.message[lang]).toContain('乙')
      expect(diagnostics[0]?.remedy[lang]).not.toBe('')
    }
    expect(draft).toContain(code)
  })

  it('values that are limited in the model', () => {
    const type =
      '<itemDefinition name="度"><typeRef>number</typeRef><allowedValues><text>[0..1]</text></allowedValues></itemDefinition>'
    expect(imported(type + input('甲', '度')).codes).toEqual(['D122'])
  })
})
