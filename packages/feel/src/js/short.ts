/**
 * Short ways of builtin functions in lanes, for their rows in the table of builtins. Each may
 * decline (null): then the row's own implementation is called.
 */
import { findBuiltin } from '../builtins.ts'
import { value, type Writing } from './emit.ts'
import { guarded, scaled } from './emit-arithmetic.ts'
import { lifted, type Operand } from './emitter.ts'
import { type Lane, numberLane, ten } from './lane.ts'
import type { LaneRounding } from './runtime.ts'

/** Writes a call in lanes from its arguments, or declines with null. */
export type Short = (args: readonly Operand[], w: Writing) => Operand | null

/** The call of a builtin's own implementation, for arguments that are not all plain numbers. */
function exactly(name: string, args: readonly Operand[], w: Writing): string {
  const values = args.map((arg) => lifted(w.e, arg))
  const { e } = w
  return `${e.constant(findBuiltin(name, w.mode))}.apply([${values}],report)`
}

function commonScale(args: readonly Operand[]): number | null {
  const scales = args.map((arg) => (arg.lane.kind === 'number' ? arg.lane.scale : -1))
  return scales.includes(-1) || scales.length === 0 ? null : Math.max(...scales)
}

/** `min` and `max` of two numbers or more, some of them undivided quotients. */
export function shortExtreme(name: 'min' | 'max'): Short {
  return (args, w) => {
    if (args.length < 2) return null
    if (args.some((arg) => arg.divisor)) return shortRatioExtreme(name, args, w)
    const scale = commonScale(args)
    if (scale === null) return null
    const [first, ...others] = args.map((arg) => scaled(arg, scale))
    const write = (result: string) => {
      w.e.line(`${result}=${first};`)
      for (const other of others) {
        const held = /^t\d+$|^\(?-?\d+\)?$/.test(other) ? other : w.e.hold(other)
        w.e.line(`if(${held}${name === 'min' ? '<' : '>'}${result})${result}=${held};`)
      }
      return [result]
    }
    return guarded(w.e, numberLane(scale), args, write, exactly(name, args, w))
  }
}

/** By multiplying across; see `emitAcross` for why that is exact. */
function shortRatioExtreme(
  name: 'min' | 'max',
  args: readonly Operand[],
  w: Writing,
): Operand | null {
  const { e } = w
  const scales = args.map((arg) => ('scale' in arg.lane ? arg.lane.scale : -1))
  if (scales.includes(-1)) return null
  const scale = Math.max(...scales)
  const divisor = e.temp()
  const write = (result: string) => {
    const parts = args.map((arg, i) => {
      const up = ten(scale - (scales[i] ?? 0))
      return { n: up === 1 ? arg.js : e.hold(`${arg.js}*${up}`), d: arg.divisor ?? '1' }
    })
    const [first, ...others] = parts
    e.line(`${result}=${first?.n};${divisor}=${first?.d};`)
    const products: string[] = []
    for (const { n, d } of others) {
      const [mine, theirs] = [e.hold(`${result}*${d}`), e.hold(`${n}*${divisor}`)]
      products.push(mine, theirs)
      const better = `${theirs}${name === 'min' ? '<' : '>'}${mine}`
      e.line(`if(${better}){${result}=${n};${divisor}=${d};}`)
    }
    return [result, ...products]
  }
  const { js } = guarded(e, numberLane(0), args, write, exactly(name, args, w))
  return { js, lane: { kind: 'ratio', scale }, divisor }
}

/** `sum` of two numbers or more. */
export const shortSum: Short = (args, w) => {
  const scale = commonScale(args)
  if (scale === null || args.length < 2) return null
  const write = (result: string) => {
    const parts = args.map((arg) => w.e.hold(scaled(arg, scale)))
    const sums: string[] = []
    for (const part of parts.slice(1)) {
      sums.push(w.e.hold(`${sums.at(-1) ?? parts[0]}+${part}`))
    }
    w.e.line(`${result}=${sums.at(-1)};`)
    return [...parts, ...sums]
  }
  return guarded(w.e, numberLane(scale), args, write, exactly('sum', args, w))
}

export const shortAbs: Short = (args, w) => {
  const [arg] = args
  if (arg === undefined || args.length !== 1 || arg.lane.kind !== 'number') return null
  const quick = `Math.abs(${arg.js})`
  if (arg.sure) return { js: w.e.hold(quick), lane: arg.lane, sure: true }
  const js = `typeof ${arg.js}==='number'?${quick}:${exactly('abs', args, w)}`
  return { js: w.e.hold(js), lane: arg.lane }
}

/** Rounding to a number of places that is written out. */
export function shortRound(name: string, how: LaneRounding): Short {
  return (args, w) => {
    const [arg, places] = args
    if (arg === undefined || args.length > 2) return null
    const whole = !places || (places.lane.kind === 'number' && places.lane.scale === 0)
    const to = places ? places.constant?.n : 0
    if (to === undefined || to < 0 || to > 6 || !whole) return null
    return roundedTo(arg, to, how, exactly(name, args, w), w)
  }
}

/** A number or an undivided quotient at a number of places; null for other lanes. */
export function roundedTo(
  arg: Operand,
  places: number,
  how: LaneRounding,
  exact: string,
  w: Writing,
): Operand | null {
  const { e } = w
  if (arg.lane.kind !== 'number' && arg.lane.kind !== 'ratio') return null
  const off = arg.lane.scale - places
  if (arg.lane.kind === 'number') {
    // A number of a lane that is fine enough is there already; a long decimal may still be rounded.
    const quick = off <= 0 ? arg.js : `roundLane(${arg.js},${ten(off)},'${how}')`
    const lane: Lane = off <= 0 ? arg.lane : numberLane(places)
    if (arg.sure) return { js: e.hold(quick), lane, sure: true }
    return { js: e.hold(`typeof ${arg.js}==='number'?${quick}:${exact}`), lane }
  }
  const write = (result: string) => {
    const n = e.hold(off < 0 ? `${arg.js}*${ten(-off)}` : arg.js)
    const d = e.hold(off > 0 ? `${arg.divisor}*${ten(off)}` : String(arg.divisor))
    e.line(`${result}=roundLane(${n},${d},'${how}');`)
    return [result, n, d]
  }
  return guarded(e, numberLane(places), [arg], write, exact)
}

export const shortNot: Short = (args, w) => {
  const [arg] = args
  if (arg === undefined || args.length !== 1 || !arg.truth) return null
  if (arg.truth === 'two') return { ...value(w.e.hold(`!${arg.js}`)), truth: 'two' }
  return { ...value(w.e.hold(`not3(${arg.js})`)), truth: arg.truth }
}
