import fc from 'fast-check'
import { evaluate as peerEvaluate } from 'feelin'
import { parser } from 'lezer-feel'
import { describe, expect, test } from 'vitest'
import { compute, say } from '../test/support.ts'
import { parse } from './index.ts'

/** Two independent readers of the standard, as a second opinion on ours. */

function peerReads(text: string): boolean {
  let fine = true
  parser
    .configure({ top: 'Expression' })
    .parse(text)
    .iterate({
      enter(node) {
        if (node.type.isError) fine = false
      },
    })
  return fine
}

const reads = (text: string): boolean =>
  parse(text, { goal: 'expression', mode: 'standard' }).problems.length === 0

describe('lezer-feel', () => {
  const both = [
    '1 + 2 * 3 - 4 / 5 ** 6',
    '-a ** -b',
    'a.b.c[1].d(2, 3)',
    'f(x: 1, y: 2)',
    'if a then b else if c then d else e',
    'for x in 1..3, y in [1, 2] return x * y',
    'some x in xs satisfies x > 1 and x < 5',
    'every x in xs, y in ys satisfies x = y',
    'function(a, b: number) a + b',
    '{a: 1, "b c": {d: a}}',
    '[1..2]',
    '(1..2]',
    ']1..2[',
    'x between 1 and 2 and y',
    'x in (1, > 2, [3..4])',
    'x in [1, 2]',
    'x instance of list<number>',
    'x instance of function<number, string> -> boolean',
    'x instance of date and time',
    '@"2024-03-01"',
    '"a\\"b\\u4e2d"',
    'not(x)',
    'a = b or c != d and e >= f',
    'null',
    '[]',
    '{}',
    'x[item > 1][1]',
    'date and time("2024-03-01T10:00:00")',
    '// note\n1 /* note */ + 2',
    '.5 + 1.5',
    '变量 + 另一个',
  ]
  const neither = [
    '1 +',
    '(1',
    '[1, 2',
    '{a: }',
    'if a then b',
    'for x in xs',
    'some x in xs',
    '1 2',
    'x in',
    'a..b',
    '"open',
    'x between 1',
    ')',
    'function(a',
  ]

  test.each(both)('reads %s, as we do', (text) => {
    expect(peerReads(text)).toBe(true)
    expect(reads(text)).toBe(true)
  })

  test.each(neither)('does not read %s, nor do we', (text) => {
    expect(peerReads(text)).toBe(false)
    expect(reads(text)).toBe(false)
  })
})

/** What feelin gives, as text to compare with ours. */
function peerSays(text: string): string {
  const { value } = peerEvaluate(text, {})
  if (typeof value === 'string') return JSON.stringify(value)
  return Array.isArray(value) ? JSON.stringify(value).replaceAll(',', ', ') : String(value)
}

describe('feelin', () => {
  const same = [
    '1 + 2 * 3',
    '(1 + 2) * 3',
    '2 ** 3 ** 2',
    '7 / 2',
    '"a" + "b"',
    '1 = 1 and 2 > 1',
    'true or null',
    'false and null',
    'true and null',
    'if 1 > 2 then "a" else "b"',
    'for x in [1, 2, 3] return x * 2',
    'for x in 1..3 return x',
    'some x in [1, 2] satisfies x > 1',
    'every x in [1, 2] satisfies x > 1',
    '[1, 2, 3][2]',
    '[1, 2, 3][-1]',
    '[1, 2, 3][item > 1]',
    '{a: 1, b: a + 1}.b',
    '5 in [1..5]',
    '5 in (1, > 4)',
    '5 between 1 and 5',
    'count([1, 2])',
    'sum([1, 2])',
    'min([2, 1])',
    'max(1, 2)',
    'substring("foobar", 3, 2)',
    'upper case("a")',
    'contains("abc", "b")',
    'string length("abc")',
    'append([1], 2)',
    'reverse([1, 2])',
    'distinct values([1, 1, 2])',
    'flatten([[1], 2])',
    'modulo(7, 3)',
    'floor(1.5)',
    'abs(-1)',
    'not(true)',
    'date("2024-03-01").year',
    '@"2024-03-01" < @"2024-03-02"',
    '(function(a, b) a - b)(5, 3)',
  ]
  test.each(same)('computes %s as we do', (text) => {
    expect(say(compute(text, { mode: 'standard' }))).toBe(peerSays(text))
  })

  test('agrees on random whole numbers, comparisons and logic', () => {
    const { any } = fc.letrec<{ any: string; num: string; bool: string }>((tie) => ({
      any: fc.oneof(tie('num'), tie('bool')),
      num: fc.oneof(
        { depthSize: 'small' },
        fc.integer({ min: 0, max: 20 }).map(String),
        fc
          .tuple(tie('num'), fc.constantFrom('+', '-', '*'), tie('num'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        fc
          .tuple(tie('bool'), tie('num'), tie('num'))
          .map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
        fc
          .tuple(fc.constantFrom('min', 'max', 'sum'), tie('num'), tie('num'))
          .map(([f, a, b]) => `${f}(${a}, ${b})`),
      ),
      bool: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('true', 'false'),
        fc
          .tuple(tie('num'), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), tie('num'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        fc
          .tuple(tie('bool'), fc.constantFrom('and', 'or'), tie('bool'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        // Ranges that run backwards are read differently there.
        fc.tuple(tie('num'), fc.nat(9), fc.nat(9)).map(([a, b, c]) => `(${a} in [${b}..${b + c}])`),
      ),
    }))
    fc.assert(
      fc.property(any, (text) => {
        expect(say(compute(text, { mode: 'standard' }))).toBe(peerSays(text).replace(/^-0$/, '0'))
      }),
      { numRuns: 500 },
    )
  })
})
