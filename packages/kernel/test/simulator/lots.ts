/** What happens in one lot: acts at once, days that pass, notices, facts, crashes. */
import { addDays } from '@huoshui/values'
import { openActs } from '../../src/open-acts.ts'
import type { ActRequest, Asker } from '../../src/request.ts'
import { sweep } from '../../src/sweep.ts'
import { must } from './broken.ts'
import {
  addMember,
  callKinds,
  changeRoles,
  factRow,
  installVersion,
  openCall,
  policyNow,
  recordFacts,
} from './city.ts'
import { type Blow, Crash, type Plan, points } from './faults.ts'
import { anyRequest, nextRequest, openingRequest, spoiled } from './requests.ts'
import { factsOfKind, valueFor } from './values.ts'
import {
  endInWords,
  given,
  inWords,
  type Process,
  type Sent,
  send,
  startProcess,
  tell,
  type World,
} from './world.ts'

export interface LotOptions {
  /** How many of a hundred lots a process is struck in. */
  readonly crashes: number
  /** What can strike one; a connection is cut only on a server. */
  readonly blows: readonly Blow[]
}

const anyProcess = (world: World): Process => world.random.pick(world.processes)

const lots: readonly (readonly [number, string, (world: World) => Promise<void>])[] = [
  [40, '办理', acts],
  [3, '抢领', rush],
  [12, '过日子', pass],
  [5, '巡查', sweepAll],
  [4, '记事实', (world) => recordFacts(world, anyProcess(world))],
  [3, '开通知', openAny],
  [2, '任免', (world) => changeRoles(world, anyProcess(world))],
  [0.7, '装新版', (world) => installVersion(world, anyProcess(world))],
  [2, '边办边记', mixed],
  [1, '来新人', join],
]

/** Does one lot; whatever was struck in it goes on afterwards. */
export async function runLot(world: World, options: LotOptions): Promise<void> {
  const { random } = world
  world.sent = []
  world.struck = false
  const armed = random.chance(options.crashes / 100) ? arm(world, options.blows) : null
  const [name, work] = random.weighted(lots.map(([weight, ...rest]) => [weight, rest] as const))
  try {
    await work(world)
  } catch (error) {
    if (!isBlow(error)) throw error
    tell(world, `${name}没有办完：${(error as Error).message}`)
  }
  await Promise.all(world.processes.map((one) => one.kernel.settled()))
  if (armed?.faults.struck) {
    world.struck = true
    tell(world, `${armed.name}在“${armed.faults.struck}”${armed.faults.dead ? '停了' : '受挫'}`)
  }
  report(world, world.sent)
  checkErrors(world)
  await recover(world)
  await registerProjects(world)
}

function report(world: World, sent: readonly Sent[]): void {
  for (const one of sent) {
    tell(world, `${one.internal ? '系统 ' : ''}${inWords(one.request)} ${endInWords(one)}`)
  }
}

function arm(world: World, blows: readonly Blow[]): Process {
  const { random } = world
  const process = anyProcess(world)
  const where: Plan['where'] = random.chance(0.6)
    ? { form: 'point', name: random.pick(points) }
    : { form: 'statement', number: random.between(1, 25), after: random.chance(0.5) }
  process.faults.arm({ where, blow: random.pick(blows) })
  return process
}

const codes = new Set(['ECONNRESET', '57014', '57P01'])

function isBlow(error: unknown): boolean {
  if (error instanceof Crash) return true
  return error instanceof Error && 'code' in error && codes.has(String(error.code))
}

/** A request ends without an answer only where its process was struck. */
function checkErrors(world: World): void {
  for (const { request, outcome } of world.sent) {
    if (outcome.form !== 'none') continue
    must(world.struck && isBlow(outcome.error), `“${inWords(request)}” ends in a defect`, {
      error: (outcome.error as Error).stack,
    })
  }
}

/** Dead processes begin anew; clients ask again until they are answered. */
async function recover(world: World): Promise<void> {
  world.processes.forEach((one, place) => {
    one.faults.arm(null)
    if (one.faults.dead) startProcess(world, place)
  })
  for (let tries = 0; world.unanswered.size > 0 && tries < 3; tries++) {
    const before = world.sent.length
    const waiting = world.random.shuffled([...world.unanswered.values()])
    await Promise.all(waiting.map((one) => send(world, anyProcess(world), one)))
    report(world, world.sent.slice(before))
  }
  must(world.unanswered.size === 0, 'every request is answered in the end', [
    ...world.unanswered.keys(),
  ])
}

/** Some requests at once, through any of the processes; some twice, some again. */
async function acts(world: World): Promise<void> {
  const { random } = world
  const requests = Array.from(
    {
      length: random.weighted([
        [4, 1],
        [3, 2],
        [2, 4],
        [1, 7],
      ]),
    },
    () => anyRequest(world),
  )
  if (requests.length === 1) return alone(world, requests[0] as ActRequest)
  await Promise.all(withRepeats(world, requests).map((one) => send(world, anyProcess(world), one)))
}

/** Adds requests that were sent before, that are sent twice, and keys used for something else. */
function withRepeats(world: World, requests: readonly ActRequest[]): readonly ActRequest[] {
  const { random, model } = world
  const all = [...requests]
  if (random.chance(0.2)) all.push(random.pick(requests))
  const before = [...model.sent.values()]
  if (before.length > 0 && random.chance(0.25)) {
    // Answers to batches say the most; they are few, and so asked for again the more.
    const batches = before.filter((one) => one.target.form === 'batch')
    const among = [before, before.slice(-10), batches.length > 0 ? batches : before]
    all.push(random.pick(random.pick(among)))
  }
  // A key for two requests is the client's mistake; which of the two counts is the first answered.
  const answered = before.filter((one) => world.answered.has(one.key))
  if (answered.length > 0 && random.chance(0.1)) {
    const { key } = random.pick(answered)
    all.push({ ...openingRequest(world), key })
  }
  return random.shuffled(all)
}

/** One request by itself: what the page would have said of the act comes true. */
async function alone(world: World, request: ActRequest): Promise<void> {
  const process = anyProcess(world)
  const { target, act, asker } = request
  const shown =
    target.form === 'matter' && world.random.chance(0.7)
      ? await openActs(process.kernel, target.id, world.clock.today(), asker)
      : null
  await send(world, process, request)
  const outcome = world.sent.at(-1)?.outcome
  const rows = shown?.acts.filter((one) => one.act === act) ?? []
  const [row] = rows
  if (!row || rows.length > 1 || outcome?.form !== 'answer' || asker.role === '系统') return
  const { answer } = outcome
  const early = row.refusal && ['R2', 'R3'].includes(row.refusal.code)
  if (early && answer.ok) must(false, 'an act that is shown as closed is closed', { row, answer })
  // Whether enough people can be drawn is seen in the draw alone.
  const draws = row.row.doing.some((one) => one.verb === '抽取')
  const asksNothing = row.asks.length === 0 && !row.undecided && !draws
  const plain =
    Object.keys(request.filled ?? {}).length === 0 && Object.keys(request.slots ?? {}).length === 0
  if (row.refusal || !asksNothing || !plain || answer.ok) return
  must(answer.refusal.code === 'R1', 'an act that is shown as open is done', { request, answer })
}

/** Everyone claims at once. */
async function rush(world: World): Promise<void> {
  const { random, askers, clock } = world
  const firms = askers.get('申领单位') as Asker[]
  const fact = policyNow(world, 'beijing/innovation-voucher').facts.find(
    (one) => one.name === '券面金额',
  )
  if (!fact) return
  const policy = policyNow(world, 'beijing/innovation-voucher')
  const near = { today: clock.today(), amounts: [] }
  const requests = Array.from(
    { length: random.between(5, 25) },
    (): ActRequest => ({
      key: `k${++world.keys}`,
      target: { form: 'open', policy: 'beijing/innovation-voucher', procedure: '创新券' },
      act: '领取',
      asker: random.pick(firms),
      filled: { 券面金额: valueFor(policy, fact, random, near) },
    }),
  )
  const all = random.chance(0.3) ? [...requests, ...requests.slice(0, 3)] : requests
  await Promise.all(all.map((one) => send(world, anyProcess(world), one)))
}

async function pass(world: World): Promise<void> {
  const { random, clock } = world
  const days = random.weighted([
    [6, random.between(1, 3)],
    [4, random.between(4, 12)],
    [1, random.between(13, 45)],
    [0.15, random.between(46, 250)],
  ])
  clock.pass(days)
  tell(world, `过了 ${days} 天`)
  if (random.chance(0.5)) await sweepAll(world)
  const open = (kind: string) =>
    [...world.model.calls.values()].some(
      (one) =>
        one.kind.endsWith(`#${kind}`) && one.from <= clock.today() && clock.today() <= one.to,
    )
  if (!open('预算年度') && random.chance(0.8)) {
    await openCall(world, anyProcess(world), 'beijing/innovation-voucher', '预算年度')
  }
  if (!open('发放周期') && random.chance(0.5)) {
    await openCall(world, anyProcess(world), 'beijing/innovation-voucher', '发放周期')
  }
}

/** The sweep: once, again, or on two processes at once. */
async function sweepAll(world: World): Promise<void> {
  const { random } = world
  const process = anyProcess(world)
  if (random.chance(0.35)) {
    const other = anyProcess(world)
    const both = await Promise.allSettled([sweep(process.kernel), sweep(other.kernel)])
    for (const one of both) if (one.status === 'rejected' && !isBlow(one.reason)) throw one.reason
    return
  }
  const first = await sweep(process.kernel)
  must(first.broken.length === 0, 'the books balance after a sweep', first.broken)
  tell(world, `巡查 办 ${first.done} 提醒 ${first.reminders} 逾期 ${first.overdue}`)
  if (!random.chance(0.4)) return
  const { done, reminders, overdue } = await sweep(process.kernel)
  const nothing = done === 0 && reminders === 0 && overdue === 0
  must(nothing, 'a second sweep has nothing to do', { done, reminders, overdue })
}

async function openAny(world: World): Promise<void> {
  const { slug, kind } = world.random.pick(callKinds)
  await openCall(world, anyProcess(world), slug, kind)
}

/** Acts while facts are recorded, roles change or a sweep runs. */
async function mixed(world: World): Promise<void> {
  const { random } = world
  const work = random.pick([recordFacts, changeRoles])
  const requests = Array.from({ length: random.between(1, 4) }, () => anyRequest(world))
  const again = requests.length > 0 && random.chance(0.3) ? [spoiledKey(world, requests)] : []
  const all = await Promise.allSettled([
    ...requests.map((one) => send(world, anyProcess(world), one)),
    ...again,
    work(world, anyProcess(world)),
    ...(random.chance(0.3) ? [sweep(anyProcess(world).kernel)] : []),
  ])
  for (const one of all) if (one.status === 'rejected' && !isBlow(one.reason)) throw one.reason
}

/** A new request, spoiled or not, beside the others. */
async function spoiledKey(world: World, requests: readonly ActRequest[]): Promise<void> {
  const next = nextRequest(world) ?? requests[0]
  if (next) await send(world, anyProcess(world), spoiled(world, next))
}

async function join(world: World): Promise<void> {
  const one = world.random.pick([
    { slug: 'beijing/innovation-voucher', kind: '申领单位', roles: ['申领单位', '企业'] },
    { slug: 'demo/panel', kind: '申请单位', roles: ['申请单位'] },
    { slug: 'shandong/interest-subsidy', kind: '贷款', roles: [] },
  ])
  await addMember(world, anyProcess(world), one, world.keys)
  tell(world, `来了一个${one.kind}`)
}

/** What the register of funded projects says of projects that have come up. */
async function registerProjects(world: World): Promise<void> {
  const { model, random, clock } = world
  const policy = policyNow(world, 'beijing/innovation-voucher')
  const [fact] = factsOfKind(policy, '项目')
  if (!fact) return
  const projects = new Set(
    [...model.matters.values()].flatMap((one) => one.parties.get('项目') ?? []),
  )
  const rows = [...projects].flatMap((id) => {
    const known = model.facts.has(`${id}/beijing/innovation-voucher#${fact.name}`)
    if (known || !random.chance(0.7)) return []
    return [factRow(fact, id, addDays(clock.today(), 0), random.chance(0.05))]
  })
  if (rows.length > 0) await given(world, anyProcess(world), { facts: rows })
}
