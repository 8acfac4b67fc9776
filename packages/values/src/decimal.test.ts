import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal, decimal, formatDecimal } from './index.ts'

describe('decimal', () => {
  test.each(['', ' ', 'abc', 'NaN', 'Infinity', '0x1f', '0b1', '1_000', '1,000', '１', '1e', '.'])(
    'refuses %j',
    (text) => {
      expect(() => decimal(text)).toThrow('not a number')
    },
  )

  test('takes a JavaScript number only when it is a safe integer', () => {
    expect(formatDecimal(decimal(-42))).toBe('-42')
    expect(() => decimal(0.1)).toThrow('safe integer')
    expect(() => decimal(2 ** 53)).toThrow('safe integer')
    expect(() => decimal(Number.NaN)).toThrow('safe integer')
  })

  test('refuses a number beyond decimal128 rather than making infinity of it', () => {
    expect(() => decimal('1e6145')).toThrow('too large')
    expect(formatDecimal(decimal('1e6144')).length).toBe(6145)
  })

  test('keeps every digit of what was written', () => {
    const text = '12345678901234567890123456789012345678901234567890.5'
    expect(formatDecimal(decimal(text))).toBe(text)
  })

  test('adds exactly where floats do not', () => {
    expect(formatDecimal(decimal('0.1').plus(decimal('0.2')))).toBe('0.3')
  })

  test('computes to 34 digits, half to even', () => {
    const third = new Decimal(1).div(3)
    expect(formatDecimal(third)).toBe(`0.${'3'.repeat(34)}`)
    const ten33 = decimal(10n ** 33n)
    expect(formatDecimal(ten33.plus('0.5'))).toBe(`1${'0'.repeat(33)}`)
    expect(formatDecimal(ten33.plus('1.5'))).toBe(`1${'0'.repeat(32)}2`)
  })
})

describe('formatDecimal', () => {
  test.each([
    ['0.50', '0.5'],
    ['12000', '12000'],
    ['1.2e4', '12000'],
    ['1e-7', '0.0000001'],
    ['1e45', `1${'0'.repeat(45)}`],
    ['-0', '0'],
    ['-0.10', '-0.1'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['3.', '3'],
  ])('%s is written %s', (given, written) => {
    expect(formatDecimal(decimal(given))).toBe(written)
  })

  test('reads back as the same number', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 60 }), (digits, places) => {
        const value = decimal(`${digits}e-${places}`)
        const text = formatDecimal(value)
        expect(text).not.toMatch(/e|\.\d*0$|\.$/i)
        expect(decimal(text).equals(value)).toBe(true)
      }),
    )
  })
})
