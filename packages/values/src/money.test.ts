import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Decimal,
  decimal,
  formatDecimal,
  formatMoney,
  type Money,
  money,
  moneyFromDecimal,
  moneyFromJson,
  moneyToDecimal,
  moneyToJson,
  parseMoney,
  share,
  shortMoney,
} from './index.ts'

const anyMoney = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(money)

describe('moneyFromDecimal', () => {
  test.each([
    ['50000', 5000000n],
    ['0.005', 1n],
    ['0.004999999', 0n],
    ['0.015', 2n],
    ['0.025', 3n],
    ['-0.005', -1n],
    ['-0.0049', 0n],
    ['1.005', 101n],
    ['33333.33333333333333333333333333333', 3333333n],
  ])('%s 元 is %s 分', (yuan, fen) => {
    expect(moneyFromDecimal(decimal(yuan))).toBe(fen)
  })

  test('rounds once, even where the digits exceed the precision of a computation', () => {
    // Multiplying by 100 first would round these 37 digits half to even, up to the half.
    const yuan = decimal(`${'1'.repeat(32)}.00499999`)
    expect(moneyFromDecimal(yuan)).toBe(BigInt(`${'1'.repeat(32)}00`))
  })

  test('refuses what is no number', () => {
    expect(() => moneyFromDecimal(decimal(1).div(0))).toThrow('not an amount')
    expect(() => moneyFromDecimal(decimal(0).div(0))).toThrow('not an amount')
  })

  test('undoes moneyToDecimal', () => {
    fc.assert(
      fc.property(fc.bigInt().map(money), (m) => {
        expect(moneyFromDecimal(moneyToDecimal(m))).toBe(m)
      }),
    )
    expect(formatDecimal(moneyToDecimal(money(5n)))).toBe('0.05')
    expect(formatDecimal(moneyToDecimal(money(-120050n)))).toBe('-1200.5')
  })
})

describe('parseMoney', () => {
  test.each([
    ['5万元', 5000000n],
    ['1.2亿元', 12000000000n],
    ['200000000.01元', 20000000001n],
    ['50,000.00 元', 5000000n],
    ['50000', 5000000n],
    ['５０，０００．５０元', 5000050n],
    ['　3　万元 ', 3000000n],
    ['1.234567万元', 1234567n],
    ['50000.000', 5000000n],
    ['-12.5万元', -12500000n],
    ['−1元', -100n],
    ['¥1,234.5', 123450n],
    ['CNY 50,000.00', 5000000n],
    ['0.01', 1n],
    ['0元', 0n],
  ])('%s', (text, fen) => {
    expect(parseMoney(text)).toBe(fen)
  })

  test.each([
    '',
    '元',
    '万元',
    '五万元',
    '1.234元',
    '1.2345678万元',
    '0.001',
    '5,00',
    '5,0000元',
    '1,23,456',
    ',500',
    '1.',
    '.5',
    '1e3',
    '5万',
    '5万元整',
    '5 万 元',
    '--5',
    '+5',
    'USD 5',
    '1.2.3',
    '50%',
  ])('%j is no amount', (text) => {
    expect(parseMoney(text)).toBeNull()
  })
})

describe('writing amounts', () => {
  test.each([
    [0n, '0.00 元', 'CNY 0.00', '0元', 'CNY 0'],
    [5n, '0.05 元', 'CNY 0.05', '0.05元', 'CNY 0.05'],
    [300050n, '3,000.50 元', 'CNY 3,000.50', '3,000.50元', 'CNY 3,000.50'],
    [300000n, '3,000.00 元', 'CNY 3,000.00', '3,000元', 'CNY 3,000'],
    [999999n, '9,999.99 元', 'CNY 9,999.99', '9,999.99元', 'CNY 9,999.99'],
    [1000000n, '10,000.00 元', 'CNY 10,000.00', '1万元', 'CNY 10,000'],
    [5000000n, '50,000.00 元', 'CNY 50,000.00', '5万元', 'CNY 50,000'],
    [50000000n, '500,000.00 元', 'CNY 500,000.00', '50万元', 'CNY 500,000'],
    [1050000n, '10,500.00 元', 'CNY 10,500.00', '1.05万元', 'CNY 10,500'],
    [1001000n, '10,010.00 元', 'CNY 10,010.00', '10,010元', 'CNY 10,010'],
    [12000000000n, '120,000,000.00 元', 'CNY 120,000,000.00', '1.2亿元', 'CNY 120,000,000'],
    [10050000000n, '100,500,000.00 元', 'CNY 100,500,000.00', '10,050万元', 'CNY 100,500,000'],
    [20000000001n, '200,000,000.01 元', 'CNY 200,000,000.01', '200,000,000.01元', null],
    [-50000000n, '-500,000.00 元', 'CNY -500,000.00', '-50万元', 'CNY -500,000'],
    [-5n, '-0.05 元', 'CNY -0.05', '-0.05元', 'CNY -0.05'],
  ])('%s 分', (fen, zh, en, shortZh, shortEn) => {
    const m = money(fen)
    expect(formatMoney(m)).toBe(zh)
    expect(formatMoney(m, 'en')).toBe(en)
    expect(shortMoney(m)).toBe(shortZh)
    if (shortEn !== null) expect(shortMoney(m, 'en')).toBe(shortEn)
  })

  test('every way of writing an amount reads back as the same amount', () => {
    // Round amounts as well, or 万 and 亿 would hardly ever be tried.
    const round = fc
      .tuple(fc.bigInt({ min: -9999n, max: 9999n }), fc.nat({ max: 12 }))
      .map(([n, zeros]) => money(n * 10n ** BigInt(zeros)))
    fc.assert(
      fc.property(fc.oneof(anyMoney, round), (m) => {
        for (const lang of ['zh', 'en'] as const) {
          expect(parseMoney(formatMoney(m, lang))).toBe(m)
          expect(parseMoney(shortMoney(m, lang))).toBe(m)
        }
        expect(moneyFromJson(moneyToJson(m))).toBe(m)
      }),
    )
  })
})

describe('JSON', () => {
  test.each([
    [5000000n, '50000.00'],
    [0n, '0.00'],
    [5n, '0.05'],
    [-5n, '-0.05'],
    [-12345n, '-123.45'],
  ])('%s 分 is %j', (fen, text) => {
    expect(moneyToJson(money(fen))).toBe(text)
    expect(moneyFromJson(text)).toBe(fen)
  })

  test.each([
    '50000',
    '50000.0',
    '50000.000',
    '050.00',
    '-0.00',
    '1,000.00',
    ' 1.00',
    '',
    '1e2',
    '+1.00',
  ])('%j is refused', (text) => {
    expect(() => moneyFromJson(text)).toThrow('not an amount')
  })
})

describe('share', () => {
  const ratios = (...texts: string[]) => texts.map((text) => decimal(text))

  test.each<[bigint, string[], bigint[]]>([
    [10000n, ['0.35', '0.35', '0.3'], [3500n, 3500n, 3000n]],
    // Floors 3, 3, 3 and remainders .5, .5, 0: the earlier of the tied gets the 分.
    [10n, ['0.35', '0.35', '0.3'], [4n, 3n, 3n]],
    // Floors 0, 0, 0 and remainders .2, .2, .6: the largest remainder, not the first.
    [1n, ['0.2', '0.2', '0.6'], [0n, 0n, 1n]],
    [2n, ['0.25', '0.25', '0.25', '0.25'], [1n, 1n, 0n, 0n]],
    [-10n, ['0.35', '0.35', '0.3'], [-4n, -3n, -3n]],
    [0n, ['0.5', '0.5'], [0n, 0n]],
    [101n, ['0', '1'], [0n, 101n]],
    [101n, ['1'], [101n]],
  ])('%s 分 by %s', (total, texts, expected) => {
    expect(share(money(total), ratios(...texts))).toEqual(expected)
  })

  test('ratios that do not sum to exactly 1 are refused', () => {
    const third = decimal(1).div(3)
    // 0.999…9 with 34 nines: as decimals the sum of the next set rounds to 1, and is not 1.
    const nearly = [decimal('1'), decimal(`0.${'0'.repeat(39)}1`)]
    for (const set of [
      [],
      ratios('0.5', '0.4'),
      ratios('0.6', '0.5'),
      [third, third, third],
      nearly,
    ]) {
      expect(() => share(money(100n), set)).toThrow('sum to 1')
    }
  })

  test('negative and endless ratios are refused', () => {
    expect(() => share(money(100n), ratios('1.5', '-0.5'))).toThrow('at least 0')
    expect(() => share(money(100n), [decimal(1).div(0)])).toThrow('at least 0')
  })

  /** Ratios that sum to 1: cuts of 10^6 parts. */
  const partition: fc.Arbitrary<Decimal[]> = fc
    .array(fc.nat({ max: 1_000_000 }), { maxLength: 6 })
    .map((cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), 1_000_000]
      return edges.slice(1).map((edge, i) => decimal(edge - (edges[i] ?? 0)).div(1_000_000))
    })

  test('the shares are the whole, each within a 分 of its exact part', () => {
    fc.assert(
      fc.property(anyMoney, partition, (total, parts) => {
        const shares = share(total, parts)
        expect(shares.reduce((sum: bigint, part) => sum + part, 0n)).toBe(total)
        for (const [index, part] of shares.entries()) {
          const millionths = BigInt(formatDecimal((parts[index] ?? decimal(0)).times(1_000_000)))
          const gap = part * 1_000_000n - total * millionths
          expect(gap < 1_000_000n && gap > -1_000_000n).toBe(true)
        }
      }),
    )
  })

  test('sharing a debt mirrors sharing a credit', () => {
    fc.assert(
      fc.property(anyMoney, partition, (total, parts) => {
        const mirrored = share(money(-total), parts).map((part) => money(-part))
        expect(mirrored).toEqual(share(total, parts) satisfies Money[])
      }),
    )
  })
})
