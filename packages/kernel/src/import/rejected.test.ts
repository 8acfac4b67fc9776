import { describe, expect, test } from 'vitest'
import { codeOf, corpus, fileOf, workbook } from '../../test/register.ts'
import { readFactsFile } from './read-facts.ts'
import { rejectedRowsFile } from './rejected.ts'
import { explanationSheet, templateFile } from './template.ts'

const [a, b] = [codeOf(1), codeOf(2)]
const text = `统一社会信用代码,名称,职工总数,登记状态\n${a},甲,1,存续\n${b},乙,2人,在营\n`
const again = (bytes: Uint8Array, name = '退回.xlsx') => readFactsFile(fileOf(bytes, { name }))

describe('rejected rows as a CSV', () => {
  test('they are mended and read again', async () => {
    const bytes = await rejectedRowsFile(await readFactsFile(fileOf(text)), 'csv')
    const file = Buffer.from(bytes).toString()
    expect(file.startsWith('\ufeff统一社会信用代码,名称,职工总数,登记状态,问题\r\n')).toBe(true)
    expect(file).toContain(`${b},乙,2人,在营,`)
    expect(file).toContain('第3行C列“职工总数”：“2人”带着单位。只写数：2。\n第3行D列')
    const unmended = await again(bytes, '退回.csv')
    expect(unmended.warnings).toEqual([])
    expect(unmended.rejected[0]?.problems).toHaveLength(2)
    const mended = file.replace('2人', '2').replace(',在营', ',存续')
    const result = await readFactsFile(fileOf(mended))
    expect(result.rejected).toEqual([])
    expect(result.rows[0]?.subject).toEqual({ kind: 'terms#企业', code: b, name: '乙' })
  })

  test('codes stay texts, with their zeros', async () => {
    const codes = ['0012', '123456789012345678', '12E5', 'T-1']
    const text = codes.map((code) => `="${code}",x`).join('\n')
    const kind = 'terms#团队'
    const read = await readFactsFile(fileOf(`编号,团队人数\n${text}\n`, { kind }))
    const file = Buffer.from(await rejectedRowsFile(read, 'csv')).toString()
    for (const code of codes.slice(0, 3)) expect(file).toContain(`"=""${code}""",x`)
    const back = await readFactsFile(fileOf(file.replaceAll(',x,', ',1,'), { kind }))
    expect(back.rows.map((row) => row.subject.code)).toEqual(codes)
  })

  test('nothing in it computes', async () => {
    const cells = ['=HYPERLINK(1)', '+1+1', '@SUM(A1)', '-2', '-甲', "'=1"]
    const rows = cells.map((cell) => `甲,${cell}`).join('\n')
    const read = await readFactsFile(fileOf(`名称,登记状态\n${rows}\n`))
    const bytes = await rejectedRowsFile(read, 'csv')
    const firsts = Buffer.from(bytes)
      .toString()
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[1])
    expect(firsts).toEqual(["'=HYPERLINK(1)", "'+1+1", "'@SUM(A1)", '-2', "'-甲", "'=1"])
    const back = await again(bytes, 'a.csv')
    const second = await rejectedRowsFile(back, 'csv')
    expect(Buffer.from(second).toString().split('\r\n')[1]).toContain("甲,'=HYPERLINK(1),")
  })

  test('columns of several sheets stand side by side', async () => {
    const book = await workbook({
      海淀: [
        ['名称', '职工总数'],
        ['甲', 'x'],
      ],
      朝阳: [
        ['登记状态', '名称'],
        ['y', '乙'],
      ],
    })
    const bytes = await rejectedRowsFile(await readFactsFile(fileOf(book)), 'csv', { lang: 'en' })
    const lines = Buffer.from(bytes).toString().split('\r\n')
    expect(lines[0]).toBe('\ufeff名称,职工总数,登记状态,问题')
    expect(lines[1]?.startsWith('甲,x,,')).toBe(true)
    expect(lines[1]).toContain('row 2, column B, 职工总数: “x” does not fit.')
    expect(lines[2]?.startsWith('乙,,y,')).toBe(true)
  })
})

describe('rejected rows as a workbook', () => {
  test('sheets, columns and texts are as they were; mended they are read', async () => {
    const head = ['统一社会信用代码', '名称', '职工总数', '研发占比（%）', '备注']
    const book = await workbook({
      海淀: [
        head,
        [a, '甲', 1, { value: 0.085, format: '0.0%' }],
        [b, '乙<&">\u0001', '两人', 8.5, '_x0041_'],
      ],
      朝阳: [head, [codeOf(3), '丙', '三人']],
    })
    const read = await readFactsFile(fileOf(book))
    expect(read.rows.map((row) => row.subject.name)).toEqual(['甲'])
    const bytes = await rejectedRowsFile(read, 'xlsx')
    expect(Buffer.compare(bytes, await rejectedRowsFile(read, 'xlsx'))).toBe(0)
    const back = await again(bytes)
    expect(back.columns.map((one) => one.sheet)).toEqual(['海淀', '朝阳'])
    expect(back.columns[0]?.columns.map((one) => one.header)).toEqual([...head, '问题'])
    expect(back.warnings).toEqual([])
    const first = back.rejected[0]?.written
    expect(first?.slice(0, 5)).toEqual(read.rejected[0]?.written)
    expect(first?.[5]).toContain('第3行C列“职工总数”：“两人”不对。')
    // A second round has one column of problems, the latest.
    const twice = await again(await rejectedRowsFile(back, 'xlsx'))
    expect(twice.columns[0]?.columns.map((one) => one.header)).toEqual([...head, '问题'])
    expect(twice.rejected[0]?.written[5]).toContain('第2行C列')
  })

  test('a row that shifted stays out until it is mended', async () => {
    const read = await readFactsFile(fileOf('名称,职工总数\n甲,1,280\n'))
    for (const format of ['xlsx', 'csv'] as const) {
      const back = await again(await rejectedRowsFile(read, format), `a.${format}`)
      expect(back.rows).toEqual([])
      expect(back.rejected[0]?.problems[0]?.message.zh).toContain('比表头宽')
    }
  })

  test('nothing rejected is a file without rows', async () => {
    const read = await readFactsFile(fileOf('名称,职工总数\n甲,1\n'))
    expect(Buffer.from(await rejectedRowsFile(read, 'csv')).toString()).toBe('\ufeff问题\r\n')
    expect((await again(await rejectedRowsFile(read, 'xlsx'))).problems[0]?.message.zh).toContain(
      '空的',
    )
  })
})

describe('templates', () => {
  const { facts, policies } = corpus
  const template = { kind: 'terms#企业', facts, policies }

  test('every header is read as what it says', async () => {
    const bytes = await templateFile(template, 'csv')
    const header = Buffer.from(bytes).toString().trimEnd()
    expect(header).toContain('年销售收入（万元）')
    expect(header).toContain('demo/one#研发人员,demo/two#研发人员,生效日,截止日')
    expect(header).not.toContain('年度名次')
    const names = header.slice(1).split(',')
    const row = names.map((name) =>
      name === '统一社会信用代码' ? a : name === '企业名称' ? '甲' : '',
    )
    const result = await readFactsFile(fileOf(`${header}\n${row.join(',')}\n`))
    expect(result.problems).toEqual([])
    const unread = result.columns[0]?.columns.filter((one) => one.role === 'unknown')
    expect(unread).toEqual([])
    expect(result.rows).toHaveLength(1)
  })

  test('the workbook explains, and its second sheet is not taken for data', async () => {
    const bytes = await templateFile(template, 'xlsx')
    const result = await readFactsFile(fileOf(bytes))
    expect(result.problems[0]?.message.zh).toContain('空的')
    expect(result.columns.map((one) => one.sheet)).toEqual(['企业'])
    expect(result.warnings.map((one) => one.sheet)).not.toContain(explanationSheet)
    expect(Buffer.compare(bytes, await templateFile(template, 'xlsx'))).toBe(0)
  })

  test('only the facts that are wanted, and for a kind without credit codes', async () => {
    const some = await templateFile({ ...template, names: ['职工总数', '没有的'] }, 'csv')
    const text = Buffer.from(some).toString()
    expect(text).toBe('\ufeff统一社会信用代码,企业名称,职工总数,生效日,截止日\r\n')
    const team = await templateFile({ ...template, kind: 'terms#团队' }, 'csv')
    expect(Buffer.from(team).toString()).toContain('团队代码,团队名称,团队人数,')
  })
})
