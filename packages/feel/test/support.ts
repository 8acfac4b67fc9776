import { expect } from 'vitest'
import {
  compileFormula,
  evaluate,
  formatValue,
  isUnknown,
  type Mode,
  type Node,
  type ParseOptions,
  parse,
  typeOfValue,
  type Value,
} from '../src/index.ts'

/** The names that tests may use in policy mode. */
export const NAMES = [
  '今日',
  '注册地',
  '成立日期',
  '成立年限',
  '职工总数',
  '年销售收入',
  '券面金额',
  '年度额度',
  '年度额度.预留',
  '开放单位.注册地',
  '是否高新',
  '独立法人',
  '研发费用',
  '政府补助',
  '贷款 余额',
  '贷款',
  '未结清',
  '得分',
  '禁申至',
  '公示期',
  '主营方向',
  'in库存',
  '收入',
  'a',
  'b',
  'c',
  'xs',
]

export interface Setting {
  readonly mode?: Mode
  readonly goal?: ParseOptions['goal']
  readonly names?: readonly string[]
  readonly facts?: Readonly<Record<string, Value>>
  readonly input?: Value
}

/** The tree of a text that must be readable. */
export function tree(text: string, setting: Setting = {}): Node {
  const mode = setting.mode ?? 'policy'
  const names = setting.names ?? (mode === 'policy' ? NAMES : Object.keys(setting.facts ?? {}))
  const { tree, problems } = parse(text, { goal: setting.goal ?? 'expression', mode, names })
  const [problem] = problems
  if (problem) throw new Error(`${text}: ${problem.code} ${problem.message.en}`)
  return tree
}

/** The value of a text that must be readable, which every way to evaluate it must agree on. */
export function compute(text: string, setting: Setting = {}): Value {
  const scope = { lookup: (name: string) => setting.facts?.[name] }
  const { input } = setting
  const mode = setting.mode ?? 'policy'
  const options = input === undefined ? {} : { input }
  const node = tree(text, setting)
  const value = evaluate(node, scope, { ...options, mode })
  const formula = compileFormula(node, { mode })
  expect(say(formula(scope, options).value), `generated: ${text}`).toBe(say(value))
  expect(say(formula(scope, { ...options, traced: true }).value), `traced: ${text}`).toBe(
    say(value),
  )
  return value
}

/** A value in words: its text, quoted if it is one, or the names it waits for and its bounds. */
export function say(value: Value): string {
  if (isUnknown(value)) {
    const names = [...value.missing].sort().join(',')
    const bounded = value.number || value.low !== null || value.high !== null
    const sure = value.number ? '' : '~'
    const ends = `${value.low?.toFixed() ?? ''}..${value.high?.toFixed() ?? ''}`
    return bounded ? `?{${names}} ${sure}${ends}` : `?{${names}}`
  }
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(say).join(', ')}]`
  return formatValue(value) ?? (value === null ? 'null' : typeOfValue(value))
}

/** The rows `left => right` of a table; blank lines and lines that begin with # are left out. */
export function rows(table: string): [left: string, right: string][] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.lastIndexOf(' => ')
      if (at < 0) throw new Error(`no => in ${line}`)
      return [line.slice(0, at).trim(), line.slice(at + 4).trim()]
    })
}

/** The tree without places, for comparing. */
export function bare(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, value) => (key === 'at' ? undefined : value)))
}
