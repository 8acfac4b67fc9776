import { Decimal, type Text } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { say } from '../test/support.ts'
import { type EvaluateOptions, evaluate, parse, type Value } from './index.ts'

/** What a text comes to, and why it came to null. */
function run(
  text: string,
  limits: EvaluateOptions['limits'] = {},
  facts: Readonly<Record<string, Value>> = {},
): { value: string; why: string } {
  const { tree, problems } = parse(text, {
    goal: 'expression',
    mode: 'standard',
    names: Object.keys(facts),
  })
  if (problems[0]) throw new Error(`${problems[0].code} in ${text.slice(0, 80)}`)
  let why: Text = { zh: '', en: '' }
  const onError = (_: unknown, text: Text) => {
    why = text
  }
  const value = evaluate(
    tree,
    { lookup: (name) => facts[name] },
    { mode: 'standard', limits, onError },
  )
  expect(why.zh === '').toBe(why.en === '')
  return { value: say(value), why: why.en }
}

const ITERATIONS = 'Too many iterations.'
const SIZE = /too large/

describe('reading', () => {
  const problemsOf = (source: string, limits: { length?: number; depth?: number }) =>
    parse(source, { goal: 'expression', mode: 'standard', limits }).problems.map((p) => p.code)

  test('a text may be so long and no longer', () => {
    expect(problemsOf('1 + 22', { length: 6 })).toEqual([])
    expect(problemsOf('1 + 22', { length: 5 })).toEqual(['F104'])
    expect(problemsOf(`"${'a'.repeat(199_998)}"`, {})).toEqual([])
    expect(problemsOf(`"${'a'.repeat(199_999)}"`, {})).toEqual(['F104'])
  })

  test('brackets may be nested so deep and no deeper, at most 500 levels', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`
    expect(problemsOf(nested(9), { depth: 10 })).toEqual([])
    expect(problemsOf(nested(10), { depth: 10 })).toEqual(['F008'])
    expect(problemsOf(nested(499), {})).toEqual([])
    expect(problemsOf(nested(500), { depth: 9999 })).toEqual(['F008'])
  })

  test.each([
    ['tests that turn out to be operands', `${'x in ('.repeat(400)}1${')[1]'.repeat(400)}`],
    ['tests that do not', `${'x in (1, '.repeat(400)}1${')'.repeat(400)}`],
    ['blanks where a name might end', `f(a${' '.repeat(150_000)})`],
    ['loops without an end', 'for a in b return '.repeat(400)],
    ['comments', '/**/'.repeat(50_000)],
    ['operators', `1${'+1'.repeat(90_000)}`],
    ['quotes', '"\\'.repeat(90_000)],
  ])('time grows with the text: %s', (_, source) => {
    // Each of these would take years if levels or characters multiplied.
    expect(parse(source, { goal: 'expression', mode: 'standard' }).tree).toBeDefined()
    expect(parse(source, { goal: 'unary-tests', mode: 'policy' }).tree).toBeDefined()
    expect(parse(source, { goal: 'entries', mode: 'policy' }).tree).toBeDefined()
  })
})

describe('turns', () => {
  test.each([
    ['for i in 1..10 return i', 10],
    ['for i in 1..2, j in 1..4 return i', 10],
    ['some i in 1..10 satisfies i > 10', 10],
    ['every i in 1..10 satisfies i > 0', 10],
    ['[1, 2, 3, 4, 5][item > 9]', 5],
    ['{f: function(n) if n = 0 then 0 else f(n - 1), r: f(9)}.r', 10],
  ])('%s takes %i', (text, turns) => {
    expect(run(text, { iterations: turns }).why).toBe('')
    expect(run(text, { iterations: turns - 1 })).toEqual({ value: 'null', why: ITERATIONS })
  })

  test('there are 100,000 of them unless more are allowed', () => {
    expect(run('count(for i in 1..100000 return i)').value).toBe('100000')
    expect(run('count(for i in 1..100001 return i)').why).toBe(ITERATIONS)
    expect(run('count(for i in 1..1000000000 return i)').why).toBe(ITERATIONS)
    expect(run('count(for i in [1..10**6000] return i)').why).toBe(ITERATIONS)
    expect(run('count(for i in 1..100001 return i)', { iterations: 200_000 }).value).toBe('100001')
  })

  test('functions that call themselves twice run out of turns', () => {
    const text = '{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(N)}.r'
    expect(run(text.replace('N', '10')).value).toBe('1024')
    expect(run(text.replace('N', '60')).why).toBe(ITERATIONS)
  })
})

describe('depth', () => {
  const chain = (n: number) => `{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(${n})}.r`

  test('functions may call one another so deep', () => {
    expect(run(chain(9), { calls: 10 }).value).toBe('9')
    expect(run(chain(10), { calls: 10 })).toMatchObject({ value: 'null', why: /Functions/ })
    expect(run(chain(199)).value).toBe('199')
    expect(run(chain(200)).why).toMatch(/Functions are nested too deep/)
  })

  test('nodes may be nested so deep', () => {
    const nested = (n: number) => `${'not('.repeat(n)}true${')'.repeat(n)}`
    expect(run(nested(9), { levels: 10 }).value).toBe('false')
    expect(run(nested(10), { levels: 10 }).why).toMatch(/nested too deep/)
  })

  test('values nested deeper than the stack are given up and not thrown', () => {
    const deep = 'string(for i in 1..N return [partial[-1]])'
    expect(run(deep.replace('N', '3')).value).toBe('"[[null], [[null]], [[[null]]]]"')
    expect(run(deep.replace('N', '100000')).value).toBe('null')
  })
})

describe('size', () => {
  test.each([
    ['for i in 1..10 return i', 10],
    ['concatenate([1, 2], [3, 4], [5])', 5],
    ['append([1, 2, 3], 4, 5)', 5],
    ['flatten([[1, [2]], [3, [4, 5]]])', 5],
    ['partial1 + "de"', 5],
    ['string join(["a", "b", "c"], "--")', 9],
    ['string([1, 22, 3])', 10],
    ['replace("aaa", "a", "bb")', 6],
    ['upper case("abcdefg")', 7],
    ['split("a;b;c", ";")', 3],
    ['context merge([{a: 1, b: 2}, {c: 3}])', 3],
  ])('%s needs %i', (text, size) => {
    const facts = { partial1: 'abc' }
    expect(run(text, { size }, facts).why).toBe('')
    const less = run(text, { size: size - 1 }, facts)
    expect(less).toEqual({ value: 'null', why: expect.stringMatching(SIZE) })
  })

  test('there is a default', () => {
    const s = { s: 'a'.repeat(500_000) }
    expect(run('string length(s + s)', {}, s).value).toBe('1000000')
    expect(run('string length(s + s + "a")', {}, s).why).toMatch(SIZE)
  })

  test('small steps do not add up to large things', () => {
    const s = { s: 'a'.repeat(1000) }
    expect(run('string length(replace(s, "a", s))', {}, s).value).toBe('1000000')
    expect(run('replace(s, "a", s + "b")', {}, s).why).toMatch(SIZE)
    expect(run('string join(for i in 1..10000 return s, s)', {}, s).why).toMatch(SIZE)
    expect(run('for i in 1..9999 return string(10**6144)', { size: 99_999 }).why).toMatch(SIZE)
    expect(run('for i in 1..9999 return count(partial)', { size: 99_999 }).why).toMatch(SIZE)
  })

  // A list that holds the same list twice, forty times over.
  const twice = Array.from({ length: 40 }, (_, i) => `a${i + 1}: [a${i}, a${i}]`).join(', ')
  const tree = (use: string) => `{a0: [1], ${twice}, r: ${use}}.r`

  test.each([
    ['string(a40)', SIZE],
    ['count(flatten(a40))', /too large|iterations/],
    ['a40.x', /too large|iterations/],
    ['a40 = [a39, a39]', /iterations/],
    ['list contains(a40, [a38, a38])', /iterations/],
    ['a40 in [[a39, a39]]', /iterations/],
    ['is(a40, [a39, a39])', /iterations/],
    ['distinct values([a40, [a39, a39]])', /iterations/],
  ])('a small list that stands for 2**40 items: %s', (use, why) => {
    expect(run(tree(use), { iterations: 20_000 }).why).toMatch(why)
  })

  test('what need not be looked at twice is not', () => {
    expect(run(tree('count(a40)')).value).toBe('2')
    expect(run(tree('if a0 = a40 then 1 else 2')).value).toBe('2')
  })
})

describe('time', () => {
  const clock = (step: number) => {
    let time = 0
    return () => {
      time += step
      return time
    }
  }

  test('is over when the clock of the host says so', () => {
    const text = 'count(for i in 1..50000 return i * i)'
    expect(run(text, { milliseconds: 1000, now: clock(1) }).value).toBe('50000')
    expect(run(text, { milliseconds: 1000, now: clock(100) }).why).toBe('This takes too long.')
  })

  test('without a clock there is no time', () => {
    expect(run('count(for i in 1..50000 return i)', { milliseconds: 0 }).value).toBe('50000')
  })
})

test('numbers of any size cost no more than others', () => {
  expect(run('10**6144 + 1').value).toMatch(/^1000/)
  expect(run('10**6145').value).toBe('null')
  expect(run('exp(10**9)').value).toBe('null')
  expect(run('1.000000001**(10**12)').value).not.toBe('')
  expect(run('@"P1D" * 10**6000').value).not.toBe('')
  expect(run(`n + 0`, {}, { n: new Decimal('1e-6000') }).value).toMatch(/^0\.0/)
})
