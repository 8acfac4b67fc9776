import { dayOf, isUnknown, type Type, type Value, Workdays, YearsMonths } from '@huoshui/feel'
import { Decimal } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import type { FirmCorpus } from './firm-columns.ts'
import { readFactTexts, readFirms } from './firm-file.ts'
import type { Evidence, Fact, Formula, Policy } from './policy.ts'

const place = { file: 'x.md', line: 1, column: 1, endLine: 1, endColumn: 1 }

function fact(name: string, type: Type, more: Partial<Fact> = {}): Fact {
  return {
    name,
    kind: '企业',
    owner: 'terms/facts',
    type,
    nullable: false,
    fallback: null,
    floor: null,
    meaning: '',
    evidence: '登记' as Evidence,
    evidenceText: '',
    visibility: '公开',
    place,
    ...more,
  }
}

const zero: Formula = {
  source: '0',
  base: 0,
  place,
  tree: { kind: 'number', text: '0', at: { from: 0, to: 1 } },
}

const shared = [
  fact('统一社会信用代码', { kind: 'string' }),
  fact('企业名称', { kind: 'string' }),
  fact('注册地', { kind: 'string' }),
  fact('登记状态', { kind: 'enum', values: ['存续', '吊销', '注销', '迁出'] }),
  fact('成立日期', { kind: 'date' }),
  fact('独立法人', { kind: 'boolean' }),
  fact('职工总数', { kind: 'number' }, { floor: zero }),
  fact('研发占比', { kind: 'number' }),
  fact('年销售收入', { kind: 'money' }, { floor: zero }),
  fact('净利润', { kind: 'money' }),
  fact('评价入库年度', { kind: 'number', nullable: true }, { nullable: true }),
  fact('资质', { kind: 'list', of: { kind: 'string' } }),
  fact('承诺期', { kind: 'span' }),
]

function policy(slug: string, facts: readonly Fact[], kinds: Policy['kinds'] = []): Policy {
  const meta = { slug, imports: [] } as unknown as Policy['meta']
  const rest = { rules: [], accounts: [], procedures: [] }
  return { meta, facts, kinds, ...rest } as unknown as Policy
}

const own = (slug: string, name: string, type: Type, more: Partial<Fact> = {}) =>
  fact(name, type, { owner: slug, ...more })

const corpus: FirmCorpus = {
  facts: shared,
  policies: [
    policy(
      'a/one',
      [
        ...shared,
        own('a/one', '禁申至', { kind: 'date', nullable: true }, { nullable: true }),
        own('a/one', '申领主体', { kind: 'enum', values: ['企业', '团队'] }),
        own('a/one', '增补产业', { kind: 'string' }, { evidence: '通知' }),
        own('a/one', '余额', { kind: 'money' }, { kind: '贷款' }),
        own('a/one', '已结清', { kind: 'boolean' }, { kind: '贷款' }),
      ],
      [{ name: '贷款', owner: '企业', call: false, matter: false }],
    ),
    policy('b/two', [own('b/two', '禁申至', { kind: 'date', nullable: true }, { nullable: true })]),
  ],
}

const bytes = (text: string) => new TextEncoder().encode(text)
const csv = (...lines: string[]) => readFirms(bytes(lines.join('\n')), 'a.csv', corpus)
const json = (text: string) => readFirms(bytes(text), 'a.json', corpus)
/** One fact in one cell, with what was said about it. */
function cell(header: string, text: string) {
  const quoted = `"${text.replaceAll('"', '""')}"`
  const read = csv(`名称,注册地,${header}`, `甲,北京,${quoted}`)
  const known = new Map([...(read.firms[0]?.known ?? [])].filter(([key]) => key !== '注册地'))
  return { known, said: read.problems.map((one) => one.message.zh).join('|'), read }
}
const only = (known: ReadonlyMap<string, Value>): Value | undefined => [...known.values()][0]

describe('CSV', () => {
  test('reads every type of value', () => {
    const read = csv(
      '名称,日期,统一社会信用代码,注册地,登记状态,成立日期,独立法人,职工总数,年销售收入,评价入库年度,资质,承诺期',
      '示例甲,2024-03-01,91110108000001011J,北京,存续,2021/5/10,是,80,3000万元,无,高新、专精,5个工作日',
    )
    expect(read.problems).toEqual([])
    const firm = read.firms[0]
    expect([firm?.name, firm?.row, firm?.day]).toEqual(['示例甲', 2, '2024-03-01'])
    expect(firm?.known.get('注册地')).toBe('北京')
    expect(firm?.known.get('登记状态')).toBe('存续')
    expect(dayOf(firm?.known.get('成立日期') as Value)).toBe('2021-05-10')
    expect(firm?.known.get('独立法人')).toBe(true)
    expect(firm?.known.get('职工总数')).toEqual(new Decimal(80))
    expect(firm?.known.get('年销售收入')).toEqual(new Decimal(30_000_000))
    expect(firm?.known.get('评价入库年度')).toBeNull()
    expect(firm?.known.get('资质')).toEqual(['高新', '专精'])
    expect(firm?.known.get('承诺期')).toEqual(new Workdays(5))
    expect(firm?.given.get('年销售收入')).toBe('3000万元')
  })

  test.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['full-width commas', '，'],
  ])('separated by %s', (_, mark) => {
    const read = csv(['名称', '注册地', '独立法人'].join(mark), ['甲', '北京', '否'].join(mark))
    expect(read.problems).toEqual([])
    expect(read.firms[0]?.known.get('独立法人')).toBe(false)
  })

  test('CRLF line ends, a byte order mark, blank lines and rows', () => {
    const read = readFirms(
      bytes('\ufeff名称,注册地\r\n\r\n甲,北京\r\n,\r\n乙,上海\r\n'),
      'a.csv',
      corpus,
    )
    expect(read.problems).toEqual([])
    expect(read.firms.map((firm) => [firm.name, firm.row])).toEqual([
      ['甲', 3],
      ['乙', 5],
    ])
  })

  test('GB18030', () => {
    // 名称,注册地 / 甲,北京 in GB18030.
    const gb = [
      0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xd7, 0xa2, 0xb2, 0xe1, 0xb5, 0xd8, 0x0a, 0xbc, 0xd7, 0x2c,
      0xb1, 0xb1, 0xbe, 0xa9,
    ]
    const read = readFirms(new Uint8Array(gb), 'a.csv', corpus)
    expect(read.problems).toEqual([])
    expect(read.firms[0]?.known.get('注册地')).toBe('北京')
  })

  test('UTF-16, as Excel writes Unicode text', () => {
    const text = '\ufeff名称\t注册地\n甲\t北京'
    const wide = new Uint8Array(text.length * 2)
    for (let i = 0; i < text.length; i++) {
      wide[i * 2] = text.charCodeAt(i) & 0xff
      wide[i * 2 + 1] = text.charCodeAt(i) >> 8
    }
    const read = readFirms(wide, 'a.txt', corpus)
    expect(read.firms[0]?.known.get('注册地')).toBe('北京')
  })

  test('blank, ? and 未知 are unknown', () => {
    for (const text of ['', '?', '？', '未知']) {
      expect(cell('独立法人', text)).toMatchObject({ known: new Map(), said: '' })
    }
  })

  test('an unknown column is named once with the nearest name; the others are kept', () => {
    const read = csv('名称,注册地,职工总人数,员工数', '甲,北京,1,1', '乙,上海,2,2')
    expect(read.firms).toHaveLength(2)
    expect(read.problems.map((one) => [one.row, one.column, one.remedy.zh])).toEqual([
      [1, '职工总人数', '是否想写“职工总数”？'],
      [1, '员工数', '是否想写“职工总数”？'],
    ])
  })

  test('a column without a header, and one that stands twice', () => {
    const read = csv('名称,注册地,,注册地', '甲,北京,x,上海')
    expect(read.firms[0]?.known).toEqual(new Map([['注册地', '北京']]))
    expect(read.problems.map((one) => one.message.zh)).toEqual([
      '第 3 列没有表头，没有采用。',
      '“注册地”写了两次，后一次没有采用。',
    ])
  })

  test('a comma inside a cell would shift the row: the row is refused, others kept', () => {
    const read = csv('名称,年销售收入,注册地', '甲,1,000万元,北京', '乙,2万元,北京')
    expect(read.firms.map((firm) => firm.name)).toEqual(['乙'])
    expect(read.problems[0]).toMatchObject({ row: 2, severity: 'error' })
    expect(read.problems[0]?.message.zh).toContain('4 格')
  })

  test('a quotation mark that is never closed', () => {
    const read = csv('名称,注册地', '甲,北京', '乙,"上海', '丙,天津')
    expect(read.firms.map((firm) => firm.name)).toEqual(['甲'])
    expect(read.problems[0]?.message.zh).toContain('引号')
  })

  test('a file whose first row is data', () => {
    const read = csv('甲,北京,80', '乙,上海,90')
    expect(read.firms).toEqual([])
    expect(read.problems).toHaveLength(1)
    expect(read.problems[0]?.message.zh).toContain('第一行应是表头')
  })

  test('a row without a readable fact is dropped with an error', () => {
    const read = csv('名称,独立法人', '甲,大概', '乙,是')
    expect(read.firms.map((firm) => firm.name)).toEqual(['乙'])
    expect(read.problems.at(-1)).toMatchObject({ row: 2, column: null, severity: 'error' })
  })

  test('a firm without a name goes by its code or its row; one code twice is pointed out', () => {
    const read = csv(
      '统一社会信用代码,注册地',
      '91110108000001011J,北京',
      ',上海',
      '91110108000001011J,天津',
    )
    expect(read.firms.map((firm) => firm.name)).toEqual([
      '91110108000001011J',
      '第3行',
      '91110108000001011J',
    ])
    expect(read.problems.at(-1)?.message.zh).toBe('与第 2 行是同一个统一社会信用代码。')
  })

  test('remarks are left alone', () => {
    const read = csv('序号,名称,注册地,备注', '1,甲,北京,随便写')
    expect(read.problems).toEqual([])
    expect([...(read.firms[0]?.known.keys() ?? [])]).toEqual(['注册地'])
  })
})

describe('cells that are wrong make only their fact unknown', () => {
  test.each([
    ['统一社会信用代码', '9111010800000101J', '18位，填写了17位'],
    ['统一社会信用代码', '911101080000010111J', '18位，填写了19位'],
    ['统一社会信用代码', '91110108000001011K', '第18位校验字符应为“J”'],
    ['统一社会信用代码', '9.11E+17', '科学记数法'],
    ['职工总数', '1.2e+5', '科学记数法'],
    ['职工总数', '80人', '带着单位'],
    ['职工总数', '很多', '“很多”不对'],
    ['职工总数', '-1', '小于 0'],
    ['职工总数', '1234567890123456', '超过15位'],
    ['职工总数', '1,23', '“1,23”不对'],
    ['年销售收入', '3000', '没有单位'],
    ['年销售收入', '3000人', '单位“人”不是钱'],
    ['年销售收入', '1.9亿美元', '单位“亿美元”不是钱'],
    ['年销售收入', '-3万元', '小于 0'],
    ['年销售收入', '0.001元', '不到一分钱'],
    ['年销售收入', '若干', '“若干”不对'],
    ['年销售收入', '1,00万元', '“1,00万元”不对'],
    ['年销售收入', '无', '不能是“无”'],
    ['年销售收入', '#DIV/0!', '出错标记'],
    ['注册地', '无', '不能是“无”'],
    ['独立法人', '大概', '“大概”不对'],
    ['独立法人', '1', '“1”不对'],
    ['成立日期', '2023-2-30', '2023年2月没有30日，只有28天'],
    ['成立日期', '2024/02/30', '只有29天'],
    ['成立日期', '2026/13/01', '没有13月'],
    ['成立日期', '20230231', '2023年2月没有31日'],
    ['成立日期', '5/10/2021', '“5/10/2021”不对'],
    ['成立日期', '2021年5月', '“2021年5月”不对'],
    ['成立日期', '44326', '日期序号'],
    ['承诺期', '很快', '“很快”不对'],
    ['登记状态', '在营', '“在营”不对'],
  ])('%s: %s', (name, text, said) => {
    const header = name === '注册地' ? '企业名称' : name
    const read =
      name === '注册地' ? csv('名称,独立法人,注册地', `甲,是,${text}`) : cell(header, text).read
    expect(read.firms).toHaveLength(1)
    expect(read.firms[0]?.known.has(name)).toBe(false)
    expect(read.problems).toHaveLength(1)
    expect(read.problems[0]).toMatchObject({ row: 2, column: name, severity: 'error' })
    expect(read.problems[0]?.message.zh).toContain(said)
  })

  test('remedies name what was meant', () => {
    expect(cell('登记状态', '续存').read.problems[0]?.remedy.zh).toContain('是否想写“存续”')
    expect(cell('年销售收入', '3000万').read.problems[0]?.remedy.zh).toContain('3000万元')
    expect(cell('年销售收入', '3000').read.problems[0]?.remedy.zh).toContain('年销售收入（万元）')
    expect(cell('成立日期', '2021.5.1').read.problems[0]?.remedy.zh).toContain('2021-05-01')
    const excel = cell('统一社会信用代码', '911101080000010000').read.problems[0]
    expect(excel?.remedy.zh).toContain('15位有效数字')
  })

  test('a day that is no day leaves the firm without one', () => {
    const read = csv('名称,日期,注册地', '甲,2023-02-30,北京')
    expect(read.firms[0]?.day).toBeNull()
    expect(read.problems[0]).toMatchObject({ column: '日期', severity: 'error' })
  })
})

describe('cells that are right', () => {
  test.each<[string, string, string | number]>([
    ['年销售收入', '3,000.50元', '3000.5'],
    ['年销售收入', '１．２亿元', '120000000'],
    ['年销售收入', '¥50,000', '50000'],
    ['年销售收入（万元）', '3000', '30000000'],
    ['年销售收入(元)', '3000', '3000'],
    ['年销售收入（亿元）', '0.5', '50000000'],
    ['净利润', '-120万元', '-1200000'],
    ['职工总数（人）', '80', '80'],
    ['职工总数', '1,234', '1234'],
    ['研发占比', '6.5%', '0.065'],
    ['研发占比（%）', '6.5', '0.065'],
    ['评价入库年度', '2023', '2023'],
  ])('%s: %s', (header, text, value) => {
    const { known, said } = cell(header, text)
    expect(said).toBe('')
    expect(String(only(known))).toBe(value)
  })

  test.each([
    ['2021-05-10', '2021-05-10'],
    ['2021/5/10', '2021-05-10'],
    ['2021年5月10日', '2021-05-10'],
    ['20210510', '2021-05-10'],
    ['2021-05-10 00:00:00', '2021-05-10'],
  ])('day %s', (text, day) => {
    expect(dayOf(only(cell('成立日期', text).known) as Value)).toBe(day)
  })

  test('text wrapped against Excel, lower-case codes, spans', () => {
    expect(only(cell('统一社会信用代码', '="91110108000001011j"').known)).toBe('91110108000001011J')
    expect(only(cell('企业名称', "'甲公司").known)).toBe('甲公司')
    expect(only(cell('承诺期', '1年').known)).toEqual(new YearsMonths(12))
    expect(only(cell('独立法人（是/否）', 'TRUE').known)).toBe(true)
  })

  test('an amount with a unit other than its header is believed, with a warning', () => {
    const { known, read } = cell('年销售收入（万元）', '3000元')
    expect(String(only(known))).toBe('3000')
    expect(read.problems[0]?.severity).toBe('warning')
  })

  test('a unit that cannot be', () => {
    const { known, said } = cell('年销售收入（人）', '3000')
    expect(known.size).toBe(0)
    expect(said).toContain('单位不会是“人”')
  })
})

describe("facts of a policy's own", () => {
  test('go by slug#name; a plain name that one policy has is enough', () => {
    expect(cell('申领主体', '企业').known).toEqual(new Map([['a/one#申领主体', '企业']]))
    expect(cell('a/one#申领主体', '团队').known).toEqual(new Map([['a/one#申领主体', '团队']]))
  })

  test('a plain name of several policies is used for each, with a warning', () => {
    const { known, read } = cell('禁申至', '无')
    expect([...known]).toEqual([
      ['a/one#禁申至', null],
      ['b/two#禁申至', null],
    ])
    expect(read.problems.map((one) => one.severity)).toEqual(['warning'])
    expect([...cell('b/two#禁申至', '2025-01-01').known.keys()]).toEqual(['b/two#禁申至'])
  })

  test('a fact set by notice comes with a warning', () => {
    const { known, said } = cell('增补产业', '氢能')
    expect(only(known)).toBe('氢能')
    expect(said).toContain('由通知设定')
  })

  test('records of the firm, in JSON', () => {
    const read = json(
      '{"名称":"甲","事实":{"贷款":[{"余额":"3万元","已结清":false},{"余额":"3"}]}}',
    )
    const loans = read.firms[0]?.known.get('a/one#贷款') as readonly ReadonlyMap<string, Value>[]
    expect(loans[0]?.get('余额')).toEqual(new Decimal(30_000))
    expect(loans[0]?.get('已结清')).toBe(false)
    expect(isUnknown(loans[1]?.get('余额'))).toBe(true)
    expect(read.problems[0]?.column).toBe('贷款.余额')
    expect(cell('贷款', '三笔').said).toContain('一组记录')
  })
})

describe('JSON', () => {
  test('one firm, or an array of them; numbers exactly as written', () => {
    const one =
      '{"名称":"甲","日期":"2024-03-01","事实":{"职工总数":80,"年销售收入（元）":0.10,"独立法人":true}}'
    const read = json(one)
    expect(read.problems).toEqual([])
    expect(read.firms[0]).toMatchObject({ name: '甲', row: 1, day: '2024-03-01' })
    expect(String(read.firms[0]?.known.get('年销售收入'))).toBe('0.1')
    expect(json(`[${one},${one.replace('甲', '乙')}]`).firms.map((firm) => firm.name)).toEqual([
      '甲',
      '乙',
    ])
  })

  test('digits beyond a float are kept', () => {
    const read = json('{"名称":"甲","事实":{"年销售收入（元）":12345678901234567.89}}')
    expect(String(read.firms[0]?.known.get('年销售收入'))).toBe('12345678901234567.89')
  })

  test.each([
    ['{"名称":"甲","事实":{"职工总数":80,}}', 1, 'JSON 读到“}”'],
    ['{\n"名称":"甲"，"事实":{}}', 2, 'JSON 读到“，”'],
    ['{"名称":"甲"', 1, '没有写完'],
    ['{“名称”:"甲"}', 1, 'JSON 读到““”'],
    ['{"名称":"甲\n乙"}', 1, '引号'],
    [`${'['.repeat(50)}`, 1, '16 层'],
    ['{"名称":"甲"} x', 1, 'JSON 读到“x”'],
    ['{"名称":01}', 1, 'JSON 读到“1”'],
  ])('%s', (text, row, said) => {
    const read = json(text)
    expect(read.firms).toEqual([])
    expect(read.problems).toHaveLength(1)
    expect(read.problems[0]?.row).toBe(row)
    expect(read.problems[0]?.message.zh).toContain(said)
  })

  test('a key given twice is named, the first kept', () => {
    const read = json('{"名称":"甲","事实":{"职工总数":80,"职工总数":900}}')
    expect(String(read.firms[0]?.known.get('职工总数'))).toBe('80')
    expect(read.problems[0]?.message.zh).toContain('写了两次')
  })

  test('what is no firm is named, the others kept', () => {
    const read = json('[1, {"名称":"甲","事实":{"注册地":"北京"}}, {"名称":"乙","事实":[]}]')
    expect(read.firms.map((firm) => [firm.name, firm.row])).toEqual([['甲', 2]])
    expect(read.problems.map((one) => one.row)).toEqual([1, 3])
  })

  test.each([
    ['"年销售收入": 3000', '没有单位'],
    ['"职工总数": 1e3', '科学记数法'],
    ['"职工总数": true', '“true”不对'],
    ['"注册地": false', '“false”不对'],
    ['"注册地": null', '不能是“null”'],
    ['"注册地": ["北京"]', '“北京”不对'],
    ['"注册地": {"省": "北京"}', '“{省: 北京}”不对'],
    ['"独立法人": 1', '“1”不对'],
    ['"资质": [true]', '“true”不对'],
    ['"__proto__": 1', '不认得“__proto__”'],
  ])('%s', (entry, said) => {
    const read = json(`{"名称":"甲","事实":{"企业名称":"甲",${entry}}}`)
    expect(read.firms[0]?.known.size).toBe(1)
    expect(read.problems[0]?.message.zh).toContain(said)
  })

  test('null and lists where they belong', () => {
    const read = json('{"名称":"甲","事实":{"评价入库年度":null,"资质":["高新"]}}')
    expect(read.problems).toEqual([])
    expect(read.firms[0]?.known.get('评价入库年度')).toBeNull()
    expect(read.firms[0]?.known.get('资质')).toEqual(['高新'])
  })
})

describe('files that are none', () => {
  const refused = (data: Uint8Array, name: string) => {
    const started = performance.now()
    const read = readFirms(data, name, corpus)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(read.firms).toEqual([])
    expect(read.problems).toHaveLength(1)
    expect(read.problems[0]).toMatchObject({ file: name, severity: 'error' })
    return read.problems[0]?.message.zh
  }
  const noise = (length: number, from: number, to: number) => {
    let seed = 7
    return Uint8Array.from({ length }, () => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return from + (seed % (to - from))
    })
  }

  test('too large', () => {
    expect(refused(noise(10 * 1024 * 1024, 0, 256), 'a.csv')).toContain('10 MB')
  })
  test('binary', () => {
    expect(refused(noise(1_000_000, 0, 256), 'a.csv')).toContain('二进制')
    expect(refused(noise(1_000, 1, 32), 'a.csv')).toContain('二进制')
  })
  test('a workbook', () => {
    expect(refused(Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9), 'a.csv')).toContain('XLSX')
    expect(refused(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 9), 'a.xls')).toContain('XLS')
  })
  test('another encoding', () => {
    expect(refused(Uint8Array.of(0x41, 0xff, 0xff, 0x42), 'a.csv')).toContain('GB18030')
  })
  test('noise of letters', () => {
    expect(refused(noise(4_000_000, 33, 127), 'a.csv')).toContain('表头')
    expect(refused(noise(4_000_000, 33, 127), 'a.json')).toContain('JSON')
  })
  test.each(['', '\n\n', '名称,注册地', '[]'])('no firms: %j', (text) => {
    const name = text.startsWith('[') ? 'a.json' : 'a.csv'
    expect(refused(bytes(text), name)).toContain('没有企业')
  })
  test('too many rows', () => {
    const rows = '\n甲,北京'
    expect(refused(bytes(`名称,注册地${rows.repeat(20_001)}`), 'a.csv')).toContain('20000 行')
    expect(
      readFirms(bytes(`名称,注册地${rows.repeat(20_000)}`), 'a.csv', corpus).firms,
    ).toHaveLength(20_000)
  })
  test('problems without end are counted', () => {
    const read = readFirms(
      bytes(`名称,注册地,独立法人${'\n甲,北京,x'.repeat(600)}`),
      'a.csv',
      corpus,
    )
    expect(read.firms).toHaveLength(600)
    expect(read.problems).toHaveLength(501)
    expect(read.problems.at(-1)?.message.zh).toContain('还有 100 处')
  })
})

test('facts given one by one', () => {
  const read = readFactTexts(
    [
      ['职工总数', '80'],
      ['注册的', '北京'],
    ],
    '--set',
    corpus,
  )
  expect(String(read.known.get('职工总数'))).toBe('80')
  expect(read.problems).toMatchObject([{ file: '--set', column: '注册的' }])
  expect(read.problems[0]?.remedy.zh).toContain('注册地')
})
