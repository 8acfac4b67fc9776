import type { Value } from '@huoshui/feel'
import { Decimal } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { cashier, experts, firm, office, Running, yuan } from '../test/matter.ts'
import { compileMini, planted } from '../test/mini.ts'
import { type AvailableAct, type AvailableInput, availableActs } from './available.ts'

const at = (run: Running, on: string, actor: AvailableInput['actor']) =>
  availableActs({ ...run.at(on), actor })

const codes = (acts: readonly AvailableAct[]) =>
  Object.fromEntries(acts.map((one) => [one.act, one.refusal?.code ?? 'open']))

const named = (acts: readonly AvailableAct[], act: string) =>
  acts.find((one) => one.act === act) as AvailableAct

const asked = (one: AvailableAct) =>
  one.asks.map((ask) =>
    ask.form === 'fact' ? ask.fact.name : ask.form === 'slot' ? ask.kind : '附件',
  )

describe('the acts that are available', () => {
  it('before a matter begins are its openings, with what they will ask for', () => {
    const acts = at(new Running(), '2024-03-01', firm)
    expect(codes(acts)).toEqual({ 申请: 'open' })
    const [apply] = acts
    expect(asked(apply as AvailableAct)).toEqual(['设备', '申请金额', '材料齐备'])
    expect(apply?.undecided).toBe(true)
    expect(apply?.due).toMatchObject({ due: { day: '2024-11-30' }, opens: false, duty: false })
  })

  it('say no where what is known decides it already, with the row', () => {
    const run = new Running()
    run.facts = new Map([...run.facts, ['职工总数', new Decimal(201)]])
    const apply = named(at(run, '2024-03-01', firm), '申请')
    expect(apply.refusal?.code).toBe('R5')
    const rows = apply.refusal?.reasons.filter((one) => one.state === 'unmet')
    expect(rows?.map((one) => one.name)).toEqual(['有资格'])
  })

  it('say what is missing beside what will be filled in', () => {
    const run = new Running()
    run.facts = new Map([...run.facts].filter(([name]) => name !== '职工总数'))
    const apply = named(at(run, '2024-03-01', firm), '申请')
    expect(apply.refusal?.code).toBe('R6')
    expect(apply.refusal?.missing.map((one) => one.key)).toEqual(['职工总数'])
  })

  it('do not take what was filled in before for what will be filled in now', () => {
    const run = new Running()
    run.facts = new Map([...run.facts, ['申请金额', yuan(-1)]])
    expect(codes(at(run, '2024-03-01', firm))).toEqual({ 申请: 'open' })
  })

  it('are for whom the row names; anyone sees only whether they are open', () => {
    const run = new Running().upTo('公示')
    expect(codes(at(run, '2024-03-12', firm))).toEqual({ 提出异议: 'open', 确认: 'R1' })
    expect(codes(at(run, '2024-03-12', office))).toEqual({ 提出异议: 'open', 确认: 'R3' })
    expect(codes(at(run, '2024-03-12', 'anyone'))).toEqual({ 提出异议: 'open', 确认: 'R3' })
    expect(codes(at(run, '2024-03-19', 'anyone'))).toEqual({ 提出异议: 'R3', 确认: 'open' })
    expect(named(at(run, '2024-03-12', office), '确认').due).toMatchObject({
      due: { day: '2024-03-18' },
      opens: true,
    })
  })

  it('that lapse have the day of the act that lapses', () => {
    const run = new Running()
    run.act('申请', '2024-03-01', firm, { 申请金额: yuan(1), 材料齐备: false })
    const system = { user: '系统', role: '系统' }
    run.act('要求补正', '2024-03-04', office)
    const early = named(at(run, '2024-03-19', system), '作废')
    expect([early.refusal?.code, early.due]).toMatchObject(['R3', { due: { day: '2024-03-19' } }])
    expect(named(at(run, '2024-03-20', system), '作废').refusal).toBeNull()
  })

  it('that are duties stay open when they are late, and say so', () => {
    const run = new Running().upTo('申请')
    const on = (day: string) => named(at(run, day, office), '受理')
    expect([on('2024-03-15').overdueSince, on('2024-03-18').overdueSince]).toEqual([
      null,
      '2024-03-15',
    ])
    expect(on('2024-03-18').refusal).toBeNull()
  })

  it('and ask for nothing are worked out to the end, their money included', () => {
    const run = new Running().upTo('确认')
    expect(codes(at(run, '2024-03-20', cashier))).toEqual({ 拨付: 'open' })
    const same = named(at(run, '2024-03-20', office), '拨付')
    expect(same.refusal?.code).toBe('R1')
    expect(same.refusal?.message.zh).toContain('由另一个人办理')
    run.books = new Map([...run.books].filter(([key]) => !key.startsWith('资金')))
    expect(named(at(run, '2024-03-20', cashier), '拨付').undecided).toBe(false)
  })

  it('that another enters on paper ask for the file', () => {
    const run = new Running().upTo('受理')
    const clerk = { user: '示例窗口', role: '窗口' }
    const review = named(at(run, '2024-03-05', clerk), '评审')
    expect([review.refusal, asked(review)]).toEqual([null, ['先进程度', '一致推荐', '附件']])
    expect(asked(named(at(run, '2024-03-05', experts), '评审'))).toEqual(['先进程度', '一致推荐'])
  })

  it('done for a whole batch are not open for one matter', () => {
    const run = new Running(undefined, '示范评选')
    run.matter = { ...run.matter, state: '待排序' }
    const acts = codes(at(run, '2024-04-01', office))
    expect(acts).toEqual({ 抽查: 'R2', 入选: 'R2', 落选: 'R1' })
  })

  it('that fill in facts of a party nobody has chosen wait for it', () => {
    const { policy } = compileMini(
      planted('填 设备、申请金额、材料齐备', '填 设备原值、申请金额、材料齐备'),
    )
    const apply = named(at(new Running(policy), '2024-03-01', firm), '申请')
    expect([apply.refusal?.code, apply.refusal?.emptySlots]).toEqual(['R6', ['设备']])
  })

  it('never say no to an act that a step then does, nor yes to one that no filling opens', () => {
    const fillings: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
      申请: { 申请金额: yuan(200_000), 材料齐备: true },
      补正: { 材料齐备: true },
      评审: { 先进程度: yuan(85), 一致推荐: false },
      公示: { 核定金额: yuan(180_000) },
      确认: { 发票金额: yuan(300_000) },
    }
    const actors = [firm, office, cashier, experts, { user: '系统', role: '系统' }]
    let compared = 0
    for (const state of ['申请', '受理', '评审', '公示', '确认', '拨付']) {
      for (const on of ['2024-03-20', '2024-12-15']) {
        for (const actor of actors) {
          const here = new Running().upTo(state)
          for (const one of at(here, on, actor)) {
            const again = new Running().upTo(state)
            const result = again.try(one.act, on, actor, fillings[one.act])
            if (result.ok) expect([one.act, one.refusal]).toEqual([one.act, null])
            else if (one.refusal) expect(one.refusal.code).toBe(result.refusal.code)
            else expect(one.undecided).toBe(true)
            compared++
          }
        }
      }
    }
    expect(compared).toBe(100)
  })
})
