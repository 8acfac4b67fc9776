/** What a step is given: facts by their holders, books, the calendar. */
import type { Value } from '@huoshui/feel'
import { indexOf, type StepInput } from '@huoshui/policy'
import type { Calendar, Day } from '@huoshui/values'
import { type Holder, type Holders, kindName, MatterFacts } from './known.ts'
import { booksOf } from './load.ts'
import { type Loaded, type LoadedMatter, openCall } from './loaded.ts'
import { listValue, paidName, paidValue } from './records.ts'

/** A holder of whom nothing is known yet. */
export const newHolder: Holder = {
  id: '',
  kind: '',
  name: '',
  version: -1n,
  facts: new Map(),
  openFrom: null,
  openTo: null,
}

/** What a step is given: facts by their holders, books, the calendar. */
export function stepInput(
  loaded: Loaded,
  target: LoadedMatter,
  day: Day,
  parties: ReadonlyMap<string, string> = target.matter.parties,
  fresh: ReadonlyMap<string, Holder> = new Map(),
): Omit<StepInput, 'act'> {
  const { registry } = loaded
  const { policy } = target.installed
  if (registry.calendar === null) throw new Error('no calendar is installed')
  return {
    policy,
    policyOf: registry.policyOf,
    calendar: registry.calendar as Calendar,
    matter: target.matter,
    facts: factsOf(loaded, target, day, parties, fresh),
    books: booksOf(loaded, target.tenant, policy.meta.slug),
    day,
  }
}

/** The facts of a matter: its own, those of whoever fills its slots, and of open calls. */
export function factsOf(
  loaded: Loaded,
  target: LoadedMatter,
  day: Day,
  parties: ReadonlyMap<string, string>,
  fresh: ReadonlyMap<string, Holder>,
): MatterFacts {
  const { policy } = target.installed
  return new MatterFacts(policy, day, new MatterHolders(loaded, target, day, parties, fresh))
}

/** Who holds what a matter's formulas read. It lives for one decision. */
class MatterHolders implements Holders {
  constructor(
    readonly loaded: Loaded,
    readonly target: LoadedMatter,
    readonly day: Day,
    readonly parties: ReadonlyMap<string, string>,
    readonly fresh: ReadonlyMap<string, Holder>,
  ) {}

  holderOf(kind: string): Holder | undefined {
    if (kind === this.target.matter.procedure) return this.target.holder
    const subject = this.parties.get(kind)
    if (subject) return this.loaded.holders.get(subject) ?? this.fresh.get(subject)
    const { policy } = this.target.installed
    if (!indexOf(policy).kinds.get(kind)?.call) return undefined
    return openCall(this.loaded, kindName(policy, kind), this.day)
  }

  other(key: string): Value | undefined {
    if (key === paidName) return paidValue(this.loaded, this.parties.values())
    if (key.includes('#')) return this.#imported(key)
    if (this.loaded.lists.size === 0) return undefined
    for (const owner of [this.target.id, ...this.parties.values()]) {
      const list = listValue(this.loaded, owner, key, this.day)
      if (list !== undefined) return list
    }
    return undefined
  }

  /** A fact of an imported policy: it is about the same firm, by the shared kind of both. */
  #imported(key: string): Value | undefined {
    const cut = key.indexOf('#')
    const other = this.loaded.registry.policyOf(key.slice(0, cut), this.day)
    const fact = other && indexOf(other).facts.get(key.slice(cut + 1))
    if (!other || !fact) return undefined
    const wanted = kindName(other, fact.kind)
    const { policy } = this.target.installed
    const kind = policy.kinds.find((one) => kindName(policy, one.name) === wanted)
    const holder = kind ? this.holderOf(kind.name) : undefined
    if (!holder) return undefined
    const alone = { holderOf: () => holder, other: () => undefined }
    return new MatterFacts(other, this.day, alone).get(fact.name)
  }
}
