import { conforms, type FindType } from './conform.ts'
import { sameDate } from './days.ts'
import { formatValue } from './format.ts'
import { propertyOf } from './properties.ts'
import { type Report, silent } from './report.ts'
import type { TypeNode } from './syntax.ts'
import { either, waiting } from './unknown.ts'
import {
  DaysTime,
  FeelTime,
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
} from './value.ts'

/**
 * What the forms that are no operators mean, once their parts have values: paths, ranges,
 * choices, type tests. The evaluator and compiled code both come here.
 */

/** `base.name`: an entry of a context, a property of a value, or that of every item of a list. */
export function pathOf(base: Value, name: string, report: Report = silent): Value {
  if (base === null) return null
  if (isUnknown(base)) return waiting([base])
  if (isList(base)) {
    report.budget?.made(base.length)
    report.budget?.spend(base.length + 1)
    return base.map((item) => pathOf(item, name, report))
  }
  const value = isContext(base) ? base.get(name) : propertyOf(base, name)
  if (value === undefined) {
    const type = typeOfValue(base)
    report({ zh: `${type} 没有“${name}”。`, en: `${type} has no “${name}”.` })
  }
  return value ?? null
}

/**
 * A range between two values. An end that is undefined is open; one that is null leaves no range.
 * `op` is that of the node.
 */
export function rangeOf(
  low: Value | undefined,
  high: Value | undefined,
  lowIncluded: boolean,
  highIncluded: boolean,
  op: '=' | '!=' | null = null,
): Value {
  if (low === null || high === null) return null
  return new Range(low ?? null, high ?? null, lowIncluded, highIncluded, op)
}

/** `if test then … else …`; both branches are looked at when the test is not known. */
export function choose(test: Value, yes: () => Value, no: () => Value): Value {
  if (test === true) return yes()
  if (!isUnknown(test)) return no()
  const [a, b] = [yes(), no()]
  return identical(a, b) ? a : either(test.missing, a, b)
}

/** `value instance of type`. */
export function instanceOf(value: Value, type: TypeNode, find: FindType): Value {
  return isUnknown(value) ? waiting([value]) : conforms(value, type, find)
}

/** Whether two values are the same in every respect, so that either may stand for both. */
export function identical(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  if (isDecimal(a)) return isDecimal(b) && a.eq(b)
  if (isFeelDate(a)) return isFeelDate(b) && sameDate(a, b)
  if (a instanceof FeelTime || isMoment(a)) {
    return typeOfValue(a) === typeOfValue(b) && formatValue(a) === formatValue(b)
  }
  if (isContext(a)) {
    return (
      isContext(b) &&
      identical([...a.keys()], [...b.keys()]) &&
      identical([...a.values()], [...b.values()])
    )
  }
  if (a instanceof YearsMonths) return b instanceof YearsMonths && a.months === b.months
  if (a instanceof DaysTime) return b instanceof DaysTime && a.seconds.eq(b.seconds)
  if (a instanceof Workdays) return b instanceof Workdays && a.count === b.count
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((x, i) => identical(x, b[i] ?? null))
  }
  return false
}
