import { day } from '@huoshui/values'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembers, type City, type Member, openCallOf, openCity } from '../../test/city.ts'
import { freshDatabase } from '../../test/database.ts'
import {
  act,
  agree,
  as,
  both,
  done,
  jsonFile,
  on,
  outcome,
  pairs,
  propose,
  yuan,
} from '../../test/two-people.ts'
import { firmFacts, voucher } from '../../test/voucher.ts'
import type { Database } from '../db/database.ts'
import { replay } from '../replay.ts'
import type { Asker } from '../request.ts'
import { registeredBy } from './register.ts'

let db: Database
let city: City
let firm: Member

async function person(name: string): Promise<string> {
  const file = await jsonFile(db, { name, contact: { mail: 'yi@example.com' } })
  const { matter } = await both(city, pairs.person, { 人员文件: file })
  const [id] = (await registeredBy(db, matter)).actors
  return id as string
}

const office = (actor: string, role: string, more: object = {}) => ({
  被任免人: actor,
  任免职务: role,
  已任职务: [],
  任职单位: null,
  适用地区: null,
  适用政策: null,
  任期止: null,
  ...more,
})

/** Whether somebody can do a checker's act: a return of an import that another submitted. */
async function checks(actor: string): Promise<string> {
  const file = await jsonFile(db, {
    rows: [{ subject: { kind: 'terms#企业', name: '示例企业' }, facts: {}, evidence: '登记' }],
  })
  const { matter } = done(
    await propose(city, pairs.importing, {
      导入来源: '示例名录',
      导入文件: file,
      导入行数: yuan('1'),
      拒收行数: yuan('0'),
      只导入读懂的行: false,
    }),
  )
  return outcome(await act(city, matter, '退回导入', { actor, role: '复核人' }))
}

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  ;[firm] = (await addMembers(city, 'terms#企业', '申领单位', 1, firmFacts)) as [Member]
  const days = { from: '2024-03-01', to: '2024-12-31' }
  await openCallOf(city, voucher, '发放周期', days, {
    周期总额度: yuan('10000000'),
    周期止日: { d: '2024-12-31' },
    兑现公示期: { s: String(7 * 86400) },
    增补产业: [],
  })
}, 120_000)

afterAll(() => db.close())

describe('a person', () => {
  it('is registered by two people, and the envelope does not name them', async () => {
    const id = await person('示例人员甲')
    const [row] = await db.query<{ name: string; contact: object }>(
      'select name, contact from actor where id = $1',
      [id],
    )
    expect(row).toEqual({ name: '示例人员甲', contact: { mail: 'yi@example.com' } })
    const named = await db.query(`select seq from event where envelope like '%示例人员甲%'`)
    expect(named).toEqual([])
  })

  it('is not registered from a file that names nobody, or from none', async () => {
    const file = await jsonFile(db, { name: '', contact: { mail: 5 } })
    const refused = await propose(city, pairs.person, { 人员文件: file })
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'R4' } })
    expect(refused.ok ? [] : refused.refusal.reasons.map((one) => one.lines[0]?.zh)).toEqual([
      '人员文件：“name”要写文字，不能空。',
      '人员文件：“mail”要写文字，不能空。',
    ])
    const none = await propose(city, pairs.person, { 人员文件: 'f'.repeat(64) })
    expect(outcome(none)).toContain('没有存过这个摘要的文件')
    const words = await propose(city, pairs.person, { 人员文件: '示例.json' })
    expect(outcome(words)).toContain('不是文件的摘要')
  })

  it('who is struck off holds no role any more', async () => {
    const id = await person('示例人员乙')
    await both(city, pairs.appointing, office(id, '复核人'))
    expect(await checks(id)).toBe('导入已退回')
    const strike = { procedure: '登记人员', propose: '提出注销', agree: '同意注销' }
    await both(city, strike, { 注销人: id })
    expect(await checks(id)).toContain('R1')
  })
})

describe('an office', () => {
  it('is given to its last day, and refused after it', async () => {
    const id = await person('示例人员丙')
    const term = office(id, '复核人', { 任期止: on('2024-03-10') })
    await both(city, pairs.appointing, term)
    city.clock.day = day('2024-03-10')
    expect(await checks(id)).toBe('导入已退回')
    city.clock.day = day('2024-03-11')
    expect(await checks(id)).toContain('到 2024-03-10 为止')
  })

  it('of a checker is not for a maker, whatever is said of the register', async () => {
    const id = await person('示例人员丁')
    await both(city, pairs.appointing, office(id, '经办人'))
    const honest = office(id, '复核人', { 已任职务: ['经办人'] })
    expect(outcome(await propose(city, pairs.appointing, honest))).toContain('R5')
    const silent = await propose(city, pairs.appointing, office(id, '复核人'))
    expect(outcome(silent)).toContain('任职名册上，这个人现任：经办人')
  })

  it('taken twice in one batch is refused the second time', async () => {
    const id = await person('示例人员戊')
    const first = done(await propose(city, pairs.appointing, office(id, '经办人')))
    const second = done(await propose(city, pairs.appointing, office(id, '复核人')))
    const answers = await Promise.all([
      agree(city, pairs.appointing, first.matter),
      agree(city, pairs.appointing, second.matter),
    ])
    expect(answers.map(outcome)).toEqual(['在任', 'R5 这个人现任经办人，不能再任复核人。'])
  })

  it('ends with the removal, and what was delegated from it ends too', async () => {
    const [id, other] = [await person('示例人员己'), await person('示例人员庚')]
    const { matter } = await both(city, pairs.appointing, office(id, '复核人'))
    const lent = { ...lending(other, '复核人'), 授权止: on('2024-12-31') }
    const asker = { actor: id, role: '任何人' }
    done(await act(city, { procedure: '授权' }, '给出授权', asker, { filled: lent }))
    expect(await checks(other)).toBe('导入已退回')
    done(await act(city, matter, '提出免职', as(city, '管理员')))
    done(await act(city, matter, '同意免职', as(city, '单位负责人')))
    expect(await checks(id)).toContain('R1')
    expect(await checks(other)).toContain('R1')
  })

  it('that was held from the first day can be taken away', async () => {
    const removal = {
      procedure: '任免',
      propose: '提出免职',
      agree: '同意免职',
      by: ['管理员', '单位负责人'],
    } as const
    const actor = city.people.专家组 as string
    const wrong = await propose(city, removal, { 被任免人: actor, 任免职务: '经办人' })
    expect(outcome(wrong)).toContain('没有在任“经办人”')
    await both(city, removal, { 被任免人: actor, 任免职务: '专家组' })
    const [row] = await db.query<{ open: bigint }>(
      'select count(*) as open from role where actor = $1 and ended is null',
      [actor],
    )
    expect(row?.open).toBe(0n)
  })

  it('has to be one that a policy knows, of an organisation that is registered', async () => {
    const id = await person('示例人员辛')
    const odd = office(id, '总经办', { 任职单位: '示例单位', 适用政策: 'x/y', 适用地区: '示例省' })
    const refused = await propose(city, pairs.appointing, odd)
    expect(refused.ok ? 0 : refused.refusal.reasons.length).toBe(4)
  })
})

const lending = (actor: string, role: string, subject: string | null = null) => ({
  被授权人: actor,
  授权身份: role,
  授权单位: subject,
  授权地区: null,
  授权政策: null,
})

describe('a delegation', () => {
  const give = (asker: Asker, filled: object) =>
    act(city, { procedure: '授权' }, '给出授权', asker, { filled: filled as never })
  const claim = (actor: string) =>
    act(
      city,
      { policy: voucher, procedure: '创新券' },
      '领取',
      { actor, role: '申领单位', subject: firm.subject },
      { filled: { 券面金额: yuan('1000') } },
    )

  it('lends a firm’s role to its last day, by the holder alone, and can be taken back', async () => {
    const [id, third] = [await person('示例人员壬'), await person('示例人员癸')]
    expect(outcome(await claim(id))).toContain('R1')
    const lent = { ...lending(id, '申领单位', firm.subject), 授权止: on('2024-04-10') }
    const holder = { actor: firm.actor, role: '任何人' }
    const { matter } = done(await give(holder, lent))
    expect(outcome(await claim(id))).toBe('已领取')
    const further = { ...lent, 被授权人: third }
    expect(outcome(await give({ actor: id, role: '任何人' }, further))).toContain('不能再往下授')
    city.clock.day = day('2024-04-11')
    expect(outcome(await claim(id))).toContain('到 2024-04-10 为止')
    const again = done(await give(holder, { ...lent, 授权止: on('2024-05-31') }))
    expect(outcome(await claim(id))).toBe('已领取')
    const other = await act(city, again.matter, '收回授权', { actor: third, role: '任何人' })
    expect(outcome(other)).toContain('R1')
    done(await act(city, again.matter, '收回授权', holder))
    expect(outcome(await claim(id))).toContain('R1')
    done(await act(city, matter, '收回授权', holder))
  })

  it('is refused to whoever does not hold the role, is nobody, or asks for more', async () => {
    const id = await person('示例人员子')
    const lent = { ...lending(id, '申领单位', firm.subject), 授权止: on('2024-12-31') }
    expect(outcome(await give({ actor: null, role: '任何人' }, lent))).toContain('R1')
    expect(outcome(await give({ actor: id, role: '任何人' }, lent))).toContain('R1')
    const wide = { ...lending(id, '申领单位'), 授权止: on('2024-12-31') }
    expect(outcome(await give({ actor: firm.actor, role: '任何人' }, wide))).toContain('R1')
    const self = { ...lent, 被授权人: firm.actor }
    expect(outcome(await give({ actor: firm.actor, role: '任何人' }, self))).toContain('自己')
  })
})

it('leaves a log from which all of it can be rebuilt', async () => {
  expect((await replay(db)).differences).toEqual([])
})
