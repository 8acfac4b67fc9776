import { coerce, type FindType } from './conform.ts'
import { bindValues, type Env, type Machine } from './machine.ts'
import type { Report } from './report.ts'
import type { Node, TypeNode } from './syntax.ts'
import { waiting } from './unknown.ts'
import { type Form, FunctionValue, isList, isUnknown, typeOfValue, type Value } from './value.ts'

type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>
type Arguments = readonly (Value | undefined)[]
type Names = readonly (string | undefined)[]

export interface Parameter {
  readonly name: string
  readonly type: TypeNode | null
}

/** What a function written in FEEL needs when it is called. */
export interface CallMachine {
  readonly report: Report
  readonly findType: FindType
  /** Calls a function one level deeper; gives up when that is too deep. */
  deeper<T>(call: () => T): T
}

/** A function written in FEEL, together with the names it can see. */
export function makeFunction(node: NodeOf<'function'>, env: Env, machine: Machine): FunctionValue {
  const names = node.parameters.map((p) => p.name)
  const body = (args: readonly Value[]) => machine.run(node.body, bindValues(env, names, args))
  return functionValue(node.parameters, body, machine)
}

/**
 * A function whose body gets one value a parameter, in their order. An argument that does not
 * fit the type of its parameter makes the result null.
 */
export function functionValue(
  parameters: readonly Parameter[],
  body: (args: readonly Value[]) => Value,
  machine: CallMachine,
): FunctionValue {
  const names = parameters.map((p) => p.name)
  const form: Form = { names, required: names.length }
  return new FunctionValue(null, [form], false, (args) => {
    const given: Value[] = []
    for (const [i, parameter] of parameters.entries()) {
      const value = args[i] ?? null
      const fits = parameter.type === null ? value : coerce(value, parameter.type, machine.findType)
      if (fits === null && value !== null) return misfit(parameter.name, value, machine.report)
      given.push(fits)
    }
    return machine.deeper(() => body(given))
  })
}

function misfit(name: string, value: Value, report: Report): null {
  const type = typeOfValue(value)
  report({
    zh: `参数“${name}”不能是 ${type}。`,
    en: `Parameter “${name}” cannot be ${type}.`,
  })
  return null
}

/** Evaluates a call and its arguments. */
export function evaluateCall(node: NodeOf<'call'>, env: Env, machine: Machine): Value {
  const callee = machine.run(node.callee, env)
  const values = node.args.map((arg) => machine.run(arg.value, env))
  machine.at(node)
  const names = node.args.map((arg) => arg.name)
  return callValue(callee, names, values, machine.report)
}

/**
 * Calls a value (DMN 1.5 §10.3.2.13.1), positionally, or by name when any of `names` is set;
 * null when it is no function or does not take these arguments.
 */
export function callValue(
  callee: Value,
  names: Names,
  values: readonly Value[],
  report: Report,
): Value {
  if (isUnknown(callee)) return waiting([callee, ...values])
  const target = isList(callee) && callee.length === 1 ? callee[0] : callee
  if (!(target instanceof FunctionValue)) {
    const type = typeOfValue(callee)
    report({ zh: `${type} 不是函数。`, en: `${type} is not a function.` })
    return null
  }
  return call(target, names, values, report)
}

function call(
  target: FunctionValue,
  names: Names,
  values: readonly Value[],
  report: Report,
): Value {
  if (names.some((name) => name !== undefined)) {
    const named = byName(target, names, values)
    if (named !== null) return target.apply(named.values, report, named.form)
  } else if (takesCount(target, values.length)) {
    return target.apply(values, report)
  }
  const forms = target.forms.map((form) => `(${form.names.join(', ')})`).join(' / ')
  const name = target.name ?? 'function'
  report({ zh: `参数应为 ${name}${forms}。`, en: `Arguments should be ${name}${forms}.` })
  return null
}

function takesCount(target: FunctionValue, count: number): boolean {
  if (target.variadic) return count > 0
  return target.forms.some((form) => form.required <= count && count <= form.names.length)
}

/** Named arguments in the order of the first form that has all of them; null when none has. */
function byName(
  target: FunctionValue,
  names: Names,
  values: readonly Value[],
): { values: Arguments; form: Form } | null {
  const given = new Map<string, Value>()
  for (const [i, name] of names.entries()) {
    if (name === undefined || given.has(name)) return null
    given.set(name, values[i] ?? null)
  }
  for (const form of target.forms) {
    const known = [...given.keys()].every((name) => form.names.includes(name))
    const enough = form.names.slice(0, form.required).every((name) => given.has(name))
    if (!known || !enough) continue
    const arranged = form.names.map((name) => given.get(name))
    while (arranged.length > 0 && arranged.at(-1) === undefined) arranged.pop()
    return { values: arranged, form }
  }
  return null
}
