import { builtinOf, findBuiltin } from '../builtins.ts'
import { silent } from '../report.ts'
import type { Node } from '../syntax.ts'
import { T } from '../types.ts'
import { emit, value, type Writing } from './emit.ts'
import { withLocals } from './emit-loop.ts'
import { constantOperand, type Local, lifted, type Operand } from './emitter.ts'

type Call = Node & { kind: 'call' }

/** Functions of text alone: with constant arguments their value is found while writing. */
const LITERAL = new Set(['date', 'time', 'date and time', 'duration'])

export function emitCall(node: Call, w: Writing): Operand {
  const { e } = w
  const name = builtinName(node, w)
  if (name === null) return emitAnyCall(node, w)
  // The callee is a node too, and a trace shows it.
  emit(node.callee, w)
  const args = node.args.map((arg) => emit(arg.value, w))
  const named = node.args.some((arg) => arg.name !== undefined)
  const target = findBuiltin(name, w.mode)
  if (!named && target) {
    const constants = args.map((arg) => arg.constant)
    if (LITERAL.has(name) && constants.length > 0 && constants.every((one) => one !== undefined)) {
      return constantOperand(
        e,
        target.apply(
          constants.map((one) => one?.value ?? null),
          silent,
        ),
      )
    }
    const short = builtinOf(name, w.mode)?.js?.(args, w) ?? null
    if (short !== null) return short
  }
  const truth = builtinOf(name, w.mode)?.result === T.boolean ? ({ truth: 'all' } as const) : {}
  const values = args.map((arg) => lifted(e, arg))
  e.limited = true
  const held = target ? e.constant(target) : `clock(${e.constant(name)},now)`
  const names = e.constant(node.args.map((arg) => arg.name))
  return { ...value(e.hold(`callValue(${held},${names},[${values}],report)`)), ...truth }
}

/** The builtin that is called, when it is sure that nothing else of that name is meant. */
function builtinName(node: Call, w: Writing): string | null {
  const { callee } = node
  if (callee.kind !== 'name') return null
  const { name } = callee
  const hidden = w.e.locals.some((local) => mayBind(local, name))
  if (hidden || w.mayBeDeclared(name) || w.declares(name)) return null
  return builtinOf(name, w.mode) ? name : null
}

function mayBind(local: Local, name: string): boolean {
  if (local.kind === 'item') return true
  return local.kind === 'entries' ? local.keys.has(name) : local.name === name
}

function emitAnyCall(node: Call, w: Writing): Operand {
  const { e } = w
  e.limited = true
  const callee = lifted(e, emit(node.callee, w))
  const held = e.hold(callee)
  const values = node.args.map((arg) => lifted(e, emit(arg.value, w)))
  const names = e.constant(node.args.map((arg) => arg.name))
  return value(e.hold(`callValue(${held},${names},[${values}],report)`))
}

export function emitFunction(node: Node & { kind: 'function' }, w: Writing): Operand {
  const { e } = w
  e.limited = true
  const frame = e.fresh('a')
  const bound: Local[] = node.parameters.map((parameter, i) => ({
    kind: 'name',
    name: parameter.name,
    operand: value(`${frame}[${i}]`),
  }))
  const body = e.closure(frame, () => withLocals(w, bound, () => lifted(e, emit(node.body, w))))
  return value(e.hold(`functionValue(${e.constant(node.parameters)},${body},machine)`))
}
