import { nameSet } from '@huoshui/feel'
import type { Diagnostic } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { readDoing } from './doing.ts'
import type { Doing } from './policy.ts'
import { readDocument } from './read.ts'

const names = nameSet(['得分', '收入', '比例', '名单内', '禁至', '有利害关系', '今日'])

function read(cell: string): { doing: Doing[]; diagnostics: Diagnostic[] } {
  const doc = readDocument({ path: 'x.md', text: cell })
  const diagnostics: Diagnostic[] = []
  const report = (one: Diagnostic) => void diagnostics.push(one)
  const piece = { raw: cell, text: cell.replaceAll('`', ''), from: 0, to: cell.length }
  const reading = { doc, names, sources: [], report }
  return { doing: readDoing(reading, { citation: {}, heading: [] }, piece), diagnostics }
}

function say(doing: Doing): string {
  switch (doing.verb) {
    case '填':
    case '公示':
      return `${doing.verb} ${doing.names.join(',')}`
    case '置':
      return `置 ${doing.fact} = ${doing.value.source}`
    case '择优': {
      const ties = doing.ties.map((tie) => (tie === '先申请' ? tie : tie.source))
      return ['择优', doing.order.source, ...ties, ...(doing.shared ? ['并列'] : [])].join(' ')
    }
    case '抽取': {
      const avoiding = doing.avoiding ? ` not ${doing.avoiding.source}` : ''
      return `抽取 ${doing.count.source} of ${doing.pool ?? 'all'}${avoiding}`
    }
    case '派':
      return `派 ${doing.procedure}`
  }
}

describe('the six verbs of 办理', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['填 甲、乙', ['填 甲,乙']],
    ['填 甲，乙', ['填 甲,乙']],
    ['填甲', ['填 甲']],
    ['置 `名单内: true`', ['置 名单内 = true']],
    ['置 `名单内: true; 禁至: 今日 + 3年`', ['置 名单内 = true', '置 禁至 = 今日 + 3年']],
    ['置 `名单内: true` `禁至: 今日`', ['置 名单内 = true', '置 禁至 = 今日']],
    ['公示 单位名称、核定金额', ['公示 单位名称,核定金额']],
    ['择优 `得分`', ['择优 得分']],
    ['择优 `得分`，同分 `收入`，再同分 先申请', ['择优 得分 收入 先申请']],
    ['择优 `得分`,同分 `收入`,再同分 `比例`', ['择优 得分 收入 比例']],
    ['择优 `得分`，同分并列', ['择优 得分 并列']],
    ['择优 `得分`，同分 并列', ['择优 得分 并列']],
    ['抽取 `比例`', ['抽取 比例 of all']],
    ['抽取 3 名 专家', ['抽取 3 of 专家']],
    ['抽取 `比例` 名 专家，回避 `有利害关系`', ['抽取 比例 of 专家 not 有利害关系']],
    ['派 评分', ['派 评分']],
    ['填 甲；置 `名单内: true`；公示 甲', ['填 甲', '置 名单内 = true', '公示 甲']],
    ['填 甲; 派 评分', ['填 甲', '派 评分']],
  ])('“%s”', (cell, said) => {
    const { doing, diagnostics } = read(cell)
    expect(diagnostics).toEqual([])
    expect(doing.map(say)).toEqual(said)
  })

  it.each([
    ['写 甲', '写 甲'],
    ['填', '填'],
    ['置 名单内: true', '置 名单内: true'],
    ['择优 得分', '择优 得分'],
    ['择优 `得分`，平分 `收入`', '择优 `得分`，平分 `收入`'],
    ['择优 `得分`，同分 抽签', '择优 `得分`，同分 抽签'],
    ['抽取 3 名 专家，不要 `有利害关系`', '抽取 3 名 专家，不要 `有利害关系`'],
    ['填 甲；扔 乙', '扔 乙'],
  ])('“%s” has a part that is none, and it is named', (cell, part) => {
    const { diagnostics } = read(cell)
    expect(diagnostics.map((one) => one.code)).toEqual(['P004'])
    expect(diagnostics[0]?.message.zh).toContain(`“${part}”`)
    expect(diagnostics[0]?.place.column).toBe(cell.indexOf(part) + 1)
    for (const verb of ['填', '置', '公示', '择优', '抽取', '派']) {
      expect(diagnostics[0]?.remedy.zh).toContain(verb)
    }
  })
})
