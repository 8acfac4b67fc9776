/** What is asked of the kernel, and what it answers. */
import type { Day } from '@huoshui/values'
import type { Json } from './codec.ts'
import type { Said } from './said.ts'

/** Who asks: a person in a role, for an organisation. The floor above has made sure who it is. */
export interface Asker {
  /** The actor's id; null is 任何人 without a name, or the system itself with the role 系统. */
  readonly actor: string | null
  /** A word of the 由 column, or a kind of party. */
  readonly role: string
  /** The organisation acted for, when the role is one of a party. */
  readonly subject?: string
  /** 代录: the hexadecimal digest of the stored file that proves what is entered. */
  readonly file?: string
}

/** A subject chosen for a slot, or one to be registered with the act. */
export type SlotChoice = { readonly id: string } | { readonly name: string; readonly code?: string }

/** Values by fact name, as `toJson` writes them. */
export type Filled = { readonly [name: string]: Json }

/** Where an act is done. */
export type Target =
  /** A matter in progress. */
  | { readonly form: 'matter'; readonly id: string }
  /** A new matter of a procedure, under the version in force that day. */
  | { readonly form: 'open'; readonly policy: string; readonly procedure: string }
  /** All matters in the act's state under one call: 择优, or 抽取 among matters. */
  | {
      readonly form: 'batch'
      readonly policy: string
      readonly procedure: string
      /** The call that the matters were opened under; null where the procedure has none. */
      readonly call: string | null
    }

export interface ActRequest {
  /** The client's own key: a repeated request is answered as the first one was. */
  readonly key: string
  readonly target: Target
  readonly act: string
  readonly asker: Asker
  readonly filled?: Filled
  readonly slots?: { readonly [kind: string]: SlotChoice }
  /** For the acts of the simulator and of a replay; a server leaves it to the clock. */
  readonly day?: Day
}

export interface Done {
  readonly ok: true
  /** The numbers of the entries that the request made, first to last. */
  readonly seq: bigint
  readonly entries: number
  readonly tenant: string
  readonly matter: string
  readonly number: string
  readonly state: string
  /** A batch act: the matters that it passed over, and why. */
  readonly skipped?: readonly { readonly matter: string; readonly refusal: Said }[]
}

export interface Refused {
  readonly ok: false
  readonly refusal: Said
}

export type Answer = Done | Refused

/** A request that can't be a request: its key was used for another one, or its form is wrong. */
export class BadRequest extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(en)
  }
}
