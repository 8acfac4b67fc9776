/** Which acts a matter is open to, and by which texts: readings that decide as a request would. */
import { type AvailableAct, availableActs, type Policy } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Session } from './db/database.ts'
import { actorOf } from './decide.ts'
import type { Kernel } from './kernel.ts'
import { booksOf, emptyLoaded, loadAccounts, loadMatters } from './load.ts'
import { loadBatch } from './load-batch.ts'
import { type Loaded, NotLoaded } from './loaded.ts'
import { type Registry, versionFor } from './registry.ts'
import type { ActRequest, Asker, Target } from './request.ts'
import { registryNow } from './run-batch.ts'
import { stepInput } from './step-input.ts'

/** What is installed, compiled; kept while nothing is installed or withdrawn. */
export const registryOf = ({ db, memory }: Kernel): Promise<Registry> => registryNow(db, memory)

/**
 * The version of the policy that an act is decided by: of a matter the one it began under, else
 * the one in force on the day. null where there is none.
 */
export async function policyFor(kernel: Kernel, target: Target, day: Day): Promise<Policy | null> {
  const registry = await registryOf(kernel)
  if (target.form !== 'matter') return versionFor(registry, target.policy, day)?.policy ?? null
  const loaded = emptyLoaded(registry)
  await loadMatters(kernel.db, loaded, [target.id])
  return loaded.matters.get(target.id)?.installed.policy ?? null
}

export interface OpenActs {
  /** The version that the matter began under. */
  readonly policy: Policy
  /** Every row of the state that it is in, open or with the reason why not. */
  readonly acts: readonly AvailableAct[]
}

/**
 * The acts of a matter's state as of a day; null where there is no such matter.
 *
 * @param asker who would act; `anyone` leaves out who may
 */
export function openActs(
  kernel: Kernel,
  id: string,
  day: Day = kernel.clock.today(),
  asker: Asker | 'anyone' = 'anyone',
): Promise<OpenActs | null> {
  return kernel.db.transaction(async (tx) => {
    const registry = await registryNow(tx, kernel.memory)
    const first = emptyLoaded(registry)
    await loadMatters(tx, first, [id])
    const known = first.matters.get(id)
    if (!known) return null
    const { policy } = known.installed
    // A request for no act loads what every act of the matter may need.
    const target: Target = { form: 'matter', id }
    const request: ActRequest = {
      key: '',
      target,
      act: '',
      asker: asker === 'anyone' ? nobody : asker,
      day,
    }
    const loaded = await loadBatch(tx, kernel.memory, registry, [request], day)
    const found = loaded.matters.get(id) ?? known
    const actor = asker === 'anyone' ? asker : actorOf(asker)
    const acts = await withAccounts(tx, loaded, () =>
      availableActs({ ...stepInput(loaded, found, day), actor }),
    )
    return { policy, acts }
  })
}

const nobody: Asker = { actor: null, role: '任何人' }

/** How often it may turn out that one more account is needed. */
const loadsMax = 1000

/** Works something out; accounts that it turns out to need are loaded, and it begins again. */
async function withAccounts<T>(tx: Session, loaded: Loaded, work: () => T): Promise<T> {
  for (let n = 0; n < loadsMax; n++) {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error
      const [tenant, policy] = error.books.split('\n') as [string, string]
      await loadAccounts(tx, booksOf(loaded, tenant, policy), [error.account])
    }
  }
  throw new Error(`the acts of a matter need more than ${loadsMax} accounts`)
}
