import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { amountLook, clauseOf, clausesOf, compileCorpus, outlineOf, renderPolicy } from './index.ts'
import { formulaText } from './render-english.ts'

const zh = {
  path: 'test/a.md',
  text: `---
标识: test/a
名称: 测试办法
文号: 测〔2024〕1号
发布: 测试局
施行: 2024-01-01
状态: 施行
证据等级: 原文
地区: 测试市
条: 3
依据: { 民法典: 中华人民共和国民法典 }
措施: [{ 名: 补助, 对象: 单位, 资格: 可领, 金额: 补助额, 单位: 每年, 依据: 第二条 }]
---

# 测试办法

<script>alert(1)</script>

前言<img src=x onerror=alert(1)>里有[坏链接](javascript:alert(1))和[好链接](https://example.org/)。

## 第一章 总则

### 第二条 条件

> 第1款 领取须同时满足：
>
> 1. 职工不超过十人；
> 2. 在名单里。
>
> 第2款 补助为投入的一半，最高五万元。

| 条件：可领（同时满足） | 须满足 | 依据 |
|---|---|---|
| 职工不超过十人 | \`职工 <= 10\` | 第1款第1项 |
| 在名单里 | \`名单内\` | 第1款第2项 |
| 期间按民法典 | \`not(停领)\` | 民法典第二百零一条 |

\`\`\`feel
补助额: min(投入 * 50%, 5万元)
\`\`\`

**解释 1（待确认）** “十人”含十人，见 \`可领\`。

### 第三条 附则

> 自公布之日起施行。

## 不设规则的条文

- 第一条：目的。

## 事实

| 事实：单位 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 职工 | 数，下限 0 | 在册的人 | 登记：名册 |
| 名单内 | 是非 | | 认定：名单 |
| 停领 | 是非，默认 false | | 办理：处理 |
| 投入 | 金额，下限 0元 | | 填报：账簿 |
`,
}

const en = {
  path: 'test/a.en.md',
  text: `---
标识: test/a
语言: en
名称: Test measures
发布: Test bureau
---

# Test measures

What it is about.

## Chapter 1 General

### Article 2 Conditions

> Paragraph 1. To receive the grant:
>
> 1. no more than ten employees;
> 2. on the list.
>
> Paragraph 2. Half of the spending, up to CNY 50,000.

**Interpretation 1** “Ten” includes ten.

### Article 3 Final

> In force from publication.

## Articles without rules

## Words

| 中文 | English |
|---|---|
| 职工 | employees |
| 投入 | spending |
| 补助额 | amount of the grant |
| 可领 | may receive the grant |
| 职工不超过十人 | no more than ten employees |
| 名单内 | on the list |
`,
}

const corpus = compileCorpus([zh, en])
const policy = corpus.policies[0]
if (!policy) throw new Error('the test policy did not compile')
const html = renderPolicy(policy, zh, { lang: 'zh' })
const english = renderPolicy(policy, zh, { lang: 'en', english: en })

describe('a document as HTML', () => {
  it('never passes raw HTML, pictures or addresses that run', () => {
    expect(html).not.toMatch(/<script|<img|onerror|javascript:/)
    expect(html).toContain('<a href="https://example.org/">好链接</a>')
    expect(html).toContain('坏链接')
  })

  it('gives articles, rules and interpretations their anchors', () => {
    expect(html).toContain('<h3 id="a2">第二条 条件</h3>')
    expect(html).toContain('id="r-可领"')
    expect(html).toContain('id="r-补助额"')
    expect(html).toContain('id="i1"')
  })

  it('names the rule and row that results are put into', () => {
    expect(html).toContain('data-rule="可领" data-row="在名单里"')
    expect(html).toContain('<span class="slot"></span>')
  })

  it('puts captions in words', () => {
    expect(html).toMatch(/<caption>.*条件.*<strong>可领<\/strong>.*各项须同时满足.*<\/caption>/)
    expect(html).not.toContain('条件：可领')
  })

  it('links a citation to its article with the clause it means', () => {
    expect(html).toContain(
      '<a class="cite" title="1. 职工不超过十人；" href="#a2">第二条第1款第1项</a>',
    )
  })

  it('does not link what the document does not restate', () => {
    expect(html).toContain(
      '<span class="cite" title="中华人民共和国民法典">民法典第二百零一条</span>',
    )
  })

  it('folds the back matter away', () => {
    expect(html).toMatch(/<details class="back"><summary><h2 id="[^"]+">事实<\/h2><\/summary>/)
  })

  it('sets the states of rows when there are results', () => {
    const decision = decide({ policy, day: '2024-02-01' as never, facts: new Map() }, '可领')
    const results = new Map([['可领', decision]])
    const marked = renderPolicy(policy, zh, { lang: 'zh', results })
    expect(marked).toMatch(/state-unknown.*待补/)
    expect(marked).toMatch(/state-met.*符合/)
  })
})

describe('the same document in English', () => {
  it('has the headings, restatements, words and formulas of the companion', () => {
    expect(english).toContain('<h3 id="a2">Article 2 Conditions</h3>')
    expect(english).toContain('no more than ten employees')
    expect(english).toContain('min(<span class="fact">spending</span> * 50%, CNY 50,000)')
    expect(english).toContain('What it is about.')
    expect(english).toContain('“Ten” includes ten.')
  })

  it('marks what is only to be had in Chinese', () => {
    expect(english).toContain('<span lang="zh-CN">在名单里</span>')
  })

  it('keeps the anchors, so that a link holds in both languages', () => {
    const ids = (text: string) => [...text.matchAll(/<h\d id="([^"]+)"/g)].map((match) => match[1])
    expect(ids(english)).toEqual(ids(html))
  })
})

describe('what pages need besides', () => {
  it('lists the headings', () => {
    const outline = outlineOf(policy, zh, { lang: 'zh' })
    expect(outline.map((one) => one.id)).toEqual(['s1', 'a2', 'a3', 's4', 's5'])
    expect(outline[1]).toEqual({ id: 'a2', level: 3, title: '第二条 条件' })
  })

  it('finds the clause that a citation means', () => {
    const clauses = clausesOf(policy, zh, 'zh')
    expect(clauseOf(clauses, { article: 2, paragraph: 1, item: 2 })).toBe('2. 在名单里。')
    expect(clauseOf(clauses, { article: 2, paragraph: 2 })).toBe(
      '第2款 补助为投入的一半，最高五万元。',
    )
    expect(clauseOf(clauses, { article: 9 })).toBe('')
    expect(clauseOf(clauses, { pending: true })).toBe('')
  })

  it('spells formulas in English', () => {
    expect(formulaText(policy, '投入 >= 3万元 and 名单内', 'en')).toBe(
      'spending >= CNY 30,000 and on the list',
    )
    expect(formulaText(policy, '今日 + 5个工作日', 'en')).toBe('today + 5 workdays')
  })

  it('says no amount where nothing is known of it', () => {
    const nothing = { value: null, low: null, high: null, calculation: null, missing: [] }
    expect(amountLook(nothing, 'zh')).toBeNull()
  })
})
