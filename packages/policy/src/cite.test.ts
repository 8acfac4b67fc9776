import { describe, expect, it } from 'vitest'
import {
  anchorOf,
  chineseNumeral,
  formatCitation,
  numeral,
  parseCitation,
  resolveCitation,
  takeCitation,
} from './cite.ts'
import type { Citation } from './policy.ts'

describe('numerals', () => {
  it('come back from Chinese for every number from 1 to 999', () => {
    for (let n = 1; n <= 999; n++) expect([n, numeral(chineseNumeral(n))]).toEqual([n, n])
  })

  it('are all different', () => {
    const all = new Set(Array.from({ length: 999 }, (_, i) => chineseNumeral(i + 1)))
    expect(all.size).toBe(999)
  })

  it.each([
    [1, '一'],
    [10, '十'],
    [15, '十五'],
    [20, '二十'],
    [99, '九十九'],
    [100, '一百'],
    [101, '一百零一'],
    [110, '一百一十'],
    [115, '一百一十五'],
    [999, '九百九十九'],
  ])('%i is written %s', (n, text) => expect(chineseNumeral(n)).toBe(text))

  it.each([
    ['15', 15],
    ['１５', 15],
    ['一百十五', 115],
    ['', null],
    ['百', null],
    ['甲', null],
    ['十十', null],
    ['1十', null],
    ['-1', null],
  ])('“%s” reads as %s', (text, n) => expect(numeral(text)).toBe(n))
})

const sources = ['示例法', '示例法细则', '155号']

describe('citations', () => {
  it.each<[string, Citation]>([
    ['第十五条第2项', { article: 15, item: 2 }],
    ['第15条第二项', { article: 15, item: 2 }],
    ['第十五条第（二）项', { article: 15, item: 2 }],
    ['第十五条（二）', { article: 15, item: 2 }],
    ['第十五条(２)', { article: 15, item: 2 }],
    ['第1款第3项', { paragraph: 1, item: 3 }],
    ['第2项', { item: 2 }],
    ['示例法第九条', { source: '示例法', article: 9 }],
    ['示例法细则第九条', { source: '示例法细则', article: 9 }],
    ['155号第一条第（一）项', { source: '155号', article: 1, item: 1 }],
    ['第三部分', { part: 3 }],
    ['示例法', { source: '示例法' }],
    ['待核', { pending: true }],
  ])('“%s” parses', (text, citation) => {
    expect(parseCitation(text, sources)).toEqual(citation)
  })

  it.each(['', '条', '第条', '第十五条附则', '别的法第一条', '第十五条 第2项之一', '待核吧'])(
    '“%s” is none',
    (text) => expect(parseCitation(text, sources)).toBeNull(),
  )

  it('leaves what follows it', () => {
    expect(takeCitation('第七条 申领条件', sources)).toEqual({
      citation: { article: 7 },
      rest: ' 申领条件',
    })
  })

  it.each<Citation>([
    { article: 15, paragraph: 1, item: 2 },
    { source: '示例法', article: 101 },
    { part: 3, item: 4 },
    { pending: true },
  ])('%o is read back from its own text', (citation) => {
    expect(parseCitation(formatCitation(citation), sources)).toEqual(citation)
  })

  it.each<[string, Citation | null, Citation, Citation]>([
    ['nothing is the base', null, { article: 5 }, { article: 5 }],
    ['an item is of the article', { item: 2 }, { article: 5 }, { article: 5, item: 2 }],
    [
      'an item is of the paragraph it stands in',
      { item: 2 },
      { article: 5, paragraph: 1 },
      { article: 5, paragraph: 1, item: 2 },
    ],
    [
      'another paragraph leaves the first',
      { paragraph: 2 },
      { article: 5, paragraph: 1 },
      { article: 5, paragraph: 2 },
    ],
    ['an article stands alone', { article: 7 }, { article: 5, paragraph: 1 }, { article: 7 }],
    [
      'an article is of the text it stands in',
      { article: 7 },
      { source: '示例法', article: 5 },
      { source: '示例法', article: 7 },
    ],
    [
      'another text is not of this one',
      { source: '示例法', item: 1 },
      { article: 5 },
      { source: '示例法', item: 1 },
    ],
    ['a part keeps its items', { item: 1 }, { part: 3 }, { part: 3, item: 1 }],
    ['what is pending stays pending', { pending: true }, { article: 5 }, { pending: true }],
  ])('relative: %s', (_, citation, base, whole) => {
    expect(resolveCitation(citation, base)).toEqual(whole)
  })

  it('is written for English readers, other texts by their English names', () => {
    expect(formatCitation({ article: 15, paragraph: 1, item: 2 }, 'en')).toBe(
      'Art. 15, para. 1, item 2',
    )
    const named = formatCitation({ source: '示例法', article: 9 }, 'en', { 示例法: 'Sample Act' })
    expect(named).toBe('Sample Act Art. 9')
    expect(formatCitation({ pending: true }, 'en')).not.toMatch(/\p{Script=Han}/u)
  })

  it.each<[Citation, string]>([
    [{ article: 12, item: 1 }, 'a12'],
    [{ source: '155号', article: 1 }, '155号-a1'],
    [{ part: 3 }, 'p3'],
    [{ source: '155号' }, '155号'],
    [{}, 'top'],
  ])('%o has the anchor %s', (citation, anchor) => expect(anchorOf(citation)).toBe(anchor))
})
