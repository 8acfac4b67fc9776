/** Exit codes, and the two errors that end a command with one. */
import type { Texts } from './texts.ts'

export const exit = {
  /** All is well; the answer is yes. */
  fine: 0,
  /** The answer is no, or problems were found. */
  no: 1,
  /** The command was not called as it should be. */
  usage: 2,
  /** A file or a database could not be read. */
  input: 3,
  /** A defect of this program. */
  defect: 70,
  /** Someone pressed Ctrl+C: 128 and the number of the signal, as shells have it. */
  stopped: 130,
} as const

export type ExitCode = (typeof exit)[keyof typeof exit]

/** Ends a command with a message for the person who called it. */
export class Stop extends Error {
  constructor(
    readonly code: ExitCode,
    readonly say: (texts: Texts) => string,
  ) {
    super('the command ends here')
  }
}

/** The command was called wrongly. */
export const misuse = (say: Stop['say']): Stop => new Stop(exit.usage, say)

/** A file could not be read or written. */
export const unreadable = (say: Stop['say']): Stop => new Stop(exit.input, say)
