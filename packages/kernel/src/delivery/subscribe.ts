/** Subscribing: a person, or someone with a role for an organisation, says what to be told of. */
import { randomBytes } from 'node:crypto'
import type { Text } from '@huoshui/values'
import { instantOf } from '../clock.ts'
import type { Session } from '../db/database.ts'
import type { Body, Entry, SubscriptionRow } from '../entry.ts'
import { isUuid, type Random } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { ownEntry, record } from '../record.ts'
import { addressFault } from './address.ts'
import { isTopic, type Topic } from './sentences.ts'
import { secretSize, secretText } from './signature.ts'
import type { Channel } from './transport.ts'

/** Who subscribes: a person for themselves, or for the organisation that they have a role for. */
export interface Holder {
  readonly actor: string
  readonly subject?: string
}

export interface SubscriptionRequest {
  readonly holder: Holder
  readonly topics: readonly Topic[]
  /** One tenant, one policy, the matters of one subject; left out: all that concern the holder. */
  readonly tenant?: string
  readonly policy?: string
  readonly about?: string
  readonly channel: Channel
  readonly address: string
}

export type Subscribing =
  /** `secret` is shown this once: it can't be asked for again, only renewed. */
  | { readonly ok: true; readonly id: string; readonly secret?: string }
  | { readonly ok: false; readonly refusal: Text }

const holderMost = 50

const refusals = {
  topics: {
    zh: '至少选一个主题：公示、状态变化、提醒或者逾期。',
    en: 'Choose at least one topic: public notices, changes of state, reminders or what is overdue.',
  },
  about: { zh: '从名录里选一个主体。', en: 'Choose a subject from the register.' },
  holder: {
    zh: '您在这个单位没有身份。由单位授权后再办。',
    en: 'You have no role for this organisation. Have it given to you first.',
  },
  twice: {
    zh: '这个地址已经订阅了同样的范围。先退订原来的，再重新订阅。',
    en: 'This address is subscribed to the same already. End that subscription first.',
  },
  most: {
    zh: `最多订阅 ${holderMost} 项。先退订不用的。`,
    en: `At most ${holderMost} subscriptions. End those that are not needed.`,
  },
  none: {
    zh: '没有这项订阅，或者已经退订。从订阅列表里选一项。',
    en: 'There is no such subscription, or it has ended. Choose one from the list.',
  },
} as const

/**
 * Subscribes. For a webhook a secret is made, stored apart from the log, and returned once.
 *
 * @param random where the secret comes from; the system's unless said
 */
export async function subscribe(
  kernel: Kernel,
  asked: SubscriptionRequest,
  random: Random = randomBytes,
): Promise<Subscribing> {
  const fault = faultOf(asked)
  if (fault) return { ok: false, refusal: fault }
  const row = rowOf(asked, kernel.makeId())
  const secret = asked.channel === 'webhook' ? random(secretSize) : null
  let refusal: Text | null = null
  await record(kernel, async (tx) => {
    const role = await roleOf(tx, kernel, asked.holder)
    refusal = role === null ? refusals.holder : await crowded(tx, row)
    if (refusal || role === null) return []
    if (secret) {
      await tx.query(
        'insert into webhook_secret (subscription, secret, renewed) values ($1, $2, $3)',
        [row.id, secret, instantOf(kernel.clock.now())],
      )
    }
    return [entryOf(kernel, asked.holder, role, '订阅', { subscriptions: [row] })]
  })
  if (refusal) return { ok: false, refusal }
  return { ok: true, id: row.id, ...(secret ? { secret: secretText(secret) } : {}) }
}

function faultOf(asked: SubscriptionRequest): Text | null {
  const { topics, about, channel, address } = asked
  if (topics.length === 0 || !topics.every(isTopic)) return refusals.topics
  if (about !== undefined && !isUuid(about)) return refusals.about
  return addressFault(channel, address)
}

function rowOf(asked: SubscriptionRequest, id: string): SubscriptionRow {
  const { holder, topics, tenant, policy, about, channel, address } = asked
  return {
    id,
    ...(holder.subject === undefined ? { actor: holder.actor } : { subject: holder.subject }),
    topics: [...new Set(topics)],
    ...(tenant === undefined ? {} : { tenant }),
    ...(policy === undefined ? {} : { policy }),
    ...(about === undefined ? {} : { about }),
    channel,
    address,
  }
}

/** The role in which the holder may speak; null when there is none. */
async function roleOf(tx: Session, kernel: Kernel, holder: Holder): Promise<string | null> {
  const { actor, subject } = holder
  if (!isUuid(actor) || (subject !== undefined && !isUuid(subject))) return null
  if (subject === undefined) {
    const [found] = await tx.query('select id from actor where id = $1 and closed is null', [actor])
    return found ? '任何人' : null
  }
  const [held] = await tx.query<{ role: string }>(
    `select role from role
      where actor = $1 and subject = $2 and ended is null and holds_from <= $3
        and (holds_to is null or $3 <= holds_to)
      order by role limit 1`,
    [actor, subject, kernel.clock.today()],
  )
  return held?.role ?? null
}

async function crowded(tx: Session, row: SubscriptionRow): Promise<Text | null> {
  const { actor = null, subject = null, tenant = null, policy = null, about = null } = row
  const [found] = await tx.query<{ all: bigint; same: bigint }>(
    `select count(*) as all, count(*) filter (
              where channel = $3 and address = $4 and tenant is not distinct from $5
                and policy is not distinct from $6 and about is not distinct from $7::uuid) as same
       from subscription
      where ended is null and (actor = $1::uuid or subject = $2::uuid)`,
    [actor, subject, row.channel, row.address, tenant, policy, about],
  )
  if (found && found.same > 0n) return refusals.twice
  return found && found.all >= BigInt(holderMost) ? refusals.most : null
}

function entryOf(
  kernel: Kernel,
  holder: Holder,
  role: string,
  act: string,
  body: Partial<Body>,
): Entry {
  const { actor, subject = null } = holder
  const all = { to: '', ...body }
  return ownEntry(kernel.clock, { procedure: '订阅', act, actor, role, subject, body: all })
}

export interface Subscription extends SubscriptionRow {
  readonly topics: readonly Topic[]
}

/** The live subscriptions of a person, or of an organisation: the oldest first. */
export async function subscriptionsOf(
  session: Session,
  whose: { readonly actor: string } | { readonly subject: string },
): Promise<Subscription[]> {
  const [column, id] = 'actor' in whose ? ['actor', whose.actor] : ['subject', whose.subject]
  const rows = await session.query<Record<string, unknown>>(
    `select id, actor, subject, topics, tenant, policy, about, channel, address
       from subscription where ${column} = $1 and ended is null order by opened, id`,
    [id],
  )
  const known = (row: object) => Object.entries(row).filter(([, value]) => value !== null)
  return rows.map((row) => Object.fromEntries(known(row)) as unknown as Subscription)
}

/** Whether a live subscription is the holder's to end or to renew. */
async function owned(tx: Session, holder: Holder, id: string): Promise<boolean> {
  if (!isUuid(id)) return false
  const [row] = await tx.query<{ actor: string | null; subject: string | null }>(
    'select actor, subject from subscription where id = $1 and ended is null',
    [id],
  )
  if (!row) return false
  return holder.subject === undefined ? row.actor === holder.actor : row.subject === holder.subject
}

/** Ends a subscription. What waits for it is not sent any more. Answers why not, or null. */
export async function unsubscribe(
  kernel: Kernel,
  holder: Holder,
  id: string,
): Promise<Text | null> {
  let refusal: Text | null = null
  await record(kernel, async (tx) => {
    const role = await roleOf(tx, kernel, holder)
    if (role === null) refusal = refusals.holder
    else if (!(await owned(tx, holder, id))) refusal = refusals.none
    if (refusal || role === null) return []
    await tx.query('delete from webhook_secret where subscription = $1', [id])
    return [entryOf(kernel, holder, role, '退订', { endedSubscriptions: [id] })]
  })
  return refusal
}

/**
 * Makes a new secret for a webhook and returns it once. For a day messages are signed with the old
 * one as well, so that the receiver can change over without missing any.
 */
export async function renewSecret(
  kernel: Kernel,
  holder: Holder,
  id: string,
  random: Random = randomBytes,
): Promise<Subscribing> {
  return kernel.db.transaction(async (tx) => {
    if ((await roleOf(tx, kernel, holder)) === null) return { ok: false, refusal: refusals.holder }
    const [webhook] = isUuid(id)
      ? await tx.query(`select id from subscription where id = $1 and channel = 'webhook'`, [id])
      : []
    if (!webhook || !(await owned(tx, holder, id))) return { ok: false, refusal: refusals.none }
    const secret = random(secretSize)
    await tx.query(
      `insert into webhook_secret (subscription, secret, renewed) values ($1, $2, $3)
       on conflict (subscription) do update set previous = webhook_secret.secret,
         secret = excluded.secret, renewed = excluded.renewed`,
      [id, secret, instantOf(kernel.clock.now())],
    )
    return { ok: true, id, secret: secretText(secret) }
  })
}
