import { describe, expect, test } from 'vitest'
import { type Diagnostic, printLine, printPretty } from './index.ts'
import { displayWidth } from './width.ts'

const ROW = '| 登记 | 开放单位 | `可登记` | 自领取起15日内 | 已领取 → 已登记 | 第1项 |'
const SOURCE = ['# 第十五条', '', ROW, '| 领取 | 申领单位 |'].join('\n')

function underlined(part: string, line = 3, row = ROW): Diagnostic {
  const column = row.indexOf(part) + 1
  return {
    code: 'P031',
    severity: 'error',
    place: { file: 'policies/a.md', line, column, endLine: line, endColumn: column + part.length },
    heading: ['第十五条 创新券程序', '流程：创新券', '登记'],
    message: { zh: '“登记”有期限，却没写逾期怎么办。', en: '“登记” has a limit but no lapse.' },
    remedy: { zh: '加一行：', en: 'Add a row:' },
    notes: [],
    fix: '| 作废 | 系统 | | 登记逾期 |',
  }
}

/** The escapes that colour text; `\p{Cc}` stands for the escape character itself. */
const ESCAPE = /\p{Cc}\[\d+m/gu

const plain = { colour: false }

describe('printPretty', () => {
  test('the whole of it', () => {
    const d: Diagnostic = {
      ...underlined('自领取起15日内'),
      notes: [
        {
          text: { zh: '“领取”写在这里', en: '“领取” is here' },
          place: { file: 'policies/a.md', line: 4, column: 3, endLine: 4, endColumn: 5 },
        },
        {
          text: { zh: '另见系统程序', en: 'see also the system' },
          place: { file: 'policies/system.md', line: 9, column: 1, endLine: 9, endColumn: 2 },
        },
      ],
    }
    expect(printPretty(d, SOURCE, 'zh', plain)).toBe(
      [
        'policies/a.md:3  错误 P031',
        '第十五条 创新券程序 › 流程：创新券 › 登记',
        '',
        `  3 │ ${ROW}`,
        '    │                                ──────────────',
        '“登记”有期限，却没写逾期怎么办。',
        '加一行： | 作废 | 系统 | | 登记逾期 |',
        '',
        '提示：“领取”写在这里',
        'policies/a.md:4',
        '  4 │ | 领取 | 申领单位 |',
        '    │   ────',
        '',
        '提示：另见系统程序',
        'policies/system.md:9',
      ].join('\n'),
    )
  })

  test('English, without the source', () => {
    expect(printPretty(underlined('登记'), undefined, 'en', plain)).toBe(
      [
        'policies/a.md:3  error P031',
        '第十五条 创新券程序 › 流程：创新券 › 登记',
        '',
        '“登记” has a limit but no lapse.',
        'Add a row: | 作废 | 系统 | | 登记逾期 |',
      ].join('\n'),
    )
  })

  test('the underline covers exactly the columns of the part, wide or narrow', () => {
    for (const part of ['登记', '`可登记`', '15', '→', '第1项']) {
      const { text, rule } = excerpt(printPretty(underlined(part), SOURCE, 'zh', plain))
      const before = text.slice(0, text.indexOf(part))
      expect(displayWidth(before)).toBe(rule.indexOf('─'))
      expect(displayWidth(part)).toBe(rule.trim().length)
    }
  })

  test('characters outside the basic plane and combining marks are measured', () => {
    const row = '| 𠮷é | 名 |'
    const { rule } = excerpt(printPretty(underlined('名', 1, row), row, 'zh', plain))
    // “| ” 2, 𠮷 2, e with its accent 1, “ | ” 3.
    expect(rule).toBe(`${' '.repeat(8)}──`)
  })

  test('an empty place, one past the end, and one over several lines', () => {
    const base = underlined('登记')
    const rule = (p: Partial<Diagnostic['place']>) =>
      excerpt(printPretty({ ...base, place: { ...base.place, ...p } }, SOURCE, 'zh', plain)).rule
    expect(rule({ line: 1, endLine: 1, column: 3, endColumn: 3 })).toBe('  ─')
    expect(rule({ line: 1, endLine: 1, column: 90, endColumn: 95 })).toBe(`${' '.repeat(10)}─`)
    expect(rule({ line: 1, endLine: 3, column: 3, endColumn: 2 })).toBe(`  ${'─'.repeat(8)}`)
  })

  test('a line that is not there leaves the excerpt out', () => {
    const d = underlined('登记', 99)
    expect(printPretty(d, SOURCE, 'zh', plain)).not.toContain('│')
  })

  test('long rows are cut to the part in question', () => {
    for (const [before, after] of [
      [0, 200],
      [100, 0],
      [100, 100],
      [44, 0],
      [45, 1],
      [46, 46],
      [47, 2],
    ] as const) {
      const row = `${'前'.repeat(before)}目标${'后'.repeat(after)}`
      const { text, rule } = excerpt(printPretty(underlined('目标', 1, row), row, 'zh', plain))
      expect(displayWidth(text)).toBeLessThanOrEqual(96)
      expect(displayWidth(text.slice(0, text.indexOf('目标')))).toBe(rule.indexOf('─'))
      expect(rule.trim()).toBe('────')
      expect(text.startsWith('…')).toBe(!text.startsWith('前') && before > 0)
      expect(text.endsWith('…')).toBe(!text.endsWith('后') && after > 0)
    }
  })

  test('a cut row keeps the full width, and something before the part', () => {
    for (const [before, after] of [
      [93, 0],
      [94, 0],
      [95, 0],
      [94, 3],
      [60, 60],
      [200, 200],
      [0, 95],
      [0, 96],
    ] as const) {
      const row = `${'a'.repeat(before)}X${'b'.repeat(after)}`
      const { text, rule } = excerpt(printPretty(underlined('X', 1, row), row, 'zh', plain))
      expect(text.length).toBeLessThanOrEqual(96)
      expect(text.length).toBeGreaterThanOrEqual(Math.min(95, row.length))
      expect(text.indexOf('X')).toBe(rule.indexOf('─'))
      expect(text.indexOf('X')).toBeGreaterThanOrEqual(Math.min(before, 20))
    }
  })

  test('a part longer than the excerpt is underlined as far as it is shown', () => {
    const part = '长'.repeat(80)
    const { text, rule } = excerpt(printPretty(underlined(part, 1, part), part, 'zh', plain))
    expect(displayWidth(text)).toBeLessThanOrEqual(96)
    expect(rule).toMatch(/^─{90,96}$/)
  })

  test('colour paints the severity and the underline, and nothing else changes', () => {
    for (const [severity, colour] of [
      ['error', '\u001b[31m'],
      ['warning', '\u001b[33m'],
      ['note', '\u001b[36m'],
    ] as const) {
      const d = { ...underlined('登记'), severity }
      const painted = printPretty(d, SOURCE, 'zh', { colour: true })
      expect(painted).toContain(`${colour}────\u001b[0m`)
      const without = painted.replaceAll(ESCAPE, '')
      expect(without).toBe(printPretty(d, SOURCE, 'zh', plain))
    }
  })

  test('text from a policy cannot steer the terminal', () => {
    const row = 'x\u001b[2J\ty 目标'
    const d: Diagnostic = {
      ...underlined('目标', 1, row),
      heading: ['第\u001b一条'],
      message: { zh: '不认识“\u001b[2J”\n再看', en: '' },
    }
    const printed = printPretty(d, row, 'zh', plain)
    expect(printed).not.toContain('\u001b')
    expect(printed).not.toContain('\t')
    expect(printed).toContain('\n再看')
    expect(excerpt(printed).rule.indexOf('─')).toBe(8)
    expect(printLine(d, 'zh')).not.toContain('\u001b')
  })

  test.each<[string, string | undefined, string[]]>([
    ['加一行：', '| 甲 |', ['加一行： | 甲 |']],
    ['加两行：', '| 甲 |\n| 乙 |', ['加两行：', '| 甲 |\n| 乙 |']],
    ['改为 | 甲 | 即可', '| 甲 |', ['改为 | 甲 | 即可']],
    ['改好它。', '| 甲 |', ['改好它。', '| 甲 |']],
    ['改好它。', undefined, ['改好它。']],
    ['', '| 甲 |', ['| 甲 |']],
    ['', undefined, []],
  ])('remedy %j with the row %j', (zh, fix, expected) => {
    const { fix: _, ...rest } = underlined('登记')
    const d: Diagnostic = { ...rest, remedy: { zh, en: '' }, ...(fix === undefined ? {} : { fix }) }
    const printed = printPretty(d, undefined, 'zh', plain)
    expect(printed.split('怎么办。')[1]).toBe(expected.map((line) => `\n${line}`).join(''))
  })
})

test('printLine is one line', () => {
  const d = underlined('登记')
  expect(printLine(d, 'zh')).toBe('policies/a.md:3:3: 错误 P031 “登记”有期限，却没写逾期怎么办。')
  const many = { ...d, severity: 'warning' as const, message: { zh: '', en: 'one\n  two' } }
  expect(printLine(many, 'en')).toBe('policies/a.md:3:3: warning P031 one two')
})

/** The row of an excerpt and its underline, without the gutter. */
function excerpt(printed: string): { text: string; rule: string } {
  const [text = '', rule = ''] = printed
    .split('\n')
    .filter((line) => /^ +\d* *│/.test(line))
    .map((line) => line.slice(line.indexOf('│') + 2))
  return { text, rule }
}
