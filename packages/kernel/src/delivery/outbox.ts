/** Looking after the outbox: what could not be sent, sending it again, clearing what was sent. */
import type { Text } from '@huoshui/values'
import { instantOf } from '../clock.ts'
import type { Session } from '../db/database.ts'
import type { DeliveryContext } from './deliver.ts'
import type { Topic } from './sentences.ts'
import type { Channel } from './transport.ts'

/** A message that could not be sent yet, or was given up. It shows no address. */
export interface TroubledMessage {
  readonly id: string
  readonly event: bigint
  readonly subscription: string
  readonly topic: Topic
  readonly channel: Channel
  readonly tries: number
  /** Instants, as the database prints them. */
  readonly nextTry: string
  readonly givenUp: string | null
  readonly trouble: Text
}

/** Messages with a trouble, the oldest first; those given up alone when `givenUp` is set. */
export function troubledMessages(
  session: Session,
  page: { readonly givenUp?: boolean; readonly after?: string; readonly limit?: number } = {},
): Promise<TroubledMessage[]> {
  const { givenUp = false, after = '00000000-0000-0000-0000-000000000000', limit = 100 } = page
  return session.query<TroubledMessage>(
    `select id, event, subscription, topic, channel, tries, next_try as "nextTry",
            given_up as "givenUp", trouble
       from message
      where sent is null and trouble is not null and (given_up is not null or not $1::boolean)
        and id > $2
      order by id limit $3`,
    [givenUp, after, limit],
  )
}

/**
 * Has messages that were given up, or wait for their next try, sent again: now, with all the
 * patience of new ones. They keep their ids.
 *
 * @returns how many of them there were
 */
export async function retryMessages(
  context: Pick<DeliveryContext, 'db' | 'clock'>,
  ids: readonly string[],
): Promise<number> {
  const rows = await context.db.query(
    `update message set given_up = null, tries = 0, since = $2, next_try = $2
      where id = any($1::uuid[]) and sent is null and trouble is not null returning id`,
    [ids, instantOf(context.clock.now())],
  )
  return rows.length
}

const dayMs = 86_400_000
const clearedAtOnce = 10_000

/**
 * Deletes messages that were sent, or given up, so many days ago; 90 unless said.
 *
 * @returns how many; at most ten thousand in one go
 */
export async function clearMessages(
  context: Pick<DeliveryContext, 'db' | 'clock'>,
  days = 90,
): Promise<number> {
  const rows = await context.db.query(
    `delete from message where id in (
       select id from message where sent < $1
       union all select id from message where given_up < $1
       limit ${clearedAtOnce}) returning id`,
    [instantOf(context.clock.now() - days * dayMs)],
  )
  return rows.length
}
