/** A matter of the mini policy and those who act in it, for tests that do one act after another. */
import type { Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import type { Balance } from '../src/books.ts'
import type { Actor, Effects, Matter, StepInput, StepResult } from '../src/matter.ts'
import { factsOf } from '../src/perform.ts'
import type { Policy } from '../src/policy.ts'
import { step } from '../src/step.ts'
import { factsWith, mini } from './mini.ts'

export const yuan = (n: number | string): Value => new Decimal(n)

export const firm: Actor = { user: '示例经办甲', role: '申请单位', subject: '示例单位甲' }
export const office: Actor = { user: '示例经办乙', role: '主管部门' }
export const cashier: Actor = { user: '示例经办丙', role: '主管部门' }
export const experts: Actor = { user: '示例专家', role: '专家组' }

/** A matter with what is known of it and the books, each act putting the next state here. */
export class Running {
  matter: Matter
  facts: ReadonlyMap<string, Value>
  books: ReadonlyMap<string, Balance> = new Map()
  done: Effects[] = []

  constructor(
    readonly policy: Policy = mini.policy,
    procedure = '设备补助',
    id = '示例一',
  ) {
    const facts = factsWith({}, policy)
    for (const row of policy.procedures.find((one) => one.name === procedure)?.acts ?? []) {
      for (const doing of row.doing) {
        if (doing.verb === '填') for (const name of doing.names) facts.delete(name)
      }
    }
    this.facts = facts
    this.matter = {
      id,
      procedure,
      state: null,
      parties: new Map([['申请年度', '2024年度']]),
      openedOn: null,
      performed: [],
      reservations: [],
    }
  }

  /** What a step is given, the act apart. */
  at(on: string): Omit<StepInput, 'act'> {
    const { policy, matter, facts, books } = this
    return { policy, calendar: mini.calendar, matter, facts, books, day: day(on) }
  }

  try(
    name: string,
    on: string,
    actor: Actor,
    filled: Readonly<Record<string, Value>> = {},
  ): StepResult {
    const slots = new Map([['设备', '示例设备']])
    const act = { name, actor, filled: new Map(Object.entries(filled)), slots }
    const result = step({ ...this.at(on), act })
    if (!result.ok) return result
    const { effects } = result
    this.matter = effects.matter
    this.books = new Map([...this.books, ...effects.balances])
    this.facts = new Map([...this.facts, ...factsOf(this.policy, effects)])
    this.done.push(effects)
    return result
  }

  /** Does an act that has to succeed. */
  act(...given: Parameters<Running['try']>): Effects {
    const result = this.try(...given)
    if (!result.ok) throw new Error(`${result.refusal.code} ${result.refusal.message.zh}`)
    return result.effects
  }

  /** Does the acts up to one of them, on fixed days. */
  upTo(name: string): this {
    const steps: readonly Parameters<Running['try']>[] = [
      ['申请', '2024-03-01', firm, { 申请金额: yuan(200_000), 材料齐备: true }],
      ['受理', '2024-03-04', office],
      ['评审', '2024-03-05', experts, { 先进程度: yuan(85), 一致推荐: false }],
      ['公示', '2024-03-11', office, { 核定金额: yuan(180_000) }],
      ['确认', '2024-03-19', office, { 发票金额: yuan(300_000) }],
      ['拨付', '2024-03-20', cashier],
    ]
    for (const one of steps) {
      this.act(...one)
      if (one[0] === name) break
    }
    return this
  }
}
