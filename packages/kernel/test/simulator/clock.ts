/** A clock that stands on a day until it is moved; its instants go on by themselves. */
import { addDays, type Day, day, daysBetween } from '@huoshui/values'
import type { Clock } from '../../src/clock.ts'

export interface SimulatedClock extends Clock {
  /** Moves on by whole days. */
  pass(days: number): void
}

const epoch = day('1970-01-01')

export function simulatedClock(from: Day): SimulatedClock {
  let today = from
  let ticks = 0
  return {
    today: () => today,
    // Nine in the morning in Beijing, and a millisecond later each time that it is asked.
    now: () => daysBetween(epoch, today) * 86_400_000 + 3_600_000 + ++ticks,
    pass(days) {
      today = addDays(today, days)
      ticks = 0
    },
  }
}
