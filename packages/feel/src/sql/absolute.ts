import type { Text } from '@huoshui/values'
import { negateNum } from './bounds.ts'
import { type Cell, cell, type Ends, isNumeric, once, strictly } from './cell.ts'
import { broken } from './compare.ts'
import { absolute, ZERO } from './exact.ts'
import type { Maker } from './maker.ts'
import { chosen, compareNums, exactly, mapped, type Num } from './num.ts'
import { settle } from './settle.ts'
import { FALSE, type Sql, TRUE } from './text.ts'

const NOUGHT = exactly(ZERO)

/** The size of a number or duration without its sign. */
export function abs(m: Maker, c: Cell, what: Text): Cell {
  if (c.kind === 'null') return c
  if (!isNumeric(c.kind)) {
    m.report('F302', { what })
    return broken('number')
  }
  const size = ({ n, d }: { n: Num[0]['n']; d: Num[0]['d'] }) => ({
    n: absolute(n),
    d: d && absolute(d),
  })
  const ends = once(() => sizeEnds(m, { low: c.low(), high: c.high() }))
  const made = cell(c.kind, {
    ...strictly([c]),
    num: mapped(m, c.num, size),
    low: () => (c.kind === 'number' ? ends().low : null),
    high: () => (c.kind === 'number' ? ends().high : null),
    sure: c.kind === 'number' ? c.sure : FALSE,
    pointed: c.pointed,
  })
  return c.pointed ? settle(m, made) : made
}

/** The interval of sizes: from zero, unless the interval lies on one side of it. */
function sizeEnds(m: Maker, { low, high }: Ends): Ends {
  const above: Sql = low ? compareNums(m, '>=', low, NOUGHT) : FALSE
  const below: Sql = high ? compareNums(m, '<=', high, NOUGHT) : FALSE
  const turned = (num: Num | null) => num && negateNum(m, num)
  const least = chosen(m, [
    [above, low ?? []],
    [below, turned(high) ?? []],
    [TRUE, NOUGHT],
  ])
  const [left, right] = [turned(low), high]
  const farther: [Sql, Num][] =
    left && right
      ? [
          [compareNums(m, '>=', left, right), left],
          [compareNums(m, '<', left, right), right],
        ]
      : []
  const most: [Sql, Num][] = [[above, high ?? []], [below, left ?? []], ...farther]
  const some = most.some(([when, num]) => when !== FALSE && num.length > 0)
  return { low: least, high: some ? chosen(m, most) : null }
}
