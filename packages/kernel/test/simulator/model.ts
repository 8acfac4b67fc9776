/**
 * The model: what must follow from the log, worked out by other and simpler means than the kernel's.
 *
 * It reads the entries in their order, with the requests that the simulator itself sent, and keeps
 * matters, roles and facts. The money of each programme is counted in `programmes.ts`.
 */
import { indexOf, type Policy } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Json } from '../../src/codec.ts'
import type { Session } from '../../src/db/database.ts'
import type { Body, RoleRow } from '../../src/entry.ts'
import type { ActRequest } from '../../src/request.ts'
import { must } from './broken.ts'
import { type Counts, countProgramme, emptyCounts } from './programmes.ts'

/** An entry as the log has it, beside the request that it came from. */
export interface SeenEntry {
  readonly seq: number
  readonly tenant: string
  readonly matter: string | null
  readonly policy: string
  readonly digest: string
  readonly procedure: string
  readonly act: string
  readonly day: Day
  readonly actor: string | null
  readonly role: string
  readonly subject: string | null
  readonly key: string | null
  readonly body: Body
  /** What the simulator asked; null where nobody did. */
  readonly request: ActRequest | null
}

export interface ModelMatter {
  readonly id: string
  readonly slug: string
  readonly digest: string
  readonly procedure: string
  readonly number: string
  readonly opened: Day
  readonly parent: string | null
  state: string
  /** The number of its last entry. */
  last: number
  readonly parties: Map<string, string>
  /** Who did what when, the latest last. */
  readonly done: { readonly act: string; readonly day: Day; readonly actor: string | null }[]
}

interface Recorded {
  readonly from: Day
  readonly to: Day | null
  readonly order: number
  readonly value: Json
  readonly evidence: string
}

export interface Model {
  readonly entries: SeenEntry[]
  readonly matters: Map<string, ModelMatter>
  readonly roles: Map<string, RoleRow & { ended?: boolean }>
  readonly series: Map<string, number>
  readonly counts: Counts
  /** By subject and fact. */
  readonly facts: Map<string, Recorded[]>
  readonly calls: Map<string, { readonly kind: string; readonly from: Day; readonly to: Day }>
  /** The last year with a calendar: days that end beyond it are provisional. */
  lastYear: number
  /** What the simulator sent, by key. */
  readonly sent: Map<string, ActRequest>
  /** Policies that are installed, by digest. */
  readonly policies: Map<string, Policy>
}

export const emptyModel = (): Model => ({
  entries: [],
  matters: new Map(),
  roles: new Map(),
  series: new Map(),
  counts: emptyCounts(),
  facts: new Map(),
  calls: new Map(),
  lastYear: 0,
  sent: new Map(),
  policies: new Map(),
})

/** Reads the entries that the log has grown by, and holds each against the model. */
export async function readLog(session: Session, model: Model): Promise<readonly SeenEntry[]> {
  const rows = await session.query<{
    seq: bigint
    key: string | null
    envelope: string
    body: string
  }>(
    `select e.seq, e.key, e.envelope, p.body from event e join payload p on p.seq = e.seq
      where e.seq >= $1 order by e.seq`,
    [BigInt(model.entries.length)],
  )
  return rows.map(({ seq, key, envelope, body }) => {
    must(Number(seq) === model.entries.length, `entries are numbered without a gap`, seq)
    const entry: SeenEntry = {
      ...JSON.parse(envelope),
      seq: Number(seq),
      key,
      body: JSON.parse(body),
      request: key === null ? null : (model.sent.get(key) ?? null),
    }
    model.entries.push(entry)
    apply(model, entry)
    return entry
  })
}

function apply(model: Model, entry: SeenEntry): void {
  applyRoles(model, entry)
  for (const { year } of entry.body.calendars ?? []) model.lastYear = Math.max(model.lastYear, year)
  for (const { id, kind, openFrom, openTo } of entry.body.subjects ?? []) {
    if (openFrom) model.calls.set(id, { kind, from: openFrom, to: openTo ?? openFrom })
  }
  entry.body.facts?.forEach((row, place) => {
    const id = `${row.subject}/${row.owner}#${row.name}`
    const order = entry.seq * 10_000 + place
    const { from, to = null, value, evidence } = row
    model.facts.set(id, [...(model.facts.get(id) ?? []), { from, to, order, value, evidence }])
  })
  if (entry.matter === null) return
  const matter = matterOf(model, entry, entry.matter)
  for (const [kind, subject] of Object.entries(entry.body.parties ?? {})) {
    if (subject === null) matter.parties.delete(kind)
    else matter.parties.set(kind, subject)
  }
  countProgramme(model, entry, matter)
  matter.state = entry.body.to
  matter.last = entry.seq
  matter.done.push({ act: entry.act, day: entry.day, actor: entry.actor })
}

function matterOf(model: Model, entry: SeenEntry, id: string): ModelMatter {
  const { body, policy: slug, digest, procedure } = entry
  const known = model.matters.get(id)
  if (known) {
    must(body.opened === undefined, `a matter is opened once`, entry)
    must(known.digest === digest, `a matter keeps its version`, entry)
    moved(model, entry, known.state)
    return known
  }
  must(body.opened !== undefined, `the first entry of a matter opens it`, entry)
  const { number, on, parent = null } = body.opened
  if (parent === null) moved(model, entry, null)
  const cut = number.lastIndexOf('-')
  const series = `${entry.tenant}/${number.slice(0, cut)}`
  const place = Number(number.slice(cut + 1))
  const before = model.series.get(series) ?? 0
  must(place === before + 1, `numbers of a series follow one another`, { number, before })
  must(
    number.slice(0, cut) === `${procedure}-${on.slice(0, 4)}`,
    'a number names its series',
    entry,
  )
  model.series.set(series, place)
  const matter: ModelMatter = {
    id,
    slug,
    digest,
    procedure,
    number,
    opened: on,
    parent,
    state: '起',
    last: entry.seq,
    parties: new Map(),
    done: [],
  }
  model.matters.set(matter.id, matter)
  return matter
}

/** A matter only moves along a row of its procedure, by the role of that row. */
function moved(model: Model, entry: SeenEntry, from: string | null): void {
  const policy = model.policies.get(`${entry.policy}\n${entry.digest}`)
  must(policy !== undefined, 'an entry names an installed version', entry)
  const rows = indexOf(policy).procedures.get(entry.procedure)?.acts ?? []
  const begun = from === null || from === '起' ? null : from
  const fits = rows.some(
    (row) =>
      row.name === entry.act &&
      row.to === entry.body.to &&
      (row.by === entry.role || row.by === '任何人' || row.enteredBy === entry.role) &&
      (begun === null ? row.from.length === 0 : row.from.includes(begun)),
  )
  must(fits, `“${entry.act}” leads from ${begun ?? '起'} to ${entry.body.to}`, entry)
  if (entry.actor === null || entry.role === '任何人') return
  const held = [...model.roles.values()].some(
    (one) =>
      !one.ended &&
      one.actor === entry.actor &&
      one.role === entry.role &&
      (one.subject === undefined || one.subject === entry.subject) &&
      one.from <= entry.day &&
      (one.to === undefined || entry.day <= one.to),
  )
  must(held, `who acts holds the role`, entry)
}

function applyRoles(model: Model, { body }: SeenEntry): void {
  for (const one of body.roles ?? []) model.roles.set(one.id, { ...one })
  for (const id of body.endedRoles ?? []) {
    const role = model.roles.get(id)
    if (role) role.ended = true
  }
}

/** What is known of a fact on a day: on the evidence asked for first, then the latest. */
export function knownOn(
  model: Model,
  subject: string | undefined,
  fact: string,
  day: Day,
  evidence: string,
): Json | undefined {
  const held = (model.facts.get(`${subject}/${fact}`) ?? []).filter(
    (one) => one.from <= day && (one.to === null || day <= one.to),
  )
  const fit = held.filter((one) => one.evidence === evidence)
  const [best] = (fit.length > 0 ? fit : held).sort((a, b) =>
    a.from === b.from ? b.order - a.order : a.from < b.from ? 1 : -1,
  )
  return best?.value
}
