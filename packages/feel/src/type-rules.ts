import type { Arithmetic } from './syntax.ts'
import { assignable, nullable, T, type Type } from './types.ts'

/** What operators make of types. Pure tables; `infer` turns a verdict into a problem. */

export type Verdict =
  | { readonly kind: 'type'; readonly type: Type }
  /** Money on one side, a plain number on the other. */
  | { readonly kind: 'unit' }
  | { readonly kind: 'workdays' }
  | { readonly kind: 'clash' }

const CLASH: Verdict = { kind: 'clash' }
const found = (type: Type): Verdict => ({ kind: 'type', type })

/** A side of an operator: its type, and whether it is the literal 0, which needs no unit. */
export interface Side {
  readonly type: Type
  readonly zero: boolean
}

/** The type of `a op b`. */
export function arithmeticType(op: Arithmetic, a: Side, b: Side): Verdict {
  const verdict = plainArithmetic(op, a, b)
  if (verdict.kind !== 'type') return verdict
  return a.type.nullable || b.type.nullable ? found(nullable(verdict.type)) : verdict
}

function plainArithmetic(op: Arithmetic, left: Side, right: Side): Verdict {
  const [a, b] = [left.type.kind, right.type.kind]
  if (isWorkdays(left.type) || isWorkdays(right.type)) return { kind: 'workdays' }
  if (a === 'null' || b === 'null') return found(T.null)
  if (a === 'any' || b === 'any') return found(T.any)
  switch (op) {
    case '+':
    case '-':
      return sumType(op, left, right)
    case '*':
      return productType(a, b)
    case '/':
      return quotientType(a, b)
    case '**':
      return a === 'number' && b === 'number' ? found(T.number) : CLASH
  }
}

/** A 期间 fact may hold workdays, so nothing can be computed with it either. */
function isWorkdays(type: Type): boolean {
  return type.kind === 'workdays' || type.kind === 'span'
}

function sumType(op: '+' | '-', left: Side, right: Side): Verdict {
  const [a, b] = [left.type.kind, right.type.kind]
  if (a === b) {
    if (a === 'money' || a === 'number' || a === 'months' || a === 'days') return found({ kind: a })
    if (op === '-' && (a === 'date' || a === 'date-time' || a === 'time')) return found(T.days)
  }
  if (isText(a) && isText(b)) return op === '+' ? found(T.string) : CLASH
  if (mixesUnits(left, right)) return { kind: 'unit' }
  if (isMoneyAndZero(left, right)) return found(T.money)
  const moved = shiftType(a, b) ?? (op === '+' ? shiftType(b, a) : null)
  if (moved !== null) return found(moved)
  const moments = ['date', 'date-time']
  return op === '-' && moments.includes(a) && moments.includes(b) ? found(T.days) : CLASH
}

function isText(kind: Type['kind']): boolean {
  return kind === 'string' || kind === 'enum'
}

function shiftType(value: Type['kind'], span: Type['kind']): Type | null {
  if (span !== 'months' && span !== 'days') return null
  if (value === 'date' || value === 'date-time') return { kind: value }
  return value === 'time' && span === 'days' ? T.time : null
}

function productType(a: Type['kind'], b: Type['kind']): Verdict {
  const [kind, factor] = a === 'number' ? [b, a] : [a, b]
  if (factor !== 'number') return CLASH
  return kind === 'number' || kind === 'money' || kind === 'months' || kind === 'days'
    ? found({ kind })
    : CLASH
}

function quotientType(a: Type['kind'], b: Type['kind']): Verdict {
  if (a !== 'number' && a !== 'money' && a !== 'months' && a !== 'days') return CLASH
  if (a === b) return found(T.number)
  return b === 'number' ? found({ kind: a }) : CLASH
}

/** Whether one side is money and the other a number that isn't the literal 0. */
export function mixesUnits(a: Side, b: Side): boolean {
  if (a.type.kind === 'money') return b.type.kind === 'number' && !b.zero
  return b.type.kind === 'money' && a.type.kind === 'number' && !a.zero
}

function isMoneyAndZero(a: Side, b: Side): boolean {
  return (a.type.kind === 'money' && b.zero) || (b.type.kind === 'money' && a.zero)
}

const ORDERED: ReadonlySet<Type['kind']> = new Set([
  'number',
  'money',
  'string',
  'enum',
  'date',
  'time',
  'date-time',
  'months',
  'days',
])

/** Whether two sides can be compared; equality takes more kinds than order does. */
export function comparison(ordered: boolean, left: Side, right: Side): Verdict {
  const [a, b] = [left.type, right.type]
  const fine = found(T.boolean)
  if (a.kind === 'any' || b.kind === 'any') return fine
  if (a.kind === 'null' || b.kind === 'null') return ordered ? CLASH : fine
  if (mixesUnits(left, right)) return { kind: 'unit' }
  if (isMoneyAndZero(left, right)) return fine
  if (ordered && (isWorkdays(a) || isWorkdays(b))) return { kind: 'workdays' }
  if (ordered && !(ORDERED.has(a.kind) && ORDERED.has(b.kind))) return CLASH
  return comparable(a, b) ? fine : CLASH
}

function comparable(a: Type, b: Type): boolean {
  if (a.kind === 'any' || b.kind === 'any') return true
  if (isText(a.kind) && isText(b.kind)) return overlap(a, b)
  if (a.kind === 'list' && b.kind === 'list') return comparable(a.of, b.of)
  const moments = ['date', 'date-time']
  if (moments.includes(a.kind) && moments.includes(b.kind)) return true
  const [x, y] = [
    { ...a, nullable: true as const },
    { ...b, nullable: true as const },
  ]
  return a.kind === b.kind || assignable(x, y) || assignable(y, x)
}

function overlap(a: Type, b: Type): boolean {
  if (a.kind !== 'enum' || b.kind !== 'enum') return true
  return a.values.some((value) => b.values.includes(value))
}
