/**
 * From a tree to JavaScript that computes it: one visit a node, and nothing of the tree left when
 * the code runs. What a node means is the same function that the interpreter calls; lanes only
 * spare the call where both sides are plain JavaScript numbers.
 */
import { findBuiltin } from '../builtins.ts'
import type { Mode } from '../chars.ts'
import { literalValue } from '../literal.ts'
import { type Chain, isChain, type Node } from '../syntax.ts'
import type { Value } from '../value.ts'
import { emitArithmetic, emitNegate } from './emit-arithmetic.ts'
import { emitCall, emitFunction } from './emit-call.ts'
import { emitBetween, emitCompare, emitIn, emitUnaryTests } from './emit-compare.ts'
import { emitIf, emitLogic } from './emit-logic.ts'
import { emitContext, emitFilter, emitFor, emitQuantified } from './emit-loop.ts'
import { constantOperand, type Emitter, lifted, type Operand } from './emitter.ts'
import { numberLane, VALUE } from './lane.ts'
import type { Slots } from './trace.ts'

/** Everything that writing a program has to know and to remember. */
export interface Writing {
  readonly e: Emitter
  readonly mode: Mode
  /** A name that is declared outside the tree; undefined when it is not. */
  readonly outer: (name: string) => Operand | undefined
  /** Whether `outer` knows a name; writes nothing. */
  readonly declares: (name: string) => boolean
  /** Whether a name may turn out to be declared only when the code runs. */
  readonly mayBeDeclared: (name: string) => boolean
  /** What the scope is asked for in place of a name. */
  readonly reference: (name: string) => unknown
  /** The slots of a trace: nodes in the order of their values, each with its lane. */
  readonly slots: Slots | null
}

/** Writes what computes a node; chains of operators in a loop, however long. */
export function emit(node: Node, w: Writing): Operand {
  if (!isChain(node)) return done(node, emitOne(node, w), w)
  const spine: Chain[] = []
  let first: Node = node
  while (isChain(first)) {
    spine.push(first)
    first = first.left
  }
  let value = emit(first, w)
  for (let next = spine.pop(); next; next = spine.pop()) {
    const { kind } = next
    const logic = kind === 'and' || kind === 'or'
    if (!logic || w.slots) {
      value = done(next, emitLink(next, value, w), w)
      continue
    }
    // Without a trace a run of one of them is left as soon as it is decided.
    const links = [next]
    while (spine.at(-1)?.kind === kind) links.push(spine.pop() as Chain)
    const rights = links.map((link) => () => emit(link.right, w))
    value = emitLogic(kind, value, rights, w)
  }
  return value
}

/** Leaves a node's value in its slot, if the program keeps a trace. */
export function done(node: Node, operand: Operand, w: Writing): Operand {
  if (w.slots === null) return operand
  const held = kept(operand, w)
  w.e.line(`T[${w.slots.add(node, held.lane)}]=${held.js};`)
  return operand
}

function kept(o: Operand, w: Writing): Operand {
  if (o.constant) return value(lifted(w.e, o))
  return o.lane.kind === 'ratio' ? value(`ratio(${o.js},${o.lane.scale},${o.divisor})`) : o
}

function emitLink(node: Chain, left: Operand, w: Writing): Operand {
  switch (node.kind) {
    case 'and':
    case 'or':
      return emitLogic(node.kind, left, [() => emit(node.right, w)], w)
    case 'arithmetic':
      return emitArithmetic(node.op, left, emit(node.right, w), w)
    case 'compare':
      return emitCompare(node.op, left, emit(node.right, w), w)
  }
}

function emitOne(node: Exclude<Node, Chain>, w: Writing): Operand {
  const { e } = w
  switch (node.kind) {
    case 'number':
    case 'quantity':
    case 'at-literal':
      return constantOperand(e, literalValue(node))
    case 'string':
    case 'boolean':
      return constantOperand(e, node.value)
    case 'null':
    case 'broken':
      return constantOperand(e, null)
    case 'name':
      return emitName(node.name, w)
    case 'input':
      return e.input ?? constantOperand(e, null)
    case 'list':
      return emitList(node, w)
    case 'for':
      return emitFor(node, w)
    case 'some':
    case 'every':
      return emitQuantified(node, w)
    case 'filter':
      return emitFilter(node, w)
    case 'context':
      return emitContext(node, w)
    case 'call':
      return emitCall(node, w)
    case 'function':
      return emitFunction(node, w)
    case 'unary-tests':
    case 'unary-compare':
      return emitUnaryTests(node, w)
    case 'in':
      return emitIn(node, w)
    case 'between':
      return emitBetween(node, w)
    case 'if':
      return emitIf(node, w)
    case 'path':
    case 'negate':
    case 'range':
    case 'instance-of':
      return emitCompound(node, w)
  }
}

type Compound = Extract<Node, { kind: 'path' | 'negate' | 'range' | 'instance-of' }>

function emitCompound(node: Compound, w: Writing): Operand {
  const { e } = w
  switch (node.kind) {
    case 'path': {
      const base = emit(node.base, w)
      if (base.lane.kind === 'date' && ['year', 'month', 'day'].includes(node.name)) {
        return emitDatePart(base, node.name, w)
      }
      return value(e.hold(`pathOf(${lifted(e, base)},${e.constant(node.name)},report)`))
    }
    case 'negate':
      return emitNegate(emit(node.value, w), w)
    case 'range': {
      const low = node.low ? emit(node.low, w) : undefined
      const high = node.op ? low : node.high ? emit(node.high, w) : undefined
      const ends = [low, high].map((end) => (end ? lifted(e, end) : 'undefined'))
      const { lowIncluded, highIncluded, op } = node
      const kind = op ? `'${op}'` : 'null'
      return value(e.hold(`rangeOf(${ends},${lowIncluded},${highIncluded},${kind})`))
    }
    case 'instance-of': {
      const held = lifted(e, emit(node.value, w))
      return value(e.hold(`instanceOf(${held},${e.constant(node.type)},findType)`))
    }
  }
}

function emitDatePart(base: Operand, part: string, w: Writing): Operand {
  const { e } = w
  const index = ['year', 'month', 'day'].indexOf(part)
  const slow = `pathOf(${base.js},${e.constant(part)},report)`
  const quick = `civil(${base.js})[${index}]`
  const js = base.sure ? quick : `typeof ${base.js}==='number'?${quick}:${slow}`
  return { js: e.hold(js), lane: numberLane(0), ...(base.sure ? { sure: true } : {}) }
}

function emitList(node: Node & { kind: 'list' }, w: Writing): Operand {
  const { e } = w
  const items = node.items.map((item) => emit(item, w))
  const values = items.map((item) => item.constant)
  if (values.every((one) => one !== undefined)) {
    return constantOperand(
      e,
      values.map((one) => (one as { value: Value }).value),
    )
  }
  return value(e.hold(`[${items.map((item) => lifted(e, item))}]`))
}

/** An operand of the lane of values. */
export function value(js: string): Operand {
  return { js, lane: VALUE }
}

/** What a name stands for: something bound in the tree, something declared, or a builtin. */
export function emitName(name: string, w: Writing): Operand {
  const { e } = w
  const items: string[] = []
  let found: Operand | undefined
  for (const local of e.locals.toReversed()) {
    if (local.kind === 'item') items.push(local.js)
    else if (local.kind === 'entries') {
      if (local.keys.has(name)) items.push(local.js)
    } else if (local.name === name) {
      found = local.operand
      break
    }
  }
  const outer = () => found ?? emitOuter(name, w)
  if (items.length === 0) return outer()
  // Whether the item has an entry of this name shows only when there is an item.
  const held = e.temp()
  const key = e.constant(name)
  e.line(`${held}=${items.map((item) => `entryOf(${item},${key})`).join('??')};`)
  e.branch(`if(${held}===undefined)`, () => e.line(`${held}=${lifted(e, outer())};`))
  return value(held)
}

function emitOuter(name: string, w: Writing): Operand {
  const { e } = w
  const declared = w.outer(name)
  if (declared) return declared
  const builtin = builtinOperand(name, w)
  if (!w.mayBeDeclared(name)) return builtin
  return e.once(name, () =>
    value(e.hold(`S.lookup(${e.constant(w.reference(name))})??${builtin.js}`)),
  )
}

/** A builtin function as a value; null when there is none of that name. */
export function builtinOperand(name: string, w: Writing): Operand {
  if (name === 'now' || name === 'today') return value(w.e.hold(`clock(${w.e.constant(name)},now)`))
  const found = findBuiltin(name, w.mode)
  return found ? value(w.e.constant(found)) : constantOperand(w.e, null)
}
