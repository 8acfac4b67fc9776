import { day } from '@huoshui/values'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembers, type City, type Member, openCallOf, openCity } from '../../test/city.ts'
import { freshDatabase } from '../../test/database.ts'
import {
  act,
  agree,
  both,
  done,
  jsonFile,
  on,
  outcome,
  pairs,
  propose,
  yuan,
} from '../../test/two-people.ts'
import { firmFacts, labFacts, voucher } from '../../test/voucher.ts'
import type { Database } from '../db/database.ts'
import { accountsOf, brokenInvariants } from '../ledger.ts'
import { replay } from '../replay.ts'

let db: Database
let city: City
let firm: Member
let lab: Member
let call: string

async function account(name: string): Promise<{ free: string; held: string }> {
  const all = await accountsOf(db, voucher, { limit: 1000 })
  const one = all.find((row) => row.name === name && row.floor !== null)
  if (!one) return { free: 'none', held: 'none' }
  return { free: String((one.balance - one.held) / 100n), held: String(one.held / 100n) }
}

/** A programme of which a firm has used half, with one voucher registered and not yet redeemed. */
const handedOver = (more: object = {}) => ({
  policy: voucher,
  accounts: [
    { account: '周期额度', keys: { 发放周期: call }, left: yuan('9000000') },
    { account: '年度额度', keys: { 申领单位: firm.subject, 年度: '2024' }, left: yuan('250000') },
  ],
  matters: [voucherAt('已登记')],
  ...more,
})

const voucherAt = (state: string) => ({
  procedure: '创新券',
  state,
  parties: {
    申领单位: firm.subject,
    开放单位: lab.subject,
    合同: { name: '示例合同一' },
    项目: { name: '示例项目一' },
  },
  performed: [
    { act: '领取', day: '2024-03-05' },
    { act: '提出合作', day: '2024-03-06' },
    { act: '登记', day: '2024-03-08' },
  ],
  reservations: [
    { account: '周期额度', amount: yuan('50000') },
    { account: '年度额度', amount: yuan('50000') },
  ],
  facts: {
    券面金额: yuan('50000'),
    服务类型: '测试',
    用于大模型训练: false,
    强制或法定检测: false,
    合同到期日: on('2024-05-20'),
  },
})

const filled = async (content: object, sum = '9250000') => ({
  期初文件: await jsonFile(db, content),
  期初合计: yuan(sum),
})
const checked = { 移交合计: yuan('9250000'), 账户已有发生额: false }

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  ;[firm] = (await addMembers(city, 'terms#企业', '申领单位', 1, firmFacts)) as [Member]
  ;[lab] = (await addMembers(city, `${voucher}#开放单位`, '开放单位', 1, labFacts)) as [Member]
  const days = { from: '2024-03-01', to: '2024-03-31' }
  call = await openCallOf(city, voucher, '发放周期', days, {
    周期总额度: yuan('10000000'),
    周期止日: { d: '2024-03-31' },
    兑现公示期: { s: String(7 * 86400) },
    增补产业: [],
  })
  city.clock.day = day('2024-03-20')
}, 120_000)

afterAll(() => db.close())

describe('a programme that is taken over is refused', () => {
  it('where its sum is not what was said, or not what the handover says', async () => {
    const wrong = await propose(city, pairs.opening, await filled(handedOver(), '9250000.01'))
    expect(outcome(wrong)).toContain('合计 9250000 元')
    const { matter } = done(await propose(city, pairs.opening, await filled(handedOver())))
    const other = { ...checked, 移交合计: yuan('9250001') }
    expect(outcome(await agree(city, pairs.opening, matter, other))).toContain('R5')
  })

  it('with every account and matter that does not fit its policy, and then nothing is booked', async () => {
    const content = handedOver({
      accounts: [
        { account: '周期额度', keys: {}, left: yuan('9000000') },
        { account: '月度额度', keys: {}, left: yuan('250000') },
        {
          account: '年度额度',
          keys: { 申领单位: { name: '示例企业无' }, 年度: '24' },
          left: yuan('0'),
        },
      ],
    })
    const strangers = await propose(city, pairs.opening, await filled(content, '9000000'))
    expect(outcome(strangers)).toContain('没有登记过叫“示例企业无”的申领单位')
    const known = handedOver({
      accounts: content.accounts.slice(0, 2),
      matters: [voucherAt('已拨付')],
    })
    const refused = await propose(city, pairs.opening, await filled(known, '9000000'))
    const reasons = refused.ok ? [] : refused.refusal.reasons.map((one) => one.name)
    expect(reasons.slice(0, 2)).toEqual(['账户第1行', '账户第2行'])
    expect(reasons.slice(2).every((name) => name === '事项第1行')).toBe(true)
    expect(reasons.length).toBeGreaterThan(2)
    expect(await account('周期额度')).toEqual({ free: 'none', held: 'none' })
  })

  it('in a file that is none, or of a policy that is not there', async () => {
    const none = await propose(city, pairs.opening, await filled({ policy: 'x/y' }))
    expect(outcome(none)).toContain('没有施行中的“x/y”')
    const empty = await propose(city, pairs.opening, await filled({ policy: voucher }))
    expect(outcome(empty)).toContain('没有账户，也没有事项')
  })
})

describe('a programme that is taken over', () => {
  let matter = ''

  it('has its balances, and its matter stands where it stood', async () => {
    const answer = await both(city, pairs.opening, await filled(handedOver()), checked)
    expect(answer).toMatchObject({ state: '期初已入账', entries: 3 })
    expect(await account('年度额度')).toEqual({ free: '200000', held: '50000' })
    expect(await account('周期额度')).toEqual({ free: '8950000', held: '50000' })
    const [row] = await db.query<{ id: string; number: string; state: string; opened: string }>(
      `select id, number, state, opened from matter where procedure = '创新券'`,
    )
    expect(row).toMatchObject({ number: '创新券-2024-000001', state: '已登记' })
    expect(row?.opened).toBe('2024-03-05')
    matter = row?.id ?? ''
    expect(await brokenInvariants(db)).toEqual([])
  })

  it('can’t be taken over a second time', async () => {
    const twice = await propose(city, pairs.opening, await filled(handedOver()))
    expect(outcome(twice)).toContain('已经有账')
  })

  it('goes on: its matter is redeemed in time and new claims count on', async () => {
    const asLab = { actor: lab.actor, role: '开放单位', subject: lab.subject }
    const redeem = { 实际发生金额: yuan('120000'), 兑现材料齐备: true }
    city.clock.day = day('2024-05-20')
    const early = await act(city, matter, '申请兑现', asLab, { filled: redeem })
    expect(outcome(early)).toContain('R5')
    city.clock.day = day('2024-06-03')
    expect(outcome(await act(city, matter, '申请兑现', asLab, { filled: redeem }))).toBe('待评审')
    city.clock.day = day('2024-03-29')
    const asFirm = { actor: firm.actor, role: '申领单位', subject: firm.subject }
    const claim = await act(city, { policy: voucher, procedure: '创新券' }, '领取', asFirm, {
      filled: { 券面金额: yuan('50000') },
    })
    expect(claim).toMatchObject({ ok: true, number: '创新券-2024-000002' })
    expect(await account('年度额度')).toEqual({ free: '150000', held: '100000' })
    expect(await brokenInvariants(db)).toEqual([])
  })

  it('keeps acts of before out of reach of a correction', async () => {
    const [row] = await db.query<{ seq: bigint }>(
      `select min(seq) as seq from event where matter = $1`,
      [matter],
    )
    const asked = { 被更正动作: String(row?.seq), 更正理由: '示例' }
    expect(outcome(await propose(city, pairs.correction, asked))).toContain('R4')
  })
})

it('leaves a log from which all of it can be rebuilt', async () => {
  expect((await replay(db)).differences).toEqual([])
  expect(await brokenInvariants(db)).toEqual([])
})
