import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembers, type City, given, type Member, openCity } from '../../test/city.ts'
import { freshDatabase } from '../../test/database.ts'
import type { Database } from '../db/database.ts'
import { secretText } from './signature.ts'
import {
  renewSecret,
  type SubscriptionRequest,
  subscribe,
  subscriptionsOf,
  unsubscribe,
} from './subscribe.ts'

let db: Database
let city: City
let firm: Member
let other: Member

beforeAll(async () => {
  db = await freshDatabase()
  city = await openCity(db)
  ;[firm, other] = (await addMembers(city, 'terms#企业', '申领单位', 2, [])) as [Member, Member]
}, 120_000)

afterAll(() => db.close())

const ask = (more: Partial<SubscriptionRequest> = {}) =>
  subscribe(city.kernel, {
    holder: { actor: firm.actor },
    topics: ['state'],
    channel: 'mail',
    address: 'someone@example.com',
    ...more,
  })

const hook = { channel: 'webhook', address: 'https://example.com/hook' } as const

async function refusal(more: Partial<SubscriptionRequest>): Promise<string> {
  const done = await ask(more)
  return done.ok ? 'done' : done.refusal.zh
}

describe('subscribing', () => {
  it('shows the secret of a webhook once and keeps it out of the log', async () => {
    const secret = Buffer.alloc(32, 1)
    const done = await subscribe(
      city.kernel,
      { holder: { actor: firm.actor, subject: firm.subject }, topics: ['state'], ...hook },
      () => secret,
    )
    expect(done).toMatchObject({ ok: true, secret: secretText(secret) })
    const bodies = await db.query<{ body: string }>('select body from payload')
    const envelopes = await db.query<{ envelope: string }>('select envelope from event')
    const log = JSON.stringify([bodies, envelopes])
    expect(log).toContain(hook.address)
    for (const form of ['base64', 'hex'] as const) expect(log).not.toContain(secret.toString(form))
    expect(JSON.stringify(envelopes)).not.toContain(hook.address)
    const [shown] = await subscriptionsOf(db, { subject: firm.subject })
    expect(shown).toMatchObject(hook)
    expect(shown).not.toHaveProperty('secret')
  })

  it('renews a secret for who holds it, and forgets it at the end', async () => {
    const holder = { actor: firm.actor }
    const done = await ask({ ...hook, address: 'https://example.com/own' })
    if (!done.ok) throw new Error(done.refusal.zh)
    const renewed = await renewSecret(city.kernel, holder, done.id, () => Buffer.alloc(32, 2))
    expect(renewed).toMatchObject({ ok: true, secret: secretText(Buffer.alloc(32, 2)) })
    const stranger = await renewSecret(city.kernel, { actor: other.actor }, done.id)
    expect(stranger.ok).toBe(false)
    expect(await unsubscribe(city.kernel, { actor: other.actor }, done.id)).not.toBe(null)
    const secrets = () =>
      db.query('select previous from webhook_secret where subscription = $1', [done.id])
    expect(await secrets()).toHaveLength(1)
    expect(await unsubscribe(city.kernel, holder, done.id)).toBe(null)
    expect(await secrets()).toEqual([])
    expect((await unsubscribe(city.kernel, holder, done.id))?.zh).toContain('已经退订')
    expect((await renewSecret(city.kernel, holder, done.id)).ok).toBe(false)
  })

  it('is for oneself, or for an organisation that one has a role for', async () => {
    expect(await refusal({ holder: { actor: firm.actor, subject: other.subject } })).toContain(
      '身份',
    )
    expect(await refusal({ holder: { actor: city.kernel.makeId() } })).toContain('身份')
    expect(await refusal({ holder: { actor: 'x', subject: "' or 1" } })).toContain('身份')
  })

  it('says what to put right', async () => {
    expect(await refusal({ topics: [] })).toContain('主题')
    expect(await refusal({ topics: ['anything' as never] })).toContain('主题')
    expect(await refusal({ topics: ['constructor' as never] })).toContain('主题')
    expect(await refusal({ about: 'x' })).toContain('名录')
    expect(await refusal({ address: 'x' })).toContain('邮箱')
    expect(await refusal({ channel: 'webhook', address: 'ftp://example.com' })).toContain('网址')
  })

  it('refuses the same again, and more than anyone needs', async () => {
    const holder = { actor: other.actor }
    expect(await refusal({ holder })).toBe('done')
    expect(await refusal({ holder })).toContain('已经订阅')
    await given(city, {
      subscriptions: Array.from({ length: 48 }, (_, i) => ({
        id: city.kernel.makeId(),
        actor: other.actor,
        topics: ['state'],
        channel: 'mail',
        address: `someone${i}@example.com`,
      })),
    })
    expect(await refusal({ holder, address: 'last@example.com' })).toBe('done')
    expect(await refusal({ holder, address: 'more@example.com' })).toContain('最多')
    expect(await refusal({ holder: { actor: other.actor, subject: other.subject } })).toBe('done')
  })
})
