/** Child matters that an act opens (派), with the draw that says for whom. */
import type { Effects, Matter, Refusal } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import { childParties, drawPeople } from './children.ts'
import type { Entry } from './entry.ts'
import { notBegun } from './load.ts'
import type { Loaded, LoadedMatter } from './loaded.ts'
import { type DecideContext, matterEntry, systemAsker } from './matter-entry.ts'
import { nextNumber } from './numbers.ts'
import { factsOf, newHolder } from './step-input.ts'

/** What an act sends out: child matters with their entries, and the draw behind them. */
export interface Sent {
  readonly entries: readonly Entry[]
  readonly children: readonly LoadedMatter[]
  readonly draw: Entry['body']['draw'] | null
}

/** Opens the child matters of an act (派), one for each person drawn, or one. */
export function sendChildren(
  loaded: Loaded,
  parent: LoadedMatter,
  effects: Effects,
  day: Day,
  context: DecideContext,
): Sent | { readonly refusal: Refusal } {
  if (effects.children.length === 0 && effects.draws.every((one) => one.pool === null)) {
    return { entries: [], children: [], draw: null }
  }
  const facts = factsOf(loaded, parent, day, parent.matter.parties, new Map())
  const drawn = drawPeople(loaded, parent, effects, facts, day, context.makeId())
  if ('refusal' in drawn) return drawn
  const children: LoadedMatter[] = []
  const entries: Entry[] = []
  for (const procedure of effects.children) {
    for (const { pool, people } of drawn) {
      for (const person of pool === null ? [null] : people.map((id) => ({ pool, id }))) {
        const child = childOf(loaded, parent, procedure, person, day, context)
        const parties = Object.fromEntries(child.matter.parties)
        const opened = { number: child.number, on: day, parent: parent.id }
        const body = { to: notBegun, opened, parties, deadlines: [] }
        children.push(child)
        entries.push(matterEntry(child, '派', systemAsker, day, context, body))
      }
    }
  }
  return { entries, children, draw: drawn.find((one) => one.record)?.record ?? null }
}

function childOf(
  loaded: Loaded,
  parent: LoadedMatter,
  procedure: string,
  person: { readonly pool: string; readonly id: string } | null,
  day: Day,
  context: DecideContext,
): LoadedMatter {
  const id = context.makeId()
  const parties = childParties(parent, procedure, person)
  const matter: Matter = {
    id,
    procedure,
    state: null,
    parties,
    openedOn: null,
    performed: [],
    reservations: [],
  }
  const { tenant, installed } = parent
  const child = {
    tenant,
    id,
    number: '',
    installed,
    matter,
    parent: parent.id,
    holder: { ...newHolder, id },
  }
  return { ...child, number: nextNumber(loaded, child, day) }
}
