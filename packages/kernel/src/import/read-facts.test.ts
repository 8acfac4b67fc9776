import { Decimal } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { codeOf, corpus, fileOf, workbook } from '../../test/register.ts'
import { toJson } from '../codec.ts'
import type { FactsRead } from './facts-read.ts'
import { type FactsFile, readFactsFile } from './read-facts.ts'

const [a, b, c] = [codeOf(1), codeOf(2), codeOf(3)]

const read = (text: string, more: Partial<FactsFile> = {}) => readFactsFile(fileOf(text, more))

/** Values of the first good row as JSON. */
const firstOf = (result: FactsRead) =>
  Object.fromEntries([...(result.rows[0]?.facts ?? [])].map(([k, v]) => [k, toJson(v)]))

/** The one problem of a file of one rejected row. */
const onlyProblem = (result: FactsRead) => {
  expect(result.problems).toEqual([])
  expect(result.rows).toEqual([])
  expect(result.rejected).toHaveLength(1)
  expect(result.rejected[0]?.problems).toHaveLength(1)
  return result.rejected[0]?.problems[0]
}

const refusedFor = (result: FactsRead) => {
  expect(result.rows).toEqual([])
  expect(result.rejected).toEqual([])
  expect(result.problems).toHaveLength(1)
  return result.problems[0]
}

describe('a register', () => {
  test('values are read by their declarations', async () => {
    const result = await read(
      `统一社会信用代码,企业名称,登记状态,成立日期,独立法人,职工总数（人）,研发占比(%),年销售收入（万元）,评价入库年度,资质,承诺期
${a},示例企业甲,存续,2020年3月1日,是,"1,280",8.5,3000.5,无,高新、专精特新,2年\n`,
    )
    expect(result.problems).toEqual([])
    expect(result.rejected).toEqual([])
    expect(firstOf(result)).toEqual({
      统一社会信用代码: a,
      企业名称: '示例企业甲',
      登记状态: '存续',
      成立日期: { d: '2020-03-01' },
      独立法人: true,
      职工总数: { n: '1280' },
      研发占比: { n: '0.085' },
      年销售收入: { n: '30005000' },
      评价入库年度: null,
      资质: ['高新', '专精特新'],
      承诺期: { m: 24 },
    })
    expect(result.rows[0]?.subject).toEqual({ kind: 'terms#企业', code: a, name: '示例企业甲' })
    expect(result.rows[0]).toMatchObject({ from: '2026-11-25', to: null, row: 2, sheet: null })
    expect(result.counts).toEqual({ rows: 1, rejected: 0, subjects: 1, facts: 11 })
    expect(result.columns[0]?.columns[7]).toMatchObject({
      letter: 'H',
      unit: '万元',
      role: 'fact',
      facts: ['年销售收入'],
    })
  })

  test('blank is unknown and is not among the facts; full width is no other text', async () => {
    const full = a.replace(/./g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
    const result = await read(`统一社会信用代码,职工总数,登记状态\n${full},１２３,\n`)
    expect(result.rows[0]?.facts.get('职工总数')).toEqual(new Decimal(123))
    expect(result.rows[0]?.subject.code).toBe(a)
    expect(result.rows[0]?.facts.has('登记状态')).toBe(false)
  })

  test('two bad cells and one good row: the row goes, both cells say why', async () => {
    const result = await read(
      `统一社会信用代码,名称,登记状态,职工总数\n${a},甲,存续,12\n${b},乙,在营,12人\n`,
    )
    expect(result.rows.map((row) => row.row)).toEqual([2])
    expect(result.rejected).toHaveLength(1)
    const [state, staff] = result.rejected[0]?.problems ?? []
    expect(state).toMatchObject({ row: 3, column: 'C', header: '登记状态', found: '在营' })
    expect(state?.message.zh).toBe('“在营”不对。')
    expect(state?.remedy.zh).toContain('存续、吊销、注销、迁出')
    expect(staff).toMatchObject({ column: 'D', found: '12人' })
    expect(staff?.message.en).toBe('“12人” has a unit.')
    expect(staff?.remedy.zh).toBe('只写数：12。')
    expect(result.rejected[0]?.written).toEqual([b, '乙', '在营', '12人'])
  })

  test('days of a row', async () => {
    const head = '名称,职工总数,生效日,截止日期（含）'
    const result = await read(`${head}\n甲,1,2024/1/1,2024-12-31\n甲,2,2025.1.1,\n`)
    expect(result.rows.map(({ from, to }) => [from, to])).toEqual([
      ['2024-01-01', '2024-12-31'],
      ['2025-01-01', null],
    ])
    const early = onlyProblem(await read(`${head}\n甲,1,2024-01-02,2024-01-01\n`))
    expect(early).toMatchObject({ column: 'D' })
    expect(early?.message.zh).toContain('2024-01-01 在生效日 2024-01-02 之前')
    expect((await read(`${head}\n甲,1,2024-01-02,2024-01-02\n`)).rows).toHaveLength(1)
    const none = onlyProblem(await read(`${head}\n甲,1,2024-02-30,\n`))
    expect(none?.message.zh).toContain('没有30日')
  })

  test.each([
    ['9.11E+17', '科学记数法'],
    ['911101080000000000', '“911101080000000000”不对'],
    ['#N/A', '出错标记'],
    [`${a.slice(0, 17)}*`, '不对'],
    ['12', '不对'],
  ])('a code %s', async (code, said) => {
    const problem = onlyProblem(await read(`统一社会信用代码,职工总数\n${code},1\n`))
    expect(problem).toMatchObject({ column: 'A', found: code })
    expect(problem?.message.zh).toContain(said)
    expect(problem?.message.zh).not.toContain('当作还不知道')
  })

  test.each([
    ['年销售收入', '3000', '没有单位'],
    ['年销售收入（万元）', '1.2345678', '零头'],
    ['职工总数', '-1', '小于 0'],
    ['职工总数', '#DIV/0!', '出错标记'],
    ['职工总数', '#SPILL!', '出错标记'],
    ['职工总数', '无', '不能是“无”'],
    ['独立法人', '1', '“1”不对'],
    ['成立日期', '45352', '日期序号'],
    ['成立日期', '2024-03-01 08:30', '不对'],
    ['承诺期', '很久', '不对'],
  ])('%s: %s', async (header, text, said) => {
    const problem = onlyProblem(await read(`名称,${header}\n甲,"${text}"\n`))
    expect(problem).toMatchObject({ row: 2, column: 'B', header, found: text })
    expect(problem?.message.zh).toContain(said)
    expect(problem?.remedy.zh).not.toBe('')
    expect(problem?.message.zh).not.toContain('当作还不知道')
  })

  test('whom a row is about', async () => {
    const noOne = onlyProblem(await read(`统一社会信用代码,名称,职工总数\n,,1\n`))
    expect(noOne?.message.zh).toContain('没有写是谁的')
    const byName = await read(`统一社会信用代码,名称,职工总数\n,甲,1\n`)
    expect(byName.rows[0]?.subject).toEqual({ kind: 'terms#企业', name: '甲' })
    const byCode = await read(`统一社会信用代码,职工总数\n${a},1\n`)
    expect(byCode.rows[0]?.subject).toEqual({ kind: 'terms#企业', code: a, name: a })
    expect(byCode.warnings[0]?.message.zh).toContain('没有名称一列')
    const nothing = onlyProblem(await read(`名称,职工总数\n甲,\n`))
    expect(nothing?.message.zh).toContain('没有一项事实')
  })

  test('a kind without credit codes has codes of its own', async () => {
    const team = await read('团队编号,团队名称,团队人数\nT-01,示例团队,4\n', {
      kind: 'terms#团队',
      evidence: '填报',
    })
    expect(team.rows[0]?.subject).toEqual({ kind: 'terms#团队', code: 'T-01', name: '示例团队' })
    expect(firstOf(team)).toEqual({ 团队人数: { n: '4' } })
    expect(team.warnings).toEqual([])
  })

  test('a kind of one policy', async () => {
    const kind = 'demo/three#仪器'
    const result = await read('编号,仪器名称,原值（元）,职工总数\n007,示例显微镜,12.34,1\n', {
      kind,
    })
    expect(result.rows[0]?.subject).toEqual({ kind, code: '007', name: '示例显微镜' })
    expect(firstOf(result)).toEqual({
      'demo/three#仪器名称': '示例显微镜',
      'demo/three#原值': { n: '12.34' },
    })
    expect(result.warnings.map((one) => one.header)).toEqual(['职工总数'])
  })
})

describe('columns', () => {
  test('an unknown one is named with what is near, and left out', async () => {
    const result = await read(`序号,名称,职工总人数,职工总数,备注\n1,甲,3,4,x\n`)
    expect(firstOf(result)).toEqual({ 职工总数: { n: '4' } })
    expect(result.warnings).toHaveLength(1)
    expect(result.warnings[0]).toMatchObject({ row: 1, column: 'C', header: '职工总人数' })
    expect(result.warnings[0]?.remedy.zh).toContain('职工总数')
  })

  test('facts of policies: for each, or by the full name', async () => {
    const both = await read(`名称,研发人员\n甲,3\n`)
    expect(firstOf(both)).toEqual({
      'demo/one#研发人员': { n: '3' },
      'demo/two#研发人员': { n: '3' },
    })
    expect(both.warnings[0]?.message.zh).toContain('几件政策')
    const one = await read(`名称,demo/two#研发人员\n甲,3\n`)
    expect(firstOf(one)).toEqual({ 'demo/two#研发人员': { n: '3' } })
    expect(one.warnings).toEqual([])
    const bad = onlyProblem(await read(`名称,研发人员\n甲,三\n`))
    expect(bad?.found).toBe('三')
  })

  test('of another kind, of a notice, of records: not imported', async () => {
    const result = await read(`名称,职工总数,团队人数,年度名次,享受记录\n甲,1,2,3,4\n`)
    expect(firstOf(result)).toEqual({ 职工总数: { n: '1' } })
    const said = result.warnings.map((one) => one.message.zh)
    expect(said[0]).toContain('不认得“团队人数”')
    expect(said[1]).toContain('由通知产生')
    expect(said[2]).toContain('不认得“享受记录”')
  })

  test('evidence other than the policy asks for is told', async () => {
    const result = await read(`名称,职工总数\n甲,1\n`, { evidence: '填报' })
    expect(result.warnings[0]?.message.zh).toContain('仍以登记为准')
  })

  test.each([
    ['名称,职工总数,职工总数（人）\n甲,1,2\n', 'C', '和 B 列是同一项'],
    ['名称,职工总数（万元）\n甲,1\n', 'B', '单位不会是'],
    ['名称,年销售收入（美元）\n甲,1\n', 'B', '单位不会是'],
    ['名称,职工总数,生效日,生效日期\n甲,1,,\n', 'D', '同一项'],
  ])('%j is refused', async (text, column, said) => {
    const problem = refusedFor(await read(text))
    expect(problem).toMatchObject({ row: 1, column })
    expect(problem?.message.zh).toContain(said)
  })

  test('no header, no key, nothing below', async () => {
    expect(refusedFor(await read('甲,乙\n1,2\n'))?.message.zh).toContain('没有找到表头')
    const noKey = refusedFor(await read('登记状态,职工总数\n存续,2\n'))
    expect(noKey?.message.zh).toContain('没有说明是谁的')
    expect(noKey?.remedy.zh).toContain('统一社会信用代码')
    for (const text of ['', '\n\n', '名称,职工总数\n', '名称,职工总数\n,\n']) {
      expect(refusedFor(await read(text))?.message.zh).toContain('空的')
    }
  })

  test('titles above the header, a blank header above content', async () => {
    const result = await read(`示例名录\n单位：万元\n\n名称,职工总数,\n甲,3,核过\n`)
    expect(result.rows).toHaveLength(0)
    expect(result.rejected[0]?.problems[0]?.message.zh).toContain('比表头宽')
    const inside = await read(`示例名录\n,名称,职工总数\n1,甲,3\n`)
    expect(inside.rows).toHaveLength(1)
    expect(inside.warnings.map((one) => one.message.zh)).toEqual([
      '表头在第 2 行，上面的没有导入。',
      '这一列有内容，没有表头，没有导入。',
    ])
  })
})

describe('rows beside each other', () => {
  const head = '统一社会信用代码,名称,职工总数,生效日\n'
  const said = (result: FactsRead) =>
    result.rejected.map((row) => [row.row, ...row.problems.map((one) => one.message.zh)])

  test('the same twice: the first is kept', async () => {
    const result = await read(`${head}${a},甲,1,\n${a},甲,1,\n`)
    expect(result.rows.map((row) => row.row)).toEqual([2])
    expect(said(result)).toEqual([[3, '与第 2 行完全相同。']])
  })

  test('two that differ: neither is believed', async () => {
    const result = await read(`${head}${a},甲,1,\n${b},乙,1,\n${a},甲,2,\n`)
    expect(result.rows.map((row) => row.row)).toEqual([3])
    expect(said(result).map(([row]) => row)).toEqual([2, 4])
    expect(said(result)[0]?.[1]).toContain('与第 4 行是同一个对象')
    expect(result.rejected[0]?.problems[0]).toMatchObject({ column: 'A', found: a })
  })

  test('different days are a history', async () => {
    const result = await read(`${head}${a},甲,1,2024-01-01\n${a},甲,2,2025-01-01\n`)
    expect(result.counts).toMatchObject({ rows: 2, subjects: 1, rejected: 0 })
  })

  test('one code with two names', async () => {
    const result = await read(`${head}${a},甲,1,2024-01-01\n${a},乙,1,2025-01-01\n${c},丙,1,\n`)
    expect(result.rows.map((row) => row.subject.name)).toEqual(['丙'])
    expect(said(result)[0]?.[1]).toContain('第 3 行的名称是“乙”')
    expect(said(result)[1]?.[1]).toContain('第 2 行的名称是“甲”')
  })

  test('one name with two codes is told, a name without its code is kept out', async () => {
    const result = await read(`${head}${a},甲,1,\n${b},甲,2,\n,甲,3,\n`)
    expect(result.rows.map((row) => row.row)).toEqual([2, 3])
    expect(result.warnings[0]?.message.zh).toContain('同名“甲”')
    expect(said(result)[0]?.[1]).toContain('没有写代码')
  })

  test('across sheets the other sheet is named', async () => {
    const head = ['统一社会信用代码', '名称', '职工总数']
    const bytes = await workbook({
      海淀: [head, [a, '甲', 1]],
      朝阳: [head, [a, '甲', 2]],
    })
    const result = await readFactsFile(fileOf(bytes, { policies: corpus.policies }))
    expect(result.rejected.map((row) => row.sheet)).toEqual(['海淀', '朝阳'])
    expect(result.rejected[0]?.problems[0]).toMatchObject({ sheet: '海淀', row: 2 })
    expect(result.rejected[0]?.problems[0]?.message.zh).toContain('工作表“朝阳”第 2 行')
  })
})
