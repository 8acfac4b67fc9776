/** What the command line needs of its surroundings; tests hand in their own. */
import type { Kernel, OpenOptions } from '@huoshui/kernel'
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
  /** Calls `stop` when someone presses Ctrl+C; what comes back ends the listening. */
  readonly onInterrupt?: (stop: () => void) => () => void
  /** Opens the data, in place of `openKernel`: for whoever has them open already. */
  readonly openKernel?: (options: OpenOptions) => Promise<Kernel>
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
    onInterrupt,
  }
}

/** The first Ctrl+C asks to stop; the second one ends the process as if nobody listened. */
function onInterrupt(stop: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, stop)
  return () => {
    for (const signal of signals) process.off(signal, stop)
  }
}
