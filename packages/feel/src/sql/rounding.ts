import { type Cell, cell, type Ends, isNumeric, nowhere, once, only, strictly } from './cell.ts'
import { NOTHING } from './exact.ts'
import type { Rounding } from './forms.ts'
import type { Maker } from './maker.ts'
import { chosen, compareNums, type Num, rounded } from './num.ts'
import { settle } from './settle.ts'
import { FALSE, NULL, no, TRUE } from './text.ts'

/** A number brought to `places` after the point, with its bounds. */
export function roundedTo(m: Maker, c: Cell, places: number, how: Rounding): Cell {
  const bound = (end: Num | null) => end && rounded(m, end, places, how)
  const ends = once(() => ({ low: bound(c.low()), high: bound(c.high()) }))
  return settle(
    m,
    cell('number', {
      ...strictly([c]),
      num: rounded(m, c.num, places, how),
      low: () => ends().low,
      high: () => ends().high,
      sure: c.sure,
      pointed: c.pointed,
    }),
  )
}

/**
 * An amount as it is named: half up to whole 分, and so are its bounds when it is sure to be a
 * number. Bounds that meet by that do not make it known. What is no number stays as it is.
 */
export function roundedMoney(m: Maker, c: Cell): Cell {
  if (!isNumeric(c.kind) || c.kind !== 'number') return c
  const round = (num: Num) => rounded(m, num, 2, 'round half up')
  const bound = (end: Num | null): Num | null => {
    if (end === null || c.sure === FALSE) return end
    if (c.sure === TRUE) return round(end)
    const exact = end.map((piece) => (piece.d === null ? piece : { ...piece, n: NOTHING, d: null }))
    return chosen(m, [
      [c.sure, round(end)],
      [TRUE, c.firm ? exact : end],
    ])
  }
  const ends = once(() => ({ low: bound(c.low()), high: bound(c.high()) }))
  const { constant: _, ...rest } = c
  return {
    ...rest,
    // What is not sure to be a number is handed on as it is.
    origin: once(() => (c.sure === TRUE ? nowhere() : only(no(c.sure), c.origin()))),
    num: round(c.num),
    low: () => ends().low,
    high: () => ends().high,
    pointed: mayMeet(m, ends()),
  }
}

/** Whether bounds may be one and the same, which constants mostly show not to be. */
function mayMeet(m: Maker, { low, high }: Ends): boolean {
  const same = low && high ? compareNums(m, '=', low, high) : FALSE
  return same !== FALSE && same !== NULL
}
