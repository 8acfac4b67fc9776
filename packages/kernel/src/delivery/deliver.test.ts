import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase, kinds } from '../../test/database.ts'
import { type Receiver, type Reply, receiver } from '../../test/receiver.ts'
import { type MailServer, mailServer, readLetter } from '../../test/smtp.ts'
import { instantOf } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { idMaker } from '../ids.ts'
import { type DeliveryContext, deliver, waitAfter } from './deliver.ts'
import { mailTransport } from './mail.ts'
import { clearMessages, retryMessages, troubledMessages } from './outbox.ts'
import { secretText, verifyWebhook } from './signature.ts'
import type { Channel, Transport } from './transport.ts'
import { webhookTransport } from './webhook.ts'

const minute = 60_000
const hour = 60 * minute
const secret = Buffer.alloc(32, 5)
const start = 1_709_251_200_000

/** A clock that is moved by hand; ids need it too. */
const clock = { ms: start, now: () => clock.ms, today: () => '2024-03-01' as never }
const makeId = idMaker(clock)
/** No spread: waits are exactly a minute, two, four … */
const random = (size: number) => new Uint8Array(size)

describe.each(kinds)('delivery on %s', (kind) => {
  let db: Database
  let hook: Receiver | null = null
  let smtp: MailServer | null = null
  let mail: Transport | null = null
  const context = (): DeliveryContext => ({ db, clock, random })

  beforeAll(async () => {
    db = await freshDatabase({ kind })
  })
  afterAll(() => db.close())
  beforeEach(() => {
    clock.ms = start
  })
  afterEach(async () => {
    mail?.close()
    for (const one of [hook, smtp]) await one?.close()
    hook = smtp = mail = null
    for (const table of ['message', 'subscription', 'webhook_secret']) {
      await db.query(`delete from ${table}`)
    }
  })

  async function subscribed(channel: Channel, address: string): Promise<string> {
    const id = makeId()
    await db.query(
      `insert into subscription (id, subject, topics, channel, address, opened)
       values ($1, $2, '["state"]', $3, $4, 0)`,
      [id, makeId(), channel, address],
    )
    if (channel === 'webhook') {
      await db.query(
        'insert into webhook_secret (subscription, secret, renewed) values ($1, $2, $3)',
        [id, secret, instantOf(start)],
      )
    }
    return id
  }

  async function waiting(subscription: string, channel: Channel, count = 1): Promise<string[]> {
    const ids = Array.from({ length: count }, () => makeId())
    for (const id of ids) {
      const text = { zh: '办理了“领取”。', en: '“claim” was done.' }
      const body = JSON.stringify({ id, topic: 'state', number: '示例-1', text })
      await db.query(
        `insert into message (id, event, subscription, topic, channel, body, since, next_try)
         values ($1, 1, $2, 'state', $3, $4, $5, $5)`,
        [id, subscription, channel, body, instantOf(start)],
      )
    }
    return ids
  }

  /** A webhook receiver with one message that waits for it. */
  async function hooked(...replies: Reply[]): Promise<{ id: string; subscription: string }> {
    hook = await receiver(...replies)
    const subscription = await subscribed('webhook', hook.url)
    const [id] = await waiting(subscription, 'webhook')
    return { id: id as string, subscription }
  }

  const allow = ['127.0.0.0/8']
  const webhooks = { webhook: webhookTransport({ allow }) }
  /** For receivers that never answer: long enough to reach them, and no longer. */
  const impatient = { webhook: webhookTransport({ allow, timeoutMs: 1500 }) }
  const received = () => hook?.received ?? []

  it('tries again until it is answered, always with the same id', async () => {
    const { id } = await hooked(503, 'hang', 200)
    expect(await deliver(context(), webhooks)).toEqual({ sent: 0, failed: 1, givenUp: 0 })
    expect(await deliver(context(), webhooks)).toEqual({ sent: 0, failed: 0, givenUp: 0 })
    const [troubled] = await troubledMessages(db)
    expect(troubled).toMatchObject({ id, tries: 1, givenUp: null })
    expect(troubled?.trouble.zh).toContain('503')
    clock.ms += minute - 1
    expect(await deliver(context(), webhooks)).toEqual({ sent: 0, failed: 0, givenUp: 0 })
    clock.ms += 1
    expect(await deliver(context(), impatient)).toEqual({ sent: 0, failed: 1, givenUp: 0 })
    clock.ms += 2 * minute
    expect(await deliver(context(), webhooks)).toEqual({ sent: 1, failed: 0, givenUp: 0 })
    expect(received().map((one) => one.headers['webhook-id'])).toEqual([id, id, id])
    const bodies = new Set(received().map((one) => one.body))
    expect([...bodies].map((one) => JSON.parse(one).id)).toEqual([id])
    for (const [i, one] of received().entries()) {
      const at = start + (2 ** i - 1) * minute
      expect(verifyWebhook(secretText(secret), one.headers, one.body, at).ok).toBe(true)
    }
    expect(await troubledMessages(db)).toEqual([])
    clock.ms += 100 * hour
    expect(await deliver(context(), webhooks)).toEqual({ sent: 0, failed: 0, givenUp: 0 })
  })

  it('sends again, with the same id, what a crash left unnoted', async () => {
    const { id } = await hooked()
    const crash = { ...context(), at: () => crashed() }
    const crashed = () => {
      throw new Error('crash')
    }
    await expect(deliver(crash, webhooks)).rejects.toThrow('crash')
    clock.ms += 9 * minute
    expect(await deliver(context(), webhooks)).toMatchObject({ sent: 0 })
    clock.ms += minute
    expect(await deliver(context(), webhooks)).toMatchObject({ sent: 1 })
    expect(received().map((one) => one.headers['webhook-id'])).toEqual([id, id])
  })

  it('gives up after three days, and sends it when someone asks for it', async () => {
    const { id } = await hooked(...Array<Reply>(40).fill(500))
    let tries = 0
    for (; tries < 40; tries++) {
      const report = await deliver(context(), webhooks)
      if (report.givenUp > 0) break
      const [next] = await db.query<{ at: bigint }>(
        'select (extract(epoch from next_try) * 1000)::bigint as at from message',
      )
      clock.ms = Number(next?.at)
    }
    expect(clock.ms - start).toBe(72 * hour)
    expect(tries).toBe(13)
    const [troubled] = await troubledMessages(db, { givenUp: true })
    expect(troubled).toMatchObject({ id, tries: 14, channel: 'webhook', topic: 'state' })
    expect(JSON.stringify(troubled, (_, one) => String(one))).not.toContain('127.0.0.1')
    clock.ms += hour
    expect(await deliver(context(), webhooks)).toEqual({ sent: 0, failed: 0, givenUp: 0 })
    hook?.replies.splice(0)
    expect(await retryMessages(context(), [id, makeId()])).toBe(1)
    expect(await deliver(context(), webhooks)).toMatchObject({ sent: 1 })
    expect(await retryMessages(context(), [id])).toBe(0)
    expect(received().at(-1)?.headers['webhook-id']).toBe(id)
  })

  it('gives up at once what can never be sent', async () => {
    const private_ = await subscribed('webhook', 'http://169.254.169.254/latest')
    await waiting(private_, 'webhook')
    expect(await deliver(context(), webhooks)).toEqual({ sent: 0, failed: 0, givenUp: 1 })
    const [troubled] = await troubledMessages(db, { givenUp: true })
    expect(troubled?.trouble.zh).toContain('内部网络')
  })

  it('sends nothing more to an ended subscription, nor to a person who has left', async () => {
    const { subscription } = await hooked()
    await db.query('update subscription set ended = 9 where id = $1', [subscription])
    expect(await deliver(context(), webhooks)).toEqual({ sent: 0, failed: 0, givenUp: 1 })
    const gone = makeId()
    await db.query(
      `insert into actor (id, name, contact, opened, closed) values ($1, '示例', '{}', 0, 1)`,
      [gone],
    )
    const own = await subscribed('webhook', hook?.url ?? '')
    await db.query('update subscription set actor = $2, subject = null where id = $1', [own, gone])
    await waiting(own, 'webhook')
    expect(await deliver(context(), webhooks)).toEqual({ sent: 0, failed: 0, givenUp: 1 })
    expect(received()).toEqual([])
  })

  it('signs with the secret before too, for a day', async () => {
    const { subscription } = await hooked()
    await waiting(subscription, 'webhook')
    const renewed = Buffer.alloc(32, 6)
    await db.query(
      'update webhook_secret set previous = secret, secret = $2 where subscription = $1',
      [subscription, renewed],
    )
    clock.ms += 24 * hour - 1
    await deliver(context(), webhooks, { lot: 1 })
    clock.ms += 1
    await waiting(subscription, 'webhook')
    await deliver(context(), webhooks)
    const known = (one: Uint8Array) =>
      received().map(({ headers, body }) => {
        const at = Number(headers['webhook-timestamp']) * 1000
        return verifyWebhook(secretText(one), headers, body, at).ok
      })
    expect(known(renewed)).toEqual([true, true, true])
    expect(known(secret)).toEqual([true, true, false])
  })

  it('sends each once when two processes deliver at once', async () => {
    const { id, subscription } = await hooked()
    const ids = [id, ...(await waiting(subscription, 'webhook', 49))]
    const both = [1, 2].map(() => deliver(context(), webhooks, { lot: 5 }))
    const reports = await Promise.all(both)
    expect(reports.reduce((sum, one) => sum + one.sent, 0)).toBe(50)
    const seen = received().map((one) => one.headers['webhook-id'] as string)
    expect(seen.sort()).toEqual([...ids].sort())
  })

  it('lets one slow receiver hold up neither mail nor a waiting act', async () => {
    await hooked('hang')
    smtp = await mailServer()
    mail = mailTransport({
      host: '127.0.0.1',
      port: smtp.port,
      tls: 'none',
      from: 'noreply@example.com',
    })
    const [id] = await waiting(await subscribed('mail', 'firm@example.com'), 'mail')
    const slow = deliver(context(), { ...impatient, mail })
    // Nothing is held open meanwhile, so that on one connection others can work.
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
    expect(await slow).toEqual({ sent: 1, failed: 1, givenUp: 0 })
    const [letter] = smtp.letters
    expect(letter?.to).toBe('firm@example.com')
    const { headers } = readLetter(letter?.data ?? '')
    expect(headers.get('message-id')).toBe(`<${id}@example.com>`)
  })

  it('leaves alone what it has no transport for, and clears what is old', async () => {
    await hooked()
    await waiting(await subscribed('mail', 'firm@example.com'), 'mail')
    expect(await deliver(context(), webhooks)).toMatchObject({ sent: 1, failed: 0 })
    clock.ms += 90 * 24 * hour
    expect(await clearMessages(context())).toBe(0)
    clock.ms += 1
    expect(await clearMessages(context())).toBe(1)
    expect(await db.query('select channel from message')).toEqual([{ channel: 'mail' }])
  })

  it('stops taking more when it is told to', async () => {
    await hooked()
    const signal = AbortSignal.abort()
    expect(await deliver(context(), webhooks, { signal })).toMatchObject({ sent: 0 })
    expect(received()).toEqual([])
  })
})

describe('waits', () => {
  it('double from a minute to a day, up to twice as long by chance', () => {
    const late = (size: number) => new Uint8Array(size).fill(255)
    expect([1, 2, 3, 11].map((n) => waitAfter(n, random) / minute)).toEqual([1, 2, 4, 1024])
    expect(waitAfter(1, late)).toBe(2 * minute - 1)
    expect([12, 40].map((n) => waitAfter(n, random) / hour)).toEqual([24, 24])
    expect(waitAfter(40, late) / hour).toBe(24)
  })
})
