/** The simulated world: one database, some processes on it, people and organisations, a clock. */
import type { Policy } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Database } from '../../src/db/database.ts'
import type { Body } from '../../src/entry.ts'
import { idMaker, type MakeId } from '../../src/ids.ts'
import { Kernel } from '../../src/kernel.ts'
import { generateSigner } from '../../src/log/index.ts'
import type { LogOptions } from '../../src/log-store.ts'
import { record } from '../../src/record.ts'
import { type ActRequest, type Answer, type Asker, BadRequest } from '../../src/request.ts'
import { importEntry } from '../city.ts'
import { plain } from './broken.ts'
import { type SimulatedClock, simulatedClock } from './clock.ts'
import { Faults, withFaults } from './faults.ts'
import { emptyModel, type Model } from './model.ts'
import { type Random, randomOf } from './random.ts'

export interface Process {
  readonly name: string
  readonly faults: Faults
  readonly kernel: Kernel
}

/** How a request ended: an answer, the asker's mistake, or no answer at all. */
export type Outcome =
  | { readonly form: 'answer'; readonly answer: Answer }
  | { readonly form: 'bad'; readonly error: BadRequest }
  | { readonly form: 'none'; readonly error: unknown }

export interface Sent {
  readonly request: ActRequest
  readonly internal: boolean
  readonly outcome: Outcome
}

export interface World {
  readonly seed: string
  readonly clock: SimulatedClock
  /** What checks look through; no process's own. */
  readonly db: Database
  /** What processes work on: a pool of connections each on a server, the one engine in memory. */
  readonly pools: readonly Database[]
  readonly log: LogOptions
  readonly makeId: MakeId
  readonly processes: Process[]
  readonly model: Model
  /** Who can ask in a role, with the organisation where the role has one. */
  readonly askers: Map<string, Asker[]>
  /** Subjects by the names of their kinds. */
  readonly subjects: Map<string, string[]>
  /** The versions that are installed, the latest last. */
  readonly policies: Policy[]
  /** Answers by key, as text; a repeated request must come to the same. */
  readonly answered: Map<string, string>
  /** Requests that were sent and never answered: their process died. */
  readonly unanswered: Map<string, ActRequest>
  /** What was sent in this lot, with how it ended. */
  sent: Sent[]
  /** A process was struck in this lot. */
  struck: boolean
  /** What happened, in words. */
  readonly story: string[]
  random: Random
  keys: number
}

/** Makes a world in which nothing is yet. */
export function emptyWorld(
  seed: string,
  from: Day,
  db: Database,
  pools: readonly Database[],
): World {
  const clock = simulatedClock(from)
  const random = randomOf(seed)
  const ids = random.fork('ids')
  return {
    seed,
    clock,
    db,
    pools,
    log: {
      origin: 'log.example/simulated',
      hash: random.pick(['sha256', 'sm3'] as const),
      signer: generateSigner('log.example/simulated', 'ed25519'),
    },
    makeId: idMaker(clock, (size) => ids.bytes(size)),
    processes: [],
    model: emptyModel(),
    askers: new Map(),
    subjects: new Map(),
    policies: [],
    answered: new Map(),
    unanswered: new Map(),
    sent: [],
    struck: false,
    story: [],
    random,
    keys: 0,
  }
}

/** What the texts that every play begins with compile to: that follows from the texts alone. */
const compiled = new Map<string, Policy>()

/**
 * Keeps what a process has compiled, and gives it to the others: it takes seconds, and plays go the
 * same way whether or not another one went before.
 */
export function shareCompiled(world: World, from: Process): void {
  for (const [key, policy] of from.kernel.memory.compiled) {
    compiled.set(key, policy)
    for (const { kernel } of world.processes) kernel.memory.compiled.set(key, policy)
  }
}

/** Starts a process in a place; its memory is empty but for texts that were compiled before. */
export function startProcess(world: World, place: number): Process {
  const faults = new Faults()
  const pool = world.pools[place % world.pools.length] as Database
  const { clock, makeId, log } = world
  const kernel = new Kernel({
    db: withFaults(pool, faults),
    clock,
    makeId,
    log,
    at: (point) => faults.at(point),
  })
  for (const known of [compiled, ...world.processes.map((one) => one.kernel.memory.compiled)]) {
    for (const [key, policy] of known) kernel.memory.compiled.set(key, policy)
  }
  const process: Process = { name: `进程${place + 1}`, faults, kernel }
  // What the sweep asks of the kernel is seen too.
  const asSystem = kernel.actAsSystem.bind(kernel)
  kernel.actAsSystem = (request) => sendBy(world, asSystem, request, true)
  world.processes[place] = process
  return process
}

/** Sends a request through a process, and keeps how it ended. */
export async function send(world: World, process: Process, request: ActRequest): Promise<void> {
  const { kernel } = process
  await sendBy(world, (one) => kernel.act(one), request, false).catch(() => {})
}

async function sendBy(
  world: World,
  act: (request: ActRequest) => Promise<Answer>,
  request: ActRequest,
  internal: boolean,
): Promise<Answer> {
  const { model, sent, unanswered } = world
  if (!internal && !model.sent.has(request.key)) model.sent.set(request.key, request)
  try {
    const answer = await act(structuredClone(request))
    sent.push({ request, internal, outcome: { form: 'answer', answer } })
    unanswered.delete(request.key)
    return answer
  } catch (error) {
    const bad = error instanceof BadRequest
    sent.push({ request, internal, outcome: { form: bad ? 'bad' : 'none', error } as Outcome })
    if (!bad && !internal) unanswered.set(request.key, request)
    // Whoever is told that the key is used knows that there is no answer to wait for.
    if (bad && unanswered.get(request.key) === request) unanswered.delete(request.key)
    throw error
  }
}

/** Records what no request asks for, through a process. */
export async function given(
  world: World,
  process: Process,
  body: Partial<Body>,
  before: (tx: Parameters<Parameters<typeof record>[1]>[0]) => Promise<void> = async () => {},
): Promise<void> {
  const { clock } = world
  await record(process.kernel, async (tx) => {
    await before(tx)
    return [importEntry(clock, body)]
  })
}

/** Adds a line to the story. */
export function tell(world: World, line: string): void {
  world.story.push(`${world.clock.today()} ${line}`)
}

/** A request in one line. */
export function inWords({ key, target, act, asker, filled, slots }: ActRequest): string {
  const where =
    target.form === 'matter' ? target.id.slice(-6) : `${target.form} ${target.procedure}`
  const who = `${asker.role}${asker.subject ? `/${asker.subject.slice(-6)}` : ''}`
  const what = [filled, slots].flatMap((one) => (one ? [plain(one)] : [])).join(' ')
  return `${key} ${who} ${act} @${where} ${what}`.trim()
}

/** How it ended, in a word. */
export function endInWords({ outcome }: Sent): string {
  switch (outcome.form) {
    case 'answer': {
      const { answer } = outcome
      return answer.ok
        ? `→ ${answer.state} #${answer.seq}+${answer.entries}`
        : `✗ ${answer.refusal.code}`
    }
    case 'bad':
      return '✗ BadRequest'
    case 'none':
      return `✗ ${(outcome.error as Error).message.slice(0, 60)}`
  }
}
