import { describe, expect, test } from 'vitest'
import { bare, NAMES, rows, tree } from '../test/support.ts'
import { children, evaluate, type Node, parse, print, walk } from './index.ts'

/** A tree as nested brackets: operator first, then operands. */
function sketch(node: Node): string {
  const parts = children(node).map(sketch).join(' ')
  switch (node.kind) {
    case 'number':
      return node.text
    case 'quantity':
      return `${node.text}${node.unit}`
    case 'string':
      return JSON.stringify(node.value)
    case 'boolean':
      return String(node.value)
    case 'name':
      return node.name
    case 'input':
      return '?'
    case 'null':
    case 'broken':
      return node.kind
    case 'at-literal':
      return `@${node.text}`
    case 'arithmetic':
    case 'compare':
    case 'unary-compare':
      return `(${node.op} ${parts})`
    case 'path':
      return `(. ${parts} ${node.name})`
    case 'range': {
      const [open, close] = [node.lowIncluded ? '[' : '(', node.highIncluded ? ']' : ')']
      const [low, high] = [node.low, node.high].map((end) => (end ? sketch(end) : ''))
      return `${open}${low}..${high}${close}`
    }
    case 'call':
      return `(call ${parts}${node.args.map((arg) => (arg.name ? ` :${arg.name}` : '')).join('')})`
    case 'context':
      return `{${node.entries.map((e) => `${e.key}: ${sketch(e.value)}`).join(', ')}}`
    case 'for':
    case 'some':
    case 'every':
      return `(${node.kind} ${node.iterators.map((it) => it.name).join(',')} ${parts})`
    case 'function':
      return `(function ${node.parameters.map((p) => p.name).join(',')} -> ${parts})`
    case 'unary-tests':
      return `(tests${node.not ? ' not' : ''} ${parts})`
    default:
      return `(${node.kind} ${parts})`
  }
}

function check(table: string, options: Parameters<typeof tree>[1] = {}): void {
  for (const [text, expected] of rows(table))
    expect(sketch(tree(text, options)), text).toBe(expected)
}

describe('operators', () => {
  test('bind as the grammar says, always to the left', () => {
    check(`
      a + b * c           => (+ a (* b c))
      a - b - c           => (- (- a b) c)
      a / b / c           => (/ (/ a b) c)
      a ** b ** c         => (** (** a b) c)
      -a ** b             => (** (negate a) b)
      a ** -b             => (** a (negate b))
      - - a               => (negate (negate a))
      a or b and c        => (or a (and b c))
      a and b = c + 1     => (and a (= b (+ c 1)))
      (a or b) and c      => (and (or a b) c)
      a = b = c           => (= (= a b) c)
      a between 1 and 2 and b  => (and (between a 1 2) b)
      a in [1, 2] and b   => (and (in a (list 1 2)) b)
      a in (1, > 2)       => (in a 1 (> 2))
      a in (1..2)         => (in a (1..2))
      a in > 2            => (in a (> 2))
      a in ((< 2))        => (in a (..2))
      a in (b)[1] and c   => (and (in a (filter b 1)) c)
      a in (b + 1) * 2    => (in a (* (+ b 1) 2))
      -a instance of number => (negate (instance-of a))
      a.year + 1          => (+ (. a year) 1)
      a[1][2].b(3)        => (call (. (filter (filter a 1) 2) b) 3)
    `)
  })

  test('ranges open and close in three ways', () => {
    check(`
      [1..2]       => [1..2]
      (1..2)       => (1..2)
      ]1..2[       => (1..2)
      [1..2[       => [1..2)
      [1..a[1]]    => [1..(filter a 1)]
      [1..2.5]     => [1..2.5]
      (< 5)        => (..5)
      (>= 5)       => [5..)
      (= 5)        => [5..5]
      [(1..2)]     => (list (1..2))
      a in ]1..2[ and b => (and (in a (1..2)) b)
    `)
  })
})

describe('forms', () => {
  test('are read with their scopes', () => {
    check(`
      if a then b else c           => (if a b c)
      for x in xs return x + 1     => (for x xs (+ x 1))
      for x in 1..3, y in x..4 return y  => (for x,y 1 3 x 4 y)
      for 大 户 in xs return 大 户   => (for 大 户 xs 大 户)
      some x in xs satisfies x > 1 => (some x xs (> x 1))
      every x in xs satisfies not(x)  => (every x xs (call not x))
      function(x, y: number) x + y => (function x,y -> (+ x y))
      {甲: 1, "乙 丙": 甲 + 1}       => {甲: 1, 乙 丙: (+ 甲 1)}
      {单价: 2}.单价                 => (. {单价: 2} 单价)
      xs[item > 2]                 => (filter xs (> item 2))
      [{层 高: 1}][层 高 = 1]         => (filter (list {层 高: 1}) (= 层 高 1))
      substring(string: "甲", start position: 1) => (call substring "甲" 1 :string :start position)
      @"2024-03-01"                => @2024-03-01
      a instance of list<date and time>  => (instance-of a)
      []                           => (list )
      {}                           => {}
    `)
  })

  test('types are read in full', () => {
    const types = [
      'number',
      'date and time',
      'list<number>',
      'range<date>',
      'context<a: number, b: list<string>>',
      'function<number, string> -> boolean',
      'tModel.inner',
    ]
    for (const type of types) {
      const node = tree(`a instance of ${type}`)
      expect(print(node)).toBe(`a instance of ${type}`)
    }
  })
})

describe('unary tests', () => {
  test('are read as cells', () => {
    check(
      `
      -              => (tests )
      - 5            => (tests (negate 5))
      <= 5%          => (tests (<= 5%))
      "甲", "乙"      => (tests "甲" "乙")
      not("甲", "乙") => (tests not "甲" "乙")
      not(a), b      => (tests (call not a) b)
      not("a)", b)   => (tests not "a)" b)
      [1..5], > 9    => (tests [1..5] (> 9))
      ? > 1 and ? < 5  => (tests (and (> ? 1) (< ? 5)))
      ＞＝ 5万元       => (tests (>= 5万元))
    `,
      { goal: 'unary-tests' },
    )
  })
})

describe('names of policies', () => {
  test('the longest declared name wins, and ends where a keyword begins', () => {
    check(`
      是否高新and成立年限 > 3    => (and 是否高新 (> 成立年限 3))
      是否高新or独立法人        => (or 是否高新 独立法人)
      if是否高新then成立年限else职工总数 => (if 是否高新 成立年限 职工总数)
      年度额度.预留 + 年度额度   => (+ 年度额度.预留 年度额度)
      年度额度 .year           => (. 年度额度 year)
      开放单位.注册地 = "北京"   => (= 开放单位.注册地 "北京")
      研发费用-政府补助         => (- 研发费用 政府补助)
      贷款  余额 > 0           => (> 贷款 余额 0)
      贷款　余额 > 0           => (> 贷款 余额 0)
      贷款[未结清].得分         => (. (filter 贷款 未结清) 得分)
      in库存 in xs             => (in in库存 xs)
      收入(1)                  => (call 收入 1)
      string length("甲")      => (call string length "甲")
      成立年限in(1, 2)          => (in 成立年限 1 2)
      5万元and a               => (and 5万元 a)
    `)
  })

  test('a declared name with a sign in it is that name', () => {
    const names = ['研发费用', '政府补助', '研发费用-政府补助', '甲/乙', "d'or"]
    check(
      `
      研发费用-政府补助      => 研发费用-政府补助
      研发费用 - 政府补助    => (- 研发费用 政府补助)
      甲/乙 + d'or         => (+ 甲/乙 d'or)
    `,
      { names },
    )
  })

  test('a keyword inside a word of letters does not end it', () => {
    const { tree: found, problems } = parse('border > 1', {
      goal: 'expression',
      mode: 'policy',
      names: ['b'],
    })
    expect(sketch(found)).toBe('(> border 1)')
    expect(problems.map((p) => p.code)).toEqual(['F101'])
  })
})

describe('folding', () => {
  test('full-width signs, digits and letters are half-width ones', () => {
    check(`
      （ａ＋１）×２      => (* (+ a 1) 2)
      ａ÷２－１          => (- (/ a 2) 1)
      职工总数≤５００    => (<= 职工总数 500)
      职工总数＞＝５     => (>= 职工总数 5)
      职工总数≠５       => (!= 职工总数 5)
      职工总数！＝５     => (!= 职工总数 5)
      ａ ｉｎ ［１、２，３］ => (in a (list 1 2 3))
      ｛甲：１｝         => {甲: 1}
      ａ＊＊２          => (** a 2)
      成立日期．ｙｅａｒ  => (. 成立日期 year)
      年销售收入＜５０％  => (< 年销售收入 50%)
      注册地＝“北京”     => (= 注册地 "北京")
      a　＋\u00a01      => (+ a 1)
    `)
  })

  test('nothing is folded inside a string or in the standard', () => {
    expect(tree('“（１，２）；”')).toMatchObject({ value: '（１，２）；' })
    expect(tree('"＜＞、"')).toMatchObject({ value: '＜＞、' })
    // In the standard full-width brackets are name characters.
    expect(tree('（1）', { mode: 'standard' })).toMatchObject({ kind: 'name', name: '（1）' })
  })

  test('places are those of the text as given', () => {
    const source = '职工总数 ≤ ５００　and　（ａ＋１）＞ 2'
    const found: string[] = []
    walk(tree(source), (node) => found.push(source.slice(node.at.from, node.at.to)))
    expect(found).toEqual([
      source,
      '职工总数 ≤ ５００',
      '职工总数',
      '５００',
      '（ａ＋１）＞ 2',
      'ａ＋１',
      'ａ',
      '１',
      '2',
    ])
  })
})

describe('literals', () => {
  test('numbers', () => {
    check(`
      .5       => .5
      1e3      => 1e3
      1E-3     => 1E-3
    `)
  })

  test('every unit, the longest first', () => {
    check(`
      5元 => 5元
      5万元 => 5万元
      1.5 亿元 => 1.5亿元
      5% => 5%
      3年 => 3年
      3个月 => 3个月
      3日 => 3日
      5个工作日 => 5个工作日
      2次 => 2次
    `)
  })

  test('escapes in strings', () => {
    expect(tree('"\\"\\\\\\n\\t\\u4e2d\\U01F40E\\d"')).toMatchObject({ value: '"\\\n\t中🐎\\d' })
  })
})

describe('entries', () => {
  const goal = 'entries'

  test('end at a semicolon or before a line that begins with a name', () => {
    check('a: 1; b: 2;; => {a: 1, b: 2}', { goal })
    const text = [
      '// 全文',
      '今日: date("2024-03-01")',
      '职工总数 : 500',
      '合计: a +',
      '  b',
      '上限：if 是否高新',
      '  then 50万元',
      '  else 20万元 /* 其他 */',
      '未知: ?',
      '另 一: min(a,',
      '  b)；丙: 另 一 + 1',
    ].join('\n')
    expect(sketch(tree(text, { goal }))).toBe(
      '{今日: (call date "2024-03-01"), 职工总数: 500, 合计: (+ a b), ' +
        '上限: (if 是否高新 50万元 20万元), 未知: ?, 另 一: (call min a b), 丙: (+ 另 一 1)}',
    )
  })

  test('a name with a blank does not reach over a line break', () => {
    expect(sketch(tree('a: 贷款\n余额: 5', { goal }))).toBe('{a: 贷款, 余额: 5}')
  })

  test('a mistake spoils only its own entry', () => {
    const { tree: found, problems } = parse('a: 1 +\nb: (2\nc: 3 4; d: 5\n6;= 1\ne: 7', {
      goal,
      mode: 'policy',
      names: NAMES,
    })
    expect(problems.map((p) => [p.code, p.at.from])).toEqual([
      ['F002', 7],
      ['F003', 13],
      ['F007', 18],
      ['F007', 26],
      ['F102', 28],
    ])
    expect(sketch(found)).toBe('{a: (+ 1 broken), b: 2, c: 3, d: 5, e: 7}')
  })

  test('no text is no entry', () => {
    expect(sketch(tree(' \n // 空\n', { goal }))).toBe('{}')
  })
})

describe('limits', () => {
  const nested = (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`

  test('a chain of 5,000 operands is read and computed', () => {
    const chains: [string, string][] = [
      [Array(5000).fill('1').join(' + '), '5000'],
      [Array(5000).fill('true').join(' and '), 'true'],
      [Array(5000).fill('false').join(' or '), 'false'],
      [Array(5000).fill('1').join(' * '), '1'],
    ]
    for (const [text, value] of chains) {
      const node = tree(text)
      expect(String(evaluate(node, { lookup: () => undefined }))).toBe(value)
      expect(print(node)).toBe(text)
    }
  })

  test('brackets, signs, suffixes and branches may be nested 500 deep, and no deeper', () => {
    expect(sketch(tree(nested(490)))).toBe('1')
    const deep = [
      nested(600),
      `${'-'.repeat(600)}1`,
      `a${'[1]'.repeat(1200)}`,
      `${'if a then 1 else '.repeat(600)}2`,
      `a instance of ${'list<'.repeat(600)}number${'>'.repeat(600)}`,
    ]
    for (const text of deep) {
      const { tree: found, problems } = parse(text, {
        goal: 'expression',
        mode: 'policy',
        names: NAMES,
      })
      expect(
        problems.map((p) => p.code),
        text.slice(0, 20),
      ).toContain('F008')
      expect(() => evaluate(found, { lookup: () => undefined })).not.toThrow()
    }
  })

  test('never throws, whatever the text', () => {
    for (const text of ['', '((', '[1..', '{a:', 'if', 'for x', '@', '"', '“', 'a[', '/*', '\\']) {
      for (const goal of ['expression', 'unary-tests', 'entries'] as const) {
        for (const mode of ['policy', 'standard'] as const) {
          const { problems } = parse(text, { goal, mode })
          if (!(goal === 'entries' && text === '')) expect(problems.length, text).toBeGreaterThan(0)
        }
      }
    }
  })
})

test('in the standard, names in scope may hold blanks and signs', () => {
  const names = ['first name', 'a-b', 'a', 'b', 'x+y']
  check(
    `
    first name + "x"  => (+ first name "x")
    a-b               => a-b
    a - b             => (- a b)
    x+y * 2           => (* x+y 2)
    unheard           => unheard
  `,
    { mode: 'standard', names },
  )
  expect(bare(tree('1', { mode: 'standard' }))).toEqual({ kind: 'number', text: '1' })
})
