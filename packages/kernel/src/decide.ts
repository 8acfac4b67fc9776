/**
 * One request decided: the pure step of the policy over what the batch has loaded, as entries.
 *
 * Nothing is changed here. `applied` puts a decision into the batch's state, so that the next
 * request sees it; the database sees all of a batch at once.
 */
import {
  type Effects,
  indexOf,
  type Matter,
  type Policy,
  type Procedure,
  perform,
  type Refusal,
  refuse,
} from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import { fromJson } from './codec.ts'
import { bodyOf } from './effects.ts'
import type { Entry, SubjectRow } from './entry.ts'
import { filledValues } from './filled.ts'
import { factId, type Holder, kindName, type Recorded, withRecords } from './known.ts'
import { booksOf, notBegun } from './load.ts'
import { type Loaded, type LoadedMatter, openCall, tenantOf } from './loaded.ts'
import { type DecideContext, matterEntry, systemAsker } from './matter-entry.ts'
import { nextNumber } from './numbers.ts'
import { mayAct } from './people.ts'
import { listKey } from './records.ts'
import { versionFor } from './registry.ts'
import type { ActRequest, Answer, Asker } from './request.ts'
import { sayRefusal } from './said.ts'
import { type Sent, sendChildren } from './send-children.ts'
import { newHolder, stepInput } from './step-input.ts'

/** What a decision does to the batch's state. */
export interface Decided {
  readonly answer: Answer
  readonly entries: readonly Entry[]
  readonly matters: readonly LoadedMatter[]
}

/** A decision that is a refusal; it changes nothing. */
export const refusedBy = (policy: Policy | null, refusal: Refusal): Decided => ({
  answer: { ok: false, refusal: sayRefusal(policy, refusal) },
  entries: [],
  matters: [],
})

/** Decides a request for one matter, in progress or to be opened. */
export function decideAct(
  loaded: Loaded,
  request: ActRequest,
  day: Day,
  context: DecideContext,
): Decided {
  const target = targetOf(loaded, request, day, context)
  if ('refusal' in target) return refusedBy(null, target.refusal)
  const { policy } = target.installed
  const no = (refusal: Refusal) => refusedBy(policy, refusal)
  const wrong = mayAct(loaded, request, target.tenant, policy.meta.slug, day, context.internal)
  if (wrong) return no(wrong)
  const slots = slotsOf(loaded, request, target, context)
  if ('refusal' in slots) return no(slots.refusal)
  const filled = filledValues(policy, request)
  if ('refusal' in filled) return no(filled.refusal)
  const parties = partiesFor(target, request.asker, slots.chosen)
  const result = perform({
    ...stepInput(loaded, target, day, parties, slots.holders),
    act: {
      name: request.act,
      actor: actorOf(request.asker),
      filled: filled.values,
      slots: slots.chosen,
    },
  })
  if (!result.ok) return no(result.refusal)
  return decidedOf(loaded, request, target, result.performed.effects, day, context, slots.subjects)
}

/** The slots as they will be: those filled, those the request chooses, and the opener's own. */
function partiesFor(
  target: LoadedMatter,
  asker: Asker,
  chosen: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const { matter, installed } = target
  const own = indexOf(installed.policy).procedures.get(matter.procedure)?.parties[0]
  const opener = own === asker.role && asker.subject !== undefined && !matter.parties.has(own)
  if (!opener && chosen.size === 0) return matter.parties
  const parties = new Map([...matter.parties, ...chosen])
  if (opener) parties.set(own, asker.subject)
  return parties
}

export const actorOf = (asker: Asker) => ({
  user: asker.actor ?? asker.role,
  role: asker.role,
  ...(asker.subject ? { subject: asker.subject } : {}),
  ...(asker.file ? { file: asker.file } : {}),
})

/** The matter of a request: one in progress, or a new one of the version in force that day. */
function targetOf(
  loaded: Loaded,
  request: ActRequest,
  day: Day,
  context: DecideContext,
): LoadedMatter | { readonly refusal: Refusal } {
  const { target, act } = request
  if (target.form === 'matter') {
    const found = loaded.matters.get(target.id)
    if (found) return found
    const zh = '没有这个事项。核对编号，或者从事项列表里打开。'
    const en = 'There is no such matter. Check its number, or open it from the list of matters.'
    return { refusal: refuse('R2', act, null, { zh, en }) }
  }
  const installed = versionFor(loaded.registry, target.policy, day)
  if (!installed) {
    const zh = `${day} 没有施行中的“${target.policy}”。看政策的施行日和失效日。`
    const en = `No version of “${target.policy}” is in force on ${day}. See when it takes effect.`
    return { refusal: refuse('R2', act, null, { zh, en }) }
  }
  const procedure = indexOf(installed.policy).procedures.get(target.procedure)
  if (!procedure) {
    const zh = `“${installed.policy.meta.title}”没有“${target.procedure}”这个流程。`
    const en = `“${installed.policy.meta.title}” has no procedure “${target.procedure}”.`
    return { refusal: refuse('R2', act, null, { zh, en }) }
  }
  const id = context.makeId()
  return {
    tenant: tenantOf(installed.policy),
    id,
    number: '',
    installed,
    parent: null,
    matter: newMatter(loaded, installed.policy, procedure, id, day),
    holder: { ...newHolder, id },
  }
}

/** A matter that nobody has begun: it pins the calls that are open on the day. */
function newMatter(
  loaded: Loaded,
  policy: LoadedMatter['installed']['policy'],
  procedure: Procedure,
  id: string,
  day: Day,
): Matter {
  const { kinds } = indexOf(policy)
  const parties = new Map<string, string>()
  for (const kind of procedure.parties) {
    const call = kinds.get(kind)?.call ? openCall(loaded, kindName(policy, kind), day) : undefined
    if (call) parties.set(kind, call.id)
  }
  return {
    id,
    procedure: procedure.name,
    state: null,
    parties,
    openedOn: null,
    performed: [],
    reservations: [],
  }
}

interface Slots {
  readonly chosen: ReadonlyMap<string, string>
  readonly subjects: readonly SubjectRow[]
  /** Holders of subjects that the request registers. */
  readonly holders: ReadonlyMap<string, Holder>
}

/** The subjects that a request chooses for slots: known ones of the right kind, or new ones. */
function slotsOf(
  loaded: Loaded,
  request: ActRequest,
  target: LoadedMatter,
  context: DecideContext,
): Slots | { readonly refusal: Refusal } {
  const chosen = new Map<string, string>()
  const subjects: SubjectRow[] = []
  const holders = new Map<string, Holder>()
  for (const [kind, choice] of Object.entries(request.slots ?? {})) {
    const name = kindName(target.installed.policy, kind)
    if ('id' in choice) {
      const holder = loaded.holders.get(choice.id)
      if (holder?.kind !== name) {
        const zh = `选定的${kind}不在登记的${kind}里。从列表里选，或者登记一个。`
        const en = `The ${kind} chosen is not a registered one. Choose from the list, or register it.`
        return { refusal: refuse('R4', request.act, null, { zh, en }) }
      }
      chosen.set(kind, choice.id)
      continue
    }
    const id = context.makeId()
    const code = choice.code ? { code: choice.code } : {}
    subjects.push({ id, kind: name, name: choice.name, ...code })
    holders.set(id, { ...newHolder, id, kind: name, name: choice.name })
    chosen.set(kind, id)
  }
  return { chosen, subjects, holders }
}

function decidedOf(
  loaded: Loaded,
  request: ActRequest,
  target: LoadedMatter,
  effects: readonly Effects[],
  day: Day,
  context: DecideContext,
  subjects: readonly SubjectRow[],
): Decided {
  const sent: Sent[] = []
  for (const one of effects) {
    // Whoever can't be drawn stops the act before anything of it is put down.
    const after = { ...target, matter: one.matter }
    const result = sendChildren(loaded, after, one, day, context)
    if ('refusal' in result) return refusedBy(target.installed.policy, result.refusal)
    sent.push(result)
  }
  const books = booksOf(loaded, target.tenant, target.installed.policy.meta.slug)
  const number = target.number || nextNumber(loaded, target, day)
  const entries: Entry[] = []
  const children: LoadedMatter[] = []
  let before = target
  for (const [i, one] of effects.entries()) {
    const { draw, ...opened } = sent[i] as Sent
    const body = bodyOf(before, one, books, context.makeId)
    const opening = i === 0 && before.matter.openedOn === null
    const more = {
      ...(opening && !target.number ? { opened: { number, on: day } } : {}),
      ...(i === 0 && subjects.length > 0 ? { subjects } : {}),
      ...(draw ? { draw } : {}),
    }
    const asker = i === 0 ? request.asker : systemAsker
    entries.push(matterEntry(before, one.row.name, asker, day, context, { ...body, ...more }))
    entries.push(...opened.entries)
    children.push(...opened.children)
    before = { ...before, number, matter: one.matter }
    for (const [key, balance] of one.balances) books.set(key, balance)
  }
  const state = before.matter.state ?? notBegun
  const answer: Answer = {
    ok: true,
    seq: -1n,
    entries: entries.length,
    tenant: target.tenant,
    matter: target.id,
    number,
    state,
  }
  const after = { ...before, number, holder: holderAfter(target.holder, entries) }
  return { answer, entries, matters: [after, ...children] }
}

/** What was recorded by entries of the batch: later than all that the database has. */
let provisional = 1n << 62n

function holderAfter(holder: Holder, entries: readonly Entry[]): Holder {
  const added = recordsFor(holder.id, entries)
  return added.length > 0 ? withRecords(holder, added) : holder
}

function recordsFor(subject: string, entries: readonly Entry[]) {
  const added: { id: string; record: Recorded }[] = []
  for (const entry of entries) {
    provisional += 1n
    for (const [place, row] of (entry.body.facts ?? []).entries()) {
      if (row.subject !== subject) continue
      const { evidence, source, from, to = null } = row
      const value = fromJson(row.value)
      const record = { event: provisional, place, from, to, value, evidence, source }
      added.push({ id: factId(row.owner, row.name), record })
    }
  }
  return added
}

/** A record that the batch itself made belongs to its owner's list from now on. */
function join(loaded: Loaded, owner: string, name: string, id: string): void {
  const key = listKey(owner, name)
  const ids = loaded.lists.get(key)
  if (ids && !ids.includes(id)) loaded.lists.set(key, [...ids, id])
}

/** Puts a decision into the batch's state: the next request sees it. */
export function applied(loaded: Loaded, decided: Decided): void {
  for (const one of decided.matters) {
    loaded.matters.set(one.id, one)
    if (one.parent) join(loaded, one.parent, one.matter.procedure, one.id)
  }
  for (const entry of decided.entries) {
    for (const row of entry.body.subjects ?? []) {
      const { id, kind, name, openFrom = null, openTo = null } = row
      const known = loaded.holders.get(id) ?? newHolder
      loaded.holders.set(id, { ...known, id, kind, name, openFrom, openTo })
    }
  }
  const touched = new Set(
    decided.entries.flatMap((one) => one.body.facts?.map((f) => f.subject) ?? []),
  )
  for (const subject of touched) {
    const holder = loaded.holders.get(subject)
    if (holder)
      loaded.holders.set(subject, withRecords(holder, recordsFor(subject, decided.entries)))
  }
}
