/** A request decided, with whatever has to be loaded on the way. */
import { accountKeysOf, ledgersOf, outside, used } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Session } from './db/database.ts'
import { actorOf, type Decided, decideAct } from './decide.ts'
import { decideBatch } from './decide-batch.ts'
import { kindName } from './known.ts'
import { booksOf, type HolderCache, loadAccounts, loadPool } from './load.ts'
import {
  booksKey,
  type Loaded,
  type LoadedMatter,
  NeedsPool,
  NotLoaded,
  openCall,
  tenantOf,
} from './loaded.ts'
import type { DecideContext } from './matter-entry.ts'
import { versionFor } from './registry.ts'
import type { ActRequest } from './request.ts'
import { withConsequences } from './system/consequences.ts'

interface Needs {
  readonly tenant: string
  readonly policy: string
  readonly keys: readonly string[]
}

const noSlots = new Map<string, string>()

/** The accounts that a request will touch, as far as they can be told without deciding it. */
export function needsOf(
  loaded: Loaded,
  request: ActRequest,
  _matters: readonly LoadedMatter[],
  today: Day,
): readonly Needs[] {
  const { target, day = today, asker, slots = {} } = request
  const known = target.form === 'matter' ? loaded.matters.get(target.id) : undefined
  const installed =
    known?.installed ??
    (target.form === 'matter' ? null : versionFor(loaded.registry, target.policy, day))
  if (!installed || target.form === 'batch') return []
  const { policy } = installed
  const chosen = Object.entries(slots).flatMap(([kind, slot]): [string, string][] =>
    'id' in slot ? [[kind, slot.id]] : [],
  )
  const procedure = known?.matter.procedure ?? (target.form === 'open' ? target.procedure : '')
  const matter = known?.matter ?? {
    id: '',
    procedure,
    state: null,
    parties: callsOf(loaded, policy, procedure, day),
    openedOn: null,
    performed: [],
    reservations: [],
  }
  const act = {
    name: request.act,
    actor: actorOf(asker),
    filled: new Map(),
    slots: chosen.length > 0 ? new Map(chosen) : noSlots,
  }
  const keys = [...accountKeysOf({ policy, matter, day, act }).values()]
  const ledgers = ledgersOf(policy, procedure)
  return [
    {
      tenant: known?.tenant ?? tenantOf(policy),
      policy: policy.meta.slug,
      keys: [
        ...keys.filter((key) => key !== null),
        ...ledgers.flatMap((one) => [outside(one), used(one)]),
        ...matter.reservations.flatMap((one) => [one.account, one.credit]),
      ],
    },
  ]
}

function callsOf(
  loaded: Loaded,
  policy: LoadedMatter['installed']['policy'],
  procedure: string,
  day: Day,
): ReadonlyMap<string, string> {
  const parties = policy.procedures.find((one) => one.name === procedure)?.parties ?? []
  return new Map(
    parties.flatMap((kind): [string, string][] => {
      const call = openCall(loaded, kindName(policy, kind), day)
      return call ? [[kind, call.id]] : []
    }),
  )
}

function putBack<K, V>(map: Map<K, V>, before: ReadonlyMap<K, V>): void {
  map.clear()
  for (const [key, value] of before) map.set(key, value)
}

/** How often a decision may find that it needs one more account. */
const loadsMax = 1000

/** Decides a request; what turns out to be needed is loaded and the request is decided again. */
export async function decideRequest(
  tx: Session,
  cache: HolderCache,
  loaded: Loaded,
  request: ActRequest,
  day: Day,
  context: DecideContext,
): Promise<Decided> {
  for (let n = 0; n < loadsMax; n++) {
    try {
      if (request.target.form === 'batch') {
        return await decideBatch(tx, cache, loaded, request, request.target, day, context)
      }
      const series = new Map(loaded.series)
      const decided = decideAct(loaded, request, day, context)
      const all = await withConsequences({ tx, cache, loaded, request, day, context }, decided)
      // A number given to what was refused in the end goes to the next.
      if (!all.answer.ok) putBack(loaded.series, series)
      return all
    } catch (error) {
      if (error instanceof NeedsPool) {
        await loadPool(tx, loaded, cache, error.kind)
        continue
      }
      if (!(error instanceof NotLoaded)) throw error
      const [tenant, policy] = error.books.split('\n') as [string, string]
      if (error.books !== booksKey(tenant, policy)) throw error
      await loadAccounts(tx, booksOf(loaded, tenant, policy), [error.account])
    }
  }
  throw new Error(`“${request.act}” needs more than ${loadsMax} accounts`)
}
