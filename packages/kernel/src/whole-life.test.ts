/** A voucher through its whole life by the kernel's interface, as the policy has it. */
import { day } from '@huoshui/values'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembers, type City, given, type Member, openCallOf, openCity } from '../test/city.ts'
import { freshDatabase } from '../test/database.ts'
import { firmFacts, labFacts, money, voucher } from '../test/voucher.ts'
import type { Json } from './codec.ts'
import type { Database } from './db/database.ts'
import { accountsOf, brokenInvariants } from './ledger.ts'
import { replay } from './replay.ts'
import type { Answer, SlotChoice } from './request.ts'
import { sweep } from './sweep.ts'

let db: Database
let city: City
let firm: Member
let lab: Member
let keys = 0

const office = (role: string, as = role) => ({ actor: city.people[role] as string, role: as })
const asFirm = () => ({ actor: firm.actor, role: '申领单位', subject: firm.subject })
const asLab = () => ({ actor: lab.actor, role: '开放单位', subject: lab.subject })

interface Doing {
  readonly on: string
  readonly act: string
  readonly by: { actor: string | null; role: string; subject?: string }
  readonly filled?: { [name: string]: Json }
  readonly slots?: { [kind: string]: SlotChoice }
  readonly procedure?: string
}

/** Does an act on a day: of a matter, or opening one. */
function act(matter: string | null, doing: Doing): Promise<Answer> {
  city.clock.day = day(doing.on)
  keys++
  return city.kernel.act({
    key: `life-${keys}`,
    target: matter
      ? { form: 'matter', id: matter }
      : { form: 'open', policy: voucher, procedure: doing.procedure ?? '创新券' },
    act: doing.act,
    asker: doing.by,
    ...(doing.filled ? { filled: doing.filled } : {}),
    ...(doing.slots ? { slots: doing.slots } : {}),
  })
}

const stateOf = (answer: Answer): string =>
  answer.ok ? answer.state : `${answer.refusal.code} ${answer.refusal.message.zh}`

async function opened(on: string, amount: string): Promise<string> {
  const answer = await act(null, {
    on,
    act: '领取',
    by: asFirm(),
    filled: { 券面金额: money(amount) },
  })
  if (!answer.ok) throw new Error(stateOf(answer))
  return answer.matter
}

const project = (name: string): { [kind: string]: SlotChoice } => ({
  开放单位: { id: lab.subject },
  合同: { name: `示例合同${name}` },
  项目: { name: `示例项目${name}` },
})

/** What the register of funded projects says of the project of a matter. */
async function projectIsNew(matter: string): Promise<void> {
  const [row] = await db.query<{ subject: string }>(
    `select subject from party where matter = $1 and kind = '项目'`,
    [matter],
  )
  const fact = { owner: voucher, name: '已获市级财政科技资金', value: false, evidence: '登记' }
  const from = city.clock.day
  await given(city, {
    facts: [{ ...fact, subject: row?.subject as string, source: '示例立项数据库', from }],
  })
}

async function registered(on: string, amount: string, name: string, end: string): Promise<string> {
  const matter = await opened(on, amount)
  const cooperation = { on, act: '提出合作', by: asFirm(), slots: project(name) }
  expect(stateOf(await act(matter, cooperation))).toBe('已领取')
  await projectIsNew(matter)
  const contract = {
    服务类型: '测试',
    用于大模型训练: false,
    强制或法定检测: false,
    合同到期日: { d: end },
    开放单位已核实: true,
  }
  const answer = await act(matter, { on, act: '登记', by: asLab(), filled: contract })
  expect(stateOf(answer)).toBe('已登记')
  return matter
}

/** Takes a registered voucher to where it waits for its publication. */
async function reviewed(matter: string, on: string, spent: string): Promise<void> {
  const filled = { 实际发生金额: money(spent), 兑现材料齐备: true }
  expect(stateOf(await act(matter, { on, act: '申请兑现', by: asLab(), filled }))).toBe('待评审')
  const good = { 技术含量较高: true }
  const by = office('专家组')
  expect(stateOf(await act(matter, { on, act: '通过评审', by, filled: good }))).toBe('待审核')
}

const publish = (matter: string, on: string, amount: string) =>
  act(matter, {
    on,
    act: '公示',
    by: office('主管部门'),
    filled: { 审核通过: true, 核定金额: money(amount) },
  })

/** Paid by another person than the one who fixed the amount. */
const pay = (matter: string, on: string) =>
  act(matter, { on, act: '拨付', by: office('主管部门二', '主管部门') })

async function account(name: string, part = ''): Promise<{ [name: string]: bigint }> {
  const all = await accountsOf(db, voucher, { limit: 1000 })
  const one = all.find((row) => row.name === name && row.key.includes(part))
  if (!one) throw new Error(`no account ${name}`)
  return { free: one.balance - one.held, held: one.held, balance: one.balance }
}

const yuan = (text: string): bigint => BigInt(text) * 100n

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  ;[firm] = (await addMembers(city, 'terms#企业', '申领单位', 1, firmFacts)) as [Member]
  ;[lab] = (await addMembers(city, `${voucher}#开放单位`, '开放单位', 1, labFacts)) as [Member]
  await openCallOf(
    city,
    voucher,
    '发放周期',
    { from: '2024-03-01', to: '2024-03-31' },
    {
      周期总额度: money('10000000'),
      周期止日: { d: '2024-03-31' },
      兑现公示期: { s: String(7 * 86400) },
      增补产业: [],
    },
  )
  for (const year of ['2024', '2025']) {
    const days = { from: `${year}-01-01`, to: `${year}-12-31` }
    await openCallOf(city, voucher, '预算年度', days, { 年度预算: money('10000000') })
  }
}, 120_000)

afterAll(() => db.close())

describe('a voucher through its whole life', () => {
  it('is claimed, registered, doubted, heard, published, objected to, paid in part', async () => {
    const matter = await registered('2024-03-05', '50000', '一', '2024-05-20')
    expect(await account('年度额度')).toMatchObject({ held: yuan('50000') })
    const filled = { 实际发生金额: money('120000'), 兑现材料齐备: true }
    const redeem = { act: '申请兑现', by: asLab(), filled }
    expect(stateOf(await act(matter, { on: '2024-05-20', ...redeem }))).toContain('R5')
    expect(stateOf(await act(matter, { on: '2024-06-03', ...redeem }))).toBe('待评审')
    const experts = office('专家组')
    const doubt = { on: '2024-06-10', act: '列为存疑', by: experts }
    expect(stateOf(await act(matter, doubt))).toBe('存疑待查')
    const hearing = { on: '2024-06-12', act: '组织答辩', by: office('主管部门') }
    expect(stateOf(await act(matter, hearing))).toBe('待评审')
    const good = { on: '2024-06-20', act: '通过评审', by: experts, filled: { 技术含量较高: true } }
    expect(stateOf(await act(matter, good))).toBe('待审核')
    expect(stateOf(await publish(matter, '2024-07-02', '40000'))).toBe('公示中')
    expect(await account('合同额度')).toMatchObject({ free: yuan('20000'), held: yuan('40000') })
    const objection = { on: '2024-07-05', act: '提出异议', by: { actor: null, role: '任何人' } }
    expect(stateOf(await act(matter, objection))).toBe('待审核')
    expect(await account('合同额度')).toMatchObject({ free: yuan('60000'), held: 0n })
    expect(stateOf(await publish(matter, '2024-07-08', '40000'))).toBe('公示中')
    expect(stateOf(await pay(matter, '2024-07-15'))).toContain('R3')
    const same = { on: '2024-07-16', act: '拨付', by: office('主管部门') }
    expect(stateOf(await act(matter, same))).toContain('R1')
    expect(stateOf(await pay(matter, '2024-07-16'))).toBe('已拨付')
    // A part was settled; the rest is free again.
    expect(await account('年度额度')).toEqual({
      free: yuan('460000'),
      held: 0n,
      balance: yuan('460000'),
    })
    expect(await account('单位往来')).toMatchObject({ balance: yuan('40000') })
  })

  it('lapses when it is not registered in time, and when it is not redeemed in time', async () => {
    const first = await opened('2024-03-06', '10000')
    const second = await registered('2024-03-06', '10000', '二', '2024-05-20')
    city.clock.day = day('2024-03-21')
    // Kept to the last day, and to the first workday when that is a day off.
    expect((await sweep(city.kernel)).done).toBe(0)
    city.clock.day = day('2024-03-22')
    expect(await sweep(city.kernel)).toMatchObject({ done: 1, broken: [] })
    expect((await sweep(city.kernel)).done).toBe(0)
    city.clock.day = day('2024-06-21')
    expect(await sweep(city.kernel)).toMatchObject({ done: 1, broken: [] })
    const states = await db.query<{ state: string }>(
      'select state from matter where id = any($1::uuid[])',
      [[first, second]],
    )
    expect(states.map((one) => one.state)).toEqual(['已作废', '已作废'])
    expect(await account('年度额度')).toMatchObject({ held: 0n })
  })

  it('is not paid in the last quarter but from the next year’s budget', async () => {
    const matter = await registered('2024-03-07', '20000', '三', '2024-05-20')
    await reviewed(matter, '2024-06-03', '30000')
    expect(stateOf(await publish(matter, '2024-09-25', '15000'))).toBe('公示中')
    expect(stateOf(await pay(matter, '2024-10-10'))).toContain('R5')
    expect(stateOf(await pay(matter, '2025-01-06'))).toBe('已拨付')
    expect(await account('专项资金', '年度=2025')).toMatchObject({ free: yuan('9985000') })
    expect(await account('年度额度')).toMatchObject({ balance: yuan('445000') })
  })

  it('is clawed back, and bars its firm for three years', async () => {
    const open = {
      on: '2024-08-01',
      act: '立案查申领单位',
      by: office('主管部门'),
      procedure: '违规处理',
      slots: { 申领单位: { id: firm.subject } },
    }
    const answer = await act(null, open)
    expect(stateOf(answer)).toBe('申领方待查')
    const matter = answer.ok ? answer.matter : ''
    const proved = { 违规情形: ['提供虚假信息'], 涉嫌犯罪: false }
    const steps: [string, { [name: string]: Json }?, { [kind: string]: SlotChoice }?][] = [
      ['查实', proved],
      ['决定追回', { 追回金额: money('40000') }, { 开放单位: { id: lab.subject } }],
    ]
    for (const [name, filled = {}, slots = {}] of steps) {
      const done = await act(matter, {
        on: '2024-08-05',
        act: name,
        by: office('主管部门'),
        filled,
        slots,
      })
      expect(stateOf(done)).toContain('申领方')
    }
    const other = office('主管部门二', '主管部门')
    for (const name of ['追回资金', '取消申领资格', '记入科技信用', '结案']) {
      const done = await act(matter, { on: '2024-08-09', act: name, by: other })
      expect(done.ok, stateOf(done)).toBe(true)
    }
    expect(await account('单位往来')).toMatchObject({ balance: yuan('15000') })
    const claim = { act: '领取', by: asFirm(), filled: { 券面金额: money('10000') } }
    const call = { from: '2027-08-01', to: '2027-08-31' }
    await openCallOf(city, voucher, '发放周期', call, {
      周期总额度: money('10000000'),
      周期止日: { d: '2027-08-31' },
      兑现公示期: { s: String(7 * 86400) },
      增补产业: [],
    })
    const barred = await act(null, { on: '2027-08-09', ...claim })
    expect(barred).toMatchObject({ ok: false, refusal: { code: 'R5' } })
    const rows = barred.ok ? [] : barred.refusal.reasons.map((one) => one.name)
    expect(rows).toContain('有申领资格')
  })

  it('leaves books that balance and a log from which all of it can be rebuilt', async () => {
    expect(await brokenInvariants(db)).toEqual([])
    const report = await replay(db)
    expect(report.differences).toEqual([])
    expect(report.ok).toBe(true)
    expect(await brokenInvariants(db)).toEqual([])
  })
})
