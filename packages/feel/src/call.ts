import { coerce } from './conform.ts'
import { bindAll, type Env, type Machine } from './machine.ts'
import type { Argument, Node } from './syntax.ts'
import { waiting } from './unknown.ts'
import { type Form, FunctionValue, isList, isUnknown, typeOfValue, type Value } from './value.ts'

type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>
type Arguments = readonly (Value | undefined)[]

/** A function written in FEEL, together with the names it can see. */
export function makeFunction(node: NodeOf<'function'>, env: Env, machine: Machine): FunctionValue {
  const names = node.parameters.map((p) => p.name)
  const form: Form = { names, required: names.length }
  return new FunctionValue(null, [form], false, (args) => {
    const given = new Map<string, Value>()
    for (const [i, parameter] of node.parameters.entries()) {
      const value = args[i] ?? null
      const fits = parameter.type === null ? value : coerce(value, parameter.type, machine.findType)
      if (fits === null && value !== null) return misfit(parameter.name, value, machine)
      given.set(parameter.name, fits)
    }
    return machine.deeper(() => machine.run(node.body, bindAll(env, given)))
  })
}

function misfit(name: string, value: Value, machine: Machine): null {
  const type = typeOfValue(value)
  machine.report({
    zh: `参数“${name}”不能是 ${type}。`,
    en: `Parameter “${name}” cannot be ${type}.`,
  })
  return null
}

/** Calls a function value (DMN 1.5 §10.3.2.13.1), positionally or by name. */
export function evaluateCall(node: NodeOf<'call'>, env: Env, machine: Machine): Value {
  const callee = machine.run(node.callee, env)
  const values = node.args.map((arg) => machine.run(arg.value, env))
  machine.at(node)
  if (isUnknown(callee)) return waiting([callee, ...values])
  const target = isList(callee) && callee.length === 1 ? callee[0] : callee
  if (!(target instanceof FunctionValue)) {
    const type = typeOfValue(callee)
    machine.report({ zh: `${type} 不是函数。`, en: `${type} is not a function.` })
    return null
  }
  return call(target, node.args, values, machine)
}

function call(
  target: FunctionValue,
  args: readonly Argument[],
  values: readonly Value[],
  machine: Machine,
): Value {
  if (args.some((arg) => arg.name !== undefined)) {
    const named = byName(target, args, values)
    if (named !== null) return target.apply(named.values, machine.report, named.form)
  } else if (takesCount(target, values.length)) {
    return target.apply(values, machine.report)
  }
  const forms = target.forms.map((form) => `(${form.names.join(', ')})`).join(' / ')
  const name = target.name ?? 'function'
  machine.report({ zh: `参数应为 ${name}${forms}。`, en: `Arguments should be ${name}${forms}.` })
  return null
}

function takesCount(target: FunctionValue, count: number): boolean {
  if (target.variadic) return count > 0
  return target.forms.some((form) => form.required <= count && count <= form.names.length)
}

/** Named arguments in the order of the first form that has all of them; null when none has. */
function byName(
  target: FunctionValue,
  args: readonly Argument[],
  values: readonly Value[],
): { values: Arguments; form: Form } | null {
  const given = new Map<string, Value>()
  for (const [i, arg] of args.entries()) {
    if (arg.name === undefined || given.has(arg.name)) return null
    given.set(arg.name, values[i] ?? null)
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
