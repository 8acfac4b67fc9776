import { AGGREGATES } from './builtins/aggregates.ts'
import { CONTEXTS } from './builtins/contexts.ts'
import { CONVERSIONS } from './builtins/conversions.ts'
import { DATES } from './builtins/dates.ts'
import { type Builtin, functionOf } from './builtins/define.ts'
import { LISTS } from './builtins/lists.ts'
import { NUMBERS } from './builtins/numbers.ts'
import { POLICY } from './builtins/policy.ts'
import { RANGES } from './builtins/ranges.ts'
import { TEXT } from './builtins/text.ts'
import type { Mode } from './chars.ts'
import { FunctionValue } from './value.ts'

export type { Builtin, Parameter, Signature } from './builtins/define.ts'

/** All builtin functions (DMN 1.5 §10.3.4), one row each; rows of policies come last. */
export const BUILTINS: readonly Builtin[] = [
  ...CONVERSIONS,
  ...TEXT,
  ...LISTS,
  ...AGGREGATES,
  ...NUMBERS,
  ...DATES,
  ...RANGES,
  ...CONTEXTS,
  ...POLICY,
]

const byName = new Map(BUILTINS.map((builtin) => [builtin.name, builtin]))
const values = new Map<string, FunctionValue>()

/** The row of a builtin function; undefined when there is none of that name in this mode. */
export function builtinOf(name: string, mode: Mode): Builtin | undefined {
  const builtin = byName.get(name)
  return builtin?.policyOnly && mode !== 'policy' ? undefined : builtin
}

/** What the body of an external function calls; the standard leaves their support to the engine. */
const EXTERNAL = new FunctionValue(
  'external',
  [{ names: ['mapping'], required: 1 }],
  false,
  (_, report) => {
    report({
      zh: '这里不执行外部函数：用 FEEL 写出函数的内容。',
      en: 'External functions are not run here: write the body in FEEL.',
    })
    return null
  },
)

/** A builtin function as a value. */
export function findBuiltin(name: string, mode: Mode): FunctionValue | undefined {
  if (name === 'external' && mode === 'standard') return EXTERNAL
  const builtin = builtinOf(name, mode)
  if (builtin === undefined) return undefined
  let value = values.get(name)
  if (value === undefined) {
    value = functionOf(builtin)
    values.set(name, value)
  }
  return value
}
