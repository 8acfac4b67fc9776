import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest } from './index.ts'

test.each<[string, string[], string | null]>([
  ['注册地', ['注册地址', '成立日'], '注册地址'],
  ['年度额渡', ['年度上限', '年度额度'], '年度额度'],
  ['册注地', ['注册地'], '注册地'],
  ['可登记', ['可登记'], '可登记'],
  ['登记', ['申领', '兑付'], null],
  ['职工人数', ['职工总数'], '职工总数'],
  ['职工人数', ['从业总数'], null],
  // Six characters allow two edits, five allow one.
  ['研发费用金额', ['研发投入金额'], '研发投入金额'],
  ['研发费金额', ['研发投入金额'], null],
  ['额', ['金额', '率'], '金额'],
  ['甲', ['乙'], null],
  ['', ['甲'], null],
  ['abcd', ['abce', 'abcf'], 'abce'],
  ['abcdef', ['abcdxy', 'abcdex'], 'abcdex'],
  // One character outside the basic plane is one edit, not two.
  ['𠮷野家', ['吉野家'], '吉野家'],
  ['名', [], null],
])('nearest to %s among %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected)
})

test('a word with two neighbours swapped is found again', () => {
  const words = fc.tuple(
    fc.string({ minLength: 3, maxLength: 12, unit: 'grapheme-ascii' }),
    fc.nat(),
  )
  fc.assert(
    fc.property(words, ([word, seed]) => {
      const i = seed % (word.length - 1)
      const swapped = word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2)
      expect(nearest(swapped, [word])).toBe(word)
    }),
  )
})
