import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { miniText } from '../test/mini.ts'
import { libraryParts, partsOf } from './read-markdown.ts'
import { strictTables } from './read-table.ts'

const tablesOf = (text: string) =>
  libraryParts(text, 0).filter((part) => part.kind === 'block' && part.block.kind === 'table')

/** A table of one column and one row that holds this cell. */
const around = (cell: string) => `| 甲 |\n|---|\n| ${cell} |\n`

/** Reads a document both ways; they must agree, places too. */
function expectSame(text: string, bodyFrom = 0): void {
  expect(partsOf(text, bodyFrom)).toEqual(libraryParts(text, bodyFrom))
}

const joined = (unit: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(unit, { maxLength }).map((parts) => parts.join(''))

const plain = joined(
  fc.constantFrom(
    '甲',
    '乙丙',
    'a',
    ' ',
    '　',
    '\u00a0',
    '：',
    '（',
    '。',
    '5',
    '-',
    ':',
    '=',
    '>',
    '#',
  ),
  5,
)
const code = joined(fc.constantFrom('甲', ' ', 'a', '*', '_', '[', ']', '<', '"', '\\', '&amp;'), 4)
const inTicks = code.map((text) => `\`${text}\``)
const rough = joined(
  fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 4, arbitrary: inTicks },
    fc.constantFrom('`', '``', '\\|', '\\', '`a\\|b`', '`a|b`', '\t', '\0', '\r', '😀', '\ufeff'),
    fc.constantFrom('*a*', '**', '_b_', '[a](b)', '[a]', '![a](b)', '<b>', '<http://a.b>', '~a~'),
    fc.constantFrom('&amp;', '&#35;', 'R&D', 'R&D;', '&a_b;', '!', '<', '&', ';', 'http://a.b'),
  ),
  3,
)
const cell = fc.oneof(
  { weight: 12, arbitrary: plain },
  { weight: 8, arbitrary: inTicks },
  { weight: 2, arbitrary: fc.tuple(plain, inTicks, plain, inTicks).map((all) => all.join('')) },
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: rough },
)
const pad = fc.constantFrom(' ', '', '  ')
const padded = fc.tuple(pad, cell, pad).map((parts) => parts.join(''))
const rowOf = (cells: readonly string[]) => `|${cells.join('|')}|`
const delimiter = fc.constantFrom('---', '-', ':--', '--:', ' :-: ', ' --- ', '-- -', '', '=')
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, fc.constantFrom(...others))

/** Tables, nearly all of them of the strict form and some with something odd about them. */
const table = fc
  .record({ width: fc.integer({ min: 1, max: 3 }), height: fc.integer({ min: 0, max: 3 }) })
  .chain(({ width, height }) => {
    const cells = (arbitrary: fc.Arbitrary<string>) =>
      fc.array(arbitrary, { minLength: width, maxLength: width })
    const usual = cells(fc.constantFrom('---', '-', ' --- ', ':-:'))
    const line = fc.tuple(
      mostly('', ' ', '   ', '    ', '\t', '> ', '- '),
      cells(padded).map(rowOf),
      mostly('', ' ', '  ', '\t', '|', ' |', '甲'),
    )
    return fc.tuple(
      cells(padded).map(rowOf),
      fc.oneof({ weight: 9, arbitrary: usual }, cells(delimiter)).map(rowOf),
      fc.array(
        line.map((parts) => parts.join('')),
        { minLength: height, maxLength: height },
      ),
      mostly('', '\n懒行', '\n# 题', '\n> 引', '\n---', '\n| a', '\n```', '\n- 项'),
    )
  })
  .map(([head, second, rows, after]) => [head, second, ...rows].join('\n') + after)

const other = fc.constantFrom(
  ...[
    '# 题',
    '## 题 `a`',
    '一段\n两行',
    '> 引\n>\n> 1. 项',
    '- 项\n- 项',
    '1. 项',
    '题\n===',
    '题\n---',
  ],
  ...[
    '```feel\n甲: 1\n```',
    '```',
    '~~~',
    '    缩进',
    '***',
    '* 项',
    '<div>',
    '<!--',
    '-->',
    '<script>',
  ],
  ...[
    '[a]: b',
    '[a] 与 [b][a]',
    '- 项\n\n  续',
    '> ```',
    '- ```',
    '| 甲 |',
    '|',
    '\\',
    '**粗**  \n行',
  ],
  ...[
    '> | 甲 |\n> |---|\n> | 乙 |',
    '- | 甲 |\n  |---|\n  | 乙 |',
    '\t|',
    '\ufeff',
    '   ',
    '--',
    '<?',
    '',
  ],
)
const block = fc.oneof({ weight: 3, arbitrary: table }, { weight: 2, arbitrary: other })
const gap = mostly('\n\n', '\n', '\n\n\n', '\n \t\n', '\n\u3000\n', '\r\n\r\n', '\r\r')
const body = fc
  .tuple(fc.array(fc.tuple(block, gap), { maxLength: 6 }), block)
  .map(([before, last]) => before.flat().join('') + last)
const document = fc
  .tuple(body, fc.constantFrom('\n', '', '\n\n'), mostly('\n', '\r\n', '\r'))
  .map(([text, end, line]) => (text + end).replaceAll('\n', line))

describe('tables read apart', () => {
  it('are what the library reads, in any document', () => {
    let apart = 0
    fc.assert(
      fc.property(document, (text) => {
        apart += strictTables(text, 0).length
        expectSame(text)
      }),
      { numRuns: 1500 },
    )
    expect(apart).toBeGreaterThan(1000)
  })

  it('are what the library reads behind front matter, which it is shown as blanks', () => {
    const front = '---\n标识: a\n---\n'
    fc.assert(
      fc.property(document, (text) => {
        const blanks = front.replace(/[^\n]/g, ' ')
        expect(partsOf(front + text, front.length)).toEqual(libraryParts(blanks + text, 0))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['plain text', '甲 乙'],
    ['an empty cell', ''],
    ['code', '`a <= 5 and b in ["c"]`'],
    ['text around code', '自`a`起满`b`日'],
    ['an ampersand', 'R&D'],
    ['full-width blanks', '　甲　'],
    ['a backslash in code', '`matches(a, "\\d+")`'],
    ['half of a pair of brackets closed by full-width ones', '（一）【二】“三”'],
  ])('take %s', (_, text) => {
    expect(strictTables(around(text), 0)).toHaveLength(1)
    expectSame(around(text))
  })

  it.each([
    ['Windows line ends', '| 甲 |\r\n|---|\r\n| 乙 |\r\n'],
    ['blanks behind the last bar', '| 甲 |  \n|---|  \n| 乙 |  \n'],
    ['rows of other widths', '| 甲 |\n|---|\n| 乙 | 丙 |\n||\n'],
    ['no row', '| 甲 |\n|:-:|\n'],
    ['no line end at the end', '| 甲 |\n|---|\n| 乙 |'],
  ])('take a table with %s', (_, text) => {
    expect(strictTables(text, 0)).toHaveLength(1)
    expectSame(text)
  })

  it.each([
    ['an escaped bar', 'a\\|b'],
    ['an escaped bar in code', '`a\\|b`'],
    ['emphasis', '**a**'],
    ['underscores', '_a_'],
    ['a link', '[a](b)'],
    ['HTML', '<b>a</b>'],
    ['a character reference', '&amp;'],
    ['a numeric character reference', '&#35;'],
    ['code of two backticks', '``a``'],
    ['a backtick alone', 'a`b'],
    ['code padded with blanks', '` a `'],
    ['a tab', 'a\tb'],
    ['a character without meaning', 'a\0b'],
  ])('leave %s to the library', (_, text) => {
    expect(strictTables(around(text), 0)).toEqual([])
    expectSame(around(text))
  })

  it.each([
    ['indented', ' | 甲 |\n |---|\n'],
    ['of fewer delimiters', '| 甲 | 乙 |\n|---|\n'],
    ['of a row without its last bar', '| 甲 |\n|---|\n| 乙\n'],
    ['below a paragraph', '一段\n| 甲 |\n|---|\n'],
    ['above a paragraph', '| 甲 |\n|---|\n一段\n'],
    ['of bars alone', '|\n|\n|\n'],
    ['without a delimiter row', '| 甲 |\n| 乙 |\n'],
  ])('leave a table %s to the library', (_, text) => {
    expect(strictTables(text, 0)).toEqual([])
    expectSame(text)
  })

  it.each([
    ['a code block', '```', '```'],
    ['a comment', '<!--', '-->'],
    ['a code block that nothing ends', '~~~', ''],
  ])('stand nowhere in %s', (_, open, close) => {
    const text = `# 题\n\n${around('甲')}\n${open}\n\n${around('乙')}\n${close}\n`
    expect(strictTables(text, 0)).toHaveLength(2)
    expect(tablesOf(text)).toHaveLength(1)
    expectSame(text)
  })

  it('stand between lists, which stay two', () => {
    const text = `- 一\n\n${around('甲')}\n- 二\n\n***\n\n${around('乙')}`
    const kinds = partsOf(text, 0).map((part) => part.kind === 'block' && part.block.kind)
    expect(kinds).toEqual(['list', 'table', 'list', 'table'])
    expectSame(text)
  })

  it('are all the tables of a policy written as the manual says', () => {
    expect(strictTables(miniText, 0)).toHaveLength(tablesOf(miniText).length)
    const manual = readFileSync(new URL('../../../docs/policy-format.md', import.meta.url), 'utf8')
    expectSame(miniText)
    expectSame(manual)
  })
})
