import { Decimal, decimal } from './decimal.ts'
import type { Lang } from './diagnostic.ts'
import { foldWidth } from './fold.ts'

declare const brand: unique symbol

/** An amount of renminbi in whole 分 (fen). May be negative: a net profit can be a loss. */
export type Money = bigint & { readonly [brand]: 'money' }

const WAN = 10_000n
const YI = 100_000_000n
const FEN_PER_YUAN = 100n

const UNITS: Record<string, bigint> = { '': 1n, 元: 1n, 万元: WAN, 亿元: YI }

/** An amount of `fen` 分. */
export function money(fen: bigint): Money {
  return fen as Money
}

/**
 * `d` 元 as money, rounded half up (away from zero) to 分.
 *
 * The one place in the system that rounds an amount. Throws `Error` on NaN and infinity.
 */
export function moneyFromDecimal(d: Decimal): Money {
  if (!d.isFinite()) throw new Error(`not an amount: ${d.toString()}`)
  // From the digits, not by multiplying by 100: the product would first be rounded to 34
  // digits, and an amount rounded twice can be a 分 off.
  return money(BigInt(d.toFixed(2, Decimal.ROUND_HALF_UP).replace('.', '')))
}

/** The amount in 元, exactly. */
export function moneyToDecimal(m: Money): Decimal {
  return decimal(moneyToJson(m))
}

const AMOUNT = /^(?:CNY\s*|[¥￥]\s*)?([-−]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?\s*(元|万元|亿元)?$/

/**
 * The amount written as `5万元`, `1.2亿元`, `50,000.00 元`, `CNY 50,000.00` or `50000` (元).
 *
 * Full-width digits and punctuation are folded. Null when the text is no amount, when its
 * commas do not part thousands, or when it is not whole 分: reading never rounds.
 */
export function parseMoney(text: string): Money | null {
  const match = AMOUNT.exec(foldWidth(text).trim())
  if (match === null) return null
  const [, sign = '', whole = '', fraction = '', unit = ''] = match
  const digits = BigInt(whole.replaceAll(',', '') + fraction)
  const scaled = digits * (UNITS[unit] ?? 1n) * FEN_PER_YUAN
  const divisor = 10n ** BigInt(fraction.length)
  if (scaled % divisor !== 0n) return null
  const fen = scaled / divisor
  return money(sign === '' ? fen : -fen)
}

/** `50,000.00 元` or `CNY 50,000.00`: always two decimals, for columns and ledgers. */
export function formatMoney(m: Money, lang: Lang = 'zh'): string {
  const [sign, whole, fraction] = parts(m)
  const figure = `${sign}${group(whole)}.${fraction}`
  return lang === 'zh' ? `${figure} 元` : `CNY ${figure}`
}

/**
 * The amount as a sentence would put it: `50万元`, `1.2亿元`, `3,000.50元`; `CNY 500,000`.
 *
 * 万 and 亿 are used only where two decimals hold the amount exactly, so reading the text back
 * gives the same money.
 */
export function shortMoney(m: Money, lang: Lang = 'zh'): string {
  const [sign, whole, fraction] = parts(m)
  if (lang === 'zh') {
    for (const [name, yuan] of [
      ['亿元', YI],
      ['万元', WAN],
    ] as const) {
      // One hundredth of the unit, in 分, is the same figure as the unit in 元.
      if (magnitude(m) >= yuan * FEN_PER_YUAN && m % yuan === 0n) {
        return `${sign}${trimmed(magnitude(m) / yuan)}${name}`
      }
    }
  }
  const figure = sign + group(whole) + (fraction === '00' ? '' : `.${fraction}`)
  return lang === 'zh' ? `${figure}元` : `CNY ${figure}`
}

/** `50000.00`: 元 with exactly two decimals, the one form of an amount in JSON and the log. */
export function moneyToJson(m: Money): string {
  const [sign, whole, fraction] = parts(m)
  return `${sign}${whole}.${fraction}`
}

/** The amount `moneyToJson` wrote. Throws `Error` on any other form, `-0.00` included. */
export function moneyFromJson(s: string): Money {
  if (!/^-?(?:0|[1-9]\d*)\.\d{2}$/.test(s) || s === '-0.00') {
    throw new Error(`not an amount like "50000.00": ${JSON.stringify(s)}`)
  }
  return money(BigInt(s.replace('.', '')))
}

/**
 * 分摊: `total` divided by `ratios`, in whole 分, by largest remainder, ties to the earlier.
 *
 * The shares sum to the total exactly. Throws `RangeError` unless every ratio is at least 0
 * and they sum to exactly 1: ratios a text gives (35/35/30) do, and a set that does not is a
 * mistake that must not be hidden in somebody's share.
 */
export function share(total: Money, ratios: readonly Decimal[]): Money[] {
  for (const ratio of ratios) {
    if (!ratio.isFinite() || ratio.lessThan(0)) {
      throw new RangeError(`a ratio is at least 0: ${ratio.toString()}`)
    }
  }
  // Whole numbers over a common denominator: sums of decimals are rounded at 34 digits.
  const places = Math.max(0, ...ratios.map((ratio) => ratio.decimalPlaces()))
  const one = 10n ** BigInt(places)
  const weights = ratios.map((ratio) => BigInt(ratio.toFixed(places).replace('.', '')))
  if (weights.reduce((sum, weight) => sum + weight, 0n) !== one) {
    throw new RangeError(`ratios must sum to 1: ${ratios.map(String).join(' + ')}`)
  }
  const whole = magnitude(total)
  const shares = weights.map((weight) => (whole * weight) / one)
  const order = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % one }))
    .sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)
  const left = whole - shares.reduce((sum, part) => sum + part, 0n)
  for (const { index } of order.slice(0, Number(left))) shares[index] = (shares[index] ?? 0n) + 1n
  return shares.map((part) => money(total < 0n ? -part : part))
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function magnitude(m: Money): bigint {
  return m < 0n ? -m : m
}

/** Sign, whole 元 and two digits of 分. */
function parts(m: Money): [sign: string, whole: string, fraction: string] {
  const digits = magnitude(m).toString().padStart(3, '0')
  return [m < 0n ? '-' : '', digits.slice(0, -2), digits.slice(-2)]
}

function group(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Hundredths as a number without trailing zeros: 120 is 1.2. */
function trimmed(hundredths: bigint): string {
  const fraction = (hundredths % 100n).toString().padStart(2, '0').replace(/0+$/, '')
  return group((hundredths / 100n).toString()) + (fraction === '' ? '' : `.${fraction}`)
}
