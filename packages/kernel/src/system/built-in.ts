/** What the consequences of a built-in act are worked out from, and what they can be. */
import { dayOf, type Value } from '@huoshui/feel'
import type { Policy, Refusal, RefusalCode } from '@huoshui/policy'
import type { Day, Text } from '@huoshui/values'
import type { Session } from '../db/database.ts'
import type { Body, Entry } from '../entry.ts'
import { factId, recordedOn } from '../known.ts'
import type { HolderCache } from '../load.ts'
import type { Loaded, LoadedMatter } from '../loaded.ts'
import type { DecideContext } from '../matter-entry.ts'
import type { ActRequest } from '../request.ts'

/** The slug of the policy that holds the built-in procedures. */
export const builtInSlug = 'system'

/** A built-in act that the step has let pass. */
export interface BuiltIn {
  readonly tx: Session
  readonly cache: HolderCache
  readonly loaded: Loaded
  readonly request: ActRequest
  readonly day: Day
  readonly context: DecideContext
  /** The built-in matter as the act leaves it, with what was filled in. */
  readonly target: LoadedMatter
}

/** One thing that stands in the way: where, why, and what to do. */
export interface Trouble {
  readonly place: Text | null
  readonly reason: Text
  readonly remedy: Text
}

/** What follows from a built-in act beside its own state. */
export interface Followed {
  /** Joined to what the act's own entry says. */
  readonly body?: Partial<Body>
  /** Entries of other matters. */
  readonly entries?: readonly Entry[]
  /** Those matters, as the entries leave them. */
  readonly matters?: readonly LoadedMatter[]
}

/** Nothing of the act is stored. */
export interface InTheWay {
  readonly troubles: readonly Trouble[]
  /** R4 where it is not said: what was filled in does not fit. */
  readonly code?: RefusalCode
}

/** A refusal of another policy, whose matter the act is about. */
export interface RefusedThere {
  readonly refusal: Refusal
  readonly of: LoadedMatter
}

export type Consequence = Followed | InTheWay | RefusedThere

/** Works out what follows from one act of a built-in procedure. */
export type Hook = (one: BuiltIn) => Promise<Consequence>

export const nothing: Consequence = {}

/** `trouble(['原因。', 'Reason.'], ['办法。', 'Remedy.'])`. */
export const trouble = (
  [zh, en]: readonly [string, string],
  [doZh, doEn]: readonly [string, string],
  place: Text | null = null,
): Trouble => ({ place, reason: { zh, en }, remedy: { zh: doZh, en: doEn } })

export const inTheWay = (...troubles: readonly Trouble[]): InTheWay => ({ troubles })

export const isInTheWay = (found: object): found is InTheWay => 'troubles' in found

/** What was filled in for a fact of the built-in matter; undefined where nothing was. */
export function filledFor({ target, day }: BuiltIn, name: string): Value | undefined {
  return recordedOn(target.holder.facts.get(factId(builtInSlug, name)), day)?.value
}

/** A text that the act's matter has; empty where it is 无 or was not asked for. */
export function textOf(one: BuiltIn, name: string): string {
  const value = filledFor(one, name)
  return typeof value === 'string' ? value : ''
}

/** A day that the act's matter has; null where it is 无. */
export function dayFilled(one: BuiltIn, name: string): Day | null {
  const value = filledFor(one, name)
  return value === undefined || value === null ? null : dayOf(value)
}

/** Whether acts of a procedure book on other policies' accounts, which have to be locked first. */
export const touchesOtherBooks = (policy: Policy, procedure: string): boolean =>
  policy.meta.slug === builtInSlug && (procedure === '更正' || procedure === '期初')
