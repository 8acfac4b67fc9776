import { dateValue } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { firm, office, Running, yuan } from '../test/matter.ts'
import { both, compileMini, mini, planted } from '../test/mini.ts'
import type { StepResult } from './matter.ts'
import type { Reason } from './reason.ts'

/** What the reasons of a refusal say somebody has, for a fact or account. */
function givenFor(result: StepResult, name: string): string[] {
  if (result.ok) throw new Error('it was done')
  const found: string[] = []
  const look = (reason: Reason) => {
    for (const one of reason.findings) {
      if (one.form === 'compare' && one.given.text === name) found.push(String(one.given.value))
    }
    reason.because.forEach(look)
  }
  result.refusal.reasons.forEach(look)
  return found
}

const asks = (sum: number) => ({ 申请金额: yuan(sum), 材料齐备: true })

describe('reasons of one refusal after another', () => {
  it('are each told by its own facts', () => {
    const told = [201, 250, 201].map((staff) => {
      const run = new Running()
      run.facts = new Map([...run.facts, ['职工总数', new Decimal(staff)]])
      return givenFor(run.try('申请', '2024-03-01', firm, asks(1)), '职工总数')
    })
    expect(told).toEqual([['201'], ['250'], ['201']])
  })

  it('are each told by its own balances', () => {
    const { policy } = compileMini(planted('| `申请次数 >= 1` |', '| `申请次数 >= 3` |'))
    const told = [1, 2, 1].map((left) => {
      const run = new Running(policy)
      const key = '额度/申请次数[申请单位=示例单位甲,年度=2024]'
      run.books = new Map([[key, { funded: 1n, balance: BigInt(left), held: 0n }]])
      return givenFor(run.try('申请', '2024-03-01', firm, asks(1)), '申请次数')
    })
    expect(told).toEqual([['1'], ['2'], ['1']])
  })

  it('book nothing: the act that follows finds the books as they were', () => {
    const run = new Running()
    run.facts = new Map([...run.facts, ['职工总数', new Decimal(201)]])
    expect(run.try('申请', '2024-03-01', firm, asks(1)).ok).toBe(false)
    run.facts = new Map([...run.facts, ['职工总数', new Decimal(20)]])
    const { transfers } = run.act('申请', '2024-03-01', firm, asks(1))
    expect(transfers.map((one) => `${one.mode} ${one.amount}`)).toEqual(['fund 1', 'reserve 1'])
  })
})

describe('what an act fills in', () => {
  it('counts for its condition even where its deadline has read it before', () => {
    // The deadline reads the amount, and the condition reads it again once it is filled in.
    const { policy } = compileMini(
      both(
        planted('在`申请截止日`前 | 起', '在`截止`前 | 起'),
        planted('填 设备、申请金额、材料齐备', '填 申请金额、材料齐备'),
        planted(
          '三分之一: 设备原值 / 3',
          '三分之一: 设备原值 / 3\n截止: if 申请金额 > 1亿元 then 申请截止日 else 申请截止日 + 1个月',
        ),
      ),
    )
    const run = new Running(policy)
    run.facts = new Map([...run.facts, ['申请金额', yuan(-5)]])
    expect(run.try('申请', '2024-12-15', firm, asks(7)).ok).toBe(true)
  })

  it('makes the facts of a subject seen that it chooses, and hides those of the one before', () => {
    const run = new Running()
    run.act('申请', '2024-03-01', firm, asks(1))
    expect(run.matter.parties.get('设备')).toBe('示例设备')
    const opened = run.done[0]?.matter.parties
    expect([...(opened?.keys() ?? [])].sort()).toEqual(['申请单位', '申请年度', '设备'].sort())
  })

  it('leaves the parties that it was given as they were', () => {
    const run = new Running()
    const { parties } = run.matter
    run.act('申请', '2024-03-01', firm, asks(1))
    expect([...parties.keys()]).toEqual(['申请年度'])
  })
})

describe('deadlines that begin on the same day', () => {
  it('end on the same day under one calendar, and on another under another', () => {
    const run = new Running()
    const first = run.act('申请', '2024-03-01', firm, asks(1)).deadlines[0]
    const again = new Running(mini.policy, '设备补助', '示例二')
    const second = again.act('申请', '2024-03-01', firm, asks(1)).deadlines[0]
    expect(second).toEqual(first)
    const later = new Running(mini.policy, '设备补助', '示例三')
    const third = later.act('申请', '2024-03-04', firm, asks(1)).deadlines[0]
    expect([first?.due, third?.due]).toMatchObject([{ day: '2024-03-15' }, { day: '2024-03-18' }])
  })

  it('run longer for a matter whose time stood still', () => {
    const run = new Running()
    run.act('申请', '2024-03-01', firm, { ...asks(1), 材料齐备: false })
    run.act('要求补正', '2024-03-05', office)
    const { deadlines } = run.act('补正', '2024-03-12', firm, { 材料齐备: true })
    const due = deadlines.find((one) => one.act === '受理')?.due
    expect(due).toMatchObject({ day: day('2024-03-22') })
  })
})

describe('a date long before the first calendar', () => {
  const { policy } = compileMini(planted('自要求补正起15日内', '自`成立日期`起15日内'))
  const waiting = (founded: string) => {
    const run = new Running(policy)
    run.act('申请', '2024-03-01', firm, { ...asks(1), 材料齐备: false })
    run.facts = new Map([...run.facts, ['成立日期', dateValue(day(founded))]])
    return run
  }

  it('bars what is over in any case, and never stops the step', () => {
    const run = waiting('2010-03-01')
    const [due] = run.act('要求补正', '2024-03-04', office).deadlines
    expect(due?.due).toMatchObject({ day: '2010-03-16', provisional: false })
    const late = run.try('补正', '2024-03-05', firm, { 材料齐备: true })
    expect(late.ok ? 'ok' : late.refusal.code).toBe('R3')
  })

  it('is 暂定 where holidays that nobody knows may still move it', () => {
    const run = waiting('2023-12-10')
    const [due] = run.act('要求补正', '2024-03-04', office).deadlines
    expect(due?.due).toMatchObject({ day: '2023-12-25', provisional: true })
    expect(run.try('补正', '2024-03-05', firm, { 材料齐备: true }).ok).toBe(true)
  })
})
