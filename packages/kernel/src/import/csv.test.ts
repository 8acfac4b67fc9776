import { describe, expect, test } from 'vitest'
import { codeOf, fileOf } from '../../test/register.ts'
import { records } from './csv.ts'
import { readFactsFile } from './read-facts.ts'

/** GB18030 of the texts below, made with iconv. */
const gb: Readonly<Record<string, string>> = {
  名称: 'c3fbb3c6',
  职工总数: 'd6b0b9a4d7dccafd',
  示例企业甲: 'cabec0fdc6f3d2b5bcd7',
  // Only GB18030 has this character, in four bytes.
  𬭎: '9933a932',
}
const hex = (text: string) => Buffer.from(text, 'hex')
const gbOf = (name: string) => hex(gb[name] as string)

describe('encodings', () => {
  const text = '名称,职工总数\r\n示例企业甲,12\r\n'

  test('GB18030, rare characters included', async () => {
    const bytes = Buffer.concat([
      ...[gbOf('名称'), Buffer.from(','), gbOf('职工总数'), Buffer.from('\r\n')],
      ...[gbOf('示例企业甲'), gbOf('𬭎'), Buffer.from(',12\r\n')],
    ])
    const result = await readFactsFile(fileOf(bytes, { name: 'a.csv' }))
    expect(result.rows[0]?.subject.name).toBe('示例企业甲𬭎')
  })

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, the other way', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('%s', async (_, bytes) => {
    const result = await readFactsFile(fileOf(bytes, { name: 'a.csv' }))
    expect(result.rows[0]?.subject.name).toBe('示例企业甲')
    expect(result.columns[0]?.columns[0]?.header).toBe('名称')
  })

  test('a character cut by the pieces that are decoded', async () => {
    const rows = Array.from({ length: 6_000 }, (_, i) => `示例企业${'长'.repeat(15)}${i},${i}`)
    const bytes = Buffer.from(`名称,职工总数\n${rows.join('\n')}`)
    const result = await readFactsFile(fileOf(bytes, { name: 'a.csv' }))
    expect(result.rows.map((row) => row.subject.name).join()).not.toContain('\ufffd')
    expect(result.counts.rows).toBe(6_000)
  })

  test('neither, and no text at all', async () => {
    const other = await readFactsFile(fileOf(Buffer.from([0x41, 0xff, 0xff, 0x42])))
    expect(other.problems[0]?.message.zh).toContain('GB18030')
    const binary = await readFactsFile(fileOf(Buffer.from([0x41, 0, 1, 2, 3])))
    expect(binary.problems[0]?.message.zh).toContain('既不是 .xlsx')
  })
})

describe('rows of a CSV', () => {
  const rowsOf = (text: string, delimiter = ',') =>
    [...records(text, delimiter)].map((one) => one.cells)

  test.each([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,b\r\n\r\nc,', [['a', 'b'], [''], ['c', '']]],
    ['"a,""b""\nc",d\n', [['a,"b"\nc', 'd']]],
    ['a"b,c\rd', [['a"b', 'c'], ['d']]],
    ['""', [['']]],
    [',', [['', '']]],
  ])('%j', (text, expected) => {
    expect(rowsOf(text)).toEqual(expected)
  })

  test.each(['\t', ';', '，'])('parted by %j', async (mark) => {
    const text = ['名称,职工总数', '甲,1'].map((line) => line.replaceAll(',', mark)).join('\n')
    expect((await readFactsFile(fileOf(text))).rows).toHaveLength(1)
  })

  test('rows count as a spreadsheet counts them', async () => {
    const result = await readFactsFile(fileOf('名称,职工总数\n"甲\n乙",x\n\n丙,y\n'))
    expect(result.rejected.map((row) => row.row)).toEqual([2, 4])
  })

  test('a mark that is never closed refuses the file, one within rejects its row', async () => {
    const open = await readFactsFile(fileOf('名称,职工总数\n甲,1\n乙,"2\n丙,3\n'))
    expect(open.rows).toEqual([])
    expect(open.problems[0]).toMatchObject({ row: 3 })
    expect(open.problems[0]?.message.zh).toContain('没有成对')
    const within = await readFactsFile(fileOf('名称,职工总数\n甲,"1"2\n乙,2\n'))
    expect(within.rows.map((row) => row.subject.name)).toEqual(['乙'])
    expect(within.rejected[0]?.problems[0]?.message.zh).toContain('引号后面还有字')
  })

  test('a comma too many rejects the row', async () => {
    const result = await readFactsFile(fileOf('名称,职工总数\n甲,1,280\n乙,2\n'))
    expect(result.rows).toHaveLength(1)
    expect(result.rejected[0]?.written).toEqual(['甲', '1', '280'])
    expect(result.rejected[0]?.problems[0]?.remedy.zh).toContain('逗号')
  })

  test('codes kept as texts by a formula or an apostrophe', async () => {
    const [a, b] = [codeOf(1), codeOf(2)]
    const text = `统一社会信用代码,职工总数\n="${a}",1\n'${b},2\n"=""${codeOf(3)}""",3\n`
    const result = await readFactsFile(fileOf(text))
    expect(result.rows.map((row) => row.subject.code)).toEqual([a, b, codeOf(3)])
  })
})
