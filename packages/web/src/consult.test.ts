import { compileCorpus, policyFinder } from '@huoshui/policy'
import { day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import {
  type Answers,
  dontKnow,
  fromFragment,
  noAnswers,
  textOfValue,
  toFragment,
} from './answers.ts'
import { askedBy, consult, faultOf, knownFrom } from './consult.ts'
import type { Loaded } from './corpus.ts'
import { suggestionsFor } from './suggest.ts'
import { toCsv } from './try/export.ts'

const source = {
  path: 'test/a.md',
  text: `---
标识: test/a
名称: 办法
发布: 测试局
施行: 2024-01-01
状态: 施行
证据等级: 原文
地区: 甲省
条: 1
措施:
  - { 名: 补助, 对象: 单位, 资格: 可领, 金额: 补助额, 单位: 每年, 依据: 第一条 }
  - { 名: 奖励, 对象: 机构, 资格: 可奖, 依据: 第一条 }
---

# 办法

## 第一条 条件

> 符合的可以领取。

\`\`\`feel
目录: ["新材料", "新能源"]
补助额: min(投入, 5万元)
\`\`\`

| 条件：可领（同时满足） | 须满足 |
|---|---|
| 在甲地 | \`所在地 = "甲"\` |
| 方向在目录里 | \`方向 in 目录\` |
| 成立不超过五年 | \`今日 <= 成立日 + 5年\` |

| 条件：可奖（同时满足） | 须满足 |
|---|---|
| 有实验室 | \`有实验室\` |

## 事实

| 事实：单位 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 所在地 | 文本 | | 登记：执照 |
| 方向 | 文本 | | 填报：说明 |
| 成立日 | 日期 | | 登记：执照 |
| 投入 | 金额，下限 0元 | | 填报：账簿 |

| 事实：机构 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 有实验室 | 是非 | | 填报：清单 |
`,
}

const { policies, facts, words } = compileCorpus([source])
const corpus: Loaded = { policies, facts, words, texts: {}, policyOf: policyFinder(policies) }
const on = day('2026-03-02')

const answer = (given: Record<string, string>): Answers => ({
  ...noAnswers,
  given: new Map(Object.entries(given).map(([name, text]) => [`test/a#${name}`, text])),
})

describe('answers', () => {
  it('come back from an address as they went', () => {
    const answers: Answers = {
      day: on,
      given: new Map([
        ['职工总数', '80'],
        ['test/a#方向', '新材料 & 其他'],
        ['test/a#有实验室', dontKnow],
      ]),
      aside: new Set(['test/a#机构']),
    }
    expect(fromFragment(`#${toFragment(answers)}`)).toEqual(answers)
  })

  it('are none in an address that holds something else', () => {
    expect(fromFragment('#results').given.size).toBe(0)
    expect(fromFragment('#@day=2026-13-40').day).toBeNull()
  })

  it('are texts that read back as the same value', () => {
    const texts = { 所在地: '甲', 成立日: '2022-05-10', 投入: '30000.5元' }
    const known = knownFrom(corpus, answer(texts), new Map())
    const written = Object.fromEntries(
      [...known].map(([key, value]) => [
        key.slice('test/a#'.length),
        textOfValue(value, askedBy(corpus, key)?.fact.type ?? { kind: 'any' }),
      ]),
    )
    expect(written).toEqual(texts)
  })
})

describe('a consultation', () => {
  it('asks about what is open and decides as answers come in', () => {
    const first = consult(corpus, noAnswers, on)
    expect(first.results.map((one) => one.decision.conclusion)).toEqual(['unknown', 'unknown'])
    expect(first.questions.map((one) => one.missing.key)).toContain('所在地')
    const full = { 所在地: '甲', 方向: '新能源', 成立日: '2022-05-10', 投入: '8万元' }
    const last = consult(corpus, answer(full), on)
    const grant = last.results.find((one) => one.measure.name === '补助')
    expect(grant?.decision.conclusion).toBe('met')
    expect(grant?.amount?.high?.toString()).toBe('50000')
    expect(last.questions.map((one) => one.missing.key)).toEqual(['有实验室'])
  })

  it('does not ask again what is not known, and leaves it open', () => {
    const { questions, results } = consult(corpus, answer({ 所在地: dontKnow }), on)
    expect(questions.map((one) => one.missing.key)).not.toContain('所在地')
    expect(results.find((one) => one.measure.name === '补助')?.decision.conclusion).toBe('unknown')
  })

  it('sets measures of another kind of subject aside', () => {
    const answers = { ...noAnswers, aside: new Set(['test/a#机构']) }
    const { results, aside, questions } = consult(corpus, answers, on)
    expect(results.map((one) => one.measure.name)).toEqual(['补助'])
    expect(aside.map((one) => one.measure.name)).toEqual(['奖励'])
    expect(questions.map((one) => one.missing.key)).not.toContain('有实验室')
  })

  it('says why a text is no answer', () => {
    expect(faultOf(corpus, 'test/a#成立日', '2022-13-10')?.zh).toContain('2022-13-10')
    expect(faultOf(corpus, 'test/a#成立日', '2022-05-10')).toBeNull()
  })

  it('finds the fact of a question', () => {
    expect(askedBy(corpus, 'test/a#方向')?.fact.name).toBe('方向')
    expect(askedBy(corpus, 'test/a#没有')).toBeNull()
  })
})

describe('suggestions', () => {
  it('are what the policies compare a text with, lists included', () => {
    expect(suggestionsFor(policies, '方向')).toEqual(['新材料', '新能源'])
    expect(suggestionsFor(policies, '所在地')).toEqual(['甲'])
  })
})

describe('the table of many firms', () => {
  it('keeps codes as text and never lets a cell run as a formula', () => {
    const { results } = consult(corpus, noAnswers, on)
    const known = new Map([['统一社会信用代码', '911101080000000000']])
    const firm = { name: '=cmd()', row: 2, day: null, known, given: new Map() }
    const csv = toCsv([{ firm, day: on, results }], 'zh')
    expect(csv).toContain(`'=cmd(),"=""911101080000000000""",2026-03-02,办法,补助,待补`)
    expect(csv.startsWith('\ufeff')).toBe(true)
  })
})
