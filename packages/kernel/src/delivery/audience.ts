/** Whom a message concerns: whose subscriptions want it, found set-wise for a whole batch. */
import { indexOf, type Policy } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Session } from '../db/database.ts'
import type { Told, Topic } from './sentences.ts'
import type { Channel } from './transport.ts'

/** The words of a procedure's 由 that are offices: those that no party of the matter fills. */
export function officesOf(policy: Policy, procedure: string): ReadonlySet<string> {
  const own = known.get(policy) ?? new Map<string, ReadonlySet<string>>()
  known.set(policy, own)
  const offices = own.get(procedure) ?? readOffices(policy, procedure)
  own.set(procedure, offices)
  return offices
}

const known = new WeakMap<Policy, Map<string, ReadonlySet<string>>>()

function readOffices(policy: Policy, procedure: string): ReadonlySet<string> {
  const found = indexOf(policy).procedures.get(procedure)
  const parties = new Set(found?.parties)
  const words = found?.acts.flatMap((row) => [row.by, ...(row.enteredBy ? [row.enteredBy] : [])])
  const nobody = (text: string) => text === '任何人' || text === '系统'
  return new Set(words?.filter((text) => !parties.has(text) && !nobody(text)))
}

/** By whom an act is to be done: the words of its rows' 由. */
export function doersOf(policy: Policy, procedure: string, act: string): ReadonlySet<string> {
  const rows = indexOf(policy).procedures.get(procedure)?.acts ?? []
  return new Set(rows.filter((row) => row.name === act).map((row) => row.by))
}

export interface Subscriber {
  readonly id: string
  readonly channel: Channel
  readonly topics: readonly Topic[]
  readonly about: string | null
  /** The entry that opened it: it is told of what comes after. */
  readonly opened: bigint
}

/** A subscriber whom a matter concerns, by the kind of party or the office that makes it so. */
interface Concerned extends Subscriber {
  readonly matter: string
  readonly kind: string
}

interface Officer extends Subscriber {
  readonly tenant: string
  readonly policy: string
  readonly kind: string
}

const columns = 's.id, s.channel, s.topics, s.about, s.opened'

/** The live role `r` gives its holder something to say in `m` (tenant, policy, day). */
const roleHolds = `r.ended is null and r.holds_from <= m.day
  and (r.holds_to is null or m.day <= r.holds_to)
  and (r.tenant is null or r.tenant = m.tenant) and (r.policy is null or r.policy = m.policy)`

/** The subscription `s` is live, of a person who is still here, and of this tenant and policy. */
const wanted = `s.ended is null
  and not exists (select from actor x where x.id = s.actor and x.closed is not null)
  and (s.tenant is null or s.tenant = m.tenant) and (s.policy is null or s.policy = m.policy)`

const aboutParty = `(s.about is null or exists (select from party a
  where a.tenant = m.tenant and a.matter = m.id and a.subject = s.about))`

interface Scope {
  readonly tenant: string
  readonly policy: string
  readonly day: Day
}

interface MatterScope extends Scope {
  readonly id: string
}

const matterScopes =
  'unnest($1::text[], $2::text[], $3::date[], $4::uuid[]) as m(tenant, policy, day, id)'

const lists = (scopes: readonly Scope[]) => [
  scopes.map((one) => one.tenant),
  scopes.map((one) => one.policy),
  scopes.map((one) => one.day),
]

const matterLists = (scopes: readonly MatterScope[]) => [
  ...lists(scopes),
  scopes.map((one) => one.id),
]

/** Organisations that are parties, and people with a role for one. */
async function partySubscribers(tx: Session, matters: readonly MatterScope[]) {
  return tx.query<Concerned>(
    `select m.id as matter, p.kind, ${columns}
       from ${matterScopes} join party p on p.tenant = m.tenant and p.matter = m.id
       join subscription s on s.subject = p.subject and ${wanted}
      where ${aboutParty}
     union
     select m.id as matter, p.kind, ${columns}
       from ${matterScopes} join party p on p.tenant = m.tenant and p.matter = m.id
       join role r on r.subject = p.subject and ${roleHolds}
       join subscription s on s.actor = r.actor and ${wanted}
      where ${aboutParty}`,
    matterLists(matters),
  )
}

/** People in an office of the tenant, and organisations that the office is held for. */
async function officeSubscribers(
  tx: Session,
  scopes: readonly Scope[],
  offices: readonly string[],
): Promise<Officer[]> {
  const from = `from unnest($1::text[], $2::text[], $3::date[]) as m(tenant, policy, day)
    join role r on r.role = any($4::text[]) and ${roleHolds}`
  return tx.query<Officer>(
    `select m.tenant, m.policy, r.role as kind, ${columns}
       ${from} join subscription s on s.actor = r.actor and ${wanted}
     union
     select m.tenant, m.policy, r.role as kind, ${columns}
       ${from} join subscription s on s.subject = r.subject and ${wanted}`,
    [...lists(scopes), offices],
  )
}

/** Whoever wants notices of the matter's tenant and policy: notices are for everyone. */
async function noticeSubscribers(tx: Session, matters: readonly MatterScope[]) {
  return tx.query<Subscriber & { readonly matter: string }>(
    `select m.id as matter, ${columns}
       from ${matterScopes} join subscription s on s.topics ? 'notice' and ${wanted}
      where ${aboutParty}`,
    matterLists(matters),
  )
}

/** Which of these subjects are parties of which matters: `matter/subject`. */
async function partiesAmong(
  tx: Session,
  matters: readonly MatterScope[],
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  if (subjects.length === 0) return new Set()
  const rows = await tx.query<{ pair: string }>(
    `select m.id || '/' || p.subject as pair
       from ${matterScopes} join party p on p.tenant = m.tenant and p.matter = m.id
      where p.subject = any($5::uuid[])`,
    [...matterLists(matters), subjects],
  )
  return new Set(rows.map((row) => row.pair))
}

/** Finds whom each of the things to tell goes to. */
export type Audience = (told: Told) => readonly Subscriber[]

/** Asks, in a few statements for all of them together, whom these things are to be told to. */
export async function audienceOf(tx: Session, all: readonly Told[]): Promise<Audience> {
  const own = all.filter((one) => one.topic !== 'notice')
  const notices = scopesOf(all.filter((one) => one.topic === 'notice'))
  const matters = scopesOf(own)
  const offices = new Set(own.flatMap((one) => [...officesOf(one.policy, one.procedure)]))
  const tenants = new Map(matters.map((one) => [`${one.tenant}\n${one.policy}`, one]))
  const parties = matters.length > 0 ? await partySubscribers(tx, matters) : []
  const officers =
    offices.size > 0 ? await officeSubscribers(tx, [...tenants.values()], [...offices]) : []
  const everyone = notices.length > 0 ? await noticeSubscribers(tx, notices) : []
  const about = officers.flatMap((one) => (one.about ? [one.about] : []))
  const among = await partiesAmong(tx, matters, [...new Set(about)])
  const byMatter = grouped(parties, (one) => one.matter)
  const byOffice = grouped(officers, (one) => `${one.tenant}\n${one.policy}`)
  const byNotice = grouped(everyone, (one) => one.matter)
  return (told) => {
    if (told.topic === 'notice') return fresh(told, byNotice.get(told.matter) ?? [])
    const concerns = concernsIn(told)
    const members = (byMatter.get(told.matter) ?? []).filter((one) => concerns(one.kind, false))
    const staff = (byOffice.get(`${told.tenant}\n${told.policy.meta.slug}`) ?? []).filter(
      (one) =>
        concerns(one.kind, true) &&
        (one.about === null || among.has(`${told.matter}/${one.about}`)),
    )
    return fresh(told, [...members, ...staff])
  }
}

function grouped<T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(key(one))
    if (group) group.push(one)
    else groups.set(key(one), [one])
  }
  return groups
}

/** A change of state concerns every party and office of a matter; a deadline, who is to act. */
function concernsIn(told: Told): (kind: string, office: boolean) => boolean {
  const { topic, policy, procedure, act } = told
  const offices = officesOf(policy, procedure)
  if (topic === 'state') return (kind, office) => !office || offices.has(kind)
  const doers = doersOf(policy, procedure, act)
  return (kind, office) => doers.has(kind) && office === offices.has(kind)
}

/** Each once, who wanted the topic before it happened. */
function fresh(told: Told, found: readonly Subscriber[]): Subscriber[] {
  const once = new Map<string, Subscriber>()
  for (const one of found) {
    if (one.topics.includes(told.topic) && one.opened < told.seq) once.set(one.id, one)
  }
  return [...once.values()]
}

/** One row a matter, with the last day on which something of it is told. */
function scopesOf(all: readonly Told[]): MatterScope[] {
  const scopes = new Map<string, MatterScope>()
  for (const { matter: id, tenant, policy, day } of all) {
    scopes.set(`${tenant}\n${id}`, { id, tenant, policy: policy.meta.slug, day })
  }
  return [...scopes.values()]
}
