/** Long work in short turns, so that whoever else waits for the process is served in between. */
import { setImmediate } from 'node:timers/promises'

/** How long one turn may take, in milliseconds. */
const turn = 15

export interface Progress {
  /** Rows below the headers that have been read. */
  readonly rows: number
}

export interface Pacing {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

export class Pace {
  rows = 0
  #since = performance.now()

  constructor(readonly pacing: Pacing = {}) {}

  /** Whether the turn is over. Asked often, and so without a promise. */
  get over(): boolean {
    return performance.now() - this.#since >= turn
  }

  /** Lets others have their turn. Throws the signal's reason when the work has been called off. */
  async rest(): Promise<void> {
    this.pacing.onProgress?.({ rows: this.rows })
    await setImmediate()
    this.pacing.signal?.throwIfAborted()
    this.#since = performance.now()
  }
}
