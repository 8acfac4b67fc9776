/** What the command line needs of its surroundings; tests hand in their own. */
import type { Day } from '@huoshui/values'
import { today } from './clock.ts'

export interface Io {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether `out` is a terminal: colours only there. */
  readonly isTTY: boolean
  /** Whether `err` is a terminal: progress only there. */
  readonly errIsTTY?: boolean
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly today?: () => Day
}

/** The surroundings of a real process. */
export function processIo(): Io {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTTY: process.stdout.isTTY === true,
    errIsTTY: process.stderr.isTTY === true,
    cwd: process.cwd(),
    env: process.env,
    today,
  }
}
