import { Decimal as Base } from 'decimal.js'

/**
 * Exact decimals of 34 digits, rounded half to even: the arithmetic FEEL prescribes.
 *
 * A private clone, so that no other user of the library can change our precision.
 */
export const Decimal = Base.clone({
  precision: 34,
  rounding: Base.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 40,
  // The exponents of IEEE 754 decimal128. Without them a formula such as 10 ** 999999999
  // is a finite number whose plain notation fills the memory.
  maxE: 6144,
  minE: -6143,
})
export type Decimal = Base

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * The decimal written as `x`, every digit kept.
 *
 * Throws `Error` when the text is not a number (`NaN`, `0x1f` and the empty text are not),
 * when it is too large, and when a JavaScript number is not a safe integer: a fraction that
 * has been a float has already lost what was written.
 */
export function decimal(x: string | number | bigint): Decimal {
  if (typeof x === 'number' && !Number.isSafeInteger(x)) {
    throw new Error(`not a safe integer: ${x}; pass the text instead`)
  }
  const text = String(x).trim()
  if (!NUMBER.test(text)) throw new Error(`not a number: ${JSON.stringify(text)}`)
  const value = new Decimal(text)
  if (!value.isFinite()) throw new Error(`too large for a decimal: ${text}`)
  return value
}

/** Plain notation: no exponent, no trailing zeros, no negative zero (`0.5`, `12000`). */
export function formatDecimal(d: Decimal): string {
  return d.toFixed()
}
