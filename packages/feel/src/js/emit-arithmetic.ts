import { negate } from '../operators.ts'
import type { Arithmetic } from '../syntax.ts'
import { value, type Writing } from './emit.ts'
import { areNumbers, constantOperand, type Emitter, lifted, type Operand } from './emitter.ts'
import { DATE, DAYS, type Lane, MONTHS, numberLane, SAFE, SCALE_MAX, ten } from './lane.ts'

/**
 * Arithmetic in lanes. Every result is checked against 2^53: below it, sums, differences and
 * products of whole numbers are exact in doubles. Beyond it, or when a side is no JavaScript
 * number, the exact operator takes over.
 */

const FUNCTIONS = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '**': 'power' }

function slow(op: Arithmetic, a: Operand, b: Operand, e: Emitter): string {
  if (op !== '**' && a.lane.kind === 'number' && b.lane.kind === 'number') {
    return `${FUNCTIONS[op]}Held(${a.js},${a.lane.scale},${b.js},${b.lane.scale},report)`
  }
  return `${FUNCTIONS[op]}(${lifted(e, a)},${lifted(e, b)},report)`
}

/** JavaScript for whether expressions lie strictly between -2^53 and 2^53 (NaN doesn't). */
export function inside(...names: readonly string[]): string {
  return names.map((name) => `${name}<${SAFE}&&${name}>-${SAFE}`).join('&&')
}

/**
 * A variable in a lane: what `write` computes where all sides are numbers and everything that it
 * names stays exact, else `otherwise`.
 */
export function guarded(
  e: Emitter,
  lane: Lane,
  sides: readonly Operand[],
  write: (result: string) => readonly string[],
  otherwise: string,
): Operand {
  const result = e.temp()
  const numbers = areNumbers(sides)
  const compute = () => {
    const checked = write(result)
    e.line(`if(!(${inside(...checked)}))${result}=${otherwise};`)
  }
  if (numbers === null) compute()
  else {
    e.branch(`if(${numbers})`, compute)
    e.line(`else ${result}=${otherwise};`)
  }
  return { js: result, lane }
}

export function emitArithmetic(op: Arithmetic, a: Operand, b: Operand, w: Writing): Operand {
  const { e } = w
  const kinds = `${a.lane.kind} ${op} ${b.lane.kind}`
  switch (kinds) {
    case 'number + number':
    case 'number - number':
      return sum(op as '+' | '-', a, b, e)
    case 'number * number':
      return product(a, b, e)
    case 'number / number':
      return quotient(a, b, e)
    case 'date + months':
    case 'date - months':
      return movedByMonths(op as '+' | '-', a, b, e)
    case 'months + date':
      return movedByMonths('+', b, a, e)
    case 'date + days':
    case 'date - days':
      return movedByDays(op as '+' | '-', a, b, e)
    case 'days + date':
      return movedByDays('+', b, a, e)
    case 'date - date':
      return between(a, b, e)
    default:
      return value(e.hold(slow(op, a, b, e)))
  }
}

/** The scale of a number's lane; 0 in other lanes. */
export function scaleOf(o: Operand): number {
  return o.lane.kind === 'number' ? o.lane.scale : 0
}

/** JavaScript for a number of a lane at a larger scale. */
export function scaled(o: Operand, scale: number): string {
  const by = scale - scaleOf(o)
  if (by === 0) return o.js
  const n = o.constant?.n
  return n === undefined ? `${o.js}*${ten(by)}` : `(${n * ten(by)})`
}

function sum(op: '+' | '-', a: Operand, b: Operand, e: Emitter): Operand {
  const scale = Math.max(scaleOf(a), scaleOf(b))
  const write = (result: string) => {
    // A side that was scaled up may itself have left the exact numbers.
    const parts = [a, b].map((o) => {
      const js = scaled(o, scale)
      return js === o.js || o.constant ? { js, check: false } : { js: e.hold(js), check: true }
    })
    const [x, y] = parts as [(typeof parts)[0], (typeof parts)[0]]
    e.line(`${result}=${x.js}${op}${y.js};`)
    return [result, ...parts.filter((part) => part.check).map((part) => part.js)]
  }
  const large = [a, b].some((o) => o.constant && !fitsScaled(o, scale))
  if (large) return value(e.hold(slow(op, a, b, e)))
  return guarded(e, numberLane(scale), [a, b], write, slow(op, a, b, e))
}

function fitsScaled(o: Operand, scale: number): boolean {
  return Number.isSafeInteger((o.constant?.n ?? 0) * ten(scale - scaleOf(o)))
}

function product(a: Operand, b: Operand, e: Emitter): Operand {
  const scale = scaleOf(a) + scaleOf(b)
  if (scale > SCALE_MAX) return value(e.hold(slow('*', a, b, e)))
  const write = (result: string) => {
    e.line(`${result}=${a.js}*${b.js};`)
    return [result]
  }
  return guarded(e, numberLane(scale), [a, b], write, slow('*', a, b, e))
}

/**
 * A quotient by a constant whose reciprocal is a finite decimal is a product. Any other is left
 * undivided: comparing, choosing and rounding need no more, and are exact without the 34 digits.
 */
function quotient(a: Operand, b: Operand, e: Emitter): Operand {
  const inverse = reciprocal(b)
  if (inverse !== null && scaleOf(a) + inverse.scale <= SCALE_MAX) {
    const write = (result: string) => {
      e.line(`${result}=${a.js}*${inverse.n};`)
      return [result]
    }
    const lane = numberLane(scaleOf(a) + inverse.scale)
    return guarded(e, lane, [a], write, slow('/', a, b, e))
  }
  const up = Math.max(0, scaleOf(b) - scaleOf(a))
  const divisor = e.temp()
  const write = (result: string) => {
    // NaN for a divisor of zero, so that the check fails.
    e.line(`${divisor}=Math.abs(${b.js});`)
    const n = `${a.js}*${ten(up)}`
    e.line(`${result}=${b.js}===0?NaN:${b.js}<0?0-${n}:${n};`)
    return [result]
  }
  const { js } = guarded(e, numberLane(0), [a, b], write, slow('/', a, b, e))
  return { js, lane: { kind: 'ratio', scale: scaleOf(a) + up - scaleOf(b) }, divisor }
}

/** 1 / constant as a whole number and a scale; null when it is no short finite decimal. */
function reciprocal(o: Operand): { readonly n: number; readonly scale: number } | null {
  const n = o.constant?.n
  if (n === undefined || n === 0) return null
  const own = scaleOf(o)
  for (let k = 0; k <= SCALE_MAX; k++) {
    const scale = k - own
    if (ten(k) % n === 0 && scale >= 0) return { n: ten(k) / n, scale }
  }
  return null
}

function movedByMonths(op: '+' | '-', date: Operand, span: Operand, e: Emitter): Operand {
  const sign = op === '-' ? '-' : ''
  return moved(op, date, span, (d, s) => `addMonthsTo(${d},${sign}${s})`, e)
}

function movedByDays(op: '+' | '-', date: Operand, span: Operand, e: Emitter): Operand {
  // What is less than a day is dropped downwards, so a subtracted span is negated first.
  const days = (s: string) => `Math.floor(${op === '-' ? '-' : ''}${s}/86400)`
  return moved(op, date, span, (d, s) => `${d}+${days(s)}`, e)
}

/** A date moved by a span, while both are small and the result keeps four digits in its year. */
function moved(
  op: '+' | '-',
  date: Operand,
  span: Operand,
  quick: (date: string, span: string) => string,
  e: Emitter,
): Operand {
  const result = e.temp()
  const test = [areNumbers([date, span]), `Math.abs(${span.js})<1e12`].filter(Boolean).join('&&')
  e.line(`${result}=${test}?${quick(date.js, span.js)}:NaN;`)
  e.line(`if(!isDayNumber(${result}))${result}=${slow(op, date, span, e)};`)
  return { js: result, lane: DATE }
}

function between(a: Operand, b: Operand, e: Emitter): Operand {
  const numbers = areNumbers([a, b])
  const quick = `(${a.js}-${b.js})*86400`
  if (numbers === null) return { js: e.hold(quick), lane: DAYS, sure: true }
  return { js: e.hold(`${numbers}?${quick}:${slow('-', a, b, e)}`), lane: DAYS }
}

export function emitNegate(o: Operand, w: Writing): Operand {
  const { e } = w
  if (o.constant?.n !== undefined && o.lane.kind === 'number') {
    return constantOperand(e, negate(o.constant.value))
  }
  const exact = `negate(${lifted(e, o)},report)`
  const { kind } = o.lane
  if (kind === 'value' || kind === 'date' || kind === 'ratio') return value(e.hold(exact))
  const lane = kind === 'months' ? MONTHS : kind === 'days' ? DAYS : o.lane
  // 0-x, because -x of zero would be the double's negative zero.
  if (o.sure) return { js: e.hold(`0-${o.js}`), lane, sure: true }
  return { js: e.hold(`typeof ${o.js}==='number'?0-${o.js}:${exact}`), lane }
}
