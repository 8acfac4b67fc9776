import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { secretText, verifyWebhook, webhookHeaders } from './signature.ts'

const bytes = Buffer.alloc(32, 7)
const secret = secretText(bytes)
const now = 1_700_000_000_000
const body = '{"act":"领取"}'
const headers = webhookHeaders([bytes], 'm-1', now, body)

describe('signatures of webhooks', () => {
  it('are made as the specification says', () => {
    const mac = createHmac('sha256', bytes).update(`m-1.1700000000.${body}`).digest('base64')
    expect(headers).toEqual({
      'webhook-id': 'm-1',
      'webhook-timestamp': '1700000000',
      'webhook-signature': `v1,${mac}`,
    })
    expect(secret).toBe(`whsec_${bytes.toString('base64')}`)
  })

  it('are verified by text or bytes, whatever the case of the headers', () => {
    const loud = Object.fromEntries(
      Object.entries(headers).map(([name, one]) => [name.toUpperCase(), one]),
    )
    expect(verifyWebhook(secret, headers, body, now)).toEqual({ ok: true, id: 'm-1' })
    expect(verifyWebhook(secret, loud, Buffer.from(body), now)).toEqual({ ok: true, id: 'm-1' })
  })

  it('find out another body, id, secret or signature', () => {
    const fault = (check: ReturnType<typeof verifyWebhook>) => (check.ok ? 'ok' : check.fault)
    const other = secretText(Buffer.alloc(32, 8))
    expect(fault(verifyWebhook(secret, headers, `${body} `, now))).toBe('signature')
    expect(fault(verifyWebhook(other, headers, body, now))).toBe('signature')
    const changed = { ...headers, 'webhook-id': 'm-2' }
    expect(fault(verifyWebhook(secret, changed, body, now))).toBe('signature')
    const short = { ...headers, 'webhook-signature': 'v1,AAAA v2,x' }
    expect(fault(verifyWebhook(secret, short, body, now))).toBe('signature')
    const { 'webhook-signature': _, ...unsigned } = headers
    expect(fault(verifyWebhook(secret, unsigned, body, now))).toBe('headers')
    expect(fault(verifyWebhook('whsec_c2hvcnQ=', headers, body, now))).toBe('secret')
    expect(fault(verifyWebhook('whsec_!', headers, body, now))).toBe('secret')
  })

  it('hold for five minutes either way', () => {
    const at = (ms: number) => verifyWebhook(secret, headers, body, now + ms).ok
    expect([at(-300_000), at(300_000)]).toEqual([true, true])
    expect([at(-300_001), at(300_001)]).toEqual([false, false])
  })

  it('may be several: one that fits is enough', () => {
    const both = webhookHeaders([Buffer.alloc(32, 9), bytes], 'm-1', now, body)
    expect(both['webhook-signature']?.split(' ')).toHaveLength(2)
    expect(verifyWebhook(secret, both, body, now).ok).toBe(true)
  })
})
