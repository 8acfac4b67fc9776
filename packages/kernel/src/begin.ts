/** The first entry of a log: policies, calendars and people that an installation begins with. */
import type { SourceFile } from '@huoshui/policy'
import type { Diagnostic } from '@huoshui/values'
import type { Json } from './codec.ts'
import type { RoleRow } from './entry.ts'
import { installationOf, storeSources } from './install.ts'
import type { Kernel } from './kernel.ts'
import { ownEntry, record } from './record.ts'

export interface Beginning {
  /** Every text below the folder of policies. */
  readonly files: readonly SourceFile[]
  /** People who can act from the first day, such as the administrator, with their roles. */
  readonly people: readonly {
    readonly id: string
    readonly name: string
    readonly contact: Json
    readonly roles: readonly Omit<RoleRow, 'id' | 'actor' | 'from'>[]
  }[]
}

/**
 * Begins a log. Does nothing when the log has begun already.
 *
 * @returns the errors of the texts; an installation with one has not begun
 */
export async function begin(kernel: Kernel, first: Beginning): Promise<readonly Diagnostic[]> {
  const found = installationOf(first.files, kernel.makeId)
  if (!found.ok) return found.errors
  const { installation } = found
  const day = kernel.clock.today()
  const entry = ownEntry(kernel.clock, {
    digest: installation.policies.find((one) => one.slug === 'system')?.digest ?? '',
    procedure: '开始使用',
    act: '开始使用',
    body: {
      to: '',
      installed: installation.policies,
      calendars: installation.calendars,
      subjects: installation.subjects,
      facts: installation.facts,
      actors: first.people.map(({ id, name, contact }) => ({ id, name, contact })),
      roles: first.people.flatMap(({ id: actor, roles }) =>
        roles.map((role) => ({ ...role, id: kernel.makeId(), actor, from: day })),
      ),
    },
  })
  await record(kernel, async (tx, size) => {
    if (size > 0) return []
    await storeSources(tx, installation.sources)
    return [entry]
  })
  return []
}
