import { Decimal } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { compute, say, tree } from '../test/support.ts'
import { evaluate, parse, print, unknown, type Value } from './index.ts'

/** Mistakes seen in other engines or in drafts of policies; each must stay impossible. */

const policy = (text: string, facts: Readonly<Record<string, Value>> = {}, names?: string[]) =>
  say(compute(text, names ? { facts, names } : { facts }))

describe('null is not unknown', () => {
  test('the standard makes equality with null false, and its negation true', () => {
    const facts = { a: null }
    expect(policy('a = 5', facts)).toBe('false')
    expect(policy('a != 5', facts)).toBe('true')
    expect(policy('a in (1, 2)', facts)).toBe('false')
    expect(policy('not(a in (1, 2))', facts)).toBe('true')
  })

  test('a firm whose industry is missing does not pass as "not restricted"', () => {
    const facts = { 主营方向: unknown(['主营方向']) }
    expect(policy('not(主营方向 in ["房地产", "博彩"])', facts)).toBe('?{主营方向}')
    expect(policy('主营方向 != "博彩"', facts)).toBe('?{主营方向}')
    expect(policy('主营方向 in ["新材料"]', facts)).toBe('?{主营方向}')
  })

  test('some and every over unknown are unknown, not false', () => {
    const facts = { xs: [unknown(['x'])] }
    expect(policy('some x in xs satisfies x > 1', facts)).toBe('?{x}')
    expect(policy('every x in xs satisfies x > 1', facts)).toBe('?{x}')
    expect(policy('some x in xs satisfies x > 1', { xs: unknown(['xs']) })).toBe('?{xs}')
  })
})

describe('numbers', () => {
  test('1e3 is a thousand', () => expect(policy('1e3')).toBe('1000'))
  test('a blank after a minus sign changes nothing', () => expect(policy('- 5')).toBe('-5'))
  test('division by zero is null, not infinity', () => {
    expect(policy('5 / 0')).toBe('null')
    expect(policy('0 / 0')).toBe('null')
    expect(policy('modulo(5, 0)')).toBe('null')
  })
  test('no operation gives what is no number', () => {
    for (const text of ['sqrt(-1)', 'log(0)', '(-8) ** 0.5', '"a" * 2', 'null + 1', '10 ** 9999']) {
      expect(policy(text), text).toBe('null')
    }
  })
  test('a number is not equal to text', () => expect(policy('1 = "1"')).toBe('null'))
  test('min with null is null and does not skip it', () => {
    expect(policy('min(1, null)')).toBe('null')
    expect(policy('max([1, null])')).toBe('null')
  })
  test('ten tenths are one', () => {
    expect(policy(Array(10).fill('0.1').join(' + '))).toBe('1')
  })
})

describe('conditions', () => {
  test('what is not true is not met', () => {
    expect(policy('if 5 then "是" else "否"')).toBe('"否"')
    expect(policy('if null then "是" else "否"')).toBe('"否"')
    expect(policy('if "true" then "是" else "否"')).toBe('"否"')
  })
  test('all takes nothing that is no truth value for true', () => {
    expect(policy('all([true, null])')).toBe('null')
    expect(policy('all([true, 1])')).toBe('null')
  })
})

describe('names', () => {
  test('a keyword written without blanks ends a name', () => {
    const facts = { 是否高新: true, 成立年限: new Decimal(4) }
    expect(policy('是否高新and成立年限>3', facts)).toBe('true')
  })

  test('a subtraction, unless a name of that spelling exists', () => {
    const facts = {
      研发费用: new Decimal(5),
      政府补助: new Decimal(2),
      '研发费用-政府补助': new Decimal(9),
    }
    const names = ['研发费用', '政府补助']
    expect(policy('研发费用-政府补助', facts, names)).toBe('3')
    expect(policy('研发费用-政府补助', facts, [...names, '研发费用-政府补助'])).toBe('9')
    expect(policy('研发费用 - 政府补助', facts, [...names, '研发费用-政府补助'])).toBe('3')
  })

  test('no name begins with a digit', () => {
    const { problems } = parse('3年期', { goal: 'expression', mode: 'policy', names: ['3年期'] })
    expect(problems.map((p) => p.code)).toEqual(['F011'])
  })

  test('brackets after a name are a call', () => {
    expect(tree('收入(1)').kind).toBe('call')
    const { problems } = parse('收入(万元)', {
      goal: 'expression',
      mode: 'policy',
      names: ['收入'],
    })
    expect(problems.map((p) => p.code)).toEqual(['F101'])
  })

  test('full-width punctuation never becomes part of a name', () => {
    const { tree: found } = parse('a，b', {
      goal: 'unary-tests',
      mode: 'policy',
      names: ['a', 'b'],
    })
    expect(print(found)).toBe('a, b')
  })
})

describe('regular expressions', () => {
  test('know the x flag and class subtraction', () => {
    expect(policy('matches("hello world", "hello\\\\ sworld", "x")')).toBe('true')
    expect(policy('matches("b", "^[a-z-[aeiou]]$")')).toBe('true')
    expect(policy('matches("a", "^[a-z-[aeiou]]$")')).toBe('false')
  })
})

describe('explanations', () => {
  test('tell only what was computed', () => {
    const facts: Readonly<Record<string, Value>> = { a: '企业', b: true, c: unknown(['c']) }
    const seen: string[] = []
    evaluate(
      tree('if a = "企业" then b else not(c)'),
      { lookup: (name) => facts[name] },
      { trace: (node) => seen.push(print(node)) },
    )
    expect(seen).not.toContain('c')
    expect(seen).toContain('b')
  })
})

test('an entry that is not known is a mark of its own, not null', () => {
  const entries = tree('a: ?\nb: null', { goal: 'entries' })
  expect(entries).toMatchObject({
    entries: [{ value: { kind: 'input' } }, { value: { kind: 'null' } }],
  })
})
