import { evaluate } from '@huoshui/feel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileWith, tinyFile } from '../../test/mini.ts'
import type { DecisionTable } from '../policy.ts'
import { tablePoints } from './table-points.ts'

const types = [
  { kind: 'number' },
  { kind: 'boolean' },
  { kind: 'enum', values: ['甲', '乙'] },
] as const

/** A table over a number, a yes or no, and a closed list, with these tests in its rows. */
function tableOf(rows: readonly (readonly string[])[]): DecisionTable {
  const cells = rows.map(
    (tests, i) => `| 行${i} | ${tests.map((one) => `\`${one}\``).join(' | ')} | \`${i}\` |`,
  )
  const body = [
    '| 决策：结论（首个） | `数目` | `在册` | `类别` | 结果 |',
    '|---|---|---|---|---|',
    ...cells,
    '',
    '| 事实：企业 | 类型 |',
    '|---|---|',
    '| 数目 | 数 |',
    '| 在册 | 是非 |',
    '| 类别 | 甲 / 乙 |',
  ]
  const { policy } = compileWith([tinyFile(body.join('\n'))])
  const rule = policy.rules[0]
  if (rule?.form !== 'decision') throw new Error('no decision table')
  return rule
}

const row = fc.tuple(
  fc.constantFrom('-', '> 3', '<= 3', '[1..5]', '3, 4', 'not(7)', '> 3 and < 9'),
  fc.constantFrom('-', 'true', 'false', 'not(true)'),
  fc.constantFrom('-', '"甲"', '"乙"', '"甲", "乙"', 'not("乙")'),
)

describe('the points of a decision table', () => {
  it('meet the rows all of whose tests are true there', () => {
    let met = 0
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const table = tableOf(rows)
        for (const { values, rows: found } of tablePoints(table, types) ?? []) {
          const expected = table.rows.flatMap(({ tests }, r) => {
            const each = tests.map(({ tree }, i) =>
              evaluate(tree, { lookup: () => undefined }, { input: values[i] ?? null }),
            )
            return each.every((one) => one === true) ? [r] : []
          })
          expect(found).toEqual(expected)
          met += found.length
        }
      }),
      { numRuns: 60 },
    )
    expect(met).toBeGreaterThan(500)
  })

  it('are every combination once, the last input changing fastest', () => {
    const points = tablePoints(tableOf([['> 3', 'true', '-']]), types) ?? []
    const told = points.map(({ values }) => values.map(String).join(' '))
    expect(told.slice(0, 5)).toEqual([
      '2 true 甲',
      '2 true 乙',
      '2 false 甲',
      '2 false 乙',
      '3 true 甲',
    ])
    expect(told).toHaveLength(3 * 2 * 2)
    expect(new Set(told).size).toBe(told.length)
  })

  it('are not looked for when a test reads a fact', () => {
    expect(tablePoints(tableOf([['> 数目', '-', '-']]), types)).toBeNull()
  })
})
