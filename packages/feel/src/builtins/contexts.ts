import type { Report } from '../report.ts'
import { listOf, nullable, T } from '../types.ts'
import { isContext, isList, type Value } from '../value.ts'
import { type Builtin, param, type Signature } from './define.ts'

/** Functions on contexts (DMN 1.5 table 80). */

type Context = ReadonlyMap<string, Value>

const context = param('context', T.context)
const key = param('key', T.string)
const value = param('value', nullable(T.any))

function getEntries(m: Context): Value {
  return [...m].map(
    ([name, item]) =>
      new Map<string, Value>([
        ['key', name],
        ['value', item],
      ]),
  )
}

function fromEntries(entries: readonly Value[], report: Report): Value {
  const result = new Map<string, Value>()
  for (const entry of entries) {
    const name = isContext(entry) ? entry.get('key') : undefined
    const item = isContext(entry) ? entry.get('value') : undefined
    if (typeof name !== 'string' || item === undefined || result.has(name)) {
      report({ zh: '每项要有不重复的 key 和 value。', en: 'Each needs its own key, and a value.' })
      return null
    }
    result.set(name, item)
  }
  return result
}

function put(m: Context, keys: readonly string[], item: Value): Value {
  const [first, ...others] = keys
  if (first === undefined) return null
  const result = new Map(m)
  if (others.length === 0) return result.set(first, item)
  const inner = m.get(first) ?? null
  if (!isContext(inner)) return null
  const changed = put(inner, others, item)
  return changed === null ? null : result.set(first, changed)
}

function merge(contexts: readonly Value[]): Value {
  return new Map(contexts.flatMap((m) => (isContext(m) ? [...m] : [])))
}

const contextPut: readonly Signature[] = [
  { parameters: [context, key, value], apply: ([m, name, item]) => put(m, [name], item) },
  {
    parameters: [context, param('keys', listOf(T.string)), value],
    apply: ([m, names, item]) => (isList(names) ? put(m, names as string[], item) : null),
  },
]

export const CONTEXTS: readonly Builtin[] = [
  {
    name: 'get value',
    meaning: { zh: '取一项', en: 'the value of one entry' },
    signatures: [
      { parameters: [param('m', T.context), key], apply: ([m, name]) => m.get(name) ?? null },
    ],
    result: T.any,
    passesUnknown: true,
  },
  {
    name: 'get entries',
    meaning: { zh: '列出各项', en: 'the entries as a list' },
    signatures: [{ parameters: [param('m', T.context)], apply: ([m]) => getEntries(m) }],
    result: T.list,
    passesUnknown: true,
  },
  {
    name: 'context',
    meaning: { zh: '由各项组成', en: 'made of entries' },
    signatures: [
      {
        parameters: [param('entries', listOf(T.context))],
        apply: ([entries], report) => fromEntries(entries, report),
      },
    ],
    result: T.any,
  },
  {
    name: 'context put',
    meaning: { zh: '加上或改掉一项', en: 'with one entry set' },
    signatures: contextPut,
    result: T.any,
    passesUnknown: true,
  },
  {
    name: 'context merge',
    meaning: { zh: '合并，后面的优先', en: 'merged, later ones winning' },
    signatures: [
      { parameters: [param('contexts', listOf(T.context))], apply: ([all]) => merge(all) },
    ],
    result: T.any,
  },
]
