/** What generated code calls: the interpreter's own functions, and the bridges between lanes. */
import type { Budget } from '../budget.ts'
import { callValue, functionValue } from '../call.ts'
import { filtered, forValues, quantified } from '../iterate.ts'
import { roundMoney } from '../money.ts'
import {
  add,
  and3,
  compare,
  divide,
  isIn,
  multiply,
  negate,
  not3,
  or3,
  power,
  subtract,
} from '../operators.ts'
import type { Report } from '../report.ts'
import { choose, instanceOf, pathOf, rangeOf } from '../select.ts'
import type { Comparison } from '../syntax.ts'
import {
  type FeelDateTime,
  FunctionValue,
  isContext,
  isDecimal,
  isUnknown,
  Unknown,
  type Value,
} from '../value.ts'
import {
  addMonthsTo,
  civil,
  DATE,
  DAYS,
  decimalOf,
  isDayNumber,
  type LaneValue,
  liftFrom,
  lower,
  MONTHS,
} from './lane.ts'

/** A quotient that code did without. A trace divides when it is asked for the value. */
export class Ratio {
  constructor(
    readonly n: number,
    readonly scale: number,
    readonly divisor: number,
  ) {}

  value(): Value {
    return liftRatio(this.n, this.scale, this.divisor)
  }
}

/** How a number that stands between two of a coarser scale is rounded. */
export type LaneRounding =
  | 'floor'
  | 'ceiling'
  | 'up'
  | 'down'
  | 'half-up'
  | 'half-down'
  | 'half-even'

/** n / unit as a whole number; both are safe integers and `unit` is positive. */
export function roundLane(n: number, unit: number, how: LaneRounding): number {
  const rest = n % unit
  const whole = (n - rest) / unit
  if (rest === 0) return whole
  const away = n < 0 ? whole - 1 : whole + 1
  const twice = Math.abs(rest) * 2
  switch (how) {
    case 'floor':
      return n < 0 ? away : whole
    case 'ceiling':
      return n < 0 ? whole : away
    case 'up':
      return away
    case 'down':
      return whole
    case 'half-up':
      return twice >= unit ? away : whole
    case 'half-down':
      return twice > unit ? away : whole
    case 'half-even':
      return twice > unit || (twice === unit && whole % 2 !== 0) ? away : whole
  }
}

function liftNumber(held: LaneValue, scale: number): Value {
  return typeof held === 'number' ? decimalOf(held, scale) : held
}

/** n / (divisor · 10^scale), rounded once, to the 34 digits of the quotient. */
function liftRatio(held: LaneValue, scale: number, divisor: number): Value {
  if (typeof held !== 'number') return held
  return divide(decimalOf(held, scale), decimalOf(divisor, 0))
}

function ratio(held: LaneValue, scale: number, divisor: number): LaneValue | Ratio {
  return typeof held === 'number' ? new Ratio(held, scale, divisor) : held
}

/** An amount in whole 分 as a lane holds it. */
function fen(amount: Value): LaneValue {
  const whole = roundMoney(amount)
  return isDecimal(whole) ? (lower(whole, 2) ?? whole) : whole
}

/** An unknown without bounds, which is what most missing facts are; null for anything else. */
function openNumber(held: LaneValue): Unknown | null {
  return held instanceof Unknown && held.low === null && held.high === null ? held : null
}

/** Another number that nothing is known of but what it waits for: two unknowns are never one. */
function another(open: Unknown): Unknown {
  return new Unknown(open.missing, null, null, open.number)
}

type Operator = (a: Value, b: Value, report: Report) => Value

/**
 * An operator on two numbers of lanes of which one at least is no JavaScript number. `short` says
 * what comes of a number and an unknown without bounds, null to ask the operator.
 */
function held(exact: Operator, short: (n: number, open: Unknown) => Unknown | null) {
  return (a: LaneValue, sa: number, b: LaneValue, sb: number, report: Report): Value => {
    const open =
      typeof b === 'number' ? openNumber(a) : typeof a === 'number' ? openNumber(b) : null
    const found = open && short((typeof a === 'number' ? a : b) as number, open)
    return found ?? exact(liftNumber(a, sa), liftNumber(b, sb), report)
  }
}

function divideHeld(a: LaneValue, sa: number, b: LaneValue, sb: number, report: Report): Value {
  // A divisor that is not known may be zero.
  if (typeof a === 'number') return openNumber(b)?.open() ?? exactQuotient(a, sa, b, sb, report)
  const open = typeof b === 'number' && b !== 0 ? openNumber(a) : null
  return open ? another(open) : exactQuotient(a, sa, b, sb, report)
}

function exactQuotient(a: LaneValue, sa: number, b: LaneValue, sb: number, report: Report): Value {
  return divide(liftNumber(a, sa), liftNumber(b, sb), report)
}

function compareHeld(
  op: Comparison,
  a: LaneValue,
  sa: number,
  b: LaneValue,
  sb: number,
  report: Report,
): Value {
  const open = typeof b === 'number' ? openNumber(a) : typeof a === 'number' ? openNumber(b) : null
  return open?.open() ?? compare(op, liftNumber(a, sa), liftNumber(b, sb), report)
}

/** Whether a value is one of several texts, each a test of its own. */
function isInAny(value: Value, texts: readonly string[], budget?: Budget): Value {
  return texts.reduce<Value>((met, text) => or3(met, isIn(value, text, budget)), false)
}

/** The entry that a filter's item has under a name; undefined when it has none. */
function entryOf(item: Value, name: string): Value | undefined {
  return isContext(item) ? item.get(name) : undefined
}

function twice(report: Report, key: string): void {
  report({ zh: `“${key}”写了两次。`, en: `“${key}” is given twice.` })
}

/** `now` or `today` as a function; null while what day it is has not been given. */
function clock(name: string, now: FeelDateTime | undefined): Value {
  const value = now === undefined ? null : name === 'now' ? now : now.wall.toPlainDate()
  return new FunctionValue(name, [{ names: [], required: 0 }], false, () => value)
}

/** Every function that generated code may name. */
export const RUNTIME = {
  add,
  addHeld: held(add, (_, open) => another(open)),
  addMonthsTo,
  and3,
  callValue,
  choose,
  civil,
  clock,
  compare,
  compareHeld,
  divide,
  divideHeld,
  entryOf,
  fen,
  filtered,
  forValues,
  functionValue,
  instanceOf,
  isDayNumber,
  isIn,
  isInAny,
  isUnknown,
  liftDate: (held: LaneValue): Value => liftFrom(DATE, held),
  liftDays: (held: LaneValue): Value => liftFrom(DAYS, held),
  liftMonths: (held: LaneValue): Value => liftFrom(MONTHS, held),
  liftNumber,
  liftRatio,
  multiply,
  multiplyHeld: held(multiply, (n, open) => (n === 0 ? null : another(open))),
  negate,
  not3,
  or3,
  pathOf,
  power,
  quantified,
  rangeOf,
  ratio,
  roundLane,
  subtract,
  subtractHeld: held(subtract, (_, open) => another(open)),
  twice,
}
