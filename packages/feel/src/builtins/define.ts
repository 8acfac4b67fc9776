import type { Text } from '@huoshui/values'
import type { Short } from '../js/short.ts'
import { single } from '../operators.ts'
import type { Report } from '../report.ts'
import type { SqlForm } from '../sql/forms.ts'
import { T, type Type } from '../types.ts'
import { holdsUnknown, waiting } from '../unknown.ts'
import {
  DaysTime,
  FeelTime,
  type Form,
  FunctionValue,
  isContext,
  isDecimal,
  isFeelDate,
  isList,
  isMoment,
  isUnknown,
  Range,
  typeOfValue,
  type Value,
  Workdays,
  YearsMonths,
} from '../value.ts'

export interface Parameter {
  readonly name: string
  /** What is passed is checked against this, and a list of one item opened or made to fit. */
  readonly type: Type
  readonly optional?: true
  /** Only for the last one: it takes all arguments that are left. */
  readonly rest?: true
}

/** One way to call a builtin. The implementation gets arguments that fit its parameters. */
export interface Signature {
  readonly parameters: readonly Parameter[]
  // biome-ignore lint/suspicious/noExplicitAny: the parameters' types have been checked by then.
  readonly apply: (args: any, report: Report) => Value
}

/** One row of the table of builtin functions. */
export interface Builtin {
  readonly name: string
  readonly meaning: Text
  readonly signatures: readonly Signature[]
  /** The type of the result, from those of the arguments. */
  readonly result: Type | ((args: readonly Type[]) => Type)
  /** Set when the implementation can do more with unknown arguments than wait for them. */
  readonly takesUnknown?: true
  /** A short way in generated JavaScript; without one `apply` is called there too. */
  readonly js?: Short
  /** How it is written in SQL; without one it can't be. */
  readonly sql?: SqlForm
  /**
   * Set when items of lists and values of contexts are only passed on, so that they need not be
   * known: `reverse([a, b])` is a list of two whatever they are.
   */
  readonly passesUnknown?: true
  /** Set for functions that only policies have. */
  readonly policyOnly?: true
}

/** A parameter. */
export function param(name: string, type: Type): Parameter {
  return { name, type }
}

/** A parameter that may be left out. */
export function optional(name: string, type: Type): Parameter {
  return { name, type, optional: true }
}

/** A last parameter that takes all remaining arguments. */
export function rest(name: string, type: Type): Parameter {
  return { name, type, rest: true }
}

/** The builtin as a value that can be called and passed on. */
export function functionOf(builtin: Builtin): FunctionValue {
  const forms = builtin.signatures.map(formOf)
  const variadic = builtin.signatures.some((s) => s.parameters.at(-1)?.rest)
  return new FunctionValue(builtin.name, forms, variadic, (args, report, form) => {
    const chosen = form && builtin.signatures[forms.indexOf(form)]
    const signatures = chosen
      ? builtin.signatures.filter((s) => sameNames(s, chosen))
      : builtin.signatures
    return applyBuiltin(builtin, signatures, args, report)
  })
}

export function formOf(signature: Signature): Form {
  return {
    names: signature.parameters.map((p) => p.name),
    required: signature.parameters.filter((p) => !p.optional).length,
  }
}

/** Forms told apart only by the types of their parameters. */
function sameNames(a: Signature, b: Signature): boolean {
  const [x, y] = [formOf(a).names, formOf(b).names]
  return x.length === y.length && x.every((name, i) => name === y[i])
}

type Given = readonly (Value | undefined)[]

function applyBuiltin(
  builtin: Builtin,
  signatures: readonly Signature[],
  args: Given,
  report: Report,
): Value {
  const waits = args.some(holdsUnknown)
  if (waits && !builtin.takesUnknown && !builtin.passesUnknown) return waiting(args)
  for (const signature of signatures) {
    const ready = prepare(signature, args)
    if (ready === null) continue
    if (waits && builtin.passesUnknown && !onlyPassed(signature, args)) return waiting(args)
    const { budget } = report
    for (const arg of args) budget?.spend(extent(arg) / 8)
    const result = signature.apply(ready, report)
    budget?.made(extent(result))
    return result
  }
  const types = args.map((arg) => typeOfValue(arg ?? null)).join(', ')
  report({
    zh: `“${builtin.name}”不接受 (${types})。`,
    en: `“${builtin.name}” does not take (${types}).`,
  })
  return null
}

/** Whether all that is not known stands where values are only passed on. */
function onlyPassed({ parameters }: Signature, args: Given): boolean {
  return args.every((arg, i) => {
    const type = (parameters[i] ?? parameters.at(-1))?.type ?? T.any
    if (type.kind === 'any') return true
    const holds = (type.kind === 'list' && type.of.kind === 'any') || type.kind === 'context'
    return holds ? !isUnknown(arg) : !holdsUnknown(arg)
  })
}

/** How many items or units a value has, not counting those inside its items. */
function extent(value: Value | undefined): number {
  if (typeof value === 'string' || isList(value)) return value.length
  return isContext(value) ? value.size : 0
}

/** The arguments as the implementation wants them, or null when they don't fit. */
function prepare(signature: Signature, args: Given): (Value | undefined)[] | null {
  const { parameters } = signature
  const last = parameters.at(-1)
  if (!last?.rest && args.length > parameters.length) return null
  const ready: (Value | undefined)[] = []
  for (const [i, parameter] of parameters.entries()) {
    if (parameter.rest) return prepareRest(ready, parameter.type, args.slice(i))
    const arg = args[i]
    if (arg === undefined) {
      if (!parameter.optional) return null
      ready.push(undefined)
      continue
    }
    const value = accept(arg, parameter.type)
    if (value === undefined) return null
    ready.push(value)
  }
  return ready
}

function prepareRest(
  ready: (Value | undefined)[],
  type: Type,
  left: Given,
): (Value | undefined)[] | null {
  const accepted = left.map((arg) => accept(arg ?? null, type))
  return accepted.length === 0 || accepted.includes(undefined)
    ? null
    : [...ready, accepted as Value]
}

/** The value as `type` wants it; undefined when it can't be that. */
export function accept(value: Value, type: Type): Value | undefined {
  if (fits(value, type)) return value
  if (value === null) return undefined
  if (type.kind === 'list') return isList(value) || !fits([value], type) ? undefined : [value]
  const only = single(value)
  return only !== value && fits(only, type) ? only : undefined
}

function fits(value: Value, type: Type): boolean {
  if (isUnknown(value)) return true
  if (value === null) return type.nullable === true || type.kind === 'any' || type.kind === 'null'
  switch (type.kind) {
    case 'any':
      return true
    case 'null':
      return false
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
    case 'money':
      return isDecimal(value)
    case 'string':
      return typeof value === 'string'
    case 'enum':
      return typeof value === 'string' && type.values.includes(value)
    case 'date':
      return isFeelDate(value)
    case 'time':
      return value instanceof FeelTime
    case 'date-time':
      return isMoment(value)
    case 'months':
      return value instanceof YearsMonths
    case 'days':
      return value instanceof DaysTime
    case 'workdays':
      return value instanceof Workdays
    case 'span':
      return [YearsMonths, DaysTime, Workdays].some((Span) => value instanceof Span)
    case 'list':
      return isList(value) && value.every((item) => fits(item, type.of))
    case 'range':
      return value instanceof Range
    case 'context':
      return isContext(value)
    case 'function':
      return value instanceof FunctionValue
  }
}
