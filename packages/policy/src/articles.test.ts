import { describe, expect, it } from 'vitest'
import { both, compileMini, mini, planted } from '../test/mini.ts'
import { headingCitations } from './articles.ts'

describe('headings', () => {
  it.each<[string, unknown[]]>([
    ['第七条 申领条件', [{ article: 7 }]],
    ['第九条、第十条 职责', [{ article: 9 }, { article: 10 }]],
    ['第九条和第十条', [{ article: 9 }, { article: 10 }]],
    ['第九条至第十二条 职责', [9, 10, 11, 12].map((article) => ({ article }))],
    ['第三部分 程序', [{ part: 3 }]],
    ['155号第一条、第二条', [1, 2].map((article) => ({ source: '155号', article }))],
    ['155号第一条至第三条', [1, 2, 3].map((article) => ({ source: '155号', article }))],
    ['总则', []],
    ['第一章 总则', []],
    ['待核', []],
  ])('“%s”', (title, cited) => {
    expect(headingCitations(title, ['155号'])).toEqual(cited)
  })
})

describe('articles', () => {
  it('keep their restatement, and count the 款 and 项 it numbers', () => {
    const third = mini.policy.articles.find((one) => one.citation.article === 3)
    expect(third).toMatchObject({ paragraphs: 2, items: 3, title: '第三条 条件' })
    expect(third?.restatement.split('\n')).toHaveLength(5)
  })

  it('without rules may be listed together', () => {
    const { policy, diagnostics } = compileMini(
      both(
        planted('条: 7', '条: 9'),
        planted('- 第七条：施行日期，见文首。', '- 第七条至第九条：附则。'),
      ),
    )
    expect(diagnostics.filter((one) => one.severity === 'error')).toEqual([])
    expect(policy.unruled.map((one) => one.article)).toEqual([1, 7, 8, 9])
  })
})

describe('解释', () => {
  it('keep their number, status, article and what they touch', () => {
    expect(mini.policy.interpretations).toMatchObject([
      { number: 1, status: '已确认', citation: { article: 4 }, touches: ['补助上限'] },
      { number: 2, status: '待确认', citation: { article: 4 }, touches: ['设备可支持'] },
    ])
    expect(mini.policy.interpretations[0]?.text).not.toContain('`')
  })

  it('in English stand beside the Chinese', () => {
    expect(mini.policy.english?.interpretations[2]).toContain('Eighty points')
    expect(mini.policy.english?.words.职工总数).toBe('headcount')
  })
})
