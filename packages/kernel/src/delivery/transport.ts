/** What carries a message: mail or a webhook, each behind the same two functions. */
import type { Text } from '@huoshui/values'

export type Channel = 'mail' | 'webhook'

export const channels: readonly Channel[] = ['mail', 'webhook']

/** One message on its way out. `address` and `secrets` are never logged and never in a trouble. */
export interface Outgoing {
  readonly id: string
  readonly address: string
  /** JSON, to the letter; see `MessageBody`. */
  readonly body: string
  /** What a webhook is signed with: the secret, and for a day after a change the one before. */
  readonly secrets: readonly Uint8Array[]
  /** The instant of this try, in milliseconds since 1970. */
  readonly at: number
}

/** `final`: trying again by itself would be of no use, so the message is given up at once. */
export type SendResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly trouble: Text; readonly final: boolean }

/** It answers in a bounded time, and says in words why something could not be sent. */
export interface Transport {
  send(message: Outgoing): Promise<SendResult>
  /** Closes connections that were kept open. */
  close(): void
}

export type Transports = { readonly [channel in Channel]?: Transport }
