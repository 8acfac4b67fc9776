import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bare, rows, tree } from '../test/support.ts'
import { cells, expressions, TREE_NAMES } from '../test/trees.ts'
import { type Node, parse, print, walk } from './index.ts'

const RUNS = { numRuns: Number(process.env.FEEL_RUNS ?? 2000) }
const names = TREE_NAMES

test('canonical text', () => {
  const table = `
    (a+b)*c => (a + b) * c
    a+(b*c) => a + b * c
    a-(b-c) => a - (b - c)
    (a-b)-c => a - b - c
    -(a+b) => -(a + b)
    (-a)**b => -a ** b
    -(a**b) => -(a ** b)
    a  and(b or c) => a and (b or c)
    （ａ＋１）＞５ => a + 1 > 5
    职工总数≤500 and not(独立法人) => 职工总数 <= 500 and not(独立法人)
    “北京” => "北京"
    5 万元 => 5万元
    a in(1) => a in (1)
    a in [1,2] => a in [1, 2]
    a in (b) => a in b
    a in (<5,>9) => a in (< 5, > 9)
    ]1..2[ => (1..2)
    (<5) => (< 5)
    (if a then b else c) + 1 => (if a then b else c) + 1
    {甲:1,"a(b)":2} => {甲: 1, "a(b)": 2}
    for x in 1 .. 3,y in xs return x*y => for x in 1..3, y in xs return x * y
    f (a , b) => f(a, b)
  `
  for (const [text, expected] of rows(table)) {
    const { tree: found } = parse(text, {
      goal: 'expression',
      mode: 'policy',
      names: ['a', 'b', 'c', 'f', 'xs', '职工总数', '独立法人'],
    })
    expect(print(found), text).toBe(expected)
  }
})

describe('reading what was printed gives the same tree', () => {
  test('of expressions', () => {
    fc.assert(
      fc.property(expressions, (node) => {
        const text = print(node)
        const { tree: again, problems } = parse(text, { goal: 'expression', mode: 'policy', names })
        // Names are random, so some of them are not declared where they stand.
        expect(
          problems.filter((p) => p.code !== 'F101'),
          text,
        ).toEqual([])
        expect(bare(again), text).toEqual(bare(node))
      }),
      RUNS,
    )
  })

  test('of cells', () => {
    fc.assert(
      fc.property(cells, (node) => {
        const text = print(node)
        const { tree: again, problems } = parse(text, {
          goal: 'unary-tests',
          mode: 'policy',
          names,
        })
        expect(
          problems.filter((p) => p.code !== 'F101'),
          text,
        ).toEqual([])
        expect(bare(again), text).toEqual(bare(node))
      }),
      RUNS,
    )
  })
})

describe('places', () => {
  test('mark the text of every node', () => {
    fc.assert(
      fc.property(expressions, (node) => {
        const text = print(node)
        const { tree: read } = parse(text, { goal: 'expression', mode: 'policy', names })
        walk(read, (part) => {
          if (part.kind === 'unary-compare') return
          const slice = text.slice(part.at.from, part.at.to)
          const { tree: alone } = parse(slice, { goal: 'expression', mode: 'policy', names: ALL })
          expect(bare(alone), slice).toEqual(bare(part))
        })
      }),
      { numRuns: Math.ceil(RUNS.numRuns / 4) },
    )
  })

  test('and trees stay the same when signs are made full-width', () => {
    fc.assert(
      fc.property(expressions, fc.infiniteStream(fc.boolean()), (node, coins) => {
        const text = print(node)
        const wide = widen(text, coins)
        const options = { goal: 'expression', mode: 'policy', names } as const
        const [plain, folded] = [parse(text, options), parse(wide, options)]
        expect(folded.tree, wide).toEqual(plain.tree)
        expect(folded.problems.map((p) => [p.code, p.at])).toEqual(
          plain.problems.map((p) => [p.code, p.at]),
        )
      }),
      RUNS,
    )
  })

  test('are right where folding changes lengths', () => {
    const source = 'a≤１ and b≠“＝”'
    const found: [string, string][] = []
    walk(tree(source), (node: Node) => {
      found.push([node.kind, source.slice(node.at.from, node.at.to)])
    })
    expect(found).toEqual([
      ['and', 'a≤１ and b≠“＝”'],
      ['compare', 'a≤１'],
      ['name', 'a'],
      ['number', '１'],
      ['compare', 'b≠“＝”'],
      ['name', 'b'],
      ['string', '“＝”'],
    ])
  })
})

/** All names that can be in scope somewhere, for reading a part on its own. */
const ALL = [
  ...names,
  'v',
  'w',
  '单 价',
  'x',
  'item',
  'partial',
  '甲',
  '乙 丙',
  'k',
  '2 号',
  '比例(%)',
]

/** Some signs, digits and letters made full-width, except in strings. */
function widen(text: string, coins: Iterable<boolean>): string {
  const toss = coins[Symbol.iterator]()
  let quoted = false
  let escaped = false
  return [...text]
    .map((char) => {
      const inside = quoted
      if (char === '"' && !escaped) quoted = !quoted
      escaped = quoted && char === '\\' && !escaped
      const wide = !inside && char !== '"' && /[!-~]/.test(char) && toss.next().value
      return wide ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char
    })
    .join('')
}
