/** Rows of the role table as entries have them. */
import type { Day } from '@huoshui/values'
import type { RoleRow } from './entry.ts'

export interface RoleRecord {
  readonly id: string
  readonly actor: string
  readonly role: string
  readonly subject: string | null
  readonly tenant: string | null
  readonly policy: string | null
  readonly holds_from: Day
  readonly holds_to: Day | null
  readonly given_by: string | null
}

/** What is asked of the table, as `r`. */
export const roleColumns =
  'r.id, r.actor, r.role, r.subject, r.tenant, r.policy, r.holds_from, r.holds_to, r.given_by'

export function roleRow(one: RoleRecord): RoleRow {
  return {
    id: one.id,
    actor: one.actor,
    role: one.role,
    ...(one.subject ? { subject: one.subject } : {}),
    ...(one.tenant ? { tenant: one.tenant } : {}),
    ...(one.policy ? { policy: one.policy } : {}),
    from: one.holds_from,
    ...(one.holds_to ? { to: one.holds_to } : {}),
    ...(one.given_by ? { givenBy: one.given_by } : {}),
  }
}
