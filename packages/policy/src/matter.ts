/** What goes into a step of a procedure and what comes out: plain data, kept by the caller. */
import type { Value } from '@huoshui/feel'
import type { Calendar, Day } from '@huoshui/values'
import type { Balance, Books, ChangedAccount, Reservation, Transfer } from './books.ts'
import type { Due, Performance } from './due.ts'
import type { ActRow, Doing, Policy } from './policy.ts'
import type { Refusal } from './refusal.ts'
import type { Facts, PolicyOf } from './runs.ts'

/** A piece of work in progress. `state` null: not opened yet. */
export interface Matter {
  readonly id: string
  readonly procedure: string
  readonly state: string | null
  /** The subject in each filled slot, by kind. */
  readonly parties: ReadonlyMap<string, string>
  readonly openedOn: Day | null
  readonly performed: readonly Performance[]
  readonly reservations: readonly Reservation[]
}

/** Who acts: a user, in a role, for an organisation. */
export interface Actor {
  readonly user: string
  /** A role of the 由 column, a kind of party, or 系统. */
  readonly role: string
  /** The subject acted for, when the role is a party. */
  readonly subject?: string
  /** The file that proves an entry on paper's behalf (代录). */
  readonly file?: string
}

export interface Act {
  readonly name: string
  readonly actor: Actor
  readonly filled: ReadonlyMap<string, Value>
  /** Subjects chosen for party slots, by kind. */
  readonly slots?: ReadonlyMap<string, string>
  /** 择优: set by the batch; the matter's place among those it was ranked with. */
  readonly rank?: { readonly place: number; readonly of: number }
  /** Set by the batch that ranks or draws; a single step of such an act is refused without it. */
  readonly chosen?: boolean
}

export interface StepInput {
  readonly policy: Policy
  readonly policyOf?: PolicyOf
  readonly calendar: Calendar
  readonly matter: Matter
  /** Facts of the matter and of its slots as of the day, by fact key; a `Map` will do. */
  readonly facts: Facts
  /** Balances by account key; a `Map` will do, and only what `accountKeysOf` names is read. */
  readonly books: Books
  readonly day: Day
  readonly act: Act
}

export interface FactSet {
  readonly kind: string
  /** The subject of the slot, or the matter itself. */
  readonly subject: string
  readonly name: string
  readonly value: Value
  readonly source: '填' | '置'
}

export interface DueEntry {
  readonly act: string
  readonly due: Due
  /** 应: late is allowed and recorded. */
  readonly duty: boolean
  /** 满: the act opens after this day; else it is open up to and including it. */
  readonly opens: boolean
}

export interface Notice {
  readonly facts: ReadonlyMap<string, Value>
  readonly from: Day
  /** The last day of the spans that the following acts wait for; null when none does. */
  readonly until: Day | null
}

export interface Event {
  readonly matter: string
  readonly procedure: string
  readonly act: string
  readonly by: string
  readonly actor: Actor
  readonly day: Day
  readonly from: string | null
  readonly to: string
  readonly filled: readonly string[]
  /** A duty done late: the day it was due. */
  readonly overdueSince: Day | null
}

export interface Effects {
  readonly row: ActRow
  readonly events: readonly Event[]
  readonly transfers: readonly Transfer[]
  readonly facts: readonly FactSet[]
  readonly state: string
  readonly deadlines: readonly DueEntry[]
  readonly notice: Notice | null
  /** Child matters to open (派), and people to draw (抽取 … 名). */
  readonly children: readonly string[]
  readonly draws: readonly Extract<Doing, { verb: '抽取' }>[]
  readonly matter: Matter
  /** The accounts that this act changed and no others, with what they have after it. */
  readonly balances: ReadonlyMap<string, Balance>
  /** Those of them that the policy declares (外部 and 已用 are not), by the same keys. */
  readonly accounts: ReadonlyMap<string, ChangedAccount>
  /** The books after the act: `balances` over those before, for what follows it. */
  readonly books: Books
}

export type StepResult =
  | { readonly ok: true; readonly effects: Effects }
  | { readonly ok: false; readonly refusal: Refusal }
