/** A first draft of a policy: small, complete, and true to the format, with 示例 in every blank. */
import { addDays, type Day, weekday, yearOf } from '@huoshui/values'

/** `grant`: rules, a quota, a procedure and its money; `rules`: conditions and an amount alone. */
export type TemplateName = 'grant' | 'rules'

export const templateNames: readonly TemplateName[] = ['grant', 'rules']

export interface NewPolicy {
  /** The path below `policies/`, without `.md`. */
  readonly slug: string
  readonly title: string
  readonly issuer: string
  /** The day it is to come into force. The worked examples lie in the months after it. */
  readonly day: Day
  readonly template: TemplateName
}

/** The days of the worked examples. Publicity begins on a Wednesday: 5 workdays are not 5 days. */
interface Days {
  readonly apply: Day
  readonly last: Day
  readonly publish: Day
}

/**
 * The draft as Markdown. It passes `check` and its own examples as it stands.
 *
 * Shared facts are used, so it belongs below a `policies/` that has `terms/facts.md`; its examples
 * need the calendar of the year they lie in.
 */
export function newPolicy(given: NewPolicy): string {
  const days = exampleDays(given.day)
  const grant = given.template === 'grant'
  const parts = [
    front(given, days),
    opening(given),
    rules(grant ? '符合条件' : '可申请'),
    ...(grant ? [quota, procedure] : []),
    unruled(grant ? '第五条' : '第四条'),
    facts,
    ...(grant ? [grantFacts] : []),
    baseline(days, grant),
    ruleExamples(grant ? '符合条件' : '可申请'),
    ...(grant ? [grantExamples, lives(days)] : []),
  ]
  return `${parts.map((part) => part.trim()).join('\n\n')}\n`
}

/** A month in whose middle no holiday falls, in any year, and that begins after the policy does. */
function exampleDays(from: Day): Days {
  const quiet = [3, 7, 8, 11].map((month) => firstWednesday(yearOf(from), month))
  const publish =
    quiet.find((day) => addDays(day, -20) >= from) ?? firstWednesday(yearOf(from) + 1, 3)
  return { apply: addDays(publish, -9), last: addDays(publish, -5), publish }
}

/** The first Wednesday from the 14th on. */
function firstWednesday(year: number, month: number): Day {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-14`
  let day = text as Day
  while (weekday(day) !== 3) day = addDays(day, 1)
  return day
}

/** A text as a YAML value: as it is when that is safe, else in quotes. */
const yaml = (text: string): string =>
  /^[\p{Script=Han}\p{L}][\p{Script=Han}\p{L}\p{N}（）《》〔〕、]*$/u.test(text)
    ? text
    : JSON.stringify(text)

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function front({ slug, title, issuer, day, template }: NewPolicy, days: Days): string {
  const grant = template === 'grant'
  const year = yearOf(days.publish)
  const measure = [
    '名: 示例补助, 对象: 申请单位, 资格: 可申请, 金额: 补助金额, 单位: 每年',
    ...(grant ? ['流程: 补助'] : []),
    '依据: 第三条',
  ]
  return [
    '---',
    `标识: ${slug}`,
    `名称: ${yaml(oneLine(title))}`,
    '文号: 示例文号',
    `发布: ${yaml(oneLine(issuer))}`,
    `印发: ${day}`,
    `施行: ${day}`,
    '状态: 草案',
    '证据等级: 二手',
    '地区: 示例省',
    `条: ${grant ? 5 : 4}`,
    '对象: { 申请单位: 企业 }',
    '措施:',
    `  - { ${measure.join(', ')} }`,
    ...(grant
      ? [
          '通知:',
          '  - 对象: 申报年度',
          `    名: ${year}年度`,
          `    自: ${days.apply}`,
          `    至: ${days.last}`,
          '    依据: 示例通知',
          '    值:',
          `      申报截止日: 'date("${days.last}")'`,
          '      年度预算: 1000万元',
        ]
      : []),
    '救济: 示例：对不予支持的决定不服的，可以自知道之日起六十日内申请行政复议',
    '校核: { 录入: 待填, 复核: 待填 }',
    '---',
  ].join('\n')
}

const opening = ({ title }: NewPolicy) => `
# ${oneLine(title)}

这是一份草案。把引用块换成条文的复述，把“示例”换成真的名称和数字，再把文首的状态改成“施行”。

引用块是条文的复述，表格和 \`feel\` 块是机器执行的规则，其余文字是说明。
`

const rules = (name: string) => `
## 第二条 申请条件

> 在示例省注册、职工不超过300人、上一年度研发费用不低于10万元的企业，可以申请。

| 条件：${name}（同时满足） | 须满足 |
|---|---|
| 在示例省注册 | \`注册地 = "示例省"\` |
| 职工总数不超过300人 | \`职工总数 <= 300\` |
| 研发费用不低于10万元 | \`研发费用 >= 10万元\` |

**解释 1（待确认）** 条文没有写哪一天的职工人数，按申请之日算，见 \`${name}\`。

## 第三条 补助标准

> 按研发费用的百分之十补助，一年最多20万元，每个单位每年只能申请一次。

\`\`\`feel
补助金额: min(研发费用 * 10%, 20万元)
\`\`\`
`

const quota = `
| 账户：次数 | 每 | 注入 | 底线 |
|---|---|---|---|
| 申请机会 | 申请单位、申报年度 | \`1次\` | \`0次\` |

| 条件：可申请（同时满足） | 须满足 |
|---|---|
| 符合申请条件 | \`符合条件\` |
| 今年还有申请机会 | \`申请机会 >= 1次\` |
`

const procedure = `
## 第四条 程序

> 1. 在通知规定的截止日前申请；
> 2. 主管部门核定补助金额，公示五个工作日，期内可以提出异议；
> 3. 公示期满无异议的，拨付。

| 账户：资金 | 每 | 注入 | 底线 |
|---|---|---|---|
| 补助资金 | 申报年度 | \`年度预算\` | \`0元\` |

| 条件：核定适当（同时满足） | 须满足 | 依据 |
|---|---|---|
| 核定时仍符合申请条件 | \`符合条件\` | 第二条 |
| 核定金额大于零 | \`核定金额 > 0元\` | 第2项 |
| 核定金额不超过补助标准 | \`核定金额 <= 补助金额\` | 第三条 |

| 流程：补助（申请单位、申报年度） | 由 | 须满足 | 期限 | 状态 | 办理 | 依据 |
|---|---|---|---|---|---|---|
| 申请 | 申请单位 | \`可申请\` | 在\`申报截止日\`前 | 起 → 待审核 | 填 研发费用 | 第1项 |
| 核定 | 主管部门 | \`核定适当\` | | 待审核 → 公示中 | 填 核定金额；公示 企业名称、核定金额 | 第2项 |
| 不予支持 | 主管部门 | \`not(符合条件)\` | | 待审核 → 未获支持 | | 第2项 |
| 提出异议 | 任何人 | | 自核定起5个工作日内 | 公示中 → 待审核 | | 第2项 |
| 拨付 | 主管部门 | | 自核定起满5个工作日 | 公示中 → 已拨付 | | 第3项 |

| 记账：补助 | 从 | 到 | 金额 | 方式 |
|---|---|---|---|---|
| 申请 | 申请机会 | 已用 | \`1次\` | 预留 |
| 核定 | 补助资金 | 外部 | \`核定金额\` | 预留 |
| 不予支持 | 全部预留 | | | 释放 |
| 提出异议 | 补助资金 | | | 释放 |
| 拨付 | 全部预留 | | | 落实 |
`

const unruled = (last: string) => `
## 不设规则的条文

- 第一条：目的和依据。
- ${last}：施行日期，见文首。
`

const facts = `
## 事实

| 事实：申请单位 | 类型 | 说明 | 证据 | 公开 |
|---|---|---|---|---|
| 研发费用 | 金额，下限 0元 | 上一会计年度全年 | 填报：研发费用专项审计报告 | 授权 |
`

const grantFacts = `
| 事实：补助 | 类型 | 说明 | 证据 | 公开 |
|---|---|---|---|---|
| 核定金额 | 金额，下限 0元 | 主管部门核定的补助 | 认定：核定意见 | 公开 |

| 事实：申报年度 | 类型 | 说明 | 证据 | 公开 |
|---|---|---|---|---|
| 申报截止日 | 日期 | 当日仍可申请 | 通知：示例通知 | 公开 |
| 年度预算 | 金额，下限 0元 | 当年安排的补助资金 | 通知：示例通知 | 公开 |
`

const baseline = ({ apply, last }: Days, grant: boolean) => `
## 算例

\`\`\`feel 基准
今日: date("${apply}")
注册地: "示例省"
职工总数: 300
研发费用: 100万元${
  grant
    ? `
企业名称: "示例企业"
核定金额: 10万元
申报截止日: date("${last}")
年度预算: 1000万元`
    : ''
}
\`\`\`
`

const ruleExamples = (name: string) => `
### 条件和标准

| 算例：基准 | 改动 | ⇒ ${name} | ⇒ 补助金额 | 因为 |
|---|---|---|---|---|
| 恰好300人 | | \`true\` | \`10万元\` | |
| 多一个人 | \`职工总数: 301\` | \`false\` | \`10万元\` | 职工总数不超过300人 |
| 在外省注册 | \`注册地: "别的省"\` | \`false\` | \`10万元\` | 在示例省注册 |
| 研发费用恰好10万元 | \`研发费用: 10万元\` | \`true\` | \`1万元\` | |
| 研发费用少一分 | \`研发费用: 99999.99元\` | \`false\` | \`1万元\` | 研发费用不低于10万元 |
| 恰到上限 | \`研发费用: 200万元\` | \`true\` | \`20万元\` | |
| 差一角不到上限 | \`研发费用: 1999999.9元\` | \`true\` | \`199999.99元\` | |
| 超过上限，封顶 | \`研发费用: 300万元\` | \`true\` | \`20万元\` | |
| 人数还不知道 | \`职工总数: ?\` | \`?\` | \`10万元\` | 职工总数 |
| 研发费用还不知道 | \`研发费用: ?\` | \`?\` | \`[0元..20万元]\` | 研发费用 |
`

const grantExamples = `
| 算例：基准 | 改动 | ⇒ 可申请 | 因为 |
|---|---|---|---|
| 第一次申请 | | \`true\` | |
| 机会已经用过 | \`申请机会: 0\` | \`false\` | 今年还有申请机会 |
| 不符合条件 | \`职工总数: 301\` | \`false\` | 符合申请条件 |

| 算例：基准 | 改动 | ⇒ 核定适当 | 因为 |
|---|---|---|---|
| 恰为补助标准 | | \`true\` | |
| 比标准多一分 | \`核定金额: 100000.01元\` | \`false\` | 核定金额不超过补助标准 |
| 核定一分 | \`核定金额: 0.01元\` | \`true\` | |
| 核定为零 | \`核定金额: 0元\` | \`false\` | 核定金额大于零 |
| 已经不符合条件 | \`职工总数: 301\` | \`false\` | 核定时仍符合申请条件 |
`

const lives = ({ apply, last, publish }: Days) => `
### 一次补助的经过

截止日当天申请，公示满五个工作日的次日拨付。

| 算例：补助 | 动作 | 填报 | ⇒ 状态 | ⇒ 申请机会 | ⇒ 补助资金 | ⇒ 拒绝 | 因为 |
|---|---|---|---|---|---|---|---|
| ${last} | 申请 | | 待审核 | \`0\` | \`1000万元\` | | |
| ${publish} | 不予支持 | | 待审核 | \`0\` | \`1000万元\` | R5 | |
| ${publish} | 核定 | \`核定金额: 11万元\` | 待审核 | \`0\` | \`1000万元\` | R5 | 核定金额不超过补助标准 |
| ${publish} | 核定 | \`核定金额: 10万元\` | 公示中 | \`0\` | \`990万元\` | | |
| ${addDays(publish, 7)} | 拨付 | | 公示中 | \`0\` | \`990万元\` | R3 | |
| ${addDays(publish, 8)} | 提出异议 | | 公示中 | \`0\` | \`990万元\` | R3 | |
| ${addDays(publish, 8)} | 拨付 | | 已拨付 | \`0\` | \`990万元\` | | |

公示的最后一天有人提出异议；再审时人数已经超过，不予支持，机会还回来。

| 算例：补助 | 动作 | 填报 | 改动 | ⇒ 状态 | ⇒ 申请机会 | ⇒ 补助资金 | ⇒ 拒绝 |
|---|---|---|---|---|---|---|---|
| ${apply} | 申请 | | | 待审核 | \`0\` | \`1000万元\` | |
| ${publish} | 核定 | | | 公示中 | \`0\` | \`990万元\` | |
| ${addDays(publish, 7)} | 提出异议 | | | 待审核 | \`0\` | \`1000万元\` | |
| ${addDays(publish, 8)} | 不予支持 | | \`职工总数: 301\` | 未获支持 | \`1\` | \`1000万元\` | |

预算差一分都不能核定；恰好够用，就用到一分不剩。

| 算例：补助 | 动作 | 改动 | ⇒ 状态 | ⇒ 补助资金 | ⇒ 拒绝 |
|---|---|---|---|---|---|
| ${apply} | 申请 | | 待审核 | \`1000万元\` | |
| ${publish} | 核定 | \`年度预算: 99999.99元\` | 待审核 | \`99999.99元\` | R7 |
| ${publish} | 核定 | \`年度预算: 10万元\` | 公示中 | \`0元\` | |

截止日的次日不能申请。

| 算例：补助 | 动作 | 填报 | ⇒ 拒绝 |
|---|---|---|---|
| ${addDays(last, 1)} | 申请 | | R3 |
`
