/** Models of DMN in few words, for tests of what an import makes of them. */
import type { Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import { expect } from 'vitest'
import { compileCorpus } from '../src/corpus.ts'
import { importDmn } from '../src/dmn/import.ts'
import { evaluation } from '../src/evaluation.ts'
import type { Policy } from '../src/policy.ts'

const namespace = 'https://www.omg.org/spec/DMN/20230324/MODEL/'

/** A model around these elements. */
export const model = (body: string): string =>
  `<definitions xmlns="${namespace}" id="m" name="示例模型" namespace="u:m">\n${body}\n</definitions>`

/** An input whose id is `i_` and its name. */
export const input = (name: string, type: string): string =>
  `<inputData id="i_${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>\n`

const needs = (...ids: readonly string[]): string =>
  ids
    .map((id) => {
      const kind = id.startsWith('f_') ? 'knowledge' : 'information'
      const target = id.startsWith('i_') ? 'requiredInput' : 'requiredDecision'
      const name = id.startsWith('f_') ? 'requiredKnowledge' : target
      return `<${kind}Requirement><${name} href="#${id}"/></${kind}Requirement>`
    })
    .join('')

/** A decision whose id is `d_` and its name, with the ids of what it requires. */
export const decision = (
  name: string,
  requires: readonly string[],
  logic: string,
  type = '',
): string =>
  `<decision id="d_${name}" name="${name}"><variable name="${name}"${
    type ? ` typeRef="${type}"` : ''
  }/>${needs(...requires)}${logic}</decision>\n`

/** A literal expression. */
export const literal = (text: string): string =>
  `<literalExpression><text>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text></literalExpression>`

interface Row {
  readonly tests: readonly string[]
  readonly results: readonly string[]
}

/** A table over the input 甲; rows are written `test | result`. */
export function table(attrs: string, rows: readonly string[], outputs = '<output/>'): string {
  const parsed = rows.map((row): Row => {
    const [tests = '', results = ''] = row.split('|')
    return { tests: tests.split('&'), results: results.split(';') }
  })
  const cell = (name: string) => (text: string) =>
    `<${name}><text>${text.trim().replaceAll('<', '&lt;')}</text></${name}>`
  const body = parsed.map(
    ({ tests, results }) =>
      `<rule>${tests.map(cell('inputEntry')).join('')}${results.map(cell('outputEntry')).join('')}</rule>`,
  )
  const clause = '<input><inputExpression><text>甲</text></inputExpression></input>'
  return `<decisionTable ${attrs}>${clause}${outputs}${body.join('')}</decisionTable>`
}

/** Imports a model and compiles the draft, which must hold no mistake of form. */
export function imported(body: string) {
  const result = importDmn(model(body), { file: 'x.dmn', slug: 'demo/draft' })
  const draft = result.draft ?? ''
  const { policies, diagnostics } = compileCorpus([{ path: 'demo/draft.md', text: draft }])
  const syntax = diagnostics.filter((one) => /^(?:P00|F0|F10)/.test(one.code))
  expect(syntax.map((one) => `${one.code} ${one.message.zh}`)).toEqual([])
  const policy = policies[0] as Policy
  const worth = (name: string, facts: Readonly<Record<string, Value>> = {}): unknown => {
    const known = new Map(Object.entries(facts))
    const value = evaluation({ policy, day: day('2024-03-01'), facts: known }).valueOf(name)
    return plain(value)
  }
  const codes = result.diagnostics.map((one) => one.code)
  return { ...result, draft, policy, codes, worth, checks: diagnostics }
}

function plain(value: Value): unknown {
  if (value instanceof Decimal) return value.toNumber()
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, one]) => [key, plain(one as Value)]))
  }
  return value
}

/** A number. */
export const n = (value: number): Value => new Decimal(value)
