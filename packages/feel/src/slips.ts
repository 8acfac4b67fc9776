import type { Text } from '@huoshui/values'

/** What people write out of habit where FEEL has something else, and what to write instead. */

/** Runs of signs that other languages compare with. */
const COMPARISONS = new Map([
  ['==', '='],
  ['===', '='],
  ['!==', '!='],
  ['=>', '>='],
  ['=<', '<='],
  ['<>', '!='],
  ['><', '!='],
  ['=!', '!='],
])

/** The comparison meant by a run of signs; undefined when there is no telling. */
export function comparisonFor(signs: string): string | undefined {
  return COMPARISONS.get(signs)
}

const WORDS = new Map(
  (
    [
      ['and', '且 并且 而且 和 及 以及 与 同时 AND And'],
      ['or', '或 或者 或是 OR Or'],
      ['in', '属于 IN'],
      ['=', '等于 是 为 equals'],
      ['!=', '不等于 不是 不为'],
      ['>', '大于 超过 高于 多于'],
      ['<', '小于 低于 少于 不足 不满'],
      ['>=', '大于等于 大于或等于 不小于 不低于 不少于 至少'],
      ['<=', '小于等于 小于或等于 不大于 不高于 不超过 不多于 至多'],
      ['+', '加 加上'],
      ['-', '减 减去'],
      ['*', '乘 乘以'],
      ['/', '除以'],
      ['then', '则 那么 THEN'],
      ['else', '否则 ELSE'],
    ] as const
  ).flatMap(([sign, words]) => words.split(' ').map((word) => [word, sign] as const)),
)

/** The operator that a word or a sign between two values stands for. */
export function operatorFor(text: string): string | undefined {
  return WORDS.get(text) ?? SIGNS.get(text)
}

const SIGNS = new Map([
  ['&', 'and'],
  ['∧', 'and'],
  ['|', 'or'],
  ['∨', 'or'],
  ['≧', '>='],
  ['⩾', '>='],
  ['≦', '<='],
  ['⩽', '<='],
  ['≡', '='],
  ['∈', 'in'],
  ['—', '-'],
  ['–', '-'],
  ['·', '*'],
  ['^', '**'],
  ['~', '..'],
  ['…', '..'],
  ['【', '['],
  ['】', ']'],
  ['〔', '('],
  ['〕', ')'],
])
const QUOTES: ReadonlySet<string> = new Set(["'", '‘', '’', '`', '”', '《', '》', '「', '」', '＂'])

/** What to do about a sign that formulas don't have. */
export function hintForSign(sign: string): Text {
  const instead = SIGNS.get(sign)
  if (instead !== undefined) return { zh: `写成“${instead}”。`, en: `Write “${instead}”.` }
  if (QUOTES.has(sign)) {
    return {
      zh: '文本用双引号括起来，例如 "北京"。',
      en: 'Put text in double quotes, such as "Beijing".',
    }
  }
  if (sign === '!') return { zh: '写成 not(…) 或 !=。', en: 'Write not(…) or !=.' }
  if (sign === '@') {
    return {
      zh: '后面写带引号的日期：@"2024-03-01"。',
      en: 'A quoted date follows: @"2024-03-01".',
    }
  }
  if (sign === '#') return { zh: '备注写在 // 之后。', en: 'Comments come after //.' }
  return {
    zh: '删掉它；若是文本的一部分，用引号把文本括起来。',
    en: 'Remove it; if it is part of a text, put the text in quotes.',
  }
}

const UNIT_FOR = new Map([
  ['万', '万元'],
  ['亿', '亿元'],
  ['块', '元'],
  ['圆', '元'],
  ['天', '日'],
  ['月', '个月'],
  ['工作日', '个工作日'],
  ['年度', '年'],
  ['周年', '年'],
  ['％', '%'],
])

/** What to do about the letters after a number; undefined when nothing is known about them. */
export function hintForUnit(number: string, letters: string): Text | undefined {
  const day = /^年(\d\d?)月(\d\d?)日?$/.exec(letters)
  if (day) {
    const [, month = '', date = ''] = day
    const written = `date("${number}-${month.padStart(2, '0')}-${date.padStart(2, '0')}")`
    return { zh: `日期写成 ${written}。`, en: `Write the date as ${written}.` }
  }
  const unit = UNIT_FOR.get(letters)
  if (unit !== undefined) {
    return { zh: `写成“${number}${unit}”。`, en: `Write “${number}${unit}”.` }
  }
  if (/^[个人家户名项件台套]$/.test(letters)) {
    return { zh: `只写数：“${number}”。`, en: `Write the number alone: “${number}”.` }
  }
  return undefined
}
