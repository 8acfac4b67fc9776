/** Installed policies and calendars, compiled once a version and kept while the process lives. */
import {
  compileCorpus,
  type Policy,
  type PolicyOf,
  readCalendar,
  type SourceFile,
  versionOn,
} from '@huoshui/policy'
import type { Calendar, Day } from '@huoshui/values'
import type { Session } from './db/database.ts'
import { bytesOf, hexOf } from './hex.ts'

export interface Installed {
  readonly tenant: string
  readonly slug: string
  /** Hexadecimal SHA-256 of the policy's document. */
  readonly digest: string
  readonly policy: Policy
  readonly installed: bigint
  readonly withdrawn: bigint | null
}

export interface Registry {
  /** The number of the last entry that changed policies, calendars or roles. */
  readonly version: bigint
  readonly calendar: Calendar | null
  readonly all: readonly Installed[]
  readonly byDigest: ReadonlyMap<string, Installed>
  readonly policyOf: PolicyOf
}

/** Compiled policies by what they were compiled from; shared by every registry of a process. */
export type CompiledCache = Map<string, Policy>

interface PolicyRecord {
  readonly tenant: string
  readonly slug: string
  readonly digest: Uint8Array
  readonly files: { readonly [path: string]: string }
  readonly installed: bigint
  readonly withdrawn: bigint | null
}

/** The number of the last entry that changed what a registry holds; -1 when none has. */
export async function registryVersion(session: Session): Promise<bigint> {
  const [row] = await session.query<{ last: bigint }>(
    `select last from series where tenant = '' and name = 'registry'`,
  )
  return row?.last ?? -1n
}

/** Loads what is installed. Texts that have been compiled before are not read again. */
export async function loadRegistry(session: Session, cache: CompiledCache): Promise<Registry> {
  const version = await registryVersion(session)
  const records = await session.query<PolicyRecord>(
    `select tenant, slug, digest, files, installed, withdrawn from policy
      order by installed, tenant, slug`,
  )
  const all: Installed[] = []
  for (const one of records) {
    const { tenant, slug, installed, withdrawn } = one
    const policy = await compiled(session, cache, one)
    all.push({ tenant, slug, digest: hexOf(one.digest), policy, installed, withdrawn })
  }
  const live = all.filter((one) => one.withdrawn === null).map((one) => one.policy)
  return {
    version,
    calendar: await loadCalendar(session),
    all,
    byDigest: new Map(all.map((one) => [`${one.slug}\n${one.digest}`, one])),
    policyOf: (slug, day) =>
      (day === undefined ? null : versionOn(live, slug, day)) ??
      live.filter((one) => one.meta.slug === slug).at(-1),
  }
}

async function compiled(
  session: Session,
  cache: CompiledCache,
  record: PolicyRecord,
): Promise<Policy> {
  const digest = hexOf(record.digest)
  const key = JSON.stringify([record.slug, record.files])
  const known = cache.get(key)
  if (known) return known
  const files = await readTexts(session, record.files)
  const found = compileCorpus(files).policies.find(
    (one) => one.meta.slug === record.slug && one.digest === digest,
  )
  if (!found) throw new Error(`the stored texts of ${record.slug} don't compile to ${digest}`)
  cache.set(key, found)
  return found
}

async function readTexts(
  session: Session,
  files: { readonly [path: string]: string },
): Promise<SourceFile[]> {
  const rows = await session.query<{ digest: Uint8Array; text: string }>(
    'select digest, text from source where digest = any($1::bytea[])',
    [Object.values(files).map(bytesOf)],
  )
  const texts = new Map(rows.map((row) => [hexOf(row.digest), row.text]))
  return Object.entries(files).map(([path, digest]) => {
    const text = texts.get(digest)
    if (text === undefined) throw new Error(`the text of ${path} (${digest}) is not stored`)
    return { path, text }
  })
}

async function loadCalendar(session: Session): Promise<Calendar | null> {
  const rows = await session.query<{ year: number; text: string }>(
    `select distinct on (c.year) c.year, s.text
       from calendar c join source s on s.digest = c.digest
      order by c.year, c.installed desc`,
  )
  if (rows.length === 0) return null
  const files = rows.map((row) => ({ path: `calendar/${row.year}.md`, text: row.text }))
  return readCalendar(files, (diagnostic) => {
    throw new Error(`a stored calendar is broken: ${diagnostic.message.en}`)
  })
}

/** The version of a policy that a matter opened on a day begins under. */
export function versionFor(registry: Registry, slug: string, day: Day): Installed | null {
  const live = registry.all.filter((one) => one.slug === slug && one.withdrawn === null)
  const policy = versionOn(
    live.map((one) => one.policy),
    slug,
    day,
  )
  return live.find((one) => one.policy === policy) ?? null
}
