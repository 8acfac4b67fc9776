import { Decimal } from '@huoshui/values'
import {
  absolute,
  cast,
  compared,
  constant,
  digitsOf,
  type Exact,
  FAST_DIGITS,
  NOTHING,
  power,
  times,
  tooMany,
  ZERO,
} from './exact.ts'
import type { Rounding } from './forms.ts'
import type { Maker } from './maker.ts'
import type { Quotient } from './num.ts'
import { all, choice, type Sql, TRUE } from './text.ts'

/**
 * A quotient rounded to `places` after the point, by dividing whole numbers X and Y.
 *
 * FEEL first rounds it to 34 digits, which could only matter by moving it onto a half or a whole
 * step. As with comparisons it can't, while 2X has at most 33 digits: a step is K/2 for a whole
 * number K, so that 2X and K times Y are whole numbers that either agree or differ by at least 1.
 */
export function roundInWholes(m: Maker, q: Quotient, places: number, how: Rounding): Exact {
  const { n, d } = q
  const scale = Math.max(n.scale, d?.scale ?? 0)
  const [up, down] = [scale + Math.max(places, 0), scale + Math.max(-places, 0)]
  const top = n.bound * power(up - n.scale)
  const bottom = d ? d.bound * power(down - d.scale) : power(down)
  if (d !== null && tooMany(m, digitsOf(2n * top), 33)) return NOTHING
  const most = 2n * top + 2n * bottom
  if (m.dialect === 'duckdb' && tooMany(m, digitsOf(most), 38)) return NOTHING
  const divided = (integer: string, part = (e: Exact) => e) => {
    const x = whole(m, part(n), up, integer)
    const y = d ? whole(m, part(d), down, integer) : String(bottom)
    return signed(m, q, x, y, how)
  }
  const small = most < 2n ** 63n || m.dialect === 'postgres'
  const sql =
    small || m.compact
      ? divided(small ? 'BIGINT' : 'HUGEINT')
      : choice(
          [[all([fitsFast(m, n, up), fitsFast(m, d, down)]), divided('BIGINT', (e) => fast(m, e))]],
          divided('HUGEINT'),
        )
  // A divisor that isn't zero is at least one in its last digit.
  const least = d === null || d.value ? bottom : power(Math.max(-places, 0))
  const bound = top / least + 1n
  const width = digitsOf(bound)
  const result = { sql: cast(m, sql, width, 0), scale: 0, bound, width }
  return times(m, result, constant(new Decimal(`1e${-places}`)))
}

/**
 * Whether a number times 10 to the `exponent` is small in this row, so that 64 bits are enough.
 * DuckDB divides those some fifty times faster than 128.
 */
function fitsFast(m: Maker, e: Exact | null, exponent: number): Sql {
  if (e === null) return TRUE
  const limit = constant(new Decimal(`1e${FAST_DIGITS - exponent - e.scale}`))
  return compared(m, '<', absolute(e), limit)
}

/** Such a number in 64 bits, with room to be made whole. */
function fast(m: Maker, e: Exact): Exact {
  if (e.value) return e
  const bound = power(FAST_DIGITS - e.scale) - 1n
  if (e.width <= FAST_DIGITS) return { ...e, bound }
  return { ...e, sql: cast(m, e.sql, FAST_DIGITS, e.scale), bound, width: FAST_DIGITS }
}

/** The size of a number times 10 to the `exponent`, which makes it whole. */
function whole(m: Maker, e: Exact, exponent: number, integer: string): Sql {
  if (e.value) {
    const text = (e.bound * power(exponent - e.scale)).toString()
    const type = m.dialect === 'postgres' ? 'numeric' : integer
    return `CAST(${m.parameter(text)} AS ${type})`
  }
  if (m.dialect === 'postgres') {
    return exponent === 0 ? `abs(${e.sql})` : `(abs(${e.sql}) * ${power(exponent)})`
  }
  const units = times(m, e, constant(new Decimal(`1e${e.scale}`)))
  const size = `abs(CAST(${units.sql} AS ${integer}))`
  const rest = exponent - e.scale
  return rest === 0 ? size : `(${size} * ${power(rest)})`
}

/** The whole number of steps in X / Y, with the sign that the quotient has. */
function signed(m: Maker, { n, d }: Quotient, x: Sql, y: Sql, how: Rounding): Sql {
  const below = compared(m, '<', n, ZERO)
  const turned = d && !d.value ? compared(m, '<', d, ZERO) : 'FALSE'
  const negative = turned === 'FALSE' ? below : `(${below} <> ${turned})`
  const [plus, minus] = bySign(how)
  // A divisor of zero makes the result NULL. DuckDB does so by itself.
  const safe = m.dialect === 'postgres' && d && !d.value ? `NULLIF(${y}, 0)` : y
  const above = steps(m, x, safe, plus)
  if (plus === minus) return `(${above} * ${choice([[negative, '-1']], '1')})`
  return choice([[negative, `(-${steps(m, x, safe, minus)})`]], above)
}

type Size = 'up' | 'down' | 'half up' | 'half down' | 'half even'

/** What a rounding does to the size of a number above and below zero. */
function bySign(how: Rounding): [plus: Size, minus: Size] {
  switch (how) {
    case 'floor':
      return ['down', 'up']
    case 'ceiling':
      return ['up', 'down']
    case 'round up':
      return ['up', 'up']
    case 'round down':
      return ['down', 'down']
    case 'round half up':
      return ['half up', 'half up']
    case 'round half down':
      return ['half down', 'half down']
    case 'decimal':
      return ['half even', 'half even']
  }
}

function steps(m: Maker, x: Sql, y: Sql, size: Size): Sql {
  const over = (a: Sql, b: Sql) => (m.dialect === 'postgres' ? `div(${a}, ${b})` : `(${a} // ${b})`)
  switch (size) {
    case 'down':
      return over(x, y)
    case 'up':
      return over(`(${x} + ${y} - 1)`, y)
    case 'half up':
      return over(`(2 * ${x} + ${y})`, `(2 * ${y})`)
    case 'half down':
      return over(`(2 * ${x} + ${y} - 1)`, `(2 * ${y})`)
    case 'half even': {
      const nearest = over(`(2 * ${x} + ${y})`, `(2 * ${y})`)
      const tie = `((2 * ${x} + ${y}) % (2 * ${y}) = 0)`
      return choice([[all([tie, `(${nearest} % 2 = 1)`]), `(${nearest} - 1)`]], nearest)
    }
  }
}
