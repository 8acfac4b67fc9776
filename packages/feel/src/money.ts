import { Decimal, moneyFromDecimal, moneyToDecimal } from '@huoshui/values'
import { isUnknown, unknown, type Value } from './value.ts'

/**
 * An amount in 元 rounded half up to whole 分; the bounds of an unknown one too. What is no number
 * stays as it is. Amounts are rounded once: where a formula's result is given the name of an
 * amount.
 */
export function roundMoney(value: Value): Value {
  if (value instanceof Decimal) return rounded(value)
  if (!isUnknown(value) || !value.number) return value
  return unknown(value.missing, {
    ...(value.low ? { low: rounded(value.low) } : {}),
    ...(value.high ? { high: rounded(value.high) } : {}),
  })
}

function rounded(d: Decimal): Decimal {
  // Most amounts are whole 分 already, and rounding takes longer than finding that out.
  if (d.isFinite() && d.decimalPlaces() <= 2) return d
  return moneyToDecimal(moneyFromDecimal(d))
}
