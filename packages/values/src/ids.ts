import type { Text } from './diagnostic.ts'
import { foldWidth } from './fold.ts'

/** The verdict on a code: itself in canonical form, or the first place that cannot be right. */
export type CreditCodeCheck =
  | { readonly ok: true; readonly code: string }
  | {
      readonly ok: false
      /** Counted from 1. */
      readonly position: number
      /** The character that would be right there, where the standard determines one. */
      readonly expected?: string
      readonly message: Text
    }

// GB 32100-2015: digits and capitals without I, O, S, V, Z.
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LENGTH = 18
// GB 11714: digits and all capitals stand for 0 to 35.
const BODY_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/**
 * Whether `text` is a 统一社会信用代码 (GB 32100-2015), both check characters included.
 *
 * Letters may be lower case and characters full-width; the code comes back in capitals. A code
 * that passes is well formed, not necessarily issued to anyone.
 */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = foldWidth(text).trim().toUpperCase()
  const characters = Array.from(code)
  for (const [index, char] of characters.entries()) {
    // The two check characters are left to their own tests, which know what should stand there.
    if (index < 16 && !CHARACTERS.includes(char)) return wrongCharacter(index + 1, char)
  }
  if (characters.length !== LENGTH) return wrongLength(characters.length)
  for (const [index, char] of characters.entries()) {
    if (index >= 2 && index < 8 && !/\d/.test(char)) return wrongRegion(index + 1, char)
  }
  const body = organisationCheck(code.slice(8, 16))
  if (code[16] !== body) return wrongCheck(17, body)
  const last = codeCheck(code.slice(0, 17))
  if (code[17] !== last) return wrongCheck(18, last)
  return { ok: true, code }
}

/** The 17th character: check of the eight before it (GB 11714). */
function organisationCheck(body: string): string {
  let sum = 0
  for (const [index, weight] of BODY_WEIGHTS.entries()) {
    sum += BODY_CHARACTERS.indexOf(body.charAt(index)) * weight
  }
  const check = 11 - (sum % 11)
  return check === 11 ? '0' : check === 10 ? 'X' : String(check)
}

/** The 18th character: check of the seventeen before it, weights being powers of 3 modulo 31. */
function codeCheck(head: string): string {
  let sum = 0
  let weight = 1
  for (const char of head) {
    sum += CHARACTERS.indexOf(char) * weight
    weight = (weight * 3) % 31
  }
  // The outer remainder matters: a sum divisible by 31 gives '0', not a 32nd character.
  return CHARACTERS.charAt((31 - (sum % 31)) % 31)
}

function wrongCharacter(position: number, char: string): CreditCodeCheck {
  return wrong(position, {
    zh: `第${position}位“${char}”不会出现在统一社会信用代码中，可用数字和除 I、O、S、V、Z 外的字母`,
    en: `character ${position} (${char}) occurs in no credit code; nor do I, O, S, V, Z`,
  })
}

function wrongLength(length: number): CreditCodeCheck {
  const position = length < LENGTH ? length + 1 : LENGTH + 1
  return wrong(position, {
    zh: `统一社会信用代码有18位，填写了${length}位`,
    en: `a credit code has 18 characters; this has ${length}`,
  })
}

function wrongRegion(position: number, char: string): CreditCodeCheck {
  return wrong(position, {
    zh: `第3至8位是行政区划代码，只用数字，第${position}位是“${char}”`,
    en: `characters 3 to 8 are the district, digits only; character ${position} is “${char}”`,
  })
}

function wrongCheck(position: 17 | 18, expected: string): CreditCodeCheck {
  const where =
    position === 17
      ? { zh: '第9至17位', en: 'characters 9 to 17' }
      : { zh: '全部18位', en: 'all 18 characters' }
  return {
    ok: false,
    position,
    expected,
    message: {
      zh: `第${position}位校验字符应为“${expected}”，对照证照核对${where.zh}`,
      en: `character ${position} should be “${expected}”: compare ${where.en} with the licence`,
    },
  }
}

function wrong(position: number, message: Text): CreditCodeCheck {
  return { ok: false, position, message }
}
