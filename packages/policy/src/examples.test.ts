import { describe, expect, it } from 'vitest'
import { compileMini, findPolicy, lineOf, mini, planted } from '../test/mini.ts'
import { runExamples } from './examples.ts'

const options = { calendar: mini.calendar, policyOf: findPolicy }

describe('the worked examples', () => {
  it('hold as they stand, and are counted', () => {
    const run = runExamples(mini.policy, options)
    expect(run.failures).toEqual([])
    const rules = mini.policy.examples.flatMap((table) => table.rows)
    const lives = mini.policy.lives.flatMap((life) => life.rows)
    expect(run.count).toBe(rules.length + lives.length)
  })

  it.each<[string, string, string, string]>([
    [
      'a wrong value',
      '| 恰好二百人 | `职工总数: 200` | `true` |',
      '| 恰好二百人 | `职工总数: 200` | `false` |',
      '可申请资格应为 false',
    ],
    [
      'a wrong amount',
      '| 都满足 | | `true` | `18万元` |',
      '| 都满足 | | `true` | `19万元` |',
      '算出来是 18万元',
    ],
    [
      'a known value where “?” is expected',
      '| 都满足 | | `true` | `18万元` |',
      '| 都满足 | | `?` | `18万元` |',
      '可申请资格应为 ?',
    ],
    [
      'a wrong range',
      '`?` | `[6万元..18万元]` | 职工总数 |',
      '`?` | `[6万元..30万元]` | 职工总数 |',
      '补助上限应为 [6万元..30万元]',
    ],
    [
      'a wrong reason',
      '| 多一人 | `职工总数: 201` | `false` | `6万元` | 职工不多于200人 |',
      '| 多一人 | `职工总数: 201` | `false` | `6万元` | 在本县注册 |',
      '理由里没有“在本县注册”',
    ],
    [
      'a wrong state',
      '| 2024-03-04 | 受理 | | 待评审 |',
      '| 2024-03-04 | 受理 | | 待公示 |',
      '状态应为“待公示”，实际是“待评审”',
    ],
    [
      'a wrong balance',
      '| 2024-03-20 | 拨付 | | 已拨付 | `0` | `833333.33元` |',
      '| 2024-03-20 | 拨付 | | 已拨付 | `0` | `833333.34元` |',
      '专项资金应为 833333.34元',
    ],
    [
      'a refusal that does not come',
      '| 2024-03-04 | 受理 | | 待评审 | `0` | `100万元` | | |',
      '| 2024-03-04 | 受理 | | 待评审 | `0` | `100万元` | R5 | |',
      '应以 R5 拒绝，实际办成了',
    ],
    [
      'a refusal that was not expected',
      '| 2024-03-18 | 确认 | | 公示中 | `0` | `82万元` | R3 | |',
      '| 2024-03-18 | 确认 | | 公示中 | `0` | `82万元` | | |',
      '应当办成，实际以 R3 拒绝',
    ],
    [
      'another refusal than expected',
      '| 2024-03-18 | 确认 | | 公示中 | `0` | `82万元` | R3 | |',
      '| 2024-03-18 | 确认 | | 公示中 | `0` | `82万元` | R5 | |',
      '应以 R5 拒绝，实际以 R3 拒绝',
    ],
    [
      'a reason where nothing was refused',
      '| 2024-03-04 | 受理 | | 待评审 | `0` | `100万元` | | |',
      '| 2024-03-04 | 受理 | | 待评审 | `0` | `100万元` | | 核定大于零 |',
      '没有可以说明的拒绝',
    ],
    [
      'a wrong reason of a refusal',
      '`核定金额: 180000.01元` | 待公示 | `0` | `100万元` | R5 | 不超过上限 |',
      '`核定金额: 180000.01元` | 待公示 | `0` | `100万元` | R5 | 核定大于零 |',
      '拒绝的原因里没有“核定大于零”',
    ],
  ])('report %s where it stands', (_, from, to, message) => {
    const { policy, text } = compileMini(planted(from, to))
    const { failures } = runExamples(policy, options)
    const here = failures.filter((one) => one.place.line === lineOf(text, to))
    expect(here.map((one) => one.message.zh).join('\n')).toContain(message)
    expect(here.every((one) => one.message.en !== '')).toBe(true)
    expect(runExamples(policy, { ...options, firstOnly: true }).failures.length).toBeGreaterThan(0)
  })
})

describe('a life', () => {
  it('sees a duty done late by the column 超期', () => {
    const late = (day: string, due: string) =>
      compileMini(
        planted(
          '| 算例：设备补助 | 动作 | 填报 | ⇒ 状态 | ⇒ 申请次数 | ⇒ 拒绝 |\n|---|---|---|---|---|---|',
          `| 算例：设备补助 | 动作 | ⇒ 超期 |\n|---|---|---|\n| 2024-03-01 | 申请 | 无 |\n| ${day} | 受理 | ${due} |\n\n| 算例：设备补助 | 动作 | 填报 | ⇒ 状态 | ⇒ 申请次数 | ⇒ 拒绝 |\n|---|---|---|---|---|---|`,
        ),
      ).policy
    expect(runExamples(late('2024-03-15', '无'), options).failures).toEqual([])
    expect(runExamples(late('2024-03-18', '2024-03-15'), options).failures).toEqual([])
    expect(runExamples(late('2024-03-18', '无'), options).failures).toHaveLength(1)
  })

  it('begins with what 期初 says is left', () => {
    const { policy } = compileMini(
      planted(
        '| 2024-03-01 | 申请 | `申请金额: 0元` | 起 | `1` | `100万元` | R5 | 金额大于零 |',
        '| 2024-03-01 | 期初 | `申请次数: 0次` | 起 | `0` | | | |\n| 2024-03-01 | 申请 | | 起 | `0` | | R5 | 还有机会 |\n| 2024-03-01 | 期初 | `申请次数: 1次` | 起 | `1` | | | |',
      ),
    )
    expect(runExamples(policy, options).failures).toEqual([])
  })
})
