import { day } from '@huoshui/values'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembers, type City, type Member, openCallOf, openCity } from '../test/city.ts'
import { freshDatabase } from '../test/database.ts'
import { firmFacts, money, voucher } from '../test/voucher.ts'
import type { Database } from './db/database.ts'
import { openActs, policyFor } from './open-acts.ts'

let db: Database
let city: City
let firm: Member
let matter: string

const asFirm = () => ({ actor: firm.actor, role: '申领单位', subject: firm.subject })

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  ;[firm] = (await addMembers(city, 'terms#企业', '申领单位', 1, firmFacts)) as [Member]
  const days = { from: '2024-03-01', to: '2024-03-31' }
  await openCallOf(city, voucher, '发放周期', days, {
    周期总额度: money('10000000'),
    周期止日: { d: '2024-03-31' },
    兑现公示期: { s: String(7 * 86400) },
    增补产业: [],
  })
  city.clock.day = day('2024-03-05')
  const answer = await city.kernel.act({
    key: 'claim',
    target: { form: 'open', policy: voucher, procedure: '创新券' },
    act: '领取',
    asker: asFirm(),
    filled: { 券面金额: money('50000') },
  })
  if (!answer.ok) throw new Error(answer.refusal.message.zh)
  matter = answer.matter
}, 120_000)

afterAll(() => db.close())

/** The acts that are open, and the codes of those that are not. */
async function acts(on: string, asker?: Parameters<typeof openActs>[3]) {
  const found = await openActs(city.kernel, matter, day(on), asker)
  return Object.fromEntries(found?.acts.map((one) => [one.act, one.refusal?.code ?? 'open']) ?? [])
}

describe('the acts of a matter', () => {
  it('are open or not by who asks and on which day, as an act itself would be', async () => {
    expect(await acts('2024-03-20', asFirm())).toMatchObject({ 提出合作: 'open', 登记: 'R1' })
    expect(await acts('2024-03-20')).toMatchObject({ 提出合作: 'open', 作废: 'R3' })
    const office = { actor: city.people.主管部门 as string, role: '主管部门' }
    expect(await acts('2024-03-20', office)).toMatchObject({ 提出合作: 'R1' })
    expect(await acts('2024-03-21', asFirm())).toMatchObject({ 提出合作: 'R3' })
  })

  it('change nothing, with accounts looked at', async () => {
    const before = await db.query('select count(*) as n from event')
    // Money is released by it, so that it is worked out to the end.
    expect(await acts('2024-03-06', asFirm())).toMatchObject({ 撤回: 'open' })
    expect(await db.query('select count(*) as n from event')).toEqual(before)
  })

  it('of no matter are none, and the version is the one it began under', async () => {
    const nowhere = city.kernel.makeId()
    expect(await openActs(city.kernel, nowhere)).toBeNull()
    const on = day('2024-03-05')
    expect(await policyFor(city.kernel, { form: 'matter', id: nowhere }, on)).toBeNull()
    const own = await policyFor(city.kernel, { form: 'matter', id: matter }, on)
    const open = { form: 'open', policy: voucher, procedure: '创新券' } as const
    expect(own?.meta.slug).toBe(voucher)
    expect(await policyFor(city.kernel, open, on)).toBe(own)
    expect(await policyFor(city.kernel, open, day('1999-01-01'))).toBeNull()
  })
})
