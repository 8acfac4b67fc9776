/** What a batch of requests needs, loaded in the order in which one thing tells of another. */
import type { Day } from '@huoshui/values'
import type { Session } from './db/database.ts'
import { needsOf } from './decide-request.ts'
import { answersBefore } from './idempotency.ts'
import {
  booksOf,
  emptyLoaded,
  type HolderCache,
  loadAccounts,
  loadCalls,
  loadEvidence,
  loadHolders,
  loadMatters,
  loadRoles,
  type RoleCache,
  subjectsNamed,
} from './load.ts'
import type { Loaded, LoadedMatter } from './loaded.ts'
import { seriesOf } from './numbers.ts'
import { loadPaid, loadRecords, readsPaid } from './records.ts'
import { type Installed, type Registry, versionFor } from './registry.ts'
import type { ActRequest } from './request.ts'

/** Loads a batch; the caller holds the locks of the 账套 by now. */
export async function loadBatch(
  tx: Session,
  memory: { readonly holders: HolderCache; readonly roles: RoleCache },
  registry: Registry,
  requests: readonly ActRequest[],
  today: Day,
  at = '',
): Promise<Loaded> {
  const loaded = emptyLoaded(registry, at)
  await answersBefore(tx, loaded, requests)
  const open = requests.filter((one) => !loaded.answered.has(one.key))
  const days = [...new Set(open.map((one) => one.day ?? today))]
  const opened = installedFor(registry, open, today)
  const matterIds = open.flatMap(({ target }) => (target.form === 'matter' ? [target.id] : []))
  await loadMatters(tx, loaded, matterIds)
  const matters = [...loaded.matters.values()]
  const versions = [...new Set([...opened, ...matters.map((one) => one.installed)])]
  await loadCalls(tx, loaded, memory.holders, versions, days)
  const parties = matters.flatMap((one) => [...one.matter.parties.values()])
  await loadHolders(tx, loaded, memory.holders, [...subjectsNamed(open), ...parties])
  const actors = open.flatMap(({ asker }) => (asker.actor ? [asker.actor] : []))
  await loadRoles(tx, loaded, memory.roles, actors)
  const evidence = open.flatMap(({ asker }) => (asker.file ? [asker.file] : []))
  await loadEvidence(tx, loaded, evidence)
  await loadRecords(tx, loaded, memory.holders, matters)
  const reading = versions.filter((one) => readsPaid(one.policy))
  if (reading.length > 0) await loadPaid(tx, loaded, [...subjectsNamed(open), ...parties])
  await loadSeries(tx, loaded, open, today)
  await loadLikelyAccounts(tx, loaded, open, matters, today)
  return loaded
}

function installedFor(
  registry: Registry,
  requests: readonly ActRequest[],
  today: Day,
): readonly Installed[] {
  const found = new Set<Installed>()
  for (const { target, day = today } of requests) {
    if (target.form === 'matter') continue
    const installed = versionFor(registry, target.policy, day)
    if (installed) found.add(installed)
  }
  return [...found]
}

async function loadSeries(
  tx: Session,
  loaded: Loaded,
  requests: readonly ActRequest[],
  today: Day,
): Promise<void> {
  const names = new Set<string>()
  for (const { target, day = today } of requests) {
    if (target.form === 'open') names.add(seriesOf(target.procedure, day))
  }
  const days = new Set([today, ...requests.map((one) => one.day ?? today)])
  for (const { installed } of loaded.matters.values()) {
    for (const procedure of installed.policy.procedures) {
      if (procedure.owner) for (const day of days) names.add(seriesOf(procedure.name, day))
    }
  }
  if (names.size === 0) return
  const rows = await tx.query<{ tenant: string; name: string; last: bigint }>(
    'select tenant, name, last from series where name = any($1::text[])',
    [[...names]],
  )
  for (const { tenant, name, last } of rows) {
    loaded.series.set(`${tenant}\n${name}`, last)
    loaded.seriesRead.set(`${tenant}\n${name}`, last)
  }
}

/** Accounts that can be told beforehand; the few keyed by a rule are loaded when asked for. */
async function loadLikelyAccounts(
  tx: Session,
  loaded: Loaded,
  requests: readonly ActRequest[],
  matters: readonly LoadedMatter[],
  today: Day,
): Promise<void> {
  const wanted = new Map<string, { tenant: string; policy: string; keys: Set<string> }>()
  for (const request of requests) {
    for (const { tenant, policy, keys } of needsOf(loaded, request, matters, today)) {
      const id = `${tenant}\n${policy}`
      const one = wanted.get(id) ?? { tenant, policy, keys: new Set() }
      for (const key of keys) one.keys.add(key)
      wanted.set(id, one)
    }
  }
  for (const { tenant, policy, keys } of wanted.values()) {
    await loadAccounts(tx, booksOf(loaded, tenant, policy), [...keys])
  }
}
