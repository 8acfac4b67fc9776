/** A city of made-up people and organisations, with the policies as they are. */
import { compileCorpus, type Fact, type Policy, type SourceFile } from '@huoshui/policy'
import { addDays, type Day, day } from '@huoshui/values'
import { begin } from '../../src/begin.ts'
import type { Json } from '../../src/codec.ts'
import type { FactRow, RoleRow, SubjectRow } from '../../src/entry.ts'
import { installationOf, storeSources } from '../../src/install.ts'
import { kindName, ownerOf } from '../../src/known.ts'
import { registryOf } from '../../src/open-acts.ts'
import type { Asker } from '../../src/request.ts'
import { policyFiles } from '../city.ts'
import { panelFile } from '../panel.ts'
import { Broken } from './broken.ts'
import { factsOfKind, type Near, valueFor } from './values.ts'
import { numbersOfVersions } from './vouchers.ts'
import { given, type Process, shareCompiled, tell, type World } from './world.ts'

/** Roles of offices, which no organisation stands behind, and how many people have each. */
const offices: readonly (readonly [role: string, people: number])[] = [
  ['主管部门', 3],
  ['专家组', 2],
  ['市科技局', 1],
  ['省科技厅', 2],
  ['省财政厅', 2],
  ['经办人', 2],
  ['复核人', 2],
  ['管理员', 1],
  ['单位负责人', 1],
]

/** Kinds of organisation, as a policy names them, the role of their people, and how many. */
const members: readonly { slug: string; kind: string; roles: readonly string[]; count: number }[] =
  [
    { slug: 'beijing/innovation-voucher', kind: '申领单位', roles: ['申领单位', '企业'], count: 5 },
    { slug: 'beijing/innovation-voucher', kind: '开放单位', roles: ['开放单位'], count: 3 },
    { slug: 'shandong/interest-subsidy', kind: '合作银行', roles: ['合作银行'], count: 1 },
    { slug: 'shandong/interest-subsidy', kind: '财政部门', roles: ['财政部门'], count: 1 },
    { slug: 'shandong/interest-subsidy', kind: '贷款', roles: [], count: 5 },
    { slug: 'demo/panel', kind: '申请单位', roles: ['申请单位'], count: 3 },
    { slug: 'demo/panel', kind: '评审人', roles: ['评审人'], count: 4 },
  ]

/** Kinds that a notice opens, each policy's own. */
export const callKinds: readonly { slug: string; kind: string; days: number }[] = [
  { slug: 'beijing/innovation-voucher', kind: '发放周期', days: 30 },
  { slug: 'beijing/innovation-voucher', kind: '预算年度', days: 366 },
  { slug: 'beijing/innovation-voucher', kind: '考核年度', days: 90 },
  { slug: 'shandong/interest-subsidy', kind: '申报年度', days: 90 },
  { slug: 'demo/panel', kind: '申报年度', days: 60 },
]

/** The texts that the city begins with, compiled once a process. */
let texts: readonly SourceFile[] | null = null

export function cityFiles(): readonly SourceFile[] {
  texts ??= [...policyFiles(), panelFile]
  return texts
}

/** The latest version of a policy that is installed. */
export function policyNow(world: World, slug: string): Policy {
  const found = world.policies.filter((one) => one.meta.slug === slug).at(-1)
  if (!found) throw new Error(`${slug} is not installed`)
  return found
}

function installed(world: World, policies: readonly Policy[]): void {
  for (const policy of policies) {
    world.policies.push(policy)
    world.model.policies.set(`${policy.meta.slug}\n${policy.digest}`, policy)
  }
}

/** Begins the log, and registers everyone. */
export async function settle(world: World, process: Process): Promise<void> {
  const people = offices.flatMap(([role, count]) =>
    Array.from({ length: count }, (_, i) => ({
      id: world.makeId(),
      role,
      name: `示例${role}${i}`,
    })),
  )
  const errors = await begin(process.kernel, {
    files: [...cityFiles()],
    people: people.map(({ id, name, role }) => ({ id, name, contact: {}, roles: [{ role }] })),
  })
  if (errors.length > 0) throw new Broken(errors.map((one) => one.message.zh).join())
  const { all } = await registryOf(process.kernel)
  shareCompiled(world, process)
  installed(
    world,
    all.map((one) => one.policy),
  )
  for (const { id, role } of people) addAsker(world, { actor: id, role })
  addAsker(world, { actor: null, role: '任何人' })
  for (const one of members) {
    for (let i = 0; i < one.count; i++) await addMember(world, process, one, i)
  }
  for (const { slug, kind } of callKinds) await openCall(world, process, slug, kind)
}

function addAsker(world: World, asker: Asker): void {
  world.askers.set(asker.role, [...(world.askers.get(asker.role) ?? []), asker])
}

export function addSubject(world: World, kind: string, id: string): void {
  world.subjects.set(kind, [...(world.subjects.get(kind) ?? []), id])
}

/** Registers an organisation, its people and most of its facts. */
export async function addMember(
  world: World,
  process: Process,
  { slug, kind, roles }: { slug: string; kind: string; roles: readonly string[] },
  place: number,
): Promise<void> {
  const { makeId, clock } = world
  const policy = policyNow(world, slug)
  const subject = makeId()
  const row: SubjectRow = { id: subject, kind: kindName(policy, kind), name: `示例${kind}${place}` }
  const actors = roles.map((role) => ({ role, actor: makeId() }))
  const rows: RoleRow[] = actors.map(({ role, actor }) => ({
    id: makeId(),
    actor,
    role,
    subject,
    from: clock.today(),
  }))
  await given(world, process, {
    subjects: [row],
    actors: actors.map(({ actor, role }) => ({ id: actor, name: `示例${role}人员`, contact: {} })),
    roles: rows,
    facts: [
      ...factsAbout(world, policy, kind, subject, 0.97),
      // Firms are what other policies ask about too.
      ...(roles.includes('企业') ? firmFacts(world, subject) : []),
    ],
  })
  addSubject(world, row.kind, subject)
  for (const { actor, role } of actors) addAsker(world, { actor, role, subject })
}

const firmFacts = (world: World, subject: string): FactRow[] =>
  factsAbout(world, policyNow(world, 'shandong/interest-subsidy'), '企业', subject, 0.97)

/** Facts of a subject, each of them recorded with a likelihood; some on other evidence too. */
export function factsAbout(
  world: World,
  policy: Policy,
  kind: string,
  subject: string,
  likely: number,
): FactRow[] {
  const { random, clock } = world
  const near: Near = { today: clock.today(), amounts: [] }
  return factsOfKind(policy, kind).flatMap((fact): FactRow[] => {
    // What a procedure itself writes isn't anybody's to record.
    const own = fact.evidence === '办理' && fact.fallback !== null
    if (own && fact.name !== '在公示名单') return []
    if (!random.chance(shown(world).has(fact.name) ? 1 : likely)) return []
    const value = fact.name === '在公示名单' ? true : valueFor(policy, fact, random, near)
    return [factRow(fact, subject, clock.today(), value)]
  })
}

/** Facts that notices show: they are known of everyone. */
function shown(world: World): ReadonlySet<string> {
  const rows = world.policies.flatMap((one) => one.procedures.flatMap(({ acts }) => acts))
  return new Set(
    rows.flatMap((row) => row.doing.flatMap((one) => (one.verb === '公示' ? one.names : []))),
  )
}

export const factRow = (fact: Fact, subject: string, from: Day, value: Json): FactRow => ({
  subject,
  owner: ownerOf(fact),
  name: fact.name,
  value,
  evidence: fact.evidence,
  source: `示例${fact.evidence}`,
  from,
})

/** Opens a call of a kind from today on. */
export async function openCall(
  world: World,
  process: Process,
  slug: string,
  kind: string,
): Promise<void> {
  const { random, clock } = world
  const policy = policyNow(world, slug)
  const length = callKinds.find((one) => one.slug === slug && one.kind === kind)?.days ?? 30
  const from = clock.today()
  const to =
    kind === '预算年度'
      ? day(`${from.slice(0, 4)}-12-31`)
      : addDays(from, random.between(length / 2, length * 2))
  const id = world.makeId()
  const near: Near = { today: to, amounts: [] }
  const facts = factsOfKind(policy, kind).map((fact) => {
    const value = fact.type.kind === 'date' ? closingDay(fact, to) : null
    return factRow(fact, id, from, value ?? valueFor(policy, fact, random, near))
  })
  const name = `示例${kind}${from}`
  const row: SubjectRow = { id, kind: kindName(policy, kind), name, openFrom: from, openTo: to }
  await given(world, process, { subjects: [row], facts })
  tell(world, `开 ${kind} ${id.slice(-6)} 至 ${to}`)
}

const closingDay = (fact: Fact, to: Day): Json | null =>
  /止日/.test(fact.name) && fact.name !== '结清截止日' ? { d: to } : null

/** Records facts, corrects some, or says something that other sources don't. */
export async function recordFacts(world: World, process: Process): Promise<void> {
  const { random, clock } = world
  const { slug, kind } = random.pick([...members, ...callKinds])
  const policy = policyNow(world, slug)
  const name = kindName(policy, kind)
  const calls = [...world.model.calls].filter(([, one]) => one.kind === name).map(([id]) => id)
  const subjects = world.subjects.get(name) ?? calls
  const facts = factsOfKind(policy, kind).filter((one) => one.evidence !== '办理')
  if (subjects.length === 0 || facts.length === 0) return
  const rows = Array.from({ length: random.between(1, 3) }, (): FactRow => {
    const fact = random.pick(facts)
    const from = addDays(clock.today(), random.between(-20, 5))
    const value = valueFor(policy, fact, random, { today: clock.today(), amounts: [] })
    const row = factRow(fact, random.pick(subjects), from, value)
    const other = random.chance(0.2) ? { evidence: '填报', source: '示例另一来源' } : {}
    const ends = random.chance(0.1) ? { to: addDays(from, random.between(0, 30)) } : {}
    return { ...row, ...other, ...ends }
  })
  await given(world, process, { facts: rows })
  tell(world, `记 ${rows.map((one) => `${one.name}=${JSON.stringify(one.value)}`).join('，')}`)
}

/** Ends someone's role, or gives one, perhaps for some days only. */
export async function changeRoles(world: World, process: Process): Promise<void> {
  const { random, clock, model, makeId } = world
  const roles = [...model.roles.values()].filter((one) => !one.ended)
  const one = random.pick(roles)
  // An office that nobody is left in would end the play.
  const others = roles.filter((other) => other.role === one.role && other.subject === one.subject)
  if (random.chance(0.5) && others.length > 1) {
    await given(world, process, { endedRoles: [one.id] })
    tell(world, `免 ${one.role}`)
    return
  }
  const asker = random.pick(world.askers.get(one.role) ?? [{ actor: one.actor, role: one.role }])
  const to = random.chance(0.5) ? { to: addDays(clock.today(), random.between(0, 20)) } : {}
  const row: RoleRow = {
    id: makeId(),
    actor: asker.actor as string,
    role: one.role,
    ...(asker.subject ? { subject: asker.subject } : {}),
    from: clock.today(),
    ...to,
  }
  await given(world, process, { roles: [row] })
  tell(world, `任 ${one.role}${'to' in to ? ` 至 ${to.to}` : ''}`)
}

/** Installs a copy of the voucher policy with other numbers, in force from a later day. */
export async function installVersion(world: World, process: Process): Promise<void> {
  const { random, clock } = world
  const path = 'beijing/innovation-voucher.md'
  const single = random.between(1, 8)
  const [key, other] = [random.between(30, 60), random.between(10, 25)]
  const from = addDays(clock.today(), random.between(1, 20))
  const count = world.policies.length
  const files = cityFiles().flatMap((file): SourceFile[] => {
    if (file.path === path.replace('.md', '.en.md')) {
      return [{ ...file, path: `beijing/innovation-voucher@${from}.en.md` }]
    }
    if (file.path !== path) return [file]
    const text = planted(file.text, [
      [/^施行: .*$/m, `施行: ${from}`],
      [/^名称: (.*)$/m, `名称: $1 ${count}`],
      [/`券面金额 <= 5万元`/, `\`券面金额 <= ${single}万元\``],
      [/then 50万元 else 20万元/, `then ${key}万元 else ${other}万元`],
    ])
    return [{ path: `beijing/innovation-voucher@${from}.md`, text }]
  })
  const found = installationOf(files, world.makeId)
  if (!found.ok) throw new Broken(found.errors.map((one) => one.message.zh).join())
  const { policies, sources } = found.installation
  const rows = policies.filter((one) => one.slug === 'beijing/innovation-voucher')
  const own = files.filter((file) => rows[0]?.files[file.path] !== undefined)
  const made = compileCorpus(own).policies.filter((one) => one.digest === rows[0]?.digest)
  const yuan = (n: number) => BigInt(n) * 1_000_000n
  const numbers = { single: yuan(single), key: yuan(key), other: yuan(other) }
  numbersOfVersions.set(rows[0]?.digest as string, numbers)
  installed(world, made)
  await given(world, process, { installed: rows }, (tx) => storeSources(tx, sources))
  tell(world, `装 创新券 单张 ${single}万 全年 ${key}万/${other}万 自 ${from}`)
}

function planted(text: string, changes: readonly (readonly [RegExp, string])[]): string {
  return changes.reduce((now, [from, to]) => {
    if (!from.test(now)) throw new Error(`${from} is not in the text`)
    return now.replace(from, to)
  }, text)
}
