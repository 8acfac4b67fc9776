import { isUnknown, type Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { Running, yuan } from '../test/matter.ts'
import { factsWith, mini } from '../test/mini.ts'
import { evaluation } from './evaluation.ts'
import { mattersAs, paidAs, paidBy, recordsAs } from './records.ts'

const on = day('2024-03-20')

function valueWith(name: string, list: string, value: Value): Value {
  const facts = factsWith({ [list]: value })
  return evaluation({ policy: mini.policy, day: on, facts }).valueOf(name)
}

const patent = (valid: Value | undefined, points: Value | undefined) =>
  new Map<string, Value>([
    ...(valid === undefined ? [] : [['有效', valid] as const]),
    ...(points === undefined ? [] : [['得分', points] as const]),
  ])

describe('records of an owner', () => {
  it('are what its formulas count and compare', () => {
    const list = recordsAs(mini.policy, '专利', [
      patent(true, new Decimal(70)),
      patent(true, new Decimal(90)),
      patent(false, new Decimal(10)),
    ])
    expect(String(valueWith('有效专利数', '专利', list))).toBe('2')
    expect(String(valueWith('最高专利分', '专利', list))).toBe('90')
  })

  it('that are none count as none, and that nobody has listed are not known', () => {
    expect(String(valueWith('有效专利数', '专利', recordsAs(mini.policy, '专利', [])))).toBe('0')
    const open = valueWith('有效专利数', '专利', recordsAs(mini.policy, '专利', null))
    expect(isUnknown(open) && [...open.missing]).toEqual(['专利'])
  })

  it('with something missing keep a rule open, and never decide it', () => {
    const list = recordsAs(mini.policy, '专利', [patent(true, undefined), patent(true, yuan(5))])
    const most = valueWith('最高专利分', '专利', list)
    expect(isUnknown(most) && [...most.missing]).toEqual(['专利'])
    const none = recordsAs(mini.policy, '专利', [patent(null, yuan(5))]) as ReadonlyMap<
      string,
      Value
    >[]
    expect(none[0]?.get('有效')).toBeNull()
  })

  it('hold what is declared and nothing else', () => {
    const given = new Map([...patent(true, yuan(1)), ['身高', yuan(2)] as const])
    const [record] = recordsAs(mini.policy, '专利', [given]) as ReadonlyMap<string, Value>[]
    expect([...(record?.keys() ?? [])]).toEqual(['有效', '得分'])
  })

  it('that are matters have a state', () => {
    const facts = new Map<string, Value>([['申请金额', yuan(5)]])
    const [one] = mattersAs(mini.policy, '设备补助', [{ state: '已拨付', facts }]) as ReadonlyMap<
      string,
      Value
    >[]
    expect([String(one?.get('申请金额')), one?.get('状态')]).toEqual(['5', '已拨付'])
  })
})

describe('享受记录', () => {
  it('is what the transfers of a life paid, and what the next decision reads', () => {
    const run = new Running().upTo('拨付')
    const paid = run.done.flatMap(
      (effects) => paidBy(mini.policy, run.matter, effects.transfers, on) ?? [],
    )
    expect(paid).toEqual([{ measure: '设备补助', project: null, amount: 10_000_000n, day: on }])
    expect(valueWith('可申请资格', '享受记录', paidAs(paid))).toBe(false)
    expect(valueWith('可申请资格', '享受记录', paidAs([]))).toBe(true)
    const before = paid.map((one) => ({ ...one, day: day('2023-12-31') }))
    expect(valueWith('可申请资格', '享受记录', paidAs(before))).toBe(true)
  })

  it('has 措施, 项目, 金额, 日期 and 年度', () => {
    const [one] = paidAs([
      { measure: '设备补助', project: '示例项目', amount: 1234n, day: on },
    ]) as ReadonlyMap<string, Value>[]
    expect([...(one ?? [])].map(([name, value]) => `${name} ${value}`)).toEqual([
      '措施 设备补助',
      '项目 示例项目',
      '金额 12.34',
      '日期 2024-03-20',
      '年度 2024',
    ])
  })

  it('counts what was taken back below zero, and neither quotas nor fines', () => {
    const move = (
      debitName: string,
      creditName: string,
      amount: bigint,
      mode = 'post' as const,
    ) => ({
      mode,
      ledger: '资金',
      debit: debitName,
      debitName,
      credit: creditName,
      creditName,
      amount,
    })
    const matter = { procedure: '设备补助', parties: new Map([['项目', '示例项目']]) }
    const sum = (...transfers: ReturnType<typeof move>[]) =>
      paidBy(mini.policy, matter, transfers, on)?.amount ?? null
    expect(sum(move('单位往来', '专项资金', 30n))).toBe(-30n)
    expect(sum(move('专项资金', '外部', 5n), move('专项资金', '单位往来', 7n))).toBe(12n)
    expect(sum(move('外部', '专项资金', 9n))).toBeNull()
    expect(sum(move('申请次数', '已用', 1n), move('专项资金', '已用', 1n))).toBeNull()
  })
})
