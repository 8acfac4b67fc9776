/**
 * Delivery: what is due in the outbox is sent, at least once.
 *
 * A process takes a few messages by putting off their next try, which no other process then
 * takes, and sends them outside of any transaction: a slow receiver holds up nobody's acts. If the
 * process dies before it has noted that a message was sent, the time passes and it is sent again
 * with the same id.
 */
import { randomBytes } from 'node:crypto'
import type { Text } from '@huoshui/values'
import { type Clock, instantOf } from '../clock.ts'
import type { Session } from '../db/database.ts'
import type { Random } from '../ids.ts'
import {
  type Channel,
  channels,
  type SendResult,
  type Transport,
  type Transports,
} from './transport.ts'
import { troubles } from './trouble.ts'

export interface DeliveryContext {
  readonly db: Session
  readonly clock: Clock
  /** For the spread of retries; the system's unless said. */
  readonly random?: Random
  /** Told of points at which a crash is worth testing. */
  readonly at?: (point: string) => void
}

export interface DeliveryReport {
  readonly sent: number
  /** Will be tried again. */
  readonly failed: number
  readonly givenUp: number
}

export interface DeliveryOptions {
  /** Ends delivery after the messages that are on their way. */
  readonly signal?: AbortSignal
  /** How many are sent at once; 20 unless said. */
  readonly lot?: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const firstWaitMs = minuteMs
const longestWaitMs = 24 * hourMs
/** A message that could not be sent for so long is given up. */
const patienceMs = 72 * hourMs
/** How long a process has to itself what it took; longer than any transport takes. */
const leaseMs = 10 * minuteMs

/**
 * Sends what is due now, and returns when none of it is left. A server calls it every few seconds,
 * several may at once. Without a transport for a channel its messages wait.
 */
export async function deliver(
  context: DeliveryContext,
  transports: Transports,
  options: DeliveryOptions = {},
): Promise<DeliveryReport> {
  const until = context.clock.now()
  const counts = { sent: 0, failed: 0, givenUp: 0 }
  const sending = channels.map(async (channel) => {
    const transport = transports[channel]
    if (!transport) return
    while (!options.signal?.aborted) {
      const lot = await takeLot(context, channel, until, options.lot ?? 20)
      if (lot.length === 0) return
      const done = await Promise.allSettled(lot.map((one) => sendOne(context, transport, one)))
      for (const one of done) {
        if (one.status === 'rejected') throw one.reason
        counts[one.value]++
      }
    }
  })
  const ended = await Promise.allSettled(sending)
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return counts
}

interface Taken {
  readonly id: string
  readonly body: string
  readonly tries: number
  /** Milliseconds since 1970. */
  readonly since: bigint
  /** Null: the subscription is not there any more. */
  readonly address: string | null
  readonly ended: boolean
  readonly secret: Uint8Array | null
  /** The secret before, while it is still signed with. */
  readonly previous: Uint8Array | null
}

/** How long is signed with the old secret too, after a new one was made. */
const oldSecretMs = 24 * hourMs

function takeLot(
  context: DeliveryContext,
  channel: Channel,
  until: number,
  lot: number,
): Promise<Taken[]> {
  const now = context.clock.now()
  return context.db.query<Taken>(
    `with due as (
       select id from message
        where channel = $1 and sent is null and given_up is null and next_try <= $2
        order by next_try limit $3 for update skip locked),
     taken as (
       update message m set tries = m.tries + 1, next_try = $4
         from due where m.id = due.id
       returning m.id, m.body, m.tries, m.since, m.subscription)
     select t.id, t.body, t.tries, (extract(epoch from t.since) * 1000)::bigint as since,
            s.address, s.ended is not null or x.closed is not null as ended, w.secret,
            case when w.renewed > $5 then w.previous end as previous
       from taken t
       left join subscription s on s.id = t.subscription
       left join actor x on x.id = s.actor
       left join webhook_secret w on w.subscription = t.subscription`,
    [channel, instantOf(until), lot, instantOf(now + leaseMs), instantOf(now - oldSecretMs)],
  )
}

async function sendOne(
  context: DeliveryContext,
  transport: Transport,
  taken: Taken,
): Promise<keyof DeliveryReport> {
  const result = await tried(context, transport, taken)
  if (result.ok) context.at?.('sent')
  const now = context.clock.now()
  if (result.ok) {
    await note(context, taken, { sent: now })
    return 'sent'
  }
  const limit = Number(taken.since) + patienceMs
  if (result.final || now >= limit) {
    await note(context, taken, { givenUp: now, trouble: result.trouble })
    return 'givenUp'
  }
  const next = Math.min(now + waitAfter(taken.tries, context.random ?? randomBytes), limit)
  await note(context, taken, { next, trouble: result.trouble })
  return 'failed'
}

async function tried(
  context: DeliveryContext,
  transport: Transport,
  taken: Taken,
): Promise<SendResult> {
  const { id, body, address, ended, secret, previous } = taken
  if (ended || address === null) return troubles.ended()
  const secrets = [secret, previous].filter((one) => one !== null)
  try {
    return await transport.send({ id, body, address, secrets, at: context.clock.now() })
  } catch (error) {
    return troubles.unreachable(error)
  }
}

/** Doubles from a minute to a day; up to twice as long by chance, so that retries spread out. */
export function waitAfter(tries: number, random: Random): number {
  const chance = Buffer.from(random(4)).readUInt32BE(0) / 2 ** 32
  const wait = Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs)
  return Math.min(Math.floor(wait * (1 + chance)), longestWaitMs)
}

interface Noted {
  readonly sent?: number
  readonly givenUp?: number
  readonly next?: number
  readonly trouble?: Text
}

/** Notes what became of a try; of one that took too long, another process's note counts. */
async function note(context: DeliveryContext, taken: Taken, noted: Noted): Promise<void> {
  const { sent, givenUp, next, trouble } = noted
  const at = (ms: number | undefined) => (ms === undefined ? null : instantOf(ms))
  await context.db.query(
    `update message set sent = $3, given_up = $4, next_try = coalesce($5, next_try), trouble = $6
      where id = $1 and sent is null and (tries = $2 or $3::timestamptz is not null)`,
    [
      taken.id,
      taken.tries,
      at(sent),
      at(givenUp),
      at(next),
      trouble ? JSON.stringify(trouble) : null,
    ],
  )
}
