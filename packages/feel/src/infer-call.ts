import { type Builtin, builtinOf, type Parameter, type Signature } from './builtins.ts'
import { makeDate } from './days.ts'
import type { Inference } from './infer.ts'
import { type InferEnv, isZero, side, withNames } from './infer-env.ts'
import { typeOfNode, unknownType } from './infer-parts.ts'
import { print } from './print.ts'
import type { Node } from './syntax.ts'
import { parseDate } from './temporal.ts'
import { mixesUnits } from './type-rules.ts'
import { assignable, notNull, nullable, T, type Type, typeText } from './types.ts'

type Call = Node & { kind: 'call' }

/** The type of a call, its arguments checked against the parameters. */
export function inferCall(node: Call, env: InferEnv, inference: Inference): Type {
  const { callee } = node
  const builtin =
    callee.kind === 'name' && env.typeOf(callee.name) === undefined
      ? builtinOf(callee.name, 'policy')
      : undefined
  const type = inference.run(callee, env)
  const args = node.args.map((arg) => inference.run(arg.value, env))
  if (builtin !== undefined) return builtinCall(node, builtin, args, inference)
  if (type.kind === 'function') return functionCall(node, type, args, inference)
  if (type.kind !== 'any') inference.report('F208', node, { name: print(callee) })
  return T.any
}

function functionCall(
  node: Call,
  type: Type & { kind: 'function' },
  args: readonly Type[],
  inference: Inference,
): Type {
  const name = print(node.callee)
  if (args.length !== type.parameters.length) {
    const wanted = String(type.parameters.length)
    const form = `${name}(${type.parameters.map(() => '…').join(', ')})`
    inference.report('F209', node, { name, wanted, found: String(args.length), form })
    return type.result
  }
  for (const [i, parameter] of type.parameters.entries()) {
    const [arg, given] = [node.args[i], args[i]]
    if (arg && given && !assignable(notNull(given), parameter)) {
      mismatch(arg.value, name, String(i + 1), parameter, given, inference)
    }
  }
  return type.result
}

function mismatch(
  at: Node,
  name: string,
  parameter: string,
  wanted: Type,
  found: Type,
  inference: Inference,
): void {
  const params = { name, parameter, wanted: typeText(wanted), found: typeText(found) }
  inference.report('F210', at, params)
}

function builtinCall(
  node: Call,
  builtin: Builtin,
  args: readonly Type[],
  inference: Inference,
): Type {
  const fitting = builtin.signatures.filter((s) => takesCount(s, node, args.length))
  if (fitting.length === 0) {
    wrongCount(node, builtin, args.length, inference)
  } else {
    const problems = fitting.map((s) => firstMismatch(s, node, args))
    const best = problems.find((p) => p === null) === null ? null : problems[0]
    if (best)
      mismatch(
        best.at,
        builtin.name,
        best.parameter.name,
        best.parameter.type,
        best.found,
        inference,
      )
    else checkLiterals(node, builtin, inference)
  }
  const sides = node.args.map((arg, i) => side(arg.value, args[i] ?? T.any))
  const mixed = keepsMoney(builtin) && sides.some((a) => sides.some((b) => mixesUnits(a, b)))
  if (mixed) inference.report('F202', node, {})
  return resultType(node, builtin, args)
}

/** Functions whose arguments are put together, so that they must have one unit. */
function keepsMoney(builtin: Builtin): boolean {
  return ['min', 'max', 'sum', 'mean', 'median', 'modulo'].includes(builtin.name)
}

function resultType(node: Call, builtin: Builtin, args: readonly Type[]): Type {
  if (typeof builtin.result !== 'function') return builtin.result
  const money = args.some((type) => type.kind === 'money')
  // A literal 0 among amounts is an amount.
  const counted = node.args.map((arg, i) =>
    money && isZero(arg.value) ? T.money : (args[i] ?? T.any),
  )
  const result = builtin.result(counted)
  return args.some((type) => type.nullable) ? nullable(result) : result
}

function takesCount(signature: Signature, node: Call, count: number): boolean {
  const { parameters } = signature
  const names = parameters.map((p) => p.name)
  const named = node.args.flatMap((arg) => (arg.name === undefined ? [] : [arg.name]))
  if (!named.every((name) => names.includes(name))) return false
  const least = parameters.filter((p) => !p.optional).length
  return count >= least && (count <= parameters.length || parameters.at(-1)?.rest === true)
}

function wrongCount(node: Call, builtin: Builtin, count: number, inference: Inference): void {
  const { name } = builtin
  const forms = builtin.signatures.map(
    (s) => `${name}(${s.parameters.map((p) => p.name).join(', ')})`,
  )
  const form = forms.join(' / ')
  const known = builtin.signatures.flatMap((s) => s.parameters.map((p) => p.name))
  const stray = node.args.find((arg) => arg.name !== undefined && !known.includes(arg.name))
  if (stray?.name !== undefined) {
    inference.report('F211', stray.value, { name, parameter: stray.name, form })
    return
  }
  const wanted = [...new Set(builtin.signatures.map(countText))].join(' / ')
  inference.report('F209', node, { name, wanted, found: String(count), form })
}

function countText(signature: Signature): string {
  const { parameters } = signature
  const least = parameters.filter((p) => !p.optional).length
  if (parameters.at(-1)?.rest) return `≥${least}`
  return least === parameters.length ? String(least) : `${least}–${parameters.length}`
}

interface Mismatch {
  readonly at: Node
  readonly parameter: Parameter
  readonly found: Type
}

function firstMismatch(signature: Signature, node: Call, args: readonly Type[]): Mismatch | null {
  const { parameters } = signature
  for (const [i, arg] of node.args.entries()) {
    const parameter =
      arg.name === undefined
        ? (parameters[i] ?? parameters.at(-1))
        : parameters.find((p) => p.name === arg.name)
    const found = args[i] ?? T.any
    if (parameter && !accepts(parameter.type, found, isZero(arg.value))) {
      return { at: arg.value, parameter, found }
    }
  }
  return null
}

/** Whether a builtin's parameter takes a type: null is for run time, money is also a number. */
function accepts(wanted: Type, found: Type, zero: boolean): boolean {
  const given = notNull(found)
  if (given.kind === 'null' || wanted.kind === 'any') return true
  if (wanted.kind === 'number' && given.kind === 'money') return true
  if (wanted.kind === 'money' && given.kind === 'number') return zero
  if (wanted.kind === 'list') {
    return given.kind === 'list'
      ? accepts(wanted.of, given.of, false)
      : accepts(wanted.of, given, zero)
  }
  if (wanted.kind === 'context' || wanted.kind === 'function' || wanted.kind === 'range') {
    return given.kind === wanted.kind || given.kind === 'any'
  }
  return assignable(given, { ...wanted, nullable: true })
}

/** A date written out can be checked before it is ever computed. */
function checkLiterals(node: Call, builtin: Builtin, inference: Inference): void {
  if (builtin.name !== 'date') return
  const values = node.args.map((arg) => arg.value)
  const [first] = values
  if (first?.kind === 'string' && values.length === 1 && parseDate(first.value) === null) {
    inference.report('F215', first, { text: first.value })
  }
  const numbers = values.flatMap((value) => (value.kind === 'number' ? [Number(value.text)] : []))
  const [year, month, day] = numbers
  if (year === undefined || month === undefined || day === undefined) return
  if (makeDate(year, month, day) === null) {
    inference.report('F215', node, { text: numbers.join('-') })
  }
}

/** The type of a function written in FEEL. */
export function inferFunction(
  node: Node & { kind: 'function' },
  env: InferEnv,
  inference: Inference,
): Type {
  const parameters = node.parameters.map((p) => {
    if (p.type) unknownType(p.type, inference)
    return p.type ? typeOfNode(p.type) : T.any
  })
  const names = new Map(node.parameters.map((p, i) => [p.name, parameters[i] ?? T.any]))
  const result = inference.run(node.body, withNames(env, names))
  return { kind: 'function', parameters, result }
}
