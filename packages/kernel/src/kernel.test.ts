import { day } from '@huoshui/values'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMembers,
  type City,
  given,
  type Member,
  openCallOf,
  openCity,
  policyFiles,
} from '../test/city.ts'
import { freshDatabase } from '../test/database.ts'
import { panel, panelFile } from '../test/panel.ts'
import { firmFacts, money, voucher } from '../test/voucher.ts'
import type { Json } from './codec.ts'
import type { Database } from './db/database.ts'
import { installationOf, storeSources } from './install.ts'
import { Kernel } from './kernel.ts'
import { accountsOf, brokenInvariants } from './ledger.ts'
import { openCheckpoint, verifyReceipt } from './log/index.ts'
import { matterAt, mattersOf } from './matters.ts'
import { headOf, receiptOf } from './receipts.ts'
import { record } from './record.ts'
import { replay } from './replay.ts'
import { type ActRequest, type Answer, BadRequest } from './request.ts'

let db: Database
let city: City
let firms: Member[]

const span = (days: number): Json => ({ s: String(days * 86_400) })

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  firms = await addMembers(city, 'terms#企业', '申领单位', 4, firmFacts)
  const days = { from: '2024-03-01', to: '2024-03-31' }
  await openCallOf(city, voucher, '发放周期', days, {
    周期总额度: money('150000'),
    周期止日: { d: '2024-03-31' },
    兑现公示期: span(7),
    增补产业: [],
  })
}, 120_000)

afterAll(() => db.close())

let keys = 0
const firm = (i: number) => firms[i] as Member

const claim = (who: Member, amount: string, more: Partial<ActRequest> = {}): ActRequest => ({
  key: `claim-${++keys}`,
  target: { form: 'open', policy: voucher, procedure: '创新券' },
  act: '领取',
  asker: { actor: who.actor, role: '申领单位', subject: who.subject },
  filled: { 券面金额: money(amount) },
  ...more,
})

const codeOf = (answer: Answer) => (answer.ok ? answer.state : answer.refusal.code)
const act = (request: ActRequest) => city.kernel.act(request)

describe('a request', () => {
  it('is answered the second time as it was the first, and done once', async () => {
    const request = claim(firm(0), '10')
    const first = await act(request)
    const second = await act(request)
    expect(second).toEqual(first)
    const refused = claim(firm(0), '50000.01')
    const no = await act(refused)
    expect(codeOf(no)).toBe('R5')
    expect(await act(refused)).toEqual(no)
    const both = await Promise.all([act(claim(firm(0), '11')), act(claim(firm(0), '12'))])
    expect(both.map(codeOf)).toEqual(['已领取', '已领取'])
    expect(await mattersOf(db, { subject: firm(0).subject })).toHaveLength(3)
  })

  it('sent twice in one batch is done once', async () => {
    const request = claim(firm(1), '10')
    const [first, second] = await Promise.all([act(request), act({ ...request })])
    expect(second).toEqual(first)
    expect(await mattersOf(db, { subject: firm(1).subject })).toHaveLength(1)
  })

  it('with the key of another request is told so, and takes no other with it', async () => {
    const request = claim(firm(1), '13')
    await act(request)
    const [other, fine] = await Promise.allSettled([
      act({ ...request, filled: { 券面金额: money('14') } }),
      act(claim(firm(1), '15')),
    ])
    expect(other).toMatchObject({ status: 'rejected', reason: expect.any(BadRequest) })
    expect(fine).toMatchObject({ status: 'fulfilled', value: { ok: true } })
  })

  it('that names what is no id is told so before it meets others', async () => {
    const wrong: Partial<ActRequest>[] = [
      { target: { form: 'matter', id: '创新券-2024-000001' } },
      { asker: { actor: '示例经办', role: '申领单位' } },
      { key: '' },
      { slots: { 合同: { id: "'; drop table matter; --" } } },
    ]
    for (const more of wrong) {
      await expect(act({ ...claim(firm(1), '10'), ...more })).rejects.toBeInstanceOf(BadRequest)
    }
  })

  it.each<[string, (request: ActRequest) => ActRequest, string, string]>([
    [
      'by someone without the role',
      (one) => ({ ...one, asker: { ...one.asker, actor: city.people.专家组 as string } }),
      'R1',
      '没有申领单位的身份',
    ],
    [
      'for another organisation',
      (one) => ({ ...one, asker: { ...one.asker, subject: firm(2).subject } }),
      'R1',
      '没有申领单位的身份',
    ],
    [
      'with a file that is not stored',
      (one) => ({ ...one, asker: { ...one.asker, file: 'ab'.repeat(32) } }),
      'R4',
      '还没有存下',
    ],
    ['as the system', (one) => ({ ...one, asker: { actor: null, role: '系统' } }), 'R1', '由系统'],
    ['for an act of another role', (one) => ({ ...one, act: '登记' }), 'R1', '由开放单位办理'],
    ['for an act that is not there', (one) => ({ ...one, act: '领两次' }), 'R2', '没有“领两次”'],
    [
      'for a procedure that is not there',
      (one) => ({ ...one, target: { form: 'open', policy: voucher, procedure: '没有' } }),
      'R2',
      '没有“没有”这个流程',
    ],
    [
      'for a policy that is not in force',
      (one) => ({ ...one, target: { form: 'open', policy: 'no/such', procedure: '创新券' } }),
      'R2',
      '没有施行中的',
    ],
    ['after its day', (one) => ({ ...one, day: day('2024-04-01') }), 'R6', '周期止日'],
    ['with a text for an amount', (one) => ({ ...one, filled: { 券面金额: '多' } }), 'R4', '金额'],
    [
      'with a value of no form',
      (one) => ({ ...one, filled: { 券面金额: { x: 1 } } }),
      'R4',
      '金额',
    ],
    [
      'with what is not asked for',
      (one) => ({ ...one, filled: { 职工总数: { n: '1' } } }),
      'R4',
      '不填',
    ],
    ['with nothing filled in', (one) => ({ ...one, filled: {} }), 'R4', '要填“券面金额”'],
  ])('%s is refused in words', async (_, change, code, words) => {
    const answer = await act(change(claim(firm(0), '10')))
    expect(answer).toMatchObject({ ok: false, refusal: { code } })
    const said = answer.ok ? null : answer.refusal
    expect(said?.message.zh).toContain(words)
    expect(said?.message.en).not.toBe('')
  })

  it('is refused in English with the policy’s English words', async () => {
    const answer = await act(claim(firm(0), '10', { filled: {} }))
    expect(answer.ok ? '' : answer.refusal.message.en).toMatch(/^Fill in “[a-z ]+”\.$/)
  })

  it('with a missing fact is 待补 and names it', async () => {
    const some = firmFacts.filter((one) => one.name !== '职工总数')
    const [who] = (await addMembers(city, 'terms#企业', '申领单位', 1, some)) as [Member]
    const answer = await act(claim(who, '10'))
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'R6', missing: ['职工总数'] } })
  })

  it('that is not met says which row, which article, the value, the threshold, the way', async () => {
    const facts = firmFacts.map((one) =>
      one.name === '职工总数' ? { ...one, value: { n: '620' } } : one,
    )
    const [who] = (await addMembers(city, 'terms#企业', '申领单位', 1, facts)) as [Member]
    const answer = await act(claim(who, '10'))
    const reasons = answer.ok ? [] : answer.refusal.reasons
    expect(reasons.map((one) => one.name)).toEqual(['有申领资格'])
    const [reason] = reasons
    expect(reason?.citation.zh).toBe('第七条')
    expect(reason?.lines.map((one) => one.zh).join()).toMatch(/职工总数 620，须不超过 500/)
    expect(reason?.remedy.zh).toContain('职工总数 须不超过 500')
  })
})

describe('a cycle', () => {
  it('gives out what it has, to the fen, in the order of arrival', async () => {
    const spent = (await accountsOf(db, voucher)).find((one) => one.name === '周期额度')
    const left = 15_000_000n - (spent?.held ?? 0n)
    const requests = [
      ...Array.from({ length: 3 }, () => claim(firm(2), '40000')),
      claim(firm(3), '40000'),
      claim(firm(3), String((left - 12_000_000n) / 100n)),
      claim(firm(3), '0.01'),
    ]
    const answers = await Promise.all(requests.map(act))
    expect(answers.map(codeOf)).toEqual(['已领取', '已领取', '已领取', 'R5', '已领取', 'R5'])
    const numbers = answers.flatMap((one) => (one.ok ? [one.number] : []))
    expect(numbers).toEqual([...numbers].sort())
    const cycle = (await accountsOf(db, voucher)).find((one) => one.name === '周期额度')
    expect((cycle?.balance ?? 0n) - (cycle?.held ?? 0n)).toBe(0n)
    expect(await brokenInvariants(db)).toEqual([])
  })

  it('can’t be given out twice by two processes at once', async () => {
    const call = { from: '2024-05-01', to: '2024-05-31' }
    await openCallOf(city, voucher, '发放周期', call, {
      周期总额度: money('1000'),
      周期止日: { d: '2024-05-31' },
      兑现公示期: span(7),
      增补产业: [],
    })
    const { clock, makeId, log } = city.kernel
    const other = new Kernel({ db, clock, makeId, log })
    const may = day('2024-05-06')
    const requests = Array.from({ length: 40 }, (_, i) => claim(firm(i % 4), '50', { day: may }))
    const answers = await Promise.all(
      requests.map((one, i) => (i % 2 === 0 ? city.kernel : other).act(one)),
    )
    expect(answers.filter((one) => one.ok)).toHaveLength(20)
    expect(await brokenInvariants(db)).toEqual([])
  })
})

describe('the log', () => {
  it('holds a receipt for every act, which anyone can check offline', async () => {
    const answer = await act(claim(firm(0), '10', { day: day('2024-05-07') }))
    expect(codeOf(answer)).toBe('R5')
    const head = await headOf(db)
    const trusted = [city.kernel.log.signer.verifier]
    expect(openCheckpoint(head?.note ?? '', trusted).ok).toBe(true)
    for (const seq of [0n, 3n, BigInt((head?.size ?? 1) - 1)]) {
      const receipt = await receiptOf(db, seq)
      expect(verifyReceipt(receipt, trusted).ok).toBe(true)
      const forged = { ...receipt, envelope: receipt?.envelope.replace('2024', '2023') }
      expect(verifyReceipt(forged, trusted).ok).toBe(false)
    }
    expect(await receiptOf(db, BigInt(head?.size ?? 0))).toBeNull()
  })

  it('names nobody: envelopes have ids and digests alone', async () => {
    const rows = await db.query<{ envelope: string }>('select envelope from event')
    for (const { envelope } of rows) expect(envelope).not.toMatch(/示例(?:申领|经办|主管)/)
  })
})

describe('a panel', () => {
  let applicants: Member[]
  let call: string
  let matters: string[]

  const office = { actor: () => city.people.主管部门 as string, role: '主管部门' }
  const byOffice = () => ({ actor: office.actor(), role: office.role })
  const of = (id: string, name: string, asker: ActRequest['asker'], filled = {}): ActRequest => ({
    key: `panel-${++keys}`,
    target: { form: 'matter', id },
    act: name,
    asker,
    filled,
  })

  beforeAll(async () => {
    city.clock.day = day('2024-06-03')
    const found = installationOf([...policyFiles(), panelFile], city.kernel.makeId)
    if (!found.ok) throw new Error(found.errors.map((one) => one.message.zh).join())
    const { policies, sources } = found.installation
    await record(city.kernel, async (tx) => {
      await storeSources(tx, sources)
      return []
    })
    await given(city, { installed: policies.filter((one) => one.slug === panel) })
    const named = (value: string) => [{ owner: panel, name: '单位全称', value, evidence: '登记' }]
    applicants = []
    for (const name of ['甲', '乙', '丙']) {
      const value = `示例企业${name}`
      applicants.push(...(await addMembers(city, `${panel}#申请单位`, '申请单位', 1, named(value))))
    }
    for (const name of ['甲', '丁', '戊']) {
      const facts = [{ owner: panel, name: '所在单位', value: `示例企业${name}`, evidence: '登记' }]
      await addMembers(city, `${panel}#评审人`, '评审人', 1, facts)
    }
    const days = { from: '2024-06-01', to: '2024-06-30' }
    const values = { 名额数: { n: '1' }, 截止日: { d: '2024-06-30' } }
    call = await openCallOf(city, panel, '申报年度', days, values)
    matters = []
    for (const who of applicants) {
      const answer = await act({
        key: `panel-${++keys}`,
        target: { form: 'open', policy: panel, procedure: '评选' },
        act: '申报',
        asker: { actor: who.actor, role: '申请单位', subject: who.subject },
        filled: { 项目简介: '示例项目' },
      })
      if (!answer.ok) throw new Error(answer.refusal.message.zh)
      matters.push(answer.matter)
    }
  })

  const childrenOf = (parent: string) =>
    db.query<{ id: string; subject: string; actor: string }>(
      `select m.id, p.subject, r.actor from matter m join party p on p.matter = m.id
         join role r on r.subject = p.subject
        where m.parent = $1 and p.kind = '评审人' order by m.id`,
      [parent],
    )

  it('draws people by a seed that is logged, never one with an interest, and opens their matters', async () => {
    for (const matter of matters)
      expect(codeOf(await act(of(matter, '派评', byOffice())))).toBe('待评分')
    const [first] = matters as [string, string, string]
    const children = await childrenOf(first)
    expect(children).toHaveLength(2)
    const facts = await db.query<{ value: string }>(
      `select value from fact where subject = any($1::uuid[]) and name = '所在单位'`,
      [children.map((one) => one.subject)],
    )
    expect(facts.map((one) => one.value)).not.toContain('示例企业甲')
    const [row] = await db.query<{ body: string }>(
      `select body from payload where body like '%"draw"%' order by seq limit 1`,
    )
    const { draw } = JSON.parse(row?.body ?? '{}')
    expect(draw.among).toHaveLength(2)
    expect(draw.seed).not.toBe('')
  })

  it('reads the children’s facts as a list, and opens only when all are in', async () => {
    const scores = [
      ['90', '80'],
      ['70', '60'],
      ['95', '85'],
    ]
    for (const [i, matter] of matters.entries()) {
      const children = await childrenOf(matter)
      for (const [j, child] of children.entries()) {
        expect(codeOf(await act(of(matter, '收齐', byOffice())))).toBe('R5')
        const expert = { actor: child.actor, role: '评审人', subject: child.subject }
        const filled = { 分数: { n: scores[i]?.[j] as string } }
        expect(codeOf(await act(of(child.id, '打分', expert, filled)))).toBe('已评分')
        expect(codeOf(await act(of(child.id, '打分', expert, filled)))).toBe('R2')
      }
      expect(codeOf(await act(of(matter, '收齐', byOffice())))).toBe('待排序')
    }
  })

  it('ranks the whole batch until the account is empty; 系统 does the rest', async () => {
    const alone = await act(of(matters[0] as string, '入选', byOffice()))
    expect(codeOf(alone)).toBe('R2')
    const request: ActRequest = {
      key: `panel-${++keys}`,
      target: { form: 'batch', policy: panel, procedure: '评选', call },
      act: '入选',
      asker: byOffice(),
    }
    const answer = await act(request)
    expect(answer).toMatchObject({ ok: true, entries: 3 })
    expect(answer.ok && answer.skipped?.map((one) => one.refusal.code)).toEqual(['R7', 'R7'])
    const states = await Promise.all(matters.map((id) => matterAt(db, id)))
    expect(states.map((one) => one?.state)).toEqual(['已落选', '已落选', '已入选'])
    // The same request again is answered with the same list of those passed over.
    const again = { ...answer, seq: expect.anything() }
    expect(await act(request)).toEqual(again)
    expect(codeOf(await act({ ...request, key: `panel-${++keys}` }))).toBe('R2')
  })

  it('leaves a log from which all of it can be rebuilt', async () => {
    expect(await brokenInvariants(db)).toEqual([])
    const report = await replay(db)
    expect(report.differences).toEqual([])
  })
})
