export { BUILTINS, type Builtin } from './builtins.ts'
export type { Mode } from './chars.ts'
export { type EvaluateOptions, evaluate } from './evaluate.ts'
export { formatValue } from './format.ts'
export { type Inferred, infer } from './infer.ts'
export type { InferEnv } from './infer-env.ts'
export type { Scope } from './machine.ts'
export { type NameSet, nameSet } from './names.ts'
export { type Parsed, type ParseOptions, parse } from './parse.ts'
export { print } from './print.ts'
export type { Problem } from './problems.ts'
export * from './syntax.ts'
export { assignable, type Type, typeName } from './types.ts'
export {
  DaysTime,
  dateValue,
  dayOf,
  FeelDateTime,
  FeelTime,
  FunctionValue,
  isUnknown,
  Range,
  typeOfValue,
  Unknown,
  unknown,
  type Value,
  Workdays,
  YearsMonths,
} from './value.ts'
