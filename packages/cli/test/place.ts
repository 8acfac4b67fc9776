/** A place to run command lines on the data of one small city, which is opened once. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kernel, type OpenOptions, openKernel } from '@huoshui/kernel'
import { day } from '@huoshui/values'
import {
  addMembers,
  type City,
  clockOn,
  given,
  type Member,
  openCallOf,
} from '../../kernel/test/city.ts'
import { firmFacts, labFacts, money, voucher } from '../../kernel/test/voucher.ts'
import type { Io } from '../src/io.ts'
import { type Ran, runIn } from './io.ts'

export interface Place {
  readonly home: string
  readonly city: City
  readonly firm: Member
  readonly lab: Member
  /** Runs a command line on the data that are open; words are parted by one blank. */
  readonly run: (line: string, more?: Partial<Io>) => Promise<Ran>
  /** Runs it as a process of its own would: it opens the data itself. */
  readonly runAlone: (line: string, more?: Partial<Io>) => Promise<Ran>
  readonly read: (path: string) => string
  readonly write: (path: string, text: string) => string
  readonly close: () => Promise<void>
}

const noSignal = () => () => undefined

/** On the day on which the city begins; nobody interrupts. */
const runHere = (home: string, line: string, more: Partial<Io>): Promise<Ran> =>
  runIn(home, line, { today: () => day('2024-03-01'), onInterrupt: noSignal, ...more })

/** Begins a log by the command, and opens it for the commands that follow. */
export async function openPlace(): Promise<Place & { readonly began: Ran }> {
  const home = mkdtempSync(join(tmpdir(), 'huoshui-cli-data-'))
  const runAlone = (line: string, more: Partial<Io> = {}) => runHere(home, line, more)
  const began = await runAlone('begin --administrator 示例管理员 --head 示例负责人 --json')
  const own = await openKernel({ folder: join(home, 'data') })
  const clock = clockOn('2024-03-01')
  const { makeId, log } = own
  const kernel = new Kernel({
    db: { ...own.db, close: async () => undefined },
    clock,
    makeId,
    log,
  })
  const city: City = { kernel, clock, people: {} }
  const open = async (options: OpenOptions) => {
    clock.day = options.clock?.today() ?? clock.day
    return kernel
  }
  return {
    ...(await settle(city)),
    home,
    city,
    began,
    run: (line, more = {}) => runHere(home, line, { openKernel: open, ...more }),
    runAlone,
    read: (path) => readFileSync(join(home, path), 'utf8'),
    write: (path, text) => {
      writeFileSync(join(home, path), text)
      return path
    },
    close: async () => {
      await own.db.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** A firm, a lab, the offices that they deal with, a call and a year with money. */
async function settle(city: City): Promise<{ firm: Member; lab: Member }> {
  const [firm] = await addMembers(city, 'terms#企业', '申领单位', 1, firmFacts)
  const [lab] = await addMembers(city, `${voucher}#开放单位`, '开放单位', 1, labFacts)
  const office = city.kernel.makeId()
  const from = city.clock.day
  await given(city, {
    actors: [{ id: office, name: '示例主管', contact: {} }],
    roles: ['主管部门', '专家组'].map((role) => ({
      id: city.kernel.makeId(),
      actor: office,
      role,
      from,
    })),
  })
  Object.assign(city.people, { office })
  const call = { from: '2024-03-01', to: '2024-03-31' }
  await openCallOf(city, voucher, '发放周期', call, {
    周期总额度: money('10000000'),
    周期止日: { d: '2024-03-31' },
    兑现公示期: { s: String(7 * 86400) },
    增补产业: [],
  })
  const year = { from: '2024-01-01', to: '2024-12-31' }
  await openCallOf(city, voucher, '预算年度', year, { 年度预算: money('10000000') })
  return { firm: firm as Member, lab: lab as Member }
}
