/** What one batch has loaded, and what its own acts have changed of it so far. */
import type { Value } from '@huoshui/feel'
import type { Balance, Matter, Policy } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { RoleRow } from './entry.ts'
import type { Holder } from './known.ts'
import type { Installed, Registry } from './registry.ts'
import type { ActRequest, Answer, BadRequest } from './request.ts'

export interface LoadedMatter {
  readonly tenant: string
  readonly id: string
  readonly number: string
  readonly installed: Installed
  readonly matter: Matter
  readonly parent: string | null
  /** The facts of the matter itself. */
  readonly holder: Holder
}

/** Whose books: one set a policy of a tenant. */
export const booksKey = (tenant: string, policy: string): string => `${tenant}\n${policy}`

/** Thrown by a look-up of what has not been loaded; the batch loads it and decides again. */
export class NotLoaded extends Error {
  constructor(
    readonly books: string,
    readonly account: string,
  ) {
    super(`account ${account} is not loaded`)
  }
}

/** Thrown by a draw whose pool has not been loaded. */
export class NeedsPool extends Error {
  constructor(readonly kind: string) {
    super(`the people of ${kind} are not loaded`)
  }
}

/** Accounts as the batch has them: loaded ones, with what its acts have changed. */
export class BatchBooks {
  readonly #known = new Map<string, Balance | null>()
  readonly #floors = new Map<string, bigint | null>()

  constructor(readonly id: string) {}

  /** An account that has never been used has no row: null. */
  load(key: string, balance: Balance | null, floor?: bigint | null): void {
    this.#known.set(key, balance)
    if (floor !== undefined) this.#floors.set(key, floor)
  }

  has(key: string): boolean {
    return this.#known.has(key)
  }

  get(key: string): Balance | undefined {
    const known = this.#known.get(key)
    if (known === undefined) throw new NotLoaded(this.id, key)
    return known ?? undefined
  }

  /**
   * Whether an entry has to say what the account is: it has no row yet, or its 底线 has changed.
   * `floor` null is an account without one.
   */
  announce(key: string, floor: bigint | null): boolean {
    const known = this.#floors.get(key)
    if (known === floor) return false
    this.#floors.set(key, floor)
    return true
  }

  set(key: string, balance: Balance): void {
    this.#known.set(key, balance)
  }
}

export interface Loaded {
  readonly registry: Registry
  /** The instant of the batch, as its entries write it. */
  readonly at: string
  readonly matters: Map<string, LoadedMatter>
  /** Subjects by id. */
  readonly holders: Map<string, Holder>
  /** Calls by kind (`slug#发放周期`): all that a day of the batch can fall into. */
  readonly calls: Map<string, readonly Holder[]>
  /** Everyone of a kind, for draws. */
  readonly pools: Map<string, readonly Holder[]>
  readonly roles: Map<string, readonly RoleRow[]>
  readonly books: Map<string, BatchBooks>
  /** Requests that have been answered, in this batch or before, by key. */
  readonly answered: Map<string, { readonly answer: Answer; readonly request: string | null }>
  /** Keys of those answered before this batch. */
  readonly answeredBefore: Set<string>
  /** Requests whose key was used for another: no answer, but a mistake of the asker. */
  readonly unfit: Map<ActRequest, BadRequest>
  /** The last number given in a series, by tenant and name. */
  readonly series: Map<string, bigint>
  /** The ids of records that belong to a matter or a subject, by owner and list (`listKey`). */
  readonly lists: Map<string, readonly string[]>
  /** What subjects were paid, as 享受记录 has it. */
  readonly paid: Map<string, readonly Value[]>
  /** Files that built-in acts read, by digest. */
  readonly files: Map<string, { readonly name: string; readonly bytes: Uint8Array }>
  /** Digests of files that askers name and that are stored. */
  readonly evidence: Set<string>
  /** What was read, to be looked at again under the log's lock: subject → version. */
  readonly subjectVersions: Map<string, bigint>
  readonly matterVersions: Map<string, bigint>
  readonly seriesRead: Map<string, bigint>
}

/** A call that is open on a day: the one that opened last, when there are several. */
export function openCall(loaded: Loaded, kind: string, day: Day): Holder | undefined {
  let best: Holder | undefined
  for (const one of loaded.calls.get(kind) ?? []) {
    const open = one.openFrom !== null && one.openFrom <= day && day <= (one.openTo ?? day)
    if (open && (!best || (best.openFrom ?? '') <= (one.openFrom ?? ''))) best = one
  }
  return best
}

/** The region or authority whose programme a policy is. */
export const tenantOf = (policy: Policy): string => policy.meta.region || '系统'
