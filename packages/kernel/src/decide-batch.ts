/** 择优 and 抽取: one act for every matter in its state under one call, frozen as it begins. */
import {
  type ActRow,
  type Effects,
  indexOf,
  type Refusal,
  refuse,
  step,
  stepBatch,
} from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Session } from './db/database.ts'
import { actorOf, type Decided, refusedBy } from './decide.ts'
import { bodyOf } from './effects.ts'
import type { Entry } from './entry.ts'
import { booksOf, type HolderCache, loadBatchMatters, loadHolders } from './load.ts'
import type { Loaded, LoadedMatter } from './loaded.ts'
import { type DecideContext, matterEntry, systemAsker } from './matter-entry.ts'
import { mayAct } from './people.ts'
import { loadRecords } from './records.ts'
import { versionFor } from './registry.ts'
import type { ActRequest, Target } from './request.ts'
import { sayRefusal } from './said.ts'
import { factsOf, stepInput } from './step-input.ts'

type BatchTarget = Extract<Target, { form: 'batch' }>

/** Decides a batch act: done in order for those it takes, and 系统 acts for those left over. */
export async function decideBatch(
  tx: Session,
  cache: HolderCache,
  loaded: Loaded,
  request: ActRequest,
  target: BatchTarget,
  day: Day,
  context: DecideContext,
): Promise<Decided> {
  const say = (zh: string, en: string): Refusal => refuse('R2', request.act, null, { zh, en })
  const current = versionFor(loaded.registry, target.policy, day)
  if (!current) {
    return refusedBy(null, say(`没有“${target.policy}”这件政策。`, `No policy “${target.policy}”.`))
  }
  const procedure = indexOf(current.policy).procedures.get(target.procedure)
  const states = (procedure?.acts ?? [])
    .filter((row) => row.name === request.act)
    .flatMap((row) => row.from)
  const ids = await loadBatchMatters(tx, loaded, { ...target, states })
  const matters = ids.flatMap((id) => loaded.matters.get(id) ?? [])
  await loadHolders(
    tx,
    loaded,
    cache,
    matters.flatMap((one) => [...one.matter.parties.values()]),
  )
  await loadRecords(tx, loaded, cache, matters)
  const [first] = matters
  if (!first) {
    const zh = `没有事项在等“${request.act}”。`
    return refusedBy(current.policy, say(zh, `No matter waits for “${request.act}”.`))
  }
  const { policy, slug } = first.installed
  if (matters.some((one) => one.installed !== first.installed)) {
    const zh = '同一批事项开始时的政策版本不同，不能一起排序。按通知分批办理。'
    const en = 'These matters began under different versions and can’t be ranked together.'
    return refusedBy(policy, say(zh, en))
  }
  const wrong = mayAct(loaded, request, first.tenant, slug, day, context.internal)
  if (wrong) return refusedBy(policy, wrong)
  return runOver(loaded, request, matters, day, context)
}

function runOver(
  loaded: Loaded,
  request: ActRequest,
  matters: readonly LoadedMatter[],
  day: Day,
  context: DecideContext,
): Decided {
  const first = matters[0] as LoadedMatter
  const { policy, slug } = first.installed
  const row = rowOf(first, request.act)
  if (!row) {
    const zh = `“${request.act}”不能在“${first.matter.state}”时办理。`
    const en = `“${request.act}” is not open in “${first.matter.state}”.`
    return refusedBy(policy, refuse('R2', request.act, null, { zh, en }))
  }
  const seed = context.makeId()
  const { matter: _, facts: __, ...common } = stepInput(loaded, first, day)
  const result = stepBatch({
    ...common,
    row,
    entries: matters.map((one) => ({
      matter: one.matter,
      facts: factsOf(loaded, one, day, one.matter.parties, new Map()),
    })),
    act: { name: row.name, actor: actorOf(request.asker), filled: new Map() },
    seed,
  })
  if ('refusal' in result) return refusedBy(policy, result.refusal)
  const books = booksOf(loaded, first.tenant, slug)
  const entries: Entry[] = []
  const after: LoadedMatter[] = []
  const drawn = row.doing.some((one) => one.verb === '抽取')
  const add = (effects: Effects, asker: ActRequest['asker'], more: Partial<Entry['body']>) => {
    const before = matters.find((one) => one.id === effects.matter.id) as LoadedMatter
    const body = { ...bodyOf(before, effects, books, context.makeId), ...more }
    entries.push(matterEntry(before, effects.row.name, asker, day, context, body))
    for (const [key, balance] of effects.balances) books.set(key, balance)
    after.push({ ...before, matter: effects.matter })
  }
  result.done.forEach((effects, i) => {
    const rank = { place: i + 1, of: matters.length }
    const among = matters.map((one) => one.id)
    add(effects, request.asker, { rank, ...(drawn && i === 0 ? { draw: { seed, among } } : {}) })
  })
  for (const effects of leftOver(loaded, matters, result.done, day)) add(effects, systemAsker, {})
  return {
    answer: {
      ok: true,
      seq: -1n,
      entries: entries.length,
      tenant: first.tenant,
      matter: '',
      number: '',
      state: row.to,
      skipped: result.refused.map(({ matter, refusal }) => ({
        matter: matter.id,
        refusal: sayRefusal(policy, refusal),
      })),
    },
    entries,
    matters: after,
  }
}

const rowOf = (one: LoadedMatter, act: string): ActRow | undefined =>
  indexOf(one.installed.policy)
    .procedures.get(one.matter.procedure)
    ?.acts.find((row) => row.name === act && row.from.includes(one.matter.state as string))

/** Beside a 择优 row, 系统 acts without 期限 are for those that were not taken. */
function leftOver(
  loaded: Loaded,
  matters: readonly LoadedMatter[],
  done: readonly Effects[],
  day: Day,
): Effects[] {
  const taken = new Set(done.map((one) => one.matter.id))
  return matters.flatMap((one): Effects[] => {
    if (taken.has(one.id)) return []
    const rows = indexOf(one.installed.policy).procedures.get(one.matter.procedure)?.acts ?? []
    for (const row of rows) {
      const here = row.from.includes(one.matter.state as string)
      if (!here || row.by !== '系统' || row.deadline) continue
      const act = { name: row.name, actor: { user: '系统', role: '系统' }, filled: new Map() }
      const result = step({ ...stepInput(loaded, one, day), act })
      if (result.ok) return [result.effects]
    }
    return []
  })
}
