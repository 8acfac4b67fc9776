/**
 * Signatures of webhooks, as the Standard Webhooks specification has them, so that its libraries
 * verify ours: three headers, `v1,` and HMAC-SHA256 in Base64 over `id.timestamp.body`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

const secretPrefix = 'whsec_'

/** Bytes of a secret; the specification asks for 24 to 64. */
export const secretSize = 32

/** How far a receiver's clock and the timestamp may be apart, in seconds. */
const toleranceSeconds = 5 * 60

/** A secret as people copy it: `whsec_` and Base64. */
export const secretText = (secret: Uint8Array): string =>
  secretPrefix + Buffer.from(secret).toString('base64')

function secretBytes(text: string): Buffer | null {
  const base64 = text.startsWith(secretPrefix) ? text.slice(secretPrefix.length) : text
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : null
}

const mac = (secret: Uint8Array, id: string, timestamp: string, body: string | Uint8Array) =>
  createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest()

/** The headers of a webhook, signed with each secret; `at` is in milliseconds since 1970. */
export function webhookHeaders(
  secrets: readonly Uint8Array[],
  id: string,
  at: number,
  body: string,
): { readonly [name: string]: string } {
  const timestamp = String(Math.floor(at / 1000))
  const signatures = secrets.map(
    (secret) => `v1,${mac(secret, id, timestamp, body).toString('base64')}`,
  )
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}

export type WebhookCheck =
  | { readonly ok: true; readonly id: string }
  /** Which of them is wrong: the secret's form, a missing header, the time, the signature. */
  | { readonly ok: false; readonly fault: 'secret' | 'headers' | 'time' | 'signature' }

/**
 * For receivers: whether a request is ours, whole, and not an old one sent again.
 *
 * Verify the body's bytes as they came, before they are parsed. Then remember `id` for a week and
 * answer 2xx without doing anything when it comes again: a message is sent until it was answered,
 * so it may come twice, and always with the same id.
 *
 * @param secret as it was shown when the subscription was made: `whsec_…`
 * @param headers of the request; names in any case
 * @param body the request's body, untouched
 * @param now milliseconds since 1970; a timestamp may be five minutes off either way
 *
 * ```ts
 * const check = verifyWebhook(secret, request.headers, rawBody, clock.now())
 * if (!check.ok) return reply.code(401).send()
 * if (!seen.has(check.id)) handle(JSON.parse(rawBody))
 * ```
 */
export function verifyWebhook(
  secret: string,
  headers: { readonly [name: string]: string | readonly string[] | undefined },
  body: string | Uint8Array,
  now: number,
): WebhookCheck {
  const key = secretBytes(secret)
  if (!key) return { ok: false, fault: 'secret' }
  const names = new Map(Object.entries(headers).map(([name, one]) => [name.toLowerCase(), one]))
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => {
    const found = names.get(`webhook-${name}`)
    return typeof found === 'string' && found !== '' ? found : null
  })
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) {
    return { ok: false, fault: 'headers' }
  }
  if (Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) {
    return { ok: false, fault: 'time' }
  }
  const expected = mac(key, id, timestamp, body)
  const same = signatures.split(' ').some((one) => {
    const [version, base64 = ''] = one.split(',')
    const given = Buffer.from(base64, 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
  return same ? { ok: true, id } : { ok: false, fault: 'signature' }
}
