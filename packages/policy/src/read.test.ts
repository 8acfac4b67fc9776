import { describe, expect, it } from 'vitest'
import { miniPath, miniText, textAt } from '../test/mini.ts'
import { codeSpans, fold, readDocument, splitPiece } from './read.ts'

const doc = readDocument({ path: miniPath, text: miniText })

describe('reading Markdown', () => {
  it('places every heading, cell, line and block exactly', () => {
    let pieces = 0
    const check = (piece: { raw: string; from: number; to: number }) => {
      pieces++
      expect(miniText.slice(piece.from, piece.to)).toBe(piece.raw)
      expect(textAt(miniText, doc.place(piece.from, piece.to))).toBe(piece.raw)
    }
    for (const section of doc.sections) {
      check(section.title)
      for (const block of section.blocks) {
        if (block.kind === 'table') {
          for (const cell of [...block.header, ...block.rows.flatMap((row) => row.cells)]) {
            if (cell.raw !== '') check(cell)
            for (const code of codeSpans(cell)) check(code)
            for (const part of splitPiece(cell, /[；;]/)) check(part)
          }
        } else if (block.kind === 'list') block.items.forEach(check)
        else if (block.kind === 'quote') check(block.body)
        else check(block.body)
      }
    }
    expect(pieces).toBeGreaterThan(500)
  })

  it('points an empty cell inside its bars', () => {
    const text = '# 题\n\n| 甲 | 乙 |\n|---|---|\n| 一 | |\n'
    const [section] = readDocument({ path: 'x.md', text }).sections
    const table = section?.blocks[0]
    if (table?.kind !== 'table') throw new Error('no table')
    const cell = table.rows[0]?.cells[1]
    expect(cell?.raw).toBe('')
    const line = '| 一 | |'
    expect(cell && cell.from - text.indexOf(line)).toBeGreaterThan(line.indexOf('一'))
    expect(cell && cell.to - text.indexOf(line)).toBeLessThanOrEqual(line.length)
  })

  it('knows the headings above each section', () => {
    expect(doc.title).toBe('示例县设备补助办法')
    expect(doc.sections.map((section) => section.path)).toContainEqual([
      '第三章 程序',
      '第五条 办理',
    ])
    expect(doc.sections[0]?.path).toEqual([])
  })

  it('reads the front matter, and places its keys', () => {
    expect(doc.front.data.标识).toBe('demo/mini')
    expect(textAt(miniText, doc.front.placeOf('条'))).toBe('条: 7')
    expect(textAt(miniText, doc.front.placeOf('措施')).startsWith('措施:\n')).toBe(true)
    expect(doc.front.placeOf('没有').line).toBe(1)
  })

  it('reads numbered lines of a quote with their numbers', () => {
    const third = doc.sections.find((section) => section.title.text === '第三条 条件')
    const quote = third?.blocks.find((block) => block.kind === 'quote')
    if (quote?.kind !== 'quote') throw new Error('no quote')
    expect(quote.lines.map((line) => line.text.slice(0, 3))).toEqual([
      '第1款',
      '1. ',
      '2. ',
      '3. ',
      '第2款',
    ])
  })

  it('is the same with Windows line ends', () => {
    const text = miniText.replaceAll('\n', '\r\n')
    const other = readDocument({ path: miniPath, text })
    expect(other.front.data).toEqual(doc.front.data)
    expect(other.sections.map((section) => section.title.text)).toEqual(
      doc.sections.map((section) => section.title.text),
    )
    for (const section of other.sections) {
      expect(text.slice(section.title.from, section.title.to)).toBe(section.title.raw)
    }
  })

  it('survives a document without front matter, and an empty one', () => {
    for (const text of ['', '# 题\n', '---\n没有结束\n# 题']) {
      const read = readDocument({ path: 'x.md', text })
      expect(read.front.data).toEqual({})
      expect(read.front.error).toBeNull()
    }
  })

  it('says where the front matter breaks', () => {
    const { front } = readDocument({ path: 'x.md', text: '---\n标识: x\n地区: "北\n---\n# 题\n' })
    expect(front.data).toEqual({})
    expect(front.error?.place.line).toBeGreaterThanOrEqual(3)
    expect(front.error?.message).not.toBe('')
  })

  it('folds punctuation and blanks, and nothing else', () => {
    expect(fold('　唯一（Ａ，１）　')).toBe('唯一(A,1)')
    expect(fold('《甲》、乙。')).toBe('《甲》、乙。')
  })
})
