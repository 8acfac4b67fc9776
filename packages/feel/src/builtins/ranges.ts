import { order } from '../compare.ts'
import { literalValue } from '../literal.ts'
import { parse } from '../parse.ts'
import type { Report } from '../report.ts'
import type { Node } from '../syntax.ts'
import { parseDate, parseDateTime, parseDuration, parseTime } from '../temporal.ts'
import { T, type Type } from '../types.ts'
import { isDecimal, Range, typeOfValue, type Value } from '../value.ts'
import { type Builtin, param, type Signature } from './define.ts'

/** How points and ranges lie to one another (DMN 1.5 table 78), and ranges read from text. */

/** A point is the range that holds only itself. */
function spanned(value: Value): Range {
  return value instanceof Range ? value : new Range(value, value, true, true)
}

/** One end of a range; a side that is open to infinity has no value. */
interface End {
  readonly value: Value
  readonly included: boolean
  readonly infinite: -1 | 0 | 1
}

const low = (r: Range): End => ({
  value: r.low,
  included: r.lowIncluded,
  infinite: r.low === null ? -1 : 0,
})
const high = (r: Range): End => ({
  value: r.high,
  included: r.highIncluded,
  infinite: r.high === null ? 1 : 0,
})

/** Negative, zero or positive as `a` lies before, at or after `b`. */
function lies(a: End, b: End): number {
  if (a.infinite !== 0 || b.infinite !== 0) return a.infinite - b.infinite
  return order(a.value, b.value) ?? Number.NaN
}

const before = (a: Range, b: Range): boolean => {
  const gap = lies(high(a), low(b))
  return gap < 0 || (gap === 0 && !(a.highIncluded && b.lowIncluded))
}

const meets = (a: Range, b: Range): boolean =>
  a.highIncluded && b.lowIncluded && lies(high(a), low(b)) === 0

const overlaps = (a: Range, b: Range): boolean => !before(a, b) && !before(b, a)

/** Whether `a` begins earlier than `b`, where an included end begins before an excluded one. */
const beginsEarlier = (a: Range, b: Range): boolean => {
  const gap = lies(low(a), low(b))
  return gap < 0 || (gap === 0 && a.lowIncluded && !b.lowIncluded)
}

const endsWithin = (a: Range, b: Range): boolean => {
  const gap = lies(high(a), high(b))
  return gap < 0 || (gap === 0 && (!a.highIncluded || b.highIncluded))
}

const beginsWithin = (a: Range, b: Range): boolean => {
  const gap = lies(low(a), low(b))
  return gap > 0 || (gap === 0 && (!a.lowIncluded || b.lowIncluded))
}

const overlapsBefore = (a: Range, b: Range): boolean =>
  beginsEarlier(a, b) && !before(a, b) && endsWithin(a, b)

const finishes = (a: Range, b: Range): boolean =>
  a.highIncluded === b.highIncluded && lies(high(a), high(b)) === 0 && beginsWithin(a, b)

const during = (a: Range, b: Range): boolean => beginsWithin(a, b) && endsWithin(a, b)

const starts = (a: Range, b: Range): boolean =>
  a.lowIncluded === b.lowIncluded && lies(low(a), low(b)) === 0 && endsWithin(a, b)

const coincides = (a: Range, b: Range): boolean => during(a, b) && during(b, a)

const swap =
  (relation: (a: Range, b: Range) => boolean) =>
  (a: Range, b: Range): boolean =>
    relation(b, a)

/** Whether all ends can be put in one order. */
function comparable(a: Range, b: Range): boolean {
  if (a.op === '!=' || b.op === '!=') return false
  const ends = [a.low, a.high, b.low, b.high].filter((end) => end !== null)
  return ends.every((end) => order(ends[0] ?? null, end) !== null)
}

type Kinds = 'pp' | 'pr' | 'rp' | 'rr'

function signature(kinds: Kinds, relation: (a: Range, b: Range) => boolean): Signature {
  const names = {
    pp: ['point1', 'point2'],
    pr: ['point', 'range'],
    rp: ['range', 'point'],
    rr: ['range1', 'range2'],
  }[kinds]
  const types = [...kinds].map((kind): Type => (kind === 'p' ? T.any : T.range))
  return {
    parameters: names.map((name, i) => param(name, types[i] ?? T.any)),
    apply: ([first, second], report) => {
      // A point may be anything that has an order, but not a range.
      const points = [first, second].filter((_, i) => kinds[i] === 'p')
      const [a, b] = [spanned(first), spanned(second)]
      const wrong = points.some((point) => point instanceof Range || point === null)
      if (!wrong && comparable(a, b)) return relation(a, b)
      report({ zh: '这些值没有先后。', en: 'These values have no order.' })
      return null
    },
  }
}

function relation(
  name: string,
  zh: string,
  en: string,
  kinds: readonly Kinds[],
  test: (a: Range, b: Range) => boolean,
): Builtin {
  const signatures = kinds.map((kind) => signature(kind, test))
  return { name, meaning: { zh, en }, signatures: selected(signatures), result: T.boolean }
}

/** Ranges come first, since a parameter for a point takes anything. */
function selected(signatures: readonly Signature[]): readonly Signature[] {
  const ranges = (s: Signature) => s.parameters.filter((p) => p.type.kind === 'range').length
  return signatures.toSorted((a, b) => ranges(b) - ranges(a))
}

/** A range written as text, its ends being literals (DMN 1.5 grammar rule 66). */
function rangeOf([text]: [string], report: Report): Value {
  const { tree, problems } = parse(text, { goal: 'expression', mode: 'standard' })
  if (problems.length === 0 && tree.kind === 'range' && !tree.op && tree.low && tree.high) {
    const [from, to] = [constant(tree.low), constant(tree.high)]
    const sign = order(from, to)
    if (sign !== null && sign <= 0 && typeOfValue(from) === typeOfValue(to)) {
      return new Range(from, to, tree.lowIncluded, tree.highIncluded)
    }
  }
  report({ zh: `“${text}”不是范围。`, en: `“${text}” is no range.` })
  return null
}

const READERS = new Map<string, (text: string) => Value>([
  ['date', parseDate],
  ['time', parseTime],
  ['date and time', parseDateTime],
  ['duration', parseDuration],
])

function constant(node: Node): Value {
  if (node.kind === 'number' || node.kind === 'at-literal') return literalValue(node)
  if (node.kind === 'string') return node.value
  if (node.kind === 'negate') {
    const value = constant(node.value)
    return isDecimal(value) ? value.negated() : null
  }
  if (node.kind !== 'call' || node.callee.kind !== 'name' || node.args.length !== 1) return null
  const text = node.args[0]?.value
  return text?.kind === 'string' ? (READERS.get(node.callee.name)?.(text.value) ?? null) : null
}

const ALL: readonly Kinds[] = ['pp', 'pr', 'rp', 'rr']
const IN: readonly Kinds[] = ['pr', 'rr']
const OF: readonly Kinds[] = ['rp', 'rr']
const RANGES_ONLY: readonly Kinds[] = ['rr']

export const RANGES: readonly Builtin[] = [
  relation('before', '在前', 'whether it lies before', ALL, before),
  relation('after', '在后', 'whether it lies after', ALL, swap(before)),
  relation('meets', '首尾相接', 'whether it ends where the other begins', RANGES_ONLY, meets),
  relation(
    'met by',
    '尾首相接',
    'whether it begins where the other ends',
    RANGES_ONLY,
    swap(meets),
  ),
  relation('overlaps', '有重叠', 'whether they share anything', RANGES_ONLY, overlaps),
  relation(
    'overlaps before',
    '从前面重叠',
    'whether it overlaps from before',
    RANGES_ONLY,
    overlapsBefore,
  ),
  relation(
    'overlaps after',
    '从后面重叠',
    'whether it overlaps from after',
    RANGES_ONLY,
    swap(overlapsBefore),
  ),
  relation('finishes', '同时结束', 'whether it ends the other', IN, finishes),
  relation('finished by', '由其结束', 'whether the other ends it', OF, swap(finishes)),
  relation('includes', '包含', 'whether it holds the other', OF, swap(during)),
  relation('during', '在其中', 'whether it lies within the other', IN, during),
  relation('starts', '同时开始', 'whether it begins the other', IN, starts),
  relation('started by', '由其开始', 'whether the other begins it', OF, swap(starts)),
  relation('coincides', '完全相同', 'whether both are the same', ['pp', 'rr'], coincides),
  {
    name: 'range',
    meaning: { zh: '文本所写的范围', en: 'the range written in a text' },
    signatures: [{ parameters: [param('from', T.string)], apply: rangeOf }],
    result: T.range,
  },
]
