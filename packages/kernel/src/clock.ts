/** The only place of the kernel that asks what time it is. Instants exist in the log alone. */
import { type Day, dayInBeijing } from '@huoshui/values'

/** Where the kernel gets the time from; a simulator hands in its own. */
export interface Clock {
  /** The legal day in Beijing. */
  today(): Day
  /** Milliseconds since 1970, for ids, waiting and retries. */
  now(): number
}

/** An instant as the log writes it: ISO 8601, in UTC, to the millisecond. */
export const instantOf = (ms: number): string => new Date(ms).toISOString()

/** An instant as the Date of a mail has it (RFC 5322), in UTC. */
export const mailDateOf = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000')

export const systemClock: Clock = {
  today: () => dayInBeijing(Date.now()),
  now: () => Date.now(),
}
