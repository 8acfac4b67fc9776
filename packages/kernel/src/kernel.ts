/**
 * The kernel: one way to change anything, and readings of what there is.
 *
 * Requests wait in the order in which they came and are decided in batches (`run-batch.ts`). A
 * batch takes all that waits, up to a size that follows the time the last ones took: alone, a
 * request is a batch of one; in a rush, thousands share one transaction.
 */
import type { Clock } from './clock.ts'
import type { Database } from './db/database.ts'
import { isConnectionLost } from './db/errors.ts'
import { checkpointWhenDue } from './db/maintain.ts'
import type { MakeId } from './ids.ts'
import type { LogOptions } from './log-store.ts'
import type { ActRequest, Answer } from './request.ts'
import { BadRequest } from './request.ts'
import { type BatchContext, emptyMemory, type Memory, runBatch } from './run-batch.ts'
import { malformed } from './well-formed.ts'

export interface KernelOptions {
  readonly db: Database
  readonly clock: Clock
  readonly makeId: MakeId
  readonly log: LogOptions
  /** How long a batch should take, in milliseconds; its size follows. */
  readonly batchMs?: number
  /** Told of points at which a crash is worth testing. */
  readonly at?: (point: string) => void
}

const batchMsUsual = 120
const batchMost = 4000
const batchLeast = 16
/** After so many requests it is looked whether the embedded database should make a checkpoint. */
const requestsBetweenLooks = 500
/** How often a batch is tried again after the connection was lost. */
const lostTriesMax = 5

interface Waiting {
  readonly request: ActRequest
  readonly internal: boolean
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Decides and stores acts. It lives as long as the process that opened the database. */
export class Kernel {
  readonly db: Database
  readonly clock: Clock
  readonly makeId: MakeId
  readonly log: LogOptions
  readonly memory: Memory = emptyMemory()
  readonly #context: BatchContext
  readonly #batchMs: number
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null
  #size = 256
  #decided = 0

  constructor(options: KernelOptions) {
    this.db = options.db
    this.clock = options.clock
    this.makeId = options.makeId
    this.log = options.log
    this.#batchMs = options.batchMs ?? batchMsUsual
    this.#context = {
      db: options.db,
      memory: this.memory,
      log: options.log,
      makeId: options.makeId,
      now: () => options.clock.now(),
      today: () => options.clock.today(),
      ...(options.at ? { at: options.at } : {}),
    }
  }

  /**
   * Does an act, or says why not. The answer comes after the commit: what is answered is stored.
   *
   * @throws BadRequest when the key was used for another request, or an id is none
   */
  act(request: ActRequest): Promise<Answer> {
    return this.#enqueue(request, false)
  }

  /** The same for what the system does by itself: lapses, reminders, what follows from a day. */
  actAsSystem(request: ActRequest): Promise<Answer> {
    return this.#enqueue(request, true)
  }

  #enqueue(request: ActRequest, internal: boolean): Promise<Answer> {
    const wrong = malformed(request)
    if (wrong) return Promise.reject(wrong)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, internal, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    // Requests of the same turn of the event loop belong to one batch.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#size)
      const from = this.clock.now()
      await this.#runOne(batch)
      this.#adapt(batch.length, this.clock.now() - from)
      this.#decided += batch.length
    }
    this.#running = null
    await this.#checkpoint()
  }

  /** The embedded database makes no checkpoints by itself; when nobody waits there is time. */
  async #checkpoint(): Promise<void> {
    if (this.#decided < requestsBetweenLooks) return
    this.#decided = 0
    // A look that fails, as while the database is closed, is no loss: the sweep makes one too.
    await checkpointWhenDue(this.db).catch(() => false)
  }

  /** A full batch that took long makes the next one smaller; one that was quick, larger. */
  #adapt(size: number, ms: number): void {
    if (ms > this.#batchMs) this.#size = Math.max(batchLeast, Math.floor(this.#size * 0.8))
    else if (size >= this.#size) this.#size = Math.min(batchMost, this.#size + batchLeast)
  }

  async #runOne(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#tried(batch)
      batch.forEach((one, i) => {
        const outcome = outcomes[i] as Answer | BadRequest
        if (outcome instanceof BadRequest) one.reject(outcome)
        else one.resolve(outcome)
      })
    } catch (error) {
      // One request that can't be decided must not take the others with it.
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const one of batch) await this.#runOne([one])
    }
  }

  /**
   * A connection lost at the commit leaves open whether the batch was stored. Asking again is
   * safe: what was stored is found by its keys.
   */
  async #tried(batch: readonly Waiting[]) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await runBatch(this.#context, batch)
      } catch (error) {
        if (!isConnectionLost(error) || attempt >= lostTriesMax) throw error
        this.memory.registry = null
        await new Promise((resume) => setTimeout(resume, 100 * 2 ** attempt))
      }
    }
  }
}
