import { describe, expect, it } from 'vitest'
import { csvRow } from './csv.ts'

describe('a row of CSV', () => {
  it('keeps a code as text, however much like a number or a formula it looks', () => {
    const code = (text: string) => csvRow([{ kind: 'code', text }])
    expect(code('911100001234567890')).toBe('"=""911100001234567890"""\r\n')
    expect(code('甲"乙')).toBe('"=""甲""""乙"""\r\n')
    expect(code('')).toBe('\r\n')
  })

  it('lets no text be a formula, and leaves numbers alone', () => {
    expect(csvRow([{ text: '=1+1' }, { text: '-甲' }, { text: '@a' }])).toBe("'=1+1,'-甲,'@a\r\n")
    expect(csvRow([{ kind: 'number', text: '-5.00' }])).toBe('-5.00\r\n')
  })

  it('quotes what would part or end a cell', () => {
    expect(csvRow([{ text: '甲,乙' }, { text: '"' }, { text: 'a\nb' }])).toBe(
      '"甲,乙","""","a\nb"\r\n',
    )
  })
})
