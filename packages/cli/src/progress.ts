/** A line on the terminal that says how far long work is; nothing where nobody watches. */
import type { Io } from './io.ts'

export interface Progress {
  /** Puts a text in place of the last one. */
  readonly tell: (text: string) => void
  /** Wipes the line. */
  readonly end: () => void
}

/** The progress line of the error stream, where that is a terminal. */
export function progressOf(io: Io): Progress {
  if (!io.errIsTTY) return { tell: () => undefined, end: () => undefined }
  let shown = false
  return {
    tell: (text) => {
      shown = true
      io.err(`\r${text}\u001b[K`)
    },
    end: () => {
      if (shown) io.err('\r\u001b[K')
      shown = false
    },
  }
}
