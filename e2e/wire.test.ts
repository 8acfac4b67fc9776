/** What a browser is handed decides as the documents themselves do. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Policy,
  policyFinder,
  readFactTexts,
  reasonLines,
  type Screening,
  screen,
} from '@huoshui/policy'
import { day } from '@huoshui/values'
import { expect, it } from 'vitest'
import { openLibrary } from '../packages/server/src/library.ts'
import { readSources } from '../packages/server/src/load.ts'
import { corpusForBrowsers } from '../packages/server/src/wire.ts'
import { readCorpus } from '../packages/web/src/corpus.ts'

const library = openLibrary(
  await readSources(join(fileURLToPath(new URL('..', import.meta.url)), 'policies')),
)
const wired = readCorpus(corpusForBrowsers(library))

/** A screening as it would be shown. */
function shown({ results, questions }: Screening): unknown {
  return {
    questions: questions.map((one) => one.key),
    results: results.map(({ policy, measure, decision, amount, call }) => ({
      measure: `${policy.file} ${measure.name}`,
      conclusion: decision.conclusion,
      missing: decision.missing.map((one) => one.key),
      reasons: decision.reasons.map((one) => [one.state, reasonLines(policy, one, 'zh')]),
      doubts: decision.interpretations.map((one) => one.number),
      amount: [amount?.low?.toString(), amount?.high?.toString()],
      call: call?.name,
    })),
  }
}

const firms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'of which nothing is known': {},
  'that is too large': { 注册地: '北京', 独立法人: '是', 职工总数: '620', 成立日期: '2022-05-10' },
  'of another province': { 注册地: '山东', 科技型中小企业: '是', 年销售收入: '3000万元' },
}

it.each(Object.keys(firms))('a firm %s', (name) => {
  const { policies, corpus } = library
  const entries = Object.entries(firms[name] ?? {})
  const { known } = readFactTexts(entries, '', { policies, facts: corpus.facts })
  const on = day('2024-09-20')
  const decide = (all: readonly Policy[]) =>
    shown(screen(known, { policies: all, day: on, policyOf: policyFinder(all) }))
  expect(decide(wired.policies)).toEqual(decide(policies))
})
