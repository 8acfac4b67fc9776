import { day } from '@huoshui/values'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addMembers, type City, given, type Member, openCallOf, openCity } from '../../test/city.ts'
import { freshDatabase } from '../../test/database.ts'
import { firmFacts, labFacts, money, voucher } from '../../test/voucher.ts'
import type { Database } from '../db/database.ts'
import type { Body } from '../entry.ts'
import { Kernel } from '../kernel.ts'
import { record } from '../record.ts'
import { replay } from '../replay.ts'
import type { Done } from '../request.ts'
import { sweep } from '../sweep.ts'
import type { MessageBody, Topic } from './sentences.ts'
import { type Holder, subscribe, subscriptionsOf, unsubscribe } from './subscribe.ts'

let db: Database
let city: City
let firms: readonly Member[]
let lab: Member
let keys = 0

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  firms = await addMembers(city, 'terms#企业', '申领单位', 2, firmFacts)
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
  const year = { from: '2024-01-01', to: '2024-12-31' }
  await openCallOf(city, voucher, '预算年度', year, { 年度预算: money('10000000') })
}, 120_000)

afterAll(() => db.close())

beforeEach(async () => {
  const live = await db.query<{ id: string }>('select id from subscription where ended is null')
  await given(city, { endedSubscriptions: live.map((one) => one.id) })
  await db.query('delete from message')
  city.clock.day = day('2024-03-04')
})

const firm = (i: number) => firms[i] as Member
const person = (i: number): Holder => ({ actor: firm(i).actor })
const organisation = (one: Member): Holder => ({ actor: one.actor, subject: one.subject })
const officer = (role: string): Holder => ({ actor: city.people[role] as string })

interface Wanting {
  readonly tenant?: string
  readonly policy?: string
  readonly about?: string
}

async function wants(holder: Holder, topics: readonly Topic[], of: Wanting = {}): Promise<string> {
  const address = 'someone@example.com'
  const done = await subscribe(city.kernel, { holder, topics, ...of, channel: 'mail', address })
  if (!done.ok) throw new Error(done.refusal.zh)
  return done.id
}

async function claim(i = 0, kernel = city.kernel): Promise<Done> {
  keys++
  const { actor, subject } = firm(i)
  const answer = await kernel.act({
    key: `claim-${keys}`,
    target: { form: 'open', policy: voucher, procedure: '创新券' },
    act: '领取',
    asker: { actor, role: '申领单位', subject },
    filled: { 券面金额: money('1000') },
  })
  if (!answer.ok) throw new Error(answer.refusal.message.zh)
  return answer
}

/** What waits in the outbox, by subscription. */
async function outbox(): Promise<{ [subscription: string]: readonly MessageBody[] }> {
  const rows = await db.query<{ id: string; subscription: string; body: string }>(
    'select id, subscription, body from message order by event, id',
  )
  const found: { [subscription: string]: MessageBody[] } = {}
  for (const { id, subscription, body } of rows) {
    const message = JSON.parse(body) as MessageBody
    expect(message.id).toBe(id)
    found[subscription] = [...(found[subscription] ?? []), message]
  }
  return found
}

/** Records an entry as an act or the sweep would, with this in its body. */
async function tell(about: Done, matter: string | null, body: Partial<Body>): Promise<void> {
  await record(city.kernel, async () => [
    {
      tenant: about.tenant,
      matter,
      policy: voucher,
      digest: '00',
      procedure: '创新券',
      act: '公示',
      day: city.clock.today(),
      at: '2024-03-04T00:00:00.000Z',
      actor: null,
      role: '系统',
      subject: null,
      key: null,
      request: null,
      body: { to: '已领取', ...body },
    },
  ])
}

describe('the outbox', () => {
  it('has nothing when nobody has subscribed', async () => {
    await claim()
    expect(await outbox()).toEqual({})
  })

  it('tells a change of state to those whom the matter concerns, and to nobody else', async () => {
    const own = await wants(person(0), ['state'])
    const whole = await wants(organisation(firm(0)), ['state'])
    const office = await wants(officer('主管部门'), ['state'])
    await wants(person(1), ['state'])
    await wants(organisation(lab), ['state'])
    // A checker of the system's own procedures has no part in a voucher's.
    await wants(officer('复核人'), ['state'])
    const { matter, number, seq, tenant } = await claim()
    const found = await outbox()
    expect(Object.keys(found).sort()).toEqual([own, whole, office].sort())
    expect(found[own]).toEqual([
      {
        id: expect.any(String),
        topic: 'state',
        seq: Number(seq),
        tenant,
        policy: voucher,
        procedure: '创新券',
        matter,
        number,
        act: '领取',
        state: '已领取',
        day: '2024-03-04',
        text: {
          zh: expect.stringContaining(
            `创新券（${number}）：2024年3月4日办理了“领取”，现在是“已领取”。`,
          ),
          en: expect.stringContaining('was done on 4 March 2024; the state is now'),
        },
      },
    ])
    expect(JSON.stringify(found[own])).not.toMatch(/1000|示例申领单位|示例经办/)
  })

  it('keeps to the tenant, the policy and the firm that were asked for', async () => {
    const tenant = (await claim()).tenant
    const office = officer('主管部门')
    const right = await wants(office, ['state'], {
      tenant,
      policy: voucher,
      about: firm(0).subject,
    })
    await wants(office, ['state'], { tenant: '别处' })
    await wants(office, ['state'], { policy: 'system' })
    await wants(office, ['state'], { about: firm(1).subject })
    await wants(person(0), ['state'], { about: firm(1).subject })
    await claim()
    expect(Object.keys(await outbox())).toEqual([right])
  })

  it('tells of nothing before the subscription, after its end, or of other topics', async () => {
    await claim()
    const ended = await wants(person(0), ['state'])
    await wants(person(0), ['reminder', 'notice', 'overdue'], { tenant: '别处' })
    expect(await outbox()).toEqual({})
    expect(await unsubscribe(city.kernel, person(0), ended)).toBe(null)
    await claim()
    expect(await outbox()).toEqual({})
  })

  it('tells each once, of a batch of many, and of an act that is asked for twice once', async () => {
    const office = await wants(officer('主管部门'), ['state'])
    const own = await wants(person(0), ['state'])
    await Promise.all(Array.from({ length: 20 }, (_, i) => claim(i % 2)))
    const found = await outbox()
    expect([found[office]?.length, found[own]?.length]).toEqual([20, 10])
    expect(new Set(found[office]?.map((one) => one.matter)).size).toBe(20)
    keys--
    await claim(1)
    expect(Object.values(await outbox()).flat()).toHaveLength(30)
  })

  it('shows a notice to whoever wants notices, with its own facts alone', async () => {
    const matter = await claim()
    const anyone = await wants(person(1), ['notice'])
    const about = await wants(person(1), ['notice'], { about: firm(0).subject })
    await wants(person(1), ['notice'], { about: firm(1).subject })
    const notice = {
      id: city.kernel.makeId(),
      from: day('2024-03-04'),
      to: day('2024-03-11'),
      facts: { 单位名称: '示例企业甲' },
    }
    await tell(matter, matter.matter, { notice })
    const found = await outbox()
    expect(Object.keys(found).sort()).toEqual([anyone, about].sort())
    expect(found[anyone]?.[0]).toMatchObject({ topic: 'notice', notice })
    expect(found[anyone]?.[0]?.text.zh).toContain('自2024年3月4日起公示，到2024年3月11日为止')
  })

  it('reminds who is to act, in days and workdays', async () => {
    city.clock.day = day('2024-03-05')
    const { matter } = await claim()
    const own = await wants(person(0), ['reminder'])
    await wants(organisation(firm(0)), ['state', 'overdue'])
    await wants(officer('主管部门'), ['reminder'])
    await wants(person(1), ['reminder'])
    // 提出合作 is the firm's until 2024-03-20; 登记 is a lab's, and none is chosen yet.
    city.clock.day = day('2024-03-15')
    await sweep(city.kernel)
    const found = await outbox()
    const told = Object.keys(found).filter((id) => found[id]?.some((one) => one.matter === matter))
    expect(told).toEqual([own])
    const messages = found[own]?.filter((one) => one.matter === matter) ?? []
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({
      topic: 'reminder',
      act: '提出合作',
      state: '已领取',
      due: '2024-03-20',
      workdays: 3,
    })
    const { zh, en } = messages[0]?.text ?? { zh: '', en: '' }
    expect(zh).toContain('到2024年3月20日为止（含当天），还有 5 天，其中 3 个工作日')
    expect(en).toContain('20 March 2024, that day included: 5 days left, 3 working days of them')
  })

  it('tells an office of what it has left undone', async () => {
    const matter = await claim()
    const office = await wants(officer('主管部门'), ['overdue'])
    await wants(officer('主管部门'), ['reminder'], { policy: voucher })
    await wants(person(0), ['overdue'])
    city.clock.day = day('2024-05-07')
    const late = { matter: matter.matter, act: '公示', due: day('2024-04-30'), left: -1 }
    await tell(matter, null, { to: '', reminders: [late] })
    const found = await outbox()
    expect(Object.keys(found)).toEqual([office])
    expect(found[office]?.[0]).toMatchObject({ topic: 'overdue', due: '2024-04-30', workdays: 2 })
    expect(found[office]?.[0]?.text.zh).toContain('已经逾期 7 天，其中 2 个工作日')
  })

  it('tells nothing of what was undone, and hears of subscriptions made elsewhere', async () => {
    const { clock, kernel } = city
    const { makeId, log } = kernel
    const crash = (point: string) => {
      if (point === 'appended') throw new Error('crash')
    }
    const elsewhere = new Kernel({ db, clock, makeId, log, at: crash })
    const holder = person(0)
    const address = 'someone@example.com'
    const asked = { holder, topics: ['state'], channel: 'mail', address } as const
    const made = await subscribe(elsewhere, asked)
    await expect(claim(0, elsewhere)).rejects.toThrow('crash')
    expect(await outbox()).toEqual({})
    keys--
    await claim()
    expect(Object.values(await outbox()).map((all) => all.length)).toEqual([1])
    expect(Object.keys(await outbox())).toEqual([made.ok && made.id])
  })

  it('rebuilds subscriptions from the log', async () => {
    await wants(person(0), ['state', 'notice'], { policy: voucher })
    expect(await subscriptionsOf(db, { actor: firm(0).actor })).toMatchObject([
      { topics: ['state', 'notice'], policy: voucher, address: 'someone@example.com' },
    ])
    expect((await replay(db)).differences).toEqual([])
  })
})
