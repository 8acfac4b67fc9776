import { afterEach, describe, expect, it } from 'vitest'
import { type Receiver, type Reply, receiver } from '../../test/receiver.ts'
import { secretText, verifyWebhook } from './signature.ts'
import { webhookTransport } from './webhook.ts'

const secret = Buffer.alloc(32, 3)
const at = 1_700_000_000_000
const body = '{"text":{"zh":"办理了“领取”"}}'
const here = { allow: ['127.0.0.0/8', '::1/128'] }

let hook: Receiver | null = null

async function open(...replies: Reply[]): Promise<Receiver> {
  hook = await receiver(...replies)
  return hook
}

afterEach(async () => {
  await hook?.close()
  hook = null
})

const send = (address: string, options = {}, secrets: readonly Uint8Array[] = [secret]) =>
  webhookTransport(options).send({ id: 'm-1', address, body, secrets, at })

describe('webhooks', () => {
  it('are posted, signed, and the receiver can tell', async () => {
    const { url, received } = await open(204)
    expect(await send(url, here)).toEqual({ ok: true })
    expect(received).toHaveLength(1)
    const [one] = received
    expect(one).toMatchObject({ method: 'POST', path: '/hook', body })
    expect(one?.headers['content-type']).toContain('application/json')
    const check = verifyWebhook(secretText(secret), one?.headers ?? {}, one?.body ?? '', at)
    expect(check).toEqual({ ok: true, id: 'm-1' })
  })

  it('reach a name only where it leads to what is allowed', async () => {
    const { url, received } = await open()
    const named = url.replace('127.0.0.1', 'localhost')
    expect(await send(named, here)).toEqual({ ok: true })
    const refused = await send(named)
    expect(refused).toMatchObject({ ok: false, final: true })
    expect(received).toHaveLength(1)
  })

  it.each(['127.0.0.1', '[::1]', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]'])(
    'do not go to %s',
    async (host) => {
      const { url, received } = await open()
      const refused = await send(url.replace('127.0.0.1', host))
      expect(refused).toMatchObject({ ok: false, final: true })
      expect(refused.ok ? '' : refused.trouble.zh).toContain('内部网络')
      expect(received).toEqual([])
    },
  )

  it('follow no redirect', async () => {
    const { url, received } = await open('redirect')
    const failed = await send(url, here)
    expect(failed).toMatchObject({ ok: false, final: false })
    expect(failed.ok ? '' : failed.trouble.en).toContain('307')
    expect(received.map((one) => one.path)).toEqual(['/hook'])
  })

  it('say what went wrong without the address, the answer or the secret', async () => {
    const { url } = await open(500, 410, 'drop', 'hang')
    const results = []
    for (let i = 0; i < 3; i++) results.push(await send(url, here))
    results.push(await send(url, { ...here, timeoutMs: 300 }))
    expect(results.map((one) => one.ok || one.final)).toEqual([false, true, false, false])
    const said = results.map((one) => (one.ok ? '' : one.trouble.en))
    expect(said[0]).toContain('500')
    expect(said[1]).toContain('410')
    expect(said[2]).toContain('ECONNRESET')
    expect(said[3]).toContain('in time')
    expect(said.join()).not.toMatch(/127\.0|hook|nobody keeps/)
  })

  it('need an address that can be one, and a secret', async () => {
    expect(await send('ftp://example.com')).toMatchObject({ ok: false, final: true })
    const { url, received } = await open()
    expect(await send(url, here, [])).toMatchObject({ ok: false, final: false })
    expect(received).toEqual([])
  })
})
