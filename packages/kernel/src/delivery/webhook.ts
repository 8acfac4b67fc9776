/** Webhooks: one POST, signed, within a time limit; no redirect is followed, no answer is kept. */
import { lookup } from 'node:dns'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { webhookUrl } from './address.ts'
import { addressGuard } from './private-address.ts'
import { webhookHeaders } from './signature.ts'
import type { Outgoing, SendResult, Transport } from './transport.ts'
import { troubles } from './trouble.ts'

export interface WebhookOptions {
  /** Ranges of private addresses that may be sent to all the same, such as `10.8.0.0/16`. */
  readonly allow?: readonly string[]
  /** How long one try may take, in milliseconds; 15 000 unless said. */
  readonly timeoutMs?: number
}

class NotAllowed extends Error {}

/**
 * Looks a name up and lets through only addresses that may be reached. The connection is made to
 * what was looked at here, so that a name can't mean one address now and another one then.
 */
function guardedLookup(mayReach: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const [first] = found
      if (!first || !found.every((one) => mayReach(one.address))) {
        return callback(new NotAllowed(), [])
      }
      if (options.all) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }
}

/** Sends messages as webhooks. */
export function webhookTransport(options: WebhookOptions = {}): Transport {
  const { allow = [], timeoutMs = 15_000 } = options
  const mayReach = addressGuard(allow)
  const guarded = guardedLookup(mayReach)
  return {
    async send(message) {
      const url = webhookUrl(message.address)
      if (!url) return troubles.unfit()
      if (message.secrets.length === 0) return troubles.noSecret()
      const host = url.hostname.replace(/^\[|\]$/g, '')
      // A number is not looked up, so it is looked at here.
      if (isIP(host) !== 0 && !mayReach(host)) return troubles.notAllowed()
      const limit = AbortSignal.timeout(timeoutMs)
      try {
        return answered(await post(url, message, guarded, limit))
      } catch (error) {
        if (error instanceof NotAllowed) return troubles.notAllowed()
        return limit.aborted ? troubles.timedOut() : troubles.unreachable(error)
      }
    },
    close() {},
  }
}

function answered(status: number): SendResult {
  if (status >= 200 && status < 300) return { ok: true }
  return status === 410 ? troubles.gone() : troubles.answered(status)
}

/** Posts a message; answers the status as soon as it is there and hangs up. */
function post(
  url: URL,
  message: Outgoing,
  guarded: LookupFunction,
  signal: AbortSignal,
): Promise<number> {
  const { secrets, id, at, body } = message
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      {
        method: 'POST',
        headers: {
          ...webhookHeaders(secrets, id, at, body),
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Huoshui-Webhook/1',
        },
        lookup: guarded,
        // A connection of its own: one that is kept was looked at under other rules.
        agent: false,
        signal,
      },
      (response) => {
        resolve(response.statusCode ?? 0)
        response.destroy()
      },
    )
    sending.on('error', reject)
    sending.end(body)
  })
}
