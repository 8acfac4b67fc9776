/**
 * What the log says of one act: the entry. Every state table is a reading of entries.
 *
 * The envelope is what goes into the tree: who, which act, which matter, which days, and a salted
 * digest of the body. The body holds what may be personal and what state is made from.
 */
import type { Day } from '@huoshui/values'
import type { Json } from './codec.ts'
import type { Done } from './request.ts'

/** A fact as an entry records it. */
export interface FactRow {
  readonly subject: string
  /** `terms`, or the slug of the policy whose fact it is. */
  readonly owner: string
  readonly name: string
  readonly value: Json
  /**
   * 登记, 填报, 承诺, 认定, 通知 or 办理; or 更正: what the entry whose number is the source recorded of
   * the fact holds no longer.
   */
  readonly evidence: string
  /** The register, organisation or role on whose word. */
  readonly source: string
  readonly from: Day
  readonly to?: Day
  /** Hexadecimal digest of the evidence file. */
  readonly file?: string
}

/** A subject that an act registers. Open days make it a call. */
export interface SubjectRow {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly code?: string
  readonly owner?: string
  readonly openFrom?: Day
  readonly openTo?: Day
}

export interface TransferRow {
  readonly mode: 'fund' | 'reserve' | 'settle' | 'release' | 'post'
  readonly ledger: string
  readonly debit: string
  readonly credit: string
  /** Whole 分 or times, as a decimal text. */
  readonly amount: string
}

/** An account as the database has to know it: where it belongs and how low it may go. */
export interface AccountRow {
  readonly key: string
  readonly ledger: string
  readonly name: string
  readonly unit: 'money' | 'count'
  /** null: it has no floor (外部, 已用). */
  readonly floor: string | null
}

export interface DeadlineRow {
  readonly act: string
  readonly due: Day | null
  readonly form: 'bar' | 'duty' | 'after'
  readonly provisional: boolean
  readonly derivation: Json
}

export interface NoticeRow {
  readonly id: string
  readonly from: Day
  readonly to: Day | null
  readonly facts: { readonly [name: string]: Json }
  readonly corrects?: string
}

/** What was done, as later steps of the matter read it. */
export interface PerformedRow {
  readonly act: string
  readonly day: Day
  readonly actor: string
  readonly filled: readonly string[]
  readonly from: string | null
  readonly to: string
}

export interface ReservationRow {
  readonly account: string
  readonly name: string
  readonly ledger: string
  readonly credit: string
  readonly amount: string
}

export interface RoleRow {
  readonly id: string
  readonly actor: string
  readonly role: string
  readonly subject?: string
  readonly tenant?: string
  readonly policy?: string
  readonly from: Day
  readonly to?: Day
  readonly givenBy?: string
}

/** Who wants to be told of what, and where. */
export interface SubscriptionRow {
  readonly id: string
  /** Whose it is: a person's or an organisation's, one of the two. */
  readonly actor?: string
  readonly subject?: string
  readonly topics: readonly string[]
  /** Of one tenant, one policy, one subject's matters; left out: all that concern the holder. */
  readonly tenant?: string
  readonly policy?: string
  readonly about?: string
  readonly channel: 'mail' | 'webhook'
  readonly address: string
}

export interface PolicyRow {
  readonly tenant: string
  readonly slug: string
  readonly digest: string
  readonly version: string
  readonly title: string
  readonly from: Day | null
  readonly to: Day | null
  /** Path to digest, of every text it is compiled from. */
  readonly files: { readonly [path: string]: string }
}

export interface Body {
  readonly to: string
  /** Absent where an entry is about no matter's state, such as a calendar's recomputation. */
  readonly performed?: PerformedRow
  /** A matter taken over: what had been done in it elsewhere, before `performed`. */
  readonly takenOver?: readonly PerformedRow[]
  /** A correction: how many of the matter's performances it takes back, from the latest. */
  readonly drop?: number
  /** The matter's reservations after the act; absent when they are as before. */
  readonly reservations?: readonly ReservationRow[]
  readonly deadlines?: readonly DeadlineRow[]
  /** Null: a correction empties the slot again. */
  readonly parties?: { readonly [kind: string]: string | null }
  readonly facts?: readonly FactRow[]
  readonly transfers?: readonly TransferRow[]
  /** Whose transfers they are where the entry is of no matter: the matter of 期初. */
  readonly onBehalfOf?: string
  readonly accounts?: readonly AccountRow[]
  readonly notice?: NoticeRow
  /** A duty done late: the day it was due. */
  readonly overdueSince?: Day
  /** 代录: for whom, and the file that proves it. */
  readonly enteredFor?: { readonly role: string; readonly file: string }
  /** The first entry of a matter. */
  readonly opened?: { readonly number: string; readonly on: Day; readonly parent?: string }
  readonly rank?: { readonly place: number; readonly of: number }
  /** A draw: its seed and those it was among, so that anyone can repeat it. */
  readonly draw?: { readonly seed: string; readonly among: readonly string[] }
  readonly subjects?: readonly SubjectRow[]
  readonly roles?: readonly RoleRow[]
  readonly endedRoles?: readonly string[]
  /** People who are struck off the register. */
  readonly closedActors?: readonly string[]
  readonly subscriptions?: readonly SubscriptionRow[]
  readonly endedSubscriptions?: readonly string[]
  readonly actors?: readonly {
    readonly id: string
    readonly name: string
    readonly contact: Json
  }[]
  readonly installed?: readonly PolicyRow[]
  readonly withdrawn?: readonly {
    readonly tenant: string
    readonly slug: string
    readonly digest: string
  }[]
  readonly calendars?: readonly { readonly year: number; readonly digest: string }[]
  /** The entry that a correction takes back. */
  readonly corrects?: string
  /** 7, 3 and 1 days before, or overdue: which reminders this entry stands for. */
  readonly reminders?: readonly {
    readonly matter: string
    readonly act: string
    readonly due: Day
    readonly left: number
  }[]
  /** What was answered to the request; `skipped` where it was for a batch. */
  readonly answer?: {
    readonly number: string
    readonly state: string
    readonly entries: number
    readonly skipped?: Done['skipped']
  }
}

export interface Entry {
  readonly tenant: string
  readonly matter: string | null
  readonly policy: string
  /** Hexadecimal digest of the policy's document. */
  readonly digest: string
  readonly procedure: string
  readonly act: string
  readonly day: Day
  /** ISO 8601 instant. */
  readonly at: string
  /** The person, by id; 系统 has none. */
  readonly actor: string | null
  readonly role: string
  /** The organisation acted for. */
  readonly subject: string | null
  /** The client's idempotency key; on the first entry of a request. */
  readonly key: string | null
  /** Hexadecimal digest of the request, so that a key can't be used for another one. */
  readonly request: string | null
  readonly body: Body
}
