import { decimal } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { codeOf, fileOf, rawWorkbook, textRow, workbook } from '../../test/register.ts'
import { toJson } from '../codec.ts'
import type { FactsRead } from './facts-read.ts'
import { shownAs } from './number-format.ts'
import { readFactsFile } from './read-facts.ts'
import { dayOfSerial } from './worksheet.ts'

const a = codeOf(1)
const read = (bytes: Uint8Array) => readFactsFile(fileOf(bytes))

const values = (result: FactsRead, row = 0) =>
  Object.fromEntries([...(result.rows[row]?.facts ?? [])].map(([k, v]) => [k, toJson(v)]))

const problemsOf = (result: FactsRead) =>
  result.rejected.flatMap((row) =>
    row.problems.map((one) => [one.row, one.column, one.found, one.message.zh]),
  )

/** Styles 1 a day, 2 a share, 3 a day of the file's own, 4 minutes. */
const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
<numFmt numFmtId="165" formatCode="mm:ss"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`

describe('cells of a workbook', () => {
  test('days, numbers, yes and no as another program writes them', async () => {
    const bytes = await workbook([
      ['统一社会信用代码', '名称', '成立日期', '独立法人', '职工总数', '年销售收入（万元）'],
      [a, '甲', { value: new Date(Date.UTC(2020, 1, 29)), format: 'yyyy-mm-dd' }, true, 12, 0.1],
      [codeOf(2), '乙', '2020-03-01', '否', '12', '1,234.5'],
    ])
    const result = await read(bytes)
    expect(problemsOf(result)).toEqual([])
    expect(values(result)).toMatchObject({
      成立日期: { d: '2020-02-29' },
      独立法人: true,
      职工总数: { n: '12' },
      年销售收入: { n: '1000' },
    })
    expect(values(result, 1)).toMatchObject({ 独立法人: false, 年销售收入: { n: '12345000' } })
    expect(result.rows[0]).toMatchObject({ sheet: 'Sheet1', row: 2 })
    expect(result.rows[0]?.written).toEqual([a, '甲', '2020-02-29', 'TRUE', '12', '0.1'])
  })

  test('shares, dust of arithmetic, exponents, shared texts, prefixes', async () => {
    const bytes = await rawWorkbook({
      styles,
      texts: `<x:sst xmlns:x="x"><x:si><x:r><x:t>示例</x:t></x:r><x:r><x:t>企业&amp;甲</x:t></x:r><x:rPh><x:t>shili</x:t></x:rPh></x:si></x:sst>`,
      rows: `${textRow(2, ['名称', '研发占比（%）', '年销售收入（元）', '职工总数', '成立日期'])}
<row r="5"><c r="A5" t="s"><v>0</v></c><c r="B5" s="2"><v>8.5000000000000006E-2</v></c>
<c r="C5"><v>1234567.8900000001</v></c><c r="D5"><v>1.2E3</v></c><c r="E5" s="3"><v>43891</v></c></row>`,
    })
    const result = await read(bytes)
    expect(problemsOf(result)).toEqual([])
    expect(values(result)).toEqual({
      研发占比: { n: '0.085' },
      年销售收入: { n: '1234567.89' },
      职工总数: { n: '1200' },
      成立日期: { d: '2020-03-01' },
    })
    expect(result.rows[0]?.subject.name).toBe('示例企业&甲')
    expect(result.rows[0]?.row).toBe(5)
    expect(result.rows[0]?.written[1]).toBe('8.5%')
  })

  test('a code saved as a number has lost its digits; a day is no text, a number no day', async () => {
    const bytes = await rawWorkbook({
      styles,
      rows: `${textRow(1, ['统一社会信用代码', '名称', '行政区划代码', '成立日期', '职工总数'])}
<row r="2"><c r="A2"><v>9.1110108000000001E+17</v></c><c r="B2" t="str"><v>甲</v></c></row>
<row r="3"><c r="B3" t="str"><v>乙</v></c><c r="C3" s="1"><v>43891</v></c></row>
<row r="4"><c r="B4" t="str"><v>丙</v></c><c r="C4"><v>110108</v></c><c r="D4"><v>43891</v></c></row>
<row r="5"><c r="B5" t="str"><v>丁</v></c><c r="C5"><v>110108</v></c></row>
<row r="6"><c r="B6" t="str"><v>戊</v></c><c r="E6" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
<row r="7"><c r="B7" t="str"><v>己</v></c><c r="E7"><f>A1+1</f></c></row>
<row r="8"><c r="B8" t="str"><v>庚</v></c><c r="E8"><f>1+1</f><v>2</v></c></row>`,
    })
    const result = await read(bytes)
    expect(problemsOf(result).map(([row, column, , said]) => [row, column, said])).toEqual([
      [2, 'A', '“911101080000000000”存成了数，超过15位，后面的数字已经丢了。'],
      [3, 'C', '“2020-03-01”存成了日期或是非，这里要文字。'],
      [4, 'D', '“43891”像是 Excel 的日期序号。'],
      [6, 'E', '“#DIV/0!”是 Excel 的出错标记。'],
      [7, 'E', '公式没有存下结果。'],
    ])
    expect(result.rows.map((row) => row.subject.name)).toEqual(['丁', '庚'])
    expect(values(result)).toEqual({ 行政区划代码: '110108' })
  })

  test('days from 1904', async () => {
    const rows = `${textRow(1, ['名称', '成立日期'])}
<row r="2"><c t="str"><v>甲</v></c><c s="1"><v>42429</v></c></row>`
    const old = await read(
      await rawWorkbook({ rows, styles, workbookPr: '<workbookPr date1904="1"/>' }),
    )
    expect(values(old)).toEqual({ 成立日期: { d: '2020-03-01' } })
    const now = await read(await rawWorkbook({ rows, styles, workbookPr: '<workbookPr/>' }))
    expect(values(now)).toEqual({ 成立日期: { d: '2016-02-29' } })
  })

  test.each([
    ['1', false, '1900-01-01'],
    ['59', false, '1900-02-28'],
    ['60', false, null],
    ['61', false, '1900-03-01'],
    ['0', false, null],
    ['0', true, '1904-01-01'],
    ['-1', true, null],
    ['43891.5', false, '2020-03-01 12:00'],
    ['43890.999999', false, '2020-03-01'],
    ['2958465', false, '9999-12-31'],
    ['2958466', false, null],
  ])('day %s, from 1904 %s: %s', (serial, from1904, expected) => {
    expect(dayOfSerial(decimal(serial), from1904)).toBe(expected)
  })

  test.each([
    [0, undefined, 'number'],
    [14, undefined, 'date'],
    [10, undefined, 'percent'],
    [31, undefined, 'date'],
    [46, undefined, 'number'],
    [164, '0.0%', 'percent'],
    [164, '"%"0', 'number'],
    [164, '[$-804]yyyy\\-m\\-d', 'date'],
    [164, '[Red]#,##0.00', 'number'],
    [164, 'h:mm', 'number'],
    [164, 'm"月"', 'date'],
    [164, 'General', 'number'],
    [164, '0"day"', 'number'],
  ] as const)('format %s %s is a %s', (id, code, shown) => {
    expect(shownAs(id, code)).toBe(shown)
  })
})

describe('sheets of a workbook', () => {
  const head = ['名称', '职工总数']

  test('several are read; what has no header and what is empty are told apart', async () => {
    const bytes = await workbook({
      海淀: [head, ['甲', 1]],
      说明: [['怎样填写'], ['每行一家']],
      空: [],
      朝阳: [['示例名录'], head, ['乙', 2]],
    })
    const result = await read(bytes)
    expect(result.rows.map(({ sheet, row }) => [sheet, row])).toEqual([
      ['海淀', 2],
      ['朝阳', 3],
    ])
    expect(result.warnings.map((one) => [one.sheet, one.message.zh])).toEqual([
      ['朝阳', '表头在第 2 行，上面的没有导入。'],
      ['说明', '这张工作表没有认得的表头，没有导入。'],
    ])
  })

  test('a hidden sheet is not imported, and says so', async () => {
    const rows = textRow(1, head) + textRow(2, ['甲', '1'])
    for (const state of ['hidden', 'veryHidden']) {
      const result = await read(await rawWorkbook({ rows, sheetState: `state="${state}"` }))
      expect(result.rows).toEqual([])
      expect(result.problems[0]?.message.zh).toContain('空的')
      expect(result.warnings[0]?.message.zh).toContain('隐藏')
    }
  })

  test('merged titles are fine, merged headers are not', async () => {
    const rows = textRow(1, ['示例名录']) + textRow(2, head) + textRow(3, ['甲', '1'])
    const merge = (ref: string) => `<mergeCells><mergeCell ref="${ref}"/></mergeCells>`
    expect((await read(await rawWorkbook({ rows, after: merge('A1:B1') }))).rows).toHaveLength(1)
    for (const ref of ['B2:C2', 'A2:A3', 'A1:A2']) {
      const result = await read(await rawWorkbook({ rows, after: merge(ref) }))
      expect(result.rows).toEqual([])
      expect(result.problems[0]?.message.zh).toContain('表头有合并的单元格')
    }
  })

  test('merged cells below keep their rows out', async () => {
    const rows = [head, ['甲', '1'], ['乙'], ['丙', '3']]
      .map((one, i) => textRow(i + 1, one))
      .join('')
    const after = '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'
    const result = await read(await rawWorkbook({ rows, after }))
    expect(result.rows.map((row) => row.subject.name)).toEqual(['丙'])
    expect(problemsOf(result).map(([row, column]) => [row, column])).toEqual([
      [2, 'B'],
      [3, 'B'],
    ])
  })

  test('notes beside the table are told and left out', async () => {
    const result = await read(await workbook([head, ['甲', 1, null, '核过'], ['乙', 2]]))
    expect(result.rows).toHaveLength(2)
    expect(result.warnings.filter((one) => one.column === 'D')).toHaveLength(1)
  })
})

describe('workbooks that are refused', () => {
  const rows = textRow(1, ['名称', '职工总数']) + textRow(2, ['甲', '1'])
  const refused = async (bytes: Uint8Array, name = '名录.xlsx') => {
    const result = await readFactsFile(fileOf(bytes, { name }))
    expect(result.rows).toEqual([])
    expect(result.problems).toHaveLength(1)
    expect(result.problems[0]?.remedy.zh).not.toBe('')
    return result.problems[0]?.message.zh
  }

  test('macros, by content and by name', async () => {
    const more = { 'xl/vbaProject.bin': 'x' }
    expect(await refused(await rawWorkbook({ rows, more }))).toContain('宏')
    expect(await refused(await rawWorkbook({ rows }), '名录.XLSM')).toContain('宏')
    expect(await refused(await rawWorkbook({ rows, more: { 'xl/workbook.bin': '' } }))).toContain(
      '宏',
    )
    const printer = { 'xl/printerSettings/printerSettings1.bin': 'x' }
    const fine = await rawWorkbook({ rows, more: printer })
    expect((await read(fine)).rows).toHaveLength(1)
  })

  test('old and locked ones, zips of something else', async () => {
    expect(await refused(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0))).toContain('.xls')
    expect(await refused(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).toContain('损坏')
    const bytes = await rawWorkbook({ rows })
    const locked = Buffer.from(bytes)
    // The flag of the first part in the directory.
    locked[locked.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 8] = 1
    expect(await refused(locked)).toContain('密码')
  })

  test('a document type, XML that ends too early', async () => {
    const bomb = {
      'xl/worksheets/one.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>',
    }
    expect(await refused(await rawWorkbook({ rows, more: bomb }))).toContain('损坏')
    const short = { 'xl/worksheets/one.xml': `<worksheet><sheetData>${rows}` }
    expect(await refused(await rawWorkbook({ rows, more: short }))).toContain('损坏')
  })
})
