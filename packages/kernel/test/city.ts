/** A small city to try the kernel on: policies as they are, 示例 firms and people. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceFile } from '@huoshui/policy'
import { type Day, day } from '@huoshui/values'
import { begin } from '../src/begin.ts'
import type { Clock } from '../src/clock.ts'
import type { Json } from '../src/codec.ts'
import type { Database } from '../src/db/database.ts'
import type { Body } from '../src/entry.ts'
import { idMaker } from '../src/ids.ts'
import { Kernel } from '../src/kernel.ts'
import { generateSigner } from '../src/log/index.ts'
import { ownEntry, record } from '../src/record.ts'

const folder = fileURLToPath(new URL('../../../policies', import.meta.url))

/** Every text below `policies/`. */
export function policyFiles(): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({
      path: relative(folder, join(folder, path)).replaceAll('\\', '/'),
      text: readFileSync(join(folder, path), 'utf8'),
    }))
}

/** A clock that stands on a day until it is moved. */
export interface TestClock extends Clock {
  day: Day
}

export function clockOn(text: string): TestClock {
  const from = process.hrtime.bigint()
  return {
    day: day(text),
    today() {
      return this.day
    },
    // The instants of a test only have to go on.
    now: () => 1_700_000_000_000 + Number((process.hrtime.bigint() - from) / 1_000_000n),
  }
}

export const testLog = () => ({
  origin: 'log.example/huoshui',
  hash: 'sha256' as const,
  signer: generateSigner('log.example/huoshui', 'ed25519'),
})

export interface City {
  readonly kernel: Kernel
  readonly clock: TestClock
  readonly people: { readonly [role: string]: string }
}

/** People of every role that the policies name, none of them twice where maker and checker differ. */
const offices = [
  '主管部门',
  '主管部门二',
  '专家组',
  '经办人',
  '复核人',
  '管理员',
  '单位负责人',
] as const

/** Opens a kernel on an empty, migrated database, with the policies installed. */
export async function openCity(db: Database, from = '2024-03-01', log = testLog()): Promise<City> {
  const clock = clockOn(from)
  const makeId = idMaker(clock)
  const kernel = new Kernel({ db, clock, makeId, log })
  const people: { [role: string]: string } = {}
  for (const office of offices) people[office] = makeId()
  const errors = await begin(kernel, {
    files: policyFiles(),
    people: offices.map((office) => ({
      id: people[office] as string,
      name: `示例${office}`,
      contact: {},
      roles: [{ role: office.replace(/二$/, '') }],
    })),
  })
  if (errors.length > 0) throw new Error(errors.map((one) => one.message.zh).join('\n'))
  return { kernel, clock, people }
}

/** Records what a test starts from, as one entry. */
export async function given(city: City, body: Partial<Body>): Promise<void> {
  const { kernel, clock } = city
  await record(kernel, async () => [importEntry(clock, body)])
}

/** The entry by which tests put in what they start from. */
export const importEntry = (clock: Clock, body: Partial<Body>) =>
  ownEntry(clock, { procedure: '导入事实', act: '同意导入', body: { to: '', ...body } })

export interface Member {
  readonly subject: string
  readonly actor: string
}

/** Registers organisations of a kind, each with a person in the role and the same facts. */
export async function addMembers(
  city: City,
  kind: string,
  role: string,
  count: number,
  facts: readonly { owner: string; name: string; value: Json; evidence: string }[],
): Promise<Member[]> {
  const { kernel, clock } = city
  const from = clock.today()
  const members = Array.from({ length: count }, () => ({
    subject: kernel.makeId(),
    actor: kernel.makeId(),
  }))
  await given(city, {
    subjects: members.map(({ subject }, i) => ({ id: subject, kind, name: `示例${role}${i + 1}` })),
    actors: members.map(({ actor }, i) => ({ id: actor, name: `示例经办${i + 1}`, contact: {} })),
    roles: members.map(({ actor, subject }) => ({
      id: kernel.makeId(),
      actor,
      role,
      subject,
      from,
    })),
    facts: members.flatMap(({ subject }) =>
      facts.map((one) => ({ ...one, subject, source: '示例登记', from })),
    ),
  })
  return members
}

/** Opens a call: its subject and what it sets. */
export async function openCallOf(
  city: City,
  policy: string,
  kind: string,
  days: { from: string; to: string },
  values: { readonly [name: string]: Json },
): Promise<string> {
  const id = city.kernel.makeId()
  const [from, to] = [day(days.from), day(days.to)]
  await given(city, {
    subjects: [{ id, kind: `${policy}#${kind}`, name: `示例${kind}`, openFrom: from, openTo: to }],
    facts: Object.entries(values).map(([name, value]) => ({
      subject: id,
      owner: policy,
      name,
      value,
      evidence: '通知',
      source: '示例通知',
      from,
    })),
  })
  return id
}
