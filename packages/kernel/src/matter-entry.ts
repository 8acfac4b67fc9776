/** Entries of matters, as decisions make them. */
import type { Day } from '@huoshui/values'
import type { Entry } from './entry.ts'
import type { LoadedMatter } from './loaded.ts'
import type { Asker } from './request.ts'

export interface DecideContext {
  readonly makeId: () => string
  /** The instant of the batch, as entries write it. */
  readonly at: string
  /** The request comes from the kernel itself: it may act as 系统. */
  readonly internal: boolean
}

/** What happens by itself is done by 系统. */
export const systemAsker: Asker = { actor: null, role: '系统' }

/** An entry of a matter; the first of a request is given its key when the batch is put together. */
export function matterEntry(
  target: LoadedMatter,
  act: string,
  asker: Asker,
  day: Day,
  context: DecideContext,
  body: Entry['body'],
): Entry {
  return {
    tenant: target.tenant,
    matter: target.id,
    policy: target.installed.slug,
    digest: target.installed.digest,
    procedure: target.matter.procedure,
    act,
    day,
    at: context.at,
    actor: asker.actor,
    role: asker.role,
    subject: asker.subject ?? null,
    key: null,
    request: null,
    body,
  }
}
