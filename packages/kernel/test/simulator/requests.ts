/**
 * Requests made up from the rows of procedures: most of them such as someone would send next, some
 * by the wrong person, in the wrong state, badly filled, or about nothing that there is.
 */
import { type ActRow, type Fact, indexOf, type Policy, type Procedure } from '@huoshui/policy'
import type { Json } from '../../src/codec.ts'
import { kindName } from '../../src/known.ts'
import type { ActRequest, Asker, SlotChoice } from '../../src/request.ts'
import { callKinds, policyNow } from './city.ts'
import { knownOn, type ModelMatter } from './model.ts'
import { fenOf, misfit, type Near, valueFor } from './values.ts'
import type { World } from './world.ts'

type Request = { -readonly [K in keyof ActRequest]: ActRequest[K] }

/** Procedures that matters are opened of, and how often. */
const openings: readonly (readonly [number, { slug: string; procedure: string }])[] = [
  [9, { slug: 'beijing/innovation-voucher', procedure: '创新券' }],
  [2, { slug: 'beijing/innovation-voucher', procedure: '绩效考核' }],
  [1, { slug: 'beijing/innovation-voucher', procedure: '加入平台' }],
  [1, { slug: 'beijing/innovation-voucher', procedure: '违规处理' }],
  [4, { slug: 'shandong/interest-subsidy', procedure: '贴息' }],
  [1, { slug: 'shandong/interest-subsidy', procedure: '查处' }],
  [4, { slug: 'demo/panel', procedure: '评选' }],
  [0.7, { slug: 'system', procedure: '登记主体' }],
  [0.3, { slug: 'system', procedure: '登记人员' }],
  [0.3, { slug: 'system', procedure: '任免' }],
  [0.3, { slug: 'system', procedure: '授权' }],
]

/** Rows that end a matter early come up seldom, or nothing would ever be paid. */
const ending =
  /撤回|不予|不通过|退回|异议|终结|撤销|退出|存疑|移送|申辩|听证|强制|查无实据|未抽中|除名/

/** How likely a row is next: seldom what ends a matter, or what its slots are not filled for. */
function likely(row: ActRow, matter: ModelMatter, policy: Policy): number {
  if (ending.test(row.name)) return 1
  const { kinds } = indexOf(policy)
  const chosen = row.doing.flatMap((one) => (one.verb === '填' ? one.names : []))
  const again = chosen.some((name) => kinds.has(name) && matter.parties.has(name))
  const waits = kinds.has(row.by) && !matter.parties.has(row.by)
  return again || waits ? 1 : 8
}

const nextKey = (world: World): string => `k${++world.keys}`

/** A request for one of the matters that are not done yet; null while there is none. */
export function nextRequest(world: World): ActRequest | null {
  const { random, model } = world
  const waiting = [...model.matters.values()].filter((one) => rowsOf(world, one).length > 0)
  if (waiting.length === 0) return null
  // Those opened last are as likely to move as all the others together.
  const matter = random.chance(0.5) ? random.pick(waiting.slice(-8)) : random.pick(waiting)
  const rows = rowsOf(world, matter)
  const policy = policyOf(world, matter)
  const row = random.weighted(rows.map((one) => [likely(one, matter, policy), one] as const))
  return requestFor(world, matter, row)
}

/** The rows of a matter's state that people do. */
export function rowsOf(world: World, matter: ModelMatter): readonly ActRow[] {
  const policy = policyOf(world, matter)
  const acts = indexOf(policy).procedures.get(matter.procedure)?.acts ?? []
  const here = acts.filter((row) =>
    matter.state === '起' ? row.from.length === 0 : row.from.includes(matter.state),
  )
  const ranked = (row: ActRow) => row.doing.some((one) => one.verb === '择优')
  return here.filter((row) => row.by !== '系统' && !ranked(row))
}

export const policyOf = (world: World, matter: ModelMatter): Policy =>
  world.model.policies.get(`${matter.slug}\n${matter.digest}`) as Policy

/** A request to do a row in a matter. */
export function requestFor(world: World, matter: ModelMatter, row: ActRow): ActRequest {
  const policy = policyOf(world, matter)
  const asker = askerFor(world, row.by, matter)
  return {
    key: nextKey(world),
    target: { form: 'matter', id: matter.id },
    act: row.name,
    asker,
    ...askedOf(world, policy, row, matter),
  }
}

/** A request to open a matter. */
export function openingRequest(world: World): ActRequest {
  const { random } = world
  const { slug, procedure: name } = random.weighted(openings)
  const policy = policyNow(world, slug)
  const procedure = indexOf(policy).procedures.get(name) as Procedure
  const row = random.pick(procedure.acts.filter((one) => one.from.length === 0))
  return {
    key: nextKey(world),
    target: { form: 'open', policy: slug, procedure: name },
    act: row.name,
    asker: askerFor(world, row.by, null),
    ...askedOf(world, policy, row, null),
  }
}

/** A request for every matter that waits under a call: 择优, or 抽取. */
export function batchRequest(world: World): ActRequest {
  const { random, model } = world
  const [slug, procedure, kind, act] = random.weighted<[string, string, string, string]>([
    [3, ['demo/panel', '评选', '申报年度', '入选']],
    [2, ['beijing/innovation-voucher', '绩效考核', '考核年度', '抽取核查']],
  ])
  const name = kindName(policyNow(world, slug), kind)
  const calls = [...model.calls].filter(([, one]) => one.kind === name).map(([id]) => id)
  const call = random.weighted<string | null>([
    [8, calls.at(-1) ?? null],
    [1, calls[0] ?? null],
    [1, null],
  ])
  const asker = random.pick(world.askers.get('主管部门') as Asker[])
  return {
    key: nextKey(world),
    target: { form: 'batch', policy: slug, procedure, call },
    act,
    asker,
  }
}

function askerFor(world: World, by: string, matter: ModelMatter | null): Asker {
  const { random, askers } = world
  const all = askers.get(by) ?? [{ actor: null, role: by }]
  const subject = matter?.parties.get(by)
  const own = subject === undefined ? all : all.filter((one) => one.subject === subject)
  return random.pick(own.length > 0 ? own : all)
}

function askedOf(
  world: World,
  policy: Policy,
  row: ActRow,
  matter: ModelMatter | null,
): Pick<ActRequest, 'filled' | 'slots'> {
  const { kinds, facts } = indexOf(policy)
  const filled: { [name: string]: Json } = {}
  const slots: { [kind: string]: SlotChoice } = {}
  const near = nearOf(world, matter)
  for (const doing of row.doing) {
    if (doing.verb !== '填') continue
    for (const name of doing.names) {
      if (kinds.has(name) && !facts.has(name)) slots[name] = slotFor(world, policy, name, matter)
      else {
        const fact = facts.get(name)
        if (fact) filled[name] = valueFor(policy, fact as Fact, world.random, near)
      }
    }
  }
  return { filled, slots }
}

/** Subjects of these kinds are registered as they are needed. */
const registered = new Set(['合同', '项目'])

function slotFor(
  world: World,
  policy: Policy,
  kind: string,
  matter: ModelMatter | null,
): SlotChoice {
  const { random, subjects, model } = world
  if (registered.has(kind)) {
    const firm = matter?.parties.get('申领单位')
    const own = [...model.matters.values()].flatMap((one) =>
      one.parties.get('申领单位') === firm ? [one.parties.get(kind) ?? ''] : [],
    )
    const known = own.filter((one) => one !== '')
    if (known.length > 0 && random.chance(0.35)) return { id: random.pick(known) }
    return { name: `示例${kind}${world.keys}` }
  }
  const known = subjects.get(kindName(policy, kind)) ?? []
  const held = matter?.parties.get(kind)
  if (held && random.chance(0.6)) return { id: held }
  return known.length > 0 ? { id: random.pick(known) } : { name: `示例${kind}${world.keys}` }
}

/** Amounts that limits are likely to be at: what was claimed, what half of a contract is. */
function nearOf(world: World, matter: ModelMatter | null): Near {
  const { model, clock } = world
  const today = clock.today()
  const claim = matter ? model.counts.claims.get(matter.id) : undefined
  const amounts: bigint[] = claim && claim.amount > 1n ? [claim.amount] : []
  const contract = matter?.parties.get('合同')
  const fact = 'beijing/innovation-voucher#实际发生金额'
  const spent = fenOf(knownOn(model, contract, fact, today, '填报'))
  if (spent !== null) amounts.push(spent / 2n)
  const loan = matter?.parties.get('贷款')
  const interest = fenOf(
    knownOn(model, loan, 'shandong/interest-subsidy#实际支付利息', today, '填报'),
  )
  if (interest !== null) amounts.push((interest * 4n) / 10n)
  for (const kind of ['开放单位', '企业']) {
    const sum = model.counts.sums.get(
      `${kind === '企业' ? '企业' : '往来'}/${matter?.parties.get(kind)}`,
    )
    if (sum) amounts.push(sum)
  }
  return { today, amounts }
}

type Spoiling = (world: World, request: Request) => void

const anyAsker = (world: World): Asker =>
  world.random.pick(world.random.pick([...world.askers.values()]))

const spoilings: readonly Spoiling[] = [
  // Someone else, in a role of their own, or in one that they don't have.
  (world, one) => {
    one.asker = anyAsker(world)
  },
  (world, one) => {
    one.asker = { ...one.asker, actor: anyAsker(world).actor }
  },
  (world, one) => {
    const other = world.askers.get('申领单位')?.at(-1)?.subject
    if (other) one.asker = { ...one.asker, subject: other }
  },
  (_, one) => {
    one.asker = { actor: null, role: '系统' }
  },
  // Another act, or none that there is.
  (world, one) => {
    const policy = world.random.pick(world.policies)
    const acts = policy.procedures.flatMap((procedure) => procedure.acts)
    if (acts.length > 0) one.act = world.random.pick(acts).name
  },
  (_, one) => {
    one.act = '办两次'
  },
  // Nothing of the kind.
  (world, one) => {
    one.target = { form: 'matter', id: world.makeId() }
  },
  (world, one) => {
    const { slug } = world.random.pick(callKinds)
    one.target = { form: 'open', policy: slug, procedure: '没有这个流程' }
  },
  (_, one) => {
    one.target = { form: 'open', policy: 'demo/none', procedure: '创新券' }
  },
  // Filled in badly, not at all, or with too much.
  (world, one) => {
    const names = Object.keys(one.filled ?? {})
    if (names.length === 0) return
    one.filled = { ...one.filled, [world.random.pick(names)]: misfit(world.random) }
  },
  (_, one) => {
    one.filled = {}
  },
  (world, one) => {
    const { random } = world
    const facts = random.pick(world.policies).facts
    if (facts.length === 0) return
    one.filled = { ...one.filled, [random.pick(facts).name]: misfit(random) }
  },
  (_, one) => {
    one.filled = { ...one.filled, 没有这个事实: true }
  },
  // Slots without a choice, with someone of another kind, or with nobody.
  (_, one) => {
    one.slots = {}
  },
  (world, one) => {
    const kinds = Object.keys(one.slots ?? { 开放单位: null })
    const all = [...world.subjects.values()].flat()
    if (kinds.length === 0) return
    one.slots = { ...one.slots, [world.random.pick(kinds)]: { id: world.random.pick(all) } }
  },
  (world, one) => {
    one.slots = { ...one.slots, 开放单位: { id: world.makeId() } }
  },
  (_, one) => {
    one.slots = { ...one.slots, 没有这个种类: { name: '示例' } }
  },
]

/** The request with something wrong in it; sometimes with nothing, by luck. */
export function spoiled(world: World, request: ActRequest): ActRequest {
  const copy: Request = structuredClone(request)
  world.random.pick(spoilings)(world, copy)
  return copy
}

/** Any request: what is due next, a new matter, a batch, or one of them spoiled. */
export function anyRequest(world: World): ActRequest {
  const { random } = world
  const one = random.weighted<() => ActRequest | null>([
    [14, () => nextRequest(world)],
    [7, () => openingRequest(world)],
    [1, () => batchRequest(world)],
  ])()
  const request = one ?? openingRequest(world)
  return random.chance(0.15) ? spoiled(world, request) : request
}
