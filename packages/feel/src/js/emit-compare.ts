import type { Comparison, Node } from '../syntax.ts'
import { mentionsInput } from '../syntax.ts'
import { isList, Range, type Value } from '../value.ts'
import { done, emit, value, type Writing } from './emit.ts'
import { inside, scaled, scaleOf } from './emit-arithmetic.ts'
import {
  areNumbers,
  constantOperand,
  type Emitter,
  lifted,
  type Operand,
  sameLane,
} from './emitter.ts'
import { ten } from './lane.ts'

/**
 * Comparisons in lanes. Two numbers of different scale are compared after the smaller scale is
 * multiplied up; should that leave 2^53, the rounded product still lies on its side of the other
 * number, which is below 2^53, so the answer is right.
 */

const SIGNS = { '=': '===', '!=': '!==', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

function slow(op: Comparison, a: Operand, b: Operand, e: Emitter): string {
  const numbers = a.lane.kind === 'number' && b.lane.kind === 'number'
  const exact = numbers
    ? `compareHeld('${op}',${a.js},${scaleOf(a)},${b.js},${scaleOf(b)},report)`
    : `compare('${op}',${lifted(e, a)},${lifted(e, b)},report)`
  const [fact, other] = a.missing ? [a, b] : [b, a]
  const { missing } = fact
  // A missing fact without bounds leaves any comparison open, and always the same way.
  const open = missing && other.sure && missing.low === null && missing.high === null
  return open ? `${fact.js}===${e.constant(missing)}?${e.constant(missing.open())}:${exact}` : exact
}

export function emitCompare(op: Comparison, a: Operand, b: Operand, w: Writing): Operand {
  const { e } = w
  const exact = () => slow(op, a, b, e)
  if ((a.divisor || b.divisor) && isNumeric(a) && isNumeric(b)) {
    return emitAcross(op, a, b, exact(), e)
  }
  const lane = sameLane(a.lane, b.lane)
  if (lane === null) return emitPlain(op, a, b, exact(), e)
  const scale = lane.kind === 'number' ? lane.scale : 0
  const [x, y] = lane.kind === 'number' ? [scaled(a, scale), scaled(b, scale)] : [a.js, b.js]
  const quick = `${x}${SIGNS[op]}${y}`
  const numbers = areNumbers([a, b])
  if (numbers === null) return { ...value(e.hold(quick)), truth: 'two' }
  return { ...value(e.hold(`${numbers}?${quick}:${exact()}`)), truth: 'all' }
}

/** A comparison outside the lanes: only text that is compared with a constant has a short way. */
function emitPlain(op: Comparison, a: Operand, b: Operand, exact: string, e: Emitter): Operand {
  const [constant, other] = b.constant ? [b, a] : [a, b]
  const text = typeof constant.constant?.value === 'string'
  if (text && (op === '=' || op === '!=') && !other.constant && other.lane.kind === 'value') {
    const quick = `${other.js}${SIGNS[op]}${constant.js}`
    return { ...value(e.hold(`typeof ${other.js}==='string'?${quick}:${exact}`)), truth: 'all' }
  }
  return { ...value(e.hold(exact)), truth: 'all' }
}

/**
 * A comparison with an undivided quotient, by multiplying across: n / d with m is n with m · d.
 *
 * The quotient itself would be rounded to 34 digits first. That cannot change the answer: with
 * both products below 2^53, sides that differ do so by more than one part in 2^53, and a quotient
 * that equals a number of a lane has few enough digits not to be rounded.
 */
function emitAcross(op: Comparison, a: Operand, b: Operand, exact: string, e: Emitter): Operand {
  const scales = [a, b].map((o) => ('scale' in o.lane ? o.lane.scale : 0))
  const scale = Math.max(...scales)
  const [x, y] = [e.temp(), e.temp()]
  const result = e.temp()
  const side = (o: Operand, i: number, other: Operand) => {
    const factors = [o.js, ten(scale - (scales[i] ?? 0)), other.divisor ?? 1]
    return factors.filter((factor) => factor !== 1).join('*')
  }
  const quick = () => {
    e.line(`${x}=${side(a, 0, b)};${y}=${side(b, 1, a)};`)
    e.line(`${result}=${inside(x, y)}?${x}${SIGNS[op]}${y}:${exact};`)
  }
  const numbers = areNumbers([a, b])
  if (numbers === null) quick()
  else {
    e.branch(`if(${numbers})`, quick)
    e.line(`else ${result}=${exact};`)
  }
  return { ...value(result), truth: 'all' }
}

function isNumeric(o: Operand): boolean {
  return o.lane.kind === 'number' || o.lane.kind === 'ratio'
}

export function emitBetween(node: Node & { kind: 'between' }, w: Writing): Operand {
  const { e } = w
  const [v, low, high] = [emit(node.value, w), emit(node.low, w), emit(node.high, w)]
  const above = emitCompare('>=', v, low, w)
  const below = emitCompare('<=', v, high, w)
  const both = above.truth === 'two' && below.truth === 'two'
  const js = both ? `${above.js}&&${below.js}` : `and3(${above.js},${below.js})`
  return { ...value(e.hold(js)), truth: both ? 'two' : 'all' }
}

export function emitIn(node: Node & { kind: 'in' }, w: Writing): Operand {
  return emitTests(node.tests, emit(node.value, w), w)
}

/** The tests of a cell, or one of them standing alone, against what `?` stands for. */
export function emitUnaryTests(
  node: Node & { kind: 'unary-tests' | 'unary-compare' },
  w: Writing,
): Operand {
  const { e } = w
  const input = e.input ?? { ...value('null'), constant: { value: null } }
  if (node.kind === 'unary-compare') return emitCompare(node.op, input, emit(node.value, w), w)
  if (node.tests.length === 0) return { ...value('true'), truth: 'two', constant: { value: true } }
  const met = emitTests(node.tests, input, w)
  if (!node.not) return met
  const js = met.truth === 'two' ? `!${met.js}` : `not3(${met.js})`
  return { ...value(e.hold(js)), truth: met.truth ?? 'all' }
}

/** Tests that are all texts, of a fact that is a text or missing: one look, and none further. */
function emitTexts(tests: readonly Node[], input: Operand, w: Writing): Operand | null {
  const { e } = w
  const { missing } = input
  const texts = tests.map((test) => (test.kind === 'string' ? test.value : null))
  if (w.slots || !missing || texts.length === 0 || texts.includes(null)) return null
  const quick = isOneOf(input, texts, e)
  const open = `${input.js}===${e.constant(missing)}?${e.constant(missing.open())}`
  const rest = `isInAny(${input.js},${e.constant(texts)},report.budget)`
  const js = `typeof ${input.js}==='string'?${quick}:${open}:${rest}`
  return { ...value(e.hold(js)), truth: 'all' }
}

/** JavaScript for whether a text is one of several. */
function isOneOf(input: Operand, texts: readonly unknown[], e: Emitter): string {
  if (texts.length > 8) return `${e.constant(new Set(texts))}.has(${input.js})`
  return `(${texts.map((text) => `${input.js}===${e.constant(text)}`).join('||')})`
}

/** Met when any test is: one after the other, until one is. */
function emitTests(tests: readonly Node[], input: Operand, w: Writing): Operand {
  const short = emitTexts(tests, input, w)
  if (short) return short
  const { e } = w
  const before = e.input
  e.input = input
  const result = e.temp()
  const one = (test: Node, first: boolean) => {
    const found = emitTest(test, input, w)
    if (first && found.truth) e.line(`${result}=${found.js};`)
    else e.line(`${result}=or3(${first ? 'false' : result},${found.js});`)
    return found.truth
  }
  const truths = tests.map((test, i) => {
    if (i === 0) return one(test, true)
    let truth: Operand['truth']
    e.branch(`if(${result}!==true)`, () => {
      truth = one(test, false)
    })
    return truth
  })
  e.input = before
  return { ...value(result), truth: truths.every((t) => t === 'two') ? 'two' : 'all' }
}

/** One test: a comparison, a condition on `?`, or a value that the input equals or lies in. */
function emitTest(test: Node, input: Operand, w: Writing): Operand {
  if (test.kind === 'unary-compare') {
    return done(test, emitCompare(test.op, input, emit(test.value, w), w), w)
  }
  const found = emit(test, w)
  return mentionsInput(test) ? found : emitIsIn(input, found, w)
}

function emitIsIn(input: Operand, test: Operand, w: Writing): Operand {
  const { e } = w
  const exact = () => `isIn(${lifted(e, input)},${lifted(e, test)},report.budget)`
  const constant = test.constant?.value
  if (constant === undefined) return { ...value(e.hold(exact())), truth: 'all' }
  const short = quickIn(input, constant, test, w)
  if (short === null) return { ...value(e.hold(exact())), truth: 'all' }
  const js = short.when === null ? short.js : `${short.when}?${short.js}:${exact()}`
  return { ...value(e.hold(js)), truth: short.when === null ? 'two' : 'all' }
}

/** JavaScript that is true or false under a condition on the input; null when there is none. */
function quickIn(
  input: Operand,
  constant: Value,
  test: Operand,
  w: Writing,
): { readonly when: string | null; readonly js: string } | null {
  const { e } = w
  if (input.lane.kind === 'value') {
    const texts = isList(constant) ? constant : [constant]
    if (!texts.every((text) => typeof text === 'string') || texts.length === 0) return null
    return { when: `typeof ${input.js}==='string'`, js: isOneOf(input, texts, e) }
  }
  if (constant instanceof Range) {
    return constant.op === null ? quickRange(input, constant, w) : null
  }
  if (sameLane(input.lane, test.lane) === null || test.constant?.n === undefined) return null
  const { js } = emitCompare('=', { ...input, sure: true }, test, w)
  return { when: areNumbers([input]), js }
}

function quickRange(
  input: Operand,
  range: Range,
  w: Writing,
): { readonly when: string | null; readonly js: string } | null {
  const sides = [
    { end: range.low, op: range.lowIncluded ? '>=' : '>' },
    { end: range.high, op: range.highIncluded ? '<=' : '<' },
  ] as const
  const parts: string[] = []
  for (const { end, op } of sides) {
    if (end === null) continue
    const held = constantOperand(w.e, end)
    if (held.constant?.n === undefined || sameLane(input.lane, held.lane) === null) return null
    parts.push(emitCompare(op, { ...input, sure: true }, held, w).js)
  }
  return { when: areNumbers([input]), js: parts.length === 0 ? 'true' : parts.join('&&') }
}
