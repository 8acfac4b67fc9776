import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compute, rows, say } from '../test/support.ts'
import { LimitReached } from './budget.ts'
import { compilePattern, isFound, type Match, matchesIn, STEPS_MAX } from './regex.ts'
import { parseRegex } from './regex-syntax.ts'
import { compileSteps, walk } from './regex-walk.ts'
import { silent } from './report.ts'

function found(source: string, text: string, flags = ''): boolean | null {
  const pattern = compilePattern(source, flags, silent)
  return pattern === null ? null : isFound(pattern, text)
}

function all(source: string, text: string, flags = ''): Match[] {
  const pattern = compilePattern(source, flags, silent)
  if (pattern === null) throw new Error(`${source} has no meaning`)
  return [...matchesIn(pattern, text, silent)]
}

// Pattern, flags, text, whether it is found; - stands for nothing, null for no meaning.
const TABLE = `
  [a-z-[aeiou]] - xyz => true
  [a-z-[aeiou]] - aei => false
  [^a-z-[0-9]] - 5 => false
  [^a-z-[0-9]] - # => true
  [a-z-[b-y-[m]]] - m => true
  [A-Z-[OI]] i x => true
  [A-Z-[OI]] i o => false
  [^Q] i q => false
  [a-] - - => true
  [-a] - - => true
  [a-c-e] - a => null
  [0-9-.]* - 1 => null
  [\\d-x] - 1 => null
  [b-a] - a => null
  [] - a => null
  [a - a => null
  a] - a => null
  a{2 - a => null
  a{2,1} - a => null
  {2} - a => null
  a** - a => null
  ^* - a => null
  a{2,3} - aa => true
  a{0} - b => true
  a|b|c - c => true
  (a - a => null
  a) - a => null
  (?=a) - a => null
  (?<n>a) - a => null
  (?:a)+ - a => true
  \\i\\c* - _a.b => true
  ^\\i - 1 => false
  ^\\c+$ - a·1 => true
  ^\\I+$ - 12 => true
  ^\\C$ - + => true
  ^\\w$ - 中 => true
  ^\\w$ - - => false
  ^\\W$ - ， => true
  ^\\d$ - ٣ => true
  ^\\D$ - a => true
  \\p{Lu} - aB => true
  \\P{L} - ab => false
  \\p{Han} - 中 => null
  \\p{IsGreek} - α => true
  \\p{IsGreekandCoptic} - α => true
  \\p{IsCJKUnifiedIdeographs} - 中 => true
  \\p{IsLatin-1Supplement} - é => true
  \\P{IsBasicLatin} - é => true
  [\\p{L}-[\\p{IsBasicLatin}]] - a => false
  [\\p{L}-[\\p{IsBasicLatin}]] - é => true
  \\p{IsNowhere} - a => null
  \\e - e => null
  \\/ - / => true
  ^.$ - 🐎 => true
  ^[🐎]$ - 🐎 => true
  ^[^a]$ - 🐎 => true
  a.c q a.c => true
  a.c q abc => false
  A.C qi a.c => true
  [ q a[b => true
  k i K => true
  ß i ẞ => true
  σ i ς => true
  (a)\\1 - aa => true
  (a)\\1 i aA => true
  (a)|b\\1 - b => true
  (.)\\2 - aa => null
  \\1(a) - aa => null
  (a\\1) - aa => null
  (a)[\\1] - aa => null
  (a)\\11 - aa1 => true
  ^(?:(a)|b)\\1$ - b => true
  ^(a|ab)(c|bcd)\\2$ - abcbc => false
  ^(a|ab)(c|bcd)\\2$ - abcdbcd => true
  ^(a+?)\\1*$ - aaaaa => true
`

describe('patterns of XPath', () => {
  test.each(rows(TABLE))('%s => %s', (left, right) => {
    const [source = '', flags = '', text = ''] = left.split(/ (?=\S)/)
    expect(String(found(source.replaceAll('\\\\', '\\'), text, flags === '-' ? '' : flags))).toBe(
      right,
    )
  })

  test('lines begin and end at line feeds, but none begins where the text ends', () => {
    expect(found('^$', 'abcd\ndefg\n', 'm')).toBe(false)
    expect(found('^$', 'abcd\n\ndefg\n', 'm')).toBe(true)
    expect(found('^defg$', 'abcd\ndefg\n', 'm')).toBe(true)
    expect(found('^b', 'a\nb')).toBe(false)
    expect(found('a$', 'a\n')).toBe(false)
    expect(all('^', 'a\nb\n', 'm').map((match) => match.from)).toEqual([0, 2])
  })

  test('with x blanks mean nothing outside classes', () => {
    expect(found('a b\\ s', 'ab ', 'x')).toBe(true)
    expect(found('a b c', 'abc', 'x')).toBe(true)
    expect(found('a[ ]b', 'a b', 'x')).toBe(true)
    expect(found('\\p{ I s B a s i c L a t i n }+', 'a', 'x')).toBe(true)
    expect(found('\\p{ IsBasicLatin}', 'a')).toBe(null)
  })

  test('the dot takes a line break only with s', () => {
    expect(found('a.b', 'a\nb')).toBe(false)
    expect(found('a.b', 'a\rb')).toBe(false)
    expect(found('a.b', 'a\u2028b')).toBe(true)
    expect(found('a.b', 'a\nb', 's')).toBe(true)
  })

  test('groups hold what they took last', () => {
    expect(all('(a)(b)?', 'ab a').map((match) => match.groups)).toEqual([
      ['ab', 'a', 'b'],
      ['a', 'a', ''],
    ])
    expect(all('(.)\\1', 'xaabb').map(({ from, to }) => [from, to])).toEqual([
      [1, 3],
      [3, 5],
    ])
  })
})

describe('hostile patterns', () => {
  const long = 200_000

  test.each([
    ['(a+)+$', `${'a'.repeat(long)}!`, false],
    ['(a|a)*b', 'a'.repeat(long), false],
    ['(x+x+)+y', 'x'.repeat(long), false],
    ['(?:a|aa)+$', `${'a'.repeat(long)}!`, false],
    ['(.*)(.*)(.*)(.*)(.*)z', 'a'.repeat(long), false],
    ['(a?){50}a{50}', 'a'.repeat(long), true],
  ])('%s ends on long text', (source, text, expected) => {
    expect(found(source, text)).toBe(expected)
  })

  test('a walk takes steps in proportion to the text when the pattern allows it', () => {
    const steps = (length: number) => {
      const program = compileSteps(parseRegex('(a)b*\\1c', '') ?? never())
      let count = 0
      walk(program ?? never(), 'a'.repeat(length), 0, () => count++)
      return count
    }
    expect(steps(2000)).toBeGreaterThan(steps(1000))
    expect(steps(20_000) / steps(10_000)).toBeLessThan(2.1)
  })

  test('a walk that takes too many steps is given up, with a reason', () => {
    expect(() => found('(a*)*\\1b', 'a'.repeat(50_000))).toThrow(LimitReached)
    const short = 'matches("aaaa", "(a*)*\\\\1b")'
    expect(say(compute(short))).toBe('false')
    expect(say(compute(`matches("${'a'.repeat(5000)}", "(a*)*\\\\1b")`))).toBe('null')
    expect(STEPS_MAX).toBeGreaterThan(1e6)
  })

  test('repetitions beyond the automaton are walked, and beyond that have no meaning', () => {
    expect(found('^a{1500}$', 'a'.repeat(1500))).toBe(true)
    expect(found('^a{1500}$', 'a'.repeat(1499))).toBe(false)
    expect(found('((a{100}){100}){100}', 'a')).toBe(null)
    expect(found('('.repeat(5000) + ')'.repeat(5000), 'a')).toBe(null)
  })
})

function never(): never {
  throw new Error('the pattern has no meaning')
}

/** Patterns that mean the same to JavaScript: no empty repetitions, no groups inside them. */
const patterns = fc.letrec<{ any: string; solid: string }>((tie) => {
  const atom = fc.constantFrom(
    'a',
    'b',
    'c',
    '.',
    '[ab]',
    '[^a]',
    '\\d',
    '[a-c]',
    '\\.',
    '中',
    '🐎',
  )
  const count = fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{2,}', '*?', '+?', '??')
  return {
    solid: fc.oneof(
      { depthSize: 'small' },
      atom,
      fc.tuple(tie('solid'), tie('any')).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie('solid'), tie('solid')).map(([a, b]) => `(?:${a}|${b})`),
    ),
    any: fc.oneof(
      { depthSize: 'small' },
      tie('solid'),
      fc.tuple(tie('solid'), count).map(([a, n]) => `(?:${a})${n}`),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(?:${a}|${b})`),
      fc.constantFrom('^', '$', ''),
    ),
  }
}).any
const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', '1', '.', '中', '🐎', '\n', 'A'), { maxLength: 12 })
  .map((chars) => chars.join(''))

test('the automaton and the walk agree with JavaScript where patterns mean the same', () => {
  fc.assert(
    fc.property(patterns, texts, fc.constantFrom('', 'i', 's'), (source, text, flags) => {
      const expected = [...text.matchAll(regexOf(source, flags))].map((match) => [
        match.index,
        match.index + match[0].length,
      ])
      expect(all(source, text, flags).map(({ from, to }) => [from, to])).toEqual(expected)
      const program = compileSteps(parseRegex(source, flags) ?? never()) ?? never()
      const [first] = expected
      const walked = walk(program, text, 0, () => {})
      expect(walked === null ? undefined : [walked[0], walked[1]]).toEqual(first)
    }),
    { numRuns: 1500 },
  )
})

/** The pattern as JavaScript has it, where the dot and digits mean something else. */
function regexOf(source: string, flags: string): RegExp {
  const dotless = source
    .replaceAll('\\.', '\u0000')
    .replaceAll('.', flags === 's' ? '[\\s\\S]' : '[^\\n\\r]')
    .replaceAll('\u0000', '\\.')
    .replaceAll('\\d', '\\p{Nd}')
  return new RegExp(dotless, `${flags === 'i' ? 'i' : ''}gu`)
}
