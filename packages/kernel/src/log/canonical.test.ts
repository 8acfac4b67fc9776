import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CanonicalValue, canonicalJson } from './canonical.ts'

test('keys are in the order of their UTF-16 units, and nothing is between', () => {
  const value = {
    名称: '示例企业甲',
    b: [1, -2, true, null, []],
    a: { z: '', '': 0 },
    '10': 1,
    '9': 2,
    '\u{1f600}': 3,
    '\uff01': 4,
  }
  expect(canonicalJson(value)).toBe(
    '{"10":1,"9":2,"a":{"":0,"z":""},"b":[1,-2,true,null,[]],"名称":"示例企业甲","😀":3,"！":4}',
  )
})

// RFC 8785 §3.2.2.2: what must be escaped, and how.
test('strings are escaped as RFC 8785 has it', () => {
  expect(canonicalJson('€$\u000f\u000aA\'B"\\\\"/\b\f\t\r\u2028')).toBe(
    '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\\b\\f\\t\\r\u2028"',
  )
})

test('whole numbers up to the last safe one', () => {
  const { MAX_SAFE_INTEGER: most, MIN_SAFE_INTEGER: least } = Number
  expect(canonicalJson([most, least, -0])).toBe('[9007199254740991,-9007199254740991,0]')
})

test('anything else is refused, and its place is said', () => {
  const bad: [unknown, RegExp][] = [
    [{ a: [0, { b: 0.5 }] }, /\$\.a\[1\]\.b: 0\.5 is not a whole, safe number/],
    [[2 ** 53], /\$\[0\]: 9007199254740992/],
    [Number.NaN, /NaN/],
    [{ a: undefined }, /\$\.a: undefined/],
    [10n, /bigint/],
    [[() => 1], /function/],
    [Symbol('x'), /symbol/],
    [{ on: new Map() }, /\$\.on: not a plain object/],
    [new Array(2), /\$\[0\]: undefined/],
    ['half \ud83d', /surrogate/],
    [{ '\udc00': 1 }, /surrogate/],
  ]
  for (const [value, message] of bad) {
    expect(() => canonicalJson(value as CanonicalValue)).toThrow(message)
  }
  const loop: Record<string, unknown> = {}
  loop.self = loop
  expect(() => canonicalJson(loop as CanonicalValue)).toThrow(/more than 100 levels/)
})

test('the text reads back as the value, and the order of keys does not matter', () => {
  const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean())
  const tree = fc.object({ values: [leaf, fc.constant(null)], maxDepth: 3 })
  fc.assert(
    fc.property(tree, (value) => {
      const text = canonicalJson(value as CanonicalValue)
      // Minus zero is written as zero.
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      const reversed = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalJson(reversed as CanonicalValue)).toBe(text)
    }),
  )
})
