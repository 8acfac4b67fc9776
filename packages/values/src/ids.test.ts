import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCreditCode } from './index.ts'

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const KNOWN = ['91350100M000100Y43', '51420000MJH2003604', '51420000MJH200408C']

/** The 18th character by the table of weights in GB 32100-2015, not by powers. */
function finish(head: string): string {
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const sum = weights.reduce((total, w, i) => total + w * CHARACTERS.indexOf(head.charAt(i)), 0)
  return head + CHARACTERS.charAt((31 - (sum % 31)) % 31)
}

describe('codes that pass', () => {
  test.each(KNOWN)('%s', (code) => {
    expect(checkCreditCode(code)).toEqual({ ok: true, code })
    expect(finish(code.slice(0, 17))).toBe(code)
  })

  test.each([
    '91350100m000100y43',
    '９１３５０１００Ｍ０００１００Ｙ４３',
    ' 91350100M000100Y43　',
  ])('%s is folded', (text) => {
    expect(checkCreditCode(text)).toEqual({ ok: true, code: '91350100M000100Y43' })
  })

  test('a sum divisible by 31 asks for the check character 0', () => {
    const districts = Array.from({ length: 1000 }, (_, n) => String(350_000 + n))
    const zeros = districts
      .map((district) => finish(`91${district}M000100Y4`))
      .filter((code) => code.endsWith('0'))
    expect(zeros.length).toBeGreaterThan(10)
    expect(zeros.filter((code) => !checkCreditCode(code).ok)).toEqual([])
  })

  test('the check of the eight in the middle may be X or 0', () => {
    const bodies = Array.from({ length: 200 }, (_, n) => `MA${String(n).padStart(6, '0')}`)
    const checks = bodies.map((body) =>
      [...'0123456789X'].filter((c) => checkCreditCode(finish(`91350100${body}${c}`)).ok).join(''),
    )
    // Exactly one character closes each body, and every one of the eleven occurs.
    expect(checks.every((check) => check.length === 1)).toBe(true)
    expect([...new Set(checks)].sort().join('')).toBe('0123456789X')
  })
})

describe('codes that do not', () => {
  test.each<[string, number, string | undefined]>([
    ['91350100M000100Y4Z', 18, '3'],
    ['91350100M000100Y44', 18, '3'],
    ['91350100M000100Y53', 17, '4'],
    ['91350100MO00100Y43', 10, undefined],
    ['I1350100M000100Y43', 1, undefined],
    ['9135-100M000100Y43', 5, undefined],
    ['91A50100M000100Y43', 3, undefined],
    ['9135010AM000100Y43', 8, undefined],
    ['91350100M000100O43', 16, undefined],
    ['91350100M000100Y4', 18, undefined],
    ['91350100M000100Y433', 19, undefined],
    ['350100123456789', 16, undefined],
    ['', 1, undefined],
  ])('%j is wrong at %i', (text, position, expected) => {
    const check = checkCreditCode(text)
    if (check.ok) throw new Error('passed')
    expect(check.position).toBe(position)
    expect(check.expected).toBe(expected)
    expect(check.message.zh).not.toBe('')
    expect(check.message.en).not.toBe('')
  })

  test('the message names the length, the place and the right character', () => {
    const messages = ['91350100M000100Y4', '91350100M000100Y44', '91350100MO00100Y43'].map(
      (text) => {
        const check = checkCreditCode(text)
        return check.ok ? '' : check.message.zh
      },
    )
    expect(messages).toEqual([
      '统一社会信用代码有18位，填写了17位',
      '第18位校验字符应为“3”，对照证照核对全部18位',
      '第10位“O”不会出现在统一社会信用代码中，可用数字和除 I、O、S、V、Z 外的字母',
    ])
  })

  test('any one character mistyped is noticed', () => {
    const mistake = fc.tuple(
      fc.constantFrom(...KNOWN),
      fc.nat({ max: 17 }),
      fc.constantFrom(...CHARACTERS),
    )
    fc.assert(
      fc.property(mistake, ([code, index, char]) => {
        fc.pre(code.charAt(index) !== char)
        const mistyped = code.slice(0, index) + char + code.slice(index + 1)
        expect(checkCreditCode(mistyped).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})
