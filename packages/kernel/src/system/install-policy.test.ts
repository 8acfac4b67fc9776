import type { SourceFile } from '@huoshui/policy'
import { day } from '@huoshui/values'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembers, type City, type Member, openCity, policyFiles } from '../../test/city.ts'
import { freshDatabase } from '../../test/database.ts'
import {
  act,
  agree,
  as,
  both,
  checkedPolicy,
  done,
  jsonFile,
  outcome,
  pairs,
  propose,
  yuan,
} from '../../test/two-people.ts'
import type { Database } from '../db/database.ts'
import { replay } from '../replay.ts'
import { recomputeProvisional } from './provisional.ts'

let db: Database
let city: City
let firm: Member

const slug = 'example/grant'

interface Version {
  readonly from: string
  readonly limit: string
  readonly decide: string
}

const text = ({ from, limit, decide }: Version) => `---
标识: ${slug}
名称: 示例市示例补助办法
施行: ${from}
状态: 施行
证据等级: 原文
地区: 示例市
条: 1
校核: { 录入: 示例录入员, 复核: 示例复核员 }
---

# 示例市示例补助办法

### 第一条 补助

> 企业申请，主管部门五个工作日以后核定。

| 条件：可申请（同时满足） | 须满足 |
|---|---|
| 不超过上限 | \`申请金额 <= ${limit}\` |

| 流程：补助（申请单位） | 由 | 须满足 | 期限 | 状态 | 办理 |
|---|---|---|---|---|---|
| 申请 | 申请单位 | \`可申请\` | | 起 → 待核定 | 填 申请金额 |
| ${decide} | 主管部门 | | 自申请起满5个工作日 | 待核定 → 已核定 | |

## 事实

| 事实：补助 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 申请金额 | 金额，下限 0元 | | 填报：申请表 |

## 算例

\`\`\`feel 基准
申请金额: ${limit}
\`\`\`

| 算例：基准 | 改动 | ⇒ 可申请 |
|---|---|---|
| 恰到上限 | | \`true\` |
`

const first = text({ from: '2024-01-01', limit: '5万元', decide: '核定' })
const second = text({ from: '2025-01-01', limit: '6万元', decide: '核准' })

const bundle = async (...files: readonly SourceFile[]) =>
  checkedPolicy(await jsonFile(db, { files }))

const applyFor = (amount: string) =>
  act(
    city,
    { policy: slug, procedure: '补助' },
    '申请',
    { actor: firm.actor, role: '申请单位', subject: firm.subject },
    { filled: { 申请金额: yuan(amount) } },
  )

const decideBy = (matter: string, name: string) => act(city, matter, name, as(city, '主管部门'))

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  ;[firm] = (await addMembers(city, `${slug}#申请单位`, '申请单位', 1, [])) as [Member]
}, 120_000)

afterAll(() => db.close())

describe('a policy is refused', () => {
  it('with every error of its text, and nothing of it is stored', async () => {
    const broken = first.replace('`可申请`', '`可申清`').replace('自申请起满5个', '约莫5个')
    const filled = await bundle({ path: `${slug}.md`, text: broken })
    const refused = await propose(city, pairs.installing, filled)
    const names = refused.ok ? [] : refused.refusal.reasons.map((one) => one.name)
    expect(names.length).toBeGreaterThanOrEqual(2)
    expect(names.every((name) => name.startsWith(`${slug}.md 第`))).toBe(true)
    const rows = await db.query('select 1 from policy where slug = $1', [slug])
    expect(rows).toEqual([])
  })

  it('whose examples do not come out, though that was said of it', async () => {
    const wrong = first.replace('⇒ 可申请 |\n|---|---|---|\n| 恰到上限 | | `true`', (found) =>
      found.replace('true', 'false'),
    )
    const refused = await propose(
      city,
      pairs.installing,
      await bundle({ path: `${slug}.md`, text: wrong }),
    )
    expect(outcome(refused)).toContain('恰到上限')
  })

  it('from a path that leads elsewhere, or a file that brings nothing', async () => {
    const out = await bundle({ path: '../示例.md', text: first })
    expect(outcome(await propose(city, pairs.installing, out))).toContain('不是政策文件的路径')
    const none = await bundle({ path: `${slug}.en.md`, text: 'nothing' })
    expect(outcome(await propose(city, pairs.installing, none))).toContain('没有政策')
  })
})

describe('versions', () => {
  it('stand side by side: a matter is finished under the one it began with', async () => {
    await both(city, pairs.installing, await bundle({ path: `${slug}.md`, text: first }))
    const again = await propose(
      city,
      pairs.installing,
      await bundle({ path: `${slug}.md`, text: first }),
    )
    expect(outcome(again)).toContain('这一版已经装着')
    city.clock.day = day('2024-12-30')
    expect(outcome(await applyFor('50000.01'))).toContain('R5')
    const old = done(await applyFor('50000'))
    await both(city, pairs.installing, await bundle({ path: `${slug}@2025.md`, text: second }))
    // Installed is not yet in force.
    expect(outcome(await applyFor('60000'))).toContain('R5')
    city.clock.day = day('2025-01-13')
    const young = done(await applyFor('60000'))
    expect(outcome(await decideBy(old.matter, '核准'))).toContain('R2')
    expect(outcome(await decideBy(old.matter, '核定'))).toBe('已核定')
    city.clock.day = day('2025-01-27')
    expect(outcome(await decideBy(young.matter, '核准'))).toBe('已核定')
  })

  it('that is mended takes the place of the text before it, and running matters keep theirs', async () => {
    const old = done(await applyFor('60000'))
    const mended = second.replace('6万元', '7万元').replace('申请金额: 6万元', '申请金额: 7万元')
    await both(city, pairs.installing, await bundle({ path: `${slug}@2025.md`, text: mended }))
    expect(outcome(await applyFor('70000'))).toBe('待核定')
    const rows = await db.query<{ withdrawn: boolean }>(
      `select withdrawn is not null as withdrawn from policy
        where slug = $1 and version = '2025' order by installed`,
      [slug],
    )
    expect(rows.map((row) => row.withdrawn)).toEqual([true, false])
    city.clock.day = day('2025-02-28')
    expect(outcome(await decideBy(old.matter, '核准'))).toBe('已核定')
  })

  it('that are withdrawn open no new matter; running ones are finished', async () => {
    const running = done(await applyFor('1000'))
    const reason = { 停用理由: '示例' }
    const absent = await propose(city, pairs.withdrawing, { 停用政策: 'x/y', ...reason })
    expect(outcome(absent)).toContain('没有装着')
    const own = await propose(city, pairs.withdrawing, { 停用政策: 'system', ...reason })
    expect(outcome(own)).toContain('不能停用')
    await both(city, pairs.withdrawing, { 停用政策: `${slug}@2025`, ...reason })
    // The first version is still installed and in force.
    expect(outcome(await applyFor('60000'))).toContain('R5')
    expect(outcome(await applyFor('50000'))).toBe('待核定')
    const { matter } = done(await propose(city, pairs.withdrawing, { 停用政策: slug, ...reason }))
    done(await agree(city, pairs.withdrawing, matter))
    expect(outcome(await applyFor('50000'))).toContain('R2')
    city.clock.day = day('2025-03-17')
    expect(outcome(await decideBy(running.matter, '核准'))).toBe('已核定')
  })
})

describe('a calendar', () => {
  it('that is installed makes provisional days firm, which the log says', async () => {
    await both(city, pairs.installing, await bundle({ path: `${slug}@2026.md`, text: second }))
    const years = policyFiles().flatMap(({ path }) => /^calendar\/(\d+)/.exec(path)?.[1] ?? [])
    const last = Math.max(...years.map(Number))
    city.clock.day = day(`${last}-12-29`)
    const late = done(await applyFor('1000'))
    const deadline = async () => {
      const [row] = await db.query<{ due: string; provisional: boolean }>(
        'select due, provisional from deadline where matter = $1',
        [late.matter],
      )
      return row
    }
    expect((await deadline())?.provisional).toBe(true)
    city.clock.day = day(`${last + 1}-02-26`)
    expect(outcome(await decideBy(late.matter, '核准'))).toContain('R3')
    expect(await recomputeProvisional(city.kernel)).toBe(0)
    const next = `---
标识: calendar/${last + 1}
年: ${last + 1}
通知: 示例通知
---

# ${last + 1}年放假调休

| 假日 | 放假 | 调休上班 |
|---|---|---|
| 元旦 | ${last + 1}-01-01 至 ${last + 1}-01-12 | |
`
    const file = { path: `calendar/${last + 1}.md`, text: next }
    await both(city, pairs.installing, await bundle(file))
    expect(await recomputeProvisional(city.kernel)).toBe(1)
    expect((await deadline())?.provisional).toBe(false)
    expect(((await deadline())?.due ?? '') > `${last + 1}-01-12`).toBe(true)
    expect(await recomputeProvisional(city.kernel)).toBe(0)
    expect(outcome(await decideBy(late.matter, '核准'))).toBe('已核定')
    const log = await db.query<{ act: string }>(
      `select envelope::json ->> 'act' as act from event where matter = $1 order by seq`,
      [late.matter],
    )
    expect(log.map((row) => row.act)).toEqual(['申请', '重算到期日', '核准'])
  })
})

it('leaves a log from which all of it can be rebuilt', async () => {
  expect((await replay(db)).differences).toEqual([])
})
