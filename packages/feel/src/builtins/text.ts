import { Decimal } from '@huoshui/values'
import { compilePattern, compileReplacement, isFound, matchesIn } from '../regex.ts'
import type { Report } from '../report.ts'
import type { SqlForm } from '../sql/forms.ts'
import { listOf, nullable, T, type Type } from '../types.ts'
import type { Value } from '../value.ts'
import { type Builtin, optional, type Parameter, param, type Signature } from './define.ts'

/** Functions on text (DMN 1.5 table 73). Positions and lengths count code points. */

const string = param('string', T.string)
const match = param('match', T.string)
const input = param('input', T.string)
const pattern = param('pattern', T.string)
const flags = optional('flags', nullable(T.string))

function one(
  name: string,
  zh: string,
  en: string,
  parameters: readonly Parameter[],
  apply: Signature['apply'],
  result: Type,
  sql?: SqlForm,
): Builtin {
  const row = { name, meaning: { zh, en }, signatures: [{ parameters, apply }], result }
  return sql === undefined ? row : { ...row, sql }
}

function substring(
  [text, start, length]: [string, Decimal, Decimal | undefined],
  report: Report,
): Value {
  const points = [...text]
  const from = start.gt(0) ? start.minus(1) : start.plus(points.length)
  const wrong = start.isZero() || start.abs().gt(points.length) || (length?.lt(1) ?? false)
  if (wrong || !start.isInteger()) {
    report({ zh: '截取的位置在文本之外。', en: 'The position is outside the text.' })
    return null
  }
  const to = length === undefined ? undefined : from.plus(length.trunc()).toNumber()
  return points.slice(from.toNumber(), to).join('')
}

function before([text, part]: [string, string]): Value {
  const at = text.indexOf(part)
  return at < 0 ? '' : text.slice(0, at)
}

function after([text, part]: [string, string]): Value {
  const at = text.indexOf(part)
  return at < 0 ? '' : text.slice(at + part.length)
}

function matches(
  [text, source, flag]: [string, string, string | null | undefined],
  report: Report,
): Value {
  const pattern = compilePattern(source, flag ?? '', report)
  return pattern === null ? null : isFound(pattern, text)
}

function replace(
  [text, source, replacement, flag]: [string, string, string, string | null | undefined],
  report: Report,
): Value {
  const pattern = compilePattern(source, flag ?? '', report)
  if (pattern === null) return null
  const fill = compileReplacement(replacement, (flag ?? '').includes('q'))
  if (fill === null || isFound(pattern, '')) {
    report({ zh: '替换的写法不对。', en: 'This replacement has no meaning.' })
    return null
  }
  const parts: string[] = []
  let [from, length] = [0, 0]
  for (const match of matchesIn(pattern, text, report)) {
    const part = text.slice(from, match.from) + fill(match.groups)
    length += part.length
    report.budget?.size(length)
    parts.push(part)
    from = match.to
  }
  return parts.join('') + text.slice(from)
}

function split([text, delimiter]: [string, string], report: Report): Value {
  const pattern = compilePattern(delimiter, '', report)
  if (pattern === null) return null
  if (isFound(pattern, '')) {
    report({ zh: '分隔的写法不能什么也不占。', en: 'The delimiter must not match empty text.' })
    return null
  }
  const parts: string[] = []
  let from = 0
  for (const match of matchesIn(pattern, text, report)) {
    parts.push(text.slice(from, match.from))
    from = match.to
  }
  return [...parts, text.slice(from)]
}

function join(
  [items, delimiter]: [readonly (string | null)[], string | null | undefined],
  { budget }: Report,
): Value {
  const [parts, between] = [items.filter((item) => item !== null), delimiter ?? '']
  budget?.size(parts.reduce((sum, part) => sum + part.length + between.length, 0))
  return parts.join(between)
}

const texts = param('list', listOf(nullable(T.string)))
const MATCH = [string, match]

export const TEXT: readonly Builtin[] = [
  one(
    'substring',
    '截取一段',
    'a part of the text',
    [string, param('start position', T.number), optional('length', T.number)],
    substring,
    T.string,
  ),
  one(
    'string length',
    '字数',
    'how many characters it has',
    [string],
    ([s]) => new Decimal([...s].length),
    T.number,
    'string length',
  ),
  one('upper case', '改成大写', 'in capitals', [string], ([s]) => s.toUpperCase(), T.string),
  one('lower case', '改成小写', 'in small letters', [string], ([s]) => s.toLowerCase(), T.string),
  one('substring before', '某段文字之前的部分', 'what stands before', MATCH, before, T.string),
  one('substring after', '某段文字之后的部分', 'what stands after', MATCH, after, T.string),
  one(
    'contains',
    '含不含某段文字',
    'whether it contains the text',
    MATCH,
    ([s, m]) => s.includes(m),
    T.boolean,
    'contains',
  ),
  one(
    'starts with',
    '是否以此开头',
    'whether it begins with',
    MATCH,
    ([s, m]) => s.startsWith(m),
    T.boolean,
    'starts with',
  ),
  one(
    'ends with',
    '是否以此结尾',
    'whether it ends with',
    MATCH,
    ([s, m]) => s.endsWith(m),
    T.boolean,
    'ends with',
  ),
  one(
    'matches',
    '是否符合正则式',
    'whether a pattern is found in it',
    [input, pattern, flags],
    matches,
    T.boolean,
  ),
  one(
    'replace',
    '按正则式替换',
    'with a pattern replaced',
    [input, pattern, param('replacement', T.string), flags],
    replace,
    T.string,
  ),
  one(
    'split',
    '按正则式拆开',
    'split at a pattern',
    [string, param('delimiter', T.string)],
    split,
    listOf(T.string),
  ),
  one(
    'string join',
    '接成一段',
    'joined',
    [texts, optional('delimiter', nullable(T.string))],
    join,
    T.string,
  ),
]
