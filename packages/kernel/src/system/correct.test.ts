import { day } from '@huoshui/values'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembers, type City, given, type Member, openCallOf, openCity } from '../../test/city.ts'
import { freshDatabase } from '../../test/database.ts'
import { act, agree, both, done, outcome, pairs, propose, yuan } from '../../test/two-people.ts'
import { firmFacts, labFacts, voucher } from '../../test/voucher.ts'
import type { Database } from '../db/database.ts'
import { factsOn } from '../facts.ts'
import { accountsOf, brokenInvariants } from '../ledger.ts'
import { replay } from '../replay.ts'
import type { Asker } from '../request.ts'

let db: Database
let city: City
let firm: Member
let lab: Member

const asFirm = (): Asker => ({ actor: firm.actor, role: '申领单位', subject: firm.subject })
const claim = (amount: string) =>
  act(city, { policy: voucher, procedure: '创新券' }, '领取', asFirm(), {
    filled: { 券面金额: yuan(amount) },
  })

const correction = (seq: bigint) => ({ 被更正动作: String(seq), 更正理由: '按错了' })
const nothingLater = { 后来已有动作: false }

async function free(name: string): Promise<string> {
  const all = await accountsOf(db, voucher, { limit: 1000 })
  const one = all.find((row) => row.name === name)
  return one ? String((one.balance - one.held) / 100n) : 'none'
}

const matterAt = async (id: string) => {
  const [row] = await db.query<{ state: string; performed: { act: string }[]; reservations: [] }>(
    'select state, performed, reservations from matter where id = $1',
    [id],
  )
  return row
}

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  ;[firm] = (await addMembers(city, 'terms#企业', '申领单位', 1, firmFacts)) as [Member]
  ;[lab] = (await addMembers(city, `${voucher}#开放单位`, '开放单位', 1, labFacts)) as [Member]
  const days = { from: '2024-03-01', to: '2024-03-31' }
  await openCallOf(city, voucher, '发放周期', days, {
    周期总额度: yuan('10000000'),
    周期止日: { d: '2024-03-31' },
    兑现公示期: { s: String(7 * 86400) },
    增补产业: [],
  })
}, 120_000)

afterAll(() => db.close())

describe('a mis-pressed claim', () => {
  it('is taken back by a second person: quota, state and slots as before, the log keeps both', async () => {
    done(await claim('10000'))
    const claimed = done(await claim('50000'))
    expect(await free('年度额度')).toBe('440000')
    const { matter } = done(await propose(city, pairs.correction, correction(claimed.seq)))
    expect(await free('年度额度')).toBe('440000')
    const corrected = done(await agree(city, pairs.correction, matter, nothingLater))
    expect(corrected).toMatchObject({ state: '已更正', entries: 2 })
    expect(await free('年度额度')).toBe('490000')
    expect(await free('周期额度')).toBe('9990000')
    expect(await matterAt(claimed.matter)).toEqual({
      state: '起',
      performed: [],
      reservations: [],
    })
    const log = await db.query<{ act: string }>(
      `select envelope::json ->> 'act' as act from event where matter = $1 order by seq`,
      [claimed.matter],
    )
    expect(log.map((row) => row.act)).toEqual(['领取', '更正'])
    expect(await brokenInvariants(db)).toEqual([])
    // The same matter can be claimed again, with another amount.
    const again = await act(city, claimed.matter, '领取', asFirm(), {
      filled: { 券面金额: yuan('5000') },
    })
    expect(outcome(again)).toBe('已领取')
    expect(await free('年度额度')).toBe('485000')
  })

  it('is not corrected twice', async () => {
    const { seq } = done(await claim('1000'))
    await both(city, pairs.correction, correction(seq), nothingLater)
    expect(outcome(await propose(city, pairs.correction, correction(seq)))).toContain('R4')
  })

  it('has the facts that were known before it', async () => {
    const claimed = done(await claim('1000'))
    const project = {
      开放单位: { id: lab.subject },
      合同: { name: '示例合同一' },
      项目: { name: '示例项目一' },
    }
    const joined = await act(city, claimed.matter, '提出合作', asFirm(), { slots: project })
    await both(city, pairs.correction, correction(done(joined).seq), nothingLater)
    const kinds = await db.query<{ kind: string }>(
      'select kind from party where matter = $1 order by kind',
      [claimed.matter],
    )
    expect(kinds.map((row) => row.kind).sort()).toEqual(['发放周期', '申领单位'].sort())
    expect(await matterAt(claimed.matter)).toMatchObject({
      state: '已领取',
      performed: [{ act: '领取' }],
    })
    await both(city, pairs.correction, correction(claimed.seq), nothingLater)
    // The amount of the voucher is not known any more: the act has to be told it again.
    const untold = await act(city, claimed.matter, '领取', asFirm())
    expect(outcome(untold)).toContain('R4')
  })
})

describe('what an act did beside money', () => {
  const office = (role: string): Asker => ({ actor: city.people[role] as string, role })

  it('holds no longer: a firm that was barred by mistake may claim again', async () => {
    const slots = { 申领单位: { id: firm.subject } }
    const target = { policy: voucher, procedure: '违规处理' }
    const open = done(await act(city, target, '立案查申领单位', office('主管部门'), { slots }))
    const filled = { 违规情形: ['提供虚假信息'], 涉嫌犯罪: false }
    done(await act(city, open.matter, '查实', office('主管部门'), { filled }))
    const barred = done(await act(city, open.matter, '取消申领资格', office('主管部门')))
    expect(outcome(await claim('1000'))).toContain('R5')
    await both(city, pairs.correction, correction(barred.seq), nothingLater)
    expect(outcome(await claim('1000'))).toBe('已领取')
    const known = await factsOn(db, firm.subject, day('2024-03-01'))
    expect(known.some((one) => one.fact === `${voucher}#禁领至`)).toBe(false)
    // What a decision of that time saw is still there to be seen.
    const then = await factsOn(db, firm.subject, day('2024-03-01'), barred.seq)
    expect(then.some((one) => one.fact === `${voucher}#禁领至`)).toBe(true)
  })

  it('is taken back with what the system did upon it', async () => {
    const days = { from: '2024-01-01', to: '2024-12-31' }
    await openCallOf(city, voucher, '考核年度', days, { 申报截止日: { d: '2024-12-31' } })
    const asLab = { actor: lab.actor, role: '开放单位', subject: lab.subject }
    const target = { policy: voucher, procedure: '绩效考核' }
    const worth = { filled: { 开放设施价值量: yuan('1000000') } }
    const { matter } = done(await act(city, target, '申报', asLab, worth))
    const marks = ['运行情况', '开放制度建设', '开放程度', '服务质量', '创新券实施', '开放效果']
    const filled = {
      ...Object.fromEntries(marks.map((name) => [name, { n: '80' }])),
      评审存疑: true,
    }
    const reviewed = done(await act(city, matter, '评审', office('专家组'), { filled }))
    expect(reviewed).toMatchObject({ state: '待核查', entries: 2 })
    const corrected = await both(city, pairs.correction, correction(reviewed.seq), nothingLater)
    expect(corrected.entries).toBe(3)
    expect(await matterAt(matter)).toMatchObject({
      state: '待评审',
      performed: [{ act: '申报' }],
    })
    const again = { filled: { ...filled, 评审存疑: false } }
    expect(outcome(await act(city, matter, '评审', office('专家组'), again))).toBe('已评审')
  })
})

describe('a correction is refused', () => {
  it('while a later act stands, which it names', async () => {
    const claimed = done(await claim('2000'))
    const { matter } = done(await propose(city, pairs.correction, correction(claimed.seq)))
    const withdrawn = done(await act(city, claimed.matter, '撤回', asFirm()))
    const late = await agree(city, pairs.correction, matter, nothingLater)
    expect(outcome(late)).toBe(
      `R5 被更正动作：同一事项后来已有别的动作：“撤回”（第 ${withdrawn.seq} 号）。`,
    )
    const fresh = await propose(city, pairs.correction, correction(claimed.seq))
    expect(outcome(fresh)).toContain('R5')
    // The later one first, then the earlier one.
    await both(city, pairs.correction, correction(withdrawn.seq), nothingLater)
    expect(await matterAt(claimed.matter)).toMatchObject({ state: '已领取' })
    expect(outcome(await agree(city, pairs.correction, matter, nothingLater))).toBe('已更正')
  })

  it('to the one who proposed it, to the one who did the act, and for what never was', async () => {
    const claimed = done(await claim('3000'))
    const { matter } = done(await propose(city, pairs.correction, correction(claimed.seq)))
    // Even where one person has come to hold both roles.
    const hold = (actor: string) => ({ id: city.kernel.makeId(), actor, from: city.clock.day })
    const roles = [city.people.经办人 as string, firm.actor].map(hold)
    await given(city, { roles: roles.map((one) => ({ ...one, role: '复核人' })) })
    const agreeAs = (actor: string) =>
      act(city, matter, '同意更正', { actor, role: '复核人' }, { filled: nothingLater })
    expect(outcome(await agreeAs(city.people.经办人 as string))).toContain('R1 “提出更正”是您办的')
    expect(outcome(await agreeAs(firm.actor))).toContain('R1 “领取”是您办的')
    expect(outcome(await propose(city, pairs.correction, correction(999_999n)))).toContain('R4')
    const wordy = { 被更正动作: '上一个', 更正理由: '按错了' }
    expect(outcome(await propose(city, pairs.correction, wordy))).toContain('R4')
    const itself = await propose(city, pairs.correction, correction(done(await claim('1')).seq))
    const builtIn = await propose(city, pairs.correction, correction(done(itself).seq))
    expect(outcome(builtIn)).toContain('系统运行规则里的事不用更正')
  })

  it('of a request in one batch with an act that comes before it', async () => {
    const claimed = done(await claim('4000'))
    const { matter } = done(await propose(city, pairs.correction, correction(claimed.seq)))
    const [withdrawn, corrected] = await Promise.all([
      act(city, claimed.matter, '撤回', asFirm()),
      agree(city, pairs.correction, matter, nothingLater),
    ])
    expect(outcome(withdrawn)).toBe('已撤回')
    expect(outcome(corrected)).toContain('R5')
    expect(await brokenInvariants(db)).toEqual([])
  })
})

it('leaves a log from which all of it can be rebuilt', async () => {
  const report = await replay(db)
  expect(report.differences).toEqual([])
  expect(await brokenInvariants(db)).toEqual([])
})
