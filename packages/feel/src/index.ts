export { LIMITS, type Limits } from './budget.ts'
export { BUILTINS, type Builtin } from './builtins.ts'
export type { Mode } from './chars.ts'
export { type EvaluateOptions, evaluate } from './evaluate.ts'
export { formatValue } from './format.ts'
export { type Inferred, infer } from './infer.ts'
export type { InferEnv } from './infer-env.ts'
export {
  compileFormula,
  type Formula,
  type FormulaInput,
  type FormulaOptions,
  type FormulaResult,
  type ReferenceScope,
} from './js/formula.ts'
export { canGenerate } from './js/generate.ts'
export { daysApart, type Lane, type LaneValue } from './js/lane.ts'
export {
  compileProgram,
  type Definition,
  type Field,
  type PlainRecord,
  type Program,
  type ProgramSource,
} from './js/program.ts'
export { noTrace, type Trace } from './js/trace.ts'
export type { Scope } from './machine.ts'
export { roundMoney } from './money.ts'
export { type NameSet, nameSet } from './names.ts'
export { type Parsed, type ParseLimits, type ParseOptions, parse } from './parse.ts'
export { print } from './print.ts'
export type { Problem } from './problems.ts'
export type { SqlFormula } from './sql/compile.ts'
export type { SqlColumn } from './sql/leaf.ts'
export type { Dialect, SqlLimits } from './sql/maker.ts'
export {
  type SqlExpression,
  type SqlOptions,
  type SqlOutput,
  type SqlPart,
  type SqlResult,
  toSql,
} from './sql/to-sql.ts'
export * from './syntax.ts'
export { assignable, T, type Type, typeName } from './types.ts'
export {
  DaysTime,
  dateValue,
  dayOf,
  FarDate,
  FarDateTime,
  type FeelDate,
  FeelDateTime,
  FeelTime,
  FunctionValue,
  isUnknown,
  type Moment,
  Range,
  typeOfValue,
  Unknown,
  unknown,
  type Value,
  Workdays,
  YearsMonths,
} from './value.ts'
