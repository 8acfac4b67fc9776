import { day } from '@huoshui/values'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembers, type City, type Member, openCity } from '../../test/city.ts'
import { freshDatabase } from '../../test/database.ts'
import {
  act,
  both,
  count,
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
import { factsOn } from '../facts.ts'
import { storeFile } from '../files.ts'
import { replay } from '../replay.ts'
import type { ImportRow } from './import-facts.ts'
import { registeredBy } from './register.ts'

let db: Database
let city: City

/** Made up, with right check digits. */
const code = '91110108MA0000015T'

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
}, 120_000)

afterAll(() => db.close())

const valueOn = async (subject: string, fact: string, when: string) =>
  (await factsOn(db, subject, day(when))).find((one) => one.fact === fact)?.value

describe('an organisation', () => {
  const subject = (name: string, given: string | null, kind = 'terms#企业') => ({
    主体种类: kind,
    主体名称: name,
    主体代码: given,
  })

  it('is registered once, by a code whose check digits are right', async () => {
    const wrong = await propose(city, pairs.subject, subject('示例企业甲', '91110108MA0000015U'))
    expect(outcome(wrong)).toContain('R4')
    const { matter } = await both(city, pairs.subject, subject('示例企业甲', code))
    const [id] = (await registeredBy(db, matter)).subjects
    expect(await valueOn(id as string, 'terms#统一社会信用代码', '2024-03-01')).toBe(code)
    const twice = await propose(city, pairs.subject, subject('示例企业甲二', code))
    expect(outcome(twice)).toContain('已经登记过了')
    const odd = await propose(city, pairs.subject, subject('示例', null, 'terms#飞船'))
    expect(outcome(odd)).toContain('没有“terms#飞船”这种主体')
  })
})

describe('a register that is imported', () => {
  const row = (name: string, more: Partial<ImportRow> = {}): ImportRow => ({
    subject: { kind: 'terms#企业', name },
    facts: { 职工总数: count(80) },
    evidence: '登记',
    source: '示例登记',
    ...more,
  })
  const filled = async (
    rows: readonly unknown[],
    rejected: readonly unknown[] = [],
    only = false,
  ) => ({
    导入来源: '示例名录，2024年3月1日',
    导入文件: await jsonFile(db, { rows, rejected }),
    导入行数: count(rows.length),
    拒收行数: count(rejected.length),
    只导入读懂的行: only,
  })

  it('records facts of subjects, known and new, and overwrites nothing', async () => {
    await both(city, pairs.importing, await filled([row('示例企业乙'), row('示例企业丙')]))
    city.clock.day = day('2024-03-04')
    const later = [row('示例企业乙', { facts: { 职工总数: count(90) }, from: day('2024-03-03') })]
    await both(city, pairs.importing, await filled(later))
    const ids = await db.query<{ id: string }>(`select id from subject where name = '示例企业乙'`)
    expect(ids.length).toBe(1)
    const id = ids[0]?.id as string
    expect(await valueOn(id, 'terms#职工总数', '2024-03-02')).toEqual(count(80))
    expect(await valueOn(id, 'terms#职工总数', '2024-03-04')).toEqual(count(90))
  })

  it('is refused whole, with the place of every row that does not fit', async () => {
    const rows = [
      row('示例企业丁'),
      row('示例企业戊', { at: { sheet: '名录', row: 12 }, facts: { 职工总数: '八十' } }),
      row('示例企业己', { at: { sheet: '名录', row: 13 }, facts: { 职工数: count(1) } }),
      row('示例企业庚', { evidence: '听说' }),
    ]
    const refused = await propose(city, pairs.importing, await filled(rows))
    const reasons = refused.ok ? [] : refused.refusal.reasons
    expect(reasons.map((one) => one.name)).toEqual([
      '“名录”第12行“职工总数”',
      '“名录”第13行',
      '第4行',
    ])
    const none = await db.query(`select 1 from subject where name = '示例企业丁'`)
    expect(none).toEqual([])
  })

  it('takes the good rows beside the bad ones only when that was asked for', async () => {
    const bad = [{ at: { sheet: '名录', row: 3 }, text: '？', reason: { zh: '读不懂', en: 'No' } }]
    const whole = await propose(city, pairs.importing, await filled([row('示例企业辛')], bad))
    expect(outcome(whole)).toContain('R5')
    await both(city, pairs.importing, await filled([row('示例企业辛')], bad, true))
    const kept = await db.query(`select 1 from subject where name = '示例企业辛'`)
    expect(kept.length).toBe(1)
    const said = { ...(await filled([row('示例企业壬')])), 导入行数: count(5) }
    expect(outcome(await propose(city, pairs.importing, said))).toContain('文件里是 1 行')
  })
})

describe('a call', () => {
  const values = {
    周期总额度: yuan('100000'),
    周期止日: on('2024-04-20'),
    兑现公示期: { s: String(7 * 86400) },
    增补产业: [],
  }
  const notice = async (name: string, more: object = {}, given: object = values) => ({
    所属政策: voucher,
    通知种类: '发放周期',
    通知名称: name,
    通知起日: on('2024-04-01'),
    通知止日: on('2024-04-20'),
    通知依据: '示例通知〔2024〕1号',
    通知文件: await jsonFile(db, { values: given }),
    ...more,
  })
  const claim = (firm: Member) =>
    act(
      city,
      { policy: voucher, procedure: '创新券' },
      '领取',
      { actor: firm.actor, role: '申领单位', subject: firm.subject },
      { filled: { 券面金额: yuan('50000') } },
    )

  it('is opened by a notice; claims are made under it, and an amendment holds from its day', async () => {
    const [firm] = (await addMembers(city, 'terms#企业', '申领单位', 1, firmFacts)) as [Member]
    const { matter } = await both(city, pairs.publishing, await notice('2024年第一期'))
    const [call] = (await registeredBy(db, matter)).subjects
    city.clock.day = day('2024-03-31')
    expect(outcome(await claim(firm))).toContain('R')
    city.clock.day = day('2024-04-20')
    expect(outcome(await claim(firm))).toBe('已领取')
    expect(outcome(await claim(firm))).toBe('已领取')
    expect(outcome(await claim(firm))).toContain('周期')
    const longer = {
      被改通知: call as string,
      改自: on('2024-04-22'),
      新止日: on('2024-04-30'),
      通知依据: '示例通知〔2024〕2号',
      通知文件: await jsonFile(db, {
        values: { 周期止日: on('2024-04-30'), 周期总额度: yuan('150000') },
      }),
    }
    await both(city, pairs.amending, longer)
    city.clock.day = day('2024-04-21')
    expect(outcome(await claim(firm))).toContain('R')
    city.clock.day = day('2024-04-22')
    expect(outcome(await claim(firm))).toBe('已领取')
    city.clock.day = day('2024-05-01')
    expect(outcome(await claim(firm))).toContain('R')
  })

  it('is refused for a kind, a fact or a value that its policy does not have', async () => {
    const kind = await notice('示例甲', { 通知种类: '合同' })
    expect(outcome(await propose(city, pairs.publishing, kind))).toContain('没有由通知设定的“合同”')
    const policy = await notice('示例乙', { 所属政策: 'x/y' })
    expect(outcome(await propose(city, pairs.publishing, policy))).toContain('没有装着')
    const odd = await notice('示例丙', {}, { 周期总额度: '很多', 周期: 1 })
    const refused = await propose(city, pairs.publishing, odd)
    expect(refused.ok ? 0 : refused.refusal.reasons.length).toBe(2)
    const twice = await propose(city, pairs.publishing, await notice('2024年第一期'))
    expect(outcome(twice)).toContain('发布过')
    const own = done(await propose(city, pairs.publishing, await notice('示例丁')))
    const same = { actor: city.people.经办人 as string, role: '经办人' }
    expect(outcome(await act(city, own.matter, '同意发布', same))).toContain('R1')
  })
})

describe('a stored file', () => {
  const file = { name: '示例.pdf', mediaType: 'application/pdf' }
  const pdf = new TextEncoder().encode('%PDF-1.7 示例')

  it('has one digest, whatever it is called', async () => {
    const digest = await storeFile(db, { ...file, bytes: pdf })
    expect(await storeFile(db, { ...file, name: '另一个.pdf', bytes: pdf })).toBe(digest)
    const rows = await db.query<{ name: string }>(
      `select name from file where encode(digest, 'hex') = $1`,
      [digest],
    )
    expect(rows).toEqual([{ name: '示例.pdf' }])
  })

  it('is what it says it is, not empty, not endless, and named without folders', async () => {
    const bad = [
      { ...file, bytes: new TextEncoder().encode('<html>') },
      { ...file, bytes: new Uint8Array(0) },
      { ...file, bytes: new Uint8Array(20 * 1024 * 1024 + 1) },
      { ...file, mediaType: 'text/html', bytes: pdf },
      { ...file, name: '../示例.pdf', bytes: pdf },
      { ...file, mediaType: 'text/plain', bytes: new Uint8Array([0xff, 0xfe]) },
    ]
    for (const one of bad) await expect(storeFile(db, one)).rejects.toMatchObject({ zh: /。$/ })
  })
})

it('leaves a log from which all of it can be rebuilt', async () => {
  expect((await replay(db)).differences).toEqual([])
})
