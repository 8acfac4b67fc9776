import { describe, expect, it } from 'vitest'
import { decision, imported, input, literal, n, table } from '../../test/dmn-model.ts'

describe('hit policies', () => {
  const one = (attrs: string, rows: readonly string[], outputs?: string) =>
    imported(input('甲', 'number') + decision('乙', ['i_甲'], table(attrs, rows, outputs)))

  it.each([
    ['UNIQUE', 'hitPolicy="UNIQUE"', '（唯一）', [1, null]],
    ['FIRST', 'hitPolicy="FIRST"', '（首个）', [1, null]],
    ['ANY', 'hitPolicy="ANY"', '（首个）', [1, null]],
    ['SUM', 'hitPolicy="COLLECT" aggregation="SUM"', '（累加）', [1, 0]],
    ['MIN', 'hitPolicy="COLLECT" aggregation="MIN"', '乙: min(', [1, null]],
    ['MAX', 'hitPolicy="COLLECT" aggregation="MAX"', '乙: max(', [1, null]],
    ['COUNT', 'hitPolicy="COLLECT" aggregation="COUNT"', '乙: count(', [1, 0]],
    ['COLLECT', 'hitPolicy="COLLECT"', '乙: {', [[1], null]],
    ['RULE ORDER', 'hitPolicy="RULE ORDER"', '乙: {', [[1], null]],
  ])('%s', (_, attrs, shape, [hit, none]) => {
    const { draft, worth } = one(attrs, ['< 5 | 1', '> 8 | 2'])
    expect(draft).toContain(shape)
    expect(worth('乙', { 甲: n(3) })).toEqual(hit)
    expect(worth('乙', { 甲: n(6) })).toEqual(none)
  })

  it('counts, sums and lists every row that hits', () => {
    const rows = ['> 1 | 10', '> 2 | 7', '> 9 | 1']
    const at = (attrs: string) => one(attrs, rows).worth('乙', { 甲: n(3) })
    expect(at('hitPolicy="COLLECT" aggregation="SUM"')).toBe(17)
    expect(at('hitPolicy="COLLECT" aggregation="MIN"')).toBe(7)
    expect(at('hitPolicy="COLLECT" aggregation="COUNT"')).toBe(2)
    expect(at('hitPolicy="RULE ORDER"')).toEqual([10, 7])
  })

  it('orders rows by the values of the output', () => {
    const outputs = '<output><outputValues><text>"高", "低"</text></outputValues></output>'
    const rows = ['> 1 | "低"', '> 2 | "高"']
    const first = one('hitPolicy="PRIORITY"', rows, outputs)
    expect(first.draft).toContain('（首个）')
    expect(first.worth('乙', { 甲: n(3) })).toBe('高')
    const all = one('hitPolicy="OUTPUT ORDER"', rows, outputs)
    expect(all.worth('乙', { 甲: n(3) })).toEqual(['高', '低'])
    expect(one('hitPolicy="PRIORITY"', ['> 1 | "中"'], outputs).codes).toEqual(['D116'])
  })

  it('takes the default where no row hits', () => {
    const outputs = '<output><defaultOutputEntry><text>9</text></defaultOutputEntry></output>'
    for (const hit of ['UNIQUE', 'FIRST', 'COLLECT" aggregation="SUM']) {
      const { worth } = one(`hitPolicy="${hit}"`, ['< 5 | 1'], outputs)
      expect([worth('乙', { 甲: n(3) }), worth('乙', { 甲: n(6) })]).toEqual([1, 9])
    }
  })

  it('makes a context of several outputs', () => {
    const outputs = '<output name="额"/><output name="率"/>'
    const { worth } = one('hitPolicy="UNIQUE"', ['< 5 | 1;2'], outputs)
    expect(worth('乙', { 甲: n(3) })).toEqual({ 额: 1, 率: 2 })
  })

  it('says where the draft decides otherwise', () => {
    expect(one('hitPolicy="ANY"', ['< 5 | 1']).codes).toEqual(['D121'])
    expect(one('hitPolicy="COLLECT" aggregation="SUM"', ['< 5 | 1']).codes).toEqual(['D121'])
    expect(one('hitPolicy="ROUND"', ['< 5 | 1']).codes).toEqual(['D116'])
    expect(one('hitPolicy="UNIQUE"', ['< 5 & 2 | 1']).codes).toEqual(['D116'])
  })

  it('keeps cells that tables of ours could not hold as written', () => {
    const { draft, worth } = imported(
      input('甲', 'string') + decision('乙', ['i_甲'], table('', ['"a`b" | "c"', '- | "\\u007c"'])),
    )
    expect(draft).toContain('\\u0060')
    expect(worth('乙', { 甲: 'a`b' })).toBe('c')
    expect(worth('乙', { 甲: 'x' })).toBe('|')
  })
})

describe('tables as one expression', () => {
  const func = (rows: readonly string[], outputs?: string) =>
    imported(
      `<businessKnowledgeModel id="f_表" name="表"><variable name="表"/><encapsulatedLogic>` +
        `<formalParameter name="甲"/>${table('hitPolicy="FIRST"', rows, outputs)}` +
        `</encapsulatedLogic></businessKnowledgeModel>` +
        input('丙', 'number') +
        decision('乙', ['f_表', 'i_丙'], literal('表(丙)')),
    )

  it('negated cells, and cells that look at the value themselves', () => {
    const { worth } = func(['not(1, 2) | "别的"', '? * 2 > 3, 7 | "大"', '- | "小"'])
    expect([3, 2, 1].map((one) => worth('乙', { 丙: n(one) }))).toEqual(['别的', '大', '小'])
  })

  it('many rows, with and without a default', () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i} | ${i * 2}`)
    const few = rows.slice(0, 3)
    const outputs = '<output><defaultOutputEntry><text>-1</text></defaultOutputEntry></output>'
    for (const some of [few, rows]) {
      const at = (one: number, given?: string) => func(some, given).worth('乙', { 丙: n(one) })
      expect([at(0), at(2), at(999), at(999, outputs)]).toEqual([0, 4, null, -1])
    }
    expect(func(few).draft).toContain('表: function(甲) if ')
    expect(func(rows).draft).toContain('concatenate(')
  })
})
