import { describe, expect, it } from 'vitest'
import { decision, imported, input, literal, n } from '../../test/dmn-model.ts'

describe('boxed expressions', () => {
  it('contexts, with and without a result', () => {
    const entry = (name: string, text: string) =>
      `<contextEntry>${name ? `<variable name="${name}"/>` : ''}${literal(text)}</contextEntry>`
    const { worth } = imported(
      input('甲', 'number') +
        decision(
          '乙',
          ['i_甲'],
          `<context>${entry('两倍', '甲 * 2')}${entry('', '两倍 + 1')}</context>`,
        ) +
        decision(
          '丙',
          ['i_甲'],
          `<context>${entry('两 倍', '甲 * 2')}${entry('和', '两 倍 + 甲')}</context>`,
        ),
    )
    expect(worth('乙', { 甲: n(3) })).toBe(7)
    expect(worth('丙', { 甲: n(3) })).toEqual({ '两 倍': 6, 和: 9 })
  })

  it('functions and their invocations, values in any order', () => {
    const body =
      '<encapsulatedLogic><formalParameter name="每 年" typeRef="number"/><formalParameter name="几"/>' +
      `${literal('每 年 - 几')}</encapsulatedLogic>`
    const binding = (name: string, text: string) =>
      `<binding><parameter name="${name}"/>${literal(text)}</binding>`
    const { worth, draft } = imported(
      `<businessKnowledgeModel id="f_差" name="差"><variable name="差"/>${body}</businessKnowledgeModel>` +
        decision(
          '乙',
          ['f_差'],
          `<invocation>${literal('差')}${binding('几', '1')}${binding('每 年', '10')}</invocation>`,
        ) +
        decision('丙', ['f_差'], literal('差(5, 2)')),
    )
    expect(draft).toContain('差: function(每 年: number, 几) 每 年 - 几')
    expect([worth('乙'), worth('丙')]).toEqual([9, 3])
  })

  it('conditionals, lists, relations, filters and loops', () => {
    const part = (name: string, text: string) => `<${name}>${literal(text)}</${name}>`
    const { worth } = imported(
      [
        [
          '如果',
          `<conditional>${part('if', '1 > 2')}${part('then', '"a"')}${part('else', '"b"')}</conditional>`,
        ],
        ['列', `<list>${literal('1')}${literal('2')}</list>`],
        [
          '表',
          `<relation><column name="a"/><column name="b"/><row>${literal('1')}${literal('2')}</row></relation>`,
        ],
        ['筛', `<filter>${part('in', '[1, 2, 3]')}${part('match', 'item > 1')}</filter>`],
        ['逐', `<for iteratorVariable="x">${part('in', '[1, 2]')}${part('return', 'x + 1')}</for>`],
        [
          '有',
          `<some iteratorVariable="x">${part('in', '[1, 2]')}${part('satisfies', 'x > 1')}</some>`,
        ],
      ]
        .map(([name, logic]) => decision(name as string, [], logic as string))
        .join(''),
    )
    const all = ['如果', '列', '表', '筛', '逐', '有'].map((name) => worth(name))
    expect(all).toEqual(['b', [1, 2], [{ a: 1, b: 2 }], [2, 3], [2, 3], true])
  })
})
