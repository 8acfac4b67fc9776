import { Decimal } from '@huoshui/values'
import type { Budget } from '../budget.ts'
import { equal, order } from '../compare.ts'
import { or3 } from '../operators.ts'
import type { Report } from '../report.ts'
import { listOf, T, type Type } from '../types.ts'
import { waiting } from '../unknown.ts'
import { type FunctionValue, isList, isUnknown, type Value } from '../value.ts'
import { type Builtin, optional, param, rest, type Signature } from './define.ts'

/** Functions that take lists apart and make new ones (DMN 1.5 table 75). */

type List = readonly Value[]

const list = param('list', T.list)
const sameList = (args: readonly Type[]): Type => args[0] ?? T.list

/** Where a position points in a list of `length`: from 0; null when it points outside. */
function placeIn(position: Decimal, length: number): number | null {
  if (!position.isInteger() || position.isZero() || position.abs().gt(length)) return null
  return position.gt(0) ? position.toNumber() - 1 : length + position.toNumber()
}

function outside(position: Decimal, report: Report): null {
  const text = position.toFixed()
  report({ zh: `列表里没有第${text}项。`, en: `The list has no item ${text}.` })
  return null
}

function sublist([items, start, length]: [List, Decimal, Decimal | undefined], report: Report) {
  const from = placeIn(start, items.length)
  if (from === null) return outside(start, report)
  if (length === undefined) return items.slice(from)
  const fits = length.isInteger() && length.gte(0) && length.lte(items.length - from)
  return fits ? items.slice(from, from + length.toNumber()) : outside(start.plus(length), report)
}

function insertBefore([items, position, item]: [List, Decimal, Value], report: Report): Value {
  const at = placeIn(position, items.length)
  return at === null ? outside(position, report) : items.toSpliced(at, 0, item)
}

function remove([items, position]: [List, Decimal], report: Report): Value {
  const at = placeIn(position, items.length)
  return at === null ? outside(position, report) : items.toSpliced(at, 1)
}

function replaceAt([items, position, item]: [List, Decimal, Value], report: Report): Value {
  const at = placeIn(position, items.length)
  return at === null ? outside(position, report) : items.with(at, item)
}

/** Whether a function can be called with two arguments, as `sort` and `list replace` do. */
function takesTwo(f: FunctionValue, report: Report): boolean {
  const takes = f.variadic || f.forms.some((form) => form.required <= 2 && form.names.length >= 2)
  if (!takes) report({ zh: '函数要有两个参数。', en: 'The function must take two arguments.' })
  return takes
}

function replaceWhere([items, match, item]: [List, FunctionValue, Value], report: Report): Value {
  if (!takesTwo(match, report)) return null
  const met = items.map((old) => match.apply([old, item], report))
  if (met.some(isUnknown)) return waiting([...met, ...items, item])
  if (met.some((m) => typeof m !== 'boolean')) return null
  return items.map((old, i) => (met[i] === true ? item : old))
}

function contains([items, element]: [Value, Value], { budget }: Report): Value {
  if (!isList(items)) return waiting([items, element])
  let result: Value = false
  for (const item of items) {
    const decided = isUnknown(item) || isUnknown(element) || isList(item) === isList(element)
    result = or3(result, decided ? (equal(item, element, budget) ?? false) : false)
    if (result === true) break
  }
  return result
}

function same(a: Value, b: Value, budget?: Budget): boolean {
  return isList(a) === isList(b) && equal(a, b, budget) === true
}

function distinct(items: List, { budget }: Report): Value[] {
  const kept: Value[] = []
  for (const item of items) {
    budget?.spend(kept.length)
    if (!kept.some((other) => same(other, item, budget))) kept.push(item)
  }
  return kept
}

function flatten(items: List, report: Report, flat: Value[] = []): Value[] {
  report.budget?.spend(items.length + 1)
  for (const item of items) {
    if (isList(item)) flatten(item, report, flat)
    else flat.push(item)
  }
  report.budget?.size(flat.length)
  return flat
}

/** Merge sort: `precedes` may be any function, so no order may be assumed of it. */
function sort(items: List, precedes: (a: Value, b: Value) => boolean): List {
  if (items.length < 2) return items
  const middle = items.length >> 1
  const left = sort(items.slice(0, middle), precedes)
  const right = sort(items.slice(middle), precedes)
  const merged: Value[] = []
  let [i, j] = [0, 0]
  while (i < left.length && j < right.length) {
    const [a, b] = [left[i] ?? null, right[j] ?? null]
    if (precedes(b, a)) {
      merged.push(b)
      j++
    } else {
      merged.push(a)
      i++
    }
  }
  return [...merged, ...left.slice(i), ...right.slice(j)]
}

function sortBy([items, precedes]: [List, FunctionValue], report: Report): Value {
  if (!takesTwo(precedes, report)) return null
  const unsure: Value[] = []
  const sorted = sort(items, (a, b) => {
    const first = precedes.apply([a, b], report)
    if (isUnknown(first)) unsure.push(first)
    return first === true
  })
  return unsure.length > 0 ? waiting([...unsure, ...items]) : sorted
}

function sortPlain([items]: [List], report: Report): Value {
  if (items.some((item, i) => i > 0 && order(items[0] ?? null, item) === null)) {
    report({ zh: '这些值没有先后。', en: 'These values have no order.' })
    return null
  }
  return sort(items, (a, b) => (order(a, b) ?? 0) < 0)
}

function indexOf([items, match]: [List, Value], { budget }: Report): Value {
  return items.flatMap((item, i) => (same(item, match, budget) ? [new Decimal(i + 1)] : []))
}

function one(
  name: string,
  zh: string,
  en: string,
  parameters: Signature['parameters'],
  apply: Signature['apply'],
  result: Builtin['result'] = sameList,
): Builtin {
  return { name, meaning: { zh, en }, signatures: [{ parameters, apply }], result }
}

const position = param('position', T.number)
const newItem = param('newItem', T.any)
const lists = rest('list', T.list)

const listReplace: Builtin = {
  name: 'list replace',
  meaning: { zh: '换掉一项，或换掉符合条件的各项', en: 'with an item replaced' },
  signatures: [
    { parameters: [list, position, newItem], apply: replaceAt },
    { parameters: [list, param('match', T.function), newItem], apply: replaceWhere },
  ],
  result: sameList,
}

const sortFunction: Builtin = {
  name: 'sort',
  meaning: { zh: '按函数所说的先后排列', en: 'in the order a function says' },
  signatures: [
    { parameters: [list, param('precedes', T.function)], apply: sortBy },
    { parameters: [list], apply: sortPlain },
  ],
  result: sameList,
}

/** Functions that put lists together or take them apart without looking at their items. */
const PASSING: ReadonlySet<string> = new Set([
  'sublist',
  'append',
  'concatenate',
  'insert before',
  'remove',
  'reverse',
  'list replace',
])

const ALL: readonly Builtin[] = [
  {
    ...one(
      'list contains',
      '列表里有没有',
      'whether it is in the list',
      [list, param('element', T.any)],
      contains,
      T.boolean,
    ),
    takesUnknown: true,
    sql: 'list contains',
  },
  one(
    'sublist',
    '其中连续的几项',
    'some items in a row',
    [list, param('start position', T.number), optional('length', T.number)],
    sublist,
  ),
  one(
    'append',
    '在末尾加上',
    'with items added at the end',
    [list, rest('item', T.any)],
    ([items, added]) => [...items, ...added],
  ),
  one('concatenate', '接成一个列表', 'the lists one after another', [lists], ([all]) =>
    all.flat(1),
  ),
  one('union', '接起来，去掉重复', 'the lists together, each item once', [lists], ([all], report) =>
    distinct(all.flat(1), report),
  ),
  one(
    'insert before',
    '插在某一项之前',
    'with an item inserted',
    [list, position, newItem],
    insertBefore,
  ),
  one('remove', '去掉某一项', 'without one item', [list, position], remove),
  one('reverse', '倒过来', 'back to front', [list], ([items]) => items.toReversed()),
  one(
    'index of',
    '在第几项',
    'at which places it stands',
    [list, param('match', T.any)],
    indexOf,
    listOf(T.number),
  ),
  one('distinct values', '去掉重复', 'each item once', [list], ([items], report) =>
    distinct(items, report),
  ),
  one(
    'flatten',
    '拆开里面的列表',
    'with inner lists opened',
    [list],
    ([items], report) => flatten(items, report),
    T.list,
  ),
  listReplace,
  sortFunction,
]

export const LISTS: readonly Builtin[] = ALL.map((row) =>
  PASSING.has(row.name) ? { ...row, passesUnknown: true } : row,
)
